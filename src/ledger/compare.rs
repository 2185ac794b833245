//! Holds a ledger on disk to the one that follows again from sources and acts, row by row, while
//! that one is being written: of neither is more in memory than a row.

use std::fmt;
use std::io::{self, BufRead, Read as _, Write};

use super::COLUMNS;
use crate::fixity::{Digesting as _, Sha256Digest, Sha256Hasher};

/// The most bytes that are held of one row; a longer one is compared in pieces of this size.
const ROW_LIMIT: u64 = 1 << 24;

/// The first row in which two ledgers differ. Lines are counted as an editor counts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum RowDifference {
    /// A row that follows from the sources is not there.
    Missing {
        /// The message.
        id: String,
        /// The line on which it should stand.
        line: u64,
    },
    /// A row is there that does not follow from the sources, or a second time.
    Extra {
        /// The message it speaks of.
        id: String,
        /// The line on which it stands.
        line: u64,
    },
    /// A row stands elsewhere, and another in its place.
    Swapped {
        /// The message whose row should stand here.
        id: String,
        /// The line.
        line: u64,
        /// The message whose row stands here.
        other: String,
        /// The line on which the first row stands.
        found_at: u64,
    },
    /// A cell is another.
    Altered {
        /// The message; `id` in the line of the columns.
        id: String,
        /// The line.
        line: u64,
        /// The column; empty where the cells are the same and only the bytes between them differ.
        column: String,
        /// What follows from the sources.
        expected: String,
        /// What is there.
        found: String,
    },
}

impl fmt::Display for RowDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::shown::shown;
        match self {
            RowDifference::Missing { id, line } => {
                write!(f, "line {line}: the row of {} is missing", shown(id))
            }
            RowDifference::Extra { id, line } => write!(
                f,
                "line {line}: the row of {} is one too many: it does not follow from the sources, or stands there twice",
                shown(id)
            ),
            RowDifference::Swapped {
                id,
                line,
                other,
                found_at,
            } => write!(
                f,
                "line {line}: rows are swapped: the row of {} stands here, and that of {}, which belongs here, on line {found_at}",
                shown(other),
                shown(id)
            ),
            RowDifference::Altered {
                id, line, column, ..
            } if column.is_empty() => write!(
                f,
                "line {line}: the row of {} was altered: its cells are the same, but not the quotes, line ends or marks around them",
                shown(id)
            ),
            RowDifference::Altered {
                id,
                line,
                column,
                expected,
                found,
            } => write!(
                f,
                "line {line}: the row of {} was altered: column {} says \"{}\", expected \"{}\"",
                shown(id),
                shown(column),
                shown(found),
                shown(expected)
            ),
        }
    }
}

/// What comparing two ledgers gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The SHA-256 of the ledger that follows again.
    pub expected: Sha256Digest,
    /// The SHA-256 of the ledger on disk.
    pub found: Sha256Digest,
    /// How many messages the one that follows again has.
    pub expected_rows: u64,
    /// How many rows the one on disk has.
    pub found_rows: u64,
    /// The first difference.
    pub difference: Option<RowDifference>,
}

/// A writer of a ledger that compares what it is given with a ledger on disk.
pub struct Comparing<R> {
    on_disk: R,
    expected: Side,
    found: Side,
    first: Option<Mismatch>,
}

/// One of the two ledgers, as its rows come by.
#[derive(Default)]
struct Side {
    row: Vec<u8>,
    quoted: bool,
    hasher: Sha256Hasher,
    /// How many rows came by, that of the columns included.
    rows: u64,
    /// The line on which the row begins that is being taken in.
    line: u64,
    lines_in_row: u64,
}

/// The first row that differs, and where its two ids are met later.
struct Mismatch {
    expected: Option<(u64, Vec<u8>)>,
    found: Option<(u64, Vec<u8>)>,
    /// The line on which the expected row is met on disk.
    expected_met: Option<u64>,
    /// Whether the row that was found is met among the expected.
    found_met: bool,
}

impl Side {
    fn new() -> Side {
        Side {
            line: 1,
            ..Side::default()
        }
    }

    /// Takes in a piece up to a line end at most, and returns a row when it is whole.
    fn take(&mut self, piece: &[u8]) -> Option<(u64, Vec<u8>)> {
        self.hasher.update(piece);
        self.row.extend_from_slice(piece);
        self.lines_in_row += u64::from(piece.ends_with(b"\n"));
        if piece.iter().filter(|&&byte| byte == b'"').count() % 2 == 1 {
            self.quoted = !self.quoted;
        }
        let whole = piece.ends_with(b"\n") && !self.quoted;
        (whole || self.row.len() as u64 >= ROW_LIMIT).then(|| self.row_is_whole())
    }

