//! The first pass: what forms of header a file has, and what they say about it as a whole.
//!
//! It keeps counts and the first line of each kind, never the lines themselves.

use std::ops::Range;

use super::date::{Day, Days};
use super::dialect::{Dialect, Spellings};
use super::encoding::Likeness;
use super::feed::{Feed, Line, LineEnd};
use super::form::{First, Form, Month};
use super::header::{Header, Look, Odd, Spelt, look};
use super::learned::Learned;
use super::line_ends::{Boundary, Endings};
use super::marker::{self, Habit};
use super::marks::begins_with_app_mark;
use super::media::{Files, is_android_name, moment_in};
use super::notice;
use super::order::{self, OrderCount};
use super::pasted::Appearances;
use super::sample::Sample;
use super::sender::{Senders, Whose};
use super::weekday::Weekdays;
use crate::source::{DateOrder, ReadError};

/// What is known about the headers of one form.
#[derive(Debug)]
pub(super) struct FormSurvey {
    /// The form.
    pub(super) form: Form,
    /// How many lines have it.
    pub(super) lines: u64,
    /// Of these, those with a date that no order can read.
    pub(super) no_day: u64,
    /// The first of them all.
    pub(super) first: Sample,
    /// What they say about each of [`ORDERS`](super::date::ORDERS).
    pub(super) orders: [OrderCount; 3],
    /// The days of the last date.
    pub(super) days: Days,
    /// Those whose date exists with the year first, in two digits, and not otherwise.
    pub(super) only_year_first: u64,
    /// The first that reads as two different days.
    pub(super) first_ambiguous: Option<Sample>,
    /// Days and months below ten with a leading zero.
    pub(super) padded: u64,
    /// Days and months below ten without one.
    pub(super) unpadded: u64,
    /// The day of the export, if it was stated.
    pub(super) exported: Option<Day>,
    /// Who speaks.
    pub(super) senders: Senders,
    /// Lines on which the app marks its own words.
    pub(super) marked: u64,
    /// Notices that only groups have.
    pub(super) group_notices: u64,
    /// The subject with which the group was created, if a notice gives it.
    pub(super) subject: Option<String>,
    /// Where the labels stand.
    pub(super) appearances: Appearances,
    /// What it teaches of the app's words.
    pub(super) learned: Learned,
    /// Whether the whole file is UTF-8.
    pub(super) decodable: Decodable,
    /// The words in them.
    pub(super) spellings: Spellings,
    /// The first whose date has no year.
    pub(super) yearless: Option<Sample>,
    /// How many stand behind each kind of line end.
    pub(super) behind: Endings,
}

/// Whether every byte of a file is UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decodable {
    /// Every one.
    Wholly,
    /// All but some.
    Mostly,
}

impl FormSurvey {
    fn new(form: Form, first: Sample, exported: Option<Day>) -> FormSurvey {
        FormSurvey {
            form,
            lines: 0,
            no_day: 0,
            first,
            orders: Default::default(),
            days: Days::default(),
            only_year_first: 0,
            first_ambiguous: None,
            padded: 0,
            unpadded: 0,
            exported,
            senders: Senders::ending(form.frame.name_end()),
            marked: 0,
            group_notices: 0,
            subject: None,
            appearances: Appearances::default(),
            learned: Learned::default(),
            decodable: Decodable::Wholly,
            spellings: Spellings::default(),
            yearless: None,
            behind: Endings::default(),
        }
    }

    /// Returns what the headers say about one order.
    pub(super) fn order(&self, order: DateOrder) -> &OrderCount {
        let [dmy, mdy, ymd] = &self.orders;
        match order {
            DateOrder::Dmy => dmy,
            DateOrder::Mdy => mdy,
            DateOrder::Ymd => ymd,
        }
    }

    /// Returns how the app tells its own text in this file.
    pub(super) fn habit(&self) -> Habit {
        match self.marked {
            _ if !self.form.frame.is_of_an_iphone() => Habit::Words,
            0 => Habit::LostMarks,
            _ => Habit::Marks,
        }
    }

