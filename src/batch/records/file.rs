//! `records.csv`, read and written.

use std::collections::BTreeMap;

use super::{BadCell, RECORD_COLUMNS, RecordRow};
use crate::batch::FileError;
use crate::place::Place;
use crate::shown::shown;

/// Reads `records.csv`.
///
/// # Errors
/// When a column is missing or unknown, a row has too few cells, or a value that consign proposes
/// was changed into something that is not of its form.
pub fn parse_records(file: &str, text: &str) -> Result<Vec<RecordRow>, FileError> {
    let wrong = |line: u64, why: String| FileError::Wrong {
        at: Place::line(file, line),
        why,
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| wrong(1, error.to_string()))?;
    if header.iter().ne(RECORD_COLUMNS) {
        return Err(wrong(
            1,
            format!("the columns must be: {}", RECORD_COLUMNS.join(",")),
        ));
    }
    let mut rows: Vec<RecordRow> = Vec::new();
    let mut lines = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            wrong(line, error.to_string())
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let row =
            parse_row(&record).map_err(|bad| wrong(line, format!("{} {}", bad.column, bad.why)))?;
        if let Some(earlier) = lines.insert(row.record.clone(), line) {
            return Err(wrong(
                line,
                format!("{} is there already, on line {earlier}", shown(&row.record)),
            ));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn parse_row(record: &csv::StringRecord) -> Result<RecordRow, BadCell> {
    RecordRow::from_cells(|column| {
        let index = RECORD_COLUMNS.iter().position(|name| *name == column);
        index
            .and_then(|index| record.get(index))
            .unwrap_or_default()
    })
}

/// Writes `records.csv`.
pub fn write_records(rows: &[RecordRow]) -> String {
    let infallible = "a CSV in memory can be written";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(RECORD_COLUMNS).expect(infallible);
    for row in rows {
        writer.write_record(row.cells()).expect(infallible);
    }
    let bytes = writer.into_inner().expect(infallible);
    String::from_utf8(bytes).expect("it was written from text")
}
