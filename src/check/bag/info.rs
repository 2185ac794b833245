//! `bag-info.txt` (RFC 8493, 2.2.2), and the count of the payload in it.

use chrono::NaiveDate;

use crate::bag::{Field, Info, InfoFault, Oxum, Version};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Opened, TagFile};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the bag's metadata is as it must be, and its Payload-Oxum right",
    raises: &[
        &NOT_A_FIELD,
        &BLANKS,
        &OXUM_FORM,
        &OXUM_TWICE,
        &OXUM,
        &NO_OXUM,
        &REPEATED,
        &DATE,
        &COUNT,
    ],
    run: Run::Any(run),
};

const PAYLOAD_OXUM: &str = "Payload-Oxum";

/// The labels that should stand once; Payload-Oxum must, and has a code of its own.
const ONCE: &[&str] = &[
    "Bagging-Date",
    "Bag-Size",
    "Bag-Group-Identifier",
    "Bag-Count",
];

static NOT_A_FIELD: Code = Code {
    id: "BAG-070",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2",
    title: "A line of the bag's metadata is not a label, a colon and a value.",
    explanation: "The line was passed over. A value that goes on in a new line starts with a \
        blank there; without the blank the rest of the value is lost.",
    remedy: "Look at the line, and ask the sender what it should say.",
};

static BLANKS: Code = Code {
    id: "BAG-071",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2",
    title: "The blanks around a label of the bag's metadata are not as they must be.",
    explanation: "A label neither starts nor ends with a blank, and one blank follows its colon. \
        Some programs take the blank for a part of the label and do not find the field.",
    remedy: "Ask the sender to make the bag again with a program that keeps to RFC 8493.",
};

static OXUM_FORM: Code = Code {
    id: "BAG-072",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2",
    title: "Payload-Oxum is not two whole numbers with a full stop between them.",
    explanation: "It counts the bytes and the files of the payload, so that a half-copied bag is \
        noticed quickly. This one counts nothing.",
    remedy: "Ask the sender what was sent: how many files, and how many bytes.",
};

static OXUM_TWICE: Code = Code {
    id: "BAG-073",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2",
    title: "Payload-Oxum stands more than once.",
    explanation: "Two counts of one payload can contradict each other. Each was compared.",
    remedy: "Ask the sender which one is meant.",
};

static OXUM: Code = Code {
    id: "BAG-074",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2",
    title: "Payload-Oxum does not count the files that are there.",
    explanation: "The bytes or the files of the payload are more or fewer than when the bag was \
        made. The other findings tell which file it is.",
    remedy: "Look at the findings for files that are missing, added or changed.",
};

static NO_OXUM: Code = Code {
    id: "BAG-075",
    severity: Severity::Error,
    clause: "consign's package, bag-info.txt",
    title: "The package does not count its payload.",
    explanation: "A package with a deposit manifest has a Payload-Oxum in bag-info.txt. The \
        field, or the whole file, was removed after packaging.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

static REPEATED: Code = Code {
    id: "BAG-076",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.2.2",
    title: "A field of the bag's metadata that should stand once is repeated.",
    explanation: "Two dates, sizes or counts of one bag can contradict each other, and programs \
        differ in which they show.",
    remedy: "Ask the sender which one is meant.",
};

static DATE: Code = Code {
    id: "BAG-077",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.2.2",
    title: "Bagging-Date is not a day written as YYYY-MM-DD.",
    explanation: "In other forms the day and the month can be taken for each other.",
    remedy: "Ask the sender on which day the bag was made.",
};

static COUNT: Code = Code {
    id: "BAG-078",
    severity: Severity::Warning,
    clause: "RFC 8493, 2.2.2",
    title: "Bag-Count is not \"N of T\" or \"N of ?\".",
    explanation: "It says how many bags belong together, so that a missing one is noticed.",
    remedy: "Ask the sender how many bags the transfer has.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    if !package.is_listed() {
        return Ok(());
    }
    let fields = package.info().map(|tag| &tag.content);
    let counted = fields.is_some_and(|info| info.get(PAYLOAD_OXUM).is_some());
    if package.is_ours() && !counted {
        let place = Place::file(Version::V1_0.info_file());
        findings.push(Finding::new(&NO_OXUM, place).expected(oxum(package)));
    }
    if let Some(tag) = package.info() {
        faults(tag, findings);
        oxums(package, tag, findings);
        reserved(tag, findings);
    }
    Ok(())
}

fn oxum(package: &Opened) -> Oxum {
    let sizes = package.payload().map(|file| file.size);
    Oxum {
        octets: sizes.fold(0, u64::saturating_add),
        files: package.payload().count() as u64,
    }
}

fn faults(tag: &TagFile<Info>, findings: &mut Findings) {
    for at in &tag.content.faults {
        let (code, found) = match &at.fault {
            InfoFault::Text(_) => continue,
            InfoFault::NotAField(text) => (&NOT_A_FIELD, text),
            InfoFault::BlankLabel(text) | InfoFault::NoBlank(text) => (&BLANKS, text),
        };
        findings.push(Finding::new(code, Place::line(&tag.path, at.line)).found(found));
    }
}

fn oxums(package: &Opened, tag: &TagFile<Info>, findings: &mut Findings) {
    let there = oxum(package);
    for (index, field) in tag.content.all(PAYLOAD_OXUM).enumerate() {
        let place = || Place::line(&tag.path, field.line());
        if index > 0 {
            findings.push(Finding::new(&OXUM_TWICE, place()).found(field.value()));
        }
        match field.value().parse::<Oxum>() {
            Err(_) => findings.push(Finding::new(&OXUM_FORM, place()).found(field.value())),
            Ok(stated) if stated != there => {
                findings.push(Finding::new(&OXUM, place()).expected(stated).found(there));
            }
            Ok(_) => {}
        }
    }
}

fn reserved(tag: &TagFile<Info>, findings: &mut Findings) {
    let mut report = |code, field: &Field| {
        let place = Place::line(&tag.path, field.line());
        findings.push(Finding::new(code, place).found(field.value()));
    };
    for label in ONCE {
        for field in tag.content.all(label).skip(1) {
            report(&REPEATED, field);
        }
    }
    for field in tag
        .content
        .all("Bagging-Date")
        .filter(|field| !is_day(field.value()))
    {
        report(&DATE, field);
    }
    for field in tag
        .content
        .all("Bag-Count")
        .filter(|field| !is_count(field.value()))
    {
        report(&COUNT, field);
    }
}

fn is_day(text: &str) -> bool {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.is_ok_and(|day| day.format("%Y-%m-%d").to_string() == text)
}

fn is_count(text: &str) -> bool {
    let number = |text: &str| text.parse::<u64>().ok().filter(|_| !text.starts_with('+'));
    text.split_once(" of ")
        .is_some_and(|(n, of)| match (number(n), of, number(of)) {
            (Some(_), "?", _) => true,
            (Some(n), _, Some(of)) => n <= of,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_counts_have_one_form() {
        assert!(is_day("2026-11-22"));
        for bad in [
            "22/11/2026",
            "2026-2-1",
            "2026-02-30",
            "2026-11-22T10:00",
            "",
        ] {
            assert!(!is_day(bad), "{bad}");
        }
        assert!(is_count("1 of 3") && is_count("2 of ?"));
        for bad in ["4 of 3", "1/3", "one of 3", "+1 of 3", "1 of"] {
            assert!(!is_count(bad), "{bad}");
        }
    }
}
