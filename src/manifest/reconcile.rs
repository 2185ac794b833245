//! The reconcile table: what became of the messages and attachments, line by line, with each sum
//! checked. The report writes these tables, and whoever checks a package holds the report to them.

use super::{Attachments, Counts, Equation, Holds, grouped};

/// What stands around the lines of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The caption.
    pub caption: &'static str,
    /// The heading of the column of labels.
    pub of_what: &'static str,
    /// The heading of the column of counts.
    pub unit: &'static str,
    /// A sentence below the table; may be empty.
    pub note: &'static str,
}

/// What stands around the table of messages.
pub const OF_MESSAGES: Heading = Heading {
    caption: "From the messages read to the messages transferred",
    of_what: "What became of them",
    unit: "Messages",
    note: "What is outside transfer only appears personal or party-political: the department decides what it is.",
};
/// What stands around the table of attachments.
pub const OF_ATTACHMENTS: Heading = Heading {
    caption: "Attachments that the messages transferred carry or name",
    of_what: "What became of them",
    unit: "Attachments",
    note: "",
};
/// What stands in the place of the figures of a sum that a package does not give.
pub const NO_FIGURES: &str = "kept by the transferring body";
/// Why the first two sums have no figures in a package.
pub const KEPT_FIGURES: &str = "E1 and E2 count the bytes and lines of everything that was read. Their figures are kept by the transferring body, because the length of messages that are not transferred could be told from them.";
/// What a report says its batch is: each label, and what stands there where nothing is stated.
pub const ABOUT: [(&str, &str); 5] = [
    ("Reference", "none"),
    ("Transferring body", "not stated"),
    ("Creator of the records", "not stated"),
    ("Series reference", "none yet"),
    ("Transfer package", "none planned yet"),
];
/// The label of a sign-off of the selection.
pub const SELECTION_SIGNED: &str = "Selection signed";
/// The label of a sign-off of the sensitivity review.
pub const SENSITIVITY_SIGNED: &str = "Sensitivity review signed";

/// The decisions, in the order of every table and of every bar from the bottom up: the word, and
/// what it means.
pub const DECISIONS: [(&str, &str); 5] = [
    ("Select", "selected for permanent preservation"),
    ("Context", "selected to understand another"),
    ("Refer", "for a person to decide"),
    ("Outside transfer", "appears personal or party-political"),
    ("Not selected", "stays with the department"),
];

/// How a line stands to the lines around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the lines below it are parts of.
    Whole,
    /// A part.
    Of,
    /// What the lines above it come to.
    Sum,
}

/// A line of a table that adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How it stands to the others.
    pub part: Part,
    /// Its name.
    pub label: &'static str,
    /// What that means; may be empty.
    pub words: &'static str,
    /// How many.
    pub count: u64,
    /// Of a sum: whether the lines above come to it, in words.
    pub check: Option<Check>,
}

/// Whether a sum was found to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It is.
    AddsUp,
    /// It is not: the lines above come to this, in words.
    DoesNot(String),
}

impl Line {
    fn new(part: Part, label: &'static str, words: &'static str, count: u64) -> Line {
        let check = None;
        Line {
            part,
            label,
            words,
            count,
            check,
        }
    }

    /// Tells whether the line begins or ends a sum.
    pub fn is_whole(&self) -> bool {
        matches!(self.part, Part::Whole | Part::Sum)
    }

    /// Returns the verdict on a sum in words; empty where there is none.
    pub fn verdict(&self) -> String {
        match &self.check {
            None => String::new(),
            Some(Check::AddsUp) => "adds up".to_owned(),
            Some(Check::DoesNot(found)) => format!("does not add up: {found}"),
        }
    }

    /// Tells whether a sum was checked and is wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self.check, Some(Check::DoesNot(_)))
    }
}

