//! Writes a sheet as XLSX: cells of text, a header that stays in sight, lists that drop down.
//!
//! No cell is ever a formula, a number or a link, whatever its text looks like, and the columns
//! that people fill in are formatted as text, so that a spreadsheet leaves alone what is typed.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::{
    Column, ColumnKind, MAX_CELL, MAX_ROWS, Shade, Sheet, SheetError, SheetRow, unguarded,
};
use crate::xml::characters::is_xml;

/// The most characters that a list of choices may have inside a rule of a cell; Excel's own limit.
const MAX_LIST: usize = 255;
/// The most rules of cells that are written for a column; Excel takes 65,534 in a tab.
const MAX_RULES: usize = 5_000;
/// The tab that holds lists of choices too long for that.
const LISTS: &str = "choices";

/// Returns a sheet as XLSX, made at a time: the same sheet and time give the same bytes.
///
/// # Errors
/// When a cell or the sheet is longer than a spreadsheet takes.
pub fn to_xlsx(sheet: &Sheet, at: DateTime<Utc>) -> Result<Vec<u8>, SheetError> {
    let rows = sheet.rows.len() as u64 + 1;
    if rows > MAX_ROWS {
        return Err(SheetError::ManyRows(rows));
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
    let long = sheet.columns.iter().enumerate();
    let long: Vec<usize> = long
        .filter(|(_, column)| matches!(&column.kind, ColumnKind::Choice(words) if is_long(words)))
        .map(|(index, _)| index)
        .collect();
    write(&mut workbook, sheet, &long)?;
    workbook.save_to_buffer().map_err(refused)
}

fn write(workbook: &mut Workbook, sheet: &Sheet, long: &[usize]) -> Result<(), SheetError> {
    let tab = workbook.add_worksheet();
    tab.set_name(&sheet.name).map_err(refused)?;
    header(tab, &sheet.columns)?;
    let formats = sheet.columns.iter().map(|column| formats(&column.kind));
    let formats: Vec<[Format; 3]> = formats.collect();
    for (index, row) in sheet.rows.iter().enumerate() {
        let at = u32::try_from(index + 1).expect("counted against MAX_ROWS");
        for (column, (cell, of)) in row.cells.iter().zip(&sheet.columns).enumerate() {
            let text = in_cell(cell, at, &of.title)?;
            let format = &formats[column][row.shade as usize];
            tab.write_string_with_format(at, number(column), text, format)
                .map_err(refused)?;
        }
    }
    for (index, column) in sheet.columns.iter().enumerate() {
        let ColumnKind::Choice(words) = &column.kind else {
            continue;
        };
        let list = long.iter().position(|long| *long == index);
        drop_down(tab, number(index), &choice(words, list)?, sheet)?;
    }
    if !long.is_empty() {
        lists(workbook, sheet, long)?;
    }
    Ok(())
}

fn header(tab: &mut Worksheet, columns: &[Column]) -> Result<(), SheetError> {
    let bold = text()
        .set_bold()
        .set_background_color(Color::RGB(0x00D9_D9D9));
    for (index, column) in columns.iter().enumerate() {
        let title = in_cell(&column.title, 0, &column.title)?;
        tab.write_string_with_format(0, number(index), title, &bold)
            .and_then(|tab| tab.set_column_width(number(index), column.width))
            .map_err(refused)?;
    }
    tab.set_freeze_panes(1, 0)
        .and_then(|tab| tab.set_repeat_rows(0, 0))
        .map_err(refused)?;
    Ok(())
}

/// Text, wrapped, at the top of its cell.
fn text() -> Format {
    Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00BF_BFBF))
}

/// Returns the formats of a column by shade, made once for all of its cells.
fn formats(kind: &ColumnKind) -> [Format; 3] {
    [Shade::Asked, Shade::Context, Shade::Plain].map(|shade| format(kind, shade))
}

