//! `HOW-TO-VERIFY.txt`: how to check a package with tools that everybody has. Its commands are run
//! as they stand by `.ci/how-to-verify`. The text belongs to the version of the package: whoever
//! changes it once versions are frozen gives packages another one.

/// Returns the text for a package with this name.
pub fn how_to_verify(package: &str) -> String {
    include_str!("how_to_verify.txt").replace("{package}", package)
}
