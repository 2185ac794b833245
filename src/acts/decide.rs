//! A person decides about a message.

use std::num::NonZeroUsize;

use super::ask::bindings;
use super::barred::{agreed_by_another, may_sign};
use super::{ActError, Doing, Loaded};
use crate::batch::{Batch, write_whole};
use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Decision};
use crate::message::MessageId;
use crate::selection::{Effect, Outcome};

/// The command that decides with a second post.
pub(super) const DECIDE: &str =
    "consign review ID DECISION --by \"POST\" --second \"ANOTHER POST\" --because \"WHY\"";

/// What a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    /// The message.
    pub id: MessageId,
    /// What becomes of it.
    pub decision: Effect,
    /// Why, in the person's words. They stay in the department.
    pub because: String,
    /// A second post, needed to move a selected message to less.
    pub second: Option<String>,
}

/// Records a person's decision. It binds the bytes of the message: should they ever differ, the
/// message goes back to a person.
///
/// # Errors
/// When there is no such message, no reason, or no second name where one is needed.
pub fn decide(
    loaded: &mut Loaded,
    deciding: &Deciding,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<(), ActError> {
    if deciding.because.trim().is_empty() {
        return Err(ActError::Asked(
            "a decision needs its reason; give it with --because".to_owned(),
        ));
    }
    let appraisal = loaded.appraisal(threads)?;
    let source = appraisal
        .sources
        .iter()
        .find(|source| source.source.id == deciding.id.source)
        .ok_or_else(|| no_such(&deciding.id))?;
    let row = source.row_at(deciding.id.offset);
    let row = row.ok_or_else(|| no_such(&deciding.id))?;
    let outcome = source.rows[row as usize].settled.outcome;
    let bound = bindings(loaded, &appraisal, std::slice::from_ref(&deciding.id))?;
    let bytes = *bound
        .get(&deciding.id)
        .expect("every message of an appraisal is read again");
    let second = deciding.second.clone().unwrap_or_default();
    two_posts(outcome, deciding, &second, doing)?;
    if !second.trim().is_empty() {
        may_sign(loaded, &appraisal, &second, DECIDE)?;
    }
    let because = remark(&loaded.inputs.batch, &deciding.because)?;
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Decided(Decision {
            id: deciding.id.to_string(),
            decision: deciding.decision,
            bytes,
            because,
            second,
        }),
    )?;
    loaded.decide_again()?;
    Ok(())
}

/// Keeps a reason in the file that is named by its hash, and returns the hash.
pub(super) fn remark(batch: &Batch, reason: &str) -> Result<Sha256Digest, ActError> {
    let hash = sha256(reason.as_bytes());
    let folder = batch.remarks();
    std::fs::create_dir_all(&folder).map_err(IoAt::at("create", &folder))?;
    let path = folder.join(format!("{hash}.txt"));
    // A file that is there already holds the same words: its name says so.
    if !path.exists() {
        write_whole(&path, reason.as_bytes())?;
    }
    Ok(hash)
}

fn no_such(id: &MessageId) -> ActError {
    ActError::Asked(format!(
        "there is no message {id} in this batch; consign review lists the ones that wait for a person"
    ))
}

/// A selected message is moved to less by two posts only.
fn two_posts(
    outcome: Outcome,
    deciding: &Deciding,
    second: &str,
    doing: &Doing,
) -> Result<(), ActError> {
    if outcome == Outcome::Select && deciding.decision != Effect::Select {
        let what = format!("{} is selected; to move it to less", deciding.id);
        agreed_by_another(&what, &doing.by, second).map_err(ActError::Asked)?;
    }
    Ok(())
}
