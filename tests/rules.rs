//! The rule language and the holds over real batches, from outside.

use std::collections::BTreeMap;
use std::fs;

use super::bench::consign::{Bench, CHAT, entries};

/// Rules as a file, with this behind the head.
fn policy(rest: &str) -> String {
    format!(
        "format = \"selection-rules/1\"\nid = \"P-1\"\ntitle = \"T\"\nauthority = \"A\"\nowner = \"O\"\notherwise = \"select\"\n{rest}"
    )
}

/// A rule that refers what it hits.
fn rule(id: &str, when: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\ntitle = \"t\"\nwhen = '{when}'\neffect = \"refer\"\nbecause = \"b\"\n"
    )
}

fn hold(id: &str, what: &str) -> String {
    format!("[[hold]]\nid = \"{id}\"\ntitle = \"t\"\nauthority = \"a\"\nbecause = \"b\"\n{what}\n")
}

/// A bench with a batch by these rules.
fn judged_by(rest: &str) -> Bench {
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), policy(rest)).unwrap();
    bench
}

/// The columns of the ledger that are asked for, by the id of the message.
fn ledger(bench: &Bench, columns: [&str; 2]) -> BTreeMap<String, [String; 2]> {
    let ran = bench.consign(["select"]);
    assert!([0, 4].contains(&ran.exit), "{ran:?}");
    let mut reader = csv::Reader::from_path(bench.at("batch/ledger.csv")).unwrap();
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        let cells = columns.map(|column| row[at(column)].to_owned());
        (row[0].to_owned(), cells)
    })
    .collect()
}

/// The rules that hit each message, in the order of the file.
fn hits(bench: &Bench) -> Vec<String> {
    let mut reader = Vec::new();
    for (id, [seq, hits]) in ledger(bench, ["seq", "rules_hit"]) {
        reader.push((id.len(), id, seq, hits));
    }
    reader.sort_by_key(|(_, _, seq, _)| seq.parse::<u64>().unwrap());
    reader.into_iter().map(|(_, _, _, hits)| hits).collect()
}

const HEAD: &str = "label,key,display_name,post,group,grade,from,to\n";

const GROUP: &str = "\
01/12/2020, 09:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.
24/11/2020, 09:00 - Duty phone: The line for the morning is ready
24/11/2020, 09:05 - Director: Agreed, we go with it
25/01/2021, 10:00 - Duty phone: Noted
25/01/2021, 10:05 - Clerk: Thanks
";

#[test]
fn people_are_judged_by_the_post_held_on_the_day() {
    let rules = [
        rule("A", "from:@minister"),
        rule("B", "to:@minister"),
        rule("C", "chat-has:@minister"),
        rule("D", "custodian:@official"),
        rule("E", "to:clerk"),
        rule("F", "reply-to:@minister OR reply-to:clerk"),
    ];
    let bench = judged_by(&rules.concat());
    let people = format!(
        "{HEAD}Duty phone,p01,A,Minister of State,minister,,,2020-12-31\nDuty phone,p02,B,Duty Officer,official,,2021-01-01,\nDirector,p03,C,Director,official,,,\nClerk,p04,D,Clerk,official,,,\n"
    );
    fs::write(bench.at("batch/people.csv"), people).unwrap();
    let chat = bench.write("WhatsApp Chat with Winter.txt", GROUP);
    let state = ["add", &chat, "--state", "device-of=Duty Officer"];
    bench.consign(state).ends(0);
    assert_eq!(
        hits(&bench),
        [
            // A notice is from nobody, and to everybody. In 2020 there is no duty officer.
            "B | C | E",
            "A | C | E",
            "B | C | E",
            // In 2021 the telephone is the duty officer's, whose device it was.
            "D | E",
            "D",
        ]
    );
    bench
        .consign(["rules", "check"])
        .ends(0)
        .says(["rule F hits no message", "says what replies to what"]);
    bench
        .consign(["explain", "wa1-0"])
        .ends(0)
        .says(["rule B", "rule C"]);
}

