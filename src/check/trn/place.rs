//! Whether a transcript is what its path says, and names its neighbours.

use std::collections::BTreeMap;

use super::report;
use crate::check::few::Few;
use crate::check::inside::{Inside, below_data};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout;
use crate::place::Place;
use crate::transcript::TranscriptRead;

pub const CHECK: Check = Check {
    name: "every transcript is the part that its path says, between its neighbours",
    raises: &[&PATH, &NEIGHBOUR],
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

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.place);
    neighbours(inside, findings);
    Ok(())
}

pub fn findings(path: &str, read: &TranscriptRead) -> Findings {
    let mut few = Few::new(path);
    let says = |name| read.root.attribute(name);
    let (batch, chat, part) = (says("batch"), says("conversation"), says("part"));
    let meant = layout::transcript(batch, chat, part);
    // Where an attribute is missing, that is the finding.
    if ![batch, chat, part].contains(&"") && meant != below_data(path) {
        few.on_line(&PATH, read.root.line, |finding| {
            finding.expected(below_data(path)).found(meant)
        });
    }
    few.close()
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
    for parts in chats.values() {
        let names: Vec<&str> = parts.keys().copied().collect();
        for (index, transcript) in parts.values().enumerate() {
            let before = index.checked_sub(1).and_then(|before| names.get(before));
            for (attribute, there) in [("previous", before), ("next", names.get(index + 1))] {
                let there = there.copied().unwrap_or_default();
                let named = transcript.root.attribute(attribute);
                if transcript.is_whole && named != there {
                    let place = Place::line(&transcript.path, transcript.root.line);
                    let or_none = |part| if part == "" { "none" } else { part };
                    let finding = Finding::new(&NEIGHBOUR, place)
                        .expected(or_none(there))
                        .found(or_none(named));
                    findings.push(finding.detail(attribute));
                }
            }
        }
    }
}
