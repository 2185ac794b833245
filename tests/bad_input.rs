//! Every kind of bad input: the exit code, what the message says (what, where, and what to do
//! now), and that nothing of the person's is lost or left behind.

use std::collections::BTreeMap;
use std::fs;

use consign::batch::{Batch, Lock, RecordRow, Sensitivity};
use consign::fixity::Sha256Digest;
use consign::transcript;

use crate::bench::consign::{Bench, CHAT, GROUP, Ran, SAMPLE, entries, zip_of};

/// Runs consign on the batch, which fails and changes no file of it.
#[track_caller]
fn refused<const N: usize>(bench: &Bench, arguments: [&str; N], exit: u8) -> Ran {
    let files = |bench: &Bench| -> BTreeMap<String, Sha256Digest> {
        let mut files = bench.files("");
        // The lock is a file of no bytes, which stays and means nothing.
        files.remove("batch/.lock");
        files
    };
    let before = files(bench);
    let ran = bench.consign(arguments).ends(exit);
    assert_eq!(files(bench), before, "{arguments:?}");
    ran
}

// What is no chat

#[test]
fn a_file_that_is_no_chat_is_answered_with_no() {
    let bench = Bench::begun();
    let noise: Vec<u8> = (0..5000_u32).map(|n| (n * n * 31 % 251) as u8).collect();
    for (name, bytes, why) in [
        ("lib.rs", &b"//! Code.\n\npub mod acts;\n"[..], "begin"),
        (
            "plan.pdf",
            b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
            "no line begins",
        ),
        ("empty.txt", b"", "it is empty"),
        ("noise", &noise, "not a WhatsApp chat export"),
        (
            "letter.txt",
            b"Dear Minister,\nthank you for your letter.\n",
            "begin",
        ),
        ("escape.txt", b"\x1b[31mred\x1b[0m\n", "begin"),
        (
            "table.csv",
            b"date,from,text\n2020-11-24,A,hello\n",
            "no chat was recognised",
        ),
    ] {
        let file = bench.write(name, bytes);
        for command in ["inspect", "add"] {
            refused(&bench, [command, &file], 1).says([name, "no chat was recognised", why]);
        }
    }
}

#[test]
fn a_name_that_acts_on_a_terminal_is_spelt_out() {
    let bench = Bench::begun();
    let file = bench.write("\u{1b}[2J\u{202e}txt.exe", "nothing");
    for command in ["inspect", "add", "validate"] {
        refused(&bench, [command, &file], 1).says(["\\u{001B}[2J\\u{202E}txt.exe"]);
        bench.consign(["--json", command, &file]).ends(1);
    }
    let bad = "\u{1b}[31m";
    refused(&bench, [bad], 2).says(["unrecognized subcommand"]);
    refused(&bench, ["--json", bad], 2);
}

#[test]
fn a_file_that_is_not_there_or_a_folder_is_named() {
    let bench = Bench::begun();
    let nowhere = bench.at("nowhere.txt");
    let nowhere = nowhere.to_str().unwrap();
    for command in ["inspect", "add", "validate"] {
        refused(&bench, [command, nowhere], 3).says(["nowhere.txt", "No such file"]);
    }
    fs::create_dir(bench.at("folder")).unwrap();
    let folder = bench.at("folder");
    let words = ["folder is a folder", "add the file that the app made"];
    refused(&bench, ["add", folder.to_str().unwrap()], 2).says(words);
}

#[test]
fn a_folder_that_is_no_batch_stays_as_it_was() {
    let bench = Bench::new();
    fs::create_dir(bench.at("batch")).unwrap();
    for command in [
        "people", "select", "records", "build", "status", "report", "config", "review",
    ] {
        bench.consign([command]).ends(2).says([
            "is not a batch",
            "no batch.toml",
            "--batch",
            "consign init",
        ]);
    }
    assert_eq!(bench.files("batch"), BTreeMap::new());
}

// Dates

/// A chat in which nothing but a habit tells the day from the month.
const AMBIGUOUS: &str = "\
03/04/2021, 10:00 - Press Officer: Agreed, go with it
03/04/2021, 10:01 - Director Winter Planning: Will do
";

