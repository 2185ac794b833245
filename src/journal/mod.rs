//! The journal: the account of every act. Append-only, one JSON object a line, each line holding
//! the SHA-256 of the line before it, so that no line can be changed, dropped or moved unnoticed.
//!
//! The number and hash of the last line lie beside it in `journal.head`, so that no line can be cut
//! off the end either. The line is written first: a journal with one acknowledged line more than
//! its head names was ended between the two, and goes on.
//!
//! Lines hold ids, hashes and codes; what people wrote in their own words lies in `remarks/`, in
//! files named by their hash. A last line without its line end was never acknowledged: it is set
//! aside, and counts for nothing.

mod act;
mod head;

pub use act::{
    Act, Answered, Asked, Binds, BuiltOther, Decision, Drawn, Entry, Purpose, SaidOfSources,
    SampleSigned,
};

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::place::Place;

use head::Head;

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
    /// Lines were cut off its end.
    #[error(
        "{at}: this line and what follows are missing: journal.head says that the last line is line {n}, with the hash {hash}, and the journal ends at line {lines}. Put the journal back from a copy; without the missing acts nothing can be relied on"
    )]
    Cut {
        /// The first line that is missing.
        at: Place,
        /// The number of the last line by the head.
        n: u64,
        /// Its hash.
        hash: Sha256Digest,
        /// How many lines there are.
        lines: u64,
    },
    /// It has more lines than consign can have left behind its head.
    #[error(
        "{at}: journal.head ends before this line: it names line {n} as the last, and the journal has {lines}. One of the two is from another time: put journal.jsonl and journal.head back from the same copy"
    )]
    OldHead {
        /// The first line behind the head.
        at: Place,
        /// The number of the last line by the head.
        n: u64,
        /// How many lines there are.
        lines: u64,
    },
    /// Its head is not there.
    #[error(
        "{head} is missing: without it nobody can tell whether lines were cut off the journal's end. Put it back from a copy of the batch. If there is none, compare the journal's last act with the sheets that were printed when it was signed; then write {head} with this one line: {n} {hash}"
    )]
    NoHead {
        /// Where it should lie.
        head: Place,
        /// How many lines the journal has.
        n: u64,
        /// The hash of the last.
        hash: Sha256Digest,
    },
    /// Its head cannot be read.
    #[error(
        "{at}: this is not the head of a journal, which is one line: a number, a space and 64 hexadecimal digits. Put it back from a copy of the batch"
    )]
    BadHead {
        /// Where it lies.
        at: Place,
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
    /// The head as it lies on disk.
    on_disk: Option<Head>,
}

