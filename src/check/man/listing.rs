//! Whether the deposit manifest lists the files in `data/`, each once, and no others.

use std::collections::BTreeSet;

use super::at;
use crate::check::inside::{Inside, below_data};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout::{DEPOSIT_MANIFEST, Role, record_name};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the deposit manifest lists every record in data/ once, and no others",
    raises: &[&UNLISTED, &ABSENT, &TWICE, &ROLE],
    run: Run::Ours(run),
};

static UNLISTED: Code = Code {
    id: "MAN-003",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A file in data/ is not listed in the deposit manifest.",
    explanation: "Nobody reviewed and signed this file for transfer: it has no description, no \
        rights and no closure. On transfer every file in data/ becomes a public record.",
    remedy: "Do not accept the package before the sender says what the file is.",
};

static ABSENT: Code = Code {
    id: "MAN-004",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A record that the deposit manifest lists is not there.",
    explanation: "It was signed for transfer, and did not arrive.",
    remedy: "Ask the sender for the record, and for the whole package if the copying broke off.",
};

static TWICE: Code = Code {
    id: "MAN-005",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The deposit manifest lists a record twice.",
    explanation: "Of two entries for one record, one can say open and the other closed. Neither \
        can be relied on.",
    remedy: "Ask the sender which of the two entries holds.",
};

static ROLE: Code = Code {
    id: "MAN-007",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The deposit manifest calls a record what it is not.",
    explanation: "A record is a transcript, a file of participants or an attachment, as its file \
        name says, and the first two are XML, fmt/101 in PRONOM. What is called an attachment is not read as a \
        transcript by who goes by the manifest.",
    remedy: "Ask the sender what the record is.",
};

/// The format of transcripts and files of participants in PRONOM: XML that begins with its declaration.
const OUR_PUID: &str = "fmt/101";

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let mut listed = BTreeSet::new();
    for node in &manifest.records {
        let path = node.attribute("path");
        if !listed.insert(path) {
            findings.push(at(&TWICE, node).found(path));
        }
        if !inside
            .package
            .file(path)
            .is_some_and(|file| file.is_payload())
        {
            findings.push(at(&ABSENT, node).found(path));
        }
        // A file whose name says nothing has a finding of its own.
        if let Some(name) = record_name(below_data(path)) {
            let mut differ = |wanted: &str, attribute: &str| {
                let says = node.attribute(attribute);
                if says != wanted {
                    let finding = at(&ROLE, node).expected(wanted).found(says);
                    findings.push(finding.detail(format!("{attribute} of {path}")));
                }
            };
            differ(name.role.word(), "role");
            if name.role != Role::Attachment {
                differ(OUR_PUID, "puid");
            }
        }
    }
    for file in inside.package.payload() {
        if !listed.contains(file.path.as_str()) {
            let finding = Finding::new(&UNLISTED, Place::file(&file.path));
            findings.push(finding.detail(DEPOSIT_MANIFEST));
        }
    }
    Ok(())
}
