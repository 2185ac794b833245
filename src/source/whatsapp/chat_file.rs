//! Which file of an export is the chat.

use super::feed::Feed;
use super::media::file_name;
use super::{sight, title};
use crate::container::Container;
use crate::place::Place;
use crate::shown::shown;
use crate::source::{ReadError, Sighting};

/// Tells whether an entry was left by an operating system and is no part of an export.
pub(super) fn is_control(entry: &str) -> bool {
    let mut segments = entry.split('/');
    let name = file_name(entry);
    segments.any(|segment| segment == "__MACOSX" || segment.starts_with("._"))
        || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// What was found in an export.
#[derive(Debug)]
pub(super) enum Found {
    /// The entry at this index is the chat, and how sure that is.
    Chat(usize, Sighting),
    /// No entry is a chat, and why not.
    None(String),
    /// These entries all look like chats.
    Several(Vec<usize>),
}

/// Looks for the chat of an export.
///
/// A chat that was sent as a file inside another is one of its attachments: when one chat names
/// all the others, it is the one that was exported.
///
/// # Errors
/// When the export cannot be read.
pub(super) fn find(export: &dyn Container) -> Result<Found, ReadError> {
    let candidates = candidates(export);
    let mut chats = Vec::new();
    let mut whys = Vec::new();
    for &index in &candidates {
        match sight::sight(export, index)? {
            Sighting::No { why } if candidates.len() == 1 => whys.push(why),
            Sighting::No { why } => {
                whys.push(format!("{}: {why}", shown(&export.entries()[index].name)));
            }
            sighting => chats.push((index, sighting)),
        }
    }
    match chats.len() {
        0 if whys.is_empty() => Ok(Found::None("it holds no text file".to_owned())),
        0 => Ok(Found::None(whys.join("; "))),
        1 => Ok(one(chats.remove(0))),
        _ => among(export, chats),
    }
}

fn one((index, sighting): (usize, Sighting)) -> Found {
    Found::Chat(index, sighting)
}

fn candidates(export: &dyn Container) -> Vec<usize> {
    let entries = || {
        let entries = export.entries().iter().enumerate();
        entries.filter(|(_, entry)| !is_control(&entry.name))
    };
    let is_text = |name: &str| {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
    };
    if entries().count() == 1 {
        return entries().map(|(index, _)| index).collect();
    }
    entries()
        .filter(|(_, entry)| is_text(&entry.name))
        .map(|(index, _)| index)
        .collect()
}

fn among(export: &dyn Container, chats: Vec<(usize, Sighting)>) -> Result<Found, ReadError> {
    let mut outermost = Vec::new();
    for (index, _) in &chats {
        let others: Vec<&str> = chats
            .iter()
            .filter(|(other, _)| other != index)
            .map(|(other, _)| file_name(&export.entries()[*other].name))
            .collect();
        if names_all(export, *index, others)? {
            outermost.push(*index);
        }
    }
    let indices = chats.iter().map(|(index, _)| *index).collect();
    match outermost.as_slice() {
        [only] => Ok(chats
            .into_iter()
            .find(|(index, _)| index == only)
            .map_or(Found::Several(indices), one)),
        _ => Ok(Found::Several(indices)),
    }
}

/// Tells whether the chat at `index` names all the other files as attachments.
fn names_all(
    export: &dyn Container,
    index: usize,
    mut others: Vec<&str>,
) -> Result<bool, ReadError> {
    let entry = &export.entries()[index];
    let mut feed = Feed::new(&entry.name, export.open(index)?);
    while let Some(line) = feed.line()? {
        let text = feed.bytes(line.start, line.text_end);
        others.retain(|name| !names(text, name));
        if others.is_empty() {
            return Ok(true);
        }
        feed.let_go();
    }
    Ok(false)
}

/// Tells whether a line names a file as the app does: `NAME (…)` or `<…: NAME>`.
fn names(line: &[u8], name: &str) -> bool {
    memchr::memmem::find_iter(line, name).any(|at| {
        let behind = &line[at + name.len()..];
        behind.starts_with(b" (") || behind.starts_with(b">")
    })
}

/// Returns the index of the chat of an export: the only one, or the one with the number stated.
///
/// # Errors
/// When there is none, or more than one and none was stated, or the export cannot be read.
pub(super) fn the_chat(export: &dyn Container, stated: Option<usize>) -> Result<usize, ReadError> {
    if let Some(number) = stated {
        return numbered(export, number);
    }
    // Where there is no choice no glance is needed. What none recognises may still be read: the
    // reader says which line is the matter.
    if let [only] = candidates(export).as_slice() {
        return Ok(*only);
    }
    match find(export)? {
        Found::Chat(index, _) => Ok(index),
        Found::Several(indices) => Err(several(export, &indices)),
        Found::None(why) => Err(ReadError::NotThis {
            at: Place::file(export.name()),
            why: format!("no file in it is a WhatsApp chat ({why})"),
        }),
    }
}

/// Returns the chat with this number, counted from 1 in the order of the container.
fn numbered(export: &dyn Container, number: usize) -> Result<usize, ReadError> {
    let mut chats = Vec::new();
    for index in candidates(export) {
        if !matches!(sight::sight(export, index)?, Sighting::No { .. }) {
            chats.push(index);
        }
    }
    let chosen = number.checked_sub(1).and_then(|at| chats.get(at));
    chosen.copied().ok_or_else(|| ReadError::Undecided {
        at: Place::file(export.name()),
        question: format!(
            "it has no chat number {number}: {}",
            several_words(export, &chats)
        ),
    })
}

/// Returns the words for an export in which several files look like chats, with their numbers.
pub(super) fn several_words(export: &dyn Container, indices: &[usize]) -> String {
    let entries = export.entries();
    let shared = |index: usize| {
        let others = indices.iter().filter(|other| **other != index);
        others
            .map(|other| &entries[*other].name)
            .any(|name| *name == entries[index].name)
    };
    let names: Vec<String> = indices
        .iter()
        .zip(1..)
        .map(|(&index, number)| {
            let place = match (shared(index), export.offset(index)) {
                (true, Some(offset)) => format!(" (entry {} at byte {offset})", index + 1),
                (true, None) => format!(" (entry {})", index + 1),
                (false, _) => String::new(),
            };
            format!("{number} \"{}\"{place}", shown(&entries[index].name))
        })
        .collect();
    let many = if names.len() == 1 {
        "one chat"
    } else {
        "several chats"
    };
    format!(
        "it holds {many}: {}; state which with --chat and its number, and add the others \
         likewise",
        names.join(" and ")
    )
}

fn several(export: &dyn Container, indices: &[usize]) -> ReadError {
    ReadError::Undecided {
        at: Place::file(export.name()),
        question: several_words(export, indices),
    }
}

/// Returns the title that the names of the chat, its folder or its container give.
pub(super) fn title_of(export: &dyn Container, index: usize) -> Option<String> {
    let entry = &export.entries()[index].name;
    let mut segments = entry.rsplit('/').chain([export.name()]);
    segments.find_map(title::in_name).map(str::to_owned)
}
