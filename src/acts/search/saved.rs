//! Saved searches: a file each below `searches/`, and beside it the ids that were found last.

use std::path::PathBuf;

use super::super::ActError;
use super::Answer;
use crate::batch::{Batch, read_text, write_whole};
use crate::error::IoAt;
use crate::search::{Difference, Role, Run, SAVED_FORMAT, Saved};
use crate::shown::{shown, shown_path};

/// Returns where a saved search lies, and where what it found last.
fn paths(batch: &Batch, name: &str) -> Result<(PathBuf, PathBuf), ActError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name.is_empty() || name.len() > 60 || !name.bytes().all(fits) {
        return Err(ActError::Asked(format!(
            "\"{}\" cannot name a search: use letters, digits, hyphens and underscores, 60 at most",
            shown(name)
        )));
    }
    let folder = batch.searches();
    Ok((
        folder.join(format!("{name}.toml")),
        folder.join(format!("{name}.found.csv")),
    ))
}

/// Returns a saved search.
///
/// # Errors
/// When there is none of that name, or its file cannot be read.
pub fn read_saved(batch: &Batch, name: &str) -> Result<Saved, ActError> {
    let (path, _) = paths(batch, name)?;
    if !path.exists() {
        return Err(ActError::Asked(format!(
            "there is no saved search {name} in this batch: {} is missing",
            shown_path(&path)
        )));
    }
    let saved: Saved = toml::from_str(&read_text(&path)?)
        .map_err(|error| ActError::Asked(format!("{}: {error}", shown_path(&path))))?;
    if saved.format != SAVED_FORMAT || saved.name != name {
        return Err(ActError::Asked(format!(
            "{}: this is not a saved search {name} of the form {SAVED_FORMAT}",
            shown_path(&path)
        )));
    }
    Ok(saved)
}

/// Puts into a certificate how what was found differs from the last run of a saved search whose ids
/// were kept. Nothing where now there is more than a schedule holds.
///
/// # Errors
/// When what was found last cannot be read.
pub fn compare(batch: &Batch, saved: &Saved, answer: &mut Answer) -> Result<(), ActError> {
    let (_, path) = paths(batch, &saved.name)?;
    let Some(last) = saved.run.iter().rev().find(|run| run.listed) else {
        return Ok(());
    };
    let Some(now) = ids(answer).filter(|_| path.exists()) else {
        return Ok(());
    };
    let text = read_text(&path)?;
    let before: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    let difference = Difference::between(&saved.name, &last.at, &before, &now);
    answer.certificate.saved = Some(difference);
    Ok(())
}

/// Makes sure that a search can be kept under a name, before anything is searched.
///
/// # Errors
/// When there is a search of that name already, or it cannot name one.
pub fn may_save(batch: &Batch, name: &str) -> Result<(), ActError> {
    let (path, _) = paths(batch, name)?;
    match path.exists() {
        true => Err(ActError::Exists(format!(
            "there is a saved search {name} already: {}. Ask it again with consign search --run {name}, or give another name",
            shown_path(&path)
        ))),
        false => Ok(()),
    }
}

/// Keeps a search with this run of it. `saved` is the search as it was kept before.
///
/// # Errors
/// When the files cannot be written.
pub fn save(
    batch: &Batch,
    name: &str,
    saved: Option<Saved>,
    context: usize,
    answer: &Answer,
) -> Result<PathBuf, ActError> {
    let (path, found) = paths(batch, name)?;
    let certificate = &answer.certificate;
    let mut saved = match saved {
        Some(saved) => saved,
        None => Saved {
            format: SAVED_FORMAT.to_owned(),
            name: name.to_owned(),
            context,
            asked: certificate.asked.clone(),
            run: Vec::new(),
        },
    };
    saved.run.push(Run {
        at: certificate.at.clone(),
        by: certificate.by.clone(),
        request: certificate.request.clone(),
        version: certificate.version.to_owned(),
        found: certificate.counts.matched + certificate.counts.perhaps,
        listed: answer.schedule.is_some(),
        sources_sha256: certificate.sources_sha256.clone(),
    });
    let folder = batch.searches();
    std::fs::create_dir_all(&folder).map_err(IoAt::at("create", &folder))?;
    if let Some(ids) = ids(answer) {
        write_whole(&found, format!("id\n{}", lines(&ids)).as_bytes())?;
    }
    let text = toml::to_string(&saved).expect("a saved search is plain data");
    write_whole(&path, text.as_bytes())?;
    Ok(path)
}

fn lines(ids: &[String]) -> String {
    ids.iter().map(|id| format!("{id}\n")).collect()
}

/// Returns the ids of what was found, where they are known.
fn ids(answer: &Answer) -> Option<Vec<String>> {
    let rows = answer.schedule.as_ref()?.rows.iter();
    let found = rows.filter(|row| row.role != Role::Context);
    Some(found.map(|row| row.id.clone()).collect())
}
