//! The app's own text inside a message: what it means, and where it begins and ends.
//!
//! A person can type every word of these markers. An iPhone proves its own by an invisible mark;
//! Android does not, so there the words are a match of text and recorded as no more than that.

use std::borrow::Cow;

use super::carried::{
    Carried, Given, android_file, attached, captioned_omission, document_name, kind_of,
};
use super::learned::{Learned, is_phrase};
use super::marks::{begins_with_app_mark, find_app_mark, is_mark};
use super::media::Files;
use super::phrases::{self, PHRASES};
use super::sender::Whose;
use super::text::{Makeup, first_line, second_line};
use super::{notice, poll};
use crate::message::{DeletedBy, Kind, MarkerBasis};

/// How the app tells its own text from a person's in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// By a mark before it: an iPhone.
    Marks,
    /// By nothing: an iPhone's export that lost its marks on the way.
    LostMarks,
    /// By nothing: Android.
    Words,
}

/// By what the app's words in a text are told.
#[derive(Clone, Copy)]
pub(super) struct Ways<'a> {
    /// How the app tells its own text in this file.
    pub(super) habit: Habit,
    /// The files of the export.
    pub(super) files: &'a Files<'a>,
    /// What the export itself teaches.
    pub(super) learned: &'a Learned,
}

/// A text, taken apart. Positions are bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading<'a> {
    /// What kind of thing it is.
    pub(super) kind: Kind,
    /// Where the person's words begin.
    pub(super) body: usize,
    /// Where they end.
    pub(super) tail: usize,
    /// How the app's part is known.
    pub(super) marker: Option<MarkerBasis>,
    /// Who deleted it.
    pub(super) deleted: Option<DeletedBy>,
    /// Whether it carries the mark of an edit.
    pub(super) edited: bool,
    /// What it carries.
    pub(super) carried: Option<Carried<'a>>,
}

