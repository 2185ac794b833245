//! What can be wrong with a ZIP: noted as data, because an export is refused for it, and a package
//! gets a finding.

use std::fmt;

use crate::shown::shown;

/// What can be wrong with a ZIP as a whole or with one of its entries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// It has no directory at its end: cut, or not a ZIP.
    NoDirectory(String),
    /// Its parts contradict each other, so that two readers can read two different things.
    Ambiguous(String),
    /// An entry is encrypted.
    Encrypted(String),
    /// An entry's name is absolute, climbs out with `..`, or is not portable.
    UnsafeName(String),
    /// Two entries share a name.
    DuplicateName,
    /// An entry is a link or another special file.
    Special(String),
    /// An entry is compressed in a way that is not read.
    Method(String),
    /// It has more entries than the budget.
    TooManyEntries {
        /// How many it has.
        entries: usize,
        /// The budget.
        limit: usize,
    },
    /// It unpacks to more bytes than the budget.
    TooLarge {
        /// The bytes it says it unpacks to.
        bytes: u128,
        /// The budget.
        limit: u64,
    },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::NoDirectory(why) => write!(
                f,
                "the ZIP has no directory at its end ({}): it was cut short, or is not a ZIP; copy it again from where it was made",
                shown(why)
            ),
            Trouble::Ambiguous(why) => write!(
                f,
                "the ZIP contradicts itself ({}), so that two programs can read two different things from it",
                shown(why)
            ),
            Trouble::Encrypted(name) => write!(
                f,
                "the entry {} is encrypted; ask for a copy without a password",
                shown(name)
            ),
            Trouble::UnsafeName(name) => write!(
                f,
                "the entry {} has an absolute name, one that climbs out of its folder, or one with a control character",
                shown(name)
            ),
            Trouble::DuplicateName => f.write_str("two entries of the ZIP have the same name"),
            Trouble::Special(name) => write!(
                f,
                "the entry {} is a link or another special file, not a regular one",
                shown(name)
            ),
            Trouble::Method(name) => write!(
                f,
                "the entry {} is compressed in a way that is not read (only stored and deflated are)",
                shown(name)
            ),
            Trouble::TooManyEntries { entries, limit } => write!(
                f,
                "the ZIP has {entries} entries, more than the limit of {limit}"
            ),
            Trouble::TooLarge { bytes, limit } => write!(
                f,
                "the ZIP says that it unpacks to {bytes} bytes, more than the limit of {limit}; raise it with --max-unpacked if this is right"
            ),
        }
    }
}

impl Trouble {
    /// Tells whether an export is refused for it. One in which two entries share a name is read:
    /// each entry stays told from the other by where it stands.
    pub fn refuses_an_export(&self) -> bool {
        !matches!(self, Trouble::DuplicateName)
    }
}
