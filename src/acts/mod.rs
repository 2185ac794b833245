//! What can be done to a batch: one act, one file. Each is done by a post at a time, leaves a line
//! in the journal, and is the same function whether a person asks for it now or a sample replays it.

mod add;
mod answer;
mod ask;
mod begin;
mod build;
mod decide;
mod error;
mod load;
mod people;
mod records;
mod replay;
mod replay_sheets;
mod replies;
mod report;
mod review_figures;
mod sample;
mod second_look;
mod select;
mod sheet;
mod sign;
mod standing;
mod stated;
mod undo;

pub use add::{Added, Adding, add};
pub use answer::{Answering, SheetAnswered, SheetBack, answer};
pub use ask::{Asking, SheetAsked, ask};
pub use begin::{Beginning, begin};
pub use build::{BuildOutcome, Ready, build, ready};
pub use decide::{Deciding, decide};
pub use error::ActError;
pub use load::{Loaded, SignOffs, load};
pub use people::{PeopleProposed, propose_people};
pub use records::{RecordsWritten, record_faults, records};
pub use replay::{Replay, ReplayStep, Step, StepAnswer, StepDone, read_acts, replay};
pub use replies::RowFaults;
pub use report::reporting;
pub use sample::{SampleStanding, sample_standing};
pub use second_look::{SecondLook, second_look};
pub use select::{Selected, select};
pub use sheet::spreadsheet;
pub use sign::{SelectionSigned, SelectionSigning, sign_selection, sign_sensitivity};
pub use undo::{Undoing, undo};

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
