//! A careful forger changes one value of one file and makes everything agree that vouches for its
//! bytes: digests of messages, records, manifests, CRCs. What the other files say, or what follows
//! from them, betrays nearly every such change; what nothing betrays is listed here, in full. For
//! those the only witness is what lies outside the package: its SHA-256, and the receipt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use consign::package::Form;
use consign::xml::schema::{Content, Schema, Value};
use consign::{manifest, participants, transcript, xml};

use crate::bench::package::{CLOSED, LABELS, NOVEMBER, OCTOBER, Package};

const MANIFEST: &str = "deposit-manifest.xml";

/// A file with one value changed: what was changed, and the file.
struct Forged {
    what: String,
    text: String,
}

/// Returns other values that a value could have.
fn others(value: &str, of: Value) -> Vec<String> {
    let text = || {
        let mut others = vec![format!("{value} too"), format!("{value}x")];
        if let Some(at) = value.rfind(|c: char| c.is_ascii_digit()) {
            let digit = value.as_bytes()[at];
            let next = if digit == b'9' {
                '8'
            } else {
                char::from(digit + 1)
            };
            others.push(format!("{}{next}{}", &value[..at], &value[at + 1..]));
        }
        if let Some(at) = value.rfind(|c: char| c.is_ascii_lowercase()) {
            let next = if value.as_bytes()[at] == b'e' {
                'a'
            } else {
                'e'
            };
            others.push(format!("{}{next}{}", &value[..at], &value[at + 1..]));
        }
        others
    };
    match of {
        Value::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Value::Count => vec![(value.parse::<u64>().unwrap() + 1).to_string()],
        _ => text(),
    }
}

/// Returns the document with every value of every element changed in turn, those documents that
/// still follow the schema.
fn of_xml(text: &str, schema: &'static Schema) -> Vec<Forged> {
    let mut forged = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if rest.starts_with(['/', '?']) {
            continue;
        }
        let end = rest.find('>').unwrap();
        let name = rest.split([' ', '>']).next().unwrap();
        let element = schema.element(name).unwrap();
        for attribute in element.attributes {
            let key = format!(" {}=\"", attribute.name);
            let Some(from) = rest[..end]
                .find(&key)
                .map(|found| at + 1 + found + key.len())
            else {
                continue;
            };
            let to = from + text[from..].find('"').unwrap();
            for other in others(&text[from..to], attribute.value) {
                let what = format!("{name}/{}", attribute.name);
                forged.push((what, from, to, other));
            }
        }
        let of = match element.content {
            Content::Text(of) => of,
            Content::Mixed(_) => Value::Text,
            _ => continue,
        };
        let from = at + 1 + end + 1;
        let to = from + text[from..].find('<').unwrap();
        for other in others(&text[from..to], of) {
            forged.push((name.to_owned(), from, to, other));
        }
    }
    let forged = forged.into_iter().filter_map(|(what, from, to, other)| {
        let changed = format!("{}{other}{}", &text[..from], &text[to..]);
        let follows = || xml::pieces(changed.as_bytes(), schema, &[], &mut |_| {}).is_empty();
        (changed != text && follows()).then(|| Forged {
            what,
            text: changed,
        })
    });
    forged.collect()
}

/// Returns a table with every cell changed in turn, and every row dropped, doubled, and moved.
fn of_csv(text: &str, words: &[&str]) -> Vec<Forged> {
    let (mark, bare) = match text.strip_prefix('\u{feff}') {
        Some(bare) => ("\u{feff}", bare),
        None => ("", text),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bare.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let end = if bare.contains("\r\n") {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let write = |rows: &[Vec<String>]| {
        let mut csv = csv::WriterBuilder::new()
            .terminator(end)
            .from_writer(mark.as_bytes().to_vec());
        for row in rows {
            csv.write_record(row).unwrap();
        }
        String::from_utf8(csv.into_inner().unwrap()).unwrap()
    };
    assert_eq!(write(&rows), text, "the table is written as it was");
    let mut forged = Vec::new();
    let mut add = |what: String, rows: &[Vec<String>]| {
        let changed = write(rows);
        if changed != text {
            forged.push(Forged {
                what,
                text: changed,
            });
        }
    };
    for at in 0..rows.len() {
        let kind = match at {
            0 => "headers",
            _ => "row",
        };
        let mut changed = rows.clone();
        let row = changed.remove(at);
        add(format!("{kind} without"), &changed);
        changed.insert(at, row.clone());
        changed.insert(at, row);
        add(format!("{kind} twice"), &changed);
        if at + 1 < rows.len() {
            let mut changed = rows.clone();
            changed.swap(at, at + 1);
            add(format!("{kind} moved"), &changed);
        }
        for cell in 0..rows[at].len() {
            let mut values = others(&rows[at][cell], Value::Text);
            values.extend(words.iter().map(|word| (*word).to_owned()));
            values.push(String::new());
            for other in values {
                let mut changed = rows.clone();
                changed[at][cell] = other;
                let column = if at == 0 { "headers" } else { &rows[0][cell] };
                add(column.to_owned(), &changed);
            }
        }
    }
    forged
}

/// Returns a text with every line changed in turn, dropped and doubled.
fn of_lines(text: &str) -> Vec<Forged> {
    let lines: Vec<&str> = text.lines().collect();
    let mut forged = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut with = |new: &[&str]| {
            let all: Vec<&str> = [&lines[..at], new, &lines[at + 1..]].concat();
            let changed = format!("{}\n", all.join("\n"));
            if changed != text {
                forged.push(Forged {
                    what: format!("line {}", at + 1),
                    text: changed,
                });
            }
        };
        with(&[]);
        with(&[line, line]);
        for other in others(line, Value::Text) {
            with(&[&other]);
        }
    }
    forged
}

/// Returns a page with every piece of its text changed in turn, each by the caption or heading
/// under which it stands.
fn of_page(text: &str) -> Vec<Forged> {
    let mut forged = Vec::new();
    let mut under = "head".to_owned();
    let body = text.find("</style>").unwrap();
    for (at, _) in text.match_indices('>').filter(|(at, _)| *at > body) {
        let tag = &text[text[..at].rfind('<').unwrap()..at];
        if let Some((_, id)) = tag.split_once(" id=\"") {
            under = id.split('"').next().unwrap().to_owned();
        }
        let from = at + 1;
        let Some(length) = text[from..].find('<') else {
            continue;
        };
        let said = &text[from..from + length];
        if said.trim().is_empty() {
            continue;
        }
        for other in [format!("{said} too"), String::new()] {
            let changed = format!("{}{other}{}", &text[..from], &text[from + length..]);
            forged.push(Forged {
                what: under.clone(),
                text: changed,
            });
        }
    }
    forged
}

/// Does `work` with every file on two threads, and returns what of them no check betrays in a form.
fn unnoticed(
    forged: &[Forged],
    form: Form,
    seal: impl Fn(&Forged) -> Package + Sync,
) -> BTreeSet<String> {
    let silent = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for start in 0..2 {
            let (silent, seal) = (&silent, &seal);
            scope.spawn(move || {
                for one in forged.iter().skip(start).step_by(2) {
                    if !seal(one).check(form).findings.any_errors() {
                        silent.lock().unwrap().insert(one.what.clone());
                    }
                }
            });
        }
    });
    silent.into_inner().unwrap()
}

