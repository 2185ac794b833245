//! Nothing of a message that is not transferred is in any byte of a package.
//!
//! What must not be found is derived from the batch itself: everything that stands in messages
//! that stay behind, less what stands in messages that go, in what people wrote for publication,
//! and in the texts that consign writes itself. The latter are taken from a package with other
//! content, never from the package under test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

use consign::acts::{Loaded, load};
use consign::appraisal::read_again;
use consign::batch::Batch;
use consign::container::{Budget, open};
use consign::fixity::{Fixity, sha256};

use crate::bench::consign::{Bench, entries};

/// What must not be found.
#[derive(Debug, Default)]
struct Traces {
    /// Words of eight letters and more, and numbers of six digits and more, in small letters:
    /// found anywhere, even inside other words.
    anywhere: BTreeSet<String>,
    /// Words and numbers of four to seven: found where nothing that belongs to a number or a word
    /// stands beside them ("rain" is no trace in "training").
    whole: BTreeSet<String>,
    /// Numbers of one to three digits, which our own figures hold too: found in the words of
    /// messages.
    in_bodies: BTreeSet<String>,
    /// Ids, times, names of files, digests: found anywhere.
    literals: BTreeSet<String>,
}

impl Traces {
    fn len(&self) -> usize {
        self.anywhere.len() + self.whole.len() + self.in_bodies.len() + self.literals.len()
    }

    /// Adds the words and numbers of a text that are not allowed.
    fn take_words(&mut self, text: &str, allowed: &BTreeSet<String>) {
        for word in words(text) {
            if allowed.contains(&word) {
                continue;
            }
            let digits = word.chars().all(|c| c.is_ascii_digit());
            match word.chars().count() {
                6.. if digits => self.anywhere.insert(word),
                1..4 if digits => self.in_bodies.insert(word),
                8.. => self.anywhere.insert(word),
                4.. => self.whole.insert(word),
                _ => continue,
            };
        }
    }

    /// Returns everything that is found in the words of the messages of a transcript.
    fn found_in_bodies(&self, transcript: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(transcript).to_lowercase();
        let bodies = text.split("<body").skip(1);
        let bodies = bodies.filter_map(|rest| rest.split_once("</body>"));
        let words: BTreeSet<String> = bodies.flat_map(|(body, _)| words(body)).collect();
        self.in_bodies.intersection(&words).cloned().collect()
    }

    /// Returns everything that is found in a file.
    fn found_in(&self, bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let whole: BTreeSet<String> = words(&text).collect();
        let mut found: Vec<String> = Vec::new();
        found.extend(self.anywhere.iter().filter(|w| text.contains(*w)).cloned());
        found.extend(self.literals.iter().filter(|w| text.contains(*w)).cloned());
        found.extend(self.whole.intersection(&whole).cloned());
        found
    }

    /// Returns everything that is found in a package: in each of its files, and in the ZIP.
    fn found(&self, package: &Path) -> BTreeMap<String, Vec<String>> {
        let mut files = entries(package);
        files.insert("the whole ZIP".to_owned(), fs::read(package).unwrap());
        let found = files.into_iter().map(|(name, bytes)| {
            let mut found = self.found_in(&bytes);
            if name.ends_with("_transcript.xml") {
                found.extend(self.found_in_bodies(&bytes));
            }
            (name, found)
        });
        found.filter(|(_, found)| !found.is_empty()).collect()
    }
}

/// Returns the words and numbers of a text, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let pieces = text.split(|c: char| !c.is_alphanumeric());
    pieces
        .filter(|piece| !piece.is_empty())
        .map(str::to_lowercase)
}

fn loaded(bench: &Bench) -> Loaded {
    let batch = Batch::at(bench.at("batch"));
    load(&batch, bench.world.now.date_naive(), Budget::default()).unwrap()
}

