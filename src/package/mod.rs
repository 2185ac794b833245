//! Packages: their layout, and any package, received or just staged, opened for reading.

/// The name of the rules that every package of ours is held to.
pub const OWN_PROFILE: &str = "bag-zip-0.1";

mod base;
pub mod bounds;
mod cut;
pub mod events;
pub mod exemptions;
mod formats;
mod held;
mod how_to_verify;
mod info;
pub mod layout;
mod opened;
mod profile;
mod reading;
mod several;
pub mod tdr;
mod whole;

pub use bounds::Bounds;
pub use cut::Cut;
pub use formats::{FORMATS_COLUMNS, formats_csv};
pub use held::Layout;
pub use how_to_verify::how_to_verify;
pub use info::BagInfo;
pub(crate) use opened::composed;
pub use opened::{DEPOSIT_MANIFEST, Form, Limits, Opened, PackageFile, ReadManifest};
pub use profile::{Profile, TDR_2026_06};
pub use reading::{Digested, ReadFault, SoFar, TagFile};
pub use several::packages_in;
