//! The two sign-offs. Each binds the hashes of what was signed; any change voids it.

use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::barred::{may_sign, two_people};
use super::records::{read_records, record_faults};
use super::sample::resting_on;
use super::second_look::looked_at_twice;
use super::verify::signed_ledger_on_disk;
use super::{ActError, Doing, Loaded, Selected, select};
use crate::appraisal::Appraisal;
use crate::batch::{RecordRow, read_bytes};
use crate::fixity::sha256;
use crate::journal::{Act, Binds, SampleSigned};
use crate::pack::{Plan, merge_records};

/// The command that signs the selection.
pub(super) const SIGN_SELECTION: &str =
    "consign signoff --selection --by \"POST\" --second \"ANOTHER POST\"";
/// The command that signs the sensitivity review.
pub(super) const SIGN_SENSITIVITY: &str = "consign signoff --sensitivity --by \"POST\"";

/// What is stated when the selection is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionSigning {
    /// The post that signs second, another than the first.
    pub second: String,
}

/// A selection that was signed.
pub struct SelectionSigned {
    /// The selection.
    pub selected: Selected,
    /// The sample on which it rests, where any message is not selected.
    pub sample: Option<SampleSigned>,
}

/// Signs the selection: everything decided, the stated share of it looked at twice, a clean sample
/// of what is not selected, everybody known, two posts.
///
/// # Errors
/// When messages wait for a person or a second look, there is no clean sample, labels are not in
/// the register, or the posts are one.
pub fn sign_selection(
    loaded: &mut Loaded,
    signing: &SelectionSigning,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<SelectionSigned, ActError> {
    let (first, second) = (doing.by.trim(), signing.second.trim());
    two_people(&loaded.inputs.people, first, second, doing.at.date_naive())?;
    let selected = select(loaded, doing, threads)?;
    for post in [first, second] {
        may_sign(loaded, &selected.appraisal, post, SIGN_SELECTION)?;
    }
    let outcomes = selected.tally.outcomes;
    if outcomes.refer > 0 {
        return Err(ActError::person(
            match outcomes.refer {
                1 => {
                    "1 message waits for a person's decision, so the selection cannot be signed off"
                        .to_owned()
                }
                waiting => format!(
                    "{waiting} messages wait for a person's decision, so the selection cannot be signed off"
                ),
            },
            "consign review",
        ));
    }
    looked_at_twice(loaded, &selected.appraisal)?;
    let sample = resting_on(loaded, &selected.appraisal)?;
    everybody_known(loaded, &selected.appraisal)?;
    let binds = loaded.binds(selected.ledger);
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::SelectionSigned {
            second: second.to_owned(),
            binds,
            not_selected: outcomes.not_selected,
            outside: outcomes.outside,
            as_at: loaded.inputs.as_at,
            sample: sample.clone(),
        },
    )?;
    Ok(SelectionSigned { selected, sample })
}

/// Every sender of a message that is transferred must be in the register on its day.
fn everybody_known(loaded: &Loaded, appraisal: &Appraisal) -> Result<(), ActError> {
    let mut unknown = std::collections::BTreeSet::new();
    for source in &appraisal.sources {
        for row in source.rows.iter().filter(|row| row.is_transferable()) {
            if let Some(label) = source.label(row)
                && loaded
                    .inputs
                    .people
                    .on(&source.source.id, label, row.date())
                    .is_none()
            {
                unknown.insert(label);
            }
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = unknown
        .iter()
        .take(5)
        .map(|label| format!("\"{}\"", crate::shown::shown(label)))
        .collect();
    Err(ActError::person(
        format!(
            "{} not in people.csv for the day of their messages: {}{}",
            match unknown.len() {
                1 => "1 sender is".to_owned(),
                many => format!("{many} senders are"),
            },
            names.join(", "),
            if unknown.len() > 5 { " and others" } else { "" }
        ),
        "consign people, then complete people.csv; look at from and to there",
    ))
}

/// Returns the records, when they are those of the selection as it is now and complete on a day.
///
/// # Errors
/// When there are none, they are of another selection, or a person has still to fill them in.
pub(super) fn complete_records(
    loaded: &Loaded,
    plan: &Plan,
    as_at: NaiveDate,
) -> Result<Vec<RecordRow>, ActError> {
    let Some(rows) = read_records(loaded)? else {
        return Err(ActError::person(
            "there is no records.csv yet: the records have not been reviewed",
            "consign records",
        ));
    };
    let (now, again) = merge_records(plan.proposals(), &rows);
    if now != rows || !again.is_empty() {
        return Err(ActError::person(
            "records.csv is not that of the selection as it is now",
            "consign records",
        ));
    }
    let faults = record_faults(plan, &rows, as_at);
    if let Some(first) = faults.first() {
        let more = match faults.len() - 1 {
            0 => String::new(),
            more => format!(" ({more} more)"),
        };
        return Err(ActError::person(
            format!(
                "records.csv is not complete: {}: {} {}{more}",
                crate::shown::shown(&first.record),
                first.column,
                first.why
            ),
            "consign records",
        ));
    }
    Ok(rows)
}

/// Signs the sensitivity review: every record open, closed or retained, with what that needs.
///
/// # Errors
/// When the selection is not signed or changed since, or a record is not complete.
pub fn sign_sensitivity(
    loaded: &mut Loaded,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<Vec<RecordRow>, ActError> {
    if doing.by.trim().is_empty() {
        return Err(ActError::Asked(
            "a sign-off needs the post that signs: --by".to_owned(),
        ));
    }
    let ledger = loaded.ledger(threads)?;
    let binds = loaded.binds(ledger);
    match loaded.sign_offs().selection.map(|entry| &entry.act) {
        Some(Act::SelectionSigned { binds: signed, .. }) => {
            if let Some(changed) = difference(signed, &binds) {
                return Err(ActError::person(
                    format!(
                        "{changed} changed after the selection was signed off, so that sign-off is void"
                    ),
                    SIGN_SELECTION,
                ));
            }
        }
        _ => {
            return Err(ActError::person(
                "the selection has not been signed off; the sensitivity review comes after it",
                SIGN_SELECTION,
            ));
        }
    }
    signed_ledger_on_disk(loaded)?;
    let plan = loaded.plan(threads)?;
    let rows = complete_records(loaded, &plan, loaded.inputs.as_at)?;
    let records = sha256(&read_bytes(&loaded.inputs.batch.records())?);
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::SensitivitySigned {
            binds,
            records,
            as_at: loaded.inputs.as_at,
        },
    )?;
    Ok(rows)
}

/// Returns the first thing that differs between what was signed and what is.
pub(super) fn difference(signed: &Binds, now: &Binds) -> Option<&'static str> {
    [
        (signed.settings == now.settings, "batch.toml"),
        (signed.rules == now.rules, "rules.toml"),
        (signed.people == now.people, "people.csv"),
        (
            signed.ledger == now.ledger,
            "the ledger (a source, a decision or a hold)",
        ),
    ]
    .into_iter()
    .find(|(same, _)| !same)
    .map(|(_, what)| what)
}
