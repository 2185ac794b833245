//! Notices and markers: what the app wrote, and what a person wrote.

use consign::message::{
    AttachmentState, ConversationKind, DeletedBy, EventCode, Kind, MarkerBasis, SenderBasis,
    Warning,
};
use consign::source::collected::CollectedMessage;

use super::read;

/// Reads the body of an iPhone's message, with enough around it to settle form and order.
fn iphone(body: &str) -> CollectedMessage {
    let chat = format!(
        "[18/03/2022, 14:56:01] Clerk: \u{200e}Messages and calls are end-to-end encrypted.\n\
         [18/03/2022, 14:56:02] Clerk: hello\n\
         [18/03/2022, 14:56:03] Clerk: {body}"
    );
    read(&chat).0.messages.remove(2)
}

/// Reads the body of a message from Android, likewise.
fn android(body: &str) -> CollectedMessage {
    let chat = format!("18/03/2022, 14:56 - Clerk: hello\n18/03/2022, 14:57 - Clerk: {body}");
    read(&chat).0.messages.remove(1)
}

/// Lead, body and tail.
fn parts(message: &CollectedMessage) -> [String; 3] {
    [&message.lead, &message.body, &message.tail]
        .map(|part| String::from_utf8_lossy(part).into_owned())
}

#[test]
fn an_iphones_notice_is_never_the_words_of_the_person_it_names() {
    let notice =
        iphone("\u{200e}\u{200e}Your security code with Clerk changed. \u{200e}Tap to learn more.");
    assert_eq!(notice.sender, None);
    assert_eq!(notice.sender_basis, SenderBasis::AppAttributed);
    assert_eq!(notice.attributed_to.as_deref(), Some("Clerk"));
    assert_eq!(notice.kind, Kind::System);
    assert_eq!(notice.event, Some(EventCode::SecurityCodeChanged));
    assert_eq!(notice.marker, Some(MarkerBasis::Mark));

    let unknown = iphone("\u{200e}Words that nobody has seen yet");
    assert_eq!(unknown.sender, None);
    assert_eq!(unknown.event, Some(EventCode::Unknown));
    assert_eq!(unknown.warnings, [Warning::UncertainSender]);
}

#[test]
fn an_iphones_markers_stand_in_the_place_of_a_persons_words() {
    let sorts = [
        ("\u{200e}image omitted", Kind::Media, Some("image")),
        ("\u{200e}sticker omitted", Kind::Sticker, Some("sticker")),
        (
            "\u{200e}Contact card omitted",
            Kind::Contact,
            Some("contact"),
        ),
        ("\u{200e}Bild weggelassen", Kind::Media, Some("image")),
        ("\u{200e}This message was deleted.", Kind::Deleted, None),
        (
            "\u{200e}Missed voice call, \u{200e}Tap to call back",
            Kind::Call,
            None,
        ),
        ("Voice call, \u{200e}6 min", Kind::Call, None),
        ("\u{200e}live location shared", Kind::Location, None),
    ];
    for (body, kind, sort) in sorts {
        let message = iphone(body);
        assert_eq!(message.sender.as_deref(), Some("Clerk"), "{body}");
        assert_eq!(message.kind, kind, "{body}");
        assert_eq!(message.marker, Some(MarkerBasis::Mark), "{body}");
        assert_eq!(parts(&message), [body, "", ""], "{body}");
        let media = message
            .attachments
            .first()
            .and_then(|attachment| attachment.media);
        assert_eq!(media, sort, "{body}");
    }
}

#[test]
fn words_that_a_person_typed_stay_that_persons() {
    for body in [
        "image omitted",
        "This message was deleted.",
        "I left",
        "You added me",
        "<Media omitted>",
        "Missed voice call",
    ] {
        let message = iphone(body);
        assert_eq!(message.kind, Kind::Text, "{body}");
        assert_eq!(message.body_text(), body);
    }
    for body in [
        "I left",
        "Clerk added Clerk",
        "I removed it",
        "image omitted, I think",
    ] {
        let message = android(body);
        assert_eq!(message.kind, Kind::Text, "{body}");
        assert_eq!(message.sender.as_deref(), Some("Clerk"), "{body}");
    }
}

