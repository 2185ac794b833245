//! What is wrong with a policy, shown where it stands.

use std::fmt;
use std::ops::Range;

use super::super::query::QueryFault;
use super::examples::Tested;
use super::place::Lines;
use crate::place::Place;
use crate::shown::shown;

/// The ways in which a policy can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// Bytes that are not UTF-8.
    #[error("this is not UTF-8 text")]
    NotUtf8,
    /// The TOML cannot be read; what its reader says.
    #[error("the TOML cannot be read: {}", shown(.0))]
    Toml(String),
    /// A key that does not exist.
    #[error("{table} has no key \"{}\"", shown(.key))]
    UnknownKey {
        /// The key.
        key: String,
        /// Where it stands.
        table: &'static str,
    },
    /// A key that is not there and must be.
    #[error("{table} needs \"{key}\"")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// Where it is missing.
        table: &'static str,
    },
    /// A value of another sort than wanted.
    #[error("\"{}\" must be {wanted}, not {found}", shown(.key))]
    WrongType {
        /// The key.
        key: String,
        /// What it must be, with its article.
        wanted: &'static str,
        /// What it is, as TOML calls it.
        found: &'static str,
    },
    /// A text of nothing but white space.
    #[error("\"{0}\" says nothing")]
    SaysNothing(&'static str),
    /// A word that is none of those permitted.
    #[error("\"{key}\" cannot be \"{}\"", shown(.word))]
    UnknownWord {
        /// The key.
        key: &'static str,
        /// The word.
        word: String,
    },
    /// `otherwise = "not-selected"`.
    #[error("what no rule speaks to is never left out unseen")]
    OtherwiseNotSelected,
    /// An id that cannot be typed or printed everywhere.
    #[error("\"{}\" cannot be an id", shown(.0))]
    BadId(String),
    /// An id that another rule or hold has.
    #[error("\"{}\" is the id of another, in line {line}", shown(.id))]
    SameId {
        /// The id.
        id: String,
        /// The line of the other, counted from 1.
        line: u64,
    },
    /// A list whose name no query could write.
    #[error("\"{}\" cannot be the name of a list", shown(.0))]
    BadListName(String),
    /// A list without a word.
    #[error("the list \"{}\" is empty", shown(.0))]
    EmptyList(String),
    /// A fault in a query or in an entry of a list.
    #[error(transparent)]
    Query(QueryFault),
    /// A context on a rule that does not select.
    #[error("only a rule that selects can have a context")]
    ContextHere,
    /// `needs` on a rule whose proposals need nothing.
    #[error("only a rule that proposes outside or not-selected can need something")]
    NeedsHere,
    /// A hold that names nothing.
    #[error("this hold names nothing to hold")]
    HoldsNothing,
    /// A list of a hold with nothing in it.
    #[error("\"{0}\" names nothing")]
    NamesNothing(&'static str),
    /// Not the id of a source.
    #[error("\"{}\" cannot be the id of a source", shown(.0))]
    BadSource(String),
    /// A rule that selects, without a label.
    #[error("a rule that selects needs a \"label\"")]
    NoLabel,
    /// A number that is negative or too large.
    #[error("\"{0}\" must be a number of messages, from 0 to 4294967295")]
    BadNumber(&'static str),
    /// A time in force that ends before it starts.
    #[error("this ends before it starts")]
    DatesBackwards,
    /// `transfer` without an agreement's reference.
    #[error("\"{}\" names no agreement", shown(.0))]
    BadTransfer(String),
    /// A release not recorded by two.
    #[error("a release is recorded by two different posts")]
    NotTwoPosts,
    /// A rule does not hit an example that it should.
    #[error("rule {} does not hit this example", shown(.rule))]
    ExampleMissed {
        /// The rule.
        rule: String,
    },
    /// A rule hits an example that it should not.
    #[error("rule {} hits this example, and should not", shown(.rule))]
    ExampleHit {
        /// The rule.
        rule: String,
    },
    /// More rules or holds than can be numbered.
    #[error("there are more than 65,535 rules or holds")]
    TooMany,
}

/// Something wrong with a policy, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, the line and the byte of the file.
    pub place: Place,
    /// The column in its line, counted from 1 in characters.
    pub column: u64,
    /// The line as it stands.
    pub source_line: String,
    /// The bytes of the line that it concerns.
    pub marked: Range<usize>,
    /// What is wrong.
    pub fault: PolicyFault,
    /// What was probably meant, or what to do, as a sentence.
    pub meant: Option<String>,
}

/// Everything that is wrong with a policy, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The problems; at least one.
    pub problems: Vec<Problem>,
    /// How the rules that could be read stand to their examples.
    pub tested: Vec<Tested>,
}

impl std::error::Error for PolicyError {}

/// A problem, while the file is being read.
#[derive(Debug)]
pub(super) struct Found {
    pub range: Range<usize>,
    pub fault: PolicyFault,
    pub meant: Option<String>,
}

impl PolicyError {
    pub(super) fn of(file: &str, source: &str, mut found: Vec<Found>) -> PolicyError {
        found.sort_by_key(|found| (found.range.start, found.range.end));
        let lines = Lines::of(source);
        let problem = |found: Found| {
            let line = lines.at(found.range.start);
            let start = found.range.start - line.start;
            let end = found
                .range
                .end
                .saturating_sub(line.start)
                .clamp(start, line.text.len().max(start));
            let before = line.text.get(..start).unwrap_or(line.text);
            Problem {
                place: Place::line(file, line.number).at_byte(found.range.start as u64),
                column: before.chars().count() as u64 + 1,
                source_line: line.text.to_owned(),
                marked: start..end,
                fault: found.fault,
                meant: found.meant,
            }
        };
        PolicyError {
            problems: found.into_iter().map(problem).collect(),
            tested: Vec::new(),
        }
    }

    pub(super) fn tested(mut self, mut tested: Vec<Tested>) -> PolicyError {
        tested.sort();
        self.tested = tested;
        self
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.place.line.unwrap_or(0).to_string();
        let gutter = line.len() + 2;
        // Widths are those of the line as it is shown, where a tab is two characters.
        let width =
            |text: Option<&str>| shown(text.unwrap_or_default()).to_string().chars().count();
        let indent = width(self.source_line.get(..self.marked.start));
        let marks = width(self.source_line.get(self.marked.clone())).max(1);
        write!(
            f,
            "{}, line {line}, column {}: ",
            shown(&self.place.file),
            self.column
        )?;
        writeln!(f, "{}", self.fault)?;
        writeln!(f, "  {line} | {}", shown(&self.source_line))?;
        write!(f, "{:gutter$} | {:indent$}{}", "", "", "^".repeat(marks))?;
        match &self.meant {
            Some(meant) => write!(f, "\n{:gutter$} {meant}", ""),
            None => Ok(()),
        }
    }
}
