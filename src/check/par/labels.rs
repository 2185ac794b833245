//! Whether the labels of a person add up to the messages that its transcript has of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::trn::Transcript;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::participants::ParticipantsRead;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "the labels of every participant add up to their messages and its dates",
    raises: &[&SUM, &DATES],
    run: Run::Ours(run),
};

static SUM: Code = Code {
    id: "PAR-007",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "The labels of a person do not add up to their messages, or one stands twice.",
    explanation: "Each message of a person is under one of the labels, each of which stands once \
        with its number. Where the sum is another, a label was added, taken away or changed.",
    remedy: "Ask the sender for the file of participants as consign wrote it.",
};

static DATES: Code = Code {
    id: "PAR-008",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "The labels of a person do not cover the dates of their messages.",
    explanation: "The first day of the earliest label and the last day of the latest are those of \
        the person's first and last message in the transcript, and no label ends before it begins.",
    remedy: "Ask the sender for the file of participants as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.labels);
    Ok(())
}

pub fn findings(path: &str, read: &ParticipantsRead, of: Option<&Transcript>) -> Findings {
    let mut few = Few::new(path);
    let Some(transcript) = of else {
        return few.close();
    };
    for person in &read.people {
        let key = person.attribute("key");
        // Whom the transcript does not name has a finding of their own.
        let Some(named) = transcript.named.get(key) else {
            continue;
        };
        sum(person, named.messages, &mut few);
        dates(person, named.days, &mut few);
    }
    few.close()
}

fn sum(person: &Node, messages: u64, few: &mut Few) {
    let mut seen = BTreeSet::new();
    let mut sum = 0_u64;
    for label in &person.children {
        let under = label.attribute("messages").parse().unwrap_or_default();
        sum = sum.saturating_add(under);
        if !seen.insert(&label.text) {
            few.on_line(&SUM, label.line, |finding| {
                finding.found(label.string()).detail("stands twice")
            });
        }
    }
    if sum != messages {
        few.on_line(&SUM, person.line, |finding| {
            let detail = format!("messages of {}", person.attribute("key"));
            finding.expected(messages).found(sum).detail(detail)
        });
    }
}

fn dates(person: &Node, days: Option<(NaiveDate, NaiveDate)>, few: &mut Few) {
    let key = person.attribute("key");
    let mut span: Option<(NaiveDate, NaiveDate)> = None;
    for label in &person.children {
        let day = |name| label.attribute(name).parse::<NaiveDate>();
        let (Ok(from), Ok(to)) = (day("from"), day("to")) else {
            few.on_line(&DATES, label.line, |finding| {
                finding.detail(format!("no days of the calendar: a label of {key}"))
            });
            return;
        };
        if to < from {
            few.on_line(&DATES, label.line, |finding| {
                finding.found(format!("{from} to {to}")).detail(key)
            });
            return;
        }
        let (first, last) = span.unwrap_or((from, to));
        span = Some((first.min(from), last.max(to)));
    }
    if let (Some(wanted), Some(there)) = (days, span)
        && wanted != there
    {
        let words = |(from, to)| format!("{from} to {to}");
        few.on_line(&DATES, person.line, |finding| {
            finding
                .expected(words(wanted))
                .found(words(there))
                .detail(key)
        });
    }
}
