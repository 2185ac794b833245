//! Replays a sample: a folder of exports, settings, and `acts.jsonl`, which says who did what, and
//! when. The acts go through the same functions as a person's, with their own times, and are
//! marked as replayed. The sample's folder is never written to.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::replay_sheets::{answer_sample, draw_sample, look_again};
use super::{
    ActError, Added, Adding, Beginning, Deciding, Doing, Loaded, SelectionSigning, StatingCopies,
    add, begin, decide, load, records, select, sign_selection, sign_sensitivity, state_copies,
};
use crate::batch::{Batch, Capture, DateOrderStated, FileError, read_text, write_whole};
use crate::container::Budget;
use crate::journal::{Act, Journal, Purpose, Replayed};
use crate::ledger::LedgerKey;
use crate::place::Place;
use crate::selection::Effect;

/// A line of `acts.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayStep {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// The post that did it.
    pub by: String,
    /// What was done.
    #[serde(rename = "do")]
    pub step: Step,
}

/// What a line of `acts.jsonl` does.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// Begins the batch with the sample's settings.
    Init,
    /// Adds an export.
    Add {
        /// Its path in the sample's folder.
        export: PathBuf,
        /// The date order that is stated, if one is.
        #[serde(default)]
        date_order: Option<DateOrderStated>,
        /// How the export was made.
        #[serde(default)]
        capture: Capture,
    },
    /// States whether two sources are of one conversation.
    StateCopies(StatingCopies),
    /// Applies the rules.
    Select,
    /// Decides about a message.
    Decide {
        /// The id of the message.
        id: String,
        /// What becomes of it.
        decision: Effect,
        /// Why.
        because: String,
        /// A second post.
        #[serde(default)]
        second: Option<String>,
    },
    /// Draws a sample of the messages that are not selected.
    Draw {
        /// How many.
        n: usize,
        /// The seed.
        seed: String,
    },
    /// Answers the sample that is out: every message of it is rightly not selected, but these.
    SampleAnswers {
        /// The others.
        #[serde(default)]
        wrong: Vec<StepAnswer>,
    },
    /// Looks at the share of the decisions that the settings state, and agrees with all but these.
    SecondLook {
        /// The seed.
        seed: String,
        /// Why, where the second reviewer agrees.
        because: String,
        /// The others.
        #[serde(default)]
        differ: Vec<StepAnswer>,
    },
    /// Signs the selection.
    SignSelection {
        /// The post that signs second.
        second: String,
    },
    /// Puts the sample's `records.csv` in place.
    Records,
    /// Signs the sensitivity review.
    SignSensitivity,
}

/// An answer in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepAnswer {
    /// The id of the message.
    pub id: String,
    /// What becomes of it.
    pub decision: Effect,
    /// Why.
    pub because: String,
}

/// A sample being replayed into a batch.
pub struct Replay {
    sample: PathBuf,
    batch: Batch,
    budget: Budget,
    threads: NonZeroUsize,
    steps: Vec<ReplayStep>,
    key: LedgerKey,
    loaded: Option<Loaded>,
}

/// What a step did, for whoever shows it.
pub enum StepDone {
    /// It was done in a run before.
    Before,
    /// An export was added.
    Added(Box<Added>),
    /// Something else was done.
    Done,
}

/// Reads `acts.jsonl` of a sample.
///
/// # Errors
/// When the file is missing, or a line is not an act.
pub fn read_acts(sample: &Path) -> Result<Vec<ReplayStep>, ActError> {
    let path = sample.join("acts.jsonl");
    let text = read_text(&path)?;
    let mut steps = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let step = serde_json::from_str(line).map_err(|error| FileError::Wrong {
            at: Place::line(path.display().to_string(), index as u64 + 1),
            // The line that serde counts is always the first: it sees one line at a time.
            why: error
                .to_string()
                .replace(" at line 1 column", ", at column"),
        })?;
        steps.push(step);
    }
    Ok(steps)
}

/// Prepares to replay the sample in the folder `sample` into a batch.
///
/// # Errors
/// When `acts.jsonl` is missing or wrong.
pub fn replay(
    sample: &Path,
    batch: &Batch,
    budget: Budget,
    threads: NonZeroUsize,
) -> Result<Replay, ActError> {
    let acts = read_text(&sample.join("acts.jsonl"))?;
    Ok(Replay {
        sample: sample.to_owned(),
        batch: batch.clone(),
        budget,
        threads,
        steps: read_acts(sample)?,
        key: LedgerKey::of_sample(acts.as_bytes()),
        loaded: None,
    })
}

impl Replay {
    /// Returns the steps, in order.
    pub fn steps(&self) -> &[ReplayStep] {
        &self.steps
    }

