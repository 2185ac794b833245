//! Decisions folded, reviewers compared, samples drawn and judged.

use std::collections::BTreeMap;

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Answered, Asked, Binds, Decision, Entry, Purpose};
use crate::message::MessageId;
use crate::selection::Effect;

const NONE: Sha256Digest = Sha256Digest([0; 32]);

fn entries(acts: Vec<Act>) -> Vec<Entry> {
    let numbered = (1..).zip(acts);
    let entry = |(n, act)| Entry {
        n,
        prev: NONE,
        at: DateTime::UNIX_EPOCH,
        by: format!("Reviewer {n}"),
        replayed: false,
        act,
    };
    numbered.map(entry).collect()
}

fn decision(id: u64, decision: Effect) -> Decision {
    Decision {
        id: format!("wa1-{id}"),
        decision,
        bytes: NONE,
        because: NONE,
        second: String::new(),
    }
}

fn asked(purpose: Purpose) -> Act {
    Act::Asked(Asked {
        sheet: format!("S-{}", purpose.word()),
        purpose,
        binds: Binds {
            settings: NONE,
            rules: NONE,
            people: NONE,
            ledger: NONE,
        },
        rows: 1,
        asked: NONE,
        drawn: None,
    })
}

fn answered(purpose: Purpose, answers: Vec<Decision>) -> Act {
    Act::Answered(Answered {
        sheet: format!("S-{}", purpose.word()),
        file: NONE,
        answers,
        copies: Vec::new(),
        agreed: 0,
        unanswered: 0,
    })
}

fn undone(line: u64) -> Act {
    Act::Undone {
        line,
        because: NONE,
        second: String::new(),
    }
}

fn of(acts: Vec<Act>) -> BTreeMap<String, (Effect, u64, Why, bool)> {
    let entries = entries(acts);
    let effective = Decisions::of(&entries).unwrap().effective();
    let told = effective.into_iter();
    told.map(|(id, e)| (id.to_string(), (e.decision, e.line, e.why, e.looked_twice)))
        .collect()
}

#[test]
fn the_last_decision_holds_and_what_was_taken_back_does_not() {
    let first = Act::Decided(decision(1, Effect::Select));
    let second = Act::Decided(decision(1, Effect::Outside));
    let both = of(vec![first.clone(), second.clone()]);
    assert_eq!(both["wa1-1"], (Effect::Outside, 2, Why::Decided, false));
    let back = of(vec![first.clone(), second, undone(2)]);
    assert_eq!(back["wa1-1"], (Effect::Select, 1, Why::Decided, false));
    assert_eq!(of(vec![first, undone(1)]), BTreeMap::new());
}

#[test]
fn a_second_look_that_differs_refers_until_somebody_decides() {
    let looked = |second| {
        vec![
            asked(Purpose::Review),
            answered(Purpose::Review, vec![decision(1, Effect::Select)]),
            asked(Purpose::SecondLook),
            answered(Purpose::SecondLook, vec![decision(1, second)]),
        ]
    };
    let agrees = of(looked(Effect::Select));
    assert_eq!(agrees["wa1-1"], (Effect::Select, 2, Why::Decided, true));
    let differs = of(looked(Effect::Outside));
    let disagree = Why::Disagree { first: 2 };
    assert_eq!(differs["wa1-1"], (Effect::Refer, 4, disagree, true));
    let mut settled = looked(Effect::Outside);
    settled.push(Act::Decided(decision(1, Effect::Outside)));
    assert_eq!(
        of(settled)["wa1-1"],
        (Effect::Outside, 5, Why::Decided, true)
    );
    let mut back = looked(Effect::Outside);
    back.push(undone(4));
    assert_eq!(of(back)["wa1-1"], (Effect::Select, 2, Why::Decided, false));
}

