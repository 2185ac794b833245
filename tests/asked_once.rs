//! What stands on two telephones is asked about once: in the sheets of a review, of a second look
//! and of a sample. The answer holds for every copy, and journals from before still hold.

use std::fs;
use std::path::Path;

use consign::journal::{Act, Answered, Journal};
use consign::sheet::{Answers, read};

use crate::bench::consign::{Bench, SAMPLE};
use crate::bench::sheets::{agree, fill};
use crate::copies::{FIRST, Phone, SAID, SECOND, cells, decide, select, two};

const LOST: &str = r#"
[[rule]]
id = "S1"
title = "Messages lost"
when = 'kind:deleted'
effect = "select"
label = "Shows that a message was lost"
because = "A gap is itself evidence"
"#;

/// The other phone after a message was deleted there.
const DELETED: Phone = Phone {
    changed: &[(9, "This message was deleted")],
    ..SECOND
};

/// Writes a sheet and returns where it lies.
fn out<const N: usize>(bench: &Bench, command: [&str; N], name: &str) -> String {
    let path = bench.at(name).to_str().unwrap().to_owned();
    let mut words = command.to_vec();
    words.extend(["--to", &path]);
    let batch = bench.at("batch");
    let words = ["-C", batch.to_str().unwrap()].into_iter().chain(words);
    bench.run(words.collect::<Vec<_>>()).ends(0);
    path
}

/// Returns the rows of a sheet, each as what stands in these columns.
fn rows<const N: usize>(path: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let sheet: Answers = read(Path::new(path)).unwrap();
    let places = columns.map(|title| sheet.column(title).unwrap());
    let rows = sheet.rows.iter();
    rows.map(|row| places.map(|place| row.cells[place].clone()))
        .collect()
}

fn asked(path: &str) -> Vec<String> {
    let rows = rows(path, ["row", "id"]).into_iter();
    rows.filter(|[row, _]| row == "asked")
        .map(|[_, id]| id)
        .collect()
}

fn answer_all(path: &str, word: &str) {
    fill(Path::new(path), |row| {
        if row.cell("row") == "asked" {
            row.write("decision", word);
            row.write("because", "Read on both telephones");
        }
    });
}

fn last_answers(bench: &Bench) -> Answered {
    let journal = Journal::open(&bench.at("batch/journal.jsonl")).unwrap();
    let answers = journal.entries().iter().rev().find_map(|entry| {
        let Act::Answered(answered) = &entry.act else {
            return None;
        };
        Some(answered.clone())
    });
    answers.unwrap()
}

#[test]
fn a_review_asks_once_and_the_answer_holds_on_both_telephones() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let sheet = out(&bench, ["review"], "review.csv");
    // One of the twelve is not selected by a rule.
    let ids = asked(&sheet);
    assert_eq!(ids.len(), SAID.len() - 1);
    assert!(ids.iter().all(|id| id.starts_with("wa1-")), "{ids:?}");
    for [row, id, elsewhere] in rows(&sheet, ["row", "id", "other telephones"]) {
        let number = (0..SAID.len()).find(|number| FIRST.id("wa1", *number) == id);
        let copy = SECOND.id("wa2", number.unwrap());
        match row.as_str() {
            "asked" => assert!(elsewhere.contains(&format!("also {copy}")), "{elsewhere}"),
            _ => assert_eq!(elsewhere, ""),
        }
    }
    answer_all(&sheet, "select");
    bench
        .consign(["review", "--from", &sheet, "--by", "Reviewer 1"])
        .ends(0)
        .says(["11 answers by Reviewer 1"]);
    select(&bench);
    for number in (0..SAID.len()).filter(|number| *number != 9) {
        let told = ["outcome", "basis"];
        let (one, other) = (FIRST.id("wa1", number), SECOND.id("wa2", number));
        assert_eq!(cells(&bench, &one, told), ["select", "person"]);
        assert_eq!(cells(&bench, &other, told), ["select", "copy"]);
    }
    bench.consign(["review"]).ends(0);
    bench.consign(["ledger", "verify"]).ends(0);
}

