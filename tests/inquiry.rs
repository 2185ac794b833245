//! What an inquiry asks: was this message read, what became of it, who decided, and who signed.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::bench::consign::{Bench, CHAT, entries};

/// A policy that selects with context, does not select, and holds.
const RULES: &str = r#"format = "selection-rules/1"
id = "P1"
title = "Decisions"
authority = "Appraisal report 1"
owner = "Departmental Records Officer"
otherwise = "refer"

[[rule]]
id = "K1"
title = "Agreements"
when = 'text:agreed'
effect = "select"
label = "decision"
because = "Evidence of a decision"
context = { before = 1, after = 0 }

[[rule]]
id = "N1"
title = "Acknowledgements"
when = 'text:noted'
effect = "not-selected"
because = "Says nothing of its own"

[[hold]]
id = "H1"
title = "Inquiry"
authority = "Notice of 28 April 2023"
because = "Relevance is for the chair"
when = 'date:2020-11-25'
"#;

/// A batch by these rules, before anybody decided.
fn begun() -> Bench {
    let bench = Bench::begun();
    bench.write("batch/rules.toml", RULES);
    let export = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &export]).ends(0);
    bench.name_people();
    bench
}

fn line(number: usize) -> &'static str {
    CHAT.lines().nth(number).unwrap()
}

// ledger prove

#[test]
fn a_message_is_proved_by_its_bytes_without_its_source() {
    let bench = begun();
    let message = bench.write("message.bin", line(2));
    let early = bench.consign(["ledger", "prove", &message]).ends(4);
    early.says(["no ledger yet", "consign select"]);
    bench.consign(["select"]).ends(0);
    let words = "read, id wa1-134, 2020-11-25T10:00, not-selected by rule N1 (Acknowledgements); caught by hold H1; HMAC matches";
    fs::remove_file(bench.at("batch/sources/wa1/WhatsApp Chat with Press Officer.txt")).unwrap();
    for saved in [
        line(2).to_owned(),
        format!("{}\n", line(2)),
        format!("\u{feff}{}\r\n", line(2)),
    ] {
        bench.write("message.bin", saved);
        bench
            .consign(["ledger", "prove", &message])
            .ends(0)
            .says([words, "no source was read"]);
    }
    let context = bench.write("context.bin", line(0));
    bench.consign(["ledger", "prove", &context]).ends(0).says([
        "read, id wa1-0, 2020-11-24T09:00, context of wa1-69, by rule K1 (Agreements); HMAC matches",
    ]);
}

#[test]
fn what_was_never_read_is_denied() {
    let bench = begun();
    bench.consign(["select"]).ends(0);
    let other = bench.write("other.txt", line(2).replace("Noted", "Nodded"));
    bench.consign(["ledger", "prove", &other]).ends(1).says([
        "no message with these bytes was ever in a source of this batch",
        "each of the 3 messages",
        "nor is this text",
    ]);
    let words = bench.write("words.txt", "  NOTED\r\n");
    bench.consign(["ledger", "prove", &words]).ends(0).says([
        "no message with these bytes",
        "the whole of the words of 1 message",
        "wa1-134  2020-11-25T10:00  Press Officer: not-selected, by rule N1; held",
    ]);
    let empty = bench.write("empty.txt", "");
    bench
        .consign(["ledger", "prove", &empty])
        .ends(2)
        .says(["1 byte"]);
}

#[test]
fn a_ledger_that_is_not_the_journals_proves_nothing() {
    let bench = begun();
    bench.consign(["select"]).ends(0);
    let message = bench.write("message.bin", line(2));
    let ledger = fs::read_to_string(bench.at("batch/ledger.csv")).unwrap();
    bench.edit("batch/ledger.csv", |text| {
        text.replace("wa1-134", "wa1-133")
    });
    let ran = bench.consign(["ledger", "prove", &message]).ends(3);
    ran.says([
        "ledger.csv was changed after it was written",
        "line 3 of the journal",
    ]);
    bench.write("batch/ledger.csv", ledger);
    let more = bench.write("more.txt", CHAT.replace("ready", "done"));
    bench.consign(["add", &more]).ends(0);
    let ran = bench.consign(["ledger", "prove", &message]).ends(4);
    ran.says(["source wa2 was added after the ledger", "consign select"]);
}

