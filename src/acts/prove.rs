//! Proves what became of a message that somebody holds: by the HMAC of its bytes in the ledger, which
//! needs no source; failing that, by its words.

use std::collections::BTreeSet;
use std::fs::File;
use std::num::NonZeroUsize;

use super::verify::{basis, ledger_on_disk};
use super::{ActError, Loaded};
use crate::appraisal::{Searched, Seeking, Sought, search};
use crate::error::IoAt;
use crate::journal::Act;
use crate::ledger::{LedgerKey, RowRead, read_ledger};

/// The most messages that are listed.
const MOST: usize = 20;

/// What became of a message that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proved {
    /// These very bytes were read.
    Read {
        /// The rows of the ledger, at most 20.
        rows: Vec<RowRead>,
        /// How many rows there are.
        count: u64,
        /// The number of the journal's line whose ledger it is.
        line: u64,
    },
    /// No message has these bytes; how many messages were looked through, and which have these
    /// words and no others.
    NotRead {
        /// The search for the words; nothing where there are none.
        words: Option<Searched>,
        /// How many rows the ledger has.
        rows: u64,
        /// The number of the journal's line whose ledger it is.
        line: u64,
    },
}

/// Says what became of the message whose bytes are `bytes`: exactly, or but for a byte order mark in
/// front, one line end behind, and the kind of its line ends.
///
/// # Errors
/// When the ledger is not that of the journal, or sources were added after it.
pub fn prove(loaded: &mut Loaded, bytes: &[u8], threads: NonZeroUsize) -> Result<Proved, ActError> {
    let basis = basis(loaded)?;
    ledger_on_disk(loaded, basis.line, basis.ledger)?;
    all_sources_in(loaded, basis.line)?;
    let hmacs = hmacs(&loaded.inputs.key, bytes);
    let path = loaded.inputs.batch.ledger();
    let file = File::open(&path).map_err(IoAt::at("open", &path))?;
    let (mut found, mut count, mut all) = (Vec::new(), 0, 0);
    read_ledger("ledger.csv", file, |row| {
        all += 1;
        if hmacs.contains(&row.hmac) {
            count += 1;
            if found.len() < MOST {
                found.push(row);
            }
        }
    })?;
    if count > 0 {
        return Ok(Proved::Read {
            rows: found,
            count,
            line: basis.line,
        });
    }
    let text = String::from_utf8_lossy(without_mark(bytes)).into_owned();
    let words = match Sought::new(&text, Seeking::Whole) {
        None => None,
        Some(sought) => {
            let appraisal = loaded.appraisal(threads)?;
            Some(search(&loaded.inputs, &appraisal, &sought, MOST)?)
        }
    };
    Ok(Proved::NotRead {
        words,
        rows: all,
        line: basis.line,
    })
}

/// A ledger can deny a message only when it speaks of every source.
fn all_sources_in(loaded: &Loaded, line: u64) -> Result<(), ActError> {
    let later = loaded
        .journal
        .entries()
        .iter()
        .filter(|entry| entry.n > line);
    for entry in later {
        if let Act::SourceAdded { source, .. } = &entry.act {
            return Err(ActError::person(
                format!(
                    "source {} was added after the ledger was written, so the ledger cannot speak for it",
                    source.id
                ),
                "consign select",
            ));
        }
    }
    Ok(())
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Returns the HMACs of what the bytes of a message may have been before they were saved as a file.
fn hmacs(key: &LedgerKey, bytes: &[u8]) -> BTreeSet<String> {
    let mut forms: BTreeSet<Vec<u8>> = BTreeSet::new();
    for marked in [bytes, without_mark(bytes)] {
        let bare = marked
            .strip_suffix(b"\r\n")
            .or_else(|| marked.strip_suffix(b"\n"));
        for form in [Some(marked), bare].into_iter().flatten() {
            let unix = with_line_ends(form, b"\n");
            forms.insert(with_line_ends(&unix, b"\r\n"));
            forms.insert(unix);
            forms.insert(form.to_vec());
        }
    }
    forms
        .iter()
        .map(|form| key.bind(form).to_string())
        .collect()
}

/// Returns bytes with each line end, of one kind or the other, as `end`.
fn with_line_ends(bytes: &[u8], end: &[u8]) -> Vec<u8> {
    let lines = bytes.split(|&byte| byte == b'\n');
    let lines: Vec<&[u8]> = lines
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .collect();
    lines.join(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_however_it_was_saved() {
        let key = LedgerKey::from_random([1; 32]);
        let hmac = key.bind(b"24/11/2020, 09:00 - A: one\ntwo").to_string();
        for saved in [
            &b"24/11/2020, 09:00 - A: one\ntwo"[..],
            b"24/11/2020, 09:00 - A: one\ntwo\n",
            b"24/11/2020, 09:00 - A: one\r\ntwo\r\n",
            b"\xef\xbb\xbf24/11/2020, 09:00 - A: one\r\ntwo",
        ] {
            assert!(hmacs(&key, saved).contains(&hmac), "{saved:?}");
        }
        for other in [
            &b"24/11/2020, 09:00 - A: one two"[..],
            b"24/11/2020, 09:00 - A: one\ntwo\n\n",
            b" 24/11/2020, 09:00 - A: one\ntwo",
        ] {
            assert!(!hmacs(&key, other).contains(&hmac), "{other:?}");
        }
    }
}
