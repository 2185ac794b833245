//! Evidence: what was decided about a whole export, and why.

use std::fmt;
use std::str::FromStr;

/// The order of day, month and year in the dates of a file. All dates of a file share one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum DateOrder {
    /// Day, month, year.
    #[serde(rename = "DMY")]
    Dmy,
    /// Month, day, year.
    #[serde(rename = "MDY")]
    Mdy,
    /// Year, month, day.
    #[serde(rename = "YMD")]
    Ymd,
}

impl DateOrder {
    /// Returns the words for people.
    pub fn words(self) -> &'static str {
        match self {
            DateOrder::Dmy => "day/month/year",
            DateOrder::Mdy => "month/day/year",
            DateOrder::Ymd => "year/month/day",
        }
    }
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateOrder::Dmy => "DMY",
            DateOrder::Mdy => "MDY",
            DateOrder::Ymd => "YMD",
        })
    }
}

impl FromStr for DateOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<DateOrder, String> {
        match text.to_ascii_uppercase().as_str() {
            "DMY" => Ok(DateOrder::Dmy),
            "MDY" => Ok(DateOrder::Mdy),
            "YMD" => Ok(DateOrder::Ymd),
            _ => Err("a date order is DMY, MDY or YMD".to_owned()),
        }
    }
}

/// What was asked about an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// The order of day, month and year.
    DateOrder,
    /// The zone of the telephone when the export was made.
    Zone,
    /// The kind of telephone the export was made on.
    Platform,
    /// The shape of the header that begins a message.
    HeaderForm,
    /// How the text is encoded, where a person stated it.
    Encoding,
}

impl Question {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Question::DateOrder => "date-order",
            Question::Zone => "zone",
            Question::Platform => "platform",
            Question::HeaderForm => "header-form",
            Question::Encoding => "encoding",
        }
    }

    /// Returns the words for people.
    pub fn words(self) -> &'static str {
        match self {
            Question::DateOrder => "Date order",
            Question::Zone => "Time zone",
            Question::Platform => "Telephone",
            Question::HeaderForm => "Header",
            Question::Encoding => "Encoding",
        }
    }
}

/// How firm an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Only a habit speaks for it.
    Assumed,
    /// Evidence speaks for it and little against.
    Strong,
    /// It cannot be otherwise.
    Certain,
    /// A person said so.
    Stated,
}

impl Level {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Level::Assumed => "assumed",
            Level::Strong => "strong",
            Level::Certain => "certain",
            Level::Stated => "stated",
        }
    }
}

/// An answer about a whole export, how firm it is, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Evidence {
    /// What was asked.
    pub question: Question,
    /// The answer, as a code: `DMY`, `Europe/London`, `iPhone`.
    pub answer: String,
    /// How firm it is.
    pub level: Level,
    /// Why, as a clause that follows "because"; numbers of lines where they were counted.
    pub because: String,
    /// Every kind of evidence that there can be for the answer, in the order in which it counts:
    /// that which did not decide too. Empty for questions that have but one.
    pub considered: Vec<Considered>,
}

/// A kind of evidence for the order of dates, in the order in which they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// How dates are written: the year first, dots, names of months.
    Structure,
    /// Numbers that can be no month, and days that no calendar has.
    Elimination,
    /// No message is later than its export.
    UpperBound,
    /// Names of files with a date in them.
    MediaNames,
    /// Time runs forward, mostly.
    Chronology,
    /// Leading zeros: a habit of telephones, which never decides.
    Padding,
    /// What a person stated.
    Statement,
}

impl EvidenceKind {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            EvidenceKind::Structure => "structure",
            EvidenceKind::Elimination => "elimination",
            EvidenceKind::UpperBound => "upper-bound",
            EvidenceKind::MediaNames => "media-names",
            EvidenceKind::Chronology => "chronology",
            EvidenceKind::Padding => "padding",
            EvidenceKind::Statement => "statement",
        }
    }
}

/// What one kind of evidence says, whether or not it decided.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Considered {
    /// The kind.
    pub kind: EvidenceKind,
    /// How many lines speak: for the answer that it gives, or at all where it gives none.
    pub count: u64,
    /// The order that it speaks for, if it speaks for one.
    pub says: Option<DateOrder>,
    /// Whether it decided.
    pub decided: bool,
    /// What was counted, as a clause for people.
    pub what: String,
}
