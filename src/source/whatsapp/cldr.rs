//! The words that telephones put into dates and times, in every language of Unicode CLDR.
//!
//! The table `cldr.tsv` is made from CLDR's own data by `.ci/cldr.py`, and nobody's list: its head
//! says of which version and under which licence. It is parsed when a line is first met that has
//! such a word, which most files never have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::numerals::is_of_a_word;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("cldr.tsv")));

/// A word that has a meaning of its own in each language: the place of it in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// A part of the day: AM, PM, "in the evening".
    Half(u16),
    /// A month.
    Month(u16),
}

/// What a word means in some languages.
#[derive(Debug)]
pub(super) struct Meaning<T> {
    /// What it means.
    pub(super) is: T,
    /// The languages in which it does, by their subtags.
    pub(super) languages: Vec<&'static str>,
}

/// The hours of a part of the day, from the first to before the last; they may pass midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    from: u8,
    before: u8,
}

impl Hours {
    /// Tells whether an hour, 0 to 23, is one of them.
    pub(super) fn has(self, hour: u8) -> bool {
        match self.from < self.before {
            true => (self.from..self.before).contains(&hour),
            false => hour >= self.from || hour < self.before,
        }
    }

    /// Tells whether an hour is one of them, or not more than two hours away: the limits of the
    /// parts of the day have been moved by so much from one version of CLDR to the next.
    pub(super) fn has_nearly(self, hour: u8) -> bool {
        // Not the halves of the day: they have not moved.
        let length = (24 + self.before - self.from) % 24;
        length < 12 && (22..=26).any(|by| self.has((hour + by) % 24))
    }
}

#[derive(Debug)]
struct Words<T> {
    places: BTreeMap<&'static str, u16>,
    list: Vec<(&'static str, Vec<Meaning<T>>)>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words {
            places: BTreeMap::new(),
            list: Vec::new(),
        }
    }
}

impl<T> Words<T> {
    fn add(
        &mut self,
        word: &'static str,
        means: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<()> {
        let meaning = |text: &'static str| {
            let (is, languages) = text.split_once(':')?;
            Some(Meaning {
                is: parse(is)?,
                languages: languages.split(' ').collect(),
            })
        };
        let place = u16::try_from(self.list.len()).ok()?;
        let meanings = means.split(';').map(meaning).collect::<Option<_>>()?;
        self.places.insert(word, place);
        self.list.push((word, meanings));
        Some(())
    }
}

#[derive(Debug, Default)]
struct Table {
    halves: Words<Hours>,
    months: Words<u8>,
    days: BTreeSet<&'static str>,
    glue: BTreeSet<&'static str>,
    eras: BTreeMap<&'static str, i16>,
}

impl Table {
    fn of(text: &'static str) -> Table {
        let mut table = Table::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            table
                .add(line)
                .expect("the table is the generator's, and a test parses every line of it");
        }
        table
    }

    fn add(&mut self, line: &'static str) -> Option<()> {
        let (kind, rest) = line.split_once('\t')?;
        let (word, means) = rest.split_once('\t').unwrap_or((rest, ""));
        match kind {
            "half" => self.halves.add(word, means, |hours| {
                let (from, before) = hours.split_once('-')?;
                Some(Hours {
                    from: from.parse().ok()?,
                    before: before.parse().ok()?,
                })
            })?,
            "month" => self.months.add(word, means, |month| month.parse().ok())?,
            "day" => drop(self.days.insert(word)),
            "glue" => drop(self.glue.insert(word)),
            "era" => drop(self.eras.insert(word, means.parse().ok()?)),
            _ => return None,
        }
        Some(())
    }
}

/// Returns a word as the table has it: small letters, and nothing but letters, marks and numbers.
pub(super) fn folded(text: &str) -> String {
    let kept = text.chars().filter(|&c| is_of_a_word(c));
    kept.flat_map(char::to_lowercase).collect()
}

/// Returns the part of the day that a folded word stands for.
pub(super) fn half(word: &str) -> Option<u16> {
    TABLE.halves.places.get(word).copied()
}

/// Returns the month that a folded word stands for.
pub(super) fn month(word: &str) -> Option<u16> {
    TABLE.months.places.get(word).copied()
}

/// Tells whether a folded word is the name of a day of the week.
pub(super) fn is_day(word: &str) -> bool {
    TABLE.days.contains(word)
}

/// Tells whether a folded word stands between the parts of a date and a time.
pub(super) fn is_glue(word: &str) -> bool {
    TABLE.glue.contains(word)
}

/// Returns which year of the common era the year 1 of an era is.
pub(super) fn era(word: &str) -> Option<i16> {
    TABLE.eras.get(word).copied()
}

/// Returns what a part of the day means, language by language.
pub(super) fn hours(half: u16) -> &'static [Meaning<Hours>] {
    &TABLE.halves.list[usize::from(half)].1
}

/// Returns what a name of a month means, language by language.
pub(super) fn months(month: u16) -> &'static [Meaning<u8>] {
    &TABLE.months.list[usize::from(month)].1
}

impl Word {
    /// Returns the languages that have it.
    pub(super) fn languages(self) -> BTreeSet<&'static str> {
        match self {
            Word::Half(half) => languages(hours(half)),
            Word::Month(month) => languages(months(month)),
        }
    }

    /// Returns the word, folded.
    pub(super) fn folded(self) -> &'static str {
        match self {
            Word::Half(half) => TABLE.halves.list[usize::from(half)].0,
            Word::Month(month) => TABLE.months.list[usize::from(month)].0,
        }
    }
}

fn languages<T>(meanings: &'static [Meaning<T>]) -> BTreeSet<&'static str> {
    let all = meanings.iter().flat_map(|meaning| &meaning.languages);
    all.copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert!(TABLE.halves.list.len() > 1000 && TABLE.months.list.len() > 4000);
        assert!(TABLE.days.len() > 3000 && TABLE.glue.len() > 100 && TABLE.eras.len() > 400);
        for word in TABLE.halves.places.keys().chain(TABLE.months.places.keys()) {
            assert_eq!(folded(word), *word);
        }
        for (word, meanings) in &TABLE.halves.list {
            for meaning in meanings {
                assert!(meaning.is.from < 24 && meaning.is.before <= 24, "{word}");
            }
        }
    }

    #[test]
    fn words_are_found_however_they_are_dotted_and_spaced() {
        for written in ["p. m.", "P.M.", "p.\u{a0}m.", "PM", "\u{200f}pm"] {
            assert_eq!(half(&folded(written)), half("pm"), "{written}");
        }
        assert!(half("pm").is_some());
        assert_eq!(folded("قبل\u{200c}ازظهر"), "قبلازظهر");
        assert_eq!(era(&folded("พ.ศ.")), Some(-542));
        assert!(is_glue("klo") && is_glue(&folded("г.")) && is_day("sat"));
    }

    #[test]
    fn parts_of_the_day_may_pass_midnight() {
        let night = Hours {
            from: 20,
            before: 4,
        };
        assert!(night.has(23) && night.has(0) && !night.has(4) && !night.has(19));
        assert!(night.has_nearly(5) && night.has_nearly(18) && !night.has_nearly(12));
    }
}
