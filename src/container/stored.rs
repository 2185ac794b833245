//! A ZIP whose structure is already known to the last byte, so that nothing has to be searched for:
//! its entries are stored, and lie where its layout says.

use std::io::{Read, Seek as _, SeekFrom};
use std::path::Path;

use super::zip::Promised;
use super::{Container, Entry, OpenError, PositionedFile, failed};

/// A ZIP of stored entries at known places.
pub struct StoredZip {
    name: String,
    file: PositionedFile,
    entries: Vec<Entry>,
    places: Vec<StoredPlace>,
}

/// Where the content of a stored entry lies, and what it is promised to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredPlace {
    /// The byte at which it starts.
    pub at: u64,
    /// Its CRC-32, by the ZIP's directory.
    pub crc32: u32,
}

impl StoredZip {
    /// Returns the ZIP at `path`, opened as `file`, with these entries, each at its place.
    pub fn new(
        path: &Path,
        file: PositionedFile,
        entries: Vec<Entry>,
        places: Vec<StoredPlace>,
    ) -> StoredZip {
        StoredZip {
            name: super::zip::name_of(path),
            file,
            entries,
            places,
        }
    }

    /// Returns a reader of the raw file, from its start.
    pub fn raw(&self) -> PositionedFile {
        self.file.clone()
    }
}

impl Container for StoredZip {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        let (entry, place) = (&self.entries[index], self.places[index]);
        let mut raw = self.file.clone();
        raw.seek(SeekFrom::Start(place.at))
            .map_err(|error| failed(&self.name, &entry.name, error.to_string()))?;
        let content = raw.take(entry.size);
        Ok(Box::new(Promised::new(content, entry.size, place.crc32)))
    }

    fn makeup(&self) -> Vec<(&'static str, u64)> {
        let data = self.entries.iter().map(|entry| entry.size).sum();
        let around = self.file.size().saturating_sub(data);
        vec![
            ("data of ZIP entries, as stored", data),
            ("headers, directory and end of the ZIP", around),
        ]
    }
}