#[test]
fn an_export_cut_in_two_is_hit_by_the_same_rules() {
    let rules = [
        rule("A", "agreed NEAR(4) it OR noted"),
        rule("B", "from:clerk OR date:2020-11-24"),
        rule("C", "custodian:clerk AND words:<3"),
    ];
    let lines: Vec<&str> = GROUP.split_inclusive('\n').collect();
    let whole = judged_by(&rules.concat());
    let chat = whole.write("WhatsApp Chat with Winter.txt", GROUP);
    let state = [
        "add",
        &chat,
        "--state",
        "device-of=Clerk",
        "--date-order",
        "DMY",
    ];
    whole.consign(state).ends(0);
    let expected = hits(&whole);
    for at in 1..lines.len() {
        let cut = judged_by(&rules.concat());
        for (name, part) in [("one.txt", &lines[..at]), ("two.txt", &lines[at..])] {
            let chat = cut.write(name, part.concat());
            let state = [
                "add",
                &chat,
                "--state",
                "device-of=Clerk",
                "--date-order",
                "DMY",
            ];
            cut.consign(state).ends(0);
        }
        let parts = ledger(&cut, ["seq", "rules_hit"]).into_iter();
        let mut parts: Vec<_> = parts
            .map(|(id, [seq, hits])| {
                (
                    id.split('-').next().unwrap().to_owned(),
                    seq.parse::<u64>().unwrap(),
                    hits,
                )
            })
            .collect();
        parts.sort();
        let parts: Vec<String> = parts.into_iter().map(|(_, _, hits)| hits).collect();
        assert_eq!(parts, expected, "cut behind line {at}");
    }
}

#[test]
fn a_hold_on_a_source_holds_all_of_it_and_tells_of_the_rest() {
    let bench = judged_by(&hold("H1", "sources = [\"wa1\"]"));
    let files: &[(&str, &[u8])] = &[
        ("WhatsApp Chat with Press Officer.txt", CHAT.as_bytes()),
        ("IMG-20201124-WA0001.jpg", b"picture"),
        ("IMG-20201124-WA0002.jpg", b"another"),
    ];
    let export = bench.write_zip("WhatsApp Chat with Press Officer.zip", files);
    bench.consign(["add", &export]).ends(0);
    bench.consign(["select"]).ends(0).says([
        "wa1 is held with its messages (H1)",
        "2 files that no message names, 0 bytes",
        "- 3 held = 0 to transfer",
    ]);
    bench
        .consign(["explain", "wa1-0"])
        .ends(0)
        .says(["hold H1", "Not transferred"]);
    // No person passes it by.
    let decided = ["review", "wa1-0", "select", "--because", "It is ours"];
    bench.consign(decided).ends(0);
    bench
        .consign(["select"])
        .ends(0)
        .says(["- 3 held = 0 to transfer"]);
    // Released with letter, date and two names it holds until that day and no longer.
    let release = |on: &str| {
        format!("released = {{ on = {on}, letter = \"L-1\", by = [\"DRO\", \"Legal Adviser\"] }}\n")
    };
    for (on, held) in [("2026-03-21", "3 held"), ("2026-03-20", "0 held")] {
        let text = hold("H1", "sources = [\"wa1\"]") + &release(on);
        fs::write(bench.at("batch/rules.toml"), policy(&text)).unwrap();
        bench.consign(["select"]).ends(0).says([held]);
    }
}

#[test]
fn a_hold_on_a_source_that_is_not_there_is_refused_by_name() {
    let bench = judged_by(&hold("H1", "sources = [\"wa1\", \"wa7\"]"));
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    for command in ["select", "records", "report"] {
        bench
            .consign([command])
            .ends(2)
            .says(["hold H1", "wa7", "it has wa1"]);
    }
    bench.consign(["rules", "check"]).ends(2).says(["wa7"]);
    assert!(!bench.at("batch/ledger.csv").exists());
}

#[test]
fn a_hold_by_date_catches_both_readings_where_the_order_is_not_certain() {
    let chat = "\
04/03/2021, 09:00 - Press Officer: The line for the morning is ready
05/03/2021, 09:05 - Director: We go with it
";
    let holds = [
        hold("H1", "dates = { from = 2021-04-03, to = 2021-04-03 }"),
        hold("H2", "when = 'date:2021-03-05'"),
    ];
    let bench = judged_by(&(holds.concat() + &rule("A", "date:2021-04")));
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", chat);
    bench.consign(["add", &chat, "--date-order", "DMY"]).ends(0);
    let ledger = ledger(&bench, ["rules_hit", "held_by"]);
    let cells: Vec<_> = ledger
        .values()
        .map(|[rules, held]| (rules.as_str(), held.as_str()))
        .collect();
    assert_eq!(cells, [("", "H1"), ("", "H2")]);
}