#[test]
fn undecidable_dates_are_asked_about_and_the_answer_goes_into_the_transcript() {
    let bench = Bench::begun();
    let chat = bench.write("chat.txt", AMBIGUOUS);
    for command in ["inspect", "add"] {
        refused(&bench, [command, &chat], 4).says([
            "chat.txt, line 1",
            "3 April 2021 if day/month/year",
            "4 March 2021 if month/day/year",
            "--date-order DMY",
            "--date-order MDY",
        ]);
    }
    bench
        .consign(["inspect", &chat, "--date-order", "MDY"])
        .ends(0)
        .says(["month/day/year (stated)", "--date-order MDY"]);
    let stated = ["add", &chat, "--date-order", "MDY", "--by", "Diary Keeper"];
    bench.consign(stated).ends(0);
    bench.sign();
    bench.consign(["build"]).ends(0);
    let files = entries(&bench.package("batch/out"));
    let (name, transcript) = files
        .iter()
        .find(|(name, _)| name.ends_with(".xml"))
        .unwrap();
    assert!(name.contains("2021-03"), "{name}");
    let text = String::from_utf8(transcript.clone()).unwrap();
    let evidence = text
        .lines()
        .find(|line| line.contains("month/day/year") || line.contains("MDY"));
    assert!(evidence.is_some(), "{text}");
    assert!(text.contains("Diary Keeper stated it"), "{text}");
    assert!(text.contains("2021-03-04T10:00"));
}

#[test]
fn a_stated_order_that_the_file_contradicts_is_refused() {
    let bench = Bench::begun();
    let chat = bench.write("chat.txt", CHAT);
    refused(&bench, ["add", &chat, "--date-order", "MDY"], 3)
        .says(["chat.txt, line 1", "24/11/2020"]);
    refused(&bench, ["add", &chat, "--date-order", "DYM"], 2).says(["DMY, MDY or YMD"]);
}

// Settings and rules

#[test]
fn an_unknown_setting_is_shown_with_a_caret() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/batch.toml", |text| {
        text.replace("marking ", "marknig ")
    });
    for command in ["status", "build", "select"] {
        refused(&bench, [command], 2).says(["batch.toml", "line 11", "marknig", "^", "marking"]);
    }
}

#[test]
fn what_init_is_told_wrongly_leaves_nothing_behind() {
    let bench = Bench::new();
    let into = bench.at("batch");
    let ran = bench.run([
        "-C",
        into.to_str().unwrap(),
        "init",
        "--reference",
        "Winter Planning",
        "--title",
        "x",
        "--transferring-body",
        "x",
        "--creator",
        "x",
        "--contact",
        "x",
    ]);
    ran.ends(2)
        .says(["reference \"Winter Planning\"", "such as winter-planning"]);
    assert!(!into.exists());
}

#[test]
fn init_overwrites_nothing() {
    let bench = Bench::new();
    bench.write("batch/people.csv", "mine\n");
    let before = bench.files("batch/people.csv");
    bench
        .begin("batch")
        .ends(5)
        .says(["people.csv is there already", "Move it away"]);
    assert_eq!(bench.files("batch/people.csv"), before);
    assert!(!bench.at("batch/batch.toml").exists());
    fs::remove_file(bench.at("batch/people.csv")).unwrap();
    bench.begin("batch").ends(0);
    let begun = bench.files("batch");
    bench
        .begin("batch")
        .ends(5)
        .says(["holds a batch already", "nothing was changed"]);
    assert_eq!(bench.files("batch"), begun);
    // Killed before its last file was written, it goes on.
    fs::remove_file(bench.at("batch/batch.toml")).unwrap();
    bench.begin("batch").ends(0);
    assert_eq!(bench.files("batch"), begun);
}

#[test]
fn a_rule_that_is_written_wrongly_is_shown_with_a_caret() {
    let rule = |when: &str, rest: &str| {
        format!(
            "\n[[rule]]\nid = \"S1\"\ntitle = \"x\"\nwhen = '{when}'\neffect = \"select\"\nlabel = \"x\"\nbecause = \"x\"\n{rest}"
        )
    };
    for (text, says) in [
        (
            rule("text:(agreed", ""),
            ["rules.toml", "^", "never closed"],
        ),
        (rule("txt:agreed", ""), ["rules.toml", "^", "text"]),
        (rule("text:ag*eed", ""), ["rules.toml", "^", "*"]),
        (rule("text:#nolist", ""), ["rules.toml", "^", "nolist"]),
        (
            rule("text:agreed", "colour = \"red\"\n"),
            ["rules.toml", "^", "colour"],
        ),
        (
            rule("text:agreed", "example = { yes = [\"No words of it\"] }\n"),
            ["rules.toml", "No words of it", "S1"],
        ),
        (
            rule("text:agreed", "example = { no = [\"We agreed\"] }\n"),
            ["rules.toml", "We agreed", "S1"],
        ),
    ] {
        let bench = Bench::begun();
        bench.edit("batch/rules.toml", |rules| rules + &text);
        let chat = bench.write("chat.txt", CHAT);
        refused(&bench, ["add", &chat], 2)
            .says(says)
            .says(["line "]);
        refused(&bench, ["select"], 2).says(says);
    }
}

