//! The words of a text, folded so that spellings of one word are one word.
//!
//! Folding is for matching only; nothing folded is ever stored as a record. It is: invisible
//! characters dropped (an app wraps names and notices in direction marks), and the colour of the
//! skin of an emoji; curly apostrophes and quotation marks straightened, NFKC, full case folding,
//! and again until nothing changes.
//!
//! Words are those of UAX 29, tailored in three points, as its section 6.1 provides: `_`, `:` and
//! a full stop between letters also part words. In a chat `_agreed_` is *agreed* in italics and
//! `agreed.Go with B` lacks a space; neither may hide the word from a rule.
//!
//! An emoji is a word of its own, since a thumb may be an approval; so is a flag. It hides no
//! phrase: in `sign 👍 off` the words *sign off* stand side by side. `words:` does not count it.

use std::borrow::Cow;
use std::ops::Range;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::ExtendedPictographic;
use unicode_segmentation::UnicodeSegmentation as _;

/// A text, folded, with its words. Its buffers can be used again for the next text.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    words: Vec<Range<usize>>,
    /// Where pieces of the text start; empty when the text is ASCII, where nothing moves.
    pieces: Vec<Piece>,
}

/// A run of text up to and with its white space: the pieces of a text fold independently,
/// because neither NFKC nor case folding reaches across ASCII white space.
#[derive(Debug, Clone)]
struct Piece {
    source: Range<usize>,
    folded: usize,
}

impl Folded {
    /// Returns `text`, folded and split.
    pub fn of(text: &str) -> Folded {
        let mut folded = Folded::default();
        folded.read(text);
        folded
    }

    /// Folds and splits another text in place of the one before.
    pub fn read(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        self.pieces.clear();
        if text.is_ascii() {
            self.text.push_str(text);
            self.text.make_ascii_lowercase();
        } else {
            let mut start = 0;
            for piece in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                let source = start..start + piece.len();
                start = source.end;
                let folded = self.text.len();
                self.pieces.push(Piece { source, folded });
                self.text.push_str(&fold(piece));
            }
        }
        if self.pieces.is_empty() {
            for (start, segment) in self.text.unicode_word_indices() {
                cut(start, segment, &mut self.words);
            }
            return;
        }
        for (start, segment) in self.text.split_word_bound_indices() {
            if segment.chars().any(char::is_alphanumeric) {
                cut(start, segment, &mut self.words);
            } else if segment.starts_with(is_emoji) {
                self.words.push(start..start + segment.len());
            }
        }
    }

    /// Returns how many words are spoken: those that are no emoji.
    pub fn spoken(&self) -> usize {
        match self.pieces.is_empty() {
            true => self.len(),
            false => self.words().filter(|word| !is_sign(word)).count(),
        }
    }

    /// Returns how many words there are, emoji among them.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Tells whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns a word, counted from 0; nothing past the last.
    pub fn word(&self, index: usize) -> Option<&str> {
        let range = self.words.get(index)?.clone();
        self.text.get(range)
    }

    /// Returns the words in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.word(index))
    }

    /// Returns the folded text as a whole.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of `text`, which must be the text that was folded, that hold the words
    /// `first..=last`.
    pub fn source_range(&self, text: &str, first: usize, last: usize) -> Range<usize> {
        let start = self.words.get(first).map_or(0, |word| word.start);
        let end = self.words.get(last).map_or(start, |word| word.end);
        if self.pieces.is_empty() {
            return start..end;
        }
        let from = self.source_of(text, start).start;
        let to = self.source_of(text, end.saturating_sub(1)).end;
        from..to.max(from)
    }

    /// Returns the bytes of the smallest part of `text` known to hold a folded byte.
    fn source_of(&self, text: &str, folded: usize) -> Range<usize> {
        let at = self.pieces.partition_point(|piece| piece.folded <= folded);
        let Some(piece) = at.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return 0..0;
        };
        let source = text.get(piece.source.clone()).unwrap_or_default();
        let wanted = folded - piece.folded;
        if source.is_ascii() {
            let byte = piece.source.start + wanted;
            return byte..byte + 1;
        }
        // One grapheme at a time gives the same folding as the whole but for rare sequences that
        // compose across graphemes; there the whole piece is the answer.
        let mut total = 0;
        let mut found = None;
        for (start, grapheme) in source.grapheme_indices(true) {
            let length = fold(grapheme).len();
            if (total..total + length).contains(&wanted) {
                let start = piece.source.start + start;
                found = Some(start..start + grapheme.len());
            }
            total += length;
        }
        let next = self.pieces.get(at).map_or(self.text.len(), |p| p.folded);
        let trimmed = source.trim_end().len();
        match found {
            Some(found) if total == next - piece.folded => found,
            _ => piece.source.start..piece.source.start + trimmed,
        }
    }
}

/// Returns a text folded for matching.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut folded = fold_once(text);
    // Folding can bring forth what folds further; it settles after a round or two.
    for _ in 0..3 {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    Cow::Owned(folded)
}

fn fold_once(text: &str) -> String {
    let nfkc = const { ComposingNormalizerBorrowed::new_nfkc() };
    let plain: String = text.chars().filter_map(straightened).collect();
    let composed = nfkc.normalize(&plain);
    let folded = const { CaseMapper::new() }.fold_string(&composed);
    nfkc.normalize(&folded).into_owned()
}

/// Tells whether a folded word is an emoji.
pub fn is_sign(word: &str) -> bool {
    !word.starts_with(char::is_alphanumeric)
}

/// Tells whether a character is Extended_Pictographic, or one of the letters that make a flag.
fn is_emoji(c: char) -> bool {
    let pictures = const { CodePointSetData::new::<ExtendedPictographic>() };
    if c.is_ascii() {
        return false; // By far the most are spaces.
    }
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}') || pictures.contains(c)
}

