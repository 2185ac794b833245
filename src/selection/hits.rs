//! Which rules hit a message and which holds catch it, at four bytes a message.

use std::collections::HashMap;

use super::facts::Facts;
use super::matcher::{Around, Matcher, Surroundings, Truth};
use super::policy::{HoldIndex, Policy, RuleIndex};

/// The rules that hit a message and the holds that catch it, each in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Hits {
    /// The rules that hit it.
    pub rules: Vec<RuleIndex>,
    /// The holds that catch it, released ones too: whether a hold holds depends on the day.
    pub holds: Vec<HoldIndex>,
}

/// The number of a set of hits in its [`HitSets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HitSet(u32);

impl HitSet {
    pub(super) fn number(self) -> usize {
        self.0 as usize
    }
}

/// Every different set of hits once: there are few, however many messages there are.
#[derive(Debug, Default)]
pub struct HitSets {
    sets: Vec<Hits>,
    numbers: HashMap<Hits, HitSet>,
}

impl HitSets {
    /// Returns the number of a set, a new one when it is new.
    pub fn intern(&mut self, hits: &Hits) -> HitSet {
        if let Some(number) = self.numbers.get(hits) {
            return *number;
        }
        let number =
            u32::try_from(self.sets.len()).expect("fewer than 2^32 different sets of hits");
        self.sets.push(hits.clone());
        self.numbers.insert(hits.clone(), HitSet(number));
        HitSet(number)
    }

    /// Returns the set of a number that this value gave.
    pub fn get(&self, set: HitSet) -> &Hits {
        &self.sets[set.number()]
    }

    /// Returns the sets with their numbers, in the order in which they were first seen.
    pub fn iter(&self) -> impl Iterator<Item = (HitSet, &Hits)> {
        (0..).map(HitSet).zip(&self.sets)
    }

    /// Returns how many different sets there are.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

/// Asks all rules and holds of a policy about messages, one after the other; each thread has
/// its own, and reuses what it remembers.
#[derive(Debug)]
pub struct Examiner<'p> {
    policy: &'p Policy,
    matcher: Matcher<'p>,
    hits: Hits,
}

impl Policy {
    /// Returns what this policy looks for and finds in those around a message.
    pub fn around(&self, surroundings: &Surroundings<'_>) -> Around {
        Around::of(self.program(), surroundings)
    }

    /// Tells whether a rule or a hold asks who is known in a conversation, which only shows when
    /// all of it has been read.
    pub fn asks_for_conversation(&self) -> bool {
        self.program().asks_for_conversation()
    }

    /// Tells whether a rule or a hold asks whose device it was.
    pub fn asks_for_custodian(&self) -> bool {
        self.program().asks_for_custodian()
    }

    /// Returns what asks this policy about messages.
    pub fn examiner(&self) -> Examiner<'_> {
        Examiner {
            policy: self,
            matcher: Matcher::new(self.program()),
            hits: Hits::default(),
        }
    }
}

impl Examiner<'_> {
    /// Returns the rules that hit a message and the holds that catch it.
    ///
    /// Where it turns on the date of an undated message, or on whose device it was and nobody
    /// stated that, a rule does not hit and a hold catches. Where it is not certain how a date is
    /// to be read, a rule goes by the reading that was decided and a hold catches by either.
    pub fn examine(&mut self, facts: &Facts<'_>) -> &Hits {
        self.hits.rules.clear();
        self.hits.holds.clear();
        let seen = self.matcher.look(facts);
        let rules = self.policy.rules().len();
        for number in 0..self.policy.program().len() {
            if number < rules {
                if seen.truth(number) == Truth::Yes {
                    self.hits.rules.push(RuleIndex::nth(number));
                }
            } else if seen.truth_in_either_reading(number) != Truth::No {
                self.hits.holds.push(HoldIndex::nth(number - rules));
            }
        }
        &self.hits
    }
}