#[test]
fn a_register_that_is_wrong_is_refused_with_every_fault() {
    let bench = Bench::signed(CHAT);
    let more = "Clerk,p90,,,,,24/11/2020,,\nClerk 2,P 91,,,,,,,\n";
    bench.edit("batch/people.csv", |text| text + more);
    refused(&bench, ["select"], 2).says(["people.csv, line 4", "people.csv, line 5", "24/11/2020"]);
    fs::write(bench.at("batch/people.csv"), b"label,key\nCaf\xe9,p01\n").unwrap();
    refused(&bench, ["select"], 2).says(["people.csv", "byte 13", "not UTF-8", "save it again"]);
}

// ZIPs

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip_of(entries)
}

/// Puts `to` in the place of every `from`, of the same length.
fn overwritten(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    crate::bench::package::overwrite(&mut bytes, from, to);
    bytes
}

#[test]
fn a_zip_that_cannot_be_trusted_is_refused() {
    let chat = ("_chat.txt", CHAT.as_bytes());
    let whole = zipped(&[chat, ("a.jpg", b"\xff\xd8\xff")]);
    let cut = whole[..whole.len() - 30].to_vec();
    // Bit 0 of the flags, in the local header and in the directory.
    let mut encrypted = whole.clone();
    encrypted[6] |= 1;
    let directory = crate::bench::package::places(&whole, b"PK\x01\x02")[0];
    encrypted[directory + 8] |= 1;
    let climbing = overwritten(
        zipped(&[chat, ("xxxa.jpg", b"x")]),
        b"xxxa.jpg",
        b"../a.jpg",
    );
    let absolute = overwritten(zipped(&[chat, ("xetc/a", b"x")]), b"xetc/a", b"/etc/a");
    let mut link = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    link.add_symlink("_chat.txt", "/etc/hostname", options)
        .unwrap();
    let link = link.finish().unwrap().into_inner();
    for (name, bytes, says) in [
        ("cut.zip", cut, ["no directory at its end", "copy it again"]),
        (
            "encrypted.zip",
            encrypted,
            ["_chat.txt is encrypted", "without a password"],
        ),
        ("climbing.zip", climbing, ["../a.jpg", "climbs out"]),
        ("absolute.zip", absolute, ["/etc/a", "absolute"]),
        ("link.zip", link, ["_chat.txt is a link", "not a regular"]),
    ] {
        let bench = Bench::begun();
        let export = bench.write(name, bytes);
        for command in ["inspect", "add"] {
            refused(&bench, [command, &export], 3)
                .says([name])
                .says(says);
        }
    }
}

/// Two messages that name a file each: `x.jpg` and `z.jpg`.
const NAMES_TWO: &[u8] = b"[13/03/2021, 10:00:00] Clerk: \xe2\x80\x8e<attached: x.jpg>\n\
    [13/03/2021, 10:01:00] Chair: \xe2\x80\x8e<attached: z.jpg>\n";

#[test]
fn of_entries_of_one_name_a_message_is_given_one_only_if_they_are_the_same_bytes() {
    let entries = [
        ("_chat.txt", NAMES_TWO),
        ("x.jpg", &b"one"[..]),
        ("y.jpg", b"another"),
        ("z.jpg", b"third"),
        ("w.jpg", b"third"),
        ("n.jpg", b"fourth"),
        ("N.JPG", b"fifth"),
    ];
    let bytes = overwritten(zipped(&entries), b"y.jpg", b"x.jpg");
    let bytes = overwritten(bytes, b"w.jpg", b"z.jpg");
    let bench = Bench::begun();
    let export = bench.write("twins.zip", bytes);
    let told = bench.consign(["inspect", &export]).ends(0).out;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Files 7 = 1 chat + 1 named by messages + 2 named by none + 1 more of the same bytes and \
         name + 2 that messages may mean and that differ",
        "file 2 \"x.jpg\" at byte",
        "3 bytes, SHA-256 7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed; file 3",
        "they differ, and a message that names one was given neither",
        "they are the same bytes, and messages were given the first",
        "file 6 \"n.jpg\"",
        "no message may mean one as well as another",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let told = bench
        .consign(["inspect", &export, "--messages", "--json"])
        .ends(0);
    let lines: Vec<serde_json::Value> = told.objects();
    let message = |n: usize| {
        lines
            .iter()
            .filter(|l| l["type"] == "message")
            .nth(n)
            .unwrap()
    };
    assert_eq!(message(0)["attachments"][0]["state"], "missing");
    assert_eq!(message(0)["warnings"][0], "several-files");
    assert_eq!(message(1)["attachments"][0]["state"], "present");
    bench.consign(["add", &export]).ends(0);
}