    fn count(&mut self, header: &Header, line: Line, text: &[u8], files: &Files<'_>) {
        self.lines += 1;
        if header.spelt != Spelt::default() {
            self.spellings.note(header, || Sample::of(line, text));
        }
        if header.widths[2] == 0 && self.form.shape.month == Month::Name {
            self.yearless.get_or_insert_with(|| Sample::of(line, text));
        }
        if !order::count(self, header, || Sample::of(line, text)) {
            self.no_day += 1;
            return;
        }
        let rest = &text[header.end..];
        let apple = self.form.frame.is_of_an_iphone();
        let learned = &mut self.learned;
        let whose = |label: &[u8], words: &[u8]| match words.first() {
            Some(0xE2) if apple && begins_with_app_mark(words) => {
                marker::whose(label, words, files, learned)
            }
            _ if apple && notice::begins_as_encryption(words) => Whose::App,
            _ => {
                learned.note_unmarked(label, words, files);
                Whose::Person
            }
        };
        let notice = self.senders.note(rest, whose).map(|at| &rest[at..]);
        let label = self.senders.last_counted();
        self.appearances.note(label, header, line.start);
        if let Some(words) = notice {
            self.note_notice(words);
        }
        // Where an iPhone's app speaks, there is a mark somewhere in the line.
        if apple && super::marks::find_app_mark(rest).is_some() {
            self.marked += 1;
            self.note_media_name(header, rest);
        }
        // Names of files are looked at only as long as nothing firmer decides.
        let open = self.orders[..2].iter().all(|order| order.impossible == 0);
        if open
            && !apple
            && let Some(at) = memchr::memmem::find(rest, b"-WA")
        {
            self.note_media_day(header, &rest[at.saturating_sub(12)..]);
        }
    }

    fn note_notice(&mut self, words: &[u8]) {
        // Whether it is a group is settled by one notice; the subject by one that quotes it.
        let quotes = || words.iter().any(|byte| *byte == b'"' || *byte >= 0x80);
        if self.group_notices > 0 && (self.subject.is_some() || !quotes()) {
            return;
        }
        if notice::is_of_a_group(words) {
            self.group_notices += 1;
            self.subject = self.subject.take().or_else(|| notice::subject(words));
        }
    }

    /// An iPhone writes the moment of a message into the name of its picture.
    fn note_media_name(&mut self, header: &Header, rest: &[u8]) {
        let name = rest
            .strip_suffix(b">")
            .and_then(|rest| Some(&rest[memchr::memrchr(b' ', rest)? + 1..]))
            .and_then(|name| std::str::from_utf8(name).ok());
        let Some([year, month, day, hour, minute]) = name.and_then(moment_in) else {
            return;
        };
        let clock = u16::from(header.hour) * 60 + u16::from(header.minute);
        if clock.abs_diff(hour * 60 + minute) > 1 {
            return;
        }
        let named = Some(Day { year, month, day });
        self.count_named(header, named, |count| &mut count.media);
    }

    /// Android writes the day on which a file was received, or fetched later, into its name.
    fn note_media_day(&mut self, header: &Header, words: &[u8]) {
        let name = words.get(..ANDROID_NAME).unwrap_or_default();
        let Some(name) = std::str::from_utf8(name)
            .ok()
            .filter(|n| is_android_name(n))
        else {
            return;
        };
        let part = |range: Range<usize>| name.get(range).and_then(|part| part.parse().ok());
        if let (Some(year), Some(month), Some(day)) = (part(4..8), part(8..10), part(10..12)) {
            let named = Some(Day { year, month, day });
            self.count_named(header, named, |count| &mut count.media_days);
        }
    }

    /// Counts a day that a name gives, for the order that agrees with it.
    fn count_named(
        &mut self,
        header: &Header,
        named: Option<Day>,
        of: impl Fn(&mut OrderCount) -> &mut u64,
    ) {
        let day_first = Day::read(DateOrder::Dmy, header);
        let month_first = Day::read(DateOrder::Mdy, header);
        if day_first != month_first {
            *of(&mut self.orders[0]) += u64::from(day_first == named);
            *of(&mut self.orders[1]) += u64::from(month_first == named);
        }
    }
}

/// The shortest name that Android gives: `IMG-20240201-WA0001.jpg`.
const ANDROID_NAME: usize = 23;

/// What is known about the lines that look like headers and are none that is known.
#[derive(Debug)]
pub(super) struct OddSurvey {
    pub(super) odd: Odd,
    pub(super) lines: u64,
    pub(super) first: Sample,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) forms: Vec<FormSurvey>,
    last_form: usize,
    pub(super) odd: Vec<OddSurvey>,
    /// The first line with bytes that are not UTF-8, and how many lines there are.
    pub(super) undecodable: Option<Sample>,
    pub(super) undecodable_lines: u64,
    /// What they look like.
    pub(super) likeness: Option<Box<Likeness>>,
    /// Lines with characters beyond ASCII, all of them UTF-8.
    pub(super) decodable_lines: u64,
    /// Headers with a day of the week in the place of a date.
    pub(super) weekdays: Weekdays,
    /// How many lines stand behind each kind of line end.
    behind: Endings,
    lines: u64,
}

