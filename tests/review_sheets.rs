//! Sheets that go out and come back, second looks, samples, and decisions taken back: by commands,
//! as the people who do it would.

use std::fs;

use consign::journal::{Act, Entry, Journal};
use consign::sheet::{Answers, Column, ColumnKind, Shade, Sheet, SheetRow, read, to_csv, to_xlsx};
use serde_json::Value;

use crate::bench::consign::{Bench, Ran, SAMPLE, entries};
use crate::bench::sheets;

const RULES: &str = r#"format = "selection-rules/1"
id = "REVIEW-1"
title = "For reviewers"
authority = "Appraisal report 1"
owner = "Departmental Records Officer"
otherwise = "refer"

[[rule]]
id = "S1"
title = "Agreement"
when = 'text:agreed'
effect = "select"
label = "A decision"
because = "A decision"

[[rule]]
id = "N1"
title = "Acknowledgements"
when = 'text:noted'
effect = "not-selected"
because = "Says only that it was read"

[[rule]]
id = "M1"
title = "Lines"
when = 'text:line'
effect = "refer"
because = "A person must look"
"#;

/// Four messages wait (two of them for no rule), one is selected, three are not selected.
const CHAT: &str = "\
24/11/2020, 09:00 - Press Officer: The line for the morning is ready
24/11/2020, 09:05 - Director Winter Planning: Agreed, go with it
24/11/2020, 09:06 - Press Officer: Noted
25/11/2020, 10:00 - Press Officer: =SUM(A1) is what it says
25/11/2020, 10:01 - Director Winter Planning: The second line
of two
26/11/2020, 11:00 - Press Officer: Noted, thanks
26/11/2020, 11:02 - Director Winter Planning: Where is the depot?
26/11/2020, 11:03 - Press Officer: Noted that
";

fn bench() -> Bench {
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), RULES).unwrap();
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    bench.name_people();
    // The share of the second look is asked for where it is tested.
    bench.edit("batch/batch.toml", |text| {
        text.replace("second_look_percent = 10", "second_look_percent = 0")
    });
    bench.consign(["select"]).ends(4);
    bench
}

/// Returns the id of the message that holds a text.
fn id(text: &str) -> String {
    let at = CHAT.find(text).unwrap();
    let (before, _) = CHAT.split_at(at);
    let start = before.rfind("\n2").map_or(0, |end| end + 1);
    format!("wa1-{start}")
}

fn journal(bench: &Bench) -> Vec<Entry> {
    let journal = Journal::open(&bench.at("batch/journal.jsonl")).unwrap();
    journal.entries().to_vec()
}

fn path(bench: &Bench, name: &str) -> String {
    bench.at(name).to_str().unwrap().to_owned()
}

fn out(bench: &Bench, name: &str) -> Answers {
    let path = path(bench, name);
    bench.consign(["review", "--to", &path]).ends(0);
    read(path.as_ref()).unwrap()
}

/// Writes a sheet with answers in place of those it has: what `said` says of the id and the kind
/// of a row.
fn fill(
    bench: &Bench,
    name: &str,
    answers: &Answers,
    said: impl Fn(&str, &str) -> Option<(&'static str, &'static str)>,
) -> String {
    let place = |title| answers.column(title).unwrap();
    let (id, kind) = (place("id"), place("row"));
    let (decision, because) = (place("decision"), place("because"));
    let rows = answers.rows.iter().map(|row| {
        let mut cells = row.cells.clone();
        if let Some((word, why)) = said(&cells[id], &cells[kind]) {
            cells[decision] = word.to_owned();
            cells[because] = why.to_owned();
        }
        SheetRow {
            cells,
            shade: Shade::Plain,
        }
    });
    let column = |title: &String| Column::new(title, ColumnKind::Free, 20);
    let sheet = Sheet {
        name: "filled".to_owned(),
        columns: answers.columns.iter().map(column).collect(),
        rows: rows.collect(),
    };
    let bytes = match name.ends_with(".csv") {
        true => to_csv(&sheet),
        false => to_xlsx(&sheet, bench.world.now).unwrap(),
    };
    bench.write(name, bytes)
}

/// Answers every row that asks.
fn all(
    word: &'static str,
    why: &'static str,
) -> impl Fn(&str, &str) -> Option<(&'static str, &'static str)> {
    move |_, kind| (kind == "asked").then_some((word, why))
}

fn come_back(bench: &Bench, path: &str) -> Ran {
    bench.consign(["review", "--from", path, "--by", "Reviewer 1"])
}

/// A sheet that is refused changes nothing, and the message names the row and what to do.
#[track_caller]
fn refused<const N: usize>(bench: &Bench, arguments: &[&str], says: [&str; N]) {
    let before = bench.files("batch");
    let batch = path(bench, "batch");
    let mut asked = vec!["-C", &batch];
    asked.extend(arguments);
    let ran = bench.run(asked).ends(2);
    ran.says(["nothing was changed"]).says(says);
    let mut after = bench.files("batch");
    after.remove(".lock");
    let mut before = before;
    before.remove(".lock");
    assert_eq!(before, after);
}

