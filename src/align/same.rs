//! Whether two exports can be of one phone: then the same messages have the same stamps and the
//! same names, to the letter.

use std::collections::{BTreeMap, BTreeSet};

use super::alias::Phones;
use super::fold::Fingerprint;
use super::pairing::is_substance;
use super::row::{NO_SENDER, Side};

/// How many messages must be the same to the letter, where not all of both exports are; and the
/// share of those in the time that both cover: 19 of 20.
const ENOUGH: u32 = 8;
const SHARE: (u64, u64) = (19, 20);

/// What of two exports is the same to the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identical {
    /// How many messages are.
    pub rows: u32,
    /// The first and the last of them, by time; without meaning where there is none.
    pub ends: ((u32, u32), (u32, u32)),
    /// Whether the exports are of one phone by that, or by what people stated.
    pub phones: Phones,
}

/// A message to the letter: its time, what it is, and its sender's name.
type Letter = (i64, (u8, Fingerprint), u32);

/// Returns what of two exports is the same to the letter.
pub(super) fn identical(a: &Side<'_>, b: &Side<'_>) -> Identical {
    let names = a.labels.iter().chain(b.labels).map(|l| l.name.as_str());
    let names: BTreeMap<&str, u32> = names.zip(0..).collect();
    let (letters_a, letters_b) = (Letters::of(a, &names), Letters::of(b, &names));
    let (mut same, mut senders) = (Vec::new(), BTreeSet::new());
    let mut others = letters_b.iter().peekable();
    for (letter, row_a) in letters_a.iter() {
        while others.next_if(|(other, _)| *other < letter).is_some() {}
        if let Some((_, row_b)) = others.next_if(|(other, _)| *other == letter) {
            same.push((row_a, row_b));
            senders.insert(letter.2);
        }
    }
    let rows = count(same.len());
    let end = |pair: Option<&(u32, u32)>| pair.copied().unwrap_or_default();
    let ends = (end(same.first()), end(same.last()));
    senders.remove(&NO_SENDER);
    let covered = u64::from(covered(&letters_a, &letters_b));
    let all = same.len() == letters_a.rows.len() && same.len() == letters_b.rows.len();
    let most = rows >= ENOUGH && u64::from(rows) * SHARE.1 >= covered * SHARE.0;
    let stated_two = matches!((a.phone, b.phone), (Some(a), Some(b)) if a != b);
    // One voice is no conversation: what somebody sent to two people word for word is the same to
    // the letter too, and the chats are not.
    let one = (all || most) && senders.len() > 1 && !stated_two;
    Identical {
        rows,
        ends,
        phones: if one { Phones::One } else { Phones::Two },
    }
}

/// The messages of an export to the letter, in order. Each is made when it is asked for.
struct Letters<'a> {
    side: &'a Side<'a>,
    /// The number of each label's name.
    names: Vec<u32>,
    /// The rows that hold words or files, in the order of their letters.
    rows: Vec<u32>,
}

impl<'a> Letters<'a> {
    fn of(side: &'a Side<'a>, names: &BTreeMap<&str, u32>) -> Letters<'a> {
        let names = side.labels.iter().map(|l| names[l.name.as_str()]);
        let rows = (0..).zip(side.rows);
        let rows = rows.filter(|(_, row)| is_substance(row)).map(|(at, _)| at);
        let mut letters = Letters {
            side,
            names: names.collect(),
            rows: rows.collect(),
        };
        let mut rows = std::mem::take(&mut letters.rows);
        rows.sort_unstable_by_key(|row| (letters.letter(*row), *row));
        letters.rows = rows;
        letters
    }

    fn letter(&self, row: u32) -> Letter {
        let row = self.side.row(row);
        let name = self.names.get(row.label as usize).copied();
        (row.local, row.key(), name.unwrap_or(NO_SENDER))
    }

    fn iter(&self) -> impl Iterator<Item = (Letter, u32)> {
        self.rows.iter().map(|row| (self.letter(*row), *row))
    }

    /// Returns the times of the first and the last.
    fn ends(&self) -> Option<(i64, i64)> {
        let time = |row: Option<&u32>| row.map(|row| self.side.row(*row).local);
        time(self.rows.first()).zip(time(self.rows.last()))
    }
}

/// Returns how many messages of the fuller export lie in the time that both cover.
fn covered(a: &Letters<'_>, b: &Letters<'_>) -> u32 {
    let (Some(of_a), Some(of_b)) = (a.ends(), b.ends()) else {
        return 0;
    };
    let both = of_a.0.max(of_b.0)..=of_a.1.min(of_b.1);
    let inside = |letters: &Letters<'_>| {
        let times = letters.rows.iter().map(|row| letters.side.row(*row).local);
        count(times.filter(|time| both.contains(time)).count())
    };
    inside(a).max(inside(b))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a conversation has fewer than 2^32 messages")
}
