//! Payload and payload manifests, both ways (RFC 8493, 2.1.3 and 3): nothing missing, nothing added.

use std::collections::BTreeSet;

use crate::bag::{ManifestKind, Version};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Opened, ReadManifest};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the payload manifests and the payload list the same files",
    raises: &[&ABSENT, &UNLISTED, &OTHER_FORM],
    run: Run::Any(run),
};

static ABSENT: Code = Code {
    id: "BAG-050",
    severity: Severity::Error,
    clause: "RFC 8493, 3",
    title: "A payload file that a manifest lists is not there.",
    explanation: "The sender packaged this file, and it did not arrive. The bag is incomplete, \
        whatever else is right with it.",
    remedy: "Ask the sender for the file, and for the whole package if the copying broke off.",
};

static UNLISTED: Code = Code {
    id: "BAG-051",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.3",
    title: "A file in data/ is not in every payload manifest.",
    explanation: "No digest vouches for it, or not all that should. It was added after the bag \
        was made, or a manifest lost a line. Before version 1.0 one manifest was enough.",
    remedy: "Find out who added the file; ask the sender for the list of what was sent.",
};

static OTHER_FORM: Code = Code {
    id: "BAG-052",
    severity: Severity::Warning,
    clause: "RFC 8493, 6",
    title: "A file's name and its path in the manifest differ in the form of their letters.",
    explanation: "Unicode writes letters such as \u{e9} in one character or in two. The file was \
        taken for the one that is meant. A system, usually a Mac, changed the name when the \
        files were copied; strict programs say that the file is missing.",
    remedy: "Keep the package as it is, and note that other programs may report this file.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    let of_payload = package.manifests_of(ManifestKind::Payload);
    let manifests: Vec<_> = of_payload.filter(|m| !m.tag.is_unread()).collect();
    let listed: Vec<_> = manifests
        .iter()
        .map(|manifest| listed(package, manifest, findings))
        .collect();
    if manifests.is_empty() {
        // That there is none is a finding of its own, once and not for every file.
        return Ok(());
    }
    for (index, file) in package.files().iter().enumerate() {
        if !file.is_payload() {
            continue;
        }
        let without = || {
            let pairs = manifests.iter().zip(&listed);
            pairs.filter(|(_, listed)| !listed[index])
        };
        let missing = without().count();
        let one_is_enough = package.version() < Version::V1_0;
        if missing == 0 || one_is_enough && missing < manifests.len() {
            continue;
        }
        let names: Vec<_> = without().map(|(m, _)| m.tag.path.as_str()).collect();
        let detail = format!("not in {}", names.join(", "));
        findings.push(Finding::new(&UNLISTED, Place::file(&file.path)).detail(detail));
    }
    Ok(())
}

/// Tells of each file whether a manifest lists it, and reports those listed that are not there.
fn listed(package: &Opened, manifest: &ReadManifest, findings: &mut Findings) -> Vec<bool> {
    let mut is_listed = vec![false; package.files().len()];
    let elsewhere: BTreeSet<&str> = package
        .fetch()
        .map(|fetch| fetch.content.lines.iter().map(|line| line.path.as_str()))
        .into_iter()
        .flatten()
        .collect();
    for (listed, index) in package.listed(manifest) {
        let from = || Place::line(&manifest.tag.path, listed.line);
        let Some(index) = index else {
            let finding = Finding::new(&ABSENT, Place::file(&listed.path));
            findings.push(if elsewhere.contains(listed.path.as_str()) {
                finding.detail(format_args!(
                    "{}; fetch.txt says that it is elsewhere",
                    from()
                ))
            } else {
                finding.detail(from())
            });
            continue;
        };
        let path = &package.files()[index].path;
        if *path != listed.path {
            let finding = Finding::new(&OTHER_FORM, Place::file(path));
            findings.push(finding.expected(&listed.path).found(path).detail(from()));
        }
        is_listed[index] = true;
    }
    is_listed
}
