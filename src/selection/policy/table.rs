//! A table of the policy file, asked key by key; what is wrong is noted and reading goes on.

use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::super::query::{Lists, Query, QueryError, nearest, parse};
use super::examples::Tested;
use super::fault::{Found, PolicyFault};
use super::place;

/// The file that is being read, and what is wrong with it so far.
pub(super) struct Reading<'s> {
    pub source: &'s str,
    pub found: Vec<Found>,
    pub tested: Vec<Tested>,
}

/// A text of the file: what it says, and the bytes of the TOML string that says it.
#[derive(Debug, Clone)]
pub(super) struct Text<'t> {
    pub value: &'t str,
    pub token: Range<usize>,
}

/// A table, its name for messages, and its place.
pub(super) struct Table<'t> {
    pub name: &'static str,
    pub range: Range<usize>,
    pub table: &'t DeTable<'t>,
}

/// A value and its place.
#[derive(Clone)]
pub(super) struct Value<'t> {
    pub range: Range<usize>,
    pub value: &'t DeValue<'t>,
}

impl Reading<'_> {
    pub fn fault(&mut self, range: Range<usize>, fault: PolicyFault) {
        self.found.push(Found {
            range,
            fault,
            meant: None,
        });
    }

    pub fn fault_meaning(
        &mut self,
        range: Range<usize>,
        fault: PolicyFault,
        meant: impl Into<String>,
    ) {
        self.found.push(Found {
            range,
            fault,
            meant: Some(meant.into()),
        });
    }

    /// Notes a fault of a query or a term, at its place in the text.
    pub fn query_fault(&mut self, text: &Text<'_>, error: QueryError) {
        self.found.push(Found {
            range: place::inside(self.source, &text.token, &error.range),
            fault: PolicyFault::Query(error.fault),
            meant: error.meant,
        });
    }

    pub fn wrong_type(&mut self, key: &str, wanted: &'static str, value: &Value<'_>) {
        let fault = PolicyFault::WrongType {
            key: key.to_owned(),
            wanted,
            found: value.value.type_str(),
        };
        self.fault(value.range.clone(), fault);
    }

    /// Reads a query.
    pub fn query(&mut self, text: &Text<'_>, lists: &Lists) -> Option<Query> {
        match parse(text.value, lists) {
            Ok(query) => Some(query),
            Err(errors) => {
                for error in errors {
                    self.query_fault(text, error);
                }
                None
            }
        }
    }

    /// Returns a list of texts.
    pub fn texts<'t>(&mut self, key: &str, value: &Value<'t>) -> Vec<Text<'t>> {
        let Some(array) = value.value.as_array() else {
            self.wrong_type(key, "a list of texts", value);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in array.iter() {
            let range = entry.span();
            match entry.get_ref().as_str() {
                Some(value) => texts.push(Text {
                    value,
                    token: range,
                }),
                None => {
                    let value = entry.get_ref();
                    self.wrong_type(key, "a list of texts", &Value { range, value });
                }
            }
        }
        texts
    }

    /// Returns a table that is a value, such as `{ before = 20 }`.
    pub fn table<'t>(
        &mut self,
        name: &'static str,
        key: &str,
        value: &Value<'t>,
    ) -> Option<Table<'t>> {
        let Some(table) = value.value.as_table() else {
            self.wrong_type(key, "a table in braces", value);
            return None;
        };
        let range = value.range.clone();
        Some(Table { name, range, table })
    }
}

impl<'t> Table<'t> {
    /// Notes the keys that do not exist.
    pub fn only(&self, reading: &mut Reading<'_>, keys: &[&'static str]) {
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if keys.contains(&name) {
                continue;
            }
            let meant = match nearest(name, keys.iter().copied()) {
                Some(known) => format!("Did you mean \"{known}\"?"),
                None => format!("It has {}.", keys.join(", ")),
            };
            let fault = PolicyFault::UnknownKey {
                key: name.to_owned(),
                table: self.name,
            };
            reading.fault_meaning(key.span(), fault, meant);
        }
    }

    /// Returns a value, and nothing when the key is not there.
    pub fn value(&self, key: &str) -> Option<Value<'t>> {
        let entry = self
            .table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key);
        entry.map(|(_, value)| Value {
            range: value.span(),
            value: value.get_ref(),
        })
    }

    /// Returns the place of a key, or of the table when the key is not there.
    pub fn key_range(&self, key: &str) -> Range<usize> {
        let entry = self
            .table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key);
        entry.map_or_else(|| self.range.clone(), |(name, _)| name.span())
    }

    /// Returns a text that says something, and nothing when the key is not there.
    pub fn text(&self, reading: &mut Reading<'_>, key: &'static str) -> Option<Text<'t>> {
        let value = self.value(key)?;
        let Some(text) = value.value.as_str() else {
            reading.wrong_type(key, "a text", &value);
            return None;
        };
        if text.trim().is_empty() {
            reading.fault(value.range, PolicyFault::SaysNothing(key));
            return None;
        }
        Some(Text {
            value: text,
            token: value.range,
        })
    }

    /// Returns a text that must be there.
    pub fn needs(&self, reading: &mut Reading<'_>, key: &'static str) -> Option<Text<'t>> {
        self.present(reading, key)?;
        self.text(reading, key)
    }

    /// Notes it when a key is not there.
    pub fn present(&self, reading: &mut Reading<'_>, key: &'static str) -> Option<Value<'t>> {
        let value = self.value(key);
        if value.is_none() {
            let table = self.name;
            reading.fault(self.range.clone(), PolicyFault::MissingKey { key, table });
        }
        value
    }

    /// Returns a date without a time.
    pub fn date(&self, reading: &mut Reading<'_>, key: &'static str) -> Option<NaiveDate> {
        let value = self.value(key)?;
        let whole = value
            .value
            .as_datetime()
            .filter(|at| at.time.is_none() && at.offset.is_none());
        let date = whole.and_then(|at| at.date).and_then(|date| {
            let (year, month, day) = (date.year, date.month, date.day);
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        });
        if date.is_none() {
            reading.wrong_type(key, "a date such as 2026-03-02", &value);
        }
        date
    }
}
