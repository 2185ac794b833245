//! Drawing messages so that anybody can draw them again: by the SHA-256 of seed and id.

use std::collections::BinaryHeap;
use std::fmt::Write as _;
use std::io::{BufWriter, IntoInnerError, Write as _};

use crate::fixity::{HashingWriter, Sha256Digest, Sha256Hasher, sha256};
use crate::message::MessageId;

/// Returns the `n` messages with the smallest SHA-256 of `seed:id`, in that order; all of them in
/// that order where there are fewer. `printf '%s' SEED:ID | sha256sum` gives the same.
pub fn drawn_first(ids: &[MessageId], seed: &str, n: usize) -> Vec<MessageId> {
    let mut text = String::new();
    let mut hashed = |id: &MessageId| {
        text.clear();
        write!(text, "{seed}:{id}").expect("a text can be written to");
        sha256(text.as_bytes())
    };
    // Of the messages seen so far the smallest, the largest of them on top: of many thousands no
    // more than what is drawn stays in memory.
    let mut smallest: BinaryHeap<(Sha256Digest, &MessageId)> = BinaryHeap::new();
    for id in ids {
        let one = (hashed(id), id);
        if smallest.len() < n {
            smallest.push(one);
        } else if let Some(mut largest) = smallest.peek_mut()
            && one < *largest
        {
            *largest = one;
        }
    }
    let first = smallest.into_sorted_vec().into_iter();
    first.map(|(_, id)| id.clone()).collect()
}

/// Returns the SHA-256 of ids, a line each, in their order.
pub fn digest_of(ids: &[MessageId]) -> Sha256Digest {
    let mut lines = BufWriter::new(HashingWriter::<_, Sha256Hasher>::new(std::io::sink()));
    let written = ids.iter().try_for_each(|id| writeln!(lines, "{id}"));
    let hashing = written.and_then(|()| lines.into_inner().map_err(IntoInnerError::into_error));
    let (_, (_, digest)) = hashing.expect("nothing can refuse to be hashed").finish();
    digest
}

/// Returns a share of a number in per cent, rounded up.
pub fn share_of(number: u64, percent: u8) -> u64 {
    number.saturating_mul(u64::from(percent)).div_ceil(100)
}
