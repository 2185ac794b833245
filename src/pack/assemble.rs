//! Assembles a package under its temporary name: records first, then the tag files that speak of
//! them. Nothing here reads the clock: every date is that of a sign-off or of a message.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::links::Links;
use super::media::{Media, hash_attachments, open_export};
use super::participants::{Listed, list_participants};
use super::plan::{ChatPlan, Plan};
use super::publish::BuildError;
use super::refused::{Refused, refused};
use super::render::{Rendered, Renderer};
use super::share::{Records, Share, share_out};
use super::write::write;
use crate::appraisal::{Appraisal, Inputs, Tally, check_unchanged, tally};
use crate::batch::{RecordRow, Sensitivity};
use crate::fixity::{Fixity, Sha256Digest};
use crate::format::{Basis, Identified, Lock, XML};
use crate::journal::Entry;
use crate::manifest::{Attachments, Counts, Group, Related, Relationship};
use crate::package::Bounds;
use crate::package::layout::Role;
use crate::parallel::try_map;

/// What a package is a function of.
pub struct BuildInputs<'a> {
    /// What the appraisal is a function of.
    pub inputs: &'a Inputs,
    /// The appraisal.
    pub appraisal: &'a Appraisal,
    /// The plan of the package.
    pub plan: &'a Plan,
    /// The records, reviewed and signed.
    pub records: &'a [RecordRow],
    /// The acts up to the last sign-off.
    pub acts: &'a [Entry],
    /// The hash of the journal's line with the last sign-off.
    pub head: Sha256Digest,
    /// The sign-off of the selection.
    pub selection: &'a Entry,
    /// The sign-off of the sensitivity review.
    pub sensitivity: &'a Entry,
    /// The SHA-256 of `rules.toml`.
    pub rules: Sha256Digest,
    /// How much one package may hold.
    pub bounds: Bounds,
    /// How many threads to use; the package does not depend on it.
    pub threads: NonZeroUsize,
}

impl BuildInputs<'_> {
    /// Returns the time of the last sign-off: the only "now" that a package knows.
    pub fn signed_at(&self) -> DateTime<Utc> {
        self.selection.at.max(self.sensitivity.at)
    }

    /// Returns the day of the last sign-off.
    pub fn signed_on(&self) -> NaiveDate {
        self.signed_at().date_naive()
    }
}

/// A package under its temporary name.
#[derive(Debug)]
pub struct Assembled {
    /// The name of the package.
    pub name: String,
    /// Where it lies.
    pub partial: PathBuf,
    /// What became of the messages.
    pub counts: Counts,
    /// How many files it has.
    pub files: u64,
    /// How many bytes the ZIP has.
    pub bytes: u64,
    /// The records that TNA's transfer service refuses for their format.
    pub refused: Vec<Refused>,
}

/// A record that is packed.
pub(super) struct Packed<'a> {
    /// Its row.
    pub row: &'a RecordRow,
    /// What it is made of.
    pub made: Made,
    /// Its size and digests.
    pub fixity: Fixity,
    /// Its format.
    pub format: Identified,
    /// Of an attachment: what the file was called in the export.
    pub original_name: Option<String>,
    /// How it belongs to others.
    pub relationships: Vec<Relationship>,
}

/// What a record that is packed is made of.
pub(super) enum Made {
    /// A transcript, in the spool.
    Transcript(Rendered),
    /// A file of participants, in the spool.
    Participants(Listed),
    /// A file of an export.
    Attachment,
}

impl Made {
    /// Returns what the record is.
    pub fn role(&self) -> Role {
        match self {
            Made::Transcript(_) => Role::Transcript,
            Made::Participants(_) => Role::Participants,
            Made::Attachment => Role::Attachment,
        }
    }

    /// Returns the transcript, if it is one.
    pub fn transcript(&self) -> Option<&Rendered> {
        match self {
            Made::Transcript(rendered) => Some(rendered),
            _ => None,
        }
    }
}

