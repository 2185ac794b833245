//! Two exports being paired: what is linked so far, and how well two messages fit each other.

use super::alias::{Level, Phones, Votes};
use super::anchor::LONG;
use super::clock::{Clock, OFF, apart};
use super::index::Index;
use super::row::{Content, Held, Media, Row, Side};
use super::{Evidence, Link};
use crate::message::Precision;

/// What a message is linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing, so far.
    Free,
    /// This row of the other export.
    To(u32),
    /// Nothing for good: several messages could be its copy, and none rather than another.
    Apart,
}

/// How strictly an alias is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing may speak against it: the order speaks for it.
    NotAgainst,
    /// Something must speak for it.
    For,
}

/// Two exports being paired.
pub(super) struct Pairing<'a> {
    pub a: Side<'a>,
    pub b: Side<'a>,
    pub phones: Phones,
    pub clock: Clock,
    pub votes: Votes,
    pub of_a: Vec<Fate>,
    pub of_b: Vec<Fate>,
    /// How each row of the first export is linked; without meaning where it is not.
    pub evidence: Vec<Evidence>,
    /// The rows of the second export, looked up by what they hold and when they were written.
    pub index: Index,
}

/// What a pair of messages weighs at least: one pair more outweighs another that fits better.
const PAIR: u32 = 200;
/// What speaks for a pair beyond that: the sender, the same file, its name, the caption, the
/// minute, the second, the words.
const SENDER: u32 = 20;
const SAME_FILE: u32 = 40;
const SAME_NAME: u32 = 20;
const SAME_CAPTION: u32 = 20;
const MINUTE: u32 = 3;
const SECOND: u32 = 4;
const WORDS: u32 = 4;

