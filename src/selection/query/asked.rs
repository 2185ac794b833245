//! The fields that a query can ask, and what their values are.

use super::{Count, Days, Field, Has, KindWord, QueryError, Term, Test};

/// A field, and with that what its values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Words(Field),
    Date,
    Length,
    Has,
    Kind,
}

impl Asked {
    /// Returns every field.
    pub fn all() -> impl Iterator<Item = Asked> {
        let words = Field::ALL.into_iter().map(Asked::Words);
        words.chain([Asked::Date, Asked::Length, Asked::Has, Asked::Kind])
    }

    pub fn word(self) -> &'static str {
        match self {
            Asked::Words(field) => field.word(),
            Asked::Date => "date",
            Asked::Length => "words",
            Asked::Has => "has",
            Asked::Kind => "kind",
        }
    }
}

/// Reads the value of a field that stands between quotation marks, or is no word.
pub(super) fn value(asked: Asked, text: &str) -> Result<Test, QueryError> {
    match asked {
        Asked::Words(field) => Term::quoted(text).map(|term| Test::Words(field, term)),
        Asked::Date => Days::parse(text).map(Test::Date),
        Asked::Length => Count::parse(text).map(Test::Length),
        Asked::Has => Has::parse(text).map(Test::Has),
        Asked::Kind => KindWord::parse(text).map(Test::Kind),
    }
}
