//! The page of the selection policy that travels in a package: what may be published of the rules.
//!
//! Of the whole policy three things of each rule that selects are published, and nothing else: its
//! neutral label, and how many messages around a hit come with it. A rule's title, reason, query,
//! examples and id stay behind, and of rules with another effect everything but their number: they
//! could forewarn somebody, accuse somebody ("party business"), or name somebody. Nothing at all is
//! told of holds, not even whether there is one, and no word of a list. [`PublishedPolicy`] has no
//! field for any of it.

use askama::Template;

use super::page::{Page, filters};
use super::reconcile::NOT_DESTROYED;
use crate::selection::policy::{Context, Otherwise, Rule};
use crate::selection::{Effect, Policy};

/// What is published of a selection policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPolicy {
    /// What the policy is called.
    pub title: String,
    /// Its id and version.
    pub id: String,
    /// By whose authority it selects.
    pub authority: String,
    /// The post that keeps it.
    pub owner: String,
    /// Since when and until when it is in force, in words; empty where it does not say.
    pub in_force: String,
    /// What becomes of messages that no rule speaks to, in words.
    pub otherwise: String,
    /// The SHA-256 of the whole rules file, in hexadecimal.
    pub sha256: String,
    /// The rules that select, in the order of their labels.
    pub rules: Vec<PublishedRule>,
    /// How many other rules there are, by their effect in words.
    pub others: Vec<(String, u64)>,
}

/// A rule that selects, as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedRule {
    /// Its neutral label.
    pub label: String,
    /// What is selected with a message that it selects, in words.
    pub context: String,
}

impl PublishedPolicy {
    /// Returns what is published of a policy. `sha256` is that of the whole rules file.
    pub fn of(policy: &Policy, sha256: String) -> PublishedPolicy {
        let about = policy.about();
        let rules = policy.rules();
        // By label, so that not even the order of the ids is told.
        let mut published: Vec<_> = rules.iter().filter_map(PublishedRule::of).collect();
        published.sort();
        published.dedup();
        let count = |effect| rules.iter().filter(|rule| rule.effect == effect).count() as u64;
        PublishedPolicy {
            title: about.title.clone(),
            id: about.id.clone(),
            authority: about.authority.clone(),
            owner: about.owner.clone(),
            in_force: in_force(policy),
            otherwise: otherwise(policy).to_owned(),
            sha256,
            rules: published,
            others: [Effect::Refer, Effect::Outside, Effect::NotSelected]
                .map(|effect| (effect_words(effect).to_owned(), count(effect)))
                .into(),
        }
    }
}

impl PublishedRule {
    /// Returns what is published of a rule; nothing unless it selects and has a label.
    fn of(rule: &Rule) -> Option<PublishedRule> {
        let label = rule.label.clone()?;
        (rule.effect == Effect::Select).then(|| PublishedRule {
            label,
            context: context_words(rule.context),
        })
    }
}

/// Returns an effect in words.
pub(super) fn effect_words(effect: Effect) -> &'static str {
    match effect {
        Effect::Select => "Selected",
        Effect::Refer => "Referred to a person",
        Effect::Outside => "Proposed as outside transfer",
        Effect::NotSelected => "Proposed as not selected",
    }
}

/// Returns what becomes of messages that no rule speaks to, in words.
pub(super) fn otherwise(policy: &Policy) -> &'static str {
    match policy.about().otherwise {
        Otherwise::Refer => effect_words(Effect::Refer),
        Otherwise::Select => effect_words(Effect::Select),
    }
}

/// Returns since when and until when a policy is in force, in words; empty where it does not say.
pub(super) fn in_force(policy: &Policy) -> String {
    let Some(in_force) = policy.about().in_force else {
        return String::new();
    };
    let day = |day: chrono::NaiveDate| super::page::dates::day(&day.to_string());
    match (in_force.from.map(day), in_force.to.map(day)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

/// Returns what is selected with a message that a rule selects, in words.
pub(super) fn context_words(context: Option<Context>) -> String {
    let context = context.unwrap_or_default();
    let messages = |n: u32, side: &str| match n {
        0 => None,
        1 => Some(format!("the message {side} it")),
        n => Some(format!("the {n} messages {side} it")),
    };
    let mut parts: Vec<String> = [
        messages(context.before, "before"),
        messages(context.after, "after"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if context.replies {
        parts.push("its replies, and what it replies to".to_owned());
    }
    if context.same_day {
        parts.push("the messages of the same day".to_owned());
    }
    match parts.len() {
        0 => "nothing".to_owned(),
        _ => parts.join(" and "),
    }
}

/// Returns the page of a selection policy.
pub fn policy_html(policy: &PublishedPolicy) -> String {
    let page = PolicyPage {
        page: Page {
            title: format!("Selection policy: {}", policy.title),
            marking: "",
            foot: &[],
        },
        policy,
    };
    page.render().expect("writing to memory does not fail")
}

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage<'a> {
    page: Page<'a>,
    policy: &'a PublishedPolicy,
}

impl PolicyPage<'_> {
    fn not_destroyed(&self) -> &'static str {
        NOT_DESTROYED
    }
}
