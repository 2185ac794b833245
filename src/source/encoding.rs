//! How the text of an export is encoded, where a person says that it is not UTF-8.

use std::fmt;
use std::str::FromStr;

/// An encoding that a person can state: UTF-8, UTF-16, or one with a byte a character.
///
/// Of these, and of no others, the bytes of a text can be counted from the text alone, so that
/// every place and every sum stays one of the file as it was received.
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

    /// Returns how many bytes a text, given in UTF-8, has in this encoding.
    pub fn bytes_of(self, text: &[u8]) -> u64 {
        if self == TextEncoding::UTF_8 {
            return text.len() as u64;
        }
        let begins = |byte: &&u8| **byte & 0xC0 != 0x80;
        let characters = text.iter().filter(begins).count() as u64;
        if self.0.is_single_byte() {
            return characters;
        }
        let pairs = text.iter().filter(|byte| **byte >= 0xF0).count() as u64;
        2 * (characters + pairs)
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
        let utf16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
        known
            .filter(|&known| {
                known == encoding_rs::UTF_8
                    || utf16.contains(&known)
                    || (known.is_single_byte() && known != encoding_rs::X_USER_DEFINED)
            })
            .map(TextEncoding)
            .ok_or_else(|| {
                "an encoding is utf-8, utf-16le, utf-16be, or one with a byte a character, such \
                 as windows-1252 or iso-8859-15"
                    .to_owned()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_text_are_counted_as_they_were_in_the_file() {
        let text = "a é € 😀";
        for (name, bytes) in [("utf-8", 13), ("utf-16", 16), ("UTF-16BE", 16)] {
            let encoding: TextEncoding = name.parse().unwrap();
            assert_eq!(encoding.bytes_of(text.as_bytes()), bytes, "{name}");
        }
        let windows: TextEncoding = "cp1252".parse().unwrap();
        assert_eq!(windows.name(), "windows-1252");
        assert_eq!(windows.bytes_of("a é €".as_bytes()), 5);
        for other in [
            "gbk",
            "shift_jis",
            "iso-2022-jp",
            "x-user-defined",
            "latin-0",
        ] {
            assert!(other.parse::<TextEncoding>().is_err(), "{other}");
        }
    }
}
