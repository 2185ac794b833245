//! The packages that one batch was split into: each tells of the group, and together they are whole.

mod copies;
mod member;
mod own;
mod parts;
mod together;

pub use member::Member;

use super::{Check, Code, Finding};
use crate::package::layout;
use crate::place::Place;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    own::CHECK,
    together::ALL_THERE,
    together::SAME,
    together::RECORDS,
    together::SUMS,
    parts::CHECK,
    copies::CHECK,
];

/// Returns a finding in the deposit manifest of a package of a group.
fn at(code: &'static Code, member: &Member) -> Finding {
    let path = format!("{}/{}", member.package, layout::DEPOSIT_MANIFEST);
    Finding::new(code, Place::file(path))
}

/// Tells whether every package that the first tells of is there, once: otherwise nothing can be
/// concluded from what the packages lack together.
fn is_complete(members: &[&Member]) -> bool {
    let Some(first) = members.first() else {
        return false;
    };
    let mut numbers: Vec<u64> = members.iter().map(|member| member.group.number).collect();
    numbers.sort_unstable();
    let told = first.group.members.iter().map(|member| member.number);
    numbers.into_iter().eq(told)
}
