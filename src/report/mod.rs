//! Reports: one shape of data, one file for each rendering. What is written is HTML for people and
//! JSON for machines, both always, from the same values. No report asks the clock; none holds the
//! text of a message, but for the [schedule of a search](schedule_html).
//!
//! Pages are single files without script, link or font: they open from a USB stick, print on A4 and
//! can be filed. Their templates are in `templates/`; whatever a template writes goes through
//! `page::Spelt`, so that no value can be forgotten.

mod annex;
mod asked;
mod batch;
mod chart;
mod codes;
mod document;
mod findings;
mod from_checks;
mod html;
mod json;
pub(crate) mod page;
mod policy;
mod reconcile;
#[cfg(test)]
mod samples;
mod search;
mod signoff;
#[cfg(test)]
mod tests;
mod text;
mod transparency;
mod validation;

pub use annex::{Annex, DecidedBy, HoldUsed, NeverExported, RuleUsed, SignedOff, appraisal_annex};
pub use batch::{
    Acts, Audience, BatchReport, ConversationRow, Due, EvidenceRow, GapRow, MonthRow, RecordsCount,
    ReviewFigures, SampleRow, SourceRow,
};
pub use codes::codes_html;
pub use document::{Block, Column, Document, Said, Section, Table};
pub use from_checks::{validation_of, validation_of_group};
pub use html::{batch_html, validation_html};
pub use json::{BATCH_FORMAT, VALIDATION_FORMAT, batch_json, validation_json};
pub use policy::{PublishedPolicy, PublishedRule, policy_html};
pub use search::{
    certificate_html, certificate_json, certificate_text, schedule_html, schedule_json,
    schedule_sheet,
};
pub use signoff::{HoldSigned, SignOffSheet, signoff_html};
pub use text::{reconcile_text, validation_text};
pub use transparency::transparency_record;
pub use validation::{CheckRow, FindingRow, ValidationReport, Verdict};
