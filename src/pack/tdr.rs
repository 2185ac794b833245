//! `metadata/tdr-metadata.csv`: TNA's transfer service's 23 headers exactly, one row a record.
//!
//! The rules are those of its metadata schema of June 2026. Cells are published as they are: no
//! guard character is ever put before them.

use crate::batch::{RecordRow, Sensitivity};
use crate::package::tdr::HEADERS;

/// Returns the CSV of the records that are packed: UTF-8 with a byte order mark, so that a
/// spreadsheet opens it as such.
pub fn metadata_csv<'a>(rows: impl IntoIterator<Item = &'a RecordRow>) -> Vec<u8> {
    let infallible = "a CSV in memory can be written";
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    csv.write_record(HEADERS).expect(infallible);
    for row in rows {
        let filename = row.record.rsplit('/').next().unwrap_or_default();
        let day = row.last.to_string();
        let closed = row.sensitivity == Sensitivity::Closed;
        let cells: [&str; 23] = [
            &row.record,
            filename,
            &day,
            &day,
            &row.description,
            "",
            if closed { "Closed" } else { "Open" },
            &row.closure_start,
            &row.closure_periods,
            &row.foi_codes,
            &row.foi_schedule_date,
            &row.title_closed,
            &row.alternate_title,
            &row.description_closed,
            &row.alternate_description,
            &row.language,
            "",
            &row.rights,
            "",
            "",
            "",
            "",
            &row.note,
        ];
        csv.write_record(cells).expect(infallible);
    }
    csv.into_inner().expect(infallible)
}
