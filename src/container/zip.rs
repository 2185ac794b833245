//! A ZIP, read in place.
//!
//! A ZIP has no single meaning: its directory and its local headers can disagree, entries can
//! overlap, share a name, climb out of the folder, be links, be encrypted, or unpack to more than
//! any disk holds. So the directory is surveyed once and every such trouble is noted as data. An
//! export with a trouble is refused; a package with a trouble gets findings. Entries are read at
//! the offsets of the survey, never by a second search, and each must keep to the size and CRC-32
//! that the directory promises.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use ::zip::read::{Config, ZipFile as Raw, ZipReadOptions};
use ::zip::result::{ZipError, ZipResult};
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod, ZipArchive};

use super::budget::Budget;
use super::makeup::{Extent, Makeup, overlap};
use super::trouble::Trouble;
use super::{Container, Entry, OpenError, PositionedFile, failed};
use crate::error::IoAt;

#[derive(Debug, Clone, Copy)]
enum Method {
    Stored,
    Deflated,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Location {
    header_start: u64,
    data_start: u64,
    compressed: u64,
    crc32: u32,
    method: Method,
}

/// What is kept while a ZIP is surveyed.
#[derive(Default)]
struct Seen {
    directory: u64,
    extents: Vec<Extent>,
    names: BTreeSet<String>,
    total: u128,
}

/// A ZIP file on disk.
pub struct ZipFile {
    name: String,
    file: PositionedFile,
    entries: Vec<Entry>,
    folders: Vec<String>,
    locations: Vec<Location>,
    troubles: Vec<Trouble>,
    makeup: Makeup,
}

impl ZipFile {
    /// Surveys the ZIP at `path`. What is wrong with it is in [`troubles`](ZipFile::troubles).
    ///
    /// # Errors
    /// When the file system fails.
    pub fn open(path: &Path, budget: Budget) -> Result<ZipFile, OpenError> {
        ZipFile::of(path, PositionedFile::open(path)?, budget)
    }

    /// Surveys the ZIP at `path`, which is open already.
    ///
    /// # Errors
    /// When the file system fails.
    pub fn of(path: &Path, file: PositionedFile, budget: Budget) -> Result<ZipFile, OpenError> {
        let mut zip = ZipFile {
            name: name_of(path),
            file,
            entries: Vec::new(),
            folders: Vec::new(),
            locations: Vec::new(),
            troubles: Vec::new(),
            makeup: Makeup::default(),
        };
        match ZipArchive::new(zip.file.clone()) {
            Ok(archive) => zip.survey(archive, budget),
            Err(ZipError::Io(source)) if source.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(IoAt::at("read", path)(source).into());
            }
            Err(error) => zip.troubles.push(Trouble::NoDirectory(error.to_string())),
        }
        Ok(zip)
    }

    fn survey(&mut self, mut archive: ZipArchive<PositionedFile>, budget: Budget) {
        let mut seen = Seen {
            directory: archive.central_directory_start(),
            ..Seen::default()
        };
        if let Some(trouble) = budget.too_many(archive.len()) {
            self.troubles.push(trouble);
            return;
        }
        if archive.has_duplicate_names() {
            self.troubles.push(Trouble::DuplicateName);
            if let Err(error) = self.survey_twins(budget, &mut seen) {
                self.troubles.push(Trouble::Ambiguous(error.to_string()));
            }
            let why = overlap(&mut seen.extents, seen.directory);
            let why = why.map(|why| Trouble::Ambiguous(why.to_owned()));
            self.troubles.extend(why);
        } else {
            for index in 0..archive.len() {
                match archive.by_index_raw(index) {
                    Ok(raw) => self.note(&raw, &mut seen),
                    Err(error) => self.troubles.push(Trouble::Ambiguous(error.to_string())),
                }
            }
            if let Err(error) = archive.validate_header_consistency() {
                self.troubles.push(Trouble::Ambiguous(error.to_string()));
            }
        }
        match Makeup::of(seen.extents, seen.directory, self.file.clone()) {
            Ok(makeup) => self.makeup = makeup,
            Err(error) => self.troubles.push(Trouble::Ambiguous(error.to_string())),
        }
        self.troubles.extend(budget.too_large(seen.total));
    }