#[test]
fn androids_markers_are_matches_of_text() {
    let media = android("<Media omitted>\nThe plan for Tuesday");
    assert_eq!(media.kind, Kind::Media);
    assert_eq!(media.marker, Some(MarkerBasis::TextMatch));
    assert_eq!(
        parts(&media),
        ["<Media omitted>\n", "The plan for Tuesday", ""]
    );
    assert_eq!(media.attachments[0].state, AttachmentState::Omitted);

    let deleted = android("You deleted this message");
    assert_eq!(
        (deleted.kind, deleted.deleted),
        (Kind::Deleted, Some(DeletedBy::Exporter))
    );
    let by_admin = android("This message was deleted by admin Deputy");
    assert_eq!(by_admin.deleted, Some(DeletedBy::Administrator));

    let edited = android("I agree <This message was edited>");
    assert!(edited.edited);
    assert_eq!(
        parts(&edited),
        ["", "I agree", " <This message was edited>"]
    );

    let poll = android("POLL:\nTuesday or Wednesday?\nOPTION: Tuesday (1 vote)");
    assert_eq!(poll.kind, Kind::Poll);
    assert_eq!(
        poll.body_text(),
        "Tuesday or Wednesday?\nOPTION: Tuesday (1 vote)"
    );

    let place = android("location: https://maps.google.com/?q=51.50,-0.12");
    assert_eq!(place.kind, Kind::Location);
    assert_eq!(
        parts(&place),
        ["location: ", "https://maps.google.com/?q=51.50,-0.12", ""]
    );

    let null = android("null");
    assert_eq!(
        (null.kind, null.marker),
        (Kind::Media, Some(MarkerBasis::TextMatch))
    );

    let card = android("Clerk.vcf (file attached)");
    assert_eq!(
        (card.kind, card.attachments[0].media),
        (Kind::Contact, Some("contact"))
    );
    let translated = android("\u{200e}PTT-20240201-WA0001.opus (bestand bijgevoegd)");
    let attachment = &translated.attachments[0];
    assert_eq!(attachment.name.as_deref(), Some("PTT-20240201-WA0001.opus"));
    assert_eq!(attachment.state, AttachmentState::Missing);
    assert_eq!(
        android("IMG-20240201-WA0001.jpg (χ)").marker,
        Some(MarkerBasis::Structure)
    );
}

#[test]
fn an_iphones_edit_and_document_are_taken_apart() {
    let edited = iphone("I agree \u{200e}<This message was edited>");
    assert!(edited.edited);
    assert_eq!(
        parts(&edited),
        ["", "I agree", " \u{200e}<This message was edited>"]
    );
    assert!(!iphone("I agree <This message was edited>").edited);

    let document = "Minutes.pdf • \u{200e}2 pages \u{200e}<attached: 00000047-Minutes.pdf>";
    let message = iphone(document);
    assert_eq!(parts(&message), [document, "", ""]);
    assert_eq!(
        message.attachments[0].name.as_deref(),
        Some("00000047-Minutes.pdf")
    );
    assert_eq!(message.attachments[0].media, Some("document"));

    let left_out = iphone("Minutes.pdf • \u{200e}2 pages \u{200e}document omitted");
    assert_eq!(left_out.attachments[0].name.as_deref(), Some("Minutes.pdf"));
    assert_eq!(left_out.attachments[0].state, AttachmentState::Omitted);

    let photo = "\u{200e}<attached: 00000012-PHOTO-2022-03-18-14-56-03.jpg>";
    let captioned = iphone(&format!("The plan {photo}"));
    assert_eq!(parts(&captioned), ["", "The plan", &format!(" {photo}")]);
    let translated = iphone("\u{200e}<Anhang: 00000012-PHOTO-2022-03-18-14-56-03.jpg>");
    assert_eq!(translated.attachments.len(), 1);
}

