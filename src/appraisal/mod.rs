//! Appraisal: every source read, every rule and every person's decision applied, one effective
//! decision for each message. It is a function of sources, settings and journal, and is derived
//! again whenever it is needed.
//!
//! Three passes over compact rows: a first reading finds which rules hit each message; context is
//! spread over the rows; a second reading emits the ledger and the transcripts. Of each message
//! only a row stays in memory, never its words. Sources that may be of one conversation are read
//! once more between the first two, to find which of their messages are copies: these share one
//! decision and one hold.

mod asked;
mod carried;
mod copies;
mod desk;
mod elsewhere;
mod explained;
mod inputs;
mod known;
mod ledger;
mod raw;
mod rows;
mod search;
mod settled;
mod sight;
mod tally;
mod why;

pub use asked::ask_again;
pub use copies::{AliasTold, ClockTold, Copies, Member, Opposite, Pair, PairDifference, PairTold};
pub use desk::{check_unchanged, find_message, read_again};
pub use explained::{Explained, HoldTold, Neighbour, RuleTold, explain};
pub use inputs::{Inputs, Person, PersonDecision, SourceInput};
pub use ledger::{decided_by, write_ledger, write_ledger_again};
pub use raw::read_raw;
pub use rows::{AttachmentRow, NO_LABEL, Rest, Row, SourceAppraised, SourceCopies};
pub use search::{Searched, Seeking, Sighted, Sought, search};
pub use settled::{ChangedRows, UpToDate};
pub use tally::{MonthTally, Tally, tally};
pub use why::{Tell, Whys};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::align::Stated;
use crate::batch::CopyError;
use crate::fixity::Sha256Digest;
use crate::message::{MessageId, SourceId};
use crate::parallel::try_map;
use crate::source::ReadError;

/// All sources of a batch, appraised.
pub struct Appraisal {
    /// The sources, in the order in which they were added.
    pub sources: Vec<SourceAppraised>,
    /// Which of their messages are copies of one another.
    pub copies: Arc<Copies>,
    /// The day at which holds were judged.
    as_at: NaiveDate,
    /// What people had decided.
    decisions: BTreeMap<MessageId, PersonDecision>,
    /// What people had stated of two sources.
    stated: BTreeMap<(SourceId, SourceId), Stated>,
}

/// A batch that could not be appraised.
#[derive(Debug, thiserror::Error)]
pub enum AppraisalError {
    /// A source could not be read.
    #[error("source {id}: {error}")]
    Read {
        /// The source.
        id: SourceId,
        /// Why.
        error: Box<ReadError>,
    },
    /// A source could not be hashed.
    #[error(transparent)]
    Hash(#[from] CopyError),
    /// A source is not what was added.
    #[error(
        "source {id} ({name}) was changed after it was added: its SHA-256 is {found}, and was {expected}. Put the file back as it was received; the batch cannot go on with another"
    )]
    Changed {
        /// The source.
        id: SourceId,
        /// Its file.
        name: String,
        /// The SHA-256 in the journal.
        expected: Sha256Digest,
        /// The SHA-256 of the file.
        found: Sha256Digest,
    },
    /// The format of a source is not known to this version.
    #[error("source {id} is of the format {format}, which this version of consign does not read")]
    Format {
        /// The source.
        id: SourceId,
        /// The format.
        format: String,
    },
    /// A second reading gave something else than the first.
    #[error("source {id} changed while it was being read")]
    Unsteady {
        /// The source.
        id: SourceId,
    },
    /// The ledger could not be written.
    #[error("cannot write the ledger: {0}")]
    Ledger(std::io::Error),
}

impl Appraisal {
    /// Reads and appraises every source, several at a time. The result does not depend on the
    /// number of threads.
    ///
    /// # Errors
    /// When a source changed since it was added, or cannot be read.
    pub fn of(inputs: &Inputs, threads: NonZeroUsize) -> Result<Appraisal, AppraisalError> {
        let indexes = (0..inputs.sources.len()).collect();
        let sources = try_map(indexes, threads, |index| desk::appraise(inputs, index))?;
        let mut appraisal = Appraisal {
            sources,
            copies: Arc::default(),
            as_at: inputs.as_at,
            decisions: inputs.decisions.clone(),
            stated: inputs.stated.clone(),
        };
        appraisal.find_copies(inputs, threads)?;
        copies::share(&mut appraisal.sources, &appraisal.copies, inputs);
        Ok(appraisal)
    }

    /// Returns every label that the sources use, so that the register can be asked about it.
    pub fn labels(&self) -> BTreeSet<String> {
        self.sources
            .iter()
            .flat_map(|source| source.labels.iter().cloned())
            .collect()
    }
}
