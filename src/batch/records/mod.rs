//! `records.csv`: one row a record, with its description, language, rights, and the outcome of
//! its sensitivity review. The first columns are proposed by consign and read-only; the rest are
//! a person's.

mod faults;
mod file;
mod row;
#[cfg(test)]
mod tests;

pub use faults::{RecordFault, faults};
pub use file::{parse_records, write_records};
pub use row::BadCell;

use chrono::NaiveDate;

/// The columns of `records.csv`, in order.
pub const RECORD_COLUMNS: [&str; 24] = [
    "record",
    "role",
    "messages",
    "first",
    "last",
    "content",
    "description",
    "language",
    "rights",
    "sensitivity",
    "decided_by",
    "decided_on",
    "foi_codes",
    "closure_periods",
    "closure_start",
    "foi_schedule_date",
    "title_closed",
    "alternate_title",
    "description_closed",
    "alternate_description",
    "retention_instrument",
    "retention_signed",
    "retention_ground",
    "note",
];

/// The outcome of the sensitivity review of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// Nobody has looked yet. Nothing is packed while a record is in this state.
    NotReviewed,
    /// Somebody else must be asked. Nothing is packed while a record is in this state.
    Consult,
    /// Open on transfer: TNA publishes it.
    Open,
    /// Closed under an exemption, by a schedule that exists.
    Closed,
    /// Retained by the department under section 3(4): it stays behind.
    Retained,
}

impl Sensitivity {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Sensitivity; 5] = [
        Sensitivity::NotReviewed,
        Sensitivity::Consult,
        Sensitivity::Open,
        Sensitivity::Closed,
        Sensitivity::Retained,
    ];

    /// Returns the word for this outcome in files.
    pub fn word(self) -> &'static str {
        match self {
            Sensitivity::NotReviewed => "not-reviewed",
            Sensitivity::Consult => "consult",
            Sensitivity::Open => "open",
            Sensitivity::Closed => "closed",
            Sensitivity::Retained => "retained-3(4)",
        }
    }
}

/// A row of `records.csv`: what consign proposes, and what people fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// The path of the record below `data/`.
    pub record: String,
    /// `transcript`, `attachment` or `participants`.
    pub role: String,
    /// How many messages it holds; of an attachment, how many carry it; of a file of
    /// participants, how many its transcript holds.
    pub messages: u64,
    /// The local date of its first message.
    pub first: NaiveDate,
    /// The local date of its last message: the date of the record.
    pub last: NaiveDate,
    /// A digest of which messages it holds. When it changes, the review starts again.
    pub content: String,
    /// The description, which is published with an open record.
    pub description: String,
    /// The languages, joined by `;`.
    pub language: String,
    /// `Crown`, `Third party` or `Unknown`.
    pub rights: String,
    /// The outcome of the sensitivity review.
    pub sensitivity: Sensitivity,
    /// The post that decided it.
    pub decided_by: String,
    /// The day on which it was decided.
    pub decided_on: String,
    /// FOI exemption codes, joined by `;`.
    pub foi_codes: String,
    /// Closure periods in years, one for each code, joined by `;`.
    pub closure_periods: String,
    /// The day on which the closure begins.
    pub closure_start: String,
    /// The date of the Advisory Council's schedule.
    pub foi_schedule_date: String,
    /// `Yes` or `No`: whether the file name is closed.
    pub title_closed: String,
    /// What is published instead of the file name.
    pub alternate_title: String,
    /// `Yes` or `No`: whether the description is closed.
    pub description_closed: String,
    /// What is published instead of the description.
    pub alternate_description: String,
    /// The number of the retention instrument.
    pub retention_instrument: String,
    /// The day on which it was signed.
    pub retention_signed: String,
    /// The ground of retention.
    pub retention_ground: String,
    /// A note, which is published.
    pub note: String,
}
