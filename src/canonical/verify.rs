//! Deriving the layout of a ZIP again, and comparing it byte for byte.
//!
//! The parser here takes nothing on trust: it finds the end record in the only place where a
//! canonical ZIP has it, reads names, sizes, CRC-32s and dates from the directory, lays out the
//! canonical ZIP of exactly these, and compares every byte of it that is not content. What cannot
//! be said in the canonical way therefore always differs somewhere.

use std::fmt;
use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;

use super::record::{
    CENTRAL, CENTRAL_LENGTH, END, END_LENGTH, END64, END64_LENGTH, LOCATOR64, LOCATOR64_LENGTH,
    date_from_dos,
};
use super::{Member, Plan, PlanError};
use crate::parallel::try_map;
use crate::platform::read_at;
use crate::shown::shown;

/// The longest directory that is derived again: more than 400,000 members with our names.
const DIRECTORY_LIMIT: u64 = 64 << 20;

/// How many local headers a thread compares at a time.
const HEADERS: usize = 1 << 10;

/// Whether a file is a canonical ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every byte that is not content is the one that this plan says.
    Canonical {
        /// The layout.
        plan: Plan,
        /// The CRC-32 that the file promises of each member of the plan.
        crc32s: Vec<u32>,
    },
    /// It is something else.
    Differs(Difference),
}

/// The first difference from the canonical ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The byte of the file, counted from 0.
    pub at: u64,
    /// What is different there.
    pub what: Deviation,
}

/// What can be different from the canonical ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deviation {
    /// The file does not end with an end record and nothing after it.
    NoEnd,
    /// The ZIP64 end record or its locator is not where it must be.
    NoEnd64,
    /// The directory does not reach from where the end record says to the end record.
    DirectoryPlace,
    /// The directory is longer than is derived again.
    DirectoryTooLong(u64),
    /// There is no whole record of the directory where one must be.
    Record,
    /// A name in the directory is not UTF-8.
    NameNotUtf8,
    /// A member's date is no day.
    NoSuchDay,
    /// The members have no canonical ZIP.
    Members(PlanError),
    /// A byte of a member's local header is another one.
    Header(String),
    /// A byte of the directory is another one.
    Directory(String),
    /// A byte of the end records is another one.
    End,
    /// The file is longer or shorter.
    Size(u64),
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Deviation::NoEnd => f.write_str("the file does not end with a plain end record"),
            Deviation::NoEnd64 => {
                f.write_str("the ZIP64 end records are not before the end record")
            }
            Deviation::DirectoryPlace => {
                f.write_str("the directory does not reach up to the end record")
            }
            Deviation::DirectoryTooLong(limit) => {
                write!(f, "the directory is longer than the limit of {limit} bytes")
            }
            Deviation::Record => f.write_str("there is no whole record of the directory here"),
            Deviation::NameNotUtf8 => f.write_str("a name in the directory is not UTF-8"),
            Deviation::NoSuchDay => f.write_str("a member's date is no day of the calendar"),
            Deviation::Members(why) => write!(f, "{why}"),
            Deviation::Header(name) => {
                write!(
                    f,
                    "the local header of {} has another byte here",
                    shown(name)
                )
            }
            Deviation::Directory(name) => {
                write!(
                    f,
                    "the directory's record of {} has another byte here",
                    shown(name)
                )
            }
            Deviation::End => f.write_str("the end records have another byte here"),
            Deviation::Size(size) => write!(f, "the file should have {size} bytes"),
        }
    }
}

/// Tells whether `file` is a canonical ZIP; the contents of the members are not read. The headers
/// are compared on `threads` threads.
///
/// # Errors
/// When the file cannot be read.
pub fn verify(file: &File, threads: NonZeroUsize) -> io::Result<Verdict> {
    let size = file.metadata()?.len();
    match derive(&Bytes { file, size }, threads) {
        Ok((plan, crc32s)) => Ok(Verdict::Canonical { plan, crc32s }),
        Err(Stop::Differs(difference)) => Ok(Verdict::Differs(difference)),
        Err(Stop::Io(error)) => Err(error),
    }
}

