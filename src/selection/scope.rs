//! What a hold names beside a query: sources, conversations, custodians, people and dates.

use super::query::{Days, Term};

/// What a hold names. Of several keys all must fit; of the values of one key any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The ids of sources.
    pub sources: Vec<String>,
    /// Words side by side in the names of a conversation.
    pub conversations: Vec<Term>,
    /// Whose devices. A source of which nobody stated whose it was is caught.
    pub custodians: Vec<Named>,
    /// Who is known in the conversation. A label that the register does not place on the day of
    /// a message counts for everybody for whom it stands on any other; and where the export does
    /// not tell whether a conversation is one of two, its title counts as the label of the other.
    pub people: Vec<Named>,
    /// Local dates. What is undated is caught; so is what fits by one reading of its date only.
    pub dates: Option<Days>,
}

/// People whom a hold names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Words side by side in a label, key, display name or post.
    Words(Term),
    /// A group of posts.
    Group(String),
}

impl Scope {
    /// Tells whether nothing is named.
    pub fn is_empty(&self) -> bool {
        *self == Scope::default()
    }

    /// Returns the groups that are named.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        let named = self.custodians.iter().chain(&self.people);
        named.filter_map(|named| match named {
            Named::Group(name) => Some(name.as_str()),
            Named::Words(_) => None,
        })
    }
}
