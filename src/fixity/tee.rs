//! Hash the bytes that pass: one read, one write, the digests of exactly what was stored.

use std::io::{self, Read, Write};

use sha2::Digest as _;

use super::{Fixity, Sha256Digest, Sha512Digest};

/// What takes in a stream of bytes and gives what it is known by.
pub trait Digesting: Default {
    /// What the stream is known by.
    type Digests;

    /// Takes in the next bytes of the stream.
    fn update(&mut self, bytes: &[u8]);

    /// Returns what all that was taken in is known by.
    fn finish(self) -> Self::Digests;
}

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

impl Digesting for Hasher {
    type Digests = Fixity;

    fn update(&mut self, bytes: &[u8]) {
        Hasher::update(self, bytes);
    }

    fn finish(self) -> Fixity {
        Hasher::finish(self)
    }
}

/// The size and the SHA-256 of a stream of bytes, where no other digest is wanted.
#[derive(Default, Clone)]
pub struct Sha256Hasher {
    size: u64,
    sha256: sha2::Sha256,
}

impl Digesting for Sha256Hasher {
    type Digests = (u64, Sha256Digest);

    fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.sha256.update(bytes);
    }

    fn finish(self) -> (u64, Sha256Digest) {
        (self.size, Sha256Digest(self.sha256.finalize().into()))
    }
}

/// Reads a stream to its end and returns its size and SHA-256.
///
/// # Errors
/// When the stream fails.
pub fn sha256_of(from: &mut dyn Read) -> io::Result<(u64, Sha256Digest)> {
    let mut hasher = Sha256Hasher::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// A writer that hashes what it passes on. Put a buffer in front of it, not behind: it hashes
/// what it is given, piece by piece.
pub struct HashingWriter<W, D = Hasher> {
    to: W,
    hasher: D,
}

impl<W: Write, D: Digesting> HashingWriter<W, D> {
    /// Returns a writer that passes everything on to `to`.
    pub fn new(to: W) -> HashingWriter<W, D> {
        HashingWriter {
            to,
            hasher: D::default(),
        }
    }

    /// Returns the writer below and the digests of what passed.
    pub fn finish(self) -> (W, D::Digests) {
        (self.to, self.hasher.finish())
    }
}

impl<W: Write, D: Digesting> Write for HashingWriter<W, D> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
