//! Which orders of day, month and year the dates of a file exclude.

use super::form::YearPlace;
use super::order::{Answer, answer, grouped, lines_have};
use super::survey::FormSurvey;
use crate::source::EvidenceKind::Elimination;
use crate::source::{DateOrder, Level};

/// What elimination leaves.
pub(super) enum Left {
    /// One order, and how many headers exclude the other.
    One(DateOrder, u64, u64),
    /// Both day-first and month-first.
    Both,
    /// Neither: the headers contradict each other.
    Contradiction,
}

/// Eliminates the orders that some dates do not have.
pub(super) fn eliminate(survey: &FormSurvey) -> Left {
    if survey.form.year == YearPlace::First {
        return Left::One(DateOrder::Ymd, survey.lines, 0);
    }
    let [dmy, mdy, ymd] = &survey.orders;
    // The year first, with two digits: only where nothing else can be, and not for one odd line.
    let proofs = survey.only_year_first;
    if proofs > 0 && ymd.impossible == 0 && proofs * 20 >= survey.lines {
        return Left::One(DateOrder::Ymd, proofs, 0);
    }
    let (not_dmy, not_mdy) = (dmy.impossible, mdy.impossible);
    match (not_dmy, not_mdy) {
        (0, 0) => Left::Both,
        _ if not_mdy > not_dmy && few_against(not_mdy, not_dmy) => {
            Left::One(DateOrder::Dmy, not_mdy, not_dmy)
        }
        _ if not_dmy > not_mdy && few_against(not_dmy, not_mdy) => {
            Left::One(DateOrder::Mdy, not_dmy, not_mdy)
        }
        _ => Left::Contradiction,
    }
}

/// One contradicting line among many is a line that somebody pasted.
fn few_against(proofs: u64, against: u64) -> bool {
    against * 20 <= proofs || (against == 1 && proofs >= 3)
}

/// One or two proofs may be pasted lines themselves, if time then runs backwards.
pub(super) fn is_contradicted(survey: &FormSurvey, order: DateOrder, proofs: u64) -> bool {
    let other = match order {
        DateOrder::Dmy => DateOrder::Mdy,
        DateOrder::Mdy => DateOrder::Dmy,
        DateOrder::Ymd => return false,
    };
    let steps = |order| survey.order(order).backward;
    let rest = survey.order(other).possible;
    proofs <= 2 && rest > proofs && steps(order) > steps(other)
}

/// Returns what elimination decided.
pub(super) fn eliminated(
    survey: &FormSurvey,
    order: DateOrder,
    proofs: u64,
    against: u64,
) -> Answer {
    let (what, other) = match order {
        DateOrder::Dmy => ("a first number that can be no month", "a second"),
        DateOrder::Mdy => ("a second number that can be no month", "a first"),
        DateOrder::Ymd => {
            let because = format!(
                "{} a date that exists only with the year first",
                lines_have(proofs)
            );
            return answer(order, Elimination, Level::Certain, because);
        }
    };
    let (level, rest) = match against {
        0 => (Level::Certain, format!("and none {other}")),
        _ => (Level::Strong, format!("and {} {other}", grouped(against))),
    };
    let because = format!(
        "{} {what}, {rest}, of {}",
        lines_have(proofs),
        grouped(survey.lines)
    );
    answer(order, Elimination, level, because)
}
