//! Takes in the signed copy of a sign-off's sheet: its hash into the journal, a copy into the batch.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::{ActError, Doing, Loaded, SignOff, stands};
use crate::batch::{hash_file, read_bytes, write_whole};
use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::Act;
use crate::shown::{shown, shown_path};

/// The most bytes of a signed copy: a scan of one page has far fewer.
const LIMIT: u64 = 64 << 20;

/// A signed copy that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCopy {
    /// The number of the journal's line with the sign-off.
    pub of: u64,
    /// Which sign-off that is.
    pub which: SignOff,
    /// Its SHA-256.
    pub file: Sha256Digest,
    /// The post that gave it.
    pub by: String,
    /// Where its copy lies.
    pub path: PathBuf,
}

impl SignedCopy {
    /// Returns what reports say of it.
    pub fn sentence(&self) -> String {
        format!(
            "Signed copy of the sign-off of the {} (journal line {}): SHA-256 {}, given by {}",
            match self.which {
                SignOff::Selection => "selection",
                SignOff::Sensitivity => "sensitivity review",
            },
            self.of,
            self.file,
            shown(&self.by)
        )
    }
}

/// Takes in the signed copy at `path` of a sign-off that stands.
///
/// # Errors
/// When there is no such sign-off or it is void, the file cannot be read, or was taken in before.
pub fn keep_evidence(
    loaded: &mut Loaded,
    which: SignOff,
    path: &Path,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<SignedCopy, ActError> {
    let of = stands(loaded, which, threads)?.n;
    let bytes = read_copy(path)?;
    let file = sha256(&bytes);
    let extension = extension_of(path);
    let act = Act::EvidenceKept {
        of,
        file,
        extension: extension.clone(),
    };
    if loaded
        .journal
        .entries()
        .iter()
        .any(|entry| entry.act == act)
    {
        return Err(ActError::Exists(format!(
            "{} was taken in before for this sign-off; nothing was changed",
            shown_path(path)
        )));
    }
    let folder = loaded.inputs.batch.evidence();
    let to = copy_path(&folder, file, &extension);
    if !to.exists() {
        std::fs::create_dir_all(&folder).map_err(IoAt::at("create", &folder))?;
        write_whole(&to, &bytes)?;
        let found = std::fs::metadata(&to).map_err(IoAt::at("look at", &to))?;
        let mut permissions = found.permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&to, permissions).map_err(IoAt::at("protect", &to))?;
    }
    loaded
        .journal
        .append(doing.at, &doing.by, doing.replayed, act)?;
    Ok(SignedCopy {
        of,
        which,
        file,
        by: doing.by.clone(),
        path: to,
    })
}

fn read_copy(path: &Path) -> Result<Vec<u8>, ActError> {
    let found = std::fs::metadata(path).map_err(IoAt::at("look at", path))?;
    if !found.is_file() || found.len() == 0 || found.len() > LIMIT {
        return Err(ActError::Asked(format!(
            "{} is no signed copy: give a file of 1 byte to {} MiB, such as a scan",
            shown_path(path),
            LIMIT >> 20
        )));
    }
    Ok(read_bytes(path)?)
}

/// Returns the extension of a file's name in small letters, when it is a plain one.
fn extension_of(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let plain = extension.len() <= 8 && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    match plain {
        true => extension.to_ascii_lowercase(),
        false => String::new(),
    }
}

fn copy_path(folder: &Path, file: Sha256Digest, extension: &str) -> PathBuf {
    match extension {
        "" => folder.join(file.to_string()),
        extension => folder.join(format!("{file}.{extension}")),
    }
}

/// Returns the signed copies of the last sign-offs, in the order in which they were taken in.
pub fn signed_copies(loaded: &Loaded) -> Vec<SignedCopy> {
    let sign_offs = loaded.sign_offs();
    let last = [
        (SignOff::Selection, sign_offs.selection),
        (SignOff::Sensitivity, sign_offs.sensitivity),
    ];
    let folder = loaded.inputs.batch.evidence();
    let entries = loaded.journal.entries().iter();
    entries
        .filter_map(|entry| {
            let Act::EvidenceKept {
                of,
                file,
                extension,
            } = &entry.act
            else {
                return None;
            };
            let signed =
                |signed: Option<&crate::journal::Entry>| signed.is_some_and(|s| s.n == *of);
            let (which, _) = last.iter().find(|(_, entry)| signed(*entry))?;
            Some(SignedCopy {
                of: *of,
                which: *which,
                file: *file,
                by: entry.by.clone(),
                path: copy_path(&folder, *file, extension),
            })
        })
        .collect()
}

/// Holds the copies in the batch to their digests, and names the first that is not what was given.
///
/// # Errors
/// When one is missing or another.
pub fn check_copies(copies: &[SignedCopy]) -> Result<(), ActError> {
    for copy in copies {
        let same = copy.path.exists() && hash_file(&copy.path)?.1 == copy.file;
        if !same {
            return Err(ActError::Missing(format!(
                "{} is missing or is not the signed copy that was given: its SHA-256 was {}. Put it back from a copy",
                shown_path(&copy.path),
                copy.file
            )));
        }
    }
    Ok(())
}
