//! The command line as a person and a program meet it: help, flags, exit codes and `--json`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use consign::cli::{self, Exit};
use serde_json::Value;

use crate::bench::consign::{AGAIN, Bench, CHAT, GROUP, Ran, SAMPLE, TWO};

fn subcommands() -> Vec<String> {
    let definition = cli::definition();
    let commands = definition.get_subcommands();
    commands
        .map(|command| command.get_name().to_owned())
        .collect()
}

/// Compares a text with a file below `tests/golden`, or writes it there when `BLESS=1`.
#[track_caller]
pub fn golden(name: &str, text: &str) {
    #[expect(clippy::disallowed_methods, reason = "how a person blesses new texts")]
    let bless = std::env::var_os("BLESS").is_some();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if bless {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        expected, text,
        "{name} differs; look at it, and bless it with BLESS=1"
    );
}

/// Returns the help for some arguments, as it is on a terminal of 100 columns.
fn help(arguments: &[&str]) -> String {
    let definition = cli::definition().term_width(100);
    let asked = ["consign"].iter().chain(arguments);
    let help = definition.try_get_matches_from(asked).unwrap_err();
    assert_eq!(help.exit_code(), 0);
    help.render().to_string()
}

#[test]
fn help_is_as_it_was_read_and_approved() {
    golden("help/consign.txt", &help(&["--help"]));
    golden("help/consign-short.txt", &help(&["-h"]));
    for command in subcommands() {
        golden(&format!("help/{command}.txt"), &help(&[&command, "--help"]));
        let ran = Bench::new().run([command.as_str(), "--help"]).ends(0);
        assert!(ran.err.is_empty() && ran.out.contains("Usage: consign"));
    }
}

#[test]
fn every_golden_help_is_of_a_command() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/help");
    let mut found: BTreeSet<String> = crate::bench::consign::files(&folder).into_keys().collect();
    for command in subcommands()
        .iter()
        .map(String::as_str)
        .chain(["consign", "consign-short"])
    {
        assert!(found.remove(&format!("{command}.txt")), "{command}");
    }
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn the_exit_table_is_in_the_help() {
    let bench = Bench::new();
    for flag in ["-h", "--help"] {
        let help = bench.run([flag]).ends(0).out;
        for exit in Exit::ALL {
            let line = format!("{:>3}  {}", exit.code(), exit.meaning());
            assert!(help.contains(&line), "{line}");
        }
        assert!(help.contains("129, 130, 143"));
    }
    bench
        .run(["--version"])
        .ends(0)
        .says([env!("CARGO_PKG_VERSION")]);
    bench.run([]).ends(2).says(["Usage: consign"]);
}

// Flags

#[test]
fn init_begins_with_the_policy_that_was_asked_for() {
    let bench = Bench::new();
    let begin = |folder: &str, policy: &[&str]| {
        let at = bench.at(folder);
        let init = ["-C", at.to_str().unwrap(), "init"];
        let about = ["--reference", "r", "--title", "t", "--creator", "c"];
        let whom = ["--transferring-body", "b", "--contact", "d"];
        let all = init.iter().chain(&about).chain(&whom).chain(policy);
        bench.run(all.copied())
    };
    let marked = "is marked DECIDE in it";
    for (policy, id) in [
        ("private-office", "PRIVATE-OFFICE-1"),
        ("policy-team", "POLICY-TEAM-1"),
        ("capstone", "CAPSTONE-1"),
    ] {
        begin(policy, &["--policy", policy]).ends(0).says([marked]);
        let rules = fs::read_to_string(bench.at(policy).join("rules.toml")).unwrap();
        assert!(rules.contains(id) && rules.contains("DECIDE"), "{policy}");
    }
    let blank = begin("blank", &["--policy", "blank"]).ends(0);
    assert!(!blank.err.contains(marked) && !blank.out.contains(marked));
    // Who does not choose begins with the policy of a private office.
    begin("none", &[]).ends(0);
    let rules = |folder: &str| fs::read(bench.at(folder).join("rules.toml")).unwrap();
    assert_eq!(rules("none"), rules("private-office"));
    begin("wrong", &["--policy", "everything"])
        .ends(2)
        .says(["private-office"]);
    assert!(!bench.at("wrong").exists());
}

