//! Publishes a package: complete under a temporary name, opened again, held to every check, and
//! only then given its name. Killed at any instruction, there is no package or a whole one.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::assemble::{Assembled, BuildInputs, assemble};
use crate::appraisal::AppraisalError;
use crate::batch::hash_file;
use crate::canonical::{PlanError, WriteError};
use crate::check::{self, Checked};
use crate::container::OpenError;
use crate::error::IoAt;
use crate::fixity::Sha256Digest;
use crate::manifest::grouped;
use crate::package::{Limits, Opened};
use crate::platform::{flush_folder, rename_new};
use crate::report::{self, ValidationReport};
use crate::shown::{shown, shown_path};

/// A package that could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// The sources could not be appraised again.
    #[error(transparent)]
    Appraisal(#[from] AppraisalError),
    /// An export could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An attachment could not be read.
    #[error("cannot read the attachment that becomes {}: {source}", shown(path))]
    Media {
        /// Its path in the package.
        path: String,
        /// What the system or the ZIP said.
        source: std::io::Error,
    },
    /// A file was not the same twice.
    #[error("{}: it changed while the package was being built; nothing was published", shown(.0))]
    Unsteady(String),
    /// The deposit manifest could not be written.
    #[error("cannot write the deposit manifest: {0}")]
    Manifest(std::io::Error),
    /// A setting cannot stand in `bag-info.txt`.
    #[error("cannot write bag-info.txt: {0}")]
    BagInfo(String),
    /// The package has no ZIP.
    #[error("cannot lay out the ZIP: {0}")]
    Plan(#[from] PlanError),
    /// The ZIP could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// One part is more than one package may hold.
    #[error("{}", part_too_large(part, *bytes, *records, most, alone.as_ref()))]
    PartTooLarge {
        /// The path of its transcript below `data/`.
        part: String,
        /// How many bytes its records have.
        bytes: u64,
        /// How many records it has.
        records: u64,
        /// What one package may hold, in words.
        most: String,
        /// The record that is too large by itself, and its bytes, if one is.
        alone: Option<(String, u64)>,
    },
    /// A package of this name is there already, and is another one.
    #[error("{} is there already and is another package; move it away, then build again", shown_path(.0))]
    Exists(PathBuf),
    /// A sum does not hold: our own fault, and nothing is published.
    #[error("the sums do not hold: {0}; nothing was published")]
    Sums(String),
    /// The records are valid, and a receiver would refuse them.
    #[error(
        "{profile} refuses what is to be uploaded, so no folder was made for it; the package itself stands:\n{findings}"
    )]
    NotForReceiver {
        /// The name of the receiver's rules.
        profile: &'static str,
        /// What it refuses, line by line.
        findings: String,
    },
    /// A folder that was made to be uploaded is not any more what was made.
    #[error(
        "{} is there already and was changed since it was made; move it away, then build again:\n{findings}",
        shown_path(folder)
    )]
    UploadSpoilt {
        /// The folder.
        folder: PathBuf,
        /// What was found in it, line by line.
        findings: String,
    },
    /// The package does not pass its own validation: our own fault, and nothing is published.
    #[error("the package does not pass its own validation, so nothing was published:\n{0}")]
    Refused(String),
}

fn part_too_large(
    part: &str,
    bytes: u64,
    records: u64,
    most: &str,
    alone: Option<&(String, u64)>,
) -> String {
    let (bytes, records) = (grouped(bytes), grouped(records));
    let told = format!(
        "{} and what belongs to it are {records} records with {bytes} bytes; one package may hold {most}, and a part is never torn apart. Nothing was published",
        shown(part)
    );
    let todo = match alone {
        Some((path, size)) => format!(
            "{} alone has {} bytes, so no smaller part helps. Allow more with --max-size or max_size in batch.toml; where the bound is The National Archives', ask tdr@nationalarchives.gov.uk how to transfer it",
            shown(path),
            grouped(*size)
        ),
        None => "Cut conversations into smaller parts (parts = \"month\" or \"day\" under [dates] in batch.toml; then review the records and sign again), or allow more with --max-size or --max-records".to_owned(),
    };
    format!("{told}. {todo}")
}

/// What was published: a package, or a group of them.
pub struct Published {
    /// The packages, in order.
    pub packages: Vec<PublishedPackage>,
    /// The report of the validation of the group as a whole, where there are several.
    pub group: Option<ValidationReport>,
}

/// A package that was published.
pub struct PublishedPackage {
    /// What was assembled.
    pub assembled: Assembled,
    /// Where the ZIP lies.
    pub zip: PathBuf,
    /// The SHA-256 of the ZIP.
    pub sha256: Sha256Digest,
    /// The report of its validation.
    pub validation: ValidationReport,
}

/// Builds, validates and publishes the package of a batch in the folder `out`, or the packages that
/// it is split into.
///
/// Of a group every package is complete under its temporary name, and each and the group are
/// validated, before the first gets its name. The first in number gets its name last: where it is,
/// all are. A run that is killed between two names is taken up by the next, which makes the same
/// bytes again and names those that have no name yet.
///
/// # Errors
/// When it cannot be built or written, or does not pass; nothing is then left under its name.
pub fn publish(build: &BuildInputs<'_>, out: &Path, spool: &Path) -> Result<Published, BuildError> {
    std::fs::create_dir_all(out).map_err(IoAt::at("create", out))?;
    // What a killed run left behind is ours, incomplete, and made again now.
    remove_partials(build, out)?;
    empty_folder(spool)?;
    let published = build_and_check(build, out, spool);
    if published.is_err() {
        remove_partials(build, out)?;
    }
    std::fs::remove_dir_all(spool).map_err(IoAt::at("remove", spool))?;
    published
}

