//! Reads an XLSX that came back.
//!
//! Its cells are taken as they come by, never as a rectangle: a file may claim a cell at the far
//! corner of the largest sheet there is.

use std::io::{self, BufReader, Read as _};
use std::path::Path;

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader as _, Xlsx};

use super::read::{broken, within};
use super::{AnswerRow, Answers, SheetError};
use crate::container::{self, Budget};
use crate::error::IoAt;
use crate::place::Place;

/// What the ZIP of a sheet may unpack to.
const BUDGET: Budget = Budget {
    entries: 1_000,
    bytes: 512 << 20,
};

/// Reads the first tab of the XLSX at `path`.
pub(super) fn from_xlsx(path: &Path, file: &str) -> Result<Answers, SheetError> {
    keeps_its_promises(path, file)?;
    let opened = std::fs::File::open(path).map_err(IoAt::at("open the sheet", path))?;
    let mut book: Xlsx<_> =
        Xlsx::new(BufReader::new(opened)).map_err(|error| broken(file, &error))?;
    let Some(name) = book.sheet_names().first().cloned() else {
        return Err(SheetError::Empty(file.to_owned()));
    };
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|error| broken(file, &error))?;
    let mut rows: Vec<AnswerRow> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| broken(file, &error))? {
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        within(file, number, u64::from(column) + 1)?;
        let column = column as usize;
        match rows.last_mut() {
            Some(last) if last.number == number => put(last, column, text),
            Some(last) if last.number > number => {
                return Err(broken(file, &format!("row {number} follows a later one")));
            }
            _ => {
                let mut row = AnswerRow {
                    number,
                    cells: Vec::new(),
                };
                put(&mut row, column, text);
                rows.push(row);
            }
        }
    }
    Answers::of(file, rows)
}

fn put(row: &mut AnswerRow, column: usize, text: String) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = text;
}

/// Reads every entry to its end within a budget, so that whatever is unpacked afterwards is known
/// to end.
fn keeps_its_promises(path: &Path, file: &str) -> Result<(), SheetError> {
    let mut first = [0; 4];
    let begins = std::fs::File::open(path)
        .and_then(|mut opened| opened.read_exact(&mut first))
        .is_ok();
    if !begins || &first != b"PK\x03\x04" {
        let why = match first {
            [0xd0, 0xcf, 0x11, 0xe0] => "it has a password, or is of the older kind .xls",
            _ => "it is no ZIP, as every .xlsx is",
        };
        return Err(broken(file, &why));
    }
    let zip = container::open_unambiguous(path, BUDGET)?;
    for (index, entry) in zip.entries().iter().enumerate() {
        io::copy(&mut zip.open(index)?, &mut io::sink()).map_err(|error| {
            container::OpenError::Entry {
                at: Place::file(format!("{file}/{}", entry.name)),
                why: error.to_string(),
            }
        })?;
    }
    Ok(())
}

/// Returns a cell as text: what the person who typed it would say that it shows.
pub(super) fn text_of(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.replace("\r\n", "\n"),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => day_and_time(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => in_words(error).to_owned(),
    }
}

/// Returns a date as `2026-03-01`, with its time only where it has one.
fn day_and_time(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let has_day = at.as_f64() >= 1.0;
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match (has_day, (hour, minute, second) != (0, 0, 0)) {
        (true, false) => date,
        (true, true) => format!("{date} {time}"),
        (false, _) => time,
    }
}

fn in_words(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "#ERROR",
    }
}
