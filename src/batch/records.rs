//! `records.csv`: one row a record, with its description, language, rights, and the outcome of
//! its sensitivity review. The first columns are proposed by consign and read-only; the rest are
//! a person's.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::FileError;
use crate::package::tdr::{Cells, Status, is_day};
use crate::place::Place;
use crate::shown::shown;

/// The columns of `records.csv`, in order.
pub const RECORD_COLUMNS: [&str; 24] = [
    "record",
    "role",
    "messages",
    "first",
    "last",
    "content",
    "description",
    "language",
    "rights",
    "sensitivity",
    "decided_by",
    "decided_on",
    "foi_codes",
    "closure_periods",
    "closure_start",
    "foi_schedule_date",
    "title_closed",
    "alternate_title",
    "description_closed",
    "alternate_description",
    "retention_instrument",
    "retention_signed",
    "retention_ground",
    "note",
];

/// The outcome of the sensitivity review of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// Nobody has looked yet. Nothing is packed while a record is in this state.
    NotReviewed,
    /// Somebody else must be asked. Nothing is packed while a record is in this state.
    Consult,
    /// Open on transfer: TNA publishes it.
    Open,
    /// Closed under an exemption, by a schedule that exists.
    Closed,
    /// Retained by the department under section 3(4): it stays behind.
    Retained,
}

impl Sensitivity {
    const ALL: [Sensitivity; 5] = [
        Sensitivity::NotReviewed,
        Sensitivity::Consult,
        Sensitivity::Open,
        Sensitivity::Closed,
        Sensitivity::Retained,
    ];

    /// Returns the word for this outcome in files.
    pub fn word(self) -> &'static str {
        match self {
            Sensitivity::NotReviewed => "not-reviewed",
            Sensitivity::Consult => "consult",
            Sensitivity::Open => "open",
            Sensitivity::Closed => "closed",
            Sensitivity::Retained => "retained-3(4)",
        }
    }
}

/// A row of `records.csv`: what consign proposes, and what people fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// The path of the record below `data/`.
    pub record: String,
    /// `transcript` or `attachment`.
    pub role: String,
    /// How many messages it holds; of an attachment, how many carry it.
    pub messages: u64,
    /// The local date of its first message.
    pub first: NaiveDate,
    /// The local date of its last message: the date of the record.
    pub last: NaiveDate,
    /// A digest of which messages it holds. When it changes, the review starts again.
    pub content: String,
    /// The description, which is published with an open record.
    pub description: String,
    /// The languages, joined by `;`.
    pub language: String,
    /// `Crown`, `Third party` or `Unknown`.
    pub rights: String,
    /// The outcome of the sensitivity review.
    pub sensitivity: Sensitivity,
    /// The post that decided it.
    pub decided_by: String,
    /// The day on which it was decided.
    pub decided_on: String,
    /// FOI exemption codes, joined by `;`.
    pub foi_codes: String,
    /// Closure periods in years, one for each code, joined by `;`.
    pub closure_periods: String,
    /// The day on which the closure begins.
    pub closure_start: String,
    /// The date of the Advisory Council's schedule.
    pub foi_schedule_date: String,
    /// `Yes` or `No`: whether the file name is closed.
    pub title_closed: String,
    /// What is published instead of the file name.
    pub alternate_title: String,
    /// `Yes` or `No`: whether the description is closed.
    pub description_closed: String,
    /// What is published instead of the description.
    pub alternate_description: String,
    /// The number of the retention instrument.
    pub retention_instrument: String,
    /// The day on which it was signed.
    pub retention_signed: String,
    /// The ground of retention.
    pub retention_ground: String,
    /// A note, which is published.
    pub note: String,
}

/// Something that must be filled in or mended before the sensitivity review can be signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFault {
    /// The record.
    pub record: String,
    /// The column.
    pub column: &'static str,
    /// What is wrong with it, and what is wanted.
    pub why: String,
}

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
        let row = parse_row(&record).map_err(|why| wrong(line, why))?;
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