impl Journal {
    /// Reads the journal at `path` and checks its chain and its head. A journal that is not there is
    /// empty.
    ///
    /// # Errors
    /// When the file system fails, the chain is broken, or lines were cut off its end.
    pub fn open(path: &Path) -> Result<Journal, JournalError> {
        // Before the lines: a run at work appends a line first, and its head after it.
        let on_disk = Head::read(path)?;
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
            on_disk,
        };
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if line.last() == Some(&b'\n') {
                journal.take(line)?;
            } else {
                journal.set_aside = Some(String::from_utf8_lossy(line).into_owned());
            }
        }
        journal.hold_to_head()?;
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

    /// Appends an act and flushes it to disk, then its head.
    ///
    /// # Errors
    /// When the file system fails. What is then on disk is at most a line without its end, or a whole
    /// line that the head does not name yet.
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
        // Never more than one line ahead of the head on disk.
        self.bring_head_up_to_date()?;
        self.write(&line)
            .map_err(IoAt::at("write the journal", &self.path))?;
        self.take(&line)?;
        self.bring_head_up_to_date()?;
        Ok(self.entries.last().expect("it was taken in just now"))
    }

    fn bring_head_up_to_date(&mut self) -> Result<(), JournalError> {
        let own = self.own_head();
        if let Some(head) = own
            && self.on_disk != own
        {
            head.write(&self.path)?;
            self.on_disk = own;
        }
        Ok(())
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

    /// Returns what is said of the journal when its text is `text`.
    fn said_of(path: &Path, text: &str) -> String {
        std::fs::write(path, text).unwrap();
        Journal::open(path).unwrap_err().to_string()
    }

    #[test]
    fn every_change_of_a_line_is_named() {
        let (_folder, path) = written();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let deleted = said_of(&path, &format!("{}{}", lines[0], lines[2]));
        assert!(
            deleted.contains("line 2: the journal was changed") && deleted.contains("3, not 2")
        );
        let swapped = said_of(&path, &format!("{}{}{}", lines[0], lines[2], lines[1]));
        assert!(
            swapped.contains("line 2: the journal was changed"),
            "{swapped}"
        );
        let altered = said_of(&path, &text.replace("two", "six"));
        assert!(altered.contains("line 3") && altered.contains("hash of the line before"));
        // No line comes after the last: only the head knows it.
        let last = said_of(&path, &text.replace("three", "seven"));
        assert!(
            last.contains("line 3") && last.contains("journal.head names"),
            "{last}"
        );
    }

    #[test]
    fn lines_cut_off_the_end_are_named() {
        let (_folder, path) = written();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (kept, first) in [
            (2, "line 3: this line"),
            (1, "line 2: this"),
            (0, "line 1: this"),
        ] {
            let said = said_of(&path, &lines[..kept].concat());
            assert!(
                said.contains(first) && said.contains("last line is line 3"),
                "{said}"
            );
        }
        // Half a line is a line that is missing: this one had been acknowledged.
        let half = said_of(&path, text.trim_end());
        assert!(
            half.contains("line 3: this line and what follows are missing"),
            "{half}"
        );
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(
            Journal::open(&path),
            Err(JournalError::Cut { .. })
        ));
    }

    #[test]
    fn no_bit_and_no_byte_of_it_can_change_or_go() {
        let (_folder, path) = written();
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(Journal::open(&path).is_err(), "cut at byte {at}");
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, changed).unwrap();
            assert!(Journal::open(&path).is_err(), "changed at byte {at}");
        }
        std::fs::write(&path, &whole).unwrap();
        assert!(Journal::open(&path).is_ok());
    }

    #[test]
    fn a_head_that_is_gone_old_or_none_says_what_to_do() {
        let (_folder, path) = written();
        let head = head::path_of(&path);
        let right = std::fs::read_to_string(&head).unwrap();
        std::fs::remove_file(&head).unwrap();
        let gone = Journal::open(&path).unwrap_err().to_string();
        assert!(
            gone.contains("journal.head is missing") && gone.contains(right.trim()),
            "{gone}"
        );
        std::fs::write(&head, format!("\u{feff}{}\r\n", right.trim())).unwrap();
        assert!(Journal::open(&path).is_ok());
        std::fs::write(&head, "3\n").unwrap();
        let none = Journal::open(&path).unwrap_err().to_string();
        assert!(none.contains("not the head of a journal"), "{none}");
        let text = std::fs::read_to_string(&path).unwrap();
        let first = sha256(text.split_inclusive('\n').next().unwrap().as_bytes());
        std::fs::write(&head, format!("1 {first}\n")).unwrap();
        let old = Journal::open(&path).unwrap_err().to_string();
        assert!(
            old.contains("from the same copy") && old.contains("line 2"),
            "{old}"
        );
    }

    #[test]
    fn a_run_that_was_ended_between_a_line_and_its_head_is_gone_on_with() {
        let (_folder, path) = written();
        let head = head::path_of(&path);
        let before = std::fs::read(&head).unwrap();
        let append = |reference: &str| {
            let act = Act::Begun {
                reference: reference.to_owned(),
            };
            let mut journal = Journal::open(&path).unwrap();
            journal
                .append(DateTime::UNIX_EPOCH, "x", Replayed::No, act)
                .unwrap();
        };
        append("four");
        std::fs::write(&head, &before).unwrap();
        assert_eq!(Journal::open(&path).unwrap().entries().len(), 4);
        append("five");
        let journal = Journal::open(&path).unwrap();
        let expected = format!("5 {}\n", journal.head());
        assert_eq!(std::fs::read_to_string(&head).unwrap(), expected);
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
