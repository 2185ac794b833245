//! Measures selection: examine and settle many short messages by sixty rules with context, among
//! them such as ask what stands near what, who is around, and what replies to what; and by a hold
//! on dates that can be read in two ways.
//!
//! `cargo bench --bench select`, or with the number of messages: `… --bench select -- 1000000`.
//! Measured at once: so many messages, and twice as many.
#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

use std::fmt::Write as _;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use consign::message::Kind;
use consign::selection::{Around, Facts, HitSets, Outcome, Person, Policy, Row, Surroundings};

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
    let once = measured(count);
    let twice = measured(2 * count);
    println!("twice the messages: {:.2} times the time", twice / once);
}

/// Measures the selection of so many messages, and returns its seconds.
fn measured(count: usize) -> f64 {
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
    all.as_secs_f64()
}

/// Who is around in a conversation: a group of thirty, three of whom speak.
fn around(policy: &Policy, speakers: &[Person<'_>]) -> Around {
    let others: Vec<String> = (3..30).map(|n| format!("Private Secretary {n}")).collect();
    let others: Vec<[&str; 1]> = others.iter().map(|name| [name.as_str()]).collect();
    let others = others.iter().map(|names| Person {
        names,
        group: Some("official"),
    });
    let members: Vec<Person<'_>> = speakers.iter().copied().chain(others).collect();
    policy.around(&Surroundings {
        members: &members,
        doubtful: &[],
        custodian: Some(&members[1..2]),
    })
}

fn examined(policy: &Policy, texts: &[String], sets: &mut HitSets) -> Vec<Row> {
    let person = |names, group| Person {
        names,
        group: Some(group),
    };
    let people = [
        person(&["Secretary of State", "sos"], "minister"),
        person(
            &["Principal Private Secretary", "pps", "+44 7700 900123"],
            "official",
        ),
        person(&["Special Adviser", "spad-1"], "spad"),
    ];
    let first = NaiveDate::from_ymd_opt(2020, 3, 1).expect("a date");
    let mut examiner = policy.examiner();
    let mut rows = Vec::with_capacity(texts.len());
    let mut present = around(policy, &people);
    for (index, text) in texts.iter().enumerate() {
        let place = index % CONVERSATION;
        if place == 0 {
            // Worked out once for each conversation and stretch of time.
            present = around(policy, &people);
        }
        let day = first + Days::new((place / 40) as u64);
        let facts = Facts {
            text,
            source: "wa1",
            sender: Some(people[index % people.len()]),
            member: Some(index % people.len()),
            around: Some(&present),
            reply_to: None,
            conversation: &["Winter planning"],
            date: Some(day),
            other_date: day.checked_add_days(Days::new(31)),
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
            replies_to: place.checked_sub(7).and_then(|at| u32::try_from(at).ok()),
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
        let (when, rest) = match number % 6 {
            0 => (
                format!(
                    "text:#decide AND from:@minister AND text:(topic{number}* OR winter OR \"option paper\")"
                ),
                "effect = 'select'\nlabel = 'decision'\ncontext = { before = 20, after = 20, replies = true }",
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
            3 => (
                format!("#decide NEAR({}) #meet OR draft NEAR(2) pap*", number / 6),
                "effect = 'select'\nlabel = 'near'\ncontext = { before = 3 }",
            ),
            4 => (
                format!(
                    "chat-has:@minister AND to:(@official OR \"secretary {number}\") AND custodian:pps AND draft"
                ),
                "unless = 'reply-to:@spad'\neffect = 'refer'",
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
    text += "[[hold]]\nid = 'H1'\ntitle = 't'\nauthority = 'a'\nbecause = 'b'\n\
             people = ['secretary 29']\ndates = { from = 2020-04-01, to = 2020-04-05 }\n";
    text
}
