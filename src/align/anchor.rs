//! Anchors: long texts that occur once in each export, and files of the same bytes that do.
//! Markers and notices are none, because they are the same for many messages.

use super::fold::Fingerprint;
use super::row::{Content, Row, Side};

/// How many characters a text must have to be an anchor: who types the same twenty characters
/// means the same message, or has copied it, and then it mostly occurs twice.
pub(super) const LONG: u8 = 20;

/// Returns the rows whose texts are long and occur once, in the order of their fingerprints.
pub(super) fn once(rows: &[Row]) -> Vec<u32> {
    let long = (0..).zip(rows).filter(|(_, row)| is_long(row));
    let mut long: Vec<u32> = long.map(|(index, _)| index).collect();
    let text = |index: &u32| rows[*index as usize].text;
    long.sort_unstable_by_key(|index| (text(index), *index));
    let groups = long.chunk_by(|a, b| text(a) == text(b));
    groups
        .filter_map(|group| match group {
            [one] => Some(*one),
            _ => None,
        })
        .collect()
}

fn is_long(row: &Row) -> bool {
    row.content == Content::Words && row.length >= LONG
}

/// Returns the rows whose files occur once, in the order of the fingerprints of their bytes. A
/// sticker that is sent again and again is none.
fn files_once(side: &Side<'_>) -> Vec<(Fingerprint, u32)> {
    let known = side
        .media
        .iter()
        .filter_map(|media| Some((media.bytes?, media.row)));
    let mut known: Vec<(Fingerprint, u32)> = known.collect();
    known.sort_unstable();
    let groups = known.chunk_by(|a, b| a.0 == b.0);
    groups
        .filter_map(|group| match group {
            [one] => Some(*one),
            _ => None,
        })
        .collect()
}

/// Returns the anchors of two exports, in the order of the first.
pub(super) fn anchors(a: &Side<'_>, b: &Side<'_>) -> Vec<(u32, u32)> {
    let texts = |side: &Side<'_>| {
        let rows = once(side.rows).into_iter();
        rows.map(|row| (side.row(row).text, row))
            .collect::<Vec<_>>()
    };
    let mut shared = in_both(&texts(a), &texts(b));
    let mut files = in_both(&files_once(a), &files_once(b));
    // The same file under other words is another message.
    files.retain(|(one, other)| {
        let (one, other) = (a.row(*one), b.row(*other));
        one.length == 0 || other.length == 0 || one.text == other.text
    });
    shared.extend(files);
    shared.sort_unstable();
    shared
}

/// Returns the rows that have one fingerprint, of two lists in the order of theirs.
fn in_both(a: &[(Fingerprint, u32)], b: &[(Fingerprint, u32)]) -> Vec<(u32, u32)> {
    let mut shared = Vec::new();
    let mut others = b.iter().copied().peekable();
    for (print, one) in a {
        while others.next_if(|(other, _)| other < print).is_some() {}
        if let Some((_, other)) = others.next_if(|(other, _)| other == print) {
            shared.push((*one, other));
        }
    }
    shared
}

/// Returns the longest run of pairs that are in order on both sides: the chain between whose
/// links everything else is aligned. `pairs` are in the order of the first side.
pub(super) fn in_order(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // The last pair of the best chain of each length, and what stands before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, place)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chain.push(pairs[index]);
        at = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_is_the_longest_that_is_in_order_on_both_sides() {
        let pairs = [(0, 5), (1, 1), (2, 2), (3, 9), (4, 3), (6, 4)];
        assert_eq!(in_order(&pairs), [(1, 1), (2, 2), (4, 3), (6, 4)]);
        assert_eq!(in_order(&[]), []);
    }
}
