//! What must be true of the packages of a group together: all are there, of one batch, and their sums
//! add up.

use std::collections::BTreeMap;

use super::member::OF_THE_BATCH;
use super::{Member, at, is_complete};
use crate::check::{Check, Code, Findings, Run, Severity};

pub const ALL_THERE: Check = Check {
    name: "the packages of a group are all there, each once",
    raises: &[&NOT_SEEN, &MISSING, &TWICE],
    run: Run::Group(all_there),
};

pub const SAME: Check = Check {
    name: "the packages of a group tell the same group, and are of one batch as it was signed",
    raises: &[&GROUP, &BATCH],
    run: Run::Group(same),
};

pub const RECORDS: Check = Check {
    name: "no record stands in two packages of a group",
    raises: &[&RECORD_TWICE],
    run: Run::Group(records),
};

pub const SUMS: Check = Check {
    name: "the sums of a group add up",
    raises: &[&SUM],
    run: Run::Group(sums),
};

static NOT_SEEN: Code = Code {
    id: "GRP-001",
    severity: Severity::Note,
    clause: "RFC 8493, 2.2.2; consign's deposit manifest 0.1, group",
    title: "The package is one of several, and the others were not looked at with it.",
    explanation: "The batch was more than one package was to hold, and was split. This package is \
        whole by itself; whether the batch is, only all its packages together can tell. Copies of \
        its messages in the others are not compared with them.",
    remedy: "Name all packages of the group in one command, or the folder in which they lie.",
};

static MISSING: Code = Code {
    id: "GRP-002",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2; consign's deposit manifest 0.1, group",
    title: "A package of the group is missing.",
    explanation: "The packages that are there list it. It was not sent, or not named, or its \
        deposit manifest cannot be relied on. The records in it are part of what was signed off.",
    remedy: "Look for the package; if it did not arrive, ask the sender for it.",
};

static TWICE: Code = Code {
    id: "GRP-003",
    severity: Severity::Error,
    clause: "RFC 8493, 2.2.2; consign's deposit manifest 0.1, group",
    title: "Two packages have the same number in the group.",
    explanation: "One package was named twice, or there are two of which each says that it is that \
        one. Which of them belongs to the group cannot be told.",
    remedy: "Name each package once; if they differ, ask the sender which one is meant.",
};

static GROUP: Code = Code {
    id: "GRP-004",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1, group",
    title: "Two packages of a group do not tell the same of the group.",
    explanation: "Every package lists all packages of the group with their numbers of records, \
        bytes and messages and the digests of their lists of records. Here the lists differ: one \
        package was changed, or the batch was split again in another way.",
    remedy: "Ask the sender for all packages of one build.",
};

static BATCH: Code = Code {
    id: "GRP-005",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "Two packages of a group are not of one batch as it was signed off.",
    explanation: "The packages of a group say the same of who transfers what, of the sign-offs, \
        the sources, the sums over the whole batch, the acts up to the last sign-off and the \
        policy. Here they differ: one package was changed, or comes from another state of the batch.",
    remedy: "Ask the sender for all packages of one build.",
};

static RECORD_TWICE: Code = Code {
    id: "GRP-006",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1, group",
    title: "A record stands in two packages of a group.",
    explanation: "Every record of a batch is in one package. Of two with one path nobody can tell \
        which was signed off.",
    remedy: "Ask the sender for all packages of one build.",
};

static SUM: Code = Code {
    id: "GRP-007",
    severity: Severity::Error,
    clause: "consign's equations E6 and E7, over the group",
    title: "The sums of the packages of a group do not add up.",
    explanation: "All packages together transfer the messages that were selected and their context, \
        less those held and retained. The packages leave some over, or have too many.",
    remedy: "Ask the sender what became of the messages that are left over.",
};

fn all_there(members: &[&Member], findings: &mut Findings) {
    let [first, others @ ..] = members else {
        return;
    };
    if others.is_empty() {
        let names = first
            .group
            .members
            .iter()
            .filter(|m| m.number != first.group.number);
        let names: Vec<&str> = names.map(|member| member.package.as_str()).collect();
        let found = format!("{} of {}", first.group.number, first.group.of);
        let finding = at(&NOT_SEEN, first).found(found);
        findings.push(finding.detail(format!("the others: {}", names.join(", "))));
        return;
    }
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    for member in members {
        let times = seen.entry(member.group.number).or_default();
        *times += 1;
        if *times > 1 {
            let finding = at(&TWICE, member).found(member.group.number);
            findings.push(finding.detail(format!("group {}", member.group.id)));
        }
    }
    for told in &first.group.members {
        if !seen.contains_key(&told.number) {
            let finding = at(&MISSING, first).expected(&told.package);
            findings.push(finding.detail(format!("number {} of {}", told.number, first.group.of)));
        }
    }
}

fn same(members: &[&Member], findings: &mut Findings) {
    let [first, others @ ..] = members else {
        return;
    };
    for member in others {
        let (ours, theirs) = (&first.group, &member.group);
        if (ours.of, &ours.members) != (theirs.of, &theirs.members) {
            let lines = ours.members.iter().zip(&theirs.members);
            let differs = lines.into_iter().find(|(a, b)| a != b);
            let words = |of, line: Option<&crate::manifest::Member>| match line {
                Some(line) => format!(
                    "{}: {} records, {} bytes, {} messages, {}",
                    line.package, line.records, line.bytes, line.messages, line.payload
                ),
                None => format!("{of} packages"),
            };
            let finding = at(&GROUP, member).expected(words(ours.of, differs.map(|(a, _)| a)));
            let finding = finding.found(words(theirs.of, differs.map(|(_, b)| b)));
            findings.push(finding.detail(format!("as {} says", first.package)));
        }
        for ((what, ours), (_, theirs)) in first.said.iter().zip(&member.said) {
            if ours != theirs {
                let finding = at(&BATCH, member).expected(ours).found(theirs);
                findings.push(finding.detail(format!("{what}; compared with {}", first.package)));
            }
        }
    }
}

fn records(members: &[&Member], findings: &mut Findings) {
    let mut of: BTreeMap<&str, &Member> = BTreeMap::new();
    for member in members {
        for path in &member.records {
            let Some(other) = of.insert(path, member) else {
                continue;
            };
            // Two packages with one number have a finding of their own.
            if other.group.number != member.group.number {
                let finding = at(&RECORD_TWICE, member).found(path);
                findings.push(finding.detail(format!("also in {}", other.package)));
            }
        }
    }
}

fn sums(members: &[&Member], findings: &mut Findings) {
    let [first, _, ..] = members else {
        return;
    };
    if !is_complete(members) {
        return;
    }
    let total = |counts: &[u64]| counts.iter().fold(0, |sum: u64, &n| sum.saturating_add(n));
    let n = |name: &str| first.count(name);
    let [_, select, context, .., held, retained] = OF_THE_BATCH.map(n);
    let wanted = total(&[select, context]).checked_sub(total(&[held, retained]));
    let transferred: Vec<u64> = members.iter().map(|m| m.count("transferred")).collect();
    let transferred = total(&transferred);
    if wanted != Some(transferred) {
        let wanted = wanted.map_or("less than none".to_owned(), |n| n.to_string());
        let finding = at(&SUM, first).expected(wanted).found(transferred);
        findings.push(finding.detail("messages of all packages"));
    }
}
