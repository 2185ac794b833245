//! Which form the headers of a file have: one, or the file is refused.

use super::calendars;
use super::form::{Clock, Form};
use super::header::Odd;
use super::odd::Oddity;
use super::order::grouped;
use super::sample::Sample;
use super::survey::{Decodable, FormSurvey, Survey};
use super::weekday;
use crate::place::Place;
use crate::shown::shown;
use crate::source::{ReadError, TextEncoding};

impl Survey {
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
        if encoding != Some(TextEncoding::UTF_8) {
            self.refuse_other_encodings(name, encoding)?;
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
            return Err(match (most_odd, self.weekdays.first()) {
                (Some(odd), _) => unknown(name, &odd.first, odd.odd.what.words()),
                (None, Some(first)) => unknown(name, first, weekday::WORDS),
                (None, None) => ReadError::NotThis {
                    at: Place::file(name),
                    why: "no line of it begins with a date and a time as WhatsApp writes them"
                        .to_owned(),
                },
            });
        };
        let mut best = self.forms.swap_remove(best);
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
        let speaks = |label: &str| best.senders.speaks(label);
        if let Some(first) = self.weekdays.among(best.form, speaks) {
            return Err(unknown(name, first, weekday::WORDS));
        }
        // Without the day of the export, dates without a year are none yet: that is asked for.
        let asked = best.yearless.is_some() && best.exported.is_none();
        if best.no_day * 2 >= best.lines && !asked {
            return Err(unknown(name, &best.first, &calendars::not_read(&best)));
        }
        Ok(best)
    }

    /// A file in which what is not ASCII is mostly not UTF-8 either was saved in another encoding:
    /// its names cannot be read, and no word of it can be trusted.
    fn refuse_other_encodings(
        &self,
        name: &str,
        stated: Option<TextEncoding>,
    ) -> Result<(), ReadError> {
        let Some(sample) = &self.undecodable else {
            return Ok(());
        };
        let bad = self.undecodable_lines;
        if bad < 2 || bad <= self.decodable_lines || bad * 20 < self.candidates() {
            return Ok(());
        }
        let bad = grouped(bad);
        let question = match stated {
            Some(stated) => format!(
                "{bad} lines hold bytes that are no text in {stated}, which was stated; ask how \
                 the file was saved, and state another --encoding, or use the export as WhatsApp \
                 made it"
            ),
            None => {
                let most = self.likeness.as_ref().and_then(|likeness| likeness.most());
                let most = most.map_or("windows-1252", TextEncoding::name);
                format!(
                    "{bad} lines hold bytes that are not UTF-8, so it was saved again by another \
                     program in another encoding; it looks like {most}. Use the export as WhatsApp \
                     made it, or state --encoding {most} and see whether names and words are right"
                )
            }
        };
        Err(ReadError::Undecided {
            at: Place::line(name, sample.line).at_byte(sample.byte),
            question,
        })
    }
}

const TWO_FORMS: &str = "begins a message in another form than most lines, and no form has more \
                         than half of them; if these are two exports in one file, give them apart";
/// Tells whether an odd line would be a header of this form but for what is not known about it.
fn is_of_this_form(odd: Odd, form: Form) -> bool {
    let Some(near) = odd.near else {
        return false;
    };
    match odd.what {
        Oddity::HalfDayWord => form.clock != Clock::Hours24 && near.same_but_clock(form),
        _ => form.admits(near),
    }
}

pub(super) fn unknown(name: &str, sample: &Sample, why: &str) -> ReadError {
    ReadError::UnknownDialect {
        at: Place::line(name, sample.line).at_byte(sample.byte),
        why: format!("this line {why}: {}", shown(sample.head())),
    }
}
