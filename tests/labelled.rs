//! The ready-made policies, measured on messages that were labelled by hand.
//!
//! What is measured is said in `tests/labelled/README.md`, what came out of it in
//! `tests/labelled/results.md`. The figures there are compared with those found here, so that
//! neither can grow stale.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use consign::acts::load;
use consign::appraisal::SourceAppraised;
use consign::batch::Batch;
use consign::container::Budget;
use consign::selection::{Effect, Outcome, Policy};

use crate::bench::consign::Bench;

const CHATS: [&str; 3] = ["private-office", "policy-team", "advisers"];

/// The policies, and what share of the logistics each must find: at the end, and by its rules alone,
/// before neighbours make context of it. In thousandths; a little below what was measured.
const POLICIES: [(&str, u64, u64); 3] = [
    ("private-office", 90, 200),
    ("policy-team", 80, 200),
    ("capstone", 60, 140),
];

/// What share of the business a policy may propose as not selected, or as outside transfer: in
/// thousandths.
const MOST_LOST: u64 = 5;

/// What a label says that a message is, in the order of the figures.
const LABELS: [&str; 5] = ["business", "logistics", "personal", "party", "notice"];

/// What becomes of a message, in the order of the figures.
const OUTCOMES: [Outcome; 5] = [
    Outcome::Select,
    Outcome::Context,
    Outcome::Refer,
    Outcome::Outside,
    Outcome::NotSelected,
];

/// A message: what it is, what becomes of it, and what the rules alone would do with it.
#[derive(Debug)]
struct Judged {
    place: String,
    label: usize,
    outcome: Outcome,
    rules_alone: Option<Effect>,
}

/// What a policy does with the messages of some chats.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    /// By label, then by outcome.
    counts: [[u64; 5]; 5],
    /// By label: what the rules propose as not selected, before a neighbour makes it context.
    not_selected_alone: [u64; 5],
}

impl Figures {
    fn of<'a>(judged: impl Iterator<Item = &'a Judged>) -> Figures {
        let mut figures = Figures::default();
        for one in judged {
            let outcome = OUTCOMES.iter().position(|known| *known == one.outcome);
            figures.counts[one.label][outcome.unwrap()] += 1;
            if one.rules_alone == Some(Effect::NotSelected) {
                figures.not_selected_alone[one.label] += 1;
            }
        }
        figures
    }

    fn get(&self, label: &str, outcome: Outcome) -> u64 {
        let outcome = OUTCOMES.iter().position(|known| *known == outcome);
        self.counts[number(label)][outcome.unwrap()]
    }

    fn all(&self, label: &str) -> u64 {
        self.counts[number(label)].iter().sum()
    }

    /// Returns a row for each label.
    fn write(&self, policy: &str, chat: &str, to: &mut String) {
        for (label, counts) in LABELS.iter().zip(self.counts) {
            let all: u64 = counts.iter().sum();
            let [select, context, refer, outside, not] = counts;
            let alone = self.not_selected_alone[number(label)];
            writeln!(
                to,
                "| {policy} | {chat} | {label} | {all} | {select} | {context} | {refer} | {outside} | {not} | {alone} |"
            )
            .unwrap();
        }
    }
}

fn number(label: &str) -> usize {
    let found = LABELS.iter().position(|known| *known == label);
    found.unwrap_or_else(|| panic!("{label} is no label"))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/labelled")
}

/// Returns the labels by chat and line.
fn labels() -> BTreeMap<(String, usize), usize> {
    let mut reader = csv::Reader::from_path(folder().join("labels.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        let place = (row[0].to_owned(), row[1].parse().unwrap());
        (place, number(&row[2]))
    })
    .collect()
}

/// Begins a batch by a policy.
fn begin(bench: &Bench, folder: &str, policy: &str) {
    let at = bench.at(folder);
    let init = ["-C", at.to_str().unwrap(), "init", "--policy", policy];
    let about = [
        "--reference",
        "labelled",
        "--title",
        "Labelled messages",
        "--transferring-body",
        "Example Department",
        "--creator",
        "Private Office",
        "--contact",
        "records@example.gov.uk",
    ];
    bench.run(init.into_iter().chain(about)).ends(0);
}

/// Returns a bench with a batch of the three chats.
fn three_chats() -> Bench {
    let bench = Bench::new();
    begin(&bench, "batch", "blank");
    fs::copy(folder().join("people.csv"), bench.at("batch/people.csv")).unwrap();
    for chat in CHATS {
        let export = folder().join(format!("{chat}.txt"));
        bench.consign(["add", export.to_str().unwrap()]).ends(0);
    }
    bench
}

