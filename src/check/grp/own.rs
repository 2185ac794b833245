//! Whether what a package says of itself in its group is what it is.

use crate::bag::{ManifestKind, ManifestName};
use crate::check::inside::Inside;
use crate::check::man::at;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::fixity::Algorithm;
use crate::manifest::Group;

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

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let group = Group::read(manifest);
    let mut differ = |node, what: &str, wanted: String, found: String| {
        if wanted != found {
            let finding = at(&OWN, node).expected(wanted).found(found);
            findings.push(finding.detail(what));
        }
    };
    let n = |count: u64| count.to_string();
    if let Some(counts) = manifest.part("counts") {
        let elsewhere = group.as_ref().map_or(0, Group::elsewhere);
        let stated = manifest.count("elsewhere");
        differ(
            counts,
            "messages in other packages",
            n(elsewhere),
            n(stated),
        );
    }
    let (Some(group), Some(node)) = (group, manifest.part("group")) else {
        return Ok(());
    };
    let numbers: Vec<String> = group
        .members
        .iter()
        .map(|member| n(member.number))
        .collect();
    let wanted: Vec<String> = (1..).take(numbers.len()).map(n).collect();
    differ(
        node,
        "numbers of the packages",
        wanted.join(" "),
        numbers.join(" "),
    );
    differ(node, "of", n(numbers.len() as u64), n(group.of));
    if numbers.len() < 2 {
        differ(
            node,
            "packages of a group",
            "2 or more".to_owned(),
            n(group.of),
        );
    }
    let Some(own) = group.own() else {
        let found = format!("none with the number {}", group.number);
        differ(node, "its own line", "1".to_owned(), found);
        return Ok(());
    };
    let sizes = inside.package.payload().map(|file| file.size);
    let package = manifest.root.attribute("package").to_owned();
    differ(node, "package", package, own.package.clone());
    let records = inside.package.payload().count() as u64;
    differ(node, "records", n(records), n(own.records));
    let bytes = sizes.fold(0, u64::saturating_add);
    differ(node, "bytes", n(bytes), n(own.bytes));
    differ(
        node,
        "messages",
        n(manifest.count("transferred")),
        n(own.messages),
    );
    let name = ManifestName::new(ManifestKind::Payload, Algorithm::Sha256).to_string();
    if let Some(fixity) = inside.fixity(&name) {
        differ(
            node,
            "payload",
            fixity.sha256.to_string(),
            own.payload.clone(),
        );
    }
    Ok(())
}
