//! Finds a text in the sources: in the words of messages, and in the lines that belong to none.
//!
//! Compared is what matching compares, folded words and signs, and any run of white space counts as
//! one space: a text that was copied over the end of a line is found.

use std::ops::{ControlFlow, Range};

use super::desk::read_again;
use super::ledger::decided_by;
use super::rows::SourceAppraised;
use super::{Appraisal, AppraisalError, Inputs};
use crate::container;
use crate::message::{Message, MessageId};
use crate::place::Place;
use crate::selection::fold;
use crate::source::{ReadError, TextEncoding, TextLines};

/// The most bytes of a line that are looked through at once, where a line belongs to no message.
const LINE_LIMIT: usize = 1 << 20;

/// How a message must hold the text that is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeking {
    /// Somewhere in its words, or in the name of a file that it carries.
    Within,
    /// As the whole of its words.
    Whole,
}

/// A text that is sought.
#[derive(Debug, Clone)]
pub struct Sought {
    folded: String,
    seeking: Seeking,
}

/// A message that holds the text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sighted {
    /// Its id.
    pub id: String,
    /// Its local time, in ISO 8601.
    pub sent_local: String,
    /// The label of its sender.
    pub sender: String,
    /// What becomes of it.
    pub outcome: &'static str,
    /// What decided: a rule, a person, context, or the policy's otherwise.
    pub decided_by: String,
    /// Whether a hold keeps it back.
    pub held: bool,
}

/// What a search gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Searched {
    /// How many messages were looked through.
    pub messages: u64,
    /// How many lines that belong to no message were looked through.
    pub other_lines: u64,
    /// How many messages hold the text.
    pub count: u64,
    /// The first of them, in the order of the sources.
    pub found: Vec<Sighted>,
    /// The lines that hold the text and belong to no message, as far as they were asked for.
    pub elsewhere: Vec<Place>,
}

impl Sought {
    /// Returns the text to seek; nothing where it has no sign that could be found.
    pub fn new(text: &str, seeking: Seeking) -> Option<Sought> {
        let folded = plain(text);
        (!folded.is_empty()).then_some(Sought { folded, seeking })
    }

    fn is_in(&self, message: &Message<'_>) -> bool {
        let body = plain(&String::from_utf8_lossy(message.body));
        match self.seeking {
            Seeking::Whole => body == self.folded,
            Seeking::Within => {
                let names = message.attachments.iter().filter_map(|file| file.name);
                body.contains(&self.folded)
                    || names
                        .into_iter()
                        .any(|name| plain(name).contains(&self.folded))
            }
        }
    }
}

/// Returns a text as it is compared.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// Seeks a text in every source, and returns at most `most` of the messages and of the lines.
///
/// # Errors
/// When a source cannot be read again.
pub fn search(
    inputs: &Inputs,
    appraisal: &Appraisal,
    sought: &Sought,
    most: usize,
) -> Result<Searched, AppraisalError> {
    let mut searched = Searched::default();
    for source in &appraisal.sources {
        let mut ranges: Vec<Range<u64>> = Vec::new();
        read_again(inputs, source, &mut |_, row, message| {
            ranges.push(message.offset..message.offset + message.length);
            searched.messages += 1;
            if sought.is_in(message) {
                searched.count += 1;
                if searched.found.len() < most {
                    let id = MessageId {
                        source: source.source.id.clone(),
                        offset: row.offset,
                    };
                    let (basis, by, _) = decided_by(inputs, source, row);
                    searched.found.push(Sighted {
                        id: id.to_string(),
                        sent_local: row.local_iso(),
                        sender: source.label(row).unwrap_or("(the app)").to_owned(),
                        outcome: row.settled.outcome.word(),
                        decided_by: match by.as_str() {
                            "" => basis.to_owned(),
                            by => format!("{basis} {by}"),
                        },
                        held: row.held,
                    });
                }
            }
            ControlFlow::Continue(())
        })?;
        elsewhere(inputs, source, &ranges, sought, most, &mut searched)?;
    }
    Ok(searched)
}

/// Looks through the lines of a chat that belong to no message: before the first, and what could not
/// be understood. Nothing shall be denied that is in the file.
fn elsewhere(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    messages: &[Range<u64>],
    sought: &Sought,
    most: usize,
    searched: &mut Searched,
) -> Result<(), AppraisalError> {
    let source = &appraised.source;
    let failed = |error| AppraisalError::Read {
        id: source.id.clone(),
        error: Box::new(error),
    };
    let export = container::open(&source.path(&inputs.batch), inputs.budget)
        .map_err(|error| failed(ReadError::Open(error)))?;
    let index = appraised.conversation.entry_index;
    if index >= export.entries().len() {
        return Ok(());
    }
    let file = export
        .open(index)
        .map_err(|error| failed(ReadError::Open(error)))?;
    let stated = inputs
        .sources
        .iter()
        .find(|input| input.source.id == source.id);
    let stated = stated.and_then(|input| input.stated.encoding.as_ref());
    let encoding = stated.map_or(TextEncoding::UTF_8, |stated| stated.value);
    let mut lines = TextLines::new(file, encoding, LINE_LIMIT);
    let mut messages = messages.iter().peekable();
    let (mut at, mut number) = (0_u64, 0_u64);
    loop {
        number += 1;
        let line = lines.line().map_err(|source| {
            failed(ReadError::Io {
                at: Place::line(&appraised.conversation.entry, number),
                source,
            })
        })?;
        let Some((read, line)) = line else {
            return Ok(());
        };
        let whole = at..at + read;
        at = whole.end;
        while messages
            .next_if(|message| message.end <= whole.start)
            .is_some()
        {}
        let of_a_message = messages
            .peek()
            .is_some_and(|message| message.start < whole.end);
        if of_a_message || line.trim_ascii().is_empty() {
            continue;
        }
        searched.other_lines += 1;
        let text = plain(&line);
        if text.contains(&sought.folded) && searched.elsewhere.len() < most {
            let place = format!("{}, {}", source.id, appraised.conversation.entry);
            let place = Place::line(place, number);
            searched.elsewhere.push(place.at_byte(whole.start));
        }
    }
}
