//! What must be true of a package: one table of checks, for our packages and for anybody's.
//!
//! The builder's last step and `validate` both call [`run`], so nothing is shipped that would be
//! refused. A check looks at an [`Opened`] package and reports findings; it stops for none of
//! them, so that one pass tells everything. A family of checks is one file (or folder) with its
//! codes and a table `CHECKS`, and one line in [`FAMILIES`].

pub mod code;
pub mod finding;

mod bag;
mod fixity;
mod zip;

pub use code::{Code, Severity};
pub use finding::{Facts, Finding, Findings};

use crate::container::OpenError;
use crate::package::Opened;

/// A check: a row of the table.
pub struct Check {
    /// What it is about, in a few words.
    pub name: &'static str,
    /// The codes that it raises; no other check raises them.
    pub raises: &'static [&'static Code],
    /// Looks at a package and reports what it finds. An error means only that it could not look.
    pub run: fn(&Opened, &mut Findings) -> Result<(), OpenError>,
}

/// All checks, by family, in the order in which they run.
pub const FAMILIES: &[&[Check]] = &[zip::CHECKS, bag::CHECKS, fixity::CHECKS];

/// A check that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The check's name.
    pub name: &'static str,
    /// How many findings it had.
    pub findings: usize,
}

/// The outcome of all checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Every check, in the order in which they ran, those without a finding too.
    pub ran: Vec<Ran>,
    /// Every finding.
    pub findings: Findings,
}

/// Returns all checks in the order in which they run.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().copied().flatten()
}

/// Returns all codes in the order of the checks that raise them.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    checks().flat_map(|check| check.raises.iter().copied())
}

/// Returns the code with this id, in either case.
pub fn code(id: &str) -> Option<&'static Code> {
    codes().find(|code| code.id.eq_ignore_ascii_case(id))
}

/// Runs every check on a package.
///
/// # Errors
/// When a check could not look. What it would have found is then not known, so nothing is said.
pub fn run(package: &Opened) -> Result<Checked, OpenError> {
    let mut ran = Vec::new();
    let mut findings = Findings::default();
    for check in checks() {
        let mut own = Findings::default();
        (check.run)(package, &mut own)?;
        own.sort();
        ran.push(Ran {
            name: check.name,
            findings: own.len(),
        });
        findings.append(own);
    }
    findings.sort();
    Ok(Checked { ran, findings })
}
