//! Assembles a package under its temporary name: records first, then the tag files that speak of
//! them. Nothing here reads the clock: every date is that of a sign-off or of a message.

use std::collections::BTreeMap;
use std::fs::File;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::media::{Media, hash_attachments, open_export};
use super::participants::{Listed, list_participants};
use super::plan::{ChatPlan, Plan};
use super::publish::BuildError;
use super::refused::{Refused, refused};
use super::render::{Rendered, Renderer};
use super::tags::tag_files;
use crate::appraisal::{Appraisal, Inputs, Tally, check_unchanged, tally};
use crate::batch::{RecordRow, Sensitivity};
use crate::canonical::{self, Member, Supply};
use crate::container::Container;
use crate::error::IoAt;
use crate::fixity::{Fixity, Sha256Digest};
use crate::format::{Basis, Identified, Lock, XML};
use crate::journal::Entry;
use crate::manifest::{Attachments, Counts, Relationship};
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

/// Assembles the package of a batch in `folder`, with its work in `spool`.
///
/// # Errors
/// When a source changed, cannot be read, or the package cannot be written.
pub fn assemble(
    build: &BuildInputs<'_>,
    folder: &Path,
    spool: &Path,
) -> Result<Assembled, BuildError> {
    let settings = &build.inputs.settings;
    let name = settings.package_name();
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
    let mut listed = list_participants(build, plan, &packable, spool)?;
    let mut rendered = render(build, plan, &packable, &fixities, spool)?;
    // The transcripts are those of the exports as they were added, whatever happened since.
    for appraised in &build.appraisal.sources {
        check_unchanged(build.inputs, &appraised.source)?;
    }
    let mut relationships = relationships(plan, &packable);
    let mut records: BTreeMap<&str, Packed<'_>> = BTreeMap::new();
    for (path, row) in &packable {
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
        records.insert(
            path,
            Packed {
                row,
                made,
                fixity,
                format,
                original_name: attachments.get(*path).map(|media| media.name(&exports)),
                relationships: relationships.remove(*path).into_iter().collect(),
            },
        );
    }
    let formats = records.iter().map(|(path, record)| (*path, record.format));
    let refused = refused(formats);
    let counts = counts(build, plan, &records);
    let partial = folder.join(format!("{name}.zip.partial"));
    let (files, bytes) = write(
        build,
        &exports,
        &name,
        &partial,
        &records,
        &attachments,
        counts,
    )?;
    Ok(Assembled {
        name,
        partial,
        counts,
        files,
        bytes,
        refused,
    })
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
    plan: &Plan,
    packable: &BTreeMap<&str, &RecordRow>,
    attachments: &BTreeMap<String, Fixity>,
    spool: &Path,
) -> Result<BTreeMap<String, Rendered>, BuildError> {
    let chats: Vec<&ChatPlan> = plan.chats.iter().collect();
    let rendered = try_map(chats, build.threads, |chat| {
        let parts = chat.parts.iter().filter_map(|(name, part)| {
            let row = packable.get(part.transcript.as_str())?;
            Some((name.as_str(), row.description.clone()))
        });
        let renderer = Renderer {
            inputs: build.inputs,
            appraised: &build.appraisal.sources[chat.source],
            chat,
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
    packable: &BTreeMap<&str, &RecordRow>,
) -> BTreeMap<String, Relationship> {
    let related = |kind, target: &str| Relationship {
        kind,
        target: format!("data/{target}"),
    };
    let mut relationships = BTreeMap::new();
    for chat in &plan.chats {
        let parts = chat.parts.values();
        let mut packed = parts
            .filter(|part| packable.contains_key(part.transcript.as_str()))
            .peekable();
        while let Some(part) = packed.next() {
            if let Some(next) = packed.peek() {
                let next = related("next-part", &next.transcript);
                relationships.insert(part.transcript.clone(), next);
            }
            let of = related("participants-of", &part.transcript);
            relationships.insert(part.participants.clone(), of);
            for attachment in part.attachments.values() {
                let of = related("attachment-of", &part.transcript);
                relationships.insert(attachment.path.clone(), of);
            }
        }
    }
    relationships
}

fn counts(build: &BuildInputs<'_>, plan: &Plan, records: &BTreeMap<&str, Packed<'_>>) -> Counts {
    let (whole, _): (Tally, _) = tally(build.appraisal);
    let mut retained = 0;
    for part in plan.chats.iter().flat_map(|chat| chat.parts.values()) {
        if !records.contains_key(part.transcript.as_str()) {
            retained += part.messages;
        }
    }
    let mut transferred = 0;
    let mut attachments = Attachments::default();
    for transcript in records.values().filter_map(|r| r.made.transcript()) {
        transferred += transcript.messages;
        attachments.referenced += transcript.attachments.referenced;
        attachments.present += transcript.attachments.present;
        attachments.omitted += transcript.attachments.omitted;
        attachments.missing += transcript.attachments.missing;
        attachments.withheld += transcript.attachments.withheld;
    }
    Counts {
        read: whole.outcomes.total(),
        select: whole.outcomes.select,
        context: whole.outcomes.context,
        refer: whole.outcomes.refer,
        outside: whole.outcomes.outside,
        not_selected: whole.outcomes.not_selected,
        held: whole.held,
        retained,
        transferred,
        attachments,
    }
}

/// Writes the ZIP: the layout of the records is known before a byte of them is read; the tag
/// files come after them, and their layout changes nothing before it.
fn write(
    build: &BuildInputs<'_>,
    exports: &[Box<dyn Container>],
    name: &str,
    partial: &Path,
    records: &BTreeMap<&str, Packed<'_>>,
    attachments: &BTreeMap<String, Media>,
    counts: Counts,
) -> Result<(u64, u64), BuildError> {
    let in_zip = |path: &str| format!("{name}/{path}");
    let mut members: Vec<Member> = records
        .iter()
        .map(|(path, record)| Member {
            name: in_zip(&format!("data/{path}")),
            size: record.fixity.size,
            date: record.row.last,
        })
        .collect();
    canonical::sort(&mut members);
    let data = canonical::Plan::new(members.clone())?;
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(partial)
        .map_err(IoAt::at("create", partial))?;
    let supplies = records.iter().map(|(path, record)| {
        let member = data
            .find(&in_zip(&format!("data/{path}")))
            .expect("every record was planned");
        supply(exports, member, record, attachments.get(*path))
    });
    let written = data.write_members(&file, supplies.collect(), build.threads)?;
    for ((path, record), fixity) in records.iter().zip(&written) {
        if *fixity != record.fixity {
            return Err(BuildError::Unsteady((*path).to_owned()));
        }
    }
    let tags = tag_files(build, name, records, counts)?;
    members.extend(tags.iter().map(|(path, bytes)| Member {
        name: in_zip(path),
        size: bytes.len() as u64,
        date: build.signed_on(),
    }));
    canonical::sort(&mut members);
    let whole = canonical::Plan::new(members)?;
    let mut crc32s: BTreeMap<usize, u32> = BTreeMap::new();
    for (path, record) in records {
        let member = whole.find(&in_zip(&format!("data/{path}")));
        crc32s.insert(member.expect("it was planned"), record.fixity.crc32);
    }
    for (path, bytes) in &tags {
        let member = whole.find(&in_zip(path)).expect("it was planned");
        let fixity = whole.write_member(&file, member, &mut bytes.as_slice())?;
        crc32s.insert(member, fixity.crc32);
    }
    let crc32s: Vec<u32> = crc32s.into_values().collect();
    whole.finish(&file, &crc32s)?;
    file.sync_all().map_err(IoAt::at("flush", partial))?;
    Ok((whole.members().len() as u64, whole.size()))
}

fn supply<'a>(
    exports: &'a [Box<dyn Container>],
    member: usize,
    record: &'a Packed<'_>,
    media: Option<&'a Media>,
) -> Supply<'a> {
    match (&record.made, media) {
        (Made::Transcript(rendered), _) => {
            Supply::new(member, move || File::open(&rendered.spooled))
        }
        (Made::Participants(listed), _) => Supply::new(member, move || File::open(&listed.spooled)),
        (Made::Attachment, Some(media)) => Supply::new(member, move || {
            let export = &exports[media.source];
            export.open(media.entry).map_err(std::io::Error::other)
        }),
        (Made::Attachment, None) => Supply::bytes(member, &[]),
    }
}
