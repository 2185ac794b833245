//! The dates of the entries of the ZIP: TNA takes them as the dates on which records were last
//! modified.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::check::inside::Inside;
use crate::check::man::signed_on;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the entries of the ZIP have the dates of their records, or of the last sign-off",
    raises: &[&DATE],
    run: Run::Ours(run),
};

static DATE: Code = Code {
    id: "TAG-006",
    severity: Severity::Error,
    clause: "consign's canonical ZIP; TNA metadata schema, June 2026",
    title: "An entry of the ZIP has not the date that it must have.",
    explanation: "The date of an entry becomes the date of the file that is unpacked, and TNA's \
        transfer service compares it with the metadata. A record has its own date, any other \
        file the day of the last sign-off.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(signed_on) = signed_on(inside) else {
        return Ok(());
    };
    let records = inside.records();
    let dates: BTreeMap<&str, NaiveDate> = records
        .iter()
        .filter_map(|(path, record)| {
            let date = record.child("dates")?.attribute("record");
            Some((*path, date.parse().ok()?))
        })
        .collect();
    // A ZIP with another layout has a finding of its own, and a folder has no such dates.
    for (file, is) in inside.package.dates() {
        let path = file.path.as_str();
        let wanted = match dates.get(path) {
            Some(date) => *date,
            // A file that is not listed has a finding of its own.
            None if file.is_payload() => continue,
            None => signed_on,
        };
        if is != wanted {
            let finding = Finding::new(&DATE, Place::file(path));
            findings.push(finding.expected(wanted).found(is));
        }
    }
    Ok(())
}
