//! `select`: apply the rules.

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{in_force, select};
use crate::align::Sameness;
use crate::appraisal::{Appraisal, Inputs, Pair, Tally, tally};
use crate::manifest::grouped;
use crate::shown::shown;

/// What `select` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show what would follow, and record nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// The post that applies the rules
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
}

/// Runs `select`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, &args.by)?;
    let threads = shared.threads(world);
    let (whole, appraisal, loaded) = if args.dry_run {
        let mut loaded = shared.load(world)?;
        if let Err(why) = in_force(&loaded) {
            terminal.note(format!("{why}. A dry run shows what it would do."));
        }
        let appraisal = loaded.appraisal(threads)?;
        (tally(&appraisal).0, appraisal, loaded)
    } else {
        let (_lock, mut loaded) = shared.load_locked(world)?;
        let selected = select(&mut loaded, &doing, threads)?;
        (selected.tally, selected.appraisal, loaded)
    };
    tell(&loaded.inputs, &appraisal, &whole, terminal);
    let outcomes = whole.outcomes;
    if outcomes.refer > 0 {
        terminal.note(format!(
            "{} for a person (exit code 4).",
            counted(outcomes.refer, "message waits", "messages wait")
        ));
    }
    if args.dry_run {
        terminal.note("Dry run: nothing was recorded.");
    }
    let (exit, next) = match outcomes.refer {
        0 => (Exit::Done, "consign records"),
        _ => (Exit::NeedsPerson, "consign review"),
    };
    terminal.next(match args.dry_run {
        true => "consign select, when rules.toml does what it should",
        false => next,
    });
    Ok(Done::with(exit)
        .and("select", outcomes.select)
        .and("context", outcomes.context)
        .and("refer", outcomes.refer)
        .and("outside", outcomes.outside)
        .and("not_selected", outcomes.not_selected)
        .and("held", whole.held))
}

/// Tells what becomes of the messages, source by source.
fn tell(inputs: &Inputs, appraisal: &Appraisal, whole: &Tally, terminal: &mut Terminal<'_>) {
    terminal.result(table_head());
    for source in &appraisal.sources {
        let title = format!("{} {}", source.source.id, shown(&source.conversation.title));
        terminal.result(table_row(&title, &Tally::of(source)));
        if let Some(rest) = source.rest(&inputs.policy, inputs.as_at) {
            terminal.note(format!(
                "Of source {} is held with its messages ({}), and never transferred: {} that no message names, {} that were not understood",
                source.source.id,
                rest.holds.join(", "),
                counted(rest.files, "file", "files"),
                counted(rest.bytes, "byte", "bytes")
            ));
        }
        if !source.held_with.is_empty() {
            terminal.note(format!(
                "Of source {}, {} held for carrying a file that a held message carries too",
                source.source.id,
                counted(source.held_with.len() as u64, "message is", "messages are")
            ));
        }
        let never: Vec<_> = source
            .stale
            .iter()
            .map(|at| format!("{}-{at}", source.source.id))
            .collect();
        if !never.is_empty() {
            terminal.note(format!(
                "Decisions for other bytes than the source has now; referred again: {}",
                never.join(", ")
            ));
        }
    }
    tell_copies(appraisal, whole, terminal);
    terminal.result(table_row("All", whole));
    terminal.result(format!(
        "{} select + {} context - {} held = {} to transfer, before sensitivity review",
        grouped(whole.outcomes.select),
        grouped(whole.outcomes.context),
        grouped(whole.held),
        grouped(whole.transferable)
    ));
}

/// Tells how many messages stand on several phones, and of which sources that cannot be told.
fn tell_copies(appraisal: &Appraisal, whole: &Tally, terminal: &mut Terminal<'_>) {
    let (all, copies) = (whole.outcomes.total(), appraisal.copies.count());
    if copies > 0 {
        let are = if copies == 1 {
            "is a copy"
        } else {
            "are copies"
        };
        terminal.note(format!(
            "{} of the {} {are} of others: {} distinct. Copies share one decision and one hold",
            grouped(copies),
            counted(all, "message", "messages"),
            grouped(all - copies)
        ));
    }
    let is_unsure = |pair: &&Pair| pair.verdict.sameness == Sameness::Unsure;
    for pair in appraisal.copies.pairs.iter().filter(is_unsure) {
        let id = |place: usize| &appraisal.sources[place].source.id;
        terminal.note(format!(
            "Sources {} and {} may be of one conversation, which cannot be told ({}): nothing is linked",
            id(pair.a),
            id(pair.b),
            pair.verdict.why.word().replace('-', " ")
        ));
    }
}

/// Returns the head of the table of outcomes.
fn table_head() -> String {
    format!(
        "{:<40} {:>9} {:>9} {:>9} {:>9} {:>12} {:>9}",
        "", "Select", "Context", "Refer", "Outside", "Not selected", "Total"
    )
}

fn table_row(title: &str, tally: &Tally) -> String {
    let outcomes = tally.outcomes;
    let title: String = title.chars().take(40).collect();
    format!(
        "{title:<40} {:>9} {:>9} {:>9} {:>9} {:>12} {:>9}",
        grouped(outcomes.select),
        grouped(outcomes.context),
        grouped(outcomes.refer),
        grouped(outcomes.outside),
        grouped(outcomes.not_selected),
        grouped(outcomes.total())
    )
}
