//! The plan of a package: which records it has, from which messages, under which names.
//!
//! Numbers are given after selection, so that none of them tells of what is not transferred.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};

use super::part_names::PartNames;
use crate::appraisal::{Appraisal, Row, SourceAppraised};
use crate::batch::Settings;
use crate::fixity::{Digesting as _, Sha256Hasher};
use crate::message::{AttachmentState, Precision};
use crate::package::layout;

/// The plan of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The conversations of which something is transferred, in the order of their numbers.
    pub chats: Vec<ChatPlan>,
}

/// What is planned of one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPlan {
    /// The index of its source in the appraisal.
    pub source: usize,
    /// Its name, such as `chat-001`.
    pub name: String,
    /// Its parts of which something is transferred, by name.
    pub parts: BTreeMap<String, PartPlan>,
    /// The number of each row in its transcript, from 1; 0 where it is not transferred.
    pub numbers: Vec<u32>,
}

/// What is planned of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartPlan {
    /// The path of its transcript below `data/`.
    pub transcript: String,
    /// The path of its file of participants below `data/`.
    pub participants: String,
    /// How many messages it transfers.
    pub messages: u64,
    /// How many messages it does not.
    pub not_transferred: u64,
    /// The earliest local time of a message transferred, and how fine it is.
    pub first: (NaiveDateTime, Precision),
    /// The latest local time of a message transferred, and how fine it is.
    pub last: (NaiveDateTime, Precision),
    /// Messages transferred by index of the sender's label and local date: who is behind a label
    /// can change from one day to the next.
    pub senders: BTreeMap<(u32, NaiveDate), u64>,
    /// The names under which the app put its own words, with the day.
    pub attributed: BTreeSet<(String, NaiveDate)>,
    /// The attachments that are present, by entry of the export.
    pub attachments: BTreeMap<u32, AttachmentPlan>,
    /// A digest of which messages it holds.
    pub content: String,
}

/// What is planned of one attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentPlan {
    /// Its path below `data/`.
    pub path: String,
    /// What sort of thing it is, where the export says.
    pub media: Option<&'static str>,
    /// The local date of the first message that carries it.
    pub first: NaiveDate,
    /// The local date of the last message that carries it.
    pub last: NaiveDate,
    /// How many messages carry it.
    pub messages: u64,
}

impl Plan {
    /// Plans the package of an appraisal. Records that are retained are planned too: that they
    /// stay behind is decided afterwards, record by record.
    pub fn of(appraisal: &Appraisal, settings: &Settings) -> Plan {
        let mut chats = Vec::new();
        for (source, appraised) in appraisal.sources.iter().enumerate() {
            if !appraised.rows.iter().any(Row::is_transferable) {
                continue;
            }
            let name = layout::chat(chats.len() + 1);
            chats.push(chat_plan(source, appraised, name, settings));
        }
        Plan { chats }
    }
}

fn chat_plan(
    source: usize,
    appraised: &SourceAppraised,
    name: String,
    settings: &Settings,
) -> ChatPlan {
    let mut growing: BTreeMap<String, Growing> = BTreeMap::new();
    let mut numbers = vec![0; appraised.rows.len()];
    let mut names = PartNames::of(settings.parts);
    for (index, row) in appraised.rows.iter().enumerate() {
        let date = row.date();
        let part = names.part(date);
        if !growing.contains_key(part) {
            growing.insert(part.to_owned(), Growing::of(appraised));
        }
        let current = growing.get_mut(part).expect("it was put there just now");
        if !row.is_transferable() {
            current.not_transferred += 1;
            continue;
        }
        current.content.update(content_line(row).as_bytes());
        let plan = current
            .plan
            .get_or_insert_with(|| PartPlan::empty(&settings.reference, &name, part, row));
        plan.take(row);
        if let Some(name) = appraised.attributed_to(index) {
            plan.attributed.insert((name.to_owned(), date));
        }
        numbers[index] = u32::try_from(plan.messages).unwrap_or(u32::MAX);
        for attachment in appraised.attachments_of(index) {
            if let (AttachmentState::Present, Some(entry)) = (attachment.state, attachment.entry) {
                let original = &appraised.entries[entry as usize];
                plan.attach(
                    entry,
                    attachment.media,
                    original,
                    date,
                    settings,
                    &name,
                    part,
                );
            }
        }
    }
    let parts = growing.into_iter();
    let parts = parts
        .filter_map(|(part, growing)| Some((part, growing.finish()?)))
        .collect();
    ChatPlan {
        source,
        name,
        parts,
        numbers,
    }
}

/// A part while its messages are counted.
struct Growing {
    plan: Option<PartPlan>,
    not_transferred: u64,
    content: Sha256Hasher,
}

impl Growing {
    fn of(appraised: &SourceAppraised) -> Growing {
        let mut content = Sha256Hasher::default();
        content.update(format!("{}\n", appraised.source.sha256).as_bytes());
        Growing {
            plan: None,
            not_transferred: 0,
            content,
        }
    }

    /// Returns the plan of the part, if anything of it is transferred.
    fn finish(self) -> Option<PartPlan> {
        let (_, digest) = self.content.finish();
        Some(PartPlan {
            not_transferred: self.not_transferred,
            content: digest.to_string().chars().take(16).collect(),
            ..self.plan?
        })
    }
}

/// Returns what the digest of a part takes in of a message: which it is, and what was decided.
fn content_line(row: &Row) -> String {
    format!("{} {:?}\n", row.offset, row.settled.outcome)
}

impl PartPlan {
    fn empty(batch: &str, chat: &str, part: &str, row: &Row) -> PartPlan {
        let time = (row.local_time(), row.precision);
        PartPlan {
            transcript: layout::transcript(batch, chat, part),
            participants: layout::participants(batch, chat, part),
            messages: 0,
            not_transferred: 0,
            first: time,
            last: time,
            senders: BTreeMap::new(),
            attributed: BTreeSet::new(),
            attachments: BTreeMap::new(),
            content: String::new(),
        }
    }

    fn take(&mut self, row: &Row) {
        let time = (row.local_time(), row.precision);
        self.messages += 1;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        let sender = self.senders.entry((row.label, time.0.date()));
        *sender.or_default() += 1;
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the name of a file is made of all of these"
    )]
    fn attach(
        &mut self,
        entry: u32,
        media: Option<&'static str>,
        original: &str,
        date: NaiveDate,
        settings: &Settings,
        chat: &str,
        part: &str,
    ) {
        let number = self.attachments.len() + 1;
        let extension = layout::extension(original);
        let attachment = self
            .attachments
            .entry(entry)
            .or_insert_with(|| AttachmentPlan {
                path: layout::attachment(&settings.reference, chat, part, number, &extension),
                media,
                first: date,
                last: date,
                messages: 0,
            });
        attachment.messages += 1;
        attachment.first = attachment.first.min(date);
        attachment.last = attachment.last.max(date);
    }
}