#[test]
fn two_chats_of_one_name_are_told_by_number_and_place() {
    let second: &[u8] = b"[14/03/2021, 10:00:00] Usher: other words\n\
        [14/03/2021, 10:01:00] Porter: and more\n";
    let bytes = zipped(&[("_chat.txt", NAMES_TWO), ("_chaz.txt", second)]);
    let bytes = overwritten(bytes, b"_chaz.txt", b"_chat.txt");
    let bench = Bench::begun();
    let export = bench.write("two.zip", bytes);
    bench.consign(["inspect", &export]).ends(4).says([
        "1 \"_chat.txt\" (entry 1 at byte 0)",
        "2 \"_chat.txt\" (entry 2 at byte",
        "--chat",
    ]);
    for (number, sender, place) in [("1", "Clerk", "wa1-0"), ("2", "Usher", "wa2-0")] {
        bench
            .consign(["inspect", &export, "--chat", number, "--messages"])
            .ends(0)
            .says([sender]);
        bench.consign(["add", &export, "--chat", number]).ends(0);
        let original = bench
            .consign(["--json", "explain", place, "--original"])
            .ends(0);
        assert!(original.out.contains(sender), "{}", original.out);
    }
}

#[test]
fn a_zip_that_unpacks_to_too_much_is_refused() {
    let bench = Bench::begun();
    let export = bench.write_zip(
        "bomb.zip",
        &[("_chat.txt", CHAT.as_bytes()), ("a.jpg", &[0; 100_000])],
    );
    let budget = ["--max-unpacked", "50000", "add", &export];
    let words = ["bomb.zip", "more than the limit of 50000", "--max-unpacked"];
    refused(&bench, budget, 3).says(words);
    bench
        .consign(["--max-unpacked", "200000", "add", &export])
        .ends(0);
}

#[test]
fn an_entry_that_is_damaged_is_named() {
    let bench = Bench::begun();
    let zip = zipped(&[("_chat.txt", CHAT.as_bytes())]);
    let damaged = overwritten(zip, b"Agreed", b"Argued");
    let export = bench.write("damaged.zip", damaged);
    refused(&bench, ["add", &export], 3).says(["_chat.txt", "CRC-32"]);
}

// Sources

#[test]
fn media_that_are_named_and_absent_are_counted() {
    let bench = Bench::begun();
    let chat = "24/11/2020, 09:00 - Press Officer: IMG-20201124-WA0001.jpg (file attached)\n";
    let export = bench.write("chat.txt", chat);
    bench
        .consign(["add", &export])
        .ends(0)
        .says(["1 mentioned = 0 present + 0 omitted by the app + 1 missing"]);
    bench.sign();
    bench
        .consign(["build"])
        .ends(0)
        .says(["1 = 0 + 0 + 1 + 0", "PASS"]);
}

#[test]
fn a_source_that_changed_is_named_and_stops_everything() {
    let bench = Bench::signed(CHAT);
    let path = bench.at("batch/sources/wa1/WhatsApp Chat with Press Officer.txt");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    assert!(permissions.readonly());
    #[expect(
        clippy::permissions_set_readonly_false,
        reason = "a folder of this test alone"
    )]
    permissions.set_readonly(false);
    fs::set_permissions(&path, permissions).unwrap();
    fs::write(&path, CHAT.replace("Agreed", "Argued")).unwrap();
    for command in ["select", "build", "records", "status", "report"] {
        refused(&bench, [command], 3).says([
            "wa1",
            "WhatsApp Chat with Press Officer.txt",
            "was changed after it was added",
            "Put the file back",
        ]);
    }
    fs::remove_file(&path).unwrap();
    refused(&bench, ["build"], 3).says(["WhatsApp Chat with Press Officer.txt", "No such file"]);
}

#[test]
fn a_source_is_added_once() {
    let bench = Bench::begun();
    let chat = bench.write("chat.txt", CHAT);
    let copy = bench.write("another name.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    for again in [chat, copy] {
        refused(&bench, ["add", &again], 5)
            .says(["was added before, as wa1", "nothing was changed"]);
    }
}

#[test]
fn how_an_export_was_made_cannot_be_edited_afterwards() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/sources/wa1/capture.toml", |text| {
        text.replacen("\"\"", "\"x\"", 1)
    });
    let words = [
        "capture.toml",
        "was changed after the source was added",
        "put it back",
    ];
    refused(&bench, ["build"], 2).says(words);
}

// Journal and key

