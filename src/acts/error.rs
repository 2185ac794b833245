//! Why an act was not done.

use crate::appraisal::AppraisalError;
use crate::batch::{CopyError, FileError, LockError, SettingsError};
use crate::container::OpenError;
use crate::error::IoAt;
use crate::fixity::Sha256Digest;
use crate::journal::JournalError;
use crate::ledger::{BadKey, LedgerError};
use crate::message::BadId;
use crate::pack::BuildError;
use crate::people::PeopleError;
use crate::selection::PolicyError;
use crate::sheet::SheetError;
use crate::source::ReadError;

/// Why an act was not done. Nothing was changed then, unless the message says so.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// A settings file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// `batch.toml` or `capture.toml` is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// `rules.toml` is wrong.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// `people.csv` is wrong.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The ledger's key cannot be used.
    #[error("ledger.key: {0}; put it back from a copy of the batch")]
    Key(#[from] BadKey),
    /// Another run is at work.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// An export could not be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// An export could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An export could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The batch could not be appraised.
    #[error(transparent)]
    Appraisal(#[from] AppraisalError),
    /// The package could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// An id is not one.
    #[error(transparent)]
    Id(#[from] BadId),
    /// A spreadsheet cannot be written or read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// A sheet that came back was not taken.
    #[error(transparent)]
    Answers(#[from] super::RowFaults),
    /// A line of the journal cannot be taken back.
    #[error(transparent)]
    Undo(#[from] crate::review::CannotUndo),
    /// It was asked for wrongly.
    #[error("{0}")]
    Asked(String),
    /// The folder or file that would be made is there already.
    #[error("{0}")]
    Exists(String),
    /// A file of the batch is not there.
    #[error("{0}")]
    Missing(String),
    /// The ledger on disk is not the one that the journal speaks of.
    #[error(
        "ledger.csv was changed after it was written: its SHA-256 is {found}, and by line {line} of the journal it was {expected}. consign ledger verify names the first row that differs; consign select writes the ledger again from the sources"
    )]
    LedgerChanged {
        /// The number of the journal's line.
        line: u64,
        /// The SHA-256 by that line.
        expected: Sha256Digest,
        /// The SHA-256 of the file.
        found: Sha256Digest,
    },
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A person must act first.
    #[error("{why}")]
    NeedsPerson {
        /// What is missing.
        why: String,
        /// The command that helps.
        next: String,
    },
}

impl ActError {
    /// Returns the error that a person must act first.
    pub fn person(why: impl Into<String>, next: impl Into<String>) -> ActError {
        ActError::NeedsPerson {
            why: why.into(),
            next: next.into(),
        }
    }
}
