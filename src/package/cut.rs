//! By what conversations are cut into parts.

/// By what a conversation is cut into parts, at midnight of local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// A part a day.
    Day,
    /// A part a month.
    Month,
    /// A part a year.
    Year,
    /// One part.
    Whole,
}

impl Cut {
    /// Every cut, from the finest.
    pub const ALL: [Cut; 4] = [Cut::Day, Cut::Month, Cut::Year, Cut::Whole];

    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Cut::Day => "day",
            Cut::Month => "month",
            Cut::Year => "year",
            Cut::Whole => "whole",
        }
    }

    /// Returns the cut that a word names.
    pub fn from_word(word: &str) -> Option<Cut> {
        Cut::ALL.into_iter().find(|cut| cut.word() == word)
    }

    /// Returns the name of the part that a local date belongs to, such as `2021-03`.
    pub fn part(self, date: chrono::NaiveDate) -> String {
        match self {
            Cut::Day => date.format("%Y-%m-%d").to_string(),
            Cut::Month => date.format("%Y-%m").to_string(),
            Cut::Year => date.format("%Y").to_string(),
            Cut::Whole => "whole".to_owned(),
        }
    }
}
