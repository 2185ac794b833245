//! The list of acts that travels in a package.

use crate::fixity::Sha256Digest;
use crate::journal::{Act, Entry, Purpose};
use crate::review::Sheets;

const INFALLIBLE: &str = "a CSV in memory can be written";

/// Returns `events.csv`: every act up to the last sign-off by code, post, time and count, and the
/// hash of the journal's line with which it ends. Acts on single messages are added up by post.
pub fn events_csv(entries: &[Entry], head: Sha256Digest) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["event", "by", "second", "at", "count", "replayed"])
        .expect(INFALLIBLE);
    let sheets = Sheets::of(entries);
    let mut rest = entries;
    while let Some((entry, behind)) = rest.split_first() {
        let mut count = 1;
        let mut last = entry;
        rest = behind;
        while let (Act::Decided(_), Some((next, behind))) = (&entry.act, rest.split_first()) {
            if !matches!(next.act, Act::Decided(_)) || next.by != entry.by {
                break;
            }
            count += 1;
            last = next;
            rest = behind;
        }
        for (event, second, count) in told(entry, &sheets, count) {
            let at = last.at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let count = count.to_string();
            let replayed = if entry.replayed { "yes" } else { "no" };
            csv.write_record([event, &entry.by, second, &at, &count, replayed])
                .expect(INFALLIBLE);
        }
    }
    csv.write_record(["journal-head", "", "", "", &head.to_string(), ""])
        .expect(INFALLIBLE);
    csv.into_inner().expect(INFALLIBLE)
}

/// Returns what is told of an act: its code, the second post, and a count. `decided` is how many
/// decisions about single messages follow each other.
fn told<'a>(
    entry: &'a Entry,
    sheets: &Sheets<'_>,
    decided: u64,
) -> Vec<(&'static str, &'a str, u64)> {
    let one = match &entry.act {
        Act::Begun { .. } => ("batch-begun", "", 1),
        Act::SourceAdded { messages, .. } => ("source-added", "", *messages),
        Act::Selected { .. } => ("rules-applied", "", 1),
        Act::Decided(_) => ("message-decided", "", decided),
        Act::Asked(asked) => (asked_code(asked.purpose), "", asked.rows),
        Act::Answered(answered) => {
            let answers = answered.answers.len() as u64;
            return match sheets.purpose(&answered.sheet) {
                Some(Purpose::Sample) => vec![
                    ("sample-answered", "", answers + answered.agreed),
                    ("sample-wrong", "", answers),
                ],
                Some(Purpose::SecondLook) => vec![("second-look-answered", "", answers)],
                Some(Purpose::Review) | None => vec![("review-sheet-answered", "", answers)],
            };
        }
        Act::Undone { second, .. } => ("decision-undone", second.as_str(), 1),
        Act::SelectionSigned {
            second,
            not_selected,
            outside,
            ..
        } => ("selection-signed", second.as_str(), not_selected + outside),
        Act::SensitivitySigned { .. } => ("sensitivity-signed", "", 1),
        Act::EvidenceKept { .. } => ("signed-copy-kept", "", 1),
        Act::Built { .. } => ("package-built", "", 1),
    };
    vec![one]
}

fn asked_code(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Review => "review-sheet-written",
        Purpose::SecondLook => "second-look-drawn",
        Purpose::Sample => "sample-drawn",
    }
}
