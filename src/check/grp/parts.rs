//! Whether the parts of a conversation follow each other from one package of a group into the next.

use std::collections::BTreeMap;

use super::member::Part;
use super::{Member, is_complete};
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the parts of a conversation name each other across the packages of a group",
    raises: &[&NEIGHBOUR, &OTHER_EXPORT],
    run: Run::Group(run),
};

static NEIGHBOUR: Code = Code {
    id: "GRP-008",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not name the part before or after it, in all packages of the group.",
    explanation: "A conversation is cut into parts, and each names the one before and the next, in \
        this package or another, so that a missing part is noticed. Here the names and the parts \
        that are there differ.",
    remedy: "Ask the sender whether a part is missing.",
};

static OTHER_EXPORT: Code = Code {
    id: "GRP-009",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The parts of a conversation in two packages of a group speak of different exports.",
    explanation: "All parts of a conversation come from one export, and say the same of it. Here \
        those in one package say something else than those in another.",
    remedy: "Ask the sender which of the packages is right.",
};

fn run(members: &[&Member], findings: &mut Findings) {
    let is_complete = is_complete(members);
    let mut chats: BTreeMap<&str, BTreeMap<&str, (&Member, &Part)>> = BTreeMap::new();
    for member in members {
        for part in &member.parts {
            let parts = chats.entry(&part.chat).or_default();
            parts.insert(&part.part, (member, part));
        }
    }
    for parts in chats.values() {
        let names: Vec<&str> = parts.keys().copied().collect();
        let mut first: Option<(&Member, &Part)> = None;
        for (index, &(member, part)) in parts.values().enumerate() {
            let (of, compared) = *first.get_or_insert((member, part));
            // Those of one package are compared with each other there.
            let is_elsewhere = of.group.number != member.group.number;
            if is_elsewhere && compared.provenance != part.provenance {
                let finding = Finding::new(&OTHER_EXPORT, place(member, part));
                findings.push(finding.detail(format!("compared with {}", compared.path)));
            }
            let before = index.checked_sub(1).and_then(|before| names.get(before));
            let after = names.get(index + 1);
            for (what, named, there) in [
                ("previous", &part.previous, before),
                ("next", &part.next, after),
            ] {
                let there = there.copied().unwrap_or_default();
                if is_complete && named != there {
                    let or_none =
                        |name: &str| if name.is_empty() { "none" } else { name }.to_owned();
                    let finding = Finding::new(&NEIGHBOUR, place(member, part));
                    let finding = finding.expected(or_none(there)).found(or_none(named));
                    findings.push(finding.detail(what));
                }
            }
        }
    }
}

fn place(member: &Member, part: &Part) -> Place {
    Place::file(format!("{}/{}", member.package, part.path))
}
