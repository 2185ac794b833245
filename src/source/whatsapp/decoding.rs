//! Text in another encoding, read as UTF-8: where its lines end in the file is kept, and so are its
//! own bytes.
//!
//! Bytes that are no text in the encoding are handed on as they are. Nothing that is decoded looks
//! like them, because they are no UTF-8; where they would be, the file is refused.

use std::collections::VecDeque;
use std::io::{self, Read};

use encoding_rs::DecoderResult;

use super::feed::LineEnd;
use crate::source::TextEncoding;

/// What becomes of bytes that are no text in the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnFault {
    /// They are shown as U+FFFD: for a glance.
    Replace,
    /// They are handed on as they are.
    HandOn,
}

/// Reads a file of another encoding as UTF-8.
pub(super) struct Decoding<'r> {
    source: Box<dyn Read + Send + 'r>,
    decoder: encoding_rs::Decoder,
    encoding: TextEncoding,
    on_fault: OnFault,
    /// Bytes of the file from `base` on, those before `at` decoded.
    raw: Vec<u8>,
    base: u64,
    at: usize,
    /// The first byte of the file that is still asked for, where any is that was decoded.
    kept: Option<u64>,
    /// Text that waits, from `out_at` to `out_end`.
    out: Vec<u8>,
    out_at: usize,
    out_end: usize,
    /// The bytes that were handed on as they are, without any text behind them yet.
    fault: Vec<u8>,
    /// Where the lines end in the file that were not asked for.
    line_ends: VecDeque<u64>,
    ended: bool,
    finished: bool,
}

const PIECE: usize = 16 << 10;
/// What must be free for more to be decoded, and what is left for bytes that are handed on.
const ROOM: usize = 64;
/// A malformed sequence reaches back no further, in bytes.
const REACH: usize = 8;

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
            base: 0,
            at: 0,
            kept: None,
            out: vec![0; 4 * PIECE],
            out_at: 0,
            out_end: 0,
            fault: Vec::new(),
            line_ends: VecDeque::new(),
            ended: false,
            finished: false,
        }
    }

    /// Keeps the bytes of the file from this one on.
    pub(super) fn keep_from(&mut self, byte: u64) {
        self.kept = Some(byte);
    }

    /// Returns where the next line ends in the file; the end of what was decoded if nothing ends
    /// it.
    pub(super) fn next_line_end(&mut self, ending: LineEnd) -> u64 {
        let end = match ending {
            LineEnd::None => None,
            LineEnd::Short | LineEnd::Long => self.line_ends.pop_front(),
        };
        end.unwrap_or(self.base + self.at as u64)
    }

    /// Returns the bytes of the file from `from` up to `to`, which must be kept.
    pub(super) fn original(&self, from: u64, to: u64) -> &[u8] {
        // What is kept is in memory, so its length is a `usize`.
        let place = |byte: u64| byte.saturating_sub(self.base) as usize;
        self.raw.get(place(from)..place(to)).unwrap_or_default()
    }

    /// Returns how many bytes of the file, from `from` on, have become the next `text` bytes of
    /// text. They must be kept, and begin and end with whole characters.
    pub(super) fn length_of(&self, from: u64, text: usize) -> u64 {
        let raw = self.original(from, self.base + self.at as u64);
        let mut decoder = self.encoding.decoder();
        let mut given = 0;
        let mut out = [0; ROOM];
        for (place, byte) in raw.iter().enumerate() {
            if given >= text {
                return place as u64;
            }
            let mut rest = std::slice::from_ref(byte);
            loop {
                let (result, read, written) =
                    decoder.decode_to_utf8_without_replacement(rest, &mut out, false);
                given += written;
                rest = rest.get(read..).unwrap_or_default();
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::Malformed(bad, _) => given += usize::from(bad),
                    DecoderResult::OutputFull => {}
                }
            }
        }
        raw.len() as u64
    }

    /// Reads a piece more of the file.
    fn pull(&mut self) -> io::Result<()> {
        let before = (self.base + self.at as u64).saturating_sub(REACH as u64);
        let needed = self.kept.map_or(before, |kept| kept.min(before));
        // Less than the length of what is in memory.
        let past = (needed.saturating_sub(self.base) as usize).min(self.at);
        self.raw.drain(..past);
        self.base += past as u64;
        self.at -= past;
        let filled = self.raw.len();
        self.raw.resize(filled + PIECE, 0);
        let read = self.source.read(&mut self.raw[filled..]);
        self.raw
            .truncate(filled + read.as_ref().map_or(0, |read| *read));
        self.ended = read? == 0;
        Ok(())
    }

    fn more(&mut self) -> io::Result<()> {
        (self.out_at, self.out_end) = (0, 0);
        if self.at == self.raw.len() && !self.ended {
            self.pull()?;
        }
        while self.out_end + 2 * ROOM < self.out.len() {
            let rest = &self.raw[self.at..];
            let closes = self.encoding.first_line(rest, self.base + self.at as u64);
            let end = closes.unwrap_or(rest.len());
            let last = self.ended && closes.is_none();
            let room = self.out.len() - ROOM;
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &rest[..end],
                &mut self.out[self.out_end..room],
                last,
            );
            self.at += read;
            self.out_end += written;
            if written > 0 {
                self.fault.clear();
            }
            match result {
                DecoderResult::InputEmpty if closes.is_some() => {
                    self.line_ends.push_back(self.base + self.at as u64);
                }
                DecoderResult::InputEmpty => {
                    self.finished = last;
                    return Ok(());
                }
                DecoderResult::OutputFull => return Ok(()),
                DecoderResult::Malformed(bad, after) => self.take_fault(bad, after)?,
            }
        }
        Ok(())
    }

    /// Takes a sequence of bytes that is no text, behind which `after` bytes were read.
    fn take_fault(&mut self, bad: u8, after: u8) -> io::Result<()> {
        let end = self.at.saturating_sub(usize::from(after));
        let behind = self.raw.get(end..self.at).unwrap_or_default();
        if let Some(line_feed) = memchr::memchr(b'\n', behind).filter(|_| self.encoding.unit() == 1)
        {
            // It is text all the same, and is handed on with what comes next.
            let ends = self.base + (end + line_feed) as u64 + 1;
            self.line_ends.push_back(ends);
        }
        let from = end.saturating_sub(usize::from(bad));
        let bytes = self.raw.get(from..end).unwrap_or_default();
        let handed = match self.on_fault {
            OnFault::Replace => "\u{fffd}".as_bytes(),
            OnFault::HandOn => {
                self.fault.extend(bytes);
                let no_text = self
                    .fault
                    .utf8_chunks()
                    .all(|chunk| chunk.valid().is_empty());
                if self.encoding.unit() > 1 || !no_text {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!(
                            "it is not text in {} at byte {}; another encoding was meant, or the \
                             file is damaged",
                            self.encoding,
                            self.base + from as u64
                        ),
                    ));
                }
                bytes
            }
        };
        let to = self.out_end + handed.len();
        self.out[self.out_end..to].copy_from_slice(handed);
        self.out_end = to;
        Ok(())
    }
}

