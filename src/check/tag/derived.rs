//! Tag files that follow from something else: the schemas from this program, `bag-info.txt` from
//! the deposit manifest and the payload, PREMIS and the table of formats from the deposit manifest.

use crate::bag::{Oxum, Version};
use crate::check::inside::Inside;
use crate::check::man::signed_on;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::Fixity;
use crate::manifest::Group;
use crate::package::{BagInfo, formats_csv, layout};
use crate::place::Place;
use crate::premis::premis;
use crate::xml::{Node, xsd};
use crate::{manifest, participants, transcript};

pub const CHECK: Check = Check {
    name: "the schemas, bag-info.txt, PREMIS and formats.csv are those that follow",
    raises: &[&SCHEMA, &INFO, &PREMIS, &FORMATS],
    run: Run::Ours(run),
};

static SCHEMA: Code = Code {
    id: "TAG-003",
    severity: Severity::Error,
    clause: "consign's schemas 0.1",
    title: "A schema in the package is not the one that consign publishes.",
    explanation: "The schema lets others check transcripts and manifest without consign. With \
        another schema they would pass what consign refuses, or refuse what it passes.",
    remedy: "Use the schema that consign prints, and ask the sender why this one differs.",
};

static INFO: Code = Code {
    id: "TAG-004",
    severity: Severity::Error,
    clause: "consign's package 0.1; RFC 8493, 2.2.2",
    title: "bag-info.txt does not say what follows from the deposit manifest and the payload.",
    explanation: "Who sends the bag, of which batch, signed off on which day and with how many \
        bytes stands in the deposit manifest too. One of the two was changed.",
    remedy: "Ask the sender which of the two is right.",
};

static PREMIS: Code = Code {
    id: "TAG-007",
    severity: Severity::Error,
    clause: "consign's package 0.1; PREMIS 3.0",
    title: "metadata/premis.xml does not say what follows from the deposit manifest.",
    explanation: "The file says in the archives' own terms what the deposit manifest says: the \
        files with their digests, what was done, and by whom. One of the two was changed.",
    remedy: "Rely on neither before the sender says which of the two is right.",
};

static FORMATS: Code = Code {
    id: "TAG-008",
    severity: Severity::Error,
    clause: "consign's package 0.1; DROID 6.9",
    title: "metadata/formats.csv does not say what follows from the deposit manifest.",
    explanation: "The table says of each record what the deposit manifest says of it, in the \
        columns of DROID's export: its format, size, date and digest. One of the two was changed.",
    remedy: "Identify the formats again, and ask the sender which of the two is right.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    for (file, schema) in [
        (transcript::SCHEMA_FILE, &transcript::SCHEMA),
        (participants::SCHEMA_FILE, &participants::SCHEMA),
        (manifest::SCHEMA_FILE, &manifest::SCHEMA),
    ] {
        let path = format!("schemas/{file}");
        let wanted = Fixity::of(xsd(schema).as_bytes());
        let there = inside.fixity(&path);
        if let Some(there) = there.filter(|there| **there != wanted) {
            let finding = Finding::new(&SCHEMA, Place::file(path));
            let detail = format!("version {}", schema.version);
            let finding = finding.expected(wanted.sha256).found(there.sha256);
            findings.push(finding.detail(detail));
        }
    }
    info(inside, findings);
    if let Some(manifest) = inside.manifest() {
        follows(inside, layout::PREMIS, &PREMIS, &premis(manifest), findings);
        let wanted = formats_csv(manifest);
        follows(inside, layout::FORMATS, &FORMATS, &wanted, findings);
    }
    Ok(())
}

fn info(inside: &Inside<'_>, findings: &mut Findings) {
    if let Some(wanted) = derived(inside) {
        let path = Version::V1_0.info_file();
        follows(inside, path, &INFO, wanted.as_bytes(), findings);
    }
}

/// Holds a file to the text that follows, and names the first line that differs.
pub(super) fn follows(
    inside: &Inside<'_>,
    path: &str,
    code: &'static Code,
    wanted: &[u8],
    findings: &mut Findings,
) {
    let Some(file) = inside.package.file(path) else {
        return;
    };
    let read = inside.package.read(file, inside.package.limits().tag.file);
    if read.bytes == wanted || read.fault.is_some() {
        return;
    }
    let mut wanted = wanted.split(|&byte| byte == b'\n');
    let mut there = read.bytes.split(|&byte| byte == b'\n');
    let words = |line: Option<&[u8]>| {
        line.map_or_else(
            || "no line".to_owned(),
            |line| String::from_utf8_lossy(line).into_owned(),
        )
    };
    for line in 1.. {
        let (wanted, there) = (wanted.next(), there.next());
        if wanted != there {
            let finding = Finding::new(code, Place::line(path, line));
            findings.push(finding.expected(words(wanted)).found(words(there)));
            return;
        }
    }
}

/// Returns the text that follows, if the deposit manifest can be relied on.
fn derived(inside: &Inside<'_>) -> Option<String> {
    let transfer = inside.manifest()?.part("transfer")?;
    let says = |element| {
        transfer
            .child(element)
            .map(Node::string)
            .unwrap_or_default()
    };
    let sizes = inside.package.payload().map(|file| file.size);
    let group = inside.manifest().and_then(Group::read);
    let info = BagInfo {
        transferring_body: &says("transferringBody"),
        contact: &says("contact"),
        title: &says("title"),
        signed_on: signed_on(inside)?,
        series: &says("series"),
        reference: &says("batchReference"),
        creator: &says("creator"),
        group: group
            .as_ref()
            .map(|group| (group.id.as_str(), group.number, group.of)),
        oxum: Oxum {
            octets: sizes.fold(0, u64::saturating_add),
            files: inside.package.payload().count() as u64,
        },
    };
    // A value that cannot stand in it is no value of ours: the file cannot agree with it.
    Some(info.text().unwrap_or_default())
}
