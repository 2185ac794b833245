//! Writes the ledger of an appraisal: a row for every message that was read.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use super::desk::read_again;
use super::rows::{Row, SourceAppraised};
use super::settled::ChangedRows;
use super::sight::Sight;
use super::{Appraisal, AppraisalError, Inputs};
use crate::fixity::Sha256Digest;
use crate::ledger::{LedgerRow, LedgerWriter, Revision, revise_ledger};
use crate::message::{Message, MessageId};
use crate::selection::{Basis, Explainer, Explanation, Found, Hits};

/// Writes the ledger of an appraisal.
///
/// # Errors
/// When a source cannot be read again, or `to` fails.
pub fn write_ledger<W: Write>(
    inputs: &Inputs,
    appraisal: &Appraisal,
    to: W,
) -> Result<W, AppraisalError> {
    let mut ledger = LedgerWriter::begin(to).map_err(AppraisalError::Ledger)?;
    let mut explainer = inputs.policy.explainer();
    for appraised in &appraisal.sources {
        let mut failed = None;
        let sight = Sight::again(inputs, appraised);
        let read = read_again(inputs, appraised, &mut |index, row, message| {
            let words = |explainer: &mut Explainer<'_>| {
                sight.of_message(message, &appraised.conversation, |facts| {
                    in_words(inputs, &explainer.explain(facts))
                })
            };
            let (rules_hit, mut held_by) = match appraised.hit_sets.get(row.hits) {
                hits if !inputs.policy.asks_for_words(hits) => ids_of(inputs, hits),
                _ => words(&mut explainer),
            };
            if let Some(other) = held_for(appraised, index) {
                held_by = joined(held_by, other);
            }
            let at = (index, row);
            match ledger.row(&ledger_row(
                inputs,
                appraised,
                at,
                message,
                (rules_hit, held_by),
            )) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        match failed {
            Some(error) => return Err(AppraisalError::Ledger(error)),
            None => read?,
        }
    }
    ledger.finish().map_err(AppraisalError::Ledger)
}

/// Writes the ledger of an appraisal from the one that was written of it before `changed` changed.
/// Returns `to` and the SHA-256 of what was read, which must be that of the ledger written before.
///
/// # Errors
/// When either cannot be read or written, or `from` is not that ledger.
pub fn write_ledger_again<W: Write>(
    inputs: &Inputs,
    appraisal: &Appraisal,
    changed: &ChangedRows,
    from: impl Read,
    to: W,
) -> io::Result<(W, Sha256Digest)> {
    // The source whose rows come by, and the place of its first row in the ledger.
    let mut sources = appraisal.sources.iter().zip(0..);
    let mut current = sources.next();
    let mut first = 0;
    revise_ledger(from, to, |place| {
        while let Some((appraised, _)) = current
            && place - first >= appraised.rows.len()
        {
            first += appraised.rows.len();
            current = sources.next();
        }
        let (appraised, source) = current?;
        let row = u32::try_from(place - first).ok()?;
        let is_changed = changed.get(&source).is_some_and(|rows| rows.contains(&row));
        is_changed.then(|| revision(inputs, appraised, row))
    })
}

fn revision(inputs: &Inputs, appraised: &SourceAppraised, row: u32) -> Revision {
    let id = appraised.id_of(row);
    let row = &appraised.rows[row as usize];
    let (basis, decided_by, parent) = decided_by(inputs, appraised, row);
    Revision {
        id,
        outcome: row.settled.outcome.word(),
        basis,
        decided_by,
        context_of: parent.map(|parent| appraised.id_of(parent)),
        transferred: row.is_transferable(),
    }
}

fn ledger_row<'a>(
    inputs: &Inputs,
    appraised: &'a SourceAppraised,
    (index, row): (usize, &Row),
    message: &Message<'_>,
    (rules_hit, held_by): (String, String),
) -> LedgerRow<'a> {
    let id = |offset| MessageId {
        source: appraised.source.id.clone(),
        offset,
    };
    let (basis, decided_by, parent) = decided_by(inputs, appraised, row);
    let lead = appraised.copies.lead_of(index);
    LedgerRow {
        id: id(row.offset),
        conversation: appraised.source.id.as_str(),
        seq: message.seq,
        local: row.local_iso(),
        kind: row.kind.word(),
        outcome: row.settled.outcome.word(),
        basis,
        decided_by,
        context_of: parent.map(|index| id(appraised.rows[index as usize].offset)),
        rules_hit,
        held_by,
        transferred: row.is_transferable(),
        copy_evidence: lead.as_ref().map_or("", |(_, evidence)| evidence.word()),
        copy_of: lead.map(|(lead, _)| lead),
        hmac: inputs.key.bind(message.original),
    }
}

