//! The message model: a value, as written, and how it is known.
//!
//! Nothing here reads or writes anything. A [`Message`] borrows from the bytes of its export,
//! so that a reader can hand over millions of them without copying a word.

mod id;
mod stamp;
mod zone;

pub use id::{BadId, MessageId, SourceId};
pub use stamp::{Precision, Stamp, written_local};
pub use zone::{BadZone, Instants, Zone};

/// What kind of thing a message is. The names are those of `inspect --messages --json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words that a person wrote.
    Text,
    /// A picture, film, voice note or document, with or without words.
    Media,
    /// What is left of a message that was deleted.
    Deleted,
    /// A notice by the app itself.
    System,
    /// A voice or video call.
    Call,
    /// A poll, with its question and options.
    Poll,
    /// A place on a map.
    Location,
    /// A contact card.
    Contact,
    /// An appointment made inside the app.
    Event,
    /// A sticker.
    Sticker,
    /// Something this version of consign does not know; its raw form is kept.
    Unknown,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; 11] = [
        Kind::Text,
        Kind::Media,
        Kind::Deleted,
        Kind::System,
        Kind::Call,
        Kind::Poll,
        Kind::Location,
        Kind::Contact,
        Kind::Event,
        Kind::Sticker,
        Kind::Unknown,
    ];

    /// Returns the word for this kind in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Media => "media",
            Kind::Deleted => "deleted",
            Kind::System => "system",
            Kind::Call => "call",
            Kind::Poll => "poll",
            Kind::Location => "location",
            Kind::Contact => "contact",
            Kind::Event => "event",
            Kind::Sticker => "sticker",
            Kind::Unknown => "unknown",
        }
    }

    /// Returns the kind that a word names.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How it is known who sent a message, or that the app wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SenderBasis {
    /// The header of the message names the sender.
    Header,
    /// The app wrote it: the header names nobody.
    App,
    /// The app wrote it, although the header names a person or the group: never that person's words.
    AppAttributed,
    /// The header's colon can be read in more than one way.
    Uncertain,
}

impl SenderBasis {
    /// Returns the word for this basis in files.
    pub fn word(self) -> &'static str {
        match self {
            SenderBasis::Header => "header",
            SenderBasis::App => "app",
            SenderBasis::AppAttributed => "app-attributed",
            SenderBasis::Uncertain => "uncertain",
        }
    }
}

/// How it is known that a piece of text was written by the app and not by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkerBasis {
    /// An invisible mark that the app puts before its own text.
    Mark,
    /// The shape of the text, such as a file name that the app gives.
    Structure,
    /// The words alone: a person could have typed them.
    TextMatch,
}

impl MarkerBasis {
    /// Returns the word for this basis in files.
    pub fn word(self) -> &'static str {
        match self {
            MarkerBasis::Mark => "mark",
            MarkerBasis::Structure => "structure",
            MarkerBasis::TextMatch => "text-match",
        }
    }
}

/// What a notice of the app reports, by a code of ours; the words are kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventCode {
    /// Messages are encrypted end to end.
    Encryption,
    /// A group was created.
    GroupCreated,
    /// The subject, icon, description or settings of a group were changed.
    GroupChanged,
    /// Somebody joined, or was added.
    Joined,
    /// Somebody left, or was removed.
    Left,
    /// Somebody changed their telephone number.
    NumberChanged,
    /// Somebody's security code changed.
    SecurityCodeChanged,
    /// The disappearing-message timer was switched on, off or changed.
    TimerChanged,
    /// A message was pinned.
    Pinned,
    /// A notice this version of consign does not know; its words are kept.
    Unknown,
}

impl EventCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [EventCode; 10] = [
        EventCode::Encryption,
        EventCode::GroupCreated,
        EventCode::GroupChanged,
        EventCode::Joined,
        EventCode::Left,
        EventCode::NumberChanged,
        EventCode::SecurityCodeChanged,
        EventCode::TimerChanged,
        EventCode::Pinned,
        EventCode::Unknown,
    ];

    /// Returns the code that a word names.
    pub fn from_word(word: &str) -> Option<EventCode> {
        EventCode::ALL.into_iter().find(|code| code.word() == word)
    }

    /// Returns the word for this code in files.
    pub fn word(self) -> &'static str {
        match self {
            EventCode::Encryption => "encryption",
            EventCode::GroupCreated => "group-created",
            EventCode::GroupChanged => "group-changed",
            EventCode::Joined => "joined",
            EventCode::Left => "left",
            EventCode::NumberChanged => "number-changed",
            EventCode::SecurityCodeChanged => "security-code-changed",
            EventCode::TimerChanged => "timer-changed",
            EventCode::Pinned => "pinned",
            EventCode::Unknown => "unknown",
        }
    }
}

/// Who deleted a message, where the export tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeletedBy {
    /// The person whose telephone the export was made on ("You deleted this message").
    Exporter,
    /// An administrator of the group.
    Administrator,
    /// The export does not say.
    Unknown,
}

impl DeletedBy {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            DeletedBy::Exporter => "exporter",
            DeletedBy::Administrator => "administrator",
            DeletedBy::Unknown => "unknown",
        }
    }
}

/// Where the bytes of an attachment are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachmentState {
    /// In the export.
    Present,
    /// Left out by the app when the export was made, and said to be.
    Omitted,
    /// Named in the export, and not there.
    Missing,
}

impl AttachmentState {
    /// Returns the word for this state in files.
    pub fn word(self) -> &'static str {
        match self {
            AttachmentState::Present => "present",
            AttachmentState::Omitted => "omitted",
            AttachmentState::Missing => "missing",
        }
    }
}

