//! Builds the package of a batch that is signed off.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
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
use crate::journal::{Act, BuiltOther, Entry};
use crate::pack::{BuildInputs, Plan, Published, publish};
use crate::package::Bounds;

/// What became of a build.
pub enum BuildOutcome {
    /// The package was built now.
    Built(Box<Published>),
    /// The same packages are there already, from a build before: the ZIPs, and their SHA-256.
    Already(Vec<(PathBuf, Sha256Digest)>),
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

/// Builds the package, or the packages that the batch is split into where it is more than one may
/// hold, unless the same are there already. `asked` is what one may hold, where that was said now.
///
/// # Errors
/// When a sign-off is missing or void, a source changed, or the package cannot be written or does
/// not pass its own validation.
pub fn build(
    loaded: &mut Loaded,
    asked: Bounds,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<BuildOutcome, ActError> {
    let ready = ready(loaded, threads)?;
    let out = loaded.inputs.batch.out();
    let bounds = loaded.inputs.settings.bounds(asked);
    if let Some(packages) = already(loaded, &ready, bounds, &out)? {
        list_retained(loaded, &ready)?;
        return Ok(BuildOutcome::Already(packages));
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
        bounds,
        threads,
    };
    let published = publish(&inputs, &out, &loaded.inputs.batch.spool())?;
    list_retained(loaded, &ready)?;
    let act = built(&published, bounds);
    loaded
        .journal
        .append(doing.at, &doing.by, doing.replayed, act)?;
    Ok(BuildOutcome::Built(Box::new(published)))
}

/// Returns the act of publishing packages: one line, so that a group is built or is not.
fn built(published: &Published, bounds: Bounds) -> Act {
    let mut all = published.packages.iter().map(|package| BuiltOther {
        package: package.assembled.name.clone(),
        sha256: package.sha256,
    });
    let first = all.next().expect("a batch has a package");
    Act::Built {
        package: first.package,
        sha256: first.sha256,
        others: all.collect(),
        max_size: bounds.bytes,
        max_records: bounds.records,
    }
}

/// Returns the packages that were built within these bounds after the last sign-off, if all are
/// still there and unchanged.
fn already(
    loaded: &Loaded,
    ready: &Ready,
    bounds: Bounds,
    out: &Path,
) -> Result<Option<Vec<(PathBuf, Sha256Digest)>>, ActError> {
    let mut there = Vec::new();
    let built = last_built(loaded, ready).filter(|built| built.bounds == bounds);
    for (name, recorded) in built.map_or_else(Vec::new, |built| built.packages) {
        let zip = out.join(format!("{name}.zip"));
        if !zip.exists() || hash_file(&zip)?.1 != recorded {
            return Ok(None);
        }
        there.push((zip, recorded));
    }
    Ok(Some(there).filter(|there| !there.is_empty()))
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

/// The packages that one build made.
pub(super) struct LastBuilt {
    /// Within which bounds.
    bounds: Bounds,
    /// Their names and digests.
    pub packages: Vec<(String, Sha256Digest)>,
}

/// Returns what was built last after the last sign-off, if anything was.
pub(super) fn last_built(loaded: &Loaded, ready: &Ready) -> Option<LastBuilt> {
    let later = loaded.journal.entries().iter().skip(ready.acts.len());
    let mut all = later.filter_map(|entry| match &entry.act {
        Act::Built {
            package,
            sha256,
            others,
            max_size,
            max_records,
        } => {
            let bounds = Bounds {
                bytes: *max_size,
                records: *max_records,
            };
            let others = others
                .iter()
                .map(|other| (other.package.clone(), other.sha256));
            let packages = std::iter::once((package.clone(), *sha256)).chain(others);
            Some(LastBuilt {
                bounds,
                packages: packages.collect(),
            })
        }
        _ => None,
    });
    all.next_back()
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
