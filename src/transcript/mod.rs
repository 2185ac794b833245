//! Transcripts: archival XML of one part of one conversation, from one source.
//!
//! A transcript explains itself to somebody who has only it and an XML reader. Every message is
//! written in its Exclusive Canonical XML form, so that its digest is the SHA-256 of the literal
//! bytes from `<message` to `</message>`; the digests stand in a block at the end, and the SHA-256
//! of that list (its root) in the deposit manifest.

mod because;
mod codes;
mod how_to_read;
mod linked;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod write;

pub use because::{because, because_of_context, because_of_copy};
pub use how_to_read::{Covering, how_to_read};
pub use linked::{CopyWritten, DifferenceWritten, Differs, File, Shown, differences};
pub use read::{Item, MessageRead, TranscriptRead, read};
pub use schema::SCHEMA;
pub use write::{
    AttachmentWritten, DecisionWritten, Head, MessageWritten, ParticipantSeen, Sealed, Statement,
    TranscriptWriter,
};

/// The namespace of transcripts.
pub const NAMESPACE: &str = "urn:x-consign:transcript:0.1";
/// The version of the transcript's schema.
pub const VERSION: &str = "0.1";
/// The element that stands where words were taken out. It is reserved: nothing writes it yet.
const REDACTED: &str = "redacted";
/// The file name of the schema, in `schemas/`.
pub const SCHEMA_FILE: &str = "transcript.xsd";
