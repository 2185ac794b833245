//! Every mutation of a signed batch that an inquiry must be able to rule out: each fails, by name.

use std::fs;
use std::path::Path;

use crate::bench::consign::{Bench, CHAT};

/// A batch of one chat whose selection is signed, and whose records are reviewed.
fn signed() -> Bench {
    let bench = Bench::begun();
    let export = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &export]).ends(0);
    bench.name_people();
    bench.sign_selection().ends(0);
    bench.review_records(|_| {});
    bench
}

/// Returns the lines of a file of the batch, each with its end.
fn lines(bench: &Bench, file: &str) -> Vec<String> {
    let text = fs::read_to_string(bench.at("batch").join(file)).unwrap();
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// Changes the lines of a file of the batch.
fn change(bench: &Bench, file: &str, change: impl FnOnce(&mut Vec<String>)) {
    let mut lines = lines(bench, file);
    change(&mut lines);
    bench.edit(&format!("batch/{file}"), |_| lines.concat());
}

// The ledger

/// The ledger of a signed batch was changed: verifying names the row, and nothing goes on.
#[track_caller]
fn ledger_is_found<const N: usize>(mutate: impl FnOnce(&mut Vec<String>), says: [&str; N]) {
    let bench = signed();
    bench
        .consign(["ledger", "verify"])
        .ends(0)
        .says(["All the same"]);
    change(&bench, "ledger.csv", mutate);
    bench.consign(["ledger", "verify"]).ends(1).says(says);
    let stops = [
        "ledger.csv was changed after it was written",
        "consign ledger verify",
    ];
    bench.sign_sensitivity().ends(3).says(stops);
    bench.consign(["build"]).ends(3).says(stops);
    // Written again from the sources, it is the one that was signed.
    bench.consign(["select"]).ends(0);
    bench.consign(["ledger", "verify"]).ends(0);
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
}

#[test]
fn a_ledger_row_that_was_deleted() {
    ledger_is_found(
        |lines| drop(lines.remove(2)),
        [
            "[differs]     rows        line 3: the row of wa1-69 is missing. 3 rows follow from rules and acts, 2 are there",
            "[differs]     ledger.csv  is not what the rules gave (journal line 3)",
            "[differs]     ledger.csv  is not what was signed (journal line 4)",
        ],
    );
}

#[test]
fn a_ledger_row_that_was_added() {
    ledger_is_found(
        |lines| lines.insert(2, lines[1].replace("wa1-0", "wa1-7")),
        ["line 3: the row of wa1-7 is one too many"],
    );
}

#[test]
fn ledger_rows_that_were_swapped() {
    ledger_is_found(
        |lines| lines.swap(1, 3),
        [
            "line 2: rows are swapped: the row of wa1-134 stands here, and that of wa1-0, which belongs here, on line 4",
        ],
    );
}

#[test]
fn a_ledger_row_that_was_altered() {
    ledger_is_found(
        |lines| lines[1] = lines[1].replace(",select,", ",not-selected,"),
        [
            "line 2: the row of wa1-0 was altered: column outcome says \"not-selected\", expected \"select\"",
        ],
    );
}

#[test]
fn a_ledger_that_was_changed_after_both_sign_offs_is_not_built_from() {
    let bench = Bench::signed(CHAT);
    change(&bench, "ledger.csv", |lines| drop(lines.pop()));
    let stops = [
        "ledger.csv was changed after it was written",
        "line 4 of the journal",
    ];
    bench.consign(["build"]).ends(3).says(stops);
    bench.consign(["status"]).ends(4).says(stops);
    bench.consign(["report"]).ends(0);
    fs::remove_file(bench.at("batch/ledger.csv")).unwrap();
    bench
        .consign(["build"])
        .ends(3)
        .says(["ledger.csv is missing", "write it again"]);
    bench
        .consign(["ledger", "verify"])
        .ends(1)
        .says(["ledger.csv  is missing"]);
}

#[test]
fn a_key_that_is_another() {
    let bench = Bench::signed(CHAT);
    bench.write("batch/ledger.key", format!("{}\n", "0a".repeat(32)));
    bench.consign(["ledger", "verify"]).ends(1).says([
        "line 2: the row of wa1-0 was altered: column hmac_sha256",
        "[same]        ledger.csv",
    ]);
    bench
        .consign(["build"])
        .ends(4)
        .says(["that sign-off is void"]);
}

// The journal

#[track_caller]
fn journal_is_found<const N: usize>(mutate: impl FnOnce(&mut Vec<String>), says: [&str; N]) {
    let bench = Bench::signed(CHAT);
    assert_eq!(lines(&bench, "journal.jsonl").len(), 5);
    change(&bench, "journal.jsonl", mutate);
    bench.consign(["build"]).ends(3).says(says);
    for command in ["status", "select", "report", "records"] {
        bench.consign([command]).ends(3);
    }
    bench.consign(["ledger", "verify"]).ends(3).says(says);
}

#[test]
fn a_journal_line_that_was_deleted() {
    journal_is_found(
        |lines| drop(lines.remove(1)),
        [
            "journal.jsonl, line 2",
            "was changed after it was written",
            "it is numbered 3, not 2",
        ],
    );
}

#[test]
fn journal_lines_that_were_swapped() {
    journal_is_found(
        |lines| lines.swap(2, 3),
        [
            "journal.jsonl, line 3",
            "was changed after it was written",
            "numbered 4, not 3",
        ],
    );
}

#[test]
fn a_journal_line_that_was_altered() {
    journal_is_found(
        |lines| lines[3] = lines[3].replace("Head of Knowledge", "Head of Records"),
        [
            "journal.jsonl, line 5",
            "was changed after it was written",
            "hash of the line before",
        ],
    );
}

#[test]
fn the_last_journal_line_that_was_altered() {
    journal_is_found(
        |lines| lines[4] = lines[4].replace("Departmental Records Officer", "Somebody Else"),
        [
            "journal.jsonl, line 5",
            "was changed after it was written",
            "journal.head names",
        ],
    );
}

#[test]
fn a_journal_whose_tail_was_cut() {
    journal_is_found(
        |lines| drop(lines.pop()),
        [
            "journal.jsonl, line 5: this line and what follows are missing",
            "last line is line 5",
        ],
    );
    journal_is_found(
        |lines| lines.truncate(1),
        [
            "journal.jsonl, line 2: this line and what follows are missing",
            "ends at line 1",
        ],
    );
    let half = |lines: &mut Vec<String>| {
        let last = lines.pop().unwrap();
        lines.push(last.get(..40).unwrap().to_owned());
    };
    journal_is_found(
        half,
        ["journal.jsonl, line 5: this line and what follows are missing"],
    );
}

#[test]
fn a_journal_whose_head_was_removed() {
    let bench = Bench::signed(CHAT);
    fs::remove_file(bench.at("batch/journal.head")).unwrap();
    let says = [
        "journal.head is missing",
        "Put it back from a copy of the batch",
    ];
    bench.consign(["status"]).ends(3).says(says);
    // With the journal gone too, nothing is begun anew in its place.
    fs::remove_file(bench.at("batch/journal.jsonl")).unwrap();
    for command in ["status", "select", "build"] {
        let says = [
            "journal.jsonl is missing or empty",
            "from a copy of the batch",
        ];
        bench.consign([command]).ends(3).says(says);
    }
}

// The register

#[track_caller]
fn people_are_found(mutate: impl FnOnce(&mut Vec<String>)) {
    let bench = Bench::signed(CHAT);
    change(&bench, "people.csv", mutate);
    let void = "people.csv changed after the selection was signed off, so that sign-off is void";
    bench.consign(["build"]).ends(4).says([void]);
    bench.sign_sensitivity().ends(4).says([void]);
    bench
        .consign(["ledger", "verify"])
        .ends(1)
        .says(["[differs]     people.csv  is not what was signed (journal line 4)"]);
}

#[test]
fn a_people_row_that_was_deleted() {
    people_are_found(|lines| drop(lines.pop()));
}

#[test]
fn people_rows_that_were_swapped() {
    people_are_found(|lines| lines.swap(1, 2));
}

#[test]
fn a_people_row_that_was_altered() {
    people_are_found(|lines| lines[1] = lines[1].replacen(",,", ",Somebody,", 1));
}

// The sources and the rules

/// Writes into a source, which is read-only for everybody but whoever means to.
fn write_source(path: &Path, text: &str) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    #[expect(
        clippy::permissions_set_readonly_false,
        reason = "a folder of this test alone"
    )]
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions).unwrap();
    fs::write(path, text).unwrap();
}

