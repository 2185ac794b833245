//! What can be wrong with a spreadsheet.

use crate::container::OpenError;
use crate::error::IoAt;
use crate::shown::shown;

/// A spreadsheet that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// An XLSX is no ZIP that can be read, or unpacks to more than any sheet does.
    #[error("{0}. Open the sheet in the spreadsheet program and save it again as .xlsx")]
    Open(#[from] OpenError),
    /// The name of the file says neither `.csv` nor `.xlsx`.
    #[error(
        "{}: a sheet is a .csv or an .xlsx file; save it as one of them, or give the name its ending",
        shown(.0)
    )]
    Kind(String),
    /// The file is larger than any sheet that people fill in.
    #[error("{}: {bytes} bytes are more than a sheet can have ({limit}); give the sheet that was written, filled in", shown(.file))]
    TooLarge {
        /// The file.
        file: String,
        /// Its size in bytes.
        bytes: u64,
        /// The most bytes that are read.
        limit: u64,
    },
    /// The sheet has more rows, or a row more cells, than a sheet that consign wrote can have.
    #[error("{}, row {row}: there are more {what} than {limit}; give the sheet that was written, filled in", shown(.file))]
    TooMany {
        /// The file.
        file: String,
        /// The row at which it was too many.
        row: u64,
        /// What is too many: rows or columns.
        what: &'static str,
        /// The most there may be.
        limit: u64,
    },
    /// A CSV is not UTF-8.
    #[error(
        "{}, byte {at}: the byte {value:02X} is not UTF-8; it looks like {looks_like}. Save the sheet as \"CSV UTF-8 (comma delimited)\" or as .xlsx",
        shown(.file)
    )]
    Encoding {
        /// The file.
        file: String,
        /// The offset of the byte, counted from 0.
        at: usize,
        /// The byte.
        value: u8,
        /// What the file is probably written in.
        looks_like: &'static str,
    },
    /// The sheet has no header row.
    #[error("{}: there is no header row; give the sheet that was written, filled in", shown(.0))]
    Empty(String),
    /// The spreadsheet cannot be understood.
    #[error("{}: it cannot be read as a spreadsheet ({}). Open it in the spreadsheet program and save it again as .xlsx or as \"CSV UTF-8\"", shown(.file), shown(.why))]
    Broken {
        /// The file.
        file: String,
        /// What the reader said.
        why: String,
    },
    /// A cell is longer than a spreadsheet takes.
    #[error("row {row}, column \"{}\": {units} characters are more than a cell of a spreadsheet takes ({})", shown(.column), super::MAX_CELL)]
    LongCell {
        /// The row, as the spreadsheet counts.
        row: u64,
        /// The title of the column.
        column: String,
        /// Its length in UTF-16 units.
        units: usize,
    },
    /// There are more rows than a spreadsheet takes.
    #[error("{0} rows are more than a spreadsheet takes ({max}); write fewer at a time", max = super::MAX_ROWS)]
    ManyRows(u64),
    /// The library that writes XLSX refused.
    #[error("the sheet cannot be written as XLSX: {0}")]
    Write(String),
}
