//! Hundreds of random queries over random exports: what `search` finds is what the reference
//! evaluator finds, every time. `CONSIGN_ROUNDS=20` asks ten thousand.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use chrono::{Days, NaiveDate};
use consign::acts::{Rows, Searching, load, search};
use consign::batch::Batch;
use consign::container::Budget;
use consign::search::{Asked, Request, Role};

use super::naive::{All, Asks, Chat, Known, LISTS, Said, Words};
use crate::bench::consign::Bench;

/// How many queries are asked of one set of exports.
const QUERIES: usize = 500;
/// How many messages one export has.
const MESSAGES: usize = 80;

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

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const LABELS: [&str; 6] = [
    "Anna",
    "Ben",
    "+44 7700 900123",
    "Duty phone",
    "Stranger",
    "Sign Off",
];
const FILES: [&str; 4] = [
    "",
    "depot plan.pdf",
    "IMG-20210304-WA0001.jpg",
    "agreed_minutes.pdf",
];
const WRITTEN: [&str; 26] = [
    "depot",
    "Depot",
    "DEPOTS",
    "agreed",
    "Agreed.",
    "_agreed_",
    "decided",
    "decidedly",
    "sign",
    "signed",
    "off",
    "Off!",
    "crossbill",
    "bridge",
    "the",
    "a",
    "Café",
    "cafe\u{301}",
    "O’Neill",
    "10:30",
    "1.5m",
    "ﬁnal",
    "👍",
    "👍🏽",
    "dis\u{ad}agree",
    "https://gov.uk",
];
const ASKED: [&str; 20] = [
    "depot",
    "depots",
    "agreed",
    "decided",
    "sign",
    "signed",
    "off",
    "crossbill",
    "bridge",
    "the",
    "a",
    "café",
    "o'neill",
    "10",
    "30",
    "1.5m",
    "final",
    "👍",
    "disagree",
    "gov",
];
const STARTS: [&str; 8] = ["dep", "agr", "decid", "sign", "o", "a", "caf", "cross"];
const NAMES: [&str; 12] = [
    "anna", "ben", "example", "p01", "p02", "minister", "duty", "phone", "stranger", "900123",
    "adviser", "off",
];

fn people() -> Vec<Known> {
    let day = |day: Option<&str>| day.map(|day| day.parse().unwrap());
    let row = |label, key, name, post, group, from, to| Known {
        label,
        key,
        name,
        post,
        group,
        from: day(from),
        to: day(to),
    };
    vec![
        row(
            "Anna",
            "p01",
            "Anna Example",
            "Minister",
            "minister",
            None,
            Some("2021-03-31"),
        ),
        row(
            "Anna",
            "p01",
            "Anna Example",
            "Adviser",
            "spad",
            Some("2021-04-01"),
            None,
        ),
        row(
            "Ben",
            "p02",
            "Ben Example",
            "Minister",
            "minister",
            Some("2021-04-01"),
            None,
        ),
        row("+44 7700 900123", "p02", "Ben Example", "", "", None, None),
        row(
            "Duty phone",
            "p03",
            "",
            "Duty Officer",
            "official",
            None,
            Some("2021-03-15"),
        ),
        row(
            "Duty phone",
            "p04",
            "",
            "Duty Officer",
            "official",
            Some("2021-03-16"),
            None,
        ),
    ]
}

