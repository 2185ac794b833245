//! Whether the sign-offs stand: there is one, and nothing that it binds has changed since.

use std::num::NonZeroUsize;

use super::sign::{SIGN_SELECTION, SIGN_SENSITIVITY, difference};
use super::verify::ledger_on_disk;
use super::{ActError, Loaded};
use crate::batch::read_bytes;
use crate::fixity::sha256;
use crate::journal::{Act, Binds, Entry, SampleSigned};
use crate::review::undone_lines;

/// Which of the two sign-offs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOff {
    /// That of the appraisal and selection.
    Selection,
    /// That of the sensitivity review.
    Sensitivity,
}

impl SignOff {
    /// Returns the word for it in file names and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            SignOff::Selection => "selection",
            SignOff::Sensitivity => "sensitivity",
        }
    }
}

/// Returns a sign-off that stands, as it is recorded.
///
/// # Errors
/// When there is none, something that it binds has changed since, or the ledger on disk is not the
/// one that was signed.
pub fn stands(
    loaded: &mut Loaded,
    which: SignOff,
    threads: NonZeroUsize,
) -> Result<Entry, ActError> {
    let (selection, now) = selection_stands(loaded, threads)?;
    match which {
        SignOff::Selection => Ok(selection),
        SignOff::Sensitivity => review_stands(loaded, &now),
    }
}

/// Returns the sign-off of the selection, and what one made now would bind.
pub(super) fn selection_stands(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<(Entry, Binds), ActError> {
    let Some(selection) = loaded.sign_offs().selection.cloned() else {
        return Err(ActError::person(
            "the selection has not been signed off",
            SIGN_SELECTION,
        ));
    };
    let Act::SelectionSigned {
        binds: signed,
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
    if let Some(changed) = difference(signed, &now) {
        return Err(ActError::person(
            format!(
                "{changed} changed after the selection was signed off, so that sign-off is void"
            ),
            SIGN_SELECTION,
        ));
    }
    sample_holds(loaded, sample.as_ref())?;
    ledger_on_disk(loaded, selection.n, signed.ledger)?;
    Ok((selection, now))
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

/// Returns the sign-off of the sensitivity review, when that of the selection stands.
pub(super) fn review_stands(loaded: &Loaded, now: &Binds) -> Result<Entry, ActError> {
    let Some(signed) = loaded.sign_offs().sensitivity else {
        return Err(ActError::person(
            "the sensitivity review has not been signed off",
            SIGN_SENSITIVITY,
        ));
    };
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
        (true, true) => return Ok(signed.clone()),
        (false, _) => "the selection was signed off again",
        (true, false) => "records.csv changed",
    };
    Err(ActError::person(
        format!("{changed} after the sensitivity review was signed off, so that sign-off is void"),
        SIGN_SENSITIVITY,
    ))
}
