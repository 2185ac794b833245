//! `fetch.txt` (RFC 8493, 2.2.3). Nothing is ever fetched.

use std::collections::BTreeSet;

use crate::bag::{FETCH, FetchFault, ManifestKind};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::Opened;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "no file is elsewhere",
    raises: &[&OURS, &PRESENT, &NOT_A_LINE, &PATH, &UNLISTED],
    run: Run::Any(run),
};

static OURS: Code = Code {
    id: "BAG-080",
    severity: Severity::Error,
    clause: "consign's package, the set of files",
    title: "The package has a fetch.txt.",
    explanation: "A package with a deposit manifest holds all its files. A list of files to be \
        fetched from elsewhere was added after packaging.",
    remedy: "Do not fetch anything; ask the sender for the package as consign wrote it.",
};

static PRESENT: Code = Code {
    id: "BAG-081",
    severity: Severity::Note,
    clause: "RFC 8493, 2.2.3",
    title: "The bag has a fetch.txt, which was read and not acted on.",
    explanation: "It names files that are elsewhere. consign fetches nothing: an address in a \
        package can lead anywhere. Files that are not there are reported as missing.",
    remedy: "Ask the sender for a bag that holds all its files.",
};

static NOT_A_LINE: Code = Code {
    id: "BAG-082",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.3",
    title: "A line of fetch.txt is not an absolute URL, a length or \"-\", and a path.",
    explanation: "The line was passed over, so which file is meant is not known.",
    remedy: "Ask the sender for a bag that holds all its files.",
};

static PATH: Code = Code {
    id: "BAG-083",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.3 and 5.1",
    title: "A path in fetch.txt is not one in data/.",
    explanation: "Only payload can be fetched. A path that leaves data/ is a way to make a \
        program overwrite something else.",
    remedy: "Do not open the bag with a program that fetches; ask the sender how it was made.",
};

static UNLISTED: Code = Code {
    id: "BAG-084",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.3",
    title: "A file in fetch.txt is not in every payload manifest.",
    explanation: "Without a digest nobody can tell whether what was fetched is what was meant.",
    remedy: "Ask the sender for a bag that holds all its files.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(fetch) = package.fetch() else {
        return Ok(());
    };
    let code = if package.is_ours() { &OURS } else { &PRESENT };
    let files = fetch.content.lines.len();
    let finding = Finding::new(code, Place::file(FETCH));
    findings.push(finding.detail(format_args!("files to be fetched: {files}")));
    for at in &fetch.content.faults {
        let place = Place::line(FETCH, at.line);
        match &at.fault {
            FetchFault::Text(_) => {}
            FetchFault::NotALine(text) => {
                findings.push(Finding::new(&NOT_A_LINE, place).found(text));
            }
            FetchFault::Path(path, fault) => {
                findings.push(Finding::new(&PATH, place).found(path).detail(fault));
            }
            FetchFault::NotPayload(path) => {
                findings.push(Finding::new(&PATH, place).found(path));
            }
        }
    }
    for manifest in package.manifests_of(ManifestKind::Payload) {
        let files = manifest.tag.content.files.iter();
        let listed: BTreeSet<_> = files.map(|file| file.path.as_str()).collect();
        for line in &fetch.content.lines {
            if !listed.contains(line.path.as_str()) {
                let finding = Finding::new(&UNLISTED, Place::line(FETCH, line.line));
                findings.push(finding.found(&line.path).detail(&manifest.tag.path));
            }
        }
    }
    Ok(())
}
