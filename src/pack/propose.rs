//! What is proposed for each record, for people to confirm; and what people filled in, put into it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::plan::{AttachmentPlan, PartPlan, Plan};
use crate::appraisal::{Appraisal, NO_LABEL, SourceAppraised};
use crate::batch::{RecordRow, Sensitivity};
use crate::message::ConversationKind;
use crate::package::layout::{Role, record_name};
use crate::people::People;
use crate::source::registry;

/// A description names at most so many posts.
const MOST_POSTS: usize = 4;

impl Plan {
    /// Returns every record with what is proposed for it, in the order of the paths. What needs a
    /// person is empty.
    pub fn proposals(&self) -> Vec<RecordRow> {
        let mut rows = Vec::new();
        for chat in &self.chats {
            for part in chat.parts.values() {
                rows.push(part.proposal());
                rows.push(part.participants_proposal());
                for attachment in part.attachments.values() {
                    rows.push(attachment.proposal(&part.content));
                }
            }
        }
        rows.sort_by(|a, b| a.record.as_bytes().cmp(b.record.as_bytes()));
        rows
    }

    /// Returns a description for each transcript, by its path: the kind of conversation, the posts
    /// that wrote in it, the dates. Nothing of it is from the words of messages, and no label or
    /// number of a telephone is in it.
    pub fn descriptions(&self, appraisal: &Appraisal, people: &People) -> BTreeMap<String, String> {
        let mut descriptions = BTreeMap::new();
        for chat in &self.chats {
            let source = &appraisal.sources[chat.source];
            for part in chat.parts.values() {
                descriptions.insert(part.transcript.clone(), description(part, source, people));
            }
        }
        descriptions
    }
}

fn description(part: &PartPlan, source: &SourceAppraised, people: &People) -> String {
    let kind = match source.conversation.kind {
        ConversationKind::Direct => "a conversation of two people",
        ConversationKind::Group => "a group conversation",
        ConversationKind::Unknown => "a conversation",
    };
    let app = registry::by_id(&source.source.format).map_or("a messaging app", |f| f.app());
    format!(
        "Messages of {kind} in {app}{}, {}.",
        writers(part, source, people),
        dates_in_words(part.first.0.date(), part.last.0.date())
    )
}

/// Returns who wrote the messages: the posts that wrote most, and how many others.
fn writers(part: &PartPlan, source: &SourceAppraised, people: &People) -> String {
    let mut posts: BTreeMap<&str, u64> = BTreeMap::new();
    // By person, so that somebody with two labels is one.
    let mut others: BTreeSet<&str> = BTreeSet::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (&(label, day), &messages) in &part.senders {
        if label == NO_LABEL {
            continue;
        }
        let label = source.labels.get(label as usize).map_or("", String::as_str);
        match people.on(&source.source.id, label, day) {
            Some(row) if !row.post.is_empty() => {
                *posts.entry(row.post.as_str()).or_default() += messages;
                named.insert(row.key.as_str());
            }
            Some(row) => {
                others.insert(row.key.as_str());
            }
            None => {
                others.insert(label);
            }
        }
    }
    let mut posts: Vec<(&str, u64)> = posts.into_iter().collect();
    posts.sort_by_key(|&(post, messages)| (std::cmp::Reverse(messages), post));
    let more = posts.len().saturating_sub(MOST_POSTS) + others.difference(&named).count();
    let mut words: Vec<String> = posts
        .iter()
        .take(MOST_POSTS)
        .map(|(post, _)| (*post).to_owned())
        .collect();
    match (more, words.is_empty()) {
        (0, _) => {}
        (1, true) => words.push("one person".to_owned()),
        (more, true) => words.push(format!("{more} people")),
        (1, false) => words.push("one other".to_owned()),
        (more, false) => words.push(format!("{more} others")),
    }
    match words.as_slice() {
        [] => String::new(),
        [one] if posts.is_empty() && more > 1 => format!(" between {one}"),
        [one] => format!(" by {one}"),
        [first @ .., last] => format!(" between {} and {last}", first.join(", ")),
    }
}

impl PartPlan {
    /// Returns the row that is proposed for the transcript.
    fn proposal(&self) -> RecordRow {
        let (first, last) = (self.first.0.date(), self.last.0.date());
        let description = format!(
            "Messages in a messaging app, {}.",
            dates_in_words(first, last)
        );
        RecordRow {
            rights: "Crown".to_owned(),
            ..proposed(
                &self.transcript,
                Role::Transcript.word(),
                self.messages,
                (first, last),
                &self.content,
                description,
            )
        }
    }

