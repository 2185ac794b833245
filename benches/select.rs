//! Measures selection: examine and settle many short messages by sixty rules with context.
//!
//! `cargo bench --bench select`, or with the number of messages: `… --bench select -- 1000000`.
#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

use std::fmt::Write as _;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use consign::message::Kind;
use consign::selection::{Facts, HitSets, Outcome, Person, Policy, Row};

/// How many messages a conversation has.
const CONVERSATION: usize = 4_000;

const WORDS: [&str; 40] = [
    "the", "meeting", "is", "at", "lobby", "decided", "agreed", "budget", "can", "you", "send",
    "draft", "tomorrow", "minister", "paper", "yes", "no", "thanks", "winter", "planning", "sign",
    "off", "option", "call", "later", "train", "late", "figures", "hospital", "capacity", "press",
    "line", "approve", "please", "numbers", "don’t", "café", "approval", "decision", "and",
];

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn main() {
    let asked = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next();
    let count: usize = asked.unwrap_or(112_000);
    let policy =
        Policy::read("rules.toml", rules().as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let texts = texts(count);
    let bytes: usize = texts.iter().map(String::len).sum();

    let start = Instant::now();
    let mut sets = HitSets::default();
    let rows = examined(&policy, &texts, &mut sets);
    let examined = start.elapsed();
    let settling = policy.settling(&sets);
    let mut outcomes = [0_usize; 5];
    for conversation in rows.chunks(CONVERSATION) {
        for settled in settling.settle(conversation) {
            outcomes[settled.outcome as usize] += 1;
        }
    }
    let all = start.elapsed();

    println!(
        "{count} messages, {bytes} bytes, {} rules, {} sets of hits",
        policy.rules().len(),
        sets.len()
    );
    println!(
        "examine {:.3} s, settle {:.3} s, together {:.3} s",
        examined.as_secs_f64(),
        (all - examined).as_secs_f64(),
        all.as_secs_f64()
    );
    println!(
        "{} selected, {} context, of {}",
        outcomes[Outcome::Select as usize],
        outcomes[Outcome::Context as usize],
        outcomes.iter().sum::<usize>()
    );
}

fn examined(policy: &Policy, texts: &[String], sets: &mut HitSets) -> Vec<Row> {
    let people: [(&[&str], &str); 3] = [
        (&["Secretary of State", "sos"], "minister"),
        (
            &["Principal Private Secretary", "pps", "+44 7700 900123"],
            "official",
        ),
        (&["Special Adviser", "spad-1"], "spad"),
    ];
    let first = NaiveDate::from_ymd_opt(2020, 3, 1).expect("a date");
    let mut examiner = policy.examiner();
    let mut rows = Vec::with_capacity(texts.len());
    for (index, text) in texts.iter().enumerate() {
        let (names, group) = people[index % people.len()];
        let day = first + Days::new((index % CONVERSATION / 40) as u64);
        let facts = Facts {
            text,
            sender: Some(Person {
                names,
                group: Some(group),
            }),
            conversation: &["Winter planning"],
            date: Some(day),
            kind: Kind::Text,
            event: None,
            attachments: &[],
            edited: false,
        };
        let hits = sets.intern(examiner.examine(&facts));
        rows.push(Row {
            hits,
            person: None,
            day: Some(day),
        });
    }
    rows
}

/// Messages of 3 to 25 words; about one in eight is not ASCII.
fn texts(count: usize) -> Vec<String> {
    let mut numbers = Numbers(2026);
    let mut text = || {
        let words: Vec<&str> = (0..3 + numbers.below(23))
            .map(|_| match numbers.below(400) {
                0 => WORDS[35],
                1 => WORDS[36],
                n => WORDS[n % 35],
            })
            .collect();
        words.join(" ")
    };
    (0..count).map(|_| text()).collect()
}

/// Sixty rules of the usual sorts, half of them selecting with a context.
fn rules() -> String {
    let mut text = String::from(
        "format = 'selection-rules/1'\nid = 'B'\ntitle = 'Measured'\nauthority = 'none'\nowner = 'nobody'\notherwise = 'refer'\n\
         [list]\ndecide = ['decid*', 'agreed', 'approv*', '\"sign off\"', '\"signed off\"', '\"happy to proceed\"']\n\
         meet = ['\"see you\"', '\"running late\"', '\"on my way\"', 'lobby', '\"what time\"']\n",
    );
    for number in 0..60 {
        let (when, rest) = match number % 4 {
            0 => (
                format!(
                    "text:#decide AND from:@minister AND text:(topic{number}* OR winter OR \"option paper\")"
                ),
                "effect = 'select'\nlabel = 'decision'\ncontext = { before = 20, after = 20 }",
            ),
            1 => (
                format!(
                    "text:(\"budget paper\" OR rare{number}* OR capac*) AND date:2020-03-10..2020-03-20"
                ),
                "effect = 'select'\nlabel = 'topic'\ncontext = { before = 5, after = 20, same_day = true }",
            ),
            2 => (
                format!("text:#meet AND words:<={} AND NOT has:media", 5 + number),
                "unless = 'text:#decide'\neffect = 'not-selected'",
            ),
            _ => (
                format!("from:(pps OR \"special adviser\") AND text:(press{number} OR dentist)"),
                "effect = 'refer'",
            ),
        };
        write!(
            text,
            "[[rule]]\nid = 'R{number:02}'\ntitle = 't'\nbecause = 'b'\nwhen = '{when}'\n{rest}\n"
        )
        .expect("a string can be written to");
    }
    text
}
