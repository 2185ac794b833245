//! One look at a message, and what the queries say of it.

use std::ops::Range;

use chrono::NaiveDate;

use super::super::facts::Facts;
use super::super::query::{Field, Has};
use super::super::words::{Folded, fold};
use super::bits::Bits;
use super::names::NamesSeen;
use super::program::{Node, Program};
use super::truth::Truth;
use crate::message::{Attachment, EventCode, Kind};

/// Runs a program over messages, one after the other; each thread has its own.
#[derive(Debug)]
pub struct Matcher<'p> {
    program: &'p Program,
    folded: Folded,
    text: Bits,
    places: Vec<TermPlace>,
    senders: NamesSeen,
    chats: NamesSeen,
}

/// Where a term of the program stands in a text: its first and its last word.
#[derive(Debug, Clone, Copy)]
struct TermPlace {
    term: u32,
    first: usize,
    last: usize,
}

/// What is known of a message after one look.
#[derive(Debug)]
pub struct Seen<'m> {
    program: &'m Program,
    folded: &'m Folded,
    text: &'m Bits,
    places: &'m [TermPlace],
    link: bool,
    about: Option<About<'m>>,
}

/// What is known beside the text; of an example nothing is.
#[derive(Debug)]
struct About<'m> {
    /// `None` where the app speaks.
    from: Option<&'m Bits>,
    group: Option<u32>,
    chat: &'m Bits,
    date: Option<NaiveDate>,
    kind: Kind,
    event: Option<EventCode>,
    attachment: bool,
    media: bool,
    edited: bool,
}

impl<'p> Matcher<'p> {
    /// Returns a matcher for a program.
    pub fn new(program: &'p Program) -> Matcher<'p> {
        Matcher {
            program,
            folded: Folded::default(),
            text: Bits::below(program.text.len()),
            places: Vec::new(),
            senders: NamesSeen::default(),
            chats: NamesSeen::default(),
        }
    }

    /// Looks at a message.
    pub fn look(&mut self, facts: &Facts<'_>) -> Seen<'_> {
        let link = self.read(facts.text);
        let program = self.program;
        let group = facts.sender.and_then(|person| person.group);
        let group = group.filter(|_| !program.groups.is_empty());
        let from = match facts.sender {
            Some(person) => Some(self.senders.found(&program.from, person.names)),
            None => None,
        };
        Seen {
            program,
            folded: &self.folded,
            text: &self.text,
            places: &self.places,
            link,
            about: Some(About {
                from,
                group: group.and_then(|name| program.groups.get(fold(name).as_ref()).copied()),
                chat: self.chats.found(&program.chat, facts.conversation),
                date: facts.date,
                kind: facts.kind,
                event: facts.event,
                attachment: !facts.attachments.is_empty(),
                media: facts.attachments.iter().any(may_be_media),
                edited: facts.edited,
            }),
        }
    }

    /// Looks at a text of which nothing else is known, such as an example.
    pub fn look_at_text(&mut self, text: &str) -> Seen<'_> {
        let link = self.read(text);
        Seen {
            program: self.program,
            folded: &self.folded,
            text: &self.text,
            places: &self.places,
            link,
            about: None,
        }
    }

    /// Reads the text into the buffers; tells whether it holds a web address, where that is asked.
    fn read(&mut self, text: &str) -> bool {
        self.folded.read(text);
        self.text.clear();
        self.places.clear();
        let (found, places) = (&mut self.text, &mut self.places);
        self.program.text.each(&self.folded, |term, first, last| {
            found.insert(term);
            places.push(TermPlace { term, first, last });
        });
        self.program.asks_link && holds_link(self.folded.text())
    }
}

impl Seen<'_> {
    /// Tells whether a query of the program, counted from 0, matches.
    pub fn truth(&self, query: usize) -> Truth {
        let node = self.program.queries.get(query);
        node.map_or(Truth::No, |node| self.node(node))
    }

    fn node(&self, node: &Node) -> Truth {
        match node {
            Node::All(parts) => Truth::all(parts.iter().map(|part| self.node(part))),
            Node::Any(parts) => Truth::any(parts.iter().map(|part| self.node(part))),
            Node::Not(part) => self.node(part).opposite(),
            Node::Terms(Field::Text, terms) => terms.meets(self.text).into(),
            Node::Length(count) => count.contains(self.folded.len()).into(),
            Node::Has(Has::Link) => self.link.into(),
            node => self
                .about
                .as_ref()
                .map_or(Truth::Unknown, |about| about.node(node)),
        }
    }

    /// Returns the bytes of `text`, which must be the text looked at, that made a query match:
    /// what its terms found, but for those under a NOT or in a part that does not match.
    /// Sorted, each once.
    pub fn places(&self, query: usize, text: &str) -> Vec<Range<usize>> {
        let mut wanted = Bits::below(self.program.text.len());
        if let Some(node) = self.program.queries.get(query) {
            self.want(node, Truth::Yes, &mut wanted);
        }
        let found = self.places.iter();
        let mut places: Vec<_> = found
            .filter(|place| wanted.contains(place.term))
            .map(|place| self.folded.source_range(text, place.first, place.last))
            .collect();
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup();
        places
    }

    /// Adds the terms that help a node to be what it is wanted to be.
    fn want(&self, node: &Node, as_wanted: Truth, wanted: &mut Bits) {
        if self.node(node) == as_wanted.opposite() {
            return;
        }
        match node {
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.want(part, as_wanted, wanted);
                }
            }
            Node::Not(part) => self.want(part, as_wanted.opposite(), wanted),
            Node::Terms(Field::Text, terms) if as_wanted == Truth::Yes => terms.add_to(wanted),
            _ => {}
        }
    }
}

impl About<'_> {
    fn node(&self, node: &Node) -> Truth {
        match node {
            Node::Terms(Field::From, terms) => {
                self.from.is_some_and(|from| terms.meets(from)).into()
            }
            Node::Terms(_, terms) => terms.meets(self.chat).into(),
            Node::Group(group) => (self.group == Some(*group)).into(),
            Node::Date(days) => match self.date {
                Some(day) => days.contains(day).into(),
                None => Truth::Unknown,
            },
            Node::Has(Has::Attachment) => self.attachment.into(),
            Node::Has(Has::Media) => self.media.into(),
            Node::Has(Has::Edited) => self.edited.into(),
            Node::Kind(kind) => kind.matches(self.kind, self.event).into(),
            Node::All(_) | Node::Any(_) | Node::Not(_) | Node::Length(_) | Node::Has(Has::Link) => {
                Truth::Unknown
            }
        }
    }
}

/// Tells whether an attachment is a picture, film, sound or sticker, or may be one.
fn may_be_media(attachment: &Attachment<'_>) -> bool {
    !matches!(attachment.media, Some("document" | "contact"))
}

/// Tells whether a folded text holds a web address.
fn holds_link(text: &str) -> bool {
    let www = |(at, _): (usize, &str)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    text.contains("http://") || text.contains("https://") || text.match_indices("www.").any(www)
}
