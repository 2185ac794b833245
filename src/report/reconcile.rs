//! The figures of a report: the tables that the deposit manifest has too, that of the records, and
//! how counts are put together and in words.

use super::RecordsCount;
use crate::manifest::grouped;
pub use crate::manifest::reconcile::{
    ABOUT, DECISIONS, Heading, KEPT_FIGURES, Line, OF_ATTACHMENTS, OF_MESSAGES, Part, attachments,
    figures, holds, messages, summed,
};
use crate::selection::OutcomeCounts;

/// What every report of a batch says beside its figures.
pub const NOT_DESTROYED: &str = "Not selected does not mean destroyed: consign destroys nothing.";

/// What stands around the table of records.
pub const OF_RECORDS: Heading = Heading {
    caption: "All records of this batch",
    of_what: "Outcome",
    unit: "Records",
    note: "",
};

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
    summed(labels, parts, "All records", counts.all)
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
    use crate::manifest::{Attachments, Counts};

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
