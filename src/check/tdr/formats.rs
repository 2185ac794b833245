//! The records that TNA's transfer service refuses for their format. The package is valid all the
//! same: it can be transferred in another way.

use crate::check::inside::Inside;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::format::{Lock, Refusal, refusal};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "no record has a format that TNA's transfer service refuses",
    raises: &[&REFUSED, &NOT_KNOWN, &LOCKED],
    run: Run::Ours(run),
};

static REFUSED: Code = Code {
    id: "TDR-007",
    severity: Severity::Warning,
    clause: "TNA's transfer service, refused formats, August 2026",
    title: "TNA's transfer service refuses the format of a record.",
    explanation: "It takes no ZIP files or others that hold files, no programs, shortcuts or files \
        of a system. One such file holds up the whole transfer.",
    remedy: "Ask tdr@nationalarchives.gov.uk how to transfer the record before anything is uploaded.",
};

static NOT_KNOWN: Code = Code {
    id: "TDR-008",
    severity: Severity::Warning,
    clause: "TNA's transfer service, refused formats, August 2026",
    title: "The format of a record is not identified, and TNA's transfer service refuses such files.",
    explanation: "The bytes of the record show no format that is told apart here with certainty. \
        It may be damaged, have a wrong extension, or have a rare format, which TNA's own program \
        DROID may know.",
    remedy: "Identify the record with DROID; if it does not know the format, ask \
        tdr@nationalarchives.gov.uk how to transfer the record.",
};

static LOCKED: Code = Code {
    id: "TDR-009",
    severity: Severity::Warning,
    clause: "TNA's transfer service, questions and answers, August 2026",
    title: "A password protects a record, and TNA's transfer service refuses such files.",
    explanation: "The record is encrypted, whether it asks for a password when it is opened or \
        not. In decades nobody may know how to open it.",
    remedy: "Look for the record without its protection, and ask tdr@nationalarchives.gov.uk if \
        there is none.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    for path in inside.records().into_keys() {
        let Some(shown) = inside.format(path) else {
            continue;
        };
        let (code, words) = match (shown.lock, refusal(shown.puid)) {
            (Lock::Password, _) | (_, Some(Refusal::Password)) => (&LOCKED, ""),
            (_, Some(Refusal::NotIdentified)) => (&NOT_KNOWN, ""),
            (_, Some(why)) => (&REFUSED, why.words()),
            (_, None) => continue,
        };
        let mut finding = Finding::new(code, Place::file(path));
        if let Some(puid) = shown.puid {
            finding = finding.found(puid);
        }
        if !words.is_empty() {
            finding = finding.detail(format!("it refuses {words}"));
        }
        findings.push(finding);
    }
    Ok(())
}