/// Returns the check of `sum` against the lines above it.
fn checked(sum: u64, parts: &[u64], less: &[u64]) -> Option<Check> {
    let total = |numbers: &[u64]| numbers.iter().map(|&n| i128::from(n)).sum::<i128>();
    let found = total(parts) - total(less);
    Some(match u64::try_from(found) {
        Ok(found) if found == sum => Check::AddsUp,
        Ok(found) => Check::DoesNot(format!("the lines above come to {}", grouped(found))),
        Err(_) => Check::DoesNot("more is taken away than there is".to_owned()),
    })
}

/// Returns the reconcile table of messages.
pub fn messages(counts: &Counts) -> Vec<Line> {
    let decided = [
        counts.select,
        counts.context,
        counts.refer,
        counts.outside,
        counts.not_selected,
    ];
    let mut lines = vec![Line::new(Part::Whole, "Messages read", "", counts.read)];
    for ((label, words), count) in DECISIONS.into_iter().zip(decided) {
        lines.push(Line::new(Part::Of, label, words, count));
    }
    lines.push(Line {
        check: checked(counts.read, &decided, &[]),
        ..Line::new(
            Part::Sum,
            "Decided",
            "every message read has one decision",
            counts.read,
        )
    });
    let kept = [counts.select, counts.context];
    let less = [counts.held, counts.retained, counts.elsewhere];
    let selected = counts.select.saturating_add(counts.context);
    lines.push(Line::new(Part::Whole, "Select and context", "", selected));
    lines.push(Line::new(
        Part::Of,
        "less held",
        "a hold forbids disposal and transfer",
        counts.held,
    ));
    lines.push(Line::new(
        Part::Of,
        "less retained under section 3(4)",
        "in transcripts that the department keeps back",
        counts.retained,
    ));
    if counts.elsewhere > 0 {
        lines.push(Line::new(
            Part::Of,
            "less in other packages",
            "transferred in the other packages of the group",
            counts.elsewhere,
        ));
    }
    lines.push(Line {
        check: checked(counts.transferred, &kept, &less),
        ..Line::new(
            Part::Sum,
            "Transferred",
            "in the transfer package",
            counts.transferred,
        )
    });
    lines.extend(copies(counts));
    lines
}

/// Returns the line of copies, where there are any.
fn copies(counts: &Counts) -> Option<Line> {
    let words = "of others here, from another export of the conversation; both are transferred";
    let line = Line::new(Part::Of, "of these, copies", words, counts.copies);
    (counts.copies > 0).then_some(line)
}

/// Returns the table of the attachments that the messages transferred carry or name.
pub fn attachments(counts: &Attachments) -> Vec<Line> {
    let parts = [
        counts.present,
        counts.omitted,
        counts.missing,
        counts.withheld,
    ];
    let labels = [
        ("Present", "in the transfer package"),
        ("Omitted", "left out by the app when it made the export"),
        ("Missing", "named by a message, and not in the export"),
        (
            "Withheld",
            "the message is here, its file kept back under section 3(4)",
        ),
    ];
    summed(labels, parts, "All attachments", counts.referenced)
}

/// Returns a table of parts, each with its label and what that means, and of what they make together.
pub fn summed<const N: usize>(
    labels: [(&'static str, &'static str); N],
    parts: [u64; N],
    all: &'static str,
    sum: u64,
) -> Vec<Line> {
    let of = |((label, words), count)| Line::new(Part::Of, label, words, count);
    let mut lines: Vec<_> = labels.into_iter().zip(parts).map(of).collect();
    lines.push(Line {
        check: checked(sum, &parts, &[]),
        ..Line::new(Part::Sum, all, "", sum)
    });
    lines
}

/// Returns the figures of a sum, or who keeps them.
pub fn figures(equation: &Equation) -> &str {
    if equation.sum.is_empty() {
        NO_FIGURES
    } else {
        &equation.sum
    }
}

/// Returns the words for whether a sum holds.
pub fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Yes => "holds",
        Holds::No => "does not hold",
    }
}
