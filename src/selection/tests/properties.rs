//! What holds for any messages, whatever they are.

use proptest::prelude::*;

use super::*;

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
