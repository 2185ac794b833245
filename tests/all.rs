//! The integration tests, in one binary.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

/// Makes packages, whole and broken.
mod bench;
/// Every code has a bad package; every check runs on every package.
mod codes;
/// Every bit, every byte, every length.
mod damage;
/// Packages of ours that are bad inside.
mod inside;
/// What is left out, doubled or misspelt in our XML.
mod mutants;
/// Packages that must pass, ours and others'.
mod packages;
