//! What a reviewer should know of a record, and what never stops the review.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::appraisal::Appraisal;
use crate::batch::{RecordRow, Sensitivity};
use crate::pack::Plan;
use crate::package::exemptions::{Closure, Weight, remarks};
use crate::package::layout::Role;
use crate::package::tdr::is_day;
use crate::shown::shown;

/// A remark on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRemark {
    /// The record.
    pub record: String,
    /// How much weight it has.
    pub weight: Weight,
    /// What is to be seen.
    pub why: String,
}

/// Returns what there is to be said of the records on a day, in the order of the rows.
pub fn record_remarks(
    plan: &Plan,
    appraisal: &Appraisal,
    rows: &[RecordRow],
    as_at: NaiveDate,
) -> Vec<RecordRemark> {
    let names = original_names(plan, appraisal);
    let open = attachments_of_open(plan, rows);
    let mut found = Vec::new();
    for row in rows {
        if row.sensitivity == Sensitivity::Closed {
            let closure = Closure {
                date: row.last,
                codes: &row.foi_codes,
                periods: &row.closure_periods,
                start: &row.closure_start,
            };
            found.extend(
                remarks(&closure, as_at)
                    .into_iter()
                    .map(|remark| RecordRemark {
                        record: row.record.clone(),
                        weight: remark.weight,
                        why: format!("{} {}", remark.code, remark.why),
                    }),
            );
        }
        found.extend(of_schedule(row));
        found.extend(of_participants(row));
        let Some(name) = names.get(row.record.as_str()) else {
            continue;
        };
        let why = match row.sensitivity {
            Sensitivity::Retained => format!(
                "is retained, and was named \"{}\": the app's words that name it are left out of its transcript, but look whether a person's words do",
                shown(name)
            ),
            Sensitivity::Closed
                if row.title_closed == "Yes" && open.contains(row.record.as_str()) =>
            {
                format!(
                    "its name is closed, but its transcript is open and tells that it was called \"{}\"",
                    shown(name)
                )
            }
            _ => continue,
        };
        found.push(RecordRemark {
            record: row.record.clone(),
            weight: Weight::Warning,
            why,
        });
    }
    found
}

/// Returns what is to be said of a record whose schedule is older than its review: the Advisory
/// Council agrees to what a review proposes, and not before.
fn of_schedule(row: &RecordRow) -> Option<RecordRemark> {
    let (scheduled, reviewed) = (&row.foi_schedule_date, &row.decided_on);
    let is_odd = row.sensitivity == Sensitivity::Closed
        && is_day(scheduled)
        && is_day(reviewed)
        && scheduled < reviewed;
    is_odd.then(|| RecordRemark {
        record: row.record.clone(),
        weight: Weight::Warning,
        why: format!(
            "its schedule is of {scheduled}, before it was reviewed on {reviewed}: look whether the Advisory Council's schedule says what the review decided"
        ),
    })
}

/// Returns what is to be said of a file of participants: it need not share the fate of its
/// transcript.
fn of_participants(row: &RecordRow) -> Option<RecordRemark> {
    if row.role != Role::Participants.word() {
        return None;
    }
    let (weight, why) = match row.sensitivity {
        Sensitivity::Open => (
            Weight::Warning,
            "is open: on transfer its labels and telephone numbers are published; they are personal data, 40(2)",
        ),
        Sensitivity::NotReviewed | Sensitivity::Consult => (
            Weight::Hint,
            "labels and telephone numbers are personal data, 40(2). A file of participants has a closure of its own: usually it is closed or retained while its transcript is open",
        ),
        Sensitivity::Closed | Sensitivity::Retained => return None,
    };
    Some(RecordRemark {
        record: row.record.clone(),
        weight,
        why: why.to_owned(),
    })
}

/// Returns the names that attachments have in their exports, by record.
pub(super) fn original_names<'a>(
    plan: &'a Plan,
    appraisal: &'a Appraisal,
) -> BTreeMap<&'a str, &'a str> {
    let mut names = BTreeMap::new();
    for chat in &plan.chats {
        let entries = &appraisal.sources[chat.source].entries;
        for part in chat.parts.values() {
            for (&entry, attachment) in &part.attachments {
                if let Some(name) = entries.get(entry as usize) {
                    names.insert(attachment.path.as_str(), name.as_str());
                }
            }
        }
    }
    names
}

/// Returns the attachments whose transcripts are open, or are taken for it until they are reviewed.
fn attachments_of_open<'a>(plan: &'a Plan, rows: &[RecordRow]) -> BTreeSet<&'a str> {
    let stays =
        |row: &&RecordRow| matches!(row.sensitivity, Sensitivity::Closed | Sensitivity::Retained);
    let not_open: BTreeSet<&str> = rows
        .iter()
        .filter(stays)
        .map(|row| row.record.as_str())
        .collect();
    plan.chats
        .iter()
        .flat_map(|chat| chat.parts.values())
        .filter(|part| !not_open.contains(part.transcript.as_str()))
        .flat_map(|part| part.attachments.values())
        .map(|attachment| attachment.path.as_str())
        .collect()
}