#[test]
fn a_hold_on_a_custodian_catches_a_source_of_which_nobody_stated_whose_it_was() {
    let bench = judged_by(&hold("H1", "custodians = [\"Press Officer\"]"));
    let parts = [
        (
            "one.txt",
            CHAT.replace("ready", "done"),
            Some("device-of=Press Officer"),
        ),
        (
            "two.txt",
            CHAT.replace("ready", "here"),
            Some("device-of=Clerk"),
        ),
        ("three.txt", CHAT.to_owned(), None),
    ];
    for (name, text, whose) in parts {
        let chat = bench.write(name, text);
        match whose {
            Some(whose) => bench.consign(["add", &chat, "--state", whose]).ends(0),
            None => bench.consign(["add", &chat]).ends(0),
        };
    }
    let held = |source: &str| {
        let ledger = ledger(&bench, ["held_by", "transferred"]);
        let of = ledger.into_iter().filter(|(id, _)| id.starts_with(source));
        of.map(|(_, [held, _])| held).collect::<Vec<_>>()
    };
    assert_eq!(held("wa1"), ["H1"; 3]);
    assert_eq!(held("wa2"), [""; 3]);
    assert_eq!(held("wa3"), ["H1"; 3]);
    bench
        .consign(["rules", "check"])
        .ends(0)
        .says(["whose device source wa3 was"]);
}

#[test]
fn a_hold_on_a_person_catches_every_conversation_in_which_they_are_known() {
    let holds = [
        hold("H1", "people = [\"p03\"]"),
        hold("H2", "people = [\"@spad\"]\ndates = { from = 2020-11-25 }"),
        hold("H3", "people = [\"p09\"]"),
    ];
    let bench = judged_by(&holds.concat());
    // The press officer is placed in 2019 alone: who they were in 2020 is not known.
    let people = format!(
        "{HEAD}Press Officer,p03,,Press Officer,official,,,2019-12-31\nPermanent Secretary,p04,,Adviser,spad,,,\n"
    );
    fs::write(bench.at("batch/people.csv"), people).unwrap();
    // Of a chat of two the other is known by its title, though they never wrote.
    let silent = "24/11/2020, 09:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.\n25/11/2020, 10:00 - Clerk: Noted\n";
    let exports = [
        ("one.txt", CHAT),
        ("WhatsApp Chat with Permanent Secretary.txt", silent),
    ];
    for (name, text) in exports {
        let chat = bench.write(name, text);
        bench.consign(["add", &chat]).ends(0);
    }
    let held = ledger(&bench, ["held_by", "transferred"]).into_iter();
    let held: Vec<_> = held
        .map(|(id, [held, _])| (id.split('-').next().unwrap().to_owned(), held))
        .collect();
    let expected = [
        ("wa1", "H1"),
        ("wa1", "H1"),
        ("wa1", "H1"),
        ("wa2", ""),
        ("wa2", "H2"),
    ];
    assert_eq!(
        held,
        expected.map(|(id, hold)| (id.to_owned(), hold.to_owned()))
    );
    bench
        .consign(["rules", "check"])
        .ends(0)
        .says(["hold H3 catches no message"]);
}

