//! Who speaks: where the name ends and the words begin.
//!
//! Names may hold colons, and so may the app's own notices. What cannot be told from one line is
//! told from all of them: the [`Senders`] of a file are counted before a message is handed over.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::marks::{begins_with_app_mark, mark_len, space_len, without_marks};
use super::notice;
use crate::message::SenderBasis;

/// No label of the app is longer, in bytes; the subject of a group may be 100 characters.
const LONGEST: usize = 256;
/// How many places a name may end at are considered.
const MOST_ENDS: usize = 4;
/// How many labels are counted; groups hold a few thousand people at most.
const MOST_LABELS: usize = 32_768;

/// Where a name may end. Positions are bytes of what follows the date and time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct End {
    /// The colon behind the name.
    colon: usize,
    /// The first byte of the words.
    words: usize,
}

/// Who speaks on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// The app: the line names nobody.
    App,
    /// Perhaps somebody: there is a colon, but nothing else speaks for a name before it.
    Unclear,
    /// The bearer of a label.
    Labelled {
        /// The first byte behind the label.
        label_end: usize,
        /// The first byte of the words.
        words: usize,
        /// How sure that is.
        basis: SenderBasis,
    },
}

/// The places in a line at which a name may end, nearest first.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    found: [End; MOST_ENDS],
    number: usize,
}

/// How a name ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum NameEnd {
    /// With a colon.
    #[default]
    Colon,
    /// With a space and a colon.
    SpacedColon,
}

impl Ends {
    fn of(line: &[u8], name_end: NameEnd) -> Ends {
        let mut ends = Ends::default();
        if name_end == NameEnd::SpacedColon {
            return Ends::spaced(line);
        }
        let reach = &line[..line.len().min(LONGEST)];
        for colon in memchr::memchr_iter(b':', reach) {
            let rest = &line[colon + 1..];
            let words = colon + 1 + space_len(rest);
            let closes = rest.is_empty() || words > colon + 1 || mark_len(rest) > 0;
            // `Hello : there` is no name: no label ends with a space.
            if !closes || line[..colon].ends_with(b" ") || is_blank(&line[..colon]) {
                continue;
            }
            ends.found[ends.number] = End { colon, words };
            ends.number += 1;
            if ends.number == MOST_ENDS {
                break;
            }
        }
        ends
    }

    /// Where every name ends with a space and a colon, no other colon ends one.
    fn spaced(line: &[u8]) -> Ends {
        let mut ends = Ends::default();
        let reach = &line[..line.len().min(LONGEST)];
        if let Some(space) = memchr::memmem::find(reach, b" :").filter(|space| *space > 0) {
            let after = space + 2;
            let words = after + space_len(&line[after..]);
            ends.found[0] = End {
                colon: space,
                words,
            };
            ends.number = 1;
        }
        ends
    }

    fn all(&self) -> &[End] {
        &self.found[..self.number]
    }

    fn first(&self) -> Option<End> {
        self.all().first().copied()
    }

    /// Returns the end behind which the app's mark stands: proof of where the name ends.
    fn marked(&self, line: &[u8]) -> Option<End> {
        let marked = |end: &&End| begins_with_app_mark(&line[end.words..]);
        self.all().iter().find(marked).copied()
    }
}

fn is_blank(mut label: &[u8]) -> bool {
    if matches!(label, [b'!'..=b'~', ..]) {
        return false;
    }
    while let n @ 1.. = space_len(label).max(mark_len(label)) {
        label = &label[n..];
    }
    label.is_empty()
}

/// Returns the shortest name on a line, if one may stand there.
pub(super) fn shortest(line: &[u8], name_end: NameEnd) -> Option<&str> {
    let ends = Ends::of(line, name_end);
    let end = ends.marked(line).or_else(|| ends.first())?;
    let label = &line[..end.colon];
    let label = std::str::from_utf8(label).ok()?;
    (!notice::interrupts(label.as_bytes())).then_some(label)
}

