//! Reading small files whole, and writing them so that there is the old file or the new, never half.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::IoAt;
use crate::place::Place;
use crate::platform::flush_folder;

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// The file is not UTF-8.
    #[error("{0}: this file is not UTF-8; save it again as UTF-8 (\"CSV UTF-8\" in Excel)")]
    NotUtf8(Place),
    /// A line of it is wrong.
    #[error("{at}: {why}")]
    Wrong {
        /// The line.
        at: Place,
        /// What is wrong with it, and what to do.
        why: String,
    },
}

/// Reads a file.
///
/// # Errors
/// When the file system fails.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, IoAt> {
    std::fs::read(path).map_err(IoAt::at("read", path))
}

/// Reads a file as UTF-8, without a byte order mark.
///
/// # Errors
/// When the file system fails, or the file is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let text = String::from_utf8(read_bytes(path)?).map_err(|error| {
        let byte = error.utf8_error().valid_up_to() as u64;
        FileError::NotUtf8(Place::file(path.display().to_string()).at_byte(byte))
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Writes a file whole: a temporary one beside it, flushed, then renamed over it.
///
/// # Errors
/// When the file system fails; the old file is then still there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), IoAt> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial: PathBuf = path.with_file_name(name);
    let written = File::create(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(IoAt::at("write", &partial))?;
    std::fs::rename(&partial, path).map_err(IoAt::at("rename into place", path))?;
    match path.parent() {
        // A bare name lies in the current folder, which has no name of its own here.
        Some(folder) if folder.as_os_str().is_empty() => {
            flush_folder(Path::new(".")).map_err(IoAt::at("flush", Path::new(".")))
        }
        Some(folder) => flush_folder(folder).map_err(IoAt::at("flush", folder)),
        None => Ok(()),
    }
}
