//! Measures alignment on pairs of exports that are made, and whose copies are known: how many true
//! pairs are found, how many links are wrong, and how long it takes.
//!
//! `cargo bench --bench align`, or with the number of seeds: `… --bench align -- 20`. With a second
//! number, one pair of so many messages is measured alone: `… --bench align -- 1 1000000`.
#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

#[path = "pairs/mod.rs"]
mod pairs;

use std::time::Instant;

use consign::align::{Stated, align};
use consign::message::Precision;
use pairs::{Hardships, Score, pair, score};

fn main() {
    let mut asked = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let seeds = asked.next().unwrap_or(10);
    let hard = Hardships::HARD;
    if let Some(messages) = asked.next() {
        one_pair(&Hardships { messages, ..hard });
        return;
    }
    println!("{seeds} seeds, {} messages each", hard.messages);
    println!("case | true pairs | found % | wrong of 1,000 | worst seed: found %, wrong | seconds");
    let easy = Hardships {
        off_by_one: 0,
        swapped: 0,
        deleted: 0,
        ..hard
    };
    let seconds = (Precision::Second, Precision::Minute);
    let cases = [
        ("late, 2 % missing, aliases", easy),
        ("the same, one hour apart", Hardships { clock: 60, ..easy }),
        (
            "the same, 10 % of minutes off too",
            Hardships {
                clock: 60,
                off_by_one: 100,
                ..easy
            },
        ),
        ("hard, one clock", hard),
        ("hard, one hour apart", Hardships { clock: 60, ..hard }),
        (
            "hard, clock falls back",
            Hardships {
                falls_back: Some(4_000),
                ..hard
            },
        ),
        (
            "hard, seconds and minutes",
            Hardships {
                precision: seconds,
                ..hard
            },
        ),
        (
            "hard, left and rejoined",
            Hardships {
                away: 2_000,
                ..hard
            },
        ),
        (
            "hard, 2 % delivered late",
            Hardships {
                delayed: 20,
                ..hard
            },
        ),
        ("hard, 1 % deleted on one", Hardships { unsent: 10, ..hard }),
        (
            "hard, six of ten are repeats",
            Hardships {
                repeats: 600,
                ..hard
            },
        ),
        (
            "hard, repeats, six times as fast",
            Hardships {
                repeats: 600,
                pace: 6,
                ..hard
            },
        ),
        (
            "hard, 500 messages",
            Hardships {
                messages: 500,
                ..hard
            },
        ),
    ];
    for (name, hardships) in cases {
        measure(name, seeds, &hardships);
    }
}

fn measure(name: &str, seeds: usize, hardships: &Hardships) {
    let mut all = Score::default();
    let mut worst = (100.0_f64, 0.0_f64);
    let mut seconds = 0.0;
    for seed in 0..seeds {
        let (first, second) = pair(seed as u64, hardships);
        let start = Instant::now();
        let aligned = align(&first.side(), &second.side(), Stated::Nothing);
        seconds += start.elapsed().as_secs_f64();
        let one = score(&first, &second, &aligned);
        worst = (
            worst.0.min(one.found()),
            worst.1.max(one.wrong_of_thousand()),
        );
        all.add(one);
    }
    println!(
        "{name} | {} | {:.2} | {:.2} | {:.2}, {:.2} | {seconds:.2}",
        all.pairs,
        all.found(),
        all.wrong_of_thousand(),
        worst.0,
        worst.1
    );
    if all.unsent > 0 {
        println!(
            "  deleted on one: {} of {} told, {} others told as such",
            all.told, all.unsent, all.told_wrongly
        );
    }
}

/// Measures one pair alone, with the memory that its alignment takes beyond what the exports take.
fn one_pair(hardships: &Hardships) {
    let (first, second) = pair(0, hardships);
    let rows = first.rows.len() + second.rows.len();
    let before = forget_peak().and_then(|()| peak());
    let start = Instant::now();
    let aligned = align(&first.side(), &second.side(), Stated::Nothing);
    let seconds = start.elapsed().as_secs_f64();
    let after = peak();
    let one = score(&first, &second, &aligned);
    println!("{rows} messages of two exports, {seconds:.2} s");
    println!(
        "{:.2} % found, {:.2} of 1,000 wrong",
        one.found(),
        one.wrong_of_thousand()
    );
    if let Some((before, after)) = before.zip(after) {
        println!("{before} KiB before, {after} KiB at its most");
    }
}

/// Lets the kernel forget how much memory this process held, where it is a Linux that can.
fn forget_peak() -> Option<()> {
    std::fs::write("/proc/self/clear_refs", "5").ok()
}

/// Returns the most memory that this process has held since, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
