//! The text of a tag file: its encoding and its lines (RFC 8493, 2.3).

use std::borrow::Cow;
use std::fmt;

use super::TagLimits;

/// An encoding of tag files that consign reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, the one that is written.
    #[default]
    Utf8,
    /// UTF-16 in the order of its byte order mark, or big-endian without one (RFC 2781).
    Utf16,
    /// ISO 8859-1.
    Latin1,
}

impl Encoding {
    /// Returns the encoding that IANA gives this name, in either case, or nothing if consign
    /// does not read it.
    pub fn named(name: &str) -> Option<Encoding> {
        match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "US-ASCII" | "ASCII" => Some(Encoding::Utf8),
            "UTF-16" | "UTF-16BE" | "UTF-16LE" => Some(Encoding::Utf16),
            "ISO-8859-1" | "ISO_8859-1" | "LATIN1" => Some(Encoding::Latin1),
            _ => None,
        }
    }
}

/// What can be wrong with the text of any tag file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    /// It starts with a byte order mark, which UTF-8 must not have.
    ByteOrderMark,
    /// A line is not text in the encoding.
    Undecodable,
    /// A line is longer than the limit, in bytes, and was not read.
    LineTooLong(usize),
    /// There are more lines than the limit; the rest was not read.
    TooManyLines(u64),
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextFault::ByteOrderMark => f.write_str("a byte order mark"),
            TextFault::Undecodable => f.write_str("bytes that are not text in the encoding"),
            TextFault::LineTooLong(limit) => write!(f, "a line longer than {limit} bytes"),
            TextFault::TooManyLines(limit) => {
                write!(
                    f,
                    "more than the {limit} lines that the limit leaves for it"
                )
            }
        }
    }
}

/// A line of a tag file.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number, counted from 1.
    pub number: u64,
    /// Its text without the line end, or what cannot be read about it.
    pub text: Result<&'a str, TextFault>,
}

/// A tag file, decoded.
pub struct Text<'a> {
    utf8: Cow<'a, [u8]>,
    /// Whether a byte order mark stood where none may stand; it is no part of the first line.
    pub has_mark: bool,
}

impl<'a> Text<'a> {
    /// Decodes the bytes of a tag file.
    pub fn decode(bytes: &'a [u8], encoding: Encoding) -> Text<'a> {
        match encoding {
            Encoding::Utf8 => {
                let rest = bytes.strip_prefix(b"\xef\xbb\xbf");
                Text {
                    utf8: Cow::Borrowed(rest.unwrap_or(bytes)),
                    has_mark: rest.is_some(),
                }
            }
            Encoding::Utf16 => Text {
                utf8: Cow::Owned(from_utf16(bytes)),
                has_mark: false,
            },
            Encoding::Latin1 => Text {
                utf8: Cow::Owned(
                    bytes
                        .iter()
                        .map(|&byte| char::from(byte))
                        .collect::<String>()
                        .into(),
                ),
                has_mark: false,
            },
        }
    }

    /// Returns the lines, each ended by LF, CR or CRLF, the last one perhaps by nothing. Past the
    /// limit of lines there is one more that says so.
    pub fn lines(&self, limits: TagLimits) -> impl Iterator<Item = Line<'_>> {
        let mut rest: &[u8] = &self.utf8;
        let mut number = 0;
        std::iter::from_fn(move || {
            if rest.is_empty() || number > limits.lines {
                return None;
            }
            number += 1;
            if number > limits.lines {
                let text = Err(TextFault::TooManyLines(limits.lines));
                return Some(Line { number, text });
            }
            let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after
                .strip_prefix(b"\r\n")
                .or_else(|| after.get(1..))
                .unwrap_or_default();
            let text = if line.len() > limits.line {
                Err(TextFault::LineTooLong(limits.line))
            } else {
                str::from_utf8(line).map_err(|_| TextFault::Undecodable)
            };
            Some(Line { number, text })
        })
    }
}

/// An unpaired surrogate becomes a byte that is not UTF-8, so that its line is reported.
fn from_utf16(bytes: &[u8]) -> Vec<u8> {
    let is_little = bytes.starts_with(b"\xff\xfe");
    let bytes = match bytes {
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => rest,
        _ => bytes,
    };
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| match is_little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut utf8 = Vec::new();
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => utf8.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(_) => utf8.push(0xff),
        }
    }
    if odd {
        utf8.push(0xff);
    }
    utf8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], encoding: Encoding) -> Vec<Result<String, TextFault>> {
        let limits = TagLimits {
            line: 8,
            lines: 5,
            ..TagLimits::default()
        };
        let text = Text::decode(bytes, encoding);
        let lines = text.lines(limits).map(|line| line.text.map(str::to_owned));
        lines.collect()
    }

    #[test]
    fn all_three_line_ends_are_read_and_the_last_may_lack_one() {
        let wanted: Vec<_> = ["a", "b", "", "c", "d"].map(|l| Ok(l.to_owned())).into();
        assert_eq!(lines(b"a\nb\r\rc\r\nd", Encoding::Utf8), wanted);
        assert_eq!(lines(b"a\nb\r\rc\r\nd\n", Encoding::Utf8), wanted);
        assert_eq!(lines(b"", Encoding::Utf8), []);
    }

    #[test]
    fn limits_and_undecodable_lines_are_faults_and_reading_goes_on() {
        assert_eq!(
            lines(b"123456789\n\xe9\nc\nd\ne\nf\ng\n", Encoding::Utf8)[..2],
            [Err(TextFault::LineTooLong(8)), Err(TextFault::Undecodable)]
        );
        assert_eq!(
            lines(b"a\nb\nc\nd\ne\nf\ng\n", Encoding::Utf8)[5..],
            [Err(TextFault::TooManyLines(5))]
        );
    }

    #[test]
    fn old_encodings_are_read() {
        assert_eq!(
            lines(b"caf\xe9\n", Encoding::Latin1),
            [Ok("café".to_owned())]
        );
        assert_eq!(
            lines(b"\xff\xfea\0\n\0", Encoding::Utf16),
            [Ok("a".to_owned())]
        );
        assert_eq!(
            lines(b"\0a\0\n\xd8\0", Encoding::Utf16)[1],
            Err(TextFault::Undecodable)
        );
        assert!(Text::decode(b"\xef\xbb\xbfa", Encoding::Utf8).has_mark);
    }
}
