//! What stands around a find: the words that make a number a telephone number, or not.

use std::ops::Range;

/// Tells whether the find stands alone: no letter or digit touches it.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !touches(before) && !touches(after)
}

/// Returns at most `bytes` of the text before a place.
pub(super) fn before(text: &str, at: usize, bytes: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(bytes));
    text.get(from..at).unwrap_or_default()
}

/// Returns at most `bytes` of the text after a place.
pub(super) fn after(text: &str, at: usize, bytes: usize) -> &str {
    let to = text.floor_char_boundary(at.saturating_add(bytes).min(text.len()));
    text.get(at..to).unwrap_or_default()
}

/// Tells whether one of some words, in small letters, stands in a text.
pub(super) fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| words.iter().any(|w| word.eq_ignore_ascii_case(w)))
}

/// Words before a number by which it is one to call.
pub(super) const CALLING: [&str; 17] = [
    "call",
    "calling",
    "phone",
    "tel",
    "telephone",
    "mob",
    "mobile",
    "cell",
    "ring",
    "dial",
    "fax",
    "landline",
    "whatsapp",
    "text",
    "txt",
    "sms",
    "ext",
];

/// Tells whether a number is called by the words before it.
pub(super) fn is_called(text: &str, at: usize) -> bool {
    has_word(before(text, at, 28), &CALLING)
}
