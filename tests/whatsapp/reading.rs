//! Messages, headers, dates and doubts.

use std::ops::ControlFlow;

use consign::container::Memory;
use consign::message::{Conversation, Kind, Message, Precision, Warning};
use consign::source::whatsapp::WhatsAppText;
use consign::source::{
    DateOrder, Evidence, Flow, GapCode, Intake, Level, Question, ReadError, Residue, SourceFormat,
    Span, Stated, StatedBy,
};

use super::{london, read, read_with, refusal};

#[test]
fn a_message_is_its_header_and_its_words_as_they_stand() {
    let (collected, account) = read(
        "\u{feff}18/03/2022, 14:56 - Principal Private Secretary: First\r\n\r\nthird \r\n\r\n\
         18/03/2022, 14:57 - Clerk:\r\n",
    );
    let [first, second] = collected.messages.as_slice() else {
        panic!("{collected:?}");
    };
    assert_eq!(first.sender.as_deref(), Some("Principal Private Secretary"));
    assert_eq!(first.body_text(), "First\r\n\r\nthird \r\n");
    assert_eq!(first.written, "18/03/2022, 14:56");
    assert_eq!(first.local.to_string(), "2022-03-18 14:56:00");
    assert_eq!(first.precision, Precision::Minute);
    assert_eq!((first.seq, first.offset, first.line), (1, 3, 1));
    assert_eq!((second.seq, second.line), (2, 5));
    assert_eq!(second.sender.as_deref(), Some("Clerk"));
    assert_eq!((second.body_text().as_str(), second.kind), ("", Kind::Text));
    let lines = account.lines;
    assert_eq!(
        (lines.total, lines.first, lines.continued, lines.blank),
        (5, 2, 1, 2)
    );
    assert_eq!(account.spans[&Span::ByteOrderMark], 3);
    assert_eq!(account.spans[&Span::LineEnd], 4);
    assert!(account.balances());
}

#[test]
fn the_order_of_dates_is_decided_by_evidence_or_not_at_all() {
    let decided = |chat: &str| {
        let (collected, _) = read(chat);
        let evidence = collected.answer(Question::DateOrder).unwrap();
        (evidence.answer.clone(), evidence.level)
    };
    let lines = |dates: &[&str]| {
        let line = |date: &&str| format!("{date}, 10:00 - Clerk: x\n");
        dates.iter().map(line).collect::<String>()
    };
    for (dates, order, level) in [
        (
            ["05/03/2021", "13/03/2021"].as_slice(),
            "DMY",
            Level::Certain,
        ),
        (&["3/5/21", "3/13/21"], "MDY", Level::Certain),
        (&["2021/03/05"], "YMD", Level::Certain),
        (&["05.03.2021"], "DMY", Level::Certain),
        (&["05-03-2021"], "DMY", Level::Certain),
        (&["5/5/2021"], "DMY", Level::Certain),
        (
            &[
                "05/03/21", "06/03/21", "02/04/21", "03/04/21", "01/05/21", "02/05/21",
            ],
            "DMY",
            Level::Strong,
        ),
    ] {
        assert_eq!(
            decided(&lines(dates)),
            (order.to_owned(), level),
            "{dates:?}"
        );
    }
    let photo =
        "[05/03/2021, 10:00:01] Clerk: \u{200e}<attached: 00000001-PHOTO-2021-03-05-10-00-01.jpg>";
    assert_eq!(decided(photo), ("DMY".to_owned(), Level::Certain));

    let error = refusal(&lines(&["05/03/2021", "06/03/2021"]));
    assert!(matches!(error, ReadError::Undecided { .. }), "{error}");
    let text = error.to_string();
    let readings = "05/03/2021 is 5 March 2021 if day/month/year, 3 May 2021 if month/day/year";
    assert!(
        text.contains(readings) && text.contains("--date-order"),
        "{text}"
    );
    assert!(text.starts_with("chat.txt, line 1: "), "{text}");
}

