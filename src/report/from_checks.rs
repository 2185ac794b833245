//! Fills in the report of a validation from the checks that ran.

use super::{CheckRow, FindingRow, ValidationReport, Verdict};
use crate::check::{Checked, Member, Severity};
use crate::manifest::{self, Equation, FILE, Holds};
use crate::package::{Form, Opened};

/// The most bytes of a deposit manifest that are read to tell what a package says of itself.
const MANIFEST_LIMIT: u64 = 256 << 20;

/// Returns the report of the checks of a package. `package` is its name for the reader, `sha256`
/// that of its ZIP (empty for a folder), `foot` the lines of the foot.
pub fn validation_of(
    opened: &Opened,
    checked: &Checked,
    package: &str,
    sha256: &str,
    foot: Vec<String>,
) -> ValidationReport {
    let (about, equations) = said_by_the_package(opened);
    let mut rules = vec!["BagIt, RFC 8493".to_owned()];
    if opened.is_ours() {
        rules.push(crate::package::OWN_PROFILE.to_owned());
    }
    ValidationReport {
        verdict: match checked.findings.any_errors() {
            true => Verdict::Fail,
            false => Verdict::Pass,
        },
        package: package.to_owned(),
        form: match opened.form() {
            Form::Zip => "ZIP",
            Form::Folder => "folder",
        }
        .to_owned(),
        sha256: sha256.to_owned(),
        about,
        files: opened.files().len() as u64,
        bytes: opened.files().iter().map(|file| file.size).sum(),
        rules,
        equations,
        checks: check_rows(checked),
        findings: findings(checked),
        foot,
    }
}

/// Returns the report of the checks of a group of packages. `group` is its name, `foot` the lines of
/// the foot.
pub fn validation_of_group(
    group: &str,
    members: &[Member],
    checked: &Checked,
    foot: Vec<String>,
) -> ValidationReport {
    let first = members.iter().min_by_key(|member| member.group.number);
    let told = first.map_or(&[][..], |first| &first.group.members);
    let mut about = Vec::new();
    for line in told {
        let there = members.iter().any(|member| member.package == line.package);
        about.push((
            format!("Package {} of {}", line.number, told.len()),
            format!("{}{}", line.package, if there { "" } else { ", not seen" }),
        ));
    }
    ValidationReport {
        verdict: match checked.findings.any_errors() {
            true => Verdict::Fail,
            false => Verdict::Pass,
        },
        package: format!("{group}, {} of {} packages", members.len(), told.len()),
        form: "group".to_owned(),
        sha256: String::new(),
        about,
        files: members.iter().map(|member| member.files).sum(),
        bytes: members.iter().map(|member| member.bytes).sum(),
        rules: vec![crate::package::OWN_PROFILE.to_owned()],
        equations: sums_of_group(members, told.len()),
        checks: check_rows(checked),
        findings: findings(checked),
        foot,
    }
}

/// Returns E6, E7 and E8 over all packages of a group; nothing where one is not there.
fn sums_of_group(members: &[Member], of: usize) -> Vec<Sum> {
    let Some(first) = members.first().filter(|_| members.len() == of) else {
        return Vec::new();
    };
    let n = |name: &str| first.count(name);
    let all = |name: &str| {
        let counts = members.iter().map(|member| member.count(name));
        counts.fold(0, u64::saturating_add)
    };
    let states = [
        "attachmentsPresent",
        "attachmentsOmitted",
        "attachmentsMissing",
        "attachmentsWithheld",
    ];
    let each: Vec<u64> = members
        .iter()
        .map(|member| member.count("transferred"))
        .collect();
    let equations = [
        Equation::to_transfer(
            all("transferred"),
            ["select", "context"].map(n),
            ["held", "retained"].map(n),
            None,
        ),
        Equation::of("E7", all("transferred"), &each),
        Equation::of("E8", all("attachmentsReferenced"), &states.map(all)),
    ];
    let sums = equations.map(|equation| {
        let holds = match equation.holds {
            Holds::Yes => "yes",
            Holds::No => "no",
        };
        (
            equation.name.to_owned(),
            equation.says.to_owned(),
            equation.sum,
            holds.to_owned(),
        )
    });
    sums.into()
}

fn check_rows(checked: &Checked) -> Vec<CheckRow> {
    let ran = checked.ran.iter();
    let rows = ran.map(|ran| CheckRow {
        name: ran.name.to_owned(),
        findings: ran.findings as u64,
    });
    rows.collect()
}

fn findings(checked: &Checked) -> Vec<FindingRow> {
    let mut rows = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for finding in checked.findings.iter() {
            if finding.code.severity != severity {
                continue;
            }
            let facts = &finding.facts;
            let found = match (&facts.found, &facts.detail) {
                (Some(found), Some(detail)) => format!("{found} ({detail})"),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => String::new(),
            };
            rows.push(FindingRow {
                code: finding.code.id.to_owned(),
                severity: severity.word().to_owned(),
                title: finding.code.title.to_owned(),
                place: finding.place.to_string(),
                expected: facts.expected.clone().unwrap_or_default(),
                found,
                clause: finding.code.clause.to_owned(),
                remedy: finding.code.remedy.to_owned(),
            });
        }
    }
    rows
}

/// A label and a value.
type Said = (String, String);
/// Name, words, figures, and whether it holds.
type Sum = (String, String, String, String);

/// Returns what a package of ours says of itself, and its sums: E6 to E8 were computed again by
/// the checks, the others are the sender's.
fn said_by_the_package(opened: &Opened) -> (Vec<Said>, Vec<Sum>) {
    let Some(file) = opened.file(FILE) else {
        return (Vec::new(), Vec::new());
    };
    let read = opened.read(file, MANIFEST_LIMIT);
    let manifest = manifest::read(read.bytes.as_slice());
    let transfer = manifest.part("transfer");
    let mut about = Vec::new();
    for (element, label) in [
        ("title", "Title"),
        ("transferringBody", "Transferring body"),
        ("creator", "Creator"),
        ("series", "Series"),
        ("batchReference", "Batch reference"),
        ("consignmentReference", "Consignment reference"),
        ("legalStatus", "Legal status"),
        ("contact", "Contact"),
    ] {
        if let Some(node) = transfer.and_then(|transfer| transfer.child(element)) {
            about.push((label.to_owned(), node.string()));
        }
    }
    about.push(("Records".to_owned(), manifest.records.len().to_string()));
    about.push((
        "Messages".to_owned(),
        manifest.count("transferred").to_string(),
    ));
    let equations = manifest.part("equations").map(|equations| {
        let all = equations.all("equation");
        all.map(|equation| {
            let name = equation.attribute("name").to_owned();
            let computed = ["E6", "E7", "E8"].contains(&name.as_str());
            let holds = match (computed, equation.attribute("holds")) {
                (true, holds) => holds.to_owned(),
                (false, _) => "stated".to_owned(),
            };
            (
                name,
                equation.string(),
                equation.attribute("sum").to_owned(),
                holds,
            )
        })
        .collect()
    });
    (about, equations.unwrap_or_default())
}
