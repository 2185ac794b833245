//! The CSV Schemas in `schemas/` (CSV Schema Language 1.1, which The National Archives' validator
//! reads): they name the columns that we write, and what we write follows their rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

use crate::bench::package::Package;

/// The CSVs of a package, and their schemas.
const CSVS: [(&str, &str); 4] = [
    ("metadata/formats.csv", "formats.csvs"),
    ("metadata/tdr-metadata.csv", "tdr-metadata.csvs"),
    ("ledger.csv", "ledger.csvs"),
    ("events.csv", "events.csvs"),
];

/// A column of a schema: its name and its rules.
struct Column {
    name: String,
    rules: Vec<Rule>,
    is_optional: bool,
}

/// The rules that our schemas use.
#[derive(Debug)]
enum Rule {
    NotEmpty,
    Empty,
    Unique,
    Regex(Regex),
    OneOf(Vec<String>),
    Length(usize, usize),
}

fn columns(schema: &str) -> Vec<Column> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("schemas")
        .join(schema);
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with("//"));
    assert_eq!(lines.next(), Some("version 1.1"), "{schema}");
    let total = lines
        .next()
        .and_then(|line| line.strip_prefix("@totalColumns "));
    let columns: Vec<Column> = lines.map(column).collect();
    assert_eq!(
        total.and_then(|n| n.parse().ok()),
        Some(columns.len()),
        "{schema}"
    );
    columns
}

fn column(line: &str) -> Column {
    let (name, rules) = line.split_once(": ").unwrap();
    let bare = rules.strip_suffix(" @optional");
    Column {
        name: name.trim_matches('"').to_owned(),
        rules: self::rules(bare.unwrap_or(rules)),
        is_optional: bare.is_some(),
    }
}

fn rules(text: &str) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (rule, after) = first_rule(rest);
        found.push(rule);
        rest = after.trim_start();
    }
    found
}

fn first_rule(text: &str) -> (Rule, &str) {
    for (word, rule) in [
        ("notEmpty", Rule::NotEmpty),
        ("empty", Rule::Empty),
        ("unique", Rule::Unique),
    ] {
        if let Some(after) = text.strip_prefix(word) {
            return (rule, after);
        }
    }
    if let Some(rest) = text.strip_prefix("regex(\"") {
        let (pattern, after) = rest.split_once("\")").unwrap();
        return (
            Rule::Regex(Regex::new(&format!("^(?:{pattern})$")).unwrap()),
            after,
        );
    }
    if let Some(rest) = text.strip_prefix("length(") {
        let (bounds, after) = rest.split_once(')').unwrap();
        let (least, most) = bounds.split_once(',').unwrap();
        return (
            Rule::Length(least.parse().unwrap(), most.parse().unwrap()),
            after,
        );
    }
    let of_words = |words: &str| {
        words
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    if let Some(rest) = text.strip_prefix("any(") {
        let (words, after) = rest.split_once("))").unwrap();
        return (Rule::OneOf(of_words(words)), after);
    }
    let rest = text
        .strip_prefix("is(")
        .unwrap_or_else(|| panic!("no rule: {text}"));
    let (word, after) = rest.split_once(')').unwrap();
    (Rule::OneOf(of_words(word)), after)
}

impl Rule {
    fn holds(&self, cell: &str, met: &mut BTreeSet<String>) -> bool {
        match self {
            Rule::NotEmpty => !cell.is_empty(),
            Rule::Empty => cell.is_empty(),
            Rule::Unique => met.insert(cell.to_owned()),
            Rule::Regex(regex) => regex.is_match(cell),
            Rule::OneOf(words) => words.iter().any(|word| word == cell),
            Rule::Length(least, most) => (*least..=*most).contains(&cell.chars().count()),
        }
    }
}

#[test]
fn every_csv_of_a_package_follows_its_schema() {
    let package = Package::ours();
    for (path, schema) in CSVS {
        let columns = columns(schema);
        let text = package.text(path);
        let text = text.trim_start_matches('\u{feff}');
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let names = columns.iter().map(|column| column.name.as_str());
        assert!(csv.headers().unwrap().iter().eq(names), "{path}");
        let mut met = vec![BTreeSet::new(); columns.len()];
        let mut rows = 0;
        for row in csv.records() {
            let row = row.unwrap();
            rows += 1;
            for ((column, cell), met) in columns.iter().zip(&row).zip(&mut met) {
                if cell.is_empty() && column.is_optional {
                    continue;
                }
                for rule in &column.rules {
                    let name = &column.name;
                    assert!(rule.holds(cell, met), "{path}, {name}: {cell:?}, {rule:?}");
                }
            }
        }
        assert!(rows > 3, "{path}");
    }
}

#[test]
fn the_table_of_formats_says_what_the_bytes_show() {
    let text = Package::ours().text("metadata/formats.csv");
    let photo = text
        .lines()
        .find(|line| line.contains("_a0001.jpg"))
        .unwrap();
    let wanted = ",Signature,Done,17,File,jpg,2021-10-29,false,";
    assert!(photo.contains(wanted), "{photo}");
    assert!(
        photo.ends_with(",1,fmt/41,image/jpeg,Raw JPEG Stream,,signature"),
        "{photo}"
    );
    // Three transcripts and a file of participants.
    let ours = text.lines().filter(|line| line.ends_with(",written"));
    assert_eq!(ours.count(), 4);
}
