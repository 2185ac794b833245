//! Why a message is where it is, in words for the person who is asked about it.

use super::ledger::hits_in_words;
use super::rows::{Row, SourceAppraised};
use super::{Inputs, PersonDecision};
use crate::message::{Message, MessageId};
use crate::selection::{Basis, Explainer};

/// Whether a person's decision is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// All that is known.
    All,
    /// What the rules say alone: whoever looks again must not know what the first one said.
    RulesOnly,
}

/// Returns why a message is where it is: what decided, the rules that hit with their words, and
/// the holds that catch it.
pub fn why(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    row: &Row,
    message: &Message<'_>,
    explainer: &mut Explainer<'_>,
    tell: Tell,
) -> String {
    let mut parts = Vec::new();
    let (rules, holds) = hits_in_words(inputs, appraised, message, explainer);
    let by = match (row.settled.basis, tell) {
        (Basis::Person, Tell::RulesOnly) => String::new(),
        (Basis::Person, Tell::All) => {
            let id = MessageId {
                source: appraised.source.id.clone(),
                offset: row.offset,
            };
            by_person(inputs.decisions.get(&id))
        }
        (Basis::Rule(_), _) => String::new(),
        (Basis::ContextOf(parent), _) => {
            format!("context of {}", appraised.id_of(parent.message))
        }
        (Basis::ContextOver { parent, over }, _) => format!(
            "context of {}, but rule {} speaks against it",
            appraised.id_of(parent.message),
            inputs.policy.rule(over).id
        ),
        (Basis::Otherwise, _) => "no rule speaks to it".to_owned(),
    };
    let stale = appraised.stale.contains(&row.offset);
    let stale = if stale {
        "decided for other bytes than it has"
    } else {
        ""
    };
    for (what, words) in [
        ("", by.as_str()),
        ("", stale),
        ("rules: ", &rules),
        ("holds: ", &holds),
    ] {
        if !words.is_empty() {
            parts.push(format!("{what}{words}"));
        }
    }
    parts.join("; ")
}

fn by_person(decision: Option<&PersonDecision>) -> String {
    match decision {
        None => String::new(),
        Some(decision) if decision.disagrees => "two reviewers disagree".to_owned(),
        Some(decision) => format!("decided by {}", decision.person.post),
    }
}
