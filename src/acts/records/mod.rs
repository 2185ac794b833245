//! Proposes the records of the batch, and keeps what people filled in.

mod looked;
mod remarks;
mod retained;
mod sheet;

pub use looked::{Looked, RecordLooked};
pub use remarks::{RecordRemark, record_remarks};
pub(super) use retained::retained_csv;
pub use sheet::{records_sheet, take_in_records};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::batch::{
    RecordFault, RecordRow, Sensitivity, faults, parse_records, read_text, write_records,
    write_whole,
};
use crate::pack::{Plan, Refused, merge_records, refused_attachments};

/// The records as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsWritten {
    /// Every record.
    pub rows: Vec<RecordRow>,
    /// Records whose messages changed since they were reviewed: their review starts again.
    pub again: BTreeSet<String>,
    /// Records that were in the file and are none any more.
    pub gone: Vec<String>,
    /// What was seen in each record.
    pub looked: Looked,
    /// Attachments that TNA's transfer service refuses for their format.
    pub refused: Vec<Refused>,
}

/// Writes `records.csv` for the selection as it is now, and the list of personal data seen.
///
/// # Errors
/// When the sources cannot be read, or a file is wrong or cannot be written.
pub fn records(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<RecordsWritten, ActError> {
    let reviewed = read_records(loaded)?.unwrap_or_default();
    write(loaded, &reviewed, threads)
}

/// Writes the records with what is reviewed put into them.
fn write(
    loaded: &mut Loaded,
    reviewed: &[RecordRow],
    threads: NonZeroUsize,
) -> Result<RecordsWritten, ActError> {
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let looked = looked::looked(loaded, &appraisal, &plan, threads)?;
    let proposals = proposals(loaded, &plan, &appraisal, &looked);
    let (rows, again) = merge_records(proposals, reviewed);
    let now: BTreeSet<&str> = rows.iter().map(|row| row.record.as_str()).collect();
    let gone = reviewed
        .iter()
        .filter(|row| !now.contains(row.record.as_str()))
        .map(|row| row.record.clone())
        .collect();
    let batch = &loaded.inputs.batch;
    write_whole(&batch.records(), write_records(&rows).as_bytes())?;
    write_whole(&batch.personal_data(), &looked::personal_data_csv(&looked))?;
    let refused = refused_attachments(&loaded.inputs, &appraisal, &plan, threads)?;
    Ok(RecordsWritten {
        rows,
        again,
        gone,
        looked,
        refused,
    })
}

/// Returns every record with what is proposed for it: by the plan, the posts and the words.
fn proposals(
    loaded: &Loaded,
    plan: &Plan,
    appraisal: &Appraisal,
    looked: &Looked,
) -> Vec<RecordRow> {
    let mut rows = described(loaded, plan, appraisal);
    for row in &mut rows {
        if let Some(language) = looked.get(&row.record).and_then(|seen| seen.language) {
            language.clone_into(&mut row.language);
        }
    }
    rows
}

/// Returns every record with what is proposed for it by the plan and the posts.
pub(super) fn described(loaded: &Loaded, plan: &Plan, appraisal: &Appraisal) -> Vec<RecordRow> {
    let mut descriptions = plan.descriptions(appraisal, &loaded.inputs.people);
    let mut rows = plan.proposals();
    for row in &mut rows {
        if let Some(description) = descriptions.remove(&row.record) {
            row.description = description;
        }
    }
    rows
}

/// Returns the rows of `records.csv`, or `None` where there is no such file yet.
///
/// # Errors
/// When the file cannot be read or is wrong.
pub(super) fn read_records(loaded: &Loaded) -> Result<Option<Vec<RecordRow>>, ActError> {
    let path = loaded.inputs.batch.records();
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(parse_records("records.csv", &read_text(&path)?)?))
}

/// Returns what must be mended before the sensitivity review can be signed off on a day.
pub fn record_faults(plan: &Plan, rows: &[RecordRow], as_at: NaiveDate) -> Vec<RecordFault> {
    let mut found = faults(rows, as_at);
    let outcomes: BTreeMap<&str, Sensitivity> = rows
        .iter()
        .map(|row| (row.record.as_str(), row.sensitivity))
        .collect();
    let outcome = |record: &str| outcomes.get(record).copied();
    for part in plan.chats.iter().flat_map(|chat| chat.parts.values()) {
        if outcome(&part.transcript) != Some(Sensitivity::Retained) {
            continue;
        }
        let files = part.attachments.values().map(|file| &file.path);
        for record in files.chain([&part.participants]) {
            if outcome(record) != Some(Sensitivity::Retained) {
                found.push(RecordFault {
                    record: record.clone(),
                    column: "sensitivity",
                    why: "must be retained-3(4), because its transcript is".to_owned(),
                });
            }
        }
    }
    found
}
