//! What an export itself teaches of the app's words, whatever the language.
//!
//! No table holds the words of every language and version. But an export repeats them: the words
//! behind a name that the app alone gives are its words for "file attached", and words in angle
//! brackets that several people "write" again and again, alone and always the same, are its words
//! for a file that was left out. The first pass learns them, the second applies them; once is
//! never enough, because a person may type anything once.

use std::collections::{BTreeMap, BTreeSet};

use super::marker::bare;
use super::media::{Files, is_android_name};
use super::text::first_line;

/// How many different words of each sort are counted; a telephone has one or two.
const MOST: usize = 64;
/// No such words are longer, in bytes.
const LONGEST: usize = 96;
/// On so many lines, and of two people at least, words must stand to be the app's.
const ENOUGH: u64 = 3;

/// Words that recur, and whose name stands before them.
#[derive(Debug, Default)]
struct Recurring {
    lines: u64,
    label: Vec<u8>,
    labels: Labels,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Labels {
    #[default]
    One,
    Several,
}

/// Words and how they recur.
#[derive(Debug, Default)]
struct Counted(BTreeMap<String, Recurring>);

impl Counted {
    fn note(&mut self, words: &str, label: &[u8]) {
        if let Some(known) = self.0.get_mut(words) {
            known.lines += 1;
            if known.label != label {
                known.labels = Labels::Several;
            }
        } else if self.0.len() < MOST {
            let new = Recurring {
                lines: 1,
                label: label.to_vec(),
                labels: Labels::One,
            };
            self.0.insert(words.to_owned(), new);
        }
    }

    fn holds(&self, words: &str) -> bool {
        self.0
            .get(words)
            .is_some_and(|known| known.lines >= ENOUGH && known.labels == Labels::Several)
    }
}

/// The app's words as one export shows them.
#[derive(Debug, Default)]
pub(super) struct Learned {
    attached: BTreeSet<String>,
    left_out: Counted,
    edited: Counted,
    stand_ins: Counted,
}

impl Learned {
    /// Learns from the first line of what stands behind a label, on a telephone that does not
    /// mark the app's words.
    pub(super) fn note_unmarked(&mut self, label: &[u8], words: &[u8], files: &Files<'_>) {
        match words.last() {
            Some(b')') => self.note_attached(words, files),
            Some(b'>') => self.note_angled(label, words),
            _ => {}
        }
    }

    fn note_attached(&mut self, words: &[u8], files: &Files<'_>) {
        let Some((name, words)) = name_and_brackets(words) else {
            return;
        };
        if self.attached.len() < MOST && (is_android_name(name) || files.has(name)) {
            self.attached.insert(words.to_owned());
        }
    }

    fn note_angled(&mut self, label: &[u8], words: &[u8]) {
        let Some(open) = memchr::memrchr(b'<', words) else {
            return;
        };
        let Some(inner) = bare(&words[open + 1..words.len() - 1]).filter(|w| is_phrase(w)) else {
            return;
        };
        match words[..open].last() {
            None => self.left_out.note(&inner, label),
            Some(b' ') => self.edited.note(&inner, label),
            Some(_) => {}
        }
    }

    /// Learns from words behind a label that the app's mark shows to be the app's, and that no
    /// table holds.
    pub(super) fn note_marked(&mut self, label: &[u8], words: &[u8]) {
        if let Some(words) = stand_in(words) {
            self.stand_ins.note(&words, label);
        }
    }

    /// Tells whether these are the words in brackets behind the name of a file.
    pub(super) fn is_attached(&self, words: &str) -> bool {
        self.attached.contains(words)
    }

    /// Tells whether a line stands for a file that was left out.
    pub(super) fn is_left_out(&self, line: &[u8]) -> bool {
        let inner = line
            .strip_prefix(b"<")
            .and_then(|line| line.strip_suffix(b">"));
        inner
            .and_then(bare)
            .is_some_and(|inner| self.left_out.holds(&inner))
    }

    /// Tells whether these words in angle brackets say that a message was edited.
    pub(super) fn is_edited(&self, inner: &str) -> bool {
        self.edited.holds(inner)
    }

    /// Tells whether marked words stand in the place of something that a person sent or did: the
    /// app writes them behind several names, always the same.
    pub(super) fn is_stand_in(&self, text: &[u8]) -> bool {
        stand_in(text).is_some_and(|words| self.stand_ins.holds(&words))
    }
}

/// Takes `NAME (WORDS)` apart.
pub(super) fn name_and_brackets(line: &[u8]) -> Option<(&str, &str)> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, words) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let name = name.trim_start_matches(super::marks::is_mark);
    (!name.is_empty() && words.len() <= LONGEST).then_some((name, words))
}

/// Returns marked words that may stand in a person's place: one short line of words, with nothing
/// in it that would differ from one to the next.
fn stand_in(text: &[u8]) -> Option<String> {
    let words = bare(first_line(text)).filter(|_| first_line(text).len() == text.len())?;
    let fits = words.len() <= LONGEST
        && words
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-') || !c.is_ascii());
    (fits && !words.is_empty()).then(|| words.into_owned())
}

/// Tells whether words look like a phrase of the app: letters and spaces, and not a single word
/// in small letters as people put into angle brackets (`<grin>`, `<br>`).
pub(super) fn is_phrase(words: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '-') || !c.is_ascii();
    let begins = words.chars().next();
    words.len() <= LONGEST
        && words.chars().all(letters)
        && begins.is_some_and(|c| c.is_alphabetic() && !c.is_ascii_lowercase())
        && (words.contains(' ') || !words.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Memory;

    #[test]
    fn words_are_the_apps_only_when_they_recur_under_several_names() {
        let export = Memory::of("chat.txt", *b"");
        let files = Files::beside("chat.txt", &export, |_, _| true);
        let phrase = "<Άγνωστο μέσο>".as_bytes();
        let mut learned = Learned::default();
        for label in ["Clerk", "Clerk", "Clerk", "Clerk"] {
            learned.note_unmarked(label.as_bytes(), phrase, &files);
        }
        assert!(!learned.is_left_out(phrase), "one person's habit");
        learned.note_unmarked(b"Deputy", phrase, &files);
        assert!(learned.is_left_out(phrase));
        for typed in [b"<grin>".as_slice(), b"<3", b"<b>", b"<Grin>"] {
            for label in ["Clerk", "Deputy", "Clerk"] {
                learned.note_unmarked(label.as_bytes(), typed, &files);
            }
            assert!(!learned.is_left_out(typed));
        }
    }

    #[test]
    fn the_words_behind_a_name_of_the_apps_are_its_words_for_attached() {
        let export = Memory::of("chat.txt", *b"").with("Plan.pdf", *b"");
        let files = Files::beside("chat.txt", &export, |_, _| true);
        let mut learned = Learned::default();
        learned.note_unmarked(b"Clerk", "Other.pdf (x y)".as_bytes(), &files);
        assert!(!learned.is_attached("x y"));
        learned.note_unmarked(b"Clerk", "IMG-20240201-WA0001.jpg (x y)".as_bytes(), &files);
        learned.note_unmarked(b"Clerk", "Plan.pdf (z)".as_bytes(), &files);
        assert!(learned.is_attached("x y") && learned.is_attached("z"));
    }
}