fn cells<'a>(answers: &'a Answers, title: &str) -> Vec<&'a str> {
    let column = answers.column(title).unwrap();
    let rows = answers.rows.iter();
    rows.map(|row| row.cells[column].as_str()).collect()
}

#[test]
fn a_sheet_goes_out_and_comes_back_as_one_act_in_either_kind() {
    for ending in ["csv", "xlsx"] {
        let bench = bench();
        let name = format!("review.{ending}");
        let asked = out(&bench, &name);
        let kinds = cells(&asked, "row");
        assert_eq!(kinds.iter().filter(|kind| **kind == "asked").count(), 4);
        assert!(kinds.contains(&"context"));
        assert!(cells(&asked, "text").contains(&"=SUM(A1) is what it says"));
        assert!(cells(&asked, "text").contains(&"The second line\nof two"));
        let why = cells(&asked, "why");
        assert!(why.contains(&"rules: M1: line"), "{why:?}");
        assert!(why.contains(&"no rule speaks to it"), "{why:?}");
        assert_eq!(cells(&asked, "day")[0], "2020-11-24");
        let depot = id("Where is");
        let filled = fill(
            &bench,
            &format!("filled.{ending}"),
            &asked,
            |id, kind| match kind {
                "asked" if id == depot => None,
                "asked" => Some(("Select", "It belongs to the series")),
                _ => None,
            },
        );
        let before = journal(&bench).len();
        let ran = come_back(&bench, &filled).ends(0);
        ran.says([
            "3 answers by Reviewer 1",
            "3 select",
            "1 message was left blank",
        ]);
        let entries = journal(&bench);
        assert_eq!(entries.len(), before + 1);
        let Act::Answered(answered) = &entries[before].act else {
            panic!("{entries:?}");
        };
        assert_eq!((answered.answers.len(), answered.unanswered), (3, 1));
        bench
            .consign(["review"])
            .ends(4)
            .says([&depot, "1 message waits"]);
        // What was left blank is asked by a new sheet, and by no other way with the old one.
        refused(
            &bench,
            &["review", "--from", &filled, "--by", "Reviewer 1"],
            ["came back before", "journal line", "asked by a new sheet"],
        );
        let rest = out(&bench, &format!("rest.{ending}"));
        let kinds = cells(&rest, "row");
        assert_eq!(kinds.iter().filter(|kind| **kind == "asked").count(), 1);
    }
}

#[test]
fn the_same_sheet_goes_out_again_as_it_was_and_over_no_file() {
    let bench = bench();
    out(&bench, "one.xlsx");
    let acts = journal(&bench).len();
    let mut later = bench;
    later.world.now += chrono::TimeDelta::days(1);
    out(&later, "two.xlsx");
    let bytes = |name| fs::read(later.at(name)).unwrap();
    assert_eq!(bytes("one.xlsx"), bytes("two.xlsx"));
    assert_eq!(journal(&later).len(), acts);
    let one = path(&later, "one.xlsx");
    let there = later.consign(["review", "--to", &one]).ends(5);
    there.says(["is there already", "somebody may have filled it in"]);
    let nowhere = path(&later, "nowhere/x.csv");
    later
        .consign(["review", "--to", &nowhere])
        .ends(5)
        .says(["there is no folder"]);
    let ods = path(&later, "x.ods");
    later
        .consign(["review", "--to", &ods])
        .ends(2)
        .says([".csv or an .xlsx"]);
}

