//! Proposes the records of the batch, and keeps what people filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use super::{ActError, Loaded};
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
    /// Attachments that TNA's transfer service refuses for their format.
    pub refused: Vec<Refused>,
}

/// Writes `records.csv` for the selection as it is now.
///
/// # Errors
/// When the sources cannot be read, or the file is wrong or cannot be written.
pub fn records(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<RecordsWritten, ActError> {
    let plan = loaded.plan(threads)?;
    let reviewed = read_records(loaded)?.unwrap_or_default();
    let (rows, again) = merge_records(plan.proposals(), &reviewed);
    let now: BTreeSet<&str> = rows.iter().map(|row| row.record.as_str()).collect();
    let gone = reviewed
        .iter()
        .filter(|row| !now.contains(row.record.as_str()))
        .map(|row| row.record.clone())
        .collect();
    write_whole(
        &loaded.inputs.batch.records(),
        write_records(&rows).as_bytes(),
    )?;
    let appraisal = loaded.appraisal(threads)?;
    let refused = refused_attachments(&loaded.inputs, &appraisal, &plan, threads)?;
    Ok(RecordsWritten {
        rows,
        again,
        gone,
        refused,
    })
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

/// Returns what must be mended before the sensitivity review can be signed off.
pub fn record_faults(plan: &Plan, rows: &[RecordRow]) -> Vec<RecordFault> {
    let mut found = faults(rows);
    let outcomes: BTreeMap<&str, Sensitivity> = rows
        .iter()
        .map(|row| (row.record.as_str(), row.sensitivity))
        .collect();
    let outcome = |record: &str| outcomes.get(record).copied();
    for part in plan.chats.iter().flat_map(|chat| chat.parts.values()) {
        if outcome(&part.transcript) != Some(Sensitivity::Retained) {
            continue;
        }
        for attachment in part.attachments.values() {
            if outcome(&attachment.path) != Some(Sensitivity::Retained) {
                found.push(RecordFault {
                    record: attachment.path.clone(),
                    column: "sensitivity",
                    why: "must be retained-3(4), because its transcript is".to_owned(),
                });
            }
        }
    }
    found
}