enum Stop {
    Differs(Difference),
    Io(io::Error),
}

fn differs<T>(at: u64, what: Deviation) -> Result<T, Stop> {
    Err(Stop::Differs(Difference { at, what }))
}

struct Bytes<'a> {
    file: &'a File,
    size: u64,
}

impl Bytes<'_> {
    /// Returns up to `length` bytes from `at`, fewer only where the file ends.
    fn get(&self, at: u64, length: u64) -> Result<Vec<u8>, Stop> {
        let length = length.min(self.size.saturating_sub(at));
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        let filled = self.fill(at, &mut bytes)?;
        bytes.truncate(filled);
        Ok(bytes)
    }

    /// Fills `into` with the bytes from `at`, and returns how many there are.
    fn fill(&self, at: u64, into: &mut [u8]) -> Result<usize, Stop> {
        let mut filled = 0;
        while let Some(rest @ [_, ..]) = into.get_mut(filled..) {
            match read_at(self.file, rest, at + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::Io(error)),
            }
        }
        Ok(filled)
    }
}

/// Compares bytes that stand at `at` with those wanted there.
fn compare(
    at: u64,
    found: &[u8],
    wanted: &[u8],
    what: impl FnOnce() -> Deviation,
) -> Result<(), Stop> {
    if found == wanted {
        return Ok(());
    }
    let same = found.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    differs(at + same as u64, what())
}

fn derive(bytes: &Bytes<'_>, threads: NonZeroUsize) -> Result<(Plan, Vec<u32>), Stop> {
    let (at, length) = directory_place(bytes)?;
    if length > DIRECTORY_LIMIT {
        return differs(at, Deviation::DirectoryTooLong(DIRECTORY_LIMIT));
    }
    let directory = bytes.get(at, length)?;
    let (members, crc32s) = records(&directory, at)?;
    let plan = match Plan::new(members) {
        Ok(plan) => plan,
        Err(why) => return differs(0, Deviation::Members(why)),
    };
    let count = crc32s.len();
    let runs = (0..count).step_by(HEADERS);
    let runs = runs.map(|first| first..count.min(first + HEADERS));
    try_map(runs.collect(), threads, |run| {
        compare_headers(bytes, &plan, &crc32s, run)
    })?;
    let directory = match plan.directory_at() {
        must if must == at => directory,
        must => bytes.get(must, length)?,
    };
    compare_directory(&directory, &plan, &crc32s)?;
    let end = plan.end();
    let end_at = plan.size() - end.len() as u64;
    compare(end_at, &bytes.get(end_at, end.len() as u64)?, &end, || {
        Deviation::End
    })?;
    if plan.size() != bytes.size {
        return differs(plan.size().min(bytes.size), Deviation::Size(plan.size()));
    }
    Ok((plan, crc32s))
}

fn compare_headers(
    bytes: &Bytes<'_>,
    plan: &Plan,
    crc32s: &[u32],
    run: Range<usize>,
) -> Result<(), Stop> {
    let mut found = Vec::new();
    for member in run {
        let (at, header) = (plan.header_at(member), plan.header(member, crc32s[member]));
        found.resize(header.len(), 0);
        let filled = bytes.fill(at, &mut found)?;
        compare(at, &found[..filled], &header, || {
            Deviation::Header(plan.members()[member].name.clone())
        })?;
    }
    Ok(())
}

/// Compares the directory with the one that the plan wants in its place.
fn compare_directory(directory: &[u8], plan: &Plan, crc32s: &[u32]) -> Result<(), Stop> {
    let mut from = 0;
    for (member, &crc32) in crc32s.iter().enumerate() {
        let record = plan.directory_record(member, crc32);
        let found = directory.get(from..).unwrap_or_default();
        let found = found.get(..record.len()).unwrap_or(found);
        compare(plan.directory_at() + from as u64, found, &record, || {
            Deviation::Directory(plan.members()[member].name.clone())
        })?;
        from += record.len();
    }
    Ok(())
}

