//! The three numbers of a date, under each order in which they can be read.

use chrono::NaiveDate;

use super::form::YearPlace;
use super::header::Header;
use crate::source::DateOrder;

/// The app began in 2009; no message is older.
const FIRST_YEAR: u16 = 2009;
/// Later years are another calendar's (2565 is the Buddhist 2022).
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
        let (year, month, day, year_width) = match (order, header.form.year) {
            (DateOrder::Ymd, YearPlace::First | YearPlace::TwoDigits) => {
                (a, b, c, header.widths[0])
            }
            (DateOrder::Dmy, YearPlace::Last | YearPlace::TwoDigits) => (c, b, a, header.widths[2]),
            (DateOrder::Mdy, YearPlace::Last | YearPlace::TwoDigits) => (c, a, b, header.widths[2]),
            _ => return None,
        };
        let year = match year_width {
            4 => year,
            2 => 2000 + year,
            _ => return None,
        };
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
    use super::super::header::{Look, look};
    use super::*;

    fn day(order: DateOrder, date: &str) -> Option<(u16, u16, u16)> {
        let line = format!("{date}, 10:00 - Clerk: x");
        let Look::Header(header) = look(line.as_bytes()) else {
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
        for (order, date) in [
            (DateOrder::Dmy, "29/2/2023"),
            (DateOrder::Dmy, "31/4/2023"),
            (DateOrder::Dmy, "3/18/2022"),
            (DateOrder::Dmy, "0/1/2022"),
            (DateOrder::Dmy, "18/3/2565"),
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