#[test]
fn what_init_is_told_arrives_in_the_settings() {
    let bench = Bench::new();
    let into = bench.at("batch");
    bench
        .run([
            "init",
            "--batch",
            into.to_str().unwrap(),
            "--reference",
            "r-1",
            "--title",
            "A \"title\"",
            "--transferring-body",
            "The body",
            "--creator",
            "The creator",
            "--contact",
            "a@b.gov.uk",
            "--series",
            "MOCK1 9",
            "--time-zone",
            "Europe/Paris",
            "--by",
            "Clerk",
        ])
        .ends(0);
    let shown = bench.consign(["--json", "config"]).ends(0);
    let value = |key: &str| {
        let objects = shown.objects();
        let setting = objects.iter().find(|object| object["key"] == key).unwrap();
        setting["value"].as_str().unwrap().to_owned()
    };
    for (key, expected) in [
        ("batch.reference", "r-1"),
        ("batch.title", "A \"title\""),
        ("batch.transferring_body", "The body"),
        ("batch.creator", "The creator"),
        ("batch.contact", "a@b.gov.uk"),
        ("batch.series", "MOCK1 9"),
        ("dates.time_zone", "Europe/Paris"),
        ("threads", "2"),
    ] {
        assert_eq!(value(key), expected, "{key}");
    }
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    assert!(journal.contains("\"by\":\"Clerk\"") && journal.contains("2026-03-20T10:00:00Z"));
    let one = bench.consign(["--threads", "1", "config"]).ends(0);
    one.says(["threads                       1", "--threads"]);
    bench
        .consign(["--threads", "0", "config"])
        .ends(2)
        .says(["--threads"]);
}

#[test]
fn what_add_is_told_arrives_in_the_capture_and_the_journal() {
    let bench = Bench::begun();
    let chat = bench.write("chat.txt", CHAT);
    bench
        .consign([
            "add",
            &chat,
            "--by",
            "Clerk",
            "--date-order",
            "DMY",
            "--because",
            "The telephone was British",
            "--state",
            "zone=Europe/Dublin",
            "--state",
            "why=An inquiry",
        ])
        .ends(0);
    let capture = fs::read_to_string(bench.at("batch/sources/wa1/capture.toml")).unwrap();
    for text in ["Europe/Dublin", "An inquiry", "stated_by = \"Clerk\""] {
        assert!(capture.contains(text), "{text}");
    }
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    assert!(
        journal.contains("\"by\":\"Clerk\"")
            && journal.contains("DMY")
            && journal.contains("The telephone was British")
    );
    let other = bench.write("other.txt", CHAT.replace("ready", "done"));
    for bad in ["zone", "colour=red"] {
        bench
            .consign(["add", &other, "--state", bad])
            .ends(2)
            .says(["zone"]);
    }
    let bad = ["add", &other, "--state", "zone=London"];
    bench.consign(bad).ends(2).says(["London", "Europe/London"]);
    assert!(!bench.at("batch/sources/wa2").exists());
}

