//! The formats that are read, in the order in which they are asked.

use super::{ReadError, Sighting, SourceFormat};
use crate::container::Container;
use crate::place::Place;
use crate::shown::shown;

/// Every format. To add an app: a file beside this one, a line here, a folder of samples.
pub const FORMATS: &[&dyn SourceFormat] = &[&super::whatsapp::WhatsAppText];

/// Returns the format with this id.
pub fn by_id(id: &str) -> Option<&'static dyn SourceFormat> {
    FORMATS.iter().copied().find(|format| format.id() == id)
}

/// Returns the format that recognises an export, and what it saw.
///
/// # Errors
/// When no format recognises it, or it cannot be read.
pub fn detect(export: &dyn Container) -> Result<(&'static dyn SourceFormat, Sighting), ReadError> {
    let mut plausible = None;
    let mut whys = Vec::new();
    for &format in FORMATS {
        match format.sight(export)? {
            sighting @ Sighting::Certain { .. } => return Ok((format, sighting)),
            sighting @ Sighting::Plausible { .. } => {
                plausible.get_or_insert((format, sighting));
            }
            Sighting::No { why } => whys.push(format!("not a {}: {why}", format.title())),
        }
    }
    plausible.ok_or_else(|| ReadError::NotThis {
        at: Place::file(shown(export.name()).to_string()),
        why: format!("no chat was recognised in it ({})", whys.join("; ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_unlike() {
        let ids: std::collections::BTreeSet<_> = FORMATS.iter().map(|f| f.id()).collect();
        assert_eq!(ids.len(), FORMATS.len());
        for format in FORMATS {
            assert!(
                format
                    .id()
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-')
            );
            assert!(format.prefix().bytes().all(|b| b.is_ascii_lowercase()));
            assert!(by_id(format.id()).is_some());
        }
    }
}