    /// Surveys a ZIP in which entries share a name, of which [`ZipArchive`] shows the last alone.
    fn survey_twins(&mut self, budget: Budget, seen: &mut Seen) -> ZipResult<()> {
        let twins = ZipIterable::try_new(self.file.clone(), Config::default())?;
        let mut twins = twins.enforce_header_consistency(true);
        if let Some(trouble) = budget.too_many(twins.len()) {
            self.troubles.push(trouble);
            return Ok(());
        }
        // Nothing is decrypted: whether an entry is encrypted is noted like any other trouble.
        let options = ZipReadOptions::new().ignore_encryption_flag(true);
        let mut entries = twins.files_with_cloned_reader(options)?;
        while let Some(raw) = entries.next() {
            self.note(&raw?, seen);
        }
        Ok(())
    }

    /// Notes an entry, and what is wrong with it.
    fn note(&mut self, raw: &Raw<'_, PositionedFile>, seen: &mut Seen) {
        seen.extents.push(Extent {
            header_start: raw.header_start(),
            data_start: raw.data_start().unwrap_or_default(),
            compressed: raw.compressed_size(),
            has_descriptor: raw.flags().is_using_data_descriptor(),
        });
        let name = String::from_utf8(raw.name_raw().to_vec()).unwrap_or_else(|_| {
            raw.name().map_or_else(
                |_| String::from_utf8_lossy(raw.name_raw()).into_owned(),
                |name| name.into_owned(),
            )
        });
        let regular = raw
            .unix_mode()
            .is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000 | 0o040_000));
        if raw.is_symlink() || !regular {
            self.troubles.push(Trouble::Special(name.clone()));
        }
        if raw.encrypted() {
            self.troubles.push(Trouble::Encrypted(name.clone()));
        }
        if !is_safe_name(&name) {
            self.troubles.push(Trouble::UnsafeName(name.clone()));
        }
        if !seen.names.insert(name.clone()) && !self.troubles.contains(&Trouble::DuplicateName) {
            self.troubles.push(Trouble::DuplicateName);
        }
        if raw.is_dir() {
            self.folders.push(name.trim_end_matches('/').to_owned());
            return;
        }
        let method = match raw.compression() {
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => Method::Deflated,
            _ => {
                self.troubles.push(Trouble::Method(name.clone()));
                Method::Other
            }
        };
        seen.total += u128::from(raw.size());
        self.locations.push(Location {
            header_start: raw.header_start(),
            data_start: raw.data_start().unwrap_or_default(),
            compressed: raw.compressed_size(),
            crc32: raw.crc32(),
            method,
        });
        self.entries.push(Entry {
            name,
            size: raw.size(),
        });
    }

    /// Returns what is wrong with the ZIP, in the order in which it was met.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// Returns the names of the folders that have an entry of their own, in the ZIP's order.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }

    /// Returns a reader of the raw file, from its start.
    pub fn raw(&self) -> PositionedFile {
        self.file.clone()
    }

    /// Returns the size of the file.
    pub fn size(&self) -> u64 {
        self.file.size()
    }
}

/// Returns the name of a file for messages.
pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.unwrap_or_default().into_owned()
}

/// Tells whether an entry's name stays inside its folder on every system.
pub fn is_safe_name(name: &str) -> bool {
    let climbs = name.split('/').any(|segment| segment == "..");
    let absolute = name.starts_with('/') || name.starts_with('~');
    let drive = name.as_bytes().get(1) == Some(&b':');
    let acts = name.contains(|c: char| c == '\\' || c.is_control());
    !(name.is_empty() || climbs || absolute || drive || acts)
}