    /// Does the step at `index`, unless a run before did it: then the journal has its line.
    ///
    /// # Errors
    /// As the act that the step does.
    pub fn step(&mut self, index: usize) -> Result<StepDone, ActError> {
        let step = self.steps[index].clone();
        let doing = Doing {
            at: step.at,
            by: step.by.clone(),
            replayed: Replayed::Yes,
        };
        if step.step == Step::Init {
            return self.init(&doing);
        }
        let mut loaded = self.loaded(step.at.date_naive())?;
        let done = match was_done(&loaded, &step) {
            true => StepDone::Before,
            false => self.act(&step.step, &doing, &mut loaded)?,
        };
        self.loaded = Some(loaded);
        Ok(done)
    }

    /// Returns the batch as the acts left it, with dates judged at `as_at`.
    ///
    /// # Errors
    /// When no act loaded it and it cannot be loaded now.
    pub fn into_loaded(mut self, as_at: NaiveDate) -> Result<Loaded, ActError> {
        self.loaded(as_at)
    }

    /// Returns the batch, loaded once for all acts, with dates judged at `as_at`.
    fn loaded(&mut self, as_at: NaiveDate) -> Result<Loaded, ActError> {
        match self.loaded.take() {
            Some(mut loaded) => {
                loaded.inputs.as_at = as_at;
                Ok(loaded)
            }
            None => load(&self.batch, as_at, self.budget),
        }
    }

    fn act(&self, step: &Step, doing: &Doing, loaded: &mut Loaded) -> Result<StepDone, ActError> {
        match step {
            Step::Init => {}
            Step::Add {
                export,
                date_order,
                capture,
            } => {
                let adding = Adding {
                    date_order: date_order.clone(),
                    capture: capture.clone(),
                };
                let path = self.sample.join(export);
                let added = add(loaded, &path, &adding, doing)?;
                return Ok(StepDone::Added(Box::new(added)));
            }
            Step::StateCopies(stating) => state_copies(loaded, stating, doing, self.threads)?,
            Step::Select => {
                select(loaded, doing, self.threads)?;
            }
            Step::Decide {
                id,
                decision,
                because,
                second,
            } => {
                let deciding = Deciding {
                    id: id.parse()?,
                    decision: *decision,
                    because: because.clone(),
                    second: second.clone(),
                };
                decide(loaded, &deciding, doing, self.threads)?;
            }
            Step::Draw { n, seed } => draw_sample(*n, seed, doing, loaded, self.threads)?,
            Step::SampleAnswers { wrong } => answer_sample(wrong, doing, loaded, self.threads)?,
            Step::SecondLook {
                seed,
                because,
                differ,
            } => look_again(seed, because, differ, doing, loaded, self.threads)?,
            Step::SignSelection { second } => {
                let signing = SelectionSigning {
                    second: second.clone(),
                };
                sign_selection(loaded, &signing, doing, self.threads)?;
            }
            Step::Records => {
                let text = read_text(&self.sample.join("records.csv"))?;
                write_whole(&self.batch.records(), text.as_bytes())?;
                records(loaded, self.threads)?;
            }
            Step::SignSensitivity => {
                sign_sensitivity(loaded, doing, self.threads)?;
            }
        }
        Ok(StepDone::Done)
    }

    fn init(&self, doing: &Doing) -> Result<StepDone, ActError> {
        if self.batch.exists() {
            let journal = Journal::open(&self.batch.journal())?;
            let first = journal.entries().first();
            // A batch of somebody else's, or of another sample, is not gone on with.
            return match first.is_some_and(|e| e.replayed && e.at == doing.at && e.by == doing.by) {
                true => Ok(StepDone::Before),
                false => Err(ActError::Exists(format!(
                    "{} holds another batch; nothing was changed. Give another folder with --into",
                    crate::shown::shown_path(self.batch.root())
                ))),
            };
        }
        let read = |name: &str| read_text(&self.sample.join(name));
        let beginning = Beginning {
            settings: read("batch.toml")?,
            rules: read("rules.toml")?,
            people: Some(read("people.csv")?),
            key: self.key.clone(),
        };
        begin(&self.batch, &beginning, doing)?;
        Ok(StepDone::Done)
    }
}