/// Returns where a name would end that has no space behind its colon: `Bob:Hi`.
fn tight_end(line: &[u8]) -> Option<End> {
    let reach = &line[..line.len().min(LONGEST)];
    let colon = memchr::memchr(b':', reach)?;
    let around = (reach[..colon].last(), line.get(colon + 1));
    let is_clock = matches!(around, (Some(b'0'..=b'9'), Some(b'0'..=b'9')));
    let is_address = line[colon + 1..].starts_with(b"//");
    let named = !is_clock && !is_address && !is_blank(&line[..colon]);
    named.then_some(End {
        colon,
        words: colon + 1,
    })
}

/// What is known about one label.
#[derive(Debug, Default)]
struct Label {
    /// The lines on which it is the shortest name.
    lines: u64,
    /// Of these, the lines that the app begins with its mark.
    marked: u64,
    /// Of these, the lines on which a person speaks, as far as the first line tells.
    spoken: u64,
    /// The longer names that every one of these lines could have.
    longer: Vec<String>,
}

/// The labels of a file.
#[derive(Debug, Default)]
pub(super) struct Senders {
    labels: Vec<Label>,
    /// Where in `labels` a label stands, without its marks.
    places: BTreeMap<String, usize>,
    /// The same, with the marks it was written with: most lines are found here.
    written: Written,
    tight: BTreeMap<String, u64>,
    name_end: NameEnd,
    /// Where in `labels` the label stands of the line that was counted last.
    last: Option<usize>,
}

/// Where labels stand, as they are written: by their lengths first, which are sooner compared than
/// their words.
#[derive(Debug, Default)]
struct Written {
    places: BTreeMap<usize, BTreeMap<Vec<u8>, usize>>,
    number: usize,
}

impl Written {
    fn get(&self, label: &[u8]) -> Option<usize> {
        self.places.get(&label.len())?.get(label).copied()
    }

    fn insert(&mut self, label: &[u8], place: usize) {
        let of_length = self.places.entry(label.len()).or_default();
        let new = of_length.insert(label.to_owned(), place).is_none();
        self.number += usize::from(new);
    }
}

/// Whether the words behind a label are a person's, as far as the first line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// A person's, or a marker in a person's place.
    Person,
    /// The app's own.
    App,
}

impl Senders {
    /// Returns no labels yet, of a file whose names end so.
    pub(super) fn ending(name_end: NameEnd) -> Senders {
        Senders {
            name_end,
            ..Senders::default()
        }
    }

    /// Counts the label on a line. `whose` judges label and words. Returns where the words of
    /// the app begin, if it is the app that speaks.
    pub(super) fn note(
        &mut self,
        line: &[u8],
        mut whose: impl FnMut(&[u8], &[u8]) -> Whose,
    ) -> Option<usize> {
        self.last = None;
        let ends = Ends::of(line, self.name_end);
        let Some(end) = ends.marked(line).or_else(|| ends.first()) else {
            return self.note_tight(line);
        };
        let label = &line[..end.colon];
        let known = self.written.get(label);
        if known.is_none() && notice::interrupts(label) {
            return Some(0);
        }
        let whose = whose(label, &line[end.words..]);
        let place = match known {
            Some(place) => place,
            None => self.add(label)?,
        };
        self.last = Some(place);
        let known = &mut self.labels[place];
        known.lines += 1;
        known.marked += u64::from(begins_with_app_mark(line));
        known.spoken += u64::from(whose == Whose::Person);
        if known.lines == 1 {
            known.longer = longer(line, &ends);
        } else if !known.longer.is_empty() {
            let here = longer(line, &ends);
            known.longer.retain(|name| here.contains(name));
        }
        match whose {
            Whose::App => Some(end.words),
            Whose::Person if begins_with_app_mark(line) => Some(0),
            Whose::Person => None,
        }
    }

    /// Returns the place, among all labels in the order in which they first appear, of the label
    /// of the line that was counted last.
    pub(super) fn last_counted(&self) -> Option<usize> {
        self.last
    }

