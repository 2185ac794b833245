//! What all pages share: the frame, the stylesheet with its digest, the escaping of every value, and
//! how dates and numbers are written for people.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::shown::shown;

/// The stylesheet, inlined in every page.
pub const STYLE: &str = include_str!("templates/style.css");

/// The escaping of every value in a page: what acts on a screen is spelt out, then what acts on
/// HTML is escaped. `askama.toml` names it for all templates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spelt;

impl Escaper for Spelt {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &shown(string).to_string())
    }
}

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// What the browser's title bar says.
    pub title: String,
    /// The protective marking; empty where there is none.
    pub marking: &'a str,
    /// The foot, line by line.
    pub foot: &'a [String],
}

impl Page<'_> {
    /// Returns the stylesheet.
    pub fn style(&self) -> &'static str {
        STYLE
    }

    /// Returns the policy that lets nothing into the page but its own stylesheet.
    pub fn security_policy(&self) -> String {
        let digest = STANDARD.encode(Sha256::digest(STYLE));
        format!("default-src 'none'; style-src 'sha256-{digest}'")
    }
}

/// Filters of the templates.
pub mod filters {
    use askama::{Result, Values};

    use crate::report::reconcile;

    /// Writes a number with commas between thousands.
    #[askama::filter_fn]
    pub fn grouped(number: &u64, _: &dyn Values) -> Result<String> {
        Ok(crate::manifest::grouped(*number))
    }

    /// Writes a date YYYY-MM-DD in words.
    #[askama::filter_fn]
    pub fn day(date: &str, _: &dyn Values) -> Result<String> {
        Ok(super::dates::day(date))
    }

    /// Writes the days from one date to another.
    #[askama::filter_fn]
    pub fn until(first: &str, _: &dyn Values, last: &str) -> Result<String> {
        Ok(super::dates::range(first, last))
    }

    /// Writes a month YYYY-MM in words.
    #[askama::filter_fn]
    pub fn month(month: &str, _: &dyn Values) -> Result<String> {
        Ok(super::dates::month(month))
    }

    /// Writes a count of things, such as `1 file` or `2 files`.
    #[askama::filter_fn]
    pub fn of(number: &u64, _: &dyn Values, thing: &str) -> Result<String> {
        Ok(reconcile::count_of(*number, thing))
    }
}

/// Dates as people write them; what is not a date is left as it stands.
pub mod dates {
    use chrono::{Datelike as _, NaiveDate};

    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    fn parsed(date: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()
    }

    fn name(date: NaiveDate) -> &'static str {
        MONTHS[date.month0() as usize]
    }

    fn words(date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), name(date), date.year())
    }

    /// Returns `2021-01-04` as `4 January 2021`.
    pub fn day(date: &str) -> String {
        parsed(date).map_or_else(|| date.to_owned(), words)
    }

    /// Returns the days from `first` to `last`, such as `4 to 19 January 2021`.
    pub fn range(first: &str, last: &str) -> String {
        let (Some(from), Some(to)) = (parsed(first), parsed(last)) else {
            return if first == last {
                first.to_owned()
            } else {
                format!("{first} to {last}")
            };
        };
        if from == to {
            words(to)
        } else if (from.year(), from.month()) == (to.year(), to.month()) {
            format!("{} to {}", from.day(), words(to))
        } else if from.year() == to.year() {
            format!("{} {} to {}", from.day(), name(from), words(to))
        } else {
            format!("{} to {}", words(from), words(to))
        }
    }

    /// Returns `2021-01` as year and the number of the month, from 1.
    pub fn year_and_month(month: &str) -> Option<(i32, u32)> {
        parsed(&format!("{month}-01")).map(|date| (date.year(), date.month()))
    }

    /// Returns `2021-01` as `January 2021`.
    pub fn month(month: &str) -> String {
        year_and_month(month).map_or_else(
            || month.to_owned(),
            |(year, number)| format!("{} {year}", MONTHS[number as usize - 1]),
        )
    }

    /// Returns the short name of a month, from 1, for the axis of a chart.
    pub fn short(number: u32) -> &'static str {
        match number {
            9 => "Sept",
            6 => "June",
            7 => "July",
            _ => {
                let full = MONTHS[number as usize - 1];
                full.get(..3).unwrap_or(full)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_write_them() {
        assert_eq!(dates::day("2021-01-04"), "4 January 2021");
        assert_eq!(dates::day("soon"), "soon");
        assert_eq!(dates::range("2021-01-04", "2021-01-04"), "4 January 2021");
        assert_eq!(
            dates::range("2021-01-04", "2021-01-19"),
            "4 to 19 January 2021"
        );
        assert_eq!(
            dates::range("2021-01-04", "2021-09-30"),
            "4 January to 30 September 2021"
        );
        assert_eq!(
            dates::range("2020-12-31", "2021-01-01"),
            "31 December 2020 to 1 January 2021"
        );
        assert_eq!(dates::range("", ""), "");
        assert_eq!(dates::range("?", "2021-01-01"), "? to 2021-01-01");
        assert_eq!(dates::month("2021-09"), "September 2021");
        assert_eq!(dates::month("2021-13"), "2021-13");
        assert_eq!(dates::short(9), "Sept");
        assert_eq!(dates::short(12), "Dec");
    }

    #[test]
    fn values_are_spelt_out_and_escaped() {
        let mut out = String::new();
        Spelt
            .write_escaped_str(&mut out, "<b a='\"'>&\u{202e}\n\u{ffff}")
            .unwrap();
        assert_eq!(
            out,
            "&#60;b a=&#39;&#34;&#39;&#62;&#38;\\u{202E}\\n\\u{FFFF}"
        );
    }

    #[test]
    fn the_policy_names_the_stylesheet_that_stands_in_the_page() {
        // The digest of the empty text, as a browser writes it.
        assert_eq!(
            STANDARD.encode(Sha256::digest("")),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
        // Inside <style> nothing is escaped, so nothing may need it.
        assert!(!STYLE.contains(['<', '&', '\r', '\t']));
        assert_eq!(
            STYLE.matches("url(").count(),
            STYLE.matches("url(#").count()
        );
        assert!(!STYLE.contains("@import"));
    }
}
