//! Names of media: what they say, and which entry of the export they mean.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::ComposingNormalizerBorrowed;

use super::marks::is_mark;
use crate::container::{Container, Entry};
use crate::fixity::{Sha256Digest, sha256_of};

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
/// A name is looked for exactly, then without regard to case, then to how its accents are
/// composed, then to directional marks: unpacking on another system changes all three. Where a
/// step finds several files one is taken only if all of them are the same bytes, because nothing
/// else tells which was meant.
pub(super) struct Files<'e> {
    export: &'e dyn Container,
    exact: BTreeMap<&'e str, Candidate>,
    folded: [BTreeMap<String, Candidate>; FOLDS.len()],
    compared: RefCell<Compared>,
}

/// What is looked through, from the least to the most that is not regarded.
const FOLDS: [fn(&str) -> String; 3] = [
    |name| name.to_lowercase(),
    |name| composed(name).to_lowercase(),
    |name| composed(&bare(name)).to_lowercase(),
];

/// A file, or several that a name means equally well.
#[derive(Debug, Clone)]
struct Candidate {
    near: Nearness,
    meant: Meant,
}

#[derive(Debug, Clone)]
enum Meant {
    One(usize),
    Several(Vec<usize>),
}

/// Whether a file lies in the folder of the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    Beside,
    Elsewhere,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The entry at this index.
    One(usize),
    /// More than one, and nothing tells which.
    Several,
    /// None.
    Nothing,
}

/// The files that were compared, because a message means one as well as another.
#[derive(Debug, Clone, Default)]
pub(super) struct Compared {
    /// Their digests; nothing where one cannot be read.
    pub(super) digests: BTreeMap<usize, Option<Sha256Digest>>,
    /// Those that differ from another, so that neither was taken.
    pub(super) ambiguous: BTreeSet<usize>,
}

impl Candidate {
    /// Takes another file of the same name; one beside the chat goes before one elsewhere.
    fn or(&mut self, near: Nearness, index: usize) {
        if self.near != near {
            return;
        }
        match &mut self.meant {
            Meant::One(known) => self.meant = Meant::Several(vec![*known, index]),
            Meant::Several(known) => known.push(index),
        }
    }
}

impl<'e> Files<'e> {
    /// Lists those entries of an export, by index, that `usable` lets pass; a file beside the chat
    /// goes before one of the same name elsewhere.
    pub(super) fn beside(
        chat: &str,
        export: &'e dyn Container,
        usable: impl Fn(usize, &Entry) -> bool,
    ) -> Files<'e> {
        let folder = folder_of(chat);
        let mut files = Files {
            export,
            exact: BTreeMap::new(),
            folded: Default::default(),
            compared: RefCell::default(),
        };
        let entries = || export.entries().iter().enumerate();
        let near = entries().filter(|(_, entry)| folder_of(&entry.name) == folder);
        let far = entries().filter(|(_, entry)| folder_of(&entry.name) != folder);
        for (index, entry) in near.chain(far).filter(|(at, entry)| usable(*at, entry)) {
            let near = match folder_of(&entry.name) == folder {
                true => Nearness::Beside,
                false => Nearness::Elsewhere,
            };
            files.list(file_name(&entry.name), near, index);
        }
        files
    }

    fn list(&mut self, name: &'e str, near: Nearness, index: usize) {
        let candidate = || Candidate {
            near,
            meant: Meant::One(index),
        };
        self.exact
            .entry(name)
            .and_modify(|known| known.or(near, index))
            .or_insert_with(candidate);
        for (fold, folded) in FOLDS.iter().zip(&mut self.folded) {
            folded
                .entry(fold(name))
                .and_modify(|known| known.or(near, index))
                .or_insert_with(candidate);
        }
    }

    /// Returns what `name` means.
    pub(super) fn find(&self, name: &str) -> Found {
        let exact = self.exact.get(name);
        let candidate = exact.or_else(|| {
            let mut folds = FOLDS.iter().zip(&self.folded);
            folds.find_map(|(fold, folded)| folded.get(&fold(name)))
        });
        match candidate.map(|candidate| &candidate.meant) {
            None => Found::Nothing,
            Some(Meant::One(index)) => Found::One(*index),
            Some(Meant::Several(indices)) => self.one_of(indices),
        }
    }

    /// Returns the first of several files if all are the same bytes.
    fn one_of(&self, indices: &[usize]) -> Found {
        let mut compared = self.compared.borrow_mut();
        let Compared { digests, ambiguous } = &mut *compared;
        let mut all = indices.iter().map(|&index| {
            let digest = digests.entry(index);
            *digest.or_insert_with(|| digest_of(self.export, index))
        });
        let first = all.next().flatten();
        // Each is read, so that the account can tell what each of them is.
        let same = all.fold(first.is_some(), |same, digest| same && digest == first);
        match (same, indices.first()) {
            (true, Some(&index)) => Found::One(index),
            _ => {
                ambiguous.extend(indices);
                Found::Several
            }
        }
    }

    /// Tells whether there is an entry of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }

    /// Returns the files that had to be compared so far.
    pub(super) fn compared(&self) -> Compared {
        self.compared.borrow().clone()
    }
}

