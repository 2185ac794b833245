//! Whether a file of participants is XML as consign writes it, and follows its schema.

use super::report;
use crate::check::few::{ANOTHER_COPY, NOT_BY_ITS_SCHEMA, of_form};
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::participants::ParticipantsRead;

pub const CHECK: Check = Check {
    name: "every file of participants is well formed and follows its schema",
    raises: &[&MALFORMED, &SCHEMA],
    run: Run::Ours(run),
};

static MALFORMED: Code = Code {
    id: "PAR-001",
    severity: Severity::Error,
    clause: "XML 1.0; consign's file of participants 0.1",
    title: "A file of participants is not well-formed XML as consign writes it.",
    explanation: "Nothing behind this place was read, so nothing is known of the people there. \
        The file was cut, damaged, or changed by hand.",
    remedy: ANOTHER_COPY,
};

static SCHEMA: Code = Code {
    id: "PAR-002",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants does not follow its schema.",
    explanation: NOT_BY_ITS_SCHEMA,
    remedy: "Ask the sender for the file of participants as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.form);
    Ok(())
}

pub fn findings(path: &str, read: &ParticipantsRead) -> Findings {
    of_form(path, &read.wrong, &MALFORMED, &SCHEMA)
}
