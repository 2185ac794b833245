//! What stays in memory of a message: a row.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::copies::{Copies, Member};
use crate::align::{Evidence as CopyEvidence, Sketch};
use crate::batch::{AddedSource, Capture};
use crate::message::{
    AttachmentState, Conversation, Kind, MessageId, Precision, Zone, written_local,
};
use crate::selection::{Effect, Elsewhere, HitSet, HoldIndex, Outcome, Policy, Settled};
use crate::source::{Account, EntryRole, EntryUse, Evidence, FirstPass, Span};

/// The label index of a message that the app wrote.
pub const NO_LABEL: u32 = u32::MAX;

/// One message, without its words.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The first byte of its header in the chat file.
    pub offset: u64,
    /// Its local time, in seconds since 1970 as if it were UTC.
    pub local: i64,
    /// How many bytes it has there, without the line end after it.
    pub length: u32,
    /// The index of its sender's label in [`SourceAppraised::labels`], or [`NO_LABEL`].
    pub label: u32,
    /// The set of rules and holds that hit it.
    pub hits: HitSet,
    /// The effective decision.
    pub settled: Settled,
    /// What kind of thing it is.
    pub kind: Kind,
    /// How fine its time is.
    pub precision: Precision,
    /// Whether a hold keeps it back.
    pub held: bool,
}

impl Row {
    /// Returns the local time.
    pub fn local_time(&self) -> NaiveDateTime {
        DateTime::from_timestamp(self.local, 0)
            .unwrap_or_default()
            .naive_utc()
    }

    /// Returns the local date.
    pub fn date(&self) -> NaiveDate {
        self.local_time().date()
    }

    /// Returns the local time in ISO 8601.
    pub fn local_iso(&self) -> String {
        written_local(self.local_time(), self.precision)
    }

    /// Tells whether it is to be transferred, as far as selection and holds go.
    pub fn is_transferable(&self) -> bool {
        matches!(self.settled.outcome, Outcome::Select | Outcome::Context) && !self.held
    }
}

/// An attachment of a message, without its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentRow {
    /// The index of the message's row.
    pub row: u32,
    /// Where its bytes are.
    pub state: AttachmentState,
    /// What sort of thing it is, where the export says.
    pub media: Option<&'static str>,
    /// The entry of the export that holds it.
    pub entry: Option<u32>,
}

/// A source, read and appraised.
pub struct SourceAppraised {
    /// The source as it lies in the batch.
    pub source: AddedSource,
    /// How its export was made.
    pub capture: Capture,
    /// The zone in which its times were read.
    pub zone: Zone,
    /// What the first pass over it found, without which it cannot be read again.
    pub(super) first: FirstPass,
    /// Its conversation.
    pub conversation: Conversation,
    /// What was decided about it, and why.
    pub evidence: Vec<Evidence>,
    /// Its account.
    pub account: Account,
    /// The bytes of the file itself by what they are; nothing for a plain text file.
    pub makeup: Vec<(&'static str, u64)>,
    /// The names of the entries of the export.
    pub entries: Vec<String>,
    /// The labels of senders, in the order in which they were met.
    pub labels: Vec<String>,
    /// Its messages, in the order of the file.
    pub rows: Vec<Row>,
    /// Of notices that the app put under a name: the index of the row, and that name.
    pub attributed: Vec<(u32, String)>,
    /// The attachments of its messages, in the order of the file.
    pub attachments: Vec<AttachmentRow>,
    /// The sets of rules and holds that rows speak of.
    pub hit_sets: crate::selection::HitSets,
    /// What people decided, by index of the row.
    pub decided: Vec<(u32, Effect)>,
    /// Decisions of people that no longer hold, because the message's bytes are others.
    pub stale: Vec<u64>,
    /// The messages that are held because they carry a file that a held message carries too: the
    /// indexes of both rows, sorted.
    pub held_with: Vec<(u32, u32)>,
    /// The messages that are held because a copy of them is: the index of the row, and the copy,
    /// sorted.
    pub held_as_copy: Vec<(u32, Elsewhere)>,
    /// Its copies.
    pub copies: SourceCopies,
    /// The texts by which its conversation is found again; `None` where nobody asked yet.
    pub(super) sketch: Option<Sketch>,
    /// The holds, released ones too, that catch what of the source is no message.
    pub holds_of_rest: Vec<HoldIndex>,
}

/// The copies of a batch, as one of its sources sees them.
#[derive(Debug, Default)]
pub struct SourceCopies {
    /// The place of the source among the sources of the batch.
    pub(super) place: u32,
    /// The copies of the batch.
    pub(super) all: Arc<Copies>,
}

impl SourceCopies {
    /// Returns a message of this source as the others see it.
    pub(super) fn at(&self, row: usize) -> Elsewhere {
        Elsewhere {
            source: self.place,
            row: u32::try_from(row).expect("fewer than 2^32 messages"),
        }
    }

