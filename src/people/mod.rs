//! Who is who: labels as the exports write them, and the people behind them.
//!
//! A label is what a telephone's address book calls somebody. It is never overwritten; the
//! register says, row by row and with dates, which person it stands for, what name the department
//! approves for display, and which post that person held.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::place::Place;
use crate::sheet::{guarded, unguarded};
use crate::shown::shown;

/// The columns of `people.csv`, in order.
pub const COLUMNS: [&str; 8] = [
    "label",
    "key",
    "display_name",
    "post",
    "group",
    "grade",
    "from",
    "to",
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

    fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
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
        if header != COLUMNS {
            let why = format!("the columns must be: {}", COLUMNS.join(","));
            return Err(PeopleError(vec![(Place::line(file, 1), why)]));
        }
        for record in reader.records() {
            let (at, row) = match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    (Place::line(file, line), row(&record))
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
            let apart = (row.to.zip(other.from)).is_some_and(|(to, from)| to < from)
                || (other.to.zip(row.from)).is_some_and(|(to, from)| to < from);
            if !apart {
                faults.push((
                    at.clone(),
                    format!(
                        "the label \"{}\" stands for {} and for {} at the same time; give each row its dates",
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

    /// Returns the row of a label on a day.
    pub fn on(&self, label: &str, day: NaiveDate) -> Option<&Row> {
        let rows = self.by_label.get(label)?;
        rows.iter()
            .map(|&index| &self.rows[index])
            .find(|row| row.holds_on(day))
    }

    /// Tells whether a label is in the register at all.
    pub fn knows(&self, label: &str) -> bool {
        self.by_label.contains_key(label)
    }

    /// Returns every row, in the order of the file.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the register as `people.csv`, with a proposed row for each label it does not know:
    /// a key of its own, and everything else for a person to fill in.
    pub fn with_proposals(&self, labels: &BTreeSet<String>) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let infallible = "a CSV in memory can be written";
        writer.write_record(COLUMNS).expect(infallible);
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        for row in &self.rows {
            let (from, to) = (day(row.from), day(row.to));
            writer
                .write_record([
                    &guarded(&row.label),
                    &row.key,
                    &row.display_name,
                    &row.post,
                    &row.group,
                    &row.grade,
                    &from,
                    &to,
                ])
                .expect(infallible);
        }
        let taken: BTreeSet<&str> = self.rows.iter().map(|row| row.key.as_str()).collect();
        let mut keys = (1..)
            .map(|n| format!("p{n:02}"))
            .filter(|key| !taken.contains(key.as_str()));
        for label in labels.iter().filter(|label| !self.knows(label)) {
            let key = keys.next().expect("the numbers do not end");
            writer
                .write_record([&guarded(label), &key, "", "", "", "", "", ""])
                .expect(infallible);
        }
        let bytes = writer.into_inner().expect(infallible);
        String::from_utf8(bytes).expect("it was written from text")
    }
}

fn row(record: &csv::StringRecord) -> Result<Row, String> {
    if record.len() != COLUMNS.len() {
        return Err(format!(
            "there are {} cells, not {}",
            record.len(),
            COLUMNS.len()
        ));
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

    const HEAD: &str = "label,key,display_name,post,group,grade,from,to\n";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_label_stands_for_whoever_held_it_on_the_day() {
        let people = People::parse(
            "people.csv",
            &format!("{HEAD}Duty phone,p01,A,Duty Officer,official,,,2020-12-31\nDuty phone,p02,B,Duty Officer,official,,2021-01-01,\n"),
        )
        .unwrap();
        assert_eq!(
            people.on("Duty phone", day("2020-12-31")).unwrap().key,
            "p01"
        );
        assert_eq!(
            people.on("Duty phone", day("2021-01-01")).unwrap().key,
            "p02"
        );
        assert!(people.on("Mum", day("2021-01-01")).is_none());
    }

    #[test]
    fn one_label_for_two_people_at_once_is_caught_with_its_line() {
        let error = People::parse(
            "people.csv",
            &format!("{HEAD}X,p01,,,,,,\nX,p02,,,,,2021-01-01,\n"),
        )
        .unwrap_err();
        assert_eq!(error.0[0].0, Place::line("people.csv", 3));
    }

    #[test]
    fn labels_that_are_not_known_are_proposed_and_nothing_is_lost() {
        let people = People::parse("people.csv", &format!("{HEAD}\"A, B\",p01,x,,,,,\n")).unwrap();
        let labels = ["+44 7700 900123".to_owned(), "A, B".to_owned()].into();
        let text = people.with_proposals(&labels);
        assert_eq!(
            text,
            format!("{HEAD}\"A, B\",p01,x,,,,,\n'+44 7700 900123,p02,,,,,,\n")
        );
        assert_eq!(People::parse("people.csv", &text).unwrap().rows().len(), 2);
    }
}
