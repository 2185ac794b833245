//! Chats that were pasted into a message, whose lines look like messages of their own.
//!
//! A pasted line of another form stands in the body it was pasted into, and nobody is misled. One
//! of the same form cannot be told for certain, but where line ends tell messages apart
//! (`line_ends`). Elsewhere, where the time goes back, people speak who speak nowhere else, and then
//! the time is again where it was, those messages are suspected: they stay messages, because a
//! telephone that was long without a network shows the same, and a person must look.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::date::Day;
use super::header::Header;
use crate::source::DateOrder;

/// From so long a step back on, even one line of an unknown person is suspected.
const LONG: TimeDelta = TimeDelta::days(1);
/// Shorter steps are those of messages that crossed on their way.
const SHORT: TimeDelta = TimeDelta::minutes(1);

/// A header and where it begins in the file.
#[derive(Debug, Clone, Copy)]
struct Point {
    at: u64,
    header: Header,
}

impl Point {
    fn time(&self, order: DateOrder) -> Option<NaiveDateTime> {
        let day = Day::read(order, &self.header)?;
        let day =
            NaiveDate::from_ymd_opt(day.year.into(), u32::from(day.month), u32::from(day.day))?;
        day.and_hms_opt(
            self.header.hour.into(),
            self.header.minute.into(),
            self.header.second.into(),
        )
    }
}

/// Where a label stands: its first and last header, and their neighbours.
#[derive(Debug, Clone, Copy)]
struct Appearance {
    lines: u64,
    /// The number of its first header, and of its last.
    numbers: [u64; 2],
    before: Option<Point>,
    first: Point,
    last: Point,
    after: Option<Point>,
}

/// Where the labels of a file stand.
#[derive(Debug, Default)]
pub(super) struct Appearances {
    labels: Vec<Appearance>,
    headers: u64,
    previous: Option<Point>,
    speaks: Option<usize>,
}

impl Appearances {
    /// Takes the next header, at `at` in the file. `label` is the place of its label among all of
    /// them, in the order in which they first appear; nothing where the app speaks.
    pub(super) fn note(&mut self, label: Option<usize>, header: &Header, at: u64) {
        let here = Point {
            at,
            header: *header,
        };
        if let Some(known) = self.speaks.and_then(|place| self.labels.get_mut(place)) {
            known.after = Some(here);
        }
        let seen = self.labels.len();
        match label {
            Some(place) if place < seen => {
                let known = &mut self.labels[place];
                known.lines += 1;
                known.numbers[1] = self.headers;
                known.last = here;
                known.after = None;
            }
            Some(place) if place == seen => self.labels.push(Appearance {
                lines: 1,
                numbers: [self.headers; 2],
                before: self.previous,
                first: here,
                last: here,
                after: None,
            }),
            _ => {}
        }
        self.speaks = label;
        self.previous = Some(here);
        self.headers += 1;
    }

    /// Returns where suspected messages stand in the file: each range from the first byte of the
    /// first to the first byte of the last.
    pub(super) fn suspected(&self, order: DateOrder) -> Vec<RangeInclusive<u64>> {
        let runs = (0..self.labels.len()).filter_map(|place| self.run(place, order));
        let mut found: Vec<RangeInclusive<u64>> = Vec::new();
        for run in runs {
            // A run that begins inside another was found with it.
            if found.last().is_none_or(|last| run.start() > last.end()) {
                found.push(run);
            }
        }
        found
    }

    /// Returns the run that the first header of a label begins, if all of it is suspected.
    fn run(&self, place: usize, order: DateOrder) -> Option<RangeInclusive<u64>> {
        let label = self.labels[place];
        let outer = label.before?.time(order)?;
        let begins = label.first.time(order)?;
        if outer - begins < SHORT {
            return None;
        }
        let (mut lines, mut end) = (label.lines, label);
        for other in &self.labels[place + 1..] {
            let inside = other.numbers[0] <= end.numbers[1] + 1
                && other.first.time(order).is_some_and(|time| time < outer);
            if !inside {
                break;
            }
            lines += other.lines;
            if other.numbers[1] > end.numbers[1] {
                end = *other;
            }
        }
        let alone = lines == end.numbers[1] - label.numbers[0] + 1;
        let returns = end.after?.time(order)? >= outer;
        let enough = lines > 1 || outer - begins >= LONG;
        (alone && returns && enough).then_some(label.first.at..=end.last.at)
    }
}

/// Tells whether a message that begins at `at` is suspected.
pub(super) fn is_suspected(suspected: &[RangeInclusive<u64>], at: u64) -> bool {
    let place = suspected.partition_point(|run| *run.end() < at);
    suspected.get(place).is_some_and(|run| run.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::super::header::{Look, look};
    use super::*;

    /// Returns the runs that are suspected among `HH:MM NAME`, as numbers of lines from 0.
    fn suspected(lines: &[&str]) -> Vec<RangeInclusive<u64>> {
        let mut appearances = Appearances::default();
        let mut names: Vec<&str> = Vec::new();
        for (at, line) in (0..).zip(lines) {
            let (clock, name) = line.split_once(' ').unwrap();
            let text = format!("13/03/2021, {clock} - {name}: x");
            let Look::Header(header) = look(text.as_bytes(), &Dialect::default()) else {
                panic!("{text}");
            };
            let label = (name != "-").then(|| {
                let known = names.iter().position(|known| *known == name);
                known.unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
            });
            appearances.note(label, &header, at);
        }
        appearances.suspected(DateOrder::Dmy)
    }

    #[test]
    fn strangers_in_the_past_are_suspected_and_nobody_else() {
        let chat = [
            "10:00 A", "10:01 B", "09:00 X", "09:01 Y", "09:02 X", "10:02 A",
        ];
        assert_eq!(suspected(&chat), [2..=4]);
        for (why, chat) in [
            (
                "late, but known",
                ["10:00 A", "10:01 B", "09:00 A", "09:01 A", "10:02 B"],
            ),
            (
                "they speak again",
                ["10:00 A", "09:00 X", "09:01 X", "10:02 A", "10:03 X"],
            ),
            (
                "time does not return",
                ["10:00 A", "10:01 A", "09:00 X", "09:01 X", "09:02 A"],
            ),
            (
                "one line that came late",
                ["10:00 A", "10:01 B", "09:00 X", "10:02 A", "10:03 B"],
            ),
            (
                "no step back",
                ["10:00 A", "10:01 B", "10:02 X", "10:03 X", "10:04 A"],
            ),
            (
                "the end of the chat",
                ["10:00 A", "10:01 B", "10:02 B", "09:00 X", "09:01 X"],
            ),
            (
                "the app among them",
                ["10:00 A", "09:00 X", "09:01 -", "09:02 X", "10:02 A"],
            ),
        ] {
            assert_eq!(suspected(&chat), [], "{why}");
        }
    }
}
