//! What a transcript says of itself and of each decision, in words that may be published.

use std::borrow::Cow;

use super::participants::known;
use super::plan::{ChatPlan, PartPlan};
use super::render::Renderer;
use crate::appraisal::{Inputs, Row, SourceAppraised};
use crate::message::written_local;
use crate::selection::{Basis, Outcome};
use crate::source::registry;
use crate::transcript::{DecisionWritten, Head, ParticipantSeen, Statement};

/// Why a message is transferred.
pub struct Reason<'a> {
    /// `select` or `context`.
    pub outcome: &'static str,
    /// `rule`, `context`, `person` or `policy`.
    pub basis: &'static str,
    /// The number of the message that it helps to understand, in the same transcript.
    pub with: Option<u64>,
    /// The reason.
    pub words: Cow<'a, str>,
}

impl Reason<'_> {
    /// Returns the reason as a transcript writes it.
    pub fn written(&self) -> DecisionWritten<'_> {
        DecisionWritten {
            outcome: self.outcome,
            basis: self.basis,
            with: self.with,
            words: &self.words,
        }
    }
}

/// What reasons are found from.
pub struct Reasons<'a> {
    /// The inputs of the appraisal.
    pub inputs: &'a Inputs,
    /// The conversation's source.
    pub appraised: &'a SourceAppraised,
    /// What is planned of it.
    pub chat: &'a ChatPlan,
}

impl<'a> Reasons<'a> {
    /// Returns why the message of a row, in the part `part`, is transferred.
    pub fn because(&self, part: &str, row: &Row) -> Reason<'a> {
        let outcome = match row.settled.outcome {
            Outcome::Context => "context",
            _ => "select",
        };
        let (basis, with, words) = match row.settled.basis {
            Basis::Person => (
                "person",
                None,
                match row.settled.outcome {
                    Outcome::Context => "A person decided to keep it, to understand others".into(),
                    _ => "A person decided to select it".into(),
                },
            ),
            Basis::Rule(rule) => {
                let label = self.inputs.policy.rule(rule).label.as_deref();
                ("rule", None, label.unwrap_or("A rule of the policy").into())
            }
            Basis::ContextOf(parent) => self.context(part, parent.message),
            Basis::ContextOver { .. } | Basis::Otherwise => (
                "policy",
                None,
                "No rule applied, and the policy selects such messages".into(),
            ),
        };
        Reason {
            outcome,
            basis,
            with,
            words,
        }
    }

    fn context(&self, part: &str, message: u32) -> (&'static str, Option<u64>, Cow<'a, str>) {
        let index = message as usize;
        let same_part = self
            .appraised
            .rows
            .get(index)
            .is_some_and(|parent| self.inputs.settings.parts.part(parent.date()) == part);
        let number = self.chat.numbers.get(index).copied().unwrap_or_default();
        let with = (same_part && number > 0).then_some(u64::from(number));
        let words = match with {
            Some(n) => format!("Kept to understand message {n}").into(),
            None => "Kept to understand a message outside this transcript".into(),
        };
        ("context", with, words)
    }
}

/// Returns the head of the transcript of a part.
pub fn head(renderer: &Renderer<'_>, part: &str, plan: &PartPlan) -> Head {
    let appraised = renderer.appraised;
    let settings = &renderer.inputs.settings;
    let neighbour = |before: bool| {
        let mut names = renderer.parts.keys();
        let found = if before {
            names.rev().find(|name| **name < part)
        } else {
            names.find(|name| **name > part)
        };
        found.map(|name| (*name).to_owned())
    };
    let format = registry::by_id(&appraised.source.format);
    Head {
        batch: settings.reference.clone(),
        conversation: renderer.chat.name.clone(),
        part: part.to_owned(),
        previous: neighbour(true),
        next: neighbour(false),
        kind: appraised.conversation.kind,
        platform: format.map_or("unknown", |format| format.app()).to_owned(),
        description: renderer.parts.get(part).cloned().unwrap_or_default(),
        first: written_local(plan.first.0, plan.first.1),
        last: written_local(plan.last.0, plan.last.1),
        messages: plan.messages,
        not_transferred: plan.not_transferred,
        cut: settings.parts.word().to_owned(),
        zone: appraised.zone.to_string(),
        capture: appraised
            .capture
            .questions()
            .map(|(about, _)| {
                let statement = appraised.capture.about(about);
                Statement {
                    about: (*about).to_owned(),
                    basis: statement.basis(),
                    value: statement.value,
                }
            })
            .collect(),
        evidence: appraised.evidence.clone(),
        never_exported: format.map_or(&[], |format| format.never_exported()),
        gaps: appraised.account.gaps.clone(),
        participants: known(renderer.inputs, appraised, plan)
            .into_iter()
            .map(|person| ParticipantSeen {
                key: person.key,
                name: person.name,
                post: person.post,
                messages: person.messages,
            })
            .collect(),
    }
}