impl<'a> Pairing<'a> {
    /// Returns two exports of which nothing is paired yet.
    pub fn new(a: Side<'a>, b: Side<'a>, phones: Phones, clock: Clock) -> Pairing<'a> {
        Pairing {
            a,
            b,
            phones,
            clock,
            votes: Votes::none(&a, &b, phones),
            of_a: vec![Fate::Free; a.rows.len()],
            of_b: vec![Fate::Free; b.rows.len()],
            evidence: vec![Evidence::Aligned; a.rows.len()],
            index: Index::of(b.rows),
        }
    }

    /// Links two rows, neither of which is linked.
    pub fn link(&mut self, in_a: u32, in_b: u32, evidence: Evidence) {
        debug_assert_eq!(self.of_a[in_a as usize], Fate::Free);
        debug_assert_eq!(self.of_b[in_b as usize], Fate::Free);
        self.of_a[in_a as usize] = Fate::To(in_b);
        self.of_b[in_b as usize] = Fate::To(in_a);
        self.evidence[in_a as usize] = evidence;
    }

    /// Sets apart what of two rows is linked to nothing.
    pub fn set_apart(&mut self, in_a: u32, in_b: u32) {
        for fate in [&mut self.of_a[in_a as usize], &mut self.of_b[in_b as usize]] {
            if *fate == Fate::Free {
                *fate = Fate::Apart;
            }
        }
    }

    /// Takes back every link.
    pub fn unlink(&mut self) {
        self.of_a.fill(Fate::Free);
        self.of_b.fill(Fate::Free);
    }

    /// Returns how many minutes the stamps of copies may be off.
    pub fn most_off(&self) -> i64 {
        match self.phones {
            Phones::One => 0,
            Phones::Two => OFF,
        }
    }

    /// Tells whether a row of the first export is free.
    pub fn is_free_in_a(&self, row: u32) -> bool {
        self.of_a[row as usize] == Fate::Free
    }

    /// Tells whether a row of the second export is free.
    pub fn is_free_in_b(&self, row: u32) -> bool {
        self.of_b[row as usize] == Fate::Free
    }

    /// Returns the links, in the order of the first export.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        (0..).zip(&self.of_a).filter_map(|(a, fate)| match fate {
            Fate::To(b) => Some(Link {
                a,
                b: *b,
                evidence: self.evidence[a as usize],
                seconds: self.b.row(*b).local - self.a.row(a).local,
            }),
            _ => None,
        })
    }

    /// Returns what a pair of rows weighs whose keys are the same; `None` where they cannot be
    /// copies of one message.
    pub fn weight(&self, in_a: u32, in_b: u32, asked: Asked) -> Option<u32> {
        let (row_a, row_b) = (self.a.row(in_a), self.b.row(in_b));
        if row_a.content == Content::NoticeToOwner && self.phones == Phones::Two {
            return None;
        }
        let level = self.votes.level(row_a.label, row_b.label);
        let sender = match (level, asked) {
            (Level::Stated | Level::Agreed, _) => SENDER,
            (Level::Likely, _) => SENDER / 2,
            (Level::Open, Asked::NotAgainst) => 0,
            (Level::Unlikely, Asked::NotAgainst) if row_a.length >= LONG => 0,
            _ => return None,
        };
        let time = self.time(in_a, in_b)?;
        let held = |content| matches!(content, Content::Media(_));
        let file = match held(row_a.content) && held(row_b.content) {
            true => self.file(in_a, in_b)?,
            false => 0,
        };
        let words = if row_a.length >= LONG { WORDS } else { 0 };
        Some(PAIR + sender + time + file + words)
    }

    /// Returns what the times of two rows weigh; `None` where they are too far apart.
    fn time(&self, in_a: u32, in_b: u32) -> Option<u32> {
        let off = self.clock.off(&self.a, &self.b, (in_a, in_b))?;
        let seconds = self.seconds_agree(in_a, in_b);
        if self.phones == Phones::One {
            let same = off == 0 && seconds != Some(false);
            return same.then_some(MINUTE * 2 + SECOND);
        }
        let nearer = u32::try_from(OFF - off).ok()?;
        let second = if seconds == Some(true) { SECOND } else { 0 };
        Some(nearer * MINUTE + second)
    }

    /// Tells whether the stamps agree to the second; `None` where one is not so fine.
    fn seconds_agree(&self, in_a: u32, in_b: u32) -> Option<bool> {
        let (row_a, row_b) = (self.a.row(in_a), self.b.row(in_b));
        let fine = |row: &Row| row.precision == Precision::Second;
        let agree = row_b.local - row_a.local == apart(&self.a, &self.b, (in_a, in_b)) * 60;
        (fine(row_a) && fine(row_b)).then_some(agree)
    }

    /// Returns what the files and captions of two rows weigh; `None` where they are not the same.
    fn file(&self, in_a: u32, in_b: u32) -> Option<u32> {
        let (row_a, row_b) = (self.a.row(in_a), self.b.row(in_b));
        let caption = match (row_a.length, row_b.length) {
            (0, _) | (_, 0) => 0,
            _ if row_a.text == row_b.text => SAME_CAPTION,
            _ => return None,
        };
        let bytes = match self.both_know(in_a, in_b, |media| media.bytes) {
            Some(false) => return None,
            Some(true) => SAME_FILE,
            None => 0,
        };
        let name = match self.both_know(in_a, in_b, |media| media.name) {
            Some(true) => SAME_NAME,
            _ => 0,
        };
        Some(caption + bytes + name)
    }

    /// Tells whether something of the files of two rows is the same; `None` where one side does
    /// not know it.
    pub fn both_know<T: PartialEq>(
        &self,
        in_a: u32,
        in_b: u32,
        of: impl Fn(&Media) -> Option<T>,
    ) -> Option<bool> {
        let of_a = self.a.file(in_a).and_then(&of)?;
        let of_b = self.b.file(in_b).and_then(&of)?;
        Some(of_a == of_b)
    }

    /// Tells whether the content of two media messages says that they are one: the same file, the
    /// same name or the same caption.
    pub fn is_told_by_content(&self, in_a: u32, in_b: u32) -> bool {
        match self.a.row(in_a).content {
            Content::Words | Content::Notice | Content::NoticeToOwner => true,
            Content::Deleted => false,
            Content::Media(_) => self.file(in_a, in_b).is_some_and(|weight| weight > 0),
        }
    }
}

/// Tells whether a message holds something that selection can speak of: words or a file.
pub(super) fn is_substance(row: &Row) -> bool {
    matches!(row.content, Content::Words | Content::Media(_))
}

/// Returns where the file of a message is, if it is one that carries a file.
pub(super) fn held(row: &Row) -> Option<Held> {
    match row.content {
        Content::Media(held) => Some(held),
        _ => None,
    }
}

impl Pairing<'_> {
    /// Adds to `found` the rows of the second export that hold the same as one of the first, about
    /// its time; of many, those about the place `expected`. Each comes once.
    pub fn look_up(&self, in_a: u32, expected: u32, found: &mut Vec<u32>) {
        let row = self.a.row(in_a);
        for minutes in self.clock.minutes(in_a) {
            let middle = row.minute() + minutes;
            let about = middle - OFF..=middle + OFF;
            self.index.find(self.b.rows, row, about, expected, found);
        }
        found.sort_unstable();
        found.dedup();
    }
}
