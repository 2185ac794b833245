//! The app's own notices: which there are, and the words by which they are known.
//!
//! A notice is recognised as the app's by its place or its mark, never by these words; the words
//! only say what it reports. One that no row matches is kept as unknown, with its words.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::app_words::{APP_WORDS, What};
use super::fold::folded;
use super::languages::Languages;
use super::marks::is_mark;
use super::phrases::PHRASES;
use crate::message::EventCode;

/// What is asked first, of a notice that the rows of several codes fit: `X changed the group` may
/// hold ` left`, as part of a name.
const PRECEDENCE: [EventCode; 9] = [
    EventCode::Encryption,
    EventCode::TimerChanged,
    EventCode::SecurityCodeChanged,
    EventCode::NumberChanged,
    EventCode::Pinned,
    EventCode::GroupCreated,
    EventCode::GroupChanged,
    EventCode::Left,
    EventCode::Joined,
];

/// No beginning of a notice in the table is longer, in bytes.
const LONGEST: usize = 400;

/// What stands in a notice before a subject in quotes, behind a space, and in no name.
const BEFORE_A_SUBJECT: &[&[u8]] = &[
    b"changed the subject ",
    b"changed the group ",
    b"changed this group",
    b"changed the description",
    b"created group ",
    b"created the group ",
];

/// Words of a notice: pieces that stand in it in this order, with anything between them.
#[derive(Debug)]
struct Pattern {
    rank: usize,
    language: Languages,
    pieces: Vec<String>,
    /// Whether something may stand before the first piece, and behind the last.
    open: [bool; 2],
}

impl Pattern {
    fn of(rank: usize, language: usize, words: &str) -> Pattern {
        let pieces = words.split('…').filter(|piece| !piece.is_empty());
        Pattern {
            rank,
            language: Languages::only(language),
            pieces: pieces.map(|piece| folded(piece).into_owned()).collect(),
            open: [words.starts_with('…'), words.ends_with('…')],
        }
    }

    fn longest(&self) -> &str {
        let longest = self.pieces.iter().max_by_key(|piece| piece.len());
        longest.map_or("", String::as_str)
    }

    fn fits(&self, words: &str) -> bool {
        let mut rest = words;
        for (at, piece) in self.pieces.iter().enumerate() {
            let Some((before, behind)) = rest.split_once(piece.as_str()) else {
                return false;
            };
            if at == 0 && !before.is_empty() && !self.open[0] {
                return false;
            }
            rest = behind;
        }
        let last = self.pieces.last().map_or("", String::as_str);
        rest.is_empty() || self.open[1] || words.ends_with(last)
    }
}

/// The notices of the table, found by the longest piece of each.
struct Notices {
    patterns: Vec<Pattern>,
    pieces: AhoCorasick,
}

static NOTICES: LazyLock<Notices> = LazyLock::new(|| {
    let rows = APP_WORDS.rows.iter().filter_map(|row| match row.what {
        What::Notice(code) => {
            let rank = PRECEDENCE.iter().position(|known| *known == code)?;
            Some(Pattern::of(rank, row.language, row.words))
        }
        _ => None,
    });
    let patterns: Vec<Pattern> = rows.collect();
    let pieces = AhoCorasick::new(patterns.iter().map(Pattern::longest))
        .expect("the pieces are a few kilobytes, far below the limits of the automaton");
    Notices { patterns, pieces }
});

/// What the words of a notice tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// What it reports.
    pub(super) code: EventCode,
    /// The languages whose rows fit.
    pub(super) languages: Languages,
}

/// Returns what a notice tells.
pub(super) fn told(words: &[u8]) -> Told {
    let words = unquoted(words);
    let words = folded(words.trim());
    let mut best = PRECEDENCE.len();
    let mut languages = Languages::default();
    for found in NOTICES.pieces.find_overlapping_iter(words.as_ref()) {
        let pattern = &NOTICES.patterns[found.pattern().as_usize()];
        if pattern.rank > best || !pattern.fits(&words) {
            continue;
        }
        languages = match pattern.rank < best {
            true => pattern.language,
            false => languages.and(pattern.language),
        };
        best = pattern.rank;
    }
    Told {
        code: PRECEDENCE.get(best).copied().unwrap_or(EventCode::Unknown),
        languages,
    }
}

/// Returns what a notice reports.
pub(super) fn code(words: &[u8]) -> EventCode {
    told(words).code
}

/// Tells whether the words are those of a notice this version knows.
pub(super) fn is_known(words: &[u8]) -> bool {
    code(words) != EventCode::Unknown
}

/// Tells whether only groups have notices like this.
pub(super) fn is_of_a_group(words: &[u8]) -> bool {
    match code(words) {
        EventCode::GroupCreated | EventCode::GroupChanged | EventCode::Joined | EventCode::Left => {
            true
        }
        EventCode::Encryption => memchr::memmem::find(words, b" this group ").is_some(),
        _ => false,
    }
}

