//! Searches a batch, and says what was and was not searched. It changes nothing of the batch, so it
//! is no act of the journal and voids no sign-off: its certificate is the account of it.

mod certify;
mod fates;
mod gather;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};

use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::parallel::try_map;
use crate::search::{Asked, Certificate, Register, Schedule, Understood, understand};
use crate::selection::matcher::Program;
use fates::Fates;
use gather::{Found, gather};

pub use gather::{MOST_FOUND, Rows};

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

/// One thing that is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The reference of the request; empty where none is given.
    pub reference: String,
    /// What is asked.
    pub asked: Asked,
}

/// What was found, and what was searched to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The certificate.
    pub certificate: Certificate,
    /// The messages that were found; none where only counts were wanted, or where there are more
    /// than [`MOST_FOUND`].
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
    let inputs = &loaded.inputs;
    let sources = (0..appraisal.sources.len()).collect();
    let found: Vec<Vec<Found>> = try_map(sources, threads, |source| {
        gather(inputs, &appraisal, source, &program, searching, &fates)
    })?;
    let mut answers = Vec::new();
    for (query, (request, understood)) in searching.asked.iter().zip(understood).enumerate() {
        let found: Vec<&Found> = found.iter().map(|source| &source[query]).collect();
        answers.push(certify::answer(
            loaded, &appraisal, searching, request, understood, &found,
        ));
    }
    Ok(answers)
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
        understood.map_err(|error| match request.reference.as_str() {
            "" => ActError::Asked(error.to_string()),
            reference => ActError::Asked(format!("{reference}: {error}")),
        })
    });
    each.collect()
}
