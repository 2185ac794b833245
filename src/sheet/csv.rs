//! Writes a sheet as CSV, in the form that Excel opens without asking.

use super::{Sheet, guarded};

/// The byte order mark by which Excel knows UTF-8.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns a sheet as CSV: a byte order mark, UTF-8, commas, line ends as RFC 4180 has them, and
/// cells that a spreadsheet would compute [guarded].
pub fn to_csv(sheet: &Sheet) -> Vec<u8> {
    let infallible = "a CSV in memory can be written";
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    let titles = sheet.columns.iter().map(|column| guarded(&column.title));
    writer.write_record(titles).expect(infallible);
    for row in &sheet.rows {
        let cells = row.cells.iter().map(|cell| guarded(cell));
        writer.write_record(cells).expect(infallible);
    }
    writer.into_inner().expect(infallible)
}