#[test]
fn marks_lost_on_the_way_leave_the_words_to_tell() {
    let (collected, _) = read(
        "[18/03/2022, 14:56:01] Clerk: Messages and calls are end-to-end encrypted. No one else.\n\
         [18/03/2022, 14:56:02] Clerk: image omitted\n",
    );
    let [notice, image] = collected.messages.as_slice() else {
        panic!("{collected:?}");
    };
    assert_eq!(notice.sender, None);
    assert_eq!(notice.sender_basis, SenderBasis::AppAttributed);
    assert_eq!(notice.marker, Some(MarkerBasis::TextMatch));
    assert_eq!(
        (image.kind, image.marker),
        (Kind::Media, Some(MarkerBasis::TextMatch))
    );
}

#[test]
fn a_colon_in_a_quoted_subject_makes_no_author() {
    let (collected, _) = read(
        "13/01/2025, 21:05 - Clerk changed the subject from \"Trip: Goa\" to \"Trip: Gokarna\"\n\
         13/01/2025, 21:06 - Clerk: good\n",
    );
    let notice = &collected.messages[0];
    assert_eq!(
        (notice.sender.as_deref(), notice.sender_basis),
        (None, SenderBasis::App)
    );
    assert_eq!(notice.event, Some(EventCode::GroupChanged));
    assert_eq!(collected.conversations[0].kind, ConversationKind::Group);
}

#[test]
fn a_label_is_as_written_but_for_its_marks() {
    let (collected, _) = read(
        "[18/03/2022, 14:56:01] \u{202a}+44 7700 900123\u{202c}: hello\n\
         [18/03/2022, 14:56:02] ~\u{202f}Private Secretary: hello\n",
    );
    let senders: Vec<_> = collected
        .messages
        .iter()
        .map(|m| m.sender.as_deref())
        .collect();
    assert_eq!(
        senders,
        [Some("+44 7700 900123"), Some("~\u{202f}Private Secretary")]
    );
}

/// Reads what follows the header on three lines of three people, with words of theirs around it.
fn three(header: &dyn Fn(usize) -> String, bodies: [&str; 3]) -> Vec<CollectedMessage> {
    let names = ["Clerk", "Deputy", "Director"];
    let line = |(at, body): (usize, &str)| format!("{}{}: {body}\n", header(at), names[at % 3]);
    let plain = ["one", "two", "three"];
    let lines: String = plain
        .into_iter()
        .chain(bodies)
        .enumerate()
        .map(line)
        .collect();
    read(&lines).0.messages.split_off(3)
}

fn from_iphones(bodies: [&str; 3]) -> Vec<CollectedMessage> {
    let chat = three(&|at| format!("[18/03/2022, 14:56:0{at}] "), bodies);
    assert_eq!(chat.len(), 3);
    chat
}

fn from_android(bodies: [&str; 3]) -> Vec<CollectedMessage> {
    three(&|at| format!("18/03/2022, 14:5{at} - "), bodies)
}

#[test]
fn a_file_is_attached_in_whatever_language_the_mark_and_its_name_say_so() {
    let photo = "00000012-PHOTO-2022-03-18-14-56-03.jpg";
    for (body, name) in [
        ("\u{200e}<attached: plan.zip>".to_owned(), "plan.zip"),
        (
            "\u{200e}<attached: The plan, v2.docx>".to_owned(),
            "The plan, v2.docx",
        ),
        (format!("\u{200e}<附件：{photo}>"), photo),
        (format!("\u{200e}<{photo} eklendi>"), photo),
        (
            "\u{200e}<00000013-Plan v1.2 final.pdf eklendi>".to_owned(),
            "00000013-Plan v1.2 final.pdf",
        ),
        (format!("\u{200f}<ωψ: \u{200e}{photo}>"), photo),
    ] {
        let message = iphone(&body);
        assert_eq!(message.sender.as_deref(), Some("Clerk"), "{body}");
        assert_eq!(message.attachments[0].name.as_deref(), Some(name), "{body}");
        assert_eq!(message.attachments[0].state, AttachmentState::Missing);
        assert_eq!(message.marker, Some(MarkerBasis::Mark));
        assert_eq!(parts(&message), [&body, "", ""], "{body}");
    }
    // What an iPhone did not mark was typed.
    let typed = iphone("<attached: plan.zip>");
    assert_eq!((typed.kind, typed.attachments.len()), (Kind::Text, 0));
    assert_eq!(android("<attached: plan.zip>").kind, Kind::Text);
}

