//! What is written is read back the same: any label, any number of people.

use proptest::prelude::*;

use super::*;
use crate::xml::xsd;

fn file(labels: &[String]) -> Participants {
    let day = |text: &str| text.parse().unwrap();
    let people = labels.iter().enumerate().map(|(n, label)| Known {
        key: format!("p{n}"),
        name: "Minister".to_owned(),
        post: String::new(),
        messages: 3,
        labels: vec![LabelUsed {
            label: label.clone(),
            from: day("2021-01-04"),
            to: day("2021-01-19"),
            messages: 3,
        }],
    });
    Participants {
        batch: "winter".to_owned(),
        conversation: "chat-001".to_owned(),
        part: "2021-01".to_owned(),
        source: "source-1".to_owned(),
        platform: "WhatsApp".to_owned(),
        first: day("2021-01-04"),
        last: day("2021-01-19"),
        messages: 3 * labels.len() as u64,
        people: people.collect(),
    }
}

proptest! {
    #[test]
    fn any_label_comes_back_as_it_was(labels in prop::collection::vec(any::<String>(), 0..5)) {
        let written = write(Vec::new(), &file(&labels)).unwrap();
        prop_assert!(written.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<participants "));
        let read = read(written.as_slice());
        prop_assert_eq!(&read.wrong, &[]);
        let back = read.people.iter().map(|person| person.children[0].string());
        prop_assert_eq!(back.collect::<Vec<_>>(), labels);
        prop_assert_eq!(read.head("source").unwrap().attribute("ref"), "source-1");
    }
}

#[test]
fn what_does_not_follow_the_schema_is_wrong() {
    let written = write(Vec::new(), &file(&["Mum".to_owned()])).unwrap();
    let whole = String::from_utf8(written).unwrap();
    for (from, to) in [
        (" key=\"p0\"", ""),
        ("source-1", "wa1"),
        ("from=\"2021-01-04\"", "from=\"4 January\""),
        ("messages=\"3\"", "messages=\"03\""),
        ("<label", "<nickname"),
        ("</participants>", ""),
        ("part=\"2021-01\"", "part=\"January\""),
    ] {
        let wrong = whole.replace(from, to);
        assert_ne!(wrong, whole, "{from}");
        assert!(!read(wrong.as_bytes()).wrong.is_empty(), "{from}");
    }
}

#[test]
fn the_published_schema_is_that_of_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/participants.xsd");
    // To write it again: cargo run -- schema participants > schemas/participants.xsd
    assert_eq!(std::fs::read_to_string(path).unwrap(), xsd(&SCHEMA));
}
