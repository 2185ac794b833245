//! Builds the package of a batch that is signed off.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::records::retained_csv;
use super::sign::complete_records;
use super::stands::{review_stands, selection_stands};
use super::{ActError, Doing, Loaded};
use crate::appraisal::Appraisal;
use crate::batch::{Batch, RecordRow, Settings, hash_file, write_whole};
use crate::error::IoAt;
use crate::fixity::Sha256Digest;
use crate::journal::{Act, Entry};
use crate::pack::{BuildInputs, Plan, Published, publish};

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
            list_retained(loaded, &ready)?;
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
    list_retained(loaded, &ready)?;
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

/// Returns where the list of what the department retains lies, when it retains anything.
pub fn retained_list(batch: &Batch, settings: &Settings) -> PathBuf {
    let name = settings.package_name();
    batch
        .out()
        .join(format!("{name}.retained-for-the-department.csv"))
}

/// Lists what the department retains, beside the package and for the department alone.
fn list_retained(loaded: &Loaded, ready: &Ready) -> Result<(), ActError> {
    let out = loaded.inputs.batch.out();
    let path = retained_list(&loaded.inputs.batch, &loaded.inputs.settings);
    let Some(list) = retained_csv(&ready.plan, &ready.appraisal, &ready.records) else {
        // A list of an earlier review would tell of records that are transferred now.
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(IoAt::at("remove", &path)(error).into())
            }
            _ => Ok(()),
        };
    };
    std::fs::create_dir_all(&out).map_err(IoAt::at("create", &out))?;
    write_whole(&path, &list)?;
    Ok(())
}

/// Returns the digest of the package that was built after the last sign-off, if one was.
pub(super) fn built_since(loaded: &Loaded, ready: &Ready, name: &str) -> Option<Sha256Digest> {
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
/// When a sign-off is missing, something that it binds has changed since, or the ledger on disk is
/// not the one that was signed.
pub fn ready(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<Ready, ActError> {
    let (selection, now) = selection_stands(loaded, threads)?;
    let sensitivity = review_stands(loaded, &now)?;
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let rows = complete_records(loaded, &plan, judged_at(&sensitivity))?;
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

/// Returns the day at which the sensitivity review judged its dates.
fn judged_at(sensitivity: &Entry) -> NaiveDate {
    match &sensitivity.act {
        Act::SensitivitySigned { as_at, .. } => *as_at,
        _ => sensitivity.at.date_naive(),
    }
}
