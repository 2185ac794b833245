//! How far context spreads from what is selected, and over what.

use super::*;

#[test]
fn context_reaches_once_and_refers_what_others_put_aside() {
    let rules = [
        ("K", "select", "hit", "before = 2, after = 1"),
        ("O", "outside", "o", ""),
        ("R", "refer", "r", ""),
        ("N", "not-selected", "n", ""),
    ];
    let policy = policy("refer", &rules);
    let messages = ["x", "o", "n", "hit", "r", "x"].map(said);
    assert_eq!(
        outcomes(&policy, &messages),
        "refer refer context select refer refer"
    );
    let settled = settled(&policy, &messages);
    assert_eq!(settled[0].basis, Basis::Otherwise);
    let parent = Parent {
        message: 3,
        rule: RuleIndex(0),
    };
    assert_eq!(
        settled[1].basis,
        Basis::ContextOver {
            parent,
            over: RuleIndex(2)
        }
    );
    assert_eq!(settled[2].basis, Basis::ContextOf(parent));
    assert_eq!(
        settled[4].basis,
        Basis::ContextOver {
            parent,
            over: RuleIndex(3)
        }
    );
    assert_eq!(settled[5].basis, Basis::Otherwise);
}

#[test]
fn replies_are_reached_over_one_link_both_ways() {
    let policy = policy("refer", &[("K", "select", "hit", "replies = true")]);
    let to = |text, other| Said {
        replies_to: Some(other),
        ..said(text)
    };
    // 0 <- 2 (hit) <- 4 <- 5: what replies to a reply is not reached; nor is what lies between.
    let messages = [
        said("x"),
        said("x"),
        to("hit", 0),
        said("x"),
        to("x", 2),
        to("x", 4),
    ];
    assert_eq!(
        outcomes(&policy, &messages),
        "context refer select refer context refer"
    );
    // A link to itself or past the end is none.
    let messages = [to("hit", 0), to("x", 9), to("hit", 9)];
    assert_eq!(outcomes(&policy, &messages), "select refer select");
}

#[test]
fn the_same_day_is_reached_wherever_it_stands() {
    let policy = policy("refer", &[("K", "select", "hit", "same_day = true")]);
    let (monday, tuesday) = (Some(day("2021-01-04")), Some(day("2021-01-05")));
    let on = |text, day| Said { day, ..said(text) };
    let messages = [
        on("x", monday),
        on("x", tuesday),
        on("hit", monday),
        on("x", None),
        on("x", monday),
    ];
    assert_eq!(
        outcomes(&policy, &messages),
        "context refer select refer context"
    );
    assert_eq!(
        outcomes(&policy, &[on("hit", None), on("x", None)]),
        "select refer"
    );
}

#[test]
fn wide_contexts_take_no_longer_than_narrow_ones() {
    let policy = policy(
        "refer",
        &[(
            "K",
            "select",
            "hit",
            "before = 20000, after = 4294967295, same_day = true",
        )],
    );
    let mut sets = HitSets::default();
    let mut examiner = policy.examiner();
    let hit = sets.intern(examiner.examine(&facts("hit", None, None)));
    let none = sets.intern(examiner.examine(&facts("x", None, None)));
    let row = |hits| Row {
        hits,
        person: None,
        day: Some(day("2021-01-04")),
        replies_to: None,
    };
    let rows: Vec<Row> = (0..200_000)
        .map(|n| row(if n % 2 == 0 { hit } else { none }))
        .collect();
    let settled: Vec<Settled> = policy.settling(&sets).settle(&rows).collect();
    let parent = Parent {
        message: 100_000,
        rule: RuleIndex(0),
    };
    assert_eq!(settled[100_001].basis, Basis::ContextOf(parent));
    assert!(
        settled
            .iter()
            .all(|s| matches!(s.outcome, Outcome::Select | Outcome::Context))
    );
}
