//! Whether the reason of a message points to a message that gives it.

use std::collections::BTreeMap;

use super::{Transcript, report};
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::inside::below_data;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::Group;
use crate::package::layout;
use crate::transcript::MessageRead;

pub const CHECK: Check = Check {
    name: "every message that is kept to understand another names one that is selected",
    raises: &[&WITH, &BASIS],
    run: Run::Ours(run),
};

static WITH: Code = Code {
    id: "TRN-050",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message is kept to understand one that is not selected here.",
    explanation: "A message can be transferred because it helps to understand another, which it \
        names. The message it names is not in this transcript, or is not selected itself.",
    remedy: "Ask the sender why this message is transferred.",
};

static BASIS: Code = Code {
    id: "TRN-051",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The decision on a message and the basis of it do not go together.",
    explanation: "What is selected by a rule or the policy is select; what is kept to understand \
        another is context, and nothing else names another message, or a copy that is context.",
    remedy: "Ask the sender what was decided on this message.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.reasons);
    elsewhere(inside, findings);
    Ok(())
}

/// A message that names another of the same transcript.
struct Naming {
    n: u64,
    with: u64,
    line: u64,
}

/// A message that names another of another part.
pub struct Elsewhere {
    n: u64,
    with: u64,
    part: String,
    line: u64,
}

/// Which messages of a transcript are selected, and which name a message of another part.
#[derive(Default)]
pub struct Decided {
    is_selected: Vec<bool>,
    elsewhere: Vec<Elsewhere>,
}

/// Holds what names a message of another part to what stands there.
fn elsewhere(inside: &Inside<'_>, findings: &mut Findings) {
    let named = inside.transcripts.iter().filter(|t| t.is_whole);
    let named = named.filter_map(|t| Some((layout::record_name(below_data(&t.path))?, t)));
    let by_name: BTreeMap<_, &Transcript> =
        named.map(|(name, t)| ((name.chat, name.part), t)).collect();
    // A part of a group can stand in another package, which is not read here.
    let in_a_group = inside.manifest().and_then(Group::read).is_some();
    for ((chat, _), transcript) in &by_name {
        let mut few = Few::new(&transcript.path);
        for Elsewhere {
            n,
            with,
            part,
            line,
        } in &transcript.decided.elsewhere
        {
            let other = by_name.get(&(*chat, part.as_str()));
            let selected = other.map(|other| is_selected(&other.decided.is_selected, *with));
            if !selected.unwrap_or(in_a_group) {
                few.on_line(&WITH, *line, |finding| {
                    let finding = finding.found(format!("{with} of part {part}"));
                    finding.detail(format!("message {n}"))
                });
            }
        }
        findings.append(few.close());
    }
}

fn is_selected(selected: &[bool], n: u64) -> bool {
    let index = n.checked_sub(1).and_then(|i| usize::try_from(i).ok());
    index.and_then(|index| selected.get(index)) == Some(&true)
}

/// Watches the decisions; what a message names can stand behind it.
pub struct Watch {
    few: Few,
    decided: Decided,
    naming: Vec<Naming>,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            decided: Decided::default(),
            naming: Vec::new(),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>) {
        let decision = message.node.attribute("decision");
        self.decided.is_selected.push(decision == "select");
        let Some(because) = message.node.child("because") else {
            return;
        };
        let [basis, with, part, by, copy] =
            ["basis", "with", "part", "by", "copy"].map(|name| because.attribute(name));
        let mut named = message.node.all("copy");
        let is_named = named.any(|node| node.attribute("transcript") == copy);
        let fits = match basis {
            "rule" | "policy" => decision == "select" && with.is_empty() && by.is_empty(),
            "context" => decision == "context" && by.is_empty(),
            _ => with.is_empty(),
        } && (part.is_empty() || !with.is_empty())
            && (copy.is_empty() || basis == "context" && with.is_empty() && is_named);
        if !fits {
            self.few.on_line(&BASIS, because.line, |finding| {
                let n = message.n;
                finding.detail(format!("message {n}: {decision}, and basis {basis}"))
            });
        }
        let (n, line) = (message.n, because.line);
        match (with.parse(), part) {
            (Ok(with), "") => self.naming.push(Naming { n, with, line }),
            (Ok(with), part) => self.decided.elsewhere.push(Elsewhere {
                n,
                with,
                part: part.to_owned(),
                line,
            }),
            (Err(_), _) => {}
        }
    }

    pub fn end(mut self) -> (Findings, Decided) {
        for Naming { n, with, line } in &self.naming {
            if !is_selected(&self.decided.is_selected, *with) {
                self.few.on_line(&WITH, *line, |finding| {
                    finding.found(with).detail(format!("message {n}"))
                });
            }
        }
        (self.few.close(), self.decided)
    }
}
