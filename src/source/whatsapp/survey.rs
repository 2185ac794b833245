//! The first pass: what forms of header a file has, and what they say about it as a whole.
//!
//! It keeps counts and the first line of each kind, never the lines themselves.

use super::date::Day;
use super::feed::{Feed, Line};
use super::form::{Clock, Form, Frame};
use super::header::{Header, Look, Odd, look};
use super::learned::Learned;
use super::marker::{self, Habit};
use super::marks::begins_with_app_mark;
use super::media::{Files, moment_in};
use super::notice;
use super::odd::Oddity;
use super::order::{self, OrderCount, grouped};
use super::pasted::{Appearances, LineEnds, Looks};
use super::sample::Sample;
use super::sender::{Senders, Whose};
use crate::place::Place;
use crate::shown::shown;
use crate::source::{DateOrder, ReadError, TextEncoding};

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
    /// What ends the lines of the whole file.
    pub(super) line_ends: LineEnds,
    /// What it teaches of the app's words.
    pub(super) learned: Learned,
    /// Whether the whole file is UTF-8.
    pub(super) decodable: Decodable,
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
            only_year_first: 0,
            first_ambiguous: None,
            padded: 0,
            unpadded: 0,
            exported,
            senders: Senders::default(),
            marked: 0,
            group_notices: 0,
            subject: None,
            appearances: Appearances::default(),
            line_ends: LineEnds::default(),
            learned: Learned::default(),
            decodable: Decodable::Wholly,
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
        match (self.form.frame, self.marked) {
            (Frame::Hyphen | Frame::Dash, _) => Habit::Words,
            (_, 0) => Habit::LostMarks,
            _ => Habit::Marks,
        }
    }

    fn count(&mut self, header: &Header, line: Line, text: &[u8], files: &Files<'_>) {
        self.lines += 1;
        if !order::count(self, header, || Sample::of(line, text)) {
            self.no_day += 1;
            return;
        }
        let rest = &text[header.end..];
        let apple = !matches!(self.form.frame, Frame::Hyphen | Frame::Dash);
        let learned = &mut self.learned;
        let whose = |label: &[u8], words: &[u8]| match words.first() {
            Some(0xE2) if apple && begins_with_app_mark(words) => {
                marker::whose(label, words, files, learned)
            }
            Some(b'M' | b'N') if apple && notice::begins_as_encryption(words) => Whose::App,
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
        let day_first = Day::read(DateOrder::Dmy, header);
        let month_first = Day::read(DateOrder::Mdy, header);
        if day_first != month_first {
            self.orders[0].media += u64::from(day_first == named);
            self.orders[1].media += u64::from(month_first == named);
        }
    }
}

#[derive(Debug)]
struct OddSurvey {
    odd: Odd,
    lines: u64,
    first: Sample,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    forms: Vec<FormSurvey>,
    last_form: usize,
    odd: Vec<OddSurvey>,
    /// The first line with bytes that are not UTF-8, and how many lines there are.
    undecodable: Option<Sample>,
    undecodable_lines: u64,
    /// Lines with characters beyond ASCII, all of them UTF-8.
    decodable_lines: u64,
    line_ends: LineEnds,
}