impl<'a> Reading<'a> {
    /// Returns a text without any words of the app.
    pub(super) fn words(text: &'a [u8]) -> Reading<'a> {
        Reading {
            kind: Kind::Text,
            body: 0,
            tail: text.len(),
            marker: None,
            deleted: None,
            edited: false,
            carried: None,
        }
    }
}

/// Takes apart the text behind a label, whose makeup is known. `None` where the app speaks for
/// itself: a notice that it attributes to a person or a group who never said it.
pub(super) fn read<'a>(text: &'a [u8], makeup: Makeup, ways: &Ways<'_>) -> Option<Reading<'a>> {
    let habit = ways.habit;
    let (marked, first) = match makeup {
        Makeup::Plain => (None, text),
        Makeup::Mixed => (find_app_mark(text), first_line(text)),
    };
    if marked.is_none() && !may_hold_words_of_the_app(text, first, habit) {
        return Some(Reading::words(text));
    }
    let (edited_at, edit_basis) = edit_mark(text, ways);
    let core = &text[..edited_at];
    let mut reading = match (habit, marked) {
        (Habit::Marks, None) => unmarked_call(core).unwrap_or(Reading::words(core)),
        (Habit::Marks, Some(_)) => marked_text(core, ways)?,
        (Habit::LostMarks, _) if notice::begins_as_encryption(core) => return None,
        (Habit::LostMarks | Habit::Words, _) => worded_text(core, ways),
    };
    if let Some(basis) = edit_basis {
        reading.edited = true;
        reading.marker = reading.marker.or(Some(basis));
        reading.tail = reading.tail.min(edited_at);
    }
    Some(reading)
}

/// Says for the first pass whose words those are that begin with the app's mark, and learns from
/// them what no table holds.
pub(super) fn whose(label: &[u8], words: &[u8], files: &Files<'_>, learned: &mut Learned) -> Whose {
    let ways = Ways {
        habit: Habit::Marks,
        files,
        learned,
    };
    match read(words, Makeup::Mixed, &ways) {
        Some(_) => Whose::Person,
        None => {
            learned.note_marked(label, words);
            Whose::App
        }
    }
}

/// Tells whether a closer look at a text is worth while, of which the first line is known; most
/// messages are plain words.
fn may_hold_words_of_the_app(text: &[u8], first: &[u8], habit: Habit) -> bool {
    match habit {
        Habit::Marks => phrases::CALL_ENDINGS
            .iter()
            .any(|end| text.ends_with(end.as_bytes())),
        Habit::LostMarks | Habit::Words => {
            PHRASES.may_begin(text)
                || matches!(text, [.., b')' | b'>'])
                || matches!(first, [.., b')' | b'>'])
                || ends_with_address(text)
        }
    }
}

/// Returns `text` without marks and without its last dot, if it is short enough for a marker.
pub(super) fn bare(text: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(text).ok()?;
    let text = (text.len() <= 240).then_some(text)?;
    // Every mark begins with one of these bytes.
    if memchr::memchr3(0xE2, 0xEF, 0xD8, text.as_bytes()).is_none() {
        return Some(text.strip_suffix('.').unwrap_or(text).into());
    }
    let bare: String = text.chars().filter(|&c| !is_mark(c)).collect();
    Some(bare.strip_suffix('.').unwrap_or(&bare).to_owned().into())
}

/// Returns where the mark of an edit begins, or the end of the text.
fn edit_mark(text: &[u8], ways: &Ways<'_>) -> (usize, Option<MarkerBasis>) {
    let none = (text.len(), None);
    if !text.ends_with(b">") {
        return none;
    }
    let Some(open) = memchr::memrchr(b'<', text) else {
        return none;
    };
    let Some(inner) = bare(&text[open + 1..text.len() - 1]) else {
        return none;
    };
    let marked = open >= 3 && begins_with_app_mark(&text[open - 3..]);
    let at = if marked { open - 3 } else { open };
    let at = at - usize::from(text[..at].ends_with(b" "));
    let known = PHRASES.edited.has(&inner);
    match (marked, ways.habit) {
        (true, _) if known => (at, Some(MarkerBasis::Mark)),
        // In any language: what the app marks and puts in angle brackets behind words is the name
        // of a file or this, and no file has a name of words alone.
        (true, Habit::Marks) if at > 0 && is_phrase(&inner) => (at, Some(MarkerBasis::Mark)),
        // Where the app marks its text, what is not marked was typed.
        (_, Habit::Marks) => none,
        (_, _) if known => (at, Some(MarkerBasis::TextMatch)),
        (_, _) if at > 0 && ways.learned.is_edited(&inner) => (at, Some(MarkerBasis::Structure)),
        _ => none,
    }
}

/// Reads a text in which an iPhone's mark stands somewhere.
fn marked_text<'a>(text: &'a [u8], ways: &Ways<'_>) -> Option<Reading<'a>> {
    if let Some(reading) = attached(text, ways) {
        return Some(reading);
    }
    let first = first_line(text);
    let basis = MarkerBasis::Mark;
    // Older iPhones put the mark behind the bracket.
    if begins_with_app_mark(text.strip_prefix(b"<").unwrap_or(text)) {
        return marker_line(text, ways.habit, basis)
            .or_else(|| android_file(text, ways))
            .or_else(|| stand_in(text, ways));
    }
    let Some(mark) =
        memchr::memrchr_iter(0xE2, first).find(|&at| begins_with_app_mark(&first[at..]))
    else {
        return Some(Reading::words(text));
    };
    if let Some(sort) = bare(&first[mark..]).and_then(|words| left_out(&words)) {
        return Some(captioned_omission(text, mark, sort));
    }
    // `Minutes.pdf • <LRM>2 pages <LRM>…`: in no language is anything else written so.
    if find_app_mark(first) != Some(mark) && document_name(&first[..mark]).is_some() {
        return Some(captioned_omission(text, mark, "document"));
    }
    let call = bare(first).is_some_and(|words| PHRASES.is_call(&words));
    let reading = match call {
        true => whole_line(text, Kind::Call, basis),
        false => place(text, basis).unwrap_or(Reading::words(text)),
    };
    Some(reading)
}

/// Words of the app that no table holds, in the place of something that a person sent or did.
fn stand_in<'a>(text: &'a [u8], ways: &Ways<'_>) -> Option<Reading<'a>> {
    let known = ways.learned.is_stand_in(text);
    known.then(|| whole_line(text, Kind::Unknown, MarkerBasis::Mark))
}

/// Returns the sort of a file that was left out: `image omitted`, or `<image omitted>` as older
/// iPhones write it.
fn left_out(words: &str) -> Option<&'static str> {
    let inner = words.strip_prefix('<').and_then(|w| w.strip_suffix('>'));
    PHRASES.omitted_file.find(inner.unwrap_or(words))
}

/// A call on an iPhone whose words carry no mark anywhere: `Voice call, No answer`.
fn unmarked_call(text: &[u8]) -> Option<Reading<'_>> {
    let words = bare(text)?;
    let typed_by_nobody = phrases::CALL_ENDINGS.iter().any(|end| words.ends_with(end));
    (typed_by_nobody && PHRASES.is_call(&words))
        .then(|| whole_line(text, Kind::Call, MarkerBasis::TextMatch))
}

/// The app's first line, and perhaps a person's words on the lines behind it.
pub(super) fn whole_line(text: &[u8], kind: Kind, basis: MarkerBasis) -> Reading<'_> {
    Reading {
        kind,
        body: second_line(text),
        marker: Some(basis),
        ..Reading::words(text)
    }
}