fn build_and_check(
    build: &BuildInputs<'_>,
    out: &Path,
    spool: &Path,
) -> Result<Published, BuildError> {
    let all = assemble(build, out, spool)?;
    let name = build.inputs.settings.packages_name();
    // A package of an earlier, larger group would look like one of this.
    let others = numbered(out, &name, ".zip")?.into_iter();
    let known = |path: &PathBuf| all.iter().any(|one| *path == out.join(zip_name(one)));
    if let Some(stranger) = others.into_iter().find(|path| !known(path)) {
        return Err(BuildError::Exists(stranger));
    }
    let mut packages = Vec::new();
    let mut members = Vec::new();
    for assembled in all {
        let (package, member) = check_one(build, out, assembled)?;
        packages.push(package);
        members.extend(member);
    }
    let group = match packages.len() {
        1 => None,
        _ => Some(check_group(&name, &members)?),
    };
    for package in &packages {
        let name = &package.assembled.name;
        write_sidecars(out, name, &package.validation)?;
        let line = format!("{}  {}\n", package.sha256, zip_name(&package.assembled));
        write_flushed(&out.join(format!("{name}.zip.sha256")), line.as_bytes())?;
    }
    if let Some(group) = &group {
        write_sidecars(out, &format!("{name}-group"), group)?;
    }
    // The first in number comes last.
    for package in packages.iter().rev() {
        let PublishedPackage { assembled, zip, .. } = package;
        if zip.exists() {
            remove_if_there(&assembled.partial)?;
        } else {
            rename_new(&assembled.partial, zip)
                .map_err(IoAt::at("give the package its name", zip))?;
        }
        flush_folder(out).map_err(IoAt::at("flush", out))?;
    }
    Ok(Published { packages, group })
}

fn zip_name(assembled: &Assembled) -> String {
    format!("{}.zip", assembled.name)
}

/// Opens a package under its temporary name and holds it to every check.
fn check_one(
    build: &BuildInputs<'_>,
    out: &Path,
    assembled: Assembled,
) -> Result<(PublishedPackage, Option<check::Member>), BuildError> {
    let zip_name = zip_name(&assembled);
    let zip = out.join(&zip_name);
    let opened = Opened::open(&assembled.partial, Limits::default(), build.threads)?;
    let (checked, member) = check::run_of_many(&opened, None)?;
    if checked.findings.any_errors() {
        return Err(BuildError::Refused(listed(&checked)));
    }
    let sha256 = opened
        .sha256()
        .map_err(|error| BuildError::Refused(format!("it cannot be read back: {error}")))?
        .expect("what was assembled is a ZIP");
    // A run that was killed after the renaming and before the journal's line has published the
    // same bytes already; any other file of this name is somebody's.
    if zip.exists() && !matches!(hash_file(&zip), Ok((_, found)) if found == sha256) {
        return Err(BuildError::Exists(zip));
    }
    let digest = sha256.to_string();
    let validation = report::validation_of(&opened, &checked, &zip_name, &digest, Vec::new());
    let package = PublishedPackage {
        assembled,
        zip,
        sha256,
        validation,
    };
    Ok((package, member))
}

/// Holds the packages of a group to what must be true of them together.
fn check_group(name: &str, members: &[check::Member]) -> Result<ValidationReport, BuildError> {
    let checked = check::run_group(members);
    if checked.findings.any_errors() {
        return Err(BuildError::Refused(listed(&checked)));
    }
    Ok(report::validation_of_group(
        name,
        members,
        &checked,
        Vec::new(),
    ))
}

fn write_sidecars(out: &Path, name: &str, report: &ValidationReport) -> Result<(), IoAt> {
    let beside = |ending: &str| out.join(format!("{name}.validation.{ending}"));
    write_flushed(&beside("html"), report::validation_html(report).as_bytes())?;
    write_flushed(&beside("json"), report::validation_json(report).as_bytes())
}

/// Removes the packages of this batch that are under their temporary names.
fn remove_partials(build: &BuildInputs<'_>, out: &Path) -> Result<(), IoAt> {
    let name = build.inputs.settings.packages_name();
    for partial in numbered(out, &name, ".zip.partial")? {
        remove_if_there(&partial)?;
    }
    Ok(())
}

/// Returns the files in a folder that are called `<name>-<number><ending>`, in order.
fn numbered(folder: &Path, name: &str, ending: &str) -> Result<Vec<PathBuf>, IoAt> {
    let at = IoAt::at("list", folder);
    let mut found = Vec::new();
    for item in walkdir::WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name()
    {
        let item = match item {
            Ok(item) => item,
            Err(error) => return Err(at(error.into())),
        };
        let file = item.file_name().to_string_lossy();
        let number = file
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('-'));
        let number = number.and_then(|rest| rest.strip_suffix(ending));
        let is_number = |text: &str| text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit());
        if number.is_some_and(is_number) {
            found.push(item.into_path());
        }
    }
    Ok(found)
}

pub(super) fn listed(checked: &Checked) -> String {
    let lines: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| format!("  {finding}"))
        .collect();
    lines.join("\n")
}

fn write_flushed(path: &Path, bytes: &[u8]) -> Result<(), IoAt> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(IoAt::at("write", path))
}

fn remove_if_there(path: &Path) -> Result<(), IoAt> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(IoAt::at("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn empty_folder(folder: &Path) -> Result<(), IoAt> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(IoAt::at("empty", folder)(error));
        }
        _ => {}
    }
    std::fs::create_dir_all(folder).map_err(IoAt::at("create", folder))
}
