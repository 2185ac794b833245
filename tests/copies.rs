//! Two telephones, one conversation: copies are found and share one decision and one hold, by
//! commands, as a records manager would see it.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use consign::acts::{self, Adding, Deciding, Doing};
use consign::batch::{Batch, Capture, RecordRow};
use consign::container::Budget;
use consign::journal::Replayed;
use consign::package::Form;
use consign::selection::Effect;

use crate::bench::consign::{Bench, Ran, entries, stay_behind};
use crate::bench::package::{FIRST_PHONE, Package, SECOND_PHONE, codes};
use crate::command_line::golden;

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
pub const SAID: [(&str, &str); 12] = [
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
    ("Director", "Is the photo ready?"),
];

/// A phone with which the group was exported.
pub struct Phone {
    /// By how many hours its clock is later.
    pub hours: u32,
    /// What it calls the Director.
    pub director: &'static str,
    /// What is changed: the place of a message, and what stands there instead;
    /// nothing where the phone does not have it.
    pub changed: &'static [(usize, &'static str)],
}

pub const FIRST: Phone = Phone {
    hours: 0,
    director: "Director",
    changed: &[],
};
pub const SECOND: Phone = Phone {
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

    pub fn id(&self, source: &str, message: usize) -> String {
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
pub fn two(more: &str, first: &Phone, second: &Phone) -> Bench {
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
pub fn cells<const N: usize>(bench: &Bench, id: &str, names: [&str; N]) -> [String; N] {
    let row = row(bench, id);
    names.map(|name| {
        let cell = row.iter().find(|(known, _)| known == name);
        cell.unwrap_or_else(|| panic!("no column {name}")).1.clone()
    })
}

pub fn select(bench: &Bench) -> Ran {
    let ran = bench.consign(["select"]);
    assert!([0, 4].contains(&ran.exit), "{ran:?}");
    ran
}

pub fn decide(bench: &Bench, id: &str, decision: &str, by: &str) -> Ran {
    let because = "So it was decided";
    bench.consign(["review", id, decision, "--because", because, "--by", by])
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
    bench.consign(["ledger", "verify"]).ends(0);
}

#[test]
fn a_search_finds_every_copy_and_counts_them_once() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let asked = [
        "search",
        "depot",
        "--request",
        "FOI 1",
        "--by",
        "Information Officer",
    ];
    bench
        .consign(asked)
        .ends(0)
        .says(["4 messages of the 24 searched match"]);
    let certificate = bench.at("batch/out/search/FOI-1/certificate.json");
    let certificate: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(certificate).unwrap()).unwrap();
    let counts = &certificate["counts"];
    assert_eq!(
        (&counts["matched"], &counts["copies"]),
        (&4.into(), &2.into())
    );
}

#[test]
fn what_is_selected_on_one_phone_is_selected_on_the_other() {
    // Only the second phone calls her so, and only there the rule hits; what stands before it is
    // context there.
    let rule = r#"
[[rule]]
id = "S1"
title = "The Director"
when = 'from:"Dir W Planning" AND text:agreed'
effect = "select"
context = { before = 1, after = 0 }
because = "A decision"
label = "A decision of the Director"
"#;
    let bench = two(rule, &FIRST, &SECOND);
    select(&bench);
    let told = ["outcome", "basis", "decided_by"];
    let (one, other) = (FIRST.id("wa1", 1), SECOND.id("wa2", 1));
    assert_eq!(cells(&bench, &other, told), ["select", "rule", "S1"]);
    assert_eq!(cells(&bench, &one, told), ["select", "copy", &other]);
    let (one, other) = (FIRST.id("wa1", 0), SECOND.id("wa2", 0));
    assert_eq!(cells(&bench, &other, told), ["context", "context", "S1"]);
    assert_eq!(cells(&bench, &one, told), ["context", "copy", &other]);
    bench
        .consign(["explain", &one])
        .ends(0)
        .says(["To be transferred"]);
    // What no rule speaks to stays with a person.
    let rest = FIRST.id("wa1", 2);
    assert_eq!(cells(&bench, &rest, told), ["refer", "otherwise", ""]);
}

#[test]
fn a_hold_on_one_phone_holds_the_copies_on_the_other() {
    let hold = r#"
[[hold]]
id = "H1"
title = "Inquiry"
authority = "Notice of 28 April 2023"
because = "Relevance is for the chair"
when = 'from:"Dir W Planning"'
"#;
    let bench = two(hold, &FIRST, &SECOND);
    fs::write(
        bench.at("batch/rules.toml"),
        format!("{RULES}{hold}").replace("otherwise = \"refer\"", "otherwise = \"select\""),
    )
    .unwrap();
    select(&bench);
    let told = ["held_by", "transferred"];
    let (one, other) = (FIRST.id("wa1", 1), SECOND.id("wa2", 1));
    assert_eq!(cells(&bench, &other, told), ["H1", "no"]);
    assert_eq!(cells(&bench, &one, told), [&format!("copy {other}"), "no"]);
    bench
        .consign(["explain", &one])
        .ends(0)
        .says([&format!("held with the copy {other}"), "Not transferred"]);
    assert_eq!(cells(&bench, &FIRST.id("wa1", 0), told), ["", "yes"]);
}

#[test]
fn a_person_decides_for_all_copies_and_two_who_differ_send_them_back() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let (one, other) = (FIRST.id("wa1", 4), SECOND.id("wa2", 4));
    let told = ["outcome", "basis"];
    decide(&bench, &one, "select", "Reviewer 1").ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &one, told), ["select", "person"]);
    assert_eq!(cells(&bench, &other, told), ["select", "copy"]);
    // A copy of what is selected is selected: to move it to less needs a second post.
    decide(&bench, &other, "not-selected", "Reviewer 2").ends(2);
    let second = ["review", &other, "not-selected", "--because", "Trivial"];
    let [a, b, c, d, e] = second;
    bench
        .consign([
            a,
            b,
            c,
            d,
            e,
            "--by",
            "Reviewer 2",
            "--second",
            "Reviewer 3",
        ])
        .ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &one, told), ["refer", "copies-differ"]);
    assert_eq!(cells(&bench, &other, told), ["refer", "copies-differ"]);
    // One of them decides again, about either copy.
    decide(&bench, &one, "not-selected", "Reviewer 1").ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &one, told), ["not-selected", "person"]);
    assert_eq!(cells(&bench, &other, told), ["not-selected", "person"]);
    // Of one post the last word counts, on whichever phone it saw the message.
    decide(&bench, &other, "refer", "Reviewer 1").ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &one, told), ["refer", "copy"]);
    assert_eq!(cells(&bench, &other, told), ["refer", "person"]);
}

