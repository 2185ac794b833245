//! Whether the senders of messages are those whom the transcript names as participants.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::transcript::{MessageRead, TranscriptRead};

pub const CHECK: Check = Check {
    name: "the senders of messages are the participants that each transcript names",
    raises: &[&STRANGER, &COUNT, &VOICE],
    run: Run::Ours(run),
};

static STRANGER: Code = Code {
    id: "TRN-040",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message is from, or attributed to, a key that no participant has.",
    explanation: "A message names its sender by a key, and the participants give the name and \
        post behind it. Without the participant nobody knows who wrote this message.",
    remedy: "Ask the sender who it is.",
};

static COUNT: Code = Code {
    id: "TRN-041",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A participant does not have as many messages as the transcript says, or stands twice.",
    explanation: "Each participant stands once, with the number of their messages. Where the \
        number is another, a message was added, taken away, or given to another person.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static VOICE: Code = Code {
    id: "TRN-042",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message contradicts itself about who speaks, or whether it was deleted.",
    explanation: "What the app wrote has no sender: a notice given to a person puts words into \
        their mouth. And only a message of the kind deleted says who deleted it.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.people);
    Ok(())
}

/// A participant, as stated and as counted.
struct Participant {
    line: u64,
    name: String,
    post: String,
    stated: Option<u64>,
    counted: u64,
    days: Option<(NaiveDate, NaiveDate)>,
}

impl Participant {
    fn on(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }
}

/// Whom a transcript names, as its messages bear it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name to display.
    pub name: String,
    /// The post; empty where none is given.
    pub post: String,
    /// How many messages are from them.
    pub messages: u64,
    /// The local dates of the first and the last message from them or attributed to them.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Counts the messages of each participant.
pub struct Watch {
    few: Few,
    participants: BTreeMap<String, Participant>,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            participants: BTreeMap::new(),
        }
    }

    pub fn head(&mut self, head: &TranscriptRead) {
        let nodes = head.head("participants").map(|node| &node.children);
        for node in nodes.into_iter().flatten() {
            let key = node.attribute("key");
            let participant = Participant {
                line: node.line,
                name: node.attribute("name").to_owned(),
                post: node.attribute("post").to_owned(),
                stated: node.attribute("messages").parse().ok(),
                counted: 0,
                days: None,
            };
            let before = self.participants.insert(key.to_owned(), participant);
            if before.is_some() {
                self.few.on_line(&COUNT, node.line, |finding| {
                    finding.found(key).detail("stands twice")
                });
            }
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>, day: Option<NaiveDate>) {
        let (node, n) = (message.node, message.n);
        let from = node.attribute("from");
        let basis = node.attribute("senderBasis");
        if !from.is_empty() {
            match self.participants.get_mut(from) {
                Some(participant) => {
                    participant.counted += 1;
                    participant.on(day);
                }
                None => self.few.on_line(&STRANGER, node.line, |finding| {
                    finding.found(from).detail(format!("message {n}"))
                }),
            }
            if basis.starts_with("app") {
                self.few.on_line(&VOICE, node.line, |finding| {
                    let detail = format!("message {n}: from {from}, and senderBasis {basis}");
                    finding.detail(detail)
                });
            }
        }
        let attributed = node.attribute("attributedTo");
        if !attributed.is_empty() {
            match self.participants.get_mut(attributed) {
                Some(participant) => participant.on(day),
                None => self.few.on_line(&STRANGER, node.line, |finding| {
                    let detail = format!("message {n}, under whose name the app wrote");
                    finding.found(attributed).detail(detail)
                }),
            }
            if basis != "app-attributed" {
                self.few.on_line(&VOICE, node.line, |finding| {
                    let detail = format!("message {n}: attributedTo, and senderBasis {basis}");
                    finding.detail(detail)
                });
            }
        }
        if node.child("deleted").is_some() && node.attribute("kind") != "deleted" {
            self.few.on_line(&VOICE, node.line, |finding| {
                let kind = node.attribute("kind");
                finding.detail(format!("message {n}: deleted, and of the kind {kind}"))
            });
        }
    }

    /// Returns whom the transcript names, by key.
    pub fn named(&self) -> BTreeMap<String, Named> {
        let people = self.participants.iter();
        people
            .map(|(key, participant)| {
                let named = Named {
                    name: participant.name.clone(),
                    post: participant.post.clone(),
                    messages: participant.counted,
                    days: participant.days,
                };
                (key.clone(), named)
            })
            .collect()
    }

    pub fn end(mut self) -> Findings {
        for (key, participant) in &self.participants {
            let counted = participant.counted;
            if let Some(stated) = participant.stated
                && stated != counted
            {
                self.few.on_line(&COUNT, participant.line, |finding| {
                    finding.expected(stated).found(counted).detail(key)
                });
            }
        }
        self.few.close()
    }
}
