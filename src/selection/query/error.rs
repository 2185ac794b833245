//! What is wrong with a query, and where in it.

use std::ops::Range;

use crate::shown::shown;

/// Something wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct QueryError {
    /// The bytes of the query that it concerns; empty where something is missing.
    pub range: Range<usize>,
    /// What is wrong.
    pub fault: QueryFault,
    /// What was probably meant, as a sentence.
    pub meant: Option<String>,
}

/// The ways in which a query can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// There is nothing in it.
    #[error("there is nothing to look for")]
    Empty,
    /// A field that does not exist.
    #[error("there is no field \"{}:\"", shown(.0))]
    UnknownField(String),
    /// A list that the policy does not have.
    #[error("there is no list \"#{}\"", shown(.0))]
    UnknownList(String),
    /// A word after `has:` that means nothing.
    #[error("\"{}\" is nothing that a message can have", shown(.0))]
    UnknownHas(String),
    /// A word after `kind:` that means nothing.
    #[error("there is no kind \"{}\"", shown(.0))]
    UnknownKind(String),
    /// A quotation mark without its partner.
    #[error("this quotation mark is never closed")]
    UnclosedQuote,
    /// A `*` that does not end a word.
    #[error("a * may stand only at the end of a word")]
    StarInside,
    /// A term of punctuation or signs alone.
    #[error("\"{}\" holds no word to look for", shown(.0))]
    NoWord(String),
    /// A sign in a term without quotation marks that nothing would be done with.
    #[error("\"{}\" has no meaning here", shown(.0))]
    Sign(String),
    /// `NEAR` without a number, or with one that it cannot have.
    #[error("NEAR needs a number of words from 0 to 100 directly after it, such as NEAR(6)")]
    NearNumber,
    /// `NEAR` in or beside a field that does not hold the words of the text.
    #[error("NEAR looks for words of the text, not of \"{0}:\"")]
    NearField(&'static str),
    /// `NEAR` beside parentheses.
    #[error("NEAR takes a word, a phrase or a #list on either side")]
    NearBeside,
    /// `NEAR` after `NEAR`.
    #[error("NEAR joins two things, not three")]
    NearThree,
    /// Two terms with nothing between them.
    #[error("two terms stand side by side: write AND or OR between them")]
    SideBySide,
    /// `and`, `or` or `not` where an operator is likely meant.
    #[error("\"{0}\" is an ordinary word here")]
    LowerCaseOperator(String),
    /// An operator with nothing on one side.
    #[error("{operator} needs something to look for {side} it")]
    NothingBeside {
        /// The operator.
        operator: &'static str,
        /// `before` or `after`.
        side: &'static str,
    },
    /// An opening parenthesis without its partner.
    #[error("this parenthesis is never closed")]
    UnclosedParenthesis,
    /// A closing parenthesis without its partner.
    #[error("this parenthesis closes nothing")]
    StrayParenthesis,
    /// Nothing between parentheses.
    #[error("there is nothing between these parentheses")]
    EmptyParentheses,
    /// More than the permitted depth of parentheses and NOTs.
    #[error("this is nested more than {0} deep")]
    TooDeep(usize),
    /// A field with nothing, or with a space, after its colon.
    #[error("\"{0}:\" needs its value directly after the colon")]
    NoValue(&'static str),
    /// A field inside the parentheses of another.
    #[error("\"{inner}:\" stands inside the parentheses of \"{outer}:\"")]
    FieldInField {
        /// The field of the parentheses.
        outer: &'static str,
        /// The field inside.
        inner: &'static str,
    },
    /// A `#list` where words are not looked for.
    #[error("\"{0}:\" takes no list of words")]
    ListHere(&'static str),
    /// A `@group` in a field that is not of people.
    #[error(
        "a group of posts can only be asked of people: write from:@…, to:@…, chat-has:@…, custodian:@… or reply-to:@…"
    )]
    GroupHere,
    /// A `#` or `@` without a name of letters, digits, `-` and `_`.
    #[error("{0} needs a name of letters, digits, - and _ directly after it")]
    BadName(char),
    /// Not a date.
    #[error("\"{}\" is not a date", shown(.0))]
    BadDate(String),
    /// A range of dates that ends before it starts.
    #[error("these dates end before they start")]
    DatesBackwards,
    /// Not a number of words.
    #[error("\"{}\" is not a number of words", shown(.0))]
    BadCount(String),
    /// A number of words that no message can have.
    #[error("no message can have this number of words")]
    ImpossibleCount,
}

impl QueryError {
    pub(crate) fn new(range: Range<usize>, fault: QueryFault) -> QueryError {
        QueryError {
            range,
            fault,
            meant: None,
        }
    }

    pub(crate) fn meaning(self, meant: impl Into<String>) -> QueryError {
        QueryError {
            meant: Some(meant.into()),
            ..self
        }
    }

    pub(crate) fn moved(self, by: usize) -> QueryError {
        QueryError {
            range: self.range.start + by..self.range.end + by,
            ..self
        }
    }
}
