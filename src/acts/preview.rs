//! Everything that the public will read of the records, as they stand now, before it does.
//!
//! By TNA's transfer service only `data/` and its metadata are transferred, so file names, folders
//! and metadata of every record are public, and the content of open records. The words of messages
//! are not shown here: they are the records themselves, and are reviewed as such.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use super::records::{described, read_records};
use super::{ActError, Loaded};
use crate::appraisal::SourceAppraised;
use crate::batch::{ABOUT, RecordRow, Sensitivity};
use crate::pack::{ChatPlan, PartPlan, known, merge_records};
use crate::personal::{Kind, look};
use crate::selection::Effect;

/// A text that the public will read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicText {
    /// What it is, such as `file name`.
    pub what: &'static str,
    /// The text.
    pub text: String,
    /// Where it comes from, and what becomes of it.
    pub from: String,
    /// What looks wrong with it; empty where nothing does.
    pub marks: Vec<String>,
}

/// Returns everything that the public would read if the records were transferred as they stand.
///
/// # Errors
/// When the sources cannot be read or were changed, or `records.csv` is wrong.
pub fn preview_public(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<Vec<PublicText>, ActError> {
    let (appraisal, plan) = (loaded.appraisal(threads)?, loaded.plan(threads)?);
    let reviewed = read_records(loaded)?.unwrap_or_default();
    let (rows, _) = merge_records(described(loaded, &plan, &appraisal), &reviewed);
    let mut public = Public::of(loaded);
    for row in rows
        .iter()
        .filter(|row| row.sensitivity != Sensitivity::Retained)
    {
        public.record(row);
    }
    let open: BTreeSet<&str> = rows
        .iter()
        .filter(|row| !matches!(row.sensitivity, Sensitivity::Closed | Sensitivity::Retained))
        .map(|row| row.record.as_str())
        .collect();
    let retained: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row.sensitivity == Sensitivity::Retained)
        .map(|row| row.record.as_str())
        .collect();
    for chat in &plan.chats {
        let source = &appraisal.sources[chat.source];
        let mut parts = chat
            .parts
            .values()
            .filter(|part| open.contains(part.transcript.as_str()))
            .peekable();
        if parts.peek().is_some() {
            public.chat(loaded, chat, source);
        }
        for part in chat.parts.values() {
            if open.contains(part.participants.as_str()) {
                public.labels(loaded, source, part);
            }
        }
        for part in parts {
            public.people(loaded, source, part);
            public.files(source, part, &retained);
        }
    }
    if !open.is_empty() {
        public.policy(loaded);
    }
    Ok(public.texts)
}

/// What is gathered, and the raw labels that must not be in it.
struct Public {
    texts: Vec<PublicText>,
    seen: BTreeSet<(&'static str, String)>,
    labels: Vec<Label>,
}

/// A label of a telephone's address book.
struct Label {
    /// In small letters.
    words: String,
    /// The last digits of a number; empty where it is none.
    digits: String,
}

impl Public {
    fn of(loaded: &Loaded) -> Public {
        let rows = loaded.inputs.people.rows();
        // A label that the department approved as a name or a post is no secret.
        let approved: BTreeSet<String> = rows
            .iter()
            .flat_map(|row| [&row.display_name, &row.post])
            .map(|name| name.to_lowercase())
            .collect();
        let labels = rows.iter().map(|row| row.label.to_lowercase());
        let labels = labels
            .filter(|label| !approved.contains(label))
            .map(|words| {
                let all: String = words.chars().filter(char::is_ascii_digit).collect();
                let digits = match all.len().checked_sub(9) {
                    Some(from) => all.chars().skip(from).collect(),
                    None => String::new(),
                };
                Label { words, digits }
            });
        Public {
            texts: Vec::new(),
            seen: BTreeSet::new(),
            labels: labels.collect(),
        }
    }

    /// Adds a text, once, with what looks wrong with it.
    fn add(&mut self, what: &'static str, text: &str, from: String) {
        if text.is_empty() || !self.seen.insert((what, format!("{text}\n{from}"))) {
            return;
        }
        let marks = self.marks(text);
        self.texts.push(PublicText {
            what,
            text: text.to_owned(),
            from,
            marks,
        });
    }

    fn marks(&self, text: &str) -> Vec<String> {
        let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
        for seen in look(text) {
            *counts.entry(seen.kind).or_default() += 1;
        }
        let mut marks: Vec<String> = counts
            .keys()
            .map(|kind| format!("holds what looks like a {}", kind.names().0))
            .collect();
        let small = text.to_lowercase();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        for label in &self.labels {
            if holds_words(&small, &label.words) {
                marks.push("holds a label of a telephone, as people.csv has it".to_owned());
            } else if !label.digits.is_empty() && digits.contains(&label.digits) {
                marks.push("holds a number of people.csv".to_owned());
            }
        }
        marks.dedup();
        marks
    }

