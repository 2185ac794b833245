//! Findings in one file, of which only the first of each kind are kept: a file made wrong on
//! purpose can be wrong a million times.

use std::collections::BTreeMap;

use super::inside::below_data;
use super::{Code, Finding, Findings};
use crate::place::Place;
use crate::xml::{Node, Wrong};

/// The most findings of one code in one file.
const MOST: u64 = 100;

/// The first findings of each code in one file, and how many more there are.
pub struct Few {
    path: String,
    findings: Findings,
    met: BTreeMap<&'static Code, u64>,
}

impl Few {
    /// Returns no findings yet, for the file with this path.
    pub fn new(path: &str) -> Few {
        Few {
            path: path.to_owned(),
            findings: Findings::default(),
            met: BTreeMap::new(),
        }
    }

    /// Adds a finding on a line; `facts` are only asked for while it is one of the first.
    pub fn on_line(
        &mut self,
        code: &'static Code,
        line: u64,
        facts: impl FnOnce(Finding) -> Finding,
    ) {
        let met = self.met.entry(code).or_default();
        *met += 1;
        if *met <= MOST {
            let place = Place::line(&self.path, line);
            self.findings.push(facts(Finding::new(code, place)));
        }
    }

    /// Returns the findings, with one more for each code that was met too often.
    pub fn close(mut self) -> Findings {
        for (code, met) in self.met {
            if let Some(more @ 1..) = met.checked_sub(MOST) {
                let finding = Finding::new(code, Place::file(&self.path));
                let detail = format!("and {more} more in this file");
                self.findings.push(finding.detail(detail));
            }
        }
        self.findings
    }
}

/// Adds a finding where batch, conversation and part, as the root of a file states them, make another
/// path than that where the file lies.
pub fn of_path(few: &mut Few, root: &Node, code: &'static Code, path_of: PathOf) {
    let [batch, chat, part] = ["batch", "conversation", "part"].map(|name| root.attribute(name));
    // Where an attribute is missing, that is the finding.
    if [batch, chat, part].contains(&"") {
        return;
    }
    let (lies, meant) = (below_data(&few.path).to_owned(), path_of(batch, chat, part));
    if meant != lies {
        few.on_line(code, root.line, |finding| {
            finding.expected(lies).found(meant)
        });
    }
}

/// Gives the path of a file below the payload, by batch, conversation and part.
pub type PathOf = fn(&str, &str, &str) -> String;

/// What it means that an XML file does not follow its schema.
pub const NOT_BY_ITS_SCHEMA: &str = "An element or attribute is missing, unknown, in the wrong place or has a value that it cannot have. What a reader makes of it is then anybody's guess.";
/// What to do about a file that was cut, damaged, or changed by hand.
pub const ANOTHER_COPY: &str =
    "Ask the sender for another copy of the package, and keep this one to show what arrived.";

/// Returns what is wrong with the form of an XML file: where it is not well formed, and where it does
/// not follow its schema.
pub fn of_form(
    path: &str,
    wrong: &[Wrong],
    malformed: &'static Code,
    schema: &'static Code,
) -> Findings {
    let mut few = Few::new(path);
    for wrong in wrong {
        match wrong {
            Wrong::Malformed(error) => few.on_line(malformed, error.line, |mut finding| {
                finding.place = Place::line(path, error.line).at_byte(error.byte);
                finding.detail(&error.why)
            }),
            Wrong::Violation { line, violation } => few.on_line(schema, *line, |finding| {
                finding.detail(format!("{}: {}", violation.element, violation.why))
            }),
        }
    }
    few.close()
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    #[test]
    fn a_million_findings_are_a_hundred_and_a_number() {
        static CODE: Code = Code {
            id: "TST-002",
            severity: Severity::Error,
            clause: "none",
            title: "a test",
            explanation: "",
            remedy: "",
        };
        let mut few = Few::new("a");
        for line in 0..1_000_000 {
            few.on_line(&CODE, line, |finding| finding.found(line));
        }
        let findings = few.close();
        assert_eq!(findings.len(), 101);
        let more = findings.iter().filter_map(|f| f.facts.detail.clone());
        assert_eq!(more.collect::<Vec<_>>(), ["and 999900 more in this file"]);
    }
}
