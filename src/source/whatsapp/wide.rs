//! The headers that only few telephones write: digits of any script, words for parts of the day
//! and months, eras, the time first.
//!
//! It is asked where the matcher of [`header`](super::header) has given up, so it costs nothing in
//! most files. A head is taken apart into its numbers and the slots between them; what stands in
//! a slot must be known, or the line is [odd](super::odd).

use super::form::{Clock, First, Form, Frame, Gap, Joint, Month, Shape, YearPlace};
use super::header::{Bracketed, Header, Look, Odd, Spelt};
use super::marks::is_mark;
use super::numerals::{Mixed, Number, digit, numbers};
use super::odd::Oddity;
use super::slots::{Slot, Sort};
use super::wide_date::{self, Date};
use super::wide_time::{self, Time};
use crate::message::Precision;

/// How far into a line a header can reach, in bytes.
const REACH: usize = 160;
/// A head and the numbers in it.
pub(super) struct Head<'a> {
    text: &'a str,
    numbers: &'a [Number],
}

impl<'a> Head<'a> {
    /// Returns a head of which these are the numbers.
    pub(super) fn new(text: &'a str, numbers: &'a [Number]) -> Head<'a> {
        Head { text, numbers }
    }

    /// Returns the numbers.
    pub(super) fn numbers(&self) -> &'a [Number] {
        self.numbers
    }

    /// Returns what stands between two positions.
    pub(super) fn slot(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Returns what stands between a number and the next.
    pub(super) fn gap(&self, place: usize) -> &'a str {
        match self.numbers.get(place..place + 2) {
            Some([before, after]) => self.slot(before.end, after.start),
            _ => "",
        }
    }
}

/// Tells whether a line begins with a digit that is not ASCII, marks apart.
pub(super) fn begins_with_digit(line: &[u8]) -> bool {
    let start = line.get(..line.len().min(16)).unwrap_or_default();
    let text = start.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    text.chars()
        .find(|&c| !is_mark(c))
        .is_some_and(|c| !c.is_ascii() && digit(c).is_some())
}

/// Returns what a line looks like whose head begins at `start`, if it looks like a header at all.
/// What could be read both ways, such as `12.11.10, 10.11.12`, is read with `first` first.
pub(super) fn look(line: &[u8], start: usize, bracketed: Bracketed, first: First) -> Option<Look> {
    let window = line.get(start..line.len().min(start + REACH))?;
    let text = window.utf8_chunks().next()?.valid();
    let (inner, closed) = match bracketed {
        Bracketed::Yes => {
            let end = text.find(']')?;
            (text.get(..end)?, Some((Frame::Brackets, end + 1)))
        }
        Bracketed::No => match dash(text) {
            Some((end, frame, then)) => (text.get(..end)?, Some((frame, then))),
            None => (text, None),
        },
    };
    let numbers = match numbers(inner) {
        Ok(numbers) => numbers,
        Err(Mixed) => return closed.map(|_| odd(Oddity::Digits, None)),
    };
    let matched = match closed {
        Some((frame, then)) => closed_head(inner, &numbers, (frame, then), first),
        None => None,
    };
    let found = matched.or_else(|| open_head(text, line.get(start..)?, first))?;
    Some(match found {
        Found::Header(mut header) => {
            header.written_from += start;
            header.written_to += start;
            header.end += start;
            header.end += match header.form.frame {
                Frame::Comma | Frame::Semicolon | Frame::Colon => 0,
                _ => super::marks::space_len(line.get(header.end..).unwrap_or_default()),
            };
            Look::Header(header)
        }
        Found::Odd(what, near) => odd(what, near),
    })
}

fn odd(what: Oddity, near: Option<Form>) -> Look {
    Look::Odd(Odd { what, near })
}

/// What a head was found to be.
enum Found {
    Header(Header),
    Odd(Oddity, Option<Form>),
}

/// Returns the first hyphen or dash between spaces: where it begins with its space, what it is,
/// and where it ends without the space behind it.
pub(super) fn dash(text: &str) -> Option<(usize, Frame, usize)> {
    let blank = |c: char| c.is_whitespace() || is_mark(c);
    text.match_indices(['-', '–']).find_map(|(at, dash)| {
        let before = text.get(..at)?;
        let then = at + dash.len();
        let after = text.get(then..)?.chars().next();
        let spaced = before.ends_with(blank) && after.is_none_or(char::is_whitespace);
        let frame = if dash == "-" {
            Frame::Hyphen
        } else {
            Frame::Dash
        };
        // `12.07.2017 - 22:35:22; Name`: this hyphen stands between date and time.
        let dated = before.contains([':', '.']) || before.contains(|c| digit(c).is_some());
        (spaced && dated).then(|| (before.trim_end_matches(blank).len(), frame, then))
    })
}

