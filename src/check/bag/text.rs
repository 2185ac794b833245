//! Tag files as text (RFC 8493, 2.3): what is read of all of them in the same way.

use crate::bag::{FetchFault, InfoFault, ManifestFault, TextFault};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Opened, TagFile};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the tag files are text, and within the limits",
    raises: &[&MARK, &UNDECODABLE, &LIMIT],
    run: Run::Any(run),
};

static MARK: Code = Code {
    id: "BAG-020",
    severity: Severity::Error,
    clause: "RFC 8493, 2.3",
    title: "A tag file in UTF-8 starts with a byte order mark.",
    explanation: "Many programs take the mark for a part of the first line, and then miss the \
        first digest or the first field. An editor on Windows usually adds it.",
    remedy: "Ask the sender to save the file again as UTF-8 without a byte order mark.",
};

static UNDECODABLE: Code = Code {
    id: "BAG-021",
    severity: Severity::Error,
    clause: "RFC 8493, 2.3",
    title: "A line of a tag file is not text in the encoding that bagit.txt declares.",
    explanation: "The line was passed over, because its names could only be guessed. The file is \
        damaged, or is in another encoding than the bag says.",
    remedy: "Ask the sender in which encoding the bag was made, and for a bag in UTF-8.",
};

static LIMIT: Code = Code {
    id: "BAG-022",
    severity: Severity::Error,
    clause: "limit of this program",
    title: "A tag file passes a limit, and was not read whole.",
    explanation: "What was not read was not checked, so the bag cannot be called valid. The \
        limits protect the machine against files that are made to exhaust it; an honest package \
        can pass them too.",
    remedy: "If the package is expected to be so large, raise the limit and validate it again.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if let Some(tag) = package.declaration() {
        too_large(tag, findings);
    }
    for manifest in package.manifests() {
        too_large(&manifest.tag, findings);
        for at in &manifest.tag.content.faults {
            if let ManifestFault::Text(fault) = &at.fault {
                findings.push(finding(&manifest.tag.path, at.line, fault));
            }
        }
    }
    if let Some(tag) = package.info() {
        too_large(tag, findings);
        for at in &tag.content.faults {
            if let InfoFault::Text(fault) = &at.fault {
                findings.push(finding(&tag.path, at.line, fault));
            }
        }
    }
    if let Some(tag) = package.fetch() {
        too_large(tag, findings);
        for at in &tag.content.faults {
            if let FetchFault::Text(fault) = &at.fault {
                findings.push(finding(&tag.path, at.line, fault));
            }
        }
    }
    Ok(())
}

fn too_large<T>(tag: &TagFile<T>, findings: &mut Findings) {
    if let Some(fault) = tag.fault.as_ref().filter(|_| tag.is_unread()) {
        findings.push(Finding::new(&LIMIT, Place::file(&tag.path)).detail(fault));
    }
}

fn finding(path: &str, line: u64, fault: &TextFault) -> Finding {
    let code = match fault {
        TextFault::ByteOrderMark => &MARK,
        TextFault::Undecodable => &UNDECODABLE,
        TextFault::LineTooLong(_) | TextFault::TooManyLines(_) => &LIMIT,
    };
    Finding::new(code, Place::line(path, line)).found(fault)
}
