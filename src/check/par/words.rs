//! Whether a file of participants explains itself in the words of its version.

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::trn::sentences;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::participants::{HOW_TO_READ, ParticipantsRead};

pub const CHECK: Check = Check {
    name: "every file of participants explains itself in the words of its version",
    raises: &[&EXPLAINS],
    run: Run::Ours(run),
};

static EXPLAINS: Code = Code {
    id: "PAR-009",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants does not explain itself in the sentences of its version.",
    explanation: "The sentences at its beginning tell people how to read it without consign. They \
        are the same in every such file; other sentences can mislead whoever reads it in decades.",
    remedy: "Read the file by the sentences that are expected, and ask the sender who changed \
        them.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.words);
    Ok(())
}

pub fn findings(path: &str, read: &ParticipantsRead) -> Findings {
    let mut few = Few::new(path);
    if let Some(node) = read.head("howToRead") {
        sentences(node, &HOW_TO_READ, &EXPLAINS, &mut few);
    }
    few.close()
}
