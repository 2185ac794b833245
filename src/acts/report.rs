//! The report of a batch as it stands, for the department.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use super::build::last_built;
use super::records::{read_records, record_remarks};
use super::review_figures::review_figures;
use super::{ActError, Loaded, Ready, SignedCopy, ready, signed_copies};
use crate::appraisal::{Appraisal, tally};
use crate::batch::{RecordRow, Sensitivity};
use crate::journal::Act;
use crate::manifest::{Attachments, Counts, Equation};
use crate::message::AttachmentState;
use crate::pack::{
    Plan, Reporting, batch_report, merge_records, messages_written, source_equations,
};
use crate::package::exemptions::Weight;
use crate::report::{Audience, BatchReport};

/// Returns the report of a batch as it stands. `command` is named in its foot.
///
/// # Errors
/// When the sources cannot be read or were changed, or `records.csv` is wrong.
pub fn reporting(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
    command: &str,
) -> Result<BatchReport, ActError> {
    let (to_do, transcribed) = match ready(loaded, threads) {
        Ok(ready) => (Vec::new(), transcribed(loaded, &ready)?),
        Err(ActError::NeedsPerson { why, next }) => (vec![format!("{why}. Next: {next}")], None),
        Err(error @ ActError::LedgerChanged { .. }) => (vec![error.to_string()], None),
        Err(error) => return Err(error),
    };
    let signed = loaded.sign_offs().selection.map(|entry| entry.act.clone());
    let (as_at, signed) = match signed {
        Some(Act::SelectionSigned {
            as_at,
            not_selected,
            outside,
            ..
        }) => (as_at.to_string(), Some(not_selected + outside)),
        _ => (String::new(), None),
    };
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let (records, _) = merge_records(plan.proposals(), &read_records(loaded)?.unwrap_or_default());
    let counts = counts(&appraisal, &plan, &records);
    let mut equations = source_equations(&appraisal);
    // Before a sign-off there is no E5, and before a package no E7.
    equations.extend(Equation::of_counts(&counts, signed, transcribed));
    let remarks = record_remarks(&plan, &appraisal, &records, loaded.inputs.as_at)
        .into_iter()
        .filter(|remark| remark.weight == Weight::Warning)
        .map(|remark| format!("{}: {}", remark.record, remark.why))
        .collect();
    Ok(batch_report(Reporting {
        audience: Audience::Department,
        inputs: &loaded.inputs,
        appraisal: &appraisal,
        plan: &plan,
        records: &records,
        counts,
        equations,
        package: packages(loaded),
        as_at,
        acts: loaded.journal.entries(),
        review: Some(review_figures(loaded, &appraisal)?),
        to_do,
        remarks,
        foot: foot(loaded, appraisal.sources.len(), command),
    }))
}

/// Returns the name of the package; where the last build made several, of the first and the last.
fn packages(loaded: &Loaded) -> String {
    let first = loaded.inputs.settings.package_name();
    let mut entries = loaded.journal.entries().iter().rev();
    let others = entries.find_map(|entry| match &entry.act {
        Act::Built { others, .. } => Some(others),
        _ => None,
    });
    match others.and_then(|others| others.last()) {
        Some(last) => format!("{first} to {}", last.package),
        None => first,
    }
}

/// Returns how many messages stand in the transcripts of the packages that were built last after
/// the last sign-off, if they are all there: counted in what was written.
fn transcribed(loaded: &Loaded, ready: &Ready) -> Result<Option<u64>, ActError> {
    let Some(built) = last_built(loaded, ready) else {
        return Ok(None);
    };
    let mut messages = 0;
    for (package, _) in built.packages {
        let zip = loaded.inputs.batch.out().join(format!("{package}.zip"));
        if !zip.exists() {
            return Ok(None);
        }
        messages += messages_written(&zip)?;
    }
    Ok(Some(messages))
}

/// Returns the foot of the report.
fn foot(loaded: &Loaded, sources: usize, command: &str) -> Vec<String> {
    let lines = [
        format!("{command}, consign {}", env!("CARGO_PKG_VERSION")),
        format!(
            "Network used: none. Sources unchanged: {sources} of {sources} hashes checked again."
        ),
        format!(
            "Journal: {} lines, chain checked, head {}",
            loaded.journal.entries().len(),
            loaded.journal.head()
        ),
        "Words are compared after Unicode NFKC and case folding, with straight quotes.".to_owned(),
        "Keep the originals. Validated is not accepted; custody has not transferred.".to_owned(),
    ];
    let copies = signed_copies(loaded);
    let copies = copies.iter().map(SignedCopy::sentence);
    lines.into_iter().chain(copies).collect()
}

fn counts(appraisal: &Appraisal, plan: &Plan, records: &[RecordRow]) -> Counts {
    let (whole, _) = tally(appraisal);
    let retained_records: BTreeSet<&str> = records
        .iter()
        .filter(|row| row.sensitivity == Sensitivity::Retained)
        .map(|row| row.record.as_str())
        .collect();
    let stays = |path: &str| retained_records.contains(path);
    let parts = plan.chats.iter().flat_map(|chat| chat.parts.values());
    let (mut retained, mut transferred) = (0, 0);
    for part in parts {
        match stays(&part.transcript) {
            true => retained += part.messages,
            false => transferred += part.messages,
        }
    }
    let outcomes = whole.outcomes;
    Counts {
        read: outcomes.total(),
        select: outcomes.select,
        context: outcomes.context,
        refer: outcomes.refer,
        outside: outcomes.outside,
        not_selected: outcomes.not_selected,
        held: whole.held,
        retained,
        transferred,
        elsewhere: 0,
        copies: 0,
        attachments: attachments(appraisal, plan, &stays),
    }
}

/// Counts what becomes of the attachments of the messages that are transferred.
fn attachments(appraisal: &Appraisal, plan: &Plan, stays: &dyn Fn(&str) -> bool) -> Attachments {
    let mut counts = Attachments::default();
    for chat in &plan.chats {
        let source = &appraisal.sources[chat.source];
        for attachment in &source.attachments {
            let row = attachment.row as usize;
            if chat.numbers.get(row).copied().unwrap_or_default() == 0 {
                continue;
            }
            let date = source.rows[row].date();
            let holds = |part: &&crate::pack::PartPlan| {
                part.first.0.date() <= date && date <= part.last.0.date()
            };
            let Some(part) = chat.parts.values().find(holds) else {
                continue;
            };
            if stays(&part.transcript) {
                continue;
            }
            counts.referenced += 1;
            let path = attachment
                .entry
                .and_then(|entry| part.attachments.get(&entry));
            match attachment.state {
                AttachmentState::Omitted => counts.omitted += 1,
                AttachmentState::Missing => counts.missing += 1,
                AttachmentState::Present if path.is_some_and(|a| !stays(&a.path)) => {
                    counts.present += 1;
                }
                AttachmentState::Present => counts.withheld += 1,
            }
        }
    }
    counts
}
