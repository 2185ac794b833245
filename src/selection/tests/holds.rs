//! What a hold catches, where a rule would not too.

use super::*;

/// The numbers of the holds that catch a message.
fn caught(policy: &Policy, facts: &Facts<'_>) -> Vec<usize> {
    let mut examiner = policy.examiner();
    let hits = examiner.examine(facts);
    hits.holds.iter().map(|hold| hold.number()).collect()
}

#[test]
fn an_undated_message_is_caught_by_a_hold_and_not_by_a_rule() {
    let text = format!(
        "{}{}",
        "format = 'selection-rules/1'\nid = 'P'\ntitle = 't'\nauthority = 'a'\nowner = 'o'\notherwise = 'refer'\n",
        r#"
[[rule]]
id = "N"
title = "t"
when = "NOT date:2021"
effect = "not-selected"
because = "b"
[[hold]]
id = "H1"
title = "t"
authority = "a"
because = "b"
when = "date:2020 AND text:winter"
transfer = "agreed: X"
[[hold]]
id = "H2"
title = "t"
authority = "a"
because = "b"
when = "text:plan"
released = { on = 2026-05-01, letter = "L", by = ["A", "B"] }
"#
    );
    let policy = Policy::read("rules.toml", text.as_bytes()).unwrap();
    let mut examiner = policy.examiner();
    let undated = facts("Winter plan", None, None);
    let hits = examiner.examine(&undated).clone();
    assert_eq!(
        hits,
        Hits {
            rules: vec![],
            holds: vec![HoldIndex(0), HoldIndex(1)]
        }
    );
    let explained = policy.explainer().explain(&undated);
    assert!(!explained.holds[0].certain && explained.holds[1].certain);
    assert_eq!(explained.holds[0].words[0].text, "Winter");
    let before = policy.holding(&hits, day("2026-04-30"));
    assert!(before.is_held() && !before.may_transfer);
    let after = policy.holding(&hits, day("2026-05-01"));
    assert_eq!(
        after,
        Holding {
            holds: vec![HoldIndex(0)],
            may_transfer: true
        }
    );
    assert!(
        examiner
            .examine(&facts("summer", None, None))
            .holds
            .is_empty()
    );
    assert!(
        policy
            .holding(&Hits::default(), day("2026-05-01"))
            .may_transfer
    );
    let dated = examiner.examine(&facts("Winter plan", None, Some(day("2019-01-01"))));
    assert_eq!(
        dated,
        &Hits {
            rules: vec![RuleIndex(0)],
            holds: vec![HoldIndex(1)]
        }
    );
}

#[test]
fn several_keys_of_a_hold_restrict_and_the_values_of_one_are_alternatives() {
    let policy = with_holds(
        "x",
        &[
            "sources = ['wa1', 'wa3']",
            "sources = ['wa2']",
            "sources = ['wa1']\nwhen = 'gritting'",
            "conversations = ['Winter', 'summer plan']",
            "people = ['p03', '@spad']",
            "custodians = ['Press Officer']\nsources = ['wa1']",
            "dates = { from = 2021-01-01, to = 2021-01-31 }",
            "people = ['p09']",
        ],
    );
    let members = [
        Person {
            names: &["Mum", "p03"],
            group: None,
        },
        Person {
            names: &["Press Officer"],
            group: Some("official"),
        },
    ];
    let doubtful = [Person {
        names: &["Duty", "p09"],
        group: None,
    }];
    let around = policy.around(&Surroundings {
        members: &members,
        doubtful: &doubtful,
        custodian: Some(&members[1..]),
    });
    let message = Facts {
        around: Some(&around),
        ..facts("gritting", None, Some(day("2021-01-31")))
    };
    assert_eq!(caught(&policy, &message), [0, 2, 3, 4, 5, 6, 7]);
    let other = Facts {
        source: "wa2",
        date: Some(day("2021-02-01")),
        around: None,
        ..message
    };
    // Nobody is around: whose device it was is not known, but it is another source.
    assert_eq!(caught(&policy, &other), [1, 3]);
    let unknown = policy.around(&Surroundings {
        custodian: None,
        ..Surroundings::default()
    });
    let message = Facts {
        text: "x",
        around: Some(&unknown),
        date: None,
        ..message
    };
    assert_eq!(caught(&policy, &message), [0, 3, 5, 6]);
    let explained = policy.explainer().explain(&message);
    let certain: Vec<bool> = explained.holds.iter().map(|hold| hold.certain).collect();
    assert_eq!(certain, [true, true, false, false]);
}

#[test]
fn a_hold_catches_by_either_reading_of_a_date_and_a_rule_by_the_one_decided() {
    let policy = with_holds(
        "date:2021-03-04",
        &[
            "dates = { from = 2021-03-04, to = 2021-03-04 }",
            "dates = { from = 2021-04-03, to = 2021-04-03 }",
            "when = 'gritting AND NOT date:2021-03'",
            "when = 'date:2021-05'",
        ],
    );
    let message = Facts {
        other_date: Some(day("2021-04-03")),
        ..facts("gritting", None, Some(day("2021-03-04")))
    };
    let mut examiner = policy.examiner();
    assert_eq!(examiner.examine(&message).rules, [RuleIndex(0)]);
    assert_eq!(caught(&policy, &message), [0, 1, 2]);
    let explained = policy.explainer().explain(&message);
    assert!(explained.holds.iter().all(|hold| !hold.certain));
    assert_eq!(explained.holds[2].words[0].text, "gritting");
    let certain = Facts {
        other_date: None,
        ..message
    };
    assert_eq!(caught(&policy, &certain), [0]);
}
