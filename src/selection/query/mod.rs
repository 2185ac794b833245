//! The query language of rules and of search: a small subset of KQL.
//!
//! ```text
//! text:decid*            a word that starts so; a bare term means text:
//! "sign off"             words side by side        #decide       any of a list of the policy
//! from:"Private Office"  words of a sender's names from:@minister  a group of posts
//! to:@official           everybody else who is known in the conversation
//! chat-has:@minister     anybody who is known in the conversation, the sender too
//! custodian:@spad        whose device the export was made on
//! reply-to:@minister     who sent the message that is replied to
//! chat:winter            words of the names of a conversation
//! budget NEAR(6) #decide at most six words between them, in either order
//! date:2021-01..2021-06  inclusive; either end may be left open; also 2021, 2021-01, 2021-01-04
//! words:<=25             < > >= = and 5..10        has:attachment has:media has:link has:edited
//! kind:deleted           a kind of message, or what a notice reports: kind:timer-changed
//! AND OR NOT ( )         NOT binds more than AND, AND more than OR; field:(a OR b) distributes
//! ```
//!
//! What is not understood is an error with its place, never ignored. Matching is on the words of
//! [`Folded`](super::Folded), so case, ligatures and punctuation do not matter: a term that
//! holds several words (`off-record`) means these words side by side. An emoji (`👍`) is a word of
//! its own whatever the colour of its skin; it parts no phrase, and `words:` does not count it.
//!
//! **People** (`from:`, `to:`, `chat-has:`, `custodian:`, `reply-to:`) are matched by the words of
//! their names, which are the label, and what the register of people says for the day of the
//! message: key, display name and post; and by `@group`, the group of the post held on that day.
//! Known in a conversation are its senders, those to whom the app attributes a notice, the other
//! person of a chat of two by its title, and the custodian. An export names nobody who was there
//! in silence, so `NOT chat-has:@official` says that no official is known, not that none was there;
//! and in a part of a conversation, such as an export of one month, fewer may be known than in the
//! whole, so that `to:` and `chat-has:`, as context does, may reach less far at its ends.
//! A notice of the app is from nobody, and to everybody. Where nobody stated whose device it was,
//! `custodian:` is not known, as the date of an undated message is not: a rule that turns on it
//! does not hit, a hold catches. No export that is read today says which message another replies
//! to, so `reply-to:` matches nothing yet.
//!
//! **`a NEAR(6) b`** matches where `a` and `b` both stand in the text with at most six words
//! between the end of one and the start of the other, in either order, and no word shared. On
//! either side may stand a word, the start of one, a phrase or a `#list`; nothing in parentheses,
//! no other field, and no third. An emoji between them counts. `NEAR(0)` means directly beside. The number is at most 100. NEAR
//! binds more than NOT.

mod asked;
mod error;
mod lex;
mod near;
mod nearest;
mod parse;
mod print;
mod term;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub use error::{QueryError, QueryFault};
pub use near::{Near, Side};
pub use nearest::nearest;
pub use parse::parse;
pub(crate) use term::is_name;
pub use term::{Lists, Term, TermWord};
pub use value::{Count, Days, Has, KindWord};

/// A query as it was understood. Its `Display` is a query that is understood the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Query {
    /// All must match; at least two.
    And(Vec<Query>),
    /// One must match; at least two.
    Or(Vec<Query>),
    /// It must not match.
    Not(Box<Query>),
    /// One thing to look for.
    Test(Test),
}

/// One thing that a query looks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Words in a field.
    Words(Field, Term),
    /// Any term of a list, by its name, in a field.
    List(Field, String),
    /// Somebody of a group of posts, by its name.
    Group(Field, String),
    /// Words of the text near others.
    Near(Near),
    /// A local date.
    Date(Days),
    /// A number of words.
    Length(Count),
    /// Something that a message carries.
    Has(Has),
    /// A kind of message or of notice.
    Kind(KindWord),
}

/// The fields that hold words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What was written.
    Text,
    /// The names of the sender.
    From,
    /// The names of everybody else who is known in the conversation.
    To,
    /// The names of everybody who is known in the conversation.
    ChatHas,
    /// The names of whose device it was.
    Custodian,
    /// The names of the sender of the message replied to.
    ReplyTo,
    /// The names of the conversation.
    Chat,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: [Field; 7] = [
        Field::Text,
        Field::From,
        Field::To,
        Field::ChatHas,
        Field::Custodian,
        Field::ReplyTo,
        Field::Chat,
    ];

    /// Returns the name of this field in a query.
    pub fn word(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::From => "from",
            Field::To => "to",
            Field::ChatHas => "chat-has",
            Field::Custodian => "custodian",
            Field::ReplyTo => "reply-to",
            Field::Chat => "chat",
        }
    }

    /// Tells whether its names are those of people, who belong to groups of posts.
    pub fn is_of_people(self) -> bool {
        !matches!(self, Field::Text | Field::Chat)
    }
}

impl Test {
    /// Returns the name of the field that is asked.
    pub fn field(&self) -> &'static str {
        match self {
            Test::Words(field, _) | Test::List(field, _) | Test::Group(field, _) => field.word(),
            Test::Near(_) => Field::Text.word(),
            Test::Date(_) => "date",
            Test::Length(_) => "words",
            Test::Has(_) => "has",
            Test::Kind(_) => "kind",
        }
    }

    /// Calls `see` with every list that is named.
    pub fn each_list<'t>(&'t self, see: &mut impl FnMut(&'t str)) {
        match self {
            Test::List(_, list) => see(list),
            Test::Near(near) => {
                for side in [&near.left, &near.right] {
                    if let Side::List(list) = side {
                        see(list);
                    }
                }
            }
            _ => {}
        }
    }
}

impl Query {
    /// Calls `see` with every test of the query, in the order in which they are written.
    pub fn each_test<'q>(&'q self, see: &mut impl FnMut(&'q Test)) {
        match self {
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    part.each_test(see);
                }
            }
            Query::Not(part) => part.each_test(see),
            Query::Test(test) => see(test),
        }
    }
}
