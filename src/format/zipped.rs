//! What lies in a ZIP: a document of an office program, or a bundle of files.
//!
//! Only what was kept of the file is looked at: the directory stands at the end, and the entries
//! that tell the format are small. Where they are not among the first or last bytes, the format is
//! not told. What is looked for is what DROID's container signatures look for: the type of the main
//! part in `[Content_Types].xml`, the type in `META-INF/manifest.xml` and the version in
//! `content.xml`.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use super::identify::{Basis, Identified, Lock};
use super::pattern::holds;
use super::sampler::Sample;

/// The most bytes of an entry that are looked at.
const MOST: u64 = 64 << 10;

/// The directory of a ZIP as far as it tells the format.
struct Directory<'a> {
    sample: &'a Sample,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    packed: u64,
    header: u64,
}

/// The documents of Office Open XML, by the type of their main part.
const OOXML: [(&str, &[u8]); 3] = [
    (
        "fmt/412",
        b"ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"",
    ),
    (
        "fmt/214",
        b"ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"",
    ),
    (
        "fmt/215",
        b"ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"",
    ),
];

/// The namespaces of the strict form of Office Open XML, which has identifiers of its own.
const STRICT: &[u8] = b"purl.oclc.org/ooxml";

/// OpenDocument: the type, and the identifiers of the versions 1.0 to 1.3.
const OPEN_DOCUMENT: [(&[u8], [&str; 4]); 3] = [
    (
        b"application/vnd.oasis.opendocument.text",
        ["fmt/136", "fmt/290", "fmt/291", "fmt/1756"],
    ),
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        ["fmt/137", "fmt/294", "fmt/295", "fmt/1755"],
    ),
    (
        b"application/vnd.oasis.opendocument.presentation",
        ["fmt/138", "fmt/292", "fmt/293", "fmt/1754"],
    ),
];

/// Tells the format of a ZIP, if it is certain. A bundle of files is only told as such where its
/// extension says so too: very many programs write documents that are ZIPs.
pub fn identify(sample: &Sample, extension: &str) -> Identified {
    let found = match Directory::of(sample) {
        Some(directory) if directory.entry(b"[Content_Types].xml").is_some() => ooxml(&directory),
        Some(directory) if directory.entry(b"mimetype").is_some() => open_document(&directory),
        Some(_) if extension == "zip" => Some("x-fmt/263"),
        _ => None,
    };
    found.map_or(Identified::NOT, |puid| Identified {
        puid: Some(puid),
        by: Basis::Signature,
        lock: Lock::None,
    })
}

fn ooxml(directory: &Directory<'_>) -> Option<&'static str> {
    let types = directory.read(b"[Content_Types].xml")?;
    let links = directory.read(b"_rels/.rels")?;
    if holds(&types, STRICT) || holds(&links, STRICT) {
        return None;
    }
    let mut fits = OOXML.iter().filter(|(_, main)| holds(&types, main));
    match (fits.next(), fits.next()) {
        (Some((puid, _)), None) => Some(puid),
        _ => None,
    }
}

fn open_document(directory: &Directory<'_>) -> Option<&'static str> {
    let kind = directory.read(b"mimetype")?;
    let (_, versions) = OPEN_DOCUMENT.iter().find(|(known, _)| *known == kind)?;
    let list = directory.read(b"META-INF/manifest.xml")?;
    let listed = [b"manifest:media-type=\"".as_slice(), &kind].concat();
    let content = directory.read(b"content.xml")?;
    if !holds(&list, &listed) {
        return None;
    }
    let says = |n: usize| holds(&content, format!("office:version=\"1.{n}\"").as_bytes());
    versions
        .iter()
        .enumerate()
        .find_map(|(n, puid)| says(n).then_some(*puid))
}

impl<'a> Directory<'a> {
    /// Reads the directory, if it is whole among the last bytes and nothing follows it.
    fn of(sample: &'a Sample) -> Option<Directory<'a>> {
        let tail = &sample.tail;
        let end = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
        let record = tail.get(end..)?;
        let comment = usize::from(u16_at(record, 20)?);
        if record.len() != 22 + comment {
            return None;
        }
        let (count, from) = (u16_at(record, 10)?, u32_at(record, 16)?);
        let mut rest = sample.from(from)?;
        let mut entries = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let entry = rest.strip_prefix(b"PK\x01\x02".as_slice())?;
            let lengths = [24, 26, 28].map(|at| u16_at(entry, at).map(usize::from));
            let [Some(name), Some(extra), Some(comment)] = lengths else {
                return None;
            };
            entries.push(Entry {
                name: entry.get(42..42 + name)?,
                flags: u16_at(entry, 4)?,
                method: u16_at(entry, 6)?,
                packed: u32_at(entry, 16)?,
                header: u32_at(entry, 38)?,
            });
            rest = entry.get(42 + name + extra + comment..)?;
        }
        Some(Directory { sample, entries })
    }

    fn entry(&self, name: &[u8]) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Returns the first bytes of an entry, if what was kept of the file holds all of it.
    fn read(&self, name: &[u8]) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let encrypted = entry.flags & 1 == 1;
        let header = self.sample.from(entry.header)?;
        let header = header.strip_prefix(b"PK\x03\x04".as_slice())?;
        let lengths = usize::from(u16_at(header, 22)?) + usize::from(u16_at(header, 24)?);
        let content = header.get(26 + lengths..)?;
        let content = content.get(..usize::try_from(entry.packed).ok()?)?;
        let mut bytes = Vec::new();
        let read = match (encrypted, entry.method) {
            (false, 0) => content.take(MOST).read_to_end(&mut bytes),
            (false, 8) => DeflateDecoder::new(content)
                .take(MOST)
                .read_to_end(&mut bytes),
            _ => return None,
        };
        read.ok().map(|_| bytes)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    let number = bytes.get(at..)?.first_chunk().copied();
    number.map(u32::from_le_bytes).map(u64::from)
}
