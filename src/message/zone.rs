//! Time zones, with the hour that occurs twice and the hour that does not exist in the open.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone as _, Utc};

use super::{Precision, written_local};

/// A time zone of the IANA database, such as `Europe/London`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// The instants that a local time can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instants {
    /// Exactly one.
    One(DateTime<Utc>),
    /// Two, earlier first: the clocks went back over this time.
    Two(DateTime<Utc>, DateTime<Utc>),
    /// None: the clocks went forward over this time.
    None,
}

/// A text that names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not a time zone; give its IANA name, such as Europe/London", crate::shown::shown(.0))]
pub struct BadZone(pub String);

impl Zone {
    /// Returns the instants that `local` can stand for in this zone.
    pub fn instants(self, local: NaiveDateTime) -> Instants {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(at) => Instants::One(at.with_timezone(&Utc)),
            LocalResult::Ambiguous(a, b) => {
                let (a, b) = (a.with_timezone(&Utc), b.with_timezone(&Utc));
                Instants::Two(a.min(b), a.max(b))
            }
            LocalResult::None => Instants::None,
        }
    }
}

impl Instants {
    /// Returns the instants in ISO 8601 with `Z`, no finer than the time is known.
    pub fn iso(self, precision: Precision) -> Vec<String> {
        let write = |at: DateTime<Utc>| written_local(at.naive_utc(), precision) + "Z";
        match self {
            Instants::One(at) => vec![write(at)],
            Instants::Two(a, b) => vec![write(a), write(b)],
            Instants::None => Vec::new(),
        }
    }
}

impl FromStr for Zone {
    type Err = BadZone;

    fn from_str(name: &str) -> Result<Zone, BadZone> {
        name.parse().map(Zone).map_err(|_| BadZone(name.to_owned()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    #[test]
    fn london_has_an_hour_twice_and_an_hour_never() {
        let london: Zone = "Europe/London".parse().unwrap();
        let iso = |text| london.instants(local(text)).iso(Precision::Minute);
        assert_eq!(iso("2021-07-01T12:00"), ["2021-07-01T11:00Z"]);
        assert_eq!(
            iso("2021-10-31T01:30"),
            ["2021-10-31T00:30Z", "2021-10-31T01:30Z"]
        );
        assert!(iso("2021-03-28T01:30").is_empty());
        assert!("London".parse::<Zone>().is_err());
    }
}
