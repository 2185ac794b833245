//! What a line of the journal decided is taken back.

use std::num::NonZeroUsize;

use super::barred::{agreed_by_another, may_sign};
use super::decide::{DECIDE, remark};
use super::{ActError, Doing, Loaded};
use crate::appraisal::PersonDecision;
use crate::journal::Act;
use crate::message::MessageId;
use crate::review::may_undo;
use crate::selection::{Effect, Outcome};

/// What is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    /// The number of the journal's line.
    pub line: u64,
    /// Why. It stays in the department.
    pub because: String,
    /// A second post, needed where a message that a person selected becomes less by it.
    pub second: Option<String>,
}

/// Takes back what a line decided: earlier decisions of its messages apply again, or the rules
/// where there is none. Returns of how many messages something else is decided now.
///
/// # Errors
/// When the line is no decision or was taken back before, there is no reason, or no second post
/// where one is needed.
pub fn undo(
    loaded: &mut Loaded,
    undoing: &Undoing,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<u64, ActError> {
    if undoing.because.trim().is_empty() {
        return Err(ActError::Asked(
            "to take a decision back needs its reason; give it with --because".to_owned(),
        ));
    }
    may_undo(loaded.journal.entries(), undoing.line)?;
    let second = undoing.second.clone().unwrap_or_default();
    let before = loaded.inputs.decisions.clone();
    let without = loaded.decisions_without(undoing.line)?;
    // As it would be, before anything is recorded.
    loaded.inputs.decisions = without;
    let stated = loaded.stated_without(undoing.line);
    let stated = std::mem::replace(&mut loaded.inputs.stated, stated);
    let needed = needs_second(loaded, &before, threads);
    loaded.inputs.decisions.clone_from(&before);
    loaded.inputs.stated = stated;
    if let Some(id) = needed? {
        let what = format!("{id} was selected by a person; for it to become less by this");
        agreed_by_another(&what, &doing.by, &second).map_err(ActError::Asked)?;
        let appraisal = loaded.appraisal(threads)?;
        may_sign(loaded, &appraisal, &second, DECIDE)?;
    }
    let because = remark(&loaded.inputs.batch, &undoing.because)?;
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Undone {
            line: undoing.line,
            because,
            second,
        },
    )?;
    loaded.decide_again()?;
    let now = &loaded.inputs.decisions;
    let ids = before
        .keys()
        .chain(now.keys().filter(|id| !before.contains_key(id)));
    let other = ids.filter(|id| before.get(id) != now.get(id));
    Ok(other.count() as u64)
}

/// Returns a message that a person selected, and that is less as the decisions are now.
fn needs_second(
    loaded: &mut Loaded,
    before: &std::collections::BTreeMap<MessageId, PersonDecision>,
    threads: NonZeroUsize,
) -> Result<Option<MessageId>, ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let selected = |id: &MessageId| {
        before
            .get(id)
            .is_some_and(|decision| decision.decision == Effect::Select)
    };
    for source in &appraisal.sources {
        for (index, row) in (0..).zip(&source.rows) {
            let id = source.id_of(index);
            if selected(&id) && row.settled.outcome != Outcome::Select {
                return Ok(Some(id));
            }
        }
    }
    Ok(None)
}
