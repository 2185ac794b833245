//! The list of records that the department retains under section 3(4). It stays with the department.

use crate::appraisal::Appraisal;
use crate::batch::{RecordRow, Sensitivity};
use crate::pack::Plan;
use crate::sheet::guarded;

/// The columns of the list, in order.
const COLUMNS: [&str; 10] = [
    "record",
    "original_name",
    "description",
    "messages",
    "first",
    "last",
    "retention_ground",
    "retention_instrument",
    "retention_signed",
    "decided_by",
];

/// Returns the list of retained records as CSV, or nothing where there are none.
pub fn retained_csv(plan: &Plan, appraisal: &Appraisal, rows: &[RecordRow]) -> Option<Vec<u8>> {
    let names = super::remarks::original_names(plan, appraisal);
    let retained = |row: &&RecordRow| row.sensitivity == Sensitivity::Retained;
    let mut retained = rows.iter().filter(retained).peekable();
    retained.peek()?;
    let infallible = "a CSV in memory can be written";
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS).expect(infallible);
    for row in retained {
        let name = names.get(row.record.as_str()).copied().unwrap_or_default();
        let cells = [
            row.record.clone(),
            guarded(name),
            guarded(&row.description),
            row.messages.to_string(),
            row.first.to_string(),
            row.last.to_string(),
            row.retention_ground.clone(),
            guarded(&row.retention_instrument),
            row.retention_signed.clone(),
            guarded(&row.decided_by),
        ];
        writer.write_record(cells).expect(infallible);
    }
    Some(writer.into_inner().expect(infallible))
}
