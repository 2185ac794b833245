//! The lines of a file, read in pieces: whatever its size, no more than one message is held.

use std::io::Read;

use super::decoding::{Decoding, OnFault};
use crate::place::Place;
use crate::source::{ReadError, TextEncoding};

/// The size of a message above which a file is refused, in bytes.
pub(super) const MESSAGE_LIMIT: u64 = 16 << 20;

/// How much is read at a time, in bytes.
const PIECE: usize = 256 << 10;

/// What ends a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Nothing: it is the end of the file.
    #[default]
    None,
    /// LF alone.
    Short,
    /// CR LF.
    Long,
}

/// One line of a file. All positions are bytes of the file, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// Its first byte.
    pub(super) start: u64,
    /// The first byte of its line end.
    pub(super) text_end: u64,
    /// The first byte of the next line.
    pub(super) end: u64,
    /// What ends it.
    pub(super) ending: LineEnd,
}

impl Line {
    /// Tells whether there is nothing on it.
    pub(super) fn is_empty(self) -> bool {
        self.start == self.text_end
    }
}

/// Where a byte stands: in the file, and in the text that is decoded from it.
#[derive(Debug, Clone, Copy, Default)]
struct Both {
    file: u64,
    text: u64,
}

/// The places of a file in another encoding that can be asked for: they are those of the file as
/// it was received, and what is held is the decoded text.
#[derive(Debug)]
struct Places {
    /// How many bytes a line feed has in the file.
    unit: u64,
    /// Where the next line begins in the file.
    next: u64,
    /// Where what is kept begins, and the bounds of the last two lines.
    known: [Both; 7],
}

impl Places {
    /// Takes the next line, which ends in the file at `end`, and its bounds in the text: its start,
    /// its line end, the next start.
    fn line(&mut self, text: [u64; 3], end: u64) -> [u64; 3] {
        let line_end = (text[2] - text[1]) * self.unit;
        let file = [self.next, end.saturating_sub(line_end), end];
        self.next = end;
        self.known.copy_within(4..7, 1);
        for (place, (file, text)) in file.into_iter().zip(text).enumerate() {
            self.known[4 + place] = Both { file, text };
        }
        file
    }

    fn keep(&mut self, file: u64) {
        self.known[0] = Both {
            file,
            text: self.text(file),
        };
    }

    fn text(&self, file: u64) -> u64 {
        let known = self.known.iter().rev().find(|known| known.file == file);
        known.map_or(self.known[0].text, |known| known.text)
    }
}

/// What a feed reads from.
enum Source<'r> {
    /// The file, in UTF-8.
    Plain(Box<dyn Read + Send + 'r>),
    /// The file in another encoding, and its places.
    Decoded(Box<Decoding<'r>>, Places),
}

/// Reads a file line by line, and keeps what it is told to keep in one piece.
pub(super) struct Feed<'r> {
    name: String,
    source: Source<'r>,
    buffer: Vec<u8>,
    /// How many bytes of the buffer are filled.
    filled: usize,
    /// The first byte of the buffer that is still needed.
    kept: usize,
    /// The first byte of the next line.
    next: usize,
    /// Where in the file the buffer begins.
    base: u64,
    lines: u64,
    /// The number of the line on which what is kept begins.
    kept_line: u64,
    ended: bool,
}

impl<'r> Feed<'r> {
    /// Returns the lines of `source`; `name` is for messages.
    pub(super) fn new(name: &str, source: Box<dyn Read + Send + 'r>) -> Feed<'r> {
        Feed {
            name: name.to_owned(),
            source: Source::Plain(source),
            buffer: vec![0; PIECE],
            filled: 0,
            kept: 0,
            next: 0,
            base: 0,
            lines: 0,
            kept_line: 1,
            ended: false,
        }
    }

    /// Returns the lines of `source`, which a person says is in `encoding`. All places stay those
    /// of the file; what is given out is its text in UTF-8.
    pub(super) fn stated(
        name: &str,
        source: Box<dyn Read + Send + 'r>,
        encoding: TextEncoding,
    ) -> Feed<'r> {
        if encoding == TextEncoding::UTF_8 {
            return Feed::new(name, source);
        }
        let mut feed = Feed::new(name, Box::new(std::io::empty()));
        let mut decoding = Decoding::new(source, encoding, OnFault::HandOn);
        decoding.keep_from(0);
        let places = Places {
            unit: encoding.unit(),
            next: 0,
            known: Default::default(),
        };
        feed.source = Source::Decoded(Box::new(decoding), places);
        feed
    }

