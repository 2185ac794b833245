//! Packages: their layout.

pub mod layout;
