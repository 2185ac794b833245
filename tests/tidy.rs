//! The house rules that a machine can hold us to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use consign::cli::Exit;
use consign::{manifest, transcript, xml};

/// The modules, floor by floor. A module may name those on the floors below its own.
const FLOORS: [&[&str]; 6] = [
    &[
        "container",
        "error",
        "fixity",
        "format",
        "message",
        "parallel",
        "personal",
        "place",
        "platform",
        "shown",
        "xml",
    ],
    &[
        "align",
        "bag",
        "canonical",
        "people",
        "selection",
        "sheet",
        "source",
    ],
    &[
        "manifest",
        "package",
        "participants",
        "premis",
        "search",
        "transcript",
    ],
    &[
        "appraisal",
        "batch",
        "check",
        "journal",
        "ledger",
        "report",
        "review",
    ],
    &["acts", "pack"],
    &["cli"],
];

/// The arrows between modules on one floor.
const ON_ONE_FLOOR: [(&str, &str); 20] = [
    ("acts", "pack"),
    ("appraisal", "batch"),
    ("appraisal", "journal"),
    ("appraisal", "ledger"),
    ("container", "error"),
    ("container", "place"),
    ("container", "platform"),
    ("container", "shown"),
    ("error", "shown"),
    ("journal", "batch"),
    ("message", "shown"),
    ("package", "manifest"),
    ("people", "sheet"),
    ("place", "shown"),
    ("premis", "manifest"),
    ("report", "check"),
    ("review", "journal"),
    ("search", "manifest"),
    ("xml", "fixity"),
    ("xml", "shown"),
];

/// What never may be, whatever the floors say: who judges a package knows nothing of apps.
const NEVER: [(&str, &str); 3] = [
    ("check", "source"),
    ("package", "source"),
    ("report", "source"),
];

/// Files of more than 400 production lines, and why they may be.
const LONG_FILES: [(&str, &str); 5] = [
    (
        "src/package/opened.rs",
        "one package, in every form that it can be received in",
    ),
    ("src/manifest/schema.rs", "the schema, a table"),
    (
        "src/manifest/write.rs",
        "the manifest, element after element",
    ),
    ("src/transcript/schema.rs", "the schema, a table"),
    (
        "src/transcript/write.rs",
        "the transcript, element after element",
    ),
];

/// Functions with bodies of more than 60 lines, and why they may be.
const LONG_FUNCTIONS: [(&str, &str, &str); 1] = [(
    "src/check/trn/mod.rs",
    "read",
    "one reading of a transcript, which every check of it watches",
)];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text files below some folders, by their path from the root.
fn texts(folders: &[&str]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for folder in folders {
        for item in walkdir::WalkDir::new(root().join(folder)).sort_by_file_name() {
            let item = item.unwrap();
            if !item.file_type().is_file() {
                continue;
            }
            let Ok(text) = fs::read_to_string(item.path()) else {
                continue;
            };
            let name = item.path().strip_prefix(root()).unwrap();
            texts.insert(name.to_str().unwrap().replace('\\', "/"), text);
        }
    }
    texts
}

/// Returns the code by file, but for what only tests use.
fn code() -> BTreeMap<String, String> {
    let mut code = texts(&["src"]);
    let of_tests = ["src/report/samples.rs"];
    let is_code = |name: &str| {
        name.ends_with(".rs") && !name.ends_with("tests.rs") && !name.contains("/tests/")
    };
    code.retain(|name, _| is_code(name) && !of_tests.contains(&name.as_str()));
    assert!(code.len() > 150);
    code
}

/// Returns the part of a file before its tests.
fn production(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default()
}

/// Returns the top-level module that a file belongs to.
fn module(name: &str) -> &str {
    let name = name.strip_prefix("src/").unwrap();
    name.split(['/', '.']).next().unwrap()
}

/// Returns every arrow between top-level modules, with a file that draws it.
fn arrows() -> BTreeMap<(String, String), String> {
    let mut arrows = BTreeMap::new();
    for (name, text) in code() {
        let from = module(&name).to_owned();
        if ["lib", "main"].contains(&from.as_str()) {
            continue;
        }
        for line in production(&text)
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for to in named(line) {
                if to != from {
                    arrows.insert((from.clone(), to), name.clone());
                }
            }
        }
    }
    arrows
}

/// Returns the top-level modules that a line names as `crate::…`.
fn named(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let list = match rest.strip_prefix('{') {
            Some(list) => list.split(',').collect(),
            None => vec![rest],
        };
        for item in list {
            let item = item.trim_start();
            let item = item
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .next()
                .unwrap_or_default();
            if item.chars().next().is_some_and(|c| c.is_ascii_lowercase()) {
                found.push(item.to_owned());
            }
        }
    }
    found
}

fn floor(module: &str) -> usize {
    let floor = FLOORS.iter().position(|floor| floor.contains(&module));
    floor.unwrap_or_else(|| panic!("{module} stands on no floor"))
}