fn format(kind: &ColumnKind, shade: Shade) -> Format {
    let given = Color::RGB(0x00F2_F2F2);
    match (shade, kind) {
        (Shade::Context, _) => text()
            .set_background_color(given)
            .set_font_color(Color::RGB(0x0059_5959))
            .set_italic(),
        (Shade::Asked | Shade::Plain, ColumnKind::Given) => text().set_background_color(given),
        (Shade::Asked, _) => text().set_background_color(Color::RGB(0x00FF_F2CC)),
        (Shade::Plain, _) => text(),
    }
}

/// Returns a text as a cell can hold it. What a spreadsheet cannot hold is spelt out; a text that
/// reads as guarded is guarded once more, so that it comes back as it was.
fn in_cell(text: &str, row: u32, column: &str) -> Result<String, SheetError> {
    let mut cell = String::with_capacity(text.len());
    if unguarded(text).len() != text.len() {
        cell.push('\'');
    }
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => cell.push_str("\\u{000D}"),
            c if is_xml(c) => cell.push(c),
            c => cell.push_str(&format!("\\u{{{:04X}}}", u32::from(c))),
        }
    }
    match cell.encode_utf16().count() {
        units if units > MAX_CELL => Err(SheetError::LongCell {
            row: u64::from(row) + 1,
            column: column.to_owned(),
            units,
        }),
        _ => Ok(cell),
    }
}

/// Tells whether a list of choices must stand in cells of its own: a comma would cut a choice.
fn is_long(words: &[String]) -> bool {
    let length: usize = words
        .iter()
        .map(|word| word.encode_utf16().count() + 1)
        .sum();
    length > MAX_LIST || words.iter().any(|word| word.contains(','))
}

/// Returns the rule of a cell that takes one of `words`; `list` is their column among the lists.
fn choice(words: &[String], list: Option<usize>) -> Result<DataValidation, SheetError> {
    let rule = match list {
        None => DataValidation::new()
            .allow_list_strings(words)
            .map_err(refused)?,
        Some(list) => {
            let column = rust_xlsxwriter::utility::column_number_to_name(number(list));
            let range = format!("={LISTS}!${column}$1:${column}${}", words.len());
            DataValidation::new().allow_list_formula(Formula::new(range))
        }
    };
    rule.set_error_title("Not one of the answers")
        .and_then(|rule| {
            rule.set_error_message("Choose an answer from the list, or leave the cell blank.")
        })
        .map_err(refused)
}

/// Puts a rule on each row of a column but those that are context. Where these are scattered so
/// widely that the rules would be too many for Excel, it stands on every row.
fn drop_down(
    tab: &mut Worksheet,
    column: u16,
    rule: &DataValidation,
    sheet: &Sheet,
) -> Result<(), SheetError> {
    let mut at = 1;
    let mut runs = Vec::new();
    let is_context = |row: &SheetRow| row.shade == Shade::Context;
    for run in sheet.rows.chunk_by(|a, b| is_context(a) == is_context(b)) {
        let next = at + u32::try_from(run.len()).expect("counted against MAX_ROWS");
        if run.first().is_some_and(|row| !is_context(row)) {
            runs.push((at, next - 1));
        }
        at = next;
    }
    if runs.len() > MAX_RULES {
        runs = vec![(1, at - 1)];
    }
    for (first, last) in runs {
        tab.add_data_validation(first, column, last, column, rule)
            .map_err(refused)?;
    }
    Ok(())
}

/// Writes the long lists of choices, a column each, into a tab of their own.
fn lists(workbook: &mut Workbook, sheet: &Sheet, long: &[usize]) -> Result<(), SheetError> {
    let tab = workbook.add_worksheet();
    tab.set_name(LISTS).map_err(refused)?.set_hidden(true);
    for (list, &index) in long.iter().enumerate() {
        if let ColumnKind::Choice(words) = &sheet.columns[index].kind {
            for (row, word) in (0..).zip(words) {
                let word = in_cell(word, row, &sheet.columns[index].title)?;
                tab.write_string(row, number(list), word).map_err(refused)?;
            }
        }
    }
    Ok(())
}

fn number(column: usize) -> u16 {
    u16::try_from(column).expect("a sheet has few columns")
}

fn refused(error: XlsxError) -> SheetError {
    SheetError::Write(error.to_string())
}
