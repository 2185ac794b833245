//! `bagit.txt` (RFC 8493, 2.1.1).

use crate::bag::{DECLARATION, Declaration, DeclarationFault, Encoding, Version};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::Opened;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the bag declares itself",
    raises: &[
        &MISSING, &FORM, &MARK, &VERSION, &ENCODING, &NOT_UTF_8, &OLD, &NOT_OURS,
    ],
    run: Run::Any(run),
};

static MISSING: Code = Code {
    id: "BAG-001",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.1",
    title: "There is no bagit.txt.",
    explanation: "Every bag has this file: it says that the folder is a bag, of which version, \
        and in which encoding its tag files are. Without it this is not a bag, or not all of it \
        arrived.",
    remedy: "Check that the whole package was copied, and that this is the right file or folder.",
};

static FORM: Code = Code {
    id: "BAG-002",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.1",
    title: "bagit.txt is not exactly the two lines that it must be.",
    explanation: "It holds the version and the encoding, in this order, with one blank after \
        each colon, and nothing else. Programs differ in what they make of anything else.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static MARK: Code = Code {
    id: "BAG-003",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.1",
    title: "bagit.txt starts with a byte order mark.",
    explanation: "The file is UTF-8 without one. An editor on Windows usually adds the mark when \
        the file is saved, so the file was probably edited by hand.",
    remedy: "Ask the sender to save the file again as UTF-8 without a byte order mark.",
};

static VERSION: Code = Code {
    id: "BAG-004",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.1",
    title: "The bag is of a version that is not known.",
    explanation: "Versions 0.93 to 0.97 and 1.0 are known. The bag was read by the rules of 1.0, \
        which may not be its own.",
    remedy: "Ask the sender for a bag of version 1.0.",
};

static ENCODING: Code = Code {
    id: "BAG-005",
    severity: Severity::Error,
    clause: "RFC 8493, 2.1.1",
    title: "The tag files are in an encoding that is not read.",
    explanation: "UTF-8, UTF-16 and ISO-8859-1 are read. The tag files were read as UTF-8, so \
        names in them may have been misread.",
    remedy: "Ask the sender for a bag whose tag files are in UTF-8.",
};

static NOT_UTF_8: Code = Code {
    id: "BAG-006",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.1",
    title: "The tag files are not in UTF-8.",
    explanation: "The bag may be valid, but many programs read UTF-8 only, and should not be \
        relied on to read anything else in 20 years.",
    remedy: "For the next transfer, ask for tag files in UTF-8.",
};

static OLD: Code = Code {
    id: "BAG-007",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.1.1",
    title: "The bag is of a version before 1.0.",
    explanation: "It was judged by the rules of its own version, which are weaker: a file need \
        not be in every manifest.",
    remedy: "For the next transfer, ask for a bag of version 1.0.",
};

static NOT_OURS: Code = Code {
    id: "BAG-008",
    severity: Severity::Error,
    clause: "consign's package, bagit.txt",
    title: "bagit.txt is not, byte for byte, the one that consign writes.",
    explanation: "A package with a deposit manifest has exactly one bagit.txt: version 1.0, \
        UTF-8, two lines that end with a line feed. This one was changed after packaging.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(tag) = package.declaration() else {
        if package.is_listed() {
            findings.push(Finding::new(&MISSING, Place::file(DECLARATION)));
        }
        return Ok(());
    };
    for at in &tag.content.faults {
        let (code, found) = match &at.fault {
            DeclarationFault::ByteOrderMark => (&MARK, None),
            DeclarationFault::NotText => (&FORM, Some("not UTF-8, or too long")),
            DeclarationFault::FirstLine(line)
            | DeclarationFault::SecondLine(line)
            | DeclarationFault::ExtraLine(line) => (&FORM, Some(line.as_str())),
            DeclarationFault::MissingLine => (&FORM, Some("no line")),
            DeclarationFault::UnknownVersion(number) => (&VERSION, Some(number.as_str())),
            DeclarationFault::UnknownEncoding(name) => (&ENCODING, Some(name.as_str())),
        };
        let finding = Finding::new(code, Place::line(DECLARATION, at.line));
        findings.push(match found {
            Some(found) => finding.found(found),
            None => finding,
        });
    }
    let read = &tag.content;
    if read
        .encoding
        .is_some_and(|encoding| encoding != Encoding::Utf8)
    {
        let name = read.encoding_name.as_deref().unwrap_or_default();
        let place = Place::line(DECLARATION, 2);
        findings.push(
            Finding::new(&NOT_UTF_8, place)
                .expected("UTF-8")
                .found(name),
        );
    }
    if let Some(version) = read.version.filter(|&version| version < Version::V1_0) {
        let place = Place::line(DECLARATION, 1);
        findings.push(Finding::new(&OLD, place).expected("1.0").found(version));
    }
    if package.is_ours() {
        ours(package, findings);
    }
    Ok(())
}

fn ours(package: &Opened, findings: &mut Findings) {
    let wanted = Declaration::WRITTEN.as_bytes();
    let read = package
        .file(DECLARATION)
        .map(|file| package.read(file, 1 << 10));
    if read.is_some_and(|read| read.bytes != wanted) {
        findings.push(Finding::new(&NOT_OURS, Place::file(DECLARATION)));
    }
}
