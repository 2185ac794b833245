//! The examples of a rule, run as its tests.

use super::super::matcher::{Matcher, Program, Truth};
use super::super::query::Lists;
use super::fault::PolicyFault;
use super::read::Placed;
use super::table::{Reading, Table, Text};
use super::{Note, Rule};
use crate::shown::shown;

/// How a rule stands to its examples.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Tested {
    /// The id of the rule.
    pub rule: String,
    /// How many examples it should hit.
    pub yes: u64,
    /// How many of these it hits.
    pub yes_passed: u64,
    /// How many examples it should not hit.
    pub no: u64,
    /// How many of these it does not hit.
    pub no_passed: u64,
}

/// Runs the examples in a rule's table. `rule` is the rule last read, which is that of the table
/// unless that was refused: then its examples are read, and not run. Nor are they without
/// `lists`, when a list is at fault.
pub(super) fn check(
    reading: &mut Reading<'_>,
    table: &Table<'_>,
    rule: Option<&Placed<Rule>>,
    lists: Option<&Lists>,
    notes: &mut Vec<Note>,
) {
    let (yes, no) = read(reading, table);
    let own = table.value("id").map(|id| id.range);
    let rule = rule.filter(|rule| Some(&rule.id) == own.as_ref());
    let (Some(rule), Some(lists)) = (rule, lists) else {
        return;
    };
    let rule = &rule.item;
    let mut tested = Tested {
        rule: rule.id.clone(),
        yes: yes.len() as u64,
        yes_passed: 0,
        no: no.len() as u64,
        no_passed: 0,
    };
    if yes.is_empty() && no.is_empty() {
        let rule = rule.id.clone();
        notes.push(Note::NoExample { rule });
    }
    let asked = rule.asks();
    let program = Program::compile([&asked], lists);
    let mut matcher = Matcher::new(&program);
    for text in yes {
        if matcher.look_at_text(text.value).truth(0) != Truth::No {
            tested.yes_passed += 1;
            continue;
        }
        let rule = rule.id.clone();
        let meant = "Change the rule until it hits it, or take the example away.";
        reading.fault_meaning(text.token, PolicyFault::ExampleMissed { rule }, meant);
    }
    for text in no {
        let seen = matcher.look_at_text(text.value);
        if seen.truth(0) == Truth::No {
            tested.no_passed += 1;
            continue;
        }
        let words = seen.places(0, text.value);
        let words = words.into_iter().filter_map(|place| text.value.get(place));
        let words: Vec<_> = words.map(|word| format!("\"{}\"", shown(word))).collect();
        let meant = match words.as_slice() {
            [] => "Nothing in its words passes the rule by.".to_owned(),
            words => format!("What hits it is {}.", words.join(", ")),
        };
        let rule = rule.id.clone();
        reading.fault_meaning(text.token, PolicyFault::ExampleHit { rule }, meant);
    }
    reading.tested.push(tested);
}

fn read<'t>(reading: &mut Reading<'_>, table: &Table<'t>) -> (Vec<Text<'t>>, Vec<Text<'t>>) {
    let Some(value) = table.value("example") else {
        return (Vec::new(), Vec::new());
    };
    let Some(examples) = reading.table("an example", "example", &value) else {
        return (Vec::new(), Vec::new());
    };
    examples.only(reading, &["yes", "no"]);
    let mut texts = |key| match examples.value(key) {
        Some(value) => reading.texts(key, &value),
        None => Vec::new(),
    };
    (texts("yes"), texts("no"))
}
