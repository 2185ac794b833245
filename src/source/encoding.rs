//! How the text of an export is encoded, where a person says that it is not UTF-8.

use std::fmt;
use std::str::FromStr;

/// An encoding that a person can state: those of the Encoding Standard in which a line can be read
/// without the one before it.
///
/// In all of them a line ends with the same byte or bytes, and in none with those of another
/// character, so that every place and every sum stays one of the file as it was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static encoding_rs::Encoding);

impl TextEncoding {
    /// UTF-8, as the app writes it.
    pub const UTF_8: TextEncoding = TextEncoding(encoding_rs::UTF_8);
    /// UTF-16 with the low byte first.
    pub const UTF_16LE: TextEncoding = TextEncoding(encoding_rs::UTF_16LE);
    /// UTF-16 with the high byte first.
    pub const UTF_16BE: TextEncoding = TextEncoding(encoding_rs::UTF_16BE);

    /// Returns its name in the Encoding Standard: `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns one of the standard's encodings, if a person can state it.
    pub(crate) fn of(known: &'static encoding_rs::Encoding) -> Option<TextEncoding> {
        // In ISO-2022-JP a line may depend on the one before it; the other two are no encodings
        // of a text.
        let no = [
            encoding_rs::ISO_2022_JP,
            encoding_rs::REPLACEMENT,
            encoding_rs::X_USER_DEFINED,
        ];
        (!no.contains(&known)).then_some(TextEncoding(known))
    }

    /// Returns how many bytes a line feed has, and a carriage return.
    pub(crate) fn unit(self) -> u64 {
        let wide = [TextEncoding::UTF_16LE, TextEncoding::UTF_16BE];
        if wide.contains(&self) { 2 } else { 1 }
    }

    /// Returns how many bytes there are up to the first line feed and with it, where the first byte
    /// stands at `at` in the file.
    pub(crate) fn first_line(self, bytes: &[u8], at: u64) -> Option<usize> {
        if self.unit() == 1 {
            return memchr::memchr(b'\n', bytes).map(|place| place + 1);
        }
        let line_feed: [u8; 2] = match self == TextEncoding::UTF_16LE {
            true => *b"\n\0",
            false => *b"\0\n",
        };
        let odd = (at % 2) as usize;
        let mut pairs = bytes.get(odd..)?.chunks_exact(2);
        let place = pairs.position(|pair| pair == line_feed)?;
        Some(odd + 2 * place + 2)
    }

    /// Returns bytes as text; U+FFFD stands for what is none.
    pub(crate) fn text_of(self, bytes: &[u8]) -> String {
        let (text, _) = self.0.decode_without_bom_handling(bytes);
        text.into_owned()
    }

    /// Returns a decoder that takes a byte order mark for what it is: a character of the text.
    pub(crate) fn decoder(self) -> encoding_rs::Decoder {
        self.0.new_decoder_without_bom_handling()
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TextEncoding {
    type Err = String;

    fn from_str(text: &str) -> Result<TextEncoding, String> {
        let known = encoding_rs::Encoding::for_label(text.as_bytes());
        known.and_then(TextEncoding::of).ok_or_else(|| {
            "an encoding is named as browsers name it: utf-8, utf-16le, utf-16be, windows-1252, \
             iso-8859-15, koi8-r, gb18030, gbk, big5, shift_jis, euc-jp, euc-kr and the like \
             (iso-2022-jp is not read)"
                .to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_the_standard_is_known_that_has_lines() {
        for (label, name) in [
            ("cp1252", "windows-1252"),
            ("latin1", "windows-1252"),
            ("gb2312", "GBK"),
            ("gb18030", "gb18030"),
            ("big5", "Big5"),
            ("sjis", "Shift_JIS"),
            ("euc-jp", "EUC-JP"),
            ("ks_c_5601-1987", "EUC-KR"),
            ("koi8-r", "KOI8-R"),
            ("UTF-16", "UTF-16LE"),
        ] {
            let encoding: TextEncoding = label.parse().unwrap();
            assert_eq!(encoding.name(), name, "{label}");
        }
        for other in ["iso-2022-jp", "x-user-defined", "replacement", "latin-0"] {
            assert!(other.parse::<TextEncoding>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_line_ends_where_its_encoding_says() {
        let first = |encoding: TextEncoding, bytes: &[u8], at| encoding.first_line(bytes, at);
        assert_eq!(first(TextEncoding::UTF_8, b"ab\nc", 0), Some(3));
        assert_eq!(first(TextEncoding::UTF_16LE, b"a\0\n\0c\0", 0), Some(4));
        assert_eq!(first(TextEncoding::UTF_16BE, b"\0a\0\n\0c", 0), Some(4));
        // U+0A00 after U+xx0A: the bytes of a line feed, and none.
        assert_eq!(first(TextEncoding::UTF_16LE, b"\x01\n\0\n", 0), None);
        assert_eq!(first(TextEncoding::UTF_16LE, b"\x01\n\0\n\0", 1), Some(3));
    }
}
