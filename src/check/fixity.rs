//! Fixity: every file is what its manifests say, byte for byte.

use super::{Check, Code, Finding, Findings, Run, Severity};
use crate::bag::ManifestKind;
use crate::container::OpenError;
use crate::package::{Opened, ReadFault, ReadManifest};
use crate::place::Place;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "every file can be read",
        raises: &[&UNREADABLE, &ZIP_PROMISE],
        run: Run::Any(readable),
    },
    Check {
        name: "every file has the digests that the manifests list",
        raises: &[&PAYLOAD, &TAG],
        run: Run::Any(digests),
    },
];

static PAYLOAD: Code = Code {
    id: "FIX-001",
    severity: Severity::Error,
    clause: "RFC 8493, 3",
    title: "A payload file is not what its manifest says.",
    explanation: "Its digest differs from the listed one, so at least one bit of the file, or of \
        the manifest, changed after the package was made. The record can no longer be relied on.",
    remedy: "Ask the sender for another copy of this file, and keep this one to show what arrived.",
};

static TAG: Code = Code {
    id: "FIX-002",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.1",
    title: "A tag file is not what its tag manifest says.",
    explanation: "Its digest differs from the listed one. If it is a manifest, a changed payload \
        file could be passed off as unchanged; if it is metadata, it was edited or damaged.",
    remedy: "Ask the sender for another copy, and whether the file was edited after packaging.",
};

static UNREADABLE: Code = Code {
    id: "FIX-003",
    severity: Severity::Error,
    clause: "RFC 8493, 3",
    title: "A file cannot be read to its end.",
    explanation: "What could not be read could not be checked. The medium may be failing, the \
        permission may be missing, or the entry of the ZIP is damaged.",
    remedy: "Copy the package again from where it was made, to another medium.",
};

static ZIP_PROMISE: Code = Code {
    id: "FIX-004",
    severity: Severity::Error,
    clause: "APPNOTE.TXT 6.3.10, 4.4.7",
    title: "An entry of the ZIP does not have the size or the CRC-32 that the ZIP promises.",
    explanation: "The ZIP was damaged after it was written, in this entry or in what is said \
        about it.",
    remedy: "Copy the file again from where it was made, and compare its SHA-256 with the sender's.",
};

fn readable(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    for (file, digested) in package.files().iter().zip(package.digests()) {
        let Some(fault) = &digested.fault else {
            continue;
        };
        let code = match fault {
            ReadFault::Promise(_) => &ZIP_PROMISE,
            _ => &UNREADABLE,
        };
        findings.push(Finding::new(code, Place::file(&file.path)).detail(fault));
    }
    Ok(())
}

fn digests(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    for manifest in package.manifests() {
        for (listed, index) in package.listed(manifest) {
            let Some(index) = index else {
                continue;
            };
            let Some(found) = &package.digests()[index].fixity else {
                continue;
            };
            if let Some((listed_digest, found)) = listed.digest.differs(found) {
                let place = Place::file(&package.files()[index].path);
                let finding = Finding::new(code_for(manifest), place)
                    .expected(listed_digest)
                    .found(found)
                    .detail(Place::line(&manifest.tag.path, listed.line));
                findings.push(finding);
            }
        }
    }
    Ok(())
}

fn code_for(manifest: &ReadManifest) -> &'static Code {
    match manifest.name.kind {
        ManifestKind::Payload => &PAYLOAD,
        ManifestKind::Tag => &TAG,
    }
}
