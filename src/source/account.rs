//! The account of an export: every byte and every line is in exactly one item.

use std::collections::BTreeMap;

use crate::fixity::Sha256Digest;
use crate::place::Place;

/// What a run of bytes of a chat file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// The byte order mark at the start of the file.
    ByteOrderMark,
    /// Lines before the first message.
    Preamble,
    /// The header of a message: marks, date, time and sender.
    Header,
    /// The text of a message, markers of the app included.
    Text,
    /// Line ends that close a message.
    LineEnd,
    /// Bytes that could not be understood.
    Residue,
}

impl Span {
    /// Returns the words for reports.
    pub fn words(self) -> &'static str {
        match self {
            Span::ByteOrderMark => "byte order mark",
            Span::Preamble => "lines before the first message",
            Span::Header => "headers",
            Span::Text => "text",
            Span::LineEnd => "line ends",
            Span::Residue => "not understood",
        }
    }
}

/// How the lines of a chat file are made up (equation E2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Lines {
    /// All lines, counted by their ends (a last line without an end counts).
    pub total: u64,
    /// Lines that begin a message.
    pub first: u64,
    /// Lines that continue one, with words on them.
    pub continued: u64,
    /// Empty lines inside or behind a message.
    pub blank: u64,
    /// Lines before the first message.
    pub preamble: u64,
    /// Lines that could not be understood.
    pub residue: u64,
}

impl Lines {
    /// Tells whether the lines add up.
    pub fn balances(&self) -> bool {
        self.total == self.first + self.continued + self.blank + self.preamble + self.residue
    }
}

/// What an entry of the export's container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryRole {
    /// The chat itself.
    Chat,
    /// A file that a message names.
    Attachment,
    /// A file that no message names.
    Unnamed,
    /// A file with the bytes of another that stands for both: a message means either.
    Twin,
    /// A file that a message may mean as well as another one with other bytes: neither was taken.
    Ambiguous,
    /// A file that the operating system left there, such as `__MACOSX/`.
    Control,
}

/// An entry of the export's container, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EntryUse {
    /// Its number in the order of the container, counted from 1: names can be the same.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// The byte of the container at which it begins, where that has bytes of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Its SHA-256, where it had to be compared with others that a message may mean as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Digest>,
    /// Its size in bytes.
    pub size: u64,
    /// Its CRC-32, where the container gives one: whoever reads the entry to its end has checked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crc32: Option<u32>,
    /// What it is.
    pub role: EntryRole,
    /// How many messages name it.
    pub references: u64,
}

/// Something that is known, or suspected, not to be in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapCode {
    /// The number of messages is near a limit of the app: older ones may have been dropped.
    StartMayBeCut,
    /// Attachments that the app left out.
    AttachmentsOmitted,
    /// Attachments that are named and not there.
    AttachmentsMissing,
    /// Messages that were deleted: only their place is left.
    MessagesDeleted,
    /// The disappearing-message timer was switched on at some time.
    DisappearingMessages,
    /// Words that were damaged before the export reached us (U+FFFD).
    DamagedBefore,
    /// Words of which some bytes are no text in the encoding of the file.
    UndecodableBytes,
    /// Pieces that could not be understood.
    Residue,
}

impl GapCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [GapCode; 8] = [
        GapCode::StartMayBeCut,
        GapCode::AttachmentsOmitted,
        GapCode::AttachmentsMissing,
        GapCode::MessagesDeleted,
        GapCode::DisappearingMessages,
        GapCode::DamagedBefore,
        GapCode::UndecodableBytes,
        GapCode::Residue,
    ];

    /// Returns the code in files.
    pub fn word(self) -> &'static str {
        match self {
            GapCode::StartMayBeCut => "start-may-be-cut",
            GapCode::AttachmentsOmitted => "attachments-omitted",
            GapCode::AttachmentsMissing => "attachments-missing",
            GapCode::MessagesDeleted => "messages-deleted",
            GapCode::DisappearingMessages => "disappearing-messages",
            GapCode::DamagedBefore => "damaged-before",
            GapCode::UndecodableBytes => "undecodable-bytes",
            GapCode::Residue => "residue",
        }
    }

    /// Returns what the code means, in a sentence that says nothing of any message.
    pub fn words(self) -> &'static str {
        match self {
            GapCode::StartMayBeCut => {
                "The number of messages is near a limit of the app, which then drops the oldest without saying so."
            }
            GapCode::AttachmentsOmitted => {
                "Attachments that the app left out when the export was made."
            }
            GapCode::AttachmentsMissing => {
                "Attachments that messages name and that are not in the export."
            }
            GapCode::MessagesDeleted => {
                "Messages that had been deleted before the export was made; only their places are left."
            }
            GapCode::DisappearingMessages => {
                "Notices about disappearing messages: while such a timer is on, messages vanish and leave no trace in an export."
            }
            GapCode::DamagedBefore => {
                "Messages in which characters had been lost before the export reached the transferring body."
            }
            GapCode::UndecodableBytes => {
                "Messages with bytes that are not text in the encoding of the export; they are carried as they are."
            }
            GapCode::Residue => "Pieces of the export that could not be understood.",
        }
    }
}

/// A gap and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gap {
    /// What is missing.
    pub code: GapCode,
    /// How often.
    pub count: u64,
    /// What to know about it, in a sentence.
    pub note: String,
}

/// A language in which the app wrote its own words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AppLanguage {
    /// Its code in BCP 47; several where the words there are the same in several languages.
    pub codes: Vec<&'static str>,
    /// Its name in English, likewise.
    pub names: Vec<&'static str>,
    /// How often the app wrote in it.
    pub times: u64,
}

/// How the app's own words were known: notices, and what it writes in the place of a person's
/// words or beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct AppWords {
    /// By words that are known, in these languages; the most frequent first.
    pub languages: Vec<AppLanguage>,
    /// How often by the app's mark alone: its words are in no language that is known.
    pub by_mark: u64,
    /// How often by their place or form alone, likewise.
    pub by_form: u64,
}

/// The account of one export.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Account {
    /// The bytes of the chat file, as counted while reading.
    pub bytes: u64,
    /// The bytes of the chat file by what they are; their sum is `bytes` (equation E1).
    pub spans: BTreeMap<Span, u64>,
    /// The lines of the chat file (equation E2).
    pub lines: Lines,
    /// The messages handed over.
    pub messages: u64,
    /// How many of them are notices of the app.
    pub notices: u64,
    /// Steps back in time from one message to the next. File order is kept; this is a count only.
    pub backward_steps: u64,
    /// Attachments that messages name or mention.
    pub attachments: Attachments,
    /// The entries of the container.
    pub entries: Vec<EntryUse>,
    /// What is not there.
    pub gaps: Vec<Gap>,
    /// Where pieces stand that were not understood.
    pub residue: Vec<Place>,
    /// How the app's own words were known.
    pub app_words: AppWords,
}

/// The attachments that messages name or mention (equation E8, before anything is withheld).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Attachments {
    /// All of them.
    pub referenced: u64,
    /// In the export.
    pub present: u64,
    /// Left out by the app.
    pub omitted: u64,
    /// Named and not there.
    pub missing: u64,
}

impl Account {
    /// Tells whether bytes, lines and attachments add up.
    pub fn balances(&self) -> bool {
        let attachments = self.attachments;
        self.spans.values().sum::<u64>() == self.bytes
            && self.lines.balances()
            && self.lines.first == self.messages
            && attachments.referenced
                == attachments.present + attachments.omitted + attachments.missing
    }
}
