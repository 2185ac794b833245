//! The pages of both reports.

use askama::Template;

use super::chart::Chart;
use super::findings::{self, Group, NOT_ACCEPTED, STATED};
use super::page::{Page, filters};
use super::reconcile::{self, DECISIONS, Line, NOT_DESTROYED};
use super::{Acts, Audience, BatchReport, ValidationReport, Verdict};
use crate::manifest::reconcile::Heading;
use crate::manifest::{Equation, Holds, words};
use crate::selection::OutcomeCounts;

/// Returns the page of a batch report. Of a report for a package, what stays with the department is
/// left out.
pub fn batch_html(report: &BatchReport) -> String {
    let report = report.as_its_audience_sees_it();
    let page = BatchPage {
        page: Page {
            title: format!("Report of a transfer batch: {}", report.title),
            marking: &report.marking,
            foot: &report.foot,
        },
        about: about(&report),
        messages_and_attachments: [
            SumTable {
                id: "messages-table",
                heading: reconcile::OF_MESSAGES,
                lines: reconcile::messages(&report.counts),
            },
            SumTable {
                id: "attachments-table",
                heading: reconcile::OF_ATTACHMENTS,
                lines: reconcile::attachments(&report.counts.attachments),
            },
        ],
        records: [SumTable {
            id: "records-table",
            heading: reconcile::OF_RECORDS,
            lines: reconcile::records(&report.records),
        }],
        equations: report.equations.iter().map(SumRow::of).collect(),
        chart: Chart::of(&report.months),
        all_months: reconcile::together(report.months.iter().map(|row| &row.counts)),
        decisions: &DECISIONS,
        report: &report,
    };
    page.render().expect("writing to memory does not fail")
}

/// Returns the page of a validation report.
pub fn validation_html(report: &ValidationReport) -> String {
    let page = ValidationPage {
        page: Page {
            title: format!(
                "{}: validation of {}",
                report.verdict.word(),
                report.package
            ),
            marking: "",
            foot: &report.foot,
        },
        verdict_sentence: findings::verdict_sentence(report),
        checks_sentence: findings::checks_sentence(report),
        groups: findings::groups(report),
        equations: report.equations.iter().map(SumRow::told).collect(),
        report,
    };
    page.render().expect("writing to memory does not fail")
}

#[derive(Template)]
#[template(path = "batch.html")]
struct BatchPage<'a> {
    page: Page<'a>,
    report: &'a BatchReport,
    about: Vec<(&'static str, &'a str)>,
    messages_and_attachments: [SumTable; 2],
    records: [SumTable; 1],
    equations: Vec<SumRow<'a>>,
    chart: Option<Chart>,
    all_months: OutcomeCounts,
    decisions: &'static [(&'static str, &'static str); 5],
}

impl BatchPage<'_> {
    fn by_decision(&self, counts: &OutcomeCounts) -> [u64; 5] {
        reconcile::by_decision(counts)
    }

    fn replayed(&self) -> bool {
        self.report.acts == Acts::Replayed
    }

    fn demonstration(&self) -> &'static str {
        words::DEMONSTRATION
    }

    fn for_a_package(&self) -> bool {
        self.report.audience == Audience::Package
    }

    fn kept_figures(&self) -> &'static str {
        reconcile::KEPT_FIGURES
    }

    fn digest_label(&self) -> &'static str {
        match self.report.audience {
            Audience::Department => "SHA-256",
            Audience::Package => "HMAC of its SHA-256, under a key kept by the transferring body",
        }
    }

    fn not_destroyed(&self) -> &'static str {
        NOT_DESTROYED
    }
}

#[derive(Template)]
#[template(path = "validation.html")]
struct ValidationPage<'a> {
    page: Page<'a>,
    report: &'a ValidationReport,
    verdict_sentence: String,
    checks_sentence: String,
    groups: Vec<Group<'a>>,
    equations: Vec<SumRow<'a>>,
}

impl ValidationPage<'_> {
    fn verdict_class(&self) -> &'static str {
        match self.report.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
        }
    }

    fn stated(&self) -> &'static str {
        if findings::any_stated(self.report) {
            STATED
        } else {
            ""
        }
    }

    fn not_accepted(&self) -> &'static str {
        NOT_ACCEPTED
    }
}

/// A table whose lines add up.
struct SumTable {
    id: &'static str,
    heading: Heading,
    lines: Vec<Line>,
}

/// A row of the table of equations.
struct SumRow<'a> {
    name: &'a str,
    says: &'a str,
    figures: &'a str,
    result: &'a str,
    class: &'static str,
}

impl<'a> SumRow<'a> {
    fn of(equation: &'a Equation) -> SumRow<'a> {
        SumRow {
            name: equation.name,
            says: equation.says,
            figures: reconcile::figures(equation),
            result: reconcile::holds(equation.holds),
            class: match equation.holds {
                Holds::Yes => "yes",
                Holds::No => "no",
            },
        }
    }

    fn told(row: &'a (String, String, String, String)) -> SumRow<'a> {
        let (name, says, figures, holds) = row;
        SumRow {
            name,
            says,
            figures,
            result: findings::holds(holds),
            class: match holds.as_str() {
                "yes" => "yes",
                "no" => "no",
                _ => "told",
            },
        }
    }
}

fn about(report: &BatchReport) -> Vec<(&'static str, &str)> {
    let values = [
        report.reference.as_str(),
        &report.transferring_body,
        &report.creator,
        &report.series,
        &report.package,
    ];
    let stated = reconcile::ABOUT.into_iter().zip(values);
    stated
        .map(|((label, otherwise), value)| {
            (label, if value.is_empty() { otherwise } else { value })
        })
        .collect()
}