/// Reads a text whose first line may be a marker in a person's place, with or without a mark.
fn marker_line<'a>(text: &'a [u8], habit: Habit, basis: MarkerBasis) -> Option<Reading<'a>> {
    let first = first_line(text);
    let words = bare(first)?;
    let alone = second_line(text) == text.len();
    // Android writes `<Media omitted>`: behind a name it never writes what an iPhone does.
    let sort = match habit {
        Habit::Words if basis == MarkerBasis::TextMatch => None,
        _ => left_out(&words),
    };
    if let Some(sort) = sort {
        let carried = Carried {
            name: None,
            sort: Some(sort),
            given: Given::LeftOut,
        };
        return Some(Reading {
            carried: Some(carried),
            ..whole_line(text, kind_of(sort), basis)
        });
    }
    if alone && let Some(by) = deleted(&words) {
        return Some(Reading {
            deleted: Some(by),
            ..whole_line(text, Kind::Deleted, basis)
        });
    }
    if alone && PHRASES.is_call(&words) {
        return Some(whole_line(text, Kind::Call, basis));
    }
    if let Some(basis) = (!alone).then(|| poll(text, &words, basis)).flatten() {
        return Some(whole_line(text, Kind::Poll, basis));
    }
    if alone && PHRASES.live_location.has(&words) {
        return Some(whole_line(text, Kind::Location, basis));
    }
    if basis == MarkerBasis::Mark && PHRASES.view_once.begin(&words) {
        let carried = Carried {
            name: None,
            sort: None,
            given: Given::LeftOut,
        };
        return Some(Reading {
            carried: Some(carried),
            ..whole_line(text, Kind::Media, basis)
        });
    }
    if basis == MarkerBasis::Mark && PHRASES.waiting.begin(&words) {
        return Some(whole_line(text, Kind::Unknown, basis));
    }
    place(text, basis)
}

fn deleted(words: &str) -> Option<DeletedBy> {
    match PHRASES.deleted_by_administrator.behind(words) {
        Some(name) if !name.is_empty() => Some(DeletedBy::Administrator),
        _ => PHRASES.deleted.find(words),
    }
}

/// Returns how a poll is known. Without a mark its first line is not enough: people write it too.
fn poll(text: &[u8], heading: &str, basis: MarkerBasis) -> Option<MarkerBasis> {
    let shaped = std::str::from_utf8(text).is_ok_and(poll::is_poll);
    match basis {
        MarkerBasis::Mark => (shaped || PHRASES.poll.has(heading)).then_some(basis),
        _ => shaped.then_some(MarkerBasis::Structure),
    }
}

/// Reads a place: an address behind `Location: `, or behind the name of the place.
fn place(text: &[u8], basis: MarkerBasis) -> Option<Reading<'_>> {
    if !ends_with_address(text) {
        return None;
    }
    let from = super::marks::skip_marks(text, 0);
    let words = std::str::from_utf8(&text[from..]).ok();
    if let Some(address) = words.and_then(|words| PHRASES.location.behind(words)) {
        let mut reading = whole_line(text, Kind::Location, basis);
        reading.body = text.len() - address.len();
        return Some(reading);
    }
    let address = last_word(text);
    let named =
        address > 0 && (text[..address].ends_with(b"): ") || text[..address].ends_with(b"\n"));
    named.then(|| Reading {
        kind: Kind::Location,
        marker: Some(basis),
        ..Reading::words(text)
    })
}

fn last_word(text: &[u8]) -> usize {
    memchr::memrchr2(b' ', b'\n', text).map_or(0, |at| at + 1)
}

fn ends_with_address(text: &[u8]) -> bool {
    let word = &text[last_word(text)..];
    phrases::PLACE_ADDRESS
        .iter()
        .any(|known| word.starts_with(known.as_bytes()))
}

/// Reads a text in a file whose app does not mark its own.
fn worded_text<'a>(text: &'a [u8], ways: &Ways<'_>) -> Reading<'a> {
    let habit = ways.habit;
    let first = first_line(text);
    let basis = match begins_with_app_mark(text) {
        true => MarkerBasis::Mark,
        false => MarkerBasis::TextMatch,
    };
    if let Some(reading) = attached(text, ways).or_else(|| android_file(text, ways)) {
        return reading;
    }
    let known = bare(first).filter(|words| words.starts_with('<'));
    let found = match known.and_then(|words| PHRASES.omitted_media.find(&words)) {
        Some(sort) => Some((sort, basis)),
        None if text == phrases::NOTHING.as_bytes() && habit == Habit::Words => Some((None, basis)),
        None if ways.learned.is_left_out(first) => Some((None, MarkerBasis::Structure)),
        None => None,
    };
    if let Some((sort, basis)) = found {
        let carried = Carried {
            name: None,
            sort,
            given: Given::LeftOut,
        };
        return Reading {
            carried: Some(carried),
            ..whole_line(text, Kind::Media, basis)
        };
    }
    let appointment = first.starts_with(phrases::EVENT.as_bytes())
        && memchr::memmem::find(text, b"\nEvent Start time: ").is_some();
    if appointment {
        let mut reading = whole_line(text, Kind::Event, basis);
        reading.body = phrases::EVENT.len();
        return reading;
    }
    marker_line(text, habit, basis).unwrap_or(Reading::words(text))
}

/// Tells whether a notice without an author is about a call.
pub(super) fn is_call_notice(words: &[u8]) -> bool {
    bare(words).is_some_and(|words| PHRASES.is_call(&words) || PHRASES.begins_as_call(&words))
}
