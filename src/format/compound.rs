//! What lies in an OLE2 document: which office program wrote it, and whether it is locked.

use super::identify::{Basis, Identified, Lock};
use super::sampler::Sample;

/// The stream of a text of Word, in UTF-16.
pub const WORD: &str = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
/// The stream of a workbook of Excel.
pub const BOOK: &str = "W\0o\0r\0k\0b\0o\0o\0k\0";
/// The stream of slides of PowerPoint, as far as it is needed.
pub const SLIDES: &str = "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0";
/// The stream of an Office Open XML document that a password protects.
pub const ENCRYPTED: &str = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
/// What Word 97 and later call their documents.
pub const WORD_8: &str = "Word.Document.8";
/// How a workbook of Excel 97 and later begins.
pub const BIFF_8: &str = "\x09\x08\x10\0\0\x06\x05\0";
/// What PowerPoint 95 calls itself.
pub const POWERPOINT_95: &str = "Microsoft (R) PowerPoint (R)";

/// Where the streams of most documents begin: behind the header.
const FIRST_SECTOR: u64 = 512;

/// Tells the format of an OLE2 document, if it is certain.
///
/// DROID looks at the names of the streams and at their first bytes; we look for these names and
/// bytes anywhere. A document with those of two programs, one put into another, is not told.
pub fn identify(sample: &Sample) -> Identified {
    let met = [WORD, BOOK, SLIDES, ENCRYPTED].map(|mark| sample.met(mark));
    match met {
        [true, false, false, false] if sample.met(WORD_8) => word(sample),
        [false, true, false, false] if sample.met(BIFF_8) => certain("fmt/61"),
        [false, false, true, false] if !sample.met(POWERPOINT_95) => certain("fmt/126"),
        [false, false, false, true] => locked("fmt/494"),
        _ => Identified::NOT,
    }
}

/// Tells a document of Word from a template and from one with a password, by the first bytes of
/// its text (MS-DOC 2.5.1): the magic number, and behind it a bit for each.
fn word(sample: &Sample) -> Identified {
    let start = sample.from(FIRST_SECTOR).unwrap_or_default();
    let Some([0xec, 0xa5, _, _, _, _, _, _, _, _, template, password]) = start.first_chunk::<12>()
    else {
        return Identified::NOT;
    };
    let puid = match (template & 1, password & 1) {
        (0, 0) => "fmt/40",
        (0, _) => "fmt/754",
        (_, 0) => "x-fmt/45",
        _ => "fmt/755",
    };
    match password & 1 {
        0 => certain(puid),
        _ => locked(puid),
    }
}

fn locked(puid: &'static str) -> Identified {
    Identified {
        lock: Lock::Password,
        ..certain(puid)
    }
}

fn certain(puid: &'static str) -> Identified {
    Identified {
        puid: Some(puid),
        by: Basis::Signature,
        lock: Lock::None,
    }
}
