//! The schedule: every message that was found, in the order of its file, with what stands around it
//! and room for what a person decides about its release.

use std::ops::Range;

use super::look::Matched;
use crate::shown::shown;

/// The form of a schedule as JSON.
pub const SCHEDULE_FORMAT: &str = "consign-search-schedule/1";

/// The messages that were found, with those around them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Schedule {
    /// The form of this file.
    pub format: &'static str,
    /// The reference of the request; empty where none was given.
    pub request: String,
    /// The query as it was understood.
    pub understood: String,
    /// What must be known before this goes anywhere.
    pub caution: &'static str,
    /// The rows, source by source, each in the order of its file.
    pub rows: Vec<ScheduleRow>,
}

/// What every page of a search says on itself.
pub const CAUTION: &str = "May not leave the department without review.";

/// A message of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ScheduleRow {
    /// Its number among those found, from 1; none where it only stands beside one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Why it is here.
    pub role: Role,
    /// Its id.
    pub id: String,
    /// The id of its source.
    pub source: String,
    /// The title of its conversation.
    pub chat: String,
    /// Its local time, in ISO 8601.
    pub sent_local: String,
    /// The zone of that time.
    pub zone: String,
    /// The instants that the local time can stand for, in UTC.
    pub utc: Vec<String>,
    /// The label of its sender, as the telephone had it; empty where the app speaks.
    pub sender: String,
    /// The post that the sender held on the day, by people.csv; empty where it does not say.
    pub post: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What was written.
    pub text: String,
    /// The bytes of the text that were found.
    pub found: Vec<Range<usize>>,
    /// How like the text is to the one whose near-duplicates were looked for, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<u8>,
    /// The number of the message whose text this is, sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_again: Option<u64>,
    /// The files that it carries or names.
    pub attachments: Vec<AttachmentLine>,
    /// What becomes of it in the selection.
    pub decision: &'static str,
    /// Whether a hold keeps it back.
    pub held: bool,
    /// The record that it would be transferred in; empty where it is in none, or records.csv does
    /// not have it.
    pub record: String,
    /// What records.csv says of that record.
    pub sensitivity: String,
    /// What a person decides about its release, as far as records.csv knows.
    #[serde(flatten)]
    pub prefilled: Prefilled,
}

/// Why a message is in the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It matches.
    Match,
    /// It may match.
    Perhaps,
    /// It stands beside one that does.
    Context,
}

impl Role {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Role::Match => "match",
            Role::Perhaps => "perhaps",
            Role::Context => "context",
        }
    }
}

impl From<Matched> for Role {
    fn from(matched: Matched) -> Role {
        match matched {
            Matched::Yes => Role::Match,
            Matched::Perhaps => Role::Perhaps,
        }
    }
}

/// A file that a message carries or names.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AttachmentLine {
    /// Its name; empty where the app left that out too.
    pub name: String,
    /// The bytes of the name that were found.
    pub found: Vec<Range<usize>>,
    /// Where its bytes are.
    pub state: &'static str,
    /// Whether the text inside it was searched, or why not.
    pub inside: String,
    /// What was found inside it, with a few words around each place.
    pub found_inside: Vec<String>,
}

/// What is decided about the release of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Prefilled {
    /// `yes` where the record it is in is open.
    pub release: &'static str,
    /// `yes` where it is closed.
    pub exempt: &'static str,
    /// The sections of the Act under which it is closed.
    pub section: String,
    /// Why, as far as records.csv says.
    pub reason: String,
}

/// Returns what can be filled in for a message whose record has this outcome of its sensitivity
/// review.
pub fn prefilled(outcome: &str, sections: &str, decided: &str) -> Prefilled {
    let reason = |what: &str| format!("records.csv: {what}{decided}");
    match outcome {
        "open" => Prefilled {
            release: "yes",
            reason: reason("open on transfer"),
            ..Prefilled::default()
        },
        "closed" => Prefilled {
            exempt: "yes",
            section: sections.to_owned(),
            reason: reason("closed on transfer"),
            ..Prefilled::default()
        },
        "retained-3(4)" => Prefilled {
            reason: reason(
                "retained under section 3(4) of the Public Records Act, which is no exemption",
            ),
            ..Prefilled::default()
        },
        _ => Prefilled::default(),
    }
}

impl ScheduleRow {
    /// Returns the words that were found, in the text and in the names and texts of files.
    pub fn words(&self) -> Vec<String> {
        let piece = |text: &str, range: &Range<usize>| text.get(range.clone()).map(str::to_owned);
        let mut words: Vec<String> = self
            .found
            .iter()
            .filter_map(|range| piece(&self.text, range))
            .collect();
        for file in &self.attachments {
            let named = file
                .found
                .iter()
                .filter_map(|range| piece(&file.name, range));
            words.extend(named.map(|word| format!("{word} (name of a file)")));
            let inside = file.found_inside.iter();
            words.extend(inside.map(|word| format!("{word} (inside {})", file.name)));
        }
        words
    }

    /// Returns the files in a line, each with where its bytes are.
    pub fn files(&self) -> String {
        let files = self.attachments.iter().map(|file| {
            let name = match file.name.as_str() {
                "" => "(no name)",
                name => name,
            };
            match file.inside.as_str() {
                "" => format!("{name}, {}", file.state),
                inside => format!("{name}, {}, {inside}", file.state),
            }
        });
        files.collect::<Vec<_>>().join("; ")
    }

    /// Returns the text for a single line of a terminal, at most so many characters long.
    pub fn line(&self, most: usize) -> String {
        let line = shown(&self.text).to_string();
        match line.char_indices().nth(most) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
            None => line,
        }
    }
}

impl Schedule {
    /// Returns how many messages are numbered.
    pub fn numbered(&self) -> u64 {
        self.rows.iter().filter(|row| row.number.is_some()).count() as u64
    }

    /// Returns how many stand beside one that is.
    pub fn context(&self) -> u64 {
        self.rows.len() as u64 - self.numbered()
    }
}
