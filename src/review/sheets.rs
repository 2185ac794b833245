//! Which sheets went out, and which of them came back.

use std::collections::BTreeMap;

use super::undo::undone_lines;
use crate::journal::{Act, Answered, Asked, Entry, Purpose};

/// A sheet that went out.
#[derive(Debug, Clone, Copy)]
pub struct OutSheet<'a> {
    /// The line that says so.
    pub entry: &'a Entry,
    /// What it asks.
    pub asked: &'a Asked,
    /// The line with its answers, where it came back and that was not taken back.
    pub answered: Option<(&'a Entry, &'a Answered)>,
}

/// The sheets of a batch, by their ids.
#[derive(Debug, Default)]
pub struct Sheets<'a> {
    sheets: BTreeMap<&'a str, OutSheet<'a>>,
}

impl<'a> Sheets<'a> {
    /// Reads the lines of a journal.
    pub fn of(entries: &'a [Entry]) -> Sheets<'a> {
        let undone = undone_lines(entries);
        let mut sheets: BTreeMap<&'a str, OutSheet<'a>> = BTreeMap::new();
        for entry in entries {
            match &entry.act {
                Act::Asked(asked) => {
                    sheets.insert(
                        &asked.sheet,
                        OutSheet {
                            entry,
                            asked,
                            answered: None,
                        },
                    );
                }
                Act::Answered(answered) if !undone.contains_key(&entry.n) => {
                    if let Some(sheet) = sheets.get_mut(answered.sheet.as_str()) {
                        sheet.answered = Some((entry, answered));
                    }
                }
                _ => {}
            }
        }
        Sheets { sheets }
    }

    /// Returns the sheet with an id.
    pub fn get(&self, sheet: &str) -> Option<OutSheet<'a>> {
        self.sheets.get(sheet).copied()
    }

    /// Returns what a sheet is for.
    pub fn purpose(&self, sheet: &str) -> Option<Purpose> {
        Some(self.get(sheet)?.asked.purpose)
    }

    /// Returns the sheets for a purpose, in the order in which they went out.
    pub fn for_purpose(&self, purpose: Purpose) -> Vec<OutSheet<'a>> {
        let mut sheets: Vec<OutSheet<'a>> = self.sheets.values().copied().collect();
        sheets.retain(|sheet| sheet.asked.purpose == purpose);
        sheets.sort_by_key(|sheet| sheet.entry.n);
        sheets
    }
}
