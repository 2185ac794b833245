//! What alignment is told of an export: a row of 32 bytes for each message, and never its words.

use std::cmp::Ordering;

use super::fold::Fingerprint;
use crate::message::Precision;

/// The label index of a message that the app wrote.
pub const NO_SENDER: u32 = u32::MAX;

/// What a message is, as far as copies of it can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// What a person wrote; polls, places, contact cards and appointments too, by their text.
    Words,
    /// A notice of the app, and calls: their words can differ from phone to phone.
    Notice,
    /// A notice that [speaks to the owner](super::speaks_to_the_owner) of the phone: the same words
    /// on another phone speak to somebody else.
    NoticeToOwner,
    /// What is left of a message that was deleted.
    Deleted,
    /// A file, with a caption or without; stickers too.
    Media(Held),
}

/// Whether the file of a message is in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// It is there.
    Present,
    /// The export says that it left it out.
    Omitted,
    /// It is named, and not there.
    Missing,
}

/// Whether the app marks a message as edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edit {
    /// It does not.
    Unmarked,
    /// It does.
    Marked,
}

/// One message of an export, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Its local time in seconds since 1970 as if it were UTC, whole minutes where `precision` is
    /// a minute. One without a date has the time of the message before it.
    pub local: i64,
    /// The fingerprint of its words, or of its caption: [`Fingerprint::NONE`] where it has none.
    /// Markers of the app, such as `<Media omitted>`, are no words.
    pub text: Fingerprint,
    /// The index of its sender's label in [`Side::labels`], or [`NO_SENDER`].
    pub label: u32,
    /// How many characters were fingerprinted; 255 stands for all beyond.
    pub length: u8,
    /// What it is.
    pub content: Content,
    /// How fine its time is.
    pub precision: Precision,
    /// Whether the app marks it as edited.
    pub edit: Edit,
}

impl Row {
    /// Returns its local minute since 1970.
    pub(super) fn minute(&self) -> i64 {
        self.local.div_euclid(60)
    }

    /// Returns that by which copies of it are looked up: its words, or what it is where copies
    /// need not have the same words.
    pub(super) fn key(&self) -> (u8, Fingerprint) {
        match self.content {
            Content::Words => (0, self.text),
            Content::Notice => (1, self.text),
            Content::NoticeToOwner => (4, self.text),
            Content::Deleted => (2, Fingerprint::NONE),
            Content::Media(_) => (3, Fingerprint::NONE),
        }
    }
}

/// A label that an export uses, and the person it stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The label, as written.
    pub name: String,
    /// The person for whom people stated that it stands, by key; `None` where nobody did. Two
    /// labels of one person agree; of two persons, the messages still decide, because a register
    /// gives every phone's labels keys of their own until a person says otherwise.
    pub person: Option<String>,
}

/// What is known of the file of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Media {
    /// The index of the message's row.
    pub row: u32,
    /// The fingerprint of its name, where the export gives one.
    pub name: Option<Fingerprint>,
    /// The fingerprint of its bytes, where they are there and were read.
    pub bytes: Option<Fingerprint>,
}

/// An export of a conversation, as one of the two that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side<'a> {
    /// Its messages, in the order of the file.
    pub rows: &'a [Row],
    /// Its labels, each once.
    pub labels: &'a [Label],
    /// Its files, in the order of their rows; of several of one message the first counts.
    pub media: &'a [Media],
    /// Whose phone it is, as people stated it; `None` where nobody did.
    pub phone: Option<&'a str>,
}

impl Side<'_> {
    /// Orders exports by what they hold, so that who is named first never matters.
    pub(super) fn compare(&self, other: &Side<'_>) -> Ordering {
        let size = self.rows.len().cmp(&other.rows.len());
        size.then_with(|| self.rows.cmp(other.rows))
            .then_with(|| self.labels.cmp(other.labels))
            .then_with(|| self.media.cmp(other.media))
            .then_with(|| self.phone.cmp(&other.phone))
    }

    /// Returns the row at an index.
    pub(super) fn row(&self, index: u32) -> &Row {
        &self.rows[index as usize]
    }

    /// Returns what is known of the file of a message.
    pub(super) fn file(&self, row: u32) -> Option<&Media> {
        let at = self.media.partition_point(|media| media.row < row);
        self.media.get(at).filter(|media| media.row == row)
    }

    /// Returns how many messages it has.
    ///
    /// # Panics
    /// With 2³² messages, of which no export has as many.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.rows.len()).expect("a conversation has fewer than 2^32 messages")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_32_bytes() {
        // Half of what a message may take; links, places in the index and the table of the
        // alignment take the other half.
        assert_eq!(size_of::<Row>(), 32);
    }
}
