//! The records of a ZIP, as bytes (APPNOTE.TXT 4.3): each has one form and no choices.

use chrono::{Datelike as _, NaiveDate};

/// The signature of a local header.
const LOCAL: u32 = 0x0403_4b50;
/// The signature of a record of the directory.
pub const CENTRAL: u32 = 0x0201_4b50;
/// The signature of the end record.
pub const END: u32 = 0x0605_4b50;
/// The signature of the ZIP64 end record.
pub const END64: u32 = 0x0606_4b50;
/// The signature of the ZIP64 locator.
pub const LOCATOR64: u32 = 0x0706_4b50;

/// The length of a record of the directory without its name and extra field.
pub const CENTRAL_LENGTH: u64 = 46;
/// The length of the end record without a comment.
pub const END_LENGTH: u64 = 22;
/// The length of the ZIP64 end record.
pub const END64_LENGTH: u64 = 56;
/// The length of the ZIP64 locator.
pub const LOCATOR64_LENGTH: u64 = 20;

const LOCAL_LENGTH: u64 = 30;
/// Made on Unix (3), by the rules of version 4.5.
const MADE_BY: u16 = 3 << 8 | 45;
const NEEDS_PLAIN: u16 = 20;
const NEEDS_ZIP64: u16 = 45;
/// Bit 11: the name is UTF-8. Set only where it says something, for names beyond ASCII.
const UTF_8: u16 = 1 << 11;
/// A regular file that its owner may write and everybody may read.
const MODE: u32 = 0o100_644 << 16;
/// Noon, as DOS writes it: no zone turns noon into another day in most readers.
const NOON: u16 = 12 << 11;

/// Everything that a member's records say.
pub struct Facts<'a> {
    /// The name, with `/` between its segments.
    pub name: &'a str,
    /// The size in bytes.
    pub size: u64,
    /// The CRC-32.
    pub crc32: u32,
    /// The date, whose local noon is the member's time.
    pub date: NaiveDate,
    /// Where its local header starts.
    pub at: u64,
}

/// The position and extent of the directory, which the end records tell.
pub struct Extent {
    /// How many members there are.
    pub members: u64,
    /// Where the directory starts.
    pub at: u64,
    /// Its length in bytes.
    pub length: u64,
}

impl Facts<'_> {
    fn size_is_large(&self) -> bool {
        self.size >= u64::from(u32::MAX)
    }

    fn is_far(&self) -> bool {
        self.at >= u64::from(u32::MAX)
    }

    fn flags(&self) -> u16 {
        if self.name.is_ascii() { 0 } else { UTF_8 }
    }

    fn common(&self, needs: u16, record: &mut Vec<u8>) {
        put16(record, needs);
        put16(record, self.flags());
        put16(record, 0); // stored
        put16(record, NOON);
        put16(record, dos_date(self.date).unwrap_or_default());
        put32(record, self.crc32);
        put32(record, saturated(self.size)); // as stored
        put32(record, saturated(self.size)); // as unpacked
        put16(record, u16::try_from(self.name.len()).unwrap_or(u16::MAX));
    }

    /// Returns the length of the local header.
    pub fn local_length(&self) -> u64 {
        let extra = if self.size_is_large() { 20 } else { 0 };
        LOCAL_LENGTH + self.name.len() as u64 + extra
    }

    /// Returns the local header (4.3.7).
    pub fn local(&self) -> Vec<u8> {
        let mut record = Vec::with_capacity(self.local_length() as usize);
        put32(&mut record, LOCAL);
        let extra = if self.size_is_large() {
            zip64_extra(&[self.size, self.size])
        } else {
            Vec::new()
        };
        self.common(needs(&extra), &mut record);
        put16(&mut record, extra.len() as u16);
        record.extend_from_slice(self.name.as_bytes());
        record.extend_from_slice(&extra);
        record
    }

    /// Returns the length of the record in the directory.
    pub fn central_length(&self) -> u64 {
        CENTRAL_LENGTH + self.name.len() as u64 + self.central_extra().len() as u64
    }

    fn central_extra(&self) -> Vec<u8> {
        let mut large = Vec::new();
        if self.size_is_large() {
            large.extend([self.size, self.size]);
        }
        if self.is_far() {
            large.push(self.at);
        }
        zip64_extra(&large)
    }

    /// Returns the record in the directory (4.3.12).
    pub fn central(&self) -> Vec<u8> {
        let extra = self.central_extra();
        let mut record = Vec::with_capacity(self.central_length() as usize);
        put32(&mut record, CENTRAL);
        put16(&mut record, MADE_BY);
        self.common(needs(&extra), &mut record);
        put16(&mut record, extra.len() as u16);
        put16(&mut record, 0); // no comment
        put16(&mut record, 0); // the first and only disk
        put16(&mut record, 0); // no internal attributes
        put32(&mut record, MODE);
        put32(&mut record, saturated(self.at));
        record.extend_from_slice(self.name.as_bytes());
        record.extend_from_slice(&extra);
        record
    }
}