#[test]
fn a_deletion_on_one_phone_is_told_and_hides_nothing() {
    let deleted = Phone {
        changed: &[(3, "You deleted this message"), (6, "")],
        ..FIRST
    };
    let rules = r#"
[[rule]]
id = "N2"
title = "Marks of deletion"
when = 'kind:deleted'
effect = "not-selected"
because = "There is nothing left of it"

[[rule]]
id = "S1"
title = "The regions"
when = 'text:regional'
effect = "select"
because = "The regions"
label = "The regions"
"#;
    let bench = two(rules, &deleted, &SECOND);
    select(&bench);
    let (mark, words) = (deleted.id("wa1", 3), SECOND.id("wa2", 3));
    assert_eq!(cells(&bench, &words, ["outcome"]), ["select"]);
    assert_eq!(
        cells(&bench, &mark, ["outcome", "basis", "decided_by", "copy_of"]),
        ["refer", "differs", &words, ""]
    );
    bench.consign(["explain", &mark]).ends(0).says([
        &format!("source wa2 differs: deleted on one; {words} stands in its place"),
        "possible causes: changed after export, change not received",
    ]);
    let alone = SECOND.id("wa2", 6);
    bench
        .consign(["explain", &alone])
        .ends(0)
        .says(["source wa1 differs: on one alone"]);
    // What a person decided about the mark stays.
    decide(&bench, &mark, "not-selected", "Reviewer 1").ends(0);
    select(&bench);
    assert_eq!(cells(&bench, &mark, ["outcome"]), ["not-selected"]);
}

#[test]
fn one_phone_exported_twice_is_linked_with_media_and_without() {
    let (text, _) = FIRST.export();
    let line = |what: &str| format!("{text}24/11/2020, 10:30 - Press Officer: {what}\n");
    let with = line("IMG-20201124-WA0001.jpg (file attached)");
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), RULES).unwrap();
    let without = bench.write(NAMES[0], line("<Media omitted>"));
    let with = bench.write_zip(
        "two/WhatsApp Chat with Winter planning.zip",
        &[
            ("WhatsApp Chat with Winter planning.txt", with.as_bytes()),
            ("IMG-20201124-WA0001.jpg", b"a picture"),
        ],
    );
    bench.consign(["add", &without]).ends(0);
    bench.consign(["add", &with]).ends(0);
    bench.name_people();
    select(&bench).says(["13 of the 26 messages are copies of others: 13 distinct"]);
    // The one that has the file leads.
    let media = |source: &str| format!("{source}-{}", text.len());
    assert_eq!(cells(&bench, &media("wa1"), ["copy_of"]), [media("wa2")]);
    assert_eq!(cells(&bench, &media("wa2"), ["copy_of"]), [""]);
    bench
        .consign(["explain", &media("wa1")])
        .ends(0)
        .says(["source wa2 differs: file on one", "exported without media"]);
}

