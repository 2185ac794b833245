//! Queries, compiled: terms numbered, lists written out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::query::{Count, Days, Field, Has, KindWord, Lists, Query, Side, Term, Test};
use super::super::scope::{Named, Scope};
use super::super::words::fold;
use super::bits::Mask;
use super::names::NameIndex;
use super::near::NearNode;
use super::terms::{TermIndex, TermNumbers};

/// Queries, compiled to be asked of many messages.
#[derive(Debug)]
pub struct Program {
    pub(super) text: TermIndex,
    pub(super) people: NameIndex,
    pub(super) chat: NameIndex,
    pub(super) asks_link: bool,
    pub(super) queries: Vec<Node>,
}

/// What is compiled: a query, what a hold names beside one, or both, which must then both match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'q> {
    /// What a hold names.
    pub scope: Option<&'q Scope>,
    /// The query.
    pub query: Option<&'q Query>,
}

impl<'q> From<&'q Query> for Asked<'q> {
    fn from(query: &'q Query) -> Asked<'q> {
        Asked {
            scope: None,
            query: Some(query),
        }
    }
}

/// A query, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Any of these terms or groups, in this field.
    Terms(Field, Mask),
    /// Anybody of these who is, or may be, known in the conversation.
    Around(Mask),
    /// Any of these sources.
    Source(Vec<String>),
    Near(NearNode),
    Date(Days),
    Length(Count),
    Has(Has),
    Kind(KindWord),
}

impl Node {
    /// Tells whether the node or a part of it is as asked.
    fn has(&self, wanted: &impl Fn(&Node) -> bool) -> bool {
        match self {
            Node::All(parts) | Node::Any(parts) => parts.iter().any(|part| part.has(wanted)),
            Node::Not(part) => part.has(wanted),
            node => wanted(node),
        }
    }
}

