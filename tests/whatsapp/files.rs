//! Which file of an export is the chat, and whether it is one.

use consign::container::Memory;
use consign::message::{AttachmentState, ConversationKind};
use consign::source::whatsapp::WhatsAppText;
use consign::source::{EntryRole, Sighting, SourceFormat, registry};

use super::{london, read_with};

fn sight(text: &str) -> Sighting {
    WhatsAppText.sight(&Memory::of("file.txt", text)).unwrap()
}

#[test]
fn the_files_of_an_export_are_bound_and_listed() {
    let photo = "00000001-PHOTO-2022-03-18-14-56-01.jpg";
    let chat = format!(
        "[18/03/2022, 14:56:01] Clerk: \u{200e}<attached: {photo}>\n\
         [18/03/2022, 14:56:02] Clerk: \u{200e}<attached: 00000002-PLAN.PDF>\n\
         [18/03/2022, 14:56:03] Clerk: \u{200e}<attached: 00000003-AUDIO-2022-03-18-14-56-03.opus>\n"
    );
    let export = Memory::of("__MACOSX/._chat.txt", *b"x")
        .with("_chat.txt", chat)
        .with(photo, *b"jpg")
        .with("00000002-plan.pdf", *b"pdf")
        .with("notes.txt", *b"just notes");
    let (collected, account) = read_with(&export, &london()).unwrap();
    let bound: Vec<_> = collected
        .messages
        .iter()
        .map(|message| (message.attachments[0].state, message.attachments[0].entry))
        .collect();
    let (present, missing) = (AttachmentState::Present, AttachmentState::Missing);
    assert_eq!(
        bound,
        [(present, Some(2)), (present, Some(3)), (missing, None)]
    );
    let roles: Vec<_> = account.entries.iter().map(|entry| entry.role).collect();
    let expected = [
        EntryRole::Control,
        EntryRole::Chat,
        EntryRole::Attachment,
        EntryRole::Attachment,
        EntryRole::Unnamed,
    ];
    assert_eq!(roles, expected);
    let sums = account.attachments;
    assert_eq!((sums.referenced, sums.present, sums.missing), (3, 2, 1));
}

#[test]
fn two_chats_in_one_export_are_refused_and_an_attached_chat_is_not_one() {
    let chat = "13/03/2021, 10:00 - Clerk: hello\n14/03/2021, 10:00 - Deputy: hello\n";
    let (a, b) = ("WhatsApp Chat with A.txt", "WhatsApp Chat with B.txt");
    let two = Memory::of(a, chat).with(b, chat);
    let error = read_with(&two, &london()).unwrap_err().to_string();
    assert!(
        error.contains(&format!("1 \"{a}\" and 2 \"{b}\"")),
        "{error}"
    );
    assert!(error.contains("--chat"), "{error}");
    let mut stated = london();
    for (number, title) in [(1, Some("A")), (2, Some("B")), (0, None), (3, None)] {
        stated.chat = Some(consign::source::StatedBy {
            value: number,
            by: "Records Manager".to_owned(),
        });
        let read = read_with(&two, &stated);
        let title_read = read.map(|(collected, _)| collected.conversations[0].title.clone());
        assert_eq!(title_read.ok().as_deref(), title, "chat {number}");
    }

    let outer = format!("{chat}15/03/2021, 10:00 - Clerk: {b} (file attached)\n");
    let nested = Memory::of(b, chat).with(a, outer);
    let (collected, account) = read_with(&nested, &london()).unwrap();
    assert_eq!(collected.conversations[0].title, "A");
    assert_eq!(collected.messages.len(), 3);
    assert_eq!(account.entries[0].role, EntryRole::Attachment);
}

