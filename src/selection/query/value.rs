//! The values of `date:`, `words:`, `has:` and `kind:`.

use chrono::{Months, NaiveDate};

use super::{QueryError, QueryFault, nearest};
use crate::message::{EventCode, Kind};

/// A range of local dates, both ends included; at least one end is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first day; `None` for every day up to the last.
    pub from: Option<NaiveDate>,
    /// The last day; `None` for every day since the first.
    pub to: Option<NaiveDate>,
}

impl Days {
    /// Tells whether a day is among them.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Reads `2021-01-04`, `2021-01`, `2021`, or two of these with `..` between, either left out.
    ///
    /// # Errors
    /// When it is none of these, or ends before it starts.
    pub fn parse(text: &str) -> Result<Days, QueryError> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let from = end(first, 0)?;
        let to = end(last, text.len() - last.len())?;
        let days = Days {
            from: from.map(|(first, _)| first),
            to: to.map(|(_, last)| last),
        };
        match (days.from, days.to) {
            (None, None) => Err(bad_date(text, 0)),
            (Some(from), Some(to)) if to < from => {
                Err(QueryError::new(0..text.len(), QueryFault::DatesBackwards))
            }
            _ => Ok(days),
        }
    }
}

/// Returns the first and the last day of what one end of a range names; nothing for an open end.
fn end(text: &str, offset: usize) -> Result<Option<(NaiveDate, NaiveDate)>, QueryError> {
    if text.is_empty() {
        return Ok(None);
    }
    period(text).map(Some).ok_or_else(|| bad_date(text, offset))
}

fn period(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map(|part| digits(part, 2));
    let day = parts.next().map(|part| digits(part, 2));
    if parts.next().is_some() || year == 0 {
        return None;
    }
    let year = i32::try_from(year).ok()?;
    let (first, months) = match (month, day) {
        (None, _) => (NaiveDate::from_ymd_opt(year, 1, 1)?, 12),
        (Some(month), None) => (NaiveDate::from_ymd_opt(year, month?, 1)?, 1),
        (Some(month), Some(day)) => {
            let date = NaiveDate::from_ymd_opt(year, month?, day?)?;
            return Some((date, date));
        }
    };
    let last = first.checked_add_months(Months::new(months))?.pred_opt()?;
    Some((first, last))
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn bad_date(text: &str, offset: usize) -> QueryError {
    QueryError::new(
        offset..offset + text.len(),
        QueryFault::BadDate(text.to_owned()),
    )
    .meaning("Write 2021-01-04, 2021-01, 2021, or a range such as 2021-01..2021-06.")
}

/// A number of words, as a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// The fewest words.
    pub least: u32,
    /// The most words; `None` for any number.
    pub most: Option<u32>,
}

impl Count {
    /// Tells whether a number of words is in the range.
    pub fn contains(self, words: usize) -> bool {
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        self.least <= words && self.most.is_none_or(|most| words <= most)
    }

    /// Reads `25`, `=25`, `<25`, `<=25`, `>25`, `>=25` or `5..10`.
    ///
    /// # Errors
    /// When it is none of these, or no number can satisfy it.
    pub fn parse(text: &str) -> Result<Count, QueryError> {
        let all = 0..text.len();
        let impossible = || QueryError::new(all.clone(), QueryFault::ImpossibleCount);
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|_| plain).ok_or_else(|| {
                QueryError::new(all.clone(), QueryFault::BadCount(text.to_owned()))
                    .meaning("Write words:<=25, words:>100 or words:5..10.")
            })
        };
        let (least, most) = if let Some(digits) = text.strip_prefix("<=") {
            (0, Some(number(digits)?))
        } else if let Some(digits) = text.strip_prefix('<') {
            let most = number(digits)?.checked_sub(1).ok_or_else(impossible)?;
            (0, Some(most))
        } else if let Some(digits) = text.strip_prefix(">=") {
            (number(digits)?, None)
        } else if let Some(digits) = text.strip_prefix('>') {
            (number(digits)?.checked_add(1).ok_or_else(impossible)?, None)
        } else if let Some((least, most)) = text.split_once("..") {
            (number(least)?, Some(number(most)?))
        } else {
            let exactly = number(text.strip_prefix('=').unwrap_or(text))?;
            (exactly, Some(exactly))
        };
        if most.is_some_and(|most| most < least) {
            return Err(impossible());
        }
        Ok(Count { least, most })
    }
}

/// What `has:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Has {
    /// A file of any sort, in the export or left out of it.
    Attachment,
    /// A file that is not known to be a document or a contact card. One whose sort the export
    /// does not tell counts, so that `NOT has:media` never passes over a picture.
    Media,
    /// A web address.
    Link,
    /// The app's mark of an edit.
    Edited,
}

impl Has {
    const ALL: [Has; 4] = [Has::Attachment, Has::Media, Has::Link, Has::Edited];

