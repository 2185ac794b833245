//! Taking an export into the batch: copied byte for byte, hashed on the way, read back, read-only.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::Batch;
use crate::error::IoAt;
use crate::fixity::{HashingWriter, Sha256Digest, Sha256Hasher, sha256_of};
use crate::message::SourceId;
use crate::shown::shown_path;

/// A source as it lies in the batch.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedSource {
    /// Its id in the batch.
    pub id: SourceId,
    /// The format that reads it.
    pub format: String,
    /// The name of the file as received.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Sha256Digest,
}

/// An export that could not be copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// The copy is not what was read: the disk or the network changed it.
    #[error("the copy of {} is not the same bytes as were read; nothing was added. Check the disk and try again", shown_path(.0))]
    Differs(PathBuf),
    /// The export is a folder.
    #[error("{} is a folder; add the file that the app made (a .zip or .txt)", shown_path(.0))]
    Folder(PathBuf),
}

impl AddedSource {
    /// Returns where the export lies.
    pub fn path(&self, batch: &Batch) -> PathBuf {
        batch.source(&self.id).join(&self.name)
    }
}

/// Copies an export into its folder in the batch, reads the copy back and compares digests.
///
/// # Errors
/// When the file system fails, or the copy differs; a partial copy is removed.
pub fn copy_export(from: &Path, into: &Path) -> Result<(u64, Sha256Digest), CopyError> {
    if from.is_dir() {
        return Err(CopyError::Folder(from.to_owned()));
    }
    let name = from.file_name().unwrap_or_default();
    let to = into.join(name);
    std::fs::create_dir_all(into).map_err(IoAt::at("create", into))?;
    let copied = copy_hashed(from, &to).and_then(|read| {
        let back = hash_file(&to)?;
        if back == read {
            Ok(read)
        } else {
            Err(CopyError::Differs(from.to_owned()))
        }
    });
    match copied {
        Ok(read) => {
            let mut permissions = std::fs::metadata(&to)
                .map_err(IoAt::at("look at", &to))?
                .permissions();
            permissions.set_readonly(true);
            std::fs::set_permissions(&to, permissions).map_err(IoAt::at("protect", &to))?;
            Ok(read)
        }
        Err(error) => {
            // The copy is ours and incomplete; that it may stay behind changes nothing.
            drop(std::fs::remove_file(&to));
            drop(std::fs::remove_dir(into));
            Err(error)
        }
    }
}

fn copy_hashed(from: &Path, to: &Path) -> Result<(u64, Sha256Digest), CopyError> {
    let mut source = File::open(from).map_err(IoAt::at("open", from))?;
    let target = File::create_new(to).map_err(IoAt::at("create", to))?;
    let mut hashing = HashingWriter::<_, Sha256Hasher>::new(target);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = source.read(&mut buffer).map_err(IoAt::at("read", from))?;
        if read == 0 {
            break;
        }
        let bytes = buffer.get(..read).unwrap_or_default();
        hashing.write_all(bytes).map_err(IoAt::at("write", to))?;
    }
    let (target, digests) = hashing.finish();
    target.sync_all().map_err(IoAt::at("flush", to))?;
    Ok(digests)
}

/// Returns the size and the SHA-256 of a file.
///
/// # Errors
/// When the file system fails.
pub fn hash_file(path: &Path) -> Result<(u64, Sha256Digest), CopyError> {
    let mut file = File::open(path).map_err(IoAt::at("open", path))?;
    Ok(sha256_of(&mut file).map_err(IoAt::at("read", path))?)
}
