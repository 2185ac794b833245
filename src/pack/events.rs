//! The list of acts that travels in a package.

use crate::fixity::Sha256Digest;
use crate::journal::{Act, Entry, Purpose};
use crate::package::events::{self, Event};
use crate::review::Sheets;

const INFALLIBLE: &str = "a CSV in memory can be written";

/// Returns `events.csv`: every act up to the last sign-off by code, words, posts, time and number,
/// and the hash of the journal's line with which it ends. Acts on single messages are added up by post.
pub fn events_csv(entries: &[Entry], head: Sha256Digest) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(events::COLUMNS).expect(INFALLIBLE);
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
            let Event { code, what, unit } = event;
            let row = [code, what, &entry.by, second, &at, &count, unit, replayed];
            csv.write_record(row).expect(INFALLIBLE);
        }
    }
    let Event { code, what, unit } = events::JOURNAL_HEAD;
    let row = [code, what, "", "", "", &head.to_string(), unit, ""];
    csv.write_record(row).expect(INFALLIBLE);
    csv.into_inner().expect(INFALLIBLE)
}

/// Returns what is told of an act: its kind, the second post, and a count. `decided` is how many
/// decisions about single messages follow each other.
fn told<'a>(entry: &'a Entry, sheets: &Sheets<'_>, decided: u64) -> Vec<(Event, &'a str, u64)> {
    let one = match &entry.act {
        Act::Begun { .. } => (events::BATCH_BEGUN, "", 1),
        Act::SourceAdded { messages, .. } => (events::SOURCE_ADDED, "", *messages),
        Act::Selected { .. } => (events::RULES_APPLIED, "", 1),
        Act::Decided(_) => (events::MESSAGE_DECIDED, "", decided),
        Act::Asked(sheet) => (asked(sheet.purpose), "", sheet.rows),
        Act::Answered(answered) => {
            let answers = answered.answers.len() as u64;
            return match sheets.purpose(&answered.sheet) {
                Some(Purpose::Sample) => vec![
                    (events::SAMPLE_ANSWERED, "", answers + answered.agreed),
                    (events::SAMPLE_WRONG, "", answers),
                ],
                Some(Purpose::SecondLook) => vec![(events::SECOND_LOOK_ANSWERED, "", answers)],
                Some(Purpose::Review) | None => vec![(events::REVIEW_SHEET_ANSWERED, "", answers)],
            };
        }
        Act::CopiesStated { second_post, .. } => (events::COPIES_STATED, second_post.as_str(), 1),
        Act::Undone { second, .. } => (events::DECISION_UNDONE, second.as_str(), 1),
        Act::SelectionSigned {
            second,
            not_selected,
            outside,
            ..
        } => (
            events::SELECTION_SIGNED,
            second.as_str(),
            not_selected + outside,
        ),
        Act::SensitivitySigned { .. } => (events::SENSITIVITY_SIGNED, "", 1),
        Act::EvidenceKept { .. } => (events::SIGNED_COPY_KEPT, "", 1),
        Act::Built { .. } => (events::PACKAGE_BUILT, "", 1),
    };
    vec![one]
}

fn asked(purpose: Purpose) -> Event {
    match purpose {
        Purpose::Review => events::REVIEW_SHEET_WRITTEN,
        Purpose::SecondLook => events::SECOND_LOOK_DRAWN,
        Purpose::Sample => events::SAMPLE_DRAWN,
    }
}