#[test]
fn every_decision_stays_in_the_history() {
    let entries = entries(vec![
        Act::Decided(decision(1, Effect::Select)),
        Act::Decided(decision(2, Effect::Select)),
        Act::Decided(decision(1, Effect::Refer)),
        undone(3),
    ]);
    let decisions = Decisions::of(&entries).unwrap();
    let id: MessageId = "wa1-1".parse().unwrap();
    let told = decisions.history(&id).iter();
    let told: Vec<_> = told.map(|given| (given.entry.n, given.undone)).collect();
    assert_eq!(told, [(1, None), (3, Some(4))]);
}

#[test]
fn only_decisions_can_be_taken_back_and_once() {
    let entries = entries(vec![
        Act::Decided(decision(1, Effect::Select)),
        undone(1),
        asked(Purpose::Review),
        answered(Purpose::Review, vec![decision(1, Effect::Select)]),
    ]);
    assert_eq!(may_undo(&entries, 4), Ok(()));
    assert_eq!(
        may_undo(&entries, 1),
        Err(CannotUndo::Before { line: 1, by: 2 })
    );
    assert!(matches!(
        may_undo(&entries, 2),
        Err(CannotUndo::NoDecision { line: 2, .. })
    ));
    assert!(matches!(
        may_undo(&entries, 3),
        Err(CannotUndo::NoDecision { line: 3, .. })
    ));
    assert_eq!(
        may_undo(&entries, 9),
        Err(CannotUndo::NoSuchLine { line: 9, last: 4 })
    );
    assert_eq!(
        may_undo(&entries, 0),
        Err(CannotUndo::NoSuchLine { line: 0, last: 4 })
    );
}

fn effects() -> impl Strategy<Value = Effect> {
    prop::sample::select(Effect::ALL.to_vec())
}

/// Who was answered how, whether it was a second look, and whether it is taken back at the end.
type Line = (Vec<(u64, Effect)>, bool, bool);

/// Lines that decide, one message or several.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let answers = prop::collection::btree_map(0..4_u64, effects(), 1..4);
    let line = (
        answers.prop_map(|a| a.into_iter().collect()),
        any::<bool>(),
        any::<bool>(),
    );
    prop::collection::vec(line, 0..8)
}

fn act(answers: &[(u64, Effect)], looks: bool) -> Act {
    let decisions: Vec<Decision> = answers.iter().map(|(id, e)| decision(*id, *e)).collect();
    let purpose = if looks {
        Purpose::SecondLook
    } else {
        Purpose::Review
    };
    answered(purpose, decisions)
}

proptest! {
    #[test]
    fn what_was_taken_back_is_as_if_it_had_never_been(lines in lines()) {
        let nothing = Act::Begun { reference: String::new() };
        let heads = vec![asked(Purpose::Review), asked(Purpose::SecondLook)];
        let (mut with, mut without) = (heads.clone(), heads);
        for (answers, looks, taken_back) in &lines {
            with.push(act(answers, *looks));
            without.push(if *taken_back { nothing.clone() } else { act(answers, *looks) });
        }
        for (line, (_, _, taken_back)) in (3..).zip(&lines) {
            if *taken_back {
                with.push(undone(line));
            }
        }
        prop_assert_eq!(of(with), of(without));
    }

    #[test]
    fn a_sheet_decides_as_its_answers_would_one_by_one(lines in lines()) {
        let together: Vec<Act> = lines.iter().map(|(answers, ..)| act(answers, false)).collect();
        let single = lines.iter().flat_map(|(answers, ..)| answers);
        let single = single.map(|(id, effect)| Act::Decided(decision(*id, *effect))).collect();
        let words = |acts| of(acts).into_iter().map(|(id, told)| (id, told.0)).collect::<Vec<_>>();
        prop_assert_eq!(words(together), words(single));
    }

    #[test]
    fn kappa_is_at_most_one_and_one_only_when_all_agree(pairs in prop::collection::vec((effects(), effects()), 0..30)) {
        let agreement = Agreement::of(pairs.clone());
        prop_assert_eq!(agreement.looked_twice, pairs.len() as u64);
        if let Some(kappa) = agreement.kappa {
            prop_assert!((-1.0..=1.0).contains(&kappa));
            prop_assert_eq!(kappa == 1.0, agreement.agreed == agreement.looked_twice);
        }
    }
}

