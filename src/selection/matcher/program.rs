//! Queries, compiled: terms numbered, lists written out.

use std::collections::BTreeMap;

use super::super::query::{Count, Days, Field, Has, KindWord, Lists, Query, Test};
use super::super::words::fold;
use super::bits::Mask;
use super::terms::{TermIndex, TermNumbers};

/// Queries, compiled to be asked of many messages.
#[derive(Debug)]
pub struct Program {
    pub(super) text: TermIndex,
    pub(super) from: TermIndex,
    pub(super) chat: TermIndex,
    /// The groups that any query names, folded, by their number.
    pub(super) groups: BTreeMap<String, u32>,
    pub(super) asks_link: bool,
    pub(super) queries: Vec<Node>,
}

/// A query, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Any of these terms, in this field.
    Terms(Field, Mask),
    Group(u32),
    Date(Days),
    Length(Count),
    Has(Has),
    Kind(KindWord),
}

impl Node {
    fn asks_for_words(&self) -> bool {
        match self {
            Node::All(parts) | Node::Any(parts) => parts.iter().any(Node::asks_for_words),
            Node::Not(part) => part.asks_for_words(),
            Node::Terms(field, _) => *field == Field::Text,
            _ => false,
        }
    }
}

impl Program {
    /// Compiles queries; [`Seen::truth`](super::Seen::truth) counts them from 0. A list that
    /// `lists` does not have holds no term; [`parse`](super::super::query::parse) refuses such.
    pub fn compile<'q>(queries: impl IntoIterator<Item = &'q Query>, lists: &Lists) -> Program {
        let mut compiler = Compiler {
            lists,
            text: TermNumbers::default(),
            from: TermNumbers::default(),
            chat: TermNumbers::default(),
            groups: BTreeMap::new(),
            asks_link: false,
        };
        let queries = queries.into_iter().map(|q| compiler.node(q)).collect();
        Program {
            text: compiler.text.index(),
            from: compiler.from.index(),
            chat: compiler.chat.index(),
            groups: compiler.groups,
            asks_link: compiler.asks_link,
            queries,
        }
    }

    /// Tells whether a query, counted from 0, asks for words of the text.
    pub fn asks_for_words(&self, query: usize) -> bool {
        self.queries.get(query).is_some_and(Node::asks_for_words)
    }

    /// Returns how many queries were compiled.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Tells whether there is no query.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }
}

struct Compiler<'l> {
    lists: &'l Lists,
    text: TermNumbers,
    from: TermNumbers,
    chat: TermNumbers,
    groups: BTreeMap<String, u32>,
    asks_link: bool,
}

impl Compiler<'_> {
    fn node(&mut self, query: &Query) -> Node {
        match query {
            Query::And(parts) => Node::All(parts.iter().map(|part| self.node(part)).collect()),
            Query::Or(parts) => Node::Any(parts.iter().map(|part| self.node(part)).collect()),
            Query::Not(part) => Node::Not(Box::new(self.node(part))),
            Query::Test(test) => self.test(test),
        }
    }

    fn test(&mut self, test: &Test) -> Node {
        match test {
            Test::Words(field, term) => {
                let number = self.terms(*field).number(term);
                Node::Terms(*field, Mask::of(vec![number]))
            }
            Test::List(field, name) => {
                let terms = self.lists.get(name).unwrap_or_default();
                let numbers = self.terms(*field);
                let numbers = terms.iter().map(|term| numbers.number(term)).collect();
                Node::Terms(*field, Mask::of(numbers))
            }
            Test::Group(name) => {
                let next = u32::try_from(self.groups.len()).expect("fewer than 2^32 groups");
                Node::Group(*self.groups.entry(fold(name).into_owned()).or_insert(next))
            }
            Test::Date(days) => Node::Date(*days),
            Test::Length(count) => Node::Length(*count),
            Test::Has(has) => {
                self.asks_link |= *has == Has::Link;
                Node::Has(*has)
            }
            Test::Kind(kind) => Node::Kind(*kind),
        }
    }

    fn terms(&mut self, field: Field) -> &mut TermNumbers {
        match field {
            Field::Text => &mut self.text,
            Field::From => &mut self.from,
            Field::Chat => &mut self.chat,
        }
    }
}
