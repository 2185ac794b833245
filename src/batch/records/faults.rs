//! What must be filled in or mended before the sensitivity review can be signed off.

use chrono::NaiveDate;

use super::{RecordRow, Sensitivity};
use crate::package::tdr::{Cells, Status, is_day};

/// The grounds on which a record is retained.
const GROUNDS: [&str; 6] = ["1", "2", "4a", "4b", "6", "8"];

/// Something that must be filled in or mended before the sensitivity review can be signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFault {
    /// The record.
    pub record: String,
    /// The column.
    pub column: &'static str,
    /// What is wrong with it, and what is wanted.
    pub why: String,
}

/// Returns what must be mended before the sensitivity review can be signed off, in the order of
/// the rows, on the day `as_at`. The rules are those of TNA's metadata schema of June 2026.
pub fn faults(rows: &[RecordRow], as_at: NaiveDate) -> Vec<RecordFault> {
    let mut faults = Vec::new();
    for row in rows {
        let mut fault = |column, why: &str| {
            faults.push(RecordFault {
                record: row.record.clone(),
                column,
                why: why.to_owned(),
            });
        };
        match row.sensitivity {
            // What its review will have to fill in is told when somebody has begun it.
            Sensitivity::NotReviewed => {
                fault("sensitivity", "nobody has reviewed it yet");
                continue;
            }
            Sensitivity::Consult => fault("sensitivity", "somebody else is being consulted"),
            _ => {}
        }
        if row.decided_by.is_empty() {
            fault("decided_by", "is empty; give the post that decided");
        }
        if row.decided_on.is_empty() {
            fault("decided_on", "is empty; give the day as YYYY-MM-DD");
        } else if !is_day(&row.decided_on) {
            fault("decided_on", "is not a day (YYYY-MM-DD)");
        } else if is_to_come(&row.decided_on, as_at) {
            fault("decided_on", "is a day that is to come");
        }
        if row.sensitivity == Sensitivity::Retained {
            retained(row, as_at, &mut fault);
            continue;
        }
        not_retained(row, &mut fault);
        let cells = cells(row);
        let all = [
            cells.faults(),
            cells.closure_faults(),
            cells.day_faults(as_at),
        ];
        for (header, why) in all.into_iter().flatten() {
            fault(column_of(header), why);
        }
    }
    faults
}

/// Returns the row as the cells that TNA's transfer service will see.
fn cells(row: &RecordRow) -> Cells<'_> {
    Cells {
        status: match row.sensitivity {
            Sensitivity::Closed => Status::Closed,
            _ => Status::Open,
        },
        date: row.last,
        description: &row.description,
        language: &row.language,
        copyright: &row.rights,
        note: &row.note,
        codes: &row.foi_codes,
        periods: &row.closure_periods,
        start: &row.closure_start,
        schedule: &row.foi_schedule_date,
        name_closed: &row.title_closed,
        alternate_name: &row.alternate_title,
        description_closed: &row.description_closed,
        alternate_description: &row.alternate_description,
    }
}

/// Returns the column that becomes the cell with a header of TNA's.
fn column_of(header: &'static str) -> &'static str {
    match header {
        "copyright" => "rights",
        "date of the record" => "last",
        "foi exemption code" => "foi_codes",
        "closure period" => "closure_periods",
        "closure start date" => "closure_start",
        "foi schedule date" => "foi_schedule_date",
        "is filename closed" => "title_closed",
        "alternate filename" => "alternate_title",
        "is description closed" => "description_closed",
        "alternate description" => "alternate_description",
        same => same,
    }
}

/// Tells whether a day is after another.
fn is_to_come(day: &str, as_at: NaiveDate) -> bool {
    day > as_at.to_string().as_str()
}

/// A record that is transferred has nothing to say of an instrument.
fn not_retained(row: &RecordRow, fault: &mut impl FnMut(&'static str, &str)) {
    for (column, cell) in [
        ("retention_instrument", &row.retention_instrument),
        ("retention_signed", &row.retention_signed),
        ("retention_ground", &row.retention_ground),
    ] {
        if !cell.is_empty() {
            fault(column, "must be empty: the record is not retained-3(4)");
        }
    }
}

fn retained(row: &RecordRow, as_at: NaiveDate, fault: &mut impl FnMut(&'static str, &str)) {
    if row.retention_instrument.is_empty() {
        fault(
            "retention_instrument",
            "is empty; give the number of the instrument",
        );
    }
    if !is_day(&row.retention_signed) {
        fault("retention_signed", "is not a day (YYYY-MM-DD)");
    } else if is_to_come(&row.retention_signed, as_at) {
        fault("retention_signed", "is a day that is to come");
    }
    if !GROUNDS.contains(&row.retention_ground.as_str()) {
        fault("retention_ground", "is not 1, 2, 4a, 4b, 6 or 8");
    }
}
