//! Fingerprints of texts: what stays of words that are compared. Only what phones write
//! differently is folded; whatever else differs makes another text.

use std::hash::Hasher as _;
use std::iter::Peekable;

use icu_normalizer::ComposingNormalizerBorrowed;
use siphasher::sip128::{Hasher128 as _, SipHasher24};

/// A keyed hash of 128 bits (SipHash-2-4-128). Among a thousand million texts two with one
/// fingerprint have a chance of 1 in 10^20, and nobody who does not know the key can make them: so
/// equal fingerprints are taken for equal texts, and no text is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint([u64; 2]);

impl Fingerprint {
    /// That of no text at all.
    pub const NONE: Fingerprint = Fingerprint([0; 2]);

    /// Returns half of it: a number that looks random, by which a sample of fingerprints can be
    /// taken, or a few texts told apart.
    pub fn number(self) -> u64 {
        self.0[0]
    }
}

/// Makes fingerprints under one key. Fingerprints are compared only with those of the same key,
/// stay in memory, and are written nowhere.
#[derive(Debug, Clone, Copy)]
pub struct Fingerprints {
    hasher: SipHasher24,
}

impl Fingerprints {
    /// Returns what makes fingerprints under a key, which should be nobody's to know.
    pub fn keyed(key: &[u8; 16]) -> Fingerprints {
        Fingerprints {
            hasher: SipHasher24::new_with_key(key),
        }
    }

    /// Returns the fingerprint of bytes as they are: of a file's digest, or of its name.
    pub fn of_bytes(&self, bytes: &[u8]) -> Fingerprint {
        let mut hasher = self.hasher;
        hasher.write(bytes);
        let hash = hasher.finish128();
        Fingerprint([hash.h1, hash.h2])
    }

    /// Returns the fingerprint of a body and how many characters it holds, 255 for all beyond.
    /// Not told apart are: marks of direction and isolation; runs of white space, line ends among
    /// them; composed and decomposed letters; and who is mentioned, because each phone writes the
    /// name in its own address book. A body that is not UTF-8 is taken as it is.
    pub fn of_text(&self, body: &[u8]) -> (Fingerprint, u8) {
        if is_folded(body) {
            let length = u8::try_from(body.len()).unwrap_or(u8::MAX);
            return (self.of_bytes(body), length);
        }
        let Ok(text) = std::str::from_utf8(body) else {
            let length = u8::try_from(body.len()).unwrap_or(u8::MAX);
            return (self.of_bytes(&[&[0xFF], body].concat()), length);
        };
        let folded = fold(text);
        if folded.is_empty() {
            return (Fingerprint::NONE, 0);
        }
        let seen = folded.chars().filter(|c| *c != MENTION).count();
        let length = u8::try_from(seen).unwrap_or(u8::MAX);
        (self.of_bytes(folded.as_bytes()), length)
    }
}

/// Tells of most bodies, at once, that nothing is folded in them: printable ASCII, with single
/// spaces between words, and nobody mentioned.
fn is_folded(body: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in body {
        let is_word = byte.is_ascii_graphic() && byte != b'@';
        if !is_word && (byte != b' ' || before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// Stands for whoever is mentioned.
const MENTION: char = '\0';
/// How many digits a mentioned number has at least.
const DIGITS: usize = 7;
/// The isolates in which the app wraps names.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut spaces = false;
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            spaces = true;
            continue;
        }
        if is_mark(c) {
            continue;
        }
        if spaces && !folded.is_empty() {
            folded.push(' ');
        }
        spaces = false;
        folded.push(c);
        if c == '@' && pass_mention(&mut chars) {
            folded.push(MENTION);
        }
    }
    match folded.is_ascii() {
        true => folded,
        false => ComposingNormalizerBorrowed::new_nfc()
            .normalize(&folded)
            .into_owned(),
    }
}

/// Passes over who is mentioned, behind an `@`: a name in isolates, or a number.
fn pass_mention<I: Iterator<Item = char> + Clone>(chars: &mut Peekable<I>) -> bool {
    let mut ahead = chars.clone();
    if ahead.peek() == Some(&FIRST_STRONG_ISOLATE) {
        let closed = ahead.find(|c| matches!(*c, POP_ISOLATE | '\n')) == Some(POP_ISOLATE);
        if closed {
            *chars = ahead;
        }
        return closed;
    }
    let mut digits = 0;
    while ahead.next_if(char::is_ascii_digit).is_some() {
        digits += 1;
    }
    if digits >= DIGITS {
        *chars = ahead;
    }
    digits >= DIGITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> (Fingerprint, u8) {
        Fingerprints::keyed(&[7; 16]).of_text(text.as_bytes())
    }

    #[test]
    fn what_phones_write_differently_is_one_text() {
        for (a, b) in [
            ("a\r\nb", "a\nb"),
            (" café ", "cafe\u{301}"),
            ("\u{200e}at 9\u{202f}am", "at 9 am"),
            (
                "@\u{2068}Tom\u{2069} agreed",
                "@\u{2068}Tom (work)\u{2069} agreed",
            ),
            ("@\u{2068}Tom\u{2069} agreed", "@447700900123 agreed"),
        ] {
            assert_eq!(of(a), of(b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn whatever_else_differs_is_another_text() {
        for (a, b) in [
            ("ok", "Ok"),
            ("ok", "ok."),
            ("👍", "👍🏽"),
            ("don't", "don’t"),
            ("@12 agreed", "@13 agreed"),
            ("a b", "ab"),
            ("@\u{2068}Tom agreed", "@\u{2068}Ann agreed"),
        ] {
            assert_ne!(of(a).0, of(b).0, "{a:?} {b:?}");
        }
        let key = Fingerprints::keyed(&[7; 16]);
        assert_ne!(key.of_text(b"\xFF"), key.of_text(b"\xFE"));
        let other = Fingerprints::keyed(&[8; 16]);
        assert_ne!(key.of_text(b"ok"), other.of_text(b"ok"));
    }

    #[test]
    fn lengths_count_characters_and_no_mention() {
        assert_eq!(of("\u{200e}  \n"), (Fingerprint::NONE, 0));
        assert_eq!(of("naïve").1, 5);
        assert_eq!(of("@\u{2068}A very long name\u{2069} ok").1, 4);
        assert_eq!(of(&"a".repeat(1000)).1, 255);
    }

    proptest! {
        #[test]
        fn a_body_in_which_nothing_is_folded_is_the_same_either_way(text in "[ -~]{0,12}") {
            // The mark is folded away, and what is left with it.
            prop_assert_eq!(of(&text), of(&format!("\u{200e}{text}")));
        }

        #[test]
        fn marks_and_white_space_around_a_text_change_nothing(text in "\\PC{0,20}") {
            prop_assert_eq!(of(&format!("\u{200e} {text}\u{200f}\r\n ")), of(&text));
        }
    }
}
