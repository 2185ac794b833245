//! The three numbers of a date, under each order in which they can be read.

use chrono::{Datelike as _, NaiveDate};

use super::calendars;
use super::form::{Month, YearPlace};
use super::header::Header;
use crate::shown::shown;
use crate::source::DateOrder;

/// The app began in 2009; no message is older.
const FIRST_YEAR: u16 = 2009;
/// Later years are another calendar's.
const LAST_YEAR: u16 = 2099;
/// The orders, in the order in which evidence for them is kept.
pub(super) const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    /// The year, with its century.
    pub(super) year: u16,
    /// The month, from 1.
    pub(super) month: u16,
    /// The day of the month, from 1.
    pub(super) day: u16,
}

impl Day {
    /// Returns the day that the numbers of `header` stand for in this order, if there is one.
    pub(super) fn read(order: DateOrder, header: &Header) -> Option<Day> {
        let [a, b, c] = header.date;
        let place = match header.form.shape.month {
            // The numbers of a date with a name are day, month and year, wherever they stood.
            Month::Name if order == DateOrder::Dmy => YearPlace::Last,
            Month::Name => return None,
            Month::Number => header.form.year,
        };
        let (year, month, day, year_width) = match (order, place) {
            (DateOrder::Ymd, YearPlace::First | YearPlace::TwoDigits) => {
                (a, b, c, header.widths[0])
            }
            (DateOrder::Dmy, YearPlace::Last | YearPlace::TwoDigits) => (c, b, a, header.widths[2]),
            (DateOrder::Mdy, YearPlace::Last | YearPlace::TwoDigits) => (c, a, b, header.widths[2]),
            _ => return None,
        };
        let era = header.form.shape.era;
        if calendars::is_persian(year, year_width, era) {
            return calendars::persian(year, month, day);
        }
        let year = calendars::common_year(year, year_width, era)?;
        let real = (FIRST_YEAR..=LAST_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in(year, month);
        real.then_some(Day { year, month, day })
    }

    /// Returns this day as chrono's.
    pub(super) fn naive(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), self.day.into())
            .expect("a day is checked when it is read")
    }

    /// Returns a number that grows with the day and the time of the header.
    pub(super) fn moment(self, header: &Header) -> u64 {
        let day = u64::from(self.year) << 9 | u64::from(self.month) << 5 | u64::from(self.day);
        let time = u64::from(header.hour) * 3600
            + u64::from(header.minute) * 60
            + u64::from(header.second);
        day << 17 | time
    }

    /// Returns the day in words: `5 March 2021`.
    pub(super) fn words(self) -> String {
        self.naive().format("%-d %B %Y").to_string()
    }
}

/// The days that the date of a header is, by each of [`ORDERS`]. Most headers have the date of the
/// one before, so the last is remembered.
#[derive(Debug, Default)]
pub(super) struct Days {
    date: [u16; 3],
    widths: [u8; 3],
    days: [Option<Day>; 3],
}

impl Days {
    /// Returns the days of a header, whose form but for its clock is that of the ones before.
    pub(super) fn of(&mut self, header: &Header) -> [Option<Day>; 3] {
        if (header.date, header.widths) != (self.date, self.widths) {
            (self.date, self.widths) = (header.date, header.widths);
            self.days = ORDERS.map(|order| Day::read(order, header));
        }
        self.days
    }
}

/// Returns the question that a date without a year leaves.
pub(super) fn no_year(written: &str) -> String {
    format!(
        "\"{}\" has no year, as WhatsApp wrote the dates of the year of the export until 2014; \
         ask when the export was made, and state it (add --state exported-on=YYYY-MM-DD, or \
         inspect --exported-on YYYY-MM-DD)",
        shown(written)
    )
}

/// How the dates are read that have no year: those of the year of the export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Year {
    /// The day of the export, if it was stated.
    exported: Option<NaiveDate>,
}

impl Year {
    /// Returns the years up to the day of the export.
    pub(super) fn until(exported: Option<NaiveDate>) -> Year {
        Year { exported }
    }

    /// Returns the year of the last such day up to the export: for 29 February, of a leap year.
    pub(super) fn of(self, day: u16, month: u16) -> Option<u16> {
        let exported = self.exported?;
        let on = |year: &i32| {
            NaiveDate::from_ymd_opt(*year, month.into(), day.into())
                .is_some_and(|date| date <= exported)
        };
        // A leap day is eight years before the next at most.
        let mut years = (exported.year() - 8..=exported.year()).rev();
        years.find(on).and_then(|year| u16::try_from(year).ok())
    }
}

fn days_in(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::super::header::{Look, look};
    use super::*;

    fn day(order: DateOrder, date: &str) -> Option<(u16, u16, u16)> {
        let line = format!("{date}, 10:00 - Clerk: x");
        let Look::Header(header) = look(line.as_bytes(), &Dialect::default().worded()) else {
            panic!("{line}");
        };
        Day::read(order, &header).map(|day| (day.year, day.month, day.day))
    }

    #[test]
    fn only_days_of_the_calendar_are_read() {
        assert_eq!(day(DateOrder::Dmy, "5/3/2021"), Some((2021, 3, 5)));
        assert_eq!(day(DateOrder::Mdy, "5/3/21"), Some((2021, 5, 3)));
        assert_eq!(day(DateOrder::Ymd, "21/12/15"), Some((2021, 12, 15)));
        assert_eq!(day(DateOrder::Dmy, "29/2/2024"), Some((2024, 2, 29)));
        // The leap days of Buddhist years are those of the years they stand for.
        assert_eq!(day(DateOrder::Dmy, "29/2/2567"), Some((2024, 2, 29)));
        assert_eq!(day(DateOrder::Dmy, "18/3/65"), Some((2022, 3, 18)));
        assert_eq!(day(DateOrder::Mdy, "3/18/2565 BE"), Some((2022, 3, 18)));
        assert_eq!(day(DateOrder::Mdy, "3/18/65 BE"), Some((2022, 3, 18)));
        assert_eq!(day(DateOrder::Mdy, "3/18/R4"), Some((2022, 3, 18)));
        assert_eq!(day(DateOrder::Dmy, "18/3/H31"), Some((2019, 3, 18)));
        assert_eq!(day(DateOrder::Ymd, "1402/12/23"), Some((2024, 3, 13)));
        assert_eq!(day(DateOrder::Ymd, "113/3/13"), Some((2024, 3, 13)));
        assert_eq!(day(DateOrder::Ymd, "民國113年3月13日"), Some((2024, 3, 13)));
        for (order, date) in [
            (DateOrder::Dmy, "29/2/2023"),
            (DateOrder::Dmy, "31/4/2023"),
            (DateOrder::Dmy, "3/18/2022"),
            (DateOrder::Dmy, "0/1/2022"),
            (DateOrder::Dmy, "18/3/1445"),
            (DateOrder::Dmy, "18/3/2643"),
            (DateOrder::Dmy, "1/1/1970"),
            (DateOrder::Dmy, "2022/3/18"),
            (DateOrder::Dmy, "24/3/5"),
        ] {
            assert_eq!(day(order, date), None, "{date}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar_of_chrono() {
        for year in FIRST_YEAR..=LAST_YEAR {
            for month in 1..=12 {
                let last = days_in(year, month);
                let exists = |day: u16| {
                    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).is_some()
                };
                assert!(exists(last) && !exists(last + 1), "{year}-{month}");
            }
        }
    }
}
