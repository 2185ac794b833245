//! Reads the policy file: everything that is wrong is found before anything is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::DeTable;

use super::super::query::{Lists, Term, nearest};
use super::examples;
use super::fault::{Found, PolicyError, PolicyFault};
use super::place::Lines;
use super::table::{Reading, Table, Text, Value};
use super::{About, Hold, InForce, Otherwise, Policy, Rule, compiled, note};

/// What the first line of a policy says.
const FORMAT: &str = "selection-rules/1";

const KEYS: [&str; 10] = [
    "format",
    "id",
    "title",
    "authority",
    "owner",
    "otherwise",
    "in_force",
    "list",
    "rule",
    "hold",
];

/// A rule or a hold as read, with the place of its id.
pub(super) struct Placed<T> {
    pub id: Range<usize>,
    pub item: T,
}

pub(super) fn policy(file: &str, bytes: &[u8]) -> Result<Policy, PolicyError> {
    let source =
        std::str::from_utf8(bytes).map_err(|error| not_utf8(file, bytes, error.valid_up_to()))?;
    let (document, errors) = DeTable::parse_recoverable(source);
    let mut reading = Reading {
        source,
        found: Vec::new(),
        tested: Vec::new(),
    };
    let policy = whole(&mut reading, document.get_ref());
    let found = std::mem::take(&mut reading.found);
    let found = if errors.is_empty() {
        found
    } else {
        unreadable(source, &errors, found)
    };
    match policy {
        Some(policy) if found.is_empty() => Ok(policy),
        _ => Err(PolicyError::of(file, source, found).tested(reading.tested)),
    }
}

fn not_utf8(file: &str, bytes: &[u8], upto: usize) -> PolicyError {
    // The bytes before the fault are shown as they are, the rest of the line as far as it goes.
    let source = String::from_utf8_lossy(bytes);
    let found = Found {
        range: upto..upto + char::REPLACEMENT_CHARACTER.len_utf8(),
        fault: PolicyFault::NotUtf8,
        meant: Some("Save the file as UTF-8.".to_owned()),
    };
    PolicyError::of(file, &source, vec![found])
}

/// Joins what the TOML reader says with what was found in the rest, but for what may follow from
/// the former: keys that seem to be missing, and whatever stands in the same lines.
fn unreadable(source: &str, errors: &[toml::de::Error], rest: Vec<Found>) -> Vec<Found> {
    let lines = Lines::of(source);
    let mut found = Vec::new();
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let start = range.start.min(source.len());
        found.push(Found {
            range: start..range.end.clamp(start, source.len()),
            fault: PolicyFault::Toml(error.message().to_owned()),
            meant: None,
        });
    }
    let broken: BTreeSet<u64> = found
        .iter()
        .map(|f| lines.at(f.range.start).number)
        .collect();
    found.extend(rest.into_iter().filter(|found| {
        let follows = matches!(
            found.fault,
            PolicyFault::MissingKey { .. } | PolicyFault::NoLabel
        );
        !follows && !broken.contains(&lines.at(found.range.start).number)
    }));
    found
}

fn whole(reading: &mut Reading<'_>, document: &DeTable<'_>) -> Option<Policy> {
    let top = Table {
        name: "the policy",
        range: 0..0,
        table: document,
    };
    top.only(reading, &KEYS);
    let about = about(reading, &top);
    let known = reading.found.len();
    let lists = lists(reading, &top);
    let sound_lists = (reading.found.len() == known).then_some(&lists);
    let mut notes = Vec::new();
    let mut rules = Vec::new();
    for table in tables(reading, &top, "rule", "a [[rule]]") {
        rules.extend(Rule::read(reading, &table, &lists));
        examples::check(reading, &table, rules.last(), sound_lists, &mut notes);
    }
    let tables = tables(reading, &top, "hold", "a [[hold]]");
    let mut holds: Vec<_> = tables
        .iter()
        .filter_map(|table| Hold::read(reading, table, &lists))
        .collect();
    let ids = rules.iter().map(|rule| (&rule.item.id, &rule.id));
    let ids = ids.chain(holds.iter().map(|hold| (&hold.item.id, &hold.id)));
    same_ids(reading, ids.collect());
    if rules.len().max(holds.len()) > usize::from(u16::MAX) {
        reading.fault(0..0, PolicyFault::TooMany);
    }
    rules.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    holds.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    let rules: Vec<Rule> = rules.into_iter().map(|rule| rule.item).collect();
    let holds: Vec<Hold> = holds.into_iter().map(|hold| hold.item).collect();
    notes.extend(note::of(&lists, &rules, &holds));
    notes.sort();
    let mut tested = reading.tested.clone();
    tested.sort();
    Some(Policy {
        about: about?,
        program: compiled(&rules, &holds, &lists),
        lists,
        rules,
        holds,
        notes,
        tested,
    })
}