    /// Returns the row that is proposed for the file of participants: nobody's name is in it.
    fn participants_proposal(&self) -> RecordRow {
        let (first, last) = (self.first.0.date(), self.last.0.date());
        let name = record_name(&self.participants).expect("the plan gives it a name of ours");
        let description = format!(
            "Labels and telephone numbers under which the participants of {}, {}, were known.",
            name.chat,
            part_in_words(name.part, first, last)
        );
        RecordRow {
            rights: "Crown".to_owned(),
            ..proposed(
                &self.participants,
                Role::Participants.word(),
                self.messages,
                (first, last),
                &self.content,
                description,
            )
        }
    }
}

impl AttachmentPlan {
    /// Returns the row that is proposed for the attachment. Its rights are never proposed.
    fn proposal(&self, content: &str) -> RecordRow {
        let what = self.media.unwrap_or("file");
        let description = format!(
            "Attachment ({what}) to a message of {}.",
            dates_in_words(self.first, self.last)
        );
        let dates = (self.first, self.last);
        proposed(
            &self.path,
            Role::Attachment.word(),
            self.messages,
            dates,
            content,
            description,
        )
    }
}

fn proposed(
    record: &str,
    role: &str,
    messages: u64,
    (first, last): (NaiveDate, NaiveDate),
    content: &str,
    description: String,
) -> RecordRow {
    RecordRow {
        record: record.to_owned(),
        role: role.to_owned(),
        messages,
        first,
        last,
        content: content.to_owned(),
        description,
        language: String::new(),
        rights: String::new(),
        sensitivity: Sensitivity::NotReviewed,
        decided_by: String::new(),
        decided_on: String::new(),
        foi_codes: String::new(),
        closure_periods: String::new(),
        closure_start: String::new(),
        foi_schedule_date: String::new(),
        title_closed: "No".to_owned(),
        alternate_title: String::new(),
        description_closed: "No".to_owned(),
        alternate_description: String::new(),
        retention_instrument: String::new(),
        retention_signed: String::new(),
        retention_ground: String::new(),
        note: String::new(),
    }
}

/// Returns a part in words: "March 2021"; of the whole of a conversation the days that it covers.
fn part_in_words(part: &str, first: NaiveDate, last: NaiveDate) -> String {
    let month = format!("{part}-01").parse::<NaiveDate>();
    match (part.len(), month) {
        (7, Ok(month)) => month.format("%B %Y").to_string(),
        (4, _) => part.to_owned(),
        _ => dates_in_words(first, last),
    }
}

/// Returns a day or a range of days in words: "4 to 19 January 2021".
pub fn dates_in_words(first: NaiveDate, last: NaiveDate) -> String {
    let words = |day: NaiveDate, form: &str| day.format(form).to_string();
    if first == last {
        words(first, "%-d %B %Y")
    } else if first.format("%Y-%m").to_string() == last.format("%Y-%m").to_string() {
        format!("{} to {}", words(first, "%-d"), words(last, "%-d %B %Y"))
    } else {
        format!(
            "{} to {}",
            words(first, "%-d %B %Y"),
            words(last, "%-d %B %Y")
        )
    }
}

/// Puts what people filled in into the rows that are proposed now. A row whose record holds other
/// messages than when it was reviewed starts its review again; its description stays.
///
/// Returns the rows, and the records whose review starts again.
pub fn merge_records(
    proposals: Vec<RecordRow>,
    reviewed: &[RecordRow],
) -> (Vec<RecordRow>, BTreeSet<String>) {
    let by_record: BTreeMap<&str, &RecordRow> = reviewed
        .iter()
        .map(|row| (row.record.as_str(), row))
        .collect();
    let mut again = BTreeSet::new();
    let rows = proposals
        .into_iter()
        .map(|proposed| match by_record.get(proposed.record.as_str()) {
            None => proposed,
            Some(row) if row.content == proposed.content => RecordRow {
                record: proposed.record,
                role: proposed.role,
                messages: proposed.messages,
                first: proposed.first,
                last: proposed.last,
                ..(*row).clone()
            },
            Some(row) => {
                again.insert(proposed.record.clone());
                RecordRow {
                    language: row.language.clone(),
                    ..proposed
                }
            }
        })
        .collect();
    (rows, again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_as_people_name_it() {
        let words = |part| {
            let day = |text: &str| text.parse().unwrap();
            part_in_words(part, day("2021-03-04"), day("2021-03-04"))
        };
        assert_eq!(words("2021-03"), "March 2021");
        assert_eq!(words("2021"), "2021");
        assert_eq!(words("2021-03-04"), "4 March 2021");
        assert_eq!(words("whole"), "4 March 2021");
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(
            dates_in_words(day("2021-01-04"), day("2021-01-04")),
            "4 January 2021"
        );
        assert_eq!(
            dates_in_words(day("2021-01-04"), day("2021-01-19")),
            "4 to 19 January 2021"
        );
        assert_eq!(
            dates_in_words(day("2020-12-30"), day("2021-01-02")),
            "30 December 2020 to 2 January 2021"
        );
    }
}
