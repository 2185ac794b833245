//! Read-only things with named entries: a file, a folder, a ZIP, or memory.
//!
//! What lies above reads entries and cannot tell which of the four it has. Nothing here ever
//! unpacks to disk, follows a link, or writes.

mod budget;
mod folder;
mod inner;
mod makeup;
mod memory;
mod positioned;
mod single;
mod stored;
mod trouble;
mod zip;

pub use budget::Budget;
pub use folder::Folder;
pub use inner::inner_entries;
pub use memory::Memory;
pub use positioned::PositionedFile;
pub use single::SingleFile;
pub use stored::{StoredPlace, StoredZip};
pub use trouble::Trouble;
pub use zip::{BrokenPromise, ZipFile, is_safe_name};

use std::io::Read;
use std::path::Path;

use crate::error::IoAt;
use crate::place::Place;
use crate::shown::shown;

/// One entry of a container: always a regular file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name with `/` between its segments; bytes that are not UTF-8 are shown as U+FFFD.
    pub name: String,
    /// The size in bytes that the container gives.
    pub size: u64,
}

/// A read-only thing with named entries.
pub trait Container: Sync {
    /// Returns a name for messages: the file or folder as the person gave it.
    fn name(&self) -> &str;

    /// Returns the entries in the order in which the container holds them.
    fn entries(&self) -> &[Entry];

    /// Opens the entry at `index` of [`entries`](Container::entries) for reading from its start.
    ///
    /// # Errors
    /// When the entry cannot be read, or breaks a promise of the container.
    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError>;

    /// Returns the byte of the container at which an entry begins, where it has bytes of its own.
    fn offset(&self, _index: usize) -> Option<u64> {
        None
    }

    /// Returns the CRC-32 that the container gives for an entry, where it gives one.
    fn crc32(&self, _index: usize) -> Option<u32> {
        None
    }

    /// Returns how the bytes of the container itself are made up, or nothing where it has none of
    /// its own (a folder). The sum of the items is the size of the container's file.
    fn makeup(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// Returns how many bytes of the container itself belong to nothing that is known.
    fn unaccounted(&self) -> u64 {
        0
    }

    /// Returns the index of the entry with exactly this name.
    fn find(&self, name: &str) -> Option<usize> {
        self.entries().iter().position(|entry| entry.name == name)
    }
}

/// A container that could not be opened, or an entry that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// The container is not what it should be, or holds what is refused.
    #[error("{container}: {trouble}")]
    Refused {
        /// The container.
        container: String,
        /// What is wrong with it, and where.
        trouble: Trouble,
    },
    /// An entry could not be read to its end.
    #[error("cannot read {}: {why}", .at)]
    Entry {
        /// The entry.
        at: Place,
        /// What the reader said.
        why: String,
    },
    /// It is neither a regular file nor a folder.
    #[error("{} is neither a regular file nor a folder (links and devices are not followed)", shown(.0))]
    NotAFile(String),
}

/// Returns the error of an entry that could not be read.
fn failed(container: &str, entry: &str, why: String) -> OpenError {
    let at = Place::file(format!("{container}/{entry}"));
    OpenError::Entry { at, why }
}

/// Opens an export: a folder, a ZIP (told by its first bytes) or a single file. Entries of a ZIP
/// can share a name: whoever looks one up by its name must know.
///
/// # Errors
/// When it cannot be read, or is a ZIP that is cut, encrypted, ambiguous or larger than `budget`.
pub fn open(path: &Path, budget: Budget) -> Result<Box<dyn Container>, OpenError> {
    open_with(path, budget, Trouble::refuses_an_export)
}

/// Opens what no two programs may read differently, as [`open`] does; a ZIP in which entries share
/// a name is refused.
///
/// # Errors
/// As [`open`], and where entries share a name.
pub fn open_unambiguous(path: &Path, budget: Budget) -> Result<Box<dyn Container>, OpenError> {
    open_with(path, budget, |_| true)
}

fn open_with(
    path: &Path,
    budget: Budget,
    refuses: impl Fn(&Trouble) -> bool,
) -> Result<Box<dyn Container>, OpenError> {
    let kind = std::fs::symlink_metadata(path)
        .map_err(IoAt::at("look at", path))?
        .file_type();
    if kind.is_dir() {
        return Ok(Box::new(Folder::open(path)?));
    }
    if !kind.is_file() {
        return Err(OpenError::NotAFile(path.display().to_string()));
    }
    let mut first = [0; 4];
    let mut file = std::fs::File::open(path).map_err(IoAt::at("open", path))?;
    let mut filled = 0;
    while filled < first.len() {
        match file
            .read(&mut first[filled..])
            .map_err(IoAt::at("read", path))?
        {
            0 => break,
            n => filled += n,
        }
    }
    let named_zip = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    if named_zip || first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        let zip = ZipFile::open(path, budget)?;
        if let Some(trouble) = zip.troubles().iter().find(|trouble| refuses(trouble)) {
            return Err(OpenError::Refused {
                container: zip.name().to_owned(),
                trouble: trouble.clone(),
            });
        }
        Ok(Box::new(zip))
    } else {
        Ok(Box::new(SingleFile::open(path)?))
    }
}
