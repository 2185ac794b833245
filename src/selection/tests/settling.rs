//! What rules see of a message, and which of those that hit it settles it.

use super::*;
use crate::message::EventCode;

#[test]
fn the_strongest_effect_wins_and_its_first_rule_is_named() {
    let rules = [
        ("N", "not-selected", "n OR all", ""),
        ("O", "outside", "o OR all", ""),
        ("R", "refer", "r OR all", ""),
        ("S2", "select", "all", ""),
        ("S1", "select", "all", ""),
    ];
    let policy = policy("refer", &rules);
    let messages = ["all", "r o n", "o n", "n", "x"].map(said);
    assert_eq!(
        outcomes(&policy, &messages),
        "select refer outside not-selected refer"
    );
    let settled = settled(&policy, &messages);
    let Basis::Rule(rule) = settled[0].basis else {
        panic!("{:?}", settled[0]);
    };
    assert_eq!(policy.rule(rule).id, "S1");
    assert_eq!(settled[4].basis, Basis::Otherwise);
    let person = Said {
        person: Some(Effect::NotSelected),
        ..said("all")
    };
    let settled = super::settled(&policy, &[person]);
    assert_eq!(
        settled[0],
        Settled {
            outcome: Outcome::NotSelected,
            basis: Basis::Person
        }
    );
}

#[test]
fn what_a_person_decides_neither_spreads_nor_yields() {
    let policy = policy("refer", &[("K", "select", "hit", "before = 1, after = 1")]);
    let by = |text, person| Said {
        person: Some(person),
        ..said(text)
    };
    let messages = [said("x"), by("x", Effect::Select), said("x")];
    assert_eq!(outcomes(&policy, &messages), "refer select refer");
    let messages = [said("x"), by("hit", Effect::NotSelected), said("x")];
    assert_eq!(outcomes(&policy, &messages), "refer not-selected refer");
    let messages = [
        said("x"),
        by("hit", Effect::Select),
        by("x", Effect::Outside),
    ];
    assert_eq!(outcomes(&policy, &messages), "context select outside");
}

#[test]
fn rules_see_people_notices_and_chats() {
    let policy = policy(
        "refer",
        &[
            ("A", "select", "from:(@Minister OR pps) AND chat:winter", ""),
            ("B", "refer", "kind:timer-changed", ""),
        ],
    );
    let mut examiner = policy.examiner();
    let person = |names, group| Some(Person { names, group });
    let minister = facts("x", person(&["Secretary of State"], Some("minister")), None);
    assert_eq!(examiner.examine(&minister).rules, [RuleIndex(0)]);
    let secretary = facts("x", person(&["+44 7700 900123", "PPS"], None), None);
    assert_eq!(examiner.examine(&secretary).rules, [RuleIndex(0)]);
    let other = Facts {
        conversation: &["Summer"],
        ..secretary
    };
    assert!(examiner.examine(&other).rules.is_empty());
    let notice = Facts {
        kind: Kind::System,
        event: Some(EventCode::TimerChanged),
        ..facts("x", None, None)
    };
    assert_eq!(examiner.examine(&notice).rules, [RuleIndex(1)]);
}

#[test]
fn rules_see_who_is_around() {
    let person = |names, group| Person { names, group };
    let members = [
        person(&["Secretary of State", "p01"], Some("minister")),
        person(&["Private Secretary", "p02"], Some("official")),
        person(&["Duty officer", "p03"], Some("official")),
    ];
    let hits = |when: &str, member: Option<usize>, custodian: Option<usize>| {
        let policy = with_holds(when, &[]);
        let around = policy.around(&Surroundings {
            members: &members,
            doubtful: &[],
            custodian: custodian.map(|at| &members[at..=at]),
        });
        let message = Facts {
            sender: member.map(|at| members[at]),
            member,
            around: Some(&around),
            ..facts("x", None, None)
        };
        !policy.examiner().examine(&message).rules.is_empty()
    };
    assert!(hits("chat-has:@minister AND from:@minister", Some(0), None));
    // Nobody sends to themselves; where two are of a group, one of them sends to the other.
    assert!(!hits("to:@minister", Some(0), None) && hits("to:@minister", Some(1), None));
    assert!(hits("to:@official", Some(1), None) && !hits("to:p02", Some(1), None));
    assert!(hits("to:(@minister AND @official)", None, None));
    assert!(!hits("from:@minister", None, None));
    assert!(hits(
        "custodian:@official AND custodian:duty",
        Some(0),
        Some(2)
    ));
    assert!(hits("NOT custodian:@minister", Some(0), Some(2)));
    // Not known whose device it was: neither it nor its opposite hits.
    assert!(!hits("custodian:@minister", Some(0), None));
    assert!(!hits("NOT custodian:@minister", Some(0), None));
    assert!(!hits("reply-to:@minister", Some(0), None));
    let policy = with_holds("reply-to:@minister AND reply-to:p01", &[]);
    let reply = Facts {
        reply_to: Some(members[0]),
        ..facts("x", None, None)
    };
    assert!(!policy.examiner().examine(&reply).rules.is_empty());
}
