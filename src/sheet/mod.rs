//! Spreadsheets: what goes out for people to fill in, and what comes back.
//!
//! A [`Sheet`] is a header and rows of text. It is written as CSV or as XLSX, always as text and
//! never as formulas or links; [`read()`] takes either back, whatever the spreadsheet program made
//! of it, and numbers rows as that program does, so that whoever is told of row 17 finds it.
//! What a sheet means is the business of the rooms above.

mod cell;
mod csv;
mod error;
mod read;
#[cfg(test)]
mod tests;
mod xlsx;
mod xlsx_read;
mod xlsx_text;

pub use cell::{guarded, unguarded};
pub use csv::to_csv;
pub use error::SheetError;
pub use read::{AnswerRow, Answers, Kind, read};
pub use xlsx::to_xlsx;
pub use xlsx_text::xlsx_text;

/// The most UTF-16 units that a spreadsheet takes in one cell; Excel's own limit.
pub const MAX_CELL: usize = 32_767;
/// The most rows that a spreadsheet has, the header among them; Excel's own limit.
pub const MAX_ROWS: u64 = 1_048_576;

/// A spreadsheet to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The name of its only tab, in an XLSX: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// Its rows, below the header.
    pub rows: Vec<SheetRow>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What its header cell says.
    pub title: String,
    /// Who fills it in, and with what.
    pub kind: ColumnKind,
    /// How wide it is shown, in characters.
    pub width: u16,
}

impl Column {
    /// Returns a column.
    pub fn new(title: &str, kind: ColumnKind, width: u16) -> Column {
        Column {
            title: title.to_owned(),
            kind,
            width,
        }
    }
}

/// Who fills in a column, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// It is given, and not to be changed.
    Given,
    /// A person chooses one of these words, or leaves it blank.
    Choice(Vec<String>),
    /// A person writes what they like.
    Free,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// Its cells, one for each column.
    pub cells: Vec<String>,
    /// How it is shown.
    pub shade: Shade,
}

/// How a row of a sheet is shown. A CSV shows no shades: whatever matters stands in a word too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// Something is asked in it: the columns that a person fills in stand out.
    Asked,
    /// It is there to be read only: all of it is grey, and no list drops down in it.
    Context,
    /// As any row of a spreadsheet.
    Plain,
}
