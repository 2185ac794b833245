//! Which conversations of a batch are worth comparing: those that share long texts, found without
//! comparing each with each.

use std::collections::BTreeMap;

use super::anchor::{LONG, once};
use super::row::Row;

/// Up to how many texts of a conversation are all in its sketch, and one in how many beyond.
const WHOLE: usize = 512;
const ONE_IN: u64 = 8;
/// In how many conversations a text may stand that tells them from others: a greeting stands in
/// many, a message in as many as there are phones.
const CONVERSATIONS: usize = 16;

/// The texts by which a conversation is found again: 8 bytes for one message in eight.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch(Vec<u64>);

impl Sketch {
    /// Returns the sketch of a conversation.
    pub fn of(rows: &[Row]) -> Sketch {
        let once = once(rows);
        let whole = once.len() <= WHOLE;
        let numbers = once.iter().map(|row| rows[*row as usize].text.number());
        // By the number itself, so that every conversation leaves out the same texts.
        Sketch(numbers.filter(|n| whole || n % ONE_IN == 0).collect())
    }
}

impl Sketch {
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

/// Returns which conversations are worth comparing, in their order: those that share a text that
/// few others have. Nothing is known of the rest: chats without a long text are not returned, and
/// are compared where a person asks for it, or where their titles and labels are the same.
pub fn candidates(sketches: &[Sketch]) -> Vec<Candidate> {
    let mut texts: Vec<(u64, usize)> = Vec::new();
    for (index, sketch) in sketches.iter().enumerate() {
        texts.extend(sketch.0.iter().map(|text| (*text, index)));
    }
    texts.sort_unstable();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for text in texts.chunk_by(|a, b| a.0 == b.0) {
        if text.len() > CONVERSATIONS {
            continue;
        }
        for (place, (_, a)) in text.iter().enumerate() {
            for (_, b) in &text[place + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let candidate = |((a, b), shared)| Candidate { a, b, shared };
    shared.into_iter().map(candidate).collect()
}
