//! Files of participants: under which labels and telephone numbers an export knows the people whom
//! a transcript names by keys.
//!
//! A label is what a telephone's address book calls somebody, and where it has no entry it is the
//! number. Both are personal data, so they stand in a record of its own, which has a closure of its
//! own: a transcript can be open while they are closed, or stay with the department.

mod read;
mod schema;
#[cfg(test)]
mod tests;
mod write;

pub use read::{ParticipantsRead, read};
pub use schema::SCHEMA;
pub use write::{HOW_TO_READ, Known, LabelUsed, Participants, write};

/// The namespace of files of participants.
pub const NAMESPACE: &str = "urn:x-consign:participants:0.1";
/// The version of their schema.
pub const VERSION: &str = "0.1";
/// The file name of the schema, in `schemas/`.
pub const SCHEMA_FILE: &str = "participants.xsd";
