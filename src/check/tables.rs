//! The two small CSVs of a package: the ledger of the messages transferred, and the acts.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use super::few::Few;
use super::inside::Inside;
use super::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::Sha256Digest;
use crate::package::{events, layout};
use crate::xml::Node;

use super::trn::{Reason, Transcript};

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "ledger.csv has one row for each message transferred, with its decision",
        raises: &[&LEDGER_FORM, &LEDGER_ROW],
        run: Run::Ours(ledger),
    },
    Check {
        name: "events.csv has the acts, the sign-offs among them, and the journal's end",
        raises: &[&EVENTS_FORM, &HEAD, &SIGN_OFF],
        run: Run::Ours(events),
    },
];

static LEDGER_FORM: Code = Code {
    id: "CSV-001",
    severity: Severity::Error,
    clause: "consign's ledger.csv; RFC 4180",
    title: "ledger.csv cannot be read as the ledger of a package.",
    explanation: "Its columns are not those of a ledger, or a row is not a row. What was decided \
        on each message then cannot be looked up in it.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static LEDGER_ROW: Code = Code {
    id: "CSV-002",
    severity: Severity::Error,
    clause: "consign's ledger.csv",
    title: "ledger.csv and the transcripts do not say the same of a message.",
    explanation: "The ledger has one row for each message of each transcript, in their order, \
        with the same decision, basis and reason, and no others. From the first row that differs \
        nothing more is compared in this transcript.",
    remedy: "Ask the sender what was decided on the message.",
};

static EVENTS_FORM: Code = Code {
    id: "CSV-003",
    severity: Severity::Error,
    clause: "consign's events.csv; RFC 4180",
    title: "events.csv cannot be read as the acts of a batch.",
    explanation: "Its columns are not those of the acts, or a row has a code, a time or a count \
        that it cannot have. The acts show who did what on the way to this package.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static HEAD: Code = Code {
    id: "CSV-004",
    severity: Severity::Error,
    clause: "consign's events.csv",
    title: "events.csv does not end with the hash of the journal.",
    explanation: "The last row ties the package to the journal that the department keeps: its \
        SHA-256 shows later that the journal was not rewritten.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static SIGN_OFF: Code = Code {
    id: "CSV-005",
    severity: Severity::Error,
    clause: "consign's events.csv",
    title: "A sign-off of the deposit manifest is not among the acts.",
    explanation: "Both sign-offs are acts, with the same posts and times in both files. One of \
        the two was changed.",
    remedy: "Ask the sender who signed, and when.",
};

const LEDGER_COLUMNS: [&str; 5] = ["record", "n", "decision", "basis", "because"];
/// Opens a CSV of the package; nothing where it is not there or cannot be read, which has findings
/// of its own.
pub(super) fn open<'a>(inside: &Inside<'a>, path: &str) -> Option<impl Read + use<'a>> {
    inside.fixity(path)?;
    let file = inside.package.file(path)?;
    let limit = inside.package.limits().tag.file;
    let from = inside.package.open_content(file).ok()?;
    Some(BufReader::new(from.take(limit)))
}

/// Tells whether the next row is the header of these columns.
pub(super) fn has_header<R: Read>(csv: &mut csv::Reader<R>, columns: &[&str]) -> bool {
    let headers = csv.headers();
    headers.is_ok_and(|headers| headers.iter().eq(columns.iter().copied()))
}

fn ledger(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(from) = open(inside, layout::LEDGER) else {
        return Ok(());
    };
    let mut few = Few::new(layout::LEDGER);
    let mut csv = csv::Reader::from_reader(from);
    if !has_header(&mut csv, &LEDGER_COLUMNS) {
        few.on_line(&LEDGER_FORM, 1, |f| f.expected(LEDGER_COLUMNS.join(",")));
        findings.append(few.close());
        return Ok(());
    }
    let mut ledger = Ledger::new(inside);
    let mut row = csv::StringRecord::new();
    loop {
        let line = csv.position().line();
        match csv.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => ledger.row(&row, &mut few),
            Err(error) => {
                few.on_line(&LEDGER_FORM, line, |finding| finding.detail(error));
                findings.append(few.close());
                return Ok(());
            }
        }
    }
    ledger.end(&mut few, csv.position().line());
    findings.append(few.close());
    Ok(())
}

/// The ledger as it is read, against the transcripts.
struct Ledger<'a> {
    transcripts: BTreeMap<&'a str, &'a Transcript>,
    /// The record of the rows that are read now, and how many of its rows were read.
    now: Option<(&'a Transcript, usize)>,
    /// The records whose rows are not compared any more.
    given_up: bool,
    last: String,
    knows_all: bool,
}

