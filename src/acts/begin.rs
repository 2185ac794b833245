//! Begins a batch: its folder, its settings, its key and the first line of its journal.

use super::{ActError, Doing};
use crate::batch::{Batch, Settings, read_bytes, write_whole};
use crate::error::IoAt;
use crate::journal::{Act, Journal};
use crate::ledger::LedgerKey;
use crate::people;
use crate::selection::Policy;
use crate::shown::shown_path;

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
/// When the folder holds a batch already or a file that would be overwritten, a setting is wrong,
/// or the file system fails.
pub fn begin(batch: &Batch, beginning: &Beginning, doing: &Doing) -> Result<Settings, ActError> {
    let settings = Settings::parse("batch.toml", &beginning.settings)?;
    Policy::read("rules.toml", beginning.rules.as_bytes())?;
    let header = format!("{}\n", people::COLUMNS.join(","));
    let people = beginning.people.as_deref().unwrap_or(&header);
    people::People::parse("people.csv", people)?;
    let begun = Act::Begun {
        reference: settings.reference.clone(),
    };
    let mut journal = Journal::open(&batch.journal())?;
    // A run that was killed before it wrote the settings has begun this batch already.
    let is_begun = matches!(journal.entries(), [only] if only.act == begun);
    if batch.exists() || !(journal.entries().is_empty() || is_begun) {
        return Err(ActError::Exists(format!(
            "{} holds a batch already; nothing was changed. Go on with it, or name another folder with --batch",
            shown_path(batch.root())
        )));
    }
    let key = beginning.key.to_text();
    let files = [
        (batch.rules(), beginning.rules.as_str()),
        (batch.people(), people),
        (batch.ledger_key(), key.as_str()),
    ];
    for (path, text) in &files {
        if path.exists() && read_bytes(path)? != text.as_bytes() {
            return Err(ActError::Exists(format!(
                "{} is there already and would be overwritten; nothing was changed. Move it away, begin the batch, then bring back what is needed of it",
                shown_path(path)
            )));
        }
    }
    let root = batch.root();
    std::fs::create_dir_all(root).map_err(IoAt::at("create", root))?;
    for (path, text) in &files {
        write_whole(path, text.as_bytes())?;
    }
    if !is_begun {
        journal.append(doing.at, &doing.by, doing.replayed, begun)?;
    }
    // Last, because a folder with settings is a batch.
    write_whole(&batch.settings(), beginning.settings.as_bytes())?;
    Ok(settings)
}