#[test]
fn a_file_of_a_held_message_does_not_leave_with_another() {
    let chat = "\
24/11/2020, 09:00 - Press Officer: IMG-20201124-WA0001.jpg (file attached)
the gritting contract
24/11/2020, 09:05 - Director: Agreed, go with it
24/11/2020, 09:06 - Director: IMG-20201124-WA0001.jpg (file attached)
25/11/2020, 10:00 - Press Officer: Noted
";
    let bench = judged_by(&hold("H1", "when = 'text:gritting'"));
    let files: &[(&str, &[u8])] = &[
        ("WhatsApp Chat with Press Officer.txt", chat.as_bytes()),
        ("IMG-20201124-WA0001.jpg", b"\xff\xd8\xff\xe0 the contract"),
    ];
    let export = bench.write_zip("WhatsApp Chat with Press Officer.zip", files);
    bench.consign(["add", &export]).ends(0);
    let held: Vec<_> = ledger(&bench, ["held_by", "transferred"])
        .into_values()
        .collect();
    let transferred: Vec<&str> = held
        .iter()
        .map(|[_, transferred]| transferred.as_str())
        .collect();
    let mut sorted = transferred.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["no", "no", "yes", "yes"]);
    assert!(
        held.iter().any(|[held, _]| held == "file of wa1-0"),
        "{held:?}"
    );
    bench.consign(["select"]).ends(0).says([
        "1 message is held for carrying a file",
        "- 2 held = 2 to transfer",
    ]);
    bench.sign();
    bench.consign(["build"]).ends(0);
    let package = entries(&bench.package("batch/out"));
    assert!(
        package.keys().all(|path| !path.ends_with(".jpg")),
        "{:?}",
        package.keys()
    );
}

#[test]
fn a_policy_is_applied_and_signed_only_while_it_is_in_force() {
    let bench = judged_by("in_force = { to = 2026-03-19 }\n");
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    let why = "not in force on 2026-03-20";
    bench
        .consign(["select"])
        .ends(4)
        .says([why, "to 2026-03-19", "Next:"]);
    assert!(!bench.at("batch/ledger.csv").exists());
    bench.name_people();
    bench.sign_selection().ends(4).says([why]);
    bench.consign(["select", "--dry-run"]).ends(0).says([why]);
    bench
        .consign(["rules", "check"])
        .ends(0)
        .says(["warning", why]);
}

#[test]
fn rules_are_checked_with_their_faults_in_place_and_against_the_batch() {
    let rules = [
        rule("A", "agreed NEAR(2) go"),
        rule("B", "minutes"),
        rule("C", "from:@minister"),
    ];
    let bench = judged_by(&(rules.concat() + &hold("H1", "conversations = [\"summer\"]")));
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench
        .consign(["rules", "check"])
        .ends(0)
        .says(["no source yet"]);
    bench.consign(["add", &chat]).ends(0);
    bench.consign(["rules", "check"]).ends(0).says([
        "3 rules, 1 hold",
        "hits 1 message",
        "rule B hits no message",
        "hold H1 catches no message",
        "nobody in people.csv is of the group @minister",
        "rule A has no example",
    ]);
    let summary = bench.consign(["--json", "rules", "check"]).ends(0);
    let objects = summary.objects();
    assert_eq!(objects.last().unwrap()["warnings"], 4);
    let warned = objects.iter().filter(|object| object["type"] == "warning");
    let codes: Vec<&str> = warned
        .map(|object| object["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "nobody-in-group",
            "hits-nothing",
            "hits-nothing",
            "catches-nothing"
        ]
    );
    let bad = bench.write(
        "bad.toml",
        policy(&rule("A", "agreed NEAR go AND chathas:x")),
    );
    bench.consign(["rules", "check", &bad]).ends(2).says([
        "bad.toml, line 10, column 16: NEAR needs a number",
        "^^^^",
        "Did you mean chat-has:?",
        "Next: correct the policy (2 faults)",
    ]);
    let faults = bench
        .consign(["--json", "rules", "check", &bad])
        .ends(2)
        .objects();
    assert_eq!(
        (&faults[0]["type"], &faults[0]["column"]),
        (&"fault".into(), &16.into())
    );
    // Nothing of the batch is needed to check a file elsewhere.
    let elsewhere = Bench::new();
    let good = elsewhere.write("good.toml", policy(&rules[0]));
    elsewhere
        .run(["rules", "check", &good])
        .ends(0)
        .says(["1 rule, 0 holds", "no batch here"]);
}

