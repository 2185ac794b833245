//! What a sheet that came back says, row by row, before anybody asks whether it may.

use std::collections::BTreeMap;
use std::fmt;

use crate::message::MessageId;
use crate::selection::Effect;
use crate::sheet::{AnswerRow, Answers};
use crate::shown::shown;

/// The most faults that are told at once.
const TOLD: usize = 10;

/// Why a sheet that came back was not taken, row by row. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFaults {
    /// The file.
    pub file: String,
    /// The row as the spreadsheet counts, where it is one row's, and what is wrong with it.
    pub faults: Vec<(Option<u64>, String)>,
}

impl std::error::Error for RowFaults {}

impl fmt::Display for RowFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} was not taken; nothing was changed",
            shown(&self.file)
        )?;
        for (row, why) in self.faults.iter().take(TOLD) {
            match row {
                Some(row) => write!(f, "\n  row {row}: {why}")?,
                None => write!(f, "\n  {why}")?,
            }
        }
        match self.faults.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl RowFaults {
    /// Returns that nothing is wrong yet.
    pub(super) fn none(file: &str) -> RowFaults {
        RowFaults {
            file: file.to_owned(),
            faults: Vec::new(),
        }
    }

    /// Returns that one thing is wrong with the file as a whole.
    pub(super) fn whole(file: &str, why: impl Into<String>) -> RowFaults {
        RowFaults {
            file: file.to_owned(),
            faults: vec![(None, why.into())],
        }
    }

    /// Adds what is wrong with a row.
    pub(super) fn add(&mut self, row: u64, why: impl Into<String>) {
        self.faults.push((Some(row), why.into()));
    }

    /// Returns an error when anything is wrong.
    pub(super) fn settled(mut self) -> Result<(), RowFaults> {
        self.faults.sort();
        match self.faults.is_empty() {
            true => Ok(()),
            false => Err(self),
        }
    }
}

/// What a sheet says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The row, as the spreadsheet counts.
    pub row: u64,
    /// What is decided.
    pub decision: Effect,
    /// Why, where the row says so.
    pub because: String,
}

/// What a sheet says.
#[derive(Debug)]
pub(super) struct Replies {
    /// The id of the sheet.
    pub sheet: String,
    /// What it says of each message that it answers.
    pub replies: BTreeMap<MessageId, Reply>,
    /// The first row of each message, answered or not.
    pub rows: BTreeMap<MessageId, u64>,
}

/// The places of the columns that are read.
struct Columns {
    sheet: usize,
    id: usize,
    decision: usize,
    because: usize,
}

impl Replies {
    /// Reads what a sheet says.
    ///
    /// # Errors
    /// When a column is missing, it is no sheet or several, or an answer cannot be understood.
    pub fn of(file: &str, answers: &Answers) -> Result<Replies, RowFaults> {
        let columns = columns(file, answers)?;
        let mut faults = RowFaults::none(file);
        let sheet = sheet(answers, &columns, &mut faults);
        let mut said = Replies {
            sheet: sheet.unwrap_or_default(),
            replies: BTreeMap::new(),
            rows: BTreeMap::new(),
        };
        for row in &answers.rows {
            if let Err(why) = said.take(row, &columns) {
                faults.add(row.number, why);
            }
        }
        if said.sheet.is_empty() && faults.faults.is_empty() {
            return Err(RowFaults::whole(
                file,
                "no row names its sheet in the column \"sheet\"; give the sheet that consign wrote, filled in",
            ));
        }
        faults.settled()?;
        Ok(said)
    }

    fn take(&mut self, row: &AnswerRow, columns: &Columns) -> Result<(), String> {
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.trim());
        let (id, word) = (cell(columns.id), cell(columns.decision));
        if id.is_empty() {
            return match word.is_empty() {
                true => Ok(()),
                false => Err(format!(
                    "there is the answer \"{}\" but no id; put the id back as it was",
                    shown(word)
                )),
            };
        }
        let id: MessageId = id
            .parse()
            .map_err(|error| format!("{error}; put the id back as it was"))?;
        self.rows.entry(id.clone()).or_insert(row.number);
        if word.is_empty() {
            return Ok(());
        }
        let spelt = word.to_lowercase().replace(' ', "-");
        let decision = Effect::from_word(&spelt).ok_or_else(|| {
            format!(
                "\"{}\" is not an answer; choose select, outside, not-selected or refer, or leave the cell blank",
                shown(word)
            )
        })?;
        let reply = Reply {
            row: row.number,
            decision,
            because: cell(columns.because).to_owned(),
        };
        match self.replies.get_mut(&id) {
            None => {
                self.replies.insert(id, reply);
            }
            Some(first) if first.decision != decision => {
                return Err(format!(
                    "{id} is answered {} here and {} in row {}; leave one answer",
                    decision.word(),
                    first.decision.word(),
                    first.row
                ));
            }
            Some(first) => {
                if first.because.is_empty() {
                    first.because = reply.because;
                }
            }
        }
        Ok(())
    }
}

fn columns(file: &str, answers: &Answers) -> Result<Columns, RowFaults> {
    let mut missing = Vec::new();
    let mut place = |title: &'static str| {
        answers.column(title).unwrap_or_else(|| {
            missing.push(title);
            0
        })
    };
    let columns = Columns {
        sheet: place("sheet"),
        id: place("id"),
        decision: place("decision"),
        because: place("because"),
    };
    match missing.as_slice() {
        [] => Ok(columns),
        missing => Err(RowFaults::whole(
            file,
            format!(
                "the header row lacks the column {}; give the sheet that consign wrote, filled in, with its header",
                missing.join(", ")
            ),
        )),
    }
}

/// Returns the id of the sheet, which every row that names one must share.
fn sheet(answers: &Answers, columns: &Columns, faults: &mut RowFaults) -> Option<String> {
    let mut first: Option<(&str, u64)> = None;
    for row in &answers.rows {
        let named = row.cells.get(columns.sheet).map_or("", |cell| cell.trim());
        match first {
            _ if named.is_empty() => {}
            None => first = Some((named, row.number)),
            Some((sheet, _)) if sheet == named => {}
            Some((sheet, at)) => faults.add(
                row.number,
                format!(
                    "it is of the sheet \"{}\", and row {at} of \"{}\"; bring in one sheet at a time",
                    shown(named),
                    shown(sheet)
                ),
            ),
        }
    }
    first.map(|(sheet, _)| sheet.to_owned())
}