#[test]
fn what_the_other_telephone_shows_otherwise_stands_beside_what_is_asked() {
    let bench = two(LOST, &FIRST, &DELETED);
    select(&bench);
    let (thanks, mark) = (FIRST.id("wa1", 9), DELETED.id("wa2", 9));
    let waiting = bench.consign(["review"]).ends(4);
    waiting.says([&thanks, &format!("{mark} (source wa2): deleted on one")]);
    let sheet = out(&bench, ["review"], "review.csv");
    let all = rows(&sheet, ["row", "id", "text", "other telephones"]);
    let place = all.iter().position(|[_, id, ..]| *id == thanks).unwrap();
    let [row, _, text, elsewhere] = &all[place];
    assert_eq!([row, text], ["asked", "thanks"]);
    assert!(
        elsewhere.contains("deleted on one; possible causes: changed after export"),
        "{elsewhere}"
    );
    // What stands there is the next row, and is not asked.
    let [row, id, ..] = &all[place + 1];
    assert_eq!([row, id], ["elsewhere", &mark]);
    answer_all(&sheet, "outside");
    bench
        .consign(["review", "--from", &sheet, "--by", "Reviewer 1"])
        .ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &thanks, ["outcome"]), ["outside"]);
    assert_eq!(cells(&bench, &mark, ["outcome"]), ["select"]);
    bench
        .consign(["explain", &thanks])
        .ends(0)
        .says(["deleted on one", "decided: outside"]);
}

#[test]
fn an_answer_settles_what_two_posts_decided_about_two_copies() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let (one, other) = (FIRST.id("wa1", 3), SECOND.id("wa2", 3));
    decide(&bench, &one, "outside", "Reviewer 1").ends(0);
    decide(&bench, &other, "not-selected", "Reviewer 2").ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &other, ["basis"]), ["copies-differ"]);
    let sheet = out(&bench, ["review"], "review.csv");
    assert!(asked(&sheet).contains(&one) && !asked(&sheet).contains(&other));
    answer_all(&sheet, "select");
    bench
        .consign(["review", "--from", &sheet, "--by", "Reviewer 3"])
        .ends(0);
    select(&bench);
    for id in [&one, &other] {
        assert_eq!(cells(&bench, id, ["outcome"]), ["select"], "{id}");
    }
    // It is recorded of both: neither first decision stands against it.
    let answered = last_answers(&bench);
    let ids: Vec<&str> = answered
        .copies
        .iter()
        .map(|copy| copy.id.as_str())
        .collect();
    assert_eq!(ids, [&other]);
    bench
        .consign(["explain", &other])
        .ends(0)
        .says(["Reviewer 3"]);
    // Taken back it is taken back of both.
    let journal = Journal::open(&bench.at("batch/journal.jsonl")).unwrap();
    let mut entries = journal.entries().iter().rev();
    let line = entries.find(|entry| matches!(entry.act, Act::Answered(_)));
    let line = line.unwrap().n.to_string();
    let undo = ["review", "--undo", &line, "--because", "Too early"];
    let [a, b, c, d, e] = undo;
    let second = ["--by", "Reviewer 3", "--second", "Reviewer 1"];
    let [f, g, h, i] = second;
    bench.consign([a, b, c, d, e, f, g, h, i]).ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &other, ["basis"]), ["copies-differ"]);
}

#[test]
fn a_sample_is_drawn_from_messages_and_not_from_copies() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let sheet = out(&bench, ["draw", "--seed", "x"], "sample.csv");
    assert_eq!(asked(&sheet), [FIRST.id("wa1", 9)]);
    fill(Path::new(&sheet), agree);
    bench
        .consign(["draw", "--from", &sheet, "--by", "Reviewer 1"])
        .says(["all 1 looked at"]);
    bench.consign(["draw"]).says([
        "2 messages are not selected",
        "Copies of a message on several telephones count once in it.",
    ]);
}

