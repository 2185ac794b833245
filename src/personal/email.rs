//! E-mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Seen};

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)[A-Z0-9][A-Z0-9._%+'-]*@[A-Z0-9-]+(?:\.[A-Z0-9-]+)*\.[A-Z]{2,24}")
        .expect("the pattern is ours")
});

/// Returns the e-mail addresses of a text.
pub(super) fn look(text: &str) -> Vec<Seen> {
    if !text.contains('@') {
        return Vec::new();
    }
    ADDRESS
        .find_iter(text)
        .map(|found| Seen {
            kind: Kind::Email,
            range: found.range(),
            how: "has the form of an address",
        })
        .collect()
}