#[test]
fn no_message_is_later_than_its_export() {
    let export = Memory::of("chat.txt", "05/03/2021, 10:00 - Clerk: x\n");
    let stated = Stated {
        exported_on: chrono::NaiveDate::from_ymd_opt(2021, 4, 1),
        ..london()
    };
    let (collected, _) = read_with(&export, &stated).unwrap();
    let evidence = collected.answer(Question::DateOrder).unwrap();
    assert_eq!(
        (evidence.answer.as_str(), evidence.level),
        ("DMY", Level::Strong)
    );
    assert!(
        evidence.because.contains("1 April 2021"),
        "{}",
        evidence.because
    );
}

#[test]
fn one_pasted_line_does_not_turn_the_dates_of_a_chat() {
    let day = |day: u8| format!("{day:02}/03/2021, 10:00 - Clerk: x\n");
    let many: String = (1..=28).map(day).collect();
    let (collected, _) = read(&format!("{many}03/18/2021, 10:00 - Deputy: pasted\n"));
    let evidence = collected.answer(Question::DateOrder).unwrap();
    assert_eq!(
        (evidence.answer.as_str(), evidence.level),
        ("DMY", Level::Strong)
    );
    assert_eq!(collected.messages.len(), 28);
    assert_eq!(
        collected.messages[27].warnings,
        [Warning::HeaderInBody, Warning::SuspectPasted]
    );

    let few: String = (1..=12).map(day).collect();
    let chat = few.replacen("09/03", "03/18/2021, 10:00 - Deputy: pasted\n09/03", 1);
    assert!(matches!(refusal(&chat), ReadError::Undecided { .. }));
}

#[test]
fn a_stated_order_wins_unless_a_line_proves_it_wrong() {
    let stated = |order| Stated {
        date_order: Some(StatedBy {
            value: order,
            by: "Records Manager".to_owned(),
        }),
        ..london()
    };
    let open = Memory::of("chat.txt", "05/03/2021, 10:00 - Clerk: x\n");
    let (collected, _) = read_with(&open, &stated(DateOrder::Mdy)).unwrap();
    assert_eq!(
        collected.answer(Question::DateOrder).unwrap().level,
        Level::Stated
    );
    assert_eq!(
        collected.messages[0].local.to_string(),
        "2021-05-03 10:00:00"
    );

    let chat = "05/03/2021, 10:00 - Clerk: x\n13/03/2021, 10:00 - Clerk: x\n";
    let error = read_with(&Memory::of("chat.txt", chat), &stated(DateOrder::Mdy)).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("chat.txt, line 2: ") && text.contains("13/03/2021"),
        "{text}"
    );
}

#[test]
fn without_a_zone_a_person_is_asked() {
    let export = Memory::of("chat.txt", "13/03/2021, 10:00 - Clerk: x\n");
    let error = read_with(&export, &Stated::default()).unwrap_err();
    assert!(matches!(error, ReadError::Undecided { .. }), "{error}");
    let assumed = Stated {
        assumed_zone: "Europe/London".parse().ok(),
        ..Stated::default()
    };
    let (collected, _) = read_with(&export, &assumed).unwrap();
    assert_eq!(
        collected.answer(Question::Zone).unwrap().level,
        Level::Assumed
    );
}

#[test]
fn hours_that_occur_twice_or_never_are_said_to() {
    let (collected, account) = read(
        "28/03/2021, 00:59 - Clerk: a\n28/03/2021, 01:30 - Clerk: b\n\
         28/03/2021, 02:00 - Clerk: c\n31/10/2021, 00:59 - Clerk: d\n\
         31/10/2021, 01:30 - Clerk: e\n31/10/2021, 01:10 - Clerk: f\n",
    );
    let warnings: Vec<_> = collected
        .messages
        .iter()
        .map(|m| m.warnings.as_slice())
        .collect();
    let expected: [&[Warning]; 6] = [
        &[],
        &[Warning::MissingHour],
        &[],
        &[],
        &[Warning::RepeatedHour],
        &[Warning::BackwardStep, Warning::RepeatedHour],
    ];
    assert_eq!(warnings, expected);
    assert_eq!(account.backward_steps, 1);
}