#[test]
fn an_edited_journal_is_refused() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/journal.jsonl", |text| {
        text.replacen("Records Manager", "Records Officer", 1)
    });
    for command in ["status", "select", "build"] {
        refused(&bench, [command], 3).says([
            "journal.jsonl, line 2",
            "changed after it was written",
            "Put the journal back from a copy",
        ]);
    }
}

#[test]
fn bytes_of_a_zip_that_belong_to_nothing_are_told() {
    let bench = Bench::begun();
    let mut zip = zip_of(&[("_chat.txt", CHAT.as_bytes())]);
    zip.extend(b"xyz");
    let path = bench.write("WhatsApp Chat - Ops.zip", zip);
    for command in ["inspect", "add"] {
        bench
            .consign([command, &path])
            .ends(3)
            .says(["Not understood", "3 bytes of the ZIP"]);
    }
}

#[test]
fn a_cut_journal_line_is_set_aside_and_kept() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/journal.jsonl", |text| text + "{\"n\":7,\"prev");
    bench
        .consign(["status"])
        .ends(4)
        .says(["no end", "set aside"]);
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let aside = fs::read_to_string(bench.at("batch/journal.set-aside")).unwrap();
    assert_eq!(aside, "{\"n\":7,\"prev");
}

#[test]
fn a_missing_or_wrong_key_is_named() {
    let bench = Bench::signed(CHAT);
    fs::write(bench.at("batch/ledger.key"), "secret\n").unwrap();
    refused(&bench, ["build"], 2).says(["ledger.key", "64 hexadecimal", "from a copy"]);
    fs::remove_file(bench.at("batch/ledger.key")).unwrap();
    refused(&bench, ["build"], 3).says(["ledger.key is missing", "from a copy"]);
}

// Output

#[test]
fn another_file_in_the_package_s_place_is_left_alone() {
    let bench = Bench::signed(CHAT);
    bench.write("batch/out/winter-001.zip", "mine");
    let words = [
        "winter-001.zip is there already",
        "another package",
        "move it away",
    ];
    refused(&bench, ["build"], 5).says(words);
    fs::remove_file(bench.at("batch/out/winter-001.zip")).unwrap();
    bench.consign(["build"]).ends(0);
}

#[test]
fn a_killed_build_is_gone_on_with() {
    let clean = Bench::signed(CHAT);
    clean.consign(["build"]).ends(0);
    let bench = Bench::signed(CHAT);
    bench.write("batch/out/winter-001.zip.partial", vec![7; 100_000]);
    bench.write("batch/out/.spool/left", "over");
    bench.write("batch/out/winter-001.zip.sha256", "half");
    bench.write("batch/ledger.csv.partial", "half");
    let head = fs::read(bench.at("batch/journal.head")).unwrap();
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let files = |bench: &Bench| {
        let mut files = bench.files("batch/out");
        // Its foot names the head of the journal.
        files.retain(|name, _| !name.contains("report"));
        files
    };
    assert_eq!(files(&bench), files(&clean));
    // Killed between the package's name and the journal's line.
    let journal = fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap();
    let lines: Vec<&str> = journal.split_inclusive('\n').collect();
    fs::write(
        bench.at("batch/journal.jsonl"),
        lines[..lines.len() - 1].concat(),
    )
    .unwrap();
    fs::write(bench.at("batch/journal.head"), head).unwrap();
    bench.consign(["build"]).ends(0).says(["PASS"]);
    assert_eq!(files(&bench), files(&clean));
    assert_eq!(
        fs::read_to_string(bench.at("batch/journal.jsonl")).unwrap(),
        journal
    );
}

#[test]
fn two_runs_at_once_are_one_too_many() {
    let bench = Bench::signed(CHAT);
    let other = Lock::take(&Batch::at(bench.at("batch"))).unwrap();
    let chat = bench.write("chat.txt", AMBIGUOUS);
    let all: [&[&str]; 6] = [
        &["add", &chat],
        &["select"],
        &["people"],
        &["records"],
        &["build"],
        &["report"],
    ];
    let batch = bench.at("batch");
    for command in all {
        let arguments = ["-C", batch.to_str().unwrap()]
            .into_iter()
            .chain(command.iter().copied());
        let ran = bench.run(arguments).ends(5);
        ran.says(["another run of consign", "wait until it has ended"]);
    }
    let into = ["run", SAMPLE, "--into", batch.to_str().unwrap()];
    bench.run(into).ends(5).says(["another run"]);
    // Reading needs no lock.
    bench.consign(["status"]);
    drop(other);
    bench.consign(["build"]).ends(0);
}

