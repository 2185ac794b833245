//! What is written is read back the same: any bytes, any number of messages.

use proptest::prelude::*;

use super::*;
use crate::fixity::Sha256Digest;
use crate::message::{ConversationKind, Kind, MarkerBasis, SenderBasis, Warning};
use crate::source::{Evidence, Level, Question};
use crate::xml::{Wrong, xsd};

fn head(messages: u64, not_transferred: u64) -> Head {
    Head {
        batch: "winter-planning".to_owned(),
        conversation: "chat-001".to_owned(),
        part: "2021-01".to_owned(),
        previous: None,
        next: Some("2021-02".to_owned()),
        transferring_body: "Example Department".to_owned(),
        creator: "Private Office".to_owned(),
        series: "MOCK1 123".to_owned(),
        source: "source-1".to_owned(),
        kind: ConversationKind::Group,
        platform: "WhatsApp".to_owned(),
        description: "Messages & <more>".to_owned(),
        first: "2021-01-04T09:12".to_owned(),
        last: "2021-01-04T09:12".to_owned(),
        messages,
        not_transferred,
        copies: 0,
        differences: 0,
        cut: "month".to_owned(),
        zone: "Europe/London".to_owned(),
        capture: vec![Statement {
            about: "app".to_owned(),
            value: String::new(),
            basis: "not known".to_owned(),
        }],
        evidence: vec![Evidence {
            question: Question::DateOrder,
            answer: "DMY".to_owned(),
            level: Level::Certain,
            because: "one line has a first number above 12".to_owned(),
            considered: Vec::new(),
        }],
        never_exported: &[("replies", "which message another one answers")],
        gaps: Vec::new(),
        participants: vec![ParticipantSeen {
            key: "p01".to_owned(),
            name: "Minister".to_owned(),
            post: String::new(),
            messages,
        }],
    }
}

fn message<'a>(before: &'a [u8], body: &'a [u8], after: &'a [u8]) -> MessageWritten<'a> {
    MessageWritten {
        kind: Kind::Text,
        from: Some("p01"),
        attributed_to: None,
        sender_basis: SenderBasis::Header,
        written: "04/01/2021, 09:12",
        local: "2021-01-04T09:12".to_owned(),
        precision: "minute",
        utc: vec!["2021-01-04T09:12Z".to_owned()],
        before,
        body,
        after,
        marker: Some(MarkerBasis::Mark),
        attachments: vec![AttachmentWritten {
            state: "omitted",
            media: Some("image"),
            file: None,
        }],
        event: None,
        deleted: None,
        edited: true,
        decision: DecisionWritten {
            outcome: "select",
            basis: "rule",
            with: None,
            part: None,
            copy: None,
            by: None,
            words: "A decision",
        },
        copies: Vec::new(),
        differences: Vec::new(),
        warnings: &[Warning::ControlCharacters],
    }
}

proptest! {
    #[test]
    fn any_bytes_of_any_messages_come_back(
        texts in prop::collection::vec(
            (
                prop::collection::vec(any::<u8>(), 0..20),
                prop::collection::vec(any::<u8>(), 0..60),
                prop::collection::vec(prop::char::range('\0', '\u{a0}'), 0..20),
            ),
            0..6,
        )
    ) {
        let texts: Vec<(Vec<u8>, Vec<u8>, String)> = texts
            .into_iter()
            .map(|(before, body, after)| (before, body, after.into_iter().collect()))
            .collect();
        let count = texts.len() as u64;
        let mut writer = TranscriptWriter::begin(Vec::new(), &head(count, 3)).unwrap();
        for (before, body, after) in &texts {
            writer.message(&message(before, body, after.as_bytes())).unwrap();
        }
        writer.not_transferred(3).unwrap();
        let (written, sealed) = writer.finish().unwrap();

        let read = read_all(&written);
        prop_assert_eq!(&read.wrong, &vec![]);
        let some = |bytes: &[u8]| (!bytes.is_empty()).then(|| bytes.to_vec());
        let expected: Vec<_> = texts
            .iter()
            .map(|(before, body, after)| [some(before), Some(body.clone()), some(after.as_bytes())])
            .collect();
        prop_assert_eq!(read.texts, expected);
        prop_assert_eq!(read.root, sealed.root.to_string());
        prop_assert_eq!(read.not_transferred, 3);
        prop_assert_eq!(read.stated, read.computed);
    }
}

fn named() -> impl Strategy<Value = (Vec<CopyWritten>, Vec<DifferenceWritten>)> {
    let place = || (1..2000_u32, 1..90_000_u64);
    let transcript = |chat: u32| format!("chat-{chat:03}_2021-01_transcript.xml");
    let evidence = prop::sample::select(vec!["anchor", "aligned", "second-pass"]);
    let copy = (place(), evidence, -100_000..100_000_i64);
    let copy = copy.prop_map(move |((chat, n), evidence, clock_minutes)| CopyWritten {
        transcript: transcript(chat),
        n,
        evidence,
        clock_minutes,
    });
    let kind = prop::sample::select(Differs::ALL.to_vec());
    let difference = (place(), kind).prop_map(move |((chat, n), kind)| DifferenceWritten {
        transcript: transcript(chat),
        n,
        kind,
    });
    (
        prop::collection::vec(copy, 0..4),
        prop::collection::vec(difference, 0..4),
    )
}

