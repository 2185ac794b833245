//! A single file, seen as a container with one entry.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Container, Entry, OpenError};
use crate::error::IoAt;

/// A single file.
pub struct SingleFile {
    path: PathBuf,
    entry: [Entry; 1],
}

impl SingleFile {
    /// Looks at the file at `path`.
    ///
    /// # Errors
    /// When the file system fails.
    pub fn open(path: &Path) -> Result<SingleFile, OpenError> {
        let size = std::fs::metadata(path)
            .map_err(IoAt::at("look at", path))?
            .len();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(SingleFile {
            path: path.to_owned(),
            entry: [Entry { name, size }],
        })
    }
}

impl Container for SingleFile {
    fn name(&self) -> &str {
        &self.entry[0].name
    }

    fn entries(&self) -> &[Entry] {
        &self.entry
    }

    fn open(&self, _index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        let file = File::open(&self.path).map_err(IoAt::at("open", &self.path))?;
        Ok(Box::new(file))
    }
}
