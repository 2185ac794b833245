//! From facts to outcomes: what must hold whatever the rules and the messages are.

mod context;
mod holds;
mod properties;
mod settling;

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::*;
use crate::message::Kind;

fn facts<'a>(text: &'a str, sender: Option<Person<'a>>, date: Option<NaiveDate>) -> Facts<'a> {
    Facts {
        text,
        source: "wa1",
        sender,
        member: None,
        around: None,
        reply_to: None,
        conversation: &["Winter planning"],
        date,
        other_date: None,
        kind: Kind::Text,
        event: None,
        attachments: &[],
        edited: false,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A rule as these tests write one: id, effect, query, context.
type Written<'a> = (&'a str, &'a str, &'a str, &'a str);

fn policy(otherwise: &str, rules: &[Written<'_>]) -> Policy {
    let mut text = format!(
        "format = 'selection-rules/1'\nid = 'P'\ntitle = 't'\nauthority = 'a'\nowner = 'o'\notherwise = '{otherwise}'\n"
    );
    for (id, effect, when, context) in rules {
        let (context, label) = match *effect {
            "select" if !context.is_empty() => {
                (format!("context = {{ {context} }}\n"), "label = 'l'\n")
            }
            "select" => (String::new(), "label = 'l'\n"),
            _ => (String::new(), ""),
        };
        write!(
            text,
            "[[rule]]\nid = '{id}'\ntitle = 't'\nwhen = '''{when}'''\neffect = '{effect}'\nbecause = 'b'\n{context}{label}"
        )
        .unwrap();
    }
    Policy::read("rules.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

struct Said<'a> {
    text: &'a str,
    person: Option<Effect>,
    day: Option<NaiveDate>,
    replies_to: Option<u32>,
}

fn said(text: &str) -> Said<'_> {
    Said {
        text,
        person: None,
        day: None,
        replies_to: None,
    }
}

fn settled(policy: &Policy, messages: &[Said<'_>]) -> Vec<Settled> {
    let mut examiner = policy.examiner();
    let mut sets = HitSets::default();
    let mut rows = Vec::new();
    for message in messages {
        let hits = sets.intern(examiner.examine(&facts(message.text, None, message.day)));
        rows.push(Row {
            hits,
            person: message.person,
            day: message.day,
            replies_to: message.replies_to,
        });
    }
    policy.settling(&sets).settle(&rows).collect()
}

fn outcomes(policy: &Policy, messages: &[Said<'_>]) -> String {
    let words: Vec<_> = settled(policy, messages)
        .iter()
        .map(|s| s.outcome.word())
        .collect();
    words.join(" ")
}

/// A policy of one rule that asks this, and of these holds.
fn with_holds(when: &str, holds: &[&str]) -> Policy {
    let mut text = format!(
        "format = 'selection-rules/1'\nid = 'P'\ntitle = 't'\nauthority = 'a'\nowner = 'o'\notherwise = 'refer'\n\
         [[rule]]\nid = 'R'\ntitle = 't'\nwhen = '{when}'\neffect = 'refer'\nbecause = 'b'\n"
    );
    for (number, hold) in holds.iter().enumerate() {
        write!(
            text,
            "[[hold]]\nid = 'H{number}'\ntitle = 't'\nauthority = 'a'\nbecause = 'b'\n{hold}\n"
        )
        .unwrap();
    }
    Policy::read("rules.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}
