//! Proposes rows of the register for labels that it does not know.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::{ActError, Loaded};
use crate::align::Level;
use crate::appraisal::{Appraisal, Inputs, NO_LABEL, SourceAppraised, read_again};
use crate::batch::write_whole;
use crate::message::{EventCode, Kind, MessageId, SourceId};
use crate::people::{NumberChange, People, Proposals, Row, SeenLabel, propose};
use crate::shown::shown;
use crate::source::registry;

/// What was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleProposed {
    /// How many labels the sources use.
    pub labels: usize,
    /// The rows that were not in the register and are now, and what a person should look at.
    pub proposals: Proposals,
}

/// Adds a row to `people.csv` for each label that it does not know. Rows that are there stay.
///
/// # Errors
/// When the sources cannot be read, or the file cannot be written.
pub fn propose_people(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<PeopleProposed, ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let people = &loaded.inputs.people;
    let seen: Vec<SeenLabel> = appraisal.sources.iter().flat_map(seen_labels).collect();
    let changes = number_changes(&loaded.inputs, &appraisal)?;
    let mut proposals = propose(people, &seen, &changes);
    let hints = hints_of_copies(people, &proposals, &appraisal);
    proposals.hints.extend(hints);
    if !proposals.rows.is_empty() {
        let text = people.with(proposals.rows.iter().map(|proposal| &proposal.row));
        write_whole(&loaded.inputs.batch.people(), text.as_bytes())?;
    }
    Ok(PeopleProposed {
        labels: appraisal.labels().len(),
        proposals,
    })
}

/// Returns of labels of two telephones that stand for one person by the copies that bear them,
/// where the register has two keys for them. Whether it is so a person says.
fn hints_of_copies(people: &People, proposals: &Proposals, appraisal: &Appraisal) -> Vec<String> {
    let proposed = proposals.rows.iter().map(|proposal| &proposal.row);
    let rows: Vec<&Row> = people.rows().iter().chain(proposed).collect();
    let key = |source: &SourceId, label: &str| {
        let mut rows = rows.iter().rev();
        let is_for = |row: &&&Row| {
            row.label == label && (row.sources.is_empty() || row.sources.contains(source))
        };
        rows.find(is_for).map(|row| row.key.as_str())
    };
    let mut hints = Vec::new();
    for pair in appraisal.copies.pairs.iter().filter(|pair| pair.links > 0) {
        let (a, b) = (&appraisal.sources[pair.a], &appraisal.sources[pair.b]);
        for alias in &pair.aliases {
            let label = |source: &SourceAppraised, label: u32| {
                source
                    .labels
                    .get(label as usize)
                    .cloned()
                    .unwrap_or_default()
            };
            let (one, other) = (label(a, alias.a), label(b, alias.b));
            let (a, b) = (&a.source.id, &b.source.id);
            let keys = key(a, &one).zip(key(b, &other));
            let Some((key, other_key)) = keys.filter(|(key, other)| key != other) else {
                continue;
            };
            if matches!(alias.level, Level::Agreed | Level::Likely) {
                hints.push(format!(
                    "\"{}\" on {a} ({key}) and \"{}\" on {b} ({other_key}) sent the same messages, {} for and {} against: if they are one person, give both the same key",
                    shown(&one),
                    shown(&other),
                    alias.votes_for,
                    alias.votes_against
                ));
            }
        }
    }
    hints
}

/// Returns the labels of a source, with how often and when each speaks.
fn seen_labels(appraised: &SourceAppraised) -> Vec<SeenLabel> {
    let mut seen: Vec<Option<SeenLabel>> = vec![None; appraised.labels.len()];
    let telephone = appraised.capture.about("device-of").value;
    for row in appraised.rows.iter().filter(|row| row.label != NO_LABEL) {
        let (Some(slot), Some(label)) = (seen.get_mut(row.label as usize), appraised.label(row))
        else {
            continue;
        };
        let day = row.date();
        let seen = slot.get_or_insert_with(|| SeenLabel {
            label: label.to_owned(),
            source: appraised.source.id.clone(),
            telephone: telephone.clone(),
            messages: 0,
            first: day,
            last: day,
        });
        seen.messages += 1;
        seen.first = seen.first.min(day);
        seen.last = seen.last.max(day);
    }
    seen.into_iter().flatten().collect()
}

/// Returns the notices that somebody's number changed, which name both numbers.
fn number_changes(inputs: &Inputs, appraisal: &Appraisal) -> Result<Vec<NumberChange>, ActError> {
    let mut changes = Vec::new();
    for appraised in &appraisal.sources {
        let Some(format) = registry::by_id(&appraised.source.format) else {
            continue;
        };
        if !appraised.rows.iter().any(|row| row.kind == Kind::System) {
            continue;
        }
        let source = &appraised.source.id;
        read_again(inputs, appraised, &mut |_, row, message| {
            if message.event == Some(EventCode::NumberChanged)
                && let Some((old, new)) = format.number_change(message.body)
            {
                let notice = MessageId {
                    source: source.clone(),
                    offset: row.offset,
                };
                changes.push(NumberChange {
                    source: source.clone(),
                    notice: notice.to_string(),
                    old,
                    new,
                    on: row.date(),
                });
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(changes)
}
