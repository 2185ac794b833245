//! Packages: a received one, or one of ours, opened for reading.

mod base;
mod opened;
mod reading;

pub(crate) use opened::composed;
pub use opened::{DEPOSIT_MANIFEST, Form, Limits, Opened, PackageFile, ReadManifest};
pub use reading::{Digested, ReadFault, SoFar, TagFile};
