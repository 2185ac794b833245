//! The calendars that telephones write dates in beside the common one, and how each is told.
//!
//! A year tells its calendar by its digits alone, because WhatsApp began in 2009 and no message is
//! later than its export: the years since then are 2552 and later in Thailand, 1387 and later in
//! Iran, 98 and later in Taiwan. Where that would not be so, nothing is read.

use std::ops::RangeInclusive;

use icu_calendar::Date;
use icu_calendar::cal::Iso;

use super::date::Day;
use super::form::{Month, YearPlace};
use super::header::Header;
use super::survey::FormSurvey;

/// The Buddhist years since the app began, of four digits: no other calendar has them.
const BUDDHIST: RangeInclusive<u16> = 2552..=2642;
/// How far the Buddhist years are ahead.
const BUDDHIST_AHEAD: u16 = 543;
/// The first year of two digits that is none of this calendar: 65 is the Buddhist 2565, or 2022,
/// because 2065 is yet to come. Below it they are years of this century.
const FIRST_BUDDHIST_OF_TWO_DIGITS: u16 = 52;
/// The Persian years since the app began (Solar Hijri), up to the one in which the Islamic years
/// begin that are of the time of the app: a later one could be of either calendar.
const PERSIAN: RangeInclusive<u16> = 1387..=1429;
/// The years of the Republic of China (Minguo) since the app began, of three digits: no other
/// calendar has them. Those of two, up to 2010, could be of several.
const MINGUO: RangeInclusive<u16> = 100..=188;
/// How far the years of the Republic of China are behind.
const MINGUO_BEHIND: u16 = 1911;
/// The Islamic years (Lunar Hijri) since the app began. Telephones count them in several ways.
const ISLAMIC: RangeInclusive<u16> = 1430..=1525;
/// The Hebrew years since the app began.
const HEBREW: RangeInclusive<u16> = 5769..=5860;

/// Returns the year of the common era that a year stands for, by its digits and its era, of
/// calendars that have the months of this one.
pub(super) fn common_year(year: u16, width: u8, era: i16) -> Option<u16> {
    match (era, width) {
        (1, 4) if BUDDHIST.contains(&year) => Some(year - BUDDHIST_AHEAD),
        (1, 4) => Some(year),
        (1, 3) if MINGUO.contains(&year) => Some(year + MINGUO_BEHIND),
        (1, 2) if year >= FIRST_BUDDHIST_OF_TWO_DIGITS => Some(2500 + year - BUDDHIST_AHEAD),
        (1, 2) => Some(2000 + year),
        (1, _) => None,
        // The Buddhist era is the only one whose years lose their century.
        (..1, 2) => u16::try_from(i32::from(era) + 2500 + i32::from(year) - 1).ok(),
        (_, 1..) => u16::try_from(i32::from(era) + i32::from(year) - 1).ok(),
        (_, 0) => None,
    }
}

/// Tells whether a year is Persian, by its digits and its era.
pub(super) fn is_persian(year: u16, width: u8, era: i16) -> bool {
    era == 1 && width == 4 && PERSIAN.contains(&year)
}

/// Returns the day that a day of the Persian calendar is.
pub(super) fn persian(year: u16, month: u16, day: u16) -> Option<Day> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let date = Date::try_new_persian(year.into(), month, day).ok()?;
    let date = date.to_calendar(Iso);
    Some(Day {
        year: u16::try_from(date.era_year().year).ok()?,
        month: date.month().ordinal.into(),
        day: date.day_of_month().0.into(),
    })
}

/// The year of a date, how many digits it has, and which year the year 1 of its era is.
fn year_of(header: &Header) -> (u16, u8, i16) {
    let place = match (header.form.shape.month, header.form.year) {
        (Month::Number, YearPlace::First) => 0,
        _ => 2,
    };
    (
        header.date[place],
        header.widths[place],
        header.form.shape.era,
    )
}

/// Returns which calendar the years of a file are of, as a clause for people, if it is another.
pub(super) fn words(survey: &FormSurvey) -> String {
    let Some(header) = survey.first.header() else {
        return String::new();
    };
    let (year, width, era) = year_of(&header);
    if is_persian(year, width, era) {
        let begins = persian(year, 1, 1).map_or_else(String::new, Day::words);
        return format!(
            "; the year {year} is of the Persian calendar (Solar Hijri), and begins on {begins}"
        );
    }
    let Some(common) = common_year(year, width, era).filter(|_| width > 0) else {
        return String::new();
    };
    match (era, width) {
        (1, 2) if year >= FIRST_BUDDHIST_OF_TWO_DIGITS => format!(
            "; the year {year} is the Buddhist 25{year}, which is {common}, since 20{year} is yet \
             to come"
        ),
        (1, _) if year == common || width == 2 => String::new(),
        (1, 3) => {
            format!("; the year {year} is of the Republic of China (Minguo), which is {common}")
        }
        (..=1, _) => format!("; the year {year} is Buddhist, which is {common}"),
        _ => format!("; the year {year} is of the era that began in {era}, which is {common}"),
    }
}

/// Returns why the dates of a file are not read, as a clause for people, where none is a day of a
/// calendar that is.
pub(super) fn not_read(survey: &FormSurvey) -> String {
    let again = "set the telephone's calendar to Gregorian, and export the chat again";
    let year = survey.first.header().map(|header| year_of(&header));
    match year {
        Some((year, 4, 1)) if ISLAMIC.contains(&year) => format!(
            "has a date of the Islamic calendar (Lunar Hijri), of which telephones use several \
             that differ by a day or two, and it does not say which; {again}"
        ),
        Some((year, 4, 1)) if HEBREW.contains(&year) => {
            format!("has a date of the Hebrew calendar, which is not read; {again}")
        }
        _ => format!(
            "has a date that neither this calendar nor the Buddhist, the Persian or that of the \
             Republic of China has since WhatsApp began in 2009; others are not read; {again}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_days_are_those_of_the_official_calendar() {
        let day = |year, month, day| persian(year, month, day).map(|d| (d.year, d.month, d.day));
        assert_eq!(day(1387, 10, 12), Some((2009, 1, 1)));
        assert_eq!(day(1402, 12, 23), Some((2024, 3, 13)));
        assert_eq!(day(1402, 12, 29), Some((2024, 3, 19)));
        assert_eq!(day(1402, 12, 30), None);
        assert_eq!(day(1403, 1, 1), Some((2024, 3, 20)));
        assert_eq!(day(1403, 12, 30), Some((2025, 3, 20)));
        assert_eq!(day(1404, 6, 31), Some((2025, 9, 22)));
        assert_eq!(day(1404, 7, 31), None);
        assert_eq!(day(1404, 13, 1), None);
    }

    #[test]
    fn no_year_is_of_two_calendars() {
        let ranges = [BUDDHIST, PERSIAN, MINGUO, ISLAMIC, HEBREW];
        for year in 0..10_000 {
            let of = ranges.iter().filter(|range| range.contains(&year)).count();
            let common = usize::from((2009..=2099).contains(&year));
            assert!(of + common <= 1, "{year}");
        }
    }
}
