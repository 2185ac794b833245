//! Asks queries of messages: of the words of each, and of the names and texts of the files that it
//! carries.

use std::ops::Range;

use super::inside::snippets;
use crate::selection::Facts;
use crate::selection::matcher::{Matcher, Program, Truth};

/// Asks queries of messages, one after the other; each thread has its own.
#[derive(Debug)]
pub struct Looker<'p> {
    matcher: Matcher<'p>,
    queries: usize,
}

/// Whether a message matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matched {
    /// It matches, as a rule would hit it.
    Yes,
    /// It may match, as a hold would catch it: its date can be read in two ways, it has none, or
    /// nobody stated whose device it was.
    Perhaps,
}

impl Matched {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Matched::Yes => "yes",
            Matched::Perhaps => "perhaps",
        }
    }
}

/// A message that matches a query, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The number of the query, from 0.
    pub query: usize,
    /// Whether it does.
    pub matched: Matched,
    /// Where the words are that were found; nothing when other things alone were asked.
    pub found: Vec<Found>,
}

/// Words that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In which text.
    pub place: Place,
    /// The bytes of it.
    pub ranges: Vec<Range<usize>>,
    /// Inside a file: each place with what stands around it.
    pub words: Vec<String>,
}

/// A text of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// What was written.
    Message,
    /// The name of a file that it carries or names, counted from 0.
    Name(usize),
    /// The text inside such a file.
    Inside(usize),
}

impl<'p> Looker<'p> {
    /// Returns what asks the queries of a program.
    pub fn new(program: &'p Program) -> Looker<'p> {
        Looker {
            matcher: Matcher::new(program),
            queries: program.len(),
        }
    }

    /// Adds the queries that a message matches to `hits`, which is emptied first.
    ///
    /// The words of the message are asked as a rule asks them. `beside` are the other texts of the
    /// message: each is asked in the place of the words, and counts when words of the query are
    /// found in it, so that a NOT alone finds nothing by the name of a file.
    pub fn look(&mut self, facts: &Facts<'_>, beside: &[(Place, &str)], hits: &mut Vec<Hit>) {
        hits.clear();
        let seen = self.matcher.look(facts);
        for query in 0..self.queries {
            let Some(matched) = matched(seen.truth(query), || seen.truth_in_either_reading(query))
            else {
                continue;
            };
            let ranges = seen.places(query, facts.text);
            let found = match ranges.is_empty() {
                true => Vec::new(),
                false => vec![Found {
                    place: Place::Message,
                    ranges,
                    words: Vec::new(),
                }],
            };
            hits.push(Hit {
                query,
                matched,
                found,
            });
        }
        for (place, text) in beside {
            self.look_beside(facts, *place, text, hits);
        }
    }

    fn look_beside(&mut self, facts: &Facts<'_>, place: Place, text: &str, hits: &mut Vec<Hit>) {
        let facts = Facts { text, ..*facts };
        let seen = self.matcher.look(&facts);
        for query in 0..self.queries {
            let Some(matched) = matched(seen.truth(query), || seen.truth_in_either_reading(query))
            else {
                continue;
            };
            let ranges = seen.places(query, text);
            if ranges.is_empty() {
                continue;
            }
            let words = match place {
                Place::Inside(_) => snippets(text, &ranges),
                Place::Message | Place::Name(_) => Vec::new(),
            };
            let found = Found {
                place,
                ranges,
                words,
            };
            match hits.binary_search_by_key(&query, |hit| hit.query) {
                Ok(at) => {
                    hits[at].matched = hits[at].matched.min(matched);
                    hits[at].found.push(found);
                }
                Err(at) => hits.insert(
                    at,
                    Hit {
                        query,
                        matched,
                        found: vec![found],
                    },
                ),
            }
        }
    }
}

/// Returns whether a message matches, by one reading of its date and by either; nothing where it
/// does not.
fn matched(truth: Truth, either: impl FnOnce() -> Truth) -> Option<Matched> {
    match truth {
        Truth::Yes => Some(Matched::Yes),
        Truth::Unknown => Some(Matched::Perhaps),
        Truth::No => (either() != Truth::No).then_some(Matched::Perhaps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Kind;
    use crate::selection::query::{Lists, parse};

    fn facts(text: &str) -> Facts<'_> {
        Facts {
            text,
            source: "wa1",
            sender: None,
            member: None,
            around: None,
            reply_to: None,
            conversation: &[],
            date: "2021-04-03".parse().ok(),
            other_date: "2021-03-04".parse().ok(),
            kind: Kind::Text,
            event: None,
            attachments: &[],
            edited: false,
        }
    }

    fn look(query: &str, text: &str, name: &str) -> Option<(Matched, Vec<Place>)> {
        let query = parse(query, &Lists::default()).unwrap();
        let program = Program::compile([&query], &Lists::default());
        let (mut looker, mut hits) = (Looker::new(&program), Vec::new());
        looker.look(&facts(text), &[(Place::Name(0), name)], &mut hits);
        let hit = hits.pop()?;
        Some((
            hit.matched,
            hit.found.into_iter().map(|found| found.place).collect(),
        ))
    }

    #[test]
    fn names_of_files_are_asked_in_the_place_of_the_words() {
        let yes = |places: &[Place]| Some((Matched::Yes, places.to_vec()));
        assert_eq!(look("depot", "The depot", "x.pdf"), yes(&[Place::Message]));
        assert_eq!(
            look("depot", "See this", "depot.pdf"),
            yes(&[Place::Name(0)])
        );
        assert_eq!(
            look("depot", "Depot", "depot.pdf"),
            yes(&[Place::Message, Place::Name(0)])
        );
        // Each text on its own: no phrase begins in one and ends in another.
        assert_eq!(look("\"the depot\"", "See the", "depot.pdf"), None);
        // A NOT alone finds nothing by the name of a file.
        assert_eq!(look("NOT depot", "depot", "x.pdf"), None);
        assert_eq!(look("NOT depot", "other", "depot.pdf"), yes(&[]));
    }

    #[test]
    fn what_matches_by_the_other_reading_of_the_date_only_matches_perhaps() {
        let (matched, _) = look("date:2021-03 AND depot", "Depot", "x").unwrap();
        assert_eq!(matched, Matched::Perhaps);
        let (matched, _) = look("date:2021-04 AND depot", "Depot", "x").unwrap();
        assert_eq!(matched, Matched::Yes);
        assert_eq!(look("date:2021-05 AND depot", "Depot", "x"), None);
    }
}