/// Makes an export, and says what is in it. The first line is of a day that can be read in one way.
fn export(numbers: &mut Numbers, source: usize, all: &mut All) -> String {
    let id = all.chats[source].id;
    let mut text = String::new();
    let mut said: Vec<Said> = Vec::new();
    let start: NaiveDate = "2021-02-20".parse().unwrap();
    for number in 0..MESSAGES {
        let day = start + Days::new((number / 2) as u64);
        let mut words: Vec<&str> = (0..numbers.below(9))
            .map(|_| numbers.one(&WRITTEN))
            .collect();
        words.insert(0, numbers.one(&["Well", "depot", "Agreed"]));
        let parted = |numbers: &mut Numbers, words: &[&str]| {
            let mut text = String::new();
            for (index, word) in words.iter().enumerate() {
                if index > 0 {
                    text.push_str(numbers.one(&[" ", " ", " ", ", ", "\n"]));
                }
                text.push_str(word);
            }
            text
        };
        let body = parted(numbers, &words);
        let mut one = Said {
            id: format!("{id}-{}", text.len()),
            source,
            day,
            sender: Some(numbers.one(&LABELS)),
            text: String::new(),
            kind: "text",
            event: None,
            file: None,
            edited: false,
        };
        let sender = one.sender.unwrap();
        let written = match numbers.below(12) {
            0 => {
                one.sender = None;
                (one.kind, one.event) = ("system", Some("left"));
                one.text = format!("{sender} left");
                one.text.clone()
            }
            1 => {
                one.kind = "deleted";
                format!("{sender}: This message was deleted")
            }
            2 => {
                (one.kind, one.file) = ("media", Some(""));
                format!("{sender}: <Media omitted>")
            }
            3 => {
                let file = numbers.one(&FILES[1..]);
                (one.kind, one.file) = ("media", Some(file));
                one.text = body.clone();
                format!("{sender}: {file} (file attached)\n{body}")
            }
            4 => {
                one.edited = true;
                one.text = body.clone();
                format!("{sender}: {body} <This message was edited>")
            }
            _ => {
                one.text = body.clone();
                format!("{sender}: {body}")
            }
        };
        writeln!(
            text,
            "{}, 09:{:02} - {written}",
            day.format("%d/%m/%Y"),
            number % 60
        )
        .unwrap();
        said.push(one);
    }
    let labels = said.iter().filter_map(|said| said.sender);
    all.chats[source].labels = labels.collect();
    all.messages.extend(said);
    text
}

fn words(numbers: &mut Numbers) -> Words {
    match numbers.below(6) {
        0 => Words::List(numbers.one(&LISTS).0),
        1 => Words::Phrase(vec![(numbers.one(&STARTS), true)]),
        2 | 3 => {
            let mut word = || (numbers.one(&ASKED), false);
            Words::Phrase(vec![word(), word()])
        }
        _ => Words::Phrase(vec![(numbers.one(&ASKED), false)]),
    }
}

fn day(numbers: &mut Numbers) -> NaiveDate {
    let first: NaiveDate = "2021-02-15".parse().unwrap();
    first + Days::new(numbers.below(90) as u64)
}

fn leaf(numbers: &mut Numbers) -> Asks {
    let fields = ["from", "to", "chat-has", "custodian"];
    match numbers.below(16) {
        0..=4 => Asks::Text(words(numbers)),
        5 | 6 => Asks::Near(words(numbers), numbers.below(4), words(numbers)),
        7 | 8 => Asks::Name(
            numbers.one(&fields),
            Words::Phrase(vec![(numbers.one(&NAMES), numbers.below(4) == 0)]),
        ),
        9 => Asks::Group(
            numbers.one(&fields),
            numbers.one(&["minister", "spad", "official"]),
        ),
        10 => Asks::Chat(Words::Phrase(vec![(
            numbers.one(&["winter", "planning", "wa1", "second"]),
            false,
        )])),
        11 => {
            let (one, other) = (day(numbers), day(numbers));
            match numbers.below(3) {
                0 => Asks::Date(Some(one), None),
                1 => Asks::Date(None, Some(one)),
                _ => Asks::Date(Some(one.min(other)), Some(one.max(other))),
            }
        }
        12 => {
            let least = numbers.below(6);
            Asks::Length(least, least + numbers.below(4))
        }
        13 => Asks::Has(numbers.one(&["attachment", "media", "link", "edited"])),
        _ => Asks::Kind(numbers.one(&["text", "media", "deleted", "system", "left", "call"])),
    }
}

fn query(numbers: &mut Numbers, depth: usize) -> Asks {
    if depth == 0 || numbers.below(4) == 0 {
        return leaf(numbers);
    }
    let parts = |numbers: &mut Numbers| {
        let count = 2 + numbers.below(2);
        (0..count).map(|_| query(numbers, depth - 1)).collect()
    };
    match numbers.below(5) {
        0 | 1 => Asks::All(parts(numbers)),
        2 | 3 => Asks::Any(parts(numbers)),
        _ => Asks::Not(Box::new(query(numbers, depth - 1))),
    }
}

