//! A line of a file, kept to be shown to a person.

use super::dialect::Dialect;
use super::feed::Line;
use super::form::Shape;
use super::header::{Header, Look, look};

/// How much of a line is kept to be shown, in characters.
const SHOWN: usize = 120;

/// How much of a line is shown that may be a date and a time, in bytes.
const HEAD: usize = 64;

/// A line that speaks for others, kept to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sample {
    /// Its number, counted from 1.
    pub(super) line: u64,
    /// Its first byte in the file.
    pub(super) byte: u64,
    /// Its beginning.
    pub(super) text: String,
}

impl Sample {
    /// Returns the beginning of a line.
    pub(super) fn of(line: Line, text: &[u8]) -> Sample {
        let start = &text[..text.len().min(4 * SHOWN)];
        let text = String::from_utf8_lossy(start).chars().take(SHOWN).collect();
        Sample {
            line: line.number,
            byte: line.start,
            text,
        }
    }

    /// Returns its header, which it has if it was counted as one.
    pub(super) fn header(&self) -> Option<Header> {
        match look(self.text.as_bytes(), &Dialect::default().worded()) {
            Look::Header(header) => Some(header),
            _ => None,
        }
    }

    /// Returns the date and time of its header, or its beginning where it has none.
    pub(super) fn written(&self) -> String {
        let written = self
            .header()
            .and_then(|h| self.text.get(h.written_from..h.written_to));
        written.unwrap_or(&self.text).to_owned()
    }

    /// Returns its beginning, as far as a date and a time may reach: what follows is somebody's.
    pub(super) fn head(&self) -> &str {
        let closed = ["]", " - ", " – "].iter().filter_map(|close| {
            let at = self.text.find(close)?;
            Some(at + usize::from(*close == "]"))
        });
        let end = closed.min().unwrap_or(self.text.len());
        let end = self.text.floor_char_boundary(end.min(HEAD));
        self.text.get(..end).unwrap_or_default()
    }

    /// Returns the date of its header, or date and time where the time stands first.
    pub(super) fn date(&self, header: &Header) -> String {
        let written = self.written();
        if header.form.shape != Shape::PLAIN {
            return written;
        }
        let end = written.find([',', ' ', '،', '\u{a0}', '\u{202f}']);
        written
            .get(..end.unwrap_or(written.len()))
            .unwrap_or_default()
            .to_owned()
    }
}
