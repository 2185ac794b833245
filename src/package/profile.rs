//! The rules of receivers, dated and named: what a transfer is held to beyond being a package.

/// The rules of a receiver on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name, with the month of the rules.
    pub name: &'static str,
    /// The most files of one transfer.
    pub files: u64,
    /// The most bytes of one file, and of one transfer.
    pub bytes: u64,
}

/// The National Archives' transfer service (TDR), as it was in June 2026: 5,000 files, and 5,000 MB
/// of 1,000,000 bytes each, for a file and for a transfer (its front end's `capacityLimits`).
pub static TDR_2026_06: Profile = Profile {
    name: "tdr-2026-06",
    files: 5_000,
    bytes: 5_000_000_000,
};

impl Profile {
    /// Returns the rules with this name, if this version knows them.
    pub fn named(name: &str) -> Option<&'static Profile> {
        (name == TDR_2026_06.name).then_some(&TDR_2026_06)
    }
}
