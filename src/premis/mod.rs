//! `metadata/premis.xml`: the package in PREMIS 3.0, the preservation metadata that archives
//! exchange: what is in it (objects), what was done to it (events), and by whom (agents).
//!
//! It follows from the deposit manifest alone: whoever builds a package and whoever checks one make
//! it by the same function, and no other byte is taken. Events that concern the whole package are
//! linked to it once, not to every file.

mod terms;
mod write;

pub use terms::EventType;
pub use write::premis;

/// The namespace of PREMIS 3.
pub const NAMESPACE: &str = "http://www.loc.gov/premis/v3";
