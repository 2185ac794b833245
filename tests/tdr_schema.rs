//! Our rules for a row against TNA's own schemas, where a copy of them is at hand: the folder that
//! `CONSIGN_TDR_SCHEMAS` names, from TNA's repository `da-metadata-schema`.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use consign::package::tdr::{Cells, FOI_CODES, HEADERS, LANGUAGES, RIGHTS, Status};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

/// Returns the folder of the schemas, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "the schemas are somebody else's and lie outside the repository"
)]
fn schemas() -> Option<PathBuf> {
    std::env::var_os("CONSIGN_TDR_SCHEMAS").map(PathBuf::from)
}

/// What is said when they are not at hand.
const PASSED_OVER: &str = "passed over: CONSIGN_TDR_SCHEMAS names no folder with TNA's schemas";

fn read(folder: &std::path::Path, name: &str) -> Value {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn words(value: &Value) -> BTreeSet<&str> {
    let words = value["enum"].as_array().unwrap().iter();
    words.map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn the_words_and_headers_are_those_of_the_schema() {
    let Some(folder) = schemas() else {
        println!("{PASSED_OVER}");
        return;
    };
    let definitions = &read(&folder, "definitionsSchema.schema.json")["definitions"];
    assert_eq!(words(&definitions["foi_codes"]), BTreeSet::from(FOI_CODES));
    assert_eq!(words(&definitions["languages"]), BTreeSet::from(LANGUAGES));
    assert_eq!(words(&definitions["copyrights"]), BTreeSet::from(RIGHTS));
    assert_eq!(
        words(&definitions["closure_types"]),
        BTreeSet::from([Status::Open, Status::Closed].map(Status::word))
    );
    let config = read(&folder, "config.json");
    let items = config["configItems"].as_array().unwrap();
    let in_template = |item: &&Value| {
        let outputs = item["downloadFilesOutputs"].as_array();
        outputs.is_some_and(|outputs| {
            outputs
                .iter()
                .any(|output| output["domain"] == "MetadataDownloadTemplate")
        })
    };
    let headers: BTreeSet<&str> = items
        .iter()
        .filter(in_template)
        .filter_map(|item| item["alternateKeys"][0]["tdrFileHeader"].as_str())
        .collect();
    assert_eq!(headers, BTreeSet::from(HEADERS));
}

/// The schemas that a row is held to.
struct Schemas {
    rules: Vec<Value>,
    definitions: Value,
}

impl Schemas {
    fn read(folder: &std::path::Path) -> Schemas {
        let names = [
            "baseSchema.schema.json",
            "closureSchemaClosed.schema.json",
            "closureSchemaOpen.schema.json",
            "relationshipSchema.schema.json",
        ];
        Schemas {
            rules: names.iter().map(|name| read(folder, name)).collect(),
            definitions: read(folder, "definitionsSchema.schema.json"),
        }
    }

    fn take(&self, row: &Value) -> bool {
        self.rules.iter().all(|schema| self.valid(schema, row))
    }

    /// Tells whether a value is valid, by the words of JSON Schema that TNA's schemas use.
    fn valid(&self, schema: &Value, value: &Value) -> bool {
        let Some(schema) = schema.as_object() else {
            return true;
        };
        let conditional = match schema.get("if") {
            Some(condition) if self.valid(condition, value) => schema
                .get("then")
                .is_none_or(|then| self.valid(then, value)),
            _ => true,
        };
        conditional
            && schema
                .iter()
                .all(|(word, rule)| self.holds(word, rule, value))
    }

    fn holds(&self, word: &str, rule: &Value, value: &Value) -> bool {
        let number = |value: &Value| value.as_u64().unwrap_or(u64::MAX);
        let length = |text: &str| text.chars().count() as u64;
        match (word, value) {
            ("type", _) => match rule {
                Value::Array(types) => types.iter().any(|of| is_a(of, value)),
                of => is_a(of, value),
            },
            ("const", _) => rule == value,
            ("enum", _) => rule.as_array().unwrap().contains(value),
            ("not", _) => !self.valid(rule, value),
            ("allOf", _) => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|all| self.valid(all, value)),
            ("$ref", _) => {
                let (_, name) = rule.as_str().unwrap().rsplit_once('/').unwrap();
                self.valid(&self.definitions["definitions"][name], value)
            }
            ("properties", Value::Object(members)) => {
                let mut properties = rule.as_object().unwrap().iter();
                properties.all(|(name, of)| members.get(name).is_none_or(|v| self.valid(of, v)))
            }
            ("required", Value::Object(members)) => {
                let mut required = rule.as_array().unwrap().iter();
                required.all(|name| members.contains_key(name.as_str().unwrap()))
            }
            ("items", Value::Array(items)) => items.iter().all(|item| self.valid(rule, item)),
            ("contains", Value::Array(items)) => items.iter().any(|item| self.valid(rule, item)),
            ("minItems", Value::Array(items)) => items.len() as u64 >= number(rule),
            ("maxItems", Value::Array(items)) => items.len() as u64 <= number(rule),
            ("minLength", Value::String(text)) => length(text) >= number(rule),
            ("maxLength", Value::String(text)) => length(text) <= number(rule),
            ("minimum", Value::Number(_)) => number(value) >= number(rule),
            ("maximum", Value::Number(_)) => number(value) <= number(rule),
            ("pattern", Value::String(text)) => {
                assert_eq!(rule, "^[^\\r\\n]*$");
                !text.contains(['\r', '\n'])
            }
            _ => true,
        }
    }
}

fn is_a(of: &Value, value: &Value) -> bool {
    match of.as_str().unwrap() {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is not known here"),
    }
}

/// Returns cells as TNA's service makes an object of them: lists are split at `;`, nothing is null.
fn row(cells: &Cells<'_>) -> Value {
    let text = |cell: &str| match cell {
        "" => Value::Null,
        cell => json!(cell),
    };
    let list = |cell: &str, of: fn(&str) -> Value| match cell {
        "" => Value::Null,
        cell => cell.split(';').map(of).collect(),
    };
    let flag = |cell: &str| match cell {
        "Yes" => json!(true),
        "No" => json!(false),
        other => text(other),
    };
    let years = |cell: &str| {
        cell.parse::<u64>()
            .map_or(json!(cell), |years| json!(years))
    };
    let mut row = Map::new();
    for (key, value) in [
        ("closure_type", json!(cells.status.word())),
        ("end_date", json!(cells.date.to_string())),
        ("description", text(cells.description)),
        ("language", list(cells.language, |one| json!(one))),
        ("rights_copyright", list(cells.copyright, |one| json!(one))),
        ("copyright_details", Value::Null),
        ("note", text(cells.note)),
        ("foi_exemption_code", list(cells.codes, |one| json!(one))),
        ("closure_period", list(cells.periods, years)),
        ("closure_start_date", text(cells.start)),
        ("foi_exemption_asserted", text(cells.schedule)),
        ("title_closed", flag(cells.name_closed)),
        ("title_alternate", text(cells.alternate_name)),
        ("description_closed", flag(cells.description_closed)),
        ("description_alternate", text(cells.alternate_description)),
    ] {
        row.insert(key.to_owned(), value);
    }
    Value::Object(row)
}

/// A row that is open, and one that is closed, as both take it.
const OPEN: [&str; 12] = [
    "Messages.",
    "English",
    "Crown",
    "",
    "",
    "",
    "",
    "",
    "No",
    "",
    "No",
    "",
];
const CLOSED: [&str; 12] = [
    "Messages.",
    "English;Welsh",
    "Unknown",
    "A note.",
    "27(1);40(2)",
    "20;80",
    "2021-12-31",
    "2026-02-01",
    "Yes",
    "Another",
    "No",
    "",
];

/// The cells of a row with some of them changed, and whether it is closed.
fn any_cells() -> impl Strategy<Value = ([&'static str; 12], bool)> {
    let long: &'static str = Box::leak("x".repeat(300).into_boxed_str());
    let huge: &'static str = Box::leak("x".repeat(8001).into_boxed_str());
    let wild = [
        vec!["", "Other.", huge],
        vec!["Welsh", "", "english", "English; Welsh"],
        vec![
            "Third party",
            "UK Parliament",
            "",
            "crown",
            "Crown;Unknown",
            "Crown;Third party",
        ],
        vec!["", "A note.", huge],
        vec!["", "40(2)", "27", "40(2);", "EIR 12(5)(g)", "37(1)(ad);23"],
        vec!["", "20", "1;150", "0;1", "151;1", "20 ;80", "x"],
        vec!["", "2021-11-03", "2021-01-01", "soon"],
        vec!["", "2026-02-02", "1999-12-31", "2021-12-31"],
        vec!["Yes", "No", "", "no"],
        vec!["", "Other", long, "two\nlines"],
        vec!["Yes", "No", "", "maybe"],
        vec!["", "Other", huge],
    ];
    let change = (0..wild.len(), any::<prop::sample::Index>());
    (any::<bool>(), prop::collection::vec(change, 0..4)).prop_map(move |(closed, changes)| {
        let mut cells = if closed { CLOSED } else { OPEN };
        for (field, which) in changes {
            cells[field] = wild[field][which.index(wild[field].len())];
        }
        (cells, closed)
    })
}

#[test]
fn what_we_take_the_schema_takes() {
    let Some(folder) = schemas() else {
        println!("{PASSED_OVER}");
        return;
    };
    let schemas = Schemas::read(&folder);
    let date: NaiveDate = "2021-11-03".parse().unwrap();
    let (taken, stricter) = (Cell::new(0_u32), Cell::new(0_u32));
    let mut runner = TestRunner::new(Config::with_cases(5_000));
    let ran = runner.run(&any_cells(), |(cells, closed)| {
        let [
            description,
            language,
            copyright,
            note,
            codes,
            periods,
            start,
            schedule,
            name_closed,
            alternate_name,
            description_closed,
            alternate_description,
        ] = cells;
        let cells = Cells {
            status: if closed { Status::Closed } else { Status::Open },
            date,
            description,
            language,
            copyright,
            note,
            codes,
            periods,
            start,
            schedule,
            name_closed,
            alternate_name,
            description_closed,
            alternate_description,
        };
        let ours = cells.faults().is_empty() && cells.closure_faults().is_empty();
        let theirs = schemas.take(&row(&cells));
        taken.set(taken.get() + u32::from(ours && theirs));
        stricter.set(stricter.get() + u32::from(theirs && !ours));
        prop_assert!(theirs || !ours, "we take what TNA refuses: {cells:?}");
        Ok(())
    });
    ran.unwrap();
    let (taken, stricter) = (taken.get(), stricter.get());
    println!("{taken} rows taken by both; {stricter} that we refuse and the schema takes");
    assert!(taken > 500, "{taken}");
}
