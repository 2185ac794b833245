//! What the tests work with.

pub mod consign;
pub mod package;
pub mod reseal;
pub mod sample;
pub mod share;
pub mod sheets;
