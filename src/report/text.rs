//! Reports for a terminal: at most 100 columns, and nothing that acts on it.

use textwrap::{Options, wrap};

use super::findings::{self, NOT_ACCEPTED, STATED};
use super::reconcile::{self, Line, NOT_DESTROYED, Part, count_of};
use super::{BatchReport, FindingRow, ValidationReport};
use crate::manifest::grouped;
use crate::shown::shown;

/// No line is wider.
const COLUMNS: usize = 100;
/// Where the numbers of the table end.
const NUMBERS_END: usize = 88;

/// Returns the reconcile table of a batch: what became of the messages, each sum checked, and the
/// equations.
pub fn reconcile_text(report: &BatchReport) -> String {
    let report = report.as_its_audience_sees_it();
    let mut out = String::new();
    for line in reconcile::messages(&report.counts) {
        table_line(&mut out, &line);
    }
    if !report.equations.is_empty() {
        out.push('\n');
    }
    for equation in &report.equations {
        let holds = reconcile::holds(equation.holds);
        sum(
            &mut out,
            [
                equation.name,
                holds,
                equation.says,
                reconcile::figures(equation),
            ],
        );
    }
    out.push('\n');
    told(&mut out, "", "", NOT_DESTROYED);
    out
}

/// Returns the report of a validation: the verdict, every finding with its remedy, the sums, how
/// many checks ran. The last line is `PASS` or `FAIL`.
pub fn validation_text(report: &ValidationReport) -> String {
    let mut out = String::new();
    let word = report.verdict.word();
    told(&mut out, &format!("{word}  "), "      ", &report.package);
    told(
        &mut out,
        "      ",
        "      ",
        &findings::verdict_sentence(report),
    );
    let files = count_of(report.files, "file");
    let bytes = count_of(report.bytes, "byte");
    let form = format!("{}, {files}, {bytes}", report.form);
    told(&mut out, "      ", "      ", &form);
    if !report.sha256.is_empty() {
        told(&mut out, "      SHA-256 ", "      ", &report.sha256);
    }
    for rules in &report.rules {
        told(&mut out, "      Held to ", "      ", rules);
    }
    for group in findings::groups(report) {
        out.push('\n');
        told(&mut out, "", "", &group.caption);
        for row in group.findings {
            finding(&mut out, row);
        }
    }
    if !report.equations.is_empty() {
        out.push('\n');
    }
    for (name, says, figures, holds) in &report.equations {
        sum(&mut out, [name, findings::holds(holds), says, figures]);
    }
    if findings::any_stated(report) {
        told(&mut out, "", "", STATED);
    }
    out.push('\n');
    told(
        &mut out,
        "",
        "",
        &format!("{}.", findings::checks_sentence(report)),
    );
    told(&mut out, "", "", NOT_ACCEPTED);
    out.push_str(word);
    out.push('\n');
    out
}

fn table_line(out: &mut String, line: &Line) {
    let label = match line.part {
        Part::Whole | Part::Sum => line.label.to_owned(),
        Part::Of => format!("  {}", line.label),
    };
    let label = format!("{label:<36}{}", line.words);
    let count = grouped(line.count);
    let room = NUMBERS_END.saturating_sub(count.len());
    let mut text = format!("{label:<room$}{count}");
    let verdict = line.verdict();
    if text.len() + 2 + verdict.len() <= COLUMNS {
        text = format!("{text}  {verdict}");
        told(out, "", "", &text);
    } else {
        told(out, "", "", &text);
        told(out, "", "", &format!("{verdict:>NUMBERS_END$}"));
    }
}

/// Writes a sum: its name, whether it holds, its words, and under them its figures.
fn sum(out: &mut String, [name, holds, says, figures]: [&str; 4]) {
    let then = " ".repeat(19);
    told(out, "", &then, &format!("{name:<4}{holds:<15}{says}"));
    if !figures.is_empty() {
        told(out, &then, &then, figures);
    }
}

fn finding(out: &mut String, row: &FindingRow) {
    told(out, "", "    ", &format!("{}  {}", row.code, row.title));
    let facts = [
        ("Where     ", &row.place),
        ("Expected  ", &row.expected),
        ("Found     ", &row.found),
        ("Clause    ", &row.clause),
        ("To do     ", &row.remedy),
    ];
    for (label, text) in facts.into_iter().filter(|(_, text)| !text.is_empty()) {
        told(out, &format!("    {label}"), "              ", text);
    }
}

/// Writes text behind `first`, spelt out and wrapped, its further lines behind `then`.
fn told(out: &mut String, first: &str, then: &str, text: &str) {
    let text = shown(text).to_string();
    let options = Options::new(COLUMNS)
        .initial_indent(first)
        .subsequent_indent(then);
    for line in wrap(&text, options) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
