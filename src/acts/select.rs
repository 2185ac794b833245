//! Applies the rules: appraises every source and writes the ledger.

use std::fs::File;
use std::num::NonZeroUsize;

use super::{ActError, Doing, Loaded};
use crate::appraisal::{Appraisal, Tally, tally, write_ledger};
use crate::error::IoAt;
use crate::fixity::{HashingWriter, Sha256Digest, Sha256Hasher};
use crate::journal::Act;

/// A selection that was made.
pub struct Selected {
    /// The appraisal.
    pub appraisal: Appraisal,
    /// The SHA-256 of `ledger.csv`.
    pub ledger: Sha256Digest,
    /// What became of the messages.
    pub tally: Tally,
}

/// Appraises the sources of a batch.
///
/// # Errors
/// When there is no source, or one cannot be read or was changed.
pub fn appraise(loaded: &Loaded, threads: NonZeroUsize) -> Result<Appraisal, ActError> {
    if loaded.inputs.sources.is_empty() {
        return Err(ActError::person(
            "this batch has no source yet",
            "consign add <export>",
        ));
    }
    Ok(Appraisal::of(&loaded.inputs, threads)?)
}

/// Returns the SHA-256 of the ledger as it follows from an appraisal, without writing it.
///
/// # Errors
/// When a source cannot be read again.
pub fn ledger_of(loaded: &Loaded, appraisal: &Appraisal) -> Result<Sha256Digest, ActError> {
    let to = HashingWriter::<_, Sha256Hasher>::new(std::io::sink());
    let (_, (_, sha256)) = write_ledger(&loaded.inputs, appraisal, to)?.finish();
    Ok(sha256)
}

/// Applies the rules and records it. A run that changes nothing leaves no line in the journal.
///
/// # Errors
/// When a source cannot be read or was changed, or the ledger cannot be written.
pub fn select(
    loaded: &mut Loaded,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<Selected, ActError> {
    let appraisal = appraise(loaded, threads)?;
    let path = loaded.inputs.batch.ledger();
    let partial = path.with_extension("csv.partial");
    let file = File::create(&partial).map_err(IoAt::at("create", &partial))?;
    let to = HashingWriter::<_, Sha256Hasher>::new(file);
    let (file, (_, ledger)) = write_ledger(&loaded.inputs, &appraisal, to)?.finish();
    file.sync_all()
        .map_err(IoAt::at("write the ledger", &partial))?;
    std::fs::rename(&partial, &path).map_err(IoAt::at("rename into place", &path))?;
    let act = Act::Selected {
        rules: loaded.rules,
        people: loaded.people,
        ledger,
    };
    let last = loaded.journal.entries().iter().rev();
    let last = last
        .map(|entry| &entry.act)
        .find(|act| matches!(act, Act::Selected { .. }));
    if last != Some(&act) {
        loaded
            .journal
            .append(doing.at, &doing.by, doing.replayed, act)?;
    }
    let (tally, _) = tally(&appraisal);
    Ok(Selected {
        appraisal,
        ledger,
        tally,
    })
}
