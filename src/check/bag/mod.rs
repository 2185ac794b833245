//! BagIt (RFC 8493) from the first section to the last, and what our own packages add to it.
//!
//! A rule that weighs differently for our packages and for others' has two codes, so that a code
//! always means the same and weighs the same.

mod algorithms;
mod declaration;
mod fetch;
mod info;
mod lines;
mod names;
mod payload;
mod structure;
mod tags;
mod text;

use super::Check;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    declaration::CHECK,
    structure::CHECK,
    text::CHECK,
    lines::CHECK,
    algorithms::CHECK,
    payload::CHECK,
    tags::CHECK,
    info::CHECK,
    fetch::CHECK,
    names::CHECK,
];
