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
    /// A package of this name is there already, and is another one.
    #[error("{} is there already and is another package; move it away, then build again", shown_path(.0))]
    Exists(PathBuf),
    /// A sum does not hold: our own fault, and nothing is published.
    #[error("the sums do not hold: {0}; nothing was published")]
    Sums(String),
    /// The package does not pass its own validation: our own fault, and nothing is published.
    #[error("the package does not pass its own validation, so nothing was published:\n{0}")]
    Refused(String),
}

/// A package that was published.
pub struct Published {
    /// What was assembled.
    pub assembled: Assembled,
    /// Where the ZIP lies.
    pub zip: PathBuf,
    /// The SHA-256 of the ZIP.
    pub sha256: Sha256Digest,
    /// The report of its validation.
    pub validation: ValidationReport,
}

/// Builds, validates and publishes the package of a batch in the folder `out`.
///
/// # Errors
/// When it cannot be built or written, or does not pass; nothing is then left under its name.
pub fn publish(build: &BuildInputs<'_>, out: &Path, spool: &Path) -> Result<Published, BuildError> {
    std::fs::create_dir_all(out).map_err(IoAt::at("create", out))?;
    let name = build.inputs.settings.package_name();
    let zip = out.join(format!("{name}.zip"));
    let partial = out.join(format!("{name}.zip.partial"));
    // What a killed run left behind is ours, incomplete, and made again now.
    remove_if_there(&partial)?;
    empty_folder(spool)?;
    let published = build_and_check(build, out, spool, &zip);
    if published.is_err() {
        remove_if_there(&partial)?;
    }
    std::fs::remove_dir_all(spool).map_err(IoAt::at("remove", spool))?;
    published
}

fn build_and_check(
    build: &BuildInputs<'_>,
    out: &Path,
    spool: &Path,
    zip: &Path,
) -> Result<Published, BuildError> {
    let assembled = assemble(build, out, spool)?;
    let opened = Opened::open(&assembled.partial, Limits::default(), build.threads)?;
    let checked = check::run(&opened)?;
    if checked.findings.any_errors() {
        return Err(BuildError::Refused(listed(&checked)));
    }
    let sha256 = opened
        .sha256()
        .map_err(|error| BuildError::Refused(format!("it cannot be read back: {error}")))?
        .expect("what was assembled is a ZIP");
    // A run that was killed after the renaming and before the journal's line has published the
    // same bytes already; any other file of this name is somebody's.
    let is_there = zip.exists();
    if is_there && !matches!(hash_file(zip), Ok((_, found)) if found == sha256) {
        return Err(BuildError::Exists(zip.to_owned()));
    }
    let zip_name = format!("{}.zip", assembled.name);
    let validation = report::validation_of(
        &opened,
        &checked,
        &zip_name,
        &sha256.to_string(),
        Vec::new(),
    );
    let beside = |ending: &str| out.join(format!("{}{ending}", assembled.name));
    let sidecars = [
        (beside(".zip.sha256"), format!("{sha256}  {zip_name}\n")),
        (
            beside(".validation.html"),
            report::validation_html(&validation),
        ),
        (
            beside(".validation.json"),
            report::validation_json(&validation),
        ),
    ];
    for (path, text) in sidecars {
        write_flushed(&path, text.as_bytes())?;
    }
    if is_there {
        remove_if_there(&assembled.partial)?;
    } else {
        rename_new(&assembled.partial, zip).map_err(IoAt::at("give the package its name", zip))?;
    }
    flush_folder(out).map_err(IoAt::at("flush", out))?;
    Ok(Published {
        assembled,
        zip: zip.to_owned(),
        sha256,
        validation,
    })
}

fn listed(checked: &Checked) -> String {
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