#[test]
fn what_is_wrong_in_a_sheet_is_refused_with_its_row() {
    let bench = bench();
    let asked = out(&bench, "review.csv");
    let (line, depot) = (id("The line"), id("Where is"));
    let row = |id: &str| {
        let ids = cells(&asked, "id");
        ids.iter().position(|other| *other == id).unwrap() + 2
    };
    let from = |name: &str| {
        [
            "review".to_owned(),
            "--from".to_owned(),
            path(&bench, name),
            "--by".to_owned(),
            "Reviewer 1".to_owned(),
        ]
    };
    let check = |name: &str, says: [&str; 2]| {
        let arguments = from(name);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        refused(&bench, &arguments, says);
    };
    let at = |id: &str| format!("row {}:", row(id));

    fill(&bench, "no-reason.csv", &asked, |id, _| {
        (id == line).then_some(("select", ""))
    });
    check("no-reason.csv", [&at(&line), "has no reason"]);
    fill(&bench, "word.csv", &asked, |id, _| {
        (id == depot).then_some(("keep", "x"))
    });
    check("word.csv", [&at(&depot), "\"keep\" is not an answer"]);
    let agreed = id("Agreed");
    fill(&bench, "context.csv", &asked, |id, _| {
        (id == agreed).then_some(("outside", "x"))
    });
    check("context.csv", [&at(&agreed), "was not asked"]);
    fill(&bench, "blank.csv", &asked, |_, _| None);
    check("blank.csv", ["no row has an answer", "decision"]);

    let filled = fill(&bench, "filled.csv", &asked, all("select", "x"));
    let text = fs::read_to_string(&filled).unwrap();
    let edit = |name: &str, change: &dyn Fn(&str) -> String| {
        bench.write(name, change(&text));
    };
    edit("unknown.csv", &|text| text.replace(&depot, "wa1-9999"));
    check("unknown.csv", [&at(&depot), "there is no message wa1-9999"]);
    edit("no-id.csv", &|text| text.replace(&depot, "nonsense"));
    check(
        "no-id.csv",
        [&at(&depot), "\"nonsense\" is not the id of a message"],
    );
    edit("twice.csv", &|text| {
        let last = text.lines().next_back().unwrap();
        let again = text
            .lines()
            .find(|line| line.contains(&depot) && line.contains("asked"))
            .unwrap();
        assert!(!last.is_empty());
        format!("{text}{}\r\n", again.replace(",select,", ",outside,"))
    });
    check(
        "twice.csv",
        ["is answered outside here and select in row", &depot],
    );
    edit("header.csv", &|text| text.replacen("because", "why so", 1));
    check("header.csv", ["lacks the column because", "header"]);
    let sheet = cells(&asked, "sheet")[0].to_owned();
    edit("other.csv", &|text| text.replace(&sheet, "S-0000000000"));
    check(
        "other.csv",
        ["S-0000000000 did not go out from this batch", "--batch"],
    );
    edit("mixed.csv", &|text| {
        text.replacen(&sheet, "S-0000000000", 1)
    });
    check("mixed.csv", ["bring in one sheet at a time", "row 3:"]);
    let latin = text.replace("depot", "d\u{e9}pot").replace('\u{feff}', "");
    let latin: Vec<u8> = latin
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let latin = bench.write("latin.csv", latin);
    come_back(&bench, &latin)
        .ends(3)
        .says(["the byte E9 is not UTF-8", "CSV UTF-8"]);
    // A reason for all of them will do where a row has none.
    let because = [
        "review",
        "--from",
        &path(&bench, "no-reason.csv"),
        "--by",
        "Reviewer 1",
        "--because",
        "One reason",
    ];
    bench
        .consign(because)
        .ends(0)
        .says(["1 answer", "3 messages were left blank"]);
}

#[test]
fn a_sheet_of_another_batch_or_of_other_rules_is_refused() {
    let bench = bench();
    let asked = out(&bench, "review.xlsx");
    let filled = fill(&bench, "filled.xlsx", &asked, all("select", "x"));
    let from = ["review", "--from", &filled, "--by", "Reviewer 1"];
    let other = self::bench();
    refused(&other, &from, ["did not go out from this batch"]);
    for (file, old, new) in [
        ("rules.toml", "For reviewers", "For others"),
        ("people.csv", "p01,", "p01,Press Officer"),
        ("batch.toml", "OFFICIAL", "OFFICIAL-SENSITIVE"),
    ] {
        let at = format!("batch/{file}");
        let before = fs::read_to_string(bench.at(&at)).unwrap();
        bench.edit(&at, |text| text.replace(old, new));
        refused(
            &bench,
            &from,
            [&format!("{file} changed after"), "write a new sheet"],
        );
        fs::write(bench.at(&at), before).unwrap();
    }
    // The list of what was asked is bound by its digest.
    let sheet = cells(&asked, "sheet")[0].to_owned();
    let list = format!("batch/sheets/{sheet}.csv");
    let before = fs::read_to_string(bench.at(&list)).unwrap();
    bench.edit(&list, |text| text.replacen("wa1-", "wa2-", 1));
    come_back(&bench, &filled)
        .ends(3)
        .says(["was changed after it was written"]);
    fs::remove_file(bench.at(&list)).unwrap();
    come_back(&bench, &filled).ends(3).says(["is missing"]);
    fs::write(bench.at(&list), before).unwrap();
    come_back(&bench, &filled).ends(0);
}

#[test]
fn a_message_that_was_decided_otherwise_since_is_named_and_the_same_decision_is_taken() {
    let bench = bench();
    let asked = out(&bench, "review.csv");
    let filled = fill(&bench, "filled.csv", &asked, all("select", "x"));
    let depot = id("Where is");
    bench
        .consign(["review", &depot, "outside", "--because", "y"])
        .ends(0);
    let line = journal(&bench).len().to_string();
    let from = ["review", "--from", &filled, "--by", "Reviewer 1"];
    let since =
        format!("{depot} was decided after the sheet went out (outside, journal line {line})");
    refused(&bench, &from, [&since, &format!("--undo {line}")]);
    let undo = [
        "review",
        "--undo",
        &line,
        "--by",
        "Reviewer 2",
        "--because",
        "Too early",
    ];
    bench
        .consign(undo)
        .ends(0)
        .says(["1 message is decided otherwise now"]);
    bench
        .consign(["review", &depot, "select", "--because", "y"])
        .ends(0);
    come_back(&bench, &filled).ends(0).says(["4 select"]);
}

