//! When a record is due: three readings of one duty, all shown.
//!
//! The Public Records Act 1958, section 3(4), says not later than 20 years after creation. TNA
//! counts by calendar year. The Freedom of Information Act 2000, section 62, makes a record
//! historical at the end of 20 years beginning with the year after its creation. Records kept
//! together in one file are dated by the latest: here, the last message of the part.
//!
//! The duty was one of 30 years until 2013. S.I. 2012/3028 brought it down to 20 in ten years, two
//! years of records a year; its twin for freedom of information, S.I. 2012/3029, moved the day on
//! which records become historical with it. Records of those years are due on the days of the
//! transition, by every reading.

use chrono::{Datelike as _, NaiveDate};

/// The dates that follow from the first and the last message of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordDates {
    /// The local date of the first message.
    pub first: NaiveDate,
    /// The date of the record: the local date of its last message.
    pub record: NaiveDate,
    /// Twenty years to the day after the date of the record; as the practice in the transition.
    pub due_by_statute: NaiveDate,
    /// 31 December of the twentieth year after; of an earlier or later one in the transition.
    pub due_by_practice: NaiveDate,
    /// The 1 January that follows.
    pub historical_from: NaiveDate,
    /// What the statute says of the first message.
    pub first_due: NaiveDate,
}

/// How a record stands in The National Archives' reports on transfer, by the year in which it is
/// due and the year of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It was due in a year before.
    Legacy,
    /// It is due in the year.
    Current,
    /// It is due in the next year.
    Forecast,
    /// It is due later: a transfer now is early, and welcome.
    Early,
}

impl Duty {
    /// Every one, in order.
    pub const ALL: [Duty; 4] = [Duty::Legacy, Duty::Current, Duty::Forecast, Duty::Early];

    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Duty::Legacy => "legacy",
            Duty::Current => "current",
            Duty::Forecast => "forecast",
            Duty::Early => "early",
        }
    }
}

impl RecordDates {
    /// Returns the dates of a record.
    pub fn of(first: NaiveDate, last: NaiveDate) -> RecordDates {
        RecordDates {
            first,
            record: last,
            due_by_statute: by_statute(last),
            due_by_practice: by_practice(last),
            historical_from: day(due_year(last.year()) + 1, 1, 1),
            first_due: by_statute(first),
        }
    }

    /// Returns how the record stands on a day.
    pub fn duty(&self, on: NaiveDate) -> Duty {
        match self.due_by_practice.year() - on.year() {
            ..0 => Duty::Legacy,
            0 => Duty::Current,
            1 => Duty::Forecast,
            _ => Duty::Early,
        }
    }
}

/// Returns the year by whose end records of a year are due.
fn due_year(created: i32) -> i32 {
    match created {
        ..=1982 => created + 30,
        1983..=2002 => 2013 + (created - 1983) / 2,
        _ => created + 20,
    }
}

fn by_practice(date: NaiveDate) -> NaiveDate {
    day(due_year(date.year()), 12, 31)
}

fn by_statute(date: NaiveDate) -> NaiveDate {
    match date.year() {
        ..=1982 => years_after(date, 30),
        1983..=2002 => by_practice(date),
        _ => years_after(date, 20),
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
    fn the_transition_takes_two_years_of_records_a_year() {
        let due = |year: i32| {
            let dates = RecordDates::of(day(year, 1, 1), day(year, 6, 30));
            assert_eq!(
                dates.historical_from,
                dates.due_by_practice.succ_opt().unwrap()
            );
            assert!(dates.due_by_statute <= dates.due_by_practice);
            assert_eq!(
                (dates.due_by_practice.month(), dates.due_by_practice.day()),
                (12, 31)
            );
            dates.due_by_practice.year()
        };
        // Year of creation and year due, as published by The National Archives.
        for (created, year) in [
            (1982, 2012),
            (1983, 2013),
            (1984, 2013),
            (1985, 2014),
            (1989, 2016),
            (1990, 2016),
            (1991, 2017),
            (1992, 2017),
            (2001, 2022),
            (2002, 2022),
            (2003, 2023),
            (2009, 2029),
        ] {
            assert_eq!(due(created), year, "{created}");
        }
        // No later year is ever due before an earlier one, and none more than 30 years on.
        for created in 1950..2100 {
            assert!(
                (due(created)..=due(created) + 1).contains(&due(created + 1)),
                "{created}"
            );
            assert!((20..=30).contains(&(due(created) - created)), "{created}");
        }
    }

    #[test]
    fn records_are_counted_by_the_year_they_are_due_in() {
        let dates = RecordDates::of(d("2020-03-02"), d("2021-11-03"));
        let duty = |on| dates.duty(d(on)).word();
        assert_eq!(duty("2026-03-16"), "early");
        assert_eq!(duty("2040-01-01"), "forecast");
        assert_eq!(duty("2041-12-31"), "current");
        assert_eq!(duty("2042-01-01"), "legacy");
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