    fn row_is_whole(&mut self) -> (u64, Vec<u8>) {
        let line = self.line;
        self.line += self.lines_in_row;
        self.lines_in_row = 0;
        self.rows += 1;
        (line, std::mem::take(&mut self.row))
    }

    /// Returns the row that the end of the file cut off, if there is one.
    fn rest(&mut self) -> Option<(u64, Vec<u8>)> {
        (!self.row.is_empty()).then(|| self.row_is_whole())
    }
}

impl<R: BufRead> Comparing<R> {
    /// Returns a writer that compares with the ledger that `on_disk` reads.
    pub fn with(on_disk: R) -> Comparing<R> {
        Comparing {
            on_disk,
            expected: Side::new(),
            found: Side::new(),
            first: None,
        }
    }

    fn next_found(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        loop {
            let room = ROW_LIMIT - self.found.row.len() as u64;
            let mut piece = Vec::new();
            (&mut self.on_disk)
                .take(room)
                .read_until(b'\n', &mut piece)?;
            if piece.is_empty() {
                return Ok(self.found.rest());
            }
            if let Some(row) = self.found.take(&piece) {
                return Ok(Some(row));
            }
        }
    }

    fn row(&mut self, expected: Option<(u64, Vec<u8>)>) -> io::Result<()> {
        let found = self.next_found()?;
        match &mut self.first {
            None if expected.as_ref().map(|(_, row)| row) == found.as_ref().map(|(_, row)| row) => {
            }
            None => {
                self.first = Some(Mismatch {
                    expected,
                    found,
                    expected_met: None,
                    found_met: false,
                });
            }
            Some(first) => first.meet(expected.as_ref(), found.as_ref()),
        }
        Ok(())
    }

    /// Reads the rest of the ledger on disk and says how the two compare.
    ///
    /// # Errors
    /// When the ledger on disk cannot be read.
    pub fn finish(mut self) -> io::Result<Compared> {
        if let Some(row) = self.expected.rest() {
            self.row(Some(row))?;
        }
        loop {
            let before = self.found.rows;
            self.row(None)?;
            if self.found.rows == before {
                break;
            }
        }
        let difference = self.first.as_ref().and_then(Mismatch::told);
        Ok(Compared {
            expected: self.expected.hasher.finish().1,
            found: self.found.hasher.finish().1,
            expected_rows: self.expected.rows.saturating_sub(1),
            found_rows: self.found.rows.saturating_sub(1),
            difference,
        })
    }
}

