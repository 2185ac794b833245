//! How much a container may hold before it is refused.

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
