//! Adds an export to a batch: recognised, read to its end, copied, and only then recorded.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use super::stated::stated;
use super::{ActError, Doing, Loaded};
use crate::appraisal::SourceInput;
use crate::batch::{
    AddedSource, Batch, Capture, CopyError, DateOrderStated, copy_export, hash_file, write_whole,
};
use crate::container;
use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::Act;
use crate::message::{Conversation, Message, SourceId};
use crate::source::{Account, Evidence, Flow, Intake, Residue, registry};

/// What is stated of an export that is added.
#[derive(Debug, Clone, Default)]
pub struct Adding {
    /// The date order.
    pub date_order: Option<DateOrderStated>,
    /// How the export was made.
    pub capture: Capture,
}

/// An export that was added.
#[derive(Debug)]
pub struct Added {
    /// The source as it lies in the batch.
    pub source: AddedSource,
    /// Its conversation.
    pub conversation: Conversation,
    /// Its account.
    pub account: Account,
    /// How many bytes of its ZIP belong to nothing that is known.
    pub unaccounted: u64,
    /// The labels of its senders.
    pub labels: BTreeSet<String>,
}

/// Adds the export at `path`.
///
/// # Errors
/// When it is no export, cannot be read, was added before, or cannot be copied.
pub fn add(
    loaded: &mut Loaded,
    path: &Path,
    adding: &Adding,
    doing: &Doing,
) -> Result<Added, ActError> {
    adding.capture.check().map_err(ActError::Asked)?;
    let batch = loaded.inputs.batch.clone();
    if path.is_dir() {
        return Err(CopyError::Folder(path.to_owned()).into());
    }
    let (_, digest) = hash_file(path)?;
    refuse_again(loaded, path, &digest, adding)?;
    let export = container::open(path, loaded.inputs.budget)?;
    let (format, _) = registry::detect(export.as_ref())?;
    let stated = stated(
        adding.date_order.as_ref(),
        &adding.capture,
        &doing.by,
        &loaded.inputs.settings,
    )?;
    let mut first = FirstLook::default();
    let account = format.read(export.as_ref(), &stated, &mut first)?;
    let known = loaded.inputs.sources.iter().map(|input| &input.source);
    let number = known.filter(|source| source.format == format.id()).count() + 1;
    let id = SourceId::numbered(format.prefix(), number);
    let capture = adding.capture.to_toml();
    let source = copy(&batch, path, &id, format.id(), &capture)?;
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::SourceAdded {
            source: source.clone(),
            date_order: adding.date_order.clone(),
            capture: sha256(capture.as_bytes()),
            messages: account.messages,
            residue: account.residue.len() as u64,
        },
    )?;
    loaded.inputs.sources.push(SourceInput {
        source: source.clone(),
        stated,
        capture: adding.capture.clone(),
    });
    Ok(Added {
        source,
        conversation: first.conversation.unwrap_or(Conversation {
            title: String::new(),
            kind: crate::message::ConversationKind::Unknown,
            entry: String::new(),
            entry_index: 0,
        }),
        account,
        unaccounted: export.unaccounted(),
        labels: first.labels,
    })
}

/// Refuses an export that was added before. One ZIP may hold several chats: each is a source of
/// its own.
fn refuse_again(
    loaded: &Loaded,
    path: &Path,
    digest: &Sha256Digest,
    adding: &Adding,
) -> Result<(), ActError> {
    let chat = adding.capture.about("chat").value;
    let same =
        loaded.inputs.sources.iter().find(|input| {
            input.source.sha256 == *digest && input.capture.about("chat").value == chat
        });
    match same {
        None => Ok(()),
        Some(known) => Err(ActError::Exists(format!(
            "{} was added before, as {}; nothing was changed",
            crate::shown::shown_path(path),
            known.source.id
        ))),
    }
}

fn copy(
    batch: &Batch,
    path: &Path,
    id: &SourceId,
    format: &str,
    capture: &str,
) -> Result<AddedSource, ActError> {
    let folder = batch.source(id);
    if folder.exists() {
        // A run that was killed between copy and journal left it: it is no source.
        std::fs::remove_dir_all(&folder).map_err(IoAt::at("remove the unfinished", &folder))?;
    }
    let (bytes, sha256) = copy_export(path, &folder)?;
    write_whole(&folder.join("capture.toml"), capture.as_bytes())?;
    let name = path.file_name().unwrap_or_default();
    Ok(AddedSource {
        id: id.clone(),
        format: format.to_owned(),
        name: name.to_string_lossy().into_owned(),
        bytes,
        sha256,
    })
}

/// Takes what is told of an export as a whole, and lets the messages go.
#[derive(Default)]
struct FirstLook {
    conversation: Option<Conversation>,
    labels: BTreeSet<String>,
}

impl Intake for FirstLook {
    fn conversation(&mut self, conversation: &Conversation) -> Flow {
        self.conversation = Some(conversation.clone());
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, _evidence: &Evidence) -> Flow {
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        if let Some(label) = message.sender
            && !self.labels.contains(label)
        {
            self.labels.insert(label.to_owned());
        }
        ControlFlow::Continue(())
    }

    fn residue(&mut self, _residue: &Residue) -> Flow {
        ControlFlow::Continue(())
    }
}
