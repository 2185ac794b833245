//! Whether the package names itself, its maker, those who signed, and its sources as it must.

use std::collections::BTreeMap;

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::ManifestRead;
use crate::package::OWN_PROFILE;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "the package is signed off, and names itself, its maker and its sources",
    raises: &[&SIGN_OFFS, &NAME, &SOURCES, &AGENT],
    run: Run::Ours(run),
};

static SIGN_OFFS: Code = Code {
    id: "MAN-015",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The package is not signed off by those who must sign it.",
    explanation: "The selection is signed by two different posts, the sensitivity review by one, \
        each once. Without both nobody has taken responsibility for what is transferred.",
    remedy: "Do not accept the package; ask the sender to sign it off.",
};

static NAME: Code = Code {
    id: "MAN-016",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The package has another name than its deposit manifest says.",
    explanation: "The bag's folder has the name of the package. It was renamed, or the manifest \
        is that of another package.",
    remedy: "Ask the sender which of the two it is.",
};

static SOURCES: Code = Code {
    id: "MAN-017",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The custodial history and the sources do not go together.",
    explanation: "Each export stands once among the sources, and the history of custody says of \
        each of these and no others how it was made and how it was taken over. Otherwise nobody \
        can tell where the records came from.",
    remedy: "Ask the sender for the history of each export.",
};

static AGENT: Code = Code {
    id: "MAN-018",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "The deposit manifest was made by another program, or by other rules.",
    explanation: "Packages with a deposit manifest are made by consign, and held to rules that \
        this version knows. What another program means by the same words is not known.",
    remedy: "Ask the sender how the package was made; a later version of consign may know it.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    sign_offs(manifest, findings);
    sources(manifest, findings);
    let (named, base) = (manifest.root.attribute("package"), inside.package.base());
    // A folder that was unpacked can have any name: inside itself it has none.
    if !base.is_empty() && base.strip_suffix('/') != Some(named) {
        let finding = at(&NAME, &manifest.root).expected(named);
        findings.push(finding.found(base.trim_end_matches('/')));
    }
    let agent = manifest.part("agent");
    for (node, attribute, known) in [
        (agent, "name", &["consign"][..]),
        (Some(&manifest.root), "profile", &[OWN_PROFILE][..]),
    ] {
        let Some(node) = node else { continue };
        let says = node.attribute(attribute);
        if !known.contains(&says) {
            let finding = at(&AGENT, node).expected(known.join(", "));
            findings.push(finding.found(says));
        }
    }
    Ok(())
}

fn sign_offs(manifest: &ManifestRead, findings: &mut Findings) {
    let Some(sign_offs) = manifest.part("signOffs") else {
        return;
    };
    for of in ["selection", "sensitivity"] {
        let all: Vec<&Node> = sign_offs
            .all("signOff")
            .filter(|node| node.attribute("of") == of)
            .collect();
        let [node] = all[..] else {
            let finding = at(&SIGN_OFFS, sign_offs).expected("1");
            let found = all.len();
            findings.push(
                finding
                    .found(found)
                    .detail(format!("sign-offs of the {of}")),
            );
            continue;
        };
        let (by, second) = (node.attribute("by"), node.attribute("second"));
        if of == "selection" && (second.is_empty() || second.eq_ignore_ascii_case(by)) {
            let finding = at(&SIGN_OFFS, node).expected("two different posts");
            findings.push(finding.found(format!("{by}; {second}")));
        }
        if chrono::DateTime::parse_from_rfc3339(node.attribute("at")).is_err() {
            findings.push(at(&SIGN_OFFS, node).found(node.attribute("at")));
        }
    }
}

fn sources(manifest: &ManifestRead, findings: &mut Findings) {
    let mut named = BTreeMap::new();
    let sources = manifest.part("sources").map(|sources| &sources.children);
    for source in sources.into_iter().flatten() {
        let name = source.attribute("ref");
        if named.insert(name, (source, Vec::new())).is_some() {
            findings.push(at(&SOURCES, source).found(name).detail("stands twice"));
        }
    }
    let custody = manifest.part("custody").map(|custody| &custody.children);
    for event in custody.into_iter().flatten() {
        let name = event.attribute("source");
        match named.get_mut(name) {
            Some((_, events)) => events.push(event.attribute("type")),
            None if event.name == "event" => {
                findings.push(at(&SOURCES, event).found(name).detail("is no source"));
            }
            None => {}
        }
    }
    for (name, (source, mut events)) in named {
        events.sort_unstable();
        if events != ["cap", "tra"] {
            let finding = at(&SOURCES, source).expected("one event cap, one tra");
            findings.push(finding.found(events.join(", ")).detail(name));
        }
    }
}
