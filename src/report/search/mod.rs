//! What is written of a search: its certificate and its schedule, each for people and for machines.
//! The schedule alone of all pages holds the words of messages.

mod certificate;
mod schedule;
mod sheet;

pub use certificate::{certificate_html, certificate_json, certificate_text};
pub use schedule::{schedule_html, schedule_json};
pub use sheet::schedule_sheet;