impl<R: BufRead> Write for Comparing<R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = bytes.split_inclusive(|&byte| byte == b'\n').next();
        let Some(piece) = piece else {
            return Ok(0);
        };
        if let Some(row) = self.expected.take(piece) {
            self.row(Some(row))?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Mismatch {
    fn meet(&mut self, expected: Option<&(u64, Vec<u8>)>, found: Option<&(u64, Vec<u8>)>) {
        let same = |row: Option<&(u64, Vec<u8>)>, as_that: &Option<(u64, Vec<u8>)>| {
            row.zip(as_that.as_ref())
                .is_some_and(|((_, row), (_, that))| id_of(row) == id_of(that))
        };
        if same(found, &self.expected) {
            self.expected_met = self.expected_met.or(found.map(|(line, _)| *line));
        }
        self.found_met |= same(expected, &self.found);
    }

    fn told(&self) -> Option<RowDifference> {
        Some(match (&self.expected, &self.found) {
            (None, None) => return None,
            (Some((line, row)), None) => RowDifference::Missing {
                id: id_of(row),
                line: *line,
            },
            (None, Some((line, row))) => RowDifference::Extra {
                id: id_of(row),
                line: *line,
            },
            (Some((_, expected)), Some((line, found))) => self.both(expected, *line, found),
        })
    }

    fn both(&self, expected: &[u8], line: u64, found: &[u8]) -> RowDifference {
        let (id, other) = (id_of(expected), id_of(found));
        if id != other {
            match (self.expected_met, self.found_met) {
                (Some(found_at), true) => {
                    return RowDifference::Swapped {
                        id,
                        line,
                        other,
                        found_at,
                    };
                }
                (Some(_), false) => return RowDifference::Extra { id: other, line },
                (None, true) => return RowDifference::Missing { id, line },
                (None, false) => {}
            }
        }
        let (expected, found) = (cells(expected), cells(found));
        let differs = |index: &usize| expected.get(*index) != found.get(*index);
        let index = (0..expected.len().max(found.len())).find(differs);
        let cell = |of: &[String]| index.and_then(|index| of.get(index).cloned());
        RowDifference::Altered {
            id,
            line,
            column: index
                .map(|index| COLUMNS.get(index).map_or("(one too many)", |name| *name))
                .unwrap_or_default()
                .to_owned(),
            expected: cell(&expected).unwrap_or_default(),
            found: cell(&found).unwrap_or_default(),
        }
    }
}

/// Returns the cells of a row; what is not UTF-8 is shown as U+FFFD.
fn cells(row: &[u8]) -> Vec<String> {
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(row);
    let record = csv.byte_records().next().and_then(Result::ok);
    let record = record.unwrap_or_default();
    let cells = record.iter();
    cells
        .map(|cell| String::from_utf8_lossy(cell).into_owned())
        .collect()
}

fn id_of(row: &[u8]) -> String {
    cells(row).into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixity::sha256;

    const LEDGER: &str = "id,outcome,rules_hit\n\
        wa1-0,select,K1: agreed\n\
        wa1-50,select,\"K1: \"\"go\"\",\nthen\"\n\
        wa1-99,not-selected,N1\n\
        wa1-120,outside,\n";

    fn compared(expected: &str, found: &str) -> Compared {
        let mut comparing = Comparing::with(found.as_bytes());
        // In pieces, as a buffer hands them on.
        for piece in expected.as_bytes().chunks(7) {
            comparing.write_all(piece).unwrap();
        }
        comparing.finish().unwrap()
    }

    fn difference(found: &str) -> String {
        let compared = compared(LEDGER, found);
        assert_ne!(compared.expected, compared.found);
        compared.difference.unwrap().to_string()
    }

    #[test]
    fn the_same_bytes_are_the_same() {
        let compared = compared(LEDGER, LEDGER);
        assert_eq!(compared.difference, None);
        assert_eq!(compared.found, sha256(LEDGER.as_bytes()));
        assert_eq!(compared.expected, compared.found);
        assert_eq!((compared.expected_rows, compared.found_rows), (4, 4));
    }

    #[test]
    fn every_difference_is_named_with_its_line() {
        let row = "wa1-99,not-selected,N1\n";
        let missing = difference(&LEDGER.replace(row, ""));
        assert_eq!(missing, "line 5: the row of wa1-99 is missing");
        let last = difference(&LEDGER.replace("wa1-120,outside,\n", ""));
        assert_eq!(last, "line 6: the row of wa1-120 is missing");
        let extra = difference(&LEDGER.replace(row, &format!("wa1-98,select,\n{row}")));
        assert!(
            extra.starts_with("line 5: the row of wa1-98 is one too many"),
            "{extra}"
        );
        let twice = difference(&LEDGER.replace(row, &format!("{row}{row}")));
        assert!(
            twice.starts_with("line 6: the row of wa1-99 is one too many"),
            "{twice}"
        );
        let behind = difference(&format!("{LEDGER}wa1-999,select,\n"));
        assert!(behind.starts_with("line 7: the row of wa1-999"), "{behind}");
        let swapped = difference(
            "id,outcome,rules_hit\nwa1-99,not-selected,N1\nwa1-50,select,\"K1: \"\"go\"\",\nthen\"\nwa1-0,select,K1: agreed\nwa1-120,outside,\n",
        );
        assert_eq!(
            swapped,
            "line 2: rows are swapped: the row of wa1-99 stands here, and that of wa1-0, which belongs here, on line 5"
        );
    }

    #[test]
    fn what_was_altered_is_named_with_its_column() {
        for (from, to, words) in [
            (
                "wa1-99,not",
                "wa1-99,un",
                "line 5: the row of wa1-99 was altered: column conversation says \"un-selected\", expected \"not-selected\"",
            ),
            (
                "wa1-99",
                "wa1-98",
                "column id says \"wa1-98\", expected \"wa1-99\"",
            ),
            (
                "id,",
                "\u{feff}id,",
                "line 1: the row of id was altered: its cells are the same",
            ),
            (
                "agreed\n",
                "agreed\r\n",
                "line 2: the row of wa1-0 was altered: its cells are the same",
            ),
            (
                "agreed\n",
                "agreed,more\n",
                "line 2: the row of wa1-0 was altered: column local says \"more\"",
            ),
        ] {
            let said = difference(&LEDGER.replacen(from, to, 1));
            assert!(said.contains(words), "{said}");
        }
        assert!(difference("").contains("line 1: the row of id is missing"));
    }

    proptest! {
        #[test]
        fn no_change_of_a_byte_passes(at in 0..LEDGER.len(), byte in any::<u8>()) {
            let mut found = LEDGER.as_bytes().to_vec();
            found[at] = byte;
            let mut comparing = Comparing::with(found.as_slice());
            comparing.write_all(LEDGER.as_bytes()).unwrap();
            let compared = comparing.finish().unwrap();
            let same = found == LEDGER.as_bytes();
            prop_assert_eq!(compared.difference.is_none(), same);
            prop_assert_eq!(compared.expected == compared.found, same);
        }
    }
}