proptest! {
    #[test]
    fn copies_and_differences_come_back_in_one_form((copies, differences) in named()) {
        let head = Head {
            copies: 1,
            differences: 1,
            ..head(1, 0)
        };
        let mut writer = TranscriptWriter::begin(Vec::new(), &head).unwrap();
        let message = MessageWritten {
            copies: copies.clone(),
            differences: differences.clone(),
            ..message(b"", b"agreed", b"")
        };
        writer.message(&message).unwrap();
        let (written, _) = writer.finish().unwrap();
        let mut back = (Vec::new(), Vec::new(), false);
        let read = read(written.as_slice(), &mut |item| {
            let Item::Message(message) = item else { return };
            let n = |node: &crate::xml::Node| node.attribute("n").parse::<u64>().unwrap();
            back.0.extend(message.node.all("copy").map(|node| {
                let minutes = node.attribute("clockMinutes").parse().unwrap_or(0_i64);
                let evidence = node.attribute("evidence").to_owned();
                (node.attribute("transcript").to_owned(), n(node), evidence, minutes)
            }));
            back.1.extend(message.node.all("difference").map(|node| {
                let kind = Differs::of_word(node.attribute("kind")).unwrap();
                assert_eq!(node.string(), kind.words());
                (node.attribute("transcript").to_owned(), n(node), kind)
            }));
            back.2 = message.is_canonical();
        });
        prop_assert_eq!(&read.wrong, &vec![]);
        let copies = copies.into_iter();
        let copies: Vec<_> = copies
            .map(|c| (c.transcript, c.n, c.evidence.to_owned(), c.clock_minutes))
            .collect();
        let differences = differences.into_iter();
        let differences: Vec<_> = differences.map(|d| (d.transcript, d.n, d.kind)).collect();
        prop_assert_eq!(back, (copies, differences, true));
    }
}

/// What a transcript gives back.
#[derive(Default)]
struct Back {
    texts: Vec<[Option<Vec<u8>>; 3]>,
    computed: Vec<Sha256Digest>,
    stated: Vec<Sha256Digest>,
    not_transferred: u64,
    root: String,
    wrong: Vec<Wrong>,
}

fn read_all(written: &[u8]) -> Back {
    let mut back = Back::default();
    let transcript = read(written, &mut |item| match item {
        Item::Message(message) => {
            let text = |name| message.node.child(name).map(|node| node.text.clone());
            back.texts.push(["before", "body", "after"].map(text));
            back.computed.push(message.digest);
        }
        Item::Digest { stated, .. } => back.stated.extend(stated),
        Item::NotTransferred { count, .. } => back.not_transferred += count,
        Item::Head(_) => {}
    });
    back.root = transcript.fixity.attribute("root").to_owned();
    back.wrong = transcript.wrong;
    back
}

#[test]
fn a_changed_word_changes_the_digest_of_its_message_alone() {
    let mut writer = TranscriptWriter::begin(Vec::new(), &head(2, 0)).unwrap();
    writer.message(&message(b"", b"buy forty", b"")).unwrap();
    writer.message(&message(b"", b"agreed", b"")).unwrap();
    let (written, _) = writer.finish().unwrap();
    let changed = String::from_utf8(written)
        .unwrap()
        .replace("forty", "fifty");
    let read = read_all(changed.as_bytes());
    let same = |n: usize| read.stated[n] == read.computed[n];
    assert_eq!([same(0), same(1)], [false, true]);
}

#[test]
fn the_published_schema_is_the_one_that_is_written_by() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/transcript.xsd");
    // To write it again: cargo run -- schema transcript > schemas/transcript.xsd
    assert_eq!(std::fs::read_to_string(path).unwrap(), xsd(&SCHEMA));
}

#[test]
fn a_redaction_has_one_form_too() {
    let redacted = "<redacted authority=\"x\" date=\"2026-03-02\" decidedByPost=\"x\" ground=\"40(2)\" label=\"&lt;a name>\"></redacted>";
    let mut writer = TranscriptWriter::begin(Vec::new(), &head(1, 0)).unwrap();
    writer
        .message(&message(b"", b"Call A and B.", b""))
        .unwrap();
    let spoken = String::from_utf8(writer.finish().unwrap().0).unwrap();
    let judge = |body: &str| {
        let text = spoken.replace("Call A and B.", body);
        let mut canonical = None;
        let read = read(text.as_bytes(), &mut |item| {
            if let Item::Message(message) = item {
                canonical = Some((message.is_canonical(), message.redactions().count()));
            }
        });
        (read.wrong.len(), canonical.unwrap())
    };
    assert_eq!(judge("Call A and B."), (0, (true, 0)));
    assert_eq!(
        judge(&format!("Call {redacted} and {redacted}.")),
        (0, (true, 2))
    );
    assert_eq!(judge(&format!("{redacted}{redacted}")), (0, (true, 2)));
    // Another order of attributes, no end tag, a character that needs no escape.
    let disordered = redacted.replace(
        "authority=\"x\" date=\"2026-03-02\"",
        "date=\"2026-03-02\" authority=\"x\"",
    );
    let empty = redacted.replace("\"></redacted>", "\"/>");
    for (bad, count) in [
        (format!("Call {disordered}."), 1),
        (format!("Call {empty}."), 1),
        (format!("Call &#x41; and {redacted}."), 1),
    ] {
        assert_eq!(judge(&bad), (0, (false, count)), "{bad}");
    }
    // It holds nothing, needs all it says, and stands in bodies alone.
    assert!(judge(&redacted.replace("\"></", "\">A</")).0 > 0);
    assert!(judge(&redacted.replace(" label=\"&lt;a name>\"", "")).0 > 0);
    let after = spoken.replace("</body>", &format!("</body>{redacted}"));
    assert!(!read(after.as_bytes(), &mut |_| {}).wrong.is_empty());
}
