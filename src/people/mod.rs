//! Who is who: labels as the exports write them, and the people behind them.
//!
//! A label is what a telephone's address book calls somebody. It is never overwritten; the
//! register says, row by row and with dates, which person it stands for, what name the department
//! approves for display, and which post that person held. "Mum" on two telephones is two people:
//! a row can be limited to the sources in which the label stands for that person.

mod propose;
mod written;

pub use propose::{NumberChange, Proposal, Proposals, SeenLabel, propose};
pub use written::participant;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::message::{BadId, SourceId};
use crate::place::Place;
use crate::sheet::{guarded, unguarded};
use crate::shown::shown;

/// The columns of `people.csv`, in order. The last may be left out of the file as a whole.
pub const COLUMNS: [&str; 9] = [
    "label",
    "key",
    "display_name",
    "post",
    "group",
    "grade",
    "from",
    "to",
    "source",
];

/// A row of the register: one label, for one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The label as the export writes it, without directional marks.
    pub label: String,
    /// The key of the person, such as `p01`.
    pub key: String,
    /// The name that the department approves; empty until it has.
    pub display_name: String,
    /// The post held.
    pub post: String,
    /// The group that rules speak of, such as `minister`.
    pub group: String,
    /// The grade.
    pub grade: String,
    /// The first day for which the row holds.
    pub from: Option<NaiveDate>,
    /// The last day for which the row holds.
    pub to: Option<NaiveDate>,
    /// The sources for which the row holds; none for all of them. A row that names the source goes
    /// before one that holds for all.
    pub sources: BTreeSet<SourceId>,
}

impl Row {
    /// Returns the name to display: the approved one, or the key.
    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() {
            &self.key
        } else {
            &self.display_name
        }
    }

    /// Tells whether the row holds for a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Tells whether both rows could be asked about the same message.
    fn meets(&self, other: &Row) -> bool {
        let apart = (self.to.zip(other.from)).is_some_and(|(to, from)| to < from)
            || (other.to.zip(self.from)).is_some_and(|(to, from)| to < from);
        let same_scope = match (self.sources.is_empty(), other.sources.is_empty()) {
            (true, true) => true,
            (false, false) => !self.sources.is_disjoint(&other.sources),
            _ => false,
        };
        !apart && same_scope
    }
}

/// The register of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    rows: Vec<Row>,
    by_label: BTreeMap<String, Vec<usize>>,
}

/// A register that cannot be used: every fault in it, with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|(at, why)| format!("{at}: {why}")).collect::<Vec<_>>().join("\n"))]
pub struct PeopleError(pub Vec<(Place, String)>);

impl People {
    /// Reads `people.csv`.
    ///
    /// # Errors
    /// When a column is missing or unknown, a date is no date, a key is not of the right form, or
    /// one label stands for two people on one day.
    pub fn parse(file: &str, text: &str) -> Result<People, PeopleError> {
        let mut faults = Vec::new();
        let mut people = People::default();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => {
                return Err(PeopleError(vec![(Place::line(file, 1), error.to_string())]));
            }
        };
        let without_sources = &COLUMNS[..COLUMNS.len() - 1];
        if header != COLUMNS && header != without_sources {
            let why = format!(
                "the columns must be: {} (the last may be left out)",
                COLUMNS.join(",")
            );
            return Err(PeopleError(vec![(Place::line(file, 1), why)]));
        }
        for record in reader.records() {
            let (at, row) = match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    (Place::line(file, line), row(&record, header.len()))
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    (Place::line(file, line), Err(error.to_string()))
                }
            };
            match row {
                Ok(row) => people.push(row, &at, &mut faults),
                Err(why) => faults.push((at, why)),
            }
        }
        if faults.is_empty() {
            Ok(people)
        } else {
            Err(PeopleError(faults))
        }
    }

    fn push(&mut self, row: Row, at: &Place, faults: &mut Vec<(Place, String)>) {
        let earlier = self.by_label.entry(row.label.clone()).or_default();
        for &index in earlier.iter() {
            let other = &self.rows[index];
            if row.meets(other) {
                faults.push((
                    at.clone(),
                    format!(
                        "the label \"{}\" stands for {} and for {} at the same time; give each row its dates, or its source where they are two telephones",
                        shown(&row.label),
                        shown(&other.key),
                        shown(&row.key)
                    ),
                ));
            }
        }
        earlier.push(self.rows.len());
        self.rows.push(row);
    }

    /// Returns the row of a label in a source on a day: one that names the source before one that
    /// holds for all.
    pub fn on(&self, source: &SourceId, label: &str, day: NaiveDate) -> Option<&Row> {
        let rows = || {
            let rows = self.by_label.get(label).into_iter().flatten();
            rows.map(|&index| &self.rows[index])
                .filter(|row| row.holds_on(day))
        };
        rows()
            .find(|row| row.sources.contains(source))
            .or_else(|| rows().find(|row| row.sources.is_empty()))
    }

    /// Tells whether a label of a source is in the register at all.
    pub fn knows(&self, source: &SourceId, label: &str) -> bool {
        let mut rows = self.by_label.get(label).into_iter().flatten();
        rows.any(|&index| {
            let sources = &self.rows[index].sources;
            sources.is_empty() || sources.contains(source)
        })
    }

    /// Returns every row, in the order of the file.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the register as `people.csv`, with more rows behind those that are there.
    pub fn with<'r>(&'r self, more: impl IntoIterator<Item = &'r Row>) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let infallible = "a CSV in memory can be written";
        writer.write_record(COLUMNS).expect(infallible);
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        for row in self.rows.iter().chain(more) {
            let sources: Vec<&str> = row.sources.iter().map(SourceId::as_str).collect();
            writer
                .write_record([
                    &guarded(&row.label),
                    &row.key,
                    &row.display_name,
                    &row.post,
                    &row.group,
                    &row.grade,
                    &day(row.from),
                    &day(row.to),
                    &sources.join(";"),
                ])
                .expect(infallible);
        }
        let bytes = writer.into_inner().expect(infallible);
        String::from_utf8(bytes).expect("it was written from text")
    }
}

