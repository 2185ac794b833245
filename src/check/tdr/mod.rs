//! What TNA's transfer service will read, `metadata/tdr-metadata.csv`, and what it will refuse.

mod formats;
mod upload;

use std::collections::BTreeMap;
use std::io::Read as _;

use chrono::NaiveDate;

use super::few::Few;
use super::inside::{Inside, below_data};
use super::tables;
use super::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout::TDR_METADATA;
use crate::package::tdr::{Cells, HEADERS, Status};
use crate::xml::Node;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "tdr-metadata.csv is what TNA's transfer service reads, and agrees with the manifest",
        raises: &[&ENCODING, &HEADER, &ROWS, &DISAGREES, &CLOSURE, &CELL],
        run: Run::Ours(run),
    },
    formats::CHECK,
    upload::CHECK,
];

static ENCODING: Code = Code {
    id: "TDR-001",
    severity: Severity::Error,
    clause: "consign's tdr-metadata.csv; RFC 4180",
    title: "The metadata for TNA is not a CSV in UTF-8 with a byte order mark.",
    explanation: "TNA's transfer service takes UTF-8 and nothing else. Without the mark a \
        spreadsheet takes it for another encoding, and saves it as such.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static HEADER: Code = Code {
    id: "TDR-002",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026",
    title: "The headers of the metadata for TNA are not those of its schema.",
    explanation: "TNA's transfer service refuses a file with a header that it does not know, and \
        one without a header that it needs.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static ROWS: Code = Code {
    id: "TDR-003",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026",
    title: "The metadata for TNA does not have one row for each record, in the order of their paths.",
    explanation: "A record without a row is refused, and so is a row without its record. Rows in \
        another order were moved by hand.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static DISAGREES: Code = Code {
    id: "TDR-004",
    severity: Severity::Error,
    clause: "consign's tdr-metadata.csv",
    title: "The metadata for TNA says something else of a record than the deposit manifest.",
    explanation: "TNA receives the metadata and not the manifest. What was signed stands in both, \
        and must be the same: a record that is closed in one and open in the other is published.",
    remedy: "Do not upload the file; ask the sender which of the two was signed.",
};

static CLOSURE: Code = Code {
    id: "TDR-005",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026",
    title: "A row of the metadata for TNA breaks the rules for open or closed records.",
    explanation: "An open record has no closure particulars; a closed one has codes and periods \
        in pairs, a start that fits its date, a schedule date, and an alternate for each name or \
        description that is closed. TNA's transfer service refuses anything else.",
    remedy: "Ask the sender what was decided on this record.",
};

static CELL: Code = Code {
    id: "TDR-006",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026",
    title: "A cell of the metadata for TNA has a value that its schema does not take.",
    explanation: "Descriptions, notes and alternates have a greatest length; languages and \
        copyright have words of their own. TNA's transfer service refuses anything else.",
    remedy: "Ask the sender for the value.",
};

/// The byte order mark of UTF-8.
const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(mut from) = tables::open(inside, TDR_METADATA) else {
        return Ok(());
    };
    let mut few = Few::new(TDR_METADATA);
    let mut mark = [0; 3];
    if from.read_exact(&mut mark).is_err() || mark != MARK {
        few.on_line(&ENCODING, 1, |finding| finding.detail("no byte order mark"));
        findings.append(few.close());
        return Ok(());
    }
    let mut csv = csv::Reader::from_reader(from);
    if let Err(error) = csv.headers() {
        few.on_line(&ENCODING, 1, |finding| finding.detail(error));
    } else if !tables::has_header(&mut csv, &HEADERS) {
        few.on_line(&HEADER, 1, |f| f.expected(HEADERS.join(",")));
    } else {
        rows(inside, csv, &mut few);
    }
    findings.append(few.close());
    Ok(())
}

