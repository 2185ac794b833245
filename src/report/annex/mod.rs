//! The annex to a department's appraisal report: the policy, what it did in this batch, and what
//! people made of it. A draft, for a person to complete and file.

mod exports;
mod outcome;
mod policy;

pub(super) use outcome::sample;

use super::asked::in_words;
use super::document::{Document, Said};
use super::policy::context_words;
use super::{BatchReport, PublishedPolicy};
use crate::selection::Effect;
use crate::selection::policy::{Needs, Rule};

/// What the drafts are filled in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// The report of the batch, for the department.
    pub batch: BatchReport,
    /// What may be published of the policy.
    pub policy: PublishedPolicy,
    /// The rules, in the order of their ids.
    pub rules: Vec<RuleUsed>,
    /// The lists of words that rules look for, by name, with their words.
    pub lists: Vec<(String, String)>,
    /// The holds, in the order of their ids.
    pub holds: Vec<HoldUsed>,
    /// How many messages no rule spoke to.
    pub no_rule: u64,
    /// How many messages were referred because context reached what a rule had referred or put
    /// outside.
    pub context_over: u64,
    /// What people decided, by post.
    pub people: Vec<DecidedBy>,
    /// How many decisions no longer hold, because the message's bytes are others.
    pub stale: u64,
    /// The sign-offs.
    pub sign_offs: Vec<SignedOff>,
    /// What the apps never export.
    pub never_exported: Vec<NeverExported>,
}

/// A rule, with what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUsed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it proposes.
    pub effect: Effect,
    /// What it asks for, in words.
    pub asks: String,
    /// What passes it by, in words; empty where nothing does.
    pub unless: String,
    /// What is selected with a message that it selects, in words.
    pub context: String,
    /// What its proposals need before they count, where it says so; otherwise empty.
    pub needs: &'static str,
    /// Why there is such a rule.
    pub because: String,
    /// What may be published of it; empty where it has no label.
    pub label: String,
    /// How many messages it hit.
    pub hit: u64,
    /// Of how many it decided the outcome.
    pub decided: u64,
    /// How many messages that it hit a person decided otherwise than it proposes. A rule that
    /// refers proposes nothing: it asks.
    pub against: u64,
}

impl RuleUsed {
    /// Returns a rule that has done nothing yet.
    pub fn of(rule: &Rule) -> RuleUsed {
        RuleUsed {
            id: rule.id.clone(),
            title: rule.title.clone(),
            effect: rule.effect,
            asks: in_words(&rule.when),
            unless: rule.unless.as_ref().map(in_words).unwrap_or_default(),
            context: context_words(rule.context),
            needs: rule.needs.map(Needs::words).unwrap_or_default(),
            because: rule.because.clone(),
            label: rule.label.clone().unwrap_or_default(),
            hit: 0,
            decided: 0,
            against: 0,
        }
    }
}

/// A hold, by its number: neither what it is nor why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldUsed {
    /// Its id.
    pub id: String,
    /// Whether it holds on the day at which dates are judged, and whether what it holds may be
    /// transferred, in words.
    pub state: &'static str,
    /// How many messages it catches.
    pub caught: u64,
    /// How many of them are selected or context and are kept back.
    pub kept_back: u64,
}

/// What a post decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    /// The post.
    pub post: String,
    /// How many messages it decided, by [`Effect::ALL`].
    pub counts: [u64; 4],
}

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    /// What was signed off.
    pub of: &'static str,
    /// By which posts.
    pub by: String,
    /// When, as YYYY-MM-DD.
    pub on: String,
    /// Whether it still holds.
    pub standing: String,
}

/// What an app never exports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NeverExported {
    /// The format of the export.
    pub format: String,
    /// What it never holds, in words.
    pub what: Vec<&'static str>,
}

/// Returns the draft of an annex to the department's appraisal report.
pub fn appraisal_annex(annex: &Annex) -> Document {
    let batch = &annex.batch;
    Document {
        caption: "Draft annex to an appraisal report",
        title: batch.title.clone(),
        marking: batch.marking.clone(),
        lead: "The selection of messages in one transfer batch: by which policy, with what result, and what people made of it. To be completed, checked and filed by the department with its appraisal report.".to_owned(),
        sections: vec![
            policy::about(batch),
            policy::policy(annex),
            policy::rules(annex),
            policy::holds(annex),
            outcome::outcomes(annex),
            outcome::people(annex),
            outcome::sums(batch),
            exports::evidence(batch),
            exports::missing(annex),
            outcome::sign_offs(annex),
            outcome::limits(),
        ],
        foot: batch.foot.clone(),
    }
}

fn fact(name: &str, said: impl Into<Said>) -> (String, Said) {
    (name.to_owned(), said.into())
}

/// Returns a part of a whole as a percentage, to one decimal.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "none".to_owned();
    }
    let thousandths = (u128::from(part) * 2_000 + u128::from(whole)) / (2 * u128::from(whole));
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_decimal() {
        assert_eq!(share(0, 0), "none");
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(share(2, 3), "66.7 %");
        assert_eq!(share(5, 5), "100.0 %");
        assert_eq!(share(1, 2_000), "0.1 %");
    }
}
