//! The selection policy: what its rules see, what they ask, and what follows for each message.

pub mod matcher;
pub mod query;

mod facts;
mod words;

pub use facts::{Facts, Person};
pub use words::{Folded, fold};