#[test]
fn chats_that_are_not_one_are_not_linked() {
    let other = "\
24/11/2020, 09:00 - Press Officer: The minutes of the estates board are with the secretary now
24/11/2020, 09:05 - Director: Thanks, please put the roof of the annexe on the next agenda
24/11/2020, 09:08 - Press Officer: It is the third item, behind the lease of the old depot
24/11/2020, 09:12 - Director: ok
";
    let (text, _) = FIRST.export();
    let bench = batch("", &[(NAMES[0], &text), (NAMES[1], other)]);
    let said = select(&bench);
    assert!(!said.err.contains("copies of others"), "{said:?}");
    bench.consign(["report"]).ends(0).says(["16 = 16 + 0"]);
}

/// Returns what becomes of each message, with the messages named by what is said and the phone.
fn fates(bench: &Bench, order: [&str; 2]) -> Vec<[String; 5]> {
    let mut fates = Vec::new();
    for (phone, (source, place)) in [
        (&FIRST, (order[0], "first")),
        (&SECOND, (order[1], "second")),
    ] {
        for message in 0..SAID.len() {
            let id = phone.id(source, message);
            let told = ["outcome", "basis", "held_by", "transferred"];
            let [outcome, basis, held, transferred] = cells(bench, &id, told);
            let held = held.replace(order[0], "first").replace(order[1], "second");
            fates.push([
                format!("{place} {message}"),
                outcome,
                basis,
                held,
                transferred,
            ]);
        }
    }
    fates
}

#[test]
fn neither_the_order_of_sources_nor_threads_change_what_becomes_of_messages() {
    let more = r#"
[[rule]]
id = "S1"
title = "The Director"
when = 'from:"Dir W Planning" AND text:agreed'
effect = "select"
context = { before = 1, after = 2 }
because = "A decision"
label = "A decision"

[[rule]]
id = "O1"
title = "Of the first phone alone"
when = 'from:"Private Secretary" AND text:content'
effect = "outside"
because = "Personal"

[[hold]]
id = "H1"
title = "Inquiry"
authority = "Notice of 28 April 2023"
because = "Relevance is for the chair"
when = 'from:"Dir W Planning" AND text:order'
"#;
    let (first, second) = (FIRST.export().0, SECOND.export().0);
    let mut all = Vec::new();
    for (threads, order) in [
        (1, ["wa1", "wa2"]),
        (4, ["wa1", "wa2"]),
        (2, ["wa2", "wa1"]),
    ] {
        let texts = match order {
            ["wa1", _] => [(NAMES[0], first.as_str()), (NAMES[1], &second)],
            _ => [(NAMES[1], second.as_str()), (NAMES[0], &first)],
        };
        let mut bench = batch(more, &texts);
        bench.world.threads = NonZeroUsize::new(threads).unwrap();
        select(&bench);
        bench.consign(["ledger", "verify"]).ends(0);
        all.push(fates(&bench, order));
    }
    assert_eq!(all[0], all[1]);
    assert_eq!(all[0], all[2]);
}

#[test]
fn a_ledger_that_is_brought_up_to_date_is_the_one_that_is_written_anew() {
    let bench = two("", &FIRST, &SECOND);
    let batch = Batch::at(bench.at("batch"));
    let day = bench.world.now.date_naive();
    let fresh = || acts::load(&batch, day, Budget::default()).unwrap();
    let one = NonZeroUsize::MIN;
    let doing = |by: &str| Doing {
        at: bench.world.now,
        by: by.to_owned(),
        replayed: Replayed::No,
    };
    let mut loaded = fresh();
    acts::select(&mut loaded, &doing("Records Manager"), one).unwrap();
    for (source, message, decision, by) in [
        (1, 4, Effect::Select, "Reviewer 1"),
        (2, 4, Effect::Refer, "Reviewer 2"),
        (2, 9, Effect::Select, "Reviewer 1"),
    ] {
        let phone = if source == 1 { &FIRST } else { &SECOND };
        let deciding = Deciding {
            id: phone.id(&format!("wa{source}"), message).parse().unwrap(),
            decision,
            because: "So".to_owned(),
            second: Some("Head of Knowledge".to_owned()),
        };
        acts::decide(&mut loaded, &deciding, &doing(by), one).unwrap();
        assert_eq!(loaded.ledger(one).unwrap(), fresh().ledger(one).unwrap());
    }
    acts::select(&mut loaded, &doing("Records Manager"), one).unwrap();
    let copy = SECOND.id("wa2", 4);
    assert_eq!(cells(&bench, &copy, ["outcome"]), ["refer"]);
    // A third phone is added: everything is aligned again.
    let third = bench.write(
        "three/WhatsApp Chat with Winter planning.txt",
        Phone { hours: 2, ..FIRST }.export().0,
    );
    let adding = Adding {
        date_order: None,
        capture: Capture::default(),
    };
    acts::add(
        &mut loaded,
        Path::new(&third),
        &adding,
        &doing("Records Manager"),
    )
    .unwrap();
    loaded.inputs.sources = fresh().inputs.sources;
    assert_eq!(loaded.ledger(one).unwrap(), fresh().ledger(one).unwrap());
    assert_eq!(loaded.appraisal(one).unwrap().copies.count(), 24);
}

