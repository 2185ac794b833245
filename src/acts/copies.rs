//! A person states of two sources whether they are of one conversation.

use std::num::NonZeroUsize;

use super::barred::{agreed_by_another, may_sign};
use super::decide::remark;
use super::{ActError, Doing, Loaded};
use crate::align::Stated;
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::journal::{Act, SaidOfSources};
use crate::message::{MessageId, SourceId};
use crate::review::in_order;
use crate::selection::Outcome;

/// The command that states with a second post.
const STATE: &str = "consign copies --not-same SOURCE SOURCE --by \"POST\" --second \"ANOTHER POST\" --because \"WHY\"";

/// What a person states of two sources.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatingCopies {
    /// One of them.
    pub first: SourceId,
    /// The other.
    pub second: SourceId,
    /// What is stated.
    pub says: SaidOfSources,
    /// Why, in the person's words. They stay in the department.
    pub because: String,
    /// A second post, needed where a selected message becomes less by it.
    #[serde(default)]
    pub second_post: Option<String>,
}

/// Records whether two sources are of one conversation. Copies are looked for again: what changes
/// by it voids the sign-offs, as any change of the ledger does.
///
/// # Errors
/// When a source is not in the batch, both are one, there is no reason, or no second post where one
/// is needed.
pub fn state_copies(
    loaded: &mut Loaded,
    stating: &StatingCopies,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<(), ActError> {
    let StatingCopies {
        first,
        second,
        says,
        because,
        second_post,
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
    let second_post = second_post.clone().unwrap_or_default();
    if let Some(id) = less_by(loaded, stating, threads)? {
        let what =
            format!("{id} is selected because a copy of it is; for it to become less by this");
        agreed_by_another(&what, &doing.by, &second_post).map_err(ActError::Asked)?;
    }
    if !second_post.trim().is_empty() {
        let appraisal = loaded.appraisal(threads)?;
        may_sign(loaded, &appraisal, &second_post, STATE)?;
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
            second_post,
        },
    )?;
    loaded.decide_again()
}

/// Returns a message that is selected, and would be less if this were stated.
fn less_by(
    loaded: &mut Loaded,
    stating: &StatingCopies,
    threads: NonZeroUsize,
) -> Result<Option<MessageId>, ActError> {
    let selected = |appraisal: &Appraisal| -> Vec<Vec<bool>> {
        let of = |source: &SourceAppraised| {
            let rows = source.rows.iter();
            rows.map(|row| row.settled.outcome == Outcome::Select)
                .collect()
        };
        appraisal.sources.iter().map(of).collect()
    };
    let before = selected(&*loaded.appraisal(threads)?);
    let stated = loaded.inputs.stated.clone();
    let says = match stating.says {
        SaidOfSources::Same => Stated::Same,
        SaidOfSources::NotTheSame => Stated::NotTheSame,
    };
    let pair = in_order(&stating.first, &stating.second);
    loaded.inputs.stated.insert(pair, says);
    let after = loaded.appraisal(threads);
    loaded.inputs.stated = stated;
    let after = after?;
    let mut less = selected(&after).into_iter().zip(before).zip(&after.sources);
    Ok(less.find_map(|((now, before), source)| {
        let row = now
            .iter()
            .zip(before)
            .position(|(now, before)| before && !now)?;
        Some(source.id_of(u32::try_from(row).ok()?))
    }))
}