#[test]
fn a_selected_message_becomes_less_by_two_posts_in_a_sheet_too() {
    let bench = bench();
    let name = path(&bench, "selected.csv");
    bench
        .consign(["review", "--to", &name, "--of", "select"])
        .ends(0);
    let asked = read(name.as_ref()).unwrap();
    let filled = fill(&bench, "filled.csv", &asked, all("not-selected", "x"));
    let from = ["review", "--from", &filled, "--by", "Reviewer 1"];
    refused(&bench, &from, ["row", "a second post must agree"]);
    let same = [&from[..], &["--second", "reviewer 1"]].concat();
    refused(&bench, &same, ["another than the first"]);
    let both = [
        "review",
        "--from",
        &filled,
        "--by",
        "Reviewer 1",
        "--second",
        "Reviewer 2",
    ];
    bench.consign(both).ends(0);
}

#[test]
fn what_was_decided_can_be_taken_back_once() {
    let bench = bench();
    let asked = out(&bench, "review.csv");
    let filled = fill(&bench, "filled.csv", &asked, all("select", "x"));
    come_back(&bench, &filled).ends(0);
    let line = journal(&bench).len().to_string();
    let undo = |line: &str, rest: &[&str]| {
        let batch = path(&bench, "batch");
        let asked = [
            &[
                "-C",
                batch.as_str(),
                "review",
                "--undo",
                line,
                "--by",
                "Reviewer 2",
            ],
            rest,
        ]
        .concat();
        bench.run(asked)
    };
    undo(&line, &[]).ends(2).says(["needs its reason"]);
    let because = ["--because", "The wrong sheet"];
    undo(&line, &because)
        .ends(2)
        .says(["was selected by a person", "--second"]);
    let both = ["--because", "The wrong sheet", "--second", "Reviewer 3"];
    undo(&line, &both)
        .ends(0)
        .says(["4 messages are decided otherwise now", "4 messages wait"]);
    undo(&line, &both).ends(2).says(["was taken back before"]);
    let undone = journal(&bench).len().to_string();
    undo(&undone, &both).ends(2).says(["itself a taking back"]);
    undo("1", &both)
        .ends(2)
        .says(["the beginning of the batch"]);
    undo("999", &both).ends(2).says(["no line 999"]);
    // What was taken back may come back once more.
    come_back(&bench, &filled).ends(0);
    // An earlier decision applies again.
    let depot = id("Where is");
    let less = [
        "review",
        &depot,
        "outside",
        "--because",
        "x",
        "--by",
        "A",
        "--second",
        "B",
    ];
    bench.consign(less).ends(0);
    let line = journal(&bench).len().to_string();
    undo(&line, &because)
        .ends(0)
        .says(["1 message is decided otherwise now"]);
    bench.consign(["explain", &depot]).ends(0).says(["select"]);
}

fn second_look(bench: &Bench, percent: u8) {
    bench.edit("batch/batch.toml", |text| {
        text.replace(
            "second_look_percent = 0",
            &format!("second_look_percent = {percent}"),
        )
    });
}