#[test]
fn both_copies_are_packed_and_the_sums_say_so() {
    let rules = "otherwise = \"select\"";
    let bench = two("", &FIRST, &SECOND);
    bench.edit("batch/rules.toml", |text| {
        text.replace("otherwise = \"refer\"", rules)
    });
    bench.edit("batch/batch.toml", |text| {
        text.replace("second_look_percent = 10", "second_look_percent = 0")
    });
    let shared = SECOND.id("wa2", 9);
    select(&bench);
    decide(&bench, &shared, "select", "Reviewer 1").ends(0);
    select(&bench);
    bench.sign();
    bench.consign(["build"]).ends(0);
    let zip = bench.package("batch/out");
    bench.run(["validate", zip.to_str().unwrap()]).ends(0);
    let files = entries(&zip);
    let manifest = String::from_utf8(files["deposit-manifest.xml"].clone()).unwrap();
    assert!(manifest.contains("24 = 12 + 12"), "{manifest}");
    let ledger = String::from_utf8(files["ledger.csv"].clone()).unwrap();
    let by_person = "10,select,person,A person decided to select it";
    assert_eq!(ledger.matches(by_person).count(), 2, "{ledger}");
}

#[test]
fn a_person_states_what_cannot_be_told_and_takes_it_back() {
    let short = [
        (2, "fine"),
        (3, "sent"),
        (4, "figures?"),
        (5, "412"),
        (6, "today"),
        (7, "will do"),
    ];
    let few = |phone: Phone| Phone {
        changed: Box::leak(Box::new(short)),
        ..phone
    };
    let bench = two("", &few(FIRST), &few(SECOND));
    let unsure =
        "Sources wa1 and wa2 may be of one conversation, which cannot be told (few anchors)";
    select(&bench).says([unsure]);
    let listed = bench.consign(["copies"]).ends(0);
    listed.says(["wa1 and wa2: unsure (few anchors)", "0 messages are copies"]);
    let status = bench.consign(["status"]).ends(4);
    status.says(["whether wa1 and wa2 are of one conversation cannot be told"]);
    // Without a reason, of a source that is not there, of one source alone: nothing is recorded.
    bench.consign(["copies", "--same", "wa1", "wa2"]).ends(2);
    let why = ["--because", "Both secretaries say so"];
    for other in ["wa9", "wa1"] {
        let asked = bench.consign(["copies", "--same", "wa1", other, why[0], why[1]]);
        asked.ends(2).says([other]);
    }
    bench
        .consign(["copies", "--same", "wa2", "wa1", why[0], why[1]])
        .ends(0)
        .says(["of one conversation, as stated by Records Manager, journal line 5"]);
    select(&bench).says(["12 of the 24 messages are copies of others"]);
    bench.consign(["ledger", "verify"]).ends(0);
    let listed = bench.consign(["copies"]).ends(0);
    listed.says([
        "wa1 and wa2: same conversation (stated)",
        "wa2 is 60 min ahead of wa1",
        "\"Director\" is \"Dir W Planning\"",
        "12 messages are copies of others",
    ]);
    let line = ["review", "--undo", "5", "--by", "Records Manager"];
    let [a, b, c, d, e] = line;
    bench
        .consign([a, b, c, d, e, "--because", "They do not"])
        .ends(0);
    select(&bench).says([unsure]);
    bench
        .consign(["copies", "--not-same", "wa1", "wa2", why[0], why[1]])
        .ends(0);
    let listed = bench.consign(["copies"]).ends(0);
    listed.says(["wa1 and wa2: not the same (stated)"]);
}

#[test]
fn a_statement_voids_sign_offs_and_travels_as_an_act() {
    let bench = two("", &FIRST, &SECOND);
    bench.edit("batch/rules.toml", |text| {
        text.replace("otherwise = \"refer\"", "otherwise = \"select\"")
    });
    select(&bench);
    bench.draw_clean();
    bench.sign();
    let stated = [
        "copies",
        "--not-same",
        "wa1",
        "wa2",
        "--because",
        "Two groups",
    ];
    bench.consign(stated).ends(0);
    bench.consign(["build"]).ends(4);
    select(&bench);
    fs::remove_file(bench.at("sample.csv")).unwrap();
    bench.draw_clean();
    bench.sign();
    bench.consign(["build"]).ends(0);
    let zip = bench.package("batch/out");
    bench.run(["validate", zip.to_str().unwrap()]).ends(0);
    let events = String::from_utf8(entries(&zip)["events.csv"].clone()).unwrap();
    let act = "copies-stated,A person stated whether two exports are of one conversation.,Records Manager";
    assert!(events.contains(act), "{events}");
}