impl Extent {
    fn needs_zip64(&self) -> bool {
        self.members >= u64::from(u16::MAX)
            || self.at >= u64::from(u32::MAX)
            || self.length >= u64::from(u32::MAX)
    }

    /// Returns the length of the end records.
    pub fn end_length(&self) -> u64 {
        if self.needs_zip64() {
            END64_LENGTH + LOCATOR64_LENGTH + END_LENGTH
        } else {
            END_LENGTH
        }
    }

    /// Returns the end records (4.3.14 to 4.3.16), with those of ZIP64 only where a field needs them.
    pub fn end(&self) -> Vec<u8> {
        let mut record = Vec::new();
        if self.needs_zip64() {
            put32(&mut record, END64);
            put64(&mut record, END64_LENGTH - 12);
            put16(&mut record, MADE_BY);
            put16(&mut record, NEEDS_ZIP64);
            put32(&mut record, 0);
            put32(&mut record, 0);
            put64(&mut record, self.members);
            put64(&mut record, self.members);
            put64(&mut record, self.length);
            put64(&mut record, self.at);
            put32(&mut record, LOCATOR64);
            put32(&mut record, 0);
            put64(&mut record, self.at.saturating_add(self.length));
            put32(&mut record, 1);
        }
        let members = u16::try_from(self.members).unwrap_or(u16::MAX);
        put32(&mut record, END);
        put16(&mut record, 0);
        put16(&mut record, 0);
        put16(&mut record, members);
        put16(&mut record, members);
        put32(&mut record, saturated(self.length));
        put32(&mut record, saturated(self.at));
        put16(&mut record, 0); // no comment
        record
    }
}

/// Returns the date as DOS writes it, or nothing outside 1980 to 2107.
pub fn dos_date(date: NaiveDate) -> Option<u16> {
    let year = u16::try_from(date.year().checked_sub(1980)?).ok()?;
    let day = (date.month() as u16) << 5 | date.day() as u16;
    (year < 128).then_some(year << 9 | day)
}

/// Returns the date that DOS writes so, or nothing if there is no such day.
pub fn date_from_dos(dos: u16) -> Option<NaiveDate> {
    let (year, month, day) = (dos >> 9, dos >> 5 & 15, dos & 31);
    NaiveDate::from_ymd_opt(1980 + i32::from(year), month.into(), day.into())
}

fn needs(extra: &[u8]) -> u16 {
    if extra.is_empty() {
        NEEDS_PLAIN
    } else {
        NEEDS_ZIP64
    }
}

/// Returns the ZIP64 extra field (4.5.3) with these values, or nothing where there are none.
fn zip64_extra(values: &[u64]) -> Vec<u8> {
    let mut extra = Vec::new();
    if !values.is_empty() {
        put16(&mut extra, 1);
        put16(&mut extra, 8 * values.len() as u16);
        values.iter().for_each(|&value| put64(&mut extra, value));
    }
    extra
}

fn saturated(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn put16(to: &mut Vec<u8>, value: u16) {
    to.extend_from_slice(&value.to_le_bytes());
}

fn put32(to: &mut Vec<u8>, value: u32) {
    to.extend_from_slice(&value.to_le_bytes());
}

fn put64(to: &mut Vec<u8>, value: u64) {
    to.extend_from_slice(&value.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_that_dos_can_write_is_read_back() {
        for dos in 0..=u16::MAX {
            if let Some(date) = date_from_dos(dos) {
                assert_eq!(dos_date(date), Some(dos));
            }
        }
        assert_eq!(
            dos_date(NaiveDate::from_ymd_opt(1979, 12, 31).unwrap()),
            None
        );
        assert_eq!(dos_date(NaiveDate::from_ymd_opt(2108, 1, 1).unwrap()), None);
    }

    #[test]
    fn lengths_are_those_of_the_records() {
        let date = NaiveDate::from_ymd_opt(2021, 3, 9).unwrap();
        let edge = u64::from(u32::MAX);
        for size in [0, 5, edge - 1, edge, edge + 1] {
            for at in [0, edge - 1, edge, edge + 1] {
                let facts = Facts {
                    name: "b/é.txt",
                    size,
                    crc32: 7,
                    date,
                    at,
                };
                assert_eq!(facts.local().len() as u64, facts.local_length());
                assert_eq!(facts.central().len() as u64, facts.central_length());
            }
        }
        for members in [0, 65_534, 65_535] {
            let extent = Extent {
                members,
                at: 1,
                length: 2,
            };
            assert_eq!(extent.end().len() as u64, extent.end_length());
            assert_eq!(extent.end_length() > END_LENGTH, members == 65_535);
        }
    }
}
