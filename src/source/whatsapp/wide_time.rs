//! A time of day among the numbers of a head.

use std::ops::Range;

use super::cldr;
use super::slots::bare;
use super::wide::Head;
use crate::message::Precision;

/// A time as it stands, before the parts of the day are applied.
pub(super) struct Time {
    /// Hour, minute and second; 0 where no second is written.
    pub(super) numbers: [u16; 3],
    /// The byte between them: `h` where it is a word.
    pub(super) colon: u8,
    /// Whether seconds are written.
    pub(super) precision: Precision,
}

/// Reads a time of these two or three numbers, if they are one.
pub(super) fn read(head: &Head<'_>, places: Range<usize>) -> Option<Time> {
    let numbers = head.numbers().get(places.clone())?;
    let colon = between(head.gap(places.start))?;
    let (hour, minute, second) = match numbers {
        [hour, minute] => (hour, minute, None),
        [hour, minute, second] => (hour, minute, Some(second)),
        _ => return None,
    };
    if second.is_some() && between(head.gap(places.start + 1)) != Some(colon) {
        return None;
    }
    let two = minute.width == 2 && second.is_none_or(|second| second.width == 2);
    (two && hour.width <= 2).then_some(Time {
        numbers: [
            hour.value,
            minute.value,
            second.map_or(0, |second| second.value),
        ],
        colon,
        precision: match second {
            Some(_) => Precision::Second,
            None => Precision::Minute,
        },
    })
}

fn between(gap: &str) -> Option<u8> {
    let spaced = gap.chars().any(char::is_whitespace);
    let mut signs = bare(gap);
    match (signs.next(), signs.next()) {
        (Some(':' | '：'), None) if !spaced => Some(b':'),
        (Some('.'), None) if !spaced => Some(b'.'),
        (Some(_), _) => {
            let word = cldr::folded(gap);
            (!word.is_empty() && cldr::is_glue(&word)).then_some(b'h')
        }
        (None, _) => None,
    }
}