#[test]
fn a_second_look_is_blind_and_by_another_post_and_where_two_differ_a_person_decides() {
    let bench = bench();
    second_look(&bench, 50);
    let asked = out(&bench, "review.csv");
    let depot = id("Where is");
    let filled = fill(&bench, "filled.csv", &asked, |id, kind| match kind {
        "asked" if id == depot => Some(("outside", "Personal opinion of Reviewer 1")),
        "asked" => Some(("select", "x")),
        _ => None,
    });
    come_back(&bench, &filled).ends(0);
    bench
        .consign(["draw", "--to", &path(&bench, "sample.csv"), "--seed", "s"])
        .ends(0);
    let sample = read(bench.at("sample.csv").as_ref()).unwrap();
    let looked = fill(&bench, "looked.csv", &sample, all("not-selected", ""));
    bench
        .consign(["draw", "--from", &looked, "--by", "Reviewer 2"])
        .ends(0);
    // Half of the four, rounded up.
    bench.sign_selection().ends(4).says([
        "50 % of the 4 messages",
        "2 of them have not been",
        "--second-look",
    ]);
    bench
        .consign(["status"])
        .ends(4)
        .says(["Second look", "0 of 2 wanted"]);
    let name = path(&bench, "second.csv");
    bench
        .consign(["review", "--to", &name, "--second-look"])
        .ends(0)
        .says(["asks about 2 messages"]);
    let text = fs::read_to_string(&name).unwrap();
    assert!(
        !text.contains("Reviewer 1") && !text.contains("journal line"),
        "{text}"
    );
    let asked = read(name.as_ref()).unwrap();
    let mut outcomes = cells(&asked, "outcome");
    outcomes.dedup();
    assert_eq!(outcomes, [""]);
    // One is agreed with, and one is not.
    let ids: Vec<&str> = cells(&asked, "row")
        .iter()
        .zip(cells(&asked, "id"))
        .filter(|(kind, _)| **kind == "asked")
        .map(|(_, id)| id)
        .collect();
    let first = |id: &str| if id == depot { "outside" } else { "select" };
    let (agreed, differs) = (ids[0].to_owned(), ids[1].to_owned());
    let filled = fill(&bench, "second-filled.csv", &asked, |id, kind| match kind {
        "asked" if id == agreed => Some((first(id), "x")),
        "asked" => Some(("not-selected", "x")),
        _ => None,
    });
    refused(
        &bench,
        &["review", "--from", &filled, "--by", "reviewer 1"],
        ["was decided by Reviewer 1 first", "another post"],
    );
    let taken = bench
        .consign(["review", "--from", &filled, "--by", "Reviewer 2", "--json"])
        .ends(0);
    let summary = taken.objects().pop().unwrap();
    assert_eq!(summary["agreement"]["looked_twice"], 2);
    assert_eq!(summary["agreement"]["agreed"], 1);
    assert_eq!(summary["waiting"], 1);
    bench.consign(["review"]).ends(4).says([&differs]);
    let again = out(&bench, "disagree.csv");
    assert!(
        cells(&again, "why")
            .iter()
            .any(|why| why.contains("two reviewers disagree"))
    );
    bench
        .consign([
            "review",
            &differs,
            "select",
            "--because",
            "z",
            "--by",
            "Head of Knowledge",
        ])
        .ends(0);
    bench
        .consign(["status"])
        .says(["2 of 2 wanted", "agree about 1", "kappa"]);
    bench.consign(["report", "--json"]).ends(0);
    let report = fs::read_to_string(bench.at("batch/out/winter.report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["review"]["looked_twice"], 2);
    assert_eq!(report["review"]["samples"][0]["n"], 3);
    let page = fs::read_to_string(bench.at("batch/out/winter.report.html")).unwrap();
    assert!(page.contains("How the messages were reviewed"));
    bench.sign_selection().ends(0);
}

fn ready_for_a_sample() -> Bench {
    let bench = bench();
    let asked = out(&bench, "review.csv");
    let filled = fill(&bench, "filled.csv", &asked, all("select", "x"));
    come_back(&bench, &filled).ends(0);
    bench
}

fn draw(bench: &Bench, name: &str, more: &[&str]) -> Answers {
    let (batch, file) = (path(bench, "batch"), path(bench, name));
    bench
        .run([&["-C", &batch, "draw", "--to", &file], more].concat())
        .ends(0);
    read(file.as_ref()).unwrap()
}

#[test]
fn a_selection_is_signed_with_a_clean_sample_only() {
    let bench = ready_for_a_sample();
    let asked = bench.sign_selection().ends(4);
    asked.says([
        "3 messages are not selected",
        "no sample of them has been looked at",
        "consign draw --to",
    ]);
    bench
        .consign(["draw"])
        .ends(4)
        .says(["3 messages are not selected. No sample was drawn"]);
    let sample = draw(&bench, "sample.xlsx", &[]);
    bench.sign_selection().ends(4).says(["has not come back"]);
    bench.consign(["draw"]).ends(4).says(["has not come back"]);
    let kinds = cells(&sample, "row");
    assert_eq!(kinds.iter().filter(|kind| **kind == "asked").count(), 3);
    // Every message needs an answer.
    let noted = id("Noted\n");
    let gap = fill(&bench, "gap.csv", &sample, |id, kind| {
        (kind == "asked" && id != noted).then_some(("not-selected", ""))
    });
    refused(
        &bench,
        &["draw", "--from", &gap, "--by", "Reviewer 2"],
        [&format!("{noted} has no answer"), "row "],
    );
    let text = fs::read_to_string(&gap).unwrap();
    let without: String = text
        .split_inclusive("\r\n")
        .filter(|line| !line.contains(&noted))
        .collect();
    let short = bench.write("short.csv", without);
    refused(
        &bench,
        &["draw", "--from", &short, "--by", "Reviewer 2"],
        [&format!("{noted} was asked and is not in the sheet")],
    );
    let full = fill(&bench, "full.csv", &sample, all("not-selected", ""));
    refused(
        &bench,
        &["review", "--from", &full, "--by", "Reviewer 2"],
        ["is a sheet for sample", "consign draw --from"],
    );
    let taken = bench
        .consign(["draw", "--from", &full, "--by", "Reviewer 2"])
        .ends(0);
    taken.says(["all 3 looked at", "none wrong: nothing is unseen"]);
    refused(
        &bench,
        &["draw", "--from", &full, "--by", "Reviewer 2"],
        ["came back before"],
    );
    let line = journal(&bench).len().to_string();
    bench
        .sign_selection()
        .ends(0)
        .says(["Sample of what is not selected: all 3 looked at"]);
    bench.review_records(|_| {});
    bench.sign_sensitivity().ends(0);
    // A sample that is taken back takes the sign-off with it.
    let undo = [
        "review",
        "--undo",
        &line,
        "--by",
        "Reviewer 3",
        "--because",
        "Not looked at",
    ];
    bench.consign(undo).ends(0);
    bench
        .consign(["build"])
        .ends(4)
        .says(["the sample was taken back", "void"]);
    bench
        .consign(["draw", "--from", &full, "--by", "Reviewer 2"])
        .ends(0);
    bench.sign_selection().ends(0);
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
    let events = entries(&bench.package("batch/out"));
    let events = String::from_utf8(events["events.csv"].clone()).unwrap();
    for row in [
        ("review-sheet-answered,", ",Reviewer 1,,"),
        ("sample-drawn,", ",Records Manager,,"),
        ("sample-answered,", ",Reviewer 2,,"),
        ("sample-wrong,", ",Reviewer 2,,"),
        ("decision-undone,", ",Reviewer 3,,"),
    ] {
        let is_it = |line: &str| line.starts_with(row.0) && line.contains(row.1);
        assert!(events.lines().any(is_it), "{row:?}\n{events}");
    }
    // Nobody in the package learns the seed, or which messages they were.
    assert!(
        !events.contains("wa1-") && !events.contains("S-"),
        "{events}"
    );
}

#[test]
fn what_a_sample_finds_wrong_is_decided_by_it_and_one_of_all_stays_good() {
    let bench = ready_for_a_sample();
    let sample = draw(&bench, "sample.csv", &["--seed", "one"]);
    let noted = id("Noted\n");
    let no_reason = fill(&bench, "no-reason.csv", &sample, |id, kind| match kind {
        "asked" if id == noted => Some(("select", "")),
        "asked" => Some(("not-selected", "")),
        _ => None,
    });
    refused(
        &bench,
        &["draw", "--from", &no_reason, "--by", "Reviewer 2"],
        [&format!("{noted} has no reason")],
    );
    let because = [
        "draw",
        "--from",
        &no_reason,
        "--by",
        "Reviewer 2",
        "--because",
        "It is an order",
    ];
    let taken = bench.consign(because).ends(0);
    taken.says(["all 3 looked at", "1 wrong and decided by their answers"]);
    bench.consign(["explain", &noted]).ends(0).says(["select"]);
    bench.sign_selection().ends(0);
    // The set may shrink further: all of it was looked at.
    let thanks = id("Noted, thanks");
    bench
        .consign(["review", &thanks, "outside", "--because", "x", "--by", "A"])
        .ends(0);
    bench.sign_selection().ends(0);
    // What was wrong is not selected once more: nobody has looked at that.
    bench
        .consign([
            "review",
            &noted,
            "not-selected",
            "--because",
            "x",
            "--by",
            "A",
            "--second",
            "B",
        ])
        .ends(0);
    bench
        .sign_selection()
        .ends(4)
        .says(["the last sample was not clean", "consign draw"]);
}

#[test]
fn a_sample_of_some_holds_for_the_same_messages_only() {
    let bench = ready_for_a_sample();
    let sample = draw(
        &bench,
        "sample.csv",
        &["--n", "2", "--seed", "one", "--context", "0"],
    );
    assert_eq!(cells(&sample, "row"), ["asked", "asked"]);
    let clean = fill(&bench, "clean.csv", &sample, all("not-selected", ""));
    let taken = bench
        .consign(["draw", "--from", &clean, "--by", "Reviewer 2", "--json"])
        .ends(0);
    let summary = taken.objects().pop().unwrap();
    assert_eq!(
        (&summary["n"], &summary["population"]),
        (&2.into(), &3.into())
    );
    assert_eq!(summary["at_most_percent"], "77.64");
    let signed = bench.sign_selection().ends(0);
    signed.says([
        "2 of 3 drawn with seed one, none wrong: at most 77.64 % are wrong, 95 % confidence",
    ]);
    let thanks = id("Noted, thanks");
    bench
        .consign(["review", &thanks, "outside", "--because", "x", "--by", "A"])
        .ends(0);
    bench
        .sign_selection()
        .ends(4)
        .says(["the last sample is of other messages than these"]);
    bench
        .consign(["draw"])
        .ends(4)
        .says(["does not hold for them"]);
}

#[test]
fn a_sample_with_wrong_ones_does_not_do() {
    let bench = ready_for_a_sample();
    let sample = draw(&bench, "sample.csv", &["--n", "2", "--seed", "one"]);
    let wrong = fill(&bench, "wrong.csv", &sample, all("refer", "Not sure"));
    let taken = bench
        .consign(["draw", "--from", &wrong, "--by", "Reviewer 2"])
        .ends(4);
    taken.says([
        "2 of 3 drawn with seed one, 2 wrong: at most 100.00 %",
        "consign review",
    ]);
    bench.sign_selection().ends(4).says(["2 messages wait"]);
}

#[test]
fn the_same_seed_draws_the_same_sheet_and_a_sample_that_is_out_is_not_drawn_again() {
    let one = ready_for_a_sample();
    let two = ready_for_a_sample();
    draw(&one, "a.xlsx", &["--seed", "same"]);
    draw(&two, "a.xlsx", &["--seed", "same"]);
    let bytes = |bench: &Bench, name| fs::read(bench.at(name)).unwrap();
    assert_eq!(bytes(&one, "a.xlsx"), bytes(&two, "a.xlsx"));
    let acts = journal(&one).len();
    let mut later = one;
    later.world.random = [9; 32];
    draw(&later, "b.xlsx", &[]);
    assert_eq!(bytes(&later, "a.xlsx"), bytes(&later, "b.xlsx"));
    assert_eq!(journal(&later).len(), acts);
    draw(&later, "c.xlsx", &["--seed", "other"]);
    assert_eq!(journal(&later).len(), acts + 1);
    let empty = later
        .consign(["draw", "--to", &path(&later, "d.csv"), "--seed", ""])
        .ends(2);
    empty.says(["the seed is empty"]);
}

#[test]
fn the_rows_of_a_sample_come_in_the_order_of_their_hashes() {
    let bench = ready_for_a_sample();
    let sample = draw(
        &bench,
        "sample.csv",
        &["--seed", "winter", "--context", "0"],
    );
    let mut by_hand: Vec<(String, String)> = ["Noted\n", "Noted, thanks", "Noted that"]
        .map(|text| {
            let id = id(text);
            let hash = consign::fixity::sha256(format!("winter:{id}").as_bytes());
            (hash.to_string(), id)
        })
        .to_vec();
    by_hand.sort();
    let by_hand: Vec<String> = by_hand.into_iter().map(|(_, id)| id).collect();
    assert_eq!(cells(&sample, "id"), by_hand);
}

#[test]
fn attachments_and_long_texts_have_rows_of_their_own_and_nothing_is_lost() {
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), RULES).unwrap();
    let long = "depot ".repeat(9_000);
    let chat = format!(
        "24/11/2020, 09:00 - Press Officer: {long}\n\
         24/11/2020, 09:05 - Press Officer: IMG-20201124-WA0001.jpg (file attached)\n\
         24/11/2020, 09:06 - Press Officer: bell \u{7} and \u{202e}turned\n\
         25/11/2020, 09:06 - Press Officer: end\n"
    );
    let zip = bench.write_zip(
        "WhatsApp Chat with Press Officer.zip",
        &[
            ("WhatsApp Chat with Press Officer.txt", chat.as_bytes()),
            ("IMG-20201124-WA0001.jpg", b"\xff\xd8\xff"),
        ],
    );
    bench.consign(["add", &zip]).ends(0);
    for ending in ["xlsx", "csv"] {
        let asked = out(&bench, &format!("review.{ending}"));
        let kinds = cells(&asked, "row");
        assert_eq!(kinds[..2], ["asked", "continued"]);
        assert!(kinds.contains(&"attachment"), "{kinds:?}");
        let texts = cells(&asked, "text");
        assert_eq!(format!("{}{}", texts[0], texts[1]), long);
        assert!(
            texts.contains(&"IMG-20201124-WA0001.jpg (present)"),
            "{texts:?}"
        );
        assert!(
            texts.contains(&"bell \\u{0007} and \\u{202E}turned"),
            "{texts:?}"
        );
    }
}