/// What is written for publication by people: it may be in a package.
fn published(loaded: &Loaded) -> String {
    let root = loaded.inputs.batch.root();
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    let mut text = read("records.csv") + &read("batch.toml");
    for line in csv::Reader::from_reader(read("people.csv").as_bytes()).records() {
        let line = line.unwrap();
        text += &format!("\n{} {} {}", &line[1], &line[2], &line[3]);
    }
    // Of the policy: what it is, and the labels of the rules that select.
    let rules: toml::Table = read("rules.toml").parse().unwrap();
    for key in ["id", "title", "authority", "owner"] {
        text += &format!("\n{}", rules[key]);
    }
    let selecting = rules["rule"].as_array().unwrap().iter();
    for rule in selecting.filter(|rule| rule["effect"].as_str() == Some("select")) {
        text += &format!("\n{}", rule["label"]);
    }
    for input in &loaded.inputs.sources {
        for statement in input.capture.statements.values() {
            text += &format!("\n{} {}", statement.value, statement.stated_by);
        }
    }
    text
}

/// The texts that consign writes into every package, from one with other content.
fn own_texts() -> BTreeSet<String> {
    let bench = Bench::begun();
    let chat = "\
\u{200e}[14/06/2019, 09:10:02] Aa: \u{200e}Aa created this group
[14/06/2019, 09:11:02] Aa: xx
[14/06/2019, 09:10:59] Bb: xx
[14/06/2019, 09:12:02] Bb: \u{200e}This message was deleted.
[14/07/2019, 09:12:02] Bb: xx \u{200e}<This message was edited>
\u{200e}[14/07/2019, 09:13:02] Bb: \u{200e}<attached: xx.jpg>
\u{200e}[14/07/2019, 09:13:02] Bb: \u{200e}<attached: yy.jpg>
\u{200e}[14/07/2019, 09:13:02] Bb: \u{200e}image omitted
";
    let zip = bench.write_zip(
        "WhatsApp Chat - Xx.zip",
        &[("_chat.txt", chat.as_bytes()), ("xx.jpg", b"\xff\xd8\xff")],
    );
    bench.consign(["add", &zip]).ends(0);
    add_two_phones(&bench);
    bench.sign();
    bench.consign(["build"]).ends(0);
    let files = entries(&bench.package("batch/out"));
    let texts = files.values().map(|bytes| String::from_utf8_lossy(bytes));
    texts
        .flat_map(|text| words(&text).collect::<Vec<_>>())
        .collect()
}

/// Adds a conversation as two telephones have it, which differ in all ways that transcripts tell of.
fn add_two_phones(bench: &Bench) {
    let said = [
        "aa bb cc dd ee ff gg hh",
        "bb aa cc dd ee ff gg hh",
        "cc aa bb dd ee ff gg hh",
        "dd aa bb cc ee ff gg hh",
        "ee aa bb cc dd ff gg hh",
        "ff aa bb cc dd ee gg hh",
        "gg aa bb cc dd ee ff hh",
        "hh aa bb cc dd ee ff gg",
    ];
    let phone = |of_its_own: [&str; 4]| {
        let lines = said.iter().chain(&of_its_own).zip(10..);
        let lines = lines.filter(|(text, _)| !text.is_empty());
        let lines = lines.map(|(text, minute)| {
            let who = if minute % 2 == 0 { "Aa" } else { "Bb" };
            format!("15/06/2019, 09:{minute} - {who}: {text}\n")
        });
        lines.collect::<String>() + "15/06/2019, 09:40 - Aa: ii aa bb cc dd ee ff gg\n"
    };
    let phones = [
        phone([
            "This message was deleted",
            "bb cc <This message was edited>",
            "zz.jpg (file attached)",
            "bb dd",
        ]),
        phone(["aa cc", "bb cc dd", "<Media omitted>\ndd", ""]),
    ];
    for (folder, chat) in ["aa", "bb"].into_iter().zip(phones) {
        let zip = bench.write_zip(
            &format!("{folder}/WhatsApp Chat with Zz.zip"),
            &[
                ("WhatsApp Chat with Zz.txt", chat.as_bytes()),
                ("zz.jpg", b"\xff\xd8\xff"),
            ],
        );
        bench.consign(["add", &zip]).ends(0);
    }
    let told = bench.consign(["copies"]).ends(0);
    told.says([
        "deleted on one",
        "edited differently",
        "file on one",
        "on one alone",
    ]);
}