/// Tells whether the journal has the line of a step: the same time, post and kind.
fn was_done(loaded: &Loaded, step: &ReplayStep) -> bool {
    if step.step == Step::Records {
        return loaded.sign_offs().sensitivity.is_some() || loaded.inputs.batch.records().exists();
    }
    loaded.journal.entries().iter().any(|entry| {
        let same_kind = match (&entry.act, &step.step) {
            (Act::SourceAdded { source, .. }, Step::Add { export, .. }) => export
                .file_name()
                .is_some_and(|name| name == source.name.as_str()),
            (Act::Selected { .. }, Step::Select)
            | (Act::SelectionSigned { .. }, Step::SignSelection { .. })
            | (Act::SensitivitySigned { .. }, Step::SignSensitivity) => true,
            (Act::Decided(decision), Step::Decide { id, .. }) => decision.id == *id,
            (Act::CopiesStated { first, second, .. }, Step::StateCopies(stating)) => {
                (first, second) == (&stating.first, &stating.second)
            }
            (Act::Asked(asked), Step::Draw { .. }) => asked.purpose == Purpose::Sample,
            (Act::Answered(_), Step::SampleAnswers { .. } | Step::SecondLook { .. }) => true,
            _ => false,
        };
        same_kind && entry.at == step.at && entry.by == step.by
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appraisal::{read_again, read_raw};

    #[test]
    fn what_is_kept_from_act_to_act_is_what_a_fresh_reading_gives() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/winter-planning");
        let folder = tempfile::tempdir().unwrap();
        let batch = Batch::at(folder.path());
        let (budget, threads) = (Budget::default(), NonZeroUsize::MIN);
        let mut replay = replay(&sample, &batch, budget, threads).unwrap();
        let mut compared = 0;
        for index in 0..replay.steps().len() {
            replay.step(index).unwrap();
            // Another day than that of the act, so that holds are judged again too.
            let as_at = replay.steps()[index].at.date_naive().succ_opt().unwrap();
            let mut kept = replay.loaded(as_at).unwrap();
            let mut fresh = load(&batch, as_at, budget).unwrap();
            if !fresh.inputs.sources.is_empty() {
                assert_eq!(
                    kept.ledger(threads).unwrap(),
                    fresh.ledger(threads).unwrap()
                );
                assert_eq!(kept.plan(threads).unwrap(), fresh.plan(threads).unwrap());
                compared += 1;
            }
            replay.loaded = Some(kept);
        }
        assert_eq!(compared, replay.steps().len() - 1);
    }

    #[test]
    fn a_row_knows_where_the_bytes_of_its_message_stand() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/winter-planning");
        let folder = tempfile::tempdir().unwrap();
        let batch = Batch::at(folder.path());
        let mut replay = replay(&sample, &batch, Budget::default(), NonZeroUsize::MIN).unwrap();
        for index in 0..replay.steps().len() {
            replay.step(index).unwrap();
        }
        let mut loaded = replay.into_loaded(NaiveDate::MIN).unwrap();
        let appraisal = loaded.appraisal(NonZeroUsize::MIN).unwrap();
        for source in &appraisal.sources {
            let mut whole = Vec::new();
            read_again(&loaded.inputs, source, &mut |index, _, message| {
                whole.push((u32::try_from(index).unwrap(), message.raw.to_vec()));
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
            assert!(!whole.is_empty());
            for step in [1, 3] {
                let wanted: Vec<_> = whole.iter().step_by(step).cloned().collect();
                let rows = wanted.iter().map(|(row, _)| *row).collect();
                let mut found = Vec::new();
                read_raw(&loaded.inputs, source, &rows, &mut |row, raw| {
                    found.push((row, raw.to_vec()));
                })
                .unwrap();
                assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn a_ledger_that_was_changed_on_disk_is_written_whole_again() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/winter-planning");
        let folder = tempfile::tempdir().unwrap();
        let batch = Batch::at(folder.path());
        let (budget, threads) = (Budget::default(), NonZeroUsize::MIN);
        let mut replay = replay(&sample, &batch, budget, threads).unwrap();
        let mut decided = 0;
        for index in 0..replay.steps().len() {
            let step = replay.steps()[index].clone();
            replay.step(index).unwrap();
            if step.step == Step::Select {
                // A row that people's decisions leave alone.
                let ledger = std::fs::read_to_string(batch.ledger()).unwrap();
                let altered = ledger.replacen("yes", "no", 1);
                assert_ne!(altered, ledger);
                std::fs::write(batch.ledger(), altered).unwrap();
            }
            if matches!(step.step, Step::Decide { .. }) {
                let mut kept = replay.loaded(step.at.date_naive()).unwrap();
                let mut fresh = load(&batch, step.at.date_naive(), budget).unwrap();
                assert_eq!(
                    kept.ledger(threads).unwrap(),
                    fresh.ledger(threads).unwrap()
                );
                replay.loaded = Some(kept);
                decided += 1;
            }
        }
        assert!(decided > 0);
    }
}
