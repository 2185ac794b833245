//! Lines that look like a header in a way that is not known.
//!
//! Whoever reads such a line must either refuse the file or leave the line in the text it stands
//! in. Taking a guess would put a message at the wrong hour, or in the wrong mouth.

use super::form::{Form, Frame};
use super::header::{Look, Odd};
use super::marks::{skip_blank, skip_marks};
use super::numerals::number;

/// What about a header-like line is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A word stands where AM or PM would.
    HalfDayWord,
    /// A word stands between the date and the time.
    WordBeforeTime,
    /// The date has a shape of its own: an era, spaces, a third number that is none.
    DateShape,
    /// The digits are not 0 to 9.
    Digits,
    /// The time stands before the date.
    TimeFirst,
    /// The month is written as a word.
    MonthName,
    /// An hour that the clock does not have: `13:05 PM`, `24:05`.
    NoSuchHour,
    /// A minute or second that no clock has.
    NoSuchTime,
}

impl Oddity {
    /// Returns what is not known, as a clause for people.
    pub(super) fn words(self) -> &'static str {
        match self {
            Oddity::HalfDayWord => "has a word for the half of the day that is not known",
            Oddity::WordBeforeTime => "has a word before the time that is not known",
            Oddity::DateShape => "has a date of a form that is not known",
            Oddity::Digits => "has digits of two scripts, or a date in digits that is not known",
            Oddity::TimeFirst => "has the time before a date of a form that is not known",
            Oddity::MonthName => "has a name of a month that is not known",
            Oddity::NoSuchHour => "has an hour that its clock does not have",
            Oddity::NoSuchTime => "has a minute or second that no clock has",
        }
    }
}

/// How far into a line a header can reach, in bytes.
const REACH: usize = 96;

fn odd(what: Oddity, near: Option<Form>) -> Look {
    Look::Odd(Odd { what, near })
}

/// Judges a line that begins with a digit and not with a date of three numbers.
pub(super) fn without_date(line: &[u8], start: usize) -> Look {
    let Some((_, at)) = number(line, start) else {
        return Look::Text;
    };
    if let Some(end) = clock(line, start) {
        return time_first(line, end);
    }
    match line.get(skip_marks(line, at)) {
        Some(b'/' | b'.' | b'-') if spaced_or_era(line, start) => odd(Oddity::DateShape, None),
        Some(b' ' | b'.' | b'-' | b'/') if month_by_name(line, at) => odd(Oddity::MonthName, None),
        _ => Look::Text,
    }
}

/// Returns the end of `h:mm` or `h:mm:ss` at `start`.
fn clock(line: &[u8], start: usize) -> Option<usize> {
    let (_, at) = number(line, start).filter(|(_, end)| end - start <= 2)?;
    let two = |at: usize| number(line, at).filter(|(_, end)| end - at == 2);
    let (_, end) = two(at + 1).filter(|_| line[at] == b':')?;
    match line.get(end) {
        Some(b':') => two(end + 1).map(|(_, end)| end),
        _ => Some(end),
    }
}

/// How far a time may stand behind a date, and the end of a header behind a time, in bytes.
const NEAR: usize = 24;

/// Tells whether a clock time, and then the end of a header, follow near `at`.
fn clock_and_close(line: &[u8], at: usize) -> bool {
    let window = &line[..line.len().min(at + NEAR)];
    let begins =
        |i: &usize| window[*i].is_ascii_digit() && (*i == 0 || !window[*i - 1].is_ascii_digit());
    let time = (at..window.len())
        .take_while(|&i| window[i] != b'[')
        .filter(begins)
        .find_map(|digit| clock(line, digit));
    time.is_some_and(|end| closes(&line[end..line.len().min(end + NEAR + 4)]))
}

fn closes(rest: &[u8]) -> bool {
    rest.contains(&b']')
        || memchr::memmem::find(rest, b" - ").is_some()
        || memchr::memmem::find(rest, " – ".as_bytes()).is_some()
        || memchr::memmem::find(rest, b" : ").is_some()
}

fn time_first(line: &[u8], end: usize) -> Look {
    let window = &line[..line.len().min(end + REACH)];
    let comma = memchr::memmem::find(&window[end..], b", ").map(|at| end + at);
    let dated = comma.is_some_and(|comma| {
        comma - end <= 12
            && window.get(comma + 2).is_some_and(u8::is_ascii_digit)
            && closes(&window[comma..])
    });
    if dated {
        odd(Oddity::TimeFirst, None)
    } else {
        Look::Text
    }
}

