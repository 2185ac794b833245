//! Hash the bytes that pass: one read, one write, the digests of exactly what was stored.

use std::io::{self, Write};

use sha2::Digest as _;

use super::{Fixity, Sha256Digest, Sha512Digest};

/// All digests of one stream of bytes at once.
#[derive(Default, Clone)]
pub struct Hasher {
    size: u64,
    crc32: crc32fast::Hasher,
    sha256: sha2::Sha256,
    sha512: sha2::Sha512,
}

impl Hasher {
    /// Returns a hasher that has seen nothing.
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Takes in the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.crc32.update(bytes);
        self.sha256.update(bytes);
        self.sha512.update(bytes);
    }

    /// Returns the size and digests of all that was taken in.
    pub fn finish(self) -> Fixity {
        Fixity {
            size: self.size,
            crc32: self.crc32.finalize(),
            sha256: Sha256Digest(self.sha256.finalize().into()),
            sha512: Sha512Digest(self.sha512.finalize().into()),
        }
    }
}

/// A writer that hashes what it passes on.
pub struct HashingWriter<W> {
    to: W,
    hasher: Hasher,
}

impl<W: Write> HashingWriter<W> {
    /// Returns a writer that passes everything on to `to`.
    pub fn new(to: W) -> HashingWriter<W> {
        HashingWriter {
            to,
            hasher: Hasher::new(),
        }
    }

    /// Returns the writer below and the fixity of what passed.
    pub fn finish(self) -> (W, Fixity) {
        (self.to, self.hasher.finish())
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
