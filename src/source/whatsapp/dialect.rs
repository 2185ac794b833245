//! What the words in the headers of a file mean: decided once for the whole file.
//!
//! A word for a part of the day, or a month, may mean one thing in one language and another in
//! the next: `MD` is the afternoon in Albanian and midnight in Konkani, `listopad` is November in
//! Czech and October in Croatian. The words of one file are all of one language, so the languages
//! that have all of them decide; what they still leave open is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::cldr::{self, Word};
use super::date::Year;
use super::form::{First, Form};
use super::header::{Header, Spelt};
use super::line_ends::Boundary;
use super::odd::Oddity;
use super::sample::Sample;

/// Which lines may be headers, and what their words mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Dialect {
    /// How a header can begin.
    pub(super) beginning: Beginning,
    /// How the years of the dates that have none, or two digits, are read.
    pub(super) year: Year,
    /// Whether date or time is taken to come first, where a line can be read both ways.
    pub(super) first: First,
    /// The form of most headers, once it is known and has words.
    pub(super) form: Option<Form>,
    /// Where messages can begin.
    pub(super) boundary: Boundary,
    meanings: Option<Meanings>,
}

/// How a header can begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Beginning {
    /// With a number or a bracket, as nearly all do.
    #[default]
    Number,
    /// With a word too: `Sep 20, 2013, …`, `令和4年…`, `下午7:31, …`.
    Word,
}

/// What the words of a file mean.
#[derive(Debug, Clone, Default)]
struct Meanings {
    /// The hour of the day for each hour that stands before or after a word.
    halves: BTreeMap<u16, [Option<u8>; 13]>,
    months: BTreeMap<u16, u8>,
}

/// The words that the headers of one form have.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    seen: BTreeMap<Word, Seen>,
}

#[derive(Debug)]
struct Seen {
    lines: u64,
    /// A bit for each hour, 0 to 12.
    hours: u16,
    first: Sample,
}

impl Spellings {
    /// Counts the words of a header.
    pub(super) fn note(&mut self, header: &Header, sample: impl Fn() -> Sample) {
        let Spelt { half, month } = header.spelt;
        let words = [half.map(Word::Half), month.map(Word::Month)];
        for word in words.into_iter().flatten() {
            let seen = self.seen.entry(word).or_insert_with(|| Seen {
                lines: 0,
                hours: 0,
                first: sample(),
            });
            seen.lines += 1;
            seen.hours |= 1 << header.hour.min(12);
        }
    }

    /// Tells whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Takes in the words of another form.
    pub(super) fn join(&mut self, other: Spellings) {
        for (word, more) in other.seen {
            match self.seen.get_mut(&word) {
                Some(seen) => {
                    seen.lines += more.lines;
                    seen.hours |= more.hours;
                }
                None => drop(self.seen.insert(word, more)),
            }
        }
    }

    /// Returns the languages that have all these words; where none has, as when the time is of
    /// another language than the date, those that have all words of this kind but the rare ones.
    fn languages(&self, kind: impl Fn(Word) -> bool) -> BTreeSet<&'static str> {
        match self.common(|_| true) {
            (languages, true) => languages,
            (_, false) => self.common(kind).0,
        }
    }

    /// Returns the languages that have the most of the words, and whether they have all.
    fn common(&self, kind: impl Fn(Word) -> bool) -> (BTreeSet<&'static str>, bool) {
        let mut words: Vec<_> = self.seen.iter().filter(|(word, _)| kind(**word)).collect();
        words.sort_by_key(|(word, seen)| (u64::MAX - seen.lines, **word));
        let mut languages: Option<BTreeSet<_>> = None;
        let mut all = true;
        for (word, _) in words {
            let own = word.languages();
            let both = match &languages {
                None => own,
                Some(known) => known.intersection(&own).copied().collect(),
            };
            match both.is_empty() {
                true => all = false,
                false => languages = Some(both),
            }
        }
        (languages.unwrap_or_default(), all)
    }
}

/// A word whose meaning the file does not settle.
pub(super) struct Unsettled {
    /// The first line that has it.
    pub(super) first: Sample,
    /// What about it is not settled, as a clause for people.
    pub(super) why: String,
}

