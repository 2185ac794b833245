//! What is the matter with the text of a message. It is kept as it is; this only says so.

use super::survey::Decodable;
use crate::message::Warning;

/// Adds what is in doubt about `text` to `warnings`. `file` is what is known about the whole file.
pub(super) fn warn(text: &[u8], file: Decodable, warnings: &mut Vec<Warning>) {
    // No early exit: so the compiler looks at many bytes at once.
    let controls = text.iter().fold(false, |any, &byte| {
        any | (byte < 0x20 && byte != b'\n' && byte != b'\r' && byte != b'\t') | (byte == 0x7F)
    });
    if text.is_ascii() {
        warnings.extend(controls.then_some(Warning::ControlCharacters));
        return;
    }
    if file == Decodable::Mostly && std::str::from_utf8(text).is_err() {
        warnings.push(Warning::UndecodableBytes);
    }
    let damaged = |at: usize| text[at..].starts_with("\u{fffd}".as_bytes());
    if memchr::memchr_iter(0xEF, text).any(damaged) {
        warnings.push(Warning::DamagedBefore);
    }
    let later_controls =
        || memchr::memchr_iter(0xC2, text).any(|at| matches!(text.get(at + 1), Some(0x80..=0x9F)));
    if controls || later_controls() {
        warnings.push(Warning::ControlCharacters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_about_a_text_are_named() {
        let warnings = |text: &[u8]| {
            let mut warnings = Vec::new();
            warn(text, Decodable::Mostly, &mut warnings);
            warnings
        };
        assert_eq!(warnings("a\tb\r\ncafé £5 👨‍👩‍👧".as_bytes()), []);
        assert_eq!(warnings(b"a\0b"), [Warning::ControlCharacters]);
        assert_eq!(
            warnings("a\u{85}b".as_bytes()),
            [Warning::ControlCharacters]
        );
        assert_eq!(warnings(b"caf\xe9"), [Warning::UndecodableBytes]);
        assert_eq!(warnings("a\u{fffd}".as_bytes()), [Warning::DamagedBefore]);
    }
}
