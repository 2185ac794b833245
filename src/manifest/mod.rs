//! The deposit manifest: what is in a package, whose it is, who decided, when it is due, and the
//! sums that prove that nothing went missing on the way. ("Deposit" is this file's name only; what
//! the department does is transfer.)

mod dates;
mod equation;
mod group;
mod opens;
mod read;
pub mod reconcile;
mod relationship;
mod schema;
pub mod words;
mod write;

pub use dates::{Duty, RecordDates, opening_date};
pub use equation::{Equation, Holds, grouped};
pub use group::{Group, Member};
pub use opens::Opens;
pub use read::{ManifestRead, read};
pub use relationship::{Related, Relationship};
pub use schema::SCHEMA;
pub use write::{
    Attachments, ClosureWritten, Counts, CustodyEvent, Manifest, RecordWritten, SignOffWritten,
    SourceWritten, write,
};

/// The namespace of deposit manifests.
pub const NAMESPACE: &str = "urn:x-consign:deposit-manifest:0.1";
/// The version of the deposit manifest's schema.
pub const VERSION: &str = "0.1";
/// The file name of the schema, in `schemas/`.
pub const SCHEMA_FILE: &str = "deposit-manifest.xsd";
/// The file name of the deposit manifest in a package.
pub const FILE: &str = "deposit-manifest.xml";
