//! `people`: propose who is who.

use super::args::Shared;
use super::count::counted;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::propose_people;
use crate::shown::{shown, shown_path};

/// Runs `people`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let people = propose_people(&mut loaded, shared.threads(world))?;
    terminal.result(format!(
        "{} in the sources, {} new in people.csv",
        counted(people.labels as u64, "label", "labels"),
        people.proposed.len()
    ));
    for label in &people.proposed {
        terminal.result(format!("  {}", shown(label)));
    }
    if !people.proposed.is_empty() {
        terminal.note(format!(
            "Complete {}: display_name and post are published; group is what rules speak of.",
            shown_path(&loaded.inputs.batch.people())
        ));
    }
    terminal.next("consign select --dry-run");
    Ok(Done::well()
        .and("labels", people.labels)
        .and("proposed", people.proposed))
}
