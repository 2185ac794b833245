//! Whether records are related to each other as transcripts say.

use super::at;
use crate::check::inside::{Inside, below_data};
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout::{self, record_name};
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "records are related to each other as the transcripts say",
    raises: &[&TARGET, &INCOMPLETE],
    run: Run::Ours(run),
};

static TARGET: Code = Code {
    id: "MAN-013",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A relationship of a record leads to a record that is not listed, or of another kind.",
    explanation: "An attachment and a file of participants belong to a transcript, and the next \
        part is a transcript. All are records of this package.",
    remedy: "Ask the sender which record is meant.",
};

static INCOMPLETE: Code = Code {
    id: "MAN-014",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A record is not related to the records to which its transcript ties it.",
    explanation: "Every attachment is tied to the one transcript whose messages carry it, every file \
        of participants to the transcript whose people it lists, and every part to the next. Without the tie nobody finds the message that a picture belongs \
        to.",
    remedy: "Ask the sender what the record belongs to.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let records = inside.records();
    for (path, record) in &records {
        let mut stated = Vec::new();
        for node in record.all("relationship") {
            let (kind, target) = (node.attribute("type"), node.attribute("target"));
            let fits = records
                .get(target)
                .is_some_and(|target| target.attribute("role") == "transcript");
            if !fits {
                let finding = at(&TARGET, node).found(target);
                findings.push(finding.detail(format!("{kind} of {path}")));
            }
            stated.push((kind, target.to_owned()));
        }
        let Some(wanted) = wanted(inside, path, record) else {
            continue;
        };
        stated.sort();
        if stated != wanted {
            let words = |all: &[(&str, String)]| {
                let each = all.iter().map(|(kind, target)| format!("{kind} {target}"));
                let all: Vec<_> = each.collect();
                if all.is_empty() {
                    "none".to_owned()
                } else {
                    all.join(", ")
                }
            };
            let finding = at(&INCOMPLETE, record).expected(words(&wanted));
            findings.push(finding.found(words(&stated)).detail(*path));
        }
    }
    Ok(())
}

/// Returns the relationships that a record should have; nothing where that is not known, because
/// its transcript has findings of its own.
fn wanted(inside: &Inside<'_>, path: &str, record: &Node) -> Option<Vec<(&'static str, String)>> {
    let name = record_name(below_data(path))?;
    let path_of = |part| {
        let transcript = layout::transcript(name.batch, name.chat, part);
        format!("{}{transcript}", crate::bag::PAYLOAD)
    };
    let mut wanted = Vec::new();
    if record.attribute("role") == "transcript" {
        let transcript = inside.transcript(path)?;
        let next = transcript.root.attribute("next");
        // The next part may be in another package of the group, and relationships stay in one.
        let is_group = inside.manifest()?.part("group").is_some();
        let is_here = inside.package.file(&path_of(next)).is_some();
        if !next.is_empty() && (is_here || !is_group) {
            wanted.push(("next-part", path_of(next)));
        }
        return Some(wanted);
    }
    let transcript = path_of(name.part);
    if record.attribute("role") == "participants" {
        return Some(vec![("participants-of", transcript)]);
    }
    inside.transcript(&transcript)?;
    if inside.carried(path).is_some() {
        wanted.push(("attachment-of", transcript));
        return Some(wanted);
    }
    // No message carries it: whatever is stated, something is wrong.
    wanted.push((
        "attachment-of",
        "a transcript whose messages carry it".to_owned(),
    ));
    Some(wanted)
}