    /// Returns the places in the file, where its text is decoded.
    fn places(&self) -> Option<&Places> {
        match &self.source {
            Source::Plain(_) => None,
            Source::Decoded(_, places) => Some(places),
        }
    }

    /// Returns how many bytes were read so far.
    pub(super) fn read_so_far(&self) -> u64 {
        match self.places() {
            None => self.base + self.filled as u64,
            Some(places) => places.next,
        }
    }

    /// Tells whether the whole file has been read.
    pub(super) fn is_whole(&self) -> bool {
        self.ended
    }

    /// Passes over the first `n` bytes of the text, which must have been looked at, and returns
    /// how many bytes of the file they are.
    pub(super) fn pass(&mut self, n: usize) -> u64 {
        let file = match &mut self.source {
            Source::Plain(_) => n as u64,
            Source::Decoded(decoding, places) => {
                let file = decoding.length_of(places.next, n);
                places.next += file;
                file
            }
        };
        self.next += n;
        self.kept = self.next;
        file
    }

    /// Returns the first bytes of the file, at most a piece of it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn start(&mut self) -> Result<&[u8], ReadError> {
        while !self.ended && self.filled < self.buffer.len() {
            self.fill()?;
        }
        Ok(&self.buffer[..self.filled])
    }

    /// Keeps everything from `line` on, and lets go what is before it.
    pub(super) fn keep_from(&mut self, line: Line) {
        if let Source::Decoded(decoding, places) = &mut self.source {
            decoding.keep_from(line.start);
            places.keep(line.start);
        }
        self.kept = self.position(line.start);
        self.kept_line = line.number;
    }

    /// Lets go everything before the line that comes next.
    pub(super) fn let_go(&mut self) {
        if let Source::Decoded(decoding, places) = &mut self.source {
            decoding.keep_from(places.next);
        }
        self.kept = self.next;
        self.kept_line = self.lines + 1;
    }

    /// Returns the bytes from `from` up to `to`, which must be kept or in the line given out last.
    pub(super) fn bytes(&self, from: u64, to: u64) -> &[u8] {
        &self.buffer[self.position(from)..self.position(to)]
    }

    /// Returns the same bytes as they stand in the file.
    pub(super) fn original(&self, from: u64, to: u64) -> &[u8] {
        match &self.source {
            Source::Plain(_) => self.bytes(from, to),
            Source::Decoded(decoding, _) => decoding.original(from, to),
        }
    }

    /// Returns how many bytes of the file, from `from` on, are the next `text` bytes of text.
    pub(super) fn length_of(&self, from: u64, text: usize) -> u64 {
        match &self.source {
            Source::Plain(_) => text as u64,
            Source::Decoded(decoding, _) => decoding.length_of(from, text),
        }
    }

    fn position(&self, offset: u64) -> usize {
        let offset = match self.places() {
            None => offset,
            Some(places) => places.text(offset),
        };
        // What is kept is never longer than the buffer, whose length is a `usize`.
        (offset - self.base) as usize
    }

    /// Returns the next line, or nothing at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read, or what is kept passes [`MESSAGE_LIMIT`].
    pub(super) fn line(&mut self) -> Result<Option<Line>, ReadError> {
        let mut searched = self.next;
        let end = loop {
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[searched..self.filled]) {
                break searched + at + 1;
            }
            if self.ended {
                if self.next == self.filled {
                    return Ok(None);
                }
                break self.filled;
            }
            let pending = self.filled - self.next;
            self.make_room()?;
            self.fill()?;
            searched = self.next + pending;
        };
        let start = self.next;
        let (text_end, ending) = match &self.buffer[start..end] {
            [.., b'\r', b'\n'] => (end - 2, LineEnd::Long),
            [.., b'\n'] => (end - 1, LineEnd::Short),
            _ => (end, LineEnd::None),
        };
        self.next = end;
        self.lines += 1;
        let bounds = [start, text_end, end].map(|at| self.base + at as u64);
        let [start, text_end, end] = match &mut self.source {
            Source::Plain(_) => bounds,
            Source::Decoded(decoding, places) => {
                let end = decoding.next_line_end(ending);
                places.line(bounds, end)
            }
        };
        Ok(Some(Line {
            number: self.lines,
            start,
            text_end,
            end,
            ending,
        }))
    }

    fn make_room(&mut self) -> Result<(), ReadError> {
        if self.filled < self.buffer.len() {
            return Ok(());
        }
        if self.kept > 0 {
            self.buffer.copy_within(self.kept..self.filled, 0);
            self.base += self.kept as u64;
            self.filled -= self.kept;
            self.next -= self.kept;
            self.kept = 0;
        }
        if self.filled as u64 > MESSAGE_LIMIT {
            let kept = self.places().map_or(self.base, |p| p.known[0].file);
            return Err(self.too_long(kept, self.kept_line));
        }
        if self.filled > self.buffer.len() / 2 {
            let longer = (self.buffer.len() * 2).min(MESSAGE_LIMIT as usize + PIECE);
            self.buffer.resize(longer, 0);
        }
        Ok(())
    }

    /// Returns the error for a message at `offset` and `line` that passes [`MESSAGE_LIMIT`].
    pub(super) fn too_long(&self, offset: u64, line: u64) -> ReadError {
        ReadError::Limit {
            at: Place::line(&self.name, line).at_byte(offset),
            limit: "the message that begins here is longer than 16 MiB, which no chat app \
                    writes; look at the file, and export the chat again"
                .to_owned(),
        }
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        loop {
            let into = &mut self.buffer[self.filled..];
            let read = match &mut self.source {
                Source::Plain(source) => source.read(into),
                Source::Decoded(source, _) => source.read(into),
            };
            match read {
                Ok(0) => self.ended = true,
                Ok(n) => self.filled += n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(source) => {
                    let at = Place::file(&self.name).at_byte(self.read_so_far());
                    return Err(ReadError::Io { at, source });
                }
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out a few bytes at a time, as a pipe may.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(into.len()).min(7);
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn lines(bytes: &[u8]) -> Vec<(Vec<u8>, usize)> {
        let mut feed = Feed::new("chat.txt", Box::new(Drops(bytes)));
        let mut lines = Vec::new();
        while let Some(line) = feed.line().unwrap() {
            let text = feed.bytes(line.start, line.text_end).to_vec();
            lines.push((text, (line.end - line.text_end) as usize));
            feed.keep_from(line);
        }
        lines
    }

    #[test]
    fn a_carriage_return_belongs_to_the_line_end_only_before_a_line_feed() {
        let found = lines(b"a\r\nb\rc\n\nd\r");
        let expected: [(&[u8], usize); 4] = [(b"a", 2), (b"b\rc", 1), (b"", 1), (b"d\r", 0)];
        assert_eq!(found.len(), 4);
        for ((text, end), (want, want_end)) in found.iter().zip(expected) {
            assert_eq!((text.as_slice(), *end), (want, want_end));
        }
    }

    #[test]
    fn a_line_longer_than_a_piece_is_given_whole() {
        let mut bytes = vec![b'x'; 3 * PIECE + 5];
        bytes.push(b'\n');
        bytes.extend(b"end");
        let mut feed = Feed::new("chat.txt", Box::new(bytes.as_slice()));
        let first = feed.line().unwrap().unwrap();
        assert_eq!(feed.bytes(first.start, first.text_end).len(), 3 * PIECE + 5);
        let second = feed.line().unwrap().unwrap();
        assert_eq!(feed.bytes(second.start, second.end), b"end");
        assert_eq!(feed.bytes(first.start, second.end), bytes);
    }

    #[test]
    fn a_line_without_an_end_is_refused_at_the_limit() {
        let endless = Box::new(std::io::repeat(b'x'));
        let error = Feed::new("chat.txt", endless).line().unwrap_err();
        assert!(
            error.to_string().starts_with("chat.txt, line 1, byte 0: "),
            "{error}"
        );
    }
}
