//! `HOW-TO-VERIFY.txt`: people type what it says, so it is the text of its version, to the letter.

use super::derived::follows;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::{Group, words};
use crate::package::{how_to_verify, layout};

pub const CHECK: Check = Check {
    name: "HOW-TO-VERIFY.txt is the text that consign writes for this package",
    raises: &[&GUIDE],
    run: Run::Ours(run),
};

static GUIDE: Code = Code {
    id: "TAG-009",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "HOW-TO-VERIFY.txt is not the text that consign writes for this package.",
    explanation: "The file tells people which commands to type to check the package without \
        consign. Other commands could check less than they seem to, or do something else.",
    remedy: "Type none of its commands, and ask the sender for the file as consign wrote it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    if let Some(manifest) = inside.manifest() {
        let group = Group::read(manifest);
        let package = manifest.root.attribute("package");
        let caution = manifest.part("demonstration").map(|_| words::DEMONSTRATION);
        let wanted = how_to_verify(package, group.as_ref(), caution);
        follows(
            inside,
            layout::HOW_TO_VERIFY,
            &GUIDE,
            wanted.as_bytes(),
            findings,
        );
    }
    Ok(())
}