/// A file that a message carries or names.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Attachment<'a> {
    /// The name as the message writes it; `None` where the app left the name out too.
    pub name: Option<&'a str>,
    /// What sort of thing it is, where the export says ("image", "video", "audio", "sticker",
    /// "document", "contact", "gif", "video-note"); `None` where it does not.
    pub media: Option<&'static str>,
    /// Where its bytes are.
    pub state: AttachmentState,
    /// The index of the container's entry that holds it, when it is present.
    #[serde(skip)]
    pub entry: Option<usize>,
}

/// A doubt about a message, as a code that a person can look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The time steps back from the message before.
    BackwardStep,
    /// The local time occurs twice, when the clocks go back.
    RepeatedHour,
    /// The local time does not exist: the clocks went forward over it.
    MissingHour,
    /// The body holds bytes that are not UTF-8; they are kept.
    UndecodableBytes,
    /// The body holds U+FFFD: words were damaged before the export reached us.
    DamagedBefore,
    /// A line of the body looks like the header of another message, and was left where it stands.
    HeaderInBody,
    /// It is, or holds, what may have been pasted from another chat: then other people wrote it,
    /// at other times than it says.
    SuspectPasted,
    /// The sender's name holds a colon, or what follows could belong to the name.
    UncertainSender,
    /// The body holds control characters.
    ControlCharacters,
    /// More than one file of the export could be the one that it names; none was taken.
    SeveralFiles,
}

impl Warning {
    /// Every warning, in the order of the documentation.
    pub const ALL: [Warning; 10] = [
        Warning::BackwardStep,
        Warning::RepeatedHour,
        Warning::MissingHour,
        Warning::UndecodableBytes,
        Warning::DamagedBefore,
        Warning::HeaderInBody,
        Warning::SuspectPasted,
        Warning::UncertainSender,
        Warning::ControlCharacters,
        Warning::SeveralFiles,
    ];

    /// Returns the code of this warning in files.
    pub fn word(self) -> &'static str {
        match self {
            Warning::BackwardStep => "backward-step",
            Warning::RepeatedHour => "repeated-hour",
            Warning::MissingHour => "missing-hour",
            Warning::UndecodableBytes => "undecodable-bytes",
            Warning::DamagedBefore => "damaged-before",
            Warning::HeaderInBody => "header-in-body",
            Warning::SuspectPasted => "suspect-pasted",
            Warning::UncertainSender => "uncertain-sender",
            Warning::ControlCharacters => "control-characters",
            Warning::SeveralFiles => "several-files",
        }
    }
}

/// One message, as its export gives it. It borrows from the reader's buffer.
///
/// `header`, `lead`, `body` and `tail` tile `raw`: every byte of a message is in exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// The place in its conversation, counted from 1 in the order of the file. Never sorted.
    pub seq: u64,
    /// The first byte of `raw` in its file, counted from 0.
    pub offset: u64,
    /// How many bytes it has in its file; `raw` has another number of them where the file is not
    /// in UTF-8.
    pub length: u64,
    /// The line on which it starts, counted from 1.
    pub line: u64,
    /// Everything from the first byte of the header to the last of the body, without the line end
    /// that closes the message. It is in UTF-8 even where the file is in another encoding.
    pub raw: &'a [u8],
    /// The same bytes as they stand in the file; those of `raw` where that is in UTF-8.
    pub original: &'a [u8],
    /// The part of `raw` before the text: marks, date, time and sender.
    pub header: &'a [u8],
    /// Text of the app's own in front of the body, such as a media marker; often empty.
    pub lead: &'a [u8],
    /// What the person wrote, byte for byte; or the words of the app when `sender` is `None`.
    pub body: &'a [u8],
    /// Text of the app's own behind the body, such as the mark of an edit; often empty.
    pub tail: &'a [u8],
    /// How `lead` and `tail`, or an app's notice, are known to be the app's.
    pub marker: Option<MarkerBasis>,
    /// The time, as written and as read.
    pub stamp: Stamp<'a>,
    /// The label of the sender as written, without directional marks; `None` where the app speaks.
    pub sender: Option<&'a str>,
    /// How the sender is known.
    pub sender_basis: SenderBasis,
    /// The label to which the app attributes its own notice, on apps that do so.
    pub attributed_to: Option<&'a str>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What a notice reports.
    pub event: Option<EventCode>,
    /// Whether the app marks it as edited. Earlier wording is not in such an export.
    pub edited: bool,
    /// Who deleted it, when it was.
    pub deleted: Option<DeletedBy>,
    /// The files it carries or names.
    pub attachments: Vec<Attachment<'a>>,
    /// What is in doubt about it.
    pub warnings: Vec<Warning>,
}

/// Whether two people speak, or a group.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConversationKind {
    /// Two people.
    Direct,
    /// A group.
    Group,
    /// The export does not tell.
    Unknown,
}

impl ConversationKind {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            ConversationKind::Direct => "direct",
            ConversationKind::Group => "group",
            ConversationKind::Unknown => "unknown",
        }
    }
}

/// A conversation, as its export names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conversation {
    /// The title as the export gives it, in a file name or a notice; empty where it gives none.
    pub title: String,
    /// Whether two people speak, or a group.
    pub kind: ConversationKind,
    /// The entry of the export that holds it.
    pub entry: String,
    /// The index of that entry, because two entries of a ZIP can share a name.
    pub entry_index: usize,
}
