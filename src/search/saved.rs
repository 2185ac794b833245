//! A search that is kept, to be asked again later.

use std::collections::BTreeSet;

use super::asked::Asked;

/// The form of a saved search.
pub const SAVED_FORMAT: &str = "consign-saved-search/1";

/// A search that is kept: a file that a person can read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The form of the file.
    pub format: String,
    /// The name of the search.
    pub name: String,
    /// How many messages to show before and after each that is found.
    pub context: usize,
    /// What is asked.
    pub asked: Asked,
    /// Every time it was run, the first first.
    pub run: Vec<Run>,
}

/// One time that a saved search was run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// When, in UTC, as RFC 3339.
    pub at: String,
    /// The post that ran it; empty where none was given.
    pub by: String,
    /// The reference of the request; empty where none was given.
    pub request: String,
    /// The version of consign.
    pub version: String,
    /// How many messages match, or may.
    pub found: u64,
    /// Whether their ids were kept: they are not where there were more than a schedule holds.
    pub listed: bool,
    /// The SHA-256 over the SHA-256 of the sources.
    pub sources_sha256: String,
}

/// How what was found differs from the time before.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The name of the search.
    pub name: String,
    /// When it was run before, in UTC, as RFC 3339.
    pub since: String,
    /// The ids of messages that were found now and not before.
    pub new: Vec<String>,
    /// The ids of messages that were found before and not now.
    pub gone: Vec<String>,
    /// How many were found both times.
    pub same: u64,
}

impl Difference {
    /// Returns how two runs of a search differ. `now` is in the order of the schedule.
    pub fn between(name: &str, since: &str, before: &[String], now: &[String]) -> Difference {
        let missing = |from: &[String], of: &[String]| -> Vec<String> {
            let known: BTreeSet<&String> = from.iter().collect();
            let missing = of.iter().filter(|id| !known.contains(id));
            missing.cloned().collect()
        };
        let new = missing(before, now);
        Difference {
            name: name.to_owned(),
            since: since.to_owned(),
            same: (now.len() - new.len()) as u64,
            gone: missing(now, before),
            new,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_and_what_is_gone_is_told() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let difference = Difference::between("x", "t", &ids(&["a", "b"]), &ids(&["c", "b"]));
        assert_eq!(
            (difference.new, difference.gone, difference.same),
            (ids(&["c"]), ids(&["a"]), 1)
        );
    }
}
