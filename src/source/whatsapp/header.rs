//! The header that begins a message: marks, date, time, and what closes them.
//!
//! One hand-written matcher, no regular expressions: here for what nearly all telephones write, and
//! [`wide`] for the rest. It says what a line looks like; whether the line begins a message depends
//! on the rest of the file (see [`survey`](super::survey)).

use super::dialect::{Beginning, Dialect};
use super::form::{Clock, First, Form, Frame, JOINTS, Joint, Shape, YearPlace};
use super::marks::{skip_blank, skip_marks, space_len};
use super::numerals::number;
use super::odd::{self, Oddity};
use super::wide;
use crate::message::Precision;

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Not like a header.
    Text,
    /// A header of a form that is known.
    Header(Header),
    /// Like a header, in a way that is not known: never read as one.
    Odd(Odd),
}

/// A line that looks like a header and cannot be read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Odd {
    /// What about it is not known.
    pub(super) what: Oddity,
    /// The form it would have, where that can be told.
    pub(super) near: Option<Form>,
}

/// A header as matched. Positions are bytes of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Its form.
    pub(super) form: Form,
    /// The three numbers of the date, as they stand.
    pub(super) date: [u16; 3],
    /// How many digits each has.
    pub(super) widths: [u8; 3],
    /// The hour, 0 to 23.
    pub(super) hour: u8,
    /// The minute, 0 to 59.
    pub(super) minute: u8,
    /// The second, 0 to 59; 0 where none is written.
    pub(super) second: u8,
    /// Where the date begins.
    pub(super) written_from: usize,
    /// Where the time ends.
    pub(super) written_to: usize,
    /// Where name and text begin.
    pub(super) end: usize,
    /// Its words, which stand for something.
    pub(super) spelt: Spelt,
}

/// The words of a header that mean something, if it has any. Until they are
/// [settled](Dialect::settle), the hour is as written and the month is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spelt {
    /// The part of the day.
    pub(super) half: Option<u16>,
    /// The month.
    pub(super) month: Option<u16>,
}

/// Returns what `line`, without its line end, looks like in a file of this dialect.
pub(super) fn look(line: &[u8], dialect: &Dialect) -> Look {
    match line.first() {
        Some(b'0'..=b'9' | b'[' | 0xD8 | 0xD9 | 0xDB | 0xE0 | 0xE2 | 0xEF) => {
            look_closely(line, dialect)
        }
        Some(0xDF..) if wide::begins_with_digit(line) => look_closely(line, dialect),
        Some(_) if dialect.beginning == Beginning::Word => look_closely(line, dialect),
        _ => Look::Text,
    }
}

fn look_closely(line: &[u8], dialect: &Dialect) -> Look {
    let mut at = skip_marks(line, 0);
    let bracketed = match line.get(at) {
        Some(b'[') => {
            at = skip_marks(line, at + 1);
            Bracketed::Yes
        }
        _ => Bracketed::No,
    };
    let narrow = match line.get(at) {
        Some(b'0'..=b'9') => match date(line, at) {
            Some(date) => time_after(line, at, date, bracketed),
            None => odd::without_date(line, at),
        },
        Some(0x80..) if wide::begins_with_digit(&line[at..]) => odd::other_digits(line, at),
        Some(_) if bracketed == Bracketed::Yes || dialect.beginning == Beginning::Word => {
            Look::Text
        }
        _ => return Look::Text,
    };
    match narrow {
        Look::Header(_) if dialect.first == First::Date => return narrow,
        Look::Odd(odd) if odd.what == Oddity::NoSuchHour => return narrow,
        Look::Header(_) | Look::Odd(_) | Look::Text => {}
    }
    match wide::look(line, at, bracketed, dialect.first) {
        Some(Look::Header(header)) => match dialect.read(header) {
            Ok(header) => Look::Header(header),
            Err(what) => Look::Odd(Odd {
                what,
                near: Some(header.form),
            }),
        },
        Some(odd) if !matches!(narrow, Look::Header(_)) => odd,
        Some(_) | None => narrow,
    }
}

/// Whether date and time stand in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracketed {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// A date of three numbers.
struct Date {
    numbers: [u16; 3],
    widths: [u8; 3],
    separator: u8,
    year: YearPlace,
    end: usize,
}