/// Takes names, sizes, dates and CRC-32s from a directory that stands at `at`, and nothing else.
fn records(directory: &[u8], at: u64) -> Result<(Vec<Member>, Vec<u32>), Stop> {
    let most = directory.len() / CENTRAL_LENGTH as usize;
    let (mut members, mut crc32s) = (Vec::with_capacity(most), Vec::with_capacity(most));
    let mut rest = Fields(directory);
    while !rest.0.is_empty() {
        let here = at + (directory.len() - rest.0.len()) as u64;
        match rest.record() {
            Ok((member, crc32)) => {
                members.push(member);
                crc32s.push(crc32);
            }
            Err(what) => return differs(here, what),
        }
    }
    Ok((members, crc32s))
}

/// Returns where the directory starts and its length, from the end records at their only place.
fn directory_place(bytes: &Bytes<'_>) -> Result<(u64, u64), Stop> {
    let Some(end_at) = bytes.size.checked_sub(END_LENGTH) else {
        return differs(0, Deviation::NoEnd);
    };
    let end = bytes.get(end_at, END_LENGTH)?;
    let mut end = Fields(&end);
    let Some((END, _, members, length, at)) = end.end() else {
        return differs(end_at, Deviation::NoEnd);
    };
    let saturated = members == u16::MAX || length == u32::MAX || at == u32::MAX;
    let (directory_end, at, length) = if saturated {
        end64(bytes, end_at)?
    } else {
        (end_at, u64::from(at), u64::from(length))
    };
    if at.checked_add(length) != Some(directory_end) {
        return differs(at.min(bytes.size), Deviation::DirectoryPlace);
    }
    Ok((at, length))
}

/// Returns where the directory ends and starts, and its length, from the ZIP64 end record.
fn end64(bytes: &Bytes<'_>, end_at: u64) -> Result<(u64, u64, u64), Stop> {
    let Some(end64_at) = end_at.checked_sub(END64_LENGTH + LOCATOR64_LENGTH) else {
        return differs(end_at, Deviation::NoEnd64);
    };
    let records = bytes.get(end64_at, END64_LENGTH + LOCATOR64_LENGTH)?;
    let mut fields = Fields(&records);
    let place = fields.end64();
    match (place, fields.u32()) {
        (Some((at, length)), Some(LOCATOR64)) => Ok((end64_at, at, length)),
        _ => differs(end64_at, Deviation::NoEnd64),
    }
}

