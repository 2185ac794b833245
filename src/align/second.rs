//! The second pass: messages that the order left over, because neighbours changed places or one
//! arrived late, linked where time and sender agree and nothing else comes into question.

use std::collections::BTreeMap;

use super::Evidence;
use super::pairing::{Asked, Fate, Pairing};

/// How often what is left is gone over: a link can leave one partner only for another message.
const ROUNDS: usize = 3;
/// How far from where it is expected a message may stand and still count as in its place, and
/// what that weighs.
const IN_PLACE: u32 = 3;
const PLACE: u32 = 6;

/// The heaviest pair of a message, and how many are as heavy.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    weight: u32,
    alike: u32,
    /// All pairs, lighter ones too.
    all: u32,
}

impl Best {
    fn take(&mut self, weight: u32) {
        self.all += 1;
        match weight.cmp(&self.weight) {
            std::cmp::Ordering::Greater => (self.weight, self.alike) = (weight, 1),
            std::cmp::Ordering::Equal => self.alike += 1,
            std::cmp::Ordering::Less => (),
        }
    }

    fn is_alone_with(&self, weight: u32) -> bool {
        self.weight == weight && self.alike == 1
    }
}

/// Links what is left over.
pub(super) fn link_rest(pairing: &mut Pairing<'_>) {
    for _ in 0..ROUNDS {
        if link_once(pairing) == 0 {
            break;
        }
    }
}

fn link_once(pairing: &mut Pairing<'_>) -> usize {
    let pairs = pairs(pairing);
    let mut of_a: BTreeMap<u32, Best> = BTreeMap::new();
    let mut of_b: BTreeMap<u32, Best> = BTreeMap::new();
    for (a, b, weight) in &pairs {
        of_a.entry(*a).or_default().take(*weight);
        of_b.entry(*b).or_default().take(*weight);
    }
    let mut linked = 0;
    for (a, b, weight) in pairs {
        let (best_a, best_b) = (of_a[&a], of_b[&b]);
        let best = best_a.is_alone_with(weight) && best_b.is_alone_with(weight);
        let only = best_a.all == 1 && best_b.all == 1;
        if best && (only || pairing.is_told_by_content(a, b)) {
            pairing.link(a, b, Evidence::SecondPass);
            linked += 1;
        }
    }
    linked
}

/// Returns the pairs of messages that are left over.
fn pairs(pairing: &Pairing<'_>) -> Vec<(u32, u32, u32)> {
    let mut pairs = Vec::new();
    let mut found = Vec::new();
    let mut expected = 0;
    for (a, fate) in (0..).zip(&pairing.of_a) {
        match fate {
            Fate::To(b) => expected = *b,
            Fate::Apart => (),
            Fate::Free => {
                found.clear();
                pairing.look_up(a, expected, &mut found);
                for b in found.iter().filter(|b| pairing.is_free_in_b(**b)) {
                    if let Some(weight) = pairing.weight(a, *b, Asked::For) {
                        let place = match b.abs_diff(expected) {
                            ..=IN_PLACE => PLACE,
                            _ => 0,
                        };
                        pairs.push((a, *b, weight + place));
                    }
                }
            }
        }
        expected = expected.saturating_add(1);
    }
    pairs
}