fn parse_row(record: &csv::StringRecord) -> Result<RecordRow, String> {
    let cell = |column: &str| {
        let index = RECORD_COLUMNS.iter().position(|name| *name == column);
        let cell = index.and_then(|index| record.get(index));
        cell.unwrap_or_default().trim().to_owned()
    };
    let day = |column: &str| {
        let text = cell(column);
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
            format!(
                "{column} \"{}\" is not a day; write YYYY-MM-DD",
                shown(&text)
            )
        })
    };
    let word = cell("sensitivity");
    let sensitivity = Sensitivity::ALL
        .into_iter()
        .find(|outcome| outcome.word() == word)
        .ok_or_else(|| {
            let words: Vec<_> = Sensitivity::ALL.iter().map(|o| o.word()).collect();
            format!(
                "sensitivity \"{}\" is not one of: {}",
                shown(&word),
                words.join(", ")
            )
        })?;
    Ok(RecordRow {
        record: cell("record"),
        role: cell("role"),
        messages: cell("messages")
            .parse()
            .map_err(|_| "messages is not a number".to_owned())?,
        first: day("first")?,
        last: day("last")?,
        content: cell("content"),
        description: cell("description"),
        language: cell("language"),
        rights: cell("rights"),
        sensitivity,
        decided_by: cell("decided_by"),
        decided_on: cell("decided_on"),
        foi_codes: cell("foi_codes"),
        closure_periods: cell("closure_periods"),
        closure_start: cell("closure_start"),
        foi_schedule_date: cell("foi_schedule_date"),
        title_closed: cell("title_closed"),
        alternate_title: cell("alternate_title"),
        description_closed: cell("description_closed"),
        alternate_description: cell("alternate_description"),
        retention_instrument: cell("retention_instrument"),
        retention_signed: cell("retention_signed"),
        retention_ground: cell("retention_ground"),
        note: cell("note"),
    })
}

/// Writes `records.csv`.
pub fn write_records(rows: &[RecordRow]) -> String {
    let infallible = "a CSV in memory can be written";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(RECORD_COLUMNS).expect(infallible);
    for row in rows {
        writer
            .write_record([
                &row.record,
                &row.role,
                &row.messages.to_string(),
                &row.first.to_string(),
                &row.last.to_string(),
                &row.content,
                &row.description,
                &row.language,
                &row.rights,
                row.sensitivity.word(),
                &row.decided_by,
                &row.decided_on,
                &row.foi_codes,
                &row.closure_periods,
                &row.closure_start,
                &row.foi_schedule_date,
                &row.title_closed,
                &row.alternate_title,
                &row.description_closed,
                &row.alternate_description,
                &row.retention_instrument,
                &row.retention_signed,
                &row.retention_ground,
                &row.note,
            ])
            .expect(infallible);
    }
    let bytes = writer.into_inner().expect(infallible);
    String::from_utf8(bytes).expect("it was written from text")
}

/// Returns what must be mended before the sensitivity review can be signed off, in the order of
/// the rows. The rules are those of TNA's metadata schema of June 2026.
pub fn faults(rows: &[RecordRow]) -> Vec<RecordFault> {
    let mut faults = Vec::new();
    for row in rows {
        let mut fault = |column, why: &str| {
            faults.push(RecordFault {
                record: row.record.clone(),
                column,
                why: why.to_owned(),
            });
        };
        match row.sensitivity {
            Sensitivity::NotReviewed => fault("sensitivity", "nobody has reviewed it yet"),
            Sensitivity::Consult => fault("sensitivity", "somebody else is being consulted"),
            _ => {}
        }
        if row.decided_by.is_empty() {
            fault("decided_by", "is empty; give the post that decided");
        }
        if row.decided_on.is_empty() {
            fault("decided_on", "is empty; give the day as YYYY-MM-DD");
        } else if !is_day(&row.decided_on) {
            fault("decided_on", "is not a day (YYYY-MM-DD)");
        }
        if row.sensitivity == Sensitivity::Retained {
            retained(row, &mut fault);
            continue;
        }
        let cells = cells(row);
        for (header, why) in cells.faults().into_iter().chain(cells.closure_faults()) {
            fault(column_of(header), why);
        }
    }
    faults
}

/// Returns the row as the cells that TNA's transfer service will see.
fn cells(row: &RecordRow) -> Cells<'_> {
    Cells {
        status: match row.sensitivity {
            Sensitivity::Closed => Status::Closed,
            _ => Status::Open,
        },
        date: row.last,
        description: &row.description,
        language: &row.language,
        copyright: &row.rights,
        note: &row.note,
        codes: &row.foi_codes,
        periods: &row.closure_periods,
        start: &row.closure_start,
        schedule: &row.foi_schedule_date,
        name_closed: &row.title_closed,
        alternate_name: &row.alternate_title,
        description_closed: &row.description_closed,
        alternate_description: &row.alternate_description,
    }
}

