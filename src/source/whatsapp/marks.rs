//! The invisible marks that the app puts around its own text, and the many kinds of space.
//!
//! They are looked at as bytes, because a line may hold bytes that are not UTF-8 behind them.

/// Returns the length in bytes of the directional mark that `bytes` begins with, or 0.
///
/// Marks, embeddings and isolates count, and the byte order mark, which editors leave anywhere.
pub(super) fn mark_len(bytes: &[u8]) -> usize {
    match bytes {
        [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..] => 3,
        [0xE2, 0x81, 0xA6..=0xA9, ..] | [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xD8, 0x9C, ..] => 2,
        _ => 0,
    }
}

/// Returns the length in bytes of the space that `bytes` begins with, or 0.
pub(super) fn space_len(bytes: &[u8]) -> usize {
    match bytes {
        [b' ', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF | 0x89 | 0x87 | 0x88, ..] => 3,
        _ => 0,
    }
}

/// Returns the first position at or after `at` that does not begin with a mark.
#[inline]
pub(super) fn skip_marks(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        // No mark is ASCII.
        Some(0x80..) => skip(bytes, at, mark_len),
        _ => at,
    }
}

/// Returns the first position at or after `at` that begins with neither a space nor a mark.
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at, |rest| space_len(rest).max(mark_len(rest)))
}

fn skip(bytes: &[u8], mut at: usize, len: impl Fn(&[u8]) -> usize) -> usize {
    while let Some(b' ' | 0x80..) = bytes.get(at) {
        match len(&bytes[at..]) {
            0 => break,
            n => at += n,
        }
    }
    at
}

/// Tells whether the app speaks here: its own text begins with U+200E, or U+200F in scripts that
/// run from right to left.
pub(super) fn begins_with_app_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x80, 0x8E | 0x8F, ..])
}

/// Returns the first place of the app's mark in `bytes`.
pub(super) fn find_app_mark(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xE2, bytes).find(|&at| begins_with_app_mark(&bytes[at..]))
}

/// Tells whether `c` is one of the marks that [`mark_len`] knows.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{61c}')
}

/// Returns `text` without directional marks; `scratch` is used only when one stands inside.
pub(super) fn without_marks<'a>(text: &'a str, scratch: &'a mut String) -> &'a str {
    // No mark is ASCII, and nearly every text that is asked for is.
    if text.is_ascii() {
        return text;
    }
    let inner = text.trim_matches(is_mark);
    if !inner.contains(is_mark) {
        return inner;
    }
    scratch.clear();
    scratch.extend(inner.chars().filter(|&c| !is_mark(c)));
    scratch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_characters_agree_on_what_a_mark_is() {
        for code in (0..=0x10FFFF).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            let text = code.encode_utf8(&mut bytes);
            let expected = if is_mark(code) { text.len() } else { 0 };
            assert_eq!(
                mark_len(text.as_bytes()),
                expected,
                "U+{:04X}",
                u32::from(code)
            );
        }
    }

    #[test]
    fn a_label_keeps_its_words_and_loses_its_marks() {
        let mut scratch = String::new();
        for (written, plain) in [
            ("\u{202a}+44 7700 900123\u{202c}", "+44 7700 900123"),
            ("~\u{202f}Private Secretary", "~\u{202f}Private Secretary"),
            ("Duty\u{200e} Officer", "Duty Officer"),
            ("", ""),
        ] {
            assert_eq!(without_marks(written, &mut scratch), plain);
        }
    }
}
