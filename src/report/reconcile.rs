//! The reconcile table: what became of the messages, line by line, with each sum checked.

use super::RecordsCount;
use crate::manifest::{Attachments, Counts, Equation, Holds, grouped};
use crate::selection::OutcomeCounts;

/// What every report of a batch says beside its figures.
pub const NOT_DESTROYED: &str = "Not selected does not mean destroyed: consign destroys nothing.";

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
    let mut lines: Vec<_> = labels
        .into_iter()
        .zip(parts)
        .map(|((label, words), count)| Line::new(Part::Of, label, words, count))
        .collect();
    lines.push(Line {
        check: checked(counts.referenced, &parts, &[]),
        ..Line::new(Part::Sum, "All attachments", "", counts.referenced)
    });
    lines
}

/// Returns the table of records by the outcome of their sensitivity review.
pub fn records(counts: &RecordsCount) -> Vec<Line> {
    let parts = [
        counts.open,
        counts.closed,
        counts.retained,
        counts.undecided,
    ];
    let labels = [
        ("Open", "open to the public once transferred"),
        ("Closed", "transferred, and closed to the public for a time"),
        (
            "Retained under section 3(4)",
            "kept back by the department, not in the package",
        ),
        ("Undecided", "not reviewed, or out for consultation"),
    ];
    let mut lines: Vec<_> = labels
        .into_iter()
        .zip(parts)
        .map(|((label, words), count)| Line::new(Part::Of, label, words, count))
        .collect();
    lines.push(Line {
        check: checked(counts.all, &parts, &[]),
        ..Line::new(Part::Sum, "All records", "", counts.all)
    });
    lines
}

/// Returns the figures of a sum, or who keeps them.
pub fn figures(equation: &Equation) -> &str {
    if equation.sum.is_empty() {
        "kept by the transferring body"
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

/// Returns the counts by decision, in the order of [`DECISIONS`].
pub fn by_decision(counts: &OutcomeCounts) -> [u64; 5] {
    [
        counts.select,
        counts.context,
        counts.refer,
        counts.outside,
        counts.not_selected,
    ]
}

/// Returns the counts of several rows together.
pub fn together<'a>(rows: impl IntoIterator<Item = &'a OutcomeCounts>) -> OutcomeCounts {
    rows.into_iter()
        .fold(OutcomeCounts::default(), |sum, row| OutcomeCounts {
            select: sum.select.saturating_add(row.select),
            context: sum.context.saturating_add(row.context),
            refer: sum.refer.saturating_add(row.refer),
            outside: sum.outside.saturating_add(row.outside),
            not_selected: sum.not_selected.saturating_add(row.not_selected),
        })
}

/// Returns a count of things, such as `1 file` or `2,000 files`.
pub fn count_of(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts {
        Counts {
            read: 100,
            select: 40,
            context: 10,
            refer: 5,
            outside: 15,
            not_selected: 30,
            held: 3,
            retained: 2,
            transferred: 45,
            ..Counts::default()
        }
    }

    fn wrong(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .filter(|line| line.is_wrong())
            .map(Line::verdict)
            .collect()
    }

    #[test]
    fn figures_that_add_up_say_so() {
        let lines = messages(&counts());
        assert_eq!(wrong(&lines), Vec::<String>::new());
        let sums = lines.iter().filter(|line| line.check.is_some());
        assert!(sums.map(Line::verdict).eq(["adds up", "adds up"]));
    }

    #[test]
    fn figures_that_do_not_add_up_say_what_they_come_to() {
        let lines = messages(&Counts {
            read: 101,
            transferred: 44,
            ..counts()
        });
        assert_eq!(
            wrong(&lines),
            [
                "does not add up: the lines above come to 100",
                "does not add up: the lines above come to 45"
            ]
        );
        let lines = messages(&Counts {
            held: 60,
            ..counts()
        });
        assert_eq!(
            wrong(&lines),
            ["does not add up: more is taken away than there is"]
        );
        let lines = records(&RecordsCount {
            all: 2,
            open: 1,
            ..RecordsCount::default()
        });
        assert_eq!(
            wrong(&lines),
            ["does not add up: the lines above come to 1"]
        );
        let lines = attachments(&Attachments {
            missing: 1,
            ..Attachments::default()
        });
        assert_eq!(
            wrong(&lines),
            ["does not add up: the lines above come to 1"]
        );
    }

    #[test]
    fn one_thing_is_not_several() {
        assert_eq!(count_of(1, "file"), "1 file");
        assert_eq!(count_of(0, "file"), "0 files");
        assert_eq!(count_of(2_000, "file"), "2,000 files");
    }
}
