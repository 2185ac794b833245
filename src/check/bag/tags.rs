//! Tag manifests and tag files, both ways (RFC 8493, 2.2.1 and 2.2.4).

use std::collections::BTreeSet;

use crate::bag::ManifestKind;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Opened, ReadManifest};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the tag manifests and the tag files list the same files",
    raises: &[
        &ABSENT,
        &MANIFEST_OMITTED,
        &SETS_DIFFER,
        &NONE,
        &UNDECLARED,
        &OTHER_UNDECLARED,
    ],
    run: Run::Any(run),
};

static ABSENT: Code = Code {
    id: "BAG-060",
    severity: Severity::Error,
    clause: "RFC 8493, 3",
    title: "A tag file that a tag manifest lists is not there.",
    explanation: "The sender packaged this file, and it did not arrive. Without its manifests \
        and metadata a bag is incomplete.",
    remedy: "Ask the sender for the file, and for the whole package if the copying broke off.",
};

static MANIFEST_OMITTED: Code = Code {
    id: "BAG-061",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.1",
    title: "A tag manifest does not list every payload manifest.",
    explanation: "The payload manifests vouch for the records, and the tag manifests vouch for \
        them. An unlisted payload manifest can be changed together with a record, unnoticed.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static SETS_DIFFER: Code = Code {
    id: "BAG-062",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.2.1",
    title: "A tag file is in one tag manifest and not in another.",
    explanation: "All tag manifests should list the same files. The file is vouched for by one \
        algorithm only, or was added to one manifest later.",
    remedy: "Ask the sender why the manifests differ.",
};

static NONE: Code = Code {
    id: "BAG-063",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.2.1",
    title: "There is no tag manifest.",
    explanation: "The bag may be valid, but nothing vouches for its manifests and metadata: a \
        record and its line in the manifest can be changed together, unnoticed.",
    remedy: "Keep a digest of the whole package, and ask for tag manifests next time.",
};

static UNDECLARED: Code = Code {
    id: "BAG-064",
    severity: Severity::Error,
    clause: "consign's package, the set of files",
    title: "A file outside data/ is not in every tag manifest.",
    explanation: "A package with a deposit manifest is a closed set of files. No digest vouches \
        for this one, or not all that should, so it was added after packaging.",
    remedy: "Find out who added the file, and ask the sender for the package as consign wrote it.",
};

static OTHER_UNDECLARED: Code = Code {
    id: "BAG-065",
    severity: Severity::Note,
    clause: "RFC 8493, 2.2.4",
    title: "A file outside data/ is in no tag manifest.",
    explanation: "That is allowed: a bag may have tag files that no manifest lists. But nothing \
        tells whether the file is as the sender made it.",
    remedy: "Do not rely on the file without asking the sender.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    let of_tags = package.manifests_of(ManifestKind::Tag);
    let manifests: Vec<_> = of_tags.filter(|m| !m.tag.is_unread()).collect();
    let is_none = package.manifests_of(ManifestKind::Tag).next().is_none();
    if is_none && package.declaration().is_some() && !package.is_ours() {
        findings.push(Finding::new(&NONE, Place::file(package.name())));
    }
    let listed: Vec<_> = manifests
        .iter()
        .map(|manifest| listed(package, manifest, findings))
        .collect();
    for (manifest, listed) in manifests.iter().zip(&listed) {
        omitted_manifests(package, manifest, listed, findings);
    }
    if package.is_ours() {
        undeclared(package, &listed, findings);
    } else {
        other_undeclared(package, &manifests, &listed, findings);
    }
    Ok(())
}

/// Returns the indexes of the files that a tag manifest lists, and reports those not there.
fn listed(package: &Opened, manifest: &ReadManifest, findings: &mut Findings) -> BTreeSet<usize> {
    let mut indexes = BTreeSet::new();
    for (listed, index) in package.listed(manifest) {
        match index {
            Some(index) => {
                indexes.insert(index);
            }
            None => {
                let from = Place::line(&manifest.tag.path, listed.line);
                let finding = Finding::new(&ABSENT, Place::file(&listed.path));
                findings.push(finding.detail(from));
            }
        }
    }
    indexes
}

fn omitted_manifests(
    package: &Opened,
    manifest: &ReadManifest,
    listed: &BTreeSet<usize>,
    findings: &mut Findings,
) {
    for payload in package.manifests_of(ManifestKind::Payload) {
        let index = package.index(&payload.tag.path);
        if index.is_some_and(|index| !listed.contains(&index)) {
            let finding = Finding::new(&MANIFEST_OMITTED, Place::file(&manifest.tag.path));
            findings.push(finding.expected(&payload.tag.path));
        }
    }
}

/// Returns the files that a tag manifest can list: all outside `data/` but tag manifests.
fn tag_files(package: &Opened) -> impl Iterator<Item = (usize, &str)> {
    let of_tags = package.manifests_of(ManifestKind::Tag);
    let tag_manifests: BTreeSet<_> = of_tags.map(|m| m.tag.path.as_str()).collect();
    let files = package.files().iter().enumerate();
    files
        .filter(|(_, file)| !file.is_payload())
        .map(|(index, file)| (index, file.path.as_str()))
        .filter(move |(_, path)| !tag_manifests.contains(path))
}

fn undeclared(package: &Opened, listed: &[BTreeSet<usize>], findings: &mut Findings) {
    for (index, path) in tag_files(package) {
        // Without any tag manifest, that they are missing is the finding.
        if listed.iter().any(|listed| !listed.contains(&index)) {
            findings.push(Finding::new(&UNDECLARED, Place::file(path)));
        }
    }
}

fn other_undeclared(
    package: &Opened,
    manifests: &[&ReadManifest],
    listed: &[BTreeSet<usize>],
    findings: &mut Findings,
) {
    // A payload manifest that is omitted has a finding of its own, and a weightier one.
    let payload: BTreeSet<_> = package
        .manifests_of(ManifestKind::Payload)
        .map(|manifest| manifest.tag.path.as_str())
        .collect();
    for (index, path) in tag_files(package) {
        let without: Vec<_> = manifests
            .iter()
            .zip(listed)
            .filter(|(_, listed)| !listed.contains(&index))
            .map(|(manifest, _)| manifest.tag.path.as_str())
            .collect();
        if without.is_empty() || payload.contains(path) {
            continue;
        }
        let place = Place::file(path);
        if without.len() == manifests.len() {
            findings.push(Finding::new(&OTHER_UNDECLARED, place));
        } else {
            let detail = format!("not in {}", without.join(", "));
            findings.push(Finding::new(&SETS_DIFFER, place).detail(detail));
        }
    }
}
