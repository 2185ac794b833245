//! The words between the numbers of a date and a time, and what they are.

use super::cldr;
use super::marks::is_mark;
use super::numerals::is_of_a_word;

/// What a word can be, where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A part of the day.
    Half,
    /// The name of a month.
    Month,
    /// The name of an era.
    Era,
    /// The name of a day of the week.
    Day,
    /// A word that only joins others.
    Glue,
}

/// What stands in a slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slot {
    /// The part of the day.
    pub(super) half: Option<u16>,
    /// The month.
    pub(super) month: Option<u16>,
    /// Which year of the common era the year 1 of the era is.
    pub(super) era: Option<i16>,
    /// How many names of days there are.
    pub(super) days: u8,
    /// How many words there are that only join.
    pub(super) glue: u8,
    /// How many words there are that are not known.
    pub(super) unknown: u8,
    /// How many commas there are, and other signs that part.
    pub(super) commas: u8,
}

impl Slot {
    /// Returns what is in a slot, if it holds nothing that no date has. `sorts` are what its words
    /// can be, first those that they rather are.
    pub(super) fn of(text: &str, sorts: &[Sort]) -> Option<Slot> {
        let mut slot = Slot::default();
        let mut words = Vec::new();
        for part in text.split(|c: char| c.is_whitespace() || is_comma(c)) {
            if !part.chars().all(is_of_a_date) {
                return None;
            }
            let word = cldr::folded(part);
            if !word.is_empty() {
                words.push(word);
            }
        }
        // Nothing that telephones write has more words; prose has.
        if words.len() > 8 {
            return None;
        }
        slot.commas = text.chars().filter(|&c| is_comma(c)).count() as u8;
        let mut rest = words.as_slice();
        while let Some(taken) = slot.take(rest, sorts) {
            rest = &rest[taken..];
        }
        Some(slot)
    }

    /// Returns what is in a slot that may hold the name of a month. Some words that join are the
    /// name of a month elsewhere (`de`), so they are tried as both.
    pub(super) fn with_month(text: &str, others: &[Sort]) -> Option<Slot> {
        let first = [&[Sort::Month], others].concat();
        let last = [others, &[Sort::Month]].concat();
        let slot = Slot::of(text, &first)?;
        match slot.unknown {
            0 => Some(slot),
            _ => Slot::of(text, &last)
                .filter(|slot| slot.month.is_some())
                .or(Some(slot)),
        }
    }

    /// Takes the words that belong together, and returns how many they are.
    fn take(&mut self, words: &[String], sorts: &[Sort]) -> Option<usize> {
        let first = words.first()?;
        // `in the evening`, `p. m.`: what belongs together is looked for longest first.
        for many in (1..=words.len().min(5)).rev() {
            let word = words[..many].concat();
            if sorts.iter().any(|&sort| self.take_as(sort, &word)) {
                return Some(many);
            }
        }
        if !self.take_apart(first, sorts) {
            self.unknown += 1;
        }
        Some(1)
    }

    fn take_as(&mut self, sort: Sort, word: &str) -> bool {
        match sort {
            // `a las 7:31`: a narrow `a` for AM is in CLDR, but no telephone writes it in a line.
            Sort::Half if word.len() == 1 && cldr::is_glue(word) => false,
            Sort::Half if self.half.is_none() => {
                self.half = cldr::half(word);
                self.half.is_some()
            }
            Sort::Month if self.month.is_none() => {
                self.month = cldr::month(word);
                self.month.is_some()
            }
            Sort::Era if self.era.is_none() => {
                self.era = cldr::era(word);
                self.era.is_some()
            }
            Sort::Day if cldr::is_day(word) => {
                self.days += 1;
                true
            }
            // A second word for the part of the day is none that joins, as `am` does in German.
            Sort::Glue if self.half.is_some() && cldr::half(word).is_some() => false,
            Sort::Glue if cldr::is_glue(word) => {
                self.glue += 1;
                true
            }
            _ => false,
        }
    }

    /// Takes two words that stand together without a space: `日下午`.
    fn take_apart(&mut self, word: &str, sorts: &[Sort]) -> bool {
        // Only scripts that write so: in others a word would be cut to pieces.
        if word.is_ascii() {
            return false;
        }
        let places = word.char_indices().skip(1).map(|(at, _)| at);
        for (left, right) in places.filter_map(|at| word.split_at_checked(at)) {
            let before = *self;
            let both = [left, right]
                .iter()
                .all(|part| sorts.iter().any(|&sort| self.take_as(sort, part)));
            if both && (cldr::is_glue(left) || cldr::is_glue(right)) {
                return true;
            }
            *self = before;
        }
        false
    }
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '、' | '，' | '(' | ')')
}

/// Tells whether a character may stand in a word of a date: CLDR's words have no others.
fn is_of_a_date(c: char) -> bool {
    is_of_a_word(c)
        || is_mark(c)
        || "./'’-‐·॰་׳״․ʻʼ".contains(c)
        || matches!(
            c,
            '\u{180e}' | '\u{180a}' | '\u{70f}' | '\u{200b}'..='\u{200d}'
        )
}

/// Returns a text without marks and spaces.
pub(super) fn bare(text: &str) -> impl Iterator<Item = char> {
    let kept = text.chars().filter(|&c| !is_mark(c) && !c.is_whitespace());
    kept.filter(|&c| !matches!(c, '\u{200b}'..='\u{200d}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOINT: &[Sort] = &[Sort::Half, Sort::Glue, Sort::Era, Sort::Day];

    #[test]
    fn words_are_taken_for_what_they_are() {
        let slot = |text| Slot::of(text, JOINT).unwrap();
        for text in [
            ", 7",
            " in the evening",
            "日 下午",
            "日下午",
            " г., ",
            " klo ",
            " พ.ศ. ",
        ] {
            assert_eq!(slot(text).unknown, u8::from(text == ", 7"), "{text}");
        }
        assert_eq!(slot(" p. m.").half, cldr::half("pm"));
        assert_eq!(slot("日下午").half, cldr::half("下午"));
        assert_eq!(slot(" BE, ").era, Some(-542));
        assert_eq!(slot(" hreznobel ").unknown, 1);
        assert_eq!((slot(", ").commas, slot(" um ").glue), (1, 1));
        assert_eq!(Slot::of(" \"quoted\" ", JOINT), None);
    }
}
