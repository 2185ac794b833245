//! Packages: their layout, and any package, received or just staged, opened for reading.

/// The name of the rules that every package of ours is held to.
pub const OWN_PROFILE: &str = "bag-zip-0.1";

mod base;
mod cut;
pub mod exemptions;
mod formats;
mod held;
mod info;
pub mod layout;
mod opened;
mod reading;
pub mod tdr;
mod whole;

pub use cut::Cut;
pub use formats::{FORMATS_COLUMNS, formats_csv};
pub use held::Layout;
pub use info::BagInfo;
pub(crate) use opened::composed;
pub use opened::{DEPOSIT_MANIFEST, Form, Limits, Opened, PackageFile, ReadManifest};
pub use reading::{Digested, ReadFault, SoFar, TagFile};
