//! Looking words up in the [table](super::app_words) of what the app writes.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::app_words::{APP_WORDS, What};
use super::fold::{behind, first_four, folded, folded_with_its_dot};
use super::languages::Languages;
use crate::message::DeletedBy;

/// How a call ends that nobody answered, in words that nobody types.
pub(super) const CALL_ENDINGS: &[&str] = &[", No answer", ", Tap to call back", ", Focus mode"];

/// How the address of a place begins.
pub(super) const PLACE_ADDRESS: &[&str] =
    &["https://maps.google.com/?q=", "https://foursquare.com/v/"];

/// How an appointment begins.
pub(super) const EVENT: &str = "EVENT: ";

/// What stands for a message that could be seen once, on Android.
pub(super) const NOTHING: &str = "null";

/// What may follow the words for a call.
const COMMAS: [&str; 4] = [", ", "، ", "，", "、"];

/// No phrase is longer, in bytes.
const LONGEST: usize = 240;

/// Words that stand alone, by what they mean.
#[derive(Debug)]
pub(super) struct Whole<M> {
    case: Case,
    rows: HashMap<String, M>,
}

/// Whether upper and lower case are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Told,
    Any,
}

impl<M: Copy> Whole<M> {
    fn of(case: Case, means: impl Fn(What) -> Option<M>) -> Whole<M> {
        let mut whole = Whole {
            case,
            rows: HashMap::new(),
        };
        for row in &APP_WORDS.rows {
            if let Some(means) = means(row.what) {
                let key = whole.key(row.words).into_owned();
                whole.rows.insert(key, means);
            }
        }
        whole
    }

    fn key<'w>(&self, words: &'w str) -> std::borrow::Cow<'w, str> {
        let words = folded(words);
        match self.case {
            Case::Any if words.chars().any(char::is_uppercase) => words.to_lowercase().into(),
            Case::Any | Case::Told => words,
        }
    }

    /// Returns what words mean that stand in this part of the table just so.
    pub(super) fn find(&self, words: &str) -> Option<M> {
        let short = words.len() <= LONGEST;
        let key = short.then(|| self.key(words))?;
        self.rows.get(key.as_ref()).copied()
    }

    /// Tells whether words stand in this part of the table just so.
    pub(super) fn has(&self, words: &str) -> bool {
        self.find(words).is_some()
    }
}

/// Words behind which more may follow, with what is known of them, by their first characters.
#[derive(Debug, Default)]
struct ByBeginning<T>(HashMap<[char; 4], Vec<(String, T)>>);

impl<T: Copy> ByBeginning<T> {
    fn add(&mut self, words: &str, known: T) {
        let words = folded_with_its_dot(words).into_owned();
        let rows = self.0.entry(first_four(&words)).or_default();
        rows.push((words, known));
    }

    /// Returns what follows each row with which `text` begins, and what is known of the row.
    fn behind<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, T)> {
        let rows = self.0.get(&first_four(text)).into_iter().flatten();
        rows.filter_map(move |(row, known)| behind(text, row).map(|rest| (rest, *known)))
    }
}

/// Words behind which more may follow.
#[derive(Debug)]
pub(super) struct Beginnings(ByBeginning<()>);

impl Beginnings {
    fn of(what: What) -> Beginnings {
        let mut beginnings = ByBeginning::default();
        for row in APP_WORDS.rows.iter().filter(|row| row.what == what) {
            beginnings.add(row.words.trim_end_matches('…'), ());
        }
        Beginnings(beginnings)
    }

    /// Returns what follows such words in `text`, if it begins with them.
    pub(super) fn behind<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.behind(text).map(|(rest, ())| rest).next()
    }

    /// Tells whether `words` begin so.
    pub(super) fn begin(&self, words: &str) -> bool {
        self.behind(words).is_some()
    }
}

/// The table, made ready to be asked.
#[derive(Debug)]
pub(super) struct Phrases {
    /// iPhone: what stands for a file that was left out, with its sort.
    pub(super) omitted_file: Whole<&'static str>,
    /// Android: the same, in angle brackets.
    pub(super) omitted_media: Whole<Option<&'static str>>,
    /// iPhone: what stands beside the name of a file.
    pub(super) attached_apple: Whole<()>,
    /// Android: what stands in brackets behind the name of a file.
    pub(super) attached: Whole<()>,
    /// What is left of a deleted message.
    pub(super) deleted: Whole<DeletedBy>,
    /// The same, before the name of an administrator.
    pub(super) deleted_by_administrator: Beginnings,
    /// What stands behind an edited message.
    pub(super) edited: Whole<()>,
    /// The first line of a poll.
    pub(super) poll: Whole<()>,
    /// What stands before the address of a place.
    pub(super) location: Beginnings,
    /// What stands for a place that moves.
    pub(super) live_location: Whole<()>,
    /// What stands for a message that could be seen once.
    pub(super) view_once: Beginnings,
    /// What stands for a message that had not arrived.
    pub(super) waiting: Beginnings,
    /// How encryption notices begin.
    pub(super) encryption: Beginnings,
    calls: Beginnings,
    spoken: HashMap<String, Languages>,
    spoken_beginnings: ByBeginning<Languages>,
    /// For each hash of four bytes, whether words of the table begin with such.
    beginnings: Box<[u64; BITS / 64]>,
}

