//! The selection policy: one TOML file, checked as a whole before any of it is used.
//!
//! ```toml
//! format    = "selection-rules/1"
//! id        = "DXX-CHAT-2026"
//! title     = "Selection of messaging-app records"
//! authority = "Appraisal report AR-2026-014"
//! owner     = "Departmental Records Officer"
//! in_force  = { from = 2026-03-02 }            # either end may be left out
//! otherwise = "refer"                          # what no rule speaks to; or "select"
//!
//! [list]
//! decide = ["decid*", "agreed", '"sign off"']  # words, starts of words, phrases
//!
//! [[rule]]
//! id      = "K2"
//! title   = "Decisions, whoever sends them"
//! when    = 'text:#decide'
//! unless  = 'words:<3'
//! effect  = "select"                           # select, refer, outside or not-selected
//! label   = "decision"                         # may be published; a selecting rule needs one
//! because = "Evidence of a decision and of how it was reached"
//! context = { before = 20, after = 20, same_day = false }
//! example = { yes = ["PM agreed, go with option B"], no = ["that will be decisive"] }
//!
//! [[hold]]
//! id        = "H1"
//! title     = "Public inquiry"
//! authority = "Notice of 28 April 2023"
//! because   = "Relevance is for the chair"
//! when      = 'date:2020-01-01..2022-02-24'
//! transfer  = "agreed: letter INQ-7"           # optional: held messages may still be transferred
//! released  = { on = 2026-05-01, letter = "INQ-9", by = ["DRO", "Legal Adviser"] }
//! ```
//!
//! The order of the file means nothing: rules and holds are known by their ids and are numbered
//! in the order of these.
//!
//! **Examples are tests.** A rule is loaded only if it hits each of its `yes` and none of its
//! `no`. An example is a text and nothing else is known of it, so whatever else the rule asks for
//! (`from:`, `chat:`, `date:`, `kind:`, `has:` but for `has:link`, and the NOT of these) is taken
//! as satisfied, and an `unless` that turns on such things as not reached. The words of a `no`
//! must therefore be enough to pass the rule by.

mod examples;
mod fault;
mod hold;
mod note;
mod place;
mod read;
mod rule;
mod table;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::matcher::Program;
use super::query::{Lists, Query, Test};

pub use fault::{PolicyError, PolicyFault, Problem};
pub use hold::{Hold, HoldIndex, Release};
pub use note::Note;
pub use rule::{Context, Effect, Rule, RuleIndex};

/// A selection policy that has been read and checked.
#[derive(Debug)]
pub struct Policy {
    about: About,
    lists: Lists,
    rules: Vec<Rule>,
    holds: Vec<Hold>,
    notes: Vec<Note>,
    /// What the rules ask, in their order, then what the holds ask.
    program: Program,
}

/// What a policy says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The id of the policy.
    pub id: String,
    /// Its title.
    pub title: String,
    /// By which authority it selects.
    pub authority: String,
    /// Who answers for it, by post.
    pub owner: String,
    /// What becomes of a message that no rule speaks to.
    pub otherwise: Otherwise,
    /// Since when and until when it is in force, where it says so.
    pub in_force: Option<InForce>,
}

/// What becomes of a message that no rule speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Otherwise {
    /// A person decides.
    Refer,
    /// It is selected.
    Select,
}

/// The time in which a policy is in force, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// The first day, where one is given.
    pub from: Option<NaiveDate>,
    /// The last day, where one is given.
    pub to: Option<NaiveDate>,
}

impl Policy {
    /// Reads a policy. `file` is what the file is called in messages.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place in the file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Policy, PolicyError> {
        read::policy(file, bytes)
    }

    /// Returns what the policy says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Returns the rules, in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Returns the rule of this number.
    pub fn rule(&self, index: RuleIndex) -> &Rule {
        &self.rules[usize::from(index.0)]
    }

    /// Returns the holds, released ones too, in the order of their ids.
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// Returns the hold of this number.
    pub fn hold(&self, index: HoldIndex) -> &Hold {
        &self.holds[usize::from(index.0)]
    }

    /// Returns the named lists of words.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Returns what deserves a look but is not wrong.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the groups of posts that rules and holds name, sorted: a group that nobody belongs
    /// to is a rule that never matches, which only the register of people can tell.
    pub fn groups(&self) -> BTreeSet<&str> {
        let mut groups = BTreeSet::new();
        let rules = self
            .rules
            .iter()
            .flat_map(|rule| [Some(&rule.when), rule.unless.as_ref()]);
        let holds = self.holds.iter().map(|hold| Some(&hold.when));
        for query in rules.chain(holds).flatten() {
            query.each_test(&mut |test| {
                if let Test::Group(group) = test {
                    groups.insert(group.as_str());
                }
            });
        }
        groups
    }

    pub(super) fn program(&self) -> &Program {
        &self.program
    }
}

/// Compiles what rules and holds ask, in this order.
fn compiled(rules: &[Rule], holds: &[Hold], lists: &Lists) -> Program {
    let asked: Vec<Query> = rules.iter().map(Rule::asks).collect();
    Program::compile(
        asked.iter().chain(holds.iter().map(|hold| &hold.when)),
        lists,
    )
}
