//! Whether a transcript is XML as consign writes it, and follows its schema.

use super::report;
use crate::check::few::{ANOTHER_COPY, NOT_BY_ITS_SCHEMA, of_form};
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::transcript::TranscriptRead;

pub const CHECK: Check = Check {
    name: "every transcript is well formed and follows its schema",
    raises: &[&MALFORMED, &SCHEMA],
    run: Run::Ours(run),
};

static MALFORMED: Code = Code {
    id: "TRN-001",
    severity: Severity::Error,
    clause: "XML 1.0; consign's transcript 0.1",
    title: "A transcript is not well-formed XML as consign writes it.",
    explanation: "Nothing behind this place was read, so nothing is known of the messages there. \
        The file was cut, damaged, or changed by hand.",
    remedy: ANOTHER_COPY,
};

static SCHEMA: Code = Code {
    id: "TRN-002",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not follow its schema.",
    explanation: NOT_BY_ITS_SCHEMA,
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.form);
    Ok(())
}

pub fn findings(path: &str, read: &TranscriptRead) -> Findings {
    of_form(path, &read.wrong, &MALFORMED, &SCHEMA)
}
