//! What people stated of two sources: whether they are of one conversation.

use std::collections::BTreeMap;

use crate::align::Stated;
use crate::journal::{Act, Entry, SaidOfSources};
use crate::message::SourceId;

/// What was stated last of each two sources, the smaller id first.
pub type StatedOfSources = BTreeMap<(SourceId, SourceId), Stated>;

/// Returns what is stated of sources, and was not taken back.
pub fn stated_of_sources<'e>(entries: impl Iterator<Item = &'e Entry> + Clone) -> StatedOfSources {
    let undone: Vec<u64> = entries
        .clone()
        .filter_map(|entry| match entry.act {
            Act::Undone { line, .. } => Some(line),
            _ => None,
        })
        .collect();
    let mut stated = StatedOfSources::new();
    for entry in entries.filter(|entry| !undone.contains(&entry.n)) {
        if let Act::CopiesStated {
            first,
            second,
            says,
            ..
        } = &entry.act
        {
            let says = match says {
                SaidOfSources::Same => Stated::Same,
                SaidOfSources::NotTheSame => Stated::NotTheSame,
            };
            stated.insert(in_order(first, second), says);
        }
    }
    stated
}

/// Returns two sources, the smaller id first.
pub fn in_order(first: &SourceId, second: &SourceId) -> (SourceId, SourceId) {
    let (first, second) = (first.min(second), first.max(second));
    (first.clone(), second.clone())
}
