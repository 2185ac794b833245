//! What alignment is told of the messages of a source, as they come by.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::align::{
    Content, Edit, Fingerprint, Fingerprints, Held, Label, Media, NO_SENDER, Row, Side, Sketch,
    speaks_to_the_owner,
};
use crate::appraisal::desk::read_again;
use crate::appraisal::known::custodian;
use crate::appraisal::{AppraisalError, Inputs, SourceAppraised};
use crate::message::{AttachmentState, Kind, Message, Precision};

/// Returns what makes fingerprints of the messages of a batch. The key follows from that of the
/// ledger, and no fingerprint is written.
fn fingerprints(inputs: &Inputs) -> Fingerprints {
    let bound = inputs.key.bind(b"align fingerprints");
    let mut key = [0; 16];
    key.copy_from_slice(&bound.0[..16]);
    Fingerprints::keyed(&key)
}

/// Takes in the texts by which a conversation is found again. Nothing else is needed of the
/// messages of a batch of which no two sources are alike.
pub(in crate::appraisal) struct Sketching {
    prints: Fingerprints,
    rows: Vec<Row>,
}

impl Sketching {
    pub fn of(inputs: &Inputs) -> Sketching {
        Sketching {
            prints: fingerprints(inputs),
            rows: Vec::new(),
        }
    }

    /// Takes in a message.
    pub fn take(&mut self, message: &Message<'_>) {
        if !Sketch::can_hold(message.body) || content(message) != Content::Words {
            return;
        }
        let (text, length) = self.prints.of_text(message.body);
        self.rows.push(Row {
            local: message.stamp.local.and_utc().timestamp(),
            text,
            label: NO_SENDER,
            length,
            content: Content::Words,
            precision: Precision::Minute,
            edit: Edit::Unmarked,
        });
    }

    pub fn finish(self) -> Sketch {
        Sketch::of(&self.rows)
    }
}

/// Makes the sketch of a source that was appraised without one.
pub(super) fn sketch(
    inputs: &Inputs,
    appraised: &SourceAppraised,
) -> Result<Sketch, AppraisalError> {
    let mut sketching = Sketching::of(inputs);
    read_again(inputs, appraised, &mut |_, _, message| {
        sketching.take(message);
        ControlFlow::Continue(())
    })?;
    Ok(sketching.finish())
}

/// What alignment is told of a source.
pub(super) struct Taken {
    pub rows: Vec<Row>,
    labels: Vec<Label>,
    media: Vec<Media>,
    phone: Option<String>,
    /// By row, a number that is the same where bodies are the same byte for byte; 0 where a message
    /// has none.
    pub bodies: Vec<u64>,
}

impl Taken {
    /// Reads a source once more for what alignment must know of each message.
    pub fn of(inputs: &Inputs, appraised: &SourceAppraised) -> Result<Taken, AppraisalError> {
        let prints = fingerprints(inputs);
        let mut taken = Taken {
            rows: Vec::with_capacity(appraised.rows.len()),
            labels: labels(inputs, appraised),
            media: Vec::new(),
            phone: custodian(&appraised.capture),
            bodies: Vec::with_capacity(appraised.rows.len()),
        };
        read_again(inputs, appraised, &mut |index, row, message| {
            let content = content(message);
            let (text, length) = match content {
                Content::Deleted => (Fingerprint::NONE, 0),
                Content::Media(_) if repeats_the_name(message) => (Fingerprint::NONE, 0),
                _ => prints.of_text(message.body),
            };
            if let (Content::Media(_), Some(file)) = (content, message.attachments.first()) {
                taken.media.push(Media {
                    row: u32::try_from(index).expect("fewer than 2^32 messages"),
                    name: file.name.map(|name| prints.of_bytes(name.as_bytes())),
                    bytes: file
                        .entry
                        .and_then(|entry| bytes(&prints, appraised, entry)),
                });
            }
            taken.bodies.push(match message.body {
                b"" => 0,
                body => prints.of_bytes(body).number().max(1),
            });
            taken.rows.push(Row {
                local: row.local,
                text,
                label: row.label,
                length,
                content,
                precision: row.precision,
                edit: match message.edited {
                    true => Edit::Marked,
                    false => Edit::Unmarked,
                },
            });
            ControlFlow::Continue(())
        })?;
        Ok(taken)
    }

    /// Returns it as one of two that are compared.
    pub fn side(&self) -> Side<'_> {
        Side {
            rows: &self.rows,
            labels: &self.labels,
            media: &self.media,
            phone: self.phone.as_deref(),
        }
    }
}

/// Returns the fingerprint of the bytes of a file, by the size and the CRC-32 that its ZIP gives.
/// No file is read for it: another CRC-32 is another file, and two files of one size and one
/// CRC-32, by one sender at one time, are one.
fn bytes(prints: &Fingerprints, appraised: &SourceAppraised, entry: usize) -> Option<Fingerprint> {
    let entry = appraised.account.entries.get(entry)?;
    let (size, crc32) = (entry.size.to_le_bytes(), entry.crc32?.to_le_bytes());
    Some(prints.of_bytes(&[&size[..], &crc32].concat()))
}

/// Tells whether what stands where a caption would is the file's own name: Android writes the name
/// of a document twice, and nobody wrote it.
fn repeats_the_name(message: &Message<'_>) -> bool {
    let mut files = message.attachments.iter().filter_map(|file| file.name);
    files.any(|name| name.as_bytes() == message.body.trim_ascii())
}

fn content(message: &Message<'_>) -> Content {
    match message.kind {
        Kind::System | Kind::Call => {
            match speaks_to_the_owner(&String::from_utf8_lossy(message.body)) {
                true => Content::NoticeToOwner,
                false => Content::Notice,
            }
        }
        Kind::Deleted => Content::Deleted,
        Kind::Media | Kind::Sticker => {
            let state = message.attachments.first().map(|file| file.state);
            Content::Media(match state {
                Some(AttachmentState::Present) => Held::Present,
                Some(AttachmentState::Missing) => Held::Missing,
                Some(AttachmentState::Omitted) | None => Held::Omitted,
            })
        }
        _ => Content::Words,
    }
}

/// Returns the labels of a source, each with the person for whom it stands from its first message
/// to its last.
fn labels(inputs: &Inputs, appraised: &SourceAppraised) -> Vec<Label> {
    let mut days: Vec<Option<(NaiveDate, NaiveDate)>> = vec![None; appraised.labels.len()];
    for row in &appraised.rows {
        if let Some(days) = days.get_mut(row.label as usize) {
            let day = row.date();
            let (first, last) = days.unwrap_or((day, day));
            *days = Some((first.min(day), last.max(day)));
        }
    }
    let person = |name: &str, (first, last)| {
        let on = |day| inputs.people.on(&appraised.source.id, name, day);
        let (first, last) = (on(first)?, on(last)?);
        (first.key == last.key).then(|| first.key.clone())
    };
    let labels = appraised.labels.iter().zip(days);
    labels
        .map(|(name, days)| Label {
            name: name.clone(),
            person: days.and_then(|days| person(name, days)),
        })
        .collect()
}