#[test]
fn every_difference_is_listed_in_a_file() {
    let second = Phone {
        changed: &[(3, "This message was deleted"), (6, "")],
        ..SECOND
    };
    let bench = two("", &FIRST, &second);
    select(&bench);
    let path = bench.at("differences.csv");
    bench
        .consign(["copies", "--to", path.to_str().unwrap()])
        .ends(0)
        .says([
            "differs: deleted on one, 1 place",
            "differs: on one alone, 1 place",
        ]);
    let text = fs::read_to_string(&path).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let (words, mark) = (FIRST.id("wa1", 3), second.id("wa2", 3));
    let alone = FIRST.id("wa1", 6);
    assert_eq!(
        rows,
        [
            format!(
                "wa1,{words},{words},wa2,{mark},{mark},deleted-on-one,1,changed-after-export | change-not-received"
            ),
            format!(
                "wa1,{alone},{alone},wa2,,,on-one-alone,1,deleted-for-one | never-delivered | disappeared | not-recognised"
            ),
        ]
    );
}

#[test]
fn what_one_telephone_has_before_and_after_the_copies_is_told() {
    let second = Phone {
        changed: &[(0, ""), (1, ""), (11, "")],
        ..SECOND
    };
    let bench = two("", &FIRST, &second);
    bench.consign(["copies"]).ends(0).says([
        "before the first copy: 2 messages of wa1, 0 of wa2; possible causes: joined later",
        "after the last copy: 1 message of wa1, 0 of wa2; possible causes: left the group",
    ]);
    let bench = two("", &FIRST, &SECOND);
    let ran = bench.consign(["copies"]).ends(0);
    assert!(!ran.out.contains("the first copy"), "{}", ran.out);
}

#[test]
fn labels_that_send_the_same_messages_are_a_hint_and_no_more() {
    let bench = two("", &FIRST, &SECOND);
    let people = fs::read_to_string(bench.at("batch/people.csv")).unwrap();
    let key = |label: &str| {
        let mut cells = people.lines().map(|line| line.split(','));
        let mut row = cells.find(|row| row.clone().next() == Some(label)).unwrap();
        row.nth(1).unwrap().to_owned()
    };
    let (one, other) = (key("Director"), key("Dir W Planning"));
    assert_ne!(one, other);
    let hint = format!(
        "\"Director\" on wa1 ({one}) and \"Dir W Planning\" on wa2 ({other}) sent the same messages, 5 for and 0 against"
    );
    bench.consign(["people"]).ends(0).says([&hint]);
    let same = people.replace(
        &format!("Dir W Planning,{other},"),
        &format!("Dir W Planning,{one},"),
    );
    fs::write(bench.at("batch/people.csv"), same).unwrap();
    let again = bench.consign(["people"]).ends(0);
    assert!(!again.out.contains("Dir W Planning"), "{again:?}");
    bench
        .consign(["copies"])
        .ends(0)
        .says(["\"Director\" is \"Dir W Planning\": stated"]);
}

#[test]
fn what_is_selected_for_its_copy_alone_is_not_parted_from_it_by_one_post() {
    let bench = two("", &FIRST, &SECOND);
    select(&bench);
    let (one, other) = (FIRST.id("wa1", 4), SECOND.id("wa2", 4));
    decide(&bench, &one, "select", "Reviewer 1").ends(0);
    let stated = [
        "copies",
        "--not-same",
        "wa1",
        "wa2",
        "--because",
        "Two groups",
    ];
    let said = format!("{other} is selected because a copy of it is");
    bench.consign(stated).ends(2).says([&said]);
    let [a, b, c, d, e, f] = stated;
    bench
        .consign([a, b, c, d, e, f, "--second", "Head of Knowledge"])
        .ends(0);
    select(&bench);
    let told = ["outcome", "basis", "copy_of"];
    assert_eq!(cells(&bench, &one, told), ["select", "person", ""]);
    assert_eq!(cells(&bench, &other, told), ["refer", "otherwise", ""]);
}

