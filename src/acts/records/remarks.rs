//! What a reviewer should know of a record, and what never stops the review.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::appraisal::Appraisal;
use crate::batch::{RecordRow, Sensitivity};
use crate::pack::Plan;
use crate::package::exemptions::{Closure, Weight, remarks};

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
        if let (Sensitivity::Retained, Some(name)) =
            (row.sensitivity, names.get(row.record.as_str()))
        {
            found.push(RecordRemark {
                record: row.record.clone(),
                weight: Weight::Warning,
                why: format!(
                    "is retained, and was named \"{}\": the app's words that name it are left out of its transcript, but look whether a person's words do",
                    crate::shown::shown(name)
                ),
            });
        }
    }
    found
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
