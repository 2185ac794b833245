//! The ledger: the account of every message that was read, with its decision and all reasons.
//!
//! It is derived again at any time from sources, settings and journal, and must then be the same
//! bytes. It holds no words of any message but those that a rule looked for; a message's own bytes
//! are bound by an HMAC under a key that stays in the department, because a bare hash of "ok" can
//! be guessed.

mod compare;
mod key;
mod read;
mod revise;

pub use compare::{Compared, Comparing, RowDifference};
pub use key::{BadKey, LedgerKey};
pub use read::{LedgerError, RowRead, read_ledger};
pub use revise::{Revision, revise_ledger};

use std::io::{self, Write};

use crate::fixity::Sha256Digest;
use crate::message::MessageId;

/// The columns of `ledger.csv`, in order.
pub const COLUMNS: [&str; 15] = [
    "id",
    "conversation",
    "seq",
    "local",
    "kind",
    "outcome",
    "basis",
    "decided_by",
    "context_of",
    "rules_hit",
    "held_by",
    "transferred",
    "copy_of",
    "copy_evidence",
    "hmac_sha256",
];

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow<'a> {
    /// The id of the message.
    pub id: MessageId,
    /// The conversation, such as `chat-001` or the source's id where nothing of it is transferred.
    pub conversation: &'a str,
    /// Its place in the conversation, from 1.
    pub seq: u64,
    /// Its local time, in ISO 8601.
    pub local: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// The effective decision.
    pub outcome: &'static str,
    /// Whether a rule, context, a person, the policy's otherwise or the decision on a copy decided.
    pub basis: &'static str,
    /// The rule or the number of the journal's line that decided.
    pub decided_by: String,
    /// The message whose context it is.
    pub context_of: Option<MessageId>,
    /// Every rule that hit, with the words that hit: `K2: agreed, sign off`.
    pub rules_hit: String,
    /// The holds that catch it.
    pub held_by: String,
    /// Whether it is to be transferred, as far as selection and holds go.
    pub transferred: bool,
    /// Of a copy, the message whose copy it is: of all copies the one that holds most. `None` of
    /// that one, and where there are no copies.
    pub copy_of: Option<MessageId>,
    /// How a copy is known to be one; empty where it is none.
    pub copy_evidence: &'static str,
    /// The HMAC of its bytes.
    pub hmac: Sha256Digest,
}

impl LedgerRow<'_> {
    /// Returns another message, as it stands in a row.
    fn written(other: Option<&MessageId>) -> String {
        other.map(ToString::to_string).unwrap_or_default()
    }

    fn yes_or_no(transferred: bool) -> &'static str {
        match transferred {
            true => "yes",
            false => "no",
        }
    }
}

/// A ledger being written.
pub struct LedgerWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> LedgerWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When `to` fails.
    pub fn begin(to: W) -> io::Result<LedgerWriter<W>> {
        let mut csv = csv::WriterBuilder::new()
            .buffer_capacity(1 << 18)
            .from_writer(to);
        csv.write_record(COLUMNS)?;
        Ok(LedgerWriter { csv })
    }

    /// Writes rows without a header before them.
    fn without_header(to: W) -> LedgerWriter<W> {
        let csv = csv::Writer::from_writer(to);
        LedgerWriter { csv }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn row(&mut self, row: &LedgerRow<'_>) -> io::Result<()> {
        self.cells([
            &row.id.to_string(),
            row.conversation,
            &row.seq.to_string(),
            &row.local,
            row.kind,
            row.outcome,
            row.basis,
            &row.decided_by,
            &LedgerRow::written(row.context_of.as_ref()),
            &row.rules_hit,
            &row.held_by,
            LedgerRow::yes_or_no(row.transferred),
            &LedgerRow::written(row.copy_of.as_ref()),
            row.copy_evidence,
            &row.hmac.to_string(),
        ])
    }

    fn cells(&mut self, cells: [&str; COLUMNS.len()]) -> io::Result<()> {
        self.csv.write_record(cells)?;
        Ok(())
    }

    /// Writes what is left and returns the writer below.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn finish(self) -> io::Result<W> {
        self.csv
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}
