//! Proposes rows of the register for labels that it does not know.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::{ActError, Loaded};
use crate::appraisal::{Appraisal, Inputs, NO_LABEL, SourceAppraised, read_again};
use crate::batch::write_whole;
use crate::message::{EventCode, Kind, MessageId};
use crate::people::{NumberChange, Proposals, SeenLabel, propose};
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
    let proposals = propose(people, &seen, &changes);
    if !proposals.rows.is_empty() {
        let text = people.with(proposals.rows.iter().map(|proposal| &proposal.row));
        write_whole(&loaded.inputs.batch.people(), text.as_bytes())?;
    }
    Ok(PeopleProposed {
        labels: appraisal.labels().len(),
        proposals,
    })
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
