//! What must be true of a package: one table of checks, for our packages and for anybody's.
//!
//! The builder's last step and `validate` both call [`run`], so nothing is shipped that would be
//! refused. A check looks at an [`Opened`] package and reports findings; it stops for none of
//! them, so that one pass tells everything. A family of checks is one file (or folder) with its
//! codes and a table `CHECKS`, and its place in [`OF_THE_BYTES`] or [`OF_THE_CONTENTS`].

pub mod code;
pub mod finding;

mod acts;
mod bag;
mod eqn;
mod few;
mod fixity;
mod grp;
mod inside;
mod man;
mod nam;
mod par;
mod tables;
mod tag;
mod tdr;
mod trn;
mod zip;

pub use code::{Code, Severity};
pub use finding::{Facts, Finding, Findings};
pub use grp::Member;
pub use inside::Inside;

use crate::container::OpenError;
use crate::package::{Opened, Profile};

/// A check: a row of the table.
pub struct Check {
    /// What it is about, in a few words.
    pub name: &'static str,
    /// The codes that it raises; no other check raises them.
    pub raises: &'static [&'static Code],
    /// How it looks at a package and reports what it finds.
    pub run: Run,
}

/// How a check looks at a package. An error means only that it could not look.
#[derive(Clone, Copy)]
pub enum Run {
    /// At any package, from outside.
    Any(fn(&Opened, &mut Findings) -> Result<(), OpenError>),
    /// At a package of ours, and at what is inside it. Of others it finds nothing.
    Ours(fn(&Inside<'_>, &mut Findings) -> Result<(), OpenError>),
    /// At the packages of a group together; at one alone as at a group of which only it was seen.
    Group(fn(&[&Member], &mut Findings)),
    /// At any package that is held to the rules of a receiver; only where that is asked for.
    Receiver(fn(&Opened, &Profile, &mut Findings)),
}

/// The families that vouch for every byte of a package, whatever it means.
pub const OF_THE_BYTES: &[&[Check]] = &[zip::CHECKS, bag::CHECKS, fixity::CHECKS];

/// The families that look at what a package of ours says.
pub const OF_THE_CONTENTS: &[&[Check]] = &[
    trn::CHECKS,
    par::CHECKS,
    man::CHECKS,
    eqn::CHECKS,
    tables::CHECKS,
    acts::CHECKS,
    tdr::CHECKS,
    nam::CHECKS,
    tag::CHECKS,
    grp::CHECKS,
];

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
    let families = OF_THE_BYTES.iter().chain(OF_THE_CONTENTS);
    families.copied().flatten()
}

/// Returns all codes in the order of the checks that raise them.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    checks().flat_map(|check| check.raises.iter().copied())
}

/// Returns the code with this id, in either case.
pub fn code(id: &str) -> Option<&'static Code> {
    codes().find(|code| code.id.eq_ignore_ascii_case(id))
}

/// Runs every check on a package, by itself.
///
/// # Errors
/// When a check could not look. What it would have found is then not known, so nothing is said.
pub fn run(package: &Opened) -> Result<Checked, OpenError> {
    run_these(package, checks())
}

/// Runs every check on a package, by itself, and holds it to the rules of a receiver besides.
///
/// # Errors
/// As [`run`].
pub fn run_held_to(package: &Opened, profile: Option<&Profile>) -> Result<Checked, OpenError> {
    Ok(look(package, checks(), profile)?.0)
}

/// Runs every check on a package that was named with others, but for those of the group to which it
/// may belong: returns what [`run_group`] needs for them, if it belongs to one.
///
/// # Errors
/// As [`run`].
pub fn run_of_many(
    package: &Opened,
    profile: Option<&Profile>,
) -> Result<(Checked, Option<Member>), OpenError> {
    let alone = checks().filter(|check| !matches!(check.run, Run::Group(_)));
    look(package, alone, profile)
}

/// Runs the checks of a group on its packages.
pub fn run_group(members: &[Member]) -> Checked {
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by_key(|member| member.group.number);
    let mut done = Done::default();
    for check in checks() {
        if let Run::Group(look) = check.run {
            let mut own = Findings::default();
            look(&members, &mut own);
            done.add(check, own);
        }
    }
    done.finish()
}

/// Runs some checks on a package.
///
/// # Errors
/// As [`run`].
pub fn run_these(
    package: &Opened,
    checks: impl IntoIterator<Item = &'static Check>,
) -> Result<Checked, OpenError> {
    Ok(look(package, checks, None)?.0)
}

fn look(
    package: &Opened,
    checks: impl IntoIterator<Item = &'static Check>,
    profile: Option<&Profile>,
) -> Result<(Checked, Option<Member>), OpenError> {
    let mut done = Done::default();
    let mut inside = None;
    let mut member = None;
    let is_ours = package.is_ours() && package.is_listed();
    for check in checks {
        let mut own = Findings::default();
        match check.run {
            Run::Any(look) => look(package, &mut own)?,
            Run::Receiver(look) => match profile {
                Some(profile) => look(package, profile, &mut own),
                None => continue,
            },
            Run::Ours(_) | Run::Group(_) if !is_ours => {}
            Run::Ours(look) => {
                let inside = inside.get_or_insert_with(|| Inside::read(package));
                look(inside, &mut own)?;
            }
            Run::Group(look) => {
                let inside = inside.get_or_insert_with(|| Inside::read(package));
                let member = member.get_or_insert_with(|| Member::of(inside));
                if let Some(member) = member {
                    look(&[member], &mut own);
                }
            }
        }
        done.add(check, own);
    }
    let member = member.unwrap_or_else(|| Member::of(inside.as_ref()?));
    Ok((done.finish(), member))
}

/// The checks that ran, and what they found.
#[derive(Default)]
struct Done {
    ran: Vec<Ran>,
    findings: Findings,
}

impl Done {
    fn add(&mut self, check: &Check, mut own: Findings) {
        own.sort();
        self.ran.push(Ran {
            name: check.name,
            findings: own.len(),
        });
        self.findings.append(own);
    }

    fn finish(mut self) -> Checked {
        self.findings.sort();
        Checked {
            ran: self.ran,
            findings: self.findings,
        }
    }
}
