//! Whether what a package says of itself in its group is what it is.

use crate::bag::{ManifestKind, ManifestName};
use crate::check::inside::Inside;
use crate::check::man::at;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::Algorithm;
use crate::manifest::{Group, ManifestRead, Member};
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "what a package says of itself in its group is what it holds",
    raises: &[&OWN],
    run: Run::Ours(run),
};

static OWN: Code = Code {
    id: "GRP-010",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1, group",
    title: "What a package says of itself or of its group is not what it holds.",
    explanation: "A package of a group lists all packages of it by number, each with its name, \
        its numbers of records, bytes and messages, and the digest of its list of records. Its own \
        line must be true, and what its counts give to the other packages must be theirs.",
    remedy: "Ask the sender for the package as consign wrote it.",
};

/// Compares what is said with what is so, on the line of an element.
struct Compare<'f> {
    findings: &'f mut Findings,
    node: &'f Node,
}

impl Compare<'_> {
    fn same(&mut self, what: &str, wanted: impl ToString, found: impl ToString) {
        let (wanted, found) = (wanted.to_string(), found.to_string());
        if wanted != found {
            let finding = at(&OWN, self.node).expected(wanted).found(found);
            self.findings.push(finding.detail(what));
        }
    }
}

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let group = Group::read(manifest);
    if let Some(node) = manifest.part("counts") {
        let wanted = group.as_ref().map_or(0, Group::elsewhere);
        let mut compare = Compare { findings, node };
        let found = manifest.count("elsewhere");
        compare.same("messages in other packages", wanted, found);
    }
    if let (Some(group), Some(node)) = (group, manifest.part("group")) {
        let mut compare = Compare { findings, node };
        numbers(&group, &mut compare);
        match group.own() {
            Some(own) => line(inside, manifest, own, &mut compare),
            None => compare.same("its own line", group.number, "none"),
        }
    }
    Ok(())
}

/// The packages are numbered one after the other, and there are at least two.
fn numbers(group: &Group, compare: &mut Compare<'_>) {
    let joined = |numbers: Vec<String>| numbers.join(" ");
    let numbers = group.members.iter().map(|member| member.number.to_string());
    let wanted = (1..=group.members.len()).map(|number| number.to_string());
    compare.same(
        "numbers of the packages",
        joined(wanted.collect()),
        joined(numbers.collect()),
    );
    compare.same("of", group.members.len(), group.of);
    if group.members.len() < 2 {
        compare.same("packages of a group", "2 or more", group.members.len());
    }
}

/// The line of the package itself is true.
fn line(inside: &Inside<'_>, manifest: &ManifestRead, own: &Member, compare: &mut Compare<'_>) {
    let payload = || inside.package.payload();
    let sizes = payload().map(|file| file.size);
    compare.same("package", manifest.root.attribute("package"), &own.package);
    compare.same("records", payload().count(), own.records);
    compare.same("bytes", sizes.fold(0, u64::saturating_add), own.bytes);
    compare.same("messages", manifest.count("transferred"), own.messages);
    let name = ManifestName::new(ManifestKind::Payload, Algorithm::Sha256).to_string();
    if let Some(fixity) = inside.fixity(&name) {
        compare.same("payload", fixity.sha256, &own.payload);
    }
}
