//! Taking back what a line of the journal decided.

use std::collections::BTreeMap;

use crate::journal::{Act, Entry};

/// Why a line cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotUndo {
    /// There is no such line.
    #[error("the journal has {last} lines, and so no line {line}")]
    NoSuchLine {
        /// The line that was asked for.
        line: u64,
        /// The last line.
        last: u64,
    },
    /// The line decided nothing about a message.
    #[error(
        "line {line} of the journal is {what}, not a decision about messages; only decisions can be taken back"
    )]
    NoDecision {
        /// The line.
        line: u64,
        /// What it is.
        what: &'static str,
    },
    /// It was taken back before.
    #[error(
        "line {line} of the journal was taken back before, by line {by}; to decide again, decide again"
    )]
    Before {
        /// The line.
        line: u64,
        /// The line that took it back.
        by: u64,
    },
}

/// Tells whether a line may be taken back: it must be a decision, a sheet that came back, or what was
/// stated of two sources, that was not taken back before.
///
/// # Errors
/// When it may not.
pub fn may_undo(entries: &[Entry], line: u64) -> Result<(), CannotUndo> {
    let Some(entry) = entries.iter().find(|entry| entry.n == line) else {
        let last = entries.len() as u64;
        return Err(CannotUndo::NoSuchLine { line, last });
    };
    let what = match &entry.act {
        Act::Decided(_) | Act::Answered(_) | Act::CopiesStated { .. } => {
            return match undone_lines(entries).get(&line) {
                Some(&by) => Err(CannotUndo::Before { line, by }),
                None => Ok(()),
            };
        }
        Act::Undone { .. } => "itself a taking back",
        Act::Begun { .. } => "the beginning of the batch",
        Act::SourceAdded { .. } => "an export that was added",
        Act::Selected { .. } => "the rules being applied",
        Act::Asked(_) => "a sheet that went out",
        Act::SelectionSigned { .. } | Act::SensitivitySigned { .. } => "a sign-off",
        Act::EvidenceKept { .. } => "a signed copy that was kept",
        Act::Built { .. } => "a package that was built",
    };
    Err(CannotUndo::NoDecision { line, what })
}

/// Returns the lines that were taken back, each with the line that did it.
pub fn undone_lines(entries: &[Entry]) -> BTreeMap<u64, u64> {
    let undone = entries.iter().filter_map(|entry| match entry.act {
        Act::Undone { line, .. } => Some((line, entry.n)),
        _ => None,
    });
    undone.collect()
}
