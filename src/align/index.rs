//! The rows of an export, looked up by what they hold and when they were written.

use std::ops::RangeInclusive;

use super::row::Row;

/// The places of rows, in the order of their keys, minutes and places. Four bytes a row.
#[derive(Debug, Clone)]
pub(super) struct Index(Vec<u32>);

/// How many rows of one key and one minute are looked at on either side of where a copy is
/// expected. More are only there where somebody writes the same words again and again.
const NEAR: usize = 4;

impl Index {
    /// Returns the index of some rows.
    pub fn of(rows: &[Row]) -> Index {
        let mut places: Vec<u32> = (0..).zip(rows).map(|(place, _)| place).collect();
        places.sort_unstable_by_key(|place| {
            let row = &rows[*place as usize];
            (row.key(), row.minute(), *place)
        });
        Index(places)
    }

    /// Adds to `found` the rows with the key of `row` in some minutes: of each minute those
    /// nearest to the place `expected`.
    pub fn find(
        &self,
        rows: &[Row],
        row: &Row,
        minutes: RangeInclusive<i64>,
        expected: u32,
        found: &mut Vec<u32>,
    ) {
        let at = |place: &u32| {
            let row = &rows[*place as usize];
            (row.key(), row.minute())
        };
        let key = row.key();
        let start = self
            .0
            .partition_point(|place| at(place) < (key, *minutes.start()));
        let rest = self.0.get(start..).unwrap_or_default();
        let length = rest.partition_point(|place| at(place) <= (key, *minutes.end()));
        let same = rest.get(..length).unwrap_or_default();
        for minute in same.chunk_by(|a, b| at(a) == at(b)) {
            let middle = minute.partition_point(|place| *place < expected);
            let near = middle.saturating_sub(NEAR)..minute.len().min(middle + NEAR);
            found.extend(&minute[near]);
        }
    }
}
