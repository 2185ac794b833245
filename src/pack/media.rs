//! The attachments of a package, read from their exports: once for their digests and their format
//! together, before the transcripts that name them are written.

use std::collections::BTreeMap;
use std::io::Read as _;

use super::assemble::BuildInputs;
use super::plan::Plan;
use super::publish::BuildError;
use crate::batch::RecordRow;
use crate::container::{self, Container};
use crate::fixity::{Fixity, Hasher};
use crate::format::{Identified, Sampler, identify};
use crate::parallel::try_map;

/// Where the bytes of an attachment are, and what they are.
pub(super) struct Media {
    pub source: usize,
    pub entry: usize,
    pub fixity: Fixity,
    pub format: Identified,
}

impl Media {
    /// Returns what the file was called in its export, without the folders it lay in.
    pub fn name(&self, exports: &[Box<dyn Container>]) -> String {
        let entry = &exports[self.source].entries()[self.entry];
        let name = entry.name.rsplit(['/', '\\']).next();
        name.unwrap_or_default().to_owned()
    }
}

/// Hashes the attachments that are packed: transcripts name their digests.
pub(super) fn hash_attachments(
    build: &BuildInputs<'_>,
    exports: &[Box<dyn Container>],
    plan: &Plan,
    packable: &BTreeMap<&str, &RecordRow>,
) -> Result<BTreeMap<String, Media>, BuildError> {
    let mut wanted = Vec::new();
    for chat in &plan.chats {
        for part in chat.parts.values() {
            if !packable.contains_key(part.transcript.as_str()) {
                continue;
            }
            for (&entry, attachment) in &part.attachments {
                if packable.contains_key(attachment.path.as_str()) {
                    wanted.push((attachment.path.clone(), chat.source, entry as usize));
                }
            }
        }
    }
    let hashed = try_map(wanted, build.threads, |(path, source, entry)| {
        let export = &exports[source];
        let mut hasher = Hasher::new();
        let format = read(export.as_ref(), entry, &path, |bytes| hasher.update(bytes))?;
        let media = Media {
            source,
            entry,
            fixity: hasher.finish(),
            format,
        };
        Ok::<_, BuildError>((path, media))
    })?;
    Ok(hashed.into_iter().collect())
}

/// Opens the export of a source.
pub(super) fn open_export(
    build: &BuildInputs<'_>,
    source: usize,
) -> Result<Box<dyn Container>, BuildError> {
    let added = &build.appraisal.sources[source].source;
    let path = added.path(&build.inputs.batch);
    container::open(&path, build.inputs.budget).map_err(BuildError::Open)
}

/// Reads an attachment to its end, hands its bytes on, and returns its format. Its path in the
/// package is for messages, and for its extension.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(
    export: &dyn Container,
    entry: usize,
    path: &str,
    mut with: impl FnMut(&[u8]),
) -> Result<Identified, BuildError> {
    let mut sampler = Sampler::new(export.entries()[entry].size);
    let mut buffer = vec![0; 1 << 18];
    let mut from = export.open(entry).map_err(BuildError::Open)?;
    loop {
        let read = from.read(&mut buffer).map_err(|source| BuildError::Media {
            path: path.to_owned(),
            source,
        })?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(identify(&sampler.finish(), path));
        }
        sampler.update(bytes);
        with(bytes);
    }
}
