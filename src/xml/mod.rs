//! XML 1.0, written so that it never needs to be guessed at, and read strictly.
//!
//! One [`Schema`] table has two faces: the XSD that is published, and the [`Validator`] that reads.
//! They cannot disagree, because both come from the same rows.

pub mod characters;
mod pieces;
mod read;
mod recorder;
pub mod schema;
mod validate;
mod write;
mod xsd;

pub use pieces::{Node, Piece, Wrong, pieces};
pub use read::{Event, Reader, XmlError};
pub use schema::Schema;
pub use validate::{Validator, Violation};
pub use write::Writer;
pub use xsd::xsd;
