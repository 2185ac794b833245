//! Terms, words to look for side by side; and lists of them.

use std::collections::BTreeMap;

use super::super::words::{Folded, fold, is_sign};
use super::{QueryError, QueryFault};

/// Words to look for side by side, folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(Vec<TermWord>);

/// A word of a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermWord {
    /// This word.
    Exactly(String),
    /// Any word that starts so.
    Starting(String),
}

impl TermWord {
    /// Tells whether it is an emoji.
    pub fn is_sign(&self) -> bool {
        match self {
            TermWord::Exactly(word) | TermWord::Starting(word) => is_sign(word),
        }
    }

    /// Tells whether a folded word is this word, or starts so.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            TermWord::Exactly(exact) => exact == word,
            TermWord::Starting(start) => word.starts_with(start.as_str()),
        }
    }
}

/// The named lists of terms of a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists(BTreeMap<String, Vec<Term>>);

impl Lists {
    /// Adds a list.
    pub fn insert(&mut self, name: impl Into<String>, terms: Vec<Term>) {
        self.0.insert(name.into(), terms);
    }

    /// Returns the terms of a list.
    pub fn get(&self, name: &str) -> Option<&[Term]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Returns the names of the lists, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Returns whether a text can name a list or a group.
pub(crate) fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(fits)
}

/// Tells whether a character is read as a quotation mark, straight or as a word processor sets it.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201f}')
}

impl Term {
    /// Returns the words, at least one.
    pub fn words(&self) -> &[TermWord] {
        &self.0
    }

    /// Reads a term written without quotation marks.
    ///
    /// # Errors
    /// When a sign in it would be passed over in silence, a `*` does not end a word, or there is
    /// no word.
    pub fn bare(text: &str) -> Result<Term, QueryError> {
        let inside = |c: char| c.is_alphanumeric() || "'’-.,:/_&@*".contains(c) || !c.is_ascii();
        if let Some((at, c)) = text.char_indices().find(|(_, c)| !inside(*c)) {
            return Err(sign(at, c));
        }
        let term = Term::quoted(text)?;
        let mut characters = text.char_indices();
        let edges = [characters.next(), characters.next_back()];
        let mute = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '*';
        match edges.into_iter().flatten().find(|(_, c)| mute(*c)) {
            Some((at, c)) => Err(sign(at, c)),
            None => Ok(term),
        }
    }

    /// Reads a term written between quotation marks, without them: punctuation in it parts words
    /// and means nothing else. Each word may end in `*`.
    ///
    /// # Errors
    /// When a `*` does not end a word, or there is no word.
    pub fn quoted(text: &str) -> Result<Term, QueryError> {
        let mut words = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            let at = start;
            start += piece.len();
            let piece = piece.trim_end();
            let stem = piece.strip_suffix('*');
            let letters = stem.unwrap_or(piece);
            if let Some(star) = letters.find('*') {
                return Err(star_inside(at + star));
            }
            words.extend(
                Folded::of(letters)
                    .words()
                    .map(|w| TermWord::Exactly(w.to_owned())),
            );
            if stem.is_some() {
                let ends_in_word = fold(letters)
                    .chars()
                    .last()
                    .is_some_and(char::is_alphanumeric);
                match words.pop() {
                    Some(TermWord::Exactly(word)) if ends_in_word => {
                        words.push(TermWord::Starting(word));
                    }
                    _ => return Err(star_inside(at + letters.len())),
                }
            }
        }
        if words.is_empty() {
            let fault = QueryFault::NoWord(text.to_owned());
            return Err(QueryError::new(0..text.len(), fault));
        }
        Ok(Term(words))
    }

    /// Reads an entry of a list: a word, a prefix, or a phrase with its quotation marks.
    ///
    /// # Errors
    /// As for a term; and when there are several words without quotation marks, a mark is not
    /// closed, or the entry names a list.
    pub fn entry(text: &str) -> Result<Term, QueryError> {
        let all = 0..text.len();
        if let Some(inner) = text.strip_prefix(is_quote) {
            let offset = text.len() - inner.len();
            return match inner.strip_suffix(is_quote) {
                Some(phrase) if !phrase.contains(is_quote) => {
                    Term::quoted(phrase).map_err(|error| error.moved(offset))
                }
                _ => Err(QueryError::new(all, QueryFault::UnclosedQuote)),
            };
        }
        if let Some(c) = text.chars().next().filter(|c| matches!(c, '#' | '@')) {
            return Err(QueryError::new(0..1, QueryFault::Sign(c.to_string()))
                .meaning("A list holds words, not other lists or groups."));
        }
        if text.trim().contains(char::is_whitespace) {
            let meant = format!(
                "Write a phrase as '\"{}\"'.",
                crate::shown::shown(text.trim())
            );
            return Err(QueryError::new(all, QueryFault::SideBySide).meaning(meant));
        }
        Term::bare(text)
    }
}

fn sign(at: usize, c: char) -> QueryError {
    QueryError::new(at..at + c.len_utf8(), QueryFault::Sign(c.to_string())).meaning(
        "Only words are looked for. Leave the sign out, or put the whole in quotation marks.",
    )
}

fn star_inside(at: usize) -> QueryError {
    QueryError::new(at..at + 1, QueryFault::StarInside)
        .meaning("Write the start of a word and a *, such as decid*.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(term: Result<Term, QueryError>) -> Result<String, QueryFault> {
        let term = term.map_err(|error| error.fault)?;
        let words = term.words().iter().map(|word| match word {
            TermWord::Exactly(word) => word.clone(),
            TermWord::Starting(start) => format!("{start}*"),
        });
        Ok(words.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_term_is_words_side_by_side() {
        assert_eq!(spelt(Term::bare("Decid*")), Ok("decid*".to_owned()));
        assert_eq!(spelt(Term::bare("off-record")), Ok("off record".to_owned()));
        assert_eq!(
            spelt(Term::entry("\"Sign Off, please\"")),
            Ok("sign off please".to_owned())
        );
        assert_eq!(
            spelt(Term::entry("“sign* off”")),
            Ok("sign* off".to_owned())
        );
    }

    #[test]
    fn what_would_be_passed_over_is_an_error() {
        for (entry, fault) in [
            ("de*d", QueryFault::StarInside),
            ("*ded", QueryFault::StarInside),
            ("*", QueryFault::StarInside),
            ("off-*", QueryFault::StarInside),
            ("-word", QueryFault::Sign("-".to_owned())),
            ("wom?n", QueryFault::Sign("?".to_owned())),
            ("#other", QueryFault::Sign("#".to_owned())),
            ("sign off", QueryFault::SideBySide),
            ("\"sign off", QueryFault::UnclosedQuote),
            ("\"", QueryFault::UnclosedQuote),
            ("…", QueryFault::NoWord("…".to_owned())),
            ("👍*", QueryFault::StarInside),
            ("", QueryFault::NoWord(String::new())),
        ] {
            assert_eq!(spelt(Term::entry(entry)), Err(fault), "{entry}");
        }
    }
}
