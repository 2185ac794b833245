//! Whether a transcript holds redactions, which are reserved: no package of this version has one.

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::transcript::MessageRead;

pub const CHECK: Check = Check {
    name: "no transcript holds a redaction",
    raises: &[&REDACTED],
    run: Run::Ours(run),
};

static REDACTED: Code = Code {
    id: "TRN-007",
    severity: Severity::Error,
    clause: "consign's transcript 0.1; TNA's transfer service, pairs of originals and redactions",
    title: "A transcript holds a redaction.",
    explanation: "The element is reserved for redacted copies, whose names end in _R and which lie \
        beside their originals: packages of this version hold no such copies. Here words were \
        taken out of what says that it is the original, which is never altered.",
    remedy: "Ask the sender for the transcript as it was before the redaction, and for how the \
        redaction was decided.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.redactions);
    Ok(())
}

/// Watches the bodies of messages.
pub struct Watch {
    few: Few,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>) {
        let redactions = message.redactions();
        for redaction in redactions {
            self.few.on_line(&REDACTED, redaction.line, |finding| {
                let ground = redaction.attribute("ground");
                finding
                    .found(ground)
                    .detail(format!("message {}", message.n))
            });
        }
    }

    pub fn end(self) -> Findings {
        self.few.close()
    }
}