fn date(line: &[u8], start: usize) -> Option<Date> {
    let (a, a_end) = number(line, start)?;
    let mut at = skip_marks(line, a_end);
    let separator = *line.get(at).filter(|b| matches!(b, b'/' | b'.' | b'-'))?;
    at = skip_marks(line, at + 1);
    let (b, b_end) = number(line, at)?;
    let b_width = b_end - at;
    at = skip_marks(line, b_end);
    if line.get(at) != Some(&separator) {
        return None;
    }
    at = skip_marks(line, at + 1);
    let (c, end) = number(line, at)?;
    let widths = [a_end - start, b_width, end - at];
    let year = match widths {
        [3 | 4, 1 | 2, 1 | 2] => YearPlace::First,
        [1 | 2, 1 | 2, 3 | 4] => YearPlace::Last,
        [1 | 2, 1 | 2, 1 | 2] => YearPlace::TwoDigits,
        _ => return None,
    };
    Some(Date {
        numbers: [a, b, c],
        // No width is above 4: `number` reads no more.
        widths: widths.map(|width| width as u8),
        separator,
        year,
        end,
    })
}

fn joint(line: &[u8], at: usize) -> Option<(Joint, usize)> {
    let from = skip_marks(line, at);
    let rest = &line[from..];
    let (joint, length) = match rest {
        [b',', b' ', ..] => (Joint::Comma, 2),
        [b' ', b'0'..=b'9', ..] => (Joint::Space, 1),
        _ => match JOINTS.iter().find(|(words, ..)| rest.starts_with(words)) {
            Some((words, joint, _)) => (*joint, words.len()),
            None => (
                Joint::Space,
                Some(space_len(rest)).filter(|&space| space > 0)?,
            ),
        },
    };
    Some((joint, skip_marks(line, from + length)))
}

/// A time of day as it stands, before the halves of the day are applied.
struct Time {
    hour: u16,
    minute: u16,
    second: Option<u16>,
    colon: u8,
    end: usize,
}

fn time(line: &[u8], start: usize) -> Option<Time> {
    let (hour, at) = number(line, start).filter(|(_, end)| end - start <= 2)?;
    let colon = *line.get(at).filter(|b| matches!(b, b':' | b'.'))?;
    let two = |at: usize| number(line, at).filter(|(_, end)| end - at == 2);
    let (minute, end) = two(at + 1)?;
    let seconds = match line.get(end) {
        Some(&byte) if byte == colon => two(end + 1),
        _ => None,
    };
    Some(Time {
        hour,
        minute,
        second: seconds.map(|(second, _)| second),
        colon,
        end: seconds.map_or(end, |(_, end)| end),
    })
}

fn time_after(line: &[u8], start: usize, date: Date, bracketed: Bracketed) -> Look {
    let Some((joint, at)) = joint(line, date.end) else {
        return odd::after_date(line, date.end);
    };
    let Some(time) = time(line, at) else {
        return odd::before_time(line, at);
    };
    let form = |frame, clock| Form {
        frame,
        separator: date.separator,
        year: date.year,
        joint,
        clock,
        colon: time.colon,
        precision: match time.second {
            Some(_) => Precision::Second,
            None => Precision::Minute,
        },
        shape: Shape::PLAIN,
    };
    let Closed {
        half,
        written_to,
        close,
    } = close(line, &time, bracketed);
    let Some((frame, end)) = close else {
        let frame = match bracketed {
            Bracketed::Yes => Frame::Brackets,
            Bracketed::No => Frame::Hyphen,
        };
        return odd::after_time(line, time.end, form(frame, Clock::Hours24));
    };
    let form = form(frame, half.map_or(Clock::Hours24, |(_, clock)| clock));
    if time.minute > 59 || time.second.is_some_and(|second| second > 59) || time.hour > 24 {
        return Look::Odd(Odd {
            what: Oddity::NoSuchTime,
            near: None,
        });
    }
    let Some(hour) = hour_of_day(time.hour, half.map(|(half, _)| half)) else {
        return Look::Odd(Odd {
            what: Oddity::NoSuchHour,
            near: Some(form),
        });
    };
    Look::Header(Header {
        form,
        date: date.numbers,
        widths: date.widths,
        hour,
        minute: time.minute as u8,
        second: time.second.unwrap_or(0) as u8,
        written_from: start,
        written_to,
        end,
        spelt: Spelt::default(),
    })
}

/// How a header ends behind its time.
struct Closed {
    half: Option<(Half, Clock)>,
    written_to: usize,
    /// The frame, and where name and text begin, if it ends at all.
    close: Option<(Frame, usize)>,
}

