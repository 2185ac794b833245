//! `records`: list the records of the package, for people to review; as a sheet, out and back in.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{
    Loaded, RecordRemark, RecordsWritten, record_faults, record_remarks, records, records_sheet,
    take_in_records,
};
use crate::batch::{RecordFault, RecordRow, Sensitivity};
use crate::pack::Refused;
use crate::package::exemptions::Weight;
use crate::shown::{shown, shown_path};

/// What `records` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write the records as a spreadsheet too, for people to fill in: .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Take such a spreadsheet, filled in, into records.csv first; all of it or nothing
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    from: Option<PathBuf>,
}

/// Runs `records`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let written = match &args.from {
        Some(from) => {
            let (written, taken) = take_in_records(&mut loaded, from, threads)?;
            let taken = counted(taken as u64, "row", "rows");
            terminal.result(format!("{taken} taken in from {}", shown_path(from)));
            written
        }
        None => records(&mut loaded, threads)?,
    };
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let as_at = loaded.inputs.as_at;
    let faults = record_faults(&plan, &written.rows, as_at);
    let remarks = record_remarks(&plan, &appraisal, &written.rows, as_at);
    tell_written(&loaded, &written, terminal);
    tell_seen(&loaded, &written, terminal);
    tell_refused(&written.refused, terminal);
    tell_remarks(&remarks, terminal);
    tell_faults(&faults, terminal);
    if let Some(to) = &args.to {
        records_sheet(&written, &remarks, to, world.now)?;
        terminal.result(format!("Sheet for review: {}", shown_path(to)));
    }
    let warnings = remarks.iter().filter(|r| r.weight == Weight::Warning);
    let done = |exit| {
        Done::with(exit)
            .and("records", written.rows.len())
            .and("faults", faults.len())
            .and("warnings", warnings.count())
    };
    if faults.is_empty() {
        let next = match loaded.sign_offs().selection {
            Some(_) => "consign signoff --sensitivity --by \"POST\"",
            None => "consign signoff --selection --by \"POST\" --second \"ANOTHER POST\"",
        };
        terminal.next(next);
        return Ok(done(Exit::Done));
    }
    terminal.note(format!(
        "{} for a person (exit code 4). Fill in the columns from description on, then run this again.",
        counted(faults.len() as u64, "cell waits", "cells wait")
    ));
    Ok(done(Exit::NeedsPerson))
}

/// Tells which records there are, and what changed with them.
fn tell_written(loaded: &Loaded, written: &RecordsWritten, terminal: &mut Terminal<'_>) {
    terminal.result(format!(
        "{} in {}",
        counted(written.rows.len() as u64, "record", "records"),
        shown_path(&loaded.inputs.batch.records())
    ));
    for record in &written.again {
        terminal.note(format!(
            "Holds other messages than when it was reviewed; review it again: {}",
            shown(record)
        ));
    }
    for record in &written.gone {
        terminal.note(format!("Is no record any more: {}", shown(record)));
    }
    let told = |row: &&RecordRow| {
        let language = written
            .looked
            .get(&row.record)
            .and_then(|seen| seen.language);
        row.sensitivity == Sensitivity::NotReviewed && language == Some(row.language.as_str())
    };
    let told = written.rows.iter().filter(told).count() as u64;
    if told > 0 {
        terminal.note(format!(
            "The language of {} is proposed by how often letters follow each other in them; confirm it.",
            counted(told, "transcript", "transcripts")
        ));
    }
}

/// Tells what personal data was seen in each record, and what could not be looked into.
fn tell_seen(loaded: &Loaded, written: &RecordsWritten, terminal: &mut Terminal<'_>) {
    let (mut seen, mut unseen) = (0, 0);
    for (record, looked) in &written.looked {
        unseen += u64::from(looked.unseen);
        if !looked.counts.is_empty() {
            seen += 1;
            terminal.result(format!("  {}: {}", shown(record), looked.in_words()));
        }
        let counts: BTreeMap<&str, u64> = looked
            .counts
            .iter()
            .map(|(kind, n)| (kind.word(), *n))
            .collect();
        terminal.object(
            "personal-data",
            &serde_json::json!({
                "record": record,
                "counts": counts,
                "looked_into": !looked.unseen,
                "language_by_its_words": looked.language,
            }),
        );
    }
    if seen > 0 {
        terminal.result(format!(
            "Personal data was seen in {}; each place is listed in {}, which stays in the department. Names are not looked for.",
            counted(seen, "record", "records"),
            shown_path(&loaded.inputs.batch.personal_data())
        ));
    }
    if unseen > 0 {
        terminal.note(format!(
            "consign cannot look into {}: a person must.",
            counted(unseen, "attachment", "attachments")
        ));
    }
}

/// Tells what a reviewer should know; nothing of it stops the review.
fn tell_remarks(remarks: &[RecordRemark], terminal: &mut Terminal<'_>) {
    // What is said of many records alike is told once.
    let mut hints: BTreeMap<&str, u64> = BTreeMap::new();
    for remark in remarks {
        match remark.weight {
            Weight::Warning => {
                terminal.result(format!("  {}: {}", shown(&remark.record), remark.why));
            }
            Weight::Hint => *hints.entry(&remark.why).or_default() += 1,
        }
        terminal.object(
            "remark",
            &serde_json::json!({
                "record": remark.record,
                "weight": remark.weight.word(),
                "why": remark.why,
            }),
        );
    }
    for (hint, records) in hints {
        let records = counted(records, "record", "records");
        terminal.note(format!("Of {records}: {hint}"));
    }
}

fn tell_faults(faults: &[RecordFault], terminal: &mut Terminal<'_>) {
    let mut last = "";
    for fault in faults {
        if fault.record != last {
            terminal.result(format!("  {}", shown(&fault.record)));
            last = &fault.record;
        }
        terminal.result(format!("    {:<21} {}", fault.column, fault.why));
        terminal.object(
            "fault",
            &serde_json::json!({"record": fault.record, "column": fault.column, "why": fault.why}),
        );
    }
}
/// Tells of the records that TNA's transfer service refuses for their format.
pub(super) fn tell_refused(refused: &[Refused], terminal: &mut Terminal<'_>) {
    for Refused { record, why } in refused {
        let name = record.rsplit('/').next().unwrap_or_default();
        let object = serde_json::json!({"record": record, "why": why.words()});
        terminal.object("refused", &object);
        terminal.note(format!(
            "TNA's transfer service refuses {}: {}",
            why.words(),
            shown(name)
        ));
    }
}
