//! Places of terms that stand near each other.

use super::bits::Mask;
use super::seen::TermPlace;

/// `NEAR`, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearNode {
    pub left: Mask,
    pub right: Mask,
    /// The most words that may stand between.
    pub within: usize,
}

impl NearNode {
    /// Calls `see` with every two places that stand near each other, the earlier one first, until
    /// it says that this is enough. `places` are in the order of their first words.
    pub fn each(&self, places: &[TermPlace], mut see: impl FnMut(TermPlace, TermPlace) -> Enough) {
        for (index, first) in places.iter().enumerate() {
            let left = self.left.contains(first.term);
            let right = self.right.contains(first.term);
            if !left && !right {
                continue;
            }
            let end = first.last + self.within + 1;
            let behind = places.iter().skip(index + 1);
            for second in behind.take_while(|second| second.first <= end) {
                let fits = (left && self.right.contains(second.term))
                    || (right && self.left.contains(second.term));
                if second.first > first.last && fits && see(*first, *second) == Enough::Yes {
                    return;
                }
            }
        }
    }

    /// Tells whether any two places stand near each other.
    pub fn any(&self, places: &[TermPlace]) -> bool {
        let mut found = false;
        self.each(places, |_, _| {
            found = true;
            Enough::Yes
        });
        found
    }
}

/// Whether what was seen is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enough {
    Yes,
    No,
}
