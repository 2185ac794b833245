//! A file that several readers share, each with a position of its own.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crate::error::IoAt;

/// A reader of a shared file. A clone starts where this one stands and moves on its own.
#[derive(Clone)]
pub struct PositionedFile {
    file: Arc<File>,
    size: u64,
    at: u64,
}

impl PositionedFile {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// When the file system fails.
    pub fn open(path: &Path) -> Result<PositionedFile, IoAt> {
        let file = File::open(path).map_err(IoAt::at("open", path))?;
        PositionedFile::new(file).map_err(IoAt::at("look at", path))
    }

    /// Returns a reader at the start of `file`.
    ///
    /// # Errors
    /// When the size of the file cannot be asked for.
    pub fn new(file: File) -> io::Result<PositionedFile> {
        let size = file.metadata()?.len();
        Ok(PositionedFile {
            file: Arc::new(file),
            size,
            at: 0,
        })
    }

    /// Returns the file itself, for reading at positions.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Returns the size of the file when it was opened.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl Read for PositionedFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = crate::platform::read_at(&self.file, into, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for PositionedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.size, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        self.at = base.checked_add_signed(by).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "a seek before the start")
        })?;
        Ok(self.at)
    }
}
