//! Whether the reason of a message points to a message that gives it.

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
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
        another is context, and nothing else names another message.",
    remedy: "Ask the sender what was decided on this message.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.reasons);
    Ok(())
}

/// A message that names another.
struct Naming {
    n: u64,
    with: u64,
    line: u64,
}

/// Watches the decisions; what a message names can stand behind it.
pub struct Watch {
    few: Few,
    is_selected: Vec<bool>,
    naming: Vec<Naming>,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            is_selected: Vec::new(),
            naming: Vec::new(),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>) {
        let decision = message.node.attribute("decision");
        self.is_selected.push(decision == "select");
        let Some(because) = message.node.child("because") else {
            return;
        };
        let (basis, with) = (because.attribute("basis"), because.attribute("with"));
        let fits = match basis {
            "rule" | "policy" => decision == "select" && with.is_empty(),
            "context" => decision == "context",
            _ => with.is_empty(),
        };
        if !fits {
            self.few.on_line(&BASIS, because.line, |finding| {
                let n = message.n;
                finding.detail(format!("message {n}: {decision}, and basis {basis}"))
            });
        }
        if let Ok(with) = with.parse() {
            self.naming.push(Naming {
                n: message.n,
                with,
                line: because.line,
            });
        }
    }

    pub fn end(mut self) -> Findings {
        for Naming { n, with, line } in &self.naming {
            let index = with.checked_sub(1).and_then(|i| usize::try_from(i).ok());
            let selected = index.and_then(|index| self.is_selected.get(index));
            if selected != Some(&true) {
                self.few.on_line(&WITH, *line, |finding| {
                    finding.found(with).detail(format!("message {n}"))
                });
            }
        }
        self.few.close()
    }
}
