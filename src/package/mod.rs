//! Packages: their layout, and any package, received or just staged, opened for reading.

mod base;
mod cut;
mod info;
pub mod layout;
mod opened;
mod reading;
pub mod tdr;

pub use cut::Cut;
pub use info::BagInfo;
pub(crate) use opened::composed;
pub use opened::{DEPOSIT_MANIFEST, Form, Limits, Opened, PackageFile, ReadManifest};
pub use reading::{Digested, ReadFault, SoFar, TagFile};
