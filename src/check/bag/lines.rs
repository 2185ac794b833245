//! The lines of manifests (RFC 8493, 2.1.3 and 2.2.1), each by itself.

use crate::bag::ManifestFault;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::Opened;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the lines of the manifests are as they must be",
    raises: &[
        &NOT_A_LINE,
        &DIGEST,
        &TWICE,
        &PATH,
        &NOT_PAYLOAD,
        &PAYLOAD,
        &TAG_MANIFEST,
        &DOT_SLASH,
        &STAR,
        &PERCENT,
        &FORM,
    ],
    run: Run::Any(run),
};

static NOT_A_LINE: Code = Code {
    id: "BAG-030",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.3",
    title: "A line of a manifest is not a digest and a path.",
    explanation: "The line was passed over. If it was meant to list a file, that file's digest \
        is not known; the manifest is damaged, or was edited.",
    remedy: "Look at the line, and ask the sender for another copy of the manifest.",
};

static DIGEST: Code = Code {
    id: "BAG-031",
    severity: Severity::Error,
    clause: "RFC 8493, 2.4",
    title: "A digest in a manifest is not one of the manifest's algorithm.",
    explanation: "It has the wrong number of digits. It was cut, or made with another algorithm \
        than the manifest's name says, so the file could not be checked by it.",
    remedy: "Ask the sender for another copy of the manifest.",
};

static TWICE: Code = Code {
    id: "BAG-032",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.3",
    title: "A manifest lists a file more than once.",
    explanation: "Each file stands once. If the digests of the two lines differ, the file is \
        valid for one program and damaged for another. The first line was used.",
    remedy: "Ask the sender which of the lines is meant, and for a manifest with one.",
};

static PATH: Code = Code {
    id: "BAG-033",
    severity: Severity::Error,
    clause: "RFC 8493, 5.1",
    title: "A path in a manifest can leave the bag, or is not written in the one way.",
    explanation: "It is absolute, climbs with \"..\", starts from a home folder or a drive, or \
        holds a backslash, an empty segment or a \".\". It was not followed. Such a path is a \
        way to make a program read or write somewhere else.",
    remedy: "Ask the sender how the bag was made; do not open it with other programs until then.",
};

static NOT_PAYLOAD: Code = Code {
    id: "BAG-034",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.3",
    title: "A payload manifest lists a file that is not in data/.",
    explanation: "Payload manifests list payload only; other files stand in tag manifests. The \
        line was passed over.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static PAYLOAD: Code = Code {
    id: "BAG-035",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.1",
    title: "A tag manifest lists a payload file.",
    explanation: "Tag manifests list the files outside data/ only. The line was passed over; \
        the file is checked by the payload manifests.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static TAG_MANIFEST: Code = Code {
    id: "BAG-036",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.1",
    title: "A tag manifest lists a tag manifest.",
    explanation: "No tag manifest can hold its own digest, so none is listed in any. The line \
        was passed over.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static DOT_SLASH: Code = Code {
    id: "BAG-037",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.3",
    title: "A path in a manifest starts with \"./\".",
    explanation: "It was read without it. Programs that compare paths letter by letter say that \
        the file is missing.",
    remedy: "For the next transfer, ask for paths that start with data/.",
};

static STAR: Code = Code {
    id: "BAG-038",
    severity: Severity::Warning,
    clause: "RFC 8493, 6",
    title: "A path in a manifest has the \"*\" that md5sum and its kin write before a name.",
    explanation: "It was read without it. Strict programs take the star for a part of the name \
        and say that the file is missing.",
    remedy: "For the next transfer, ask for a manifest made by a BagIt program.",
};

static PERCENT: Code = Code {
    id: "BAG-039",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.3",
    title: "A path in a manifest has a \"%\" that is not encoded.",
    explanation: "Version 1.0 writes %25 for it. It was taken as it stands, as older programs \
        do; another program may read another name.",
    remedy: "For the next transfer, ask for names without \"%\", or for \"%25\" in the manifests.",
};

static FORM: Code = Code {
    id: "BAG-041",
    severity: Severity::Error,
    clause: "consign's package, manifests",
    title: "A manifest is not, byte for byte, written as consign writes it.",
    explanation: "In a package with a deposit manifest the lines are sorted, the digits are in \
        lower case, and two blanks stand before the path, so that no byte can change unnoticed. \
        This manifest was changed after packaging.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    for manifest in package.manifests() {
        let path = &manifest.tag.path;
        for at in &manifest.tag.content.faults {
            if let Some(finding) = finding(Place::line(path, at.line), &at.fault) {
                findings.push(finding);
            }
        }
        if package.is_ours() && !manifest.is_canonical {
            findings.push(Finding::new(&FORM, Place::file(path)));
        }
    }
    Ok(())
}

/// Returns the finding for a fault, or nothing where the check of text reports it.
fn finding(place: Place, fault: &ManifestFault) -> Option<Finding> {
    let (code, found) = match fault {
        ManifestFault::Text(_) => return None,
        ManifestFault::NotALine(text) => (&NOT_A_LINE, text),
        ManifestFault::Digest(text, _) => (&DIGEST, text),
        ManifestFault::Twice(path, _) => (&TWICE, path),
        ManifestFault::Path(path, _) => (&PATH, path),
        ManifestFault::NotPayload(path) => (&NOT_PAYLOAD, path),
        ManifestFault::Payload(path) => (&PAYLOAD, path),
        ManifestFault::TagManifest(path) => (&TAG_MANIFEST, path),
        ManifestFault::DotSlash(path) => (&DOT_SLASH, path),
        ManifestFault::Star(path) => (&STAR, path),
        ManifestFault::BarePercent(path) => (&PERCENT, path),
    };
    let finding = Finding::new(code, place).found(found);
    Some(match fault {
        ManifestFault::Digest(_, bad) => {
            finding.expected(format_args!("{} hexadecimal digits", bad.wanted))
        }
        ManifestFault::Twice(_, first) => {
            finding.detail(format_args!("it stands on line {first} too"))
        }
        ManifestFault::Path(_, fault) => finding.detail(fault),
        ManifestFault::NotPayload(_) => finding.expected("a path that starts with data/"),
        _ => finding,
    })
}
