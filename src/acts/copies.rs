//! A person states of two sources whether they are of one conversation.

use super::decide::remark;
use super::{ActError, Doing, Loaded};
use crate::journal::{Act, SaidOfSources};
use crate::message::SourceId;

/// What a person states of two sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatingCopies {
    /// One of them.
    pub first: SourceId,
    /// The other.
    pub second: SourceId,
    /// What is stated.
    pub says: SaidOfSources,
    /// Why, in the person's words. They stay in the department.
    pub because: String,
}

/// Records whether two sources are of one conversation. Copies are looked for again: what changes
/// by it voids the sign-offs, as any change of the ledger does.
///
/// # Errors
/// When a source is not in the batch, both are one, or there is no reason.
pub fn state_copies(
    loaded: &mut Loaded,
    stating: &StatingCopies,
    doing: &Doing,
) -> Result<(), ActError> {
    let StatingCopies {
        first,
        second,
        says,
        because,
    } = stating;
    if because.trim().is_empty() {
        return Err(ActError::Asked(
            "what is stated of two sources needs its reason; give it with --because".to_owned(),
        ));
    }
    let known = |id: &SourceId| loaded.inputs.sources.iter().any(|s| s.source.id == *id);
    if let Some(unknown) = [first, second].into_iter().find(|id| !known(id)) {
        return Err(ActError::Asked(format!(
            "there is no source {unknown} in this batch; consign select lists its sources"
        )));
    }
    if first == second {
        return Err(ActError::Asked(format!(
            "{first} is named twice; name the two sources that are compared"
        )));
    }
    let because = remark(&loaded.inputs.batch, because)?;
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::CopiesStated {
            first: first.clone(),
            second: second.clone(),
            says: *says,
            because,
        },
    )?;
    loaded.decide_again()
}