fn close(line: &[u8], time: &Time, bracketed: Bracketed) -> Closed {
    let plain = closing(line, time.end, bracketed, time.second);
    let word = match plain {
        Some(_) => None,
        None => half_day(line, skip_blank(line, time.end)),
    };
    match word {
        Some((half, clock, end)) => Closed {
            half: Some((half, clock)),
            written_to: end,
            close: closing(line, end, bracketed, time.second),
        },
        None => Closed {
            half: None,
            written_to: time.end,
            close: plain,
        },
    }
}

/// A half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// Returns the hour from 0 to 23, if there is such an hour.
///
/// `00:08 a.m.` is met and can mean one thing only; `0:08 p.m.` and `13:05 p.m.` cannot be read.
fn hour_of_day(hour: u16, half: Option<Half>) -> Option<u8> {
    let hour = u8::try_from(hour).ok()?;
    match (half, hour) {
        (None, 0..=23) => Some(hour),
        (Some(Half::Am), 12) => Some(0),
        (Some(Half::Am), 0..=11) | (Some(Half::Pm), 12) => Some(hour),
        (Some(Half::Pm), 1..=11) => Some(hour + 12),
        _ => None,
    }
}

fn half_day(line: &[u8], at: usize) -> Option<(Half, Clock, usize)> {
    let first = *line.get(at)?;
    let half = match first {
        b'a' | b'A' => Half::Am,
        b'p' | b'P' => Half::Pm,
        _ => return None,
    };
    let m = if first.is_ascii_uppercase() {
        b'M'
    } else {
        b'm'
    };
    if line.get(at + 1) == Some(&m) {
        let clock = if m == b'M' {
            Clock::Upper
        } else {
            Clock::Lower
        };
        return Some((half, clock, at + 2));
    }
    if line.get(at + 1) != Some(&b'.') {
        return None;
    }
    let letter = skip_blank(line, at + 2);
    let clock = if letter == at + 2 {
        Clock::Dotted
    } else {
        Clock::Spaced
    };
    (line.get(letter) == Some(&m) && line.get(letter + 1) == Some(&b'.')).then_some((
        half,
        clock,
        letter + 2,
    ))
}

