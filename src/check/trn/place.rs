//! Whether a transcript is what its path says, and names its neighbours.

use std::collections::BTreeMap;

use super::report;
use crate::check::few::{Few, of_path};
use crate::check::inside::{Inside, below_data};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::{Sha256Digest, sha256};
use crate::manifest::Group;
use crate::package::layout;
use crate::place::Place;
use crate::transcript::TranscriptRead;

pub const CHECK: Check = Check {
    name: "every transcript is the part that its path says, between its neighbours",
    raises: &[&PATH, &NEIGHBOUR, &OTHER_EXPORT],
    run: Run::Ours(run),
};

static PATH: Code = Code {
    id: "TRN-003",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript says that it is another part than its path says.",
    explanation: "Batch, conversation and part stand in the path and in the transcript, and must \
        agree. The file was renamed, or put in the place of another.",
    remedy: "Ask the sender which of the two it is.",
};

static NEIGHBOUR: Code = Code {
    id: "TRN-004",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not name the part before or after it.",
    explanation: "A conversation is cut into parts, and each names the next one in the package, \
        so that a missing part is noticed. Here the name and the parts that are there differ.",
    remedy: "Ask the sender whether a part is missing.",
};

static OTHER_EXPORT: Code = Code {
    id: "TRN-005",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript speaks of another export than the first part of its conversation.",
    explanation: "All parts of a conversation come from one export, and say the same of it: the \
        app, the zone, who made it and how, what was decided about it, and what is missing. Here \
        one part says something else.",
    remedy: "Ask the sender which of the parts is right.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.place);
    neighbours(inside, findings);
    Ok(())
}

pub fn findings(path: &str, read: &TranscriptRead) -> Findings {
    let mut few = Few::new(path);
    of_path(&mut few, &read.root, &PATH, layout::transcript);
    few.close()
}

/// Returns the app that a transcript says its conversation is from.
pub fn platform(read: &TranscriptRead) -> String {
    let conversation = read.head("conversation");
    conversation
        .map_or("", |node| node.attribute("platform"))
        .to_owned()
}

fn or_none(part: &str) -> &str {
    if part.is_empty() { "none" } else { part }
}

/// Returns a digest of what a transcript says of its whole conversation and its export: all parts
/// come from one export, and say the same.
pub fn provenance(read: &TranscriptRead) -> Sha256Digest {
    let mut said = Vec::new();
    let covering = read.head("covering");
    said.extend(covering.map_or("", |node| node.attribute("zone")).bytes());
    if let Some(conversation) = read.head("conversation") {
        // Its text is the description of the part.
        said.extend(format!("{:?}", conversation.attributes).bytes());
    }
    for name in ["capture", "evidence", "neverExported", "gaps"] {
        let children = read.head(name).map(|node| &node.children);
        for child in children.into_iter().flatten() {
            said.extend(format!("{name} {:?} {:?}", child.attributes, child.text).bytes());
        }
    }
    sha256(&said)
}

/// Compares the neighbours that transcripts name with those that are there.
fn neighbours(inside: &Inside<'_>, findings: &mut Findings) {
    let mut chats: BTreeMap<&str, BTreeMap<&str, &super::Transcript>> = BTreeMap::new();
    for transcript in &inside.transcripts {
        if let Some(name) = layout::record_name(below_data(&transcript.path)) {
            let parts = chats.entry(name.chat).or_default();
            parts.insert(name.part, transcript);
        }
    }
    let elsewhere = Elsewhere::of(inside);
    for parts in chats.values() {
        let names: Vec<&str> = parts.keys().copied().collect();
        let first = parts.values().find(|t| t.is_whole).map(|t| t.provenance);
        for (index, transcript) in parts.values().enumerate() {
            if transcript.is_whole && first.is_some_and(|of| of != transcript.provenance) {
                let place = Place::file(&transcript.path);
                findings.push(Finding::new(&OTHER_EXPORT, place));
            }
            let before = index.checked_sub(1).and_then(|before| names.get(before));
            for (attribute, there) in [("previous", before), ("next", names.get(index + 1))] {
                let there = there.copied().unwrap_or_default();
                let named = transcript.root.attribute(attribute);
                let may_be_elsewhere = there.is_empty() && elsewhere.may_have(attribute);
                if transcript.is_whole && named != there && !may_be_elsewhere {
                    let place = Place::line(&transcript.path, transcript.root.line);
                    let finding = Finding::new(&NEIGHBOUR, place)
                        .expected(or_none(there))
                        .found(or_none(named));
                    findings.push(finding.detail(attribute));
                }
            }
        }
    }
}

/// Which neighbours may be in another package of a group; whether they are, only the group can tell.
struct Elsewhere {
    previous: bool,
    next: bool,
}

impl Elsewhere {
    fn of(inside: &Inside<'_>) -> Elsewhere {
        let group = inside.manifest().and_then(Group::read);
        Elsewhere {
            previous: group.as_ref().is_some_and(|group| group.number > 1),
            next: group.is_some_and(|group| group.number < group.of),
        }
    }

    fn may_have(&self, attribute: &str) -> bool {
        match attribute {
            "previous" => self.previous,
            _ => self.next,
        }
    }
}