    /// Returns the word for this in a query.
    pub fn word(self) -> &'static str {
        match self {
            Has::Attachment => "attachment",
            Has::Media => "media",
            Has::Link => "link",
            Has::Edited => "edited",
        }
    }

    /// Reads the word after `has:`.
    ///
    /// # Errors
    /// When the word is none of these.
    pub fn parse(text: &str) -> Result<Has, QueryError> {
        let found = Has::ALL.into_iter().find(|has| has.word() == text);
        found.ok_or_else(|| {
            let words = Has::ALL.map(Has::word);
            QueryError::new(0..text.len(), QueryFault::UnknownHas(text.to_owned()))
                .meaning(did_you_mean("has", text, &words))
        })
    }
}

/// What `kind:` asks for. A word such as `unknown` can mean both a kind and a notice; then both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KindWord {
    /// A kind of message.
    pub kind: Option<Kind>,
    /// What a notice reports.
    pub event: Option<EventCode>,
}

impl KindWord {
    /// Returns the word for this in a query.
    pub fn word(self) -> &'static str {
        match (self.kind, self.event) {
            (Some(kind), _) => kind.word(),
            (None, Some(event)) => event.word(),
            (None, None) => Kind::Unknown.word(),
        }
    }

    /// Tells whether a message of this kind, reporting this, is meant.
    pub fn matches(self, kind: Kind, event: Option<EventCode>) -> bool {
        self.kind == Some(kind) || (self.event.is_some() && self.event == event)
    }

    /// Reads the word after `kind:`.
    ///
    /// # Errors
    /// When the word is neither a kind nor a notice.
    pub fn parse(text: &str) -> Result<KindWord, QueryError> {
        let word = KindWord {
            kind: Kind::from_word(text),
            event: EventCode::from_word(text),
        };
        if word.kind.is_some() || word.event.is_some() {
            return Ok(word);
        }
        let kinds = Kind::ALL.into_iter().map(Kind::word);
        let words: Vec<_> = kinds
            .chain(EventCode::ALL.into_iter().map(EventCode::word))
            .collect();
        Err(
            QueryError::new(0..text.len(), QueryFault::UnknownKind(text.to_owned()))
                .meaning(did_you_mean("kind", text, &words)),
        )
    }
}

/// Returns the sentence that offers the nearest word, or all of them.
fn did_you_mean(field: &str, text: &str, words: &[&str]) -> String {
    match nearest(text, words.iter().copied()) {
        Some(word) => format!("Did you mean {field}:{word}?"),
        None => format!("After {field}: may stand {}.", words.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_whole_periods_with_both_ends() {
        let february = Days::parse("2020-02").unwrap();
        assert!(february.contains(day("2020-02-29")) && !february.contains(day("2020-03-01")));
        let mixed = Days::parse("2020..2021-06").unwrap();
        assert_eq!(mixed.from, Some(day("2020-01-01")));
        assert_eq!(mixed.to, Some(day("2021-06-30")));
        assert!(Days::parse("..2020").unwrap().contains(day("0001-01-01")));
        for bad in [
            "",
            "..",
            "2021-1",
            "2021-02-30",
            "20210104",
            "2021-01-04-",
            "x",
            "2021..2020",
            "1..2..3",
            "０２０２",
        ] {
            assert!(Days::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Days::parse("2020..2O21").unwrap_err().range, 6..10);
    }

    #[test]
    fn counts_are_ranges() {
        let reads = |text| Count::parse(text).map(|c| (c.least, c.most)).ok();
        assert_eq!(reads("<=25"), Some((0, Some(25))));
        assert_eq!(reads("<25"), Some((0, Some(24))));
        assert_eq!(reads(">25"), Some((26, None)));
        assert_eq!(reads("=3"), reads("3"));
        assert_eq!(reads("5..10"), Some((5, Some(10))));
        for bad in [
            "",
            "<",
            "<0",
            "+5",
            "10..5",
            "5..",
            "x",
            "=>5",
            "4294967296",
            ">4294967295",
        ] {
            assert_eq!(reads(bad), None, "{bad}");
        }
    }

    #[test]
    fn kinds_and_notices_share_their_words() {
        assert!(
            KindWord::parse("deleted")
                .unwrap()
                .matches(Kind::Deleted, None)
        );
        let timer = KindWord::parse("timer-changed").unwrap();
        assert!(timer.matches(Kind::System, Some(EventCode::TimerChanged)));
        assert!(!timer.matches(Kind::System, None));
        let unknown = KindWord::parse("unknown").unwrap();
        assert!(unknown.matches(Kind::Unknown, None));
        assert!(unknown.matches(Kind::System, Some(EventCode::Unknown)));
        let error = KindWord::parse("delted").unwrap_err();
        assert_eq!(error.meant.as_deref(), Some("Did you mean kind:deleted?"));
    }
}
