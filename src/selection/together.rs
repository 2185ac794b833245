//! What becomes of a message of which there are copies on other phones: they share one decision.
//!
//! Each source is settled by itself; of what its copies come to, the strongest wins: `select`, what
//! is referred for a reason, `context`, what no rule spoke to, `outside`, `not-selected`. Context
//! never passes over what a rule put outside: a person decides then, as within one source.

use super::settle::{Basis, Outcome, Settled};

/// What a message and its copies come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// To what the copy at this place came to.
    As(usize),
    /// To nothing: a person decides between what the copies at these two places came to.
    Differ(usize, usize),
}

/// Returns what copies come to, none of which a person decided about. Of several that come to the
/// same, the first is named; `None` where there are no copies.
pub fn together(copies: &[Settled]) -> Option<Together> {
    let places = 0..copies.len();
    let winner = places.min_by_key(|place| (strength(copies[*place]), *place))?;
    let outside = |settled: &Settled| settled.outcome == Outcome::Outside;
    match (copies[winner].outcome, copies.iter().position(outside)) {
        (Outcome::Context, Some(outside)) => Some(Together::Differ(winner, outside)),
        _ => Some(Together::As(winner)),
    }
}

/// Returns the place of a decision in the order of strength, the strongest first.
fn strength(settled: Settled) -> u8 {
    match (settled.outcome, settled.basis) {
        (Outcome::Select, _) => 0,
        // What no rule spoke to is referred for want of a rule, and context reaches it.
        (Outcome::Refer, Basis::Otherwise) => 3,
        (Outcome::Refer, _) => 1,
        (Outcome::Context, _) => 2,
        (Outcome::Outside, _) => 4,
        (Outcome::NotSelected, _) => 5,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::selection::{Parent, RuleIndex};

    const RULE: Basis = Basis::Rule(RuleIndex(1));
    const CONTEXT: Basis = Basis::ContextOf(Parent {
        message: 4,
        rule: RuleIndex(2),
    });
    const ALL: [(Outcome, Basis); 6] = [
        (Outcome::Select, RULE),
        (Outcome::Refer, RULE),
        (Outcome::Context, CONTEXT),
        (Outcome::Refer, Basis::Otherwise),
        (Outcome::Outside, RULE),
        (Outcome::NotSelected, RULE),
    ];

    fn settled(which: usize) -> Settled {
        let (outcome, basis) = ALL[which];
        Settled { outcome, basis }
    }

    #[test]
    fn the_strongest_wins_and_context_does_not_pass_over_a_rule() {
        let of = |a, b| together(&[settled(a), settled(b)]);
        for weaker in 1..ALL.len() {
            assert_eq!(of(weaker, 0), Some(Together::As(1)));
        }
        assert_eq!(
            of(1, 2),
            Some(Together::As(0)),
            "referred by a rule, and context"
        );
        assert_eq!(of(3, 2), Some(Together::As(1)), "no rule, and context");
        assert_eq!(
            of(4, 2),
            Some(Together::Differ(1, 0)),
            "outside, and context"
        );
        assert_eq!(of(5, 2), Some(Together::As(1)), "not selected, and context");
        assert_eq!(of(4, 3), Some(Together::As(1)), "outside, and no rule");
        assert_eq!(of(5, 4), Some(Together::As(1)), "not selected, and outside");
        assert_eq!(together(&[]), None);
    }

    proptest! {
        #[test]
        fn the_order_of_copies_changes_nothing(
            copies in proptest::collection::vec(0..ALL.len(), 1..6),
            turn in 0_usize..6,
        ) {
            let outcome = |copies: &[usize]| {
                let copies: Vec<Settled> = copies.iter().map(|which| settled(*which)).collect();
                match together(&copies) {
                    Some(Together::As(place)) => copies[place].outcome,
                    Some(Together::Differ(..)) => Outcome::Refer,
                    None => unreachable!("there are copies"),
                }
            };
            let mut turned = copies.clone();
            turned.rotate_left(turn % copies.len());
            prop_assert_eq!(outcome(&turned), outcome(&copies));
        }
    }
}