#[track_caller]
fn source_is_found(text: &str) {
    let bench = Bench::signed(CHAT);
    let name = "WhatsApp Chat with Press Officer.txt";
    write_source(&bench.at("batch/sources/wa1").join(name), text);
    let says = ["source wa1", name, "was changed after it was added"];
    bench.consign(["build"]).ends(3).says(says);
    let verified = bench.consign(["ledger", "verify"]).ends(3).says(says);
    verified.says([
        "[differs]     wa1",
        "[same]        ledger.csv",
        "[not checked] rows",
        "A source is not what was added",
    ]);
}

#[test]
fn a_source_byte_that_was_changed() {
    source_is_found(&CHAT.replacen("Agreed", "agreed", 1));
}

#[test]
fn a_line_that_was_added_to_a_chat() {
    source_is_found(&format!(
        "{CHAT}25/11/2020, 10:05 - Press Officer: And this\n"
    ));
}

#[test]
fn two_rules_with_one_id() {
    let bench = Bench::signed(CHAT);
    let rule = "\n[[rule]]\nid = \"S1\"\ntitle = \"x\"\nwhen = 'text:agreed'\neffect = \"select\"\nlabel = \"x\"\nbecause = \"x\"\n";
    bench.edit("batch/rules.toml", |text| text + rule + rule);
    for command in ["select", "build"] {
        bench
            .consign([command])
            .ends(2)
            .says(["rules.toml", "S1", "line 17"]);
    }
}

