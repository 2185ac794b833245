//! What the report of a validation says.

/// The verdict on a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Every check ran, and none found an error.
    Pass,
    /// A check found an error.
    Fail,
}

impl Verdict {
    /// Returns the word for people.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "PASS",
            Verdict::Fail => "FAIL",
        }
    }
}

/// The report of a validation: every check that ran, and every finding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ValidationReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The name of the package, as the archivist sees it.
    pub package: String,
    /// `ZIP` or `folder`.
    pub form: String,
    /// The SHA-256 of the ZIP; empty for a folder.
    pub sha256: String,
    /// What the package says it is, as label and value: transferring body, series, title …
    pub about: Vec<(String, String)>,
    /// How many files it has.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// The rules that it was held to.
    pub rules: Vec<String>,
    /// The sums, as name, words, figures and whether they hold ("yes", "no", "stated").
    pub equations: Vec<(String, String, String, String)>,
    /// Every check that ran, with its number of findings.
    pub checks: Vec<CheckRow>,
    /// Every finding: errors, then warnings, then notes.
    pub findings: Vec<FindingRow>,
    /// The foot of the report, line by line.
    pub foot: Vec<String>,
}

/// A check that ran.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CheckRow {
    /// What must be true.
    pub name: String,
    /// How many errors and warnings it found.
    pub findings: u64,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FindingRow {
    /// Its code, such as `BAG-014`.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong, in a sentence.
    pub title: String,
    /// Where.
    pub place: String,
    /// What was expected; empty where that is not the point.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// The clause that it breaks.
    pub clause: String,
    /// What to do.
    pub remedy: String,
}