/// Assembles the package of a batch, or the packages that it is split into, in `folder`, with its
/// work in `spool`.
///
/// # Errors
/// When a source changed, cannot be read, a part is more than one package may hold, or a package
/// cannot be written.
pub fn assemble(
    build: &BuildInputs<'_>,
    folder: &Path,
    spool: &Path,
) -> Result<Vec<Assembled>, BuildError> {
    let plan = build.plan;
    let packable: BTreeMap<&str, &RecordRow> = build
        .records
        .iter()
        .filter(|row| matches!(row.sensitivity, Sensitivity::Open | Sensitivity::Closed))
        .map(|row| (row.record.as_str(), row))
        .collect();
    // Opened once: each is looked through as a whole when it is.
    let exports = (0..build.appraisal.sources.len())
        .map(|source| open_export(build, source))
        .collect::<Result<Vec<_>, _>>()?;
    let attachments = hash_attachments(build, &exports, plan, &packable)?;
    let fixities = attachments
        .iter()
        .map(|(path, attachment)| (path.clone(), attachment.fixity))
        .collect();
    let listed = list_participants(build, plan, &packable, spool)?;
    let links = Links::of(build, &fixities);
    let rendered = render(build, &links, &packable, &fixities, spool)?;
    // The transcripts are those of the exports as they were added, whatever happened since.
    for appraised in &build.appraisal.sources {
        check_unchanged(build.inputs, &appraised.source)?;
    }
    let mut records = packed(plan, &links, &packable, rendered, listed, &attachments);
    for (path, record) in &mut records {
        let media = attachments.get(*path);
        record.original_name = media.map(|media| media.name(&exports));
    }
    let mut counts = counts(build, plan, &records);
    let settings = &build.inputs.settings;
    let shares = share_out(plan, records, build.bounds, settings)?;
    let mut assembled = Vec::new();
    for share in &shares {
        let formats = share
            .records
            .iter()
            .map(|(path, record)| (*path, record.format));
        let refused = refused(formats);
        count_own(&mut counts, &links, share);
        let partial = folder.join(format!("{}.zip.partial", share.name));
        let (files, bytes) = write(
            build,
            &links,
            &exports,
            share,
            &partial,
            &attachments,
            counts,
        )?;
        assembled.push(Assembled {
            name: share.name.clone(),
            partial,
            counts,
            files,
            bytes,
            refused,
        });
    }
    Ok(assembled)
}

/// Brings together what is known of each record that is packed, but for its original name.
fn packed<'a>(
    plan: &Plan,
    links: &Links<'_>,
    packable: &BTreeMap<&'a str, &'a RecordRow>,
    mut rendered: BTreeMap<String, Rendered>,
    mut listed: BTreeMap<String, Listed>,
    attachments: &BTreeMap<String, Media>,
) -> Records<'a> {
    let mut relationships = relationships(plan, links, packable);
    let mut records = Records::new();
    for (path, row) in packable {
        let (fixity, format, made) = if let Some(transcript) = rendered.remove(*path) {
            (transcript.fixity, OUR_XML, Made::Transcript(transcript))
        } else if let Some(listed) = listed.remove(*path) {
            (listed.fixity, OUR_XML, Made::Participants(listed))
        } else if let Some(attachment) = attachments.get(*path) {
            (attachment.fixity, attachment.format, Made::Attachment)
        } else {
            // Its transcript stays behind, so it does too.
            continue;
        };
        let record = Packed {
            row,
            made,
            fixity,
            format,
            original_name: None,
            relationships: relationships.remove(*path).unwrap_or_default(),
        };
        records.insert(path, record);
    }
    records
}

/// The format of transcripts and files of participants: they begin with an XML declaration at byte 0.
const OUR_XML: Identified = Identified {
    puid: Some(XML),
    by: Basis::Written,
    lock: Lock::None,
};