fn about(reading: &mut Reading<'_>, top: &Table<'_>) -> Option<About> {
    if let Some(format) = top.needs(reading, "format")
        && format.value != FORMAT
    {
        let word = format.value.to_owned();
        let fault = PolicyFault::UnknownWord {
            key: "format",
            word,
        };
        reading.fault_meaning(
            format.token,
            fault,
            format!("This version reads \"{FORMAT}\"."),
        );
    }
    let id = id(reading, top);
    let title = top.needs(reading, "title");
    let authority = top.needs(reading, "authority");
    let owner = top.needs(reading, "owner");
    let otherwise = top
        .needs(reading, "otherwise")
        .and_then(|text| otherwise(reading, text));
    let in_force = top
        .value("in_force")
        .and_then(|value| in_force(reading, &value));
    Some(About {
        id: id?.value.to_owned(),
        title: title?.value.to_owned(),
        authority: authority?.value.to_owned(),
        owner: owner?.value.to_owned(),
        otherwise: otherwise?,
        in_force,
    })
}

fn otherwise(reading: &mut Reading<'_>, text: Text<'_>) -> Option<Otherwise> {
    match text.value {
        "refer" => return Some(Otherwise::Refer),
        "select" => return Some(Otherwise::Select),
        "not-selected" | "outside" => reading.fault_meaning(
            text.token,
            PolicyFault::OtherwiseNotSelected,
            "Write \"refer\", and a person decides; or \"select\".",
        ),
        word => unknown_word(
            reading,
            "otherwise",
            word,
            &text.token,
            &["refer", "select"],
        ),
    }
    None
}

fn in_force(reading: &mut Reading<'_>, value: &Value<'_>) -> Option<InForce> {
    let table = reading.table("in_force", "in_force", value)?;
    table.only(reading, &["from", "to"]);
    let from = table.date(reading, "from");
    let to = table.date(reading, "to");
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        reading.fault(table.range, PolicyFault::DatesBackwards);
    }
    Some(InForce { from, to })
}

/// Returns an id that can be typed, printed and sorted anywhere.
pub(super) fn id<'t>(reading: &mut Reading<'_>, table: &Table<'t>) -> Option<Text<'t>> {
    let id = table.needs(reading, "id")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let starts = id.value.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts && id.value.len() <= 64 && id.value.bytes().all(fits) {
        return Some(id);
    }
    let fault = PolicyFault::BadId(id.value.to_owned());
    let meant =
        "Use up to 64 letters A to Z, digits, -, _ and full stops; a letter or digit first.";
    reading.fault_meaning(id.token, fault, meant);
    None
}

pub(super) fn unknown_word(
    reading: &mut Reading<'_>,
    key: &'static str,
    word: &str,
    range: &Range<usize>,
    known: &[&str],
) {
    let meant = match nearest(word, known.iter().copied()) {
        Some(known) => format!("Did you mean \"{known}\"?"),
        None => format!("It is one of {}.", known.join(", ")),
    };
    let word = word.to_owned();
    let fault = PolicyFault::UnknownWord { key, word };
    reading.fault_meaning(range.clone(), fault, meant);
}

fn lists(reading: &mut Reading<'_>, top: &Table<'_>) -> Lists {
    let mut lists = Lists::default();
    let Some(value) = top.value("list") else {
        return lists;
    };
    let Some(table) = reading.table("[list]", "list", &value) else {
        return lists;
    };
    for (key, value) in table.table.iter() {
        let name = key.get_ref().as_ref();
        if !super::super::query::is_name(name) {
            let fault = PolicyFault::BadListName(name.to_owned());
            reading.fault_meaning(key.span(), fault, "Use letters A to Z, digits, - and _.");
        }
        let known = reading.found.len();
        let range = value.span();
        let value = value.get_ref();
        let entries = reading.texts(name, &Value { range, value });
        if entries.is_empty() && reading.found.len() == known {
            reading.fault(key.span(), PolicyFault::EmptyList(name.to_owned()));
        }
        let mut terms = Vec::new();
        for entry in entries {
            match Term::entry(entry.value) {
                Ok(term) => terms.push(term),
                Err(error) => reading.query_fault(&entry, error),
            }
        }
        // A list with a fault is still a list: a rule that uses it is not at fault.
        lists.insert(name, terms);
    }
    lists
}

/// Returns the tables of `[[rule]]` or `[[hold]]`.
fn tables<'t>(
    reading: &mut Reading<'_>,
    top: &Table<'t>,
    key: &'static str,
    name: &'static str,
) -> Vec<Table<'t>> {
    let Some(value) = top.value(key) else {
        return Vec::new();
    };
    let wanted = "a table in double brackets";
    let Some(array) = value.value.as_array() else {
        reading.wrong_type(key, wanted, &value);
        return Vec::new();
    };
    let mut tables = Vec::new();
    for entry in array.iter() {
        let range = entry.span();
        match entry.get_ref().as_table() {
            Some(table) => tables.push(Table { name, range, table }),
            None => {
                let value = entry.get_ref();
                reading.wrong_type(key, wanted, &Value { range, value });
            }
        }
    }
    tables
}

fn same_ids(reading: &mut Reading<'_>, mut ids: Vec<(&String, &Range<usize>)>) {
    ids.sort_by_key(|(_, range)| range.start);
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, range) in ids {
        let start = *first.entry(id).or_insert(range.start);
        if start != range.start {
            let line = Lines::of(reading.source).at(start).number;
            let id = id.clone();
            reading.fault(range.clone(), PolicyFault::SameId { id, line });
        }
    }
}
