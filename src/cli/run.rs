//! `run`: all steps up to the first that needs a person. A sample brings its people with it.

use std::path::PathBuf;

use super::args::Shared;
use super::build::{Asking, build_and_tell};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::inside::lies_inside;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{StatingCopies, Step, StepDone, replay};
use crate::batch::{Batch, Lock};
use crate::error::IoAt;
use crate::package::Bounds;
use crate::shown::shown;

/// What `run` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The sample: a folder of exports, settings and acts.jsonl. It is never written to
    #[arg(value_name = "SAMPLE")]
    sample: PathBuf,
    /// The folder of the batch that is made, or gone on with
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
}

/// Runs `run`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let batch = Batch::at(&args.into);
    let threads = shared.threads(world);
    // Read before a folder is made: a sample that is none leaves nothing behind.
    let mut replay = replay(&args.sample, &batch, shared.budget(), threads)?;
    if lies_inside(batch.root(), &args.sample) {
        return Err(Failure::new(
            Exit::AskedWrongly,
            "the batch cannot lie inside the sample, which is never written to",
        )
        .next("give another folder with --into"));
    }
    std::fs::create_dir_all(batch.root()).map_err(IoAt::at("create", batch.root()))?;
    let _lock = Lock::take(&batch)?;
    let mut before = 0;
    let steps = replay.steps().to_vec();
    for (index, step) in steps.iter().enumerate() {
        match replay.step(index)? {
            StepDone::Before => before += 1,
            StepDone::Added(added) => terminal.progress(format!(
                "Added    {}  {}: {}, {}, SHA-256 {}",
                added.source.id,
                shown(&added.source.name),
                counted(added.account.messages, "message", "messages"),
                counted(added.source.bytes, "byte", "bytes"),
                added.source.sha256
            )),
            StepDone::Done => terminal.progress(told(&step.step, &step.by)),
        }
    }
    if before > 0 {
        terminal.progress(format!(
            "Resumed  {before} of {} acts were done before",
            steps.len()
        ));
    }
    let mut loaded = replay.into_loaded(world.now.date_naive())?;
    let by = steps
        .last()
        .map_or("Records Manager", |step| step.by.as_str());
    let asking = Asking {
        by,
        bounds: Bounds::default(),
        profile: None,
    };
    build_and_tell(shared, &asking, &mut loaded, world, terminal)
}

/// Returns what a step did, in a line.
fn told(step: &Step, by: &str) -> String {
    let by = shown(by);
    match step {
        Step::Init => "Begun    a batch with the sample's settings".to_owned(),
        Step::Add { .. } => "Added    an export".to_owned(),
        Step::Select => format!("Selected by the rules ({by})"),
        Step::Decide { id, decision, .. } => {
            format!("Decided  {}: {} ({by})", shown(id), decision.word())
        }
        Step::Draw { seed, .. } => format!("Drawn    a sample with seed {} ({by})", shown(seed)),
        Step::SampleAnswers { wrong } => {
            format!(
                "Sampled  what is not selected: {} wrong ({by})",
                wrong.len()
            )
        }
        Step::SecondLook { differ, .. } => {
            format!(
                "Looked   again at decisions: {} differ ({by})",
                differ.len()
            )
        }
        Step::StateCopies(StatingCopies {
            first,
            second,
            says,
            ..
        }) => format!(
            "Stated   {first} and {second} are {} ({by})",
            says.in_words()
        ),
        Step::SignSelection { second } => {
            format!("Signed   the selection ({by}, {})", shown(second))
        }
        Step::Records => format!("Reviewed the records ({by})"),
        Step::SignSensitivity => format!("Signed   the sensitivity review ({by})"),
    }
}