#[test]
fn kappa_is_as_worked_by_hand() {
    use Effect::{NotSelected, Outside, Select};
    let of = |cells: &[((Effect, Effect), u64)]| kappa(&cells.iter().copied().collect());
    // 20 + 15 of 50 agree: 0.7. By chance 0.5 × 0.6 + 0.5 × 0.4 = 0.5. So 0.2 / 0.5.
    let fifty = of(&[
        ((Select, Select), 20),
        ((Select, Outside), 5),
        ((Outside, Select), 10),
        ((Outside, Outside), 15),
    ]);
    assert!((fifty.unwrap() - 0.4).abs() < 1e-12);
    // Always against each other: 0 observed, 0.5 by chance.
    let against = of(&[((Select, Outside), 5), ((Outside, Select), 5)]);
    assert!((against.unwrap() + 1.0).abs() < 1e-12);
    // Three words: 6 of 8 agree; by chance (4×3 + 3×3 + 1×2) / 64. So (48 - 23) / (64 - 23).
    let three = of(&[
        ((Select, Select), 3),
        ((Select, Outside), 1),
        ((Outside, Outside), 2),
        ((Outside, NotSelected), 1),
        ((NotSelected, NotSelected), 1),
    ]);
    assert!((three.unwrap() - 25.0 / 41.0).abs() < 1e-12);
    // One differs where chance alone would agree always but for it: 0 above chance.
    let lone = of(&[((Select, Select), 9), ((Select, Outside), 1)]);
    assert!(lone.unwrap().abs() < 1e-12);
    // Not defined: nothing, and the same one thing of everything.
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[((Outside, Outside), 7)]), None);
}

#[test]
fn the_bound_is_as_published() {
    // Clopper and Pearson, one-sided 95 %; 0 of n is 1 - 0.05^(1/n).
    for (n, wrong, percent) in [
        (300, 0, "0.9936"),
        (300, 1, "1.5715"),
        (59, 0, "4.9508"),
        (10, 1, "39.4163"),
        (20, 3, "34.3664"),
        (100_000, 0, "0.0030"),
        (1, 0, "95.0000"),
        (5, 5, "100.0000"),
        (0, 0, "100.0000"),
    ] {
        assert_eq!(
            format!("{:.4}", at_most(n, wrong) * 100.0),
            percent,
            "{wrong} of {n}"
        );
    }
    for n in [1_u32, 7, 59, 300, 2_971] {
        let exact = 1.0 - 0.05_f64.powf(1.0 / f64::from(n));
        assert!((at_most(u64::from(n), 0) - exact).abs() < 1e-12);
    }
}

#[test]
fn a_sample_is_drawn_by_the_smallest_hashes() {
    let ids: Vec<MessageId> = (0..40)
        .map(|n| format!("wa1-{n}").parse().unwrap())
        .collect();
    let drawn = drawn_first(&ids, "seed", 5);
    let mut by_hand: Vec<(String, String)> = ids
        .iter()
        .map(|id| {
            (
                sha256(format!("seed:{id}").as_bytes()).to_string(),
                id.to_string(),
            )
        })
        .collect();
    by_hand.sort();
    let by_hand: Vec<&str> = by_hand.iter().take(5).map(|(_, id)| id.as_str()).collect();
    let drawn: Vec<String> = drawn.iter().map(ToString::to_string).collect();
    assert_eq!(drawn, by_hand);
    assert_eq!(drawn_first(&ids, "seed", 300).len(), 40);
    assert_ne!(drawn_first(&ids, "other", 5), drawn_first(&ids, "seed", 5));
    assert_eq!(share_of(0, 10), 0);
    assert_eq!(share_of(1, 10), 1);
    assert_eq!(share_of(20, 10), 2);
    assert_eq!(share_of(21, 10), 3);
    assert_eq!(share_of(7, 100), 7);
}
