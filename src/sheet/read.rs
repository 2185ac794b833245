//! Reads a sheet that came back, as CSV or as XLSX.

use std::path::Path;

use super::{MAX_ROWS, SheetError, csv::MARK, unguarded, xlsx_read};
use crate::error::IoAt;

/// The most bytes of a file that is read as a sheet.
const MAX_BYTES: u64 = 256 << 20;
/// The most columns that a sheet may have.
pub(super) const MAX_COLUMNS: u64 = 256;

/// Which of the two kinds of spreadsheet a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated values.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl Kind {
    /// Returns the kind that the name of a file says.
    ///
    /// # Errors
    /// When it ends neither in `.csv` nor in `.xlsx`.
    pub fn of(path: &Path) -> Result<Kind, SheetError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Ok(Kind::Csv),
            "xlsx" => Ok(Kind::Xlsx),
            _ => Err(SheetError::Kind(path.display().to_string())),
        }
    }
}

/// What a sheet that came back says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The titles of its columns, trimmed.
    pub columns: Vec<String>,
    /// Its rows, but for those in which every cell is empty.
    pub rows: Vec<AnswerRow>,
}

/// A row of a sheet that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Its number, as the spreadsheet counts: the header is mostly row 1.
    pub number: u64,
    /// Its cells, one for each title.
    pub cells: Vec<String>,
}

impl Answers {
    /// Returns the place of a column, by its title, whatever the case of its letters.
    pub fn column(&self, title: &str) -> Option<usize> {
        let mut columns = self.columns.iter();
        columns.position(|column| column.eq_ignore_ascii_case(title))
    }

    /// Makes the answers of the rows of a spreadsheet, numbered; the first that says anything is
    /// the header.
    pub(super) fn of(
        file: &str,
        rows: impl IntoIterator<Item = AnswerRow>,
    ) -> Result<Answers, SheetError> {
        let says = |row: &AnswerRow| row.cells.iter().any(|cell| !cell.trim().is_empty());
        let mut rows = rows.into_iter().filter(says);
        let Some(header) = rows.next() else {
            return Err(SheetError::Empty(file.to_owned()));
        };
        let columns: Vec<String> = header
            .cells
            .iter()
            .map(|cell| unguarded(cell.trim()).to_owned())
            .collect();
        let rows = rows
            .map(|row| {
                let mut cells = row.cells;
                cells.resize(columns.len().max(cells.len()), String::new());
                for cell in &mut cells {
                    *cell = unguarded(cell).to_owned();
                }
                AnswerRow { cells, ..row }
            })
            .collect();
        Ok(Answers { columns, rows })
    }
}

/// Reads a sheet: the kind is told by the ending of its name.
///
/// # Errors
/// When it cannot be read, is no spreadsheet, is a CSV that is not UTF-8, or is larger than a
/// sheet that people fill in.
pub fn read(path: &Path) -> Result<Answers, SheetError> {
    let kind = Kind::of(path)?;
    let file = path.display().to_string();
    let size = std::fs::metadata(path)
        .map_err(IoAt::at("read the sheet", path))?
        .len();
    if size > MAX_BYTES {
        return Err(SheetError::TooLarge {
            file,
            bytes: size,
            limit: MAX_BYTES,
        });
    }
    match kind {
        Kind::Csv => {
            let bytes = std::fs::read(path).map_err(IoAt::at("read the sheet", path))?;
            from_csv(&file, &bytes)
        }
        Kind::Xlsx => xlsx_read::from_xlsx(path, &file),
    }
}

fn from_csv(file: &str, bytes: &[u8]) -> Result<Answers, SheetError> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    is_utf8(file, bytes)?;
    let (bytes, delimiter) = delimiter(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes);
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        // Spreadsheets count empty lines as rows; the reader passes over them.
        let at = usize::try_from(reader.position().byte()).expect("it lies in memory");
        number += 1 + empty_lines(bytes, at);
        let more = reader.read_record(&mut record);
        if !more.map_err(|error| broken(file, &error))? {
            break;
        }
        within(file, number, record.len() as u64)?;
        rows.push(AnswerRow {
            number,
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    Answers::of(file, rows)
}

/// Holds a row to the most rows and columns that a sheet may have.
pub(super) fn within(file: &str, row: u64, columns: u64) -> Result<(), SheetError> {
    let too_many = |what, limit| SheetError::TooMany {
        file: file.to_owned(),
        row,
        what,
        limit,
    };
    match (row > MAX_ROWS, columns > MAX_COLUMNS) {
        (true, _) => Err(too_many("rows", MAX_ROWS)),
        (_, true) => Err(too_many("columns", MAX_COLUMNS)),
        _ => Ok(()),
    }
}

pub(super) fn broken(file: &str, why: &impl ToString) -> SheetError {
    SheetError::Broken {
        file: file.to_owned(),
        why: why.to_string(),
    }
}

fn is_utf8(file: &str, bytes: &[u8]) -> Result<(), SheetError> {
    // UTF-16 has a NUL in every other byte of English text, with or without its mark.
    let nul = memchr::memchr(0, bytes);
    let (at, looks_like) = match (std::str::from_utf8(bytes), nul) {
        (Ok(_), None) => return Ok(()),
        (Ok(_), Some(at)) => (at, "UTF-16"),
        (Err(error), _) if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            (error.valid_up_to(), "UTF-16")
        }
        (Err(error), Some(_)) => (error.valid_up_to(), "UTF-16"),
        (Err(error), None) => (error.valid_up_to(), "Windows-1252"),
    };
    Err(SheetError::Encoding {
        file: file.to_owned(),
        at,
        value: bytes.get(at).copied().unwrap_or_default(),
        looks_like,
    })
}

/// Returns what stands between the cells: what cuts the header into most of them. A first line
/// `sep=;`, by which Excel is told, is no row and is taken away.
fn delimiter(bytes: &[u8]) -> (&[u8], u8) {
    if let Some(rest) = bytes.strip_prefix(b"sep=")
        && let [delimiter, rest @ ..] = rest
        && let Some(rest) = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
    {
        return (rest, *delimiter);
    }
    let cells = |delimiter: u8| {
        let mut record = csv::ByteRecord::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(bytes);
        match reader.read_byte_record(&mut record) {
            Ok(true) => record.len(),
            _ => 0,
        }
    };
    // The last of equals wins, and that is the comma.
    let most = [b'\t', b';', b','].into_iter().max_by_key(|d| cells(*d));
    (bytes, most.unwrap_or(b','))
}

/// Returns how many empty lines stand at `at`, where a record ended.
fn empty_lines(bytes: &[u8], at: usize) -> u64 {
    let mut rest = bytes.get(at..).unwrap_or_default();
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') {
        // The second half of the line end of the record before.
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}
