//! Every failure of the file system says what was being done, and to what.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::shown::shown_path;

/// A failure of the file system: the verb, the path and the system's own word for it.
#[derive(Debug, thiserror::Error)]
pub struct IoAt {
    /// What was being done, as a verb with its object: "read the export".
    pub doing: &'static str,
    /// The file or folder it was done to.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: io::Error,
}

impl IoAt {
    /// Returns a function for `map_err` that adds what was being done, and to what.
    pub fn at<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> IoAt + 'a {
        move |source| IoAt {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Tells whether it was reading that failed; else it was writing.
    pub fn is_reading(&self) -> bool {
        let verb = self.doing.split(' ').next().unwrap_or_default();
        matches!(verb, "open" | "read" | "look" | "list")
    }
}

impl fmt::Display for IoAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {}: {}",
            self.doing,
            shown_path(&self.path),
            self.source
        )
    }
}
