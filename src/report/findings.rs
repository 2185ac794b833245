//! The findings of a validation in groups, and the sentences on them that page and terminal share.

use super::reconcile::count_of;
use super::{FindingRow, ValidationReport, Verdict};

/// What every report of a validation says beside its verdict.
pub const NOT_ACCEPTED: &str = "Validated is not accepted; custody has not transferred.";

/// The findings of one severity.
pub struct Group<'a> {
    /// Its anchor in a page.
    pub id: &'static str,
    /// Its heading, with the number of findings.
    pub caption: String,
    /// The findings, in the order of the report.
    pub findings: Vec<&'a FindingRow>,
}

/// The severities, in the order of reports: the word, the anchor, and the heading.
const SEVERITIES: [(&str, &str, &str); 3] = [
    ("error", "errors", "Errors"),
    ("warning", "warnings", "Warnings"),
    ("note", "notes", "Notes"),
];

fn is_known(severity: &str) -> bool {
    SEVERITIES.iter().any(|(word, ..)| *word == severity)
}

/// Returns how many findings have this severity.
fn count(report: &ValidationReport, severity: &str) -> u64 {
    let found = report
        .findings
        .iter()
        .filter(|finding| finding.severity == severity);
    found.count() as u64
}

/// Returns the findings by severity, without empty groups. A severity that is not known makes a
/// group of its own: no finding is left out.
pub fn groups(report: &ValidationReport) -> Vec<Group<'_>> {
    let group = |id, heading: &str, of: &dyn Fn(&FindingRow) -> bool| {
        let findings: Vec<_> = report.findings.iter().filter(|row| of(row)).collect();
        let caption = format!(
            "{heading}: {}",
            crate::manifest::grouped(findings.len() as u64)
        );
        Group {
            id,
            caption,
            findings,
        }
    };
    let mut groups: Vec<_> = SEVERITIES
        .into_iter()
        .map(|(word, id, heading)| group(id, heading, &|row| row.severity == word))
        .collect();
    groups.push(group("others", "Other findings", &|row| {
        !is_known(&row.severity)
    }));
    groups.retain(|group| !group.findings.is_empty());
    groups
}

/// Returns the verdict in a sentence, with the number of errors and warnings.
pub fn verdict_sentence(report: &ValidationReport) -> String {
    let errors = count(report, "error");
    let warnings = match count(report, "warning") {
        0 => "no warnings".to_owned(),
        number => count_of(number, "warning"),
    };
    match report.verdict {
        Verdict::Pass => format!("Every check ran, and none found an error. There are {warnings}.")
            .replace("There are 1 warning.", "There is 1 warning."),
        Verdict::Fail => format!(
            "This {} is not valid: {} and {warnings}.",
            if report.form == "group" {
                "group"
            } else {
                "package"
            },
            count_of(errors, "error")
        ),
    }
}

/// Returns how many checks ran and how many of them found something.
pub fn checks_sentence(report: &ValidationReport) -> String {
    let ran = count_of(report.checks.len() as u64, "check");
    match report
        .checks
        .iter()
        .filter(|check| check.findings > 0)
        .count()
    {
        0 => format!("{ran} ran; none of them found an error or a warning"),
        1 => format!("{ran} ran; 1 of them found errors or warnings"),
        found => format!("{ran} ran; {found} of them found errors or warnings"),
    }
}

/// What it means that a sum is stated.
pub const STATED: &str = "Stated: by the sender; this validation does not check it.";

/// Tells whether a sum is only stated.
pub fn any_stated(report: &ValidationReport) -> bool {
    report.equations.iter().any(|(.., holds)| holds == "stated")
}

/// Returns the words for what is stated on a sum.
pub fn holds(stated: &str) -> &str {
    match stated {
        "yes" => "holds",
        "no" => "does not hold",
        "stated" => "stated",
        other => other,
    }
}
