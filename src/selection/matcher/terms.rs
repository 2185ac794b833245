//! All terms of a policy, found in one pass over the words of a text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::query::{Term, TermWord};
use super::super::words::{Folded, is_sign};

/// Many terms, numbered, arranged by their first word in two sorted tables, of exact words and of
/// starts of words. Most words of a text are in neither, and are let go by their first byte.
#[derive(Debug, Default)]
pub(super) struct TermIndex {
    exact: Vec<(String, Vec<Started>)>,
    exact_from: FirstBytes,
    starts: Vec<Start>,
    starts_from: FirstBytes,
    terms: u32,
}

/// Where in a sorted table of words those lie that begin with a byte.
#[derive(Debug)]
struct FirstBytes(Box<[(u32, u32); 256]>);

impl Default for FirstBytes {
    fn default() -> FirstBytes {
        FirstBytes(Box::new([(0, 0); 256]))
    }
}

impl FirstBytes {
    fn of<'w>(sorted: impl Iterator<Item = &'w str>) -> FirstBytes {
        let mut table = FirstBytes::default();
        for (word, at) in sorted.zip(0..) {
            // A word is never empty.
            let (from, to) = &mut table.0[usize::from(word.as_bytes()[0])];
            if *from == *to {
                *from = at;
            }
            *to = at + 1;
        }
        table
    }

    /// Returns where the words lie that begin as `word` does.
    fn like(&self, word: &str) -> Range<usize> {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        let (from, to) = self.0[usize::from(first)];
        from as usize..to as usize
    }
}

/// The start of a word with which terms begin.
#[derive(Debug)]
struct Start {
    text: String,
    /// The longest shorter start in the table that this one starts with.
    shorter: Option<usize>,
    begin: Vec<Started>,
}

/// A term whose first word was found, and the words that must follow.
#[derive(Debug)]
struct Started {
    term: u32,
    rest: Vec<TermWord>,
}

/// Numbers terms while queries are compiled: equal terms have one number.
#[derive(Debug, Default)]
pub(super) struct TermNumbers(BTreeMap<Term, u32>);

impl TermNumbers {
    pub fn number(&mut self, term: &Term) -> u32 {
        if let Some(number) = self.0.get(term) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).expect("a policy holds fewer than 2^32 terms");
        self.0.insert(term.clone(), number);
        number
    }

    pub fn index(self) -> TermIndex {
        let mut index = TermIndex {
            terms: u32::try_from(self.0.len()).expect("a policy holds fewer than 2^32 terms"),
            ..TermIndex::default()
        };
        let mut exact: BTreeMap<String, Vec<Started>> = BTreeMap::new();
        let mut starts: BTreeMap<String, Vec<Started>> = BTreeMap::new();
        for (term, number) in self.0 {
            let Some((first, rest)) = term.words().split_first() else {
                continue;
            };
            let started = Started {
                term: number,
                rest: rest.to_vec(),
            };
            match first.clone() {
                TermWord::Exactly(word) => exact.entry(word).or_default().push(started),
                TermWord::Starting(start) => starts.entry(start).or_default().push(started),
            }
        }
        for (text, begin) in starts {
            let mut shorter = index.starts.len().checked_sub(1);
            while let Some(at) = shorter
                && !text.starts_with(index.starts[at].text.as_str())
            {
                shorter = index.starts[at].shorter;
            }
            index.starts.push(Start {
                text,
                shorter,
                begin,
            });
        }
        index.exact = exact.into_iter().collect();
        index.exact_from = FirstBytes::of(index.exact.iter().map(|(word, _)| word.as_str()));
        index.starts_from = FirstBytes::of(index.starts.iter().map(|start| start.text.as_str()));
        index
    }
}

impl TermIndex {
    /// Returns how many terms there are; their numbers are below.
    pub fn len(&self) -> usize {
        self.terms as usize
    }

    /// Calls `see` with every place of every term: its number, its first and its last word.
    pub fn each(&self, text: &Folded, mut see: impl FnMut(u32, usize, usize)) {
        if self.terms == 0 {
            return;
        }
        for (first, word) in text.words().enumerate() {
            let mut begin = |started: &Started| {
                let mut last = first;
                let follows = |wanted: &TermWord| {
                    last += 1;
                    // An emoji between the words of a phrase does not part them.
                    while !wanted.is_sign() && text.word(last).is_some_and(is_sign) {
                        last += 1;
                    }
                    text.word(last).is_some_and(|word| wanted.matches(word))
                };
                if started.rest.iter().all(follows) {
                    see(started.term, first, last);
                }
            };
            let exact = &self.exact[self.exact_from.like(word)];
            if let Ok(at) = exact.binary_search_by(|(exact, _)| exact.as_str().cmp(word)) {
                exact[at].1.iter().for_each(&mut begin);
            }
            // Whatever starts this word begins with its first byte, sorts at or before it, and is
            // a start of what sorts between: the chain of shorter starts from there holds them all.
            let like = self.starts_from.like(word);
            let starts = &self.starts[like.clone()];
            let upto = starts.partition_point(|start| start.text.as_str() <= word);
            let mut at = upto.checked_sub(1).map(|last| like.start + last);
            while let Some(start) = at.and_then(|at| self.starts.get(at)) {
                if word.starts_with(start.text.as_str()) {
                    start.begin.iter().for_each(&mut begin);
                }
                at = start.shorter;
            }
        }
    }
}
