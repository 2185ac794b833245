//! What a bag must have, and what must not lie in or beside it (RFC 8493, 2.1).

use std::collections::BTreeSet;

use crate::bag::{ManifestKind, PAYLOAD};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Form, Opened};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the bag has its parts, and nothing lies beside it",
    raises: &[
        &NO_PAYLOAD,
        &NO_MANIFEST,
        &SPECIAL,
        &OUTSIDE,
        &OTHER_OUTSIDE,
        &NO_FOLDER,
        &EMPTY_FOLDER,
    ],
    run: Run::Any(run),
};

static NO_PAYLOAD: Code = Code {
    id: "BAG-010",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.2",
    title: "There is no folder data/.",
    explanation: "The records of a bag lie in data/. Without it there is nothing to preserve, or \
        not all of the package arrived.",
    remedy: "Check that the whole package was copied, and that this is the right file or folder.",
};

static NO_MANIFEST: Code = Code {
    id: "BAG-011",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.3",
    title: "There is no payload manifest.",
    explanation: "A payload manifest lists every file in data/ with its digest. Without one \
        nobody can tell whether a file is missing, added or changed.",
    remedy: "Ask the sender for the package with its manifest-sha256.txt or manifest-sha512.txt.",
};

static SPECIAL: Code = Code {
    id: "BAG-012",
    severity: Severity::Error,
    clause: "RFC 8493, 5.1",
    title: "The folder holds a link, a device or another special file.",
    explanation: "It was not followed and not read. A link stands for a file somewhere else, \
        which is not in the package and is not the same on two machines.",
    remedy: "Ask the sender to put the file itself where the link is.",
};

static OUTSIDE: Code = Code {
    id: "BAG-013",
    severity: Severity::Error,
    clause: "consign's package, the set of files",
    title: "A file lies beside the bag's folder.",
    explanation: "A package with a deposit manifest is a closed set of files. No digest covers \
        this one, so it was added after packaging.",
    remedy: "Find out who added the file, and ask the sender for the package as consign wrote it.",
};

static OTHER_OUTSIDE: Code = Code {
    id: "BAG-014",
    severity: Severity::Warning,
    clause: "BagIt 0.97, 4",
    title: "A file lies beside the bag's folder, outside the bag.",
    explanation: "A package holds one bag and nothing else. The file was not checked, and will \
        be lost when the bag is taken out. Folders such as __MACOSX come from the program that \
        made the ZIP.",
    remedy: "Look at the file, and ask the sender whether it belongs to the transfer.",
};

static NO_FOLDER: Code = Code {
    id: "BAG-015",
    severity: Severity::Warning,
    clause: "BagIt 0.97, 4",
    title: "The bag was zipped without its folder.",
    explanation: "Unpacking it strews data/ and the tag files over whatever folder one stands \
        in, where they can mix with other files.",
    remedy: "Unpack it into a new, empty folder.",
};

static EMPTY_FOLDER: Code = Code {
    id: "BAG-016",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.3",
    title: "A folder of the payload is empty.",
    explanation: "Manifests list files only, so nothing tells whether the folder was always \
        empty, and most programs lose an empty folder when the bag is copied.",
    remedy: "If the folder means something, ask the sender to put a file such as .keep into it.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    for name in package.special() {
        findings.push(Finding::new(&SPECIAL, Place::file(name)));
    }
    if !package.is_listed() {
        return Ok(());
    }
    let data = PAYLOAD.trim_end_matches('/');
    if package.payload().next().is_none() && !package.folders().any(|folder| folder == data) {
        findings.push(Finding::new(&NO_PAYLOAD, Place::file(PAYLOAD)));
    }
    if package.manifests_of(ManifestKind::Payload).next().is_none() {
        findings.push(Finding::new(&NO_MANIFEST, Place::file(package.name())));
    }
    for name in package.outside() {
        let code = if package.is_ours() {
            &OUTSIDE
        } else {
            &OTHER_OUTSIDE
        };
        findings.push(Finding::new(code, Place::file(name)));
    }
    if package.form() == Form::Zip && package.base().is_empty() && package.declaration().is_some() {
        findings.push(Finding::new(&NO_FOLDER, Place::file(package.name())));
    }
    empty_folders(package, findings);
    Ok(())
}

fn empty_folders(package: &Opened, findings: &mut Findings) {
    let mut filled = BTreeSet::new();
    let paths = package.payload().map(|file| file.path.as_str());
    let specials = package.special().iter();
    let specials = specials.filter_map(|name| name.strip_prefix(package.base()));
    for path in paths.chain(specials).chain(package.folders()) {
        filled.extend(path.rsplit_once('/').map(|(folder, _)| folder));
    }
    for folder in package.folders() {
        if folder.starts_with(PAYLOAD) && !filled.contains(folder) {
            findings.push(Finding::new(&EMPTY_FOLDER, Place::file(folder)));
        }
    }
}
