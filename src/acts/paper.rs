//! What the sheet of a sign-off says: what was signed, counted and bound, for people to sign on paper.

use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::records::read_records;
use super::{ActError, Loaded, SignOff};
use crate::appraisal::tally;
use crate::batch::Sensitivity;
use crate::fixity::Sha256Digest;
use crate::journal::{Act, Binds, Entry};
use crate::pack::{SELECTION_STATEMENT, SENSITIVITY_STATEMENT};
use crate::report::{HoldSigned, SignOffSheet};
use crate::review::{copies_count_once, sample_in_words};
use crate::selection::policy::Hold;

/// Returns the sheet of the last sign-off of a kind, as the journal records it.
///
/// # Errors
/// When there is none, or the sources cannot be read.
pub fn signoff_sheet(
    loaded: &mut Loaded,
    which: SignOff,
    threads: NonZeroUsize,
) -> Result<SignOffSheet, ActError> {
    let sign_offs = loaded.sign_offs();
    let signed = match which {
        SignOff::Selection => sign_offs.selection,
        SignOff::Sensitivity => sign_offs.sensitivity,
    };
    let Some(signed) = signed.cloned() else {
        return Err(ActError::Asked(format!(
            "there is no sign-off of the {} to print",
            which.word()
        )));
    };
    let (as_at, second, mut hashes) = signed_of(&signed);
    let (heading, statement) = match which {
        SignOff::Selection => ("Appraisal and selection", SELECTION_STATEMENT),
        SignOff::Sensitivity => ("Sensitivity review", SENSITIVITY_STATEMENT),
    };
    let counts = match which {
        SignOff::Selection => selection_counts(loaded, as_at, threads)?,
        SignOff::Sensitivity => record_counts(loaded)?,
    };
    let head = loaded.journal.hash_of(signed.n);
    let head = head.expect("the sign-off stands in the journal");
    hashes.push((format!("Journal, line {}", signed.n), head.to_string()));
    let inputs = &loaded.inputs;
    let about = inputs.policy.about();
    let holds = inputs.policy.holds().iter();
    let mut signers = vec![signed.by.clone()];
    signers.extend(second);
    Ok(SignOffSheet {
        heading: heading.to_owned(),
        statement: statement.to_owned(),
        title: inputs.settings.title.clone(),
        reference: inputs.settings.reference.clone(),
        transferring_body: inputs.settings.transferring_body.clone(),
        series: inputs.settings.series.clone(),
        package: inputs.settings.package_name(),
        marking: inputs.settings.marking.clone(),
        as_at: as_at.to_string(),
        recorded: signed.at.format("%Y-%m-%d").to_string(),
        policy: format!("{} ({})", about.title, about.id),
        authority: about.authority.clone(),
        counts,
        holds: holds.map(|hold| hold_signed(hold, as_at)).collect(),
        sample: sample_of(&signed),
        hashes,
        signers,
        line: signed.n,
    })
}

/// Returns what the sample came to on which a sign-off rests.
fn sample_of(signed: &Entry) -> Option<String> {
    match &signed.act {
        Act::SelectionSigned {
            sample,
            not_selected,
            ..
        } => sample.as_ref().map(|sample| {
            let mut words = format!(
                "Sample of what is not selected: {}.",
                sample_in_words(sample)
            );
            if let Some(why) = copies_count_once(sample, *not_selected) {
                words.push(' ');
                words.push_str(why);
            }
            words
        }),
        _ => None,
    }
}

/// Returns the day, the second post and the hashes that a sign-off binds.
fn signed_of(signed: &Entry) -> (NaiveDate, Option<String>, Vec<(String, String)>) {
    match &signed.act {
        Act::SelectionSigned {
            second,
            binds,
            as_at,
            ..
        } => (*as_at, Some(second.clone()), bound(binds, None)),
        Act::SensitivitySigned {
            binds,
            records,
            as_at,
        } => (*as_at, None, bound(binds, Some(*records))),
        _ => unreachable!("it was found by its kind"),
    }
}

fn bound(binds: &Binds, records: Option<Sha256Digest>) -> Vec<(String, String)> {
    let files = [
        ("Settings, batch.toml", Some(binds.settings)),
        ("Policy and holds, rules.toml", Some(binds.rules)),
        ("Register, people.csv", Some(binds.people)),
        ("Ledger, ledger.csv", Some(binds.ledger)),
        ("Records, records.csv", records),
    ];
    let files = files.into_iter();
    files
        .filter_map(|(what, hash)| Some((what.to_owned(), hash?.to_string())))
        .collect()
}

fn selection_counts(
    loaded: &mut Loaded,
    as_at: NaiveDate,
    threads: NonZeroUsize,
) -> Result<Vec<(String, u64)>, ActError> {
    loaded.inputs.as_at = as_at;
    let appraisal = loaded.appraisal(threads)?;
    let (whole, _) = tally(&appraisal);
    let outcomes = whole.outcomes;
    let counts = [
        ("Messages read", outcomes.total()),
        ("Select", outcomes.select),
        ("Context", outcomes.context),
        ("Outside transfer", outcomes.outside),
        ("Not selected", outcomes.not_selected),
        ("Of select and context: held", whole.held),
        ("To transfer", whole.transferable),
    ];
    Ok(counts.map(|(what, count)| (what.to_owned(), count)).into())
}

fn record_counts(loaded: &Loaded) -> Result<Vec<(String, u64)>, ActError> {
    let rows = read_records(loaded)?.unwrap_or_default();
    let with = |outcome: Sensitivity| {
        let rows = rows.iter().filter(|row| row.sensitivity == outcome);
        rows.count() as u64
    };
    let counts = [
        ("Records", rows.len() as u64),
        ("Open", with(Sensitivity::Open)),
        ("Closed", with(Sensitivity::Closed)),
        ("Retained under section 3(4)", with(Sensitivity::Retained)),
    ];
    Ok(counts.map(|(what, count)| (what.to_owned(), count)).into())
}

fn hold_signed(hold: &Hold, on: NaiveDate) -> HoldSigned {
    let state = match (&hold.released, &hold.transfer_agreed) {
        (Some(release), _) if !hold.holds_on(on) => {
            format!("released on {} by {}", release.on, release.letter)
        }
        (_, Some(reference)) => format!("holds; transfer agreed: {reference}"),
        (_, None) => "holds; nothing it catches is transferred".to_owned(),
    };
    HoldSigned {
        name: format!("{}, {}", hold.id, hold.title),
        authority: hold.authority.clone(),
        state,
    }
}