#[test]
fn header_like_lines_that_are_none_stay_in_the_text() {
    let (collected, _) = read(
        "13/03/2021, 10:00 - Clerk: look:\n[3/5/21, 10:00:00] Deputy: pasted\n\
         31/02/2021, 10:00 - Deputy: never\n14/03/2021, 10:00 - Clerk: end\n\
         15/03/2021, 10:00 - Clerk: end\n",
    );
    assert_eq!(collected.messages.len(), 3);
    assert_eq!(
        collected.messages[0].warnings,
        [Warning::HeaderInBody, Warning::SuspectPasted]
    );
    assert!(
        collected.messages[0]
            .body_text()
            .ends_with("31/02/2021, 10:00 - Deputy: never")
    );
}

#[test]
fn what_is_not_known_is_refused_with_the_line_and_never_misread() {
    for (chat, line) in [
        ("27/04/21, 7:31 in the gloaming - Clerk: x\n", 1),
        (
            "27/04/21, 7:31 pm - A: x\n27/04/21, 7:32 pm - A: x\n27/04/21, 7:33 μ.ω. - A: x\n",
            3,
        ),
        ("2024/3/5 下夜7:31 - Clerk: x\n", 1),
        ("[٢٧\u{200f}/٣\u{200f}/2022، ٩:٤١:٣٥\u{a0}م] Clerk: x\n", 1),
        ("[3/18/Q4, 14:56:01] Clerk: x\n", 1),
        ("[18/3/1445, 14:56:01] Clerk: x\n", 1),
        ("[5784/6/30, 14:56:01] Clerk: x\n", 1),
        ("13/3/24, 7:31 ip. - Clerk: x\n", 1),
        (
            "27/04/21, 1:05 PM - A: x\n27/04/21, 2:05 PM - A: x\n27/04/21, 13:05 PM - A: x\n",
            3,
        ),
        ("27/04/21, 1:05 - A: x\n4/27/21 2:05 - A: x\n", 2),
    ] {
        let error = refusal(chat);
        assert!(
            matches!(error, ReadError::UnknownDialect { .. }),
            "{chat}: {error}"
        );
        let place = format!("chat.txt, line {line}, byte ");
        assert!(error.to_string().starts_with(&place), "{chat}: {error}");
    }
}

#[test]
fn a_line_like_a_message_before_the_first_is_residue() {
    let (collected, account) = read(
        "Our chat\n[3/5/21, 10:00:00] Deputy: other\n13/03/2021, 10:00 - Clerk: a\n\
         14/03/2021, 10:00 - Clerk: b",
    );
    assert_eq!(collected.messages.len(), 2);
    assert_eq!(collected.residue.len(), 1);
    assert_eq!(collected.residue[0].at.line, Some(2));
    assert_eq!((account.lines.preamble, account.lines.residue), (1, 1));
    assert_eq!(account.spans[&Span::Preamble], 9);
    assert!(
        account
            .gaps
            .iter()
            .any(|gap| gap.code == GapCode::Residue && gap.count == 1)
    );
}

#[test]
fn bytes_that_are_not_utf8_are_kept_and_whole_files_of_them_refused() {
    let mut chat = b"13/03/2021, 10:00 - Clerk: caf\xe9\n".to_vec();
    chat.extend("14/03/2021, 10:00 - Clerk: café\u{fffd}\0\n".bytes());
    let (collected, account) = read_with(&Memory::of("chat.txt", chat), &london()).unwrap();
    assert_eq!(collected.messages[0].body, b"caf\xe9");
    assert_eq!(collected.messages[0].warnings, [Warning::UndecodableBytes]);
    let second = [Warning::DamagedBefore, Warning::ControlCharacters];
    assert_eq!(collected.messages[1].warnings, second);
    assert!(
        account
            .gaps
            .iter()
            .any(|gap| gap.code == GapCode::DamagedBefore)
    );

    let windows = b"13/03/2021, 10:00 - Clerk: caf\xe9\n13/03/2021, 10:00 - Clerk: \xa35\n";
    let wide: Vec<u8> = "13/03/2021, 10:00 - A: x\n"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    for (bytes, encoding) in [(windows.to_vec(), "windows-1252"), (wide, "UTF-16LE")] {
        let error = read_with(&Memory::of("chat.txt", bytes), &london()).unwrap_err();
        assert!(matches!(error, ReadError::Undecided { .. }), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("as WhatsApp made it") && text.contains(encoding),
            "{text}"
        );
    }
}

