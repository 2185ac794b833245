//! What is found in the names of people and conversations: the same few names come with every
//! message, so each is looked at once.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::super::facts::Person;
use super::super::words::{Folded, fold};
use super::bits::Bits;
use super::terms::TermIndex;

/// How many sets of names are remembered before all are forgotten.
const REMEMBERED: usize = 4096;

/// What queries look for in names: groups of posts, and behind them terms, in one numbering.
#[derive(Debug)]
pub(super) struct NameIndex {
    pub terms: TermIndex,
    /// The groups that any query names, folded, with their numbers.
    pub groups: BTreeMap<String, u32>,
}

impl NameIndex {
    /// Returns how many numbers there are.
    pub fn len(&self) -> usize {
        self.terms.len() + self.groups.len()
    }

    /// Adds what is found of a person.
    pub fn find(&self, person: &Person<'_>, folded: &mut Folded, found: &mut Bits) {
        let first = u32::try_from(self.groups.len()).expect("fewer than 2^32 groups");
        for name in person.names {
            folded.read(name);
            self.terms
                .each(folded, |term, _, _| found.insert(first + term));
        }
        let group = person.group.filter(|_| !self.groups.is_empty());
        let group = group.and_then(|name| self.groups.get(fold(name).as_ref()));
        if let Some(number) = group {
            found.insert(*number);
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct NamesSeen {
    numbers: HashMap<String, usize>,
    found: Vec<Bits>,
    nothing: Bits,
    key: String,
    folded: Folded,
}

impl NamesSeen {
    /// Returns what is looked for and found in the names, and in the group.
    pub fn found(&mut self, index: &NameIndex, person: &Person<'_>) -> &Bits {
        if index.len() == 0 {
            return &self.nothing;
        }
        self.key.clear();
        for name in person.names.iter().chain(&person.group) {
            // With its length, so that no two sets of names are written alike.
            write!(self.key, "{}:{name}", name.len()).expect("a string can be written to");
        }
        self.key
            .push(if person.group.is_some() { '@' } else { '.' });
        let number = match self.numbers.get(&self.key) {
            Some(number) => *number,
            None => self.look(index, person),
        };
        &self.found[number]
    }

    fn look(&mut self, index: &NameIndex, person: &Person<'_>) -> usize {
        if self.found.len() >= REMEMBERED {
            self.numbers.clear();
            self.found.clear();
        }
        let mut found = Bits::below(index.len());
        index.find(person, &mut self.folded, &mut found);
        let number = self.found.len();
        self.found.push(found);
        self.numbers.insert(self.key.clone(), number);
        number
    }
}
