//! Whether records are related to each other as transcripts say.

use std::collections::BTreeMap;

use super::at;
use crate::check::inside::{Inside, below_data};
use crate::check::trn::Transcript;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::{Group, Related};
use crate::package::layout::{self, record_name};
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "records are related to each other as the transcripts say",
    raises: &[&TARGET, &INCOMPLETE],
    run: Run::Ours(run),
};

static TARGET: Code = Code {
    id: "MAN-013",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A relationship of a record leads to a record that is not listed, or of another kind.",
    explanation: "An attachment and a file of participants belong to a transcript, and the next \
        part is a transcript, as is what holds copies. All are records of this package, but for \
        copies that another package of the group holds, which is named then.",
    remedy: "Ask the sender which record is meant.",
};

static INCOMPLETE: Code = Code {
    id: "MAN-014",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A record is not related to the records to which its transcript ties it.",
    explanation: "Every attachment is tied to the one transcript whose messages carry it, every file \
        of participants to the transcript whose people it lists, every part to the next, and every \
        transcript to those that hold copies of its messages, with how many. Without the tie nobody \
        finds the message that a picture belongs to, or what another telephone shows of it.",
    remedy: "Ask the sender what the record belongs to.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let records = inside.records();
    let group = inside.manifest().and_then(Group::read);
    let is_elsewhere = |package: &str| {
        let others = group.iter().flat_map(|group| {
            let others = group.members.iter();
            others.filter(|member| member.number != group.number)
        });
        others.into_iter().any(|member| member.package == package)
    };
    for (path, record) in &records {
        let mut stated = Vec::new();
        for node in record.all("relationship") {
            let tie = Tie::read(node);
            let fits = match tie.package.as_str() {
                "" => records
                    .get(tie.target.as_str())
                    .is_some_and(|target| target.attribute("role") == "transcript"),
                package => is_elsewhere(package) && !records.contains_key(tie.target.as_str()),
            };
            if !fits {
                let finding = at(&TARGET, node).found(&tie.target);
                findings.push(finding.detail(format!("{} of {path}", tie.kind)));
            }
            stated.push(tie);
        }
        let Some(mut wanted) = wanted(inside, path, record) else {
            continue;
        };
        stated.sort();
        // In which package of a group another transcript lies, all its packages together tell.
        for tie in &mut wanted {
            let same = |stated: &&Tie| (&stated.kind, &stated.target) == (&tie.kind, &tie.target);
            let is_here = records.contains_key(tie.target.as_str());
            if let Some(stated) = stated.iter().find(same).filter(|_| !is_here) {
                tie.package.clone_from(&stated.package);
            }
        }
        wanted.sort();
        if stated != wanted {
            let finding = at(&INCOMPLETE, record).expected(words(&wanted));
            findings.push(finding.found(words(&stated)).detail(*path));
        }
    }
    Ok(())
}

/// How a record is tied to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tie {
    kind: String,
    target: String,
    messages: String,
    package: String,
}

impl Tie {
    fn to(kind: Related, target: String) -> Tie {
        Tie {
            kind: kind.word().to_owned(),
            target,
            messages: String::new(),
            package: String::new(),
        }
    }

    fn read(node: &Node) -> Tie {
        let [kind, target, messages, package] =
            ["type", "target", "messages", "package"].map(|name| node.attribute(name).to_owned());
        Tie {
            kind,
            target,
            messages,
            package,
        }
    }
}

fn words(all: &[Tie]) -> String {
    let each = all.iter().map(|tie| {
        let more = [("messages", &tie.messages), ("package", &tie.package)];
        let more = more.iter().filter(|(_, said)| !said.is_empty());
        let more: Vec<String> = more
            .map(|(name, said)| format!(", {name} {said}"))
            .collect();
        format!("{} {}{}", tie.kind, tie.target, more.concat())
    });
    let all: Vec<_> = each.collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join("; ")
    }
}

/// Returns the relationships that a record should have; nothing where that is not known, because
/// its transcript has findings of its own.
fn wanted(inside: &Inside<'_>, path: &str, record: &Node) -> Option<Vec<Tie>> {
    let name = record_name(below_data(path))?;
    let path_of = |part| {
        let transcript = layout::transcript(name.batch, name.chat, part);
        format!("{}{transcript}", crate::bag::PAYLOAD)
    };
    let mut wanted = Vec::new();
    if record.attribute("role") == "transcript" {
        let transcript = inside.transcript(path)?;
        let next = transcript.root.attribute("next");
        // The next part may be in another package of the group, and relationships stay in one.
        let is_group = inside.manifest()?.part("group").is_some();
        let is_here = inside.package.file(&path_of(next)).is_some();
        if !next.is_empty() && (is_here || !is_group) {
            wanted.push(Tie::to(Related::NextPart, path_of(next)));
        }
        wanted.extend(copies(name.batch, transcript));
        return Some(wanted);
    }
    let transcript = path_of(name.part);
    if record.attribute("role") == "participants" {
        return Some(vec![Tie::to(Related::ParticipantsOf, transcript)]);
    }
    inside.transcript(&transcript)?;
    if inside.carried(path).is_some() {
        wanted.push(Tie::to(Related::AttachmentOf, transcript));
        return Some(wanted);
    }
    // No message carries it: whatever is stated, something is wrong.
    let carrier = "a transcript whose messages carry it".to_owned();
    wanted.push(Tie::to(Related::AttachmentOf, carrier));
    Some(wanted)
}

/// Returns the ties of a transcript to those that hold copies of its messages.
fn copies(batch: &str, transcript: &Transcript) -> Vec<Tie> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for copy in &transcript.linked.copies {
        *counts.entry(transcript.linked.of_copy(copy)).or_default() += 1;
    }
    let ties = counts.into_iter().map(|(file, count)| {
        let chat = file.split('_').next().unwrap_or_default();
        let path = format!("{}{batch}/{chat}/{file}", crate::bag::PAYLOAD);
        Tie {
            messages: count.to_string(),
            ..Tie::to(Related::CopyOf, path)
        }
    });
    ties.collect()
}
