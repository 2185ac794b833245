//! What can be done to a batch: one act, one file. Each is done by a post at a time, leaves a line
//! in the journal, and is the same function whether a person asks for it now or a sample replays it.

mod add;
mod annex;
mod answer;
mod ask;
mod barred;
mod begin;
mod build;
mod copies;
mod decide;
mod decided_copies;
mod error;
mod evidence;
mod load;
mod paper;
mod people;
mod preview;
mod prove;
mod records;
mod replay;
mod replay_sheets;
mod replies;
mod report;
mod review_figures;
mod rules;
mod sample;
mod search;
mod second_look;
mod select;
mod sheet;
mod sign;
mod standing;
mod stands;
mod stated;
mod story;
mod undo;
mod verify;

pub use add::{Added, Adding, add};
pub use annex::annexing;
pub use answer::{Answering, SheetAnswered, SheetBack, answer};
pub use ask::{Asking, SheetAsked, ask};
pub use begin::{Beginning, begin};
pub use build::{BuildOutcome, Ready, build, ready, retained_list};
pub use copies::{StatingCopies, state_copies};
pub use decide::{Deciding, decide};
pub use error::ActError;
pub use evidence::{SignedCopy, check_copies, keep_evidence, signed_copies};
pub use load::{Loaded, SignOffs, load, load_judged_by};
pub use paper::signoff_sheet;
pub use people::{PeopleProposed, propose_people};
pub use preview::{PublicText, preview_public};
pub use prove::{Proved, prove};
pub use records::{
    Looked, RecordLooked, RecordRemark, RecordsWritten, record_faults, record_remarks, records,
    records_sheet, take_in_records,
};
pub use replay::{Replay, ReplayStep, Step, StepAnswer, StepDone, read_acts, replay};
pub use replies::RowFaults;
pub use report::reporting;
pub use rules::{Difference, Fate, RulesChecked, RulesDiff, RulesWarning, check_rules, diff_rules};
pub use sample::{SampleStanding, sample_standing};
pub use search::{Answer, MOST_ROWS, Rows, Searching, compare, may_save, read_saved, save, search};
pub use second_look::{SecondLook, second_look};
pub use select::{Selected, in_force, select};
pub use sheet::spreadsheet;
pub use sign::{SelectionSigned, SelectionSigning, sign_selection, sign_sensitivity};
pub use stands::{SignOff, stands};
pub use story::{ToldAct, story};
pub use undo::{Undoing, undo};
pub use verify::{Agreement, LedgerCheck, LedgerVerified, verify_ledger};

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
