//! Writes XML in the form of Exclusive Canonical XML: attributes sorted, no empty-element tags,
//! one default namespace declared by whoever opens the element.

use std::io::{self, Write};

use super::characters::{write_attribute, write_text};

/// A writer of elements. It keeps no state of its own: what is written is what was asked for.
pub struct Writer<W> {
    to: W,
}

impl<W: Write> Writer<W> {
    /// Returns a writer to `to`.
    pub fn new(to: W) -> Writer<W> {
        Writer { to }
    }

    /// Returns what is written to.
    pub fn into_inner(self) -> W {
        self.to
    }

    /// Writes the declaration with which every file of ours begins, at byte 0.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn declaration(&mut self) -> io::Result<()> {
        self.to
            .write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Writes a start tag; the attributes are sorted here.
    ///
    /// # Errors
    /// When the writer below fails, or a value holds what no attribute can.
    pub fn open(&mut self, element: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.to.write_all(b"<")?;
        self.to.write_all(element.as_bytes())?;
        let mut sorted = attributes.to_vec();
        // A namespace declaration comes before every attribute (Canonical XML 1.0, 4.8).
        sorted.sort_by_key(|&(name, _)| (name != "xmlns", name));
        for (name, value) in sorted {
            self.to.write_all(b" ")?;
            self.to.write_all(name.as_bytes())?;
            self.to.write_all(b"=\"")?;
            write_attribute(&mut self.to, value)?;
            self.to.write_all(b"\"")?;
        }
        self.to.write_all(b">")
    }

    /// Writes an end tag.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn close(&mut self, element: &str) -> io::Result<()> {
        self.to.write_all(b"</")?;
        self.to.write_all(element.as_bytes())?;
        self.to.write_all(b">")
    }

    /// Writes any bytes as text.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn text(&mut self, bytes: &[u8]) -> io::Result<()> {
        write_text(&mut self.to, bytes)
    }

    /// Writes bytes that are XML already.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn raw(&mut self, xml: &[u8]) -> io::Result<()> {
        self.to.write_all(xml)
    }

    /// Writes white space between elements: a line end and `depth` steps in.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn line(&mut self, depth: usize) -> io::Result<()> {
        self.to.write_all(b"\n")?;
        (0..depth).try_for_each(|_| self.to.write_all(b"  "))
    }

    /// Writes an element with nothing but text in it.
    ///
    /// # Errors
    /// As [`open`](Writer::open).
    pub fn leaf(
        &mut self,
        element: &str,
        attributes: &[(&str, &str)],
        text: &[u8],
    ) -> io::Result<()> {
        self.open(element, attributes)?;
        self.text(text)?;
        self.close(element)
    }
}