    fn record(&mut self, row: &RecordRow) {
        let closed = row.sensitivity == Sensitivity::Closed;
        let state = match row.sensitivity {
            Sensitivity::Closed => "closed",
            Sensitivity::Open => "open",
            _ => "not reviewed yet, shown as if it were open",
        };
        let from = |column: &str| format!("records.csv, {}, {column} ({state})", row.record);
        let (folder, name) = row.record.rsplit_once('/').unwrap_or(("", &row.record));
        self.add(
            "folder name",
            folder,
            "the batch's reference and the number of the chat".to_owned(),
        );
        match closed && row.title_closed == "Yes" {
            true => self.add(
                "file name",
                &row.alternate_title,
                from("alternate_title, instead of the file name"),
            ),
            false => self.add("file name", name, format!("consign, by number ({state})")),
        }
        match closed && row.description_closed == "Yes" {
            true => self.add(
                "description",
                &row.alternate_description,
                from("alternate_description, instead of the description"),
            ),
            false => self.add("description", &row.description, from("description")),
        }
        self.add("note", &row.note, from("note"));
    }

    /// Adds what the head of the transcripts of a chat says.
    fn chat(&mut self, loaded: &Loaded, chat: &ChatPlan, source: &SourceAppraised) {
        self.add("chat name", &chat.name, "consign, by number".to_owned());
        let reference = &loaded.inputs.settings.reference;
        self.add("batch reference", reference, "batch.toml".to_owned());
        for (about, _) in ABOUT {
            let statement = source.capture.about(about);
            if statement.value.is_empty() {
                continue;
            }
            let from = format!("capture.toml of {}, {about}", source.source.id);
            self.add("capture statement", &statement.value, from.clone());
            self.add("capture statement", &statement.basis(), from);
        }
    }

    /// Adds the people whom a transcript names.
    fn people(&mut self, loaded: &Loaded, source: &SourceAppraised, part: &PartPlan) {
        let labels = part.senders.keys().filter_map(|(label, day)| {
            let label = source.labels.get(usize::try_from(*label).ok()?)?;
            Some((label.as_str(), *day))
        });
        let attributed = part
            .attributed
            .iter()
            .map(|(label, day)| (label.as_str(), *day));
        let people: Vec<_> = labels.chain(attributed).collect();
        for (label, day) in people {
            let Some(row) = loaded.inputs.people.on(&source.source.id, label, day) else {
                continue;
            };
            let from = |column| format!("people.csv, {}, {column}", row.key);
            match row.display_name.is_empty() {
                true => self.add("display name", &row.key, from("key")),
                false => self.add("display name", &row.display_name, from("display_name")),
            }
            self.add("post", &row.post, from("post"));
        }
    }

    /// Adds the labels in the file of participants of a part.
    fn labels(&mut self, loaded: &Loaded, source: &SourceAppraised, part: &PartPlan) {
        for person in known(&loaded.inputs, source, part) {
            for used in &person.labels {
                let from = format!("the export, in {}", part.participants);
                self.add("label", &used.label, from);
            }
        }
    }

    /// Adds what the attachments were called: the app's own words in a transcript say so.
    fn files(&mut self, source: &SourceAppraised, part: &PartPlan, retained: &BTreeSet<&str>) {
        for (&entry, attachment) in &part.attachments {
            let name = source.entries.get(entry as usize);
            let name = name.filter(|_| !retained.contains(attachment.path.as_str()));
            if let Some(name) = name {
                let name = name.rsplit('/').next().unwrap_or_default();
                let from = format!("the app's own words in {}", part.transcript);
                self.add("original file name", name, from);
            }
        }
    }

    /// Adds the labels of the rules that select.
    fn policy(&mut self, loaded: &Loaded) {
        for rule in loaded.inputs.policy.rules() {
            if let (Effect::Select, Some(label)) = (rule.effect, &rule.label) {
                self.add(
                    "policy label",
                    label,
                    format!("rules.toml, rule {}, label", rule.id),
                );
            }
        }
    }
}

/// Tells whether words stand in a text, both in small letters, with no letter beside them.
fn holds_words(text: &str, words: &str) -> bool {
    let words = words.trim();
    if words.chars().count() < 3 {
        return false;
    }
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|t| t.chars().next());
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}
