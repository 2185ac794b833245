//! The head of the journal: the number and hash of its last line, in a small file beside it.
//!
//! The chain shows every line that was changed, dropped from the middle or moved. Lines cut off the
//! end leave a chain that is whole, and shorter; and no later line vouches for the last. That is
//! what the head is for.

use std::path::{Path, PathBuf};

use super::{Journal, JournalError};
use crate::batch::{read_bytes, write_whole};
use crate::fixity::Sha256Digest;
use crate::place::Place;

/// The number and hash of the last line of a journal, as `journal.head` holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of the line, from 1.
    pub n: u64,
    /// Its hash.
    pub hash: Sha256Digest,
}

/// Returns where the head of the journal at `journal` lies.
pub(super) fn path_of(journal: &Path) -> PathBuf {
    journal.with_extension("head")
}

impl Head {
    /// Reads the head of the journal at `journal`; nothing where there is none.
    pub(super) fn read(journal: &Path) -> Result<Option<Head>, JournalError> {
        let path = path_of(journal);
        if !path.exists() {
            return Ok(None);
        }
        let bytes = read_bytes(&path)?;
        let head = std::str::from_utf8(&bytes).ok().and_then(Head::parse);
        head.map(Some).ok_or_else(|| JournalError::BadHead {
            at: Place::file(path.display().to_string()),
        })
    }

    /// Reads a head, also one that a person wrote with an editor of their own.
    fn parse(text: &str) -> Option<Head> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (n, hash) = text.trim_end().split_once(' ')?;
        Some(Head {
            n: n.parse().ok()?,
            hash: hash.parse().ok()?,
        })
    }

    /// Writes the head of the journal at `journal`: there is the old one or the new, never half.
    pub(super) fn write(self, journal: &Path) -> Result<(), JournalError> {
        let line = format!("{} {}\n", self.n, self.hash);
        Ok(write_whole(&path_of(journal), line.as_bytes())?)
    }
}

impl Journal {
    /// Returns the head that the journal should have; nothing while it has no line.
    pub(super) fn own_head(&self) -> Option<Head> {
        let hash = *self.hashes.last()?;
        Some(Head {
            n: self.entries.len() as u64,
            hash,
        })
    }

    /// Holds the lines that were read to the head on disk. One line more than it names is no fault:
    /// consign was ended between the line and its head, and the line was acknowledged.
    pub(super) fn hold_to_head(&self) -> Result<(), JournalError> {
        let lines = self.entries.len() as u64;
        let at = |line| Place::line(self.path.display().to_string(), line);
        let Some(head) = self.on_disk else {
            return match self.own_head() {
                Some(own) if lines > 1 => Err(JournalError::NoHead {
                    head: Place::file(path_of(&self.path).display().to_string()),
                    n: own.n,
                    hash: own.hash,
                }),
                _ => Ok(()),
            };
        };
        if head.n > lines {
            return Err(JournalError::Cut {
                at: at(lines + 1),
                n: head.n,
                hash: head.hash,
                lines,
            });
        }
        if self.hash_of(head.n) != Some(head.hash) {
            return Err(JournalError::Broken {
                at: at(head.n),
                why: format!(
                    "journal.head names {} as its hash, which is {}",
                    head.hash,
                    self.hash_of(head.n).unwrap_or(super::NOTHING)
                ),
            });
        }
        if lines > head.n + 1 {
            return Err(JournalError::OldHead {
                at: at(head.n + 1),
                n: head.n,
                lines,
            });
        }
        Ok(())
    }
}
