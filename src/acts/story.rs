//! The acts about one message, in their order: who did what, when and why.

use chrono::{DateTime, Utc};

use super::{ActError, Loaded};
use crate::batch::read_bytes;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Entry, Purpose};
use crate::message::MessageId;
use crate::review::{Sheets, undone_lines};

/// An act about a message, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ToldAct {
    /// The number of its line in the journal.
    pub line: u64,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// The post that did it.
    pub by: String,
    /// A second post; empty where there is none.
    pub second: String,
    /// What was done, in words.
    pub what: String,
    /// Why, in the person's words; empty where none is given.
    pub because: String,
    /// Whether a later act took its place.
    pub replaced: bool,
}

/// What an act says of a message.
struct About {
    what: String,
    second: String,
    because: Option<Sha256Digest>,
    decides: bool,
}

/// Returns every act about a message, those that a later one replaced too.
///
/// # Errors
/// When a reason cannot be read.
pub fn story(loaded: &Loaded, id: &MessageId) -> Result<Vec<ToldAct>, ActError> {
    let entries = loaded.journal.entries();
    let (sheets, undone) = (Sheets::of(entries), undone_lines(entries));
    let mut told = Vec::new();
    let mut deciding = Vec::new();
    for entry in entries {
        let Some(mut about) = about(entry, id, &sheets, entries) else {
            continue;
        };
        match undone.get(&entry.n) {
            Some(by) => about.what += &format!(" (taken back by line {by})"),
            None if about.decides => deciding.push(told.len()),
            None => {}
        }
        told.push(ToldAct {
            line: entry.n,
            at: entry.at,
            by: entry.by.clone(),
            second: about.second,
            what: about.what,
            because: because(loaded, about.because)?,
            replaced: false,
        });
    }
    deciding.pop();
    for index in deciding {
        told[index].replaced = true;
    }
    Ok(told)
}

/// Returns what an act says of a message; nothing when it is not about it. Every act that decides
/// about messages, or takes a decision back, has its line here.
fn about(entry: &Entry, id: &MessageId, sheets: &Sheets<'_>, entries: &[Entry]) -> Option<About> {
    let plain = |what: String, second: &str| About {
        what,
        second: second.to_owned(),
        because: None,
        decides: false,
    };
    match &entry.act {
        Act::SourceAdded { source, .. } if source.id == id.source => Some(plain(
            format!("added the export that holds it, as {}", source.id),
            "",
        )),
        Act::Selected { .. } => Some(plain("applied the rules".to_owned(), "")),
        Act::Decided(decision) if decision.id == id.to_string() => Some(About {
            what: format!("decided: {}", decision.decision.word()),
            second: decision.second.clone(),
            because: Some(decision.because),
            decides: true,
        }),
        Act::Answered(answered) => {
            let mut answers = answered.answers.iter().chain(&answered.copies);
            let answer = answers.find(|answer| answer.id == id.to_string())?;
            let (how, decides) = match sheets.purpose(&answered.sheet) {
                Some(Purpose::SecondLook) => ("looked at it again, and said", false),
                Some(Purpose::Sample) => ("found it wrong in a sample, and decided", true),
                Some(Purpose::Review) | None => ("decided", true),
            };
            Some(About {
                what: format!(
                    "{how}: {} (sheet {})",
                    answer.decision.word(),
                    answered.sheet
                ),
                second: answer.second.clone(),
                because: Some(answer.because),
                decides,
            })
        }
        Act::Undone {
            line,
            because,
            second,
        } => {
            let undone = entries.iter().find(|earlier| earlier.n == *line)?;
            about(undone, id, sheets, entries)?;
            Some(About {
                what: format!("took back line {line}"),
                second: second.clone(),
                because: Some(*because),
                decides: false,
            })
        }
        Act::SelectionSigned { second, .. } => {
            Some(plain("signed off the selection".to_owned(), second))
        }
        Act::SensitivitySigned { .. } => {
            Some(plain("signed off the sensitivity review".to_owned(), ""))
        }
        _ => None,
    }
}

/// Returns a reason from `remarks`, where each lies in a file named by its hash.
fn because(loaded: &Loaded, remark: Option<Sha256Digest>) -> Result<String, ActError> {
    let Some(remark) = remark else {
        return Ok(String::new());
    };
    let path = loaded.inputs.batch.remarks().join(format!("{remark}.txt"));
    if !path.exists() {
        return Ok(format!("(its reason is missing: remarks/{remark}.txt)"));
    }
    let bytes = read_bytes(&path)?;
    if sha256(&bytes) != remark {
        return Ok(format!(
            "(its reason was changed after it was given: remarks/{remark}.txt no longer has the hash that is its name)"
        ));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
