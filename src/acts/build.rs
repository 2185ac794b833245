//! Builds the package of a batch that is signed off.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use super::sign::{SIGN_SELECTION, SIGN_SENSITIVITY, complete_records, difference};
use super::{ActError, Doing, Loaded};
use crate::appraisal::Appraisal;
use crate::batch::{RecordRow, hash_file, read_bytes};
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Binds, Entry, SampleSigned};
use crate::pack::{BuildInputs, Plan, Published, publish};
use crate::review::undone_lines;

/// What became of a build.
pub enum BuildOutcome {
    /// The package was built now.
    Built(Box<Published>),
    /// The same package is there already, from a build before.
    Already {
        /// The ZIP.
        zip: PathBuf,
        /// Its SHA-256.
        sha256: Sha256Digest,
    },
}

/// A batch whose sign-offs hold, with all that its package is a function of.
pub struct Ready {
    /// The appraisal.
    pub appraisal: Arc<Appraisal>,
    /// The plan of the package.
    pub plan: Arc<Plan>,
    /// The records.
    pub records: Vec<RecordRow>,
    /// The acts up to the last sign-off.
    pub acts: Vec<Entry>,
    /// The hash of the journal's line with the last sign-off.
    pub head: Sha256Digest,
    /// The sign-off of the selection.
    pub selection: Entry,
    /// The sign-off of the sensitivity review.
    pub sensitivity: Entry,
}

/// Builds the package, unless the same one is there already.
///
/// # Errors
/// When a sign-off is missing or void, a source changed, or the package cannot be written or does
/// not pass its own validation.
pub fn build(
    loaded: &mut Loaded,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<BuildOutcome, ActError> {
    let ready = ready(loaded, threads)?;
    let out = loaded.inputs.batch.out();
    let name = loaded.inputs.settings.package_name();
    let zip = out.join(format!("{name}.zip"));
    if let Some(recorded) = built_since(loaded, &ready, &name)
        && zip.exists()
    {
        let (_, found) = hash_file(&zip)?;
        if found == recorded {
            return Ok(BuildOutcome::Already { zip, sha256: found });
        }
    }
    let inputs = BuildInputs {
        inputs: &loaded.inputs,
        appraisal: &ready.appraisal,
        plan: &ready.plan,
        records: &ready.records,
        acts: &ready.acts,
        head: ready.head,
        selection: &ready.selection,
        sensitivity: &ready.sensitivity,
        rules: loaded.rules,
        threads,
    };
    let published = publish(&inputs, &out, &loaded.inputs.batch.spool())?;
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Built {
            package: name,
            sha256: published.sha256,
        },
    )?;
    Ok(BuildOutcome::Built(Box::new(published)))
}

/// Returns the digest of the package that was built after the last sign-off, if one was.
fn built_since(loaded: &Loaded, ready: &Ready, name: &str) -> Option<Sha256Digest> {
    let later = loaded.journal.entries().iter().skip(ready.acts.len());
    later
        .filter_map(|entry| match &entry.act {
            Act::Built { package, sha256 } if package == name => Some(*sha256),
            _ => None,
        })
        .next_back()
}

/// Appraises the batch again and holds it to its sign-offs.
///
/// # Errors
/// When a sign-off is missing, or something that it binds has changed since.
pub fn ready(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<Ready, ActError> {
    let sign_offs = loaded.sign_offs();
    let Some(selection) = sign_offs.selection.cloned() else {
        return Err(ActError::person(
            "the selection has not been signed off",
            SIGN_SELECTION,
        ));
    };
    let Some(sensitivity) = sign_offs.sensitivity.cloned() else {
        return Err(ActError::person(
            "the sensitivity review has not been signed off",
            SIGN_SENSITIVITY,
        ));
    };
    let Act::SelectionSigned {
        binds: selected,
        as_at,
        sample,
        ..
    } = &selection.act
    else {
        unreachable!("it was found by its kind");
    };
    // Dates are judged as they were when the selection was signed.
    loaded.inputs.as_at = *as_at;
    let ledger = loaded.ledger(threads)?;
    let now = loaded.binds(ledger);
    if let Some(changed) = difference(selected, &now) {
        return Err(ActError::person(
            format!(
                "{changed} changed after the selection was signed off, so that sign-off is void"
            ),
            SIGN_SELECTION,
        ));
    }
    sample_holds(loaded, sample.as_ref())?;
    review_holds(loaded, &sensitivity, &now)?;
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let rows = complete_records(loaded, &plan)?;
    let last = selection.n.max(sensitivity.n);
    let acts: Vec<Entry> = loaded
        .journal
        .entries()
        .iter()
        .filter(|entry| entry.n <= last)
        .cloned()
        .collect();
    let head = loaded
        .journal
        .hash_of(last)
        .expect("the sign-offs stand in the journal");
    Ok(Ready {
        appraisal,
        plan,
        records: rows,
        acts,
        head,
        selection,
        sensitivity,
    })
}

/// Holds a sign-off to its sample, which may have been taken back since.
fn sample_holds(loaded: &Loaded, sample: Option<&SampleSigned>) -> Result<(), ActError> {
    let undone = undone_lines(loaded.journal.entries());
    match sample {
        Some(sample) if undone.contains_key(&sample.line) => Err(ActError::person(
            "the sample was taken back after the selection was signed off, so that sign-off is void",
            SIGN_SELECTION,
        )),
        _ => Ok(()),
    }
}

/// Holds the sensitivity review to its sign-off, when that of the selection holds.
fn review_holds(loaded: &Loaded, signed: &Entry, now: &Binds) -> Result<(), ActError> {
    let Act::SensitivitySigned {
        binds: reviewed,
        records,
        ..
    } = &signed.act
    else {
        unreachable!("it was found by its kind");
    };
    let path = loaded.inputs.batch.records();
    let unchanged = path.exists() && sha256(&read_bytes(&path)?) == *records;
    let changed = match (reviewed == now, unchanged) {
        (true, true) => None,
        (false, _) => Some("the selection was signed off again"),
        (true, false) => Some("records.csv changed"),
    };
    if let Some(changed) = changed {
        return Err(ActError::person(
            format!(
                "{changed} after the sensitivity review was signed off, so that sign-off is void"
            ),
            SIGN_SENSITIVITY,
        ));
    }
    Ok(())
}
