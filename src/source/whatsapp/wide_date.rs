//! A date among the numbers of a head: three numbers, or a month by name.

use std::ops::Range;

use super::cldr;
use super::form::{Gap, Month, YearPlace};
use super::slots::{Slot, Sort, bare};
use super::wide::Head;

/// A date as it stands.
#[derive(Clone, Copy)]
pub(super) struct Date {
    /// Its numbers: day, month and year if the month has a name, with 0 for what is no number.
    pub(super) numbers: [u16; 3],
    /// How many digits each has.
    pub(super) widths: [u8; 3],
    /// The byte between them.
    pub(super) separator: u8,
    /// Where the year stands.
    pub(super) year: YearPlace,
    /// What stands between them.
    pub(super) gap: Gap,
    /// How the month is written.
    pub(super) month_by: Month,
    /// The name of the month.
    pub(super) month: Option<u16>,
    /// Which year of the common era the year 1 is.
    pub(super) era: i16,
    /// What stands behind the date.
    pub(super) behind: Slot,
    /// Whether that is a hyphen.
    pub(super) hyphen_behind: bool,
}

const LEAD: &[Sort] = &[Sort::Era, Sort::Day, Sort::Glue];
const BEHIND: &[Sort] = &[Sort::Half, Sort::Glue, Sort::Era, Sort::Day];

/// Reads a date of the numbers at `places`, with what stands before and behind them.
pub(super) fn read(
    head: &Head<'_>,
    places: Range<usize>,
    lead: &str,
    behind: &str,
) -> Option<Date> {
    match places.len() {
        3 => of_numbers(head, places, lead, behind),
        2 => with_year(head, places, lead, behind),
        _ => without_year(head, places, lead, behind),
    }
}

/// Returns what stands behind a date, and whether it is a hyphen alone.
fn after(behind: &str) -> Option<(Slot, bool)> {
    let slot = Slot::of(behind, BEHIND)?;
    Some((slot, bare(behind).eq(['-'])))
}

fn of_numbers(head: &Head<'_>, places: Range<usize>, lead: &str, behind: &str) -> Option<Date> {
    let numbers = head.numbers().get(places.clone())?;
    let [a, b, c] = numbers else {
        return None;
    };
    let before = Slot::of(lead, LEAD).filter(|slot| slot.unknown == 0)?;
    let dotted = behind.starts_with('.');
    let (behind, hyphen_behind) = after(behind)?;
    let first = Between::of(head.gap(places.start))?;
    let second = Between::of(head.gap(places.start + 1))?;
    if first.era.is_some() || first.gap != second.gap || first.separator != second.separator {
        return None;
    }
    let widths = [a.width, b.width, c.width];
    let eras = [before.era, second.era, behind.era];
    let era = match eras.iter().flatten().count() {
        0 => 1,
        1 => eras.iter().flatten().copied().next()?,
        _ => return None,
    };
    let year = match (widths, eras) {
        // An era stands beside its year.
        ([_, 1 | 2, 1 | 2], [Some(_), ..]) => YearPlace::First,
        ([1 | 2, 1 | 2, _], [_, Some(_), _]) => YearPlace::Last,
        ([3 | 4, 1 | 2, 1 | 2], _) => YearPlace::First,
        ([1 | 2, 1 | 2, 3 | 4], _) => YearPlace::Last,
        ([1 | 2, 1 | 2, 1 | 2], _) => YearPlace::TwoDigits,
        _ => return None,
    };
    Some(Date {
        numbers: [a.value, b.value, c.value],
        widths,
        separator: first.separator,
        year,
        gap: match first.gap {
            Gap::Spaced if dotted => Gap::SpacedToTheEnd,
            gap => gap,
        },
        month_by: Month::Number,
        month: None,
        era,
        behind,
        hyphen_behind,
    })
}

/// What stands between two numbers of a date.
struct Between {
    separator: u8,
    gap: Gap,
    era: Option<i16>,
}

impl Between {
    fn of(text: &str) -> Option<Between> {
        let mut signs = bare(text);
        let (sign, more) = (signs.next(), signs.next());
        let separator = match sign {
            Some(sign @ ('/' | '.' | '-')) => sign as u8,
            None => b' ',
            Some(_) => {
                let word = cldr::folded(text);
                return cldr::is_glue(&word).then_some(Between {
                    separator: b' ',
                    gap: Gap::Words,
                    era: None,
                });
            }
        };
        let spaced = text.chars().any(char::is_whitespace) && separator != b' ';
        let era = match more {
            None => None,
            Some(_) => Some(cldr::era(&cldr::folded(text))?),
        };
        Some(Between {
            separator,
            gap: if spaced { Gap::Spaced } else { Gap::Tight },
            era,
        })
    }
}

/// `20 Sep 2013`, `Sep 20, 2013`, `2013 Sep 20`.
fn with_year(head: &Head<'_>, places: Range<usize>, lead: &str, behind: &str) -> Option<Date> {
    let [a, b] = head.numbers().get(places.clone())? else {
        return None;
    };
    let before = Slot::with_month(lead, &[Sort::Day, Sort::Era, Sort::Glue])?;
    let between = head.gap(places.start);
    let inside = Slot::with_month(between, &[Sort::Glue, Sort::Era])?;
    let (behind, hyphen_behind) = after(behind)?;
    let month = match (before.month, inside.month) {
        (Some(_), Some(_)) => return None,
        (before, inside) => before.or(inside),
    };
    // A word that is not known can only be the month itself.
    let unknown = before.unknown + inside.unknown;
    if unknown > u8::from(month.is_none()) || (month.is_none() && unknown == 0) {
        return None;
    }
    let (day, year, place) = match (a.width, b.width) {
        (4, 1 | 2) => (b, a, YearPlace::First),
        (1 | 2, 4) => (a, b, YearPlace::Last),
        (1 | 2, 2) => (a, b, YearPlace::TwoDigits),
        _ => return None,
    };
    let era = before.era.or(inside.era).or(behind.era).unwrap_or(1);
    Some(Date {
        numbers: [day.value, 0, year.value],
        widths: [day.width, 0, year.width],
        separator: b' ',
        year: place,
        gap: Gap::Words,
        month_by: Month::Name,
        month,
        era,
        behind,
        hyphen_behind,
    })
}

/// `20 Sep`, `Sep 20`: the year is that of the export.
fn without_year(head: &Head<'_>, places: Range<usize>, lead: &str, behind: &str) -> Option<Date> {
    let [day] = head.numbers().get(places)? else {
        return None;
    };
    let before = Slot::with_month(lead, &[Sort::Day, Sort::Glue])?;
    let (behind, hyphen_behind) = match before.month {
        Some(_) => after(behind)?,
        None => (
            Slot::with_month(behind, &[Sort::Half, Sort::Glue, Sort::Day])?,
            false,
        ),
    };
    let month = before.month.or(behind.month)?;
    if before.unknown > 0 || day.width > 2 {
        return None;
    }
    Some(Date {
        numbers: [day.value, 0, 0],
        widths: [day.width, 0, 0],
        separator: b' ',
        // The same form as with a year: one file has both.
        year: YearPlace::Last,
        gap: Gap::Words,
        month_by: Month::Name,
        month: Some(month),
        era: 1,
        behind,
        hyphen_behind,
    })
}