#[test]
fn what_a_copy_shares_is_told_in_its_transcript_and_holds_in_the_package() {
    let rules = r#"
[[rule]]
id = "N2"
title = "Everything else"
when = 'from:"Press Officer" OR from:"Private Secretary" OR from:Director OR from:"Dir W Planning"'
effect = "not-selected"
because = "Not of the series"

[[rule]]
id = "S1"
title = "The Director"
when = 'from:"Dir W Planning" AND text:agreed'
effect = "select"
context = { before = 1, after = 0 }
because = "A decision"
label = "A decision of the Director"
"#;
    let bench = two(rules, &FIRST, &SECOND);
    bench.consign(["select"]).ends(0);
    bench.draw_clean();
    bench.sign();
    bench.consign(["build"]).ends(0);
    let zip = bench.package("batch/out");
    bench.run(["validate", zip.to_str().unwrap()]).ends(0);
    let ledger = String::from_utf8(entries(&zip)["ledger.csv"].clone()).unwrap();
    let rows: Vec<&str> = ledger.lines().skip(1).collect();
    let ends = rows.iter().map(|row| row.split_once(".xml,").unwrap().1);
    assert_eq!(
        ends.collect::<Vec<_>>(),
        [
            "1,context,context,\"Kept as its copy is, message 1 of chat-002_2020-11_transcript.xml\"",
            "2,select,rule,A decision of the Director",
            "1,context,context,Kept to understand message 2",
            "2,select,rule,A decision of the Director",
        ]
    );
}

#[test]
fn transcripts_that_name_copies_and_differences_stand_as_they_were_approved() {
    let package = Package::copies();
    for path in [FIRST_PHONE, SECOND_PHONE] {
        let name = path.rsplit('/').next().unwrap();
        golden(&format!("copies/{name}"), &package.text(path));
    }
    let manifest = package.text("deposit-manifest.xml");
    for (messages, from, to) in [
        (11, FIRST_PHONE, SECOND_PHONE),
        (11, SECOND_PHONE, FIRST_PHONE),
    ] {
        let record = manifest
            .split("<record ")
            .find(|record| record.contains(&format!("path=\"{from}\"")));
        let tie =
            format!("<relationship messages=\"{messages}\" target=\"{to}\" type=\"copy-of\">");
        assert!(record.unwrap().contains(&tie), "{tie}");
    }
    for (file, words) in [
        (
            "deposit-manifest.xml",
            "messages read = distinct messages + copies",
        ),
        ("metadata/premis.xml", "holds copies of messages of"),
        (
            "report.html",
            "are copies of others, from another export of the same conversation",
        ),
        ("report.html", "of these, copies"),
        (
            "report.html",
            "copies of messages in <bdi dir=\"auto\">chat-002</bdi>: 13",
        ),
    ] {
        assert!(package.text(file).contains(words), "{words} in {file}");
    }
    for form in [Form::Zip, Form::Folder] {
        assert_eq!(codes(&Package::copies().check(form)), [""; 0]);
    }
}

#[test]
fn an_open_transcript_tells_nothing_of_one_that_is_closed() {
    let package = Package::copies_closed();
    let (open, closed) = (package.text(FIRST_PHONE), package.text(SECOND_PHONE));
    for told in [
        "<copy ",
        "<difference ",
        "chat-002",
        "copies=",
        "differences=",
        "more than once",
    ] {
        assert!(!open.contains(told), "{told}");
    }
    assert_eq!(closed.matches("<copy ").count(), 11);
    assert_eq!(closed.matches("<difference ").count(), 7);
    let manifest = package.text("deposit-manifest.xml");
    assert_eq!(manifest.matches("type=\"copy-of\"").count(), 2);
    assert!(manifest.contains(" copies=\"13\""));
    assert_eq!(codes(&package.check(Form::Zip)), [""; 0]);
}

/// Returns the files of the package of a batch with the group from these phones: everything is
/// selected but what `more` says.
fn packed(
    more: &str,
    phones: &[&Phone],
    review: impl Fn(&mut RecordRow),
) -> BTreeMap<String, Vec<u8>> {
    let folders = ["one", "two", "three"].iter();
    let exports: Vec<(String, String)> = folders
        .zip(phones)
        .map(|(folder, phone)| (format!("{folder}/{CHAT}.txt"), phone.export().0))
        .collect();
    let exports = exports
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let bench = batch(more, &exports.collect::<Vec<_>>());
    built(&bench, review)
}

/// Builds the package of a batch in which everything is selected that no rule speaks to, with its
/// records reviewed so; returns its files when it was found valid.
fn built(bench: &Bench, review: impl Fn(&mut RecordRow)) -> BTreeMap<String, Vec<u8>> {
    bench.edit("batch/rules.toml", |text| {
        text.replace("otherwise = \"refer\"", "otherwise = \"select\"")
    });
    select(bench);
    bench.draw_clean();
    bench.sign_selection().ends(0);
    bench.review_records(review);
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
    let zip = bench.package("batch/out");
    bench.run(["validate", zip.to_str().unwrap()]).ends(0);
    entries(&zip)
}

