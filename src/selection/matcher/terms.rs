//! All terms of a policy, found in one pass over the words of a text.

use std::collections::{BTreeMap, HashMap};

use super::super::query::{Term, TermWord};
use super::super::words::Folded;

/// Many terms, numbered, arranged by their first word: exact words in a hash map, starts of
/// words in a sorted table, so that a word of a text is looked up once in each.
#[derive(Debug, Default)]
pub(super) struct TermIndex {
    exact: HashMap<String, Vec<Started>>,
    starts: Vec<Start>,
    terms: u32,
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
                TermWord::Exactly(word) => index.exact.entry(word).or_default().push(started),
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
                let follows = |(offset, wanted): (usize, &TermWord)| {
                    let word = text.word(first + 1 + offset);
                    word.is_some_and(|word| wanted.matches(word))
                };
                if started.rest.iter().enumerate().all(follows) {
                    see(started.term, first, first + started.rest.len());
                }
            };
            self.exact
                .get(word)
                .into_iter()
                .flatten()
                .for_each(&mut begin);
            // Whatever starts this word sorts at or before it, and is a start of what sorts
            // between: the chain of shorter starts from there holds them all.
            let upto = self
                .starts
                .partition_point(|start| start.text.as_str() <= word);
            let mut at = upto.checked_sub(1);
            while let Some(start) = at.and_then(|at| self.starts.get(at)) {
                if word.starts_with(start.text.as_str()) {
                    start.begin.iter().for_each(&mut begin);
                }
                at = start.shorter;
            }
        }
    }
}
