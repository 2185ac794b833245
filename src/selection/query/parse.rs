//! From the text of a query to what it means; or to everything that is wrong with it.

use std::ops::Range;

use super::asked::{Asked, value};
use super::lex::{self, Kind, Token};
use super::term::is_name;
use super::{Field, Lists, Query, QueryError, QueryFault, Term, Test, nearest};

/// How deep parentheses and NOTs may nest: more than anybody writes, less than a stack holds.
const DEEPEST: usize = 64;

/// Reads a query. `lists` are the lists that `#name` may mean.
///
/// # Errors
/// All that is wrong with it, in the order of the text; each with the bytes it concerns.
pub fn parse(text: &str, lists: &Lists) -> Result<Query, Vec<QueryError>> {
    let mut errors = Vec::new();
    let tokens = lex::tokens(text, &mut errors);
    let mut parser = Parser {
        tokens,
        at: 0,
        end: text.len(),
        lists,
        errors,
    };
    let query = parser.whole();
    let mut errors = parser.errors;
    match query {
        Some(query) if errors.is_empty() => Ok(query),
        _ => {
            if errors.is_empty() {
                errors.push(QueryError::new(0..text.len(), QueryFault::Empty));
            }
            Err(told(errors))
        }
    }
}

/// Returns the errors in the order of the text, without those that an open quotation mark brings.
fn told(mut errors: Vec<QueryError>) -> Vec<QueryError> {
    let open = errors
        .iter()
        .find(|error| error.fault == QueryFault::UnclosedQuote);
    if let Some(open) = open.map(|error| error.range.start) {
        errors.retain(|error| match error.fault {
            QueryFault::UnclosedQuote => true,
            QueryFault::UnclosedParenthesis => false,
            _ => error.range.end <= open,
        });
    }
    errors.sort_by_key(|error| error.range.start);
    errors
}

pub(super) struct Parser<'q> {
    pub tokens: Vec<Token<'q>>,
    pub at: usize,
    end: usize,
    lists: &'q Lists,
    pub errors: Vec<QueryError>,
}

/// Where the parser is: in which field's parentheses, and how deep.
#[derive(Clone, Copy)]
pub(super) struct Inside {
    pub field: Option<Asked>,
    pub depth: usize,
}