    /// Returns a message and the copies of it, the lead first; nothing where there are none.
    pub fn of(&self, row: usize) -> &[Member] {
        self.all.of(self.at(row))
    }

    /// Tells whether people are asked about a message: of copies about the lead, for all of them.
    pub fn is_lead(&self, row: usize) -> bool {
        self.all.is_lead(self.at(row))
    }

    /// Returns, of a message that is a copy, the id of the lead and how it is known; `None` of the
    /// lead itself, and where there are no copies.
    pub fn lead_of(&self, row: usize) -> Option<(MessageId, CopyEvidence)> {
        let members = self.of(row);
        let own = members.iter().find(|member| member.at == self.at(row))?;
        Some((self.id_of(members.first()?.at)?, own.evidence?))
    }

    /// Returns the id of a message that a decision or a hold names.
    pub fn id_of(&self, at: Elsewhere) -> Option<MessageId> {
        self.all.id_of(at)
    }
}

/// What of a source is no message, and is held with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The ids of the holds.
    pub holds: Vec<String>,
    /// Files that no message names.
    pub files: u64,
    /// Bytes of the chat that were not understood.
    pub bytes: u64,
}

impl SourceAppraised {
    /// Returns the id of the message at a row.
    pub fn id_of(&self, row: u32) -> MessageId {
        MessageId {
            source: self.source.id.clone(),
            offset: self.rows[row as usize].offset,
        }
    }

    /// Returns the index of the row of the message that begins at `offset`.
    pub fn row_at(&self, offset: u64) -> Option<u32> {
        // Rows stand in the order of the file.
        let found = self.rows.binary_search_by_key(&offset, |row| row.offset);
        u32::try_from(found.ok()?).ok()
    }

    /// Returns the label of a row's sender.
    pub fn label(&self, row: &Row) -> Option<&str> {
        self.labels
            .get(usize::try_from(row.label).ok()?)
            .map(String::as_str)
    }

    /// Returns the name under which the app put the notice at `row`.
    pub fn attributed_to(&self, row: usize) -> Option<&str> {
        let found = self
            .attributed
            .binary_search_by_key(&row, |(at, _)| *at as usize);
        found.ok().map(|index| self.attributed[index].1.as_str())
    }

    /// Returns whose device it was, where somebody stated that.
    pub fn custodian(&self) -> Option<String> {
        super::known::custodian(&self.capture)
    }

    /// Returns the row of the held message whose file the message at `row` carries too, where it
    /// is held for that alone.
    pub fn held_with(&self, row: usize) -> Option<&Row> {
        let found = self
            .held_with
            .binary_search_by_key(&row, |(at, _)| *at as usize);
        self.rows.get(self.held_with[found.ok()?].1 as usize)
    }

    /// Returns the copy of the message at `row` that is held, where it is held for that alone.
    pub fn held_as_copy(&self, row: usize) -> Option<MessageId> {
        let found = self
            .held_as_copy
            .binary_search_by_key(&row, |(at, _)| *at as usize);
        self.copies.id_of(self.held_as_copy[found.ok()?].1)
    }

    /// Returns what of the source is no message and is held on a day; `None` where nothing is.
    pub fn rest(&self, policy: &Policy, on: NaiveDate) -> Option<Rest> {
        let holds = self.holds_of_rest.iter().map(|hold| policy.hold(*hold));
        let holds: Vec<String> = holds
            .filter(|hold| hold.holds_on(on))
            .map(|hold| hold.id.clone())
            .collect();
        let unnamed = |entry: &&EntryUse| {
            use EntryRole::{Ambiguous, Twin, Unnamed};
            matches!(entry.role, Unnamed | Twin | Ambiguous)
        };
        let rest = Rest {
            holds,
            files: self.account.entries.iter().filter(unnamed).count() as u64,
            bytes: self.account.spans.get(&Span::Residue).copied().unwrap_or(0),
        };
        (!rest.holds.is_empty() && rest.files + rest.bytes > 0).then_some(rest)
    }

    /// Returns the attachments of the message at `row`.
    pub fn attachments_of(&self, row: usize) -> &[AttachmentRow] {
        let from = self.attachments.partition_point(|a| (a.row as usize) < row);
        let to = self
            .attachments
            .partition_point(|a| (a.row as usize) <= row);
        self.attachments.get(from..to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stays_in_memory_as_a_row_of_64_bytes_at_most() {
        assert!(size_of::<Row>() <= 64, "{} bytes", size_of::<Row>());
    }
}
