//! The drafts that a person completes: their figures are those of the ledger, and the one that is
//! made to be published holds nothing that may not be.

use std::collections::BTreeMap;
use std::fs;

use crate::bench::consign::{Bench, files};

/// Returns a bench with the sample's batch, and the texts of its drafts by their names.
fn drafts() -> (Bench, BTreeMap<String, String>) {
    let bench = Bench::sample();
    bench.consign(["report", "--annex"]).ends(0).says([
        "winter-planning.appraisal-annex.html",
        "winter-planning.transparency-record.html",
        "places are to be completed",
    ]);
    let texts = read(&bench);
    assert_eq!(texts.len(), 4);
    (bench, texts)
}

/// Returns the texts of the drafts of a bench's batch, by their names.
fn read(bench: &Bench) -> BTreeMap<String, String> {
    let out = bench.at("batch/out");
    let names = files(&out).into_keys();
    let drafts = names.filter(|name| name.contains("annex") || name.contains("transparency"));
    drafts
        .map(|name| {
            let text = fs::read_to_string(out.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// Returns the rows of a table of a text, without its head, by the first cell's first word.
fn table(text: &str, caption: &str) -> BTreeMap<String, Vec<String>> {
    let (_, rest) = text.split_once(&format!("\n{caption}\n\n")).unwrap();
    let lines = rest
        .lines()
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    lines
        .map(|line| {
            let cells: Vec<String> = line
                .trim_matches('|')
                .split(" | ")
                .map(|c| c.trim().to_owned())
                .collect();
            let first = cells[0].split([':', ' ']).next().unwrap().to_owned();
            (first, cells)
        })
        .collect()
}

#[test]
fn the_figures_of_the_annex_are_those_of_the_ledger() {
    let (bench, texts) = drafts();
    let annex = &texts["winter-planning.appraisal-annex.md"];
    let (mut hit, mut decided) = (BTreeMap::new(), BTreeMap::new());
    let (mut caught, mut outcomes) = (BTreeMap::new(), BTreeMap::new());
    let mut ledger = csv::Reader::from_path(bench.at("batch/ledger.csv")).unwrap();
    let head = ledger.headers().unwrap().clone();
    let mut messages = 0;
    for row in ledger.records() {
        let row = row.unwrap();
        let cell = |name: &str| {
            let at = head.iter().position(|column| column == name);
            row[at.unwrap_or_else(|| panic!("no column {name}"))].to_owned()
        };
        messages += 1;
        let ids = |cell: &str| -> Vec<String> {
            let hits = cell.split(';').map(str::trim).filter(|hit| !hit.is_empty());
            hits.map(|hit| hit.split(':').next().unwrap().to_owned())
                .collect()
        };
        // Words stand behind the rule that found them, parted by " | ".
        let all: Vec<String> = cell("rules_hit").split(" | ").flat_map(ids).collect();
        all.into_iter()
            .for_each(|rule| *hit.entry(rule).or_insert(0) += 1);
        if cell("basis") == "rule" {
            *decided.entry(cell("decided_by")).or_insert(0) += 1;
        }
        ids(&cell("held_by"))
            .into_iter()
            .for_each(|hold| *caught.entry(hold).or_insert(0) += 1);
        *outcomes.entry(cell("outcome")).or_insert(0) += 1;
    }
    let count =
        |map: &BTreeMap<String, u64>, id: &str| map.get(id).copied().unwrap_or(0).to_string();
    let rules = table(annex, "What each rule did in this batch");
    assert_eq!(rules.len(), 12);
    for (id, cells) in &rules {
        assert_eq!(cells[2], count(&hit, id), "messages hit by {id}");
        assert_eq!(cells[3], count(&decided, id), "messages decided by {id}");
    }
    // People decided of two messages that are mixed and of a call, and once against a rule.
    assert_eq!(rules["M1"][4], "asks a person");
    assert_eq!(rules["O1"][4], "1");
    for (id, cells) in table(annex, "Holds, by their ids") {
        assert_eq!(cells[2], count(&caught, &id), "messages caught by {id}");
    }
    let became = table(annex, "Messages by outcome");
    for (word, outcome) in [
        ("Select", "select"),
        ("Context", "context"),
        ("Outside", "outside"),
        ("Not", "not-selected"),
    ] {
        assert_eq!(became[word][1], count(&outcomes, outcome), "{outcome}");
    }
    assert!(annex.contains(&format!("Of the {messages} messages read")));
}

#[test]
fn the_annex_tells_of_the_policy_and_marks_what_must_not_be_published() {
    let (_, texts) = drafts();
    for name in [
        "winter-planning.appraisal-annex.md",
        "winter-planning.appraisal-annex.html",
    ] {
        let annex = &texts[name];
        for told in [
            "EXD-CHAT-2020",
            "Appraisal report EXD-AR-2026-004",
            "from 2 March 2026",
            "it holds words of one of the lists decide, instruct, supplies",
            "The order of the file does not matter"
                .to_lowercase()
                .as_str(),
            "Head of Knowledge and Information Management",
            "reactions to messages",
            "day/month/year",
            "Context is ",
            "[to be completed: ",
        ] {
            assert!(annex.contains(told), "{told} is not in {name}");
        }
        // Rules, holds, dates and gaps: each with the reason why not.
        assert_eq!(annex.matches("Not for publication: ").count(), 4, "{name}");
        // Of a hold its id and its counts, and neither what it is nor why.
        for hidden in ["Depot 7", "gritting contract", "D7I", "Internal Audit"] {
            assert!(!annex.contains(hidden), "{hidden} is in {name}");
        }
    }
}

#[test]
fn the_transparency_record_holds_nothing_that_may_not_be_published() {
    let (bench, texts) = drafts();
    let rules = fs::read_to_string(bench.at("batch/rules.toml")).unwrap();
    let rules: toml::Table = rules.parse().unwrap();
    let mut hidden: Vec<String> = Vec::new();
    let mut take = |value: &toml::Value| {
        hidden.push(value.as_str().unwrap().to_owned());
    };
    for kind in ["rule", "hold"] {
        for table in rules[kind].as_array().unwrap() {
            ["title", "when", "because", "authority"]
                .iter()
                .filter_map(|key| table.get(key))
                .for_each(&mut take);
        }
    }
    for words in rules["list"].as_table().unwrap().values() {
        // Single words of everyday speech can stand in our own sentences.
        let phrases = words.as_array().unwrap().iter();
        phrases
            .filter(|word| word.as_str().unwrap().contains(' '))
            .for_each(&mut take);
    }
    hidden.extend(
        [
            "hold",
            "Permanent Secretary",
            "Winter planning",
            "Reviewer 1",
        ]
        .map(str::to_owned),
    );
    assert!(hidden.len() > 60, "{}", hidden.len());
    for name in [
        "winter-planning.transparency-record.md",
        "winter-planning.transparency-record.html",
    ] {
        let record = texts[name].to_lowercase();
        for text in &hidden {
            let text = text.trim_matches('"').to_lowercase();
            let found = record
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == text);
            let phrase = text.contains(' ') && record.contains(&text);
            assert!(!(found || phrase), "{text} is in {name}");
        }
        for told in [
            "version 3.0, as published records show them",
            "1.1 organisation",
            "5.2 further risks",
        ] {
            assert!(
                record.replace('\\', "").contains(told),
                "{told} is not in {name}"
            );
        }
    }
}

#[test]
fn the_same_batch_gives_the_same_drafts() {
    let (bench, first) = drafts();
    bench.consign(["report", "--annex"]).ends(0);
    assert_eq!(read(&bench), first);
}

#[test]
fn before_anything_is_signed_the_annex_says_so() {
    let bench = Bench::begun();
    bench.consign(["report", "--annex"]).ends(4);
    let chat = crate::bench::consign::CHAT;
    let export = bench.write("WhatsApp Chat with Press Officer.txt", chat);
    bench.consign(["add", &export]).ends(0);
    bench.consign(["report", "--annex"]).ends(0);
    let annex = &read(&bench)["winter.appraisal-annex.md"];
    for told in [
        "Nothing is signed off yet.",
        "No hold was recorded in this batch.",
        "No person decided of a single message",
        "No rule spoke to 3 of the messages.",
    ] {
        assert!(annex.contains(told), "{told}");
    }
    bench.sign();
    bench.edit("batch/records.csv", |text| {
        text.replace("Messages of a winter.", "Messages.")
    });
    bench.consign(["report", "--annex"]).ends(0);
    let annex = &read(&bench)["winter.appraisal-annex.md"];
    assert!(annex.contains("void: records.csv changed after it"));
    assert!(annex.contains("| stands |"));
}