/// Returns the column that becomes the cell with a header of TNA's.
fn column_of(header: &'static str) -> &'static str {
    match header {
        "copyright" => "rights",
        "foi exemption code" => "foi_codes",
        "closure period" => "closure_periods",
        "closure start date" => "closure_start",
        "foi schedule date" => "foi_schedule_date",
        "is filename closed" => "title_closed",
        "alternate filename" => "alternate_title",
        "is description closed" => "description_closed",
        "alternate description" => "alternate_description",
        same => same,
    }
}

fn retained(row: &RecordRow, fault: &mut impl FnMut(&'static str, &str)) {
    if row.retention_instrument.is_empty() {
        fault(
            "retention_instrument",
            "is empty; give the number of the instrument",
        );
    }
    if !is_day(&row.retention_signed) {
        fault("retention_signed", "is not a day (YYYY-MM-DD)");
    }
    if !["1", "2", "4a", "4b", "6", "8"].contains(&row.retention_ground.as_str()) {
        fault("retention_ground", "is not 1, 2, 4a, 4b, 6 or 8");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reviewed() -> RecordRow {
        let day = |text: &str| text.parse().unwrap();
        RecordRow {
            record: "winter/chat-001/chat-001_2021-03_transcript.xml".to_owned(),
            role: "transcript".to_owned(),
            messages: 12,
            first: day("2021-03-01"),
            last: day("2021-03-30"),
            content: "0".repeat(16),
            description: "Messages, \"quoted\"".to_owned(),
            language: "English;Welsh".to_owned(),
            rights: "Crown".to_owned(),
            sensitivity: Sensitivity::Open,
            decided_by: "Reviewer".to_owned(),
            decided_on: "2026-03-04".to_owned(),
            foi_codes: String::new(),
            closure_periods: String::new(),
            closure_start: String::new(),
            foi_schedule_date: String::new(),
            title_closed: "No".to_owned(),
            alternate_title: String::new(),
            description_closed: "No".to_owned(),
            alternate_description: String::new(),
            retention_instrument: String::new(),
            retention_signed: String::new(),
            retention_ground: String::new(),
            note: String::new(),
        }
    }

    fn closed() -> RecordRow {
        RecordRow {
            sensitivity: Sensitivity::Closed,
            foi_codes: "27(1);40(2)".to_owned(),
            closure_periods: "20;80".to_owned(),
            closure_start: "2021-12-31".to_owned(),
            foi_schedule_date: "2026-02-01".to_owned(),
            ..reviewed()
        }
    }

    #[test]
    fn rows_come_back_as_they_were_written() {
        let rows = vec![
            reviewed(),
            RecordRow {
                record: "x".to_owned(),
                ..closed()
            },
        ];
        assert_eq!(
            parse_records("records.csv", &write_records(&rows)).unwrap(),
            rows
        );
    }

    #[test]
    fn complete_rows_have_no_fault() {
        assert_eq!(faults(&[reviewed(), closed()]), []);
    }

    #[test]
    fn each_fault_is_named_by_its_column() {
        let cases: Vec<(RecordRow, &str)> = vec![
            (
                RecordRow {
                    sensitivity: Sensitivity::NotReviewed,
                    ..reviewed()
                },
                "sensitivity",
            ),
            (
                RecordRow {
                    sensitivity: Sensitivity::Consult,
                    ..reviewed()
                },
                "sensitivity",
            ),
            (
                RecordRow {
                    decided_by: String::new(),
                    ..reviewed()
                },
                "decided_by",
            ),
            (
                RecordRow {
                    decided_on: "4 March".to_owned(),
                    ..reviewed()
                },
                "decided_on",
            ),
            (
                RecordRow {
                    description: String::new(),
                    ..reviewed()
                },
                "description",
            ),
            (
                RecordRow {
                    language: "Klingon".to_owned(),
                    ..reviewed()
                },
                "language",
            ),
            (
                RecordRow {
                    rights: String::new(),
                    ..reviewed()
                },
                "rights",
            ),
            (
                RecordRow {
                    foi_codes: "40(2)".to_owned(),
                    ..reviewed()
                },
                "foi_codes",
            ),
            (
                RecordRow {
                    title_closed: "Yes".to_owned(),
                    ..reviewed()
                },
                "title_closed",
            ),
            (
                RecordRow {
                    foi_codes: "27".to_owned(),
                    closure_periods: "20".to_owned(),
                    ..closed()
                },
                "foi_codes",
            ),
            (
                RecordRow {
                    closure_periods: "20".to_owned(),
                    ..closed()
                },
                "closure_periods",
            ),
            (
                RecordRow {
                    closure_periods: "0;151".to_owned(),
                    ..closed()
                },
                "closure_periods",
            ),
            (
                RecordRow {
                    closure_start: "2021-01-01".to_owned(),
                    ..closed()
                },
                "closure_start",
            ),
            (
                RecordRow {
                    foi_schedule_date: "1999-12-31".to_owned(),
                    ..closed()
                },
                "foi_schedule_date",
            ),
            (
                RecordRow {
                    title_closed: "Yes".to_owned(),
                    ..closed()
                },
                "alternate_title",
            ),
            (
                RecordRow {
                    sensitivity: Sensitivity::Retained,
                    retention_signed: "2026-01-01".to_owned(),
                    retention_ground: "6".to_owned(),
                    ..reviewed()
                },
                "retention_instrument",
            ),
        ];
        for (row, column) in cases {
            let columns: Vec<_> = faults(&[row]).iter().map(|fault| fault.column).collect();
            assert_eq!(columns, [column]);
        }
    }
}
