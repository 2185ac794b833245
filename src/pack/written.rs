//! Counts the messages of a package that is published, in its bytes: what E7 is about.

use std::io::Read;
use std::path::Path;

use memchr::memmem::Finder;

use crate::container::{self, OpenError};
use crate::error::IoAt;
use crate::package::Limits;
use crate::package::layout::{self, Role};

/// How every message of a transcript begins; in what people wrote, `<` is always escaped.
const MESSAGE: &[u8] = b"<message ";
/// How many bytes are looked through at a time.
const BUFFER: usize = 1 << 20;

/// Returns how many messages stand in the transcripts of the package at `zip`.
///
/// # Errors
/// When the package cannot be read.
pub fn messages_written(zip: &Path) -> Result<u64, OpenError> {
    let package = container::open_unambiguous(zip, Limits::default().container)?;
    let mut messages = 0;
    for (index, entry) in package.entries().iter().enumerate() {
        // Below the folder of the package and `data/`.
        let below = entry.name.split_once("/data/").map(|(_, below)| below);
        let name = below.and_then(layout::record_name);
        if name.is_some_and(|name| name.role == Role::Transcript) {
            let counted = count(package.open(index)?);
            messages += counted.map_err(IoAt::at("read", zip))?;
        }
    }
    Ok(messages)
}

/// Counts the messages of a transcript, some bytes at a time.
fn count(mut from: impl Read) -> std::io::Result<u64> {
    let finder = Finder::new(MESSAGE);
    let mut buffer = vec![0; BUFFER];
    let (mut filled, mut messages) = (0, 0);
    loop {
        let read = from.read(&mut buffer[filled..])?;
        if read == 0 {
            return Ok(messages);
        }
        filled += read;
        messages += finder.find_iter(&buffer[..filled]).count() as u64;
        // A beginning that is cut by the end of the buffer is whole with what comes next.
        let rest = filled.min(MESSAGE.len() - 1);
        buffer.copy_within(filled - rest..filled, 0);
        filled = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands its bytes over a few at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let n = self.1.min(self.0.len()).min(to.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn each_message_is_counted_once_however_its_bytes_arrive() {
        let text = b"<messages>\n<message n=\"1\"><message</message>\n<message n=\"2\"></message>";
        for step in 1..=text.len() {
            assert_eq!(count(Drops(text, step)).unwrap(), 2, "{step}");
        }
        assert_eq!(count(&b""[..]).unwrap(), 0);
    }
}
