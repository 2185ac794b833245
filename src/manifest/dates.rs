//! When a record is due: three readings of one duty, all shown.
//!
//! The Public Records Act 1958, section 3(4), says not later than 20 years after creation. TNA
//! counts by calendar year. The Freedom of Information Act 2000, section 62, makes a record
//! historical at the end of 20 years beginning with the year after its creation. Records kept
//! together in one file are dated by the latest: here, the last message of the part.

use chrono::{Datelike as _, NaiveDate};

/// The dates that follow from the first and the last message of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordDates {
    /// The local date of the first message.
    pub first: NaiveDate,
    /// The date of the record: the local date of its last message.
    pub record: NaiveDate,
    /// Twenty years to the day after the date of the record.
    pub due_by_statute: NaiveDate,
    /// 31 December of the twentieth year after.
    pub due_by_practice: NaiveDate,
    /// 1 January of the twenty-first year after.
    pub historical_from: NaiveDate,
    /// Twenty years to the day after the first message.
    pub first_due: NaiveDate,
}

impl RecordDates {
    /// Returns the dates of a record.
    pub fn of(first: NaiveDate, last: NaiveDate) -> RecordDates {
        RecordDates {
            first,
            record: last,
            due_by_statute: years_after(last, 20),
            due_by_practice: day(last.year() + 20, 12, 31),
            historical_from: day(last.year() + 21, 1, 1),
            first_due: years_after(first, 20),
        }
    }
}

/// Returns the day on which a closure of `years` from `start` ends: the day after the last.
pub fn opening_date(start: NaiveDate, years: i32) -> NaiveDate {
    let last = years_after(start, years);
    last.succ_opt().unwrap_or(last)
}

/// Returns the same day some years on; 28 February where a 29 February does not exist.
fn years_after(date: NaiveDate, years: i32) -> NaiveDate {
    let year = date.year() + years;
    NaiveDate::from_ymd_opt(year, date.month(), date.day()).unwrap_or_else(|| day(year, 2, 28))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the year is a few decades from now")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_three_dates_follow_from_the_last_message() {
        let dates = RecordDates::of(d("2020-03-02"), d("2021-11-03"));
        assert_eq!(dates.due_by_statute, d("2041-11-03"));
        assert_eq!(dates.due_by_practice, d("2041-12-31"));
        assert_eq!(dates.historical_from, d("2042-01-01"));
        assert_eq!(dates.first_due, d("2040-03-02"));
    }

    #[test]
    fn a_leap_day_falls_back_where_there_is_none() {
        assert_eq!(
            RecordDates::of(d("2020-02-29"), d("2020-02-29")).due_by_statute,
            d("2040-02-29")
        );
        assert_eq!(
            RecordDates::of(d("2080-02-29"), d("2080-02-29")).due_by_statute,
            d("2100-02-28")
        );
        assert_eq!(opening_date(d("2021-12-31"), 20), d("2042-01-01"));
    }
}