    /// Adds a label as it is written, if there is room, and returns where in `labels` it stands.
    fn add(&mut self, written: &[u8]) -> Option<usize> {
        if self.written.number == MOST_LABELS {
            return None;
        }
        let place = match self.places.entry(plain(written)?) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.labels.push(Label::default());
                *new.insert(self.labels.len() - 1)
            }
        };
        self.written.insert(written, place);
        Some(place)
    }

    fn known(&self, label: &str) -> Option<&Label> {
        self.places.get(label).map(|place| &self.labels[*place])
    }

    fn note_tight(&mut self, line: &[u8]) -> Option<usize> {
        let Some(end) = tight_end(line).filter(|end| !notice::interrupts(&line[..end.colon]))
        else {
            return Some(0);
        };
        if let Some(label) = plain(&line[..end.colon])
            && (self.tight.len() < MOST_LABELS || self.tight.contains_key(&label))
        {
            *self.tight.entry(label).or_default() += 1;
        }
        notice::is_known(line).then_some(0)
    }

    /// Returns how many different people speak.
    pub(super) fn speakers(&self) -> usize {
        self.labels.iter().filter(|label| label.spoken > 0).count()
    }

    /// Tells whether somebody of this label speaks.
    pub(super) fn speaks(&self, label: &str) -> bool {
        let longer = |known: &&Label| known.lines > 1 && known.longer.iter().any(|l| l == label);
        let known = self
            .known(label)
            .or_else(|| self.labels.iter().find(longer));
        known.is_some_and(|known| known.spoken > 0)
    }

    /// Says who speaks on a line; the whole file has been counted.
    pub(super) fn voice(&self, line: &[u8]) -> Voice {
        let ends = Ends::of(line, self.name_end);
        let app_begins = begins_with_app_mark(line);
        if let Some(end) = ends.marked(line).filter(|_| !app_begins) {
            return labelled(end, SenderBasis::Header);
        }
        let Some(first) = ends.first() else {
            return self.tight_voice(line);
        };
        let label = &line[..first.colon];
        let place = self.written.get(label);
        // Words that interrupt a notice were never counted as a label.
        if place.is_none() && notice::interrupts(label) {
            return Voice::App;
        }
        if ends.number == 1 && !app_begins {
            return labelled(first, SenderBasis::Header);
        }
        match place.map(|place| &self.labels[place]) {
            // A notice begins with the app's mark; so does a name, where all its lines do.
            Some(known) if app_begins && known.lines == known.marked && known.marked < 3 => {
                Voice::App
            }
            Some(known) => longest(line, &ends, first, known),
            None if app_begins => Voice::App,
            None => labelled(first, SenderBasis::Header),
        }
    }

    fn tight_voice(&self, line: &[u8]) -> Voice {
        let Some(end) = tight_end(line) else {
            return Voice::App;
        };
        let label = &line[..end.colon];
        if begins_with_app_mark(line) || notice::interrupts(label) {
            return Voice::App;
        }
        let speaks = plain(label).is_some_and(|label| {
            let recurs = self.tight.get(&label).is_some_and(|lines| *lines > 1);
            recurs || self.speaks(&label)
        });
        // A name that is known speaks, though it may say what the app says: `Bob:I left`.
        if speaks {
            return labelled(end, SenderBasis::Header);
        }
        match notice::is_known(line) {
            true => Voice::App,
            false => Voice::Unclear,
        }
    }
}

/// Returns the names on a line that are longer than the shortest.
fn longer(line: &[u8], ends: &Ends) -> Vec<String> {
    if ends.marked(line).is_some() {
        return Vec::new();
    }
    let names = ends.all().iter().skip(1);
    names.filter_map(|end| plain(&line[..end.colon])).collect()
}

