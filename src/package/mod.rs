//! Packages: their layout, and any package, received or just staged, opened for reading.

mod base;
pub mod layout;
mod opened;
mod reading;

pub(crate) use opened::composed;
pub use opened::{DEPOSIT_MANIFEST, Form, Limits, Opened, PackageFile, ReadManifest};
pub use reading::{Digested, ReadFault, SoFar, TagFile};

/// The name of the rules that every package of ours is held to.
pub const OWN_PROFILE: &str = "bag-zip-0.1";
