//! `HOW-TO-VERIFY.txt`: how to check a package with tools that everybody has. Its commands are run
//! as they stand by `.ci/how-to-verify`. The text belongs to the version of the package: whoever
//! changes it once versions are frozen gives packages another one.

use crate::manifest::Group;

/// No line of a sentence put before the text is wider.
const COLUMNS: usize = 88;

/// Returns the text for a package with this name, which may belong to a group, and of which something
/// may have to be said before anything else.
pub fn how_to_verify(package: &str, group: Option<&Group>, caution: Option<&str>) -> String {
    let text = include_str!("how_to_verify.txt").replace("{package}", package);
    let text = match caution {
        None => text,
        Some(caution) => format!("{}\n\n{text}", textwrap::fill(caution, COLUMNS)),
    };
    match group {
        None => text,
        Some(group) => text + &of_group(group),
    }
}

/// Returns how to check that the packages of a group are all there, and are those that it had.
fn of_group(group: &Group) -> String {
    let mut text = format!(
        "
This package is number {} of {} of the group {}.

The batch was more than one package was to hold, and was split. Each package is whole by
itself; the batch is whole with all of them. deposit-manifest.xml lists them under group.
In the folder of each, the command

       sha256sum manifest-sha256.txt

must give the digest that stands here beside its name:

",
        group.number, group.of, group.id
    );
    for member in &group.members {
        text.push_str(&format!("  {}  {}\n", member.payload, member.package));
    }
    text
}
