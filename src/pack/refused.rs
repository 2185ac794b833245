//! The records that TNA's transfer service will refuse for their format: the department should know
//! before it uploads anything.

use std::num::NonZeroUsize;

use super::media::read;
use super::plan::Plan;
use super::publish::BuildError;
use crate::appraisal::{Appraisal, Inputs};
use crate::container;
use crate::format::{Identified, Lock, Refusal, refusal};
use crate::parallel::try_map;

/// A record that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its path below `data/`.
    pub record: String,
    /// Why.
    pub why: Refusal,
}

/// Returns which of some records, by path below `data/`, the service refuses.
pub(super) fn refused<'a>(
    formats: impl IntoIterator<Item = (&'a str, Identified)>,
) -> Vec<Refused> {
    let formats = formats.into_iter();
    let refused = formats.filter_map(|(record, format)| {
        let why = match format.lock {
            Lock::Password => Refusal::Password,
            Lock::None => refusal(format.puid)?,
        };
        let record = record.to_owned();
        Some(Refused { record, why })
    });
    refused.collect()
}

/// Looks through the attachments of a plan and returns those that the service refuses, in the
/// order of their paths.
///
/// # Errors
/// When an export cannot be opened, or an attachment cannot be read.
pub fn refused_attachments(
    inputs: &Inputs,
    appraisal: &Appraisal,
    plan: &Plan,
    threads: NonZeroUsize,
) -> Result<Vec<Refused>, BuildError> {
    let mut all = Vec::new();
    for chat in &plan.chats {
        let source = &appraisal.sources[chat.source].source;
        let export = container::open(&source.path(&inputs.batch), inputs.budget);
        let export = export.map_err(BuildError::Open)?;
        let parts = chat.parts.values();
        let attachments = parts.flat_map(|part| &part.attachments);
        let wanted: Vec<(usize, &str)> = attachments
            .map(|(&entry, attachment)| (entry as usize, attachment.path.as_str()))
            .collect();
        let formats = try_map(wanted, threads, |(entry, path)| {
            Ok::<_, BuildError>((path, read(export.as_ref(), entry, path, |_| {})?))
        })?;
        all.extend(refused(formats));
    }
    all.sort_by(|a, b| a.record.cmp(&b.record));
    Ok(all)
}
