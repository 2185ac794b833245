//! Reads a table of any length in little memory: no row of it may be long.

use std::io::{self, Read};

/// The most bytes of a row. What consign writes into one is a path, numbers and a published label.
const LIMIT: usize = 64 << 10;

/// Hands over the bytes of a CSV, and breaks off where a row is longer than any that is right: a
/// reader of CSV holds a row as a whole, and somebody could write one that fills the memory.
pub struct ShortRows<R> {
    from: R,
    length: usize,
    quoted: Quoted,
}

/// Whether a byte stands inside quotes, where a line end does not end the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoted {
    Yes,
    No,
}

impl<R: Read> ShortRows<R> {
    pub fn new(from: R) -> ShortRows<R> {
        ShortRows {
            from,
            length: 0,
            quoted: Quoted::No,
        }
    }

    /// Measures the rows in these bytes.
    fn measure(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut begin = 0;
        for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
            self.quoted = match (bytes[at], self.quoted) {
                (b'"', Quoted::No) => Quoted::Yes,
                (b'"', Quoted::Yes) => Quoted::No,
                (_, Quoted::Yes) => continue,
                (_, Quoted::No) => {
                    self.grow(at - begin)?;
                    self.length = 0;
                    begin = at + 1;
                    Quoted::No
                }
            };
        }
        self.grow(bytes.len() - begin)
    }

    fn grow(&mut self, by: usize) -> io::Result<()> {
        self.length += by;
        if self.length <= LIMIT {
            return Ok(());
        }
        let why = format!("a row of it has more than {LIMIT} bytes");
        Err(io::Error::new(io::ErrorKind::InvalidData, why))
    }
}

impl<R: Read> Read for ShortRows<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.measure(&to[..read])?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a few bytes at a time.
    fn read(csv: &[u8], step: usize) -> io::Result<Vec<u8>> {
        let mut rows = ShortRows::new(csv);
        let (mut all, mut some) = (Vec::new(), vec![0; step]);
        loop {
            match rows.read(&mut some)? {
                0 => return Ok(all),
                read => all.extend(&some[..read]),
            }
        }
    }

    #[test]
    fn many_rows_pass_and_one_long_one_does_not() {
        let many = "a,\"b\"\"\n,c\"\n".repeat(20_000);
        let long = "x".repeat(LIMIT);
        let lines = format!("a\n\"{}\"\n", "y\n".repeat(LIMIT));
        for step in [7, 4_096, 1 << 20] {
            assert_eq!(read(many.as_bytes(), step).unwrap(), many.as_bytes());
            assert!(read(format!("a\n{long}\nb\n").as_bytes(), step).is_ok());
            assert!(read(format!("a\n{long}y\n").as_bytes(), step).is_err());
            assert!(read(lines.as_bytes(), step).is_err());
        }
    }
}
