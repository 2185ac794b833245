//! `review`: what waits for a person, and what a person decides.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World, review_sheet};
use crate::acts::{Deciding, Loaded, decide};
use crate::appraisal::{Appraisal, SourceAppraised, read_again};
use crate::message::MessageId;
use crate::selection::{Effect, Elsewhere, Outcome};
use crate::shown::{shown, shown_bytes};

/// What `review` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The message to decide about; without one, what waits is listed
    #[arg(value_name = "ID", requires = "decision", conflicts_with_all = ["to", "from", "undo"])]
    id: Option<MessageId>,
    /// What becomes of it: select, refer, outside or not-selected
    #[arg(value_name = "DECISION", value_parser = effect)]
    decision: Option<Effect>,
    /// Write what waits into this .csv or .xlsx, for people to fill in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "undo"])]
    to: Option<PathBuf>,
    /// What to write: the messages that are refer, outside, not-selected or select
    #[arg(long, value_name = "OUTCOME", value_parser = outcome, requires = "to")]
    pub(super) of: Option<Outcome>,
    /// Write a share of what people decided, for another post to look at again
    #[arg(long, requires = "to", conflicts_with = "of")]
    pub(super) second_look: bool,
    /// How many messages to show before and after each
    #[arg(long, value_name = "N", default_value_t = 3, requires = "to")]
    pub(super) context: usize,
    /// Take the answers of a sheet that came back filled in
    #[arg(long, value_name = "FILE", requires = "by", conflicts_with = "undo")]
    from: Option<PathBuf>,
    /// Take back what this line of the journal decided
    #[arg(long, value_name = "LINE", requires = "by")]
    undo: Option<u64>,
    /// The post that decides; Records Manager where not given, and always given with --from and --undo
    #[arg(long, value_name = "POST")]
    by: Option<String>,
    /// Why; it stays in the department
    #[arg(
        long,
        value_name = "TEXT",
        hide_default_value = true,
        default_value = ""
    )]
    pub(super) because: String,
    /// A second post, needed to move a selected message to less
    #[arg(long, value_name = "POST")]
    pub(super) second: Option<String>,
}

impl Args {
    /// Returns the post that decides.
    pub(super) fn by(&self) -> &str {
        self.by.as_deref().unwrap_or("Records Manager")
    }
}

fn outcome(word: &str) -> Result<Outcome, String> {
    Effect::from_word(word)
        .map(Outcome::from)
        .ok_or_else(|| "give refer, outside, not-selected or select".to_owned())
}

fn effect(word: &str) -> Result<Effect, String> {
    Effect::from_word(word)
        .ok_or_else(|| "a decision is select, refer, outside or not-selected".to_owned())
}

/// Runs `review`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    if let Some(path) = &args.to {
        return review_sheet::to(shared, args, path, world, terminal);
    }
    if let Some(path) = &args.from {
        return review_sheet::from(shared, args, path, world, terminal);
    }
    if let Some(line) = args.undo {
        return review_sheet::take_back(shared, args, line, world, terminal);
    }
    match (&args.id, args.decision) {
        (Some(id), Some(decision)) => decide_one(shared, args, id, decision, world, terminal),
        _ => list(shared, world, terminal),
    }
}

fn decide_one(
    shared: &Shared,
    args: &Args,
    id: &MessageId,
    decision: Effect,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by())?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let deciding = Deciding {
        id: id.clone(),
        decision,
        because: args.because.clone(),
        second: args.second.clone(),
    };
    decide(&mut loaded, &deciding, &doing, shared.threads(world))?;
    terminal.result(format!(
        "{id}: {}, decided by {}",
        decision.word(),
        shown(&doing.by)
    ));
    terminal.next("consign review");
    Ok(Done::well()
        .and("id", id.to_string())
        .and("decision", decision.word()))
}

fn list(shared: &Shared, world: &World, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let mut waiting = 0_u64;
    for (place, source) in (0..).zip(&appraisal.sources) {
        waiting += list_source(&loaded, &appraisal, (place, source), terminal)?;
    }
    if waiting == 0 {
        terminal.result("No message waits for a person.");
        terminal.next("consign status");
        return Ok(Done::well().and("waiting", 0));
    }
    terminal.note(format!(
        "{} for a person (exit code 4).",
        counted(waiting, "message waits", "messages wait")
    ));
    terminal.next(
        "consign review --to review.xlsx, or one by one: consign review ID select (or outside, or not-selected) --by \"POST\" --because \"WHY\"",
    );
    Ok(Done::with(Exit::NeedsPerson).and("waiting", waiting))
}

/// Lists the messages of one source that wait, and returns how many there are. Of copies the lead
/// is listed, with where the others are.
fn list_source(
    loaded: &Loaded,
    appraisal: &Appraisal,
    (place, source): (u32, &SourceAppraised),
    terminal: &mut Terminal<'_>,
) -> Result<u64, Failure> {
    if !source
        .rows
        .iter()
        .any(|row| row.settled.outcome == Outcome::Refer)
    {
        return Ok(0);
    }
    let mut waiting = 0;
    read_again(&loaded.inputs, source, &mut |index, row, message| {
        waiting += u64::from(row.settled.outcome == Outcome::Refer);
        if row.settled.outcome == Outcome::Refer && source.copies.is_lead(index) {
            let at = Elsewhere {
                source: place,
                row: u32::try_from(index).expect("fewer than 2^32 messages"),
            };
            let elsewhere = appraisal.elsewhere_in_words(at);
            let id = format!("{}-{}", source.source.id, row.offset);
            let sender = source.label(row).unwrap_or("(the app)");
            let mut line = format!("{id}  {}  {}: ", row.local_iso(), shown(sender));
            line += &shown_bytes(message.body).to_string();
            let files = message.attachments.iter();
            let files: Vec<_> = files.map(|file| file.name.unwrap_or("unnamed")).collect();
            if !files.is_empty() {
                line += &format!(" ({}: {})", row.kind.word(), shown(&files.join(", ")));
            }
            terminal.result(line);
            for words in &elsewhere {
                terminal.result(format!("  {words}"));
            }
            terminal.object(
                "waiting",
                &serde_json::json!({
                    "id": id,
                    "sent_local": row.local_iso(),
                    "sender": source.label(row),
                    "kind": row.kind,
                    "body": String::from_utf8_lossy(message.body),
                    "attachments": files,
                    "elsewhere": elsewhere,
                }),
            );
        }
        ControlFlow::Continue(())
    })?;
    Ok(waiting)
}