#[test]
fn standard_input_is_a_file_too() {
    let bench = begun();
    bench.consign(["select"]).ends(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_consign"))
        .arg("-C")
        .arg(bench.at("batch"))
        .args(["ledger", "prove", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(line(2).as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("read, id wa1-134"), "{out}");
}

// ledger verify

#[test]
fn a_ledger_is_verified_as_of_its_act_and_says_what_came_since() {
    let bench = begun();
    bench.consign(["select"]).ends(0);
    let decide = [
        "review",
        "wa1-134",
        "outside",
        "--because",
        "x",
        "--by",
        "A",
    ];
    bench.consign(decide).ends(0);
    bench.consign(["ledger", "verify"]).ends(0).says([
        "give the same 3 rows, byte for byte",
        "[same]        rules.toml  is what the rules were applied with (journal line 3)",
        "Since line 3 of the journal there is 1 act",
    ]);
    bench.consign(["select"]).ends(0);
    let again = bench.consign(["ledger", "verify"]).ends(0);
    assert!(!again.err.contains("Since"), "{}", again.err);
}

#[test]
fn dates_are_judged_as_they_were_when_the_ledger_was_written() {
    let mut bench = begun();
    let released =
        "\nreleased = { on = 2026-04-01, letter = \"INQ-9\", by = [\"DRO\", \"Legal Adviser\"] }\n";
    bench.edit("batch/rules.toml", |text| {
        text.replace("not-selected\"\n", "select\"\nlabel = \"x\"\n") + released
    });
    bench.consign(["select"]).ends(0);
    // By now the hold is released, and the message would be transferred.
    bench.world.now = "2026-05-01T10:00:00Z".parse().unwrap();
    bench
        .consign(["ledger", "verify"])
        .ends(0)
        .says(["byte for byte"]);
    bench.sign_selection().ends(0);
    bench.consign(["ledger", "verify"]).ends(0).says([
        "is what the rules gave (journal line 4)",
        "was signed (journal line 5)",
    ]);
}

#[test]
fn the_samples_ledger_is_verified() {
    let bench = Bench::sample();
    let objects = bench
        .consign(["--json", "ledger", "verify"])
        .ends(0)
        .objects();
    let (summary, checks) = objects.split_last().unwrap();
    assert!(checks.len() >= 8, "{checks:?}");
    assert!(checks.iter().all(|check| check["agreement"] == "same"));
    assert_eq!(summary["same"], true);
}

// explain

#[test]
fn a_text_is_found_with_what_became_of_it() {
    let bench = begun();
    let found = bench.consign(["explain", "--text", "agreed,  GO"]).ends(0);
    found.says([
        "1 message holds this text:",
        "wa1-69  2020-11-24T09:05  Director Winter Planning: select, by rule K1",
        "Searched the words",
    ]);
    let both = bench.consign(["explain", "--text", "e"]).ends(0);
    both.says(["3 messages hold this text"]);
    let none = bench.consign(["explain", "--text", "helicopter"]).ends(1);
    none.says([
        "No message of this batch holds this text",
        "3 messages in 1 source",
    ]);
    bench
        .consign(["explain", "--text", " "])
        .ends(2)
        .says(["no sign"]);
    bench.consign(["explain", "--text", "x", "wa1-0"]).ends(2);
}

#[test]
fn many_messages_are_counted_and_what_belongs_to_none_is_searched() {
    let bench = Bench::begun();
    let mut chat = "Kept by the secretary: a zebra\n".to_owned();
    for minute in 0..30 {
        chat += &format!("24/11/2020, 09:{minute:02} - Press Officer: The same line\n");
    }
    let export = bench.write("chat.txt", chat);
    bench.consign(["add", &export]).ends(0);
    let many = bench.consign(["explain", "--text", "same"]).ends(0);
    let many = many.says(["30 messages hold this text", "and 10 more"]);
    assert_eq!(many.out.matches("Press Officer").count(), 20);
    let beside = bench.consign(["explain", "--text", "ZEBRA"]).ends(0);
    beside.says(["No message", "chat.txt, line 1", "belongs to no message"]);
}

#[test]
fn the_whole_story_of_a_message_is_told() {
    let bench = begun();
    bench.consign(["select"]).ends(0);
    let decide = |decision, because, by| {
        let all = [
            "review",
            "wa1-134",
            decision,
            "--because",
            because,
            "--by",
            by,
        ];
        bench.consign(all).ends(0);
    };
    decide("outside", "Looked private", "Reviewer 1");
    decide("not-selected", "Is an acknowledgement", "Reviewer 2");
    bench.edit("batch/batch.toml", |text| {
        text.replace("second_look_percent = 10", "second_look_percent = 0")
    });
    bench.draw_clean();
    bench.sign_selection().ends(0);
    bench.consign(["explain", "wa1-134"]).ends(0).says([
        "not-selected   decided by person (journal line 5)",
        "rule N1: Noted",
        "Acknowledgements -> not-selected, because: Says nothing of its own",
        "hold H1",
        "authority: Notice of 28 April 2023",
        "it holds, and is not transferred",
        "line 2  2026-03-20 10:00 UTC  Records Manager added the export that holds it, as wa1",
        "Reviewer 1 decided: outside, because: Looked private (a later act took its place)",
        "Reviewer 2 decided: not-selected, because: Is an acknowledgement\n",
        "line 9  2026-03-20 10:00 UTC  Departmental Records Officer and Head of Knowledge signed off the selection",
        "6 journal lines; chain of 9 checked, ok",
        "does not mean destroyed",
    ]);
    bench.consign(["explain", "wa1-0"]).ends(0).says([
        "context of wa1-69  2020-11-24T09:05  Director Winter Planning, which rule K1 selects",
        "Agreements -> select, because: Evidence of a decision",
    ]);
    bench.consign(["explain", "wa1-69"]).ends(0).says([
        "takes 1 message along as context:",
        "wa1-0  2020-11-24T09:00  Press Officer",
    ]);
    for remark in bench.files("batch/remarks").keys() {
        bench.write(&format!("batch/remarks/{remark}"), "Something else");
    }
    bench
        .consign(["explain", "wa1-134"])
        .ends(0)
        .says(["its reason was changed after it was given"]);
}

// The sheet, and its signed copy

#[test]
fn a_sheet_is_printed_for_each_sign_off() {
    let bench = Bench::signed(CHAT);
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    let read = |which: &str| {
        let path = bench.at(&format!("batch/out/winter-001.signoff-{which}.html"));
        fs::read_to_string(path).unwrap()
    };
    let selection = read("selection");
    for text in [
        "The Departmental Records Officer has signed off the appraisal and selection decision.",
        "Departmental Records Officer</bdi></th><td></td><td></td>",
        "Head of Knowledge</bdi></th><td></td><td></td>",
        "Statement recorded; not an electronic signature.",
        "20 March 2026",
        "Appraisal report 1",
        "All of it (ALL-1)",
        "The policy has no hold.",
        "in line 4 of the journal",
    ] {
        assert!(selection.contains(text), "{text}\n{selection}");
    }
    let digest = |line: usize| {
        let line = journal.split_inclusive('\n').nth(line).unwrap();
        consign::fixity::sha256(line.as_bytes()).to_string()
    };
    assert!(selection.contains(&digest(3)));
    let sensitivity = read("sensitivity");
    assert!(sensitivity.contains("has signed off the sensitivity review."));
    assert!(sensitivity.contains("records.csv") && sensitivity.contains(&digest(4)));
    assert!(!sensitivity.contains("Head of Knowledge"));
}

#[test]
fn a_signed_copy_is_taken_in_and_told_of() {
    let bench = Bench::signed(CHAT);
    let scan = bench.write("scan of the sheet.PDF", "a scan");
    let by = ["--by", "Records Manager"];
    let keep = |which: &str| bench.consign(["signoff", which, "--evidence", &scan, by[0], by[1]]);
    let hash = consign::fixity::sha256(b"a scan").to_string();
    keep("--selection").ends(0).says([
        "Signed copy of the sign-off of the selection (journal line 4)",
        &hash,
    ]);
    let copy = bench.at(&format!("batch/evidence/{hash}.pdf"));
    assert_eq!(fs::read(&copy).unwrap(), b"a scan");
    assert!(fs::metadata(&copy).unwrap().permissions().readonly());
    keep("--selection").ends(5).says(["was taken in before"]);
    // Where none is named, it is that of the last.
    bench
        .consign(["signoff", "--evidence", &scan, "--by", "Records Manager"])
        .ends(0)
        .says(["sensitivity review (journal line 5)"]);
    bench
        .consign(["status"])
        .ends(4)
        .says(["both hold; signed copies: 1 of the selection's, 1 of the sensitivity review's"]);
    bench.consign(["build"]).ends(0);
    let report = fs::read_to_string(bench.at("batch/out/winter.report.html")).unwrap();
    assert!(report.contains("Signed copy of the sign-off of the selection"));
    assert!(report.contains(&hash));
    fs::remove_file(&copy).unwrap();
    bench
        .consign(["status"])
        .ends(0)
        .says(["is missing or is not the signed copy"]);
}

#[test]
fn a_signed_copy_is_an_act_that_travels() {
    let bench = begun();
    bench.edit("batch/rules.toml", |text| {
        text.replace("otherwise = \"refer\"", "otherwise = \"select\"")
    });
    bench.draw_clean();
    bench.sign_selection().ends(0);
    let scan = bench.write("scan.pdf", "a scan");
    let keep = ["signoff", "--evidence", &scan, "--by", "Records Manager"];
    bench.consign(keep).ends(0);
    bench.review_records(|_| {});
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let files = entries(&bench.package("batch/out"));
    let events = String::from_utf8(files["events.csv"].clone()).unwrap();
    assert!(events.contains("department.,Records Manager,,"), "{events}");
    // The hash of a scan is nobody else's business.
    let hash = consign::fixity::sha256(b"a scan").to_string();
    for (name, bytes) in files {
        assert!(!String::from_utf8_lossy(&bytes).contains(&hash), "{name}");
    }
}

#[test]
fn a_signed_copy_needs_a_sign_off_that_stands() {
    let bench = Bench::begun();
    let scan = bench.write("scan.pdf", "a scan");
    let keep = || bench.consign(["signoff", "--evidence", &scan, "--by", "A"]);
    keep().ends(4).says(["nothing has been signed off"]);
    let export = bench.write("chat.txt", CHAT);
    bench.consign(["add", &export]).ends(0);
    let named = ["signoff", "--selection", "--evidence", &scan, "--by", "A"];
    bench
        .consign(named)
        .ends(4)
        .says(["the selection has not been signed off"]);
    bench.name_people();
    bench.sign_selection().ends(0);
    let other = ["signoff", "--sensitivity", "--evidence", &scan, "--by", "A"];
    bench
        .consign(other)
        .ends(4)
        .says(["sensitivity review has not been signed off"]);
    bench.edit("batch/people.csv", |text| {
        text.replace("p01,", "p01,Somebody")
    });
    keep()
        .ends(4)
        .says(["people.csv changed", "that sign-off is void"]);
    assert!(!bench.at("batch/evidence").exists());
    let empty = bench.write("empty.pdf", "");
    bench.edit("batch/people.csv", |text| {
        text.replace("p01,Somebody", "p01,")
    });
    bench
        .consign(["signoff", "--evidence", &empty, "--by", "A"])
        .ends(2)
        .says(["is no signed copy"]);
}
