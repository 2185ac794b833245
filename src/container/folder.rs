//! A folder: every regular file below it, in byte order of their names.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Container, Entry, OpenError};
use crate::error::IoAt;

/// A folder on disk. Links are never followed; they and other special files are listed apart.
pub struct Folder {
    name: String,
    entries: Vec<Entry>,
    // The paths as the system gave them: a name that is not UTF-8 opens all the same.
    paths: Vec<PathBuf>,
    special: Vec<String>,
    folders: Vec<String>,
}

impl Folder {
    /// Lists the folder at `root`.
    ///
    /// # Errors
    /// When the file system fails.
    pub fn open(root: &Path) -> Result<Folder, OpenError> {
        let mut entries: Vec<(Entry, PathBuf)> = Vec::new();
        let mut special = Vec::new();
        let mut folders = Vec::new();
        for item in walkdir::WalkDir::new(root).follow_links(false).min_depth(1) {
            let item = item.map_err(|error| {
                let path = error.path().unwrap_or(root).to_owned();
                IoAt {
                    doing: "list",
                    path,
                    source: error.into(),
                }
            })?;
            let name = relative_name(root, item.path());
            if item.file_type().is_file() {
                let size = item
                    .metadata()
                    .map_err(|error| IoAt {
                        doing: "look at",
                        path: item.path().to_owned(),
                        source: error.into(),
                    })?
                    .len();
                entries.push((Entry { name, size }, item.into_path()));
            } else if item.file_type().is_dir() {
                folders.push(name);
            } else {
                special.push(name);
            }
        }
        entries.sort_by(|(a, x), (b, y)| (a.name.as_bytes(), x).cmp(&(b.name.as_bytes(), y)));
        let (entries, paths) = entries.into_iter().unzip();
        special.sort();
        folders.sort();
        Ok(Folder {
            name: root.display().to_string(),
            entries,
            paths,
            special,
            folders,
        })
    }

    /// Returns the names of what is neither a regular file nor a folder: links, devices, sockets.
    pub fn special(&self) -> &[String] {
        &self.special
    }

    /// Returns when the file at an index was last modified, if the system tells.
    pub fn modified(&self, index: usize) -> Option<SystemTime> {
        let path = self.paths.get(index)?;
        path.symlink_metadata().ok()?.modified().ok()
    }

    /// Returns the names of the folders below, in order.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }
}

fn relative_name(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let segments: Vec<_> = below
        .components()
        .map(|segment| segment.as_os_str().to_string_lossy())
        .collect();
    segments.join("/")
}

impl Container for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        let path = &self.paths[index];
        let file = File::open(path).map_err(IoAt::at("open", path))?;
        Ok(Box::new(file))
    }
}