/// How many numbers a date has, and a time, in the order in which they are tried.
const PARTS: [(usize, usize); 6] = [(3, 3), (3, 2), (2, 3), (2, 2), (1, 3), (1, 2)];

/// Reads a head that ends where `inner` does: all of it must be understood.
fn closed_head(
    inner: &str,
    numbers: &[Number],
    (frame, then): (Frame, usize),
    first: First,
) -> Option<Found> {
    let head = Head {
        text: inner,
        numbers,
    };
    let mut strange = None;
    for (dates, times) in PARTS {
        if dates + times != numbers.len() {
            continue;
        }
        for first in [first, first.other()] {
            match arranged(&head, first, dates, frame) {
                Some(Found::Header(header)) => {
                    let written_to = inner.trim_end_matches(|c| is_mark(c) || c == ' ').len();
                    return Some(Found::Header(Header {
                        written_from: 0,
                        written_to,
                        end: then,
                        ..header
                    }));
                }
                Some(found) => strange = strange.or(Some(found)),
                None => {}
            }
        }
    }
    strange
}

/// Reads a head that ends with a colon, a comma or a semicolon behind its time.
fn open_head(text: &str, line: &[u8], first: First) -> Option<Found> {
    for (dates, times) in PARTS {
        let mut ends = text.char_indices().peekable();
        let mut count = 0;
        let mut end = None;
        while let Some((_, c)) = ends.next() {
            let next = ends.peek().copied();
            let last = digit(c).is_some() && next.is_none_or(|(_, c)| digit(c).is_none());
            count += usize::from(last);
            if last && count == dates + times {
                end = next.map(|(at, _)| at);
                break;
            }
        }
        let Some(rest) = end.and_then(|end| text.get(end..)) else {
            continue;
        };
        let end = text.len() - rest.len();
        for (frame, close) in [
            (Frame::Colon, ": "),
            (Frame::Semicolon, "; "),
            (Frame::Comma, ", "),
        ] {
            let Some(inner) = rest.find(close).and_then(|at| text.get(..end + at)) else {
                continue;
            };
            let then = inner.len() + close.len();
            let Ok(numbers) = numbers(inner) else {
                continue;
            };
            match closed_head(inner, &numbers, (frame, then), first) {
                Some(Found::Header(header)) if may_close(&header, line) => {
                    return Some(Found::Header(header));
                }
                _ => {}
            }
        }
    }
    None
}

/// Tells whether a header can end so: else this would catch the agendas that people type.
fn may_close(header: &Header, line: &[u8]) -> bool {
    let form = header.form;
    match form.frame {
        Frame::Colon => form.precision == Precision::Second,
        Frame::Semicolon => form.joint == Joint::Hyphen,
        Frame::Comma => {
            let rest = line.get(header.end..).unwrap_or_default();
            let reach = rest.get(..rest.len().min(256)).unwrap_or_default();
            form.shape.gap != Gap::Tight && memchr::memmem::find(reach, b" : ").is_some()
        }
        _ => true,
    }
}

/// Reads a head whose date, of so many numbers, stands first or last.
fn arranged(head: &Head<'_>, first: First, dates: usize, frame: Frame) -> Option<Found> {
    let all = head.numbers.len();
    let (dated, timed) = match first {
        First::Date => (0..dates, dates..all),
        First::Time => (all - dates..all, 0..all - dates),
    };
    let time = wide_time::read(head, timed.clone())?;
    let end = head.text.len();
    let (lead, middle, tail) = (
        head.slot(0, head.numbers.first()?.start),
        match first {
            First::Date => head.gap(dates - 1),
            First::Time => head.gap(all - dates - 1),
        },
        head.slot(head.numbers.last()?.end, end),
    );
    let (date, around) = match first {
        First::Date => {
            let date = wide_date::read(head, dated, lead, middle)?;
            (date, Around::of_time(date.behind, tail)?)
        }
        First::Time => {
            // A comma always stands between them.
            let comma = middle.find([',', '،'])?;
            let (half, lead_of_date) = middle.split_at_checked(comma)?;
            let before = Slot::of(lead, &[Sort::Half, Sort::Day, Sort::Glue])?;
            let after = Slot::of(half, &[Sort::Half, Sort::Glue])?;
            let date = wide_date::read(head, dated, lead_of_date, tail)?;
            // What stands behind the date belongs to it.
            (date.behind.half.is_none() && date.behind.unknown == 0).then_some(())?;
            (date, Around::of_both(before, after, first))
        }
    };
    Some(header(head, first, frame, &date, &time, &around))
}

/// What stands around a time.
struct Around {
    half: Option<u16>,
    clock: Clock,
    joint: Joint,
    /// Where a word stands that is not known.
    unknown: Option<Clock>,
}

