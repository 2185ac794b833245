//! Renders the transcripts of one conversation to the spool, in one reading of its source.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::describe::{Reasons, head};
use super::links::Links;
use super::part_names::PartNames;
use super::plan::{ChatPlan, PartPlan};
use super::publish::BuildError;
use crate::appraisal::{AttachmentRow, Inputs, Row, SourceAppraised, read_again};
use crate::error::IoAt;
use crate::fixity::{Fixity, HashingWriter, Sha256Digest};
use crate::message::{AttachmentState, Message};
use crate::transcript::{AttachmentWritten, MessageWritten, TranscriptWriter};

/// A transcript in the spool.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Where it lies.
    pub spooled: PathBuf,
    /// Its size and digests.
    pub fixity: Fixity,
    /// The root of its messages' digests.
    pub root: Sha256Digest,
    /// How many messages it holds.
    pub messages: u64,
    /// What became of the attachments of its messages.
    pub attachments: crate::manifest::Attachments,
}

/// What a record outside the transcripts is known by, when transcripts name it.
pub type AttachmentFixity<'a> = &'a BTreeMap<String, Fixity>;

/// What stays the same for all transcripts of a conversation.
pub struct Renderer<'a> {
    /// The inputs of the appraisal.
    pub inputs: &'a Inputs,
    /// The conversation's source.
    pub appraised: &'a SourceAppraised,
    /// What is planned of it.
    pub chat: &'a ChatPlan,
    /// What transcripts say of each other's messages.
    pub links: &'a Links<'a>,
    /// The parts that are packed, with the descriptions that a person approved.
    pub parts: BTreeMap<&'a str, String>,
    /// The attachments that are packed, by path.
    pub attachments: AttachmentFixity<'a>,
    /// The folder of the spool.
    pub spool: &'a Path,
}

struct OpenPart<'a> {
    plan: &'a PartPlan,
    name: &'a str,
    writer: TranscriptWriter<BufWriter<HashingWriter<File>>>,
    path: PathBuf,
    seen: u64,
    not_transferred: u64,
    attachments: crate::manifest::Attachments,
}

/// The parts of a conversation while it is rendered, by name.
struct Parts<'a> {
    names: PartNames,
    open: BTreeMap<String, OpenPart<'a>>,
    done: BTreeMap<String, Rendered>,
}

impl<'a> Renderer<'a> {
    /// Returns who a label of this source stands for on a day.
    pub fn person(&self, label: &str, day: chrono::NaiveDate) -> Option<&'a crate::people::Row> {
        let source = &self.appraised.source.id;
        self.inputs.people.on(source, label, day)
    }

    /// Renders every part that is packed, and returns them by name.
    ///
    /// # Errors
    /// When the source cannot be read again, or the spool cannot be written.
    pub fn render(&self) -> Result<BTreeMap<String, Rendered>, BuildError> {
        let mut parts = Parts {
            names: PartNames::of(self.inputs.settings.parts),
            open: BTreeMap::new(),
            done: BTreeMap::new(),
        };
        let mut failed = None;
        read_again(
            self.inputs,
            self.appraised,
            &mut |index, row, message| match self.take(index, row, message, &mut parts) {
                Ok(()) => std::ops::ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    std::ops::ControlFlow::Break(())
                }
            },
        )
        .map_err(|error| match failed.take() {
            Some(failed) => failed,
            None => BuildError::Appraisal(error),
        })?;
        Ok(parts.done)
    }

    fn take(
        &self,
        index: usize,
        row: &Row,
        message: &Message<'_>,
        parts: &mut Parts<'a>,
    ) -> Result<(), BuildError> {
        let Parts { names, open, done } = parts;
        let part = names.part(row.date());
        if !self.parts.contains_key(part) {
            return Ok(());
        }
        if !open.contains_key(part) {
            open.insert(part.to_owned(), self.begin(part)?);
        }
        let current = open.get_mut(part).expect("it was opened just now");
        let written = if row.is_transferable() {
            current.write(self, index, row, message)
        } else {
            current.not_transferred += 1;
            Ok(())
        };
        written.map_err(IoAt::at("write the transcript", &current.path))?;
        current.seen += 1;
        if current.seen == current.plan.messages + current.plan.not_transferred {
            let (part, finished) = open.remove_entry(part).expect("it is open");
            done.insert(part, finished.finish()?);
        }
        Ok(())
    }

    fn begin(&self, part: &str) -> Result<OpenPart<'a>, BuildError> {
        let (name, plan) = self
            .chat
            .parts
            .get_key_value(part)
            .expect("a part that is packed is planned");
        let path = self.spool.join(format!("{}_{part}.xml", self.chat.name));
        let file = File::create(&path).map_err(IoAt::at("create", &path))?;
        let to = BufWriter::with_capacity(1 << 16, HashingWriter::new(file));
        let writer = TranscriptWriter::begin(to, &head(self, name, plan))
            .map_err(IoAt::at("write the transcript", &path))?;
        Ok(OpenPart {
            plan,
            name,
            writer,
            path,
            seen: 0,
            not_transferred: 0,
            attachments: crate::manifest::Attachments::default(),
        })
    }

    /// Returns an attachment as the transcript shows it, and counts it.
    fn attachment(
        &self,
        attachment: &AttachmentRow,
        plan: &PartPlan,
        counts: &mut crate::manifest::Attachments,
    ) -> AttachmentWritten {
        counts.referenced += 1;
        let packed = attachment
            .entry
            .and_then(|entry| plan.attachments.get(&entry))
            .and_then(|planned| Some((planned, self.attachments.get(&planned.path)?)));
        let (state, file) = match (attachment.state, packed) {
            (AttachmentState::Present, Some((planned, fixity))) => {
                counts.present += 1;
                let name = planned.path.rsplit('/').next().unwrap_or_default();
                (
                    "present",
                    Some((name.to_owned(), fixity.size, fixity.sha256)),
                )
            }
            (AttachmentState::Present, None) => {
                counts.withheld += 1;
                ("withheld", None)
            }
            (AttachmentState::Omitted, _) => {
                counts.omitted += 1;
                ("omitted", None)
            }
            (AttachmentState::Missing, _) => {
                counts.missing += 1;
                ("missing", None)
            }
        };
        AttachmentWritten {
            state,
            media: attachment.media,
            file,
        }
    }
}