/// Returns the digest of an entry, if it can be read to its end.
fn digest_of(export: &dyn Container, index: usize) -> Option<Sha256Digest> {
    let mut entry = export.open(index).ok()?;
    sha256_of(&mut entry).ok().map(|(_, digest)| digest)
}

/// Returns the last segment of the name of an entry.
pub(super) fn file_name(entry: &str) -> &str {
    entry.rsplit_once('/').map_or(entry, |(_, name)| name)
}

fn folder_of(entry: &str) -> &str {
    entry.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn bare(name: &str) -> String {
    name.chars().filter(|&c| !is_mark(c)).collect()
}

fn composed(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(name)
        .into_owned()
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
        let files = Files::beside("in/_chat.txt", &export, |_, _| true);
        assert_eq!(files.find("a.jpg"), Found::One(2));
        assert_eq!(files.find("\u{200e}café.pdf"), Found::One(0));
        assert_eq!(files.find("b.jpg"), Found::Nothing);
        assert!(!files.has("café.pdf"));
    }

    #[test]
    fn what_several_names_could_mean_is_not_guessed() {
        let export = Memory::of("Plan.pdf", *b"one")
            .with("PLAN.pdf", *b"another")
            .with("x/far.jpg", *b"one")
            .with("y/far.jpg", *b"another")
            .with("caf\u{e9}.jpg", *b"")
            .with("Cafe\u{301}.jpg", *b"");
        let files = Files::beside("_chat.txt", &export, |_, _| true);
        assert_eq!(files.find("PLAN.pdf"), Found::One(1));
        assert_eq!(files.compared().digests.len(), 0);
        assert_eq!(files.find("plan.pdf"), Found::Several);
        assert_eq!(files.find("far.jpg"), Found::Several);
        // By case alone there is one; only regardless of composition there are two.
        assert_eq!(files.find("CAF\u{c9}.JPG"), Found::One(4));
        let compared = files.compared();
        assert_eq!(compared.ambiguous, BTreeSet::from([0, 1, 2, 3]));
        assert_eq!(compared.digests[&0], compared.digests[&2]);
    }

    #[test]
    fn of_several_files_with_the_same_bytes_the_first_is_taken() {
        let export = Memory::of("a.jpg", *b"one")
            .with("a.jpg", *b"one")
            .with("b.jpg", *b"one")
            .with("b.jpg", *b"another");
        let files = Files::beside("_chat.txt", &export, |_, _| true);
        assert_eq!(files.find("a.jpg"), Found::One(0));
        assert_eq!(files.find("b.jpg"), Found::Several);
        let compared = files.compared();
        assert_eq!(compared.ambiguous, BTreeSet::from([2, 3]));
        assert_eq!(compared.digests[&0], compared.digests[&1]);
    }
}
