//! Files that are not UTF-8: told by how they begin, and read where a person says what they are.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::decoding::{Decoding, OnFault};
use super::feed::Feed;
use crate::container::Container;
use crate::source::{ReadError, TextEncoding};

/// The byte order mark of UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Returns the encoding in which a file seems to be saved that begins with `start`, if that is
/// UTF-16: by its byte order mark, or by its NUL bytes, which a chat has none of.
pub(super) fn guess(start: &[u8]) -> Option<TextEncoding> {
    if start.starts_with(&[0xFF, 0xFE]) {
        return Some(TextEncoding::UTF_16LE);
    }
    if start.starts_with(&[0xFE, 0xFF]) {
        return Some(TextEncoding::UTF_16BE);
    }
    let nuls = |parity: usize| {
        let places = start.iter().skip(parity).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    if (even + odd) * 10 < start.len() || even + odd == 0 {
        return None;
    }
    // Latin letters have their NUL second when the low byte comes first.
    Some(match odd >= even {
        true => TextEncoding::UTF_16LE,
        false => TextEncoding::UTF_16BE,
    })
}

/// Text that is not UTF-8, looked at until somebody asks what it seems to be.
pub(super) struct Likeness(EncodingDetector);

impl fmt::Debug for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Likeness").field(&self.most()).finish()
    }
}

impl Likeness {
    /// Returns a likeness of nothing.
    pub(super) fn new() -> Likeness {
        Likeness(EncodingDetector::new(Iso2022JpDetection::Deny))
    }

    /// Looks at more of the text.
    pub(super) fn look_at(&mut self, bytes: &[u8]) {
        self.0.feed(bytes, false);
    }

    /// Returns the encoding that the letters and their neighbours look like most.
    pub(super) fn most(&self) -> Option<TextEncoding> {
        TextEncoding::of(self.0.guess(None, Utf8Detection::Deny))
    }
}

/// Returns the encoding that the beginning of a file looks like, where it is neither UTF-8 nor
/// UTF-16 and has no NUL, which no text has.
fn likeness(start: &[u8]) -> Option<TextEncoding> {
    let error = std::str::from_utf8(start).err()?;
    // The last character may be cut.
    error.error_len()?;
    if memchr::memchr(0, start).is_some() {
        return None;
    }
    let mut likeness = Likeness::new();
    likeness.look_at(start);
    likeness.most()
}

/// Opens an entry to be glanced at: in the encoding that it seems to have.
///
/// # Errors
/// When it cannot be read.
pub(super) fn glance<'e>(export: &'e dyn Container, index: usize) -> Result<Feed<'e>, ReadError> {
    let name = &export.entries()[index].name;
    let mut feed = Feed::new(name, export.open(index)?);
    let start = feed.start()?;
    match guess(start).or_else(|| likeness(start)) {
        None => Ok(feed),
        Some(encoding) => {
            let decoding = Decoding::new(export.open(index)?, encoding, OnFault::Replace);
            Ok(Feed::new(name, Box::new(decoding)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_told_by_its_mark_or_its_nuls() {
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(
            guess(&wide("\u{feff}13/03/2021")),
            Some(TextEncoding::UTF_16LE)
        );
        assert_eq!(
            guess(&wide("13/03/2021, 10:00")),
            Some(TextEncoding::UTF_16LE)
        );
        let other: Vec<u8> = "13/03".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(guess(&other), Some(TextEncoding::UTF_16BE));
        assert_eq!(guess("13/03/2021 café".as_bytes()), None);
        assert_eq!(guess(b""), None);
    }

    #[test]
    fn other_encodings_are_told_by_their_letters() {
        for (text, name) in [
            (
                "13/03/2021, 10:00 - Élodie: café à la crème, déjà vu",
                "windows-1252",
            ),
            (
                "13/03/2021, 10:00 - Секретарь: Доброе утро, вот проект ответа",
                "windows-1251",
            ),
            (
                "2021/3/13 下午7:31 - 文员: 请把会议记录发给我们，谢谢",
                "GBK",
            ),
            (
                "2021/3/13 19:31 - 事務官: おはようございます。資料を送ります",
                "Shift_JIS",
            ),
            (
                "2021. 3. 13. 오후 7:31, 사무관 : 회의 자료를 보내 주세요",
                "EUC-KR",
            ),
        ] {
            let known = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, _) = known.encode(text);
            assert_eq!(likeness(&bytes).map(TextEncoding::name), Some(name));
        }
        assert_eq!(likeness("café".as_bytes()), None);
        assert_eq!(likeness(b"\x7fELF\0\xe9"), None);
    }
}
