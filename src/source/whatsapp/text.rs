//! The text of a message as bytes: its lines, what it is made of, and what is the matter with it. It
//! is kept as it is; this only says so.

use super::survey::Decodable;
use crate::message::Warning;

/// What a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Makeup {
    /// Printable ASCII alone, as most are: one line, with nothing in doubt and no mark of the app.
    Plain,
    /// Something else too.
    Mixed,
}

impl Makeup {
    /// Looks at a text.
    pub(super) fn of(text: &[u8]) -> Makeup {
        match is_plain(text) {
            true => Makeup::Plain,
            false => Makeup::Mixed,
        }
    }
}

/// Returns the first line, without its end.
pub(super) fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    match &text[..end] {
        [line @ .., b'\r'] if end < text.len() => line,
        line => line,
    }
}

/// Returns the first byte behind the first line and its end.
pub(super) fn second_line(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1)
}

/// Adds what is in doubt about `text` to `warnings`. `file` is what is known about the whole file.
pub(super) fn warn(text: &[u8], makeup: Makeup, file: Decodable, warnings: &mut Vec<Warning>) {
    if makeup == Makeup::Plain {
        return;
    }
    let controls = text.iter().any(|&byte| {
        (byte < 0x20 && byte != b'\n' && byte != b'\r' && byte != b'\t') || byte == 0x7F
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

/// How many bytes are looked at together.
const TOGETHER: usize = 16;

/// Tells whether a text is of printable ASCII alone.
///
/// The last bytes are looked at with some that were looked at already: so all but the shortest texts
/// are looked at many bytes at a time, to the last.
fn is_plain(text: &[u8]) -> bool {
    let (whole, rest) = text.as_chunks::<TOGETHER>();
    match text.last_chunk::<TOGETHER>() {
        Some(last) => whole.iter().all(are_plain) && (rest.is_empty() || are_plain(last)),
        None => rest.iter().all(|byte| matches!(byte, b' '..=b'~')),
    }
}

fn are_plain(bytes: &[u8; TOGETHER]) -> bool {
    // No byte ends it early, so that the compiler can take them together.
    bytes
        .iter()
        .fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_about_a_text_are_named() {
        let warnings = |text: &[u8]| {
            let mut warnings = Vec::new();
            warn(text, Makeup::of(text), Decodable::Mostly, &mut warnings);
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

    #[test]
    fn no_place_in_a_text_is_passed_over() {
        for length in 0..=3 * TOGETHER {
            assert!(is_plain(&vec![b'~'; length]));
            for place in 0..length {
                for byte in [0x0A, 0x1F, 0x7F, 0x80, 0xFF] {
                    let mut text = vec![b' '; length];
                    text[place] = byte;
                    assert!(!is_plain(&text), "{place} of {length}");
                }
            }
        }
    }
}
