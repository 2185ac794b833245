//! The time of a message: as written, as read, and no finer than it was written.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

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
    let end = match precision {
        Precision::Minute => "2021-01-04T09:12".len(),
        Precision::Second => "2021-01-04T09:12:30".len(),
    };
    let Ok(year @ 0..=9999) = u32::try_from(local.year()) else {
        // Years of five digits carry a sign, which the patterns of chrono know.
        return match precision {
            Precision::Minute => local.format("%Y-%m-%dT%H:%M").to_string(),
            Precision::Second => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
        };
    };
    // Written digit by digit: this is done for every message, several times.
    let mut text = *b"0000-00-00T00:00:00";
    let parts = [
        (0..4, year),
        (5..7, local.month()),
        (8..10, local.day()),
        (11..13, local.hour()),
        (14..16, local.minute()),
        (17..19, local.second()),
    ];
    for (place, mut value) in parts {
        for digit in text[place].iter_mut().rev() {
            *digit += (value % 10) as u8;
            value /= 10;
        }
    }
    std::str::from_utf8(&text[..end])
        .expect("digits are ASCII")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_patterns_of_chrono_write_them() {
        for text in [
            "2021-01-04T09:12:30",
            "0000-12-31T23:59:59",
            "9999-02-28T00:00:00",
            "+10000-01-01T12:00:00",
            "-0001-01-01T01:02:03",
        ] {
            let local: NaiveDateTime = text.parse().unwrap();
            assert_eq!(written_local(local, Precision::Second), text);
            let minute = local.format("%Y-%m-%dT%H:%M").to_string();
            assert_eq!(written_local(local, Precision::Minute), minute);
        }
    }
}