impl<'q> Parser<'q> {
    pub fn kind(&self) -> Option<Kind<'q>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    pub fn range(&self) -> Range<usize> {
        let end = self.end..self.end;
        self.tokens
            .get(self.at)
            .map_or(end, |token| token.range.clone())
    }

    pub fn fault(&mut self, range: Range<usize>, fault: QueryFault) {
        self.errors.push(QueryError::new(range, fault));
    }

    fn whole(&mut self) -> Option<Query> {
        let top = Inside {
            field: None,
            depth: 0,
        };
        let mut query = None;
        while self.kind().is_some() {
            query = self.either(top);
            if self.kind() == Some(Kind::Close) {
                self.fault(self.range(), QueryFault::StrayParenthesis);
                self.at += 1;
            }
        }
        query
    }

    /// Reads terms with OR between them.
    fn either(&mut self, inside: Inside) -> Option<Query> {
        let mut parts = vec![self.both(inside)];
        while self.kind() == Some(Kind::Or) {
            let operator = self.range();
            self.at += 1;
            self.needs_operand("OR", &operator);
            parts.push(self.both(inside));
        }
        joined(parts, Query::Or)
    }

    /// Reads terms with AND between them; terms side by side are an error, read as with AND.
    fn both(&mut self, inside: Inside) -> Option<Query> {
        if let Some(operator @ (Kind::And | Kind::Or)) = self.kind() {
            let operator = if operator == Kind::And { "AND" } else { "OR" };
            let side = "before";
            self.fault(self.range(), QueryFault::NothingBeside { operator, side });
            self.at += usize::from(operator == "AND");
        }
        let mut parts = vec![self.one(inside)];
        loop {
            match self.kind() {
                Some(Kind::And) => {
                    let operator = self.range();
                    self.at += 1;
                    self.needs_operand("AND", &operator);
                }
                None | Some(Kind::Or | Kind::Close) => return joined(parts, Query::And),
                Some(_) => self.side_by_side(),
            }
            parts.push(self.one(inside));
        }
    }

    fn needs_operand(&mut self, operator: &'static str, at: &Range<usize>) {
        if matches!(self.kind(), None | Some(Kind::Close | Kind::And | Kind::Or)) {
            let side = "after";
            self.fault(at.clone(), QueryFault::NothingBeside { operator, side });
            while let Some(Kind::And | Kind::Or) = self.kind() {
                self.at += 1;
            }
        }
    }

    /// Records that an operator is missing in front of this token, once for a slip such as `a or b`.
    fn side_by_side(&mut self) {
        let operator = |kind| match kind {
            Some(Kind::Bare(word)) => ["and", "or", "not"]
                .into_iter()
                .find(|o| word.eq_ignore_ascii_case(o)),
            _ => None,
        };
        if let Some(word) = operator(self.kind()) {
            let meant = format!(
                "Write {} in capitals, or \"{word}\" in quotation marks for the word.",
                word.to_uppercase()
            );
            let fault = QueryFault::LowerCaseOperator(word.to_owned());
            self.errors
                .push(QueryError::new(self.range(), fault).meaning(meant));
            if word != "not" && self.at + 1 < self.tokens.len() {
                self.at += 1;
            }
            return;
        }
        let previous = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        if operator(previous.map(|token| token.kind)).is_none() {
            self.fault(self.range(), QueryFault::SideBySide);
        }
    }

    /// Reads NOT, parentheses, or a term with or without its field.
    pub fn one(&mut self, inside: Inside) -> Option<Query> {
        if inside.depth > DEEPEST {
            self.fault(self.range(), QueryFault::TooDeep(DEEPEST));
            self.at = self.tokens.len();
            return None;
        }
        let range = self.range();
        let deeper = Inside {
            depth: inside.depth + 1,
            ..inside
        };
        match self.kind()? {
            Kind::Not => {
                self.at += 1;
                self.needs_operand("NOT", &range);
                self.one(deeper).map(|query| Query::Not(Box::new(query)))
            }
            Kind::Open => self.parentheses(deeper),
            Kind::Field(name) => self.field(name, deeper),
            Kind::Bare(text) => {
                self.at += 1;
                let asked = inside.field.unwrap_or(Asked::Words(Field::Text));
                let term = self.bare(asked, text, range.start);
                self.near(term, deeper)
            }
            Kind::Quoted(text, start) => {
                self.at += 1;
                let asked = inside.field.unwrap_or(Asked::Words(Field::Text));
                let term = self.settled(value(asked, text), start);
                self.near(term, deeper)
            }
            Kind::Near(_) => self.stray_near(deeper),
            Kind::Close | Kind::And | Kind::Or => None,
        }
    }

    fn parentheses(&mut self, inside: Inside) -> Option<Query> {
        let open = self.range();
        self.at += 1;
        if self.kind() == Some(Kind::Close) {
            let range = open.start..self.range().end;
            self.at += 1;
            self.fault(range, QueryFault::EmptyParentheses);
            return None;
        }
        let query = self.either(inside);
        if self.kind() == Some(Kind::Close) {
            self.at += 1;
            if let Some(Kind::Near(_)) = self.kind() {
                self.stray_near(inside);
            }
        } else if !self
            .errors
            .iter()
            .any(|e| matches!(e.fault, QueryFault::TooDeep(_)))
        {
            self.fault(open, QueryFault::UnclosedParenthesis);
        }
        query
    }

    fn field(&mut self, name: &'q str, inside: Inside) -> Option<Query> {
        let range = self.range();
        self.at += 1;
        let Some(asked) = Asked::all().find(|asked| asked.word() == name) else {
            let fields = Asked::all().map(|asked| format!("{}:", asked.word()));
            let meant = match nearest(name, Asked::all().map(Asked::word)) {
                Some(word) => format!("Did you mean {word}:?"),
                None => format!(
                    "The fields are {}. Put a word with a colon in quotation marks.",
                    fields.collect::<Vec<_>>().join(" ")
                ),
            };
            let fault = QueryFault::UnknownField(name.to_owned());
            self.errors
                .push(QueryError::new(range.clone(), fault).meaning(meant));
            self.pass_over(range.end);
            return None;
        };
        if let Some(outer) = inside.field {
            let (outer, inner) = (outer.word(), asked.word());
            self.fault(range.clone(), QueryFault::FieldInField { outer, inner });
        }
        let value = self.range();
        if value.start != range.end {
            self.fault(range, QueryFault::NoValue(asked.word()));
            return None;
        }
        let inside = Inside {
            field: Some(asked),
            ..inside
        };
        match self.kind() {
            Some(Kind::Open) => self.parentheses(inside),
            Some(Kind::Bare(_) | Kind::Quoted(..)) => self.one(inside),
            // text:AND, text:a:b and the like: the value is read as a word, which it is not.
            Some(Kind::And | Kind::Or | Kind::Not | Kind::Near(_) | Kind::Field(_)) => {
                self.pass_over(range.end);
                self.errors.push(
                    QueryError::new(value, QueryFault::NoValue(asked.word())).meaning(
                        "Put a word that is an operator or holds a colon in quotation marks.",
                    ),
                );
                None
            }
            Some(Kind::Close) | None => {
                self.fault(range, QueryFault::NoValue(asked.word()));
                None
            }
        }
    }

    /// Goes past a value that cannot be read, up to white space outside its parentheses, so that
    /// it brings no second error.
    pub fn pass_over(&mut self, mut end: usize) {
        let mut open = 0_usize;
        while let Some(kind) = self.kind() {
            let touches = self.range().start == end;
            match kind {
                Kind::Open if touches || open > 0 => open += 1,
                Kind::Close if open > 0 => open -= 1,
                Kind::Close => return,
                _ if open > 0 || touches => {}
                _ => return,
            }
            end = self.range().end;
            self.at += 1;
        }
    }

    fn bare(&mut self, asked: Asked, text: &'q str, start: usize) -> Option<Query> {
        let read = match (asked, text.chars().next()) {
            (_, Some(sign @ ('#' | '@'))) => self.named(asked, sign, text),
            (Asked::Words(field), _) => Term::bare(text).map(|term| Test::Words(field, term)),
            _ => value(asked, text),
        };
        self.settled(read, start)
    }

    fn settled(&mut self, read: Result<Test, QueryError>, start: usize) -> Option<Query> {
        match read {
            Ok(test) => Some(Query::Test(test)),
            Err(error) => {
                self.errors.push(error.moved(start));
                None
            }
        }
    }

    /// Reads `#list` or `@group`.
    fn named(&self, asked: Asked, sign: char, text: &str) -> Result<Test, QueryError> {
        let all = 0..text.len();
        let name = text.get(1..).unwrap_or_default();
        if !is_name(name) {
            return Err(QueryError::new(all, QueryFault::BadName(sign)));
        }
        match (sign, asked) {
            ('@', Asked::Words(field)) if field.is_of_people() => {
                Ok(Test::Group(field, name.to_owned()))
            }
            ('@', _) => Err(QueryError::new(all, QueryFault::GroupHere)),
            (_, Asked::Words(field)) if self.lists.get(name).is_some() => {
                Ok(Test::List(field, name.to_owned()))
            }
            (_, Asked::Words(_)) => {
                let error = QueryError::new(all, QueryFault::UnknownList(name.to_owned()));
                Err(match nearest(name, self.lists.names()) {
                    Some(list) => error.meaning(format!("Did you mean #{list}?")),
                    None => error,
                })
            }
            (_, asked) => Err(QueryError::new(all, QueryFault::ListHere(asked.word()))),
        }
    }
}

/// Returns what was read of the parts: none, the one, or all of them joined.
fn joined(parts: Vec<Option<Query>>, join: fn(Vec<Query>) -> Query) -> Option<Query> {
    let mut parts: Vec<Query> = parts.into_iter().flatten().collect();
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(join(parts)),
    }
}
