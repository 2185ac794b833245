//! Files that are not UTF-8: told by how they begin, and read where a person says what they are.

use std::io::{self, Read};

use encoding_rs::{CoderResult, DecoderResult};

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

/// Opens an entry to be glanced at: in the encoding that it seems to have.
///
/// # Errors
/// When it cannot be read.
pub(super) fn glance<'e>(export: &'e dyn Container, index: usize) -> Result<Feed<'e>, ReadError> {
    let name = &export.entries()[index].name;
    let mut feed = Feed::new(name, export.open(index)?);
    match guess(feed.start()?) {
        None => Ok(feed),
        Some(encoding) => {
            let decoding = Decoding::new(export.open(index)?, encoding, OnFault::Replace);
            Ok(Feed::new(name, Box::new(decoding)))
        }
    }
}

/// What becomes of bytes that are no text in the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnFault {
    /// They are shown as U+FFFD: for a glance.
    Replace,
    /// They are an error: the file is not in that encoding.
    Refuse,
}

/// Reads a file of another encoding as UTF-8.
pub(super) struct Decoding<'r> {
    source: Box<dyn Read + Send + 'r>,
    decoder: encoding_rs::Decoder,
    encoding: TextEncoding,
    on_fault: OnFault,
    /// Bytes of the source that wait, from `at` on.
    raw: Vec<u8>,
    at: usize,
    /// Text that waits, from `out_at` on.
    out: Vec<u8>,
    out_at: usize,
    /// How many bytes of the source have been decoded.
    decoded: u64,
    ended: bool,
    finished: bool,
}

const PIECE: usize = 16 << 10;

impl<'r> Decoding<'r> {
    /// Returns a reader of `source`, which is in `encoding`.
    pub(super) fn new(
        source: Box<dyn Read + Send + 'r>,
        encoding: TextEncoding,
        on_fault: OnFault,
    ) -> Decoding<'r> {
        Decoding {
            source,
            decoder: encoding.decoder(),
            encoding,
            on_fault,
            raw: Vec::new(),
            at: 0,
            out: Vec::new(),
            out_at: 0,
            decoded: 0,
            ended: false,
            finished: false,
        }
    }

    fn more(&mut self) -> io::Result<()> {
        if self.at == self.raw.len() && !self.ended {
            self.raw.resize(PIECE, 0);
            self.at = 0;
            let read = self.source.read(&mut self.raw)?;
            self.raw.truncate(read);
            self.ended = read == 0;
        }
        // No text is more than three times as long in UTF-8, and a character waits at most.
        self.out.resize(3 * PIECE + 16, 0);
        self.out_at = 0;
        let rest = &self.raw[self.at..];
        let (read, written) = match self.on_fault {
            OnFault::Replace => {
                let (result, read, written, _) =
                    self.decoder.decode_to_utf8(rest, &mut self.out, self.ended);
                self.finished = self.ended && result == CoderResult::InputEmpty;
                (read, written)
            }
            OnFault::Refuse => {
                let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                    rest,
                    &mut self.out,
                    self.ended,
                );
                if let DecoderResult::Malformed(..) = result {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!(
                            "it is not text in {} up to byte {}; another encoding was meant, or \
                             the file is damaged",
                            self.encoding,
                            self.decoded + read as u64
                        ),
                    ));
                }
                self.finished = self.ended && result == DecoderResult::InputEmpty;
                (read, written)
            }
        };
        self.at += read;
        self.decoded += read as u64;
        self.out.truncate(written);
        Ok(())
    }
}

impl Read for Decoding<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.out_at == self.out.len() {
            if self.finished {
                return Ok(0);
            }
            self.more()?;
        }
        let n = into.len().min(self.out.len() - self.out_at);
        into[..n].copy_from_slice(&self.out[self.out_at..self.out_at + n]);
        self.out_at += n;
        Ok(n)
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
    fn every_text_comes_back_however_it_is_read() {
        let text = "a\u{feff}é😀\n".repeat(9000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for on_fault in [OnFault::Refuse, OnFault::Replace] {
            let source = Box::new(bytes.as_slice());
            let mut read = String::new();
            Decoding::new(source, TextEncoding::UTF_16LE, on_fault)
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text);
        }
        let odd = Box::new(&bytes[..bytes.len() - 1]);
        let error = Decoding::new(odd, TextEncoding::UTF_16LE, OnFault::Refuse)
            .read_to_string(&mut String::new())
            .unwrap_err();
        assert!(
            error.to_string().contains("not text in UTF-16LE"),
            "{error}"
        );
    }
}