impl Program {
    /// Compiles queries; [`Seen::truth`](super::Seen::truth) counts them from 0. A list that
    /// `lists` does not have holds no term; [`parse`](super::super::query::parse) refuses such.
    pub fn compile<'q>(
        queries: impl IntoIterator<Item = impl Into<Asked<'q>>>,
        lists: &Lists,
    ) -> Program {
        let asked: Vec<Asked<'q>> = queries.into_iter().map(Into::into).collect();
        let mut compiler = Compiler {
            lists,
            text: TermNumbers::default(),
            people: TermNumbers::default(),
            chat: TermNumbers::default(),
            groups: groups(&asked),
            asks_link: false,
        };
        let queries = asked.iter().map(|asked| compiler.asked(asked)).collect();
        Program {
            text: compiler.text.index(),
            people: NameIndex {
                terms: compiler.people.index(),
                groups: compiler.groups,
            },
            chat: NameIndex {
                terms: compiler.chat.index(),
                groups: BTreeMap::new(),
            },
            asks_link: compiler.asks_link,
            queries,
        }
    }

    /// Tells whether a query, counted from 0, asks for words of the text.
    pub fn asks_for_words(&self, query: usize) -> bool {
        let words = |node: &Node| matches!(node, Node::Terms(Field::Text, _) | Node::Near(_));
        self.queries.get(query).is_some_and(|node| node.has(&words))
    }

    /// Tells whether any query asks who is known in a conversation, which only shows when all of
    /// it has been read.
    pub fn asks_for_conversation(&self) -> bool {
        let asks = |node: &Node| {
            matches!(
                node,
                Node::Terms(Field::To | Field::ChatHas, _) | Node::Around(_)
            )
        };
        self.queries.iter().any(|node| node.has(&asks))
    }

    /// Tells whether any query asks whose device it was.
    pub fn asks_for_custodian(&self) -> bool {
        let asks = |node: &Node| matches!(node, Node::Terms(Field::Custodian, _));
        self.queries.iter().any(|node| node.has(&asks))
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

/// Numbers the groups that are asked for.
fn groups(asked: &[Asked<'_>]) -> BTreeMap<String, u32> {
    let mut names = BTreeSet::new();
    for asked in asked {
        if let Some(scope) = asked.scope {
            names.extend(scope.groups().map(fold));
        }
        if let Some(query) = asked.query {
            query.each_test(&mut |test| {
                if let Test::Group(_, name) = test {
                    names.insert(fold(name));
                }
            });
        }
    }
    names.into_iter().map(Cow::into_owned).zip(0..).collect()
}

struct Compiler<'l> {
    lists: &'l Lists,
    text: TermNumbers,
    people: TermNumbers,
    chat: TermNumbers,
    groups: BTreeMap<String, u32>,
    asks_link: bool,
}

impl Compiler<'_> {
    fn asked(&mut self, asked: &Asked<'_>) -> Node {
        let mut parts = match asked.scope {
            Some(scope) => self.scope(scope),
            None => Vec::new(),
        };
        parts.extend(asked.query.map(|query| self.node(query)));
        match parts.len() {
            1 => parts.remove(0),
            _ => Node::All(parts),
        }
    }

    /// Compiles what a hold names: all of its keys must fit, each with one of its values.
    fn scope(&mut self, scope: &Scope) -> Vec<Node> {
        let mut parts = Vec::new();
        if !scope.sources.is_empty() {
            parts.push(Node::Source(scope.sources.clone()));
        }
        if !scope.conversations.is_empty() {
            let terms = scope.conversations.iter().cloned().map(Named::Words);
            let terms: Vec<Named> = terms.collect();
            parts.push(Node::Terms(Field::Chat, self.named(Field::Chat, &terms)));
        }
        if !scope.custodians.is_empty() {
            let named = self.named(Field::Custodian, &scope.custodians);
            parts.push(Node::Terms(Field::Custodian, named));
        }
        if !scope.people.is_empty() {
            parts.push(Node::Around(self.named(Field::ChatHas, &scope.people)));
        }
        parts.extend(scope.dates.map(Node::Date));
        parts
    }

    fn named(&mut self, field: Field, named: &[Named]) -> Mask {
        let numbers = named.iter().map(|named| match named {
            Named::Words(term) => self.number(field, term),
            Named::Group(name) => self.group(name),
        });
        Mask::of(numbers.collect())
    }

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
                let number = self.number(*field, term);
                Node::Terms(*field, Mask::of(vec![number]))
            }
            Test::List(field, name) => Node::Terms(*field, self.list(*field, name)),
            Test::Group(field, name) => Node::Terms(*field, Mask::of(vec![self.group(name)])),
            Test::Near(near) => Node::Near(NearNode {
                left: self.side(&near.left),
                right: self.side(&near.right),
                within: near.within as usize,
            }),
            Test::Date(days) => Node::Date(*days),
            Test::Length(count) => Node::Length(*count),
            Test::Has(has) => {
                self.asks_link |= *has == Has::Link;
                Node::Has(*has)
            }
            Test::Kind(kind) => Node::Kind(*kind),
        }
    }

    fn side(&mut self, side: &Side) -> Mask {
        match side {
            Side::Words(term) => Mask::of(vec![self.number(Field::Text, term)]),
            Side::List(name) => self.list(Field::Text, name),
        }
    }

    fn list(&mut self, field: Field, name: &str) -> Mask {
        let terms = self.lists.get(name).unwrap_or_default();
        Mask::of(terms.iter().map(|term| self.number(field, term)).collect())
    }

    /// Returns the number of a term in its field; those of people come behind the groups.
    fn number(&mut self, field: Field, term: &Term) -> u32 {
        let groups = u32::try_from(self.groups.len()).expect("fewer than 2^32 groups");
        match field {
            Field::Text => self.text.number(term),
            Field::Chat => self.chat.number(term),
            Field::From | Field::To | Field::ChatHas | Field::Custodian | Field::ReplyTo => {
                groups + self.people.number(term)
            }
        }
    }

    fn group(&self, name: &str) -> u32 {
        let number = self.groups.get(fold(name).as_ref());
        *number.expect("every group that is asked for was numbered first")
    }
}
