//! The page of the selection policy that travels in a package: what may be published of the rules.

use askama::Template;

use super::page::{Page, filters};
use super::reconcile::NOT_DESTROYED;

/// What is published of a selection policy. It holds no word that a rule looks for, and of rules
/// that do not select nothing but their number: they could forewarn, or be read as an accusation.
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
    /// What becomes of messages that no rule speaks to, in words.
    pub otherwise: String,
    /// The SHA-256 of the whole rules file, in hexadecimal.
    pub sha256: String,
    /// The rules that select and are published.
    pub rules: Vec<PublishedRule>,
    /// How many other rules there are, by their effect in words.
    pub others: Vec<(String, u64)>,
}

/// A rule that selects, as it may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRule {
    /// Its neutral label.
    pub label: String,
    /// Its effect in words.
    pub effect: String,
    /// Why there is such a rule.
    pub because: String,
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