#[test]
fn zones_of_inspect_arrive_in_the_instants() {
    let bench = Bench::new();
    let chat = bench.write("chat.txt", CHAT);
    let first = |arguments: &[&str]| {
        let all = ["--json", "inspect", chat.as_str(), "--messages"].into_iter();
        let ran = bench.run(all.chain(arguments.iter().copied())).ends(0);
        ran.objects()[0]["utc"][0].as_str().unwrap().to_owned()
    };
    assert_eq!(first(&[]), "2020-11-24T09:00Z");
    assert_eq!(first(&["--zone", "Europe/Paris"]), "2020-11-24T08:00Z");
    assert_eq!(
        first(&["--assume-zone", "America/New_York"]),
        "2020-11-24T14:00Z"
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let bench = Bench::signed(CHAT);
    let before = bench.files("batch");
    for flag in ["--dry-run", "-n"] {
        bench
            .consign(["select", flag])
            .ends(0)
            .says(["nothing was recorded"]);
        bench.consign(["build", flag]).ends(0).says([
            "winter-001.zip",
            "1 record",
            "Nothing was written",
        ]);
    }
    assert_eq!(bench.files("batch"), before);
}

#[test]
fn what_review_is_told_arrives_in_the_journal() {
    let bench = Bench::signed(CHAT);
    let decision = [
        "review",
        "wa1-0",
        "outside",
        "--by",
        "Clerk",
        "--second",
        "Head",
        "--because",
        "Private",
    ];
    bench
        .consign(decision)
        .ends(0)
        .says(["wa1-0: outside, decided by Clerk"]);
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    let last = journal.lines().last().unwrap();
    for text in [
        "\"by\":\"Clerk\"",
        "\"second\":\"Head\"",
        "wa1-0",
        "outside",
    ] {
        assert!(last.contains(text), "{last}");
    }
    let remarks = bench.files("batch/remarks");
    let name = remarks.keys().next().unwrap();
    assert_eq!(
        fs::read_to_string(bench.at("batch/remarks").join(name)).unwrap(),
        "Private"
    );
    bench.consign(["explain", "wa1-0"]).ends(0).says([
        "outside",
        "Not transferred",
        "does not mean destroyed",
        "Clerk and Head decided: outside, because: Private",
    ]);
    for post in ["select", "build"] {
        bench.consign([post, "--by", " "]).ends(2).says(["--by"]);
    }
}

#[test]
fn reports_of_a_validation_go_where_they_are_told() {
    let bench = Bench::signed(CHAT);
    bench.consign(["build", "--by", "Clerk"]).ends(0);
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    assert!(journal.lines().last().unwrap().contains("\"by\":\"Clerk\""));
    let package = bench.package("batch/out");
    let reports = bench.at("reports");
    let package = package.to_str().unwrap();
    bench
        .run([
            "validate",
            package,
            "--report-dir",
            reports.to_str().unwrap(),
        ])
        .ends(0);
    let written: Vec<String> = bench.files("reports").into_keys().collect();
    assert_eq!(
        written,
        [
            "winter-001.zip.validation.html",
            "winter-001.zip.validation.json"
        ]
    );
    let broken = bench.write("broken.zip", "no zip");
    let missing = bench.at("missing.zip");
    // The worst of many, and every one is judged.
    let all = ["validate", package, &broken, missing.to_str().unwrap()];
    bench.run(all).ends(3).says(["PASS", "FAIL", "missing.zip"]);
    bench
        .run(["validate", package, &broken])
        .ends(1)
        .says(["PASS", "ZIP-001"]);
    let small = ["--max-unpacked", "1000", "validate", package];
    bench
        .run(small)
        .ends(1)
        .says(["more than the limit of 1000"]);
}

#[test]
fn every_code_can_be_explained() {
    let bench = Bench::new();
    let all = bench.run(["--json", "explain", "--all"]).ends(0).objects();
    assert!(all.len() > 50);
    for object in all.iter().filter(|object| object["type"] == "code") {
        let code = object["code"].as_str().unwrap();
        bench
            .run(["explain", code])
            .ends(0)
            .says([code, "What to do"]);
    }
}

#[test]
fn the_original_bytes_of_a_message_are_given_as_they_are() {
    let bench = Bench::signed(CHAT);
    let original = bench.consign(["explain", "wa1-0", "--original"]).ends(0);
    assert_eq!(original.out, CHAT.lines().next().unwrap());
    let objects = bench
        .consign(["--json", "explain", "wa1-0", "--original"])
        .ends(0)
        .objects();
    assert_eq!(objects[0]["text"], CHAT.lines().next().unwrap());
}

// --json

/// Every line of a run with `--json` is an object with a type, the last a summary.
#[track_caller]
fn is_json(ran: &Ran) -> Value {
    assert_eq!(ran.err, "", "{}", ran.out);
    let objects = ran.objects();
    for object in &objects {
        assert!(object["type"].is_string(), "{object}");
    }
    let (last, before) = objects.split_last().expect("there is a summary");
    assert_eq!(last["type"], "summary");
    assert_eq!(last["exit_code"], ran.exit);
    assert!(before.iter().all(|object| object["type"] != "summary"));
    let errors = before.iter().filter(|object| object["type"] == "error");
    assert_eq!(errors.count() > 0, last["error"].is_string(), "{}", ran.out);
    last.clone()
}

#[test]
fn every_command_speaks_json() {
    let bench = Bench::new();
    let chat = bench.write("chat.txt", CHAT.replace("Agreed, go with it", "Good"));
    let ambiguous = bench.write("other.txt", "03/04/2021, 10:00 - A: x\n");
    let batch = bench.at("batch");
    let batch = batch.to_str().unwrap();
    let into = bench.at("sample");
    let into = into.to_str().unwrap();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut ask = |arguments: &[&str], exit: u8| {
        let all: Vec<&str> = ["-C", batch, "--json"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let summary = is_json(&bench.run(all.iter().copied()).ends(exit));
        assert_eq!(summary["command"], arguments[0]);
        asked.insert(arguments[0].to_owned());
        // Once more, for the summary alone: acts are not done twice, so the exit may differ.
        let quiet = bench.run(all.into_iter().chain(["--quiet"]));
        assert_eq!(quiet.objects().len(), 1, "{}", quiet.out);
        is_json_quiet(&quiet);
    };
    ask(&["status"], 2);
    let init = [
        "init",
        "--reference",
        "r",
        "--title",
        "t",
        "--transferring-body",
        "b",
        "--creator",
        "c",
        "--contact",
        "d",
    ];
    ask(&init, 0);
    ask(&["select"], 4);
    ask(&["inspect", &chat], 0);
    ask(&["inspect", &chat, "--messages"], 0);
    ask(&["inspect", &ambiguous], 4);
    ask(&["add", &chat], 0);
    ask(&["people"], 0);
    ask(&["copies"], 0);
    ask(&["rules", "check"], 0);
    ask(&["rules", "test"], 0);
    ask(&["rules", "test", "--text", "agreed"], 0);
    let own = bench.at("batch/rules.toml");
    let own = own.to_str().unwrap();
    ask(&["rules", "diff", own, own], 0);
    ask(&["select", "--dry-run"], 4);
    ask(&["review"], 4);
    ask(&["review", "wa1-0", "select", "--because", "x"], 0);
    ask(&["review", "--undo", "4", "--by", "A", "--because", "x"], 0);
    ask(&["draw"], 0);
    ask(&["records"], 4);
    // Nobody has said yet that the labels of participants are not to be public.
    ask(&["preview", "--public"], 1);
    ask(&["signoff", "--selection", "--by", "A", "--second", "B"], 4);
    ask(&["signoff", "--sensitivity", "--by", "A"], 4);
    ask(&["build"], 4);
    ask(&["explain", "wa1-0"], 0);
    ask(&["explain", "wa1-0", "--original"], 0);
    ask(&["explain", "BAG-014"], 0);
    ask(&["explain", "nothing"], 2);
    ask(&["explain", "--text", "line"], 0);
    ask(&["search", "line"], 0);
    ask(&["search", "helicopter"], 1);
    ask(&["ledger", "verify"], 0);
    ask(&["ledger", "prove", &chat], 1);
    ask(&["status"], 4);
    ask(&["report"], 0);
    ask(&["report", "--annex"], 0);
    ask(&["config"], 0);
    ask(&["schema", "transcript"], 0);
    ask(&["schema", "participants"], 0);
    ask(&["run", SAMPLE, "--into", into], 0);
    let package = bench.package("sample/out");
    ask(&["validate", package.to_str().unwrap()], 0);
    ask(&["validate", &chat], 1);
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), {
        let mut all = subcommands();
        all.sort();
        all
    });
    // What is asked wrongly, too.
    let wrong = bench.run(["--json", "signoff"]).ends(2);
    is_json(&wrong);
    let quiet = bench.run(["--json", "-q", "signoff"]).ends(2);
    assert_eq!(quiet.objects().len(), 1);
    is_json_quiet(&quiet);
}

