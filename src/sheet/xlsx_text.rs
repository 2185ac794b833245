//! The words of a spreadsheet that somebody else made, for search.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

use super::xlsx_read::text_of;

/// Returns the text of every cell of every tab, a line each, with the names of the tabs; nothing
/// where it cannot be read. The caller knows what the ZIP unpacks to.
pub fn xlsx_text(bytes: &[u8]) -> Option<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    for name in book.sheet_names() {
        text += &name;
        text.push('\n');
        let mut cells = book.worksheet_cells_reader(&name).ok()?;
        while let Some(cell) = cells.next_cell().ok()? {
            let cell = text_of(cell.get_value());
            if !cell.is_empty() {
                text += &cell;
                text.push('\n');
            }
        }
    }
    Some(text)
}
