//! Sources: the apps whose exports are read.
//!
//! One app, one file (or folder), one line in [`registry::FORMATS`], one folder of samples. A
//! format *sights* an export and says how sure it is; then it *reads* it, handing over everything
//! it finds to an [`Intake`]. A reader never decides what is selected, never sorts, never repairs
//! a word: what it cannot understand it hands over as residue.

mod account;
pub mod collected;
mod encoding;
mod evidence;
mod lines;
pub mod registry;
pub mod whatsapp;

pub use account::{
    Account, AppLanguage, AppWords, Attachments, EntryRole, EntryUse, Gap, GapCode, Lines, Span,
};
pub use encoding::TextEncoding;
pub use evidence::{Considered, DateOrder, Evidence, EvidenceKind, Level, Question};
pub use lines::TextLines;

use std::any::Any;
use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::container::{Container, OpenError};
use crate::message::{BadZone, Conversation, Message, Zone};
use crate::place::Place;

/// How sure a format is that an export is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sighting {
    /// It is not.
    No {
        /// Why not, in a phrase.
        why: String,
    },
    /// It may be.
    Plausible {
        /// Why, in a phrase.
        why: String,
    },
    /// It is.
    Certain {
        /// Why, in a phrase.
        why: String,
    },
}

/// A value that a person stated, and who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedBy<T> {
    /// The value.
    pub value: T,
    /// Who stated it, and why where they said: "Records Manager, because …".
    pub by: String,
}

/// What people stated about an export. Nothing of it is asked for by a reader itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The order of day, month and year.
    pub date_order: Option<StatedBy<DateOrder>>,
    /// The zone of the telephone when the export was made.
    pub zone: Option<StatedBy<Zone>>,
    /// The zone to assume where none is stated.
    pub assumed_zone: Option<Zone>,
    /// The day on which the export was made: no message can be later.
    pub exported_on: Option<NaiveDate>,
    /// How its text is encoded.
    pub encoding: Option<StatedBy<TextEncoding>>,
    /// Which of several chats in it is meant, counted from 1 in the order of the container.
    pub chat: Option<StatedBy<usize>>,
}

/// A piece of an export that could not be understood, kept and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residue {
    /// Where it stands.
    pub at: Place,
    /// How many bytes it has.
    pub bytes: u64,
    /// What is the matter with it.
    pub why: &'static str,
}

/// Whether the reader shall go on. [`ControlFlow::Break`] stops it; the intake knows why.
pub type Flow = ControlFlow<()>;

/// Where a reader hands over what it finds.
pub trait Intake {
    /// Takes a conversation: the messages that follow belong to it.
    fn conversation(&mut self, conversation: &Conversation) -> Flow;
    /// Takes a decision about the whole export, with the evidence for it. All evidence comes
    /// before the first message.
    fn evidence(&mut self, evidence: &Evidence) -> Flow;
    /// Takes the next message, in the order of the file.
    fn message(&mut self, message: &Message<'_>) -> Flow;
    /// Takes a piece that could not be understood.
    fn residue(&mut self, residue: &Residue) -> Flow;
}

/// What a format found in the first pass over an export, for its own readings of that export.
pub struct FirstPass(Box<dyn Any + Send + Sync>);

impl FirstPass {
    /// Keeps what a format found.
    fn found(found: impl Any + Send + Sync) -> FirstPass {
        FirstPass(Box::new(found))
    }

    /// Returns what the format found.
    fn get<T: Any>(&self) -> &T {
        let found = self.0.downcast_ref();
        found.expect("a format is given its own first pass, and no other's")
    }
}

/// An app's export format.
pub trait SourceFormat: Sync {
    /// Returns its name for files and the command line, in kebab-case: `whatsapp-text`.
    fn id(&self) -> &'static str;
    /// Returns its name for people: "WhatsApp chat export".
    fn title(&self) -> &'static str;
    /// Returns the name of the app: "WhatsApp".
    fn app(&self) -> &'static str;
    /// Returns the letters with which ids of its sources begin: `wa`.
    fn prefix(&self) -> &'static str;
    /// Returns what this kind of export can never contain, as code and plain words.
    fn never_exported(&self) -> &'static [(&'static str, &'static str)];

    /// Returns the label until now and the new one, where the words of a notice that somebody's
    /// number changed name both.
    fn number_change(&self, notice: &[u8]) -> Option<(String, String)>;

    /// Says whether an export is of this format.
    ///
    /// # Errors
    /// When the export cannot be read.
    fn sight(&self, export: &dyn Container) -> Result<Sighting, ReadError>;

    /// Reads what only the whole of an export tells, before any message of it can be understood.
    ///
    /// # Errors
    /// As [`read`](SourceFormat::read).
    fn first_pass(&self, export: &dyn Container, stated: &Stated) -> Result<FirstPass, ReadError>;

    /// Reads an export to its end, as [`read`](SourceFormat::read) does, of which the first pass
    /// was made before.
    ///
    /// # Errors
    /// As [`read`](SourceFormat::read).
    fn read_after(
        &self,
        first: &FirstPass,
        export: &dyn Container,
        stated: &Stated,
        intake: &mut dyn Intake,
    ) -> Result<Account, ReadError>;

    /// Reads an export to its end and returns the account of its bytes and lines.
    ///
    /// # Errors
    /// When it cannot be read, is of a dialect that is not known, or needs a person's word first.
    fn read(
        &self,
        export: &dyn Container,
        stated: &Stated,
        intake: &mut dyn Intake,
    ) -> Result<Account, ReadError> {
        let first = self.first_pass(export, stated)?;
        self.read_after(&first, export, stated, intake)
    }
}

/// An export that was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The container or the file system failed.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Reading stopped in the middle.
    #[error("cannot read {at}: {source}")]
    Io {
        /// Where it stopped.
        at: Place,
        /// What the system or the ZIP said.
        source: std::io::Error,
    },
    /// It is not an export of this format.
    #[error("{at}: {why}")]
    NotThis {
        /// The file.
        at: Place,
        /// Why not.
        why: String,
    },
    /// It is an export, but in a form that is not known. It is refused rather than misread.
    #[error("{at}: {why}")]
    UnknownDialect {
        /// The first line that does not fit.
        at: Place,
        /// What about it is not known, with the line as it stands.
        why: String,
    },
    /// A person must say something first; a habit alone would decide.
    #[error("{at}: {question}")]
    Undecided {
        /// The first line for which it matters.
        at: Place,
        /// The question, with the two readings.
        question: String,
    },
    /// It passes a limit.
    #[error("{at}: {limit}")]
    Limit {
        /// Where.
        at: Place,
        /// The limit by name, and how to raise it.
        limit: String,
    },
    /// A time zone is not known.
    #[error(transparent)]
    Zone(#[from] BadZone),
    /// The sums do not add up: our own fault, and never passed over.
    #[error("{at}: the account does not add up: {sum}")]
    Unbalanced {
        /// The file.
        at: Place,
        /// The sum that fails.
        sum: String,
    },
    /// The intake asked to stop.
    #[error("stopped")]
    Stopped,
}
