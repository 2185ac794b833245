//! Whether copies of messages that stand in two packages of a group name each other.

use std::collections::BTreeMap;

use super::member::Part;
use super::{Member, is_complete};
use crate::check::few::Few;
use crate::check::trn::copies::{Fault, Side, file_name, missing, of_copy, of_difference};
use crate::check::{Check, Code, Findings, Run, Severity};

pub const CHECK: Check = Check {
    name: "copies of messages in two packages of a group name each other, and differ as is said",
    raises: &[&COPIES],
    run: Run::Group(run),
};

static COPIES: Code = Code {
    id: "GRP-011",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "What a transcript says of messages in another package of the group is not so.",
    explanation: "Messages of several exports of one conversation name their copies, and what differs, \
        in whichever package of the group these stand; the deposit manifest says in which. The \
        message is not there, does not name the other, shows something else than is said, or opens \
        later.",
    remedy: "Compare the two messages, and ask the sender which of the packages is right.",
};

/// A transcript of the group, by file name.
type Parts<'a> = BTreeMap<&'a str, (&'a Member, Side<'a>)>;

fn run(members: &[&Member], findings: &mut Findings) {
    let parts: Parts<'_> = members
        .iter()
        .flat_map(|member| member.parts.iter().map(move |part| (member, part)))
        .map(|(member, part)| (file_name(&part.path), (*member, part.side())))
        .collect();
    let is_complete = is_complete(members);
    for member in members {
        for part in &member.parts {
            let mut few = Few::new(&format!("{}/{}", member.package, part.path));
            for fault in faults(member, part, &parts, is_complete) {
                few.on_line(&COPIES, fault.line.into(), |finding| {
                    let finding = finding.expected(fault.expected).found(fault.found);
                    finding.detail(format!("message {}", fault.n))
                });
            }
            ties(part, &parts, is_complete, &mut few);
            findings.append(few.close());
        }
    }
}

/// Returns what is wrong with what a transcript says of those in other packages: what it says of
/// those in its own is held to them there.
fn faults(member: &Member, part: &Part, parts: &Parts<'_>, is_complete: bool) -> Vec<Fault> {
    let own = part.side();
    let mut faults = Vec::new();
    let other = |name: &str| parts.get(name).copied();
    let is_elsewhere = |other: &Member| other.group.number != member.group.number;
    for copy in &part.linked.copies {
        let name = part.linked.of_copy(copy);
        match other(name) {
            Some((at, side)) if is_elsewhere(at) => faults.extend(of_copy(own, side, copy)),
            None if is_complete => faults.push(missing(copy.line, copy.n, name)),
            _ => {}
        }
    }
    for differing in &part.linked.differing {
        let name = part.linked.of_difference(differing);
        match other(name) {
            Some((at, side)) if is_elsewhere(at) => {
                faults.extend(of_difference(own, side, differing));
            }
            None if is_complete => faults.push(missing(differing.line, differing.n, name)),
            _ => {}
        }
    }
    faults
}

/// Holds the packages that the deposit manifest names to those in which the transcripts lie.
fn ties(part: &Part, parts: &Parts<'_>, is_complete: bool, few: &mut Few) {
    for (target, package) in &part.copies_in {
        let there = parts.get(file_name(target)).map(|(member, _)| member);
        let there = there.map(|member| member.package.as_str());
        let is_so = there.map_or(!is_complete, |there| there == package);
        if !is_so {
            few.on_line(&COPIES, 1, |finding| {
                let finding = finding.expected(there.unwrap_or("no package"));
                finding.found(package).detail(target)
            });
        }
    }
}