#[track_caller]
fn is_json_quiet(ran: &Ran) {
    assert_eq!(ran.err, "");
    let only = &ran.objects()[0];
    assert_eq!(only["type"], "summary");
    assert_eq!(only["exit_code"], ran.exit);
    assert!(ran.exit != 2 || only["error"].is_string(), "{only}");
}

#[test]
fn quiet_prints_results_and_failures_only() {
    let bench = Bench::signed(CHAT);
    let built = bench.consign(["--quiet", "build"]).ends(0);
    assert_eq!(built.err, "");
    assert!(built.out.ends_with("PASS\n"));
    let failed = bench.consign(["--quiet", "explain", "nothing"]).ends(2);
    assert_eq!(failed.out, "");
    assert!(failed.err.contains("neither a code"));
}

// The window

const KEYS: [&str; 18] = [
    "type",
    "id",
    "seq",
    "conversation",
    "kind",
    "sender",
    "sender_basis",
    "sent_written",
    "sent_local",
    "precision",
    "utc",
    "body",
    "attachments",
    "edited",
    "deleted",
    "offset",
    "length",
    "warnings",
];

/// Returns the bytes of the chat file of an export of the sample.
fn chat_file(export: &str) -> Vec<u8> {
    use std::io::Read as _;
    let path = format!("{SAMPLE}/{export}");
    if !export.ends_with(".zip") {
        return fs::read(path).unwrap();
    }
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut bytes = Vec::new();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let chat = names.iter().find(|name| name.ends_with(".txt")).unwrap();
    let mut entry = zip.by_name(chat).unwrap();
    entry.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_window_shows_every_message_with_its_keys_and_its_bytes() {
    let bench = Bench::new();
    for (export, count) in [(GROUP, 92), (TWO, 46), (AGAIN, 75)] {
        let path = format!("{SAMPLE}/{export}");
        let file = chat_file(export);
        let ran = bench
            .run(["inspect", &path, "--messages", "--json"])
            .ends(0);
        let objects = ran.objects();
        let messages = objects.iter().filter(|object| object["type"] == "message");
        let messages: Vec<&Value> = messages.collect();
        assert_eq!(messages.len(), count);
        let mut end = 0;
        for (index, message) in messages.iter().enumerate() {
            let keys: Vec<&str> = message
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            assert_eq!(keys, KEYS);
            assert_eq!(message["seq"], index as u64 + 1);
            let number = |key: &str| usize::try_from(message[key].as_u64().unwrap()).unwrap();
            let (offset, length) = (number("offset"), number("length"));
            // Messages tile the file: between two of them there is a line end and nothing else.
            let between = &file[end..offset];
            assert!(
                between.iter().all(|b| b"\r\n\xef\xbb\xbf".contains(b)),
                "{between:?}"
            );
            end = offset + length;
            let raw = String::from_utf8_lossy(&file[offset..end]).into_owned();
            assert!(raw.contains(message["body"].as_str().unwrap()), "{raw:?}");
            assert!(
                raw.contains(message["sent_written"].as_str().unwrap()),
                "{raw:?}"
            );
            assert_eq!(message["id"], format!("wa1-{offset}"));
            for attachment in message["attachments"].as_array().unwrap() {
                let keys: Vec<&String> = attachment.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["name", "state"]);
            }
        }
        assert!(file[end..].iter().all(|b| b"\r\n".contains(b)));
    }
}

// The program itself

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_consign"))
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = program()
        .args([
            "inspect",
            "--messages",
            "--json",
            &format!("{SAMPLE}/{GROUP}"),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stderr, b"");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_output_is_told_by_the_exit_code() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = program().arg("--help").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("standard output"), "{message:?}");
}

#[test]
fn the_program_runs_the_sample() {
    let bench = Bench::new();
    let output = program()
        .args(["run", SAMPLE, "--into"])
        .arg(bench.at("batch"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .ends_with("PASS\n")
    );
    let status = program()
        .arg("-C")
        .arg(bench.at("batch"))
        .arg("status")
        .output()
        .unwrap();
    assert_eq!(status.status.code(), Some(0), "{status:?}");
}
