//! `records`: list the records of the package, for people to review.

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{record_faults, records};
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
        "{} records in {}",
        written.rows.len(),
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
    for fault in &faults {
        terminal.result(format!(
            "  {}: {} {}",
            shown(&fault.record),
            fault.column,
            fault.why
        ));
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
        terminal.next("consign signoff --selection, then consign signoff --sensitivity");
        return Ok(done(Exit::Done));
    }
    terminal.note(format!(
        "{} cells wait for a person (exit code 4). Fill in the columns from description on, then run this again.",
        faults.len()
    ));
    Ok(done(Exit::NeedsPerson))
}
