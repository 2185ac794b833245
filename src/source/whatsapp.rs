//! WhatsApp's "Export chat": a text file, or a ZIP that holds one with its media.

use super::{Account, Intake, ReadError, Sighting, SourceFormat, Stated};
use crate::container::Container;

/// WhatsApp's text export.
pub struct WhatsAppText;

impl SourceFormat for WhatsAppText {
    fn id(&self) -> &'static str {
        "whatsapp-text"
    }

    fn title(&self) -> &'static str {
        "WhatsApp chat export"
    }

    fn prefix(&self) -> &'static str {
        "wa"
    }

    fn never_exported(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    fn sight(&self, _export: &dyn Container) -> Result<Sighting, ReadError> {
        todo!()
    }

    fn read(
        &self,
        _export: &dyn Container,
        _stated: &Stated,
        _intake: &mut dyn Intake,
    ) -> Result<Account, ReadError> {
        todo!()
    }
}