/// Returns the kind of what decided, its name, and the row of the message whose context it is.
pub fn decided_by(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    row: &Row,
) -> (&'static str, String, Option<u32>) {
    let rule = |index| inputs.policy.rule(index).id.clone();
    let id = MessageId {
        source: appraised.source.id.clone(),
        offset: row.offset,
    };
    let other = |at| {
        let id = appraised.copies.id_of(at);
        id.map(|id| id.to_string()).unwrap_or_default()
    };
    match row.settled.basis {
        Basis::Person => {
            let act = inputs.decisions.get(&id).map(|d| d.person.act);
            let act = act.map(|n| format!("journal line {n}")).unwrap_or_default();
            ("person", act, None)
        }
        Basis::Rule(index) => ("rule", rule(index), None),
        Basis::ContextOf(parent) => ("context", rule(parent.rule), Some(parent.message)),
        Basis::ContextOver { parent, over } => {
            ("context-over-rule", rule(over), Some(parent.message))
        }
        Basis::Otherwise => ("otherwise", String::new(), None),
        Basis::CopyOf { copy, .. } => ("copy", other(copy), None),
        Basis::CopiesDiffer(copy) => ("copies-differ", other(copy), None),
        Basis::DiffersFrom(shown) => ("differs", other(shown), None),
    }
}

/// Returns rules and holds that found no words, as the ledger writes them.
fn ids_of(inputs: &Inputs, hits: &Hits) -> (String, String) {
    let rules = hits.rules.iter();
    let rules = rules.map(|rule| inputs.policy.rule(*rule).id.as_str());
    let holds = hits.holds.iter();
    let holds = holds.map(|hold| inputs.policy.hold(*hold).id.as_str());
    (
        rules.collect::<Vec<_>>().join(" | "),
        holds.collect::<Vec<_>>().join(" | "),
    )
}

/// Returns, of a message that is held for another alone, that other: one that carries a file of
/// it too, or a copy of it.
pub(super) fn held_for(appraised: &SourceAppraised, row: usize) -> Option<String> {
    if let Some(copy) = appraised.held_as_copy(row) {
        return Some(format!("copy {copy}"));
    }
    let other = appraised.held_with(row)?;
    Some(format!("file of {}-{}", appraised.source.id, other.offset))
}

fn joined(held_by: String, other: String) -> String {
    match held_by.as_str() {
        "" => other,
        holds => format!("{holds} | {other}"),
    }
}

/// Returns an explanation as the ledger writes it: rules, and holds.
pub(super) fn in_words(inputs: &Inputs, explanation: &Explanation<'_>) -> (String, String) {
    let (rules, holds) = each_in_words(inputs, explanation);
    (rules.join(" | "), holds.join(" | "))
}

/// Returns the rules and the holds of an explanation, each with the words that hit.
pub(super) fn each_in_words(
    inputs: &Inputs,
    explanation: &Explanation<'_>,
) -> (Vec<String>, Vec<String>) {
    let one = |id: &str, words: &[Found<'_>]| {
        let words: Vec<&str> = words.iter().map(|found| found.text).collect();
        match words.as_slice() {
            [] => id.to_owned(),
            words => format!("{id}: {}", words.join(", ")),
        }
    };
    let rules = explanation.rules.iter();
    let rules = rules.map(|hit| one(&inputs.policy.rule(hit.by).id, &hit.words));
    let holds = explanation.holds.iter();
    let holds = holds.map(|hit| one(&inputs.policy.hold(hit.by).id, &hit.words));
    (rules.collect(), holds.collect())
}
