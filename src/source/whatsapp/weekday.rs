//! Headers with a day of the week in the place of a date: `Sat, 7:31 PM - Name: text`.
//!
//! Nothing in such a line says which Saturday it was. It is never read as a message, and where a
//! file has such headers it is refused: else their messages would be taken for the words of
//! whoever wrote before them.

use std::collections::BTreeMap;

use super::feed::Line;
use super::form::{Form, Frame};
use super::marks::skip_marks;
use super::numerals::numbers;
use super::sample::Sample;
use super::sender;
use super::slots::{Slot, Sort};
use super::wide::{Head, dash};
use super::wide_time;
use crate::message::Precision;

/// How far into a line such a header can reach, in bytes.
const REACH: usize = 72;

/// What is not known about such a line, as a clause for people.
pub(super) const WORDS: &str = "has a day of the week where its date should be, which does not say \
                                which day it was; WhatsApp's own export has dates, so export the \
                                chat again";

/// What stands around a day of the week, and how the time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WeekdayForm {
    frame: Frame,
    precision: Precision,
    colon: u8,
}

impl WeekdayForm {
    /// Tells whether it stands among headers of this form, but for the date.
    fn is_like(self, form: Form) -> bool {
        (self.frame, self.precision, self.colon) == (form.frame, form.precision, form.colon)
    }
}

/// Names are kept of no more headers with a day of the week.
const MOST: usize = 256;

/// The headers with a day of the week that a file has: the first for each name.
#[derive(Debug, Default)]
pub(super) struct Weekdays(BTreeMap<String, (WeekdayForm, Sample)>);

impl Weekdays {
    /// Takes in a line, if it is one.
    pub(super) fn note(&mut self, line: Line, text: &[u8]) {
        let Some((header, label)) = look(text) else {
            return;
        };
        if self.0.len() < MOST && !self.0.contains_key(label) {
            let first = Sample::of(line, text);
            self.0.insert(label.to_owned(), (header, first));
        }
    }

    /// Returns the first of them all.
    pub(super) fn first(&self) -> Option<&Sample> {
        let samples = self.0.values().map(|(_, first)| first);
        samples.min_by_key(|first| first.line)
    }

    /// Returns one that stands among headers of this form, by somebody who `speaks` in them:
    /// others are people's own timetables.
    pub(super) fn among(&self, form: Form, speaks: impl Fn(&str) -> bool) -> Option<&Sample> {
        let mut all = self.0.iter();
        let found = all.find(|(label, (header, _))| header.is_like(form) && speaks(label))?;
        Some(&found.1.1)
    }
}

/// Returns the header with a day of the week that a line begins with, and whose message it would
/// be.
pub(super) fn look(line: &[u8]) -> Option<(WeekdayForm, &str)> {
    let reach = line.get(..line.len().min(REACH))?;
    // Most lines that are no header end here: a clock has a sign between two digits.
    memchr::memchr2_iter(b':', b'.', reach).find(|at| {
        let digit = |at: Option<usize>| at.and_then(|at| reach.get(at));
        // Digits of other scripts are not ASCII.
        let of_a_time = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_digit() || *b >= 0x80);
        of_a_time(digit(at.checked_sub(1))) && of_a_time(digit(at.checked_add(1)))
    })?;
    let start = skip_marks(line, 0);
    let bracketed = line.get(start) == Some(&b'[');
    let start = start + usize::from(bracketed);
    let text = reach.get(start..)?.utf8_chunks().next()?.valid();
    let (head, frame, then) = match bracketed {
        true => {
            let end = text.find(']')?;
            (text.get(..end)?, Frame::Brackets, end + 1)
        }
        false => {
            let (end, frame, then) = dash(text)?;
            (text.get(..end)?, frame, then)
        }
    };
    let numbers = numbers(head).ok()?;
    let time = wide_time::read(&Head::new(head, &numbers), 0..numbers.len())?;
    let (first, last) = (numbers.first()?, numbers.last()?);
    let before = head.get(..first.start)?;
    let lead = Slot::of(before, &[Sort::Day, Sort::Half, Sort::Glue])?;
    let tail = Slot::of(head.get(last.end..)?, &[Sort::Half, Sort::Glue])?;
    let known = lead.days == 1 && lead.unknown + tail.unknown == 0;
    let rest = line.get(start + then..).filter(|_| known)?;
    let rest = rest.trim_ascii_start();
    let label = sender::shortest(rest, frame.name_end())?;
    let form = WeekdayForm {
        frame,
        precision: time.precision,
        colon: time.colon,
    };
    Some((form, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_week_alone_is_told_from_a_date_and_from_words() {
        for line in [
            "Sat, 7:31 PM - Clerk: x",
            "[Sat, 19:31:05] Clerk: x",
            "Saturday 19:31 - Clerk: x",
            "Sa. 19:31 - Clerk: x",
            "sam. à 19:31 - Clerk: x",
            "토요일 오후 7:31 - Clerk: x",
        ] {
            assert!(look(line.as_bytes()).is_some(), "{line}");
        }
        for line in [
            "Saturday at the usual place: 19:31 - bring it",
            "Sat, 7:31 PM - no name",
            "Sat 13/3/2024, 7:31 PM - Clerk: x",
            "Meet 10:00 - Clerk: x",
            "10:00 - Clerk: x",
            "Sat 10 to 12 - Clerk: x",
        ] {
            assert!(look(line.as_bytes()).is_none(), "{line}");
        }
    }
}