#[test]
fn arrows_point_down() {
    let arrows = arrows();
    let allowed: BTreeSet<(&str, &str)> = ON_ONE_FLOOR.into_iter().collect();
    let mut wrong = Vec::new();
    for ((from, to), file) in &arrows {
        let (from, to) = (from.as_str(), to.as_str());
        let down = floor(to) < floor(from);
        let beside = floor(to) == floor(from) && allowed.contains(&(from, to));
        if !(down || beside) || NEVER.contains(&(from, to)) {
            wrong.push(format!("{from} -> {to} in {file}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(arrows.len() > 80, "{}", arrows.len());
}

#[test]
fn no_arrows_go_in_a_circle() {
    let mut below: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in arrows().into_keys() {
        below.entry(from).or_default().insert(to.clone());
        below.entry(to).or_default();
    }
    // Whoever names nobody that is left can be taken away; a circle stays.
    while let Some(free) = below
        .iter()
        .find(|(_, to)| to.is_empty())
        .map(|(m, _)| m.clone())
    {
        below.remove(&free);
        below.values_mut().for_each(|to| {
            to.remove(&free);
        });
    }
    assert_eq!(below, BTreeMap::new());
}

#[test]
fn every_module_stands_on_a_floor_and_every_floor_holds_modules() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod "));
    let modules: BTreeSet<&str> = modules.map(|name| name.trim_end_matches(';')).collect();
    let standing: BTreeSet<&str> = FLOORS
        .iter()
        .flat_map(|floor| floor.iter().copied())
        .collect();
    assert_eq!(modules, standing);
}

#[test]
fn files_are_small() {
    let mut long = BTreeMap::new();
    for (name, text) in code() {
        let lines = production(&text).lines().count();
        if lines > 400 {
            long.insert(name, lines);
        }
    }
    for (name, _) in LONG_FILES {
        long.remove(name);
    }
    assert_eq!(long, BTreeMap::new());
}

/// Returns the functions of a file with the lines of their bodies, as rustfmt lays them out.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let Some((before, after)) = trimmed.split_once("fn ") else {
            continue;
        };
        let opens = [
            "",
            "pub ",
            "pub(super) ",
            "pub(crate) ",
            "pub const ",
            "const ",
        ];
        if !opens.contains(&before) {
            continue;
        }
        let indent = line.len() - trimmed.len();
        let close = format!("{}}}", " ".repeat(indent));
        let name: String = after
            .chars()
            .take_while(|c| *c != '(' && *c != '<')
            .collect();
        // The body: what stands between the line that opens it and the one that closes it.
        let open = lines[start..].iter().position(|line| line.ends_with('{'));
        let end = lines[start..].iter().position(|line| **line == close);
        if let (Some(open), Some(end)) = (open, end) {
            functions.push((name, end.saturating_sub(open + 1)));
        }
    }
    functions
}

#[test]
fn functions_are_small() {
    let mut long = BTreeMap::new();
    let mut count = 0;
    for (name, text) in code() {
        for (function, lines) in functions(production(&text)) {
            count += 1;
            if lines > 60 {
                long.insert((name.clone(), function), lines);
            }
        }
    }
    assert!(count > 1000, "{count}");
    for (name, function, _) in LONG_FUNCTIONS {
        long.remove(&(name.to_owned(), function.to_owned()));
    }
    assert_eq!(long, BTreeMap::new());
}

#[test]
fn no_exception_outlives_its_reason() {
    let code = code();
    for (name, why) in LONG_FILES {
        assert!(
            production(&code[name]).lines().count() > 400 && !why.is_empty(),
            "{name}"
        );
    }
    for (name, function, why) in LONG_FUNCTIONS {
        let functions = functions(production(&code[name]));
        let long = functions
            .iter()
            .any(|(name, lines)| name == function && *lines > 60);
        assert!(long && !why.is_empty(), "{name} {function}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (name, text) in code().into_iter().chain(texts(&["tests", "benches"])) {
        if name.ends_with(".rs") {
            assert!(text.starts_with("//! "), "{name}");
        }
    }
}

#[test]
fn the_schemas_are_those_that_the_program_holds_to() {
    let schemas = [
        ("transcript.xsd", &transcript::SCHEMA),
        ("deposit-manifest.xsd", &manifest::SCHEMA),
    ];
    let mut files = texts(&["schemas"]);
    for (name, schema) in schemas {
        let written = files.remove(&format!("schemas/{name}")).unwrap();
        assert_eq!(written, xml::xsd(schema), "{name}");
    }
}

#[test]
fn the_readme_has_the_exit_table() {
    let Ok(readme) = fs::read_to_string(root().join("README.md")) else {
        return;
    };
    let plain = readme.replace('`', "");
    for exit in Exit::ALL {
        let row = format!("| {} | {}", exit.code(), exit.meaning());
        assert!(plain.contains(&row), "{row}");
    }
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    // In pieces, because this file is looked through too.
    let later = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("unimple", "mented"),
        concat!("to", "do!"),
    ];
    let machine = [
        concat!("/wo", "rk/"),
        concat!("/tm", "p/"),
        concat!("/ro", "ot/"),
    ];
    for (name, text) in texts(&["src", "samples", "schemas", "tests", "benches"]) {
        for word in later.iter().chain(&machine) {
            assert!(!text.contains(word), "{word} in {name}");
        }
    }
}

#[test]
fn people_in_samples_and_tests_have_numbers_that_nobody_has() {
    let number = regex::Regex::new(r"(?:\+44|0) ?7\d{3} ?\d{6}").unwrap();
    let drama = regex::Regex::new(r"^(?:\+44|0) ?7700 ?900\d{3}$").unwrap();
    let mut count = 0;
    for (name, text) in texts(&["src", "samples", "tests"]) {
        for found in number.find_iter(&text) {
            count += 1;
            assert!(
                drama.is_match(found.as_str()),
                "{} in {name}",
                found.as_str()
            );
        }
    }
    assert!(count > 5, "{count}");
    assert!(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("samples")
            .is_dir()
    );
}
