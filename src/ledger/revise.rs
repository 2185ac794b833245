//! Writes a ledger once more from the one that was written before, when all that has changed since
//! is what becomes of some messages: every other row is the same bytes.

use std::io::{self, BufRead, BufReader, BufWriter, IntoInnerError, Read, Write};

use super::{COLUMNS, LedgerRow, LedgerWriter};
use crate::fixity::{Digesting as _, Sha256Digest, Sha256Hasher};
use crate::message::MessageId;

/// What becomes of a message now: the cells of its row that people's decisions change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The message, as a check that the row is its own.
    pub id: MessageId,
    /// The effective decision.
    pub outcome: &'static str,
    /// What kind of thing decided.
    pub basis: &'static str,
    /// The rule or the number of the journal's line that decided.
    pub decided_by: String,
    /// The message whose context it is.
    pub context_of: Option<MessageId>,
    /// Whether it is to be transferred, as far as selection and holds go.
    pub transferred: bool,
}

/// Copies the ledger `from` to `to`, with the rows that `revision` revises. It is asked with the
/// place of every row, from 0. Returns `to` and the SHA-256 of what was read, which must be that of
/// the ledger written before: otherwise what was written is worth nothing.
///
/// # Errors
/// When either fails, or a row that is revised is not that of its message.
pub fn revise_ledger<W: Write>(
    from: impl Read,
    to: W,
    mut revision: impl FnMut(usize) -> Option<Revision>,
) -> io::Result<(W, Sha256Digest)> {
    let mut from = BufReader::with_capacity(1 << 18, Hashed::new(from));
    let mut to = BufWriter::with_capacity(1 << 18, to);
    let mut row = Vec::new();
    if next_row(&mut from, &mut row)? {
        to.write_all(&row)?;
    }
    for place in 0.. {
        if !next_row(&mut from, &mut row)? {
            break;
        }
        match revision(place) {
            None => to.write_all(&row)?,
            Some(revision) => write_revised(&row, &revision, &mut to)?,
        }
    }
    let to = to.into_inner().map_err(IntoInnerError::into_error)?;
    let (_, read) = from.into_inner().hasher.finish();
    Ok((to, read))
}

/// Reads the next row with its line end; a line end between quotes does not end it.
fn next_row(from: &mut impl BufRead, row: &mut Vec<u8>) -> io::Result<bool> {
    row.clear();
    let mut quotes = 0;
    loop {
        let seen = row.len();
        if from.read_until(b'\n', row)? == 0 {
            return Ok(!row.is_empty());
        }
        quotes += memchr::memchr_iter(b'"', row.get(seen..).unwrap_or_default()).count();
        if quotes % 2 == 0 {
            return Ok(true);
        }
    }
}

fn write_revised(row: &[u8], now: &Revision, to: &mut impl Write) -> io::Result<()> {
    let wrong = || io::Error::from(io::ErrorKind::InvalidData);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(row);
    let record = reader.records().next().ok_or_else(wrong)??;
    let cell = |name: &str| {
        let place = COLUMNS.iter().position(|column| *column == name);
        place.and_then(|place| record.get(place)).ok_or_else(wrong)
    };
    if cell("id")? != now.id.to_string() {
        return Err(wrong());
    }
    let mut csv = LedgerWriter::without_header(to);
    csv.cells([
        cell("id")?,
        cell("conversation")?,
        cell("seq")?,
        cell("local")?,
        cell("kind")?,
        now.outcome,
        now.basis,
        &now.decided_by,
        &LedgerRow::written(now.context_of.as_ref()),
        cell("rules_hit")?,
        cell("held_by")?,
        LedgerRow::yes_or_no(now.transferred),
        cell("copy_of")?,
        cell("copy_evidence")?,
        cell("hmac_sha256")?,
    ])?;
    csv.finish()?;
    Ok(())
}

/// A reader that hashes what is read.
struct Hashed<R> {
    from: R,
    hasher: Sha256Hasher,
}

impl<R: Read> Hashed<R> {
    fn new(from: R) -> Hashed<R> {
        Hashed {
            from,
            hasher: Sha256Hasher::default(),
        }
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.hasher.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixity::sha256;

    fn row(offset: u64, rules_hit: &str, decided_by: &str) -> LedgerRow<'static> {
        LedgerRow {
            id: format!("wa1-{offset}").parse().unwrap(),
            conversation: "wa1",
            seq: offset + 1,
            local: "2021-01-04T09:12".to_owned(),
            kind: "text",
            outcome: "refer",
            basis: "rule",
            decided_by: decided_by.to_owned(),
            context_of: None,
            rules_hit: rules_hit.to_owned(),
            held_by: String::new(),
            transferred: false,
            copy_of: None,
            copy_evidence: "",
            hmac: sha256(rules_hit.as_bytes()),
        }
    }

    fn ledger(rows: &[LedgerRow<'_>]) -> Vec<u8> {
        let mut writer = LedgerWriter::begin(Vec::new()).unwrap();
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap()
    }

    fn revised(row: &LedgerRow<'_>) -> Revision {
        Revision {
            id: row.id.clone(),
            outcome: row.outcome,
            basis: row.basis,
            decided_by: row.decided_by.clone(),
            context_of: row.context_of.clone(),
            transferred: row.transferred,
        }
    }

    proptest! {
        #[test]
        fn a_ledger_that_is_revised_is_the_one_that_is_written_anew(
            rows in proptest::collection::vec(("[a-c,\"\n\r ]{0,9}", any::<bool>()), 0..12),
        ) {
            let before: Vec<_> = (0..).zip(&rows).map(|(n, (words, _))| row(n, words, "K1")).collect();
            let now: Vec<_> = before.iter().zip(&rows).map(|(row, (_, changed))| match changed {
                false => row.clone(),
                true => LedgerRow {
                    outcome: "select",
                    basis: "person",
                    decided_by: "journal line 4, \"so\"".to_owned(),
                    context_of: Some("wa1-7".parse().unwrap()),
                    transferred: true,
                    ..row.clone()
                },
            }).collect();
            let old = ledger(&before);
            let (new, read) = revise_ledger(old.as_slice(), Vec::new(), |place| {
                rows[place].1.then(|| revised(&now[place]))
            }).unwrap();
            prop_assert_eq!(read, sha256(&old));
            prop_assert_eq!(new, ledger(&now));
        }
    }

    #[test]
    fn a_row_of_another_message_is_not_revised() {
        let old = ledger(&[row(0, "", "K1")]);
        let other = revised(&row(9, "", "K1"));
        let failed = revise_ledger(old.as_slice(), Vec::new(), |_| Some(other.clone()));
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