/// Returns the app's own words, or none where they name a file that is withheld with others: a name
/// tells of what stays behind. The words of a person are never left out.
fn without_names<'m>(words: &'m [u8], message: &Message<'_>) -> &'m [u8] {
    let mut names = message.attachments.iter().filter_map(|file| file.name);
    match names.any(|name| memchr::memmem::find(words, name.as_bytes()).is_some()) {
        true => b"",
        false => words,
    }
}

impl OpenPart<'_> {
    fn write(
        &mut self,
        renderer: &Renderer<'_>,
        index: usize,
        row: &Row,
        message: &Message<'_>,
    ) -> io::Result<()> {
        if self.not_transferred > 0 {
            self.writer.not_transferred(self.not_transferred)?;
            self.not_transferred = 0;
        }
        let appraised = renderer.appraised;
        let reasons = Reasons {
            inputs: renderer.inputs,
            appraised,
            chat: renderer.chat,
            links: renderer.links,
            is_packed: &|part| renderer.parts.contains_key(part),
        };
        let reason = reasons.because(self.name, row);
        let linked = renderer.links.linked(renderer.chat.source, index);
        let attachments: Vec<AttachmentWritten> = appraised
            .attachments_of(index)
            .iter()
            .map(|attachment| renderer.attachment(attachment, self.plan, &mut self.attachments))
            .collect();
        let withheld = attachments.iter().any(|file| file.state == "withheld");
        let marker = |text| match withheld {
            true => without_names(text, message),
            false => text,
        };
        let person = appraised
            .label(row)
            .and_then(|label| renderer.person(label, row.date()));
        let attributed = message
            .attributed_to
            .and_then(|label| renderer.person(label, row.date()));
        self.writer.message(&MessageWritten {
            kind: message.kind,
            from: person.map(|person| person.key.as_str()),
            attributed_to: attributed.map(|person| person.key.as_str()),
            sender_basis: message.sender_basis,
            written: message.stamp.written,
            local: message.stamp.local_iso(),
            precision: message.stamp.precision.word(),
            utc: appraised
                .zone
                .instants(message.stamp.local)
                .iso(message.stamp.precision),
            before: marker(message.lead),
            body: message.body,
            after: marker(message.tail),
            marker: message.marker,
            attachments,
            event: message.event,
            deleted: message.deleted,
            edited: message.edited,
            decision: reason.written(),
            copies: linked.copies,
            differences: linked.differences,
            warnings: &message.warnings,
        })?;
        Ok(())
    }

    fn finish(mut self) -> Result<Rendered, BuildError> {
        let path = self.path;
        let finished = (|| {
            if self.not_transferred > 0 {
                self.writer.not_transferred(self.not_transferred)?;
            }
            let (to, sealed) = self.writer.finish()?;
            let hashing = to.into_inner().map_err(io::IntoInnerError::into_error)?;
            let (_, fixity) = hashing.finish();
            Ok((sealed, fixity))
        })();
        let (sealed, fixity) = finished.map_err(IoAt::at("write the transcript", &path))?;
        Ok(Rendered {
            spooled: path,
            fixity,
            root: sealed.root,
            messages: sealed.messages,
            attachments: self.attachments,
        })
    }
}
