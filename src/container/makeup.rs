//! What the bytes of a ZIP are, each counted where it stands: nothing is the rest of a sum.

use std::io::{self, Read, Seek, SeekFrom};

use super::PositionedFile;

/// What the bytes of a ZIP are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Makeup {
    headers: u64,
    data: u64,
    descriptors: u64,
    directory: u64,
    end: u64,
    unknown: u64,
}

/// Where an entry lies, folders included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Extent {
    pub header_start: u64,
    pub data_start: u64,
    pub compressed: u64,
    pub has_descriptor: bool,
}

/// Returns what is wrong with entries of which one reaches into another, or into the directory.
pub(super) fn overlap(extents: &mut [Extent], directory: u64) -> Option<&'static str> {
    extents.sort();
    let starts = extents.iter().skip(1).map(|extent| extent.header_start);
    let ends = extents.iter().zip(starts.chain([directory]));
    let mut reach = ends.map(|(extent, next)| {
        let end = extent.data_start.saturating_add(extent.compressed);
        extent.header_start <= extent.data_start && end <= next
    });
    reach.any(|apart| !apart).then_some("its entries overlap")
}

/// The sizes that a data descriptor can have: with and without signature, 32 and 64 bits.
const DESCRIPTORS: [u64; 4] = [12, 16, 20, 24];

impl Makeup {
    /// Counts the bytes of a ZIP whose entries lie at `extents` and whose directory starts at
    /// `directory`. What belongs to nothing is counted as such.
    pub fn of(
        mut extents: Vec<Extent>,
        directory: u64,
        file: PositionedFile,
    ) -> io::Result<Makeup> {
        extents.sort();
        let mut makeup = Makeup::default();
        let mut at = 0;
        let mut descriptor = false;
        for extent in &extents {
            makeup.gap(extent.header_start.saturating_sub(at), descriptor);
            makeup.headers += extent.data_start.saturating_sub(extent.header_start);
            makeup.data += extent.compressed;
            at = extent.data_start.saturating_add(extent.compressed);
            descriptor = extent.has_descriptor;
        }
        makeup.gap(directory.saturating_sub(at), descriptor);
        makeup.read_directory(directory, file)?;
        Ok(makeup)
    }

    fn gap(&mut self, bytes: u64, after_descriptor: bool) {
        if after_descriptor && DESCRIPTORS.contains(&bytes) {
            self.descriptors += bytes;
        } else {
            self.unknown += bytes;
        }
    }

    /// Walks the directory by the lengths in its own records (APPNOTE.TXT 4.3.12 to 4.3.16).
    fn read_directory(&mut self, start: u64, mut file: PositionedFile) -> io::Result<()> {
        let size = file.size();
        let mut at = start;
        loop {
            let mut head = [0; 56];
            file.seek(SeekFrom::Start(at))?;
            let read = read_up_to(&mut file, &mut head)?;
            let head = head.get(..read).unwrap_or_default();
            let short = |from: usize| number(head, from, 2);
            let length = match head.get(..4) {
                Some(b"PK\x01\x02") => 46 + short(28) + short(30) + short(32),
                Some(b"PK\x06\x06") => 12 + number(head, 4, 8),
                Some(b"PK\x06\x07") => 20,
                Some(b"PK\x05\x06") => 22 + short(20),
                _ => break,
            };
            let length = length.min(size - at);
            if head.starts_with(b"PK\x01\x02") {
                self.directory += length;
            } else {
                self.end += length;
            }
            at += length;
            if length == 0 || at >= size {
                break;
            }
        }
        self.unknown += size.saturating_sub(at);
        Ok(())
    }

    /// Returns how many bytes were found to be nothing that is known.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Returns the parts by what they are; their sum is the size of the file where every byte was
    /// found to be something.
    pub fn parts(&self) -> Vec<(&'static str, u64)> {
        vec![
            ("headers of ZIP entries", self.headers),
            ("data of ZIP entries, as stored", self.data),
            ("descriptors of ZIP entries", self.descriptors),
            ("directory of the ZIP", self.directory),
            ("end of the ZIP", self.end),
            ("not understood", self.unknown),
        ]
    }
}

fn read_up_to(file: &mut PositionedFile, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Returns the little-endian number at a place; 0 where the bytes end before it does.
fn number(bytes: &[u8], from: usize, length: usize) -> u64 {
    let digits = bytes.get(from..from + length).unwrap_or_default();
    digits
        .iter()
        .rev()
        .fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}
