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
    let proposals = &people.proposals;
    terminal.result(format!(
        "{} in the sources, {} new in people.csv",
        counted(people.labels as u64, "label", "labels"),
        counted(proposals.rows.len() as u64, "row", "rows"),
    ));
    for proposal in &proposals.rows {
        let row = &proposal.row;
        terminal.result(format!("  {:<4} {}", row.key, shown(&row.label)));
        terminal.result(format!("       {}", proposal.why));
        terminal.object(
            "proposal",
            &serde_json::json!({"label": row.label, "key": row.key, "why": proposal.why}),
        );
    }
    for hint in &proposals.hints {
        terminal.result(format!("Look at: {hint}"));
        terminal.object("hint", &serde_json::json!({"words": hint}));
    }
    if !proposals.rows.is_empty() {
        terminal.note(format!(
            "Complete {}: display_name and post are published; group is what rules speak of.",
            shown_path(&loaded.inputs.batch.people())
        ));
        terminal.note(
            "Give a row its from and to where a post changed hands; give two labels of one person the same key.",
        );
    }
    terminal.next("consign select --dry-run");
    let proposed = proposals.rows.iter().map(|p| p.row.label.as_str());
    Ok(Done::well()
        .and("labels", people.labels)
        .and("proposed", proposed.collect::<Vec<_>>())
        .and("hints", proposals.hints.clone()))
}
