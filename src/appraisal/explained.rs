//! Tells the whole story of one message.

use super::desk::find_message;
use super::ledger::{decided_by, each_in_words, held_for};
use super::rows::{Row, SourceAppraised};
use super::sight::Sight;
use super::{AppraisalError, Inputs};
use crate::message::{Message, MessageId};
use crate::selection::{Basis, HoldIndex, Parent, RuleIndex};

/// The story of one message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explained {
    /// Its id.
    pub id: String,
    /// The title of its conversation.
    pub conversation: String,
    /// Its local time, in ISO 8601.
    pub sent_local: String,
    /// The label of its sender.
    pub sender: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What was written.
    pub body: String,
    /// The files that it carries or names, each with where its bytes are.
    pub attachments: Vec<String>,
    /// What becomes of it.
    pub outcome: &'static str,
    /// What decided: a rule, a person, context, or the policy's otherwise.
    pub decided_by: String,
    /// The rules that hit it, each with the words that hit.
    pub rules: Vec<String>,
    /// The holds that catch it.
    pub holds: Vec<String>,
    /// The same rules, with what the policy says of them.
    pub rules_told: Vec<RuleTold>,
    /// The same holds, with what the policy says of them.
    pub holds_told: Vec<HoldTold>,
    /// The message whose context it is.
    pub context_of: Option<String>,
    /// The message that took it along, and by which rule.
    pub taken_by: Option<(Neighbour, RuleTold)>,
    /// The messages that it took along, in the order of the file.
    pub takes_along: Vec<Neighbour>,
    /// The copies of it on other phones.
    pub copies: Vec<CopyTold>,
    /// What other phones show differently.
    pub differences: Vec<DifferenceTold>,
    /// Whether it is to be transferred, as far as selection and holds go.
    pub transferred: bool,
}

/// A copy of the message that is explained.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CopyTold {
    /// Its id.
    pub id: String,
    /// How it is known to be a copy.
    pub evidence: &'static str,
}

/// What another phone shows differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DifferenceTold {
    /// The source of that phone.
    pub source: String,
    /// What stands there in the place of the message, where something does that is no copy.
    pub other: Option<String>,
    /// How they differ.
    pub kind: &'static str,
    /// What may have made it so, in no order of likelihood.
    pub causes: Vec<&'static str>,
}

/// A rule that hit, as its policy tells of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleTold {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it proposes.
    pub effect: &'static str,
    /// Why.
    pub because: String,
}

/// A hold that catches, as its policy tells of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HoldTold {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who may hold, by which instrument.
    pub authority: String,
    /// Why.
    pub because: String,
    /// Whether it holds on the day at which dates are judged.
    pub holds: bool,
    /// The reference of the agreement to transfer all the same; empty where there is none.
    pub transfer_agreed: String,
}

/// A message beside the one that is explained.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its local time, in ISO 8601.
    pub sent_local: String,
    /// The label of its sender.
    pub sender: String,
}

fn rule_told(inputs: &Inputs, index: RuleIndex) -> RuleTold {
    let rule = inputs.policy.rule(index);
    RuleTold {
        id: rule.id.clone(),
        title: rule.title.clone(),
        effect: rule.effect.word(),
        because: rule.because.clone(),
    }
}

fn hold_told(inputs: &Inputs, index: HoldIndex) -> HoldTold {
    let hold = inputs.policy.hold(index);
    HoldTold {
        id: hold.id.clone(),
        title: hold.title.clone(),
        authority: hold.authority.clone(),
        because: hold.because.clone(),
        holds: hold.holds_on(inputs.as_at),
        transfer_agreed: hold.transfer_agreed.clone().unwrap_or_default(),
    }
}

fn neighbour(appraised: &SourceAppraised, row: &Row) -> Neighbour {
    Neighbour {
        id: format!("{}-{}", appraised.source.id, row.offset),
        sent_local: row.local_iso(),
        sender: appraised.label(row).unwrap_or("(the app)").to_owned(),
    }
}