#[test]
fn a_rule_that_was_changed() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/rules.toml", |text| {
        text.replace("All of it", "All of that")
    });
    bench.consign(["ledger", "verify"]).ends(1).says([
        "[differs]     rules.toml  is not what was signed (journal line 4)",
        "[same]        people.csv",
    ]);
}

// The signatures

/// A register in which posts, groups and names are filled in.
const REGISTER: &str = "label,key,display_name,post,group,grade,from,to\n\
    Press Officer,p01,Participant One,Press Officer,official,,,2020-12-31\n\
    Press Officer,p01,Participant One,Head of News,official,,2021-01-01,\n\
    Director Winter Planning,p02,,Director Winter Planning,official,,,\n\
    Somebody,p03,,Adviser on strategy,spad,,,\n\
    Somebody else,p04,,Lord in waiting,minister,,,\n\
    Archivist,p05,,Head of Archives,official,,,\n\
    Archivist too,p05,,Knowledge Manager,official,,,\n";

fn to_sign() -> Bench {
    let bench = Bench::begun();
    let export = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &export]).ends(0);
    bench.write("batch/people.csv", REGISTER);
    bench
}

#[test]
fn a_second_signature_by_the_same_post() {
    let bench = to_sign();
    let first = "Head of Knowledge";
    for (second, says) in [
        ("Head of Knowledge", "are the same post"),
        ("  head  OF knowledge", "are the same post"),
        ("Head-of-Knowledge.", "are the same post"),
    ] {
        bench
            .consign(["signoff", "--selection", "--by", first, "--second", second])
            .ends(2)
            .says([says, "two different posts"]);
    }
    let one = [
        "signoff",
        "--selection",
        "--by",
        "Head of Archives",
        "--second",
        "p05",
    ];
    let says = [
        "are the same person by people.csv (p05)",
        "two different posts",
    ];
    bench.consign(one).ends(2).says(says);
    assert_eq!(lines(&bench, "journal.jsonl").len(), 2);
}

#[test]
fn a_participant_who_signs() {
    let bench = to_sign();
    for post in [
        "Press Officer",
        " press  officer",
        "Head of News",
        "P01",
        "participant one",
    ] {
        for (by, second) in [(post, "Head of Knowledge"), ("Head of Knowledge", post)] {
            bench
                .consign(["signoff", "--selection", "--by", by, "--second", second])
                .ends(4)
                .says([post.trim(), "speaks in a conversation of this batch"]);
        }
    }
    let decide = [
        "review",
        "wa1-0",
        "outside",
        "--by",
        "A",
        "--because",
        "x",
        "--second",
        "P02",
    ];
    bench
        .consign(decide)
        .ends(4)
        .says(["P02", "speaks in a conversation"]);
}

#[test]
fn a_minister_or_a_special_adviser_who_signs() {
    let bench = to_sign();
    for post in [
        "Adviser on Strategy",
        "lord in waiting",
        "Special Adviser to the Secretary of State",
        "Minister for the Cabinet Office",
        "Secretary of State",
    ] {
        for (by, second) in [(post, "Head of Knowledge"), ("Head of Knowledge", post)] {
            bench
                .consign(["signoff", "--selection", "--by", by, "--second", second])
                .ends(4)
                .says([post, "is a minister or a special adviser"]);
        }
    }
    let second = "Private Secretary to the Minister";
    bench
        .consign([
            "signoff",
            "--selection",
            "--by",
            "Head of Archives",
            "--second",
            second,
        ])
        .ends(0);
}
