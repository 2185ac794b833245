//! A batch is a folder: sources, settings and a journal. All else is derived from them again.

mod capture;
mod files;
mod lock;
mod records;
mod settings;
mod sources;

pub use crate::package::OWN_PROFILE;
pub use capture::{ABOUT, Capture, CaptureStatement, DateOrderStated};
pub use files::{FileError, read_bytes, read_text, write_whole};
pub use lock::{Lock, LockError};
pub use records::{
    BadCell, RECORD_COLUMNS, RecordFault, RecordRow, Sensitivity, faults, parse_records,
    write_records,
};
pub use settings::{Settings, SettingsError};
pub use sources::{AddedSource, CopyError, copy_export, hash_file};

use std::path::{Path, PathBuf};

use crate::message::SourceId;

/// A batch folder, and where everything in it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    root: PathBuf,
}

impl Batch {
    /// Returns the batch in the folder `root`.
    pub fn at(root: impl Into<PathBuf>) -> Batch {
        Batch { root: root.into() }
    }

    /// Returns the folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Tells whether the folder holds a batch.
    pub fn exists(&self) -> bool {
        self.settings().is_file()
    }

    /// Returns the path of the settings.
    pub fn settings(&self) -> PathBuf {
        self.root.join("batch.toml")
    }

    /// Returns the path of the selection policy.
    pub fn rules(&self) -> PathBuf {
        self.root.join("rules.toml")
    }

    /// Returns the path of the register of people.
    pub fn people(&self) -> PathBuf {
        self.root.join("people.csv")
    }

    /// Returns the path of the records and the outcome of their sensitivity review.
    pub fn records(&self) -> PathBuf {
        self.root.join("records.csv")
    }

    /// Returns the path of the list of personal data that was seen. It stays in the department.
    pub fn personal_data(&self) -> PathBuf {
        self.root.join("personal-data.csv")
    }

    /// Returns the path of the journal.
    pub fn journal(&self) -> PathBuf {
        self.root.join("journal.jsonl")
    }

    /// Returns the path of the ledger.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger.csv")
    }

    /// Returns the path of the key of the ledger's HMACs. It is never packaged.
    pub fn ledger_key(&self) -> PathBuf {
        self.root.join("ledger.key")
    }

    /// Returns the folder of a source.
    pub fn source(&self, id: &SourceId) -> PathBuf {
        self.root.join("sources").join(id.as_str())
    }

    /// Returns the folder of the reasons that people gave, in files named by their hash.
    pub fn remarks(&self) -> PathBuf {
        self.root.join("remarks")
    }

    /// Returns the folder of signed copies, in files named by their hash.
    pub fn evidence(&self) -> PathBuf {
        self.root.join("evidence")
    }

    /// Returns the list of the messages that a sheet asks about.
    pub fn sheet(&self, sheet: &str) -> PathBuf {
        self.root.join("sheets").join(format!("{sheet}.csv"))
    }

    /// Returns the folder of saved searches.
    pub fn searches(&self) -> PathBuf {
        self.root.join("searches")
    }

    /// Returns the folder of packages and reports.
    pub fn out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// Returns the folder for work that is thrown away.
    pub fn spool(&self) -> PathBuf {
        self.root.join("out").join(".spool")
    }
}