impl Around {
    /// Between a date and its time, and behind it.
    fn of_time(before: Slot, tail: &str) -> Option<Around> {
        let after = Slot::of(tail, &[Sort::Half, Sort::Glue])?;
        (after.commas == 0).then(|| Around::of_both(before, after, First::Date))
    }

    fn of_both(before: Slot, after: Slot, first: First) -> Around {
        let clock = match (before.half, after.half) {
            (None, None) => Clock::Hours24,
            (Some(_), _) => Clock::WordBefore,
            (None, Some(_)) => Clock::WordAfter,
        };
        // Two words for the part of the day are one too many.
        let both = before.half.is_some() && after.half.is_some();
        let unknown = match (before.unknown, after.unknown) {
            (1.., _) => Some(Clock::WordBefore),
            (0, 1..) => Some(Clock::WordAfter),
            (0, 0) => both.then_some(Clock::WordAfter),
        };
        Around {
            half: before.half.or(after.half),
            clock: unknown.unwrap_or(clock),
            joint: match before {
                _ if first == First::Time => Joint::Comma,
                Slot { commas: 1.., .. } => Joint::Comma,
                Slot { glue: 1.., .. } => Joint::Word,
                _ => Joint::Space,
            },
            unknown,
        }
    }
}

fn header(
    head: &Head<'_>,
    first: First,
    frame: Frame,
    date: &Date,
    time: &Time,
    around: &Around,
) -> Found {
    let zero = head.numbers.first().map_or('0', |number| number.zero);
    if head.numbers.iter().any(|number| number.zero != zero) {
        return Found::Odd(Oddity::Digits, None);
    }
    let form = Form {
        frame,
        separator: date.separator,
        year: date.year,
        joint: match date.hyphen_behind {
            true => Joint::Hyphen,
            false => around.joint,
        },
        clock: around.clock,
        colon: time.colon,
        precision: time.precision,
        shape: Shape {
            zero,
            first,
            month: date.month_by,
            gap: date.gap,
            era: date.era,
        },
    };
    if around.unknown.is_some() {
        return Found::Odd(Oddity::HalfDayWord, Some(form));
    }
    if date.month_by == Month::Name && date.month.is_none() {
        return Found::Odd(Oddity::MonthName, Some(form));
    }
    let [hour, minute, second] = time.numbers;
    if minute > 59 || second > 59 || hour > 24 {
        return Found::Odd(Oddity::NoSuchTime, None);
    }
    let halved = around.half.is_some();
    if hour == 24 || (halved && hour > 12) {
        return Found::Odd(Oddity::NoSuchHour, Some(form));
    }
    debug_assert!(date.widths.iter().all(|&width| width <= 4) || form.year == YearPlace::First);
    Found::Header(Header {
        form,
        date: date.numbers,
        widths: date.widths,
        // None of them is above 59.
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
        written_from: 0,
        written_to: 0,
        end: 0,
        spelt: Spelt {
            half: around.half,
            month: date.month,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::dialect::{Dialect, Spellings};
    use super::super::feed::{Line, LineEnd};
    use super::super::header::look;
    use super::super::sample::Sample;
    use super::*;

    /// Reads a line as if it were a file.
    fn read(line: &str) -> Header {
        let whole = Line {
            number: 1,
            start: 0,
            text_end: line.len() as u64,
            end: line.len() as u64,
            ending: LineEnd::None,
        };
        let mut dialect = Dialect::default().worded();
        for _ in 0..2 {
            let Look::Header(header) = look(line.as_bytes(), &dialect) else {
                panic!("{line}: {:?}", look(line.as_bytes(), &dialect));
            };
            let mut spellings = Spellings::default();
            spellings.note(&header, || Sample::of(whole, line.as_bytes()));
            if let Err(open) = dialect.settle(&spellings) {
                panic!("{line}: {}", open.why);
            }
        }
        match look(line.as_bytes(), &dialect) {
            Look::Header(header) => header,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn every_rare_form_is_read() {
        for (line, date, time) in [
            (
                "[٢٧\u{200f}/٣\u{200f}/٢٠٢٢، ٩:٤١:٣٥\u{a0}م] Clerk: x",
                [27, 3, 2022],
                [21, 41, 35],
            ),
            ("[۲۰۲۴/۳/۱۳, ۱۹:۳۱:۰۵] Clerk: x", [2024, 3, 13], [19, 31, 5]),
            ("१३/०३/२०२४, ७:३१ pm - Clerk: x", [13, 3, 2024], [19, 31, 0]),
            ("१३/३/२४, ७:३१ अपराह्न - Clerk: x", [13, 3, 24], [19, 31, 0]),
            (
                "[3/18/2565 BE, 14:56:01] Clerk: x",
                [3, 18, 2565],
                [14, 56, 1],
            ),
            ("[3/18/R4, 14:56:01] Clerk: x", [3, 18, 4], [14, 56, 1]),
            ("[R4/3/18 14:56:01] Clerk: x", [4, 3, 18], [14, 56, 1]),
            ("令和4年3月18日 14:56 - Clerk: x", [4, 3, 18], [14, 56, 0]),
            (
                "18/3/2565 พ.ศ. 14:56 - Clerk: x",
                [18, 3, 2565],
                [14, 56, 0],
            ),
            ("[21:41:35, 3/27/22] Clerk: x", [3, 27, 22], [21, 41, 35]),
            ("21:41, 27/03/2022 - Clerk: x", [27, 3, 2022], [21, 41, 0]),
            ("9:41 CH, 27/03/2022 - Clerk: x", [27, 3, 2022], [21, 41, 0]),
            ("19:07, 20 Sep 2013 - Clerk: x", [20, 9, 2013], [19, 7, 0]),
            ("19:07, 20 Sep - Clerk: x", [20, 9, 0], [19, 7, 0]),
            ("20 Sep 2013, 19:07 - Clerk: x", [20, 9, 2013], [19, 7, 0]),
            (
                "Sep 20, 2013, 7:07 PM - Clerk: x",
                [20, 9, 2013],
                [19, 7, 0],
            ),
            (
                "20 sept. 2013 à 19:07 - Clerk: x",
                [20, 9, 2013],
                [19, 7, 0],
            ),
            (
                "20 de septiembre de 2013, 7:07 p. m. - Clerk: x",
                [20, 9, 2013],
                [19, 7, 0],
            ),
            (
                "27/04/21, 7:31 in the evening - Clerk: x",
                [27, 4, 21],
                [19, 31, 0],
            ),
            (
                "27/04/21, 7:31 de la tarde - Clerk: x",
                [27, 4, 21],
                [19, 31, 0],
            ),
            ("2024/3/5 下午7:31 - Clerk: x", [2024, 3, 5], [19, 31, 0]),
            (
                "2024年3月5日 下午7:31 - Clerk: x",
                [2024, 3, 5],
                [19, 31, 0],
            ),
            ("[2024/3/5 凌晨1:31:05] Clerk: x", [2024, 3, 5], [1, 31, 5]),
            (
                "2024. 3. 5. 오후 7:31 - Clerk: x",
                [2024, 3, 5],
                [19, 31, 0],
            ),
            (
                "2024년 3월 5일 오후 7:31, Clerk : x",
                [2024, 3, 5],
                [19, 31, 0],
            ),
            (
                "2024. 3. 5. 오후 7:31, Clerk : x",
                [2024, 3, 5],
                [19, 31, 0],
            ),
            ("13/3/24, 7:31 μ.μ. - Clerk: x", [13, 3, 24], [19, 31, 0]),
            ("13.03.2024 ÖS 7:31 - Clerk: x", [13, 3, 2024], [19, 31, 0]),
            ("13.03.2024 ÖÖ 12:31 - Clerk: x", [13, 3, 2024], [0, 31, 0]),
            ("13.03.24 г., 19:31 ч. - Clerk: x", [13, 3, 24], [19, 31, 0]),
            ("2024-03-13 17 h 46 - Clerk: x", [2024, 3, 13], [17, 46, 0]),
            ("2024. 03. 13. 19:31 - Clerk: x", [2024, 3, 13], [19, 31, 0]),
            ("13. 3. 2024 19:31 - Clerk: x", [13, 3, 2024], [19, 31, 0]),
            ("13.3.24. 19:31 - Clerk: x", [13, 3, 24], [19, 31, 0]),
            (
                "12.07.2017 - 22:35:22; Clerk: x",
                [12, 7, 2017],
                [22, 35, 22],
            ),
            (
                "[Sat, 13/03/2024, 19:31:05] Clerk: x",
                [13, 3, 2024],
                [19, 31, 5],
            ),
            ("12:00 noon, 3/27/22 - Clerk: x", [3, 27, 22], [12, 0, 0]),
            (
                "27/03/2022, 12:10 midnight - Clerk: x",
                [27, 3, 2022],
                [0, 10, 0],
            ),
        ] {
            let header = read(line);
            assert_eq!(header.date, date, "{line}");
            assert_eq!([header.hour, header.minute, header.second], time, "{line}");
            let rest = &line.as_bytes()[header.end..];
            assert!(rest.starts_with(b"Clerk"), "{line}");
            let written = line.get(header.written_from..header.written_to).unwrap();
            assert!(
                !written.contains([']', '[']) && written.trim() == written,
                "{written}"
            );
        }
    }
}
