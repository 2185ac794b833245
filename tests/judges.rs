//! Transcripts and deposit manifests with one thing wrong, thousands of them, as they are judged by
//! the strict reader; `.ci/judges` has other programs judge them by the published schemas, and all
//! must agree: the reader and the XSD are two faces of one table.

use std::fs;
use std::path::Path;

use consign::xml::schema::Schema;
use consign::{manifest, participants, transcript, xml};

use crate::bench::package::{FIRST_PHONE, LABELS, NOVEMBER, OCTOBER, Package};
use crate::inside::REDACTED;

/// A document, and whether the reader finds that it follows its schema.
struct Judged {
    text: String,
    follows: bool,
}

/// What can be done to an element that begins at `at`: the document before it, with it changed.
fn of_element(text: &str, at: usize) -> Vec<String> {
    let (before, rest) = text.split_at(at);
    let name = rest.trim_start_matches('<');
    let name = name.split([' ', '>']).next().unwrap();
    let close = format!("</{name}>");
    let end = rest.find(&close).unwrap() + close.len();
    let (element, after) = rest.split_at(end);
    let tag_end = element.find('>').unwrap() + 1;
    let (tag, inside) = element.split_at(tag_end);
    let inside = inside.strip_suffix(&close).unwrap();
    let with = |new: &str| format!("{before}{new}{after}");
    vec![
        with(""),
        with(&format!("{element}{element}")),
        with(
            &element
                .replacen(name, &format!("x{name}"), 1)
                .replace(&close, &format!("</x{name}>")),
        ),
        with(&format!("{tag}{close}")),
        with(&format!("{tag}{inside}<stranger></stranger>{close}")),
        with(&format!("{tag}stray words{inside}{close}")),
        with(&format!("<p>{element}</p>")),
        with(&element.replacen(name, &format!("{name} xmlns=\"urn:x-other\""), 1)),
    ]
}

/// What can be done to each attribute of the tag that begins at `at`.
fn of_attributes(text: &str, at: usize) -> Vec<String> {
    let (before, rest) = text.split_at(at);
    let (tag, after) = rest.split_at(rest.find('>').unwrap());
    let mut changed = Vec::new();
    // A tag is `<name key="value" key="value"`: what stands between quotation marks are values.
    let pieces: Vec<&str> = tag.split('"').collect();
    for (number, pair) in pieces.chunks_exact(2).enumerate() {
        let (start, value) = (pair[0], pair[1]);
        let key = start.rsplit(' ').next().unwrap().trim_end_matches('=');
        if key == "xmlns" {
            continue;
        }
        let attribute = format!(" {key}=\"{value}\"");
        let before_it: String = pieces
            .chunks_exact(2)
            .take(number)
            .map(|p| format!("{}\"{}\"", p[0], p[1]))
            .collect();
        let element = start.strip_suffix(&format!(" {key}=")).unwrap();
        let head = format!("{before_it}{element}");
        let tail = tag.strip_prefix(&format!("{head}{attribute}")).unwrap();
        let with = |new: &str| format!("{before}{head}{new}{tail}{after}");
        changed.push(with(""));
        changed.push(with(&format!(" x{key}=\"{value}\"")));
        for bad in [
            "",
            " ",
            "no such",
            "-1",
            "2021-02-30",
            &format!("{value} "),
            &format!("{value}x"),
        ] {
            changed.push(with(&format!(" {key}=\"{bad}\"")));
        }
    }
    changed
}

/// Returns a document and everything that can be done to the first few elements of each name.
fn mutants(text: &str) -> Vec<String> {
    let mut seen = std::collections::BTreeMap::new();
    let mut mutants = vec![text.to_owned()];
    for (at, _) in text.match_indices('<') {
        let rest = text.split_at(at + 1).1;
        if rest.starts_with(['/', '?']) {
            continue;
        }
        let name = rest.split([' ', '>']).next().unwrap();
        let times: &mut u32 = seen.entry(name.to_owned()).or_default();
        *times += 1;
        if *times <= 2 {
            mutants.extend(of_element(text, at));
            mutants.extend(of_attributes(text, at));
        }
    }
    mutants.sort();
    mutants.dedup();
    mutants
}

fn judged(text: String, schema: &'static Schema) -> Judged {
    let wrong = xml::pieces(text.as_bytes(), schema, &[], &mut |_| {});
    Judged {
        follows: wrong.is_empty(),
        text,
    }
}

/// Returns every document by the name of its schema's file.
fn documents() -> Vec<(&'static str, Vec<Judged>)> {
    let package = Package::ours();
    let mut transcripts = [OCTOBER, NOVEMBER].map(|path| package.text(path));
    // An element that is reserved, and written by nothing yet.
    transcripts[0] = transcripts[0].replace("Approved, forty.", REDACTED);
    let phones = Package::group_of_copies().remove(0);
    let transcripts = [transcripts.to_vec(), vec![phones.text(FIRST_PHONE)]].concat();
    let manifest = package.text("deposit-manifest.xml");
    let of_a_group = Package::member(1).text("deposit-manifest.xml");
    let of = |texts: &[String], schema| {
        let mutants = texts.iter().flat_map(|text| mutants(text));
        mutants.map(|text| judged(text, schema)).collect()
    };
    vec![
        (
            transcript::SCHEMA_FILE,
            of(&transcripts, &transcript::SCHEMA),
        ),
        (
            participants::SCHEMA_FILE,
            of(&[package.text(LABELS)], &participants::SCHEMA),
        ),
        (
            manifest::SCHEMA_FILE,
            of(
                &[manifest, of_a_group, phones.text("deposit-manifest.xml")],
                &manifest::SCHEMA,
            ),
        ),
    ]
}

#[test]
fn thousands_of_documents_are_judged_and_most_are_refused() {
    let documents = documents();
    let all: Vec<&Judged> = documents.iter().flat_map(|(_, judged)| judged).collect();
    let follow = all.iter().filter(|judged| judged.follows).count();
    assert!(all.len() >= 2000, "{} documents", all.len());
    // What may be left out or said otherwise is few: the rest is caught by the schema alone.
    assert!(
        follow > 20 && follow * 4 < all.len(),
        "{follow} of {}",
        all.len()
    );
}

#[test]
#[ignore = "writes files for .ci/judges"]
fn writes_them_for_other_judges() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/judges");
    if root.exists() {
        fs::remove_dir_all(&root).unwrap();
    }
    for (schema, documents) in documents() {
        let folder = root.join(schema.trim_end_matches(".xsd"));
        fs::create_dir_all(&folder).unwrap();
        let mut verdicts = String::new();
        for (number, document) in documents.iter().enumerate() {
            let name = format!("{number:05}.xml");
            fs::write(folder.join(&name), &document.text).unwrap();
            let verdict = if document.follows { "valid" } else { "invalid" };
            verdicts += &format!("{verdict} {name}\n");
        }
        fs::write(folder.join("verdicts"), verdicts).unwrap();
    }
}