const CHAT: &str = "WhatsApp Chat with Winter planning";
/// The last message of the first telephone.
const LAST: &str = "24/11/2020, 09:44 - Director: Is the photo ready?";

#[test]
fn pictures_that_are_not_the_same_are_told_unless_one_is_kept_back() {
    let bench = || {
        let bench = Bench::begun();
        fs::write(bench.at("batch/rules.toml"), RULES).unwrap();
        for (folder, picture) in [("one", "as it was taken"), ("two", "made smaller")] {
            // It stands between two copies: after the last of them nothing is said to differ.
            let line = "24/11/2020, 09:42 - Press Officer: IMG-20201124-WA0001.jpg (file attached)";
            let text = FIRST.export().0.replace(LAST, &format!("{line}\n{LAST}"));
            let zip = bench.write_zip(
                &format!("{folder}/{CHAT}.zip"),
                &[
                    (&format!("{CHAT}.txt"), text.as_bytes()),
                    ("IMG-20201124-WA0001.jpg", picture.as_bytes()),
                ],
            );
            bench.consign(["add", &zip]).ends(0);
        }
        bench.name_people();
        bench
    };
    let told = "<difference kind=\"other-file\" n=\"11\"";
    let files = built(&bench(), |_| ());
    for chat in ["chat-001", "chat-002"] {
        let transcript = text(&files, &format!("{chat}_2020-11_transcript.xml"));
        assert_eq!(transcript.matches(told).count(), 1, "{transcript}");
        assert_eq!(transcript.matches("<copy ").count(), 11);
    }
    // Of a picture that is kept back its transcript tells, and nothing of its bytes is told.
    let files = built(&bench(), |row| {
        if row.role == "attachment" && row.record.contains("chat-002") {
            stay_behind(row);
        }
    });
    for chat in ["chat-001", "chat-002"] {
        let transcript = text(&files, &format!("{chat}_2020-11_transcript.xml"));
        assert!(!transcript.contains("other-file") && !transcript.contains("file-on-one"));
    }
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> &'f str {
    let (_, bytes) = files
        .iter()
        .find(|(path, _)| path.ends_with(name))
        .unwrap_or_else(|| panic!("{name}"));
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn of_three_telephones_each_message_names_two_copies() {
    let third = Phone { hours: 2, ..FIRST };
    let files = packed("", &[&FIRST, &SECOND, &third], |_| ());
    for chat in ["chat-001", "chat-002", "chat-003"] {
        let transcript = text(&files, &format!("{chat}_2020-11_transcript.xml"));
        // One of the twelve says thanks.
        assert_eq!(transcript.matches("<copy ").count(), 22, "{transcript}");
        assert!(!transcript.contains(&format!("transcript=\"{chat}_")));
    }
    let manifest = text(&files, "deposit-manifest.xml");
    assert!(manifest.contains(" copies=\"22\""), "{manifest}");
    assert_eq!(manifest.matches("type=\"copy-of\"").count(), 6);
}

const HELD: &str = r#"
[[hold]]
id = "H1"
title = "Inquiry"
authority = "Notice of 28 April 2023"
because = "Relevance is for the chair"
when = 'text:"quarter past nine"'
"#;

#[test]
fn of_what_is_held_or_retained_on_the_other_telephone_nothing_is_told() {
    let deleted = Phone {
        changed: &[(3, "You deleted this message")],
        ..FIRST
    };
    let told = ["deleted-on-one", "quarter past nine", "differences="];
    let both = packed("", &[&deleted, &SECOND], |_| ());
    let transcript = text(&both, "chat-001_2020-11_transcript.xml");
    assert!(transcript.contains(told[0]) && transcript.contains(told[2]));
    // The message is held on the second telephone; its mark of deletion on the first is not.
    let held = packed(HELD, &[&deleted, &SECOND], |_| ());
    let transcript = text(&held, "chat-001_2020-11_transcript.xml");
    assert!(
        transcript.contains("You deleted this message"),
        "{transcript}"
    );
    for (path, bytes) in &held {
        if path.ends_with("transcript.xml") {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(told[0]) && !text.contains(told[1]), "{path}");
        }
    }
    // A copy of what is held is held too: nothing names it.
    let files = packed(HELD, &[&FIRST, &SECOND], |_| ());
    for chat in ["chat-001", "chat-002"] {
        let transcript = text(&files, &format!("{chat}_2020-11_transcript.xml"));
        assert_eq!(transcript.matches("<copy ").count(), 10);
        assert!(!transcript.contains("quarter past nine"));
    }
    // The second transcript is retained under section 3(4): the first is as if it were alone.
    let retained = packed("", &[&deleted, &SECOND], |row| {
        if row.record.contains("chat-002") {
            stay_behind(row);
        }
    });
    let transcript = text(&retained, "chat-001_2020-11_transcript.xml");
    for told in [
        "<copy ",
        "<difference ",
        "chat-002",
        "copies=",
        "more than once",
    ] {
        assert!(!transcript.contains(told), "{told}");
    }
    let manifest = text(&retained, "deposit-manifest.xml");
    assert!(
        !manifest.contains("copy-of") && !manifest.contains(" copies=\""),
        "{manifest}"
    );
}