/// The table of this version.
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::new);

impl Phrases {
    fn new() -> Phrases {
        let only = |wanted: What| move |what: What| (what == wanted).then_some(());
        let mut phrases = Phrases {
            omitted_file: Whole::of(Case::Any, |what| match what {
                What::OmittedFile(sort) => Some(sort),
                _ => None,
            }),
            omitted_media: Whole::of(Case::Any, |what| match what {
                What::OmittedMedia(sort) => Some(sort),
                _ => None,
            }),
            attached_apple: Whole::of(Case::Told, only(What::AttachedApple)),
            attached: Whole::of(Case::Told, only(What::Attached)),
            deleted: Whole::of(Case::Told, |what| match what {
                What::Deleted(by) => Some(by),
                _ => None,
            }),
            deleted_by_administrator: Beginnings::of(What::DeletedByAdministrator),
            edited: Whole::of(Case::Told, only(What::Edited)),
            poll: Whole::of(Case::Told, only(What::Poll)),
            location: Beginnings::of(What::Location),
            live_location: Whole::of(Case::Told, only(What::LiveLocation)),
            view_once: Beginnings::of(What::ViewOnce),
            waiting: Beginnings::of(What::Waiting),
            encryption: Beginnings::of(What::Encryption),
            calls: Beginnings::of(What::Call),
            spoken: HashMap::new(),
            spoken_beginnings: ByBeginning::default(),
            beginnings: Box::new([0; BITS / 64]),
        };
        phrases.note_languages();
        phrases.note_beginnings();
        phrases
    }

    fn note_languages(&mut self) {
        for row in &APP_WORDS.rows {
            let language = Languages::only(row.language);
            let words = row.words.trim_end_matches('…');
            match row.what {
                What::Notice(_) | What::Title => {}
                What::DeletedByAdministrator
                | What::Call
                | What::Location
                | What::ViewOnce
                | What::Waiting
                | What::Encryption => self.spoken_beginnings.add(words, language),
                _ => {
                    let known = self.spoken.entry(folded(words).to_lowercase()).or_default();
                    *known = known.and(language);
                }
            }
        }
    }

    fn note_beginnings(&mut self) {
        let set = |bits: &mut [u64], text: &str| {
            if let Some(beginning) = text.as_bytes().get(..4) {
                let bit = bit_of(beginning);
                bits[bit / 64] |= 1 << (bit % 64);
            }
        };
        let bits = self.beginnings.as_mut_slice();
        for row in &APP_WORDS.rows {
            let inside = matches!(
                row.what,
                What::Notice(_)
                    | What::Title
                    | What::AttachedApple
                    | What::Attached
                    | What::Edited
                    | What::Poll
            );
            if !inside {
                set(bits, row.words);
                set(bits, &row.words.to_lowercase());
                set(bits, &capitalised(row.words));
            }
        }
        set(bits, EVENT);
        set(bits, NOTHING);
    }

    /// Tells whether a text may begin with any of these phrases: never wrongly "no", seldom
    /// wrongly "yes". It spares the many messages that hold none of them the comparison with all.
    /// Polls are told by their shape, and what stands in brackets by these.
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        text.get(..4).is_some_and(|beginning| {
            let bit = bit_of(beginning);
            self.beginnings[bit / 64] >> (bit % 64) & 1 == 1
        })
    }

    /// Tells whether words stand in the place of a call.
    pub(super) fn is_call(&self, words: &str) -> bool {
        self.calls.0.behind(words).any(|(rest, ())| {
            folded(rest).is_empty() || COMMAS.iter().any(|comma| rest.starts_with(comma))
        })
    }

    /// Tells whether words begin as those for a call do, and go on: `Missed voice call from X`.
    pub(super) fn begins_as_call(&self, words: &str) -> bool {
        self.calls
            .behind(words)
            .is_some_and(|rest| rest.starts_with(' '))
    }

    /// Returns the languages in which the app writes these words, whatever they mean.
    pub(super) fn spoken(&self, words: &str) -> Languages {
        if words.len() > LONGEST {
            return Languages::default();
        }
        let whole = folded(words).to_lowercase();
        if let Some(languages) = self.spoken.get(&whole) {
            return *languages;
        }
        let fits = self.spoken_beginnings.behind(words);
        fits.fold(Languages::default(), |all, (_, one)| all.and(one))
    }
}

const BITS: usize = 1 << 16;

