//! The tag files of a package of ours: a fixed set, of which all that follows from something else
//! is derived again.

mod dates;
mod derived;
mod guide;
mod pages;
mod told;

use std::collections::BTreeSet;

use super::inside::Inside;
use super::{Check, Code, Finding, Findings, Run, Severity};
use crate::bag::{self, ManifestName, Version};
use crate::container::OpenError;
use crate::package::layout::TAG_FILES;
use crate::place::Place;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "the tag files are those of a package of ours, and no others",
        raises: &[&ABSENT, &STRANGER],
        run: Run::Ours(set),
    },
    derived::CHECK,
    guide::CHECK,
    pages::CHECK,
    told::CHECK,
    dates::CHECK,
];

static ABSENT: Code = Code {
    id: "TAG-001",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "A tag file that every package of ours has is not there.",
    explanation: "The tag files are a fixed set: who reads the package later looks for each of \
        them. This one was taken out, and the tag manifests may have been written again.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

static STRANGER: Code = Code {
    id: "TAG-002",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "A tag file is none that a package of ours has.",
    explanation: "consign writes a fixed set of tag files. Another one was put in later, and \
        nobody signed for what it says.",
    remedy: "Do not open the file before the sender says what it is.",
};

fn set(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let of_bagit = [bag::DECLARATION, Version::V1_0.info_file()];
    let known: BTreeSet<&str> = TAG_FILES.into_iter().chain(of_bagit).collect();
    for path in TAG_FILES {
        if inside.package.file(path).is_none() {
            findings.push(Finding::new(&ABSENT, Place::file(path)));
        }
    }
    for file in inside.package.files() {
        let path = file.path.as_str();
        let is_known = known.contains(path) || ManifestName::parse(path).is_some();
        if !file.is_payload() && !is_known {
            findings.push(Finding::new(&STRANGER, Place::file(path)));
        }
    }
    Ok(())
}
