//! Why a message was hit: the words that did it, as they stand in the message.

use std::ops::Range;

use super::facts::Facts;
use super::hits::Hits;
use super::matcher::{Matcher, Seen, Truth};
use super::policy::{HoldIndex, Policy, RuleIndex};

/// All that a policy has to say about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'a> {
    /// The rules that hit it, in the order of their ids.
    pub rules: Vec<Hit<'a, RuleIndex>>,
    /// The holds that catch it, in the order of their ids.
    pub holds: Vec<Hit<'a, HoldIndex>>,
}

/// A rule that hits or a hold that catches, and by which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a, I> {
    /// The rule or the hold.
    pub by: I,
    /// The words and phrases of the text that its query found, in their order; none when it
    /// asked for other things alone, such as the sender or the date.
    pub words: Vec<Found<'a>>,
    /// Whether it would hit or catch whatever is not known; `false` when a hold catches a message
    /// because it is undated, its date can be read in two ways, or nobody stated whose device it
    /// was.
    pub certain: bool,
}

/// Words found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The bytes of the text that hold them.
    pub range: Range<usize>,
    /// The words as they stand there. From an export: show them with [`shown`](crate::shown::shown).
    pub text: &'a str,
}

/// Explains messages, one after the other; each thread has its own, and reuses what it remembers.
#[derive(Debug)]
pub struct Explainer<'p> {
    policy: &'p Policy,
    matcher: Matcher<'p>,
}

impl Policy {
    /// Tells whether a rule or a hold of a set asks for words of the text. Where none does, there
    /// are no words to find, and the set itself is all there is to tell.
    pub fn asks_for_words(&self, hits: &Hits) -> bool {
        let holds = self.rules().len();
        let rules = hits.rules.iter().map(|rule| usize::from(rule.0));
        let holds = hits.holds.iter().map(|hold| holds + usize::from(hold.0));
        rules
            .chain(holds)
            .any(|query| self.program().asks_for_words(query))
    }

    /// Returns what explains messages by this policy.
    pub fn explainer(&self) -> Explainer<'_> {
        Explainer {
            policy: self,
            matcher: Matcher::new(self.program()),
        }
    }
}

impl Explainer<'_> {
    /// Returns what can be said of a text of which nothing else is known: the rules that hit or may
    /// hit it, the holds that catch or may catch it, and whether that is certain.
    pub fn explain_text<'a>(&mut self, text: &'a str) -> Explanation<'a> {
        let seen = self.matcher.look_at_text(text);
        let words = |query| words(&seen, query, text);
        let rules = self.policy.rules().len();
        let may_match = |number: &usize| seen.truth(*number) != Truth::No;
        let certain = |number| seen.truth(number) == Truth::Yes;
        let hit = |number| Hit {
            by: RuleIndex::nth(number),
            words: words(number),
            certain: certain(number),
        };
        let caught = |number| Hit {
            by: HoldIndex::nth(number - rules),
            words: words(number),
            certain: certain(number),
        };
        let all = rules + self.policy.holds().len();
        Explanation {
            rules: (0..rules).filter(may_match).map(hit).collect(),
            holds: (rules..all).filter(may_match).map(caught).collect(),
        }
    }

    /// Returns the rules that hit a message, the holds that catch it, and the words that did it.
    ///
    /// Agrees with [`Examiner::examine`](super::Examiner::examine); slower, for the ledger and
    /// for a person who asks.
    pub fn explain<'a>(&mut self, facts: &Facts<'a>) -> Explanation<'a> {
        let seen = self.matcher.look(facts);
        let words = |query| words(&seen, query, facts.text);
        let rules = self.policy.rules().len();
        let hit = |number: usize| Hit {
            by: RuleIndex::nth(number),
            words: words(number),
            certain: true,
        };
        let caught = |number: usize| Hit {
            by: HoldIndex::nth(number),
            words: words(rules + number),
            certain: seen.truth_in_either_reading(rules + number) == Truth::Yes,
        };
        let hits = (0..rules).filter(|number| seen.truth(*number) == Truth::Yes);
        let catches = (0..self.policy.holds().len())
            .filter(|number| seen.truth_in_either_reading(rules + number) != Truth::No);
        Explanation {
            rules: hits.map(hit).collect(),
            holds: catches.map(caught).collect(),
        }
    }
}

/// Returns the words of a text that a query found.
fn words<'a>(seen: &Seen<'_>, query: usize, text: &'a str) -> Vec<Found<'a>> {
    let places = seen.places(query, text).into_iter();
    let found = places.filter_map(|range| {
        let text = text.get(range.clone())?;
        Some(Found { range, text })
    });
    found.collect()
}
