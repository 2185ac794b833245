//! Whether a file of participants lists the people whom its transcript names, and no others.

use std::collections::BTreeSet;

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::trn::Transcript;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::participants::ParticipantsRead;

pub const CHECK: Check = Check {
    name: "every file of participants lists those whom its transcript names, and no others",
    raises: &[&KEYS, &SAYS],
    run: Run::Ours(run),
};

static KEYS: Code = Code {
    id: "PAR-005",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants leaves out somebody whom its transcript names, or lists somebody \
        else.",
    explanation: "It tells of each person whom the transcript names, once, and of nobody besides: \
        who wrote nothing that is transferred has no place in a package.",
    remedy: "Ask the sender who it is, and whether the file may be received at all.",
};

static SAYS: Code = Code {
    id: "PAR-006",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants says something else of a person than its transcript.",
    explanation: "Name, post and number of messages of each person stand in both and must agree. \
        With two accounts of a person nobody knows whose label this is.",
    remedy: "Ask the sender which of the two is right.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.people);
    Ok(())
}

pub fn findings(path: &str, read: &ParticipantsRead, of: Option<&Transcript>) -> Findings {
    let mut few = Few::new(path);
    let Some(transcript) = of else {
        return few.close();
    };
    let mut listed = BTreeSet::new();
    for person in &read.people {
        let key = person.attribute("key");
        if !listed.insert(key) {
            few.on_line(&KEYS, person.line, |finding| {
                finding.found(key).detail("stands twice")
            });
        }
        let Some(named) = transcript.named.get(key) else {
            few.on_line(&KEYS, person.line, |finding| {
                finding
                    .found(key)
                    .detail("the transcript does not name them")
            });
            continue;
        };
        for (attribute, wanted) in [
            ("name", named.name.clone()),
            ("post", named.post.clone()),
            ("messages", named.messages.to_string()),
        ] {
            let says = person.attribute(attribute);
            if says != wanted {
                few.on_line(&SAYS, person.line, |finding| {
                    let detail = format!("{attribute} of {key}");
                    finding.expected(wanted).found(says).detail(detail)
                });
            }
        }
    }
    for key in transcript.named.keys() {
        if !listed.contains(key.as_str()) {
            few.on_line(&KEYS, read.root.line, |finding| {
                finding.expected(key).detail("the transcript names them")
            });
        }
    }
    few.close()
}
