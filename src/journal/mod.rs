//! The journal: the account of every act. Append-only, one JSON object a line, each line holding
//! the SHA-256 of the line before it, so that no line can be changed, dropped or moved unnoticed.
//!
//! Lines hold ids, hashes and codes; what people wrote in their own words lies in `remarks/`, in
//! files named by their hash. A last line without its line end was never acknowledged: it is set
//! aside, and counts for nothing.

mod act;

pub use act::{Act, Answered, Asked, Binds, Decision, Drawn, Entry, Purpose, SampleSigned};

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::place::Place;

/// What stands in the first line for the hash of the line before.
const NOTHING: Sha256Digest = Sha256Digest([0; 32]);

/// A journal that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// A line is not what was written: the chain is broken.
    #[error(
        "{at}: the journal was changed after it was written ({why}). Put the journal back from a copy; its lines cannot be edited"
    )]
    Broken {
        /// The line.
        at: Place,
        /// How it is known.
        why: String,
    },
}

/// A journal, read and checked.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    entries: Vec<Entry>,
    hashes: Vec<Sha256Digest>,
    acknowledged: u64,
    set_aside: Option<String>,
}

impl Journal {
    /// Reads the journal at `path` and checks its chain. A journal that is not there is empty.
    ///
    /// # Errors
    /// When the file system fails, or the chain is broken.
    pub fn open(path: &Path) -> Result<Journal, JournalError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(IoAt::at("read the journal", path)(error).into()),
        };
        let mut journal = Journal {
            path: path.to_owned(),
            entries: Vec::new(),
            hashes: Vec::new(),
            acknowledged: 0,
            set_aside: None,
        };
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if line.last() == Some(&b'\n') {
                journal.take(line)?;
            } else {
                journal.set_aside = Some(String::from_utf8_lossy(line).into_owned());
            }
        }
        Ok(journal)
    }

    fn take(&mut self, line: &[u8]) -> Result<(), JournalError> {
        let number = self.entries.len() as u64 + 1;
        let broken = |why: String| JournalError::Broken {
            at: Place::line(self.path.display().to_string(), number),
            why,
        };
        let entry: Entry =
            serde_json::from_slice(line).map_err(|error| broken(error.to_string()))?;
        if entry.n != number {
            return Err(broken(format!("it is numbered {}, not {number}", entry.n)));
        }
        let head = self.head();
        if entry.prev != head {
            return Err(broken(format!(
                "it names {} as the hash of the line before, which is {head}",
                entry.prev
            )));
        }
        self.hashes.push(sha256(line));
        self.acknowledged += line.len() as u64;
        self.entries.push(entry);
        Ok(())
    }

    /// Returns every act, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the hash of the last line; zeros where there is none.
    pub fn head(&self) -> Sha256Digest {
        self.hashes.last().copied().unwrap_or(NOTHING)
    }

    /// Returns the hash of the line with this number, from 1.
    pub fn hash_of(&self, n: u64) -> Option<Sha256Digest> {
        let index = usize::try_from(n.checked_sub(1)?).ok()?;
        self.hashes.get(index).copied()
    }

    /// Returns a last line that has no line end, and so was never acknowledged.
    pub fn set_aside(&self) -> Option<&str> {
        self.set_aside.as_deref()
    }

    /// Appends an act and flushes it to disk.
    ///
    /// # Errors
    /// When the file system fails. What is then on disk is at most a line without its end.
    pub fn append(
        &mut self,
        at: DateTime<Utc>,
        by: &str,
        replayed: Replayed,
        act: Act,
    ) -> Result<&Entry, JournalError> {
        let entry = Entry {
            n: self.entries.len() as u64 + 1,
            prev: self.head(),
            at,
            by: by.to_owned(),
            replayed: replayed == Replayed::Yes,
            act,
        };
        let mut line = serde_json::to_vec(&entry).expect("an act is made of texts and numbers");
        line.push(b'\n');
        self.write(&line)
            .map_err(IoAt::at("write the journal", &self.path))?;
        self.take(&line)?;
        Ok(self.entries.last().expect("it was taken in just now"))
    }

    fn write(&mut self, line: &[u8]) -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.path)?;
        if let Some(rest) = self.set_aside.take() {
            std::fs::write(self.path.with_extension("set-aside"), rest)?;
        }
        file.set_len(self.acknowledged)?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0))?;
        file.write_all(line)?;
        file.sync_all()
    }
}

/// Whether an act is replayed from a sample, with the time and the posts recorded there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replayed {
    /// It is.
    Yes,
    /// It is done now.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut journal = Journal::open(&path).unwrap();
        for reference in ["one", "two", "three"] {
            let act = Act::Begun {
                reference: reference.to_owned(),
            };
            journal
                .append(DateTime::UNIX_EPOCH, "Records Manager", Replayed::No, act)
                .unwrap();
        }
        (folder, path)
    }

    #[test]
    fn acts_come_back_in_order() {
        let (_folder, path) = written();
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.entries().len(), 3);
        assert_eq!(
            journal.head(),
            sha256(&{
                let bytes = std::fs::read(&path).unwrap();
                let last = bytes.split_inclusive(|&b| b == b'\n').next_back().unwrap();
                last.to_vec()
            })
        );
    }

    #[test]
    fn a_changed_dropped_or_moved_line_breaks_the_chain() {
        let (_folder, path) = written();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for bad in [
            text.replace("two", "six"),
            format!("{}{}", lines[0], lines[2]),
            format!("{}{}{}", lines[1], lines[0], lines[2]),
            format!("{text}garbage\n"),
        ] {
            std::fs::write(&path, bad).unwrap();
            assert!(matches!(
                Journal::open(&path),
                Err(JournalError::Broken { .. })
            ));
        }
    }

    #[test]
    fn a_line_without_its_end_is_set_aside() {
        let (_folder, path) = written();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}{{\"n\":4")).unwrap();
        let mut journal = Journal::open(&path).unwrap();
        assert_eq!(journal.entries().len(), 3);
        assert_eq!(journal.set_aside(), Some("{\"n\":4"));
        let act = Act::Begun {
            reference: "four".to_owned(),
        };
        journal
            .append(DateTime::UNIX_EPOCH, "x", Replayed::No, act)
            .unwrap();
        assert_eq!(Journal::open(&path).unwrap().entries().len(), 4);
        let aside = std::fs::read_to_string(path.with_extension("set-aside")).unwrap();
        assert_eq!(aside, "{\"n\":4");
    }
}
