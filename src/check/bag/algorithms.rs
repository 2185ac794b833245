//! The names and algorithms of manifests (RFC 8493, 2.1.3 and 2.4).

use std::collections::BTreeSet;

use crate::bag::{ManifestKind, ManifestName};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::Algorithm;
use crate::package::Opened;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the manifests have algorithms that can be relied on",
    raises: &[&SPELLING, &WEAK, &UNKNOWN, &NONE, &NOT_OURS],
    run: Run::Any(run),
};

/// The algorithms whose digests can be forged, of those with which bags are made.
const BROKEN: &[&str] = &["md5", "sha1"];

static SPELLING: Code = Code {
    id: "BAG-040",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.3 and 2.4",
    title: "The name of a manifest does not spell its algorithm in lower case without hyphens.",
    explanation: "It was read all the same. Other programs may not take the file for a manifest, \
        and then check nothing by it.",
    remedy: "For the next transfer, ask for names such as manifest-sha256.txt.",
};

static WEAK: Code = Code {
    id: "BAG-042",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.4",
    title: "A manifest has an algorithm that is broken, and is not verified.",
    explanation: "Two files with the same MD5 or SHA-1 can be made at will, so such a digest \
        protects against accidents only. consign computes SHA-256 and SHA-512; the lines of \
        this manifest were read, and its digests were not compared.",
    remedy: "If there is no other manifest, verify this one with md5sum or sha1sum, and ask for \
        SHA-256 or SHA-512 next time.",
};

static UNKNOWN: Code = Code {
    id: "BAG-043",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.4",
    title: "A manifest has an algorithm that consign does not compute.",
    explanation: "The lines of this manifest were read, and its digests were not compared. The \
        name may be misspelt.",
    remedy: "Verify it with another program, or ask the sender for SHA-256 or SHA-512.",
};

static NONE: Code = Code {
    id: "BAG-044",
    severity: Severity::Error,
    clause: "RFC 8493, 2.4",
    title: "No payload manifest has an algorithm that consign computes.",
    explanation: "No digest of the payload was compared, so whether the records are unchanged is \
        not known. The bag cannot be called valid.",
    remedy: "Ask the sender for a manifest with SHA-256 or SHA-512.",
};

static NOT_OURS: Code = Code {
    id: "BAG-045",
    severity: Severity::Error,
    clause: "consign's package, manifests",
    title: "The manifests are not exactly those of a package with a deposit manifest.",
    explanation: "Such a package has payload and tag manifests with SHA-256 and with SHA-512, \
        and no others. A manifest was removed, added or swapped, which is how a changed file \
        could be passed off as unchanged.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    for manifest in package.manifests() {
        let place = Place::file(&manifest.tag.path);
        let spelt = manifest.name.to_string();
        if spelt != manifest.tag.path {
            findings.push(Finding::new(&SPELLING, place.clone()).expected(spelt));
        }
        let algorithm = manifest.name.algorithm.as_str();
        if BROKEN.contains(&algorithm) {
            findings.push(Finding::new(&WEAK, place).found(algorithm));
        } else if manifest.name.supported().is_none() {
            findings.push(Finding::new(&UNKNOWN, place).found(algorithm));
        }
    }
    let mut payload = package.manifests_of(ManifestKind::Payload).peekable();
    let any = payload.peek().is_some();
    if any && payload.all(|manifest| manifest.name.supported().is_none()) {
        let place = Place::file(package.name());
        findings.push(Finding::new(&NONE, place).expected("SHA-256 or SHA-512"));
    }
    if package.is_ours() {
        ours(package, findings);
    }
    Ok(())
}

fn ours(package: &Opened, findings: &mut Findings) {
    let kinds = [ManifestKind::Payload, ManifestKind::Tag];
    let names =
        |kind| Algorithm::ALL.map(|algorithm| ManifestName::new(kind, algorithm).to_string());
    let wanted: BTreeSet<String> = kinds.into_iter().flat_map(names).collect();
    let paths = package.manifests().iter();
    let found: BTreeSet<String> = paths.map(|manifest| manifest.tag.path.clone()).collect();
    for path in wanted.difference(&found) {
        findings.push(Finding::new(&NOT_OURS, Place::file(path)).detail("it is missing"));
    }
    for path in found.difference(&wanted) {
        findings.push(Finding::new(&NOT_OURS, Place::file(path)).detail("it is one too many"));
    }
}
