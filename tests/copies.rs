//! Two telephones, one conversation: copies are found and share one decision and one hold, by
//! commands, as a records manager would see it.

use std::fs;
use std::num::NonZeroUsize;

use crate::bench::consign::{Bench, Ran};

const RULES: &str = r#"format = "selection-rules/1"
id = "COPIES-1"
title = "Of two telephones"
authority = "Appraisal report 1"
owner = "Departmental Records Officer"
otherwise = "refer"

[[rule]]
id = "N1"
title = "Acknowledgements"
when = 'text:thanks'
effect = "not-selected"
because = "Says only that it was read"
"#;

/// What is said in the group: by whom, and what. The first eight are long enough to be found by.
const SAID: [(&str, &str); 12] = [
    (
        "Press Officer",
        "The line for the morning round is ready in the shared folder",
    ),
    (
        "Director",
        "Agreed, go with it as soon as the Permanent Secretary has seen it",
    ),
    (
        "Private Secretary",
        "The Permanent Secretary has seen it and is content with all of it",
    ),
    (
        "Press Officer",
        "Sent to the regional desks at a quarter past nine this morning",
    ),
    (
        "Director",
        "We need the figures for the second depot before the call at noon",
    ),
    (
        "Private Secretary",
        "The second depot counted four hundred and twelve pallets last night",
    ),
    (
        "Director",
        "Then the order for the north goes out today and not on Thursday",
    ),
    (
        "Press Officer",
        "I will tell the regional desks that the north is brought forward",
    ),
    ("Private Secretary", "ok"),
    ("Director", "thanks"),
    ("Press Officer", "Noted"),
    ("Director", "Is the photo of the depot usable?"),
];

/// A phone with which the group was exported.
struct Phone {
    /// By how many hours its clock is later.
    hours: u32,
    /// What it calls the Director.
    director: &'static str,
    /// Rules, one a line, that are changed: the place of a message, and what stands there instead;
    /// nothing where the phone does not have it.
    changed: &'static [(usize, &'static str)],
}

const FIRST: Phone = Phone {
    hours: 0,
    director: "Director",
    changed: &[],
};
const SECOND: Phone = Phone {
    hours: 1,
    director: "Dir W Planning",
    changed: &[],
};

impl Phone {
    /// Returns what the phone exports, and where each message begins in it.
    fn export(&self) -> (String, Vec<usize>) {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for (index, (who, words)) in SAID.iter().enumerate() {
            let changed = self.changed.iter().find(|(at, _)| *at == index);
            let words = changed.map_or(*words, |(_, words)| words);
            starts.push(text.len());
            if words.is_empty() {
                continue;
            }
            let who = if *who == "Director" {
                self.director
            } else {
                who
            };
            let (hour, minute) = (9 + self.hours, index * 4);
            text.push_str(&format!(
                "24/11/2020, {hour:02}:{minute:02} - {who}: {words}\n"
            ));
        }
        (text, starts)
    }

    fn id(&self, source: &str, message: usize) -> String {
        format!("{source}-{}", self.export().1[message])
    }
}

/// Returns a batch with these exports, and the rules with `more` behind them.
fn batch(more: &str, exports: &[(&str, &str)]) -> Bench {
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), format!("{RULES}{more}")).unwrap();
    for (name, text) in exports {
        let export = bench.write(name, text);
        bench.consign(["add", &export]).ends(0);
    }
    bench.name_people();
    bench
}

const NAMES: [&str; 2] = [
    "one/WhatsApp Chat with Winter planning.txt",
    "two/WhatsApp Chat with Winter planning.txt",
];

/// Returns a batch with the group from two phones.
fn two(more: &str, first: &Phone, second: &Phone) -> Bench {
    let texts = [first.export().0, second.export().0];
    batch(more, &[(NAMES[0], &texts[0]), (NAMES[1], &texts[1])])
}

/// Returns the cells of the ledger's row of a message.
fn row(bench: &Bench, id: &str) -> Vec<(String, String)> {
    let mut csv = csv::Reader::from_path(bench.at("batch/ledger.csv")).unwrap();
    let header = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let found = rows.iter().find(|row| row.get(0) == Some(id));
    let found = found.unwrap_or_else(|| panic!("no row of {id}"));
    let cells = header.iter().zip(found.iter());
    cells.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// Returns some cells of the ledger's row of a message.
#[track_caller]
fn cells<const N: usize>(bench: &Bench, id: &str, names: [&str; N]) -> [String; N] {
    let row = row(bench, id);
    names.map(|name| {
        let cell = row.iter().find(|(known, _)| known == name);
        cell.unwrap_or_else(|| panic!("no column {name}")).1.clone()
    })
}

fn select(bench: &Bench) -> Ran {
    let ran = bench.consign(["select"]);
    assert!([0, 4].contains(&ran.exit), "{ran:?}");
    ran
}

fn decide(bench: &Bench, id: &str, decision: &str, by: &str) -> Ran {
    bench.consign([
        "review",
        "decide",
        id,
        "--as",
        decision,
        "--because",
        "So it was decided",
        "--by",
        by,
    ])
}

#[test]
fn copies_are_named_in_the_ledger_and_counted() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench).says(["12 of the 24 messages are copies of others: 12 distinct"]);
    for message in 0..SAID.len() {
        let (one, other) = (FIRST.id("wa1", message), SECOND.id("wa2", message));
        assert_eq!(cells(&bench, &one, ["copy_of", "copy_evidence"]), ["", ""]);
        let evidence = if message < 8 { "anchor" } else { "aligned" };
        assert_eq!(
            cells(&bench, &other, ["copy_of", "copy_evidence"]),
            [one, evidence.to_owned()],
            "message {message}"
        );
    }
    let id = SECOND.id("wa2", 3);
    let story = bench.consign(["explain", &id]).ends(0);
    story.says([&format!(
        "copy {} on another phone, known by: anchor",
        FIRST.id("wa1", 3)
    )]);
    bench.consign(["report"]).ends(0).says(["24 = 12 + 12"]);
}
