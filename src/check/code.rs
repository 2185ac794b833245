//! Codes: each thing that can be wrong, with a stable id and what a person needs to know of it.

use std::cmp::Ordering;
use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The package is not valid.
    Error,
    /// The package is valid, and something about it can do harm.
    Warning,
    /// Something to know; nothing is wrong.
    Note,
}

impl Severity {
    /// Returns the word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A thing that can be wrong. Two codes are the same if their ids are.
///
/// A code is a `static` in the file of its family, beside the check that raises it, and is named
/// in that check's `raises`. An id is never given a second meaning and never used again.
#[derive(Debug)]
pub struct Code {
    /// The family, and three digits: `BAG-014`.
    pub id: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where the rule stands: `RFC 8493, 2.1.3`.
    pub clause: &'static str,
    /// What is wrong, in one sentence.
    pub title: &'static str,
    /// Why it matters, in a few sentences.
    pub explanation: &'static str,
    /// What to do now, in one sentence.
    pub remedy: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Code) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Code) -> Ordering {
        self.id.cmp(other.id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id)
    }
}
