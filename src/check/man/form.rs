//! Whether the deposit manifest is XML as consign writes it, and follows its schema.

use crate::check::few::{ANOTHER_COPY, of_form};
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout::DEPOSIT_MANIFEST;

pub const CHECK: Check = Check {
    name: "the deposit manifest is well formed and follows its schema",
    raises: &[&MALFORMED, &SCHEMA],
    run: Run::Ours(run),
};

static MALFORMED: Code = Code {
    id: "MAN-001",
    severity: Severity::Error,
    clause: "XML 1.0; consign's deposit manifest 0.1",
    title: "The deposit manifest is not well-formed XML as consign writes it.",
    explanation: "What it says of the records, of who decided, and of the sums was not read, and \
        nothing that follows from it was checked. It was cut, damaged, or changed by hand.",
    remedy: ANOTHER_COPY,
};

static SCHEMA: Code = Code {
    id: "MAN-002",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The deposit manifest does not follow its schema.",
    explanation: "An element or attribute is missing, unknown, in the wrong place or has a value \
        that it cannot have. Nothing that follows from the manifest was checked.",
    remedy: "Ask the sender for the deposit manifest as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let wrong = &inside.manifest_wrong;
    findings.append(of_form(DEPOSIT_MANIFEST, wrong, &MALFORMED, &SCHEMA));
    Ok(())
}
