//! Why a message is where it is, in words for the person who is asked about it.

use super::ledger::{decided_by, held_for, in_words};
use super::rows::{Row, SourceAppraised};
use super::sight::Sight;
use super::{Inputs, PersonDecision};
use crate::message::{Message, MessageId};
use crate::selection::{Basis, Explainer, Shared};

/// Whether a person's decision is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// All that is known.
    All,
    /// What the rules say alone: whoever looks again must not know what the first one said.
    RulesOnly,
}

/// Tells why the messages of a source are where they are.
pub struct Whys<'a> {
    inputs: &'a Inputs,
    appraised: &'a SourceAppraised,
    sight: Sight<'a>,
    explainer: Explainer<'a>,
    tell: Tell,
}

impl<'a> Whys<'a> {
    /// Returns what tells of the messages of a source.
    pub fn of(inputs: &'a Inputs, appraised: &'a SourceAppraised, tell: Tell) -> Whys<'a> {
        Whys {
            inputs,
            appraised,
            sight: Sight::again(inputs, appraised),
            explainer: inputs.policy.explainer(),
            tell,
        }
    }

    /// Returns how much is told.
    pub fn tell(&self) -> Tell {
        self.tell
    }

    /// Returns the source.
    pub fn source(&self) -> &'a SourceAppraised {
        self.appraised
    }

    /// Returns why the message at a row is where it is: what decided, the rules that hit with their
    /// words, and the holds that catch it.
    pub fn why(&mut self, index: usize, row: &Row, message: &Message<'_>) -> String {
        let (inputs, appraised) = (self.inputs, self.appraised);
        let explainer = &mut self.explainer;
        let (rules, mut holds) = self
            .sight
            .of_message(message, &appraised.conversation, |facts| {
                in_words(inputs, &explainer.explain(facts))
            });
        if let Some(other) = held_for(appraised, index) {
            holds = match holds.as_str() {
                "" => other,
                holds => format!("{holds} | {other}"),
            };
        }
        let by = self.decided_by(row);
        let stale = match appraised.stale.contains(&row.offset) {
            true => "decided for other bytes than it has",
            false => "",
        };
        let lead = appraised.copies.lead_of(index);
        let lead = lead.map(|(lead, _)| lead.to_string()).unwrap_or_default();
        let parts = [
            ("", by.as_str()),
            ("a copy, which shares the decision on ", &lead),
            ("", stale),
            ("rules: ", &rules),
            ("holds: ", &holds),
        ];
        let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
        let parts: Vec<String> = parts
            .map(|(what, words)| format!("{what}{words}"))
            .collect();
        parts.join("; ")
    }

    fn decided_by(&self, row: &Row) -> String {
        match (row.settled.basis, self.tell) {
            (Basis::Person, Tell::RulesOnly) | (Basis::Rule(_), _) => String::new(),
            (
                Basis::CopyOf {
                    by: Shared::Person, ..
                }
                | Basis::CopiesDiffer(_)
                | Basis::DiffersFrom(_),
                Tell::RulesOnly,
            ) => String::new(),
            (Basis::Person, Tell::All) => {
                let id = MessageId {
                    source: self.appraised.source.id.clone(),
                    offset: row.offset,
                };
                by_person(self.inputs.decisions.get(&id))
            }
            (Basis::ContextOf(parent), _) => {
                format!("context of {}", self.appraised.id_of(parent.message))
            }
            (Basis::ContextOver { parent, over }, _) => format!(
                "context of {}, but rule {} speaks against it",
                self.appraised.id_of(parent.message),
                self.inputs.policy.rule(over).id
            ),
            (Basis::Otherwise, _) => "no rule speaks to it".to_owned(),
            (Basis::CopyOf { .. } | Basis::CopiesDiffer(_) | Basis::DiffersFrom(_), _) => {
                let (basis, other, _) = decided_by(self.inputs, self.appraised, row);
                by_copy(basis, &other)
            }
        }
    }
}

/// Returns how another message decided about one, in words: a copy, or what another phone shows in
/// its place.
pub(super) fn by_copy(basis: &str, other: &str) -> String {
    match basis {
        "copy" => format!("as its copy {other}"),
        "copies-differ" => format!("its copy {other} comes to something else"),
        _ => format!("another phone shows {other} in its place, which is selected"),
    }
}

fn by_person(decision: Option<&PersonDecision>) -> String {
    match decision {
        None => String::new(),
        Some(decision) if decision.disagrees => "two reviewers disagree".to_owned(),
        Some(decision) => format!("decided by {}", decision.person.post),
    }
}
