//! `search` as a person runs it: what is written, what is claimed, and what is refused.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bench::consign::{Bench, Ran};

/// A chat with everything that a message may hold to spoil a page, a sheet or a terminal.
const HOSTILE: &str = "\
24/11/2020, 09:00 - Press Officer: Before it
24/11/2020, 09:01 - Press Officer: =HYPERLINK(\"http://x\") depot </td><script>alert(1)</script> & \u{202e}gnp
24/11/2020, 09:02 - =Bad Name: The depot
  on a second line
25/11/2020, 10:00 - Press Officer: After it
";

/// Returns a bench with the hostile chat as a batch.
fn hostile() -> Bench {
    let bench = Bench::begun();
    let export = bench.write("WhatsApp Chat with Press Officer.txt", HOSTILE);
    bench.consign(["add", &export]).ends(0);
    bench
}

fn read(bench: &Bench, path: &str) -> String {
    fs::read_to_string(bench.at(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn json(bench: &Bench, path: &str) -> Value {
    serde_json::from_str(&read(bench, path)).unwrap()
}

/// Returns the ids of what was found, from the schedule.
fn ids(bench: &Bench, folder: &str) -> Vec<String> {
    let schedule = json(bench, &format!("batch/out/search/{folder}/schedule.json"));
    let rows = schedule["rows"].as_array().unwrap().iter();
    let found = rows.filter(|row| row["role"] != "context");
    found
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

fn counts(ran: &Ran) -> (u64, u64) {
    let summary = ran.objects().pop().unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap();
    (count("searched"), count("matched"))
}

/// Returns every file of a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter();
    let files = files
        .map(Result::unwrap)
        .filter(|file| file.file_type().is_file());
    files
        .map(|file| {
            let name = file.path().strip_prefix(folder).unwrap();
            (name.display().to_string(), fs::read(file.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_request_is_answered_with_a_schedule_and_a_certificate() {
    let bench = Bench::sample();
    let all = bench.ledger().len();
    let ran = bench.consign([
        "search",
        "depot OR grit*",
        "--from",
        "2020-12",
        "--to",
        "2020-12",
        "--request",
        "FOI 2026/0042",
        "--by",
        "Information Officer",
    ]);
    ran.ends(0).says([
        "(text:depot OR text:grit*) AND date:2020-12-01..2020-12-31",
        &format!("Searched     {all} messages in 3 sources, and 9 names of attachments"),
        &format!("11 messages of the {all} searched match."),
        "voice notes and other sound 1",
        "May not leave the department without review.",
    ]);
    let certificate = json(&bench, "batch/out/search/FOI-2026-0042/certificate.json");
    assert_eq!(certificate["request"], "FOI 2026/0042");
    assert_eq!(certificate["by"], "Information Officer");
    assert_eq!(certificate["counts"]["searched"], all);
    assert_eq!(certificate["counts"]["matched"], 11);
    assert_eq!(certificate["counts"]["in_schedule"], 11);
    assert_eq!(certificate["counts"]["copies"], 4);
    assert_eq!(certificate["counts"]["held"], 5);
    assert_eq!(certificate["in_words"][0], "all of these:");
    // The files of the search are bound by their digests.
    for file in certificate["files"].as_array().unwrap() {
        let name = file[0].as_str().unwrap();
        let bytes = fs::read(bench.at("batch/out/search/FOI-2026-0042").join(name)).unwrap();
        assert_eq!(
            file[1],
            consign::fixity::sha256(&bytes).to_string(),
            "{name}"
        );
    }
    // Those that are to be transferred are filled in from records.csv; those held are left open.
    let schedule = json(&bench, "batch/out/search/FOI-2026-0042/schedule.json");
    let row = |id: &str| {
        let mut rows = schedule["rows"].as_array().unwrap().iter();
        rows.find(|row| row["id"] == id).unwrap().clone()
    };
    assert_eq!(row("wa1-8237")["release"], "yes");
    assert_eq!(row("wa1-7569")["release"], "");
    assert_eq!(
        (
            row("wa1-7569")["held"].clone(),
            row("wa1-7569")["number"].clone()
        ),
        (true.into(), 1.into())
    );
    assert_eq!(row("wa1-7741")["role"], "context");
    for page in ["certificate.html", "schedule.html"] {
        let html = read(&bench, &format!("batch/out/search/FOI-2026-0042/{page}"));
        assert!(
            html.contains("May not leave the department without review."),
            "{page}"
        );
        assert!(
            !html.contains("<script") && html.contains("OFFICIAL"),
            "{page}"
        );
    }
}

#[test]
fn what_is_not_selected_and_outside_is_found_too() {
    let bench = Bench::sample();
    bench
        .consign(["search", "words:>=0", "--request", "all"])
        .ends(0);
    let certificate = json(&bench, "batch/out/search/all/certificate.json");
    let ledger = bench.ledger();
    assert_eq!(certificate["counts"]["matched"], ledger.len());
    let decisions = ["select", "context", "refer", "outside", "not-selected"].map(|word| {
        let so = ledger.iter().filter(|row| row["outcome"] == word);
        serde_json::json!([word, so.count()])
    });
    assert_eq!(
        certificate["counts"]["decisions"],
        serde_json::json!(decisions)
    );
    assert!(decisions.iter().filter(|count| count[1] == 0).count() == 1);
}

#[test]
fn nothing_found_is_certified_too() {
    let bench = Bench::sample();
    let ran = bench
        .consign(["search", "helicopter", "--request", "FOI-1", "--json"])
        .ends(1);
    let all = bench.ledger().len();
    assert_eq!(counts(&ran), (all as u64, 0));
    let text = read(&bench, "batch/out/search/FOI-1/certificate.txt");
    assert!(text.contains(&format!("None of the {all} messages searched matches.")));
    assert!(
        read(&bench, "batch/out/search/FOI-1/schedule.html").contains("There is nothing to list.")
    );
}

#[test]
fn a_person_is_found_by_all_labels_and_between_two_means_between_them() {
    let bench = Bench::sample();
    bench
        .consign(["search", "--person", "07700 900123", "--request", "one"])
        .ends(0);
    let one = ids(&bench, "one");
    bench
        .consign(["search", "from:p10", "--request", "key"])
        .ends(0);
    assert_eq!(one, ids(&bench, "key"));
    bench
        .consign([
            "search",
            "--person",
            "07700 900456",
            "--person",
            "Permanent Secretary",
            "--request",
            "two",
        ])
        .ends(1);
    bench
        .consign(["search", "--post", "@minister", "--request", "post"])
        .ends(0);
    bench
        .consign(["search", "from:@minister", "--request", "group"])
        .ends(0);
    assert_eq!(ids(&bench, "post"), ids(&bench, "group"));
    bench
        .consign(["search", "--person", "Nobody At All"])
        .ends(2)
        .says(["is no label"]);
    bench
        .consign(["search", "from:@nobody"])
        .ends(2)
        .says(["no row of people.csv has the group"]);
    bench.consign(["search"]).ends(2).says(["nothing is asked"]);
}

#[test]
fn what_stands_under_a_label_on_days_that_nobody_placed_is_told() {
    let bench = Bench::begun();
    let chat = "24/11/2020, 09:00 - A: One\n26/11/2020, 09:00 - A: Two\n";
    let export = bench.write("WhatsApp Chat with Press Officer.txt", chat);
    bench.consign(["add", &export]).ends(0);
    bench.write(
        "batch/people.csv",
        "label,key,display_name,post,group,grade,from,to\nA,p01,,,,,,2020-11-25\n",
    );
    let ran = bench.consign(["search", "--person", "p01"]).ends(0);
    ran.says([
        "1 message of the 2 searched matches",
        "1 message is under the label \"A\" on days",
    ]);
}

#[test]
fn a_search_changes_nothing_and_voids_no_sign_off() {
    let bench = Bench::sample();
    let before = files(&bench.at("batch"));
    bench
        .consign(["search", "depot", "--save", "depot"])
        .ends(0);
    let mut after = files(&bench.at("batch"));
    after.retain(|(name, _)| !name.starts_with("out/search/") && !name.starts_with("searches/"));
    assert!(before == after);
    bench.consign(["build"]).ends(0);
}

#[test]
fn nothing_is_written_over() {
    let bench = Bench::sample();
    for _ in 0..2 {
        bench
            .consign(["search", "depot", "--request", "FOI-1"])
            .ends(0);
    }
    assert!(
        bench
            .at("batch/out/search/FOI-1-run-2/certificate.html")
            .exists()
    );
    let into = bench.at("answer");
    let into = into.to_str().unwrap();
    bench.consign(["search", "depot", "--into", into]).ends(0);
    bench
        .consign(["search", "depot", "--into", into])
        .ends(5)
        .says(["is not empty"]);
}

#[test]
fn a_saved_search_tells_what_is_new_and_what_is_gone() {
    let bench = Bench::begun();
    let export = bench.write(
        "WhatsApp Chat with One.txt",
        "24/11/2020, 09:00 - A: The depot\n",
    );
    bench.consign(["add", &export]).ends(0);
    bench.name_people();
    bench
        .consign(["search", "depot AND from:p01", "--save", "depot"])
        .ends(0);
    bench
        .consign(["search", "depot", "--save", "depot"])
        .ends(5)
        .says(["--run depot"]);
    bench
        .consign(["search", "--run", "nothing"])
        .ends(2)
        .says(["there is no saved search"]);
    bench
        .consign(["search", "depot", "--save", "../x"])
        .ends(2)
        .says(["cannot name a search"]);
    bench
        .consign(["search", "--run", "depot"])
        .ends(0)
        .says(["0 new, 0 gone, 1 the same"]);
    // Another export, and somebody else behind the label of the first.
    let export = bench.write(
        "WhatsApp Chat with Two.txt",
        "24/11/2020, 09:00 - B: Depot 7\n",
    );
    bench.consign(["add", &export]).ends(0);
    bench.edit("batch/people.csv", |csv| {
        csv.replace("A,p01", "A,p02") + "B,p01,,,,,,,\n"
    });
    let ran = bench.consign(["search", "--run", "depot"]).ends(0);
    ran.says(["1 new, 1 gone, 0 the same", "new  wa2-0", "gone wa1-0"]);
    let saved = read(&bench, "batch/searches/depot.toml");
    assert_eq!(saved.matches("[[run]]").count(), 3);
}

#[test]
fn a_table_asks_many_and_each_has_its_own_answer() {
    let bench = Bench::sample();
    let table = bench.write(
        "q.csv",
        "request,query,person\nFOI-7,depot,\nFOI-8,helicopter,\nFOI-7,,p10;p07\n",
    );
    bench.consign(["search", "--queries", &table]).ends(1);
    assert_eq!(ids(&bench, "FOI-7").len(), 16);
    assert!(ids(&bench, "FOI-8").is_empty());
    assert_eq!(ids(&bench, "FOI-7-run-2").len(), 32);
    let table = bench.write("bad.csv", "request,words\nFOI-7,depot\n");
    bench
        .consign(["search", "--queries", &table])
        .ends(2)
        .says(["line 1", "no column \"words\""]);
}

#[test]
fn nothing_that_a_message_holds_acts_on_a_page_a_sheet_or_a_terminal() {
    let bench = hostile();
    bench
        .consign(["search", "depot", "--request", "=1+1 <b>"])
        .ends(0);
    let html = read(&bench, "batch/out/search/1-1--b/schedule.html");
    assert!(!html.contains("<script>") && html.contains("&#60;script&#62;"));
    assert!(!html.contains('\u{202e}') && html.contains("\\u{202E}"));
    assert!(html.contains("<mark>depot</mark>"));
    let csv = read(&bench, "batch/out/search/1-1--b/schedule.csv");
    assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    assert!(csv.contains("'=Bad Name"));
    let certificate = read(&bench, "batch/out/search/1-1--b/certificate.html");
    assert!(!certificate.contains("<b>") && certificate.contains("=1+1 &#60;b&#62;"));
}

#[test]
fn names_of_files_are_searched_and_what_was_sent_again_is_told() {
    let bench = Bench::begun();
    let chain = "Please pass on: the bridge at Crossbill is shut until noon today";
    let chat = format!(
        "24/11/2020, 09:00 - A: {chain}\n24/11/2020, 09:05 - B: depot plan.pdf (file attached)\n25/11/2020, 09:00 - B: Fwd {chain}\n25/11/2020, 09:01 - A: Thanks\n"
    );
    let export = bench.write("WhatsApp Chat with Press Officer.txt", chat);
    bench.consign(["add", &export]).ends(0);
    bench
        .consign(["search", "depot", "--request", "name"])
        .ends(0);
    let schedule = read(&bench, "batch/out/search/name/schedule.html");
    assert!(schedule.contains("File: <mark>depot</mark>"), "{schedule}");
    bench
        .consign([
            "search",
            "--near-duplicates-of",
            "wa1-0",
            "--request",
            "near",
        ])
        .ends(0);
    assert_eq!(ids(&bench, "near").len(), 2);
    let near = json(&bench, "batch/out/search/near/schedule.json");
    let rows = near["rows"].as_array().unwrap();
    let again = rows.iter().find(|row| row["number"] == 2).unwrap();
    assert_eq!(
        (again["likeness"].as_u64(), again["sent_again"].as_u64()),
        (Some(90), Some(1))
    );
    assert_eq!(
        json(&bench, "batch/out/search/near/certificate.json")["counts"]["different_texts"],
        1
    );
    bench
        .consign(["search", "--near-duplicates-of", "wa1-9999"])
        .ends(2)
        .says(["no message wa1-9999"]);
}

#[test]
fn the_text_inside_attachments_is_searched_where_it_can_be_had() {
    let bench = Bench::begun();
    let chat = "24/11/2020, 09:00 - A: notes.txt (file attached)\n24/11/2020, 09:01 - A: page.html (file attached)\n24/11/2020, 09:02 - A: plan.pdf (file attached)\n24/11/2020, 09:03 - A: IMG-20201124-WA0001.jpg (file attached)\n";
    let export = bench.write_zip(
        "WhatsApp Chat with Press Officer.zip",
        &[
            ("WhatsApp Chat with Press Officer.txt", chat.as_bytes()),
            ("notes.txt", b"First line.\nThe depot is shut until noon."),
            ("page.html", b"<p>Sign <b>off</b> the de<i>pot</i></p>"),
            ("plan.pdf", b"%PDF-1.4 depot"),
            ("IMG-20201124-WA0001.jpg", b"\xff\xd8\xff depot"),
        ],
    );
    bench.consign(["add", &export]).ends(0);
    bench
        .consign(["search", "\"sign off\" OR depot", "--request", "in"])
        .ends(0);
    let schedule = json(&bench, "batch/out/search/in/schedule.json");
    let rows = schedule["rows"].as_array().unwrap();
    let inside = |row: usize, what: &str| rows[row]["attachments"][0][what].clone();
    assert_eq!(ids(&bench, "in").len(), 2);
    assert_eq!(
        inside(0, "found_inside")[0],
        "First line. The «depot» is shut until noon."
    );
    assert_eq!(inside(1, "found_inside").as_array().unwrap().len(), 2);
    assert_eq!(inside(0, "inside"), "the text inside was searched");
    assert_eq!(
        inside(2, "inside"),
        "not searched inside: the text of a PDF cannot be had reliably"
    );
    let certificate = json(&bench, "batch/out/search/in/certificate.json");
    assert_eq!(certificate["counts"]["insides"], 2);
    let not: Vec<String> = certificate["not_searched"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["count"].as_u64().is_some_and(|count| count > 0))
        .map(|one| format!("{} {}", one["what"].as_str().unwrap(), one["count"]))
        .collect();
    assert_eq!(
        not,
        [
            "Pictures, stickers and animations 1",
            "Text inside documents and other files 1"
        ]
    );
}

/// Somebody who types these lines.
struct Script(Vec<&'static str>);

impl consign::cli::Prompt for Script {
    fn line(&mut self, _before: &str) -> Option<String> {
        match self.0.is_empty() {
            true => None,
            false => Some(self.0.remove(0).to_owned()),
        }
    }
}

#[test]
fn at_a_terminal_one_query_follows_the_other() {
    let bench = Bench::sample();
    let all = bench.ledger().len();
    let before = files(&bench.at("batch"));
    let batch = bench.at("batch");
    let arguments = ["consign", "-C", batch.to_str().unwrap(), "search"];
    let arguments: Vec<_> = arguments.iter().map(std::ffi::OsString::from).collect();
    let mut script = Script(vec![
        "depot",
        "words:>=20",
        "more",
        "context 3",
        "explain 3",
        "explain wa1-7569",
        "fom:x",
        "context 999",
        "help",
        "quit",
        "never",
    ]);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = consign::cli::run_at(
        Some(&mut script),
        &arguments,
        &bench.world,
        &mut out,
        &mut err,
    );
    let (out, err) = (
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    );
    assert_eq!(exit.code(), 0, "{err}");
    assert_eq!(script.0, ["never"]);
    for said in [
        &format!("{all} messages in 3 sources. Type a query, or help."),
        &format!("16 messages of the {all} searched match."),
        "  wa1 Winter planning: 7 messages",
        "more: type more",
        "wa1-7569   2020-12-08T06:50:31",
        "the next that were found",
    ] {
        assert!(out.contains(said), "{said}:\n{out}");
    }
    for said in [
        "there is no field \"fom:\"",
        "has the number 999",
        "consign search 'words:>=20'",
    ] {
        assert!(err.contains(said), "{said}:\n{err}");
    }
    assert!(before == files(&bench.at("batch")));
}
