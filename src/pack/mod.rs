//! The pipeline from an appraisal to a published package.
//!
//! The plan says which records there are; transcripts and files of participants are rendered to a
//! spool, so that sizes and the whole layout are known before a byte of media is read; the package
//! is written under a temporary name, opened again, held to every check that is applied to what
//! others send, and only then given its name.

mod assemble;
mod batch_report;
mod describe;
mod equations;
mod events;
mod ledger;
mod links;
mod media;
mod package_report;
mod part_names;
mod participants;
mod plan;
mod propose;
mod publish;
mod refused;
mod render;
mod share;
mod tags;
mod tdr;
mod upload;
mod write;
mod written;

pub use crate::manifest::words::{SELECTION_STATEMENT, SENSITIVITY_STATEMENT};
pub use assemble::{Assembled, BuildInputs};
pub use batch_report::{Reporting, batch_report};
pub use equations::source_equations;
pub use part_names::PartNames;
pub use participants::known;
pub use plan::{AttachmentPlan, ChatPlan, PartPlan, Plan};
pub use propose::{dates_in_words, merge_records};
pub use publish::{BuildError, Published, PublishedPackage, publish};
pub use refused::{Refused, refused_attachments};
pub use upload::{Upload, WasThere, upload_folder};
pub use written::messages_written;
