//! What the tests work with.

pub mod package;
pub mod reseal;
pub mod sample;
