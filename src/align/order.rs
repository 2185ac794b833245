//! Alignment in order, between one anchor and the next: the heaviest run of pairs of the same
//! words, near in time, that is in order on both sides (Hunt and Szymanski's method, with weights;
//! Jacobson and Vo's). Pairs are few, because the clock bounds them, so it takes
//! n log n time, and memory in proportion to the messages between two anchors.
//!
//! No crate is used: those that compare sequences know equal and unequal, and could not tell the
//! "ok" of one minute from that of the next.

use std::cmp::Reverse;

use super::Evidence;
use super::pairing::{Asked, Pairing};

/// How many pairs of one message are weighed.
const WEIGHED: usize = 8;

/// A pair that could be linked.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
    weight: u32,
    /// The pair before it in the heaviest run that ends with it.
    before: Option<u32>,
}

/// Aligns what lies between the links of a chain, which are in order on both sides and linked.
pub(super) fn align(pairing: &mut Pairing<'_>, chain: &[(u32, u32)]) {
    let end = (pairing.a.count(), pairing.b.count());
    let mut start = (0, 0);
    for next in chain.iter().copied().chain([end]) {
        section(pairing, start, next);
        start = (next.0 + 1, next.1 + 1);
    }
}

/// Aligns the rows from `start` up to and without `end`.
fn section(pairing: &mut Pairing<'_>, start: (u32, u32), end: (u32, u32)) {
    if start.0 >= end.0 || start.1 >= end.1 {
        return;
    }
    let mut pairs = pairs(pairing, start, end);
    let chosen = heaviest(&mut pairs, start.1, end.1);
    let rivals = rivals(&pairs, &chosen);
    let mut rest = chosen.iter().zip(&rivals).peekable();
    while let Some((place, rivals)) = rest.next() {
        let pair = pairs[*place as usize];
        let crossed =
            |next: &(&u32, &Vec<u32>)| fit_crosswise(pairing, pair, pairs[*next.0 as usize]);
        if let Some((next, _)) = rest.next_if(crossed) {
            let next = pairs[*next as usize];
            pairing.link(pair.a, next.b, Evidence::SecondPass);
            pairing.link(next.a, pair.b, Evidence::SecondPass);
        } else if rivals.is_empty() {
            pairing.link(pair.a, pair.b, Evidence::Aligned);
        } else {
            // The message that could stand here as well is as much apart as those of the pair.
            for rival in [place].into_iter().chain(rivals) {
                pairing.set_apart(pairs[*rival as usize].a, pairs[*rival as usize].b);
            }
        }
    }
}

/// Tells whether two neighbouring pairs of the same words fit better crosswise: neighbours that
/// changed places and are told apart by their times alone.
fn fit_crosswise(pairing: &Pairing<'_>, pair: Pair, next: Pair) -> bool {
    if pairing.a.row(pair.a).key() != pairing.a.row(next.a).key() {
        return false;
    }
    let one = pairing.weight(pair.a, next.b, Asked::NotAgainst);
    let other = pairing.weight(next.a, pair.b, Asked::NotAgainst);
    one.zip(other)
        .is_some_and(|(one, other)| one + other > pair.weight + next.weight)
}

/// Returns the pairs of a section, in the order of the first side, the last of the second first.
fn pairs(pairing: &Pairing<'_>, start: (u32, u32), end: (u32, u32)) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut found = Vec::new();
    let mut weighed = Vec::new();
    for a in (start.0..end.0).filter(|a| pairing.is_free_in_a(*a)) {
        let expected = (a - start.0).saturating_add(start.1);
        found.clear();
        pairing.look_up(a, expected, &mut found);
        weighed.clear();
        let inside = found
            .iter()
            .copied()
            .filter(|b| (start.1..end.1).contains(b));
        for b in inside.filter(|b| pairing.is_free_in_b(*b)) {
            if let Some(weight) = pairing.weight(a, b, Asked::NotAgainst) {
                weighed.push((b, weight));
            }
        }
        weighed.sort_unstable_by_key(|(b, weight)| (Reverse(*weight), b.abs_diff(expected), *b));
        weighed.truncate(WEIGHED);
        weighed.sort_unstable_by_key(|(b, _)| Reverse(*b));
        pairs.extend(weighed.iter().map(|(b, weight)| Pair {
            a,
            b: *b,
            weight: *weight,
            before: None,
        }));
    }
    pairs
}