#[test]
fn a_second_look_counts_what_was_decided_about_copies_once() {
    let bench = two("", &FIRST, &SECOND);
    bench.edit("batch/batch.toml", |text| {
        text.replace("second_look_percent = 10", "second_look_percent = 100")
    });
    select(&bench);
    for id in [FIRST.id("wa1", 3), SECOND.id("wa2", 3), FIRST.id("wa1", 4)] {
        decide(&bench, &id, "outside", "Reviewer 1").ends(0);
    }
    bench.consign(["status"]).says(["0 of 2 wanted, of 2"]);
    let sheet = out(&bench, ["review", "--second-look"], "again.csv");
    // Of two copies that of which somebody decided last: there the two decisions are compared.
    assert_eq!(asked(&sheet), [FIRST.id("wa1", 4), SECOND.id("wa2", 3)]);
    answer_all(&sheet, "outside");
    bench
        .consign(["review", "--from", &sheet, "--by", "Reviewer 2"])
        .says(["agree about 2"]);
    bench.consign(["status"]).says(["2 of 2 wanted, of 2"]);
}

/// Copies a folder of the tests to where a batch is looked for.
fn copied(bench: &Bench, from: &Path, to: &str) {
    for item in walkdir::WalkDir::new(from) {
        let item = item.unwrap();
        if item.file_type().is_file() {
            let name = item.path().strip_prefix(from).unwrap();
            let name = format!("{to}/{}", name.to_str().unwrap());
            bench.write(&name, fs::read(item.path()).unwrap());
        }
    }
}

/// Its sheets asked about every copy, and its sample was drawn from every copy.
#[test]
fn a_journal_from_before_copies_were_asked_about_once_still_holds() {
    let bench = Bench::new();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old_batches/copies-asked-each");
    copied(&bench, &old, "batch");
    bench
        .consign(["ledger", "verify"])
        .ends(0)
        .says(["is what was signed", "the same 24 rows, byte for byte"]);
    bench.consign(["status"]).says([
        "20 select, 0 context, 0 outside, 4 not selected, 0 waiting for a person",
        "of 10 that people decided",
        "The sample is clean: 3 of 4 drawn with seed of every copy, none wrong",
        "the sensitivity review has not been signed off",
    ]);
}

#[test]
fn what_people_state_of_two_sources_can_be_an_act_of_a_sample() {
    let bench = Bench::new();
    copied(&bench, Path::new(SAMPLE), "copy");
    let act = concat!(
        r#"{"at":"2026-03-03T10:00:00Z","by":"Records Manager","do":{"act":"state-copies","#,
        r#""first":"wa1","second":"wa3","says":"not-the-same","because":"For a test","second_post":"Head of Information"}}"#,
    );
    bench.edit("copy/acts.jsonl", |acts| {
        let select = acts
            .lines()
            .position(|line| line.contains(r#""act":"select""#));
        let mut lines: Vec<&str> = acts.lines().take(select.unwrap()).collect();
        lines.push(act);
        lines.join("\n") + "\n"
    });
    let into = bench.at("batch").to_str().unwrap().to_owned();
    let sample = bench.at("copy").to_str().unwrap().to_owned();
    // Replayed once, and gone on with: the act is not done twice.
    for says in [
        "Stated   wa1 and wa3 are not of one conversation (Records Manager)",
        "Resumed",
    ] {
        bench
            .run(["run", &sample, "--into", &into])
            .ends(4)
            .says([says]);
    }
    let journal = Journal::open(&bench.at("batch/journal.jsonl")).unwrap();
    let stated = journal.entries().iter().filter(|entry| entry.replayed);
    let stated = stated.filter(|entry| matches!(entry.act, Act::CopiesStated { .. }));
    assert_eq!(stated.count(), 1);
    bench
        .consign(["copies"])
        .ends(0)
        .says(["wa1 and wa3: not the same (stated)"]);
}
