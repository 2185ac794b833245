//! The records as a spreadsheet: out to the people who review them, and back.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::{Looked, RecordRemark, RecordsWritten};
use crate::acts::{ActError, Loaded};
use crate::batch::{RECORD_COLUMNS, RecordRow, Sensitivity, write_whole};
use crate::package::tdr::{LANGUAGES, RIGHTS};
use crate::sheet::{
    self, AnswerRow, Answers, Column, ColumnKind, Kind, Shade, Sheet, SheetRow, to_csv, to_xlsx,
};
use crate::shown::{shown, shown_path};

/// The columns that are given, and not a person's to change.
const GIVEN: usize = 6;
/// The column of what was seen.
const SEEN: &str = "personal_data_seen";
/// The column of what there is to be said of a record.
const REMARKS: &str = "remarks";
/// Before a digest in a cell, so that no spreadsheet takes it for a number.
const DIGEST: &str = "sha256:";
/// So many refusals are told at a time.
const MOST_TOLD: usize = 40;

/// Writes the records as a spreadsheet, made at a time.
///
/// # Errors
/// When the name of the file says no kind of spreadsheet, the file is there already, or it cannot
/// be written.
pub fn records_sheet(
    written: &RecordsWritten,
    remarks: &[RecordRemark],
    to: &Path,
    at: DateTime<Utc>,
) -> Result<(), ActError> {
    let kind = Kind::of(to)?;
    if to.exists() {
        return Err(ActError::Exists(format!(
            "{} is there already, and may hold somebody's answers; give another name",
            shown_path(to)
        )));
    }
    let sheet = sheet_of(written, remarks);
    let bytes = match kind {
        Kind::Csv => to_csv(&sheet),
        Kind::Xlsx => to_xlsx(&sheet, at)?,
    };
    write_whole(to, &bytes)?;
    Ok(())
}

fn sheet_of(written: &RecordsWritten, remarks: &[RecordRemark]) -> Sheet {
    let (given, asked) = RECORD_COLUMNS.split_at(GIVEN);
    let mut columns: Vec<Column> = Vec::new();
    for title in given.iter().chain(&[SEEN, REMARKS]) {
        columns.push(Column::new(title, ColumnKind::Given, width(title)));
    }
    for title in asked {
        columns.push(Column::new(title, answers(title), width(title)));
    }
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for remark in remarks {
        said.entry(&remark.record).or_default().push(&remark.why);
    }
    let rows = written.rows.iter().map(|row| {
        let remarks = said.get(row.record.as_str()).map(|said| said.join("; "));
        SheetRow {
            cells: cells(row, &written.looked, remarks.unwrap_or_default()),
            shade: Shade::Asked,
        }
    });
    Sheet {
        name: "records".to_owned(),
        columns,
        rows: rows.collect(),
    }
}

fn cells(row: &RecordRow, looked: &Looked, remarks: String) -> Vec<String> {
    let cells = row.cells();
    let (given, asked) = cells.split_at(GIVEN);
    let mut given = given.to_vec();
    if let Some(content) = given.last_mut() {
        content.insert_str(0, DIGEST);
    }
    given.push(seen(row, looked));
    given.push(remarks);
    given.extend_from_slice(asked);
    given
}

/// Returns what was seen in a record, in words.
fn seen(row: &RecordRow, looked: &Looked) -> String {
    match looked.get(&row.record) {
        Some(seen) if seen.unseen => "consign cannot look into it".to_owned(),
        Some(seen) => seen.in_words(),
        None => String::new(),
    }
}

/// Returns what may be answered in a column.
fn answers(column: &str) -> ColumnKind {
    let choice = |words: &[&str]| ColumnKind::Choice(words.iter().map(|&w| w.to_owned()).collect());
    match column {
        "sensitivity" => choice(&Sensitivity::ALL.map(Sensitivity::word)),
        "rights" => choice(&RIGHTS),
        "title_closed" | "description_closed" => choice(&["Yes", "No"]),
        "retention_ground" => choice(&["1", "2", "4a", "4b", "6", "8"]),
        _ => ColumnKind::Free,
    }
}

fn width(column: &str) -> u16 {
    match column {
        "record" | "description" | SEEN | REMARKS | "alternate_description" | "note" => 48,
        "alternate_title" | "decided_by" => 28,
        _ => 16,
    }
}

/// Takes a sheet of records that came back into `records.csv`. Rows that are not in it stay as they
/// are. Returns the records, and how many rows were taken in.
///
/// # Errors
/// When anything of it is refused: then nothing is written, and every refusal is told.
pub fn take_in_records(
    loaded: &mut Loaded,
    from: &Path,
    threads: NonZeroUsize,
) -> Result<(RecordsWritten, usize), ActError> {
    let sheet = sheet::read(from)?;
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let looked = super::looked::looked(loaded, &appraisal, &plan, threads)?;
    let now = super::proposals(loaded, &plan, &appraisal, &looked);
    let coming = Coming {
        now: now.iter().map(|row| (row.record.as_str(), row)).collect(),
        looked: &looked,
    };
    let mut refusals = Vec::new();
    let answered = coming.rows(&sheet, &mut refusals);
    if !refusals.is_empty() {
        return Err(refused(from, &refusals));
    }
    let taken = answered.len();
    let mut reviewed = super::read_records(loaded)?.unwrap_or_default();
    reviewed.retain(|row| !answered.contains_key(&row.record));
    reviewed.extend(answered.into_values());
    Ok((super::write(loaded, &reviewed, threads)?, taken))
}

