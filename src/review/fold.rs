//! Folds the journal to one effective decision a message.
//!
//! Of several decisions the last one holds. A second look that agrees changes nothing; one that
//! differs refers the message to a person, until somebody decides later. What was taken back
//! counts no longer, as if its line had never been.

use std::collections::BTreeMap;

use super::undo::undone_lines;
use super::{Agreement, Sheets};
use crate::fixity::Sha256Digest;
use crate::journal::{Act, Decision, Entry, Purpose};
use crate::message::{BadId, MessageId};
use crate::selection::Effect;

/// Whether somebody decided first, or looked at what was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A decision.
    First,
    /// A second look at one.
    Second,
}

/// What somebody said of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<'a> {
    /// The line of the journal.
    pub entry: &'a Entry,
    /// What was said.
    pub decision: &'a Decision,
    /// Whether it is a decision or a second look at one.
    pub look: Look,
    /// The line that took it back, if one did.
    pub undone: Option<u64>,
}

/// What is effectively decided of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// What becomes of it.
    pub decision: Effect,
    /// The HMAC of the bytes for which it was decided.
    pub bytes: Sha256Digest,
    /// The post that decided, or that looked again and differed.
    pub by: String,
    /// The journal's line.
    pub line: u64,
    /// How it came to be.
    pub why: Why,
    /// Whether two posts looked at the message.
    pub looked_twice: bool,
}

/// How an effective decision came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person decided.
    Decided,
    /// Two reviewers disagree: the line of the first, whose decision waits for another.
    Disagree {
        /// The line with the decision.
        first: u64,
    },
}

/// All that people said of messages.
#[derive(Debug, Default)]
pub struct Decisions<'a> {
    given: BTreeMap<MessageId, Vec<Given<'a>>>,
}

impl<'a> Decisions<'a> {
    /// Reads the lines of a journal.
    ///
    /// # Errors
    /// When the id of a decision is none.
    pub fn of(entries: &'a [Entry]) -> Result<Decisions<'a>, BadId> {
        let undone = undone_lines(entries);
        let sheets = Sheets::of(entries);
        let mut given: BTreeMap<MessageId, Vec<Given<'a>>> = BTreeMap::new();
        let mut take = |entry: &'a Entry, decision: &'a Decision, look| {
            let undone = undone.get(&entry.n).copied();
            given.entry(decision.id.parse()?).or_default().push(Given {
                entry,
                decision,
                look,
                undone,
            });
            Ok::<(), BadId>(())
        };
        for entry in entries {
            match &entry.act {
                Act::Decided(decision) => take(entry, decision, Look::First)?,
                Act::Answered(answered) => {
                    let look = match sheets.purpose(&answered.sheet) {
                        Some(Purpose::SecondLook) => Look::Second,
                        Some(Purpose::Review | Purpose::Sample) | None => Look::First,
                    };
                    for decision in answered.answers.iter().chain(&answered.copies) {
                        take(entry, decision, look)?;
                    }
                }
                _ => {}
            }
        }
        Ok(Decisions { given })
    }

    /// Returns what was said of a message, in the order in which it was said, and what was taken
    /// back too.
    pub fn history(&self, id: &MessageId) -> &[Given<'a>] {
        self.given.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns what is effectively decided of each message of which anything is.
    pub fn effective(&self) -> BTreeMap<MessageId, Effective> {
        let told = self.given.iter();
        told.filter_map(|(id, given)| Some((id.clone(), folded(given).effective?)))
            .collect()
    }

    /// Returns how far second looks agree with the decisions that they looked at.
    pub fn agreement(&self) -> Agreement {
        let pairs = self.given.values().filter_map(|given| folded(given).pair);
        Agreement::of(pairs)
    }
}

/// What the decisions of one message come to.
#[derive(Default)]
struct Folded {
    effective: Option<Effective>,
    /// What the first and the second reviewer said, the last time that two did.
    pair: Option<(Effect, Effect)>,
}

fn folded(given: &[Given<'_>]) -> Folded {
    let mut now = Folded::default();
    for said in given.iter().filter(|said| said.undone.is_none()) {
        let own = Effective {
            decision: said.decision.decision,
            bytes: said.decision.bytes,
            by: said.entry.by.clone(),
            line: said.entry.n,
            why: Why::Decided,
            looked_twice: false,
        };
        now.effective = Some(match (said.look, now.effective.take()) {
            // A second look at a decision that was taken back stands for itself.
            (Look::First | Look::Second, None) => own,
            (Look::First, Some(before)) => Effective {
                // Whoever settles a disagreement need not be looked at once more.
                looked_twice: matches!(before.why, Why::Disagree { .. }),
                ..own
            },
            (Look::Second, Some(before)) => {
                now.pair = Some((before.decision, own.decision));
                match before.decision == own.decision {
                    true => Effective {
                        looked_twice: true,
                        ..before
                    },
                    false => Effective {
                        decision: Effect::Refer,
                        why: Why::Disagree { first: before.line },
                        looked_twice: true,
                        ..own
                    },
                }
            }
        });
    }
    now
}