/// Returns a number below [`BITS`] for four bytes, the same for upper and lower case of ASCII.
fn bit_of(beginning: &[u8]) -> usize {
    let word = beginning
        .iter()
        .fold(0, |word: u32, byte| word << 8 | u32::from(byte | 0x20));
    (word.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

/// Returns words with their first letter in upper case.
fn capitalised(words: &str) -> String {
    let mut rest = words.chars();
    let mut capitalised = String::new();
    for c in rest.by_ref() {
        if c.is_alphabetic() {
            capitalised.extend(c.to_uppercase());
            break;
        }
        capitalised.push(c);
    }
    capitalised + rest.as_str()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn what_may_begin_with_a_phrase_is_let_through() {
        for phrase in [
            "You deleted this message",
            "IMAGE OMITTED",
            "<Media omitted>",
            "<Без медиафайлов>",
            "<без медиафайлов>",
            "Image absente",
            "Изображение отсутствует",
            "null",
        ] {
            assert!(PHRASES.may_begin(phrase.as_bytes()), "{phrase}");
        }
        let plain = [
            "Yes",
            "Good morning",
            "The note is here",
            "See https://example.org",
            "",
        ];
        let passed = plain
            .iter()
            .filter(|text| PHRASES.may_begin(text.as_bytes()))
            .count();
        assert_eq!(passed, 0);
    }

    #[test]
    fn no_two_rows_are_the_same_words_for_different_things() {
        let mut seen: HashMap<(std::mem::Discriminant<What>, String), What> = HashMap::new();
        let mut once = std::collections::BTreeSet::new();
        for row in &APP_WORDS.rows {
            let key = folded(row.words).to_lowercase();
            assert!(!key.is_empty() && key.trim() == key, "{row:?}");
            let part = std::mem::discriminant(&row.what);
            let means = *seen.entry((part, key.clone())).or_insert(row.what);
            assert_eq!(means, row.what, "{row:?}");
            let case = folded(row.words).into_owned();
            assert!(
                once.insert((row.language, format!("{part:?}"), case)),
                "{row:?} stands there twice"
            );
        }
        // Nor in two parts of the table that are asked about the same text.
        let in_a_place = |what: &What| {
            !matches!(
                what,
                What::Notice(_)
                    | What::Title
                    | What::Encryption
                    | What::Attached
                    | What::AttachedApple
            )
        };
        let mut places: HashMap<String, What> = HashMap::new();
        for row in APP_WORDS.rows.iter().filter(|row| in_a_place(&row.what)) {
            let key = folded(row.words.trim_end_matches('…')).to_lowercase();
            let means = *places.entry(key).or_insert(row.what);
            assert_eq!(means, row.what, "{row:?}");
        }
    }

    #[test]
    fn every_row_is_found_and_is_of_the_shape_of_its_kind() {
        for row in &APP_WORDS.rows {
            let words = row.words;
            let beginning = words.trim_end_matches('…');
            match row.what {
                What::OmittedFile(sort) => {
                    assert_eq!(PHRASES.omitted_file.find(words), Some(sort), "{words}");
                }
                What::OmittedMedia(sort) => {
                    assert!(words.starts_with('<') && words.ends_with('>'), "{words}");
                    assert_eq!(PHRASES.omitted_media.find(words), Some(sort), "{words}");
                }
                What::AttachedApple => assert!(PHRASES.attached_apple.has(words), "{words}"),
                What::Attached => assert!(PHRASES.attached.has(words), "{words}"),
                What::Deleted(by) => {
                    assert_eq!(PHRASES.deleted.find(words), Some(by), "{words}");
                    // What a person may type as a message of its own says more than one word.
                    assert!(words.len() >= 12, "{words}");
                }
                What::DeletedByAdministrator => {
                    assert!(PHRASES.deleted_by_administrator.begin(beginning), "{words}");
                }
                What::Edited => assert!(PHRASES.edited.has(words), "{words}"),
                What::Call => assert!(PHRASES.is_call(words), "{words}"),
                What::Poll => assert!(PHRASES.poll.has(words), "{words}"),
                What::Location => assert_eq!(PHRASES.location.behind(beginning), Some("")),
                What::LiveLocation => assert!(PHRASES.live_location.has(words), "{words}"),
                What::ViewOnce => assert!(PHRASES.view_once.begin(beginning), "{words}"),
                What::Waiting => assert!(PHRASES.waiting.begin(beginning), "{words}"),
                What::Encryption => {
                    assert!(PHRASES.encryption.begin(beginning), "{words}");
                    // Whoever types a whole sentence of the app quotes it.
                    let whole = beginning.ends_with(['.', '。', '।']) && beginning.len() >= 36;
                    assert!(whole || beginning.len() >= 100, "{words}");
                }
                What::Notice(_) => assert!(words.contains('…'), "{words}"),
                What::Title => assert!(words.matches('…').count() == 1, "{words}"),
            }
            let whole = !matches!(row.what, What::Notice(_) | What::Title);
            let spoken = PHRASES.spoken(beginning);
            assert!(!whole || spoken.has(row.language), "{row:?}");
            assert!(!words.contains("  ") && words.trim() == words, "{words}");
        }
    }
}