impl Dialect {
    /// Decides what the words mean that the headers of a file have.
    ///
    /// # Errors
    /// When a word has two meanings that the file leaves open.
    pub(super) fn settle(&mut self, spellings: &Spellings) -> Result<(), Unsettled> {
        let of_halves = spellings.languages(|word| matches!(word, Word::Half(_)));
        let of_months = spellings.languages(|word| matches!(word, Word::Month(_)));
        let mut meanings = Meanings::default();
        for (word, seen) in &spellings.seen {
            let unsettled = |what: &str| Unsettled {
                first: seen.first.clone(),
                why: format!(
                    "has the word \"{}\", which means one {what} in one language and another in \
                     another, and no other word of the file tells them apart",
                    word.folded()
                ),
            };
            match *word {
                Word::Half(half) => {
                    let hours = hours(half, &of_halves).map_err(|open| (open, unsettled("hour")));
                    match hours {
                        Ok(hours) => drop(meanings.halves.insert(half, hours)),
                        Err((open, why)) if open.seen_in(seen) => return Err(why),
                        Err((open, _)) => drop(meanings.halves.insert(half, open.hours)),
                    }
                }
                Word::Month(month) => {
                    let number = number(month, &of_months).ok_or_else(|| unsettled("month"))?;
                    meanings.months.insert(month, number);
                }
            }
        }
        self.meanings = Some(meanings);
        Ok(())
    }

    /// Returns this dialect with headers that can begin with a word too.
    pub(super) fn worded(&self) -> Dialect {
        Dialect {
            beginning: Beginning::Word,
            ..self.clone()
        }
    }

    /// Returns a header with its words read, as far as they are settled.
    pub(super) fn read(&self, mut header: Header) -> Result<Header, Oddity> {
        let Some(meanings) = &self.meanings else {
            return Ok(header);
        };
        if let Some(half) = header.spelt.half {
            let hours = meanings.halves.get(&half).ok_or(Oddity::HalfDayWord)?;
            let hour = hours.get(usize::from(header.hour)).copied().flatten();
            header.hour = hour.ok_or(Oddity::NoSuchHour)?;
        }
        if let Some(month) = header.spelt.month {
            let month = meanings.months.get(&month).ok_or(Oddity::MonthName)?;
            header.date[1] = u16::from(*month);
            let [day, month, _] = header.date;
            if let (0, Some(year)) = (header.widths[2], self.year.of(day, month)) {
                header.date[2] = year;
                header.widths[2] = 4;
            }
        }
        Ok(header)
    }
}

/// Hours of a word that some languages read otherwise than others.
struct Open {
    hours: [Option<u8>; 13],
    open: u16,
}

impl Open {
    fn seen_in(&self, seen: &Seen) -> bool {
        self.open & seen.hours > 0
    }
}

/// Returns the hour of the day that each hour with this word is, in these languages.
fn hours(half: u16, languages: &BTreeSet<&str>) -> Result<[Option<u8>; 13], Open> {
    let meanings = cldr::hours(half);
    let of = |m: &&cldr::Meaning<_>| m.languages.iter().any(|l| languages.contains(l));
    let mut known: Vec<_> = meanings.iter().filter(of).collect();
    if known.is_empty() {
        known = meanings.iter().collect();
    }
    let mut table = [None; 13];
    let mut open = 0;
    for hour in 0..=12u8 {
        let [early, late] = [hour % 12, hour % 12 + 12];
        let either = |has: &dyn Fn(cldr::Hours, u8) -> bool| {
            let any = |hour| known.iter().any(|meaning| has(meaning.is, hour));
            // `0:05 PM` is no time that a clock shows.
            (any(early), any(late) && hour > 0)
        };
        table[usize::from(hour)] = match either(&|hours, hour| hours.has(hour)) {
            (true, false) => Some(early),
            (false, true) => Some(late),
            (true, true) => {
                open |= 1 << hour;
                None
            }
            (false, false) => match either(&|hours, hour| hours.has_nearly(hour)) {
                (true, false) => Some(early),
                (false, true) => Some(late),
                _ => None,
            },
        };
    }
    match open {
        0 => Ok(table),
        _ => Err(Open { hours: table, open }),
    }
}

/// Returns the number of a month that all these languages agree on.
fn number(month: u16, languages: &BTreeSet<&str>) -> Option<u8> {
    let meanings = cldr::months(month);
    let of = |m: &&cldr::Meaning<u8>| m.languages.iter().any(|l| languages.contains(l));
    let mut known: BTreeSet<u8> = meanings.iter().filter(of).map(|m| m.is).collect();
    if known.is_empty() {
        known = meanings.iter().map(|m| m.is).collect();
    }
    match known.len() {
        1 => known.first().copied(),
        _ => None,
    }
}
