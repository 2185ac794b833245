//! Whether the deposit manifest and the transcripts say the same of the exports, and of what each
//! transcript is.

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::ManifestRead;
use crate::place::Place;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "the deposit manifest and the transcripts say the same of the exports",
    raises: &[&DESCRIPTION, &EXPORT, &ORIGIN],
    run: Run::Ours(run),
};

static DESCRIPTION: Code = Code {
    id: "MAN-022",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A transcript describes itself in other words than the deposit manifest does.",
    explanation: "The transferring body approved one description of each record. The transcript \
        carries it for those who have nothing else, and the manifest for those who look for it.",
    remedy: "Ask the sender which of the two was approved.",
};

static EXPORT: Code = Code {
    id: "MAN-023",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A transcript tells something else of its export than the deposit manifest does.",
    explanation: "When the export was made, by whom, and what is missing from it stands in each \
        transcript, and in the deposit manifest with its source. The source that the transcript \
        names differs there in one of the three.",
    remedy: "Ask the sender from which export the transcript was made.",
};

static ORIGIN: Code = Code {
    id: "MAN-024",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A transcript is of another body, creator, series or source than the deposit manifest.",
    explanation: "A transcript can be all that somebody has: it says whose record it is, and from \
        which export of the transfer it was read, as the manifest does.",
    remedy: "Ask the sender to which transfer the transcript belongs.",
};

/// What is stated of an export: when it was made, by whom, and its gaps.
type Export<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>);

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let records = inside.records();
    for transcript in inside.transcripts.iter().filter(|t| t.is_whole) {
        let told = &transcript.told;
        if let Some(record) = records.get(transcript.path.as_str()) {
            let says = record.child("description").map(Node::string);
            let says = says.unwrap_or_default();
            if says != told.description {
                let finding = at(&DESCRIPTION, record).expected(says);
                findings.push(finding.found(&told.description).detail(&transcript.path));
            }
        }
        let source = &told.origin[3];
        let wanted = origin(manifest, source);
        if wanted.as_ref() != Some(&told.origin) {
            let finding = Finding::new(&ORIGIN, Place::file(&transcript.path));
            let expected = wanted.map_or("a source of the manifest".to_owned(), |w| w.join("; "));
            findings.push(finding.expected(expected).found(told.origin.join("; ")));
        }
        let gaps = told.gaps.iter();
        let export: Export<'_> = (
            or_not_known(&told.exported.0),
            or_not_known(&told.exported.1),
            gaps.map(|(code, count)| (code.as_str(), count.as_str()))
                .collect(),
        );
        // Where the manifest has no such source, that is the finding.
        let stated = stated(manifest, source);
        if let Some(stated) = stated.filter(|stated| *stated != export) {
            let finding = Finding::new(&EXPORT, Place::file(&transcript.path));
            findings.push(finding.expected(words(&stated)).found(words(&export)));
        }
    }
    Ok(())
}

/// Returns what transcripts of a source say of their origin; nothing where there is no such source.
fn origin(manifest: &ManifestRead, source: &str) -> Option<[String; 4]> {
    let mut sources = manifest.part("sources")?.all("source");
    sources.find(|node| node.attribute("ref") == source)?;
    let transfer = manifest.part("transfer");
    let said = |name| {
        let node = transfer.and_then(|transfer| transfer.child(name));
        node.map(Node::string).unwrap_or_default()
    };
    Some([
        said("transferringBody"),
        said("creator"),
        said("series"),
        source.to_owned(),
    ])
}

/// Returns what the deposit manifest states of the export that is this source.
fn stated<'a>(manifest: &'a ManifestRead, name: &str) -> Option<Export<'a>> {
    let mut sources = manifest.part("sources")?.all("source");
    let source = sources.find(|node| node.attribute("ref") == name)?;
    let mut events = manifest.part("custody")?.all("event");
    let made =
        events.find(|event| event.attribute("type") == "cap" && event.attribute("source") == name);
    let made = |attribute| made.map_or("not stated", |event| event.attribute(attribute));
    let gaps = source.all("gap");
    let gaps = gaps.map(|gap| (gap.attribute("code"), gap.attribute("count")));
    Some((made("date"), made("by"), gaps.collect()))
}

fn or_not_known(text: &str) -> &str {
    if text.is_empty() { "not known" } else { text }
}

fn words((date, by, gaps): &Export<'_>) -> String {
    let gaps = gaps.iter().map(|(code, count)| format!(", {code} {count}"));
    format!("made on {date} by {by}{}", gaps.collect::<String>())
}