/// Draws numbers that look random, the same each time for one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// Returns what was said in a long conversation: who, and what.
fn long_conversation(dice: &mut Dice) -> Vec<(&'static str, String)> {
    let short = [
        "ok",
        "Right",
        "Noted",
        "yes",
        "👍",
        "Right",
        "Café at 9?",
        "STICKER-0001.webp (file attached)",
    ];
    let mut said = Vec::new();
    for number in 0..90 {
        let who = dice.one(&["Press Officer", "Director", "Private Secretary"]);
        let words = match dice.below(10) {
            0..4 => dice.one(&short).to_owned(),
            4 => format!("@\u{2068}Tom\u{2069} see point {number} of the note on the depot"),
            5 => "<Media omitted>".to_owned(),
            6 => format!(
                "IMG-20201124-WA{number:04}.jpg (file attached)\nThe depot, picture {number}"
            ),
            _ => format!("Point {number} of the note on the northern depot is settled"),
        };
        said.push((who, words));
    }
    said
}

/// Returns how a telephone exports it, with whatever can differ.
fn exported(said: &[(&str, String)], phone: u32, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (number, (who, words)) in (0..).zip(said) {
        let minute = number * 3 + u32::from(dice.below(12) == 0);
        let time = format!("{:02}:{:02}", 8 + phone + minute / 60, minute % 60);
        let who = match (phone, *who) {
            (1, "Director") => "Dir W Planning",
            (_, who) => who,
        };
        let words = match dice.below(28) {
            0 => continue,
            1 => "This message was deleted".to_owned(),
            2 => format!("{words}, as amended <This message was edited>"),
            3 => format!("{words} "),
            4 => words
                .replace("Tom", "Tom (work)")
                .replace("Café", "Cafe\u{301}"),
            5 => "<Media omitted>".to_owned(),
            6 => {
                let what =
                    dice.one(&["changed the group description", "changed this group's icon"]);
                lines.push(format!("24/11/2020, {time} - {who} {what}\n"));
                continue;
            }
            _ => words.clone(),
        };
        lines.push(format!("24/11/2020, {time} - {who}: {words}\n"));
        if dice.below(25) == 0 && lines.len() > 1 {
            let last = lines.len() - 1;
            lines.swap(last, last - 1);
        }
    }
    // Of what is not selected no telephone shows anything else: people would have to decide. It
    // stands behind what could be kept to understand others.
    for (minute, words) in [(50, "Good night"), (55, "Good night"), (59, "thanks")] {
        lines.push(format!(
            "24/11/2020, 19:{minute} - Press Officer: {words}\n"
        ));
    }
    lines.concat()
}

#[test]
fn whatever_telephones_show_differently_the_package_that_tells_it_is_valid() {
    let rules = r#"
[[rule]]
id = "S1"
title = "Points"
when = 'text:northern'
effect = "select"
context = { before = 2, after = 1 }
because = "A decision"
label = "A decision"

[[hold]]
id = "H1"
title = "Inquiry"
authority = "Notice of 28 April 2023"
because = "Relevance is for the chair"
when = 'from:"Dir W Planning" AND text:depot'
"#;
    let (mut copies, mut differences) = (0, 0);
    for seed in 0..SEEDS {
        let mut dice = Dice(seed);
        let said = long_conversation(&mut dice);
        let count = 2 + u32::try_from(seed % 2).unwrap();
        let texts: Vec<String> = (0..count)
            .map(|phone| exported(&said, phone, &mut dice))
            .collect();
        let names = ["one", "two", "three"].map(|folder| format!("{folder}/{CHAT}.txt"));
        let exports = names.iter().zip(&texts);
        let exports = exports.map(|(name, text)| (name.as_str(), text.as_str()));
        let more = if seed % 4 < 2 { rules } else { "" };
        let files = built(&batch(more, &exports.collect::<Vec<_>>()), |_| ());
        let transcripts = files
            .iter()
            .filter(|(path, _)| path.ends_with("transcript.xml"));
        for (_, bytes) in transcripts {
            let text = std::str::from_utf8(bytes).unwrap();
            copies += text.matches("<copy ").count();
            differences += text.matches("<difference ").count();
        }
    }
    assert!(copies > 100 && differences > 20, "{copies} {differences}");
}

/// How many conversations are tried.
const SEEDS: u64 = 4;
