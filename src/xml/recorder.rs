//! Keeps the bytes of a file while they are read, for digests of exactly what is written.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

/// Keeps the bytes that pass, from a point that can be moved on, and counts their lines.
pub(super) struct Recorder<R> {
    inner: R,
    kept: Vec<u8>,
    kept_from: u64,
    /// The lines of so many kept bytes, and of all that are forgotten, are counted.
    counted: Cell<usize>,
    lines: Cell<u64>,
}

impl<R: BufRead> Recorder<R> {
    /// Returns a recorder that has kept nothing.
    pub fn new(inner: R) -> Recorder<R> {
        Recorder {
            inner,
            kept: Vec::new(),
            kept_from: 0,
            counted: Cell::new(0),
            lines: Cell::new(0),
        }
    }

    /// Tells whether the bytes that are kept start so.
    pub fn starts_with(&self, start: &[u8]) -> bool {
        self.kept.starts_with(start)
    }

    /// Returns how many line ends have passed. They are counted when somebody asks: many short
    /// pieces at once take less time than one by one.
    pub fn line_ends(&self) -> u64 {
        let new = self.kept.get(self.counted.get()..).unwrap_or_default();
        let lines = self.lines.get() + memchr::memchr_iter(b'\n', new).count() as u64;
        self.lines.set(lines);
        self.counted.set(self.kept.len());
        lines
    }

    /// Forgets the bytes before `from`.
    pub fn forget_before(&mut self, from: u64) {
        self.line_ends();
        let behind = usize::try_from(from.saturating_sub(self.kept_from)).unwrap_or(usize::MAX);
        self.kept.drain(..behind.min(self.kept.len()));
        self.kept_from = self.kept_from.max(from);
        self.counted.set(self.kept.len());
    }

    /// Returns the bytes from `from` to `to`, as far as they are kept.
    pub fn written(&self, from: u64, to: u64) -> &[u8] {
        let at = |byte: u64| usize::try_from(byte.saturating_sub(self.kept_from)).ok();
        at(from)
            .zip(at(to))
            .and_then(|(from, to)| self.kept.get(from..to))
            .unwrap_or_default()
    }
}

impl<R: BufRead> Read for Recorder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(into.len());
        into[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Recorder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        if let Ok(available) = self.inner.fill_buf() {
            let passed = available.get(..length).unwrap_or(available);
            self.kept.extend_from_slice(passed);
        }
        self.inner.consume(length);
    }
}
