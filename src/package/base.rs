//! Where in a container the bag lies.

use std::collections::BTreeSet;

use crate::bag::{self, ManifestName};
use crate::container::Entry;

/// Finds the bag's folder, with its slash: where `bagit.txt` lies, at the top or one level down;
/// without any, the only folder at the top, unless a part of a bag lies beside it.
pub fn bag_folder(entries: &[Entry]) -> String {
    let is_part = |name: &str| {
        name == bag::DECLARATION
            || name.starts_with(bag::PAYLOAD)
            || ManifestName::parse(name).is_some()
    };
    if entries.iter().any(|entry| entry.name == bag::DECLARATION) {
        return String::new();
    }
    let one_down = |entry: &Entry| {
        let top = entry.name.strip_suffix(bag::DECLARATION)?;
        (top.find('/') == top.len().checked_sub(1)).then(|| top.to_owned())
    };
    if let Some(base) = entries.iter().filter_map(one_down).min() {
        return base;
    }
    let tops: BTreeSet<_> = entries
        .iter()
        .map(|entry| entry.name.split_once('/').map(|(top, _)| top))
        .collect();
    match (tops.len(), tops.first()) {
        (1, Some(Some(top))) if !entries.iter().any(|entry| is_part(&entry.name)) => {
            format!("{top}/")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bags_folder_is_found() {
        let base_of = |names: &[&str]| {
            let entry = |name: &&str| Entry {
                name: (*name).to_owned(),
                size: 0,
            };
            bag_folder(&names.iter().map(entry).collect::<Vec<_>>())
        };
        assert_eq!(base_of(&["bagit.txt", "data/b/bagit.txt"]), "");
        assert_eq!(
            base_of(&["b/bagit.txt", "b/data/c/bagit.txt", "__MACOSX/x"]),
            "b/"
        );
        assert_eq!(base_of(&["b/manifest-md5.txt", "b/data/x"]), "b/");
        assert_eq!(base_of(&["data/x"]), "");
        assert_eq!(base_of(&["a/x", "b/x"]), "");
        assert_eq!(base_of(&["c/bagit.txt", "b/bagit.txt"]), "b/");
        assert_eq!(base_of(&[]), "");
    }
}