/// Returns the places of the pairs of the heaviest run, in order.
fn heaviest(pairs: &mut [Pair], from: u32, to: u32) -> Vec<u32> {
    let mut runs = Runs::over(from, to);
    for (place, pair) in (0..).zip(pairs.iter_mut()) {
        let best = runs.best_before(pair.b);
        let so_far = best.map_or(0, |(weight, _)| weight);
        pair.before = best.map(|(_, before)| before);
        runs.put(pair.b, (so_far + u64::from(pair.weight), place));
    }
    let mut chosen = Vec::new();
    let mut at = runs.best_before(to).map(|(_, pair)| pair);
    while let Some(pair) = at {
        chosen.push(pair);
        at = pairs[pair as usize].before;
    }
    chosen.reverse();
    chosen
}

/// The heaviest run that ends with each row of the second side, as a tree of maxima (Fenwick's).
struct Runs {
    from: u32,
    best: Vec<Option<(u64, u32)>>,
}

impl Runs {
    fn over(from: u32, to: u32) -> Runs {
        Runs {
            from,
            best: vec![None; (to - from) as usize + 1],
        }
    }

    /// Returns the heaviest run that ends before a row; of several as heavy, the first.
    fn best_before(&self, row: u32) -> Option<(u64, u32)> {
        let mut at = (row - self.from) as usize;
        let mut best = None;
        while at > 0 {
            best = heavier(best, self.best[at]);
            at &= at - 1;
        }
        best
    }

    fn put(&mut self, row: u32, run: (u64, u32)) {
        let mut at = (row - self.from) as usize + 1;
        while let Some(best) = self.best.get_mut(at) {
            *best = heavier(*best, Some(run));
            at += at & at.wrapping_neg();
        }
    }
}

fn heavier(one: Option<(u64, u32)>, other: Option<(u64, u32)>) -> Option<(u64, u32)> {
    one.into_iter()
        .chain(other)
        .min_by_key(|(weight, pair)| (Reverse(*weight), *pair))
}

/// Returns for each chosen pair the places of those in which a message that is not chosen fits as
/// well in the place of one of its two: then nobody can tell which of them is the copy.
fn rivals(pairs: &[Pair], chosen: &[u32]) -> Vec<Vec<u32>> {
    let pair = |at: usize| &pairs[chosen[at] as usize];
    let mut rivals = vec![Vec::new(); chosen.len()];
    let with_a = |a: u32| chosen.binary_search_by_key(&a, |place| pairs[*place as usize].a);
    let with_b = |b: u32| chosen.binary_search_by_key(&b, |place| pairs[*place as usize].b);
    for (place, rival) in (0..).zip(pairs) {
        let (at, row, of): (usize, u32, fn(&Pair) -> u32) = match (with_a(rival.a), with_b(rival.b))
        {
            (Ok(at), Err(_)) => (at, rival.b, |pair| pair.b),
            (Err(_), Ok(at)) => (at, rival.a, |pair| pair.a),
            _ => continue,
        };
        let before = at.checked_sub(1).map(|before| of(pair(before)));
        let after = (at + 1 < chosen.len()).then(|| of(pair(at + 1)));
        let in_order = before.is_none_or(|b| b < row) && after.is_none_or(|a| row < a);
        if in_order && rival.weight >= pair(at).weight {
            rivals[at].push(place);
        }
    }
    rivals
}