fn encoded(chat: &str, encoding: &str) -> (Vec<u8>, Stated) {
    let bytes = match encoding {
        "utf-16le" => chat.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => chat.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "utf-8" => chat.as_bytes().to_vec(),
        // Latin-1 agrees with Windows-1252 for the characters of the tests.
        _ => chat
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect(),
    };
    let stated = Stated {
        encoding: Some(StatedBy {
            value: encoding.parse().unwrap(),
            by: "Records Manager".to_owned(),
        }),
        ..london()
    };
    (bytes, stated)
}

#[test]
fn an_encoding_that_is_stated_gives_the_same_messages_at_the_places_of_the_file() {
    let chat = "preamble\r\n13/03/2021, 10:00 - Éléonore: café £5\r\n\r\nthird\r\n\
                14/03/2021, 10:00 - Clerk changed the subject to \"x: y\"\r\n\
                15/03/2021, 10:01 - Clerk: Plan.pdf (file attached)\r\ncaption";
    let (expected, _) = read(chat);
    for encoding in ["utf-8", "utf-16le", "utf-16be", "windows-1252"] {
        for mark in ["", "\u{feff}"] {
            if encoding == "windows-1252" && !mark.is_empty() {
                continue;
            }
            let (bytes, stated) = encoded(&format!("{mark}{chat}"), encoding);
            let export = Memory::of("chat.txt", bytes.clone());
            let (collected, account) = read_with(&export, &stated).unwrap();
            let answer = collected.answer(Question::Encoding).unwrap();
            assert_eq!(answer.answer.to_lowercase(), encoding);
            assert_eq!(account.bytes, bytes.len() as u64, "{encoding}");
            assert!(account.balances());
            assert_eq!(collected.messages.len(), expected.messages.len());
            for (message, wanted) in collected.messages.iter().zip(&expected.messages) {
                let same = |m: &consign::source::collected::CollectedMessage| {
                    (
                        m.sender.clone(),
                        m.body_text(),
                        m.kind,
                        m.line,
                        m.raw.clone(),
                    )
                };
                assert_eq!(same(message), same(wanted), "{encoding}");
                let raw = String::from_utf8(message.raw.clone()).unwrap();
                let (raw, _) = encoded(&raw, encoding);
                assert!(
                    bytes[message.offset as usize..].starts_with(&raw),
                    "{encoding}"
                );
            }
        }
    }
}

#[test]
fn a_stated_encoding_that_the_file_is_not_in_is_refused_where_it_fails() {
    let (mut bytes, stated) = encoded("13/03/2021, 10:00 - Clerk: hello\n", "utf-16le");
    bytes.push(0);
    let error = read_with(&Memory::of("chat.txt", bytes), &stated).unwrap_err();
    assert!(
        error.to_string().contains("not text in UTF-16LE"),
        "{error}"
    );

    // Whoever states UTF-8 gets the bytes that are none as they are.
    let mut chat = b"13/03/2021, 10:00 - Clerk: caf\xe9\n".repeat(3);
    chat.extend(b"14/03/2021, 10:00 - Clerk: \xa35\n");
    let (_, stated) = encoded("", "utf-8");
    let (collected, account) = read_with(&Memory::of("chat.txt", chat), &stated).unwrap();
    assert_eq!(collected.messages[0].body, b"caf\xe9");
    let gap = account
        .gaps
        .iter()
        .find(|gap| gap.code == GapCode::UndecodableBytes);
    assert_eq!(gap.unwrap().count, 4);
}

