//! The rules of TNA's metadata schema of June 2026 for the cells of a row.

use chrono::NaiveDate;

use super::{FOI_CODES, LANGUAGES, RIGHTS, Status, is_day, periods};

/// The cells of a row for which the schema has rules, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells<'a> {
    /// Whether the record is open.
    pub status: Status,
    /// The date of the record.
    pub date: NaiveDate,
    /// The description.
    pub description: &'a str,
    /// The languages, joined by `;`.
    pub language: &'a str,
    /// Whose copyright it is.
    pub copyright: &'a str,
    /// A note.
    pub note: &'a str,
    /// FOI exemption codes, joined by `;`.
    pub codes: &'a str,
    /// Closure periods in years, one for each code, joined by `;`.
    pub periods: &'a str,
    /// The day on which the closure begins.
    pub start: &'a str,
    /// The date of the Advisory Council's schedule.
    pub schedule: &'a str,
    /// `Yes` or `No`: whether the file name is closed.
    pub name_closed: &'a str,
    /// What is published instead of the file name.
    pub alternate_name: &'a str,
    /// `Yes` or `No`: whether the description is closed.
    pub description_closed: &'a str,
    /// What is published instead of the description.
    pub alternate_description: &'a str,
}

/// A cell that breaks a rule of the schema: its header, and what is wrong.
pub type CellFault = (&'static str, &'static str);

impl Cells<'_> {
    /// Returns what is wrong with the cells that every record has.
    pub fn faults(&self) -> Vec<CellFault> {
        let mut faults = Vec::new();
        let longer = |text: &str, limit: usize| text.chars().nth(limit).is_some();
        if self.description.is_empty() {
            faults.push(("description", "is empty; say in a sentence what it is"));
        }
        if longer(self.description, 8000) {
            faults.push(("description", "has more than 8,000 characters"));
        }
        if longer(self.alternate_description, 8000) {
            faults.push(("alternate description", "has more than 8,000 characters"));
        }
        if longer(self.alternate_name, 255) || self.alternate_name.contains(['\r', '\n']) {
            faults.push((
                "alternate filename",
                "has more than 255 characters, or a line break",
            ));
        }
        if !self.language.split(';').all(|l| LANGUAGES.contains(&l)) {
            let why = "is not one TNA knows, such as English or Welsh";
            faults.push(("language", why));
        }
        if !RIGHTS.contains(&self.copyright) {
            let why = "is not one TNA knows, such as Crown, Third party or Unknown";
            faults.push(("copyright", why));
        }
        if longer(self.note, 1000) {
            faults.push(("note", "has more than 1,000 characters"));
        }
        faults
    }

    /// Returns the days that TNA's transfer service would refuse on the day `today`: each that the
    /// schema knows must be past.
    pub fn day_faults(&self, today: NaiveDate) -> Vec<CellFault> {
        let date = self.date.to_string();
        let mut days = vec![("date of the record", date.as_str())];
        if self.status == Status::Closed {
            days.push(("closure start date", self.start));
            days.push(("foi schedule date", self.schedule));
        }
        let today = today.to_string();
        days.into_iter()
            .filter(|(_, day)| is_day(day) && *day >= today.as_str())
            .map(|(header, _)| (header, "must be past: TNA takes no day that is to come"))
            .collect()
    }

    /// Returns what is wrong with the cells that say whether and how the record is closed.
    pub fn closure_faults(&self) -> Vec<CellFault> {
        match self.status {
            Status::Open => self.open(),
            Status::Closed => self.closed(),
        }
    }

    fn open(&self) -> Vec<CellFault> {
        let empty = [
            ("foi exemption code", self.codes),
            ("closure period", self.periods),
            ("closure start date", self.start),
            ("foi schedule date", self.schedule),
            ("alternate filename", self.alternate_name),
            ("alternate description", self.alternate_description),
        ];
        let no = [
            ("is filename closed", self.name_closed),
            ("is description closed", self.description_closed),
        ];
        let filled = empty.iter().filter(|(_, cell)| !cell.is_empty());
        let not_no = no.iter().filter(|(_, cell)| *cell != "No");
        filled
            .map(|(header, _)| (*header, "must be empty: the record is open"))
            .chain(not_no.map(|(header, _)| (*header, "must be No: the record is open")))
            .collect()
    }

    fn closed(&self) -> Vec<CellFault> {
        let mut faults = Vec::new();
        let codes: Vec<&str> = self.codes.split(';').collect();
        if !codes.iter().all(|code| FOI_CODES.contains(code)) {
            let why = "are not codes TNA knows, such as 40(2) or 27(1);27(2)";
            faults.push(("foi exemption code", why));
        }
        if periods(self.periods).is_none_or(|periods| periods.len() != codes.len()) {
            let why = "must be years from 1 to 150, one for each FOI code";
            faults.push(("closure period", why));
        }
        let year_end = format!("{}-12-31", self.date.format("%Y"));
        if self.start != self.date.to_string() && self.start != year_end {
            let why = "must be the date of the record or 31 December of its year";
            faults.push(("closure start date", why));
        }
        let scheduled = is_day(self.schedule) && self.schedule >= "2000-01-01";
        if !scheduled || self.schedule == self.start {
            let why = "must be the date of the Advisory Council's schedule, 2000-01-01 or later";
            faults.push(("foi schedule date", why));
        }
        for (flag, alternate, flag_header, alternate_header) in [
            (
                self.name_closed,
                self.alternate_name,
                "is filename closed",
                "alternate filename",
            ),
            (
                self.description_closed,
                self.alternate_description,
                "is description closed",
                "alternate description",
            ),
        ] {
            match (flag, alternate.is_empty()) {
                ("Yes", false) | ("No", true) => {}
                ("Yes", true) => {
                    faults.push((alternate_header, "is empty; say what is published instead"))
                }
                ("No", false) => faults.push((flag_header, "is No, but there is an alternate")),
                _ => faults.push((flag_header, "is not Yes or No")),
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_must_be_past_on_the_day_that_judges_them() {
        let cells = Cells {
            status: Status::Closed,
            date: "2021-11-03".parse().unwrap(),
            description: "Messages.",
            language: "English",
            copyright: "Crown",
            note: "",
            codes: "40(2)",
            periods: "80",
            start: "2021-12-31",
            schedule: "2021-11-20",
            name_closed: "No",
            alternate_name: "",
            description_closed: "No",
            alternate_description: "",
        };
        let on = |day: &str| -> Vec<&str> {
            let faults = cells.day_faults(day.parse().unwrap()).into_iter();
            faults.map(|(header, _)| header).collect()
        };
        assert_eq!(on("2022-01-01"), Vec::<&str>::new());
        // The last day of its year is allowed as a start, and is to come all year long.
        assert_eq!(on("2021-12-31"), ["closure start date"]);
        assert_eq!(
            on("2021-11-20"),
            ["closure start date", "foi schedule date"]
        );
        assert_eq!(on("2021-11-03").len(), 3);
    }
}
