//! What must hold for every input.

use consign::container::Memory;
use consign::message::{Kind, Precision};
use consign::source::collected::Collected;
use consign::source::whatsapp::WhatsAppText;
use consign::source::{Account, DateOrder, SourceFormat, StatedBy};
use proptest::prelude::*;

use super::generator::{First, Meant, Style, messages, plain_words, style};
use super::{london, read_with};

/// Puts the file together again from what was handed over, and compares.
fn reproduces(bytes: &[u8], collected: &Collected, account: &Account) {
    assert!(account.balances());
    assert_eq!(account.bytes, bytes.len() as u64);
    assert_ne!(account.messages, 0);
    assert_eq!(account.messages, collected.messages.len() as u64);
    let mut at = 0;
    for (place, message) in collected.messages.iter().enumerate() {
        let start = message.offset as usize;
        let gap = &bytes[at..start];
        if place > 0 {
            assert!(matches!(gap, b"\n" | b"\r\n"), "{gap:?}");
        }
        assert!(bytes[start..].starts_with(&message.raw));
        let tiles = [&message.header, &message.lead, &message.body, &message.tail];
        assert_eq!(tiles.map(Vec::as_slice).concat(), message.raw);
        assert_eq!(message.seq, place as u64 + 1);
        let lines_before = bytes[..start].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(message.line, lines_before as u64 + 1);
        at = start + message.raw.len();
    }
    if !collected.messages.is_empty() {
        assert!(matches!(&bytes[at..], b"" | b"\n" | b"\r\n"));
    }
}

fn settle(order: First, messages: &mut [Meant]) {
    // A day that can be no month, on more lines than a few, as in any chat of some length.
    for meant in messages {
        if order != First::Year {
            meant.day = 13 + meant.day % 15;
        }
    }
}

fn check(style: &Style, messages: &[Meant]) {
    let chat = style.write(messages);
    let export = Memory::of("_chat.txt", chat.as_bytes());
    let mut stated = london();
    if style.two_digit_year {
        // Where a year has two digits, its place may have to be asked for.
        stated.date_order = Some(StatedBy {
            value: match style.order {
                First::Day => DateOrder::Dmy,
                First::Month => DateOrder::Mdy,
                First::Year => DateOrder::Ymd,
            },
            by: "a test".to_owned(),
        });
    }
    let (collected, account) =
        read_with(&export, &stated).unwrap_or_else(|error| panic!("{error}\n{chat}"));
    reproduces(chat.as_bytes(), &collected, &account);
    assert_eq!(collected.messages.len(), messages.len(), "{chat}");
    for (message, meant) in collected.messages.iter().zip(messages) {
        let second = if style.seconds { meant.second } else { 0 };
        let time = format!(
            "{}-{:02}-{:02} {:02}:{:02}:{second:02}",
            meant.year, meant.month, meant.day, meant.hour, meant.minute
        );
        assert_eq!(message.local.to_string(), time, "{chat}");
        assert_eq!(message.precision == Precision::Second, style.seconds);
        assert_eq!(message.kind, Kind::Text, "{chat}");
        let body = meant.body.replace('\n', style.line_end);
        assert_eq!(message.body_text(), body, "{chat}");
        assert_eq!(message.sender.as_deref(), Some(meant.sender), "{chat}");
    }
}

/// A line that begins like a header, or ends like one, or is nothing of the kind.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"13/03/2021, 10:00 - ".to_vec()),
        Just(b"5/3/21, 7:31 PM - ".to_vec()),
        Just(b"[13/03/2021, 10:00:01] ".to_vec()),
        Just(
            "\u{200e}[13/03/2021, 10:00:01] Clerk: \u{200e}image omitted"
                .as_bytes()
                .to_vec()
        ),
        Just(
            "\u{200e}<attached: 00000001-PHOTO-2021-03-13-10-00-01.jpg>"
                .as_bytes()
                .to_vec()
        ),
        Just(
            "Minutes.pdf • \u{200e}2 pages \u{200e}document omitted"
                .as_bytes()
                .to_vec()
        ),
        Just(b"IMG-20240201-WA0001.jpg (file attached)".to_vec()),
        Just(" \u{200e}<This message was edited>".as_bytes().to_vec()),
        Just(b"<Media omitted>".to_vec()),
        Just(b"12/03/2021, 09:00 - Director: pasted".to_vec()),
        Just(b"31/02/2021, 09:00 - Director: never".to_vec()),
        Just("<Άγνωστο μέσο>".as_bytes().to_vec()),
        Just(b"Clerk: ".to_vec()),
        Just(b"Clerk:".to_vec()),
        Just(b"Ops: night duty: ".to_vec()),
        Just(b"POLL:".to_vec()),
        Just(b"location: https://maps.google.com/?q=1,2".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just("\u{200f}\u{2068}".as_bytes().to_vec()),
        Just(b"changed the subject from \"a: b\"".to_vec()),
        Just(b"in the evening - ".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
        "[0-9/.:,\\[\\] \\-apmAPM]{0,24}".prop_map(String::into_bytes),
    ];
    let begins = prop_oneof![
        Just(""),
        Just("13/03/2021, 10:00 - "),
        Just("13/03/2021, 10:00 - Clerk: ")
    ];
    (begins, proptest::collection::vec(piece, 0..4))
        .prop_map(|(begins, pieces)| [begins.as_bytes(), &pieces.concat()].concat())
}

/// What may stand before a line: a header of the chat, of a chat that was pasted into it, or none.
fn header() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "",
        "13/03/2021, 10:00 - Clerk: ",
        "13/03/2021, 10:01 - Deputy: ",
        "14/03/2021, 10:00 - Clerk: ",
        "12/03/2021, 09:00 - Director: ",
        "12/03/2021, 09:01 - Minister: ",
        "[12/03/2021, 09:02:00] Minister: ",
    ])
}

fn check_any(bytes: Vec<u8>) {
    let export = Memory::of("chat.txt", bytes.clone());
    drop(WhatsAppText.sight(&export));
    let mut stated = london();
    drop(read_with(&export, &stated).map(|(c, account)| reproduces(&bytes, &c, &account)));
    for order in [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd] {
        stated.date_order = Some(StatedBy {
            value: order,
            by: "Clerk".to_owned(),
        });
        drop(read_with(&export, &stated).map(|(c, account)| reproduces(&bytes, &c, &account)));
    }
}

proptest! {
    #[test]
    fn every_field_of_every_form_comes_back(style in style(), mut messages in messages()) {
        settle(style.order, &mut messages);
        messages.extend(plain_words());
        check(&style, &messages);
    }

    #[test]
    fn whatever_the_bytes_nothing_panics_and_what_is_read_adds_up(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        check_any(bytes);
    }

    #[test]
    fn whatever_the_lines_nothing_panics_and_what_is_read_adds_up(
        lines in proptest::collection::vec(line(), 0..12),
        ends in proptest::sample::select(vec![b"\n".as_slice(), b"\r\n"]),
    ) {
        check_any(lines.join(ends));
    }

    #[test]
    fn whatever_is_pasted_every_byte_is_in_one_message(
        lines in proptest::collection::vec((header(), line(), any::<bool>()), 4..24),
    ) {
        let line = |(header, rest, short): &(&str, Vec<u8>, bool)| {
            let end = if *short { b"\n".as_slice() } else { b"\r\n" };
            [header.as_bytes(), rest, end].concat()
        };
        check_any(lines.iter().map(line).collect::<Vec<_>>().concat());
    }
}
