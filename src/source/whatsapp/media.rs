//! Names of media: what they say, and which entry of the export they mean.

use std::collections::BTreeMap;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::marks::is_mark;
use crate::container::{Container, Entry};

/// What sort of thing a file is, by its name: the app's own words first, then the extension.
pub(super) fn sort_of(name: &str) -> &'static str {
    const APPLE: &[(&str, &str)] = &[
        ("-PHOTO-", "image"),
        ("-VIDEO-", "video"),
        ("-AUDIO-", "audio"),
        ("-STICKER-", "sticker"),
        ("-GIF-", "gif"),
    ];
    const ANDROID: &[(&str, &str)] = &[
        ("IMG-", "image"),
        ("VID-", "video"),
        ("PTT-", "audio"),
        ("AUD-", "audio"),
        ("STK-", "sticker"),
        ("DOC-", "document"),
    ];
    const EXTENSIONS: &[(&str, &str)] = &[
        ("vcf", "contact"),
        ("jpg", "image"),
        ("jpeg", "image"),
        ("png", "image"),
        ("heic", "image"),
        ("mp4", "video"),
        ("mov", "video"),
        ("3gp", "video"),
        ("opus", "audio"),
        ("m4a", "audio"),
        ("mp3", "audio"),
        ("ogg", "audio"),
        ("amr", "audio"),
        ("webp", "sticker"),
    ];
    let apple = is_apple_name(name).then(|| APPLE.iter().find(|(part, _)| name.contains(part)));
    if let Some(Some((_, sort))) = apple {
        return sort;
    }
    let android = is_android_name(name).then(|| ANDROID.iter().find(|(p, _)| name.starts_with(p)));
    if let Some(Some((_, sort))) = android {
        return sort;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))
        .map_or("document", |(_, sort)| *sort)
}

/// Tells whether a name is of the kind an iPhone gives: eight digits, a hyphen, and more.
pub(super) fn is_apple_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() > 10 && bytes[..8].iter().all(u8::is_ascii_digit) && bytes[8] == b'-'
}

/// Tells whether a name is of the kind Android gives: `IMG-20240201-WA0001.jpg`.
pub(super) fn is_android_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() > 20
        && bytes[..3].iter().all(u8::is_ascii_uppercase)
        && bytes[3] == b'-'
        && bytes[4..12].iter().all(u8::is_ascii_digit)
        && &bytes[12..15] == b"-WA"
        && bytes[15..19].iter().all(u8::is_ascii_digit)
        && bytes[19..].contains(&b'.')
}

/// Tells whether a name ends as names of files do: a dot and one to five letters and digits, of
/// which one is a letter.
pub(super) fn has_extension(name: &str) -> bool {
    let last = name.trim_end_matches(is_mark).rsplit_once('.');
    last.is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

/// The moment that an iPhone wrote into the name of a file: year, month, day, hour, minute.
pub(super) fn moment_in(name: &str) -> Option<[u16; 5]> {
    if !is_apple_name(name) {
        return None;
    }
    // 00000035-PHOTO-2022-03-27-21-41-55.jpg: what comes last is the moment.
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut parts = stem.rsplit('-');
    let mut number = |width: usize| {
        let part = parts.next()?;
        let fits = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten()
    };
    let _second: u16 = number(2)?;
    let (minute, hour, day, month) = (number(2)?, number(2)?, number(2)?, number(2)?);
    Some([number(4)?, month, day, hour, minute])
}

/// The files of an export, to be found by the names that messages give them.
///
/// A name is looked for exactly, then without regard to case, to how its accents are composed,
/// and to directional marks: unpacking on another system changes all three.
pub(super) struct Files<'e> {
    exact: BTreeMap<&'e str, usize>,
    folded: BTreeMap<String, usize>,
}

impl<'e> Files<'e> {
    /// Lists those entries of an export that `usable` lets pass; a file beside the chat goes
    /// before one of the same name elsewhere.
    pub(super) fn beside(
        chat: &str,
        export: &'e dyn Container,
        usable: impl Fn(&Entry) -> bool,
    ) -> Files<'e> {
        let folder = folder_of(chat);
        let mut exact = BTreeMap::new();
        let mut folded = BTreeMap::new();
        let entries = || export.entries().iter().enumerate();
        let near = entries().filter(|(_, entry)| folder_of(&entry.name) == folder);
        let far = entries().filter(|(_, entry)| folder_of(&entry.name) != folder);
        for (index, entry) in near.chain(far).filter(|(_, entry)| usable(entry)) {
            let name = file_name(&entry.name);
            exact.entry(name).or_insert(index);
            folded.entry(fold(name)).or_insert(index);
        }
        Files { exact, folded }
    }

    /// Returns the index of the entry that `name` means.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let exact = self.exact.get(name);
        exact.or_else(|| self.folded.get(&fold(name))).copied()
    }

    /// Tells whether there is an entry of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }
}

/// Returns the last segment of the name of an entry.
pub(super) fn file_name(entry: &str) -> &str {
    entry.rsplit_once('/').map_or(entry, |(_, name)| name)
}

fn folder_of(entry: &str) -> &str {
    entry.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn fold(name: &str) -> String {
    let bare: String = name.chars().filter(|&c| !is_mark(c)).collect();
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(&bare)
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Memory;

    #[test]
    fn names_say_what_sort_of_thing_they_are() {
        for (name, sort) in [
            ("00000012-PHOTO-2023-11-12-15-43-00.jpg", "image"),
            ("00000042-TR.vcf", "contact"),
            ("00000047-Minutes.pdf", "document"),
            ("IMG-20240201-WA0001.jpg", "image"),
            ("PTT-20240201-WA0001.opus", "audio"),
            ("STK-20240201-WA0001.webp", "sticker"),
            ("Plan.PDF", "document"),
            ("holiday.JPEG", "image"),
        ] {
            assert_eq!(sort_of(name), sort, "{name}");
        }
    }

    #[test]
    fn an_iphone_writes_the_moment_into_the_name() {
        assert_eq!(
            moment_in("00000035-PHOTO-2022-03-27-21-41-55.jpg"),
            Some([2022, 3, 27, 21, 41])
        );
        assert_eq!(moment_in("00000047-Minutes.pdf"), None);
        assert_eq!(moment_in("IMG-20240201-WA0001.jpg"), None);
    }

    #[test]
    fn a_file_is_found_whatever_unpacking_did_to_its_name() {
        let export = Memory::of("in/Cafe\u{301}.PDF", *b"")
            .with("a.jpg", *b"")
            .with("in/a.jpg", *b"");
        let files = Files::beside("in/_chat.txt", &export, |_| true);
        assert_eq!(files.find("a.jpg"), Some(2));
        assert_eq!(files.find("\u{200e}café.pdf"), Some(0));
        assert_eq!(files.find("b.jpg"), None);
        assert!(!files.has("café.pdf"));
    }
}
