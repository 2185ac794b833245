//! Proposes rows of the register for labels that it does not know.

use std::num::NonZeroUsize;

use super::{ActError, Loaded};
use crate::batch::write_whole;

/// What was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleProposed {
    /// How many labels the sources use.
    pub labels: usize,
    /// The labels that were not in the register; they are now, without a name.
    pub proposed: Vec<String>,
}

/// Adds a row to `people.csv` for each label that it does not know. Rows that are there stay.
///
/// # Errors
/// When the sources cannot be read, or the file cannot be written.
pub fn propose_people(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<PeopleProposed, ActError> {
    let labels = loaded.appraisal(threads)?.labels();
    let people = &loaded.inputs.people;
    let proposed: Vec<String> = labels
        .iter()
        .filter(|label| !people.knows(label))
        .cloned()
        .collect();
    if !proposed.is_empty() {
        let text = people.with_proposals(&labels);
        write_whole(&loaded.inputs.batch.people(), text.as_bytes())?;
    }
    Ok(PeopleProposed {
        labels: labels.len(),
        proposed,
    })
}
