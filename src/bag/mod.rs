//! BagIt (RFC 8493), as values: what the tag files say, and what is wrong with how they say it.
//!
//! Reading is lenient and never fails: a fault is data, with its line, and reading goes on. All
//! versions from 0.93 are read by their own rules; only version 1.0 is written. Nothing here
//! touches a disk; whether a bag's files agree with its tag files is for the checks to say.

pub mod declaration;
pub mod fetch;
pub mod info;
pub mod manifest;
pub mod path;
pub mod text;

pub use declaration::{Declaration, DeclarationFault, Version};
pub use fetch::{Fetch, FetchFault, FetchLine};
pub use info::{BadField, Field, Info, InfoFault, Oxum};
pub use manifest::{Listed, ListedDigest, Manifest, ManifestFault, ManifestKind, ManifestName};
pub use path::PathFault;
pub use text::{Encoding, TextFault};

/// The name of the bag declaration.
pub const DECLARATION: &str = "bagit.txt";
/// The name of the fetch file.
pub const FETCH: &str = "fetch.txt";
/// The folder of the payload, with its slash.
pub const PAYLOAD: &str = "data/";

/// A fault and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<F> {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub fault: F,
}

/// How much of a tag file is read, so that no bag can exhaust the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagLimits {
    /// The most bytes of a tag file, and of all manifests together.
    pub file: u64,
    /// The most bytes of a line.
    pub line: usize,
    /// The most lines of a tag file, and of all manifests together.
    pub lines: u64,
    /// The most manifests.
    pub manifests: usize,
}

impl Default for TagLimits {
    fn default() -> TagLimits {
        TagLimits {
            file: 256 << 20,
            line: 64 << 10,
            lines: 1_000_000,
            manifests: 32,
        }
    }
}