#[test]
fn a_sheet_is_written_into_the_folder_that_one_is_in() {
    let bench = bench();
    let consign = |arguments: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_consign"));
        program.current_dir(bench.at("batch")).args(arguments);
        program.output().unwrap()
    };
    let written = consign(&["review", "--to", "review.csv"]);
    assert!(written.status.success(), "{written:?}");
    let asked = read(bench.at("batch/review.csv").as_ref()).unwrap();
    fill(&bench, "batch/filled.csv", &asked, all("select", "x"));
    let back = consign(&["review", "--from", "filled.csv", "--by", "Reviewer 1"]);
    assert!(back.status.success(), "{back:?}");
    assert!(consign(&["draw", "--to", "sample.xlsx"]).status.success());
}

/// Copies the sample, with another share of second looks and another act before the sample's own.
fn sample_with(bench: &Bench, percent: u8, act: &str) -> String {
    let from = std::path::Path::new(SAMPLE);
    for item in walkdir::WalkDir::new(from) {
        let item = item.unwrap();
        if item.file_type().is_file() {
            let name = item.path().strip_prefix(from).unwrap();
            let name = format!("copy/{}", name.to_str().unwrap());
            bench.write(&name, fs::read(item.path()).unwrap());
        }
    }
    bench.edit("copy/batch.toml", |text| {
        format!("{text}\n[review]\nsecond_look_percent = {percent}\n")
    });
    let drawn = "{\"at\":\"2026-03-05T10:30:00Z\"";
    let acts = fs::read_to_string(bench.at("copy/acts.jsonl")).unwrap();
    assert!(acts.contains(drawn));
    bench.write(
        "copy/acts.jsonl",
        acts.replace(drawn, &format!("{act}{drawn}")),
    );
    path(bench, "copy")
}

