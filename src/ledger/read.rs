//! Reads a ledger row by row, to find a message in it without its sources.

use std::io::Read;

use super::COLUMNS;
use crate::place::Place;

/// A row of a ledger, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowRead {
    /// The id of the message.
    pub id: String,
    /// Its local time.
    pub local: String,
    /// The effective decision.
    pub outcome: String,
    /// What kind of thing decided: a rule, context, a person or the policy's otherwise.
    pub basis: String,
    /// The rule or the journal's line that decided.
    pub decided_by: String,
    /// The message whose context it is; empty where it is none's.
    pub context_of: String,
    /// The holds that catch it.
    pub held_by: String,
    /// Whether it is to be transferred, as far as selection and holds go.
    pub transferred: bool,
    /// Of a copy, the message whose copy it is; empty where it is none's.
    pub copy_of: String,
    /// The HMAC of its bytes, in hexadecimal.
    pub hmac: String,
}

/// A ledger that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{at}: {why}; consign select writes the ledger again")]
pub struct LedgerError {
    /// The line.
    pub at: Place,
    /// What is wrong with it.
    pub why: String,
}

/// Reads a ledger, and hands over each row. `file` is what it is called in messages.
///
/// # Errors
/// When it cannot be read, or is none.
pub fn read_ledger(
    file: &str,
    from: impl Read,
    mut each: impl FnMut(RowRead),
) -> Result<(), LedgerError> {
    let mut csv = csv::Reader::from_reader(from);
    let wrong = |line: u64, why: String| LedgerError {
        at: Place::line(file, line),
        why,
    };
    let header = csv.headers().map_err(|error| wrong(1, error.to_string()))?;
    if !header.iter().eq(COLUMNS) {
        return Err(wrong(1, "these are not the columns of a ledger".to_owned()));
    }
    for record in csv.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            wrong(line, error.to_string())
        })?;
        let cell = |name: &str| {
            let index = COLUMNS.iter().position(|column| *column == name);
            let cell = index.and_then(|index| record.get(index));
            cell.unwrap_or_default().to_owned()
        };
        each(RowRead {
            id: cell("id"),
            local: cell("local"),
            outcome: cell("outcome"),
            basis: cell("basis"),
            decided_by: cell("decided_by"),
            context_of: cell("context_of"),
            held_by: cell("held_by"),
            transferred: cell("transferred") == "yes",
            copy_of: cell("copy_of"),
            hmac: cell("hmac_sha256"),
        });
    }
    Ok(())
}
