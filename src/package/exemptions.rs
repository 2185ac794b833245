//! FOI exemptions against time: which of them end as a record grows old.
//!
//! The Freedom of Information Act 2000, section 63, takes exemptions away from records: some when
//! the record becomes historical (section 62: at the end of 20 years beginning with the year after
//! its creation), others after 30, 60 or 100 such years. TNA's transfer service does not look at
//! this. What is said here warns and never blocks: the authority is the Advisory Council's schedule.

use chrono::{Datelike as _, NaiveDate};

use super::tdr::periods;
use crate::manifest::opening_date;

/// When an exemption ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// After so many years beginning with the year after creation.
    After(i32),
    /// Never by section 63.
    Never,
    /// The law was reworked: the text of the day must be read.
    ReadTheAct,
}

/// How much weight a remark has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something looks wrong.
    Warning,
    /// Something to know.
    Hint,
}

impl Weight {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Weight::Warning => "warning",
            Weight::Hint => "hint",
        }
    }
}

/// A remark on the closure of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The exemption code.
    pub code: String,
    /// How much weight it has.
    pub weight: Weight,
    /// What is to be seen, with the section.
    pub why: String,
}

/// A closure that is held against time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure<'a> {
    /// The date of the record.
    pub date: NaiveDate,
    /// FOI exemption codes, joined by `;`.
    pub codes: &'a str,
    /// Closure periods in years, one for each code, joined by `;`.
    pub periods: &'a str,
    /// The day on which the closure begins.
    pub start: &'a str,
}

/// Returns when an exemption of TNA's list ends.
pub fn ends(code: &str) -> Ends {
    match code {
        "30(1)" | "32" | "33" | "36" | "42" => Ends::After(20),
        _ if code.starts_with("35(1)") => Ends::After(20),
        "28" | "43(1)" | "43(2)" => Ends::After(30),
        "37(1)(b)" => Ends::After(60),
        "31" => Ends::After(100),
        _ if code.starts_with("37(1)(a") => Ends::ReadTheAct,
        _ => Ends::Never,
    }
}

/// Returns the first day on which an exemption that lasts `years` no longer applies: the years begin
/// with the one after that of the record.
pub fn falls_away(date: NaiveDate, years: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year() + years + 1, 1, 1)
        .expect("the year is a few decades from that of a message")
}

/// Returns what there is to be said of a closure, code by code, on the day `as_at`. Cells that are
/// not of their form are passed over: they are faults already.
pub fn remarks(closure: &Closure<'_>, as_at: NaiveDate) -> Vec<Remark> {
    let years = periods(closure.periods).unwrap_or_default();
    let start: Option<NaiveDate> = closure.start.parse().ok();
    let mut remarks = Vec::new();
    for (index, code) in closure.codes.split(';').enumerate() {
        let years = years.get(index).map(|years| i32::from(*years));
        let opens = start
            .zip(years)
            .map(|(start, years)| opening_date(start, years));
        let warned = match ends(code) {
            Ends::After(limit) => outlived(code, limit, closure.date, opens, as_at),
            Ends::ReadTheAct => Some(
                "was reworked in 2010: read sections 37 and 63 of the Act as they stand before it is cited".to_owned(),
            ),
            Ends::Never => None,
        };
        let (weight, why) = match (warned, hint(code, years)) {
            (Some(why), _) => (Weight::Warning, why),
            (None, Some(why)) => (Weight::Hint, why),
            (None, None) => continue,
        };
        remarks.push(Remark {
            code: code.to_owned(),
            weight,
            why,
        });
    }
    remarks
}

/// Returns the warning that an exemption does not last as long as it is made to.
fn outlived(
    code: &str,
    limit: i32,
    date: NaiveDate,
    opens: Option<NaiveDate>,
    as_at: NaiveDate,
) -> Option<String> {
    let away = falls_away(date, limit);
    let opens = opens.filter(|opens| *opens > away);
    if opens.is_none() && as_at < away {
        return None;
    }
    let day = away.format("%-d %B %Y");
    let what = match limit {
        20 => format!(
            "does not apply to a historical record: this record {} historical on {day}",
            if as_at < away { "becomes" } else { "became" }
        ),
        _ => format!("falls away after {limit} years: for this record on {day}"),
    };
    let runs = opens
        .and_then(|opens| opens.pred_opt())
        .map(|last| format!(", the closure period runs to {}", last.format("%-d %B %Y")))
        .unwrap_or_default();
    let section = match limit {
        20 => "FOIA s.63(1)",
        _ => "FOIA s.63",
    };
    let limb = match code {
        "36" => "; its limb on Northern Ireland lasts 30 years",
        _ => "",
    };
    Some(format!("{what}{runs} ({section}){limb}"))
}

