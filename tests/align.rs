//! Copies on two phones, found in pairs of exports that are made and whose truth is known. The
//! measurement over many seeds is `cargo bench --bench align`.

#[path = "../benches/pairs/mod.rs"]
mod pairs;

use consign::align::{Between, Sameness, Sketch, Stated, align, candidates, groups};
use pairs::{Hardships, Numbers, Score, pair, score};

/// The hard case, in a size for tests.
const HARD: Hardships = Hardships {
    messages: 2_000,
    ..Hardships::HARD
};

/// Aligns pairs of several seeds, and holds them to the truth and to what is promised.
fn held_to_the_promise(seeds: std::ops::Range<u64>, hardships: &Hardships) -> Score {
    let mut all = Score::default();
    for seed in seeds {
        let (first, second) = pair(seed, hardships);
        let aligned = align(&first.side(), &second.side(), Stated::Nothing);
        assert_eq!(aligned.verdict.sameness, Sameness::SameConversation);
        let steps: Vec<i64> = aligned.stretches.iter().map(|s| s.minutes).collect();
        match hardships.falls_back {
            Some(_) => assert_eq!(steps, [hardships.clock, hardships.clock - 60]),
            None => assert_eq!(steps, [hardships.clock]),
        }
        all.add(score(&first, &second, &aligned));
    }
    assert!(all.pairs > 3_000, "{all:?}");
    assert!(all.found() >= 98.5, "{all:?}");
    assert!(all.wrong_of_thousand() <= 1.0, "{all:?}");
    all
}

#[test]
fn nearly_all_copies_are_found_and_hardly_any_is_wrong() {
    let one_hour = Hardships { clock: 60, ..HARD };
    held_to_the_promise(0..4, &one_hour);
    let falls_back = Hardships {
        falls_back: Some(1_200),
        ..HARD
    };
    held_to_the_promise(4..8, &falls_back);
    let away = Hardships { away: 300, ..HARD };
    held_to_the_promise(8..12, &away);
}

#[test]
fn a_message_and_the_mark_of_its_deletion_are_told_together() {
    let unsent = Hardships { unsent: 20, ..HARD };
    let score = held_to_the_promise(0..4, &unsent);
    assert!(score.unsent > 60, "{score:?}");
    assert!(score.told * 10 > score.unsent * 8, "{score:?}");
    assert!(score.told_wrongly * 20 < score.told, "{score:?}");
}

#[test]
fn other_conversations_of_the_same_people_give_nothing() {
    for seed in 0..6 {
        let (first, _) = pair(seed, &HARD);
        let (_, other) = pair(seed + 100, &HARD);
        let aligned = align(&first.side(), &other.side(), Stated::Nothing);
        assert_eq!(aligned.verdict.sameness, Sameness::NotTheSame);
        assert_eq!((aligned.links, aligned.differences), (vec![], vec![]));
    }
}

#[test]
fn of_many_conversations_those_of_two_phones_are_compared() {
    let pairs: Vec<_> = (0..12).map(|seed| pair(seed, &HARD)).collect();
    let exports = pairs.iter().flat_map(|(first, second)| [first, second]);
    let sketches: Vec<Sketch> = exports.map(|export| Sketch::of(&export.rows)).collect();
    let found = candidates(&sketches);
    let found: Vec<(usize, usize)> = found.iter().map(|pair| (pair.a, pair.b)).collect();
    let wanted: Vec<(usize, usize)> = (0..12).map(|n| (2 * n, 2 * n + 1)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn three_exports_make_groups_of_three() {
    let (first, second) = pair(1, &HARD);
    // The third is the first once more, with a message in fifty lost.
    let mut third = first.clone();
    let mut numbers = Numbers::of(9);
    third.rows.retain(|_| numbers.below(50) > 0);
    third.media.clear();
    let of = |a: &pairs::Export, b: &pairs::Export| align(&a.side(), &b.side(), Stated::Nothing);
    let (one, two, three) = (of(&first, &second), of(&second, &third), of(&first, &third));
    assert_eq!(three.verdict.sameness, Sameness::OnePhone);
    let sizes = [&first, &second, &third].map(|export| u32::try_from(export.rows.len()).unwrap());
    let found = groups(
        &sizes,
        &[
            Between {
                a: 0,
                b: 1,
                links: &one.links,
            },
            Between {
                a: 1,
                b: 2,
                links: &two.links,
            },
            Between {
                a: 0,
                b: 2,
                links: &three.links,
            },
        ],
    );
    let whole = found.all().filter(|group| group.len() == 3).count();
    assert!(whole > 1_400, "{whole}");
    assert!(found.refused.len() < 20, "{:?}", found.refused);
    assert!(found.all().all(|group| group.len() <= 3));
}
