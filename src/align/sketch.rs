//! Which conversations of a batch are worth comparing: those that share long texts, found without
//! comparing each with each.

use std::collections::BTreeMap;

use super::anchor::{LONG, once};
use super::clock::OFF;
use super::row::Row;

/// Up to how many texts of a conversation are all in its sketch, and one in how many beyond.
const WHOLE: usize = 512;
const ONE_IN: u64 = 8;
/// In how many conversations a text may stand that tells them from others: a greeting stands in
/// many, a message in as many as there are phones.
const CONVERSATIONS: usize = 16;

/// Up to how many texts in common are looked into, whenever they were sent, where a conversation
/// is small; of more, two at least and one in how many must be the same time apart. Conversations
/// in which people say the same things by habit say them at any time.
const SMALL: u64 = 64;
const ANY_TIME: usize = 2;
const IN_TIME: usize = 8;

/// The texts by which a conversation is found again, with the minutes in which they were sent: 16
/// bytes for one message in eight.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    texts: Vec<(u64, i64)>,
    /// Of how many long texts of the conversation one is in it.
    one_in: u64,
}

impl Sketch {
    /// Returns the sketch of a conversation.
    pub fn of(rows: &[Row]) -> Sketch {
        let once = once(rows);
        let one_in = if once.len() <= WHOLE { 1 } else { ONE_IN };
        let texts = once.iter().map(|row| {
            let row = &rows[*row as usize];
            (row.text.number(), row.minute())
        });
        // By the number itself, so that every conversation leaves out the same texts.
        Sketch {
            texts: texts.filter(|(n, _)| n.is_multiple_of(one_in)).collect(),
            one_in,
        }
    }
}

impl Sketch {
    /// Tells whether the conversation has few long texts, not only its sketch.
    fn is_small(&self) -> bool {
        self.texts.len() as u64 * self.one_in <= SMALL
    }

    /// Tells whether a body can be in a sketch at all, so that no other need be fingerprinted.
    pub fn can_hold(body: &[u8]) -> bool {
        body.len() >= usize::from(LONG)
    }
}

/// Two conversations that are worth comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The index of the first.
    pub a: usize,
    /// The index of the second, which is greater.
    pub b: usize,
    /// How many texts of their sketches they share.
    pub shared: usize,
}

/// Returns which conversations are worth comparing, in their order: those that share texts that
/// few others have, sent the same time apart. Nothing is known of the rest: chats without a long text are not returned, and
/// are compared where a person asks for it, or where their titles and labels are the same.
pub fn candidates(sketches: &[Sketch]) -> Vec<Candidate> {
    let mut texts: Vec<(u64, usize, i64)> = Vec::new();
    for (index, sketch) in sketches.iter().enumerate() {
        texts.extend(
            sketch
                .texts
                .iter()
                .map(|(text, minute)| (*text, index, *minute)),
        );
    }
    texts.sort_unstable();
    let mut apart: BTreeMap<(usize, usize), Vec<i64>> = BTreeMap::new();
    for text in texts.chunk_by(|a, b| a.0 == b.0) {
        if text.len() > CONVERSATIONS {
            continue;
        }
        for (place, (_, a, first)) in text.iter().enumerate() {
            for (_, b, second) in &text[place + 1..] {
                apart.entry((*a, *b)).or_default().push(second - first);
            }
        }
    }
    let found = apart.into_iter().filter_map(|((a, b), mut apart)| {
        let shared = apart.len();
        apart.sort_unstable();
        let agree = most_within(&apart, 2 * OFF);
        let is_small = sketches[a].is_small() || sketches[b].is_small();
        let is_one = (is_small && shared <= ANY_TIME) || (agree >= 2 && agree * IN_TIME >= shared);
        is_one.then_some(Candidate { a, b, shared })
    });
    found.collect()
}

/// Returns how many of sorted numbers lie no farther apart than `width`, where they lie closest.
fn most_within(sorted: &[i64], width: i64) -> usize {
    let mut from = 0;
    let mut most = 0;
    for (index, number) in sorted.iter().enumerate() {
        while number - sorted[from] > width {
            from += 1;
        }
        most = most.max(index + 1 - from);
    }
    most
}
