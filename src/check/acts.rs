//! What of the acts follows from the deposit manifest: which exports were taken over by whom and
//! when, and how many messages were signed as staying behind. Of most acts only the department's
//! journal knows, whose hash is the last row.

use super::few::Few;
use super::inside::Inside;
use super::tables::rows;
use super::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::ManifestRead;
use crate::package::layout;

/// The checks of this family.
pub const CHECKS: &[Check] = &[Check {
    name: "the acts of events.csv are those that the deposit manifest tells of",
    raises: &[&DISAGREES],
    run: Run::Ours(run),
}];

static DISAGREES: Code = Code {
    id: "CSV-006",
    severity: Severity::Error,
    clause: "consign's events.csv",
    title: "The acts are not those that the deposit manifest tells of.",
    explanation: "A batch begins once, each of its exports is taken over by a post on a day, and \
        as many messages are signed as not selected or outside as are counted. Only some acts \
        have a second post or a count. One of the two files was changed.",
    remedy: "Ask the sender for the department's journal, whose hash is the last row.",
};

/// The acts that are one act each, whose count is therefore 1.
const SINGLE: [&str; 6] = [
    "batch-begun",
    "rules-applied",
    "copies-stated",
    "decision-undone",
    "sensitivity-signed",
    "signed-copy-kept",
];
/// The acts that need a second post.
const OF_TWO: [&str; 3] = ["copies-stated", "decision-undone", "selection-signed"];

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let (Some(manifest), Some(from)) = (inside.manifest(), rows(inside, layout::EVENTS)) else {
        return Ok(());
    };
    let mut few = Few::new(layout::EVENTS);
    let mut taken_over = taken_over(manifest);
    let signed = signed(manifest);
    let mut csv = csv::Reader::from_reader(from);
    // What is no table has a finding of its own.
    for (index, row) in csv.records().map_while(Result::ok).enumerate() {
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |index: usize| row.get(index).unwrap_or_default();
        let (event, by, second, at, count) = (cell(0), cell(2), cell(3), cell(4), cell(5));
        let mut wrong = |expected: &str, found: &str, detail: &str| {
            few.on_line(&DISAGREES, line, |finding| {
                finding.expected(expected).found(found).detail(detail)
            });
        };
        if (index == 0) != (event == "batch-begun") {
            wrong("batch-begun, once and first", event, "event");
        }
        if SINGLE.contains(&event) && count != "1" {
            wrong("1", count, "value");
        }
        if !OF_TWO.contains(&event) && !second.is_empty() {
            wrong("no second post", second, "second_signatory");
        }
        match event {
            "source-added" => {
                let act = (at.get(..10).unwrap_or_default(), by);
                match taken_over.iter().position(|told| *told == act) {
                    Some(told) => drop(taken_over.remove(told)),
                    None => wrong("an export of the custodial history", at, by),
                }
            }
            "selection-signed" if (by, at) == signed.0 && count != signed.1 => {
                wrong(&signed.1, count, "not selected or outside, as signed");
            }
            _ => {}
        }
    }
    for (day, by) in taken_over {
        few.on_line(&DISAGREES, 1, |finding| {
            let expected = format!("source-added by {by} on {day}");
            finding.expected(expected).found("no such act")
        });
    }
    findings.append(few.close());
    Ok(())
}

/// Returns on which day and by which post each export was taken over, as the deposit manifest has
/// it.
fn taken_over(manifest: &ManifestRead) -> Vec<(&str, &str)> {
    let custody = manifest.part("custody").map(|custody| &custody.children);
    let events = custody.into_iter().flatten();
    let taken_over = events.filter(|event| event.attribute("type") == "tra");
    taken_over
        .map(|event| (event.attribute("date"), event.attribute("by")))
        .collect()
}

/// Returns by whom and when the selection was signed, and how many messages were signed as staying
/// behind.
fn signed(manifest: &ManifestRead) -> ((&str, &str), String) {
    let sign_offs = manifest
        .part("signOffs")
        .map(|sign_offs| &sign_offs.children);
    let mut sign_offs = sign_offs.into_iter().flatten();
    let selection = sign_offs.find(|node| node.attribute("of") == "selection");
    let says = |name| selection.map_or("", |node| node.attribute(name));
    let behind = ["notSelected", "outside"].map(|name| manifest.count(name));
    let count = behind[0].saturating_add(behind[1]);
    ((says("by"), says("at")), count.to_string())
}
