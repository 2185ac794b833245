//! Fills in sheets, as a person would in a spreadsheet program.

use std::path::Path;

use chrono::DateTime;
use consign::sheet::{Column, ColumnKind, Shade, Sheet, SheetRow, read, to_csv, to_xlsx};

/// A row of a sheet that is being filled in.
pub struct Filling<'a> {
    titles: &'a [String],
    cells: &'a mut [String],
}

impl Filling<'_> {
    fn place(&self, title: &str) -> usize {
        let place = self.titles.iter().position(|other| other == title);
        place.unwrap_or_else(|| panic!("the sheet has no column {title}"))
    }

    /// Returns what a cell says.
    pub fn cell(&self, title: &str) -> &str {
        &self.cells[self.place(title)]
    }

    /// Writes into a cell.
    pub fn write(&mut self, title: &str, text: &str) {
        text.clone_into(&mut self.cells[self.place(title)]);
    }
}

/// Fills in the rows of a sheet, and saves it where it was.
pub fn fill(path: &Path, mut each: impl FnMut(&mut Filling<'_>)) {
    let answers = read(path).unwrap();
    let titles = answers.columns.clone();
    let rows = answers.rows.into_iter().map(|mut row| {
        each(&mut Filling {
            titles: &titles,
            cells: &mut row.cells,
        });
        SheetRow {
            cells: row.cells,
            shade: Shade::Plain,
        }
    });
    let sheet = Sheet {
        name: "filled in".to_owned(),
        rows: rows.collect(),
        columns: titles
            .iter()
            .map(|title| Column::new(title, ColumnKind::Given, 20))
            .collect(),
    };
    let bytes = match path.extension().is_some_and(|ending| ending == "xlsx") {
        true => to_xlsx(&sheet, DateTime::UNIX_EPOCH).unwrap(),
        false => to_csv(&sheet),
    };
    std::fs::write(path, bytes).unwrap();
}

/// Agrees with every message of a sample.
pub fn agree(row: &mut Filling<'_>) {
    if row.cell("row") == "asked" {
        let outcome = row.cell("outcome").to_owned();
        row.write("decision", &outcome);
    }
}
