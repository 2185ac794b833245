//! What records.csv says of the record that a message would be transferred in.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::super::records::read_records;
use super::super::{ActError, Loaded};
use crate::appraisal::Row;
use crate::batch::RecordRow;
use crate::pack::Plan;
use crate::package::Cut;
use crate::search::{Prefilled, prefilled};

/// What is known of the record that a message would stand in.
#[derive(Default)]
pub(super) struct Fate {
    /// Its path; empty where there is none.
    pub record: String,
    /// The outcome of its sensitivity review.
    pub sensitivity: String,
    /// What follows for the release of the message.
    pub prefilled: Prefilled,
}

/// What is known of the records of a batch.
#[derive(Default)]
pub(super) struct Fates {
    records: BTreeMap<String, RecordRow>,
    plan: Option<(Arc<Plan>, Cut)>,
}

impl Fates {
    /// Returns what is known of the records of a batch as it stands.
    ///
    /// # Errors
    /// When `records.csv` is wrong, or a source cannot be read.
    pub fn of(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<Fates, ActError> {
        let Some(records) = read_records(loaded)? else {
            return Ok(Fates::default());
        };
        let plan = loaded.plan(threads)?;
        let cut = loaded.inputs.settings.parts;
        let records = records.into_iter();
        Ok(Fates {
            records: records.map(|row| (row.record.clone(), row)).collect(),
            plan: Some((plan, cut)),
        })
    }

    /// Returns what is known of the transcript that a message would stand in; nothing where it
    /// stands in none.
    pub fn of_message(&self, source: usize, index: usize, row: &Row) -> Fate {
        let Some(record) = self.record(source, index, row) else {
            return Fate::default();
        };
        let sensitivity = record.sensitivity.word();
        let decided = match record.decided_by.as_str() {
            "" => String::new(),
            by => format!(", decided by {by} on {}", record.decided_on),
        };
        Fate {
            record: record.record.clone(),
            sensitivity: sensitivity.to_owned(),
            prefilled: prefilled(sensitivity, &record.foi_codes, &decided),
        }
    }

    fn record(&self, source: usize, index: usize, row: &Row) -> Option<&RecordRow> {
        let (plan, cut) = self.plan.as_ref()?;
        let chat = plan.chats.iter().find(|chat| chat.source == source)?;
        if *chat.numbers.get(index)? == 0 {
            return None;
        }
        let part = chat.parts.get(&cut.part(row.date()))?;
        self.records.get(&part.transcript)
    }
}
