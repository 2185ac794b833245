//! What the detectors find in a small invented fixture, with labels; and that nothing brings them
//! down.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Kind, look, look_closely};

/// A line of text, with what a person marked in it. Every number is for drama, invented, or from
/// published examples.
const FIXTURE: [(&str, &[(Kind, &str)]); 44] = [
    (
        "Ring me on 07700 900123 when you are out",
        &[(Kind::Phone, "07700 900123")],
    ),
    (
        "mob +44 7700 900456, desk 020 7946 0018",
        &[
            (Kind::Phone, "+44 7700 900456"),
            (Kind::Phone, "020 7946 0018"),
        ],
    ),
    ("07700900789", &[(Kind::Phone, "07700900789")]),
    (
        "+44 (0)7700 900321 is the driver",
        &[(Kind::Phone, "+44 (0)7700 900321")],
    ),
    ("his is 447700900654", &[(Kind::Phone, "447700900654")]),
    (
        "the hotel: 0033 1 99 00 12 34",
        &[(Kind::Phone, "0033 1 99 00 12 34")],
    ),
    (
        "call 202-555-0142 after 3",
        &[(Kind::Phone, "202-555-0142")],
    ),
    (
        "(020) 7946 0999 or 01632 960 123",
        &[
            (Kind::Phone, "020) 7946 0999"),
            (Kind::Phone, "01632 960 123"),
        ],
    ),
    ("phone 07700.900.222", &[(Kind::Phone, "07700.900.222")]),
    (
        "07700-900-333 / 07700 900 444",
        &[
            (Kind::Phone, "07700-900-333"),
            (Kind::Phone, "07700 900 444"),
        ],
    ),
    ("extension 4021 on the usual line", &[]),
    ("We need 1,250,000 doses by 01/02/2021", &[]),
    ("Invoice 20210304118 for GBP 4500000", &[]),
    ("between 2020-11-04 and 2020-11-30", &[]),
    ("4.5 million, 12.30 to 14.00, room 3.07", &[]),
    (
        "winter.planning@example.gov.uk please",
        &[(Kind::Email, "winter.planning@example.gov.uk")],
    ),
    (
        "a.b+c@sub.example.org, d_e@example.com",
        &[
            (Kind::Email, "a.b+c@sub.example.org"),
            (Kind::Email, "d_e@example.com"),
        ],
    ),
    (
        "<o'neil@example.co.uk>",
        &[(Kind::Email, "o'neil@example.co.uk")],
    ),
    ("@planner look at this", &[]),
    ("meet @ 10 at the gate", &[]),
    ("SW1A 2AA", &[(Kind::Postcode, "SW1A 2AA")]),
    ("flat 2, w1j6hl, blue door", &[(Kind::Postcode, "w1j6hl")]),
    (
        "m1 1ae and EC1A 1BB",
        &[(Kind::Postcode, "m1 1ae"), (Kind::Postcode, "EC1A 1BB")],
    ),
    ("he lives in cr0 2yr", &[(Kind::Postcode, "cr0 2yr")]),
    ("m00se on the loose, b00zs too", &[]),
    ("Q3 2ND draft, v2 3rd", &[]),
    ("H1N1 and B117 variants, annex B2 4TH", &[]),
    (
        "my NI is AB123456C",
        &[(Kind::NationalInsurance, "AB123456C")],
    ),
    (
        "ab 12 34 56 d for payroll",
        &[(Kind::NationalInsurance, "ab 12 34 56 d")],
    ),
    ("contract GB123456A and QQ123456A", &[]),
    ("NHS number 943 476 5919", &[(Kind::Nhs, "943 476 5919")]),
    ("nhs no: 9434765919", &[(Kind::Nhs, "9434765919")]),
    ("she is 401 023 2137", &[(Kind::Nhs, "401 023 2137")]),
    ("order 9434765919 arrived", &[]),
    ("NHS needs 1234567890 masks", &[]),
    (
        "https://example.zoom.us/j/99912345678?pwd=aBcD123",
        &[(
            Kind::Passcode,
            "https://example.zoom.us/j/99912345678?pwd=aBcD123",
        )],
    ),
    (
        "https://meet.google.com/abc-defg-hij passcode: 482913",
        &[(Kind::Passcode, "passcode: 482913")],
    ),
    (
        "dial 020 7946 0018, PIN 4821",
        &[(Kind::Phone, "020 7946 0018"), (Kind::Passcode, "PIN 4821")],
    ),
    ("can you pin the 2021 note", &[]),
    ("https://www.example.gov.uk/a?page=3&q=1", &[]),
    (
        "location: https://maps.google.com/?q=51.501,-0.142",
        &[(Kind::Place, "https://maps.google.com/?q=51.501,-0.142")],
    ),
    (
        "we are here geo:51.5014,-0.1419",
        &[(Kind::Place, "geo:51.5014,-0.1419")],
    ),
    ("BEGIN:VCARD", &[(Kind::ContactCard, "BEGIN:VCARD")]),
    ("Approved. Go with option two, thanks all", &[]),
];

/// What was marked, found, and both.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    marked: u32,
    found: u32,
    both: u32,
}

#[test]
fn the_detectors_find_what_people_marked() {
    let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
    for (text, marked) in FIXTURE {
        let found: Vec<(Kind, &str)> = look(text)
            .into_iter()
            .map(|seen| (seen.kind, text.get(seen.range).unwrap()))
            .collect();
        for one in marked {
            let score = scores.entry(one.0).or_default();
            score.marked += 1;
            score.both += u32::from(found.contains(one));
        }
        for (kind, _) in &found {
            scores.entry(*kind).or_default().found += 1;
        }
        if found != marked {
            println!("{text}: {found:?}");
        }
    }
    for kind in Kind::ALL {
        let Score {
            marked,
            found,
            both,
        } = scores[&kind];
        let percent = |of: u32| 100 * both / of.max(1);
        println!(
            "{}: precision {} %, recall {} %",
            kind.word(),
            percent(found),
            percent(marked)
        );
        // To miss is worse than to show too much: a person looks at all of it.
        assert!(percent(found) >= 80, "precision of {}", kind.word());
        assert!(percent(marked) >= 90, "recall of {}", kind.word());
    }
}

#[test]
fn a_long_text_takes_no_longer_than_it_should() {
    for piece in [
        "a.",
        "0 ",
        "a1",
        "@a",
        "pin 1 ",
        "+0",
        "https://",
        "07700 900123 ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let seen = look(&text);
        assert!(seen.iter().all(|one| one.range.end <= text.len()));
    }
}

proptest! {
    #[test]
    fn without_what_tells_nothing_is_found(words in "((pin|passcode|nhs|call|geo|zoom\\.us|sw|ab|BEGIN|VCARD|pwd=)|[0-9@/:]|[A-Za-z .,#?é+-]){0,40}") {
        let told: String = words.chars().filter(|c| !matches!(c, '0'..='9' | '@' | '/' | ':')).collect();
        prop_assert_eq!(look_closely(&told), []);
        prop_assert_eq!(look(&words), look_closely(&words));
    }

    #[test]
    fn any_text_can_be_looked_at(text: String) {
        check(&text)?;
    }

    #[test]
    fn what_looks_like_numbers_can_be_looked_at(text in "[+0-9 ().a-zA-Z@:/é\u{a0}-]{0,80}") {
        check(&text)?;
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for seen in look(text) {
        prop_assert!(seen.range.start >= end && seen.range.start < seen.range.end);
        prop_assert!(text.get(seen.range.clone()).is_some());
        end = seen.range.end;
    }
    Ok(())
}
