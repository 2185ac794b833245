//! The formats of files, named as The National Archives' registry PRONOM names them.
//!
//! A file is looked at while it passes on its way to the hashes: its first and last bytes, and
//! whether a few words of its format come anywhere in it, so that nothing is read twice. The order
//! is that of DROID, by which The National Archives decides: a signature of the bytes, then what
//! lies in a ZIP or an OLE2 document, and the extension only for formats that have no signature.
//! A file that shows the marks of two formats, or of one that is not told apart here, is
//! [not identified](Basis::NotIdentified): nothing is guessed.

mod compound;
mod identify;
mod known;
mod marks;
mod pattern;
mod refused;
mod sampler;
mod signatures;
mod zipped;

pub use identify::{Basis, Identified, Lock, identify};
pub use known::{Format, Method, all, format};
pub use refused::{REFUSED, Refusal, refusal};
pub use sampler::{Sample, Sampler};

/// The format of transcripts and of every other XML that begins with its declaration.
pub const XML: &str = "fmt/101";
#[cfg(test)]
mod tests;
