//! The sums that a batch and its package must satisfy, by name.

use super::Counts;

/// Whether an equation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// It was computed, and both sides are equal.
    Yes,
    /// It was computed, and they are not.
    No,
}

impl Holds {
    /// Returns whether two numbers are equal.
    pub fn when(left: u64, right: u64) -> Holds {
        if left == right { Holds::Yes } else { Holds::No }
    }
}

/// An equation with its figures.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Equation {
    /// `E1` to `E8`.
    pub name: &'static str,
    /// What must be equal, in words.
    pub says: &'static str,
    /// The figures, such as `96 = 80 + 16`.
    pub sum: String,
    /// Whether it holds.
    pub holds: Holds,
}

impl Equation {
    /// The equations, by name and in words.
    pub const ALL: [(&'static str, &'static str); 8] = [
        (
            "E1",
            "bytes of the sources = the sum of the items of their accounts",
        ),
        (
            "E2",
            "lines = first lines + continued + blank + before the first message + not understood",
        ),
        ("E3", "messages read = distinct messages + copies"),
        (
            "E4",
            "messages read = select + context + refer + outside + not-selected",
        ),
        ("E5", "not-selected + outside = signed as such"),
        (
            "E6",
            "to transfer = select + context - held - retained under section 3(4)",
        ),
        ("E7", "messages in transcripts = to transfer"),
        (
            "E8",
            "attachments of transferred messages = present + omitted by the export + missing + withheld",
        ),
    ];

    /// E6 of a package of a group.
    pub const E6_IN_A_GROUP: &'static str = "to transfer = select + context - held - retained under section 3(4) - in the other packages of the group";

    /// Returns the equation with this name, for `left` = the sum of `right`.
    pub fn of(name: &'static str, left: u64, right: &[u64]) -> Equation {
        let says = Equation::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, says)| *says)
            .expect("equations are asked for by their names");
        let terms: Vec<_> = right.iter().map(|&n| grouped(n)).collect();
        Equation {
            name,
            says,
            sum: format!("{} = {}", grouped(left), terms.join(" + ")),
            holds: Holds::when(left, right.iter().fold(0, |sum, &n| sum.saturating_add(n))),
        }
    }

    /// Returns the equation with this name, for `left` = the sum of these items, each told by its
    /// name.
    pub fn of_items(name: &'static str, left: u64, items: &[(&str, u64)]) -> Equation {
        let numbers: Vec<u64> = items.iter().map(|(_, number)| *number).collect();
        let terms = items
            .iter()
            .map(|(what, n)| format!("{} {what}", grouped(*n)));
        Equation {
            sum: format!(
                "{} = {}",
                grouped(left),
                terms.collect::<Vec<_>>().join(" + ")
            ),
            ..Equation::of(name, left, &numbers)
        }
    }

    /// Returns E4 to E8 of what became of the messages. `signed` is how many were signed as not
    /// selected or outside, and `transcribed` how many stand in transcripts; without them there is
    /// no E5 and no E7 to hold.
    pub fn of_counts(
        counts: &Counts,
        signed: Option<u64>,
        transcribed: Option<u64>,
    ) -> Vec<Equation> {
        let outcomes = [
            counts.select,
            counts.context,
            counts.refer,
            counts.outside,
            counts.not_selected,
        ];
        let attachments = &counts.attachments;
        let states = [
            attachments.present,
            attachments.omitted,
            attachments.missing,
            attachments.withheld,
        ];
        let mut equations = vec![Equation::of("E4", counts.read, &outcomes)];
        if let Some(signed) = signed {
            let parts = [counts.not_selected, counts.outside];
            equations.push(Equation::of("E5", signed, &parts));
        }
        equations.push(Equation::to_transfer(
            counts.transferred,
            [counts.select, counts.context],
            [counts.held, counts.retained],
            (counts.elsewhere > 0).then_some(counts.elsewhere),
        ));
        if let Some(transcribed) = transcribed {
            equations.push(Equation::of("E7", transcribed, &[counts.transferred]));
        }
        equations.push(Equation::of("E8", attachments.referenced, &states));
        equations
    }

    /// Returns E6, whose right side subtracts. Of a package of a group, what the other packages of
    /// it transfer is subtracted too.
    pub fn to_transfer(
        left: u64,
        kept: [u64; 2],
        less: [u64; 2],
        elsewhere: Option<u64>,
    ) -> Equation {
        let mut equation = Equation::of("E6", left, &kept);
        equation.sum = format!(
            "{} = {} + {} - {} - {}",
            grouped(left),
            grouped(kept[0]),
            grouped(kept[1]),
            grouped(less[0]),
            grouped(less[1])
        );
        if let Some(elsewhere) = elsewhere {
            equation.says = Equation::E6_IN_A_GROUP;
            equation.sum.push_str(&format!(" - {}", grouped(elsewhere)));
        }
        let all_less = [less[0], less[1], elsewhere.unwrap_or_default()];
        let total = |all: &[u64]| all.iter().fold(0, |sum: u64, &n| sum.saturating_add(n));
        let right = total(&kept).checked_sub(total(&all_less));
        equation.holds = right.map_or(Holds::No, |right| Holds::when(left, right));
        equation
    }
}

/// Returns a number with commas between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_computed_and_not_claimed() {
        let good = Equation::of("E4", 1_234, &[1_000, 200, 34]);
        assert_eq!(
            (good.sum.as_str(), good.holds),
            ("1,234 = 1,000 + 200 + 34", Holds::Yes)
        );
        assert_eq!(Equation::of("E4", 5, &[4]).holds, Holds::No);
        let sixth = Equation::to_transfer;
        assert_eq!(sixth(5, [4, 3], [1, 1], None).holds, Holds::Yes);
        assert_eq!(sixth(0, [1, 0], [2, 0], None).holds, Holds::No);
        let in_a_group = sixth(3, [4, 3], [1, 1], Some(2));
        assert_eq!(in_a_group.sum, "3 = 4 + 3 - 1 - 1 - 2");
        assert_eq!(in_a_group.holds, Holds::Yes);
        assert_eq!(in_a_group.says, Equation::E6_IN_A_GROUP);
        let items = Equation::of_items("E1", 3_000, &[("text", 2_999), ("line ends", 1)]);
        assert_eq!(
            (items.sum.as_str(), items.holds),
            ("3,000 = 2,999 text + 1 line ends", Holds::Yes)
        );
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
