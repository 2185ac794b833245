//! Looking words up in the [table](super::phrase_table) of what the app writes.

use std::sync::LazyLock;

use super::phrase_table::Words;
pub(super) use super::phrase_table::{
    ATTACHED, ATTACHED_APPLE, CALLS, DELETED, DELETED_BY_ADMINISTRATOR, EDITED, ENCRYPTION,
    LEFT_OUT, LIVE_LOCATION, LOCATION, MEDIA_LEFT_OUT, POLL, VIEW_ONCE, WAITING,
};

/// How a call ends that nobody answered, in words that nobody types.
pub(super) const CALL_ENDINGS: &[&str] = &[", No answer", ", Tap to call back", ", Focus mode"];

/// How the address of a place begins.
pub(super) const PLACE_ADDRESS: &[&str] =
    &["https://maps.google.com/?q=", "https://foursquare.com/v/"];

/// How an appointment begins.
pub(super) const EVENT: &str = "EVENT: ";

/// What stands for a message that could be seen once, on Android.
pub(super) const NOTHING: &str = "null";

/// Returns the rows of a part of the table, of every language.
pub(super) fn rows<M>(
    table: &'static [Words<M>],
) -> impl Iterator<Item = &'static (&'static str, M)> {
    table.iter().flat_map(|words| words.rows)
}

/// Returns what words mean that stand in a part of the table just so.
pub(super) fn find<M: Copy>(table: &'static [Words<M>], words: &str) -> Option<M> {
    rows(table).find(|row| row.0 == words).map(|row| row.1)
}

/// Returns what words mean that stand in a part of the table, in whatever case of ASCII letters.
pub(super) fn find_in_any_case<M: Copy>(table: &'static [Words<M>], words: &str) -> Option<M> {
    rows(table)
        .find(|row| row.0.eq_ignore_ascii_case(words))
        .map(|row| row.1)
}

/// Returns what follows in `text` the first row of a part of the table with which it begins.
pub(super) fn behind<'t, M>(table: &'static [Words<M>], text: &'t str) -> Option<&'t str> {
    rows(table).find_map(|row| text.strip_prefix(row.0))
}

/// Tells whether a text may begin with any of these phrases: never wrongly "no", seldom wrongly
/// "yes". It spares the many messages that hold none of them the comparison with all.
pub(super) fn may_begin(text: &[u8]) -> bool {
    text.get(..4).is_some_and(|beginning| {
        let bit = bit_of(beginning);
        BEGINNINGS[bit / 64] >> (bit % 64) & 1 == 1
    })
}

static BEGINNINGS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut bits = [0; 64];
    let mut set = |phrase: &str| {
        let bit = bit_of(&phrase.as_bytes()[..4]);
        bits[bit / 64] |= 1 << (bit % 64);
    };
    rows(LEFT_OUT).for_each(|row| set(row.0));
    rows(MEDIA_LEFT_OUT).for_each(|row| set(row.0));
    rows(DELETED).for_each(|row| set(row.0));
    for table in [
        DELETED_BY_ADMINISTRATOR,
        CALLS,
        POLL,
        LOCATION,
        LIVE_LOCATION,
        VIEW_ONCE,
        WAITING,
        // Encryption notices, where the mark before them was lost.
        ENCRYPTION,
    ] {
        rows(table).for_each(|row| set(row.0));
    }
    set(EVENT);
    set(NOTHING);
    bits
});

/// Returns a number below 4096 for four bytes, the same for upper and lower case.
fn bit_of(beginning: &[u8]) -> usize {
    let word = beginning
        .iter()
        .fold(0, |word: u32, byte| word << 8 | u32::from(byte | 0x20));
    (word.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::super::phrase_table::Source;
    use super::*;

    #[test]
    fn what_may_begin_with_a_phrase_is_let_through() {
        for phrase in [
            "You deleted this message",
            "IMAGE OMITTED",
            "<Media omitted>",
            "null",
        ] {
            assert!(may_begin(phrase.as_bytes()), "{phrase}");
        }
        let plain = [
            "Yes",
            "Good morning",
            "The note is here",
            "See https://example.org",
            "",
        ];
        let passed = plain
            .iter()
            .filter(|text| may_begin(text.as_bytes()))
            .count();
        assert_eq!(passed, 0);
    }

    fn check<M: Copy + PartialEq + std::fmt::Debug>(table: &'static [Words<M>]) {
        let mut seen = std::collections::BTreeSet::new();
        for words in table {
            assert!(words.language.len() == 2, "{words:?}");
            if let Source::Program(name) = words.source {
                assert!(name.ends_with("MIT)"), "{name}: only permissive licences");
            }
            for (phrase, means) in words.rows {
                assert!(seen.insert(*phrase), "{phrase} stands there twice");
                assert!(phrase.len() >= 4 && !phrase.ends_with('.') || phrase.len() > 40);
                assert_eq!(find(table, phrase), Some(*means));
            }
        }
    }

    #[test]
    fn every_phrase_stands_once_with_its_language_and_source() {
        check(LEFT_OUT);
        check(MEDIA_LEFT_OUT);
        check(DELETED);
        for table in [
            ATTACHED,
            ATTACHED_APPLE,
            DELETED_BY_ADMINISTRATOR,
            EDITED,
            ENCRYPTION,
            CALLS,
            POLL,
            LOCATION,
            LIVE_LOCATION,
            VIEW_ONCE,
            WAITING,
        ] {
            check(table);
        }
    }
}
