//! The second look: a stated share of what people decided is decided again by another post.

use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::journal::{Drawn, Purpose};
use crate::message::MessageId;
use crate::review::{Decisions, Sheets, digest_of, drawn_first, share_of};

/// How far the second look has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondLook {
    /// How many messages people decided.
    pub decided: u64,
    /// How many of them another post has to look at again.
    pub wanted: u64,
    /// How many of them two posts looked at.
    pub looked: u64,
}

impl SecondLook {
    /// Returns how many messages are still to be looked at.
    pub fn missing(&self) -> u64 {
        self.wanted.saturating_sub(self.looked)
    }
}

/// Returns how far the second look has come.
///
/// # Errors
/// When the journal holds an id that is none.
pub fn second_look(loaded: &Loaded) -> Result<SecondLook, ActError> {
    let effective = Decisions::of(loaded.journal.entries())?.effective();
    let decided = effective.len() as u64;
    let looked = effective.values().filter(|decision| decision.looked_twice);
    Ok(SecondLook {
        decided,
        wanted: share_of(decided, loaded.inputs.settings.second_look_percent),
        looked: looked.count() as u64,
    })
}

/// Returns the messages that another post has still to look at, in the order of the ledger, and
/// how they were drawn.
pub(super) fn to_look_at(
    loaded: &Loaded,
    appraisal: &Appraisal,
    seed: &str,
) -> Result<(Vec<MessageId>, Drawn), ActError> {
    let missing = second_look(loaded)?.missing();
    let entries = loaded.journal.entries();
    let before = Sheets::of(entries).for_purpose(Purpose::SecondLook);
    let before = before.iter().find_map(|sheet| sheet.asked.drawn.as_ref());
    let seed = before.map_or(seed, |drawn| drawn.seed.as_str());
    let effective = Decisions::of(entries)?.effective();
    // In the order of the ledger, and only what is in a source still.
    let sources = appraisal.sources.iter();
    let all: Vec<MessageId> = sources
        .flat_map(|source| {
            let rows = 0..u32::try_from(source.rows.len()).expect("fewer than 2^32 messages");
            rows.map(|row| source.id_of(row))
        })
        .filter(|id| effective.contains_key(id))
        .collect();
    let once: Vec<MessageId> = all
        .iter()
        .filter(|id| effective.get(id).is_some_and(|e| !e.looked_twice))
        .cloned()
        .collect();
    let missing = usize::try_from(missing).unwrap_or(usize::MAX);
    let drawn = drawn_first(&once, seed, missing);
    let ids = once.into_iter().filter(|id| drawn.contains(id)).collect();
    let drawn = Drawn {
        seed: seed.to_owned(),
        population: all.len() as u64,
        ids: digest_of(&all),
    };
    Ok((ids, drawn))
}

/// Refuses a sign-off while the stated share has not been looked at twice.
///
/// # Errors
/// When messages are missing.
pub(super) fn looked_at_twice(loaded: &Loaded) -> Result<(), ActError> {
    let look = second_look(loaded)?;
    match look.missing() {
        0 => Ok(()),
        missing => Err(ActError::person(
            format!(
                "{} % of the {} messages that people decided are to be looked at by another post, {} in all, and {missing} of them have not been, so the selection cannot be signed off",
                loaded.inputs.settings.second_look_percent, look.decided, look.wanted
            ),
            "consign review --second-look --to second-look.xlsx",
        )),
    }
}
