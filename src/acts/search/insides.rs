//! The texts inside the attachments of a source, each read once.

use std::collections::BTreeMap;
use std::io::Read as _;

use crate::appraisal::{AppraisalError, Inputs, SourceAppraised};
use crate::container;
use crate::message::{Attachment, AttachmentState, Message};
use crate::search::{Inside, MOST_INSIDE, Place, inside, may_hold_text};
use crate::source::ReadError;

/// What the attachments of a source hold, by the entry of the export.
#[derive(Default)]
pub(super) struct Insides {
    by_entry: BTreeMap<usize, Inside>,
}

impl Insides {
    /// Reads the attachments of a source, those whose names promise text.
    pub fn of(inputs: &Inputs, appraised: &SourceAppraised) -> Result<Insides, AppraisalError> {
        let failed = |error| AppraisalError::Read {
            id: appraised.source.id.clone(),
            error: Box::new(ReadError::Open(error)),
        };
        let mut insides = Insides::default();
        let present = appraised.attachments.iter();
        let present = present.filter(|file| file.state == AttachmentState::Present);
        let entries: Vec<usize> = present
            .filter_map(|file| usize::try_from(file.entry?).ok())
            .collect();
        if entries.is_empty() {
            return Ok(insides);
        }
        let path = appraised.source.path(&inputs.batch);
        let export = container::open(&path, inputs.budget).map_err(failed)?;
        for entry in entries {
            if insides.by_entry.contains_key(&entry) {
                continue;
            }
            let name = &appraised.entries[entry];
            let held = match may_hold_text(name) {
                Err(why) => Inside::NotSearched(why),
                Ok(kind) => {
                    let mut bytes = Vec::new();
                    let file = export.open(entry).map_err(failed)?;
                    match file.take(MOST_INSIDE + 1).read_to_end(&mut bytes) {
                        Ok(_) => inside(kind, &bytes),
                        Err(_) => Inside::NotSearched("its bytes could not be read"),
                    }
                }
            };
            insides.by_entry.insert(entry, held);
        }
        Ok(insides)
    }

    fn inside(&self, file: &Attachment<'_>) -> Option<&Inside> {
        self.by_entry.get(&file.entry?)
    }

    /// Returns the texts of a message beside its words: the names of its files, and what they hold.
    pub fn beside<'t>(&'t self, message: &Message<'t>) -> Vec<(Place, &'t str)> {
        let mut beside = Vec::new();
        for (number, file) in message.attachments.iter().enumerate() {
            beside.extend(file.name.map(|name| (Place::Name(number), name)));
            if let Some(Inside::Searched(text)) = self.inside(file) {
                beside.push((Place::Inside(number), text.as_str()));
            }
        }
        beside
    }

    /// Says whether the text inside a file was searched; nothing where its bytes are not there.
    pub fn said(&self, file: &Attachment<'_>) -> String {
        match self.inside(file) {
            Some(Inside::Searched(_)) => "the text inside was searched".to_owned(),
            Some(Inside::NotSearched(why)) => format!("not searched inside: {why}"),
            None => String::new(),
        }
    }

    /// Tells whether the text of an entry was searched.
    pub fn searched(&self, entry: usize) -> bool {
        matches!(self.by_entry.get(&entry), Some(Inside::Searched(_)))
    }
}
