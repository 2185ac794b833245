//! Renders the file of participants of a part: under which labels its transcript's people are known.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::assemble::BuildInputs;
use super::plan::{ChatPlan, PartPlan, Plan};
use super::publish::BuildError;
use super::tags::source_name;
use crate::appraisal::{Inputs, SourceAppraised};
use crate::batch::RecordRow;
use crate::error::IoAt;
use crate::fixity::{Fixity, HashingWriter};
use crate::participants::{Known, LabelUsed, Participants, write};
use crate::people;
use crate::source::registry;

/// A file of participants in the spool.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Where it lies.
    pub spooled: PathBuf,
    /// Its size and digests.
    pub fixity: Fixity,
}

/// Writes the files of participants that are packed, by path: those of transcripts that are packed.
///
/// # Errors
/// When the spool cannot be written.
pub(super) fn list_participants(
    build: &BuildInputs<'_>,
    plan: &Plan,
    packable: &BTreeMap<&str, &RecordRow>,
    spool: &Path,
) -> Result<BTreeMap<String, Listed>, BuildError> {
    let packed = |path: &str| packable.contains_key(path);
    let mut files = BTreeMap::new();
    for chat in &plan.chats {
        let appraised = &build.appraisal.sources[chat.source];
        for (name, part) in &chat.parts {
            if packed(&part.transcript) && packed(&part.participants) {
                let listed = list(build.inputs, appraised, (chat, name), spool)?;
                files.insert(part.participants.clone(), listed);
            }
        }
    }
    Ok(files)
}

/// Writes the file of participants of a part of a conversation into the spool.
fn list(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    (chat, part): (&ChatPlan, &str),
    spool: &Path,
) -> Result<Listed, BuildError> {
    let plan = &chat.parts[part];
    let platform = registry::by_id(&appraised.source.format).map_or("unknown", |f| f.app());
    let file = Participants {
        batch: inputs.settings.reference.clone(),
        conversation: chat.name.clone(),
        part: part.to_owned(),
        source: source_name(chat.source),
        platform: platform.to_owned(),
        first: plan.first.0.date(),
        last: plan.last.0.date(),
        messages: plan.messages,
        people: known(inputs, appraised, plan),
    };
    let path = spool.join(format!("{}_{part}_participants.xml", chat.name));
    let to = File::create(&path).map_err(IoAt::at("create", &path))?;
    let to: BufWriter<HashingWriter<File>> = BufWriter::new(HashingWriter::new(to));
    let written = write(to, &file);
    let hashing = written.and_then(|to| to.into_inner().map_err(io::IntoInnerError::into_error));
    let hashing = hashing.map_err(IoAt::at("write the file of participants", &path))?;
    let (_, fixity) = hashing.finish();
    Ok(Listed {
        spooled: path,
        fixity,
    })
}

/// Returns who wrote the messages that are transferred, or lent a name to a notice of the app, by
/// key, with the name and post of the last day and every label that these messages bear. A person
/// with two labels is one; a label that changed hands is two.
pub fn known(inputs: &Inputs, appraised: &SourceAppraised, plan: &PartPlan) -> Vec<Known> {
    let mut seen: BTreeMap<String, Growing> = BTreeMap::new();
    let person = |label: &str, day| inputs.people.on(&appraised.source.id, label, day);
    let mut senders: Vec<_> = plan.senders.iter().collect();
    senders.sort_by_key(|&(&(label, day), _)| (day, label));
    for (&(label, day), &messages) in senders {
        let Some(label) = appraised.labels.get(label as usize) else {
            continue;
        };
        if let Some(row) = person(label, day) {
            let growing = seen
                .entry(row.key.clone())
                .or_insert_with(|| Growing::of(row));
            growing.call(row);
            growing.bear(label, day, messages);
        }
    }
    for (label, day) in &plan.attributed {
        if let Some(row) = person(label, *day) {
            let growing = seen
                .entry(row.key.clone())
                .or_insert_with(|| Growing::of(row));
            growing.bear(label, *day, 0);
        }
    }
    seen.into_values().map(Growing::finish).collect()
}

/// A person while the messages are gone through.
struct Growing {
    known: Known,
    labels: BTreeMap<String, LabelUsed>,
}

impl Growing {
    fn of(row: &people::Row) -> Growing {
        Growing {
            known: Known {
                key: row.key.clone(),
                name: row.shown_name().to_owned(),
                post: row.post.clone(),
                messages: 0,
                labels: Vec::new(),
            },
            labels: BTreeMap::new(),
        }
    }

    /// Takes over the name and post of a later row of the same person.
    fn call(&mut self, row: &people::Row) {
        row.shown_name().clone_into(&mut self.known.name);
        self.known.post.clone_from(&row.post);
    }

    fn bear(&mut self, label: &str, day: NaiveDate, messages: u64) {
        self.known.messages += messages;
        let used = self
            .labels
            .entry(label.to_owned())
            .or_insert_with(|| LabelUsed {
                label: label.to_owned(),
                from: day,
                to: day,
                messages: 0,
            });
        used.from = used.from.min(day);
        used.to = used.to.max(day);
        used.messages += messages;
    }

    fn finish(self) -> Known {
        Known {
            labels: self.labels.into_values().collect(),
            ..self.known
        }
    }
}
