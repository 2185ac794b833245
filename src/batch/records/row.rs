//! A row as cells, and cells as a row.

use chrono::NaiveDate;

use super::{RECORD_COLUMNS, RecordRow, Sensitivity};
use crate::shown::shown;

/// A cell that is not of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// The column.
    pub column: &'static str,
    /// What is wrong with it, and what is wanted.
    pub why: String,
}

impl RecordRow {
    /// Returns the cells of the row, in the order of [`RECORD_COLUMNS`].
    pub fn cells(&self) -> [String; RECORD_COLUMNS.len()] {
        [
            self.record.clone(),
            self.role.clone(),
            self.messages.to_string(),
            self.first.to_string(),
            self.last.to_string(),
            self.content.clone(),
            self.description.clone(),
            self.language.clone(),
            self.rights.clone(),
            self.sensitivity.word().to_owned(),
            self.decided_by.clone(),
            self.decided_on.clone(),
            self.foi_codes.clone(),
            self.closure_periods.clone(),
            self.closure_start.clone(),
            self.foi_schedule_date.clone(),
            self.title_closed.clone(),
            self.alternate_title.clone(),
            self.description_closed.clone(),
            self.alternate_description.clone(),
            self.retention_instrument.clone(),
            self.retention_signed.clone(),
            self.retention_ground.clone(),
            self.note.clone(),
        ]
    }

    /// Returns the row whose cells `of` gives, column by column.
    ///
    /// # Errors
    /// When a number, a day or the outcome is none.
    pub fn from_cells<'a>(of: impl Fn(&'static str) -> &'a str) -> Result<RecordRow, BadCell> {
        let cell = |column| of(column).trim().to_owned();
        let day = |column| {
            let text = of(column).trim();
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| BadCell {
                column,
                why: format!("\"{}\" is not a day; write YYYY-MM-DD", shown(text)),
            })
        };
        let messages = of("messages").trim().parse().map_err(|_| BadCell {
            column: "messages",
            why: "is not a number".to_owned(),
        })?;
        Ok(RecordRow {
            record: cell("record"),
            role: cell("role"),
            messages,
            first: day("first")?,
            last: day("last")?,
            content: cell("content"),
            description: cell("description"),
            language: cell("language"),
            rights: cell("rights"),
            sensitivity: sensitivity(of("sensitivity").trim())?,
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
}

fn sensitivity(word: &str) -> Result<Sensitivity, BadCell> {
    let mut all = Sensitivity::ALL.into_iter();
    all.find(|outcome| outcome.word() == word).ok_or_else(|| {
        let words: Vec<_> = Sensitivity::ALL.iter().map(|o| o.word()).collect();
        BadCell {
            column: "sensitivity",
            why: format!("\"{}\" is not one of: {}", shown(word), words.join(", ")),
        }
    })
}
