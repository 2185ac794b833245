//! The files of sheets that go out and come back.

use std::path::Path;

use super::exit::{Exit, Failure};
use crate::acts::{ActError, SheetAsked, SheetBack};
use crate::batch::{hash_file, write_whole};
use crate::sheet::{Kind, Sheet, read, to_csv, to_xlsx};
use crate::shown::shown_path;

/// Returns the kind of a sheet that is to be written, before anything is recorded of it.
///
/// # Errors
/// When its name says no kind, its folder is missing, or there is such a file already: people may
/// have filled it in.
pub(super) fn kind_of_new(path: &Path) -> Result<Kind, Failure> {
    let kind = Kind::of(path)?;
    if path.exists() {
        let why = format!(
            "{} is there already, and somebody may have filled it in; nothing was changed",
            shown_path(path)
        );
        return Err(Failure::new(Exit::CannotWrite, why).next("give another name with --to"));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(Failure::new(
            Exit::CannotWrite,
            format!("there is no folder {}", shown_path(folder)),
        )
        .next("make it, or give another name with --to")),
        _ => Ok(kind),
    }
}

/// Writes a sheet.
///
/// # Errors
/// When a cell is too long for its kind, or the file cannot be written.
pub(super) fn write(
    path: &Path,
    kind: Kind,
    sheet: &Sheet,
    asked: &SheetAsked,
) -> Result<(), Failure> {
    let bytes = match kind {
        Kind::Csv => to_csv(sheet),
        // The time at which it first went out: the same sheet is the same file.
        Kind::Xlsx => to_xlsx(sheet, asked.at)?,
    };
    Ok(write_whole(path, &bytes)?)
}

/// Reads a sheet that came back.
///
/// # Errors
/// When it cannot be read or is no spreadsheet.
pub(super) fn read_back(path: &Path) -> Result<SheetBack, Failure> {
    let answers = read(path)?;
    let (_, sha256) = hash_file(path).map_err(ActError::from)?;
    Ok(SheetBack {
        file: path.display().to_string(),
        sha256,
        answers,
    })
}