/// Returns what must not be found in the package of a batch.
fn traces(loaded: &mut Loaded) -> Traces {
    let threads = NonZeroUsize::new(2).unwrap();
    let appraisal = loaded.appraisal(threads).unwrap();
    let loaded = &*loaded;
    let (mut going, mut staying) = (Vec::new(), Vec::new());
    for source in &appraisal.sources {
        let id = &source.source.id;
        read_again(&loaded.inputs, source, &mut |_, row, message| {
            let text = String::from_utf8_lossy(message.raw).into_owned();
            let names = message.attachments.iter().filter_map(|a| a.name);
            let literals = [
                format!("{id}-{}", message.offset),
                row.local_iso(),
                message.stamp.written.to_owned(),
                loaded.inputs.key.bind(message.raw).to_string(),
                sha256(message.raw).to_string(),
                sha256(message.body).to_string(),
                Fixity::of(message.body).sha512.to_string(),
            ];
            let literals: Vec<String> = literals
                .into_iter()
                .chain(names.map(str::to_owned))
                .collect();
            match row.is_transferable() {
                true => going.push((text, literals)),
                false => staying.push((text, literals)),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    assert!(going.len() > 50 && staying.len() > 30);
    let mut allowed = own_texts();
    allowed.extend(words(&published(loaded)));
    allowed.extend(going.iter().flat_map(|(text, _)| words(text)));
    let mut traces = Traces::default();
    for (text, literals) in &staying {
        traces.take_words(text, &allowed);
        let of_others = |literal: &String| going.iter().any(|(_, others)| others.contains(literal));
        let own = literals.iter().filter(|literal| !of_others(literal));
        traces
            .literals
            .extend(own.map(|literal| literal.to_lowercase()));
    }
    traces
}

/// Adds what must not be found of the sources as files, and of attachments that stay behind.
fn add_files(traces: &mut Traces, loaded: &Loaded, package: &Path) -> usize {
    let packed: BTreeSet<String> = entries(package)
        .values()
        .map(|bytes| sha256(bytes).to_string())
        .collect();
    let mut staying = 0;
    for input in &loaded.inputs.sources {
        let source = &input.source;
        traces.literals.insert(source.name.to_lowercase());
        traces.literals.insert(source.sha256.to_string());
        let path = source.path(&loaded.inputs.batch);
        let export = open(&path, Budget::default()).unwrap();
        for index in 0..export.entries().len() {
            let mut bytes = Vec::new();
            export.open(index).unwrap().read_to_end(&mut bytes).unwrap();
            let fixity = Fixity::of(&bytes);
            if !packed.contains(&fixity.sha256.to_string()) {
                staying += 1;
                let digests = [fixity.sha256.to_string(), fixity.sha512.to_string()];
                traces.literals.extend(digests);
                traces
                    .literals
                    .insert(loaded.inputs.key.bind(&bytes).to_string());
            }
        }
    }
    staying
}

#[test]
fn no_trace_of_an_untransferred_message_is_in_a_package() {
    let bench = Bench::sample();
    let package = bench.package("batch/out");
    let mut loaded = loaded(&bench);
    let mut traces = traces(&mut loaded);
    let staying = add_files(&mut traces, &loaded, &package);
    println!(
        "searched for {} traces: {} words anywhere, {} whole, {} numbers in bodies, {} literals",
        traces.len(),
        traces.anywhere.len(),
        traces.whole.len(),
        traces.in_bodies.len(),
        traces.literals.len()
    );
    // The list of personal data seen is the department's: neither it nor an id of it is packed.
    let list = fs::read_to_string(bench.at("batch/personal-data.csv")).unwrap();
    let ids = csv::Reader::from_reader(list.as_bytes()).into_records();
    let ids: Vec<String> = ids.map(|row| row.unwrap()[2].to_owned()).collect();
    assert!(ids.len() > 3, "{list}");
    traces.literals.extend(ids);
    traces
        .literals
        .extend(["personal-data", "possible number; not valid"].map(str::to_owned));
    // Of what is retained there is neither a path, nor a name, a description or an instrument.
    let out = bench.files("batch/out").into_keys();
    let lists: Vec<String> = out
        .filter(|name| name.contains("for-the-department"))
        .collect();
    let list = fs::read_to_string(bench.at("batch/out").join(&lists[0])).unwrap();
    for row in csv::Reader::from_reader(list.as_bytes()).records() {
        let row = row.unwrap();
        let cells = [0, 1, 2, 7].map(|column| row[column].to_lowercase());
        // A file of participants was named by nobody before.
        let cells = cells.into_iter().filter(|cell| !cell.is_empty());
        let cells: Vec<String> = cells.collect();
        assert!(
            cells.len() >= 3 && cells.iter().all(|cell| cell.len() > 6),
            "{cells:?}"
        );
        traces.literals.extend(cells);
    }
    // The two chats and at least two pictures stay.
    assert!(staying >= 4, "{staying}");
    assert!(
        traces.anywhere.len() + traces.whole.len() > 100,
        "{traces:?}"
    );
    for known in ["marmalade", "budgerigar", "wimblestow"] {
        assert!(traces.anywhere.contains(known), "{known}");
    }
    assert_eq!(traces.found(&package), BTreeMap::new());
}

#[test]
fn a_trace_that_was_planted_is_found() {
    let bench = Bench::sample();
    let package = bench.package("batch/out");
    let mut traces = traces(&mut loaded(&bench));
    add_files(&mut traces, &loaded(&bench), &package);
    let files = entries(&package);
    let (name, transcript) = files
        .iter()
        .find(|(name, _)| name.ends_with("transcript.xml"))
        .unwrap();
    let text = String::from_utf8(transcript.clone()).unwrap();
    let planted = |trace: &str| {
        let planted = format!(" {}</body>", trace.to_uppercase());
        text.replacen("</body>", &planted, 1).into_bytes()
    };
    let anywhere = traces.anywhere.iter().chain(&traces.literals);
    for trace in anywhere.chain(&traces.whole).step_by(7) {
        assert_eq!(traces.found_in(&planted(trace)), [trace.as_str()], "{name}");
    }
    for trace in &traces.in_bodies {
        assert_eq!(traces.found_in_bodies(&planted(trace)), [trace.as_str()]);
    }
    // And in the ZIP as a whole, between its entries.
    let mut bytes = fs::read(&package).unwrap();
    bytes.extend_from_slice(b"marmalade");
    let spoilt = bench.write("spoilt.zip", bytes);
    let zip = fs::read(spoilt).unwrap();
    assert_eq!(traces.found_in(&zip), ["marmalade"]);
}

#[test]
fn labels_of_a_telephone_are_replaced_by_keys_and_names() {
    let bench = Bench::begun();
    let labels = ["+44 7700 900789", "~ Night Clerk", "Mum (new phone)"];
    let lines = labels.iter().enumerate();
    let chat: String = lines
        .map(|(n, label)| format!("24/11/2020, 09:0{n} - {label}: line {n}\n"))
        .collect();
    let export = bench.write("WhatsApp Chat with Quiet Corner.txt", chat);
    bench.consign(["add", &export]).ends(0);
    bench.sign();
    bench.consign(["build"]).ends(0);
    let traces = Traces {
        literals: [
            "900789",
            "7700",
            "~ night",
            "night clerk",
            "mum (",
            "new phone",
            "quiet corner",
        ]
        .map(str::to_owned)
        .into(),
        ..Traces::default()
    };
    let package = bench.package("batch/out");
    assert_eq!(traces.found(&package), BTreeMap::new());
    let keys = Traces {
        anywhere: ["p01", "p02", "p03"].map(str::to_owned).into(),
        ..Traces::default()
    };
    assert!(!keys.found(&package).is_empty());
}
