//! The lines of a chat file as text, whatever its encoding: for whoever looks for words where no
//! message is.

use std::io::{self, Read};

use super::TextEncoding;

/// How much is read at a time, in bytes.
const PIECE: usize = 64 << 10;

/// Reads lines one after another.
pub struct TextLines<R> {
    from: R,
    encoding: TextEncoding,
    /// The longest line that is given in one, in bytes.
    most: usize,
    buffer: Vec<u8>,
    /// Where in the buffer the next line begins.
    next: usize,
    /// Where in the file the buffer begins.
    base: u64,
    ended: bool,
}

impl<R: Read> TextLines<R> {
    /// Returns the lines of a file in an encoding. A line of more than `most` bytes is given in
    /// pieces.
    pub fn new(from: R, encoding: TextEncoding, most: usize) -> TextLines<R> {
        TextLines {
            from,
            encoding,
            // A piece never parts the two bytes of a unit.
            most: most.next_multiple_of(2),
            buffer: Vec::new(),
            next: 0,
            base: 0,
            ended: false,
        }
    }

    /// Returns the next line with its end: how many bytes it has in the file, and its text, in
    /// which U+FFFD stands for what is none. Nothing at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn line(&mut self) -> io::Result<Option<(u64, String)>> {
        let length = loop {
            let rest = self.buffer.get(self.next..).unwrap_or_default();
            let at = self.base + self.next as u64;
            match self.encoding.first_line(rest, at) {
                Some(end) => break end.min(self.most),
                None if rest.len() >= self.most => break self.most,
                None if self.ended && rest.is_empty() => return Ok(None),
                None if self.ended => break rest.len(),
                None => self.fill()?,
            }
        };
        let line = self.buffer.get(self.next..self.next + length);
        let text = self.encoding.text_of(line.unwrap_or_default());
        self.next += length;
        Ok(Some((length as u64, text)))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.next);
        self.base += self.next as u64;
        self.next = 0;
        let mut piece = self.from.by_ref().take(PIECE as u64);
        self.ended = piece.read_to_end(&mut self.buffer)? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], encoding: &str, most: usize) -> Vec<(u64, String)> {
        let mut lines = TextLines::new(bytes, encoding.parse().unwrap(), most);
        std::iter::from_fn(|| lines.line().unwrap()).collect()
    }

    #[test]
    fn lines_are_text_in_every_encoding_and_their_bytes_add_up() {
        let text = "one\r\nçà\n\n€ 5\u{a0a} end";
        for (encoding, bytes) in [
            ("utf-8", text.as_bytes().to_vec()),
            (
                "utf-16le",
                text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            ),
            (
                "utf-16be",
                text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            ),
        ] {
            let found = lines(&bytes, encoding, 1 << 20);
            let sum: u64 = found.iter().map(|(length, _)| length).sum();
            assert_eq!(sum, bytes.len() as u64, "{encoding}");
            let found: Vec<_> = found.into_iter().map(|(_, text)| text).collect();
            assert_eq!(
                found,
                ["one\r\n", "çà\n", "\n", "€ 5\u{a0a} end"],
                "{encoding}"
            );
        }
        assert_eq!(lines(b"\xb0\xa1\n", "euc-kr", 9)[0].1, "가\n");
        let long = "x".repeat(3 * PIECE + 1);
        let found = lines(long.as_bytes(), "utf-8", PIECE);
        assert_eq!(
            found.iter().map(|(length, _)| *length).sum::<u64>(),
            long.len() as u64
        );
        assert_eq!(found.len(), 4);
    }
}