#[test]
fn the_kind_of_a_conversation_is_told_where_it_shows() {
    let kind = |name: &str, chat: &str| {
        let (collected, _) = read_with(&Memory::of(name, chat), &london()).unwrap();
        collected.conversations[0].kind
    };
    let one = "13/03/2021, 10:00 - Clerk: a\n";
    let two = format!("{one}13/03/2021, 10:01 - Deputy: b\n");
    let three = format!("{two}13/03/2021, 10:02 - Director: c\n");
    let left = format!("{two}13/03/2021, 10:03 - Clerk left\n");
    assert_eq!(kind("chat.txt", one), ConversationKind::Unknown);
    assert_eq!(
        kind("WhatsApp Chat with Clerk.txt", one),
        ConversationKind::Direct
    );
    assert_eq!(kind("chat.txt", &two), ConversationKind::Direct);
    assert_eq!(kind("chat.txt", &three), ConversationKind::Group);
    assert_eq!(kind("chat.txt", &left), ConversationKind::Group);
}

#[test]
fn what_is_no_chat_is_never_sighted_as_one() {
    for (what, text) in [
        ("these tests", include_str!("reading.rs")),
        (
            "the reader's own source",
            include_str!("../../src/source/whatsapp/header.rs"),
        ),
        (
            "a web server's log",
            "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326\n",
        ),
        (
            "a program's log",
            "[2024-03-05 12:00:01] INFO: started\n[2024-03-05 12:00:02] ERROR: failed\n",
        ),
        (
            "a web application's log",
            "[2024-03-05 12:00:01] live.ERROR: failed\n[2024-03-05 12:00:02] live.INFO: x\n",
        ),
        (
            "a daemon's log",
            "[2024-03-05 12:00:01] sshd[12]: accepted\n[2024-03-05 12:00:02] kernel: x\n",
        ),
        (
            "a script's log",
            "2024-05-01 08:15:22,123 - root - INFO - a\n2024-05-01 08:15:22,124 - root - INFO - b\n",
        ),
        (
            "subtitles",
            "1\n00:00:01,000 --> 00:00:04,000\nHello\n\n2\n00:00:05,000 --> 00:00:06,000\nA: hi\n",
        ),
        (
            "a table",
            "date,time,who\n12/03/2021,14:00,Clerk\n13/03/2021,14:00,Clerk\n",
        ),
        (
            "a list of changes",
            "# Changelog\n\n## 2024-05-01\n- Added: chats\n\n## 12/03/2021, 14:00\n- Fixed: it\n",
        ),
        (
            "prose",
            "12.03.2021, 14:00: lunch with the Clerk\nThen we met: it was good.\n",
        ),
        (
            "a diary",
            "12/03/2021, 14:00 - all quiet\n13/03/2021, 14:00 - quiet again\n",
        ),
        ("bytes", "\u{1}\u{2}\u{3}\0\0\0"),
        ("nothing", ""),
    ] {
        let sighting = sight(text);
        assert!(
            matches!(sighting, Sighting::No { .. }),
            "{what}: {sighting:?}"
        );
        assert!(
            registry::detect(&Memory::of("file.txt", text)).is_err(),
            "{what}"
        );
    }
}

#[test]
fn chats_are_sighted_as_chats() {
    for chat in [
        "18/03/2022, 14:56 - Clerk: Hello\n18/03/2022, 14:57 - Deputy: Hello\n",
        "WhatsApp Chat - Clerk\n18/03/2022, 14:56 - Clerk: Hello\n18/03/2022, 14:57 - Clerk: x\n",
        "[1.1.2019, 12.00.00] \u{200e}You created group \"Winter\"\n",
        "[2024-03-05 12:00:01] Clerk: hello\n[2024-03-05 12:00:02] Deputy: \u{200e}image omitted\n",
    ] {
        let sighting = sight(chat);
        assert!(
            matches!(sighting, Sighting::Certain { .. }),
            "{chat}: {sighting:?}"
        );
    }
}

#[test]
fn what_is_never_exported_is_said_once_each() {
    let never = WhatsAppText.never_exported();
    let codes: std::collections::BTreeSet<_> = never.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), never.len());
    for code in [
        "replies",
        "reactions",
        "receipts",
        "edit-history",
        "silent-members",
    ] {
        assert!(codes.contains(code), "{code}");
    }
}
