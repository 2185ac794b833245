//! Whether every message is the one whose digest the transcript states.

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::{Digesting as _, Sha256Digest, Sha256Hasher};
use crate::transcript::{MessageRead, TranscriptRead};

pub const CHECK: Check = Check {
    name: "every message has its number and the digest that its transcript states",
    raises: &[&NUMBER, &DIGEST, &INCOMPLETE, &ROOT, &NOT_CANONICAL],
    run: Run::Ours(run),
};

static NUMBER: Code = Code {
    id: "TRN-010",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The messages of a transcript are not numbered from 1 without a gap.",
    explanation: "A number that is missing, doubled or out of turn means that a message was taken \
        out, put in, or moved.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static DIGEST: Code = Code {
    id: "TRN-011",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message is not the one whose digest its transcript states.",
    explanation: "The words, the time, the sender or another detail of this message changed after \
        the transcript was written, or its line in the list of digests did.",
    remedy: "Ask the sender for another copy of this transcript, and do not rely on this message.",
};

static INCOMPLETE: Code = Code {
    id: "TRN-012",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The list of digests is not one for each message, in their order.",
    explanation: "The list at the end of a transcript has the digest of every message, with its \
        number. A message without one, or a digest without its message, is not vouched for.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static ROOT: Code = Code {
    id: "TRN-013",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The root is not the digest of the transcript's list of digests.",
    explanation: "The root stands for the whole list, and the deposit manifest repeats it. The \
        list, or the root, was changed after the transcript was written.",
    remedy: "Ask the sender for another copy of this transcript.",
};

static NOT_CANONICAL: Code = Code {
    id: "TRN-014",
    severity: Severity::Error,
    clause: "consign's transcript 0.1; Exclusive XML Canonicalization 1.0",
    title: "A message is not written in its one form.",
    explanation: "What a message says has exactly one way to be written, with its own namespace, \
        so that its digest can be taken from the bytes of the file and of the message alone. \
        Another way comes from another program.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.digests);
    Ok(())
}

/// Watches the messages, then the list of digests behind them.
pub struct Watch {
    few: Few,
    computed: Vec<Sha256Digest>,
    of_computed: Sha256Hasher,
    listed: u64,
    of_listed: Sha256Hasher,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            computed: Vec::new(),
            of_computed: Sha256Hasher::default(),
            listed: 0,
            of_listed: Sha256Hasher::default(),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>) {
        self.computed.push(message.digest);
        self.of_computed.update(&message.digest.digits());
        self.of_computed.update(b"\n");
        let has_namespace = !message.node.attribute("xmlns").is_empty();
        if !has_namespace || !message.is_canonical() {
            self.few
                .on_line(&NOT_CANONICAL, message.node.line, |finding| {
                    finding.detail(format!("message {}", message.n))
                });
        }
        let expected = self.messages();
        if message.n != expected {
            self.few.on_line(&NUMBER, message.node.line, |finding| {
                finding.expected(expected).found(message.n)
            });
        }
    }

    pub fn stated(&mut self, n: u64, stated: Option<Sha256Digest>, line: u64) {
        self.listed += 1;
        // A text that is no digest is against the schema, which is the finding.
        let Some(stated) = stated else { return };
        self.of_listed.update(&stated.digits());
        self.of_listed.update(b"\n");
        if n != self.listed {
            let listed = self.listed;
            let facts = |finding: crate::check::Finding| finding.expected(listed).found(n);
            self.few.on_line(&INCOMPLETE, line, facts);
            return;
        }
        let index = usize::try_from(n - 1).unwrap_or(usize::MAX);
        if let Some(computed) = self.computed.get(index)
            && *computed != stated
        {
            self.few.on_line(&DIGEST, line, |finding| {
                let detail = format!("message {n}");
                finding.expected(stated).found(computed).detail(detail)
            });
        }
    }

    /// Returns how many messages there are.
    pub fn messages(&self) -> u64 {
        self.computed.len() as u64
    }

    /// Returns the root of the digests of the messages as they stand in the file.
    pub fn root(&self) -> Sha256Digest {
        self.of_computed.clone().finish().1
    }

    pub fn end(mut self, read: &TranscriptRead) -> Findings {
        let line = read.fixity.line;
        let (messages, listed) = (self.messages(), self.listed);
        if read.fixity.name.is_empty() {
            return self.few.close();
        }
        if listed != messages {
            self.few.on_line(&INCOMPLETE, line, |finding| {
                finding.expected(messages).found(listed)
            });
        }
        let complete = read.fixity.attribute("complete");
        if complete == "no" {
            self.few.on_line(&INCOMPLETE, line, |finding| {
                finding.found("complete=\"no\"")
            });
        }
        let (stated, root) = (read.fixity.attribute("root"), self.of_listed.finish().1);
        if stated
            .parse()
            .is_ok_and(|stated: Sha256Digest| stated != root)
        {
            self.few
                .on_line(&ROOT, line, |finding| finding.expected(stated).found(root));
        }
        self.few.close()
    }
}
