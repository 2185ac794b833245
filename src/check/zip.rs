//! The ZIP around a package: whether all programs read the same from it, and whether every byte
//! of it is the one that its contents demand.

use super::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::{OpenError, Trouble};
use crate::package::{Layout, Opened};
use crate::place::Place;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "the ZIP is whole and has one meaning",
        raises: &[
            &CUT,
            &AMBIGUOUS,
            &ENCRYPTED,
            &UNSAFE_NAME,
            &DUPLICATE,
            &SPECIAL,
            &METHOD,
            &ENTRIES,
            &SIZE,
        ],
        run: Run::Any(troubles),
    },
    Check {
        name: "the ZIP has the canonical layout",
        raises: &[&LAYOUT, &OTHER_LAYOUT],
        run: Run::Any(layout),
    },
];

static CUT: Code = Code {
    id: "ZIP-001",
    severity: Severity::Error,
    clause: "APPNOTE.TXT 6.3.10, 4.3.1",
    title: "The file is not a whole ZIP.",
    explanation: "A ZIP keeps the list of what it holds at its end, and there is none here. \
        Usually the copying or the download stopped early. Nothing in it can be vouched for.",
    remedy: "Copy or download the file again, and compare its SHA-256 with the sender's.",
};

static AMBIGUOUS: Code = Code {
    id: "ZIP-002",
    severity: Severity::Error,
    clause: "APPNOTE.TXT 6.3.10, 4.3.6",
    title: "The ZIP contradicts itself.",
    explanation: "A ZIP says twice what each entry is, before the entry and in the list at the \
        end, and here the two do not agree. Two programs can then read two different things from \
        one file. It was damaged, or made so on purpose.",
    remedy: "Ask the sender for another copy, and keep this one to show what arrived.",
};

static ENCRYPTED: Code = Code {
    id: "ZIP-003",
    severity: Severity::Error,
    clause: "ISO/IEC 21320-1:2015",
    title: "An entry of the ZIP is encrypted.",
    explanation: "Its content cannot be checked, and cannot be preserved: a password is lost \
        sooner than a record.",
    remedy: "Ask the sender for a package without a password, over a protected channel.",
};

static UNSAFE_NAME: Code = Code {
    id: "ZIP-004",
    severity: Severity::Error,
    clause: "RFC 8493, 5.1",
    title: "The name of an entry of the ZIP can leave the folder it is unpacked to.",
    explanation: "The name is absolute, climbs with \"..\", or holds a backslash or a control \
        character. A careless program that unpacks it writes outside the folder it was given.",
    remedy: "Do not unpack the file; ask the sender how it was made.",
};

static DUPLICATE: Code = Code {
    id: "ZIP-005",
    severity: Severity::Error,
    clause: "RFC 8493, 5.1",
    title: "Two entries of the ZIP have the same name.",
    explanation: "Some programs read the first, some the last. What the package holds then \
        depends on who opens it.",
    remedy: "Ask the sender for a ZIP in which each name stands once.",
};

static SPECIAL: Code = Code {
    id: "ZIP-006",
    severity: Severity::Error,
    clause: "RFC 8493, 5.1",
    title: "An entry of the ZIP is a link or another special file.",
    explanation: "A link stands for a file somewhere else, perhaps outside the package. What it \
        leads to is not in the package, and is not the same on two machines.",
    remedy: "Ask the sender to put the files themselves where the links are.",
};

static METHOD: Code = Code {
    id: "ZIP-007",
    severity: Severity::Error,
    clause: "ISO/IEC 21320-1:2015",
    title: "An entry of the ZIP is compressed in a way that is not read.",
    explanation: "Only stored and deflated entries are read, the two ways that every program \
        knows. The content of this entry was not checked.",
    remedy: "Ask the sender for a ZIP whose entries are stored or deflated.",
};

static ENTRIES: Code = Code {
    id: "ZIP-008",
    severity: Severity::Error,
    clause: "limit of this program",
    title: "The ZIP has more entries than the limit.",
    explanation: "Nothing in it was read. The limit protects the machine against files that are \
        made to exhaust it; an honest package can pass it too.",
    remedy: "If the package is expected to be so large, raise the limit and validate it again.",
};

static SIZE: Code = Code {
    id: "ZIP-009",
    severity: Severity::Error,
    clause: "limit of this program",
    title: "The ZIP says that it unpacks to more bytes than the limit.",
    explanation: "Its contents were not hashed. The limit protects the machine against files \
        that are made to exhaust it; an honest package can pass it too.",
    remedy: "If the package is expected to be so large, raise the limit and validate it again.",
};

static LAYOUT: Code = Code {
    id: "ZIP-010",
    severity: Severity::Error,
    clause: "consign's canonical ZIP",
    title: "The ZIP is not laid out as its contents demand.",
    explanation: "A package with a deposit manifest has exactly one layout for its files, so \
        that no byte of it can change unnoticed. A byte outside the contents was damaged, or \
        the package was unpacked and zipped again by another program.",
    remedy: "Ask the sender for the file as consign wrote it.",
};

static OTHER_LAYOUT: Code = Code {
    id: "ZIP-011",
    severity: Severity::Note,
    clause: "consign's canonical ZIP",
    title: "The ZIP is not in consign's canonical layout.",
    explanation: "Nothing is wrong: only consign's own packages have that layout. But some \
        bytes of the ZIP's headers could change without being noticed.",
    remedy: "Nothing needs to be done; keep the SHA-256 of the whole file.",
};

fn troubles(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    for trouble in package.troubles() {
        let (code, entry) = match trouble {
            Trouble::NoDirectory(_) => (&CUT, None),
            Trouble::Ambiguous(_) => (&AMBIGUOUS, None),
            Trouble::Encrypted(name) => (&ENCRYPTED, Some(name)),
            Trouble::UnsafeName(name) => (&UNSAFE_NAME, Some(name)),
            Trouble::DuplicateName => (&DUPLICATE, None),
            Trouble::Special(name) => (&SPECIAL, Some(name)),
            Trouble::Method(name) => (&METHOD, Some(name)),
            Trouble::TooManyEntries { .. } => (&ENTRIES, None),
            Trouble::TooLarge { .. } => (&SIZE, None),
        };
        let place = entry.map_or(package.name(), String::as_str);
        findings.push(Finding::new(code, Place::file(place)).detail(trouble));
    }
    Ok(())
}

fn layout(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    if let Some(Layout::Differs(difference)) = package.layout() {
        let code = if package.is_ours() {
            &LAYOUT
        } else {
            &OTHER_LAYOUT
        };
        let place = Place::file(package.name()).at_byte(difference.at);
        findings.push(Finding::new(code, place).detail(&difference.what));
    }
    Ok(())
}
