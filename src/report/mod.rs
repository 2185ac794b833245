//! Reports: one shape of data, one file for each rendering. What is written is HTML for people and
//! JSON for machines, both always, from the same values. No report asks the clock; none holds the
//! text of a message.

mod batch;
mod validation;

pub use batch::{
    Audience, BatchReport, ConversationRow, EvidenceRow, GapRow, MonthRow, OutcomeCounts,
    RecordsCount, SourceRow,
};
pub use validation::{CheckRow, FindingRow, ValidationReport, Verdict};