/// Renders the transcripts that are packed, several conversations at a time, by path.
fn render(
    build: &BuildInputs<'_>,
    links: &Links<'_>,
    packable: &BTreeMap<&str, &RecordRow>,
    attachments: &BTreeMap<String, Fixity>,
    spool: &Path,
) -> Result<BTreeMap<String, Rendered>, BuildError> {
    let chats: Vec<&ChatPlan> = build.plan.chats.iter().collect();
    let rendered = try_map(chats, build.threads, |chat| {
        let parts = chat.parts.iter().filter_map(|(name, part)| {
            let row = packable.get(part.transcript.as_str())?;
            Some((name.as_str(), row.description.clone()))
        });
        let renderer = Renderer {
            inputs: build.inputs,
            appraised: &build.appraisal.sources[chat.source],
            chat,
            links,
            parts: parts.collect(),
            attachments,
            spool,
        };
        let rendered = renderer.render()?;
        let by_path = rendered.into_iter().map(|(name, transcript)| {
            let path = chat.parts[&name].transcript.clone();
            (path, transcript)
        });
        Ok::<_, BuildError>(by_path.collect::<Vec<_>>())
    })?;
    Ok(rendered.into_iter().flatten().collect())
}

/// Returns how records belong to others that are packed, by path.
fn relationships(
    plan: &Plan,
    links: &Links<'_>,
    packable: &BTreeMap<&str, &RecordRow>,
) -> BTreeMap<String, Vec<Relationship>> {
    let related = |kind, target: &str| Relationship {
        kind,
        target: format!("data/{target}"),
        messages: None,
        package: None,
    };
    let mut relationships: BTreeMap<String, Vec<Relationship>> = BTreeMap::new();
    let mut add = |path: &str, relationship| {
        let of_record = relationships.entry(path.to_owned()).or_default();
        of_record.push(relationship);
    };
    for chat in &plan.chats {
        let parts = chat.parts.values();
        let mut packed = parts
            .filter(|part| packable.contains_key(part.transcript.as_str()))
            .peekable();
        while let Some(part) = packed.next() {
            let transcript = part.transcript.as_str();
            if let Some(next) = packed.peek() {
                add(transcript, related(Related::NextPart, &next.transcript));
            }
            for copies in links.relationships(transcript) {
                add(transcript, copies);
            }
            let of = |kind| related(kind, transcript);
            add(&part.participants, of(Related::ParticipantsOf));
            for attachment in part.attachments.values() {
                add(&attachment.path, of(Related::AttachmentOf));
            }
        }
    }
    relationships
}

/// Returns what became of the messages of the batch; of those that are transferred nothing yet.
fn counts(build: &BuildInputs<'_>, plan: &Plan, records: &Records<'_>) -> Counts {
    let (whole, _): (Tally, _) = tally(build.appraisal);
    let parts = plan.chats.iter().flat_map(|chat| chat.parts.values());
    let stay = parts.filter(|part| !records.contains_key(part.transcript.as_str()));
    Counts {
        read: whole.outcomes.total(),
        select: whole.outcomes.select,
        context: whole.outcomes.context,
        refer: whole.outcomes.refer,
        outside: whole.outcomes.outside,
        not_selected: whole.outcomes.not_selected,
        held: whole.held,
        retained: stay.map(|part| part.messages).sum(),
        ..Counts::default()
    }
}

/// Counts what is transferred in one package, and in the others of its group.
fn count_own(counts: &mut Counts, links: &Links<'_>, share: &Share<'_>) {
    counts.transferred = 0;
    counts.attachments = Attachments::default();
    counts.elsewhere = share.group.as_ref().map_or(0, Group::elsewhere);
    counts.copies = links.copies_in(|path| share.records.contains_key(path));
    let records = share.records.values();
    for transcript in records.filter_map(|record| record.made.transcript()) {
        counts.transferred += transcript.messages;
        let attachments = &mut counts.attachments;
        attachments.referenced += transcript.attachments.referenced;
        attachments.present += transcript.attachments.present;
        attachments.omitted += transcript.attachments.omitted;
        attachments.missing += transcript.attachments.missing;
        attachments.withheld += transcript.attachments.withheld;
    }
}
