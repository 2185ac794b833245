//! Two telephones, one conversation of few words and many pictures: files of the same bytes tell
//! that it is one, and files of other bytes are told.

use serde_json::Value;

use crate::bench::consign::Bench;

/// Who sends which picture, and in how many words.
const SENT: [(&str, Option<&str>, &str); 12] = [
    ("Clerk", Some("one"), ""),
    ("Usher", None, "ok"),
    ("Clerk", None, "and now"),
    ("Usher", Some("two"), ""),
    ("Clerk", None, "ok"),
    ("Usher", Some("three"), ""),
    ("Clerk", None, "good"),
    ("Usher", None, "ok"),
    ("Clerk", Some("four"), ""),
    ("Usher", None, "thanks"),
    ("Clerk", Some("five"), ""),
    ("Usher", None, "bye"),
];

/// Returns an iPhone's export of it, an hour later by its clock for each of `hours`, in which the
/// picture `other` has other bytes.
fn export(hours: usize, usher: &str, other: &str) -> Vec<(String, Vec<u8>)> {
    let mut chat = String::new();
    let mut files = Vec::new();
    for (index, (who, picture, words)) in SENT.iter().enumerate() {
        let who = if *who == "Usher" { usher } else { who };
        let (hour, minute) = (9 + hours, index * 4);
        chat += &format!("[13/03/2021, {hour:02}:{minute:02}:05] {who}: ");
        match picture {
            Some(picture) => {
                let date = format!("2021-03-13-{hour:02}-{minute:02}-05");
                let name = format!("{index:08}-PHOTO-{date}.jpg");
                chat += &format!("\u{200e}<attached: {name}>\n");
                let bytes = match *picture == other {
                    true => format!("smaller {picture}"),
                    false => format!("the bytes of {picture}"),
                };
                files.push((name, bytes.into_bytes()));
            }
            None => chat += &format!("{words}\n"),
        }
    }
    files.insert(0, ("_chat.txt".to_owned(), chat.into_bytes()));
    files
}

/// Adds both exports and returns the one pair that `copies` tells of.
fn compared(other: &str) -> Value {
    let bench = Bench::begun();
    for (name, entries) in [
        ("WhatsApp Chat - Depot.zip", export(0, "Usher", "")),
        (
            "again/WhatsApp Chat - Depot.zip",
            export(1, "Usher (work)", other),
        ),
    ] {
        let entries: Vec<(&str, &[u8])> = entries
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let zip = bench.write_zip(name, &entries);
        bench.consign(["add", &zip]).ends(0);
    }
    let objects = bench.consign(["--json", "copies"]).ends(0).objects();
    let mut pairs = objects.into_iter().filter(|o| o["type"] == "pair");
    pairs.next().unwrap()
}

#[test]
fn files_of_the_same_bytes_link_two_telephones_without_one_long_text() {
    let pair = compared("");
    assert_eq!(pair["verdict"], "same-conversation", "{pair}");
    assert_eq!(pair["clocks"][0]["minutes"], 60, "{pair}");
    assert_eq!(pair["copies"], 12, "{pair}");
    assert_eq!(pair["differences"], serde_json::json!([]), "{pair}");
}

#[test]
fn files_of_other_bytes_are_a_difference_and_no_copies() {
    let pair = compared("three");
    assert_eq!(pair["verdict"], "same-conversation", "{pair}");
    assert_eq!(pair["copies"], 11, "{pair}");
    let kinds: Vec<_> = pair["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| difference["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["other-file"], "{pair}");
}
