//! Whether each record has the dates of its messages, and those on which it is due.

use chrono::NaiveDate;

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::RecordDates;

pub const CHECK: Check = Check {
    name: "every record has the dates of its messages, and those on which it is due",
    raises: &[&COVERING, &DUE],
    run: Run::Ours(run),
};

static COVERING: Code = Code {
    id: "MAN-009",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1; Public Records Act 1958, section 10(2)",
    title: "A record does not have the dates of its messages.",
    explanation: "A record is dated by its last message, an attachment by the last message that \
        carries it, a file of participants like its transcript. All dates on which it is due or opened follow from this one.",
    remedy: "Ask the sender for the dates of the record.",
};

static DUE: Code = Code {
    id: "MAN-010",
    severity: Severity::Error,
    clause: "Public Records Act 1958, section 3(4); Freedom of Information Act 2000, section 62",
    title: "A date on which a record is due is not the one that follows from its dates.",
    explanation: "Three readings of the duty are given: twenty years to the day, the end of the \
        twentieth year, and the beginning of the year after; and whether that was before the year \
        of the sign-off, is in it, in the next or later. Here one was counted wrongly.",
    remedy: "Count the date again from the date of the record, and ask the sender.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let as_at = manifest.part("law").map(|law| law.attribute("asAt"));
    let as_at: Option<NaiveDate> = as_at.and_then(|day| day.parse().ok());
    for node in &manifest.records {
        let Some(dates) = node.child("dates") else {
            continue;
        };
        let path = node.attribute("path");
        let of_messages = match node.attribute("role") {
            "transcript" => inside.transcript(path).and_then(|t| t.dates),
            "participants" => inside.listed(path).and_then(|t| t.dates),
            _ => inside.carried(path).map(|c| (c.first, c.last)),
        };
        let (first, record) = (dates.attribute("first"), dates.attribute("record"));
        let mut differ = |code, attribute: &str, wanted: String| {
            let says = dates.attribute(attribute);
            if says != wanted {
                let finding = at(code, dates).expected(wanted).found(says);
                findings.push(finding.detail(format!("{attribute} of {path}")));
            }
        };
        if let Some((first, last)) = of_messages {
            differ(&COVERING, "first", first.to_string());
            differ(&COVERING, "record", last.to_string());
        }
        let (Ok(first), Ok(last)) = (first.parse(), record.parse()) else {
            // It has the form of a day and is none of the calendar.
            differ(&DUE, "record", "a day of the calendar".to_owned());
            continue;
        };
        let due = RecordDates::of(first, last);
        differ(&DUE, "dueByStatute", due.due_by_statute.to_string());
        differ(&DUE, "dueByPractice", due.due_by_practice.to_string());
        differ(&DUE, "historicalFrom", due.historical_from.to_string());
        differ(&DUE, "firstDue", due.first_due.to_string());
        if let Some(as_at) = as_at {
            differ(&DUE, "duty", due.duty(as_at).word().to_owned());
        }
    }
    Ok(())
}
