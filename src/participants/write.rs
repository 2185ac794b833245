//! Writes a file of participants.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::{NAMESPACE, VERSION};
use crate::people::participant;
use crate::xml::Writer;

/// What stands in a file of participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participants {
    /// The department's reference of the batch.
    pub batch: String,
    /// The conversation, such as `chat-001`.
    pub conversation: String,
    /// The part, such as `2021-03`.
    pub part: String,
    /// The neutral name of the export, such as `source-1`.
    pub source: String,
    /// The app.
    pub platform: String,
    /// The local date of the earliest message transferred.
    pub first: NaiveDate,
    /// The local date of the latest message transferred.
    pub last: NaiveDate,
    /// How many messages the transcript holds.
    pub messages: u64,
    /// Whom the transcript names, in the order of their keys.
    pub people: Vec<Known>,
}

/// A person, and what the export calls them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The key that messages carry.
    pub key: String,
    /// The name to display.
    pub name: String,
    /// The post held at the time; empty where none is known.
    pub post: String,
    /// How many messages of theirs are transferred.
    pub messages: u64,
    /// What the export calls them, in the order of the labels.
    pub labels: Vec<LabelUsed>,
}

/// A label as the messages that are transferred bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelUsed {
    /// The label as the export writes it.
    pub label: String,
    /// The local date of the first message that bears it.
    pub from: NaiveDate,
    /// The local date of the last.
    pub to: NaiveDate,
    /// How many messages are under it.
    pub messages: u64,
}

/// The plain sentences with which every file of participants begins. They belong to its version:
/// whoever checks one compares them.
pub const HOW_TO_READ: [&str; 4] = [
    "This file belongs to the transcript of the same part of the same conversation. The transcript names people by keys, and by the names that the transferring body approved; this file gives the labels and telephone numbers under which the export of the app knew them.",
    "A label is what the export calls somebody, character for character: their entry in the address book of the telephone from which the export was made, or a telephone number or a name that they chose themselves where there was no entry. One person can have several labels, and a label can pass from one person to another: from and to are the local dates of the first and the last message of the transcript that bear it, and messages is how many are under it.",
    "A label with no message is one under which the app put a notice of its own. Only people whom the transcript names are here, and only labels that its messages bear.",
    "Labels and telephone numbers are personal data. That is why this file is a record of its own, which can be closed where the transcript is open.",
];

/// Writes a file of participants.
///
/// # Errors
/// When `to` fails, or a value holds what no attribute of XML can.
pub fn write<W: Write>(to: W, file: &Participants) -> io::Result<W> {
    let mut xml = Writer::new(to);
    xml.declaration()?;
    let attributes = [
        ("xmlns", NAMESPACE),
        ("version", VERSION),
        ("batch", &file.batch),
        ("conversation", &file.conversation),
        ("part", &file.part),
    ];
    xml.open("participants", &attributes)?;
    xml.line(0)?;
    xml.open("howToRead", &[])?;
    for sentence in HOW_TO_READ {
        xml.line(1)?;
        xml.leaf("p", &[], sentence.as_bytes())?;
    }
    xml.line(0)?;
    xml.close("howToRead")?;
    xml.line(0)?;
    let attributes = [("ref", file.source.as_str()), ("platform", &file.platform)];
    xml.leaf("source", &attributes, b"")?;
    xml.line(0)?;
    let (first, last) = (file.first.to_string(), file.last.to_string());
    let messages = file.messages.to_string();
    let attributes = [
        ("first", first.as_str()),
        ("last", &last),
        ("messages", &messages),
    ];
    xml.leaf("covering", &attributes, b"")?;
    for person in &file.people {
        write_person(&mut xml, person)?;
    }
    xml.line(0)?;
    xml.close("participants")?;
    xml.line(0)?;
    Ok(xml.into_inner())
}

fn write_person<W: Write>(xml: &mut Writer<W>, person: &Known) -> io::Result<()> {
    let messages = person.messages.to_string();
    let attributes = participant(&person.key, &person.name, &messages, &person.post);
    xml.line(0)?;
    xml.open("participant", &attributes)?;
    for used in &person.labels {
        let (from, to) = (used.from.to_string(), used.to.to_string());
        let messages = used.messages.to_string();
        let attributes = [
            ("from", from.as_str()),
            ("to", &to),
            ("messages", &messages),
        ];
        xml.line(1)?;
        xml.leaf("label", &attributes, used.label.as_bytes())?;
    }
    xml.line(0)?;
    xml.close("participant")
}
