//! Findings: what is wrong with a package, where, and by which facts.

use std::fmt;

use super::code::{Code, Severity};
use crate::place::Place;
use crate::shown::shown;

/// The most characters of a fact: a line of a hostile package can be any length.
const FACT_LIMIT: usize = 300;

/// What was expected, what was found, and what else helps to find it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Facts {
    /// What should have been there.
    pub expected: Option<String>,
    /// What was there, as it was: text from the package, not yet safe to show.
    pub found: Option<String>,
    /// What else helps: the manifest, the line, the reason.
    pub detail: Option<String>,
}

/// Something that is wrong with a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: &'static Code,
    /// Where: the file with its path from the bag's folder, or the package itself.
    pub place: Place,
    /// By which facts.
    pub facts: Facts,
}

impl Finding {
    /// Returns a finding without facts.
    pub fn new(code: &'static Code, place: Place) -> Finding {
        let facts = Facts::default();
        Finding { code, place, facts }
    }

    /// Adds what should have been there.
    pub fn expected(mut self, expected: impl fmt::Display) -> Finding {
        self.facts.expected = Some(bounded(expected));
        self
    }

    /// Adds what was there.
    pub fn found(mut self, found: impl fmt::Display) -> Finding {
        self.facts.found = Some(bounded(found));
        self
    }

    /// Adds what else helps to find it.
    pub fn detail(mut self, detail: impl fmt::Display) -> Finding {
        self.facts.detail = Some(bounded(detail));
        self
    }

    fn rank(&self) -> (Severity, &'static str, &Place, &Facts) {
        let Code { id, severity, .. } = *self.code;
        (severity, id, &self.place, &self.facts)
    }
}

/// Returns the text, cut after [`FACT_LIMIT`] characters with a mark that says so.
fn bounded(fact: impl fmt::Display) -> String {
    let mut text = fact.to_string();
    if let Some((end, _)) = text.char_indices().nth(FACT_LIMIT) {
        text.truncate(end);
        text.push_str(" […]");
    }
    text
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { code, place, facts } = self;
        write!(f, "{} {} {place}: {}", code.severity, code.id, code.title)?;
        let mut mark = " (";
        for (label, fact) in [
            ("expected ", &facts.expected),
            ("found ", &facts.found),
            ("", &facts.detail),
        ] {
            if let Some(fact) = fact {
                write!(f, "{mark}{label}{}", shown(fact))?;
                mark = "; ";
            }
        }
        if *facts == Facts::default() {
            return Ok(());
        }
        f.write_str(")")
    }
}

/// All findings, and no other: sorted by weight, code and place, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    pub(super) fn append(&mut self, mut others: Findings) {
        self.list.append(&mut others.list);
    }

    pub(super) fn sort(&mut self) {
        self.list.sort_by(|a, b| a.rank().cmp(&b.rank()));
        self.list.dedup();
    }

    /// Returns the findings.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns how many there are of one weight.
    pub fn count(&self, severity: Severity) -> usize {
        let of_weight = |finding: &&Finding| finding.code.severity == severity;
        self.list.iter().filter(of_weight).count()
    }

    /// Tells whether any finding says that the package is not valid.
    pub fn any_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static CODE: Code = Code {
        id: "TST-001",
        severity: Severity::Note,
        clause: "none",
        title: "a test",
        explanation: "",
        remedy: "",
    };

    #[test]
    fn findings_are_sorted_and_each_is_there_once() {
        let mut findings = Findings::default();
        for file in ["b", "a", "b"] {
            findings.push(Finding::new(&CODE, Place::file(file)).found("x"));
        }
        findings.sort();
        let files: Vec<_> = findings.iter().map(|f| f.place.file.as_str()).collect();
        assert_eq!(files, ["a", "b"]);
    }

    #[test]
    fn facts_are_bounded_and_safe_to_show() {
        let finding = Finding::new(&CODE, Place::file("a")).found("\u{1b}".repeat(1000));
        let text = finding.to_string();
        assert!(text.len() < 4000 && !text.contains('\u{1b}'), "{text}");
    }
}
