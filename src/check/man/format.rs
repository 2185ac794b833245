//! Whether the format that the deposit manifest states of each record is the one that its bytes
//! show.

use super::at;
use crate::check::inside::{Inside, role_of};
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::format::{Basis, Identified, XML};
use crate::package::layout::Role;

pub const CHECK: Check = Check {
    name: "every record has the format that the deposit manifest states",
    raises: &[&FORMAT],
    run: Run::Ours(run),
};

static FORMAT: Code = Code {
    id: "MAN-020",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1; PRONOM, DROID signature file 122",
    title: "A record has not the format that the deposit manifest states.",
    explanation: "Who opens the record in decades chooses a program by its format. The bytes of \
        this one show another format than is stated, or show none where one is stated.",
    remedy: "Identify the record with DROID, and ask the sender where the stated format comes from.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let records = inside.manifest().map_or(&[][..], |m| &m.records);
    for node in records {
        let path = node.attribute("path");
        let Some(shown) = inside.format(path) else {
            continue;
        };
        let stated = (node.attribute("puid"), node.attribute("formatBasis"));
        let is_ours = role_of(path).is_some_and(|role| role != Role::Attachment);
        let shown = match shown.puid {
            // That the manifest calls it something else has a finding of its own.
            Some(XML) if is_ours => (stated.0, Basis::Written.word()),
            _ => words(shown),
        };
        if stated != shown {
            let finding = at(&FORMAT, node).expected(in_words(shown));
            findings.push(finding.found(in_words(stated)).detail(path));
        }
    }
    Ok(())
}

fn words(shown: Identified) -> (&'static str, &'static str) {
    (shown.puid.unwrap_or_default(), shown.by.word())
}

fn in_words((puid, basis): (&str, &str)) -> String {
    match puid {
        "" => basis.to_owned(),
        puid => format!("{puid} ({basis})"),
    }
}