impl Container for ZipFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        let at = self.locations[index];
        let mut raw = self.file.clone();
        let entry = &self.entries[index];
        let failed = |why: String| failed(&self.name, &entry.name, why);
        raw.seek(SeekFrom::Start(at.data_start))
            .map_err(|error| failed(error.to_string()))?;
        let raw = raw.take(at.compressed);
        let inner: Box<dyn Read + Send> = match at.method {
            Method::Stored => Box::new(raw),
            Method::Deflated => Box::new(flate2::read::DeflateDecoder::new(raw)),
            Method::Other => return Err(failed("its compression is not read".to_owned())),
        };
        Ok(Box::new(Promised::new(inner, entry.size, at.crc32)))
    }

    fn offset(&self, index: usize) -> Option<u64> {
        self.locations.get(index).map(|at| at.header_start)
    }

    fn crc32(&self, index: usize) -> Option<u32> {
        self.locations.get(index).map(|at| at.crc32)
    }

    fn makeup(&self) -> Vec<(&'static str, u64)> {
        self.makeup.parts()
    }

    fn unaccounted(&self) -> u64 {
        self.makeup.unknown()
    }
}

/// How an entry breaks the promise of the ZIP's directory. A reader of an entry wraps it in an
/// [`io::Error`], where [`BrokenPromise::of`] finds it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenPromise {
    /// All bytes were read, and their CRC-32 is another one.
    #[error("its CRC-32 is not the one in the ZIP's directory")]
    Crc,
    /// It ends early.
    #[error("it is shorter than the ZIP's directory says")]
    Short,
    /// It goes on.
    #[error("it is longer than the ZIP's directory says")]
    Long,
}

impl BrokenPromise {
    /// Returns the broken promise that an error of a reader stands for, if it does.
    pub fn of(error: &io::Error) -> Option<BrokenPromise> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<BrokenPromise> for io::Error {
    fn from(broken: BrokenPromise) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, broken)
    }
}

/// A reader that holds an entry to the size and CRC-32 that the directory promises.
pub(super) struct Promised<R> {
    inner: R,
    left: u64,
    crc32: u32,
    hasher: crc32fast::Hasher,
    done: bool,
}

impl<R: Read> Promised<R> {
    /// Returns a reader of an entry that is promised to have this size and CRC-32.
    pub fn new(inner: R, size: u64, crc32: u32) -> Promised<R> {
        Promised {
            inner,
            left: size,
            crc32,
            hasher: crc32fast::Hasher::new(),
            done: false,
        }
    }
}