/// Reads a file to its end and counts.
///
/// # Errors
/// When it cannot be read, or a line passes the limit.
pub(super) fn survey(
    feed: &mut Feed<'_>,
    files: &Files<'_>,
    exported: Option<Day>,
) -> Result<Survey, ReadError> {
    let mut survey = Survey::default();
    while let Some(line) = feed.line()? {
        let text = feed.bytes(line.start, line.text_end);
        survey.note_encoding(line, text);
        let looks = look(text);
        let sort = match looks {
            Look::Header(_) => Looks::Header,
            Look::Text | Look::Odd(_) => Looks::Text,
        };
        survey.line_ends.note(sort, line);
        match looks {
            Look::Text => {}
            Look::Header(header) => {
                survey
                    .form(header.form, line, text, exported)
                    .count(&header, line, text, files);
            }
            Look::Odd(odd) => survey.note_odd(odd, line, text),
        }
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

    /// Returns the one form of the file.
    ///
    /// # Errors
    /// When it is not text in UTF-8, has no headers, or has headers that cannot be read safely.
    pub(super) fn dominant(
        mut self,
        name: &str,
        encoding: Option<TextEncoding>,
    ) -> Result<FormSurvey, ReadError> {
        // Whoever states UTF-8 knows of bytes that are none.
        if encoding.is_none() {
            self.refuse_other_encodings(name)?;
        }
        let candidates = self.candidates();
        let mut best = None;
        for (place, form) in self.forms.iter().enumerate() {
            if best.is_none_or(|best: usize| form.lines > self.forms[best].lines) {
                best = Some(place);
            }
        }
        let most_odd = self
            .odd
            .iter()
            .max_by_key(|odd| (odd.lines, u64::MAX - odd.first.line));
        let Some(best) = best else {
            return Err(match most_odd {
                Some(odd) => unknown(name, &odd.first, odd.odd.what.words()),
                None => ReadError::NotThis {
                    at: Place::file(name),
                    why: "no line of it begins with a date and a time as WhatsApp writes them"
                        .to_owned(),
                },
            });
        };
        let mut best = self.forms.swap_remove(best);
        best.line_ends = self.line_ends;
        if self.undecodable.is_some() {
            best.decodable = Decodable::Mostly;
        }
        if let Some(odd) = most_odd.filter(|odd| odd.lines >= best.lines) {
            return Err(unknown(name, &odd.first, odd.odd.what.words()));
        }
        if best.lines * 2 <= candidates {
            let other = self.forms.iter().max_by_key(|form| form.lines);
            return Err(unknown(
                name,
                other.map_or(&best.first, |form| &form.first),
                TWO_FORMS,
            ));
        }
        if let Some(odd) = self
            .odd
            .iter()
            .find(|odd| is_of_this_form(odd.odd, best.form))
        {
            return Err(unknown(name, &odd.first, odd.odd.what.words()));
        }
        if best.no_day * 2 >= best.lines {
            return Err(unknown(name, &best.first, NO_SUCH_CALENDAR));
        }
        Ok(best)
    }

    /// A file in which what is not ASCII is mostly not UTF-8 either was saved in another encoding:
    /// its names cannot be read, and no word of it can be trusted.
    fn refuse_other_encodings(&self, name: &str) -> Result<(), ReadError> {
        let Some(sample) = &self.undecodable else {
            return Ok(());
        };
        let bad = self.undecodable_lines;
        if bad >= 2 && bad > self.decodable_lines && bad * 20 >= self.candidates() {
            return Err(ReadError::Undecided {
                at: Place::line(name, sample.line).at_byte(sample.byte),
                question: format!(
                    "{} lines hold bytes that are not UTF-8, so it was saved again by another \
                     program in another encoding; use the export as WhatsApp made it, or state \
                     --encoding, windows-1252 perhaps",
                    grouped(bad)
                ),
            });
        }
        Ok(())
    }
}

const TWO_FORMS: &str = "begins a message in another form than most lines, and no form has more \
                         than half of them; if these are two exports in one file, give them apart";
const NO_SUCH_CALENDAR: &str = "has a date that this calendar does not have since WhatsApp began \
                                in 2009; other calendars are not read yet";

/// Tells whether an odd line would be a header of this form but for what is not known about it.
fn is_of_this_form(odd: Odd, form: Form) -> bool {
    let Some(near) = odd.near else {
        return false;
    };
    match odd.what {
        Oddity::HalfDayWord => form.clock != Clock::Hours24 && near.same_but_clock(form),
        _ => near == form,
    }
}

fn unknown(name: &str, sample: &Sample, why: &str) -> ReadError {
    ReadError::UnknownDialect {
        at: Place::line(name, sample.line).at_byte(sample.byte),
        why: format!("this line {why}: {}", shown(&sample.text)),
    }
}
