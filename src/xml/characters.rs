//! What XML 1.0 can hold, and how what it cannot hold travels all the same.
//!
//! XML 1.0 has no way at all to write most control characters, U+FFFE and U+FFFF (production 2).
//! They travel as an empty element with the code point, and bytes that are not UTF-8 as one with
//! the byte. Text written by [`write_text`] and read back by [`pieces`](super::pieces()) is the same
//! bytes.

use std::io::{self, Write};

/// The element that stands for a character XML 1.0 cannot hold: `<char code="001B"></char>`.
pub const CHARACTER: &str = "char";
/// The element that stands for a byte that is not UTF-8: `<byte value="FF"></byte>`.
pub const BYTE: &str = "byte";

/// Tells whether XML 1.0 can hold a character (production 2).
pub fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The first byte of U+FFFE and U+FFFF in UTF-8, and of many characters that XML 1.0 can hold.
pub const DOUBTFUL_FROM: u8 = 0xef;

/// Returns the first character of a text that XML 1.0 cannot hold. Nearly every text has none, and
/// its bytes tell that without its characters: what cannot be held is a control character or begins
/// with [`DOUBTFUL_FROM`].
pub fn first_not_xml(text: &str) -> Option<char> {
    let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    // All bytes are looked at, many at a time: that is faster than to stop at the first.
    let look = |is, &byte: &u8| is | is_control(byte) | (byte == DOUBTFUL_FROM);
    if !text.as_bytes().iter().fold(false, look) {
        return None;
    }
    text.chars().find(|&c| !is_xml(c))
}

/// Writes any bytes as the content of an element, in the form of Canonical XML.
///
/// # Errors
/// When `to` fails.
pub fn write_text(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    for chunk in bytes.utf8_chunks() {
        write_characters(to, chunk.valid())?;
        for byte in chunk.invalid() {
            write!(to, "<{BYTE} value=\"{byte:02X}\"></{BYTE}>")?;
        }
    }
    Ok(())
}

fn write_characters(to: &mut impl Write, text: &str) -> io::Result<()> {
    if is_plain(text) {
        return to.write_all(text.as_bytes());
    }
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let reference = match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '\r' => Some("&#xD;"),
            c if is_xml(c) => continue,
            _ => None,
        };
        to.write_all(&text.as_bytes()[plain..at])?;
        plain = at + c.len_utf8();
        match reference {
            Some(reference) => to.write_all(reference.as_bytes())?,
            None => write!(
                to,
                "<{CHARACTER} code=\"{:04X}\"></{CHARACTER}>",
                u32::from(c)
            )?,
        }
    }
    to.write_all(&text.as_bytes()[plain..])
}

/// Tells whether a text is written as it is, as text and as the value of an attribute: none of its
/// bytes could be one that is not.
fn is_plain(text: &str) -> bool {
    let is_special =
        |byte: u8| byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | DOUBTFUL_FROM);
    let look = |is, &byte: &u8| is | is_special(byte);
    !text.as_bytes().iter().fold(false, look)
}

/// Writes the value of an attribute, in the form of Canonical XML.
///
/// # Errors
/// When `to` fails, or the value holds a character that no attribute can.
pub fn write_attribute(to: &mut impl Write, value: &str) -> io::Result<()> {
    if is_plain(value) {
        return to.write_all(value.as_bytes());
    }
    let mut plain = 0;
    for (at, c) in value.char_indices() {
        let reference = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '"' => "&quot;",
            '\t' => "&#x9;",
            '\n' => "&#xA;",
            '\r' => "&#xD;",
            c if is_xml(c) => continue,
            c => {
                let why = format!("an attribute cannot hold U+{:04X}", u32::from(c));
                return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
            }
        };
        to.write_all(&value.as_bytes()[plain..at])?;
        plain = at + c.len_utf8();
        to.write_all(reference.as_bytes())?;
    }
    to.write_all(&value.as_bytes()[plain..])
}

/// Returns the bytes that a [`CHARACTER`] or [`BYTE`] element stands for.
pub fn stands_for(element: &str, attributes: &[(String, String)]) -> Option<Vec<u8>> {
    let value = |name: &str| {
        let value = &attributes.iter().find(|(key, _)| key == name)?.1;
        u32::from_str_radix(value, 16).ok()
    };
    match element {
        CHARACTER => {
            let c = char::from_u32(value("code")?)?;
            (!is_xml(c)).then(|| c.to_string().into_bytes())
        }
        BYTE => Some(vec![u8::try_from(value("value")?).ok()?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_found_wherever_it_stands() {
        for c in '\0'..=char::MAX {
            let text = format!("some text\n{c} and more");
            assert_eq!(
                first_not_xml(&text),
                Some(c).filter(|&c| !is_xml(c)),
                "{c:?}"
            );
        }
    }
}