#[test]
fn the_examples_of_rules_are_run_and_a_text_is_asked_about() {
    let example = "example = { yes = [\"Agreed, go\"], no = [\"agreed\"] }\n";
    let bench =
        judged_by(&(rule("A", "agreed NEAR(2) go") + example + &rule("B", "from:clerk AND go")));
    bench.consign(["rules", "test"]).ends(0).says([
        "hits 1 of 1 that it should, passes by 1 of 1",
        "no example",
        "2 examples: 0 failed; 1 rule without",
    ]);
    let failing = policy(&(rule("A", "agreed OR go") + example));
    let failing = bench.write("failing.toml", failing);
    bench.consign(["rules", "test", &failing]).ends(1).says([
        "passes by 0 of 1",
        "1 failed",
        "rule A hits this example, and should not",
    ]);
    let broken = bench.write("broken.toml", policy(&rule("A", "go)")));
    bench
        .consign(["rules", "test", &broken])
        .ends(2)
        .says(["closes nothing"]);
    let text = ["rules", "test", "--text", "We AGREED to go"];
    bench.consign(text).ends(0).says([
        "A            refer       : AGREED, go",
        "if who sent it, when, where and what it carries fit: go",
    ]);
    let text = ["rules", "test", "--text", "\u{1b}[2Jnothing"];
    bench
        .consign(text)
        .ends(1)
        .says(["No rule hits this text", "select"]);
}

#[test]
fn two_policies_are_compared_over_the_batch_and_nothing_is_changed() {
    let bench = judged_by("");
    let chat = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    let old = bench.write("old.toml", policy(""));
    let new = policy(&(rule("A", "agreed") + &hold("H1", "when = 'date:2020-11-25'")));
    let new = bench.write("new.toml", new);
    let before = bench.files("batch");
    bench
        .consign(["rules", "diff", &old, &old])
        .ends(0)
        .says(["the same of every message"]);
    bench.consign(["rules", "diff", &old, &new]).ends(1).says([
        "select -> select, held                   1 message",
        "select -> refer                          1 message",
        "select (otherwise) -> refer (rule A)",
        "Nothing was changed.",
    ]);
    let objects = bench
        .consign(["--json", "rules", "diff", &new, &old])
        .ends(1)
        .objects();
    let differences: Vec<_> = objects
        .iter()
        .filter(|o| o["type"] == "difference")
        .collect();
    assert_eq!(differences.len(), 2);
    assert_eq!(differences[0]["before_by"], "rule A");
    assert_eq!(differences[1]["before"]["held"], true);
    assert_eq!(objects.last().unwrap()["differ"], 2);
    assert_eq!(bench.files("batch"), before);
    let missing = bench.consign(["rules", "diff", &old, "nowhere.toml"]);
    missing.ends(3).says(["nowhere.toml"]);
}

#[test]
fn one_label_on_two_telephones_is_whom_each_source_says() {
    let bench = Bench::begun();
    for (name, word) in [("one.txt", "first"), ("two.txt", "second")] {
        let chat = format!(
            "24/11/2020, 09:00 - Mum: The {word} word\n24/11/2020, 09:01 - Mum: And another\n"
        );
        let export = bench.write(name, chat);
        bench.consign(["add", &export]).ends(0);
    }
    // Nobody said whose telephones they are: the label may mean two people, and each has a row.
    bench.consign(["people"]).ends(0).says(["2 rows new"]);
    fs::write(
        bench.at("batch/people.csv"),
        "label,key,display_name,post,group,grade,from,to,source\n\
         Mum,p01,A,Director A,official,,,,wa1\nMum,p02,B,,,,,,wa2\n",
    )
    .unwrap();
    let rules = "format = \"selection-rules/1\"\nid = \"P-1\"\ntitle = \"t\"\nauthority = \"a\"\n\
        owner = \"o\"\notherwise = \"refer\"\n\n[[rule]]\nid = \"S1\"\ntitle = \"t\"\n\
        when = 'from:@official'\neffect = \"select\"\nlabel = \"l\"\nbecause = \"b\"\n";
    fs::write(bench.at("batch/rules.toml"), rules).unwrap();
    bench.consign(["select"]).ends(4);
    bench
        .consign(["explain", "wa1-0"])
        .ends(0)
        .says(["select   decided by rule (S1)"]);
    bench
        .consign(["explain", "wa2-0"])
        .ends(0)
        .says(["refer   decided by otherwise"]);
}