/// Holds what is not betrayed to the list of it, in both forms.
fn only(known: &[&str], least: usize, forged: &[Forged], seal: impl Fn(&Forged) -> Package + Sync) {
    assert!(forged.len() >= least, "{} files", forged.len());
    for form in [Form::Zip, Form::Folder] {
        let silent = unnoticed(forged, form, &seal);
        let silent: Vec<&str> = silent.iter().map(String::as_str).collect();
        assert_eq!(silent, known, "{form:?}, of {} files", forged.len());
    }
}

fn seal_tag(path: &'static str) -> impl Fn(&Forged) -> Package + Sync {
    move |forged| {
        let text = forged.text.clone().into_bytes();
        Package::ours().edit(path, |bytes| *bytes = text).retag()
    }
}

#[test]
fn of_a_deposit_manifest() {
    let text = Package::ours().text(MANIFEST);
    only(
        &[],
        300,
        &of_xml(&text, &manifest::SCHEMA),
        seal_tag(MANIFEST),
    );
}

#[test]
fn of_a_transcript() {
    for path in [OCTOBER, NOVEMBER, CLOSED] {
        let text = Package::ours().text(path);
        // The digests are made again with the messages.
        let forged = of_xml(&text, &transcript::SCHEMA);
        only(&[], 100, &forged, |forged: &Forged| {
            let package = Package::ours().add_file(path, &forged.text);
            match forged.what.starts_with("fixity") || forged.what.starts_with("digest") {
                true => package.reseal(),
                false => package.redigest(path).reseal(),
            }
        });
    }
}

#[test]
fn of_a_file_of_participants() {
    let text = Package::ours().text(LABELS);
    let forged = of_xml(&text, &participants::SCHEMA);
    only(&[], 30, &forged, |forged: &Forged| {
        Package::ours().add_file(LABELS, &forged.text).reseal()
    });
}

#[test]
fn of_the_tables() {
    let tables: BTreeMap<&'static str, (&[&str], &[&str])> = BTreeMap::from([
        (
            "ledger.csv",
            (&["select", "context", "rule", "person"][..], &[][..]),
        ),
        ("events.csv", (&["yes", "no", "2026-01-01T00:00:00Z"], &[])),
        (
            "metadata/tdr-metadata.csv",
            (&["Yes", "No", "Open", "Closed", "Welsh"], &[]),
        ),
        ("metadata/formats.csv", (&["Extension", "fmt/10"], &[])),
    ]);
    for (path, (words, known)) in tables {
        let forged = of_csv(&Package::ours().text(path), words);
        only(known, 40, &forged, seal_tag(path));
    }
}

#[test]
fn of_what_is_ours_by_version() {
    for path in [
        "bag-info.txt",
        "bagit.txt",
        "HOW-TO-VERIFY.txt",
        "metadata/premis.xml",
    ] {
        let forged = of_lines(&Package::ours().text(path));
        only(&[], 4, &forged, seal_tag(path));
    }
    for path in [
        "schemas/transcript.xsd",
        "schemas/participants.xsd",
        "schemas/deposit-manifest.xsd",
    ] {
        let all = of_lines(&Package::ours().text(path));
        let forged: Vec<Forged> = all.into_iter().step_by(17).collect();
        only(&[], 20, &forged, seal_tag(path));
    }
}

#[test]
fn of_the_pages() {
    for (path, known) in [("report.html", &[][..]), ("selection-policy.html", &[])] {
        only(
            known,
            20,
            &of_page(&Package::ours().text(path)),
            seal_tag(path),
        );
    }
}