fn copies_told(appraised: &SourceAppraised, at: usize) -> Vec<CopyTold> {
    let copies = &appraised.copies;
    let members = copies.of(at);
    let own = members.iter().find(|member| member.at == copies.at(at));
    let own = own.and_then(|own| own.evidence);
    let others = members.iter().filter(|member| member.at != copies.at(at));
    let told = others.filter_map(|other| {
        Some(CopyTold {
            id: copies.id_of(other.at)?.to_string(),
            // Both are linked with the lead: what joins them is as sure as the weaker link.
            evidence: own.max(other.evidence)?.word(),
        })
    });
    told.collect()
}

fn differences_told(appraised: &SourceAppraised, at: usize) -> Vec<DifferenceTold> {
    let copies = &appraised.copies;
    let own = copies.at(at);
    let mut told = Vec::new();
    for (other, difference) in copies.all.differences_of(own) {
        let mut opposites = copies.all.opposites_of(own).iter();
        let opposite = opposites.find(|o| o.other.source == other && o.kind == difference.kind);
        told.push(DifferenceTold {
            source: copies
                .all
                .source(other)
                .map(ToString::to_string)
                .unwrap_or_default(),
            other: opposite
                .and_then(|o| copies.id_of(o.other))
                .map(|id| id.to_string()),
            kind: difference.kind.word(),
            causes: difference.causes.iter().map(|cause| cause.word()).collect(),
        });
    }
    told
}

/// Returns the message whose context a row is, and the rule that selected that one.
fn parent_of(row: &Row) -> Option<Parent> {
    match row.settled.basis {
        Basis::ContextOf(parent) | Basis::ContextOver { parent, .. } => Some(parent),
        _ => None,
    }
}

/// Tells the story of a message, or `None` where there is no such message.
///
/// # Errors
/// When the source cannot be read again.
pub fn explain(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    id: &MessageId,
) -> Result<Option<Explained>, AppraisalError> {
    find_message(inputs, appraised, id, |at, row, message| {
        told(inputs, appraised, at, row, message)
    })
}

fn told(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    at: usize,
    row: &Row,
    message: &Message<'_>,
) -> Explained {
    let id = MessageId {
        source: appraised.source.id.clone(),
        offset: row.offset,
    };
    let sight = Sight::again(inputs, appraised);
    let (rules, holds) = sight.of_message(message, &appraised.conversation, |facts| {
        each_in_words(inputs, &inputs.policy.explainer().explain(facts))
    });
    let holds: Vec<String> = holds.into_iter().chain(held_for(appraised, at)).collect();
    let (basis, by, _) = decided_by(inputs, appraised, row);
    let hits = appraised.hit_sets.get(row.hits);
    let rules_told = hits.rules.iter().map(|rule| rule_told(inputs, *rule));
    let holds_told = hits.holds.iter().map(|hold| hold_told(inputs, *hold));
    let taken_by = parent_of(row).map(|parent| {
        let other = &appraised.rows[parent.message as usize];
        (neighbour(appraised, other), rule_told(inputs, parent.rule))
    });
    let takes_along = appraised.rows.iter().filter(|other| {
        let parent = parent_of(other);
        parent.is_some_and(|parent| parent.message as usize == at)
    });
    let attachments = message.attachments.iter();
    let attachments = attachments
        .map(|file| format!("{} ({})", file.name.unwrap_or("unnamed"), file.state.word()));
    Explained {
        id: id.to_string(),
        conversation: appraised.conversation.title.clone(),
        sent_local: row.local_iso(),
        sender: appraised.label(row).unwrap_or("(the app)").to_owned(),
        kind: message.kind.word(),
        body: String::from_utf8_lossy(message.body).into_owned(),
        attachments: attachments.collect(),
        outcome: row.settled.outcome.word(),
        decided_by: match by.as_str() {
            "" => basis.to_owned(),
            by => format!("{basis} ({by})"),
        },
        rules,
        holds,
        rules_told: rules_told.collect(),
        holds_told: holds_told.collect(),
        context_of: taken_by.as_ref().map(|(parent, _)| parent.id.clone()),
        taken_by,
        takes_along: takes_along
            .map(|other| neighbour(appraised, other))
            .collect(),
        copies: copies_told(appraised, at),
        differences: differences_told(appraised, at),
        transferred: row.is_transferable(),
    }
}
