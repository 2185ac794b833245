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
//! context = { before = 20, after = 20, replies = false, same_day = false }
//! example = { yes = ["PM agreed, go with option B"], no = ["that will be decisive"] }
//!
//! [[rule]]
//! id      = "O1"
//! title   = "Party business"
//! when    = 'text:#decide NEAR(6) leaflet*'
//! effect  = "outside"
//! because = "Not held for the department"
//! needs   = "two names and a clean sample"     # or "two names", or "clean sample"
//!
//! [[hold]]
//! id        = "H1"
//! title     = "Public inquiry"
//! authority = "Notice of 28 April 2023"
//! because   = "Relevance is for the chair"
//! sources   = ["wa1", "wa2"]                   # one at least of these six; several restrict,
//! conversations = ["Winter planning"]          # the values of one are alternatives
//! custodians = ["@spad"]
//! people    = ["p03", "Permanent Secretary"]
//! dates     = { from = 2020-01-01, to = 2022-02-24 }
//! when      = 'text:gritting'
//! transfer  = "agreed: letter INQ-7"           # optional: held messages may still be transferred
//! released  = { on = 2026-05-01, letter = "INQ-9", by = ["DRO", "Legal Adviser"] }
//! ```
//!
//! The order of the file means nothing: rules and holds are known by their ids and are numbered
//! in the order of these.
//!
//! **Needs.** Every proposal of outside and of not-selected counts only when two posts have signed
//! it, and of not-selected when a sample that was drawn is clean. `needs` says so where a reader of
//! the policy looks for it; and `clean sample` on a rule that proposes outside puts its messages
//! into what the sample is drawn from.
//!
//! **In force.** A policy is applied and signed only on a day on which it is in force.
//!
//! **Holds** catch too much rather than too little. By dates, in `dates` or in `when`, they catch
//! what is undated, and what fits by either reading where it is not certain which of day and month
//! comes first (a rule goes by the reading that was decided). `custodians` also catches a source
//! of which nobody stated whose device it was; `people` catches every message of a conversation in
//! which one of them is known, or perhaps known: by a label that the register does not place on that
//! day, or by the title of what may be a chat of two. What is held takes with it every message that
//! carries the same file. A hold without `when` also holds what of a source is no message: pieces that could not be
//! understood, and files that no message names; these are never transferred in any case.
//!
//! **Examples are tests.** A rule is loaded only if it hits each of its `yes` and none of its
//! `no`. An example is a text and nothing else is known of it, so whatever else the rule asks for
//! (people, `chat:`, `date:`, `kind:`, `has:` but for `has:link`, and the NOT of these) is taken
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

use super::matcher::{Asked, Program};
use super::query::{Lists, Query, Test};

pub use examples::Tested;
pub use fault::{PolicyError, PolicyFault, Problem};
pub use hold::{Hold, HoldIndex, Release};
pub use note::Note;
pub use rule::{Context, Effect, Needs, Rule, RuleIndex};

/// A selection policy that has been read and checked.
#[derive(Debug)]
pub struct Policy {
    about: About,
    lists: Lists,
    rules: Vec<Rule>,
    holds: Vec<Hold>,
    notes: Vec<Note>,
    tested: Vec<Tested>,
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

impl Otherwise {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Otherwise::Refer => "refer",
            Otherwise::Select => "select",
        }
    }
}

/// The time in which a policy is in force, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// The first day, where one is given.
    pub from: Option<NaiveDate>,
    /// The last day, where one is given.
    pub to: Option<NaiveDate>,
}

impl InForce {
    /// Tells whether a day is among these.
    pub fn covers(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Returns the words for people: `from 2026-03-02 to 2027-03-01`.
    pub fn words(self) -> String {
        let end = |word, day: Option<NaiveDate>| day.map(|day| format!("{word} {day}"));
        let ends = [end("from", self.from), end("to", self.to)];
        ends.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
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
        let holds = self.holds.iter().map(|hold| hold.when.as_ref());
        for query in rules.chain(holds).flatten() {
            query.each_test(&mut |test| {
                if let Test::Group(_, group) = test {
                    groups.insert(group.as_str());
                }
            });
        }
        for hold in &self.holds {
            groups.extend(hold.scope.groups());
        }
        groups
    }

    /// Returns how each rule stands to its examples, in the order of the rules.
    pub fn tested(&self) -> &[Tested] {
        &self.tested
    }

    /// Tells whether the policy is in force on a day: one that does not say when always is.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.about.in_force.is_none_or(|time| time.covers(day))
    }

    /// Returns what the rules ask, in their order, then what the holds ask.
    pub fn program(&self) -> &Program {
        &self.program
    }
}

/// Compiles what rules and holds ask, in this order.
fn compiled(rules: &[Rule], holds: &[Hold], lists: &Lists) -> Program {
    let queries: Vec<Query> = rules.iter().map(Rule::asks).collect();
    let rules = queries.iter().map(Asked::from);
    let holds = holds.iter().map(|hold| Asked {
        scope: Some(&hold.scope),
        query: hold.when.as_ref(),
    });
    Program::compile(rules.chain(holds), lists)
}