impl<R: Read> Read for Promised<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.done || into.is_empty() {
            return Ok(0);
        }
        let read = self.inner.read(into)?;
        if read == 0 {
            self.done = true;
            return match (self.left, self.hasher.clone().finalize() == self.crc32) {
                (0, true) => Ok(0),
                (0, false) => Err(BrokenPromise::Crc.into()),
                _ => Err(BrokenPromise::Short.into()),
            };
        }
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(BrokenPromise::Long)?;
        self.hasher.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;

    use super::*;
    use ::zip::write::{SimpleFileOptions, ZipWriter};

    fn written(make: impl FnOnce(&mut ZipWriter<File>)) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.zip");
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        make(&mut zip);
        zip.finish().unwrap();
        (folder, path)
    }

    fn plain(zip: &mut ZipWriter<File>, name: &str, bytes: &[u8]) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }

    #[test]
    fn entries_are_read_and_every_byte_of_the_file_is_accounted_for() {
        let (_folder, path) = written(|zip| {
            plain(zip, "_chat.txt", &b"hello ".repeat(1000));
            plain(zip, "photo.jpg", b"\xff\xd8\xff");
        });
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert_eq!(zip.troubles(), []);
        let mut text = String::new();
        zip.open(0).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), 6000);
        let sum: u64 = zip.makeup().iter().map(|(_, bytes)| bytes).sum();
        assert_eq!(sum, std::fs::metadata(&path).unwrap().len());
        assert_eq!(zip.unaccounted(), 0);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(b"xyz");
        std::fs::write(&path, &bytes).unwrap();
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert_eq!(zip.unaccounted(), 3);
    }

    #[test]
    fn what_is_dangerous_is_noted() {
        let (_folder, path) = written(|zip| {
            plain(zip, "../climbs.txt", b"x");
            zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default())
                .unwrap();
        });
        let budget = Budget {
            entries: 10,
            bytes: 5,
        };
        let zip = ZipFile::open(&path, budget).unwrap();
        let codes: Vec<_> = zip.troubles().iter().map(ToString::to_string).collect();
        assert!(codes[0].contains("climbs out"), "{codes:?}");
        assert!(codes[1].contains("is a link"), "{codes:?}");
        assert!(codes[2].contains("more than the limit of 5"), "{codes:?}");
    }

    /// Gives the entry `y…` the name of the entry `x…`, in its header and in the directory.
    fn renamed(path: &Path, from: &[u8], to: &[u8]) {
        let mut bytes = std::fs::read(path).unwrap();
        while let Some(at) = bytes.windows(from.len()).position(|w| w == from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        std::fs::write(path, bytes).unwrap();
    }

    #[test]
    fn entries_that_share_a_name_are_all_read_each_where_it_stands() {
        let (_folder, path) = written(|zip| {
            plain(zip, "x.jpg", b"one");
            plain(zip, "y.jpg", b"another");
            plain(zip, "z.jpg", b"third");
        });
        renamed(&path, b"y.jpg", b"x.jpg");
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert_eq!(zip.troubles(), [Trouble::DuplicateName]);
        let names: Vec<_> = zip.entries().iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["x.jpg", "x.jpg", "z.jpg"]);
        let read = |index: usize| {
            let mut text = String::new();
            zip.open(index).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!([read(0), read(1), read(2)], ["one", "another", "third"]);
        assert!(zip.offset(0) < zip.offset(1) && zip.offset(1) < zip.offset(2));
        let sum: u64 = zip.makeup().iter().map(|(_, bytes)| bytes).sum();
        assert_eq!(sum, std::fs::metadata(&path).unwrap().len());
        assert_eq!(zip.unaccounted(), 0);
    }

    #[test]
    fn twins_whose_parts_contradict_each_other_are_ambiguous() {
        let (_folder, path) = written(|zip| {
            plain(zip, "x.jpg", b"one");
            plain(zip, "y.jpg", b"another");
        });
        let bytes = std::fs::read(&path).unwrap();
        renamed(&path, b"y.jpg", b"x.jpg");
        // In the directory alone: the header in front of the data has another name.
        let mut twins = std::fs::read(&path).unwrap();
        let header = bytes.windows(5).position(|w| w == b"y.jpg").unwrap();
        twins[header..header + 5].copy_from_slice(b"y.jpg");
        std::fs::write(&path, &twins).unwrap();
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert!(
            zip.troubles()
                .iter()
                .any(|t| matches!(t, Trouble::Ambiguous(_))),
            "{:?}",
            zip.troubles()
        );
    }

    #[test]
    fn a_cut_zip_says_so() {
        let (_folder, path) = written(|zip| plain(zip, "a.txt", b"hello"));
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert!(matches!(zip.troubles(), [Trouble::NoDirectory(_)]));
    }

    #[test]
    fn a_changed_byte_breaks_the_promise() {
        let (_folder, path) = written(|zip| {
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            zip.start_file("a.txt", stored).unwrap();
            zip.write_all(b"hello").unwrap();
        });
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.windows(5).position(|w| w == b"hello").unwrap();
        bytes[at] = b'j';
        std::fs::write(&path, bytes).unwrap();
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        let mut text = String::new();
        let error = zip.open(0).unwrap().read_to_string(&mut text).unwrap_err();
        assert!(error.to_string().contains("CRC-32"));
    }

    #[test]
    fn names_are_read_as_utf8_without_the_flag_and_as_code_page_437_else() {
        let (_folder, path) = written(|zip| {
            plain(zip, "caf_1.pdf", b"a");
            plain(zip, "caf_2x.pdf", b"b");
        });
        let mut bytes = std::fs::read(&path).unwrap();
        for (plain, other) in [
            (b"caf_1.pdf".as_slice(), b"caf\x821.pdf".as_slice()),
            (b"caf_2x.pdf", b"caf2\xc3\xa9.pdf"),
        ] {
            // In the local header and in the directory.
            while let Some(at) = bytes.windows(plain.len()).position(|w| w == plain) {
                bytes[at..at + plain.len()].copy_from_slice(other);
            }
        }
        std::fs::write(&path, bytes).unwrap();
        let zip = ZipFile::open(&path, Budget::default()).unwrap();
        assert_eq!(zip.troubles(), []);
        let names: Vec<_> = zip.entries().iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["café1.pdf", "caf2é.pdf"]);
    }
}
