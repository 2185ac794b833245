//! Files that a message carries: named by the app, or said to be left out.

use super::learned::name_and_brackets;
use super::marker::{Habit, Reading, Ways, whole_line};
use super::marks::{begins_with_app_mark, is_mark};
use super::media::{Files, Found, has_extension, is_android_name, is_apple_name, sort_of};
use super::phrases::PHRASES;
use super::text::{first_line, second_line};
use crate::message::{Attachment, AttachmentState, Kind, MarkerBasis, Warning};

/// A file that a message carries or should carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carried<'a> {
    /// Its name, where the app wrote one.
    pub(super) name: Option<&'a str>,
    /// What sort of thing it is, where that is known.
    pub(super) sort: Option<&'static str>,
    /// Whether the app says that it left it out.
    pub(super) given: Given,
}

/// Whether a file was given with the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// Named: it should be there.
    Named,
    /// The app left it out.
    LeftOut,
}

/// `Minutes.pdf • <LRM>2 pages <LRM>document omitted`, or words before an omitted picture.
pub(super) fn captioned_omission<'a>(
    text: &'a [u8],
    mark: usize,
    sort: &'static str,
) -> Reading<'a> {
    let mut reading = Reading::words(text);
    reading.kind = kind_of(sort);
    reading.marker = Some(MarkerBasis::Mark);
    let name = document_name(&text[..mark]).filter(|_| sort == "document");
    if name.is_some() {
        reading.body = second_line(text);
    } else if second_line(text) == text.len() {
        reading.tail = mark - usize::from(text[..mark].ends_with(b" "));
    }
    reading.carried = Some(Carried {
        name,
        sort: Some(sort),
        given: Given::LeftOut,
    });
    reading
}

/// Returns the name in `Minutes.pdf • <LRM>2 pages `, which the app writes before a document.
pub(super) fn document_name(before: &[u8]) -> Option<&str> {
    let bullet = memchr::memmem::rfind(before, " • ".as_bytes())?;
    let named = begins_with_app_mark(&before[bullet + " • ".len()..])
        && memchr::memchr(b'\n', before).is_none();
    named
        .then(|| std::str::from_utf8(&before[..bullet]).ok())
        .flatten()
}

/// Reads `<LRM><attached: NAME>`, in any language: the name is never translated.
pub(super) fn attached<'a>(text: &'a [u8], ways: &Ways<'_>) -> Option<Reading<'a>> {
    let (open, close, name, basis) = memchr::memchr_iter(b'<', text).find_map(|open| {
        let marked = open >= 3 && begins_with_app_mark(&text[open - 3..]);
        let inner = first_line(&text[open..]);
        let close = open + inner.len();
        let inner = inner.strip_prefix(b"<")?.strip_suffix(b">")?;
        let inner = std::str::from_utf8(inner).ok()?;
        if let Some(name) = legacy_name(text, open, inner) {
            return Some((0, close, name, MarkerBasis::Mark));
        }
        let (words, name) = named_in(inner)?;
        let known = || PHRASES.attached_apple.has(words);
        let basis = match (marked, ways.habit) {
            (true, _) => MarkerBasis::Mark,
            // Where the app marks its text, what is not marked was typed; and Android has
            // another form.
            (false, Habit::Marks | Habit::Words) => return None,
            (false, Habit::LostMarks) if is_apple_name(name) => MarkerBasis::Structure,
            (false, Habit::LostMarks) if known() => MarkerBasis::TextMatch,
            (false, Habit::LostMarks) => return None,
        };
        Some((open - if marked { 3 } else { 0 }, close, name, basis))
    })?;
    let sort = sort_of(name);
    let mut reading = Reading::words(text);
    reading.kind = kind_of(sort);
    reading.marker = Some(basis);
    reading.carried = Some(Carried {
        name: Some(name),
        sort: Some(sort),
        given: Given::Named,
    });
    let after = close + second_line(&text[close..]);
    let title = document_name(&text[..open]).is_some();
    if open == 0 || title {
        reading.body = after;
    } else if after == text.len() {
        reading.tail = open - usize::from(text[..open].ends_with(b" "));
    }
    Some(reading)
}

/// Returns the words and the name in `attached: NAME`, `附件：NAME` or `NAME eklendi`.
fn named_in(inner: &str) -> Option<(&str, &str)> {
    let inner = inner.trim_start_matches(is_mark);
    let apart = inner.split_once(": ").or_else(|| inner.split_once('：'));
    let named = |name: &str| is_apple_name(name) || has_extension(name);
    if let Some((words, name)) = apart {
        let name = name
            .trim_start_matches([' ', '\u{a0}'])
            .trim_matches(is_mark);
        if named(name) && !is_apple_name(inner) {
            return Some((words.trim_end(), name));
        }
    }
    // The name ends where the first thing that looks like an extension does.
    let spaces = inner.match_indices(' ').map(|(at, _)| inner.split_at(at));
    let (name, words) = spaces.into_iter().find(|(name, _)| has_extension(name))?;
    Some((words.trim_start(), name.trim_matches(is_mark)))
}

/// `2013-08-06-PHOTO-00000006.jpg <<LRM>attached>`, from old iPhones.
fn legacy_name<'a>(text: &'a [u8], open: usize, inner: &str) -> Option<&'a str> {
    let before = text[..open].strip_suffix(b" ")?;
    let old = inner.strip_prefix('\u{200e}') == Some("attached");
    let one_line = memchr::memchr(b'\n', before).is_none();
    (old && one_line && !before.is_empty())
        .then(|| std::str::from_utf8(before).ok())
        .flatten()
}

/// Reads `NAME (file attached)`. The words in brackets are translated, the name never is.
pub(super) fn android_file<'a>(text: &'a [u8], ways: &Ways<'_>) -> Option<Reading<'a>> {
    let (name, words) = name_and_brackets(first_line(text))?;
    let marked = begins_with_app_mark(text);
    let learned = || ways.learned.is_attached(words) && has_extension(name);
    let basis = if is_android_name(name) || ways.files.has(name) || learned() {
        MarkerBasis::Structure
    } else if PHRASES.attached.has(words) && name.contains('.') {
        MarkerBasis::TextMatch
    } else {
        return None;
    };
    let sort = sort_of(name);
    Some(Reading {
        carried: Some(Carried {
            name: Some(name),
            sort: Some(sort),
            given: Given::Named,
        }),
        ..whole_line(
            text,
            kind_of(sort),
            if marked { MarkerBasis::Mark } else { basis },
        )
    })
}

/// Returns the kind of a message that carries such a thing.
pub(super) fn kind_of(sort: &str) -> Kind {
    match sort {
        "sticker" => Kind::Sticker,
        "contact" => Kind::Contact,
        _ => Kind::Media,
    }
}

/// Returns what a message carries, and whether more than one file could be it.
pub(super) fn attachments<'m>(
    reading: &Reading<'m>,
    files: &Files<'_>,
) -> (Vec<Attachment<'m>>, Option<Warning>) {
    let Some(carried) = reading.carried else {
        return (Vec::new(), None);
    };
    let found = carried.name.map_or(Found::Nothing, |name| files.find(name));
    let (state, entry) = match (carried.given, found) {
        (_, Found::One(entry)) => (AttachmentState::Present, Some(entry)),
        (Given::Named, _) => (AttachmentState::Missing, None),
        (Given::LeftOut, _) => (AttachmentState::Omitted, None),
    };
    let attachment = Attachment {
        name: carried.name,
        media: carried.sort,
        state,
        entry,
    };
    let doubt = (found == Found::Several).then_some(Warning::SeveralFiles);
    (vec![attachment], doubt)
}
