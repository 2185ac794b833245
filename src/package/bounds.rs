//! How much one package may hold: what passes it is cut into several.

use super::profile::Profile;

/// How much one package may hold. The bytes are those of its records, as The National Archives
/// counts a transfer; the ZIP has a little more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// The most bytes of all records together.
    pub bytes: Option<u64>,
    /// The most records.
    pub records: Option<u64>,
}

impl Bounds {
    /// Returns what a receiver takes at a time.
    pub fn of(profile: &Profile) -> Bounds {
        Bounds {
            bytes: Some(profile.bytes),
            records: Some(profile.files),
        }
    }

    /// Returns these bounds, where they are given, and others where they are not.
    pub fn or(self, others: Bounds) -> Bounds {
        Bounds {
            bytes: self.bytes.or(others.bytes),
            records: self.records.or(others.records),
        }
    }

    /// Returns the stricter of two bounds, each by itself.
    pub fn and(self, others: Bounds) -> Bounds {
        let stricter = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        };
        Bounds {
            bytes: stricter(self.bytes, others.bytes),
            records: stricter(self.records, others.records),
        }
    }

    /// Tells whether so many bytes in so many records may be in one package.
    pub fn hold(self, bytes: u64, records: u64) -> bool {
        self.bytes.is_none_or(|most| bytes <= most)
            && self.records.is_none_or(|most| records <= most)
    }
}

/// The units of a size, and their bytes: the first are decimal, as TNA counts.
const UNITS: [(&str, u64); 9] = [
    ("", 1),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
];

/// Reads a size such as `5GB`, `700 MB`, `4GiB` or `5,000,000,000`.
///
/// # Errors
/// Why it is none, in words for the person who wrote it.
pub fn size(text: &str) -> Result<u64, String> {
    let told = "write a whole number and kB, MB, GB or TB (thousands), or KiB, MiB, GiB or TiB (1,024s), such as 5GB";
    let wrong = || format!("\"{}\" is not a size: {told}", crate::shown::shown(text));
    let is_number = |c: char| c.is_ascii_digit() || c == ',';
    let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim().to_ascii_lowercase();
    let unit = unit
        .strip_suffix("bytes")
        .map_or(unit.as_str(), str::trim_end);
    let number: u64 = number.replace(',', "").parse().map_err(|_| wrong())?;
    let (_, bytes) = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .ok_or_else(wrong)?;
    match number.checked_mul(*bytes) {
        Some(size) if size > 0 => Ok(size),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("5GB", 5_000_000_000),
            ("5 GB", 5_000_000_000),
            ("5000 MB", 5_000_000_000),
            ("4GiB", 4 << 30),
            ("12345", 12_345),
            ("12,345 bytes", 12_345),
            ("1kb", 1_000),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for bad in [
            "",
            "GB",
            "0",
            "0GB",
            "5 G",
            "1.5GB",
            "-1",
            "5GBs",
            "99999999TB",
        ] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_stricter_bound_counts_and_none_is_no_bound() {
        let (none, some) = (
            Bounds::default(),
            Bounds {
                bytes: Some(5),
                records: None,
            },
        );
        assert!(none.hold(u64::MAX, u64::MAX));
        assert!(some.hold(5, 9) && !some.hold(6, 1));
        let both = some.and(Bounds {
            bytes: Some(9),
            records: Some(2),
        });
        assert_eq!(
            both,
            Bounds {
                bytes: Some(5),
                records: Some(2)
            }
        );
        assert_eq!(
            some.or(Bounds {
                bytes: Some(9),
                records: Some(2)
            }),
            both
        );
    }
}
