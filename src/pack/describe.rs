//! What a transcript says of itself and of each decision, in words that may be published.

use std::borrow::Cow;

use super::links::Links;
use super::participants::known;
use super::plan::{ChatPlan, PartPlan};
use super::render::Renderer;
use super::tags::source_name;
use crate::appraisal::{Inputs, Row, SourceAppraised};
use crate::message::{MessageId, written_local};
use crate::selection::{Basis, Elsewhere, Outcome, Shared};
use crate::source::registry;
use crate::transcript::{self, DecisionWritten, Head, ParticipantSeen, Statement};

/// Why a message is transferred.
pub struct Reason<'a> {
    /// `select` or `context`.
    pub outcome: &'static str,
    /// `rule`, `context`, `person` or `policy`.
    pub basis: &'static str,
    /// The number of the message that it helps to understand, where that is transferred.
    pub with: Option<u64>,
    /// The part in which that message stands, where it is another.
    pub part: Option<Cow<'a, str>>,
    /// The file name of the transcript with the copy whose decision it shares.
    pub copy: Option<&'a str>,
    /// The post of the person who decided.
    pub by: Option<&'a str>,
    /// The reason.
    pub words: Cow<'a, str>,
}

impl<'a> Reason<'a> {
    fn of(outcome: &'static str, basis: &'static str, words: Cow<'a, str>) -> Reason<'a> {
        Reason {
            outcome,
            basis,
            with: None,
            part: None,
            copy: None,
            by: None,
            words,
        }
    }

    /// Returns the reason as a transcript writes it.
    pub fn written(&self) -> DecisionWritten<'_> {
        DecisionWritten {
            outcome: self.outcome,
            basis: self.basis,
            with: self.with,
            part: self.part.as_deref(),
            copy: self.copy,
            by: self.by,
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
    /// What transcripts say of each other's messages.
    pub links: &'a Links<'a>,
    /// Tells of a part whether it is packed.
    pub is_packed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reasons<'a> {
    /// Returns why the message of a row, in the part `part`, is transferred.
    pub fn because(&self, part: &str, row: &Row) -> Reason<'a> {
        let outcome = match row.settled.outcome {
            Outcome::Context => "context",
            _ => "select",
        };
        let words = |basis| transcript::because(basis, outcome);
        let of_itself = |basis| words(basis).unwrap_or_default().into();
        let reason = |basis, words| Reason::of(outcome, basis, words);
        match row.settled.basis {
            Basis::Person => Reason {
                by: self.decided_by(&self.id_of(row)),
                ..reason("person", of_itself("person"))
            },
            Basis::CopyOf {
                copy,
                by: Shared::Person,
            } => Reason {
                by: (self.appraised.copies.id_of(copy)).and_then(|id| self.decided_by(&id)),
                ..reason("person", of_itself("person"))
            },
            // The message that a copy helps to understand stands on the other phone.
            Basis::CopyOf {
                copy,
                by: Shared::Context(_),
            } => {
                let (copy, words) = self.as_copy(part, copy);
                Reason {
                    copy,
                    ..reason("context", words.into())
                }
            }
            Basis::Rule(rule)
            | Basis::CopyOf {
                by: Shared::Rule(rule),
                ..
            } => {
                let label = self.inputs.policy.rule(rule).label.as_deref();
                reason("rule", label.unwrap_or("A rule of the policy").into())
            }
            Basis::ContextOf(parent) => {
                let (with, other) = self.context(part, parent.message);
                let words = transcript::because_of_context(with, other.as_deref());
                Reason {
                    with,
                    part: other,
                    ..reason("context", words.into())
                }
            }
            Basis::ContextOver { .. }
            | Basis::Otherwise
            | Basis::CopyOf {
                by: Shared::Otherwise,
                ..
            }
            | Basis::CopiesDiffer(_)
            | Basis::DiffersFrom(_) => reason("policy", of_itself("policy")),
        }
    }

    /// Returns the number of the message whose context it is, and its part where that is another;
    /// nothing of a message that is not transferred.
    fn context(&self, part: &str, message: u32) -> (Option<u64>, Option<Cow<'a, str>>) {
        let index = message as usize;
        let number = self.chat.numbers.get(index).copied().unwrap_or_default();
        let (Some(parent), true) = (self.appraised.rows.get(index), number > 0) else {
            return (None, None);
        };
        let other = self.inputs.settings.parts.part(parent.date());
        if other == part {
            return (Some(number.into()), None);
        }
        match (self.is_packed)(&other) {
            true => (Some(number.into()), Some(other.into())),
            false => (None, None),
        }
    }

    /// Returns with which words a message in the part `part` is kept because a copy is, and the
    /// transcript of the copy; nothing of one that is not named.
    fn as_copy(&self, part: &str, copy: Elsewhere) -> (Option<&'a str>, String) {
        let part = self.chat.parts.get(part);
        match part.and_then(|part| self.links.copy(part, copy)) {
            Some((transcript, n)) => (Some(transcript), transcript::because_of_copy(n, transcript)),
            None => (None, transcript::because_of_context(None, None)),
        }
    }

    fn id_of(&self, row: &Row) -> MessageId {
        MessageId {
            source: self.appraised.source.id.clone(),
            offset: row.offset,
        }
    }

    /// Returns the post of the person who decided about a message.
    fn decided_by(&self, id: &MessageId) -> Option<&'a str> {
        let decision = self.inputs.decisions.get(id)?;
        Some(decision.person.post.as_str())
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
    let naming = renderer.links.naming(&plan.transcript);
    Head {
        batch: settings.reference.clone(),
        conversation: renderer.chat.name.clone(),
        part: part.to_owned(),
        previous: neighbour(true),
        next: neighbour(false),
        transferring_body: settings.transferring_body.clone(),
        creator: settings.creator.clone(),
        series: settings.series.clone(),
        source: source_name(renderer.chat.source),
        kind: appraised.conversation.kind,
        platform: format.map_or("unknown", |format| format.app()).to_owned(),
        description: renderer.parts.get(part).cloned().unwrap_or_default(),
        first: written_local(plan.first.0, plan.first.1),
        last: written_local(plan.last.0, plan.last.1),
        messages: plan.messages,
        not_transferred: plan.not_transferred,
        copies: naming.map_or(0, |naming| naming.copies),
        differences: naming.map_or(0, |naming| naming.differences),
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
