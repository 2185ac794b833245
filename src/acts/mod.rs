//! What can be done to a batch: one act, one file. Each is done by a post at a time, leaves a line
//! in the journal, and is the same function whether a person asks for it now or a sample replays it.

mod add;
mod begin;
mod build;
mod decide;
mod error;
mod load;
mod people;
mod preview;
mod records;
mod replay;
mod report;
mod select;
mod sign;
mod standing;
mod stated;

pub use add::{Added, Adding, add};
pub use begin::{Beginning, begin};
pub use build::{BuildOutcome, Ready, build, ready, retained_list};
pub use decide::{Deciding, decide};
pub use error::ActError;
pub use load::{Loaded, SignOffs, load};
pub use people::{PeopleProposed, propose_people};
pub use preview::{PublicText, preview_public};
pub use records::{
    Looked, RecordLooked, RecordRemark, RecordsWritten, record_faults, record_remarks, records,
    records_sheet, take_in_records,
};
pub use replay::{Replay, ReplayStep, Step, StepDone, read_acts, replay};
pub use report::reporting;
pub use select::{Selected, select};
pub use sign::{SelectionSigning, sign_selection, sign_sensitivity};

use chrono::{DateTime, Utc};

use crate::journal::Replayed;

/// Who does something, and when. Neither is ever asked of the machine here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// When.
    pub at: DateTime<Utc>,
    /// The post that does it.
    pub by: String,
    /// Whether it is replayed from a sample.
    pub replayed: Replayed,
}