/// Prefers the longest name that all lines of the shorter one could have.
fn longest(line: &[u8], ends: &Ends, first: End, known: &Label) -> Voice {
    let fits = |end: &&End| {
        !known.longer.is_empty()
            && plain(&line[..end.colon]).is_some_and(|name| known.longer.contains(&name))
    };
    let longer = ends.all().iter().rfind(fits).copied();
    match (longer, known.lines) {
        (None, _) => labelled(first, SenderBasis::Header),
        // One line alone proves neither; two may be a habit of its writer.
        (Some(_), 1) => labelled(first, SenderBasis::Uncertain),
        (Some(end), 2) => labelled(end, SenderBasis::Uncertain),
        (Some(end), _) => labelled(end, SenderBasis::Header),
    }
}

fn labelled(end: End, basis: SenderBasis) -> Voice {
    Voice::Labelled {
        label_end: end.colon,
        words: end.words,
        basis,
    }
}

fn plain(label: &[u8]) -> Option<String> {
    let mut scratch = String::new();
    let label = std::str::from_utf8(label).ok()?;
    Some(without_marks(label, &mut scratch).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices<'a>(lines: &[&'a str]) -> Vec<(Option<&'a str>, SenderBasis)> {
        let mut senders = Senders::default();
        for line in lines {
            senders.note(line.as_bytes(), |_, _| Whose::Person);
        }
        let voice = |line: &&'a str| match senders.voice(line.as_bytes()) {
            Voice::App => (None, SenderBasis::App),
            Voice::Unclear => (None, SenderBasis::Uncertain),
            Voice::Labelled {
                label_end, basis, ..
            } => (line.get(..label_end), basis),
        };
        lines.iter().map(voice).collect()
    }

    #[test]
    fn a_colon_in_a_quoted_subject_makes_no_author() {
        let line = "Clerk changed the subject from \"Trip: Goa\" to \"Trip: Gokarna\"";
        assert_eq!(voices(&[line, line, line]), [(None, SenderBasis::App); 3]);
        let unknown = "Clerk grubun konusunu \"Trip: Goa\" yapti";
        assert_eq!(voices(&[unknown]), [(None, SenderBasis::App)]);
    }

    #[test]
    fn a_longer_name_is_preferred_where_it_recurs() {
        let header = SenderBasis::Header;
        let name = Some("Ops: night duty");
        assert_eq!(
            voices(&[
                "Ops: night duty: on",
                "Ops: night duty: off",
                "Ops: night duty: a: b"
            ]),
            [(name, header); 3]
        );
        // A person who writes `note: …` once, among other things, keeps their own name.
        assert_eq!(
            voices(&["Clerk: note: call", "Clerk: hello"]),
            [(Some("Clerk"), header); 2]
        );
        assert_eq!(
            voices(&["Ops: night duty: on my way"]),
            [(Some("Ops"), SenderBasis::Uncertain)]
        );
    }

    #[test]
    fn a_name_without_a_space_behind_it_needs_another_witness() {
        let header = SenderBasis::Header;
        assert_eq!(
            voices(&["Clerk: hello", "Clerk:."]),
            [(Some("Clerk"), header); 2]
        );
        assert_eq!(voices(&["Clerk:Hi"]), [(None, SenderBasis::Uncertain)]);
        assert_eq!(voices(&["Clerk:"]), [(Some("Clerk"), header)]);
        assert_eq!(
            voices(&["You joined https://example.org at 10:30"]),
            [(None, SenderBasis::App)]
        );
    }

    #[test]
    fn quotes_that_close_belong_to_a_name() {
        assert_eq!(
            voices(&["Juan \"Pato\" Pérez: hola"]),
            [(Some("Juan \"Pato\" Pérez"), SenderBasis::Header)]
        );
    }

    #[test]
    fn the_mark_behind_a_colon_proves_where_the_name_ends() {
        assert_eq!(
            voices(&["Trip: Goa: \u{200e}Messages and calls are end-to-end encrypted."]),
            [(Some("Trip: Goa"), SenderBasis::Header)]
        );
    }
}
