//! Whether each record is open or closed in the way that it must say.

use chrono::NaiveDate;

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::opening_date;
use crate::package::tdr;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "every record is open, or closed by codes and periods until a day that follows",
    raises: &[&PARTICULARS, &OPENING, &SCHEDULE],
    run: Run::Ours(run),
};

static PARTICULARS: Code = Code {
    id: "MAN-011",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026; consign's deposit manifest 0.1",
    title: "A record's closure says too little or too much.",
    explanation: "A closed record has exemption codes, a period for each of them, a start, the \
        date of the schedule, and whether its name and description are closed too. An open record \
        has none of these.",
    remedy: "Ask the sender what was decided on this record, and publish nothing until then.",
};

static OPENING: Code = Code {
    id: "MAN-012",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The opening date of a closed record does not follow from its start and periods.",
    explanation: "A record opens on the day after its longest period ends. By the date stated it \
        would be published too early, or kept closed too long.",
    remedy: "Count the date again from start and periods, and ask the sender.",
};

static SCHEDULE: Code = Code {
    id: "MAN-025",
    severity: Severity::Warning,
    clause: "FOI Code of Practice under section 46; consign's deposit manifest 0.1",
    title: "The schedule under which a record is closed is older than its sensitivity review.",
    explanation: "The Advisory Council agrees to a closure that a review proposed, so its schedule \
        comes after the review. Here it came before: one of the two dates is wrong, or the review \
        looked again at a closure that was agreed already.",
    remedy: "Ask the sender for the schedule, and whether it says what the review decided.",
};

/// What only closed records have.
const ONLY_CLOSED: [&str; 7] = [
    "codes",
    "periods",
    "start",
    "scheduleDate",
    "openingDate",
    "titleClosed",
    "descriptionClosed",
];

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    for (path, record) in inside.records() {
        let Some(closure) = record.child("closure") else {
            continue;
        };
        let is_closed = closure.attribute("status") == "Closed";
        if is_closed {
            schedule(path, closure, findings);
        }
        let mut wrong = |why: String| {
            let finding = at(&PARTICULARS, closure).detail(format!("{path}: {why}"));
            findings.push(finding);
        };
        if !tdr::is_day(closure.attribute("decidedOn")) {
            wrong("decidedOn is no day of the calendar".to_owned());
        }
        for attribute in ONLY_CLOSED {
            match (is_closed, closure.attribute(attribute).is_empty()) {
                (true, true) => wrong(format!("{attribute} is missing: the record is closed")),
                (false, false) => wrong(format!("{attribute} is there: the record is open")),
                _ => {}
            }
        }
        if !is_closed {
            continue;
        }
        let codes = closure.attribute("codes").split(';').count();
        match tdr::periods(closure.attribute("periods")) {
            Some(periods) if periods.len() == codes => opening(path, closure, &periods, findings),
            _ => wrong("periods are not years from 1 to 150, one for each code".to_owned()),
        }
    }
    Ok(())
}

/// Looks whether the schedule came after the review.
fn schedule(path: &str, closure: &Node, findings: &mut Findings) {
    let [scheduled, reviewed] = ["scheduleDate", "decidedOn"].map(|name| closure.attribute(name));
    // One that is missing has its finding.
    if !scheduled.is_empty() && scheduled < reviewed {
        let finding = at(&SCHEDULE, closure).expected(format!("{reviewed} or later"));
        findings.push(finding.found(scheduled).detail(path));
    }
}

/// Compares the opening date with the one that follows.
fn opening(path: &str, closure: &Node, periods: &[u16], findings: &mut Findings) {
    let start = closure.attribute("start").parse::<NaiveDate>();
    let (Ok(start), Some(&longest)) = (start, periods.iter().max()) else {
        return;
    };
    let opens = opening_date(start, longest.into()).to_string();
    let says = closure.attribute("openingDate");
    // One that is missing has its finding.
    if !says.is_empty() && says != opens {
        let finding = at(&OPENING, closure).expected(opens).found(says);
        findings.push(finding.detail(path));
    }
}