fn rows<R: std::io::Read>(inside: &Inside<'_>, csv: csv::Reader<R>, few: &mut Few) {
    let mut records = inside.records();
    let knows_records = inside.manifest().is_some();
    let law = inside.manifest().and_then(|manifest| manifest.part("law"));
    let as_at = law.and_then(|law| law.attribute("asAt").parse().ok());
    let mut line = 1;
    let mut before = String::new();
    for row in csv.into_records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                few.on_line(&ENCODING, line + 1, |finding| finding.detail(error));
                return;
            }
        };
        line = row.position().map_or(0, csv::Position::line);
        let row = Row {
            cells: HEADERS.into_iter().zip(row.iter()).collect(),
            line,
        };
        rules(&row, as_at, few);
        let path = format!("{}{}", crate::bag::PAYLOAD, row.cell("filepath"));
        match records.remove(path.as_str()) {
            Some(record) => {
                compare(&row, &path, record, few);
                if path < before {
                    few.on_line(&ROWS, line, |finding| {
                        finding
                            .found(&path)
                            .detail("behind a record that comes after it")
                    });
                }
                before = path;
            }
            None if knows_records => few.on_line(&ROWS, line, |finding| {
                finding.found(&path).detail("no record, or a second row")
            }),
            None => {}
        }
    }
    for path in records.keys() {
        few.on_line(&ROWS, line, |finding| {
            finding.expected(below_data(path)).detail("no row")
        });
    }
}

/// A row, by header.
struct Row<'a> {
    cells: BTreeMap<&'static str, &'a str>,
    line: u64,
}

impl Row<'_> {
    fn cell(&self, header: &str) -> &str {
        self.cells.get(header).copied().unwrap_or_default()
    }
}

/// Holds a row to the rules of TNA's schema. Its days must be past on the day at which those of the
/// package were judged.
fn rules(row: &Row<'_>, as_at: Option<NaiveDate>, few: &mut Few) {
    let cell = |header| row.cell(header);
    let status = [Status::Open, Status::Closed]
        .into_iter()
        .find(|status| status.word() == cell("closure status"));
    let date = cell("date of the record").parse();
    let (Some(status), Ok(date)) = (status, date) else {
        few.on_line(&CLOSURE, row.line, |finding| {
            finding.detail("the closure status or the date of the record is none")
        });
        return;
    };
    let cells = Cells {
        status,
        date,
        description: cell("description"),
        language: cell("language"),
        copyright: cell("copyright"),
        note: cell("note"),
        codes: cell("foi exemption code"),
        periods: cell("closure period"),
        start: cell("closure start date"),
        schedule: cell("foi schedule date"),
        name_closed: cell("is filename closed"),
        alternate_name: cell("alternate filename"),
        description_closed: cell("is description closed"),
        alternate_description: cell("alternate description"),
    };
    let days = as_at.map_or_else(Vec::new, |as_at| cells.day_faults(as_at));
    for (code, faults) in [
        (&CLOSURE, cells.closure_faults()),
        (&CLOSURE, days),
        (&CELL, cells.faults()),
    ] {
        for (header, why) in faults {
            few.on_line(code, row.line, |finding| {
                finding
                    .found(cell(header))
                    .detail(format!("{header} {why}"))
            });
        }
    }
}

/// Returns a value, or another where there is none.
fn or<'a>(value: &'a str, other: &'a str) -> &'a str {
    if value.is_empty() { other } else { value }
}

/// Compares a row with what the deposit manifest says of its record.
fn compare(row: &Row<'_>, path: &str, record: &Node, few: &mut Few) {
    let description = record.child("description").map(Node::string);
    let of = |child: &str, attribute: &str| {
        let child = record.child(child);
        child.map_or("", |child| child.attribute(attribute))
    };
    let date = of("dates", "record");
    for (header, says) in [
        ("filename", path.rsplit('/').next().unwrap_or_default()),
        ("date last modified", date),
        ("date of the record", date),
        ("description", description.as_deref().unwrap_or_default()),
        ("closure status", of("closure", "status")),
        ("closure start date", of("closure", "start")),
        ("closure period", of("closure", "periods")),
        ("foi exemption code", of("closure", "codes")),
        ("foi schedule date", of("closure", "scheduleDate")),
        ("is filename closed", or(of("closure", "titleClosed"), "No")),
        (
            "is description closed",
            or(of("closure", "descriptionClosed"), "No"),
        ),
        ("language", record.attribute("language")),
        ("copyright", record.attribute("rights")),
        // What nobody is asked for, and nobody signed.
        ("former reference", ""),
        ("translated filename", ""),
        ("copyright details", ""),
        ("related material", ""),
        ("restrictions on use", ""),
        ("evidence provided by", ""),
    ] {
        let cell = row.cell(header);
        if cell != says {
            few.on_line(&DISAGREES, row.line, |finding| {
                finding.expected(says).found(cell).detail(header)
            });
        }
    }
}
