//! Telephone numbers that are possible, valid or not: numbers reserved for drama are not valid, and
//! a number that is out of use today was somebody's then.

use std::ops::Range;
use std::sync::LazyLock;

use phonenumber::country::Id;
use regex::Regex;

use super::context::{before, is_called, stands_alone};
use super::{Kind, Seen};

/// Groups of digits with what people and telephones put between them.
static GROUPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+[ \x{a0}]?)?\(?[0-9](?:[ \x{a0}\x{202f}\x{2010}\x{2011}().-]{0,3}[0-9]){6,}")
        .expect("the pattern is ours")
});

static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\+?[0-9]+").expect("the pattern is ours"));

/// A number has at most so many groups of digits.
const MOST_GROUPS: usize = 7;

/// Returns the telephone numbers of a text.
pub(super) fn look(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    for run in GROUPS.find_iter(text) {
        let groups: Vec<Range<usize>> = DIGITS
            .find_iter(run.as_str())
            .map(|group| run.start() + group.start()..run.start() + group.end())
            .collect();
        let mut at = 0;
        while at < groups.len() {
            let dated = dated(text, &groups, at);
            if dated > 0 {
                at += dated;
                continue;
            }
            match longest(text, &groups, at) {
                Some((number, taken)) => {
                    seen.push(number);
                    at += taken;
                }
                None => at += 1,
            }
        }
    }
    seen
}

/// Returns the longest number that begins with a group, and of how many groups it is.
fn longest(text: &str, groups: &[Range<usize>], at: usize) -> Option<(Seen, usize)> {
    let most = MOST_GROUPS.min(groups.len() - at);
    (1..=most).rev().find_map(|taken| {
        let (first, last) = (groups.get(at)?, groups.get(at + taken - 1)?);
        let plus = with_plus(text, first.start);
        let range = plus..last.end;
        let written = text.get(range.clone())?;
        if !stands_alone(text, &range) || is_date(written) {
            return None;
        }
        let how = possible(written, is_called(text, range.start))?;
        let kind = Kind::Phone;
        Some((Seen { kind, range, how }, taken))
    })
}

/// Returns of how many groups a date is that begins with a group, year first, with the time of day
/// where one follows as it does in the names of photographs; 0 where none begins there.
fn dated(text: &str, groups: &[Range<usize>], at: usize) -> usize {
    let (Some(first), Some(day)) = (groups.get(at), groups.get(at + 2)) else {
        return 0;
    };
    let date = text.get(first.start..day.end).unwrap_or_default();
    if first.len() != 4 || !is_date(date) {
        return 0;
    }
    let time = groups.iter().skip(at + 3).take(3);
    3 + time.take_while(|group| group.len() == 2).count()
}

/// Returns where a number begins, when a plus sign stands before its first group.
fn with_plus(text: &str, at: usize) -> usize {
    let ahead = before(text, at, 4);
    let trimmed = ahead.trim_end_matches([' ', '\u{a0}', '(']);
    match trimmed.ends_with('+') {
        true => at - (ahead.len() - trimmed.len()) - 1,
        false => at,
    }
}

/// Tells whether digits are written as a date, with or without what follows it.
fn is_date(written: &str) -> bool {
    let parts: Vec<&str> = written.split(['.', '-', ' ']).take(3).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(lengths.as_slice(), [4, 2, 2] | [1 | 2, 1 | 2, 4])
        && parts
            .iter()
            .any(|p| p.starts_with("19") || p.starts_with("20"))
}

/// Returns whether a number can be one to call, and how that is known.
fn possible(written: &str, called: bool) -> Option<&'static str> {
    let digits: String = written
        .replace("(0)", "")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let national = || phonenumber::parse(Some(Id::GB), &digits).ok();
    let international = |digits: &str| phonenumber::parse(None, format!("+{digits}")).ok();
    let number = if written.starts_with('+') && (8..=15).contains(&digits.len()) {
        international(&digits)?
    } else if let Some(abroad) = digits.strip_prefix("00") {
        let fits = (9..=15).contains(&abroad.len());
        fits.then(|| international(abroad))??
    } else if digits.starts_with('0') && (10..=11).contains(&digits.len()) {
        national()?
    } else if digits.starts_with("44") && digits.len() == 12 {
        international(&digits)?
    } else if called && (7..=12).contains(&digits.len()) {
        return Some("digits that the words before them call a number");
    } else {
        return None;
    };
    Some(match phonenumber::is_valid(&number) {
        true => "a valid number of today",
        false => "a possible number; not valid by the plan of today",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let seen = look(text);
        let words = seen.iter().filter_map(|one| text.get(one.range.clone()));
        words.collect()
    }

    #[test]
    fn numbers_for_drama_are_found_although_they_are_not_valid() {
        for number in [
            "07700 900123",
            "+44 7700 900123",
            "07700900123",
            "01632 960001",
            "+44 (0)7700 900456",
        ] {
            let text = format!("It is {number}.");
            assert_eq!(found(&text), [number]);
        }
        let seen = look("07700 900123");
        assert_eq!(
            seen[0].how,
            "a possible number; not valid by the plan of today"
        );
        assert_eq!(look("020 7946 0018")[0].how, "a valid number of today");
    }

    #[test]
    fn numbers_one_after_the_other_are_two() {
        assert_eq!(
            found("07700 900123 07700 900124 - 07700900125"),
            ["07700 900123", "07700 900124", "07700900125"]
        );
        assert_eq!(found(&"07700 900123 ".repeat(9)), ["07700 900123"; 9]);
    }

    #[test]
    fn marks_that_telephones_put_around_a_number_do_not_hide_it() {
        assert_eq!(
            found("\u{202a}+44\u{a0}7700\u{a0}900123\u{202c}"),
            ["+44\u{a0}7700\u{a0}900123"]
        );
    }

    #[test]
    fn the_time_of_a_photograph_is_none_and_hides_none() {
        assert_eq!(
            found("00000084-PHOTO-2021-01-05-10-19-02.jpg"),
            Vec::<&str>::new()
        );
        assert_eq!(found("2021-01-05 07700 900123"), ["07700 900123"]);
    }

    #[test]
    fn other_digits_are_none() {
        for text in [
            "01.02.2021 12",
            "2021-03-04 10",
            "GBP 1000000",
            "IMG07700900123",
            "order 202555014",
            "0",
            "12:30:45",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(found("call 202-555-0142"), ["202-555-0142"]);
    }
}
