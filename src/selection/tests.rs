//! From facts to outcomes: what must hold whatever the rules and the messages are.

use std::fmt::Write as _;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::message::{EventCode, Kind};

fn facts<'a>(text: &'a str, sender: Option<Person<'a>>, date: Option<NaiveDate>) -> Facts<'a> {
    Facts {
        text,
        source: "wa1",
        sender,
        member: None,
        around: None,
        reply_to: None,
        conversation: &["Winter planning"],
        date,
        other_date: None,
        kind: Kind::Text,
        event: None,
        attachments: &[],
        edited: false,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A rule as these tests write one: id, effect, query, context.
type Written<'a> = (&'a str, &'a str, &'a str, &'a str);

fn policy(otherwise: &str, rules: &[Written<'_>]) -> Policy {
    let mut text = format!(
        "format = 'selection-rules/1'\nid = 'P'\ntitle = 't'\nauthority = 'a'\nowner = 'o'\notherwise = '{otherwise}'\n"
    );
    for (id, effect, when, context) in rules {
        let (context, label) = match *effect {
            "select" if !context.is_empty() => {
                (format!("context = {{ {context} }}\n"), "label = 'l'\n")
            }
            "select" => (String::new(), "label = 'l'\n"),
            _ => (String::new(), ""),
        };
        write!(
            text,
            "[[rule]]\nid = '{id}'\ntitle = 't'\nwhen = '''{when}'''\neffect = '{effect}'\nbecause = 'b'\n{context}{label}"
        )
        .unwrap();
    }
    Policy::read("rules.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

struct Said<'a> {
    text: &'a str,
    person: Option<Effect>,
    day: Option<NaiveDate>,
    replies_to: Option<u32>,
}

fn said(text: &str) -> Said<'_> {
    Said {
        text,
        person: None,
        day: None,
        replies_to: None,
    }
}

fn settled(policy: &Policy, messages: &[Said<'_>]) -> Vec<Settled> {
    let mut examiner = policy.examiner();
    let mut sets = HitSets::default();
    let mut rows = Vec::new();
    for message in messages {
        let hits = sets.intern(examiner.examine(&facts(message.text, None, message.day)));
        rows.push(Row {
            hits,
            person: message.person,
            day: message.day,
            replies_to: message.replies_to,
        });
    }
    policy.settling(&sets).settle(&rows)
}

fn outcomes(policy: &Policy, messages: &[Said<'_>]) -> String {
    let words: Vec<_> = settled(policy, messages)
        .iter()
        .map(|s| s.outcome.word())
        .collect();
    words.join(" ")
}

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
    let settled = super::tests::settled(&policy, &[person]);
    assert_eq!(
        settled[0],
        Settled {
            outcome: Outcome::NotSelected,
            basis: Basis::Person
        }
    );
}

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
    let settled = policy.settling(&sets).settle(&rows);
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

/// Settles one message the slow and plain way, from what the rules say of every message.
fn plain(policy: &Policy, hits: &[Hits], messages: &[Said<'_>], index: usize) -> Settled {
    let strongest = |index: usize| {
        hits[index]
            .rules
            .iter()
            .map(|r| (policy.rule(*r).effect, *r))
            .min()
    };
    let message = &messages[index];
    if let Some(effect) = message.person {
        return Settled {
            outcome: effect.into(),
            basis: Basis::Person,
        };
    }
    let mut parents = Vec::new();
    for (other, hit) in hits.iter().enumerate().filter(|(other, _)| *other != index) {
        let confirmed = matches!(messages[other].person, None | Some(Effect::Select));
        for rule in hit.rules.iter().filter(|_| confirmed) {
            let Some(context) = policy.rule(*rule).context else {
                continue;
            };
            let window = if other < index {
                context.after
            } else {
                context.before
            } as usize;
            let same_day =
                context.same_day && message.day.is_some() && message.day == messages[other].day;
            let replies = |a: &Said<'_>, b| a.replies_to == Some(b as u32);
            let linked =
                context.replies && (replies(message, other) || replies(&messages[other], index));
            if other.abs_diff(index) <= window || same_day || linked {
                parents.push((other.abs_diff(index), other, *rule));
            }
        }
    }
    let parent = parents.into_iter().min().map(|(_, other, rule)| Parent {
        message: other as u32,
        rule,
    });
    let (outcome, basis) = match (strongest(index), parent) {
        (Some((Effect::Select, rule)), _) => (Outcome::Select, Basis::Rule(rule)),
        (Some((Effect::Refer | Effect::Outside, over)), Some(parent)) => {
            (Outcome::Refer, Basis::ContextOver { parent, over })
        }
        (Some((Effect::NotSelected, _)) | None, Some(parent)) => {
            (Outcome::Context, Basis::ContextOf(parent))
        }
        (Some((Effect::Refer, rule)), None) => (Outcome::Refer, Basis::Rule(rule)),
        (Some((Effect::Outside, rule)), None) => (Outcome::Outside, Basis::Rule(rule)),
        (Some((Effect::NotSelected, rule)), None) => (Outcome::NotSelected, Basis::Rule(rule)),
        (None, None) => (Outcome::Refer, Basis::Otherwise),
    };
    Settled { outcome, basis }
}

const RULES: [Written<'static>; 7] = [
    ("K1", "select", "a", "before = 1, after = 3"),
    ("K2", "select", "b", "before = 4, same_day = true"),
    ("K3", "select", "c", "replies = true"),
    ("R1", "refer", "d", ""),
    ("R2", "refer", "f NEAR(1) d", ""),
    ("O1", "outside", "e", ""),
    ("N1", "not-selected", "f OR a", ""),
];

type Drawn = (usize, usize, u32, Option<u32>);

fn messages() -> impl Strategy<Value = Vec<Drawn>> {
    let link = proptest::option::weighted(0.3, 0..45u32);
    proptest::collection::vec((0..20usize, 0..40usize, 0..4u32, link), 0..40)
}

fn said_all(drawn: &[Drawn]) -> Vec<Said<'static>> {
    let texts = ["a", "b", "c", "d", "e", "f", "a b", "d e f", "a c"];
    drawn
        .iter()
        .map(|&(text, person, day, replies_to)| Said {
            text: texts.get(text).copied().unwrap_or("x"),
            person: Effect::ALL.get(person).copied(),
            day: NaiveDate::from_ymd_opt(2021, 1, day),
            replies_to,
        })
        .collect()
}

proptest! {
    #[test]
    fn settling_agrees_with_the_plain_way(drawn in messages()) {
        let policy = policy("refer", &RULES);
        let messages = said_all(&drawn);
        let mut examiner = policy.examiner();
        let hits: Vec<Hits> = messages.iter().map(|m| examiner.examine(&facts(m.text, None, m.day)).clone()).collect();
        let settled = settled(&policy, &messages);
        prop_assert_eq!(settled.len(), messages.len());
        for (index, settled) in settled.iter().enumerate() {
            prop_assert_eq!(*settled, plain(&policy, &hits, &messages, index), "message {}", index);
        }
    }

    #[test]
    fn neither_the_order_of_rules_nor_a_second_copy_matters(
        drawn in messages(),
        order in Just((0..RULES.len()).collect::<Vec<_>>()).prop_shuffle(),
        doubled in 0..RULES.len(),
        name in proptest::sample::select(vec!["A0", "Z9"]),
    ) {
        let messages = said_all(&drawn);
        let first = settled(&policy("refer", &RULES), &messages);
        let mut rules: Vec<Written<'_>> = order.iter().map(|index| RULES[*index]).collect();
        prop_assert_eq!(&settled(&policy("refer", &rules), &messages), &first);
        let (_, effect, when, context) = RULES[doubled];
        rules.push((name, effect, when, context));
        let outcome = |settled: &Settled| settled.outcome;
        let second: Vec<_> = settled(&policy("refer", &rules), &messages).iter().map(outcome).collect();
        prop_assert_eq!(second, first.iter().map(outcome).collect::<Vec<_>>());
    }

    #[test]
    fn explaining_agrees_with_examining(text in proptest::collection::vec(proptest::char::any(), 0..12), word in "[a-f]{0,2}") {
        let policy = policy("refer", &RULES);
        let text = format!("{} {word}", text.into_iter().collect::<String>());
        let facts = facts(&text, None, None);
        let explained = policy.explainer().explain(&facts);
        let rules: Vec<RuleIndex> = explained.rules.iter().map(|hit| hit.by).collect();
        let mut examiner = policy.examiner();
        prop_assert_eq!(&examiner.examine(&facts).rules, &rules);
        prop_assert!(explained.rules.iter().all(|hit| !hit.words.is_empty()));
    }
}

/// A policy of one rule that asks this, and of these holds.
fn with_holds(when: &str, holds: &[&str]) -> Policy {
    let mut text = format!(
        "format = 'selection-rules/1'\nid = 'P'\ntitle = 't'\nauthority = 'a'\nowner = 'o'\notherwise = 'refer'\n\
         [[rule]]\nid = 'R'\ntitle = 't'\nwhen = '{when}'\neffect = 'refer'\nbecause = 'b'\n"
    );
    for (number, hold) in holds.iter().enumerate() {
        write!(
            text,
            "[[hold]]\nid = 'H{number}'\ntitle = 't'\nauthority = 'a'\nbecause = 'b'\n{hold}\n"
        )
        .unwrap();
    }
    Policy::read("rules.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

/// The numbers of the holds that catch a message.
fn caught(policy: &Policy, facts: &Facts<'_>) -> Vec<usize> {
    let mut examiner = policy.examiner();
    let hits = examiner.examine(facts);
    hits.holds.iter().map(|hold| hold.number()).collect()
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

proptest! {
    #[test]
    fn a_conversation_cut_in_two_hits_the_same_rules(drawn in messages(), at in 0..40usize) {
        // Of rules that do not ask who is known in the conversation: that may only show behind the
        // cut, as the messages that context spreads from may.
        let policy = policy("refer", &RULES);
        let messages = said_all(&drawn);
        let hits = |messages: &[Said<'_>]| {
            let mut examiner = policy.examiner();
            let hits = messages.iter().map(|m| examiner.examine(&facts(m.text, None, m.day)).clone());
            hits.collect::<Vec<_>>()
        };
        let (first, second) = messages.split_at(at.min(messages.len()));
        prop_assert_eq!([hits(first), hits(second)].concat(), hits(&messages));
    }
}
