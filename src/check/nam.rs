//! The names of records: they are public, and consign gives them by numbers and dates alone.

use super::inside::{Inside, below_data};
use super::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout::record_name;
use crate::place::Place;

/// The checks of this family.
pub const CHECKS: &[Check] = &[Check {
    name: "every record has a name of the form that consign gives",
    raises: &[&NAME],
    run: Run::Ours(run),
}];

static NAME: Code = Code {
    id: "NAM-001",
    severity: Severity::Error,
    clause: "consign's names; TNA's transfer service, August 2026",
    title: "A record has not a name that consign gives.",
    explanation: "The names of records are published. Those that consign gives hold a reference, \
        numbers and dates, and nothing that could be personal; they are small ASCII letters with \
        an extension, never end as names of redacted copies do, and are files on every system.",
    remedy: "Ask the sender how the record came to have this name.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    for file in inside.package.payload() {
        if record_name(below_data(&file.path)).is_none() {
            findings.push(Finding::new(&NAME, Place::file(&file.path)));
        }
    }
    Ok(())
}
