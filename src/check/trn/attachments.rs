//! Whether the attachments that a transcript says are present lie beside it, bit for bit.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Carried, report};
use crate::check::few::Few;
use crate::check::inside::{Inside, below_data, fixity};
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::Opened;
use crate::package::layout::{Role, record_name};
use crate::transcript::MessageRead;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "every attachment that a message carries lies beside its transcript, bit for bit",
    raises: &[&STATE, &ABSENT, &DIFFERS],
    run: Run::Ours(run),
};

static STATE: Code = Code {
    id: "TRN-060",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "An attachment has not the particulars that its state asks for.",
    explanation: "One that is present has a file, a size and a digest. One that is not has none \
        of these: they would tell of what is not transferred.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static ABSENT: Code = Code {
    id: "TRN-061",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "An attachment that a message carries does not lie beside its transcript.",
    explanation: "The transcript says that the file is present, with a name that attachments of \
        this part have. Without the file the message is incomplete.",
    remedy: "Ask the sender for the file.",
};

static DIFFERS: Code = Code {
    id: "TRN-062",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "An attachment is not the file that its message carried.",
    explanation: "The transcript states the size and the SHA-256 of the file. The file beside it \
        is another one, or was changed.",
    remedy: "Ask the sender for the file as it was exported.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.attachments);
    Ok(())
}

/// The states of attachments.
const STATES: [&str; 4] = ["present", "omitted", "missing", "withheld"];

/// Watches the attachments of messages.
pub struct Watch<'a> {
    few: Few,
    package: &'a Opened,
    transcript: &'a str,
    counts: BTreeMap<&'static str, u64>,
    carried: BTreeMap<String, Carried>,
}

impl<'a> Watch<'a> {
    pub fn new(package: &'a Opened, transcript: &'a str) -> Watch<'a> {
        Watch {
            few: Few::new(transcript),
            package,
            transcript,
            counts: BTreeMap::new(),
            carried: BTreeMap::new(),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>, date: Option<NaiveDate>) {
        for node in message.node.all("attachment") {
            let state = node.attribute("state");
            let Some(known) = STATES.iter().find(|known| **known == state) else {
                // Any other is against the schema, which is the finding.
                continue;
            };
            *self.counts.entry(known).or_default() += 1;
            let particulars = ["file", "size", "sha256"].map(|name| node.attribute(name));
            let wanted = state == "present";
            if particulars.iter().any(|value| value.is_empty() == wanted) {
                self.few.on_line(&STATE, node.line, |finding| {
                    let n = message.n;
                    finding.detail(format!("message {n}: an attachment that is {state}"))
                });
            } else if wanted {
                self.present(node, message.n, date);
            }
        }
    }

    fn present(&mut self, node: &Node, n: u64, date: Option<NaiveDate>) {
        let file = node.attribute("file");
        let (folder, _) = self.transcript.rsplit_once('/').unwrap_or_default();
        let path = format!("{folder}/{file}");
        let of_this_part = record_name(below_data(&path))
            .zip(record_name(below_data(self.transcript)))
            .is_some_and(|(attachment, own)| {
                attachment.role == Role::Attachment
                    && (attachment.chat, attachment.part) == (own.chat, own.part)
            });
        if of_this_part && let Some(date) = date {
            let carried = self.carried.entry(file.to_owned()).or_insert(Carried {
                first: date,
                last: date,
                times: 0,
            });
            carried.first = carried.first.min(date);
            carried.last = carried.last.max(date);
            carried.times += 1;
        }
        if !of_this_part || self.package.index(&path).is_none() {
            self.few.on_line(&ABSENT, node.line, |finding| {
                finding.found(file).detail(format!("message {n}"))
            });
            return;
        }
        // Where it cannot be read, that is the finding.
        if let Some(there) = fixity(self.package, &path) {
            for (attribute, there) in [
                ("size", there.size.to_string()),
                ("sha256", there.sha256.to_string()),
            ] {
                let says = node.attribute(attribute);
                if says != there {
                    self.few.on_line(&DIFFERS, node.line, |finding| {
                        let detail = format!("message {n}: {attribute} of {file}");
                        finding.expected(says).found(there).detail(detail)
                    });
                }
            }
        }
    }

    /// Returns how many attachments there are by state, and those that are present.
    pub fn tallies(&mut self) -> (BTreeMap<&'static str, u64>, BTreeMap<String, Carried>) {
        let carried = std::mem::take(&mut self.carried);
        (std::mem::take(&mut self.counts), carried)
    }

    pub fn end(self) -> Findings {
        self.few.close()
    }
}