#[test]
fn a_second_look_is_replayed_and_a_run_is_gone_on_with() {
    let bench = Bench::new();
    let missing = sample_with(&bench, 50, "");
    let into = path(&bench, "batch");
    let refused = bench.run(["run", &missing, "--into", &into]).ends(4);
    let acts = fs::read_to_string(format!("{SAMPLE}/acts.jsonl")).unwrap();
    let decided = acts.matches(r#"{"act":"decide""#).count();
    let wanted = decided.div_ceil(2);
    refused.says([
        &format!("50 % of the {decided} messages"),
        &format!("{wanted} of them have not been"),
    ]);
    let bench = Bench::new();
    let act = concat!(
        r#"{"at":"2026-03-05T09:00:00Z","by":"Reviewer 2","do":"#,
        r#"{"act":"second-look","seed":"sample","because":"As the first."}}"#,
        "\n"
    );
    let sample = sample_with(&bench, 50, act);
    let into = path(&bench, "batch");
    for _ in 0..2 {
        let ran = bench.run(["run", &sample, "--into", &into]).ends(0);
        ran.says(["PASS"]);
    }
    let looked = bench.consign(["status"]).ends(0);
    looked.says([
        &format!("{wanted} of {wanted} wanted, of {decided} that people decided"),
        &format!("agree about {wanted}: Cohen's kappa 1.00"),
    ]);
    let package = entries(&bench.package("batch/out"));
    let events = String::from_utf8(package["events.csv"].clone()).unwrap();
    let second_look = format!(",Reviewer 2,,2026-03-05T09:00:00Z,{wanted},messages,yes");
    let is_it =
        |line: &str| line.starts_with("second-look-answered,") && line.ends_with(&second_look);
    assert!(events.lines().any(is_it), "{events}");
    // How far reviewers agree is the department's to know.
    for (name, bytes) in package {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(
            !text.contains("kappa") && !text.contains("first sample"),
            "{name}"
        );
    }
}

#[test]
fn what_a_rule_puts_outside_is_sampled_where_the_rule_says_so() {
    for (needs, sampled) in [("needs = \"clean sample\"\n", true), ("", false)] {
        let bench = bench();
        bench.edit("batch/rules.toml", |rules| {
            format!(
                "{rules}\n[[rule]]\nid = \"O1\"\ntitle = \"Depots\"\nwhen = 'text:depot'\n\
                 effect = \"outside\"\nbecause = \"Not the department's\"\n{needs}"
            )
        });
        bench.consign(["select"]).ends(4);
        let path = path(&bench, "drawn.csv");
        bench.consign(["draw", "--to", &path]).ends(0);
        let drawn = read(path.as_ref()).unwrap();
        let (at, kind) = (drawn.column("id").unwrap(), drawn.column("row").unwrap());
        let depot = id("Where is the depot?");
        let asked =
            |row: &consign::sheet::AnswerRow| row.cells[at] == depot && row.cells[kind] == "asked";
        assert_eq!(drawn.rows.iter().any(asked), sampled, "{needs}");
        // Whoever agrees answers with the outcome that a message has; others still wait.
        sheets::fill(path.as_ref(), sheets::agree);
        bench
            .consign(["draw", "--from", &path, "--by", "Head of Knowledge"])
            .ends(4)
            .says(["none wrong"]);
    }
}

#[test]
fn the_story_of_a_message_tells_of_sheets_and_of_what_was_taken_back() {
    let bench = bench();
    let answers = out(&bench, "review.csv");
    let filled = fill(
        &bench,
        "filled.csv",
        &answers,
        all("select", "Shows the search"),
    );
    come_back(&bench, &filled).ends(0);
    let line = journal(&bench).last().unwrap().n.to_string();
    let depot = id("Where is the depot?");
    let told = bench.consign(["explain", &depot]).ends(0);
    told.says([
        "Reviewer 1 decided: select (sheet S-",
        "because: Shows the search",
    ]);
    let all = [
        "review",
        "--undo",
        &line,
        "--by",
        "Reviewer 2",
        "--second",
        "Reviewer 3",
        "--because",
        "The wrong sheet",
    ];
    bench.consign(all).ends(0);
    bench.consign(["explain", &depot]).ends(0).says([
        "refer   decided by otherwise",
        "(taken back by line ",
        &format!("Reviewer 2 and Reviewer 3 took back line {line}, because: The wrong sheet"),
    ]);
}