/// Makes a batch of two exports, of which the device of one is stated.
fn batch(numbers: &mut Numbers) -> (Bench, All) {
    let chat = |id, title, device| Chat {
        id,
        title,
        device,
        labels: Vec::new(),
    };
    let mut all = All {
        people: people(),
        chats: vec![
            chat("wa1", "Winter planning", Some("Minister")),
            chat("wa2", "Second group", None),
        ],
        messages: Vec::new(),
    };
    let bench = Bench::begun();
    for source in 0..all.chats.len() {
        let text = export(numbers, source, &mut all);
        let chat = &all.chats[source];
        let path = bench.write(&format!("WhatsApp Chat with {}.txt", chat.title), text);
        let device = format!("device-of={}", chat.device.unwrap_or_default());
        bench
            .consign(["add", &path, "--by", "Records Manager", "--state", &device])
            .ends(0);
    }
    let mut csv = "label,key,display_name,post,group,grade,from,to\n".to_owned();
    for row in &all.people {
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        // A label that begins with + is guarded, as people.csv guards it.
        let guard = if row.label.starts_with('+') { "'" } else { "" };
        let (from, to) = (day(row.from), day(row.to));
        writeln!(
            csv,
            "{guard}{},{},{},{},{},,{from},{to}",
            row.label, row.key, row.name, row.post, row.group
        )
        .unwrap();
    }
    bench.write("batch/people.csv", csv);
    bench.edit("batch/rules.toml", |rules| {
        let list = |(name, entries): &(&str, &[&str])| {
            let entry = |entry: &&str| match entry.contains(' ') {
                true => format!("'\"{entry}\"'"),
                false => format!("'{entry}'"),
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{name} = [{}]\n", entries.join(", "))
        };
        let lists: String = LISTS.iter().map(list).collect();
        format!("{rules}\n[list]\n{lists}")
    });
    (bench, all)
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "how long to try is for whoever runs the tests to say"
)]
fn what_is_found_is_what_the_reference_evaluator_finds() {
    let rounds = std::env::var("CONSIGN_ROUNDS").ok();
    let rounds = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    for seed in 0..rounds {
        let mut numbers = Numbers(seed);
        let (bench, all) = batch(&mut numbers);
        let queries: Vec<Asks> = (0..QUERIES).map(|_| query(&mut numbers, 3)).collect();
        let today = bench.world.now.date_naive();
        let mut loaded = load(&Batch::at(bench.at("batch")), today, Budget::default()).unwrap();
        let asked = queries.iter().map(|query| Request {
            reference: String::new(),
            asked: Asked {
                query: query.written(),
                ..Asked::default()
            },
        });
        let searching = Searching {
            asked: asked.collect(),
            by: String::new(),
            at: bench.world.now,
            context: 0,
            rows: Rows::Wanted,
        };
        let answers = search(&mut loaded, &searching, NonZeroUsize::MIN).unwrap();
        let (mut some, mut perhaps) = (0, 0);
        for (query, answer) in queries.iter().zip(answers) {
            let schedule = answer.schedule.unwrap();
            let found: Vec<(String, Role)> = schedule
                .rows
                .into_iter()
                .map(|row| (row.id, row.role))
                .collect();
            let expected = all.messages.iter().filter_map(|said| {
                let role = match all.matches(query, said) {
                    Some(true) => Role::Match,
                    None => Role::Perhaps,
                    Some(false) => return None,
                };
                Some((said.id.clone(), role))
            });
            let expected: Vec<(String, Role)> = expected.collect();
            if found == expected {
                some += usize::from(!found.is_empty() && found.len() < all.messages.len());
                perhaps += usize::from(found.iter().any(|(_, role)| *role == Role::Perhaps));
                continue;
            }
            let wrong = found.iter().find(|one| !expected.contains(one));
            let missed = expected.iter().find(|one| !found.contains(one));
            let said = wrong.or(missed).map(|(id, role)| {
                let said = all.messages.iter().find(|said| said.id == *id);
                (said, role)
            });
            panic!(
                "{}, seed {seed}: found and wrong {wrong:?}, or missed {missed:?}, or in another order: {said:?}",
                query.written()
            );
        }
        // Queries that find nothing, or everything, prove little.
        assert!(some > QUERIES / 2 && perhaps > 10, "{some}, {perhaps}");
    }
}