impl Read for Decoding<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.out_at == self.out_end {
            if self.finished {
                return Ok(0);
            }
            self.more()?;
        }
        let n = into.len().min(self.out_end - self.out_at);
        into[..n].copy_from_slice(&self.out[self.out_at..self.out_at + n]);
        self.out_at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], encoding: TextEncoding, on_fault: OnFault) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let mut decoding = Decoding::new(Box::new(bytes), encoding, on_fault);
        decoding.read_to_end(&mut text).map(|_| text)
    }

    #[test]
    fn every_text_comes_back_however_it_is_read() {
        let text = "a\u{feff}é😀\n".repeat(9000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for on_fault in [OnFault::HandOn, OnFault::Replace] {
            let read = read(&bytes, TextEncoding::UTF_16LE, on_fault).unwrap();
            assert_eq!(read, text.as_bytes());
        }
        let odd = &bytes[..bytes.len() - 1];
        let error = read(odd, TextEncoding::UTF_16LE, OnFault::HandOn).unwrap_err();
        assert!(
            error.to_string().contains("not text in UTF-16LE"),
            "{error}"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_handed_on_unless_they_would_read_as_some() {
        let greek: TextEncoding = "windows-1253".parse().unwrap();
        let text = read(b"a\xe1\xd2b\n", greek, OnFault::HandOn).unwrap();
        assert_eq!(text, b"a\xce\xb1\xd2b\n");
        // In this one DB and A1 stand for nothing; together they are U+06E1 in UTF-8.
        let arabic: TextEncoding = "iso-8859-6".parse().unwrap();
        assert!(read(b"a\xdb b\xa1", arabic, OnFault::HandOn).is_ok());
        let error = read(b"a\xdb\xa1", arabic, OnFault::HandOn).unwrap_err();
        assert!(error.to_string().contains("at byte 2"), "{error}");
    }

    proptest! {
        #[test]
        fn every_line_ends_where_it_ends_in_the_file(
            bytes in proptest::collection::vec(
                prop_oneof![3 => any::<u8>(), 1 => Just(b'\n'), 1 => 0x81..0xFEu8, 1 => Just(b'0')],
                0..300,
            ),
            name in prop::sample::select(vec![
                "gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1255",
                "koi8-u", "utf-16le", "utf-16be",
            ]),
        ) {
            let encoding: TextEncoding = name.parse().unwrap();
            let mut decoding =
                Decoding::new(Box::new(bytes.as_slice()), encoding, OnFault::Replace);
            decoding.keep_from(0);
            let mut text = Vec::new();
            decoding.read_to_end(&mut text).unwrap();
            let known = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let (whole, _) = known.decode_without_bom_handling(&bytes);
            prop_assert_eq!(&text, whole.as_bytes());
            prop_assert_eq!(decoding.original(0, bytes.len() as u64), bytes.as_slice());
            let lines = memchr::memchr_iter(b'\n', &text).count();
            prop_assert_eq!(decoding.line_ends.len(), lines);
            // Each line decodes to the same text on its own.
            let mut from = 0;
            for (line, end) in text.split_inclusive(|byte| *byte == b'\n').zip(
                decoding.line_ends.iter().copied().chain([bytes.len() as u64]),
            ) {
                let own = read(decoding.original(from, end), encoding, OnFault::Replace).unwrap();
                prop_assert_eq!(own, line);
                from = end;
            }
        }
    }
}