/// Returns the frame and where name and text begin, if the date and time are closed at `at`.
fn closing(
    line: &[u8],
    at: usize,
    bracketed: Bracketed,
    second: Option<u16>,
) -> Option<(Frame, usize)> {
    let marked = skip_marks(line, at);
    if bracketed == Bracketed::Yes {
        let at = (line.get(marked) == Some(&b']')).then_some(marked + 1)?;
        return Some((Frame::Brackets, at + space_len(&line[at..])));
    }
    // Without seconds this would catch the agendas that people type: `12.03.2021, 14:00: lunch`.
    if second.is_some() && line.get(marked..marked + 2) == Some(b": ") {
        return Some((Frame::Colon, marked + 2));
    }
    let dash = marked + Some(space_len(&line[marked..])).filter(|&space| space > 0)?;
    let (frame, at) = match &line[dash..] {
        [b'-', ..] => (Frame::Hyphen, dash + 1),
        [0xE2, 0x80, 0x93, ..] => (Frame::Dash, dash + 3),
        _ => return None,
    };
    match space_len(&line[at..]) {
        0 if at < line.len() => None,
        space => Some((frame, at + space)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(line: &str) -> Header {
        match look(line.as_bytes(), &Dialect::default()) {
            Look::Header(header) => header,
            other => panic!("{line}: {other:?}"),
        }
    }

    fn oddity(line: &str) -> Option<Oddity> {
        match look(line.as_bytes(), &Dialect::default()) {
            Look::Odd(odd) => Some(odd.what),
            Look::Text => None,
            Look::Header(header) => panic!("{line}: {header:?}"),
        }
    }

    #[test]
    fn every_common_form_is_read() {
        for (line, date, time) in [
            (
                "18/03/2022, 14:56 - Clerk: Hello",
                [18, 3, 2022],
                [14, 56, 0],
            ),
            ("1/13/25, 9:05 PM - Clerk: hi", [1, 13, 25], [21, 5, 0]),
            (
                "11/12/23, 12:45\u{202f}PM - Clerk: x",
                [11, 12, 23],
                [12, 45, 0],
            ),
            ("27/04/2021, 7:31 pm - Clerk: x", [27, 4, 2021], [19, 31, 0]),
            ("27/04/2021, 12:31 am - Clerk: x", [27, 4, 2021], [0, 31, 0]),
            (
                "2023-12-20, 5:46 p.m. - Clerk: x",
                [2023, 12, 20],
                [17, 46, 0],
            ),
            (
                "13/3/24, 7:31\u{202f}p.\u{a0}m. - Clerk: x",
                [13, 3, 24],
                [19, 31, 0],
            ),
            ("2024/12/01, 10:05 pm - Clerk: x", [2024, 12, 1], [22, 5, 0]),
            ("23.03.22 13:31 - Clerk: x", [23, 3, 22], [13, 31, 0]),
            ("18-03-2022 14:56 - Clerk: x", [18, 3, 2022], [14, 56, 0]),
            ("13.6.2018 klo 21.25 - Clerk: x", [13, 6, 2018], [21, 25, 0]),
            ("12/07/2017 à 22:35 - Clerk: x", [12, 7, 2017], [22, 35, 0]),
            ("[1.1.2019, 12.00.00] Clerk: x", [1, 1, 2019], [12, 0, 0]),
            ("[3/27/22 21.41.35] Clerk: x", [3, 27, 22], [21, 41, 35]),
            ("[07.08.18, 22:42:50] Clerk: x", [7, 8, 18], [22, 42, 50]),
            (
                "[13/11/2025, 9:09:43\u{202f}AM] Clerk: x",
                [13, 11, 2025],
                [9, 9, 43],
            ),
            (
                "\u{200e}[3/27/22, 21:41:55] Clerk: x",
                [3, 27, 22],
                [21, 41, 55],
            ),
            (
                "\u{feff}[\u{200f}27\u{200f}/3\u{200f}/2022، 21:41:35] Clerk: x",
                [27, 3, 2022],
                [21, 41, 35],
            ),
            ("06.08.13, 19:55:10: Clerk: x", [6, 8, 13], [19, 55, 10]),
            ("06/08/2013, 19:55 – Clerk: x", [6, 8, 2013], [19, 55, 0]),
        ] {
            let header = header(line);
            assert_eq!(header.date, date, "{line}");
            assert_eq!([header.hour, header.minute, header.second], time, "{line}");
            let rest = &line.as_bytes()[header.end..];
            assert!(rest.starts_with(b"Clerk: "), "{line}");
        }
    }

    #[test]
    fn what_is_not_known_is_odd_and_never_a_header() {
        for (line, what) in [
            (
                "27/04/21, 7:31 in the gloaming - Clerk: x",
                Oddity::HalfDayWord,
            ),
            ("27/04/21, 7:31 pm am - Clerk: x", Oddity::HalfDayWord),
            (
                "[13/3/24, 7:31:00 nachmitternachts] Clerk: x",
                Oddity::HalfDayWord,
            ),
            ("2024/3/5 下夜7:31 - Clerk: x", Oddity::HalfDayWord),
            ("13.03.2024 XY 7:31 - Clerk: x", Oddity::HalfDayWord),
            ("[2٧/3/2022, 21:41:35] Clerk: x", Oddity::Digits),
            ("[٢٧/٣/٢٠٢٢, 21:41:35] Clerk: x", Oddity::Digits),
            ("१३/०३/२०२४, ७:३१ xx - Clerk: x", Oddity::HalfDayWord),
            ("[3/18/Q4, 14:56:01] Clerk: x", Oddity::DateShape),
            ("20 Smarch 2013, 19:07 - Clerk: x", Oddity::MonthName),
            ("12/03/2021, 13:05 PM - Clerk: x", Oddity::NoSuchHour),
            ("12/03/2021, 0:05 PM - Clerk: x", Oddity::NoSuchHour),
            ("12/03/2021, 24:05 - Clerk: x", Oddity::NoSuchHour),
            ("12/03/2021, 25:05 - Clerk: x", Oddity::NoSuchTime),
        ] {
            assert_eq!(oddity(line), Some(what), "{line}");
        }
    }

    #[test]
    fn prose_logs_and_tables_are_text() {
        for line in [
            "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200",
            "2024-05-01 08:15:22,123 - root - INFO - started",
            "00:00:01,000 --> 00:00:04,000",
            "12/03/2021 14:00,1,2",
            "12.03.2021, 14:00: lunch",
            "3 people at 10:30 - see you",
            "1.2.3 - 2024-05-01",
            "2019-01-01-12-00-00",
            "[ 12%] Building",
            "",
            "[",
            "1",
            "12/",
            "12/03/2021, ",
        ] {
            assert_eq!(oddity(line), None, "{line}");
        }
    }
}
