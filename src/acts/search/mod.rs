//! Searches a batch, and says what was and was not searched. It changes nothing of the batch, so it
//! is no act of the journal and voids no sign-off: its certificate is the account of it.

mod certify;
mod fates;
mod gather;
mod insides;
mod not_searched;
mod saved;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};

use super::{ActError, Loaded};
use crate::appraisal::{Appraisal, AppraisalError, find_message};
use crate::parallel::try_map;
use crate::search::{Certificate, Register, Request, Schedule, Shingles, Understood, understand};
use crate::selection::matcher::Program;
use fates::Fates;
use gather::{Asking, Filled, Found, gather};
use insides::Insides;

pub use gather::MOST_ROWS;
pub use saved::{compare, may_save, read_saved, save};

/// Whether the messages themselves are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// They are.
    Wanted,
    /// They are only counted.
    Counted,
}

/// What is searched for, by whom and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searching {
    /// What is asked; each is answered on its own.
    pub asked: Vec<Request>,
    /// The post that searches; empty where none is given.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many messages to show before and after each that is found.
    pub context: usize,
    /// Whether the messages themselves are wanted.
    pub rows: Rows,
}

/// What was found, and what was searched to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The certificate.
    pub certificate: Certificate,
    /// The messages that were found; none where only counts were wanted, or where there are more
    /// than [`MOST_ROWS`].
    pub schedule: Option<Schedule>,
}

/// Asks every message of the batch, and returns an answer for each thing that is asked.
///
/// # Errors
/// When something that is asked is not understood, or a source cannot be read.
pub fn search(
    loaded: &mut Loaded,
    searching: &Searching,
    threads: NonZeroUsize,
) -> Result<Vec<Answer>, ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let understood = understood(loaded, &appraisal, searching)?;
    let queries = understood.iter().map(|one| &one.query);
    let program = Program::compile(queries, loaded.inputs.policy.lists());
    let fates = match searching.rows {
        Rows::Wanted => Fates::of(loaded, threads)?,
        Rows::Counted => Fates::default(),
    };
    let like = likes(loaded, &appraisal, &understood)?;
    let filled: Vec<Filled> = understood.iter().map(|_| Filled::default()).collect();
    let asking = Asking {
        inputs: &loaded.inputs,
        appraisal: &appraisal,
        searching,
        program: &program,
        like: &like,
        fates: &fates,
        filled: &filled,
    };
    let sources = (0..appraisal.sources.len()).collect();
    let found: Vec<(Insides, Vec<Found>)> = try_map(sources, threads, |source| {
        let insides = Insides::of(asking.inputs, &appraisal.sources[source])?;
        let found = gather(asking, source, &insides)?;
        Ok::<_, AppraisalError>((insides, found))
    })?;
    let (insides, mut found): (Vec<Insides>, Vec<Vec<Found>>) = found.into_iter().unzip();
    let mut answers = Vec::new();
    let asked = searching.asked.iter().zip(understood).zip(&filled);
    for ((request, understood), filled) in asked.rev() {
        let found = found.iter_mut().map(|source| source.pop());
        let found: Option<Vec<Found>> = found.collect();
        answers.push(certify::answer(certify::Searched {
            loaded,
            appraisal: &appraisal,
            insides: &insides,
            searching,
            request,
            understood,
            over: filled.is_over(),
            found: found.expect("every source answers every query"),
        }));
    }
    answers.reverse();
    Ok(answers)
}

/// Notes what is nobody's: messages under a label of somebody who was named, on days for which the
/// register does not say whose it was.
fn noted(loaded: &Loaded, appraisal: &Appraisal, mut understood: Understood) -> Understood {
    let people = &loaded.inputs.people;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for source in &appraisal.sources {
        for row in &source.rows {
            let label = source
                .label(row)
                .filter(|label| understood.labels.contains(*label));
            let nobodys =
                label.filter(|label| people.on(&source.source.id, label, row.date()).is_none());
            if let Some(label) = nobodys {
                *counts.entry(label).or_default() += 1;
            }
        }
    }
    let notes = counts.into_iter().map(|(label, count)| {
        let what = match count {
            1 => "1 message is".to_owned(),
            many => format!("{many} messages are"),
        };
        format!(
            "{what} under the label \"{label}\" on days for which people.csv does not say whose it was, and counted as nobody's: complete people.csv, or ask from:\"{label}\""
        )
    });
    let notes: Vec<String> = notes.collect();
    understood.notes.extend(notes);
    understood
}

/// Returns the texts whose near-duplicates are looked for, query by query.
fn likes(
    loaded: &Loaded,
    appraisal: &Appraisal,
    understood: &[Understood],
) -> Result<Vec<Option<Shingles>>, ActError> {
    let one = |understood: &Understood| {
        let Some(id) = &understood.like else {
            return Ok(None);
        };
        let none = || ActError::Asked(format!("there is no message {id} in this batch"));
        let sources = &appraisal.sources;
        let source = sources.iter().find(|source| source.source.id == id.source);
        let text = find_message(
            &loaded.inputs,
            source.ok_or_else(none)?,
            id,
            |_, _, message| Shingles::of(&String::from_utf8_lossy(message.body)),
        )?;
        match text.ok_or_else(none)? {
            text if text.is_empty() => Err(ActError::Asked(format!(
                "message {id} has no words, so that nothing can be like it"
            ))),
            text => Ok(Some(text)),
        }
    };
    understood.iter().map(one).collect()
}

fn understood(
    loaded: &Loaded,
    appraisal: &Appraisal,
    searching: &Searching,
) -> Result<Vec<Understood>, ActError> {
    let labels: BTreeSet<String> = appraisal.labels();
    let register = Register {
        people: &loaded.inputs.people,
        labels: &labels,
    };
    let lists = loaded.inputs.policy.lists();
    let each = searching.asked.iter().map(|request| {
        let understood = understand(&request.asked, register, lists);
        let understood = understood.map(|understood| noted(loaded, appraisal, understood));
        understood.map_err(|error| match request.reference.as_str() {
            "" => ActError::Asked(error.to_string()),
            reference => ActError::Asked(format!("{reference}: {error}")),
        })
    });
    each.collect()
}