/// Reads a file to its end and counts.
///
/// # Errors
/// When it cannot be read, or a line passes the limit.
pub(super) fn survey(
    feed: &mut Feed<'_>,
    files: &Files<'_>,
    exported: Option<Day>,
    dialect: &Dialect,
) -> Result<Survey, ReadError> {
    let mut survey = Survey::default();
    let mut ending = LineEnd::None;
    while let Some(line) = feed.line()? {
        let text = feed.bytes(line.start, line.text_end);
        survey.note_encoding(line, text);
        survey.lines += 1;
        survey.behind.count(ending);
        match look(text, dialect) {
            Look::Text => survey.weekdays.note(line, text),
            Look::Header(header) if dialect.boundary.may_follow(ending) => {
                let form = dialect.form.filter(|form| form.admits(header.form));
                let form = survey.form(form.unwrap_or(header.form), line, text, exported);
                form.behind.count(ending);
                form.count(&header, line, text, files);
            }
            Look::Header(_) => {}
            Look::Odd(odd) => survey.note_odd(odd, line, text),
        }
        ending = line.ending;
        feed.let_go();
    }
    Ok(survey)
}

impl Survey {
    fn form(
        &mut self,
        form: Form,
        line: Line,
        text: &[u8],
        exported: Option<Day>,
    ) -> &mut FormSurvey {
        let known = self
            .forms
            .get(self.last_form)
            .is_some_and(|last| last.form == form);
        if !known {
            let place = self.forms.iter().position(|known| known.form == form);
            self.last_form = place.unwrap_or_else(|| {
                let sample = Sample::of(line, text);
                self.forms.push(FormSurvey::new(form, sample, exported));
                self.forms.len() - 1
            });
        }
        &mut self.forms[self.last_form]
    }

    fn note_encoding(&mut self, line: Line, text: &[u8]) {
        if text.is_ascii() {
            return;
        }
        if std::str::from_utf8(text).is_ok() {
            self.decodable_lines += 1;
        } else {
            self.undecodable_lines += 1;
            let likeness = self
                .likeness
                .get_or_insert_with(|| Box::new(Likeness::new()));
            likeness.look_at(text);
            self.undecodable
                .get_or_insert_with(|| Sample::of(line, text));
        }
    }

    fn note_odd(&mut self, odd: Odd, line: Line, text: &[u8]) {
        match self.odd.iter_mut().find(|known| known.odd == odd) {
            Some(known) => known.lines += 1,
            None => self.odd.push(OddSurvey {
                odd,
                lines: 1,
                first: Sample::of(line, text),
            }),
        }
    }

    /// Returns how many lines look like headers, of any form.
    pub(super) fn candidates(&self) -> u64 {
        self.forms.iter().map(|form| form.lines).sum::<u64>()
            + self.odd.iter().map(|odd| odd.lines).sum::<u64>()
    }

    /// Returns how many lines there are.
    pub(super) fn lines(&self) -> u64 {
        self.lines
    }

    /// Returns what comes first on most lines.
    pub(super) fn first(&self) -> First {
        let most = self.forms.iter().max_by_key(|form| form.lines);
        most.map_or(First::Date, |form| form.form.shape.first)
    }

    /// Returns the form that most lines have, with the words of all lines that it admits.
    pub(super) fn spelt(&mut self) -> Option<(Form, Spellings)> {
        let lines = |form: &FormSurvey| {
            let admitted = self
                .forms
                .iter()
                .filter(|other| form.form.admits(other.form));
            admitted.map(|form| form.lines).sum::<u64>()
        };
        let most = self.forms.iter().max_by_key(|form| lines(form))?.form;
        let mut spellings = Spellings::default();
        for form in &mut self.forms {
            if most.admits(form.form) {
                spellings.join(std::mem::take(&mut form.spellings));
            }
        }
        (!spellings.is_empty()).then_some((most, spellings))
    }

    /// Returns where messages can begin, by the line ends of the whole file.
    pub(super) fn boundary(&self) -> Boundary {
        let most = self.forms.iter().max_by_key(|form| form.lines);
        most.map_or(Boundary::default(), |form| {
            form.behind.boundary(self.behind)
        })
    }
}
