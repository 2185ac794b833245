//! What TNA's transfer service asks of `metadata/tdr-metadata.csv`: its headers, its words, and
//! the rules of its metadata schema of June 2026 for a row.

mod cells;

pub use cells::{CellFault, Cells};

use chrono::NaiveDate;

/// The headers, in order.
pub const HEADERS: [&str; 23] = [
    "filepath",
    "filename",
    "date last modified",
    "date of the record",
    "description",
    "former reference",
    "closure status",
    "closure start date",
    "closure period",
    "foi exemption code",
    "foi schedule date",
    "is filename closed",
    "alternate filename",
    "is description closed",
    "alternate description",
    "language",
    "translated filename",
    "copyright",
    "copyright details",
    "related material",
    "restrictions on use",
    "evidence provided by",
    "note",
];

/// The languages that the schema knows.
pub const LANGUAGES: [&str; 21] = [
    "Arabic",
    "Bengali",
    "Chinese",
    "English",
    "German",
    "Gujarati",
    "Hindi",
    "Irish Gaelic",
    "Italian",
    "Latvian",
    "Lithuanian",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Russian",
    "Scottish Gaelic",
    "Somali",
    "Ulster Scots",
    "Urdu",
    "Vietnamese",
    "Welsh",
];

/// The FOI exemption codes that the schema knows.
pub const FOI_CODES: [&str; 39] = [
    "23",
    "24",
    "26",
    "27(1)",
    "27(2)",
    "28",
    "29",
    "30(1)",
    "30(2)",
    "31",
    "32",
    "33",
    "34",
    "35(1)(a)",
    "35(1)(b)",
    "35(1)(c)",
    "35(1)(d)",
    "36",
    "37(1)(a)",
    "37(1)(aa)",
    "37(1)(ab)",
    "37(1)(ac)",
    "37(1)(ad)",
    "37(1)(b)",
    "38",
    "39",
    "40(2)",
    "41",
    "42",
    "43(1)",
    "43(2)",
    "44",
    "EIR 12(5)(a)",
    "EIR 12(5)(b)",
    "EIR 12(5)(c)",
    "EIR 12(5)(d)",
    "EIR 12(5)(e)",
    "EIR 12(5)(f)",
    "EIR 12(5)(g)",
];

/// Whose copyright a record is, of what the schema knows.
pub const RIGHTS: [&str; 6] = [
    "Crown",
    "Crown copyright",
    "Third party",
    "UK Parliament",
    "Open Parliament Licence",
    "Unknown",
];

/// Whether a record is open on transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The National Archives publishes it.
    Open,
    /// It is closed under an exemption.
    Closed,
}

impl Status {
    /// Returns the word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "Open",
            Status::Closed => "Closed",
        }
    }
}

/// Returns closure periods in years, if each is a number from 1 to 150.
pub fn periods(text: &str) -> Option<Vec<u16>> {
    let period = |text: &str| {
        let years: u16 = text.parse().ok()?;
        (years.to_string() == text && (1..=150).contains(&years)).then_some(years)
    };
    text.split(';').map(period).collect()
}

/// Tells whether a text is a day of the calendar, as YYYY-MM-DD.
pub fn is_day(text: &str) -> bool {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.is_ok_and(|day| day.format("%Y-%m-%d").to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_one_form() {
        assert_eq!(periods("20;80"), Some(vec![20, 80]));
        for bad in ["", "0", "151", "+20", "020", "20;", "20 80", "70000"] {
            assert_eq!(periods(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_have_one_form() {
        assert!(is_day("2020-02-29"));
        for bad in ["2021-02-29", "2021-2-1", "1 March 2021", "", "+2021-03-01"] {
            assert!(!is_day(bad), "{bad}");
        }
    }
}
