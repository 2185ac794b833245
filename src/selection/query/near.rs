//! `a NEAR(6) b`: two things of a text with few words between them.

use std::ops::Range;

use super::lex::Kind;
use super::parse::{Inside, Parser};
use super::{Field, Query, QueryError, QueryFault, Term, Test};

/// The most words that may stand between: more is the whole message, which AND asks for.
const MOST: u32 = 100;

/// Two things of a text, in either order and without a word in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// What is written first.
    pub left: Side,
    /// What is written second.
    pub right: Side,
    /// The most words that may stand between the end of one and the start of the other.
    pub within: u32,
}

/// What stands on one side of NEAR.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A word, the start of one, or a phrase.
    Words(Term),
    /// Any term of a list, by its name.
    List(String),
}

impl Parser<'_> {
    /// Reads `NEAR(n)` and what follows it, where it stands behind a term; otherwise the term is
    /// all there is.
    pub fn near(&mut self, left: Option<Query>, inside: Inside) -> Option<Query> {
        let Some(Kind::Near(number)) = self.kind() else {
            return left;
        };
        let operator = self.range();
        self.at += 1;
        let within = self.within(number, &operator);
        let right = self.operand(&operator, inside);
        let left = self.side(left?, &operator);
        let right = match left {
            Some(_) => self.side(right?, &operator),
            None => None,
        };
        Some(Query::Test(Test::Near(Near {
            left: left?,
            right: right?,
            within: within?,
        })))
    }

    /// Reads a `NEAR` that has no term before it, and what follows it.
    pub fn stray_near(&mut self, inside: Inside) -> Option<Query> {
        let operator = self.range();
        let after_parenthesis = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let fault = match after_parenthesis.map(|token| token.kind) {
            Some(Kind::Close) => beside(operator.clone()),
            _ => {
                let (operator_word, side) = ("NEAR", "before");
                let fault = QueryFault::NothingBeside {
                    operator: operator_word,
                    side,
                };
                QueryError::new(operator.clone(), fault)
            }
        };
        self.errors.push(fault);
        self.at += 1;
        if let Some(Kind::Bare(_) | Kind::Quoted(..) | Kind::Field(_)) = self.kind() {
            self.one(inside);
        }
        None
    }

    fn within(&mut self, number: Option<&str>, operator: &Range<usize>) -> Option<u32> {
        let digits = number.map(str::trim).unwrap_or_default();
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let within = digits.parse().ok().filter(|n| plain && *n <= MOST);
        if within.is_none() {
            self.errors.push(
                QueryError::new(operator.clone(), QueryFault::NearNumber).meaning(
                    "Write a NEAR(6) b for at most six words between; for more than 100, use AND.",
                ),
            );
        }
        // NEAR (6): the number stands apart, and is no term.
        if number.is_none() && self.kind() == Some(Kind::Open) {
            let range = self.range();
            self.pass_over(range.start);
        }
        within
    }

    /// Reads what stands behind NEAR.
    fn operand(&mut self, operator: &Range<usize>, inside: Inside) -> Option<Query> {
        match self.kind() {
            Some(Kind::Bare(_) | Kind::Quoted(..)) => self.one(inside),
            // text:a NEAR(6) text:b is a field beside a field, not one inside the other.
            Some(Kind::Field(_)) => self.one(Inside {
                field: None,
                ..inside
            }),
            Some(Kind::Open) => {
                let range = self.range();
                self.errors.push(beside(range.clone()));
                self.pass_over(range.start);
                None
            }
            _ => {
                let fault = QueryFault::NothingBeside {
                    operator: "NEAR",
                    side: "after",
                };
                self.fault(operator.clone(), fault);
                None
            }
        }
    }

    fn side(&mut self, query: Query, operator: &Range<usize>) -> Option<Side> {
        let error = match query {
            Query::Test(Test::Words(Field::Text, term)) => return Some(Side::Words(term)),
            Query::Test(Test::List(Field::Text, list)) => return Some(Side::List(list)),
            Query::Test(Test::Near(_)) => QueryError::new(operator.clone(), QueryFault::NearThree)
                .meaning("Write a NEAR(6) b AND b NEAR(6) c."),
            Query::Test(test) => {
                QueryError::new(operator.clone(), QueryFault::NearField(test.field()))
                    .meaning("Use AND.")
            }
            _ => beside(operator.clone()),
        };
        self.errors.push(error);
        None
    }
}

fn beside(range: Range<usize>) -> QueryError {
    QueryError::new(range, QueryFault::NearBeside)
        .meaning("Make a [list] of several words, and write #list NEAR(6) b.")
}