fn refused(from: &Path, refusals: &[String]) -> ActError {
    let mut told = format!("{} is refused, and nothing was changed:", shown_path(from));
    for refusal in refusals.iter().take(MOST_TOLD) {
        told += &format!("\n  {refusal}");
    }
    if let Some(more) = refusals
        .len()
        .checked_sub(MOST_TOLD)
        .filter(|more| *more > 0)
    {
        told += &format!("\n  and {more} more");
    }
    ActError::Asked(told)
}

/// What a sheet that comes back is held to.
struct Coming<'a> {
    now: BTreeMap<&'a str, &'a RecordRow>,
    looked: &'a Looked,
}

impl Coming<'_> {
    /// Returns the rows of the sheet by record, and notes every refusal.
    fn rows(&self, sheet: &Answers, refusals: &mut Vec<String>) -> BTreeMap<String, RecordRow> {
        let mut answered = BTreeMap::new();
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        for title in RECORD_COLUMNS.iter().chain(&[SEEN]) {
            if sheet.column(title).is_none() {
                refusals.push(format!("the column {title} is missing"));
            }
        }
        if !refusals.is_empty() {
            return answered;
        }
        for row in &sheet.rows {
            let given = Given { sheet, row };
            let record = given.cell("record").to_owned();
            if let Some(earlier) = lines.insert(record.clone(), row.number) {
                refusals.push(given.wrong("record", &format!("is on row {earlier} too")));
                continue;
            }
            match self.now.get(record.as_str()) {
                None => refusals.push(given.wrong(
                    "record",
                    &format!(
                        "\"{}\" is no record of this batch as it stands",
                        shown(&record)
                    ),
                )),
                Some(now) => {
                    let before = refusals.len();
                    self.check(&given, now, refusals);
                    if let (Some(answer), true) = (given.answer(refusals), refusals.len() == before)
                    {
                        answered.insert(record, answer);
                    }
                }
            }
        }
        answered
    }

    /// Holds the given cells of a row to what they are now, and the answers to their lists.
    fn check(&self, given: &Given<'_>, now: &RecordRow, refusals: &mut Vec<String>) {
        if given.content() != now.content {
            refusals.push(given.wrong(
                "content",
                "the record holds other messages than when the sheet was written; write it again with consign records --to",
            ));
            return;
        }
        let mut expected: Vec<(&str, String)> = RECORD_COLUMNS
            .into_iter()
            .zip(now.cells())
            .take(GIVEN - 1)
            .collect();
        expected.push((SEEN, seen(now, self.looked)));
        for (column, expected) in expected {
            if given.cell(column) != expected {
                refusals.push(given.wrong(
                    column,
                    &format!(
                        "was \"{}\" when the sheet was written and is not to be changed (a spreadsheet changes dates of a CSV by itself: use an .xlsx)",
                        shown(&expected)
                    ),
                ));
            }
        }
        for column in RECORD_COLUMNS.into_iter().skip(GIVEN) {
            let ColumnKind::Choice(words) = answers(column) else {
                continue;
            };
            let answer = given.cell(column);
            if !answer.is_empty() && !words.iter().any(|word| word == answer) {
                refusals.push(given.wrong(
                    column,
                    &format!("\"{}\" is not one of: {}", shown(answer), words.join(", ")),
                ));
            }
        }
        given.languages(refusals);
    }
}

/// A row of a sheet that came back.
struct Given<'a> {
    sheet: &'a Answers,
    row: &'a AnswerRow,
}

impl<'a> Given<'a> {
    fn cell(&self, column: &str) -> &'a str {
        let cell = self.sheet.column(column);
        let cell = cell.and_then(|index| self.row.cells.get(index));
        cell.map_or("", |cell| cell.trim())
    }

    fn content(&self) -> &'a str {
        let cell = self.cell("content");
        cell.strip_prefix(DIGEST).unwrap_or(cell)
    }

    /// Returns what is wrong, with the row as the spreadsheet counts and the column.
    fn wrong(&self, column: &str, why: &str) -> String {
        format!("row {}, column {column}: {why}", self.row.number)
    }

    fn languages(&self, refusals: &mut Vec<String>) {
        let cell = self.cell("language");
        let unknown = cell.split(';').find(|one| !LANGUAGES.contains(one));
        if let Some(unknown) = unknown.filter(|_| !cell.is_empty()) {
            refusals.push(self.wrong(
                "language",
                &format!(
                    "\"{}\" is not one of: {}",
                    shown(unknown),
                    LANGUAGES.join(", ")
                ),
            ));
        }
    }

    /// Returns the row as records have it; a blank outcome is that nobody has reviewed it.
    fn answer(&self, refusals: &mut Vec<String>) -> Option<RecordRow> {
        let answer = RecordRow::from_cells(|column| match (column, self.cell(column)) {
            ("content", _) => self.content(),
            ("sensitivity", "") => Sensitivity::NotReviewed.word(),
            (_, cell) => cell,
        });
        match answer {
            Ok(row) => Some(row),
            Err(bad) => {
                let told = refusals
                    .iter()
                    .any(|told| told.starts_with(&self.wrong(bad.column, "")));
                if !told {
                    refusals.push(self.wrong(bad.column, &bad.why));
                }
                None
            }
        }
    }
}
