//! Loads a batch: settings, policy, people, key and journal, with the hashes that sign-offs bind.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::ActError;
use super::standing::Standing;
use super::stated::stated;
use crate::appraisal::{Inputs, Person, PersonDecision, SourceInput};
use crate::batch::{Batch, Capture, Settings, read_bytes, read_text};
use crate::container::Budget;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Binds, Entry, Journal};
use crate::ledger::LedgerKey;
use crate::message::MessageId;
use crate::people::People;
use crate::review::{Decisions, StatedOfSources, Why, stated_of_sources};
use crate::selection::Policy;
use crate::shown::shown_path;

/// A batch, loaded.
pub struct Loaded {
    /// What an appraisal is a function of.
    pub inputs: Inputs,
    /// The journal.
    pub journal: Journal,
    /// The SHA-256 of `batch.toml`.
    pub settings: Sha256Digest,
    /// The SHA-256 of `rules.toml`.
    pub rules: Sha256Digest,
    /// The SHA-256 of `people.csv`.
    pub people: Sha256Digest,
    /// What was worked out of it so far.
    pub(super) standing: Option<Standing>,
}

/// The sign-offs that stand in the journal, whether or not they still hold.
#[derive(Debug, Clone, Copy)]
pub struct SignOffs<'a> {
    /// The last sign-off of the selection.
    pub selection: Option<&'a Entry>,
    /// The last sign-off of the sensitivity review.
    pub sensitivity: Option<&'a Entry>,
}

/// Loads the batch. `as_at` is the day at which dates are judged.
///
/// # Errors
/// When a file is missing or wrong, or the journal's chain is broken.
pub fn load(batch: &Batch, as_at: NaiveDate, budget: Budget) -> Result<Loaded, ActError> {
    load_judged_by(batch, &batch.rules(), as_at, budget)
}

/// Loads the batch with the policy of another file in the place of its own, to see what that would
/// do. Nothing may be recorded of a batch so loaded.
///
/// # Errors
/// As [`load`].
pub fn load_judged_by(
    batch: &Batch,
    rules: &Path,
    as_at: NaiveDate,
    budget: Budget,
) -> Result<Loaded, ActError> {
    if !batch.exists() {
        return Err(ActError::Asked(format!(
            "{} is not a batch: it has no batch.toml. Go into the batch's folder, name it with --batch, or begin one with consign init",
            shown_path(batch.root())
        )));
    }
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let settings_text = read_text(&batch.settings())?;
    let settings = Settings::parse(&name(&batch.settings()), &settings_text)?;
    let called = match *rules == *batch.rules() {
        true => name(rules),
        false => rules.display().to_string(),
    };
    let rules = read_bytes(rules)?;
    let policy = Policy::read(&called, &rules)?;
    let people_text = read_text(&batch.people())?;
    let people = People::parse(&name(&batch.people()), &people_text)?;
    let key = ledger_key(batch)?;
    let journal = Journal::open(&batch.journal())?;
    if journal.entries().is_empty() {
        // The first line is written before the settings: a batch without any has lost its journal.
        return Err(ActError::Missing(format!(
            "{} is missing or empty: without it nobody can tell what was done to this batch. Put it and journal.head back from a copy of the batch",
            shown_path(&batch.journal())
        )));
    }
    let sources = sources(batch, &journal, &settings)?;
    let decisions = decisions(journal.entries())?;
    Ok(Loaded {
        settings: sha256(settings_text.as_bytes()),
        rules: sha256(&rules),
        people: sha256(people_text.as_bytes()),
        inputs: Inputs {
            batch: batch.clone(),
            settings,
            policy,
            people,
            key,
            as_at,
            budget,
            sources,
            decisions,
            stated: stated_of_sources(journal.entries().iter()),
        },
        journal,
        standing: None,
    })
}

/// Returns the sources, with what people stated of them when they were added.
fn sources(
    batch: &Batch,
    journal: &Journal,
    settings: &Settings,
) -> Result<Vec<SourceInput>, ActError> {
    let mut sources = Vec::new();
    for entry in journal.entries() {
        if let Act::SourceAdded {
            source,
            date_order,
            capture: recorded,
            ..
        } = &entry.act
        {
            let path = batch.source(&source.id).join("capture.toml");
            let text = read_text(&path)?;
            if sha256(text.as_bytes()) != *recorded {
                return Err(ActError::Asked(format!(
                    "{} was changed after the source was added; put it back as it was",
                    shown_path(&path)
                )));
            }
            let capture = Capture::parse(&path.display().to_string(), &text)?;
            let stated = stated(date_order.as_ref(), &capture, &entry.by, settings)?;
            sources.push(SourceInput {
                source: source.clone(),
                stated,
                capture,
            });
        }
    }
    Ok(sources)
}

/// Returns the key that binds decisions to bytes. Without it no decision could be checked.
fn ledger_key(batch: &Batch) -> Result<LedgerKey, ActError> {
    let path = batch.ledger_key();
    if !path.exists() {
        return Err(ActError::Missing(format!(
            "{} is missing: decisions are bound to messages by it, and no other key will do. Put it back from a copy of the batch",
            shown_path(&path)
        )));
    }
    Ok(read_text(&path)?.parse()?)
}

/// Returns what is effectively decided of messages by people.
pub(super) fn decisions(
    entries: &[Entry],
) -> Result<BTreeMap<MessageId, PersonDecision>, ActError> {
    let effective = Decisions::of(entries)?.effective();
    let decisions = effective.into_iter().map(|(id, effective)| {
        let decision = PersonDecision {
            decision: effective.decision,
            bytes: effective.bytes,
            disagrees: matches!(effective.why, Why::Disagree { .. }),
            person: Person {
                post: effective.by,
                act: effective.line,
            },
        };
        (id, decision)
    });
    Ok(decisions.collect())
}

impl Loaded {
    /// Applies what people decided once more, after an act about messages was recorded.
    pub(super) fn decide_again(&mut self) -> Result<(), ActError> {
        self.inputs.decisions = decisions(self.journal.entries())?;
        self.inputs.stated = stated_of_sources(self.journal.entries().iter());
        Ok(())
    }

    /// Returns what would be decided if a line had never been.
    pub(super) fn decisions_without(
        &self,
        line: u64,
    ) -> Result<BTreeMap<MessageId, PersonDecision>, ActError> {
        let entries = self.journal.entries().iter();
        let others: Vec<Entry> = entries.filter(|entry| entry.n != line).cloned().collect();
        decisions(&others)
    }

    /// Returns what would be stated of sources if a line had never been.
    pub(super) fn stated_without(&self, line: u64) -> StatedOfSources {
        let entries = self.journal.entries().iter();
        stated_of_sources(entries.filter(|entry| entry.n != line))
    }

    /// Returns what a sign-off made now would bind.
    pub fn binds(&self, ledger: Sha256Digest) -> Binds {
        Binds {
            settings: self.settings,
            rules: self.rules,
            people: self.people,
            ledger,
        }
    }

    /// Returns the last sign-offs in the journal.
    pub fn sign_offs(&self) -> SignOffs<'_> {
        let last = |is: fn(&Act) -> bool| {
            let mut entries = self.journal.entries().iter().rev();
            entries.find(|entry| is(&entry.act))
        };
        SignOffs {
            selection: last(|act| matches!(act, Act::SelectionSigned { .. })),
            sensitivity: last(|act| matches!(act, Act::SensitivitySigned { .. })),
        }
    }
}
