//! The deposit manifest: what it says of the package, of every record, and of who decided.

mod authority;
mod closure;
mod dates;
mod exports;
mod form;
mod format;
mod listing;
mod particulars;
mod relationships;
mod words;

use super::inside::Inside;
use super::{Check, Code, Finding};
use crate::package::layout;
use crate::place::Place;
use crate::xml::Node;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    form::CHECK,
    listing::CHECK,
    particulars::CHECK,
    format::CHECK,
    dates::CHECK,
    closure::CHECK,
    relationships::CHECK,
    authority::CHECK,
    exports::CHECK,
    words::CHECK,
];

/// Returns a finding in the deposit manifest, on the line of an element.
pub(super) fn at(code: &'static Code, node: &Node) -> Finding {
    Finding::new(code, Place::line(layout::DEPOSIT_MANIFEST, node.line))
}

/// Returns the later of the days of the sign-offs, the only "now" that a package knows.
pub(super) fn signed_on(inside: &Inside<'_>) -> Option<chrono::NaiveDate> {
    let sign_offs = inside.manifest()?.part("signOffs")?;
    let days = sign_offs
        .all("signOff")
        .filter_map(|node| node.attribute("at").get(..10)?.parse().ok());
    days.max()
}