/// Tells whether a date with spaces (`2024. 3. 5.`) or an era (`3/18/R4`) stands at `start`.
fn spaced_or_era(line: &[u8], start: usize) -> bool {
    let mut at = start;
    for place in 0..3 {
        if place == 2 && line.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        let Some((_, end)) = number(line, at) else {
            return false;
        };
        at = skip_marks(line, end);
        if place < 2 {
            if !matches!(line.get(at), Some(b'/' | b'.' | b'-')) {
                return false;
            }
            at = skip_blank(line, at + 1);
        }
    }
    clock_and_close(line, at)
}

/// Tells whether a month by name, and then a time, follow the day that ends at `at`.
fn month_by_name(line: &[u8], at: usize) -> bool {
    let word = skip_blank(line, at + usize::from(line[at] != b' '));
    let letters = line[word..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80)
        .count();
    if !(3..=30).contains(&letters) {
        return false;
    }
    // Then nothing but an optional year may stand before the time.
    let mut rest = word + letters;
    rest += usize::from(line.get(rest) == Some(&b'.'));
    rest = skip_blank(
        line,
        rest + usize::from(matches!(line.get(rest), Some(b'-' | b'/'))),
    );
    if let Some((_, end)) = number(line, rest).filter(|_| clock(line, rest).is_none()) {
        rest = end;
    }
    rest = skip_blank(line, rest + usize::from(line.get(rest) == Some(&b',')));
    clock(line, rest).is_some_and(|_| clock_and_close(line, rest))
}

/// Judges a line whose first digit is not ASCII.
pub(super) fn other_digits(line: &[u8], start: usize) -> Look {
    let window = &line[start..line.len().min(start + REACH)];
    let text = window
        .utf8_chunks()
        .next()
        .map_or("", |chunk| chunk.valid());
    let head = match text.find([']']).or_else(|| text.find(" - ")) {
        Some(end) => text.get(..end).unwrap_or(text),
        None => return Look::Text,
    };
    let is_digit = |c: char| c.is_numeric() && !c.is_ascii();
    let begins = head.chars().next().is_some_and(is_digit);
    if begins && head.chars().filter(|&c| is_digit(c)).count() >= 5 {
        odd(Oddity::Digits, None)
    } else {
        Look::Text
    }
}

/// Judges what follows a date when it is nothing that joins date and time.
pub(super) fn after_date(line: &[u8], at: usize) -> Look {
    // `2024.3.5. 19:31`: a date of three numbers, and a dot too many.
    let dot = usize::from(line.get(at) == Some(&b'.'));
    let next = skip_blank(line, at + dot);
    if dot == 1 && next > at + 1 && clock_and_close(line, next) {
        odd(Oddity::DateShape, None)
    } else {
        Look::Text
    }
}

/// Judges what follows date and joint when it is no time.
pub(super) fn before_time(line: &[u8], at: usize) -> Look {
    let word = line[at.min(line.len())..]
        .iter()
        .take_while(|byte| !byte.is_ascii_digit())
        .count();
    let then = at + word;
    if word == 0 || word > 24 || clock(line, then).is_none() || !clock_and_close(line, then) {
        return Look::Text;
    }
    let comma = memchr::memmem::find(&line[at..then], b", ").is_some();
    let what = if comma {
        Oddity::DateShape
    } else {
        Oddity::WordBeforeTime
    };
    odd(what, None)
}

/// Judges what follows a time when it neither closes the header nor is AM or PM.
pub(super) fn after_time(line: &[u8], at: usize, near: Form) -> Look {
    let from = skip_blank(line, at);
    let window = &line[from..line.len().min(from + 40)];
    let close: &[u8] = match near.frame {
        Frame::Brackets => b"]",
        _ => b" - ",
    };
    let Some(end) = memchr::memmem::find(window, close) else {
        return Look::Text;
    };
    let slot = &window[..end];
    let wordy = slot
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let digits = slot.iter().any(u8::is_ascii_digit);
    let words = slot.iter().filter(|byte| **byte == b' ').count() + 1;
    if wordy && !digits && words <= 4 {
        odd(Oddity::HalfDayWord, Some(near))
    } else {
        Look::Text
    }
}