/// Tells whether the words begin as an encryption notice does, in the languages of the table.
pub(super) fn begins_as_encryption(words: &[u8]) -> bool {
    PHRASES.may_begin(words) && first_words(words).is_some_and(|w| PHRASES.encryption.begin(w))
}

/// Returns as much of a text as a notice has, if it is UTF-8 so far.
fn first_words(words: &[u8]) -> Option<&str> {
    let reach = &words[..words.len().min(LONGEST)];
    match std::str::from_utf8(reach) {
        Ok(words) => Some(words),
        Err(error) => std::str::from_utf8(&reach[..error.valid_up_to()]).ok(),
    }
}

/// Returns the subject with which a notice says that a group was created.
pub(super) fn subject(words: &[u8]) -> Option<String> {
    if code(words) != EventCode::GroupCreated {
        return None;
    }
    let words = String::from_utf8_lossy(words);
    let start = words.find(is_quote)?;
    let end = words.rfind(is_quote)?;
    let inner = words.get(start..end)?;
    let mut inner = inner.chars();
    inner.next();
    let subject = inner.as_str().trim_matches(is_mark);
    (!subject.is_empty()).then(|| subject.to_owned())
}

/// Tells whether a colon behind `before` stands inside a notice: a quotation is open there, or the
/// words are those that come before a subject.
pub(super) fn interrupts(before: &[u8]) -> bool {
    let (mut straight, mut curly, mut angled) = (0u32, 0u32, 0i32);
    for (at, &byte) in before.iter().enumerate() {
        match byte {
            b'"' => straight += 1,
            b'c' if at > 0 && before[at - 1] == b' ' => {
                let from = &before[at..];
                if BEFORE_A_SUBJECT.iter().any(|words| from.starts_with(words)) {
                    return true;
                }
            }
            0xC2 | 0xE2 => match &before[at..] {
                // “ ” and „: languages use them differently, so only their number tells.
                [0xE2, 0x80, 0x9C..=0x9E, ..] => curly += 1,
                [0xC2, 0xAB, ..] => angled += 1,
                [0xC2, 0xBB, ..] => angled -= 1,
                _ => {}
            },
            // 「 」 and 『 』
            0xE3 => match &before[at..] {
                [0xE3, 0x80, 0x8C | 0x8E, ..] => angled += 1,
                [0xE3, 0x80, 0x8D | 0x8F, ..] => angled -= 1,
                _ => {}
            },
            _ => {}
        }
    }
    straight % 2 == 1 || curly % 2 == 1 || angled != 0
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'
    )
}

/// Returns the words without what stands in quotes, which people chose, and without marks.
fn unquoted(words: &[u8]) -> String {
    let mut quoted = false;
    let mut kept = String::with_capacity(words.len());
    for c in String::from_utf8_lossy(words).chars() {
        if is_quote(c) {
            quoted = !quoted;
        } else if !quoted && !is_mark(c) {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_by_their_words_and_not_by_what_they_quote() {
        for (words, expected) in [
            (
                "\u{200e}Messages and calls are end-to-end encrypted.",
                EventCode::Encryption,
            ),
            (
                "Clerk created group \"Clerk left\"",
                EventCode::GroupCreated,
            ),
            (
                "Clerk changed the subject to “Who added this”",
                EventCode::GroupChanged,
            ),
            ("Clerk added Deputy Director", EventCode::Joined),
            ("Clerk left", EventCode::Left),
            (
                "You turned on disappearing messages. New messages will…",
                EventCode::TimerChanged,
            ),
            (
                "Your security code with Clerk changed. \u{200e}Tap to learn more.",
                EventCode::SecurityCodeChanged,
            ),
            (
                "+44 7700 900123 changed to +44 7700 900124",
                EventCode::NumberChanged,
            ),
            ("You pinned a message", EventCode::Pinned),
            (
                "Clerk hat die Gruppe „Reise: Goa“ erstellt",
                EventCode::GroupCreated,
            ),
            ("Person B hat dich entfernt.", EventCode::Left),
            ("Something nobody has seen", EventCode::Unknown),
        ] {
            assert_eq!(code(words.as_bytes()), expected, "{words}");
        }
    }

    #[test]
    fn the_subject_of_a_group_is_what_stands_in_quotes() {
        for (words, expected) in [
            ("Clerk created group \"Trip: Goa\"", Some("Trip: Goa")),
            (
                "Clerk created group “The \"A\" team”",
                Some("The \"A\" team"),
            ),
            ("Clerk created this group", None),
            ("Clerk left \"x\"", None),
        ] {
            assert_eq!(subject(words.as_bytes()).as_deref(), expected, "{words}");
        }
    }
}
