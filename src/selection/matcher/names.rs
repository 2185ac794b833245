//! The terms found in the names of a sender or a conversation: the same few names come with
//! every message, so each is looked at once.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::words::Folded;
use super::bits::Bits;
use super::terms::TermIndex;

/// How many sets of names are remembered before all are forgotten.
const REMEMBERED: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct NamesSeen {
    numbers: HashMap<String, usize>,
    found: Vec<Bits>,
    nothing: Bits,
    key: String,
    folded: Folded,
}

impl NamesSeen {
    /// Returns the terms that any of the names holds.
    pub fn found(&mut self, terms: &TermIndex, names: &[&str]) -> &Bits {
        if terms.len() == 0 {
            return &self.nothing;
        }
        self.key.clear();
        for name in names {
            // With its length, so that no two sets of names are written alike.
            write!(self.key, "{}:{name}", name.len()).expect("a string can be written to");
        }
        let number = match self.numbers.get(&self.key) {
            Some(number) => *number,
            None => self.look(terms, names),
        };
        &self.found[number]
    }

    fn look(&mut self, terms: &TermIndex, names: &[&str]) -> usize {
        if self.found.len() >= REMEMBERED {
            self.numbers.clear();
            self.found.clear();
        }
        let mut found = Bits::below(terms.len());
        for name in names {
            self.folded.read(name);
            terms.each(&self.folded, |term, _, _| found.insert(term));
        }
        let number = self.found.len();
        self.found.push(found);
        self.numbers.insert(self.key.clone(), number);
        number
    }
}