/// Returns what is good to know of an exemption that does not end.
fn hint(code: &str, years: Option<i32>) -> Option<String> {
    match code {
        "40(2)" => Some(format!(
            "lasts as long as the person lives{}; The National Archives has assumed a life of 100 years where no date of birth is known",
            match years {
                Some(years) => format!(" ({years} years here)"),
                None => String::new(),
            }
        )),
        "23" => Some(
            "is no longer absolute once the record is at The National Archives (FOIA s.64(2))"
                .to_owned(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tdr::FOI_CODES;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn said(date: &str, codes: &str, periods: &str, start: &str, as_at: &str) -> Vec<String> {
        let closure = Closure {
            date: day(date),
            codes,
            periods,
            start,
        };
        let remarks = remarks(&closure, day(as_at)).into_iter();
        remarks
            .map(|remark| format!("{} {} {}", remark.weight.word(), remark.code, remark.why))
            .collect()
    }

    #[test]
    fn the_table_is_that_of_the_act() {
        let lasting = |end: Ends| -> Vec<&str> {
            FOI_CODES
                .into_iter()
                .filter(|code| ends(code) == end)
                .collect()
        };
        assert_eq!(
            lasting(Ends::After(20)),
            [
                "30(1)", "32", "33", "35(1)(a)", "35(1)(b)", "35(1)(c)", "35(1)(d)", "36", "42"
            ]
        );
        assert_eq!(lasting(Ends::After(30)), ["28", "43(1)", "43(2)"]);
        assert_eq!(lasting(Ends::After(60)), ["37(1)(b)"]);
        assert_eq!(lasting(Ends::After(100)), ["31"]);
        assert_eq!(
            lasting(Ends::ReadTheAct),
            [
                "37(1)(a)",
                "37(1)(aa)",
                "37(1)(ab)",
                "37(1)(ac)",
                "37(1)(ad)"
            ]
        );
        assert_eq!(lasting(Ends::Never).len(), FOI_CODES.len() - 19);
    }

    #[test]
    fn a_period_that_outlives_its_exemption_is_told_with_the_section() {
        assert_eq!(
            said("2021-11-03", "35(1)(a)", "39", "2021-12-31", "2026-03-20"),
            [
                "warning 35(1)(a) does not apply to a historical record: this record becomes historical on 1 January 2042, the closure period runs to 31 December 2060 (FOIA s.63(1))"
            ]
        );
        assert_eq!(
            said("2021-11-03", "43(2)", "31", "2021-12-31", "2026-03-20"),
            [
                "warning 43(2) falls away after 30 years: for this record on 1 January 2052, the closure period runs to 31 December 2052 (FOIA s.63)"
            ]
        );
    }

    #[test]
    fn the_last_day_that_an_exemption_covers_is_the_last_of_the_year() {
        for (code, years) in [
            ("42", "20"),
            ("28", "30"),
            ("37(1)(b)", "60"),
            ("31", "100"),
        ] {
            let none: [&str; 0] = [];
            assert_eq!(
                said("2020-02-29", code, years, "2020-12-31", "2026-03-20"),
                none
            );
            assert_eq!(
                said("2020-02-29", code, years, "2020-02-29", "2026-03-20"),
                none
            );
            let more = (years.parse::<u16>().unwrap() + 1).to_string();
            assert_eq!(
                said("2020-02-29", code, &more, "2020-12-31", "2026-03-20").len(),
                1
            );
            assert_eq!(
                said("2020-02-29", code, &more, "2020-02-29", "2026-03-20").len(),
                1
            );
        }
        assert_eq!(falls_away(day("2020-02-29"), 20), day("2041-01-01"));
        assert_eq!(falls_away(day("2020-12-31"), 20), day("2041-01-01"));
        assert_eq!(falls_away(day("2021-01-01"), 20), day("2042-01-01"));
    }

    #[test]
    fn an_exemption_that_is_gone_today_is_told_whatever_its_period() {
        assert_eq!(
            said("2004-05-06", "36", "20", "2004-05-06", "2025-01-01"),
            [
                "warning 36 does not apply to a historical record: this record became historical on 1 January 2025 (FOIA s.63(1)); its limb on Northern Ireland lasts 30 years"
            ]
        );
        assert_eq!(
            said("2004-05-06", "36", "20", "2004-05-06", "2024-12-31").len(),
            0
        );
    }

    #[test]
    fn each_code_is_judged_by_its_own_period() {
        let said = said(
            "2021-11-03",
            "40(2);37(1)(ab);24;33;23",
            "80;20;150;21;50",
            "2021-12-31",
            "2026-03-20",
        );
        let begins: Vec<String> = said
            .iter()
            .map(|s| s.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            begins,
            ["hint 40(2)", "warning 37(1)(ab)", "warning 33", "hint 23"]
        );
        assert!(said[0].contains("80 years here"));
    }

    #[test]
    fn cells_that_are_faults_already_are_passed_over() {
        let none: [&str; 0] = [];
        assert_eq!(said("2021-11-03", "", "", "", "2026-03-20"), none);
        assert_eq!(
            said("2021-11-03", "35(1)(a)", "x", "soon", "2026-03-20"),
            none
        );
    }
}
