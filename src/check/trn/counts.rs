//! Whether a transcript holds as many messages, and of the times, that it says it covers.

use chrono::{NaiveDate, NaiveDateTime};

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::message::{Precision, written_local};
use crate::transcript::{MessageRead, TranscriptRead};

pub const CHECK: Check = Check {
    name: "every transcript covers what it says it covers",
    raises: &[&COUNT, &COVERING, &PLACES],
    run: Run::Ours(run),
};

static COUNT: Code = Code {
    id: "TRN-020",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not hold as many messages as it says.",
    explanation: "It says how many messages are transferred and how many of its part are not, and \
        how many have copies or differences in other transcripts. One of these does not agree with \
        what stands in it.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static COVERING: Code = Code {
    id: "TRN-021",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not cover the times that it says.",
    explanation: "The time of its earliest or latest message is not the one at its beginning. The \
        date of the record, and so the dates on which it is due, follow from it.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static PLACES: Code = Code {
    id: "TRN-022",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript says twice in one place, or of none, that messages are not transferred.",
    explanation: "Where messages lay that are not transferred, their number stands once, and is \
        never 0. Two numbers side by side, or a 0, come from an edit.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.counts);
    Ok(())
}

/// A local time and how fine it is.
pub type Local = (NaiveDateTime, Precision);

/// Counts the messages, those not transferred, and their times.
pub struct Watch {
    few: Few,
    messages: u64,
    not_transferred: u64,
    copies: u64,
    differences: u64,
    span: Option<(Local, Local)>,
    undated: u64,
    after_a_gap: bool,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            messages: 0,
            not_transferred: 0,
            copies: 0,
            differences: 0,
            span: None,
            undated: 0,
            after_a_gap: false,
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>, local: Option<Local>) {
        self.messages += 1;
        self.copies += u64::from(message.node.child("copy").is_some());
        self.differences += u64::from(message.node.child("difference").is_some());
        self.after_a_gap = false;
        match local {
            None => self.undated += 1,
            Some(local) => {
                let (first, last) = self.span.unwrap_or((local, local));
                self.span = Some((first.min(local), last.max(local)));
            }
        }
    }

    pub fn not_transferred(&mut self, count: u64, line: u64) {
        self.not_transferred = self.not_transferred.saturating_add(count);
        if count == 0 || self.after_a_gap {
            self.few
                .on_line(&PLACES, line, |finding| finding.found(count));
        }
        self.after_a_gap = true;
    }

    /// Returns the local dates of the earliest and the latest message.
    pub fn dates(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.span
            .map(|(first, last)| (first.0.date(), last.0.date()))
    }

    pub fn end(mut self, read: &TranscriptRead) -> Findings {
        let Some(covering) = read.head("covering") else {
            return self.few.close();
        };
        for (attribute, there) in [
            ("messages", self.messages),
            ("notTransferred", self.not_transferred),
            ("copies", self.copies),
            ("differences", self.differences),
        ] {
            // Where there are none, neither copies nor differences are counted.
            let says = match (covering.attribute(attribute), there) {
                ("", 1..) => "0",
                (says, _) => says,
            };
            if says.parse::<u64>().is_ok_and(|says| says != there) {
                self.few.on_line(&COUNT, covering.line, |finding| {
                    finding.expected(says).found(there).detail(attribute)
                });
            }
        }
        // A message whose time cannot be read has a finding of its own.
        let span = self.span.filter(|_| self.undated == 0);
        if let Some((first, last)) = span {
            for (attribute, there) in [("first", first), ("last", last)] {
                let says = covering.attribute(attribute);
                let there = written_local(there.0, there.1);
                if says != there {
                    self.few.on_line(&COVERING, covering.line, |finding| {
                        finding.expected(says).found(there).detail(attribute)
                    });
                }
            }
        }
        self.few.close()
    }
}
