//! The folder that is uploaded to TNA's transfer service: a published package, laid out on the disk
//! with the dates that the service takes from its files. The service takes no ZIP.
//!
//! `data/` holds one folder, and that alone is uploaded: whatever lies in it becomes a public record.
//! The metadata and all else that a package has lie beside `data/`.

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{NaiveDate, NaiveTime};

use super::publish::{BuildError, listed};
use crate::bag;
use crate::check;
use crate::error::IoAt;
use crate::package::layout::TDR_METADATA;
use crate::package::{Layout, Limits, Opened, Profile};
use crate::platform::{flush_folder, rename_new};

/// A folder that is ready to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The folder with everything of the package.
    pub folder: PathBuf,
    /// The folder in it that is uploaded.
    pub records: PathBuf,
    /// The metadata that the service asks for after the upload.
    pub metadata: PathBuf,
    /// How many files are uploaded.
    pub files: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// Whether it was there already, the same.
    pub was_there: WasThere,
}

/// Whether a folder was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasThere {
    /// It was made now.
    No,
    /// It was, and is what would be made now.
    Yes,
}

/// Makes the folder of a published package beside it, complete and validated under a temporary name
/// before it gets its own. One that is there already is validated again, and never overwritten.
///
/// # Errors
/// When the receiver would refuse what is to be uploaded, another folder has the name, or the package
/// cannot be read or the folder not written.
pub fn upload_folder(
    zip: &Path,
    profile: &Profile,
    threads: NonZeroUsize,
) -> Result<Upload, BuildError> {
    let package = Opened::open(zip, Limits::default(), threads)?;
    let name = package.base().trim_end_matches('/');
    let folder = zip.with_file_name(format!("{name}-tdr"));
    let partial = zip.with_file_name(format!("{name}-tdr.partial"));
    remove_folder(&partial)?;
    let was_there = if folder.exists() {
        is_the_same(&package, &folder, threads)?;
        if let Some(findings) = judge(&folder, profile, threads)? {
            return Err(BuildError::UploadSpoilt { folder, findings });
        }
        WasThere::Yes
    } else {
        let made = lay_out(&package, &partial).and_then(|()| judge(&partial, profile, threads));
        let refused = match made {
            Ok(None) => Ok(()),
            Ok(Some(findings)) => Err(BuildError::NotForReceiver {
                profile: profile.name,
                findings,
            }),
            Err(error) => Err(error),
        };
        if refused.is_err() {
            remove_folder(&partial)?;
        }
        refused?;
        rename_new(&partial, &folder).map_err(IoAt::at("give the folder its name", &folder))?;
        let out = zip.parent().filter(|out| *out != Path::new(""));
        let out = out.unwrap_or(Path::new("."));
        flush_folder(out).map_err(IoAt::at("flush", out))?;
        WasThere::No
    };
    Ok(described(&package, folder, was_there))
}

fn described(package: &Opened, folder: PathBuf, was_there: WasThere) -> Upload {
    let first = package.payload().next();
    let top = first.and_then(|file| file.path.strip_prefix(bag::PAYLOAD)?.split('/').next());
    Upload {
        records: folder.join(bag::PAYLOAD).join(top.unwrap_or_default()),
        metadata: folder.join(TDR_METADATA),
        files: package.payload().count() as u64,
        bytes: package.payload().map(|file| file.size).sum(),
        folder,
        was_there,
    }
}

/// Writes every file of a package below a new folder, each with the date that the ZIP gives it.
fn lay_out(package: &Opened, folder: &Path) -> Result<(), BuildError> {
    let Some(Layout::Canonical(_)) = package.layout() else {
        let why = format!("{} is not as consign writes packages", package.name());
        return Err(BuildError::Refused(why));
    };
    std::fs::create_dir(folder).map_err(IoAt::at("create", folder))?;
    for (file, date) in package.dates() {
        let to = folder.join(&file.path);
        let within = to.parent().unwrap_or(folder);
        std::fs::create_dir_all(within).map_err(IoAt::at("create", within))?;
        let mut from = package.open_file(file)?;
        let written = File::options()
            .write(true)
            .create_new(true)
            .open(&to)
            .and_then(|mut new| {
                io::copy(&mut from, &mut new)?;
                new.set_modified(noon(date))?;
                new.sync_all()
            });
        written.map_err(IoAt::at("write", &to))?;
    }
    Ok(())
}

/// Returns noon of a day in UTC: the same day in every time zone of the United Kingdom.
fn noon(day: NaiveDate) -> SystemTime {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time of every day");
    day.and_time(noon).and_utc().into()
}

/// Holds a folder to every check of a package, and to the rules of the receiver. Returns what is
/// found, line by line, if any of it is an error.
fn judge(
    folder: &Path,
    profile: &Profile,
    threads: NonZeroUsize,
) -> Result<Option<String>, BuildError> {
    let opened = Opened::open(folder, Limits::default(), threads)?;
    let checked = check::run_held_to(&opened, Some(profile))?;
    Ok(checked.findings.any_errors().then(|| listed(&checked)))
}

/// Tells whether a folder has the files of a package, by its manifests. Whether these hold is
/// another question.
fn is_the_same(package: &Opened, folder: &Path, threads: NonZeroUsize) -> Result<(), BuildError> {
    let there = Opened::open(folder, Limits::default(), threads)?;
    let tags = |opened: &Opened| {
        let tags = opened.manifests().iter();
        let read = tags.map(|manifest| (manifest.name.to_string(), manifest.tag.content.clone()));
        read.collect::<Vec<_>>()
    };
    match tags(package) == tags(&there) {
        true => Ok(()),
        false => Err(BuildError::Exists(folder.to_owned())),
    }
}

fn remove_folder(folder: &Path) -> Result<(), IoAt> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(IoAt::at("remove", folder)(error))
        }
        _ => Ok(()),
    }
}
