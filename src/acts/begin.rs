//! Begins a batch: its folder, its settings, its key and the first line of its journal.

use super::{ActError, Doing};
use crate::batch::{Batch, Settings, write_whole};
use crate::error::IoAt;
use crate::journal::{Act, Journal};
use crate::ledger::LedgerKey;
use crate::people;
use crate::selection::Policy;

/// What a batch begins with.
pub struct Beginning {
    /// The text of `batch.toml`.
    pub settings: String,
    /// The text of `rules.toml`.
    pub rules: String,
    /// The text of `people.csv`; none gives the header alone.
    pub people: Option<String>,
    /// The key of the ledger.
    pub key: LedgerKey,
}

/// Begins a batch in a folder that holds none. Everything is checked before anything is written.
///
/// # Errors
/// When the folder holds a batch already, a setting is wrong, or the file system fails.
pub fn begin(batch: &Batch, beginning: &Beginning, doing: &Doing) -> Result<Settings, ActError> {
    if batch.exists() || batch.journal().exists() {
        return Err(ActError::Exists(format!(
            "{} holds a batch already; nothing was changed",
            crate::shown::shown_path(batch.root())
        )));
    }
    let settings = Settings::parse("batch.toml", &beginning.settings)?;
    Policy::read("rules.toml", beginning.rules.as_bytes())?;
    let header = format!("{}\n", people::COLUMNS.join(","));
    let people = beginning.people.as_deref().unwrap_or(&header);
    people::People::parse("people.csv", people)?;
    let root = batch.root();
    std::fs::create_dir_all(root).map_err(IoAt::at("create", root))?;
    write_whole(&batch.rules(), beginning.rules.as_bytes())?;
    write_whole(&batch.people(), people.as_bytes())?;
    write_whole(&batch.ledger_key(), beginning.key.to_text().as_bytes())?;
    Journal::open(&batch.journal())?.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Begun {
            reference: settings.reference.clone(),
        },
    )?;
    // Last, because a folder with settings is a batch.
    write_whole(&batch.settings(), beginning.settings.as_bytes())?;
    Ok(settings)
}