#[test]
fn a_report_is_never_written_into_a_package() {
    let bench = Bench::signed(CHAT);
    bench.consign(["build"]).ends(0);
    let folder = bench.at("package");
    for (path, bytes) in entries(&bench.package("batch/out")) {
        bench.write(&format!("package/{path}"), bytes);
    }
    let (package, inside) = (folder.to_str().unwrap(), folder.join("data/reports"));
    bench.run(["validate", package]).ends(0).says(["PASS"]);
    let asked = [
        "validate",
        package,
        "--report-dir",
        inside.to_str().unwrap(),
    ];
    refused(&bench, asked, 2).says(["inside the package", "data/reports"]);
    assert!(!inside.exists());
}

#[test]
fn a_batch_is_never_made_inside_a_sample() {
    let bench = Bench::new();
    for name in [
        "batch.toml",
        "rules.toml",
        "people.csv",
        "records.csv",
        "acts.jsonl",
    ] {
        bench.write(
            &format!("sample/{name}"),
            fs::read(format!("{SAMPLE}/{name}")).unwrap(),
        );
    }
    let before = bench.files("");
    let (sample, into) = (bench.at("sample"), bench.at("sample/new/batch"));
    let (sample, into) = (sample.to_str().unwrap(), into.to_str().unwrap());
    bench
        .run(["run", sample, "--into", into])
        .ends(2)
        .says(["cannot lie inside the sample", "--into"]);
    assert!(!bench.at("sample/new").exists());
    let none = bench.at("none");
    let none = none.to_str().unwrap();
    bench
        .run(["run", none, "--into", into])
        .ends(3)
        .says(["acts.jsonl"]);
    assert_eq!(bench.files(""), before);
}

#[test]
fn a_sample_is_not_replayed_into_another_batch() {
    let bench = Bench::signed(CHAT);
    let batch = bench.at("batch");
    let asked = ["run", SAMPLE, "--into", batch.to_str().unwrap()];
    refused(&bench, asked, 5).says(["holds another batch", "--into"]);
}

// Characters

/// Builds a package of a chat and returns its one transcript.
fn transcript_of(chat: &str) -> Vec<u8> {
    let bench = Bench::signed(chat);
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let files = entries(&bench.package("batch/out"));
    let found = files
        .into_iter()
        .find(|(name, _)| name.ends_with("_transcript.xml"));
    found.expect("there is a transcript").1
}

/// Returns the bodies of a transcript, read back from its XML.
fn bodies(xml: &[u8]) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    let read = transcript::read(xml, &mut |item| {
        if let transcript::Item::Message(message) = item {
            let mut children = message.node.children.iter();
            let body = children.find(|child| child.name == "body");
            bodies.push(body.expect("a message has a body").text.clone());
        }
    });
    assert!(read.wrong.is_empty());
    bodies
}

#[test]
fn a_line_of_a_megabyte_is_kept_whole() {
    let long = "word \u{1d11e}& ".repeat(120_000);
    assert!(long.len() > 1 << 20);
    let chat = format!(
        "24/11/2020, 09:00 - Press Officer: {long}\n24/11/2020, 09:01 - Press Officer: end\n"
    );
    let bodies = bodies(&transcript_of(&chat));
    assert!(bodies == [long.into_bytes(), b"end".to_vec()]);
}

#[test]
fn control_characters_survive_in_words_and_are_spelt_out_on_a_screen() {
    let body = "a\0b\u{7}c\u{1b}[31md\u{8}e\u{fffe}f\u{202e}g\u{9b}h\te";
    let chat = format!(
        "24/11/2020, 09:00 - Press\u{1b}[2J Offi\u{7}cer: {body}\n24/11/2020, 09:01 - Director Winter Planning: Agreed\n"
    );
    assert_eq!(bodies(&transcript_of(&chat))[0], body.as_bytes());
    let bench = Bench::begun();
    let export = bench.write("chat.txt", &chat);
    // `ends` looks for raw control characters in all that is printed.
    bench
        .consign(["inspect", &export, "--messages"])
        .ends(0)
        .says(["\\u{001B}[31m", "\\u{0000}"]);
    let json = bench
        .consign(["--json", "inspect", &export, "--messages"])
        .ends(0);
    assert_eq!(json.objects()[0]["body"], body);
    bench.consign(["add", &export]).ends(0);
    bench
        .consign(["people"])
        .ends(0)
        .says(["Press\\u{001B}[2J Offi\\u{0007}cer"]);
    bench.edit("batch/rules.toml", |text| {
        text.replace("\"select\"", "\"refer\"")
    });
    bench.consign(["review"]).ends(4).says(["\\u{001B}[31m"]);
    bench.consign(["--json", "review"]).ends(4);
    bench
        .consign(["explain", "wa1-0"])
        .ends(0)
        .says(["\\u{001B}[31m"]);
    bench.consign(["--json", "explain", "wa1-0"]).ends(0);
    bench.consign(["report"]).ends(0);
}

