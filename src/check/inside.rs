//! What is inside a package of ours, read once for all checks that look at it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{BufReader, Read as _};

use super::par::Participants;
use super::trn::{Carried, Transcript};
use crate::bag;
use crate::fixity::Fixity;
use crate::format::Identified;
use crate::manifest::{self, ManifestRead};
use crate::package::layout::{self, Role};
use crate::package::{Opened, PackageFile};
use crate::parallel::try_map;
use crate::xml::{Node, Wrong};

/// How many bytes of a file are read at a time.
const BUFFER: usize = 64 << 10;

/// A package of ours, and what is inside it.
pub struct Inside<'a> {
    /// The package.
    pub package: &'a Opened,
    /// Its transcripts that can be read, in the order of their paths: every file in `data/` that
    /// has the name of one, whatever the deposit manifest says of it.
    pub transcripts: Vec<Transcript>,
    /// Its files of participants that can be read, in the order of their paths.
    pub participants: Vec<Participants>,
    /// What is wrong with the form of its deposit manifest.
    pub manifest_wrong: Vec<Wrong>,
    manifest: ManifestRead,
    is_whole: bool,
}

impl<'a> Inside<'a> {
    /// Reads the deposit manifest and all transcripts, the latter on the package's threads.
    pub fn read(package: &'a Opened) -> Inside<'a> {
        let of_role = |role| {
            let files = package.payload().filter(move |file| {
                role_of(&file.path) == Some(role) && fixity(package, &file.path).is_some()
            });
            files.collect::<Vec<_>>()
        };
        let read = |file: &PackageFile| Ok::<_, Infallible>(Transcript::read(package, file));
        let transcripts = try_map(of_role(Role::Transcript), package.threads(), read);
        let transcripts: Vec<Option<Transcript>> =
            transcripts.unwrap_or_else(|never| match never {});
        let transcripts: Vec<Transcript> = transcripts.into_iter().flatten().collect();
        let participants = of_role(Role::Participants).into_iter().filter_map(|file| {
            let of = find(&transcripts, &transcript_of(&file.path)?);
            Participants::read(package, file, of)
        });
        let participants = participants.collect();
        let mut manifest = read_manifest(package).unwrap_or_default();
        let manifest_wrong = std::mem::take(&mut manifest.wrong);
        let is_read = !manifest.root.name.is_empty();
        Inside {
            package,
            transcripts,
            participants,
            is_whole: is_read && manifest_wrong.is_empty(),
            manifest_wrong,
            manifest,
        }
    }

    /// Returns the deposit manifest, if it follows its schema: otherwise that is the finding, and
    /// nothing is concluded from what it says.
    pub fn manifest(&self) -> Option<&ManifestRead> {
        self.is_whole.then_some(&self.manifest)
    }

    /// Returns the records that the manifest lists, by path; of those listed twice the last.
    pub fn records(&self) -> BTreeMap<&str, &Node> {
        let records = self.manifest().map_or(&[][..], |m| m.records.as_slice());
        let by_path = records.iter().map(|node| (node.attribute("path"), node));
        by_path.collect()
    }

    /// Returns the transcript with this path, if it can be read and follows its schema.
    pub fn transcript(&self, path: &str) -> Option<&Transcript> {
        find(&self.transcripts, path)
    }

    /// Tells whether every transcript of the package is there and follows its schema, so that sums
    /// over all of them can be made.
    pub fn all_transcripts_are_whole(&self) -> bool {
        let files = self.package.payload();
        let named = files.filter(|file| role_of(&file.path) == Some(Role::Transcript));
        named.count() == self.transcripts.len() && self.transcripts.iter().all(|t| t.is_whole)
    }

    /// Returns the messages that carry an attachment, if its transcript is whole and any does.
    pub fn carried(&self, attachment: &str) -> Option<&Carried> {
        let transcript = self.transcript(&transcript_of(attachment)?)?;
        let (_, file) = attachment.rsplit_once('/')?;
        transcript.carried.get(file)
    }

    /// Returns the transcript to which a file of participants belongs, if it is whole.
    pub fn listed(&self, participants: &str) -> Option<&Transcript> {
        self.transcript(&transcript_of(participants)?)
    }

    /// Returns the computed size and digests of a file, if it is there and can be read.
    pub fn fixity(&self, path: &str) -> Option<&'a Fixity> {
        fixity(self.package, path)
    }

    /// Returns the format that the bytes of a record show, if it is there and can be read.
    pub fn format(&self, path: &str) -> Option<Identified> {
        let index = self.package.index(path)?;
        self.package.digests().get(index)?.format
    }
}

/// Returns what the name of a file in `data/` says that it is, if it is one that consign gives.
pub fn role_of(path: &str) -> Option<Role> {
    layout::record_name(below_data(path)).map(|name| name.role)
}

/// Returns the path of the transcript of the same part as a record, if its name is one that consign
/// gives.
pub fn transcript_of(record: &str) -> Option<String> {
    let name = layout::record_name(below_data(record))?;
    let transcript = layout::transcript(name.batch, name.chat, name.part);
    Some(format!("{}{transcript}", bag::PAYLOAD))
}

/// Returns the transcript with this path, if it follows its schema.
fn find<'t>(transcripts: &'t [Transcript], path: &str) -> Option<&'t Transcript> {
    let found = transcripts.binary_search_by(|transcript| transcript.path.as_str().cmp(path));
    let transcript = transcripts.get(found.ok()?)?;
    transcript.is_whole.then_some(transcript)
}

/// Returns a path without the folder `data/`.
pub fn below_data(path: &str) -> &str {
    path.strip_prefix(bag::PAYLOAD).unwrap_or(path)
}

/// Returns the computed size and digests of a file, if it is there and can be read.
pub fn fixity<'a>(package: &'a Opened, path: &str) -> Option<&'a Fixity> {
    let index = package.index(path)?;
    package.digests().get(index)?.fixity.as_ref()
}

fn read_manifest(package: &Opened) -> Option<ManifestRead> {
    fixity(package, layout::DEPOSIT_MANIFEST)?;
    let from = package.open_content(package.file(layout::DEPOSIT_MANIFEST)?);
    // One that is longer than every limit is cut here, and is malformed then.
    let from = from.ok()?.take(package.limits().tag.file);
    Some(manifest::read(BufReader::with_capacity(BUFFER, from)))
}