#[test]
fn a_pasted_chat_of_the_same_form_is_suspected_and_nothing_of_it_lost() {
    let (collected, account) = read(
        "13/03/2021, 10:00 - Clerk: see what they said:\n\
         12/03/2021, 09:00 - Director: one\n12/03/2021, 09:01 - Minister: two\n\
         13/03/2021, 10:01 - Clerk: there\n13/03/2021, 10:02 - Deputy: yes\n",
    );
    let suspected: Vec<bool> = collected
        .messages
        .iter()
        .map(|message| message.warnings.contains(&Warning::SuspectPasted))
        .collect();
    assert_eq!(suspected, [false, true, true, false, false]);
    assert!(account.balances());
}

#[test]
fn a_header_behind_a_lone_line_feed_stays_where_messages_end_otherwise() {
    let line = |at: usize| format!("13/03/2021, 10:{at:02} - Clerk: line {at}\r\n");
    let before: String = (0..12).map(line).collect();
    let pasted = "13/03/2021, 10:12 - Deputy: first\n13/03/2021, 10:13 - Director: pasted\r\n";
    let after: String = (14..16).map(line).collect();
    // Without other lines inside bodies nothing shows how the telephone ends those.
    let (collected, account) = read(&format!("{before}{pasted}{after}"));
    assert_eq!(collected.messages.len(), 16);
    let two = "13/03/2021, 10:16 - Clerk: one\nof\nfour\nlines\r\n";
    let (collected, again) = read(&format!("{before}{pasted}{after}{two}"));
    assert_eq!(collected.messages.len(), 16);
    let deputy = &collected.messages[12];
    assert!(deputy.body_text().ends_with("10:13 - Director: pasted"));
    let warnings = [Warning::HeaderInBody, Warning::SuspectPasted];
    assert_eq!(deputy.warnings, warnings);
    assert!(account.balances() && again.balances());
}

#[test]
fn near_the_limit_of_an_export_its_start_may_be_cut() {
    let line = "13/03/2021, 10:00 - Clerk: a\n";
    let has_gap = |messages: usize| {
        let (_, account) = read(&line.repeat(messages));
        account
            .gaps
            .iter()
            .any(|gap| gap.code == GapCode::StartMayBeCut)
    };
    assert!(has_gap(9_900) && has_gap(10_100));
    assert!(!has_gap(9_899) && !has_gap(10_101));
}

#[test]
fn a_message_beyond_the_limit_is_refused_where_it_begins() {
    let mut chat = "13/03/2021, 10:00 - Clerk: a\n13/03/2021, 10:01 - Clerk: ".to_owned();
    chat.extend(std::iter::repeat_n("0123456789abcde\n", (16 << 20) / 16));
    let error = read_with(&Memory::of("chat.txt", chat), &london()).unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
    assert!(
        error.to_string().starts_with("chat.txt, line 2, byte 29: "),
        "{error}"
    );
}

struct Stops;

impl Intake for Stops {
    fn conversation(&mut self, _: &Conversation) -> Flow {
        ControlFlow::Continue(())
    }
    fn evidence(&mut self, _: &Evidence) -> Flow {
        ControlFlow::Continue(())
    }
    fn message(&mut self, _: &Message<'_>) -> Flow {
        ControlFlow::Break(())
    }
    fn residue(&mut self, _: &Residue) -> Flow {
        ControlFlow::Continue(())
    }
}

#[test]
fn the_intake_can_stop_the_reader() {
    let export = Memory::of("chat.txt", "13/03/2021, 10:00 - Clerk: a\n");
    let stopped = WhatsAppText.read(&export, &london(), &mut Stops);
    assert!(matches!(stopped, Err(ReadError::Stopped)));
}
