//! Whether a file of participants belongs to the transcript beside which it lies.

use super::report;
use crate::check::few::{Few, of_path};
use crate::check::inside::Inside;
use crate::check::trn::Transcript;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::layout;
use crate::participants::ParticipantsRead;
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "every file of participants is of the part that its path says, and of its export",
    raises: &[&PATH, &COVERING],
    run: Run::Ours(run),
};

static PATH: Code = Code {
    id: "PAR-003",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants says that it is of another part than its path says.",
    explanation: "Batch, conversation and part stand in the path and in the file, and must \
        agree. The file was renamed, or put in the place of another.",
    remedy: "Ask the sender which of the two it is.",
};

static COVERING: Code = Code {
    id: "PAR-004",
    severity: Severity::Error,
    clause: "consign's file of participants 0.1",
    title: "A file of participants has other dates, another number of messages, another app or export \
        than its transcript.",
    explanation: "The labels are those of one transcript, whose dates, messages and app the file \
        repeats, and its export is one that the deposit manifest lists. Here they differ, so the \
        labels can be those of other messages.",
    remedy: "Ask the sender which transcript the file belongs to.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.place);
    let sources = inside
        .manifest()
        .and_then(|manifest| manifest.part("sources"));
    let Some(sources) = sources else {
        return Ok(());
    };
    for file in &inside.participants {
        let Some((name, line)) = &file.source else {
            continue;
        };
        if !sources.all("source").any(|s| s.attribute("ref") == name) {
            let finding = Finding::new(&COVERING, Place::line(&file.path, *line));
            let detail = "no export of the deposit manifest has this name";
            findings.push(finding.found(name).detail(detail));
        }
    }
    Ok(())
}

pub fn findings(path: &str, read: &ParticipantsRead, of: Option<&Transcript>) -> Findings {
    let mut few = Few::new(path);
    of_path(&mut few, &read.root, &PATH, layout::participants);
    let Some(transcript) = of else {
        return few.close();
    };
    let (first, last) = transcript.dates.unzip();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    for (element, attribute, there) in [
        ("covering", "first", day(first)),
        ("covering", "last", day(last)),
        (
            "covering",
            "messages",
            Some(transcript.messages.to_string()),
        ),
        ("source", "platform", Some(transcript.platform.clone())),
    ] {
        if let (Some(node), Some(there)) = (read.head(element), there) {
            let says = node.attribute(attribute);
            if says != there {
                few.on_line(&COVERING, node.line, |finding| {
                    finding.expected(there).found(says).detail(attribute)
                });
            }
        }
    }
    few.close()
}