#[test]
fn an_iphones_shapes_are_known_in_languages_that_no_table_holds() {
    let edited = iphone("Συμφωνώ \u{200e}<Άγνωστες λέξεις>");
    assert!(edited.edited);
    assert_eq!(edited.body_text(), "Συμφωνώ");
    assert_eq!(edited.marker, Some(MarkerBasis::Mark));
    let document = iphone("Minutes.pdf • \u{200e}2 σελίδες \u{200e}άγνωστες λέξεις");
    assert_eq!(document.attachments[0].name.as_deref(), Some("Minutes.pdf"));
    assert_eq!(document.attachments[0].state, AttachmentState::Omitted);
    let old = iphone("<\u{200e}immagine omessa>");
    assert_eq!(old.attachments[0].media, Some("image"));

    // The same marked words under several names stand for what those people sent or did.
    let words = "\u{200e}άγνωστες λέξεις";
    for message in from_iphones([words; 3]) {
        assert_eq!(message.sender_basis, SenderBasis::Header);
        assert_eq!(
            (message.kind, message.body_text().as_str()),
            (Kind::Unknown, "")
        );
        assert_eq!(message.marker, Some(MarkerBasis::Mark));
    }
    // Once, they may as well be a notice; then they are nobody's.
    let once = from_iphones(["ναι", words, "όχι"]).remove(1);
    assert_eq!((once.sender, once.kind), (None, Kind::System));
    assert_eq!(once.attributed_to.as_deref(), Some("Deputy"));
}

#[test]
fn what_android_repeats_is_its_own_in_whatever_language() {
    let left_out = "<Άγνωστο μέσο>";
    for message in from_android([left_out; 3]) {
        assert_eq!(
            (message.kind, message.marker),
            (Kind::Media, Some(MarkerBasis::Structure))
        );
        assert_eq!(message.attachments[0].state, AttachmentState::Omitted);
        assert_eq!(message.body_text(), "");
    }
    assert_eq!(from_android([left_out, "<3", "<grin>"])[0].kind, Kind::Text);
    for message in from_android([
        "ένα <Αλλαγμένο μήνυμα>",
        "δύο <Αλλαγμένο μήνυμα>",
        "τρία <Αλλαγμένο μήνυμα>",
    ]) {
        assert!(message.edited);
        assert_eq!(message.marker, Some(MarkerBasis::Structure));
    }
    // The words behind a name that only the app gives are its words behind every name.
    let files = from_android([
        "IMG-20240201-WA0001.jpg (άγνωστες λέξεις)",
        "Plan.pdf (άγνωστες λέξεις)",
        "Plan.pdf (my own words)",
    ]);
    let basis: Vec<_> = files.iter().map(|message| message.marker).collect();
    let structure = Some(MarkerBasis::Structure);
    assert_eq!(basis, [structure, structure, None]);
}

#[test]
fn whoever_types_what_the_other_telephone_writes_stays_a_person() {
    for body in [
        "image omitted",
        "Bild weggelassen",
        "video omitted",
        "left",
        "added",
        "removed",
    ] {
        let message = android(body);
        assert_eq!(message.sender.as_deref(), Some("Clerk"), "{body}");
        assert_eq!(
            (message.kind, message.body_text().as_str()),
            (Kind::Text, body)
        );
    }
}

#[test]
fn a_line_of_android_that_names_nobody_is_the_apps_in_any_language() {
    let (collected, _) = read(
        "18/03/2022, 14:56 - Clerk: hello\n\
         18/03/2022, 14:57 - Ο Clerk άλλαξε το θέμα σε «Ταξίδι: Χειμώνας»\n\
         18/03/2022, 14:58 - Clerk 將主旨改為「旅行: 冬天」\n\
         18/03/2022, 14:59 - Clerk έφυγε\n",
    );
    for notice in &collected.messages[1..] {
        assert_eq!(
            (notice.sender.as_deref(), notice.kind),
            (None, Kind::System)
        );
        assert_eq!(notice.marker, Some(MarkerBasis::Structure));
    }
}
