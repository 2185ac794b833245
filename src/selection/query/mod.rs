//! The query language of rules and of search: a small subset of KQL.
//!
//! ```text
//! text:decid*            a word that starts so; a bare term means text:
//! "sign off"             words side by side        #decide       any of a list of the policy
//! from:"Private Office"  words of a sender's names from:@minister  a group of posts
//! chat:winter            words of the names of a conversation
//! date:2021-01..2021-06  inclusive; either end may be left open; also 2021, 2021-01, 2021-01-04
//! words:<=25             < > >= = and 5..10        has:attachment has:media has:link has:edited
//! kind:deleted           a kind of message, or what a notice reports: kind:timer-changed
//! AND OR NOT ( )         NOT binds more than AND, AND more than OR; field:(a OR b) distributes
//! ```
//!
//! What is not understood is an error with its place, never ignored. Matching is on the words of
//! [`Folded`](super::Folded), so case, ligatures and punctuation do not matter: a term that
//! holds several words (`off-record`) means these words side by side.

mod error;
mod lex;
mod nearest;
mod parse;
mod print;
mod term;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub use error::{QueryError, QueryFault};
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
    /// A sender of a group of posts, by its name.
    Group(String),
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
    /// The names of the conversation.
    Chat,
}

impl Field {
    /// Returns the name of this field in a query.
    pub fn word(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::From => "from",
            Field::Chat => "chat",
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
