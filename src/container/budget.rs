//! How much a container may hold before it is refused.

use super::Trouble;

/// What a ZIP may unpack to, before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The most entries.
    pub entries: usize,
    /// The most bytes of all entries together, unpacked.
    pub bytes: u64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            entries: 200_000,
            bytes: 64 << 30,
        }
    }
}

impl Budget {
    /// Returns the trouble with so many entries, if they are too many.
    pub fn too_many(&self, entries: usize) -> Option<Trouble> {
        let limit = self.entries;
        (entries > limit).then_some(Trouble::TooManyEntries { entries, limit })
    }

    /// Returns the trouble with so many bytes of all entries together, if they are too many.
    pub fn too_large(&self, bytes: u128) -> Option<Trouble> {
        let limit = self.bytes;
        (bytes > u128::from(limit)).then_some(Trouble::TooLarge { bytes, limit })
    }
}
