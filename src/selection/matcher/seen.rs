//! One look at a message, and what the queries say of it.

use std::ops::Range;

use chrono::NaiveDate;

use super::super::facts::{Facts, Person};
use super::super::query::{Field, Has};
use super::super::words::Folded;
use super::around::Around;
use super::bits::Bits;
use super::names::NamesSeen;
use super::near::Enough;
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
    replied: NamesSeen,
    chats: NamesSeen,
}

/// Where a term of the program stands in a text: its first and its last word.
#[derive(Debug, Clone, Copy)]
pub(super) struct TermPlace {
    pub term: u32,
    pub first: usize,
    pub last: usize,
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
    source: &'m str,
    /// `None` where the app speaks.
    from: Option<&'m Bits>,
    /// `None` where nothing is replied to.
    reply_to: Option<&'m Bits>,
    around: Option<&'m Around>,
    member: Option<usize>,
    chat: &'m Bits,
    date: Option<NaiveDate>,
    other_date: Option<NaiveDate>,
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
            replied: NamesSeen::default(),
            chats: NamesSeen::default(),
        }
    }

    /// Looks at a message.
    pub fn look<'m>(&'m mut self, facts: &Facts<'m>) -> Seen<'m> {
        let link = self.read(facts.text);
        let program = self.program;
        let (senders, replied) = (&mut self.senders, &mut self.replied);
        let from = facts.sender.as_ref();
        let reply_to = facts.reply_to.as_ref();
        let chat = Person {
            names: facts.conversation,
            group: None,
        };
        Seen {
            program,
            folded: &self.folded,
            text: &self.text,
            places: &self.places,
            link,
            about: Some(About {
                source: facts.source,
                from: from.map(|person| senders.found(&program.people, person)),
                reply_to: reply_to.map(|person| replied.found(&program.people, person)),
                around: facts.around,
                member: facts.member,
                chat: self.chats.found(&program.chat, &chat),
                date: facts.date,
                other_date: facts.other_date,
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
    /// Tells whether a query of the program, counted from 0, matches by the date as it was read.
    pub fn truth(&self, query: usize) -> Truth {
        self.truth_on(query, self.date())
    }

    /// Tells whether a query matches by either reading of the date, where there are two and it is
    /// not certain which is right: when they differ, that is not known.
    pub fn truth_in_either_reading(&self, query: usize) -> Truth {
        let truth = self.truth(query);
        let about = self.about.as_ref();
        match about.and_then(|about| about.other_date) {
            Some(other) if self.truth_on(query, Some(other)) != truth => Truth::Unknown,
            _ => truth,
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        self.about.as_ref().and_then(|about| about.date)
    }

    fn truth_on(&self, query: usize, date: Option<NaiveDate>) -> Truth {
        let node = self.program.queries.get(query);
        node.map_or(Truth::No, |node| self.node(node, date))
    }

    fn node(&self, node: &Node, date: Option<NaiveDate>) -> Truth {
        match node {
            Node::All(parts) => Truth::all(parts.iter().map(|part| self.node(part, date))),
            Node::Any(parts) => Truth::any(parts.iter().map(|part| self.node(part, date))),
            Node::Not(part) => self.node(part, date).opposite(),
            Node::Terms(Field::Text, terms) => terms.meets(self.text).into(),
            Node::Near(near) => {
                let both = near.left.meets(self.text) && near.right.meets(self.text);
                (both && near.any(self.places)).into()
            }
            Node::Length(count) => count.contains(self.folded.spoken()).into(),
            Node::Has(Has::Link) => self.link.into(),
            Node::Date(days) if self.about.is_some() => {
                date.map_or(Truth::Unknown, |day| days.contains(day).into())
            }
            node => self
                .about
                .as_ref()
                .map_or(Truth::Unknown, |about| about.node(node)),
        }
    }

    /// Returns the bytes of `text`, which must be the text looked at, that made a query match, by
    /// either reading of the date: what its terms found, but for those under a NOT or in a part
    /// that does not match, and of those of NEAR the ones that are near. Sorted, each once.
    pub fn places(&self, query: usize, text: &str) -> Vec<Range<usize>> {
        let mut date = self.date();
        let other = self.about.as_ref().and_then(|about| about.other_date);
        if other.is_some() && self.truth(query) == Truth::No {
            date = other;
        }
        let mut wanted = Wanted {
            terms: Bits::below(self.program.text.len()),
            near: Vec::new(),
        };
        if let Some(node) = self.program.queries.get(query) {
            self.want(node, Truth::Yes, date, &mut wanted);
        }
        let found = self.places.iter();
        let found = found.filter(|place| wanted.terms.contains(place.term));
        let mut places: Vec<_> = found
            .chain(&wanted.near)
            .map(|place| self.folded.source_range(text, place.first, place.last))
            .collect();
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup();
        places
    }

    /// Adds the terms and places that help a node to be what it is wanted to be.
    fn want(&self, node: &Node, as_wanted: Truth, date: Option<NaiveDate>, wanted: &mut Wanted) {
        if self.node(node, date) == as_wanted.opposite() {
            return;
        }
        match node {
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.want(part, as_wanted, date, wanted);
                }
            }
            Node::Not(part) => self.want(part, as_wanted.opposite(), date, wanted),
            Node::Terms(Field::Text, terms) if as_wanted == Truth::Yes => {
                terms.add_to(&mut wanted.terms);
            }
            Node::Near(near) if as_wanted == Truth::Yes => {
                near.each(self.places, |first, second| {
                    wanted.near.extend([first, second]);
                    Enough::No
                });
            }
            _ => {}
        }
    }
}

/// What of a text helped a query to match.
struct Wanted {
    terms: Bits,
    near: Vec<TermPlace>,
}

impl About<'_> {
    fn node(&self, node: &Node) -> Truth {
        match node {
            Node::Terms(Field::From, terms) => {
                self.from.is_some_and(|from| terms.meets(from)).into()
            }
            Node::Terms(Field::ReplyTo, terms) => {
                self.reply_to.is_some_and(|to| terms.meets(to)).into()
            }
            Node::Terms(Field::To, terms) => self
                .around
                .is_some_and(|around| around.has_beside(terms, self.member))
                .into(),
            Node::Terms(Field::ChatHas, terms) => {
                self.around.is_some_and(|around| around.has(terms)).into()
            }
            Node::Terms(Field::Custodian, terms) => {
                let meant = self.around.and_then(|around| around.custodian(terms));
                meant.map_or(Truth::Unknown, Truth::from)
            }
            Node::Terms(_, terms) => terms.meets(self.chat).into(),
            Node::Around(people) => {
                let may_have = |around: &Around| around.may_have(people);
                self.around.is_some_and(may_have).into()
            }
            Node::Source(sources) => sources.iter().any(|source| source == self.source).into(),
            Node::Has(Has::Attachment) => self.attachment.into(),
            Node::Has(Has::Media) => self.media.into(),
            Node::Has(Has::Edited) => self.edited.into(),
            Node::Kind(kind) => kind.matches(self.kind, self.event).into(),
            Node::All(_)
            | Node::Any(_)
            | Node::Not(_)
            | Node::Near(_)
            | Node::Date(_)
            | Node::Length(_)
            | Node::Has(Has::Link) => Truth::Unknown,
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
