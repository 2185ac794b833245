//! Files that a message carries: named by the app, or said to be left out.

use super::marker::{Reading, first_line, second_line, whole_line};
use super::marks::{begins_with_app_mark, is_mark};
use super::media::{Files, is_android_name, is_apple_name, sort_of};
use super::phrases;
use crate::message::{Kind, MarkerBasis};

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
fn document_name(before: &[u8]) -> Option<&str> {
    let bullet = memchr::memmem::rfind(before, " • ".as_bytes())?;
    let named = begins_with_app_mark(&before[bullet + " • ".len()..])
        && memchr::memchr(b'\n', before).is_none();
    named
        .then(|| std::str::from_utf8(&before[..bullet]).ok())
        .flatten()
}

/// Reads `<LRM><attached: NAME>`, in any language: the name is never translated.
pub(super) fn attached(text: &[u8]) -> Option<Reading<'_>> {
    let (open, close, name) = memchr::memchr_iter(b'<', text).find_map(|open| {
        let marked = open >= 3 && begins_with_app_mark(&text[open - 3..]);
        let inner = first_line(&text[open..]);
        let close = open + inner.len();
        let inner = inner.strip_prefix(b"<")?.strip_suffix(b">")?;
        let inner = std::str::from_utf8(inner).ok()?;
        if let Some(name) = legacy_name(text, open, inner) {
            return Some((0, close, name));
        }
        let (_, name) = inner.split_once(": ")?;
        let name = name.trim_start_matches(is_mark);
        (marked && is_apple_name(name)).then(|| (open - 3, close, name))
    })?;
    let sort = sort_of(name);
    let mut reading = Reading::words(text);
    reading.kind = kind_of(sort);
    reading.marker = Some(MarkerBasis::Mark);
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
pub(super) fn android_file<'a>(text: &'a [u8], files: &Files<'_>) -> Option<Reading<'a>> {
    let first = std::str::from_utf8(first_line(text)).ok()?;
    let (name, words) = first.strip_suffix(')')?.rsplit_once(" (")?;
    let marked = begins_with_app_mark(text);
    let name = name.trim_start_matches(is_mark);
    let basis = if is_android_name(name) || files.has(name) {
        MarkerBasis::Structure
    } else if phrases::ATTACHED.contains(&words) && name.contains('.') {
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
