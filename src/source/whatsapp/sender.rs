//! Who speaks: where the name ends and the words begin.
//!
//! Names may hold colons, and so may the app's own notices. What cannot be told from one line is
//! told from all of them: the [`Senders`] of a file are counted before a message is handed over.

use std::collections::BTreeMap;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Returns the places in `line` at which a name may end, nearest first.
fn ends(line: &[u8]) -> impl Iterator<Item = End> + '_ {
    let reach = &line[..line.len().min(LONGEST)];
    memchr::memchr_iter(b':', reach)
        .filter_map(move |colon| {
            let rest = &line[colon + 1..];
            let words = colon + 1 + space_len(rest);
            let closes = rest.is_empty() || words > colon + 1 || mark_len(rest) > 0;
            // `Hello : there` is no name: no label ends with a space.
            let named = closes && !line[..colon].ends_with(b" ") && !is_blank(&line[..colon]);
            named.then_some(End { colon, words })
        })
        .take(MOST_ENDS)
}

fn is_blank(mut label: &[u8]) -> bool {
    while let n @ 1.. = space_len(label).max(mark_len(label)) {
        label = &label[n..];
    }
    label.is_empty()
}

/// Returns the shortest name on a line, if one may stand there.
pub(super) fn shortest(line: &[u8]) -> Option<&str> {
    let end = marked_end(line).or_else(|| ends(line).next())?;
    let label = &line[..end.colon];
    let label = std::str::from_utf8(label).ok()?;
    (!notice::interrupts(label.as_bytes())).then_some(label)
}

/// Returns the end behind which the app's mark stands: proof of where the name ends.
fn marked_end(line: &[u8]) -> Option<End> {
    ends(line).find(|end| begins_with_app_mark(&line[end.words..]))
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
    labels: BTreeMap<String, Label>,
    tight: BTreeMap<String, u64>,
    scratch: String,
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
    /// Counts the label on a line. `whose` judges the words behind it. Returns where the words of
    /// the app begin, if it is the app that speaks.
    pub(super) fn note(&mut self, line: &[u8], whose: impl Fn(&[u8]) -> Whose) -> Option<usize> {
        let Some(end) = marked_end(line).or_else(|| ends(line).next()) else {
            return self.note_tight(line);
        };
        if notice::interrupts(&line[..end.colon]) {
            return Some(0);
        }
        let label = std::str::from_utf8(&line[..end.colon]).ok()?;
        let whose = whose(&line[end.words..]);
        let longer = |line: &[u8]| -> Vec<String> {
            if begins_with_app_mark(&line[end.words..]) {
                return Vec::new();
            }
            ends(line)
                .skip(1)
                .filter_map(|end| plain(&line[..end.colon]))
                .collect()
        };
        let label = without_marks(label, &mut self.scratch);
        count(&mut self.labels, label, |known| {
            known.lines += 1;
            known.marked += u64::from(begins_with_app_mark(line));
            known.spoken += u64::from(whose == Whose::Person);
            if known.lines == 1 {
                known.longer = longer(line);
            } else if !known.longer.is_empty() {
                let here = longer(line);
                known.longer.retain(|name| here.contains(name));
            }
        });
        match whose {
            Whose::App => Some(end.words),
            Whose::Person if begins_with_app_mark(line) => Some(0),
            Whose::Person => None,
        }
    }

    fn note_tight(&mut self, line: &[u8]) -> Option<usize> {
        let Some(end) = tight_end(line).filter(|end| !notice::interrupts(&line[..end.colon]))
        else {
            return Some(0);
        };
        if let Some(label) = plain(&line[..end.colon]) {
            count(&mut self.tight, &label, |lines| *lines += 1);
        }
        notice::is_known(line).then_some(0)
    }

    /// Returns how many different people speak.
    pub(super) fn speakers(&self) -> usize {
        self.labels
            .values()
            .filter(|label| label.spoken > 0)
            .count()
    }

    /// Returns the labels of those who speak, with the number of their lines, in order.
    pub(super) fn spoken(&self) -> impl Iterator<Item = (&str, u64)> {
        let spoken = self.labels.iter().filter(|(_, label)| label.spoken > 0);
        spoken.map(|(name, label)| match label.longer.last() {
            Some(longer) if label.lines > 1 => (longer.as_str(), label.spoken),
            _ => (name.as_str(), label.spoken),
        })
    }

    /// Says who speaks on a line; the whole file has been counted.
    pub(super) fn voice(&self, line: &[u8]) -> Voice {
        if let Some(end) = marked_end(line).filter(|_| !begins_with_app_mark(line)) {
            return labelled(end, SenderBasis::Header);
        }
        let mut all = ends(line);
        let Some(first) = all.next() else {
            return self.tight_voice(line);
        };
        if notice::interrupts(&line[..first.colon]) {
            return Voice::App;
        }
        let more = all.next().is_some();
        if !more && !begins_with_app_mark(line) {
            return labelled(first, SenderBasis::Header);
        }
        let known = plain(&line[..first.colon]).and_then(|label| self.labels.get(&label));
        let Some(known) = known else {
            return match begins_with_app_mark(line) {
                true => Voice::App,
                false => labelled(first, SenderBasis::Header),
            };
        };
        // A notice begins with the app's mark; so does a name, where all its lines do.
        if begins_with_app_mark(line) && known.lines == known.marked && known.marked < 3 {
            return Voice::App;
        }
        longest(line, first, known)
    }

    fn tight_voice(&self, line: &[u8]) -> Voice {
        let Some(end) = tight_end(line) else {
            return Voice::App;
        };
        let label = &line[..end.colon];
        if begins_with_app_mark(line) || notice::interrupts(label) || notice::is_known(line) {
            return Voice::App;
        }
        let Some(label) = plain(label) else {
            return Voice::Unclear;
        };
        let recurs = self.tight.get(&label).is_some_and(|lines| *lines > 1);
        if recurs
            || self
                .labels
                .get(&label)
                .is_some_and(|known| known.spoken > 0)
        {
            return labelled(end, SenderBasis::Header);
        }
        Voice::Unclear
    }
}

/// Prefers the longest name that all lines of the shorter one could have.
fn longest(line: &[u8], first: End, known: &Label) -> Voice {
    let longer = ends(line)
        .filter(|end| plain(&line[..end.colon]).is_some_and(|name| known.longer.contains(&name)))
        .last();
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

fn count<T: Default>(map: &mut BTreeMap<String, T>, label: &str, act: impl FnOnce(&mut T)) {
    if let Some(known) = map.get_mut(label) {
        act(known);
    } else if map.len() < MOST_LABELS {
        act(map.entry(label.to_owned()).or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices<'a>(lines: &[&'a str]) -> Vec<(Option<&'a str>, SenderBasis)> {
        let mut senders = Senders::default();
        for line in lines {
            senders.note(line.as_bytes(), |_| Whose::Person);
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
