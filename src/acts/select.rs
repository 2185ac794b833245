//! Applies the rules: appraises every source and writes the ledger.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::{ActError, Doing, Loaded};
use crate::appraisal::{Appraisal, Tally, tally};
use crate::fixity::Sha256Digest;
use crate::journal::Act;

/// A selection that was made.
pub struct Selected {
    /// The appraisal.
    pub appraisal: Arc<Appraisal>,
    /// The SHA-256 of `ledger.csv`.
    pub ledger: Sha256Digest,
    /// What became of the messages.
    pub tally: Tally,
}

/// Applies the rules and records it. A run that changes nothing leaves no line in the journal.
///
/// # Errors
/// When the policy is not in force on the day, a source cannot be read or was changed, or the
/// ledger cannot be written.
pub fn select(
    loaded: &mut Loaded,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<Selected, ActError> {
    in_force(loaded)?;
    let appraisal = loaded.appraisal(threads)?;
    let ledger = loaded.write_ledger(threads)?;
    let act = Act::Selected {
        rules: loaded.rules,
        people: loaded.people,
        ledger,
    };
    let last = loaded.journal.entries().iter().rev();
    let last = last
        .map(|entry| &entry.act)
        .find(|act| matches!(act, Act::Selected { .. }));
    if last != Some(&act) {
        loaded
            .journal
            .append(doing.at, &doing.by, doing.replayed, act)?;
    }
    let (tally, _) = tally(&appraisal);
    Ok(Selected {
        appraisal,
        ledger,
        tally,
    })
}

/// A policy is applied on the days on which it is in force, and on no other.
///
/// # Errors
/// That a person must act first, where it is not.
pub fn in_force(loaded: &Loaded) -> Result<(), ActError> {
    let (policy, day) = (&loaded.inputs.policy, loaded.inputs.as_at);
    if policy.is_in_force(day) {
        return Ok(());
    }
    Err(ActError::person(
        format!(
            "the policy {} is not in force on {day}, the day that is judged: it is in force {}",
            policy.about().id,
            policy
                .about()
                .in_force
                .map(|time| time.words())
                .unwrap_or_default()
        ),
        "correct in_force in rules.toml, or put the policy in its place that is in force; then consign rules check",
    ))
}