/// Appraises the three chats by a policy as `init` writes it.
fn judged(bench: &Bench, policy: &str) -> Vec<Judged> {
    begin(bench, policy, policy);
    let rules = bench.at(policy).join("rules.toml");
    fs::copy(rules, bench.at("batch/rules.toml")).unwrap();
    let (batch, today) = (Batch::at(bench.at("batch")), bench.world.now.date_naive());
    let mut loaded = load(&batch, today, Budget::default()).unwrap();
    let appraisal = loaded.appraisal(NonZeroUsize::new(2).unwrap()).unwrap();
    let mut labels = labels();
    let mut judged = Vec::new();
    for (chat, source) in CHATS.iter().zip(&appraisal.sources) {
        judged.extend(of_chat(chat, source, &loaded.inputs.policy, &mut labels));
    }
    assert!(labels.is_empty(), "labels without a message: {labels:?}");
    judged
}

fn of_chat(
    chat: &str,
    source: &SourceAppraised,
    policy: &Policy,
    labels: &mut BTreeMap<(String, usize), usize>,
) -> Vec<Judged> {
    let text = fs::read(folder().join(format!("{chat}.txt"))).unwrap();
    let rows = source.rows.iter().map(|row| {
        let before = &text[..usize::try_from(row.offset).unwrap()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let label = labels.remove(&(chat.to_owned(), line));
        let hits = source.hit_sets.get(row.hits).rules.iter();
        Judged {
            place: format!("{chat}.txt, line {line}"),
            label: label.unwrap_or_else(|| panic!("{chat}, line {line} has no label")),
            outcome: row.settled.outcome,
            rules_alone: hits.map(|rule| policy.rule(*rule).effect).min(),
        }
    });
    rows.collect()
}

/// Compares the figures with those that are written down.
fn as_written(figures: &str) {
    #[expect(
        clippy::disallowed_methods,
        reason = "how a person blesses new figures"
    )]
    let bless = std::env::var_os("BLESS").is_some();
    let path = folder().join("figures.md");
    if bless {
        fs::write(&path, figures).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        expected, figures,
        "the figures have changed: look at them, bless them with BLESS=1, and say why in results.md"
    );
}

/// Returns a share in thousandths, rounded up.
fn thousandths(part: u64, of: u64) -> u64 {
    (part * 1_000).div_ceil(of)
}

/// Asserts what a policy may lose, naming what it did, and what it must find.
fn assert_bounds(policy: &str, judged: &[Judged], (found_at_the_end, found_alone): (u64, u64)) {
    let figures = Figures::of(judged.iter());
    let business = figures.all("business");
    for (what, lost) in [
        (
            "not selected",
            figures.get("business", Outcome::NotSelected),
        ),
        ("outside", figures.get("business", Outcome::Outside)),
        (
            "not selected by its rules alone",
            figures.not_selected_alone[number("business")],
        ),
    ] {
        let places = judged.iter().filter(|one| {
            let not = [
                one.outcome == Outcome::NotSelected,
                one.outcome == Outcome::Outside,
            ];
            let alone = one.rules_alone == Some(Effect::NotSelected);
            one.label == number("business") && (not.contains(&true) || alone)
        });
        let places: Vec<_> = places.map(|one| one.place.as_str()).collect();
        assert!(
            thousandths(lost, business) <= MOST_LOST,
            "{policy}: {lost} of {business} messages of business are proposed as {what}: {places:?}"
        );
    }
    let logistics = figures.all("logistics");
    let found = figures.get("logistics", Outcome::NotSelected);
    let alone = figures.not_selected_alone[number("logistics")];
    for (least, found) in [(found_at_the_end, found), (found_alone, alone)] {
        assert!(
            thousandths(found, logistics) >= least,
            "{policy}: of {logistics} messages of logistics only {found} are found"
        );
    }
}

#[test]
fn the_ready_made_policies_lose_no_business_and_find_some_logistics() {
    let mut table = String::from(
        "| policy | chat | label | all | select | context | refer | outside | not selected | by its rules alone |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let bench = three_chats();
    for (policy, found_at_the_end, found_alone) in POLICIES {
        let judged = judged(&bench, policy);
        assert_bounds(policy, &judged, (found_at_the_end, found_alone));
        for chat in CHATS {
            let of_chat = judged.iter().filter(|one| one.place.starts_with(chat));
            Figures::of(of_chat).write(policy, chat, &mut table);
        }
        Figures::of(judged.iter()).write(policy, "all", &mut table);
    }
    as_written(&table);
}
