//! The tokens of a query, each with its bytes.

use std::ops::Range;

use super::term::is_quote;
use super::{QueryError, QueryFault};

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'q> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `NEAR`, and what stands in the parentheses directly behind it.
    Near(Option<&'q str>),
    /// A name and its colon; what follows is the value.
    Field(&'q str),
    /// Anything else without quotation marks.
    Bare(&'q str),
    /// What stands between quotation marks, and the byte at which that starts.
    Quoted(&'q str, usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'q> {
    pub kind: Kind<'q>,
    pub range: Range<usize>,
}

/// Returns the tokens of a query; the one fault that tokens can have is a quotation mark that is
/// never closed, which is added to `errors`.
pub(super) fn tokens<'q>(query: &'q str, errors: &mut Vec<QueryError>) -> Vec<Token<'q>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = query.get(at..)
        && let Some(c) = rest.chars().next()
    {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (kind, length) = match c {
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            c if is_quote(c) => {
                let inner = rest.get(c.len_utf8()..).unwrap_or_default();
                let close = inner.char_indices().find(|(_, c)| is_quote(*c));
                if close.is_none() {
                    let range = at..query.len();
                    errors.push(QueryError::new(range, QueryFault::UnclosedQuote));
                }
                let end = close.map_or(inner.len(), |(end, _)| end);
                let closed = close.map_or(0, |(_, close)| close.len_utf8());
                let content = inner.get(..end).unwrap_or_default();
                let start = c.len_utf8();
                (Kind::Quoted(content, at + start), start + end + closed)
            }
            _ => bare(rest),
        };
        let range = at..at + length;
        at = range.end;
        tokens.push(Token { kind, range });
    }
    tokens
}

/// Reads an operator, a field with its colon, or a bare term at the start of `rest`.
fn bare(rest: &str) -> (Kind<'_>, usize) {
    let ends = |c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c);
    let run = rest
        .get(..rest.find(ends).unwrap_or(rest.len()))
        .unwrap_or_default();
    let kind = match run {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        "NEAR" => {
            let behind = rest.get(run.len()..).unwrap_or_default();
            let inner = behind
                .strip_prefix('(')
                .and_then(|rest| rest.split_once(')'));
            let number = inner.map(|(number, _)| number);
            let length = number.map_or(0, |number| number.len() + 2);
            return (Kind::Near(number), run.len() + length);
        }
        run => match run.split_once(':') {
            // 10:30 is a term; a field starts with a letter.
            Some((name, _)) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                return (Kind::Field(name), name.len() + 1);
            }
            _ => Kind::Bare(run),
        },
    };
    (kind, run.len())
}