#[test]
fn bytes_that_are_not_utf_8_are_kept() {
    let mut chat = b"24/11/2020, 09:00 - Press Officer: caf\xe9 \xff\xfe\n".to_vec();
    chat.extend_from_slice(CHAT.as_bytes());
    let bench = Bench::begun();
    let export = bench.write("chat.txt", &chat);
    bench.consign(["add", &export]).ends(0);
    bench.sign();
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let files = entries(&bench.package("batch/out"));
    let transcript = files
        .iter()
        .find(|(name, _)| name.ends_with("_transcript.xml"))
        .unwrap();
    assert_eq!(bodies(transcript.1)[0], b"caf\xe9 \xff\xfe");
}

// Decisions and sign-offs

#[test]
fn a_decision_needs_a_message_a_reason_and_at_times_a_second_post() {
    let bench = Bench::signed(CHAT);
    let decide = |arguments: &[&str], exit: u8, says: &str| {
        let before = bench.files("batch/journal.jsonl");
        let batch = bench.at("batch");
        let all = ["-C", batch.to_str().unwrap(), "review"].into_iter();
        bench
            .run(all.chain(arguments.iter().copied()))
            .ends(exit)
            .says([says]);
        assert_eq!(bench.files("batch/journal.jsonl"), before);
    };
    decide(
        &["wa1-1", "outside", "--because", "x"],
        2,
        "there is no message wa1-1",
    );
    decide(
        &["wa9-0", "outside", "--because", "x"],
        2,
        "there is no message wa9-0",
    );
    decide(&["message", "outside", "--because", "x"], 2, "message");
    decide(
        &["wa1-0", "discard", "--because", "x"],
        2,
        "select, refer, outside or not-selected",
    );
    decide(&["wa1-0"], 2, "<DECISION>");
    decide(&["wa1-0", "outside"], 2, "--because");
    decide(&["wa1-0", "outside", "--because", "x"], 2, "--second");
    let twice = [
        "wa1-0",
        "outside",
        "--because",
        "x",
        "--by",
        "A",
        "--second",
        " a ",
    ];
    decide(&twice, 2, "another than the first");
    bench
        .consign(["explain", "wa1-1"])
        .ends(1)
        .says(["there is no message wa1-1"]);
    bench
        .consign(["explain", "ZZZ-999"])
        .ends(2)
        .says(["neither a code", "explain --all"]);
}

#[test]
fn sign_offs_come_in_their_order_and_from_the_right_posts() {
    let bench = Bench::begun();
    let chat = bench.write("chat.txt", CHAT);
    refused(&bench, ["build"], 4).says(["the selection has not been signed off"]);
    refused(&bench, ["select"], 4).says(["no source yet", "consign add"]);
    bench.consign(["add", &chat]).ends(0);
    let unknown = bench.sign_selection().ends(4);
    unknown.says([
        "2 senders are not in people.csv",
        "\"Press Officer\"",
        "consign people",
    ]);
    bench.name_people();
    let early = bench.sign_sensitivity().ends(4);
    early.says([
        "selection has not been signed off",
        "consign signoff --selection",
    ]);
    let sign = |by: &str, second: &str| {
        bench.consign(["signoff", "--selection", "--by", by, "--second", second])
    };
    sign("Head of A", "head of a")
        .ends(2)
        .says(["two different posts", "--second"]);
    sign("Head of A", " ").ends(2).says(["two different posts"]);
    sign("Press Officer", "Head of A")
        .ends(4)
        .says(["Press Officer", "speaks in a conversation"]);
    sign("Head of A", "press officer")
        .ends(4)
        .says(["speaks in a conversation"]);
    refused(&bench, ["signoff", "--selection", "--by", "A"], 2).says(["--second"]);
    refused(&bench, ["signoff", "--by", "A"], 2).says(["--selection", "--sensitivity"]);
    sign("Head of A", "Head of B").ends(0);
    let unreviewed = bench.sign_sensitivity().ends(4);
    unreviewed.says(["records.csv", "have not been reviewed", "consign records"]);
    bench
        .consign(["records"])
        .ends(4)
        .says(["nobody has reviewed it yet"]);
    bench
        .sign_sensitivity()
        .ends(4)
        .says(["records.csv is not complete", "sensitivity"]);
    refused(&bench, ["build"], 4).says(["sensitivity review has not been signed off"]);
    bench.review_records(|row| row.sensitivity = Sensitivity::Consult);
    bench
        .sign_sensitivity()
        .ends(4)
        .says(["somebody else is being consulted"]);
    bench.review_records(|_| {});
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
}