/// The fields of a record, taken from its start.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn end(&mut self) -> Option<(u32, u32, u16, u32, u32)> {
        let signature = self.u32()?;
        let disks = self.u32()?;
        self.u16()?;
        Some((signature, disks, self.u16()?, self.u32()?, self.u32()?))
    }

    fn end64(&mut self) -> Option<(u64, u64)> {
        let signature = self.u32()?;
        self.take(36)?;
        let (length, at) = (self.u64()?, self.u64()?);
        (signature == END64).then_some((at, length))
    }

    fn record(&mut self) -> Result<(Member, u32), Deviation> {
        let fixed = self
            .take(CENTRAL_LENGTH as usize)
            .ok_or(Deviation::Record)?;
        let (crc32, date, size, [name, extra, comment]) =
            Fields(fixed).fixed().ok_or(Deviation::Record)?;
        let name = self.take(name.into()).ok_or(Deviation::Record)?;
        let extra = self.take(extra.into()).ok_or(Deviation::Record)?;
        self.take(comment.into()).ok_or(Deviation::Record)?;
        let name = str::from_utf8(name).map_err(|_| Deviation::NameNotUtf8)?;
        let size = if size == u32::MAX {
            // The ZIP64 extra field has to be the first and only one: id, length, size.
            let mut extra = Fields(extra);
            extra
                .u32()
                .and_then(|_| extra.u64())
                .ok_or(Deviation::Record)?
        } else {
            size.into()
        };
        let member = Member {
            name: name.to_owned(),
            size,
            date: date_from_dos(date).ok_or(Deviation::NoSuchDay)?,
        };
        Ok((member, crc32))
    }

    /// Takes CRC-32, date, unpacked size, and the lengths of name, extra field and comment.
    fn fixed(&mut self) -> Option<(u32, u16, u32, [u16; 3])> {
        if self.u32()? != CENTRAL {
            return None;
        }
        self.take(10)?;
        let (date, crc32) = (self.u16()?, self.u32()?);
        self.u32()?;
        let size = self.u32()?;
        Some((crc32, date, size, [self.u16()?, self.u16()?, self.u16()?]))
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::super::Supply;
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn written(contents: &[(&str, &[u8])]) -> Vec<u8> {
        let date = NaiveDate::from_ymd_opt(2021, 3, 9).unwrap();
        let members = contents.iter().map(|(name, bytes)| Member {
            name: (*name).to_owned(),
            size: bytes.len() as u64,
            date,
        });
        let plan = Plan::new(members.collect()).unwrap();
        let file = tempfile::tempfile().unwrap();
        let supplies = contents.iter().enumerate();
        let supplies = supplies.map(|(index, (_, bytes))| Supply::bytes(index, bytes));
        let one = NonZeroUsize::MIN;
        let fixities = plan.write_members(&file, supplies.collect(), one).unwrap();
        let crc32s: Vec<_> = fixities.iter().map(|fixity| fixity.crc32).collect();
        plan.finish(&file, &crc32s).unwrap();
        let whole = Bytes {
            file: &file,
            size: plan.size(),
        };
        whole.get(0, plan.size()).ok().unwrap()
    }

    fn judge(bytes: &[u8]) -> Verdict {
        let file = tempfile::tempfile().unwrap();
        crate::platform::write_all_at(&file, bytes, 0).unwrap();
        verify(&file, NonZeroUsize::MIN).unwrap()
    }

    #[test]
    fn every_bit_that_is_not_content_is_derived_again() {
        let mut bytes = written(&[("b/data/a", b"hello"), ("b/bagit.txt", b"x")]);
        assert!(matches!(judge(&bytes), Verdict::Canonical { .. }));
        let content = [38..43, 84..85];
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let is_content = content.iter().any(|range| range.contains(&at));
                let canonical = matches!(judge(&bytes), Verdict::Canonical { .. });
                assert_eq!(canonical, is_content, "byte {at}, bit {bit}");
                bytes[at] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn the_first_difference_is_named_with_its_byte() {
        let mut bytes = written(&[("b/data/a", b"hello")]);
        bytes[4] ^= 1;
        let Verdict::Differs(difference) = judge(&bytes) else {
            panic!("it is not canonical any more");
        };
        assert_eq!(difference.at, 4);
        assert_eq!(difference.what, Deviation::Header("b/data/a".to_owned()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(
            junk in prop::collection::vec(any::<u8>(), 0..200),
            cut in 0_usize..150,
            changes in prop::collection::vec((0_usize..150, any::<u8>()), 0..6),
        ) {
            let whole = written(&[("b/data/a", b"hello"), ("b/data/b", b"")]);
            let mut broken = whole.clone();
            for (at, byte) in changes {
                if let Some(place) = broken.get_mut(at + 80) {
                    *place = byte;
                }
            }
            for bytes in [&junk, &broken, &[&junk[..], &whole].concat(), &[&whole[..], &junk].concat(), &whole[cut..].to_vec()] {
                let canonical = matches!(judge(bytes), Verdict::Canonical { .. });
                prop_assert_eq!(canonical, bytes == &whole);
            }
        }
    }
}
