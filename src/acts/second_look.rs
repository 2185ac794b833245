//! The second look: a stated share of what people decided is decided again by another post. What
//! was decided about several copies of a message was decided once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::journal::{Drawn, Purpose};
use crate::message::{MessageId, SourceId};
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

/// A message that people decided.
struct DecidedOnce {
    /// Its id; of copies that of which somebody decided last.
    id: MessageId,
    /// The journal's line of that.
    line: u64,
    /// Whether two posts looked at it, or at a copy.
    looked_twice: bool,
}

/// Returns the messages that people decided, in the order of the ledger, copies once: of what is in
/// a source still.
fn decided_once(loaded: &Loaded, appraisal: &Appraisal) -> Result<Vec<DecidedOnce>, ActError> {
    let effective = Decisions::of(loaded.journal.entries())?.effective();
    let places = (0..).zip(&appraisal.sources);
    let places: BTreeMap<&SourceId, usize> = places
        .map(|(place, source)| (&source.source.id, place))
        .collect();
    let found = effective.into_iter().filter_map(|(id, decision)| {
        let place = *places.get(&id.source)?;
        let row = appraisal.sources[place].row_at(id.offset)?;
        Some((place, row, id, decision))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(place, row, ..)| (*place, *row));
    let mut decided: Vec<DecidedOnce> = Vec::new();
    let mut of_group: BTreeMap<MessageId, usize> = BTreeMap::new();
    for (place, row, id, decision) in found {
        let copies = &appraisal.sources[place].copies;
        let lead = copies.lead_of(row as usize).map(|(lead, _)| lead);
        let own = DecidedOnce {
            id: id.clone(),
            line: decision.line,
            looked_twice: decision.looked_twice,
        };
        match of_group.entry(lead.unwrap_or(id)) {
            Entry::Vacant(group) => {
                group.insert(decided.len());
                decided.push(own);
            }
            Entry::Occupied(group) => {
                let known = &mut decided[*group.get()];
                let looked_twice = known.looked_twice || own.looked_twice;
                if own.line > known.line {
                    *known = own;
                }
                known.looked_twice = looked_twice;
            }
        }
    }
    Ok(decided)
}

/// Returns how far the second look has come.
///
/// # Errors
/// When the journal holds an id that is none.
pub fn second_look(loaded: &Loaded, appraisal: &Appraisal) -> Result<SecondLook, ActError> {
    Ok(so_far(loaded, &decided_once(loaded, appraisal)?))
}

fn so_far(loaded: &Loaded, all: &[DecidedOnce]) -> SecondLook {
    let decided = all.len() as u64;
    let looked = all.iter().filter(|decision| decision.looked_twice);
    SecondLook {
        decided,
        wanted: share_of(decided, loaded.inputs.settings.second_look_percent),
        looked: looked.count() as u64,
    }
}

/// Returns the messages that another post has still to look at, in the order of the ledger, and
/// how they were drawn.
pub(super) fn to_look_at(
    loaded: &Loaded,
    appraisal: &Appraisal,
    seed: &str,
) -> Result<(Vec<MessageId>, Drawn), ActError> {
    let decided = decided_once(loaded, appraisal)?;
    let missing = so_far(loaded, &decided).missing();
    let entries = loaded.journal.entries();
    let before = Sheets::of(entries).for_purpose(Purpose::SecondLook);
    let before = before.iter().find_map(|sheet| sheet.asked.drawn.as_ref());
    let seed = before.map_or(seed, |drawn| drawn.seed.as_str());
    let all: Vec<MessageId> = decided.iter().map(|one| one.id.clone()).collect();
    let once = decided.into_iter().filter(|one| !one.looked_twice);
    let once: Vec<MessageId> = once.map(|one| one.id).collect();
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
pub(super) fn looked_at_twice(loaded: &Loaded, appraisal: &Appraisal) -> Result<(), ActError> {
    let look = second_look(loaded, appraisal)?;
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
