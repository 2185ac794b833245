//! The time of a message: as written, as read, and no finer than it was written.

use chrono::NaiveDateTime;

/// How fine a time is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// To the minute: the seconds are not known and are never written as `:00`.
    Minute,
    /// To the second.
    Second,
}

impl Precision {
    /// Returns the word for this precision in files.
    pub fn word(self) -> &'static str {
        match self {
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

/// A local time, as written in the export and as read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// The date and time exactly as written, between the marks and brackets.
    pub written: &'a str,
    /// The local time it stands for; seconds are zero where `precision` is a minute.
    pub local: NaiveDateTime,
    /// How fine it is.
    pub precision: Precision,
}

impl Stamp<'_> {
    /// Returns the local time in ISO 8601, no finer than it is known: `2021-01-04T09:12`.
    pub fn local_iso(&self) -> String {
        written_local(self.local, self.precision)
    }
}

/// Returns a local time in ISO 8601 at the given precision.
pub fn written_local(local: NaiveDateTime, precision: Precision) -> String {
    match precision {
        Precision::Minute => local.format("%Y-%m-%dT%H:%M").to_string(),
        Precision::Second => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
    }
}