#[test]
fn a_message_that_waits_stops_the_sign_off() {
    let bench = Bench::begun();
    bench.edit("batch/rules.toml", |text| {
        text.replace("\"select\"", "\"refer\"")
    });
    let chat = bench.write("chat.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    bench.name_people();
    let asked = bench.sign_selection().ends(4);
    asked.says(["3 messages wait", "consign review"]);
    let listed = bench.consign(["review"]).ends(4);
    listed.says([
        "wa1-0",
        "The line for the morning is ready",
        "3 messages wait",
    ]);
}

#[test]
fn any_change_voids_a_sign_off_and_is_named() {
    let selection = "selection was signed off, so that sign-off is void";
    let batch_toml = |text: String| text.replace("OFFICIAL", "OFFICIAL-SENSITIVE");
    let rules = |text: String| text.replace("All of it", "All of that");
    let people = |text: String| text.replace("p01,", "p01,Press Officer");
    type Change = fn(String) -> String;
    let changes: [(&str, Change); 3] = [
        ("batch.toml", batch_toml),
        ("rules.toml", rules),
        ("people.csv", people),
    ];
    for (file, change) in changes {
        let bench = Bench::signed(CHAT);
        bench.edit(&format!("batch/{file}"), change);
        for command in ["build", "status"] {
            refused(&bench, [command], 4).says([file, selection, "consign signoff --selection"]);
        }
        bench.sign_sensitivity().ends(4).says([file, selection]);
    }
    let bench = Bench::signed(CHAT);
    let decide = [
        "review",
        "wa1-0",
        "outside",
        "--because",
        "x",
        "--by",
        "A",
        "--second",
        "B",
    ];
    bench.consign(decide).ends(0);
    refused(&bench, ["build"], 4).says(["the ledger", "a decision", selection]);
    let bench = Bench::signed(CHAT);
    bench.edit("batch/records.csv", |text| {
        text.replace("of a winter", "of one winter")
    });
    let words = [
        "records.csv changed",
        "sensitivity review was signed off",
        "--sensitivity",
    ];
    refused(&bench, ["build"], 4).says(words);
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
}

#[test]
fn a_new_selection_voids_the_sensitivity_review_too() {
    let bench = Bench::signed(CHAT);
    bench.edit("batch/rules.toml", |text| {
        text.replace("All of it", "All of that")
    });
    bench.sign_selection().ends(0);
    let words = [
        "the selection was signed off again",
        "sensitivity review",
        "void",
    ];
    refused(&bench, ["build"], 4).says(words);
}

#[test]
fn an_attachment_of_a_retained_transcript_is_retained_too() {
    let bench = Bench::begun();
    let chat = "24/11/2020, 09:00 - Press Officer: IMG-20201124-WA0001.jpg (file attached)\n25/12/2020, 09:00 - Press Officer: end\n";
    let zip = bench.write_zip(
        "WhatsApp Chat with Press Officer.zip",
        &[
            ("WhatsApp Chat with Press Officer.txt", chat.as_bytes()),
            ("IMG-20201124-WA0001.jpg", b"\xff\xd8\xff"),
        ],
    );
    bench.consign(["add", &zip]).ends(0);
    bench.name_people();
    bench.sign_selection().ends(0);
    let retained = |row: &mut RecordRow| {
        row.sensitivity = Sensitivity::Retained;
        row.retention_instrument = "RI-1".to_owned();
        row.retention_signed = "2026-01-01".to_owned();
        row.retention_ground = "6".to_owned();
    };
    bench.review_records(|row| {
        if row.record.ends_with("2020-11_transcript.xml") {
            retained(row);
        }
    });
    let asked = bench.sign_sensitivity().ends(4);
    asked.says(["_a0001.jpg", "must be retained-3(4)", "its transcript is"]);
    bench.review_records(|row| {
        if row.record.contains("2020-11") {
            retained(row);
        }
    });
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0).says(["1 = 2 + 0 - 0 - 1"]);
    let files = entries(&bench.package("batch/out"));
    assert!(
        !files.keys().any(|name| name.contains("2020-11")),
        "{files:?}"
    );
}

#[test]
fn the_sample_s_group_can_be_added_by_hand() {
    let bench = Bench::begun();
    let group = format!("{SAMPLE}/{GROUP}");
    bench
        .consign(["add", &group])
        .ends(0)
        .says(["wa1", "92", "67,126 bytes"]);
    bench.sign();
    bench
        .consign(["build"])
        .ends(0)
        .says(["PASS", "Keep the originals."]);
}
