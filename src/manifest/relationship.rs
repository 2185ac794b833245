//! How records belong to others.

use std::io::{self, Write};

use crate::xml::Writer;

/// How a record belongs to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// How.
    pub kind: Related,
    /// The path of the other.
    pub target: String,
    /// Of transcripts of one conversation: how many of the messages here have a copy there.
    pub messages: Option<u64>,
    /// The package in which the other lies, where it is another of the group.
    pub package: Option<String>,
}

/// The ways in which records belong to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Related {
    /// It is carried by messages of a transcript.
    AttachmentOf,
    /// It holds copies of messages of a transcript.
    CopyOf,
    /// The part after it.
    NextPart,
    /// It lists who wrote the messages of a transcript.
    ParticipantsOf,
}

impl Related {
    /// Every way.
    pub const ALL: [Related; 4] = [
        Related::AttachmentOf,
        Related::CopyOf,
        Related::NextPart,
        Related::ParticipantsOf,
    ];

    /// Returns the word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Related::AttachmentOf => "attachment-of",
            Related::CopyOf => "copy-of",
            Related::NextPart => "next-part",
            Related::ParticipantsOf => "participants-of",
        }
    }

    /// Returns the way that has this word.
    pub fn of_word(word: &str) -> Option<Related> {
        Related::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// Writes how a record belongs to others.
pub(super) fn write<W: Write>(xml: &mut Writer<W>, all: &[Relationship]) -> io::Result<()> {
    for relationship in all {
        xml.line(3)?;
        let messages = relationship.messages.map(|messages| messages.to_string());
        let mut attributes = vec![
            ("type", relationship.kind.word()),
            ("target", &relationship.target),
        ];
        let more = [
            ("messages", messages.as_deref()),
            ("package", relationship.package.as_deref()),
        ];
        attributes.extend(
            more.into_iter()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        xml.leaf("relationship", &attributes, b"")?;
    }
    Ok(())
}
