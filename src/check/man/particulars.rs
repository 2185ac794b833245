//! Whether what the deposit manifest says of each record is what the record is.

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "every record has the size, digests and messages that the deposit manifest states",
    raises: &[&FIXITY, &CONTENT, &PART_OF],
    run: Run::Ours(run),
};

static FIXITY: Code = Code {
    id: "MAN-006",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A record does not have the size or the digest that the deposit manifest states.",
    explanation: "The record, or what the manifest says of it, was changed after the package was \
        made; the bag's own manifests may have been written again to hide it.",
    remedy: "Ask the sender for another copy of the record.",
};

static CONTENT: Code = Code {
    id: "MAN-008",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A record does not hold the messages that the deposit manifest states.",
    explanation: "The manifest gives the number of messages of each transcript and the root of \
        their digests, how often each attachment is carried, and of how many messages a file of \
        participants tells. The record holds others.",
    remedy: "Ask the sender for another copy of the record.",
};

static PART_OF: Code = Code {
    id: "MAN-019",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A transcript is of another batch, or cut in another way, than the deposit manifest says.",
    explanation: "All transcripts of a package are of its batch, and cut into parts by its rule. \
        This one comes from another package, or one of the two was changed.",
    remedy: "Ask the sender which batch the transcript belongs to.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    for node in &manifest.records {
        fixity(inside, node, findings);
        content(inside, node, findings);
    }
    let part = |name: &str, element: &str| {
        let parent = manifest.part(name)?;
        parent.child(element).map(Node::string)
    };
    let batch = part("transfer", "batchReference").unwrap_or_default();
    let arrangement = manifest.part("arrangement");
    let cut = arrangement.map_or("", |arrangement| arrangement.attribute("cut"));
    for transcript in inside.transcripts.iter().filter(|t| t.is_whole) {
        for (what, wanted, found) in [
            ("batch", batch.as_str(), transcript.root.attribute("batch")),
            ("cut", cut, &transcript.cut),
        ] {
            if wanted != found {
                let place = crate::place::Place::file(&transcript.path);
                let finding = crate::check::Finding::new(&PART_OF, place);
                findings.push(finding.expected(wanted).found(found).detail(what));
            }
        }
    }
    Ok(())
}

fn fixity(inside: &Inside<'_>, node: &Node, findings: &mut Findings) {
    let path = node.attribute("path");
    let Some(there) = inside.fixity(path) else {
        return;
    };
    for (attribute, there) in [
        ("size", there.size.to_string()),
        ("sha256", there.sha256.to_string()),
        ("sha512", there.sha512.to_string()),
    ] {
        let says = node.attribute(attribute);
        if says != there {
            let finding = at(&FIXITY, node).expected(says).found(there);
            findings.push(finding.detail(format!("{attribute} of {path}")));
        }
    }
}

fn content(inside: &Inside<'_>, node: &Node, findings: &mut Findings) {
    let path = node.attribute("path");
    let mut differ = |attribute: &str, there: String| {
        let says = node.attribute(attribute);
        if says != there {
            let finding = at(&CONTENT, node).expected(says).found(there);
            findings.push(finding.detail(format!("{attribute} of {path}")));
        }
    };
    if node.attribute("role") == "transcript" {
        if let Some(transcript) = inside.transcript(path) {
            differ("messages", transcript.messages.to_string());
            differ("root", transcript.digests_root.to_string());
        }
        return;
    }
    // Only a transcript has a root; that no transcript carries it has a finding of its own.
    differ("root", String::new());
    if node.attribute("role") == "participants" {
        if let Some(transcript) = inside.listed(path) {
            differ("messages", transcript.messages.to_string());
        }
    } else if let Some(carried) = inside.carried(path) {
        differ("messages", carried.times.to_string());
    }
}