/// Returns a character without typography; nothing for one that cannot be seen.
fn straightened(c: char) -> Option<char> {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{02bc}' | '\u{00b4}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' => Some('"'),
        // A space of no width parts words, although it is not seen.
        '\u{200b}' => Some(' '),
        // The colour of the skin of the emoji before it.
        '\u{1f3fb}'..='\u{1f3ff}' => None,
        c if is_ignorable(c) => None,
        c => Some(c),
    }
}

/// Tells whether a character is Default_Ignorable_Code_Point (DerivedCoreProperties.txt), which
/// NFKC_Casefold drops too.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Adds the words of a segment of UAX 29, parted further where this module tailors it.
fn cut(start: usize, segment: &str, words: &mut Vec<Range<usize>>) {
    let parts = |byte: u8| matches!(byte, b'_' | b':' | b'.' | b'"');
    if !segment.bytes().any(parts) {
        // A mark that combines does so with the space before it, too: that is not of the word.
        push_word(start, 0, Some(segment), words);
        return;
    }
    let mut from = 0;
    let mut before = None;
    let mut characters = segment.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = characters.peek().map(|(_, c)| *c);
        let parted = match c {
            '_' | ':' | '"' => true,
            '.' => !(before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric)),
            _ => false,
        };
        if parted {
            push_word(start, from, segment.get(from..at), words);
            from = at + 1;
        }
        before = Some(c);
    }
    push_word(start, from, segment.get(from..), words);
}

fn push_word(start: usize, from: usize, part: Option<&str>, words: &mut Vec<Range<usize>>) {
    let part = part.unwrap_or_default();
    let word = part.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !word.is_empty() {
        let start = start + from + (part.len() - word.len());
        words.push(start..start + word.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        Folded::of(text).words().map(str::to_owned).collect()
    }

    #[test]
    fn spellings_of_one_word_are_one_word() {
        assert_eq!(words("Don’t  AGREE"), ["don't", "agree"]);
        assert_eq!(words("ﬁnal Straße ＡＢＣ"), ["final", "strasse", "abc"]);
        assert_eq!(words("cafe\u{301}"), words("café"));
        assert_eq!(
            words("@\u{2068}Permanent Secretary\u{2069}"),
            ["permanent", "secretary"]
        );
        assert_eq!(words("dis\u{ad}agree a\u{200b}b"), ["disagree", "a", "b"]);
    }

    #[test]
    fn marks_of_a_chat_do_not_hide_a_word() {
        assert_eq!(words("_agreed_.Go with B"), ["agreed", "go", "with", "b"]);
        assert_eq!(
            words("decision:approve gov.uk"),
            ["decision", "approve", "gov", "uk"]
        );
        assert_eq!(
            words("agreed…yes £1.5m 1,000"),
            ["agreed", "yes", "1.5m", "1,000"]
        );
        assert_eq!(words("!?! ... –"), Vec::<String>::new());
        // A vowel sign that the full stop left without its letter.
        assert_eq!(words("0.\u{64b}"), ["0", "\u{64b}"]);
    }

    #[test]
    fn emoji_are_words_that_are_not_counted() {
        assert_eq!(words("ok👍👍🏽 \u{1f44d}\u{fe0f}!"), ["ok", "👍", "👍", "👍"]);
        assert_eq!(words("🇬🇧 👩‍💻"), ["🇬🇧", "👩", "💻"]);
        assert_eq!(Folded::of("Noted 👍👍").spoken(), 1);
        assert_eq!(Folded::of("Noted").spoken(), 1);
    }

    #[test]
    fn a_word_is_found_again_in_its_text() {
        for (text, index, expected) in [
            ("We AGREED it", 1, "AGREED"),
            ("“Agreed” – yes", 0, "Agreed"),
            ("\u{2068}Straße\u{2069}, ok", 0, "Straße"),
            ("ok ﬁnal", 1, "ﬁnal"),
            ("plain é plain", 2, "plain"),
            ("Yes 👍🏽!", 1, "👍🏽"),
            ("一 \u{cbe}", 1, "\u{cbe}"),
        ] {
            let range = Folded::of(text).source_range(text, index, index);
            assert_eq!(text.get(range), Some(expected), "{text}");
        }
    }

    #[test]
    fn folding_any_character_twice_changes_nothing() {
        let ranges = [
            0..0x3400,
            0xa000..0xac00,
            0xf900..0x10000,
            0x1_0400..0x1_0500,
            0x1_d400..0x1_fc00,
        ];
        for c in ranges.into_iter().flatten().filter_map(char::from_u32) {
            let text = c.to_string();
            let once = fold(&text);
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => proptest::char::any(),
            3 => proptest::sample::select("aB1.:_👍🏽🇬🇧' \"’é\u{301}\u{200d}\u{2069}א\n".chars().collect::<Vec<_>>()),
        ];
        proptest::collection::vec(character, 0..24).prop_map(|v| v.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_words_of_words_are_the_words(text in any_text()) {
            let once = words(&text);
            prop_assert_eq!(words(&once.join(" ")), once);
        }

        #[test]
        fn folding_in_pieces_is_folding_the_whole(text in any_text()) {
            let folded = Folded::of(&text);
            prop_assert_eq!(folded.text(), fold(&text));
        }

        #[test]
        fn every_word_has_a_place_in_the_text(text in any_text()) {
            let folded = Folded::of(&text);
            for index in 0..folded.len() {
                let range = folded.source_range(&text, index, index);
                prop_assert!(text.get(range.clone()).is_some_and(|s| !s.is_empty()), "{:?}", range);
            }
        }
    }
}
