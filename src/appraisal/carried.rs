//! Files that two messages carry: a file of a held message must not leave with the other.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::AttachmentRow;

/// Returns the messages that are held because they carry a file that a held message carries too,
/// by place, each with the place of that message. It goes on from there: what such a message
/// carries is held with it.
pub(super) fn held_with(held: &BTreeSet<u32>, attachments: &[AttachmentRow]) -> Vec<(u32, u32)> {
    let mut carriers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for attachment in attachments {
        if let Some(entry) = attachment.entry {
            carriers.entry(entry).or_default().push(attachment.row);
        }
    }
    carriers.retain(|_, rows| rows.iter().any(|row| *row != rows[0]));
    if carriers.is_empty() {
        return Vec::new();
    }
    let mut files: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (entry, rows) in &carriers {
        for row in rows {
            files.entry(*row).or_default().push(*entry);
        }
    }
    let mut caught: BTreeMap<u32, u32> = BTreeMap::new();
    let mut waiting: Vec<u32> = files
        .keys()
        .filter(|row| held.contains(row))
        .copied()
        .collect();
    // The smallest first, so that of several held messages the first one is named.
    waiting.reverse();
    while let Some(row) = waiting.pop() {
        for entry in files.get(&row).into_iter().flatten() {
            for other in carriers.remove(entry).into_iter().flatten() {
                if !held.contains(&other) && !caught.contains_key(&other) {
                    caught.insert(other, row);
                    waiting.push(other);
                }
            }
        }
    }
    caught.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::AttachmentState;

    fn carried(pairs: &[(u32, u32)]) -> Vec<AttachmentRow> {
        let row = |&(row, entry): &(u32, u32)| AttachmentRow {
            row,
            state: AttachmentState::Present,
            media: None,
            entry: Some(entry),
        };
        pairs.iter().map(row).collect()
    }

    #[test]
    fn a_file_of_a_held_message_holds_whoever_carries_it() {
        let attachments = carried(&[(1, 10), (2, 10), (2, 11), (3, 12), (4, 11), (4, 11)]);
        let held = |rows: &[u32]| held_with(&rows.iter().copied().collect(), &attachments);
        assert_eq!(held(&[1]), [(2, 1), (4, 2)]);
        assert_eq!(held(&[3]), []);
        assert_eq!(held(&[0]), []);
        assert_eq!(held(&[2]), [(1, 2), (4, 2)]);
    }

    proptest! {
        #[test]
        fn no_file_of_a_held_message_is_with_one_that_is_not(
            mut pairs in proptest::collection::vec((0..12u32, 0..12u32), 0..16),
            held in proptest::collection::btree_set(0..12u32, 0..4),
        ) {
            pairs.sort_unstable();
            let mut all = held.clone();
            all.extend(held_with(&held, &carried(&pairs)).iter().map(|(row, _)| *row));
            for (row, entry) in &pairs {
                for (other, same) in &pairs {
                    prop_assert!(entry != same || all.contains(row) == all.contains(other));
                }
            }
        }
    }
}