fn row(record: &csv::StringRecord, columns: usize) -> Result<Row, String> {
    if record.len() != columns {
        return Err(format!("there are {} cells, not {columns}", record.len()));
    }
    let cell = |index: usize| record.get(index).unwrap_or_default().to_owned();
    let day = |index: usize| match cell(index).as_str() {
        "" => Ok(None),
        text => NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map(Some)
            .map_err(|_| format!("\"{}\" is not a day; write YYYY-MM-DD", shown(text))),
    };
    let row = Row {
        label: unguarded(&cell(0)).to_owned(),
        key: cell(1),
        display_name: cell(2),
        post: cell(3),
        group: cell(4),
        grade: cell(5),
        from: day(6)?,
        to: day(7)?,
        sources: sources(&cell(8))?,
    };
    if row.label.is_empty() {
        return Err("the label is empty".to_owned());
    }
    if !is_key(&row.key) {
        return Err(format!(
            "the key \"{}\" must begin with a small letter and hold only small letters, digits and hyphens, such as p01",
            shown(&row.key)
        ));
    }
    for text in [&row.display_name, &row.post, &row.group, &row.grade] {
        if text.chars().any(crate::shown::acts) {
            return Err(format!(
                "\"{}\" holds a character that cannot be seen",
                shown(text)
            ));
        }
    }
    Ok(row)
}

/// Reads the sources of a row: `wa1`, or `wa1;wa2`.
fn sources(cell: &str) -> Result<BTreeSet<SourceId>, String> {
    let names = cell
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| name.parse().map_err(|error: BadId| error.to_string()))
        .collect()
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.len() <= 32
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "label,key,display_name,post,group,grade,from,to,source\n";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn source(number: usize) -> SourceId {
        SourceId::numbered("wa", number)
    }

    fn people(rows: &str) -> People {
        People::parse("people.csv", &format!("{HEAD}{rows}")).unwrap()
    }

    #[test]
    fn a_label_stands_for_whoever_held_it_on_the_day() {
        let people = people(
            "Duty phone,p01,A,Duty Officer,official,,,2020-12-31,\nDuty phone,p02,B,Duty Officer,official,,2021-01-01,,\n",
        );
        let key = |date| &people.on(&source(1), "Duty phone", day(date)).unwrap().key;
        assert_eq!(key("2020-12-31"), "p01");
        assert_eq!(key("2021-01-01"), "p02");
        assert!(people.on(&source(1), "Mum", day("2021-01-01")).is_none());
    }

    #[test]
    fn a_label_of_two_telephones_can_be_two_people() {
        let people = people("Mum,p01,,,,,,,wa1\nMum,p02,,,,,,,wa2;wa3\nMum,p03,,,,,,,\n");
        let key = |number| {
            let row = people.on(&source(number), "Mum", day("2021-01-01"));
            row.unwrap().key.as_str()
        };
        assert_eq!(
            [key(1), key(2), key(3), key(4)],
            ["p01", "p02", "p02", "p03"]
        );
        assert!(people.knows(&source(9), "Mum"));
        assert_eq!(
            People::parse("people.csv", &people.with([])).unwrap(),
            people
        );
    }

    #[test]
    fn the_column_of_sources_may_be_left_out() {
        let text = "label,key,display_name,post,group,grade,from,to\nX,p01,,,,,,\n";
        let people = People::parse("people.csv", text).unwrap();
        assert!(people.knows(&source(1), "X"));
        let marked = format!("\u{feff}{text}").replace('\n', "\r\n");
        assert_eq!(People::parse("people.csv", &marked).unwrap(), people);
    }

    #[test]
    fn one_label_for_two_people_at_once_is_caught_with_its_line() {
        for rows in [
            "X,p01,,,,,,,\nX,p02,,,,,2021-01-01,,\n",
            "X,p01,,,,,,,wa1;wa2\nX,p02,,,,,,,wa2\n",
        ] {
            let error = People::parse("people.csv", &format!("{HEAD}{rows}")).unwrap_err();
            assert_eq!(error.0[0].0, Place::line("people.csv", 3));
        }
        let error = People::parse("people.csv", &format!("{HEAD}X,p01,,,,,,,phone\n"));
        assert!(error.unwrap_err().to_string().contains("such as wa1"));
    }
}
