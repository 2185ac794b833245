//! `records`: list the records of the package, for people to review.

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{record_faults, records};
use crate::pack::Refused;
use crate::shown::{shown, shown_path};

/// Runs `records`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let written = records(&mut loaded, threads)?;
    let plan = loaded.plan(threads)?;
    let faults = record_faults(&plan, &written.rows);
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
    tell_refused(&written.refused, terminal);
    let mut last = "";
    for fault in &faults {
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
    let done = |exit| {
        Done::with(exit)
            .and("records", written.rows.len())
            .and("faults", faults.len())
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