impl<'a> Ledger<'a> {
    fn new(inside: &'a Inside<'_>) -> Ledger<'a> {
        let whole = inside.transcripts.iter().filter(|t| t.is_whole);
        Ledger {
            transcripts: whole.map(|t| (t.path.as_str(), t)).collect(),
            now: None,
            given_up: false,
            last: String::new(),
            knows_all: inside.all_transcripts_are_whole(),
        }
    }

    fn row(&mut self, row: &csv::StringRecord, few: &mut Few) {
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |index: usize| row.get(index).unwrap_or_default();
        let record = cell(0);
        if record != self.last {
            self.close(few, line);
            // Its rows stand together, in the order of the records: one that comes again is gone.
            self.now = self.transcripts.remove(record).map(|t| (t, 0));
            self.given_up = self.now.is_none();
            let in_order = self.last.as_str() < record;
            if self.now.is_none() && self.knows_all || !in_order {
                few.on_line(&LEDGER_ROW, line, |f| {
                    f.found(record)
                        .detail("a row of no transcript, or out of order")
                });
            }
            record.clone_into(&mut self.last);
        }
        let Some((transcript, read)) = &mut self.now else {
            return;
        };
        *read += 1;
        let same = transcript.reasons.get(*read - 1)
            == Some(&Reason::of(cell(2), cell(3), cell(4)))
            && cell(1) == read.to_string();
        if !same && !self.given_up {
            self.given_up = true;
            let expected = format!("message {read} of {record}");
            few.on_line(&LEDGER_ROW, line, |finding| {
                let cells: Vec<&str> = row.iter().skip(1).collect();
                finding.expected(expected).found(cells.join(","))
            });
        }
    }

    /// Ends the record of the last rows: are there messages without a row?
    fn close(&mut self, few: &mut Few, line: u64) {
        if let Some((transcript, read)) = self.now.take()
            && !self.given_up
            && read < transcript.reasons.len()
        {
            let detail = format!("no row for message {} of {}", read + 1, transcript.path);
            few.on_line(&LEDGER_ROW, line, |finding| finding.detail(detail));
        }
    }

    fn end(mut self, few: &mut Few, line: u64) {
        self.close(few, line);
        for (path, transcript) in &self.transcripts {
            if transcript.messages > 0 {
                let detail = format!("no row for the messages of {path}");
                few.on_line(&LEDGER_ROW, line, |finding| finding.detail(detail));
            }
        }
    }
}

fn events(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(from) = open(inside, layout::EVENTS) else {
        return Ok(());
    };
    let mut few = Few::new(layout::EVENTS);
    let mut csv = csv::Reader::from_reader(from);
    if !has_header(&mut csv, &events::COLUMNS) {
        few.on_line(&EVENTS_FORM, 1, |f| f.expected(events::COLUMNS.join(",")));
        findings.append(few.close());
        return Ok(());
    }
    let mut sign_offs = sign_offs(inside);
    let mut last: Option<csv::StringRecord> = None;
    for row in csv.into_records() {
        match row {
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                few.on_line(&EVENTS_FORM, line, |finding| finding.detail(error));
                findings.append(few.close());
                return Ok(());
            }
            Ok(row) => {
                if let Some(act) = last.replace(row) {
                    self::act(&act, &mut few);
                    sign_offs.retain(|(_, cells)| *cells != of_sign_off(&act));
                }
            }
        }
    }
    let cells: Vec<&str> = last.iter().flat_map(|row| row.iter()).collect();
    let end = events::JOURNAL_HEAD;
    let is_head = matches!(cells[..], [code, what, "", "", "", hash, unit, ""]
        if (code, what, unit) == (end.code, end.what, end.unit) && hash.parse::<Sha256Digest>().is_ok_and(|digest| digest.to_string() == hash));
    if !is_head {
        let line = last.as_ref().and_then(csv::StringRecord::position);
        few.on_line(&HEAD, line.map_or(1, csv::Position::line), |finding| {
            finding.found(cells.join(","))
        });
    }
    for (node, cells) in sign_offs {
        few.on_line(&SIGN_OFF, 1, |finding| {
            let detail = format!("{}, line {}", layout::DEPOSIT_MANIFEST, node.line);
            finding.expected(cells.join(",")).detail(detail)
        });
    }
    findings.append(few.close());
    Ok(())
}

/// Holds a row of an act to its form.
fn act(row: &csv::StringRecord, few: &mut Few) {
    let line = row.position().map_or(0, csv::Position::line);
    let cell = |index: usize| row.get(index).unwrap_or_default();
    let kind = events::ALL.iter().find(|event| event.code == cell(0));
    let is_time = chrono::NaiveDateTime::parse_from_str(cell(4), "%Y-%m-%dT%H:%M:%SZ").is_ok();
    let is_count = cell(5)
        .parse::<u64>()
        .is_ok_and(|n| n.to_string() == cell(5));
    let wrong = [
        (kind.is_some(), "event", cell(0)),
        (
            kind.is_none_or(|kind| kind.what == cell(1)),
            "what",
            cell(1),
        ),
        (!cell(2).is_empty(), "by", cell(2)),
        (is_time, "at", cell(4)),
        (is_count, "value", cell(5)),
        (
            kind.is_none_or(|kind| kind.unit == cell(6)),
            "unit",
            cell(6),
        ),
        (["yes", "no"].contains(&cell(7)), "replayed", cell(7)),
    ];
    for (_, column, found) in wrong.iter().filter(|(fits, ..)| !fits) {
        few.on_line(&EVENTS_FORM, line, |f| f.found(found).detail(column));
    }
}

/// The cells of a sign-off that stand in both files.
type SignOffCells = [String; 5];

fn of_sign_off(row: &csv::StringRecord) -> SignOffCells {
    [0, 2, 3, 4, 7].map(|index| row.get(index).unwrap_or_default().to_owned())
}

/// Returns the sign-offs of the deposit manifest, as the cells that acts should have.
fn sign_offs<'a>(inside: &'a Inside<'_>) -> Vec<(&'a Node, SignOffCells)> {
    let Some(sign_offs) = inside.manifest().and_then(|m| m.part("signOffs")) else {
        return Vec::new();
    };
    let cells = |node: &'a Node| {
        let event = format!("{}-signed", node.attribute("of"));
        let says = |name| node.attribute(name).to_owned();
        let cells = [
            event,
            says("by"),
            says("second"),
            says("at"),
            says("replayed"),
        ];
        (node, cells)
    };
    sign_offs.all("signOff").map(cells).collect()
}
