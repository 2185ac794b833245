//! Drawing messages so that anybody can draw them again: by the SHA-256 of seed and id.

use crate::fixity::{Sha256Digest, sha256};
use crate::message::MessageId;

/// Returns the `n` messages with the smallest SHA-256 of `seed:id`, in that order; all of them in
/// that order where there are fewer. `printf '%s' SEED:ID | sha256sum` gives the same.
pub fn drawn_first(ids: &[MessageId], seed: &str, n: usize) -> Vec<MessageId> {
    let hashed = ids
        .iter()
        .map(|id| (sha256(format!("{seed}:{id}").as_bytes()), id));
    let mut hashed: Vec<(Sha256Digest, &MessageId)> = hashed.collect();
    hashed.sort_unstable();
    let first = hashed.into_iter().take(n);
    first.map(|(_, id)| id.clone()).collect()
}

/// Returns the SHA-256 of ids, a line each, in their order.
pub fn digest_of(ids: &[MessageId]) -> Sha256Digest {
    let lines: String = ids.iter().map(|id| format!("{id}\n")).collect();
    sha256(lines.as_bytes())
}

/// Returns a share of a number in per cent, rounded up.
pub fn share_of(number: u64, percent: u8) -> u64 {
    number.saturating_mul(u64::from(percent)).div_ceil(100)
}
