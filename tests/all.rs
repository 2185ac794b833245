//! The integration tests, in one binary.

/// Makes packages, whole and broken.
mod bench;
/// Every code has a bad package; every check runs on every package.
mod codes;
/// Every bit, every byte, every length.
mod damage;
/// Packages that must pass, ours and others'.
mod packages;
