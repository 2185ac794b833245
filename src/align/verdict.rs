//! Whether two exports are of one conversation, and the counts that say why.

use std::collections::BTreeSet;

use super::alias::Phones;
use super::anchor::once;
use super::pairing::{Fate, Pairing, is_substance};
use super::row::{Row, Side};

/// Whether two exports are of one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sameness {
    /// They are, and of one phone: exported twice, earlier and later, with media and without.
    OnePhone,
    /// They are, of two phones.
    SameConversation,
    /// They are not.
    NotTheSame,
    /// It cannot be told. Nothing is linked: a person may say that they are.
    Unsure,
}

impl Sameness {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Sameness::OnePhone => "one-phone",
            Sameness::SameConversation => "same-conversation",
            Sameness::NotTheSame => "not-the-same",
            Sameness::Unsure => "unsure",
        }
    }
}

/// Why the verdict is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A person stated it.
    Stated,
    /// The same messages have the same stamps and names, to the letter.
    Identical,
    /// Texts that occur once in each agree about clocks and senders, and what lies between them
    /// is mostly the same.
    Aligned,
    /// No long text occurs once in each.
    NoAnchors,
    /// Too few texts are long enough, or too few agree about clocks and senders.
    FewAnchors,
    /// All that is the same is by one sender, who may have sent it to several people.
    OneVoice,
    /// Too little of what lies between the texts that are the same is the same too: such texts
    /// may have been sent to two conversations.
    LittleBetween,
}

impl Why {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Why::Stated => "stated",
            Why::Identical => "identical",
            Why::Aligned => "aligned",
            Why::NoAnchors => "no-anchors",
            Why::FewAnchors => "few-anchors",
            Why::OneVoice => "one-voice",
            Why::LittleBetween => "little-between",
        }
    }
}

/// What people stated of two exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// Nothing.
    Nothing,
    /// That they are of one conversation.
    Same,
    /// That they are not.
    NotTheSame,
}

/// The verdict on two exports, with its counts. All but `anchors`, `agreeing` and `identical` are
/// of messages that hold words or files: notices and deletions differ from phone to phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they are of one conversation.
    pub sameness: Sameness,
    /// Why.
    pub why: Why,
    /// How many long texts occur once in each.
    pub anchors: u32,
    /// How many of them agree about clocks and senders.
    pub agreeing: u32,
    /// How many messages are the same to the letter, stamp and name included.
    pub identical: u32,
    /// How many messages were found to be copies, whether or not they are linked in the end.
    pub copies: u32,
    /// How many messages each export has from the first copy to the last, without stretches that
    /// one phone does not have at all.
    pub between: (u32, u32),
    /// How many labels of each export bear copies; the fewer of the two.
    pub voices: u32,
}

/// How many anchors must agree.
const ANCHORS: u32 = 3;
/// The share of copies, in percent, from which exports are of one conversation, and below which
/// they are not.
const SAME: u64 = 70;
const OTHER: u64 = 30;
/// A stretch that one phone does not have: so many messages, of which the other has not one in
/// ten, with so many copies before it and after it.
const ABSENT: u32 = 30;
const AROUND: u32 = 20;

impl Verdict {
    /// Judges two exports by what was found.
    pub(super) fn of(
        pairing: &Pairing<'_>,
        stated: Stated,
        (anchors, agreeing, identical): (u32, u32, u32),
    ) -> Verdict {
        let found = Found::of(pairing);
        let (sameness, why) = judge(pairing, stated, agreeing, &found);
        Verdict {
            sameness,
            why,
            anchors,
            agreeing,
            identical,
            copies: found.copies,
            between: found.between,
            voices: found.voices,
        }
    }

    /// Tells whether copies are linked.
    pub fn links(&self) -> bool {
        matches!(
            self.sameness,
            Sameness::OnePhone | Sameness::SameConversation
        )
    }

    pub(super) fn turned(self) -> Verdict {
        Verdict {
            between: (self.between.1, self.between.0),
            ..self
        }
    }
}

fn judge(pairing: &Pairing<'_>, stated: Stated, agreeing: u32, found: &Found) -> (Sameness, Why) {
    let phones_stated = matches!((pairing.a.phone, pairing.b.phone), (Some(a), Some(b)) if a == b);
    let same = match pairing.phones {
        Phones::One => Sameness::OnePhone,
        Phones::Two if phones_stated => Sameness::OnePhone,
        Phones::Two => Sameness::SameConversation,
    };
    let share = found.percent();
    match stated {
        Stated::NotTheSame => return (Sameness::NotTheSame, Why::Stated),
        Stated::Same if found.copies > 0 => return (same, Why::Stated),
        _ => (),
    }
    if pairing.phones == Phones::One && share >= SAME {
        return (same, Why::Identical);
    }
    if agreeing == 0 {
        let few = |side: &Side<'_>| once(side.rows).len() < ANCHORS as usize;
        return match few(&pairing.a) || few(&pairing.b) {
            true => (Sameness::Unsure, Why::FewAnchors),
            false => (Sameness::NotTheSame, Why::NoAnchors),
        };
    }
    if share < OTHER {
        (Sameness::NotTheSame, Why::LittleBetween)
    } else if agreeing < ANCHORS {
        (Sameness::Unsure, Why::FewAnchors)
    } else if share < SAME {
        (Sameness::Unsure, Why::LittleBetween)
    } else if found.voices < 2 {
        (Sameness::Unsure, Why::OneVoice)
    } else {
        (same, Why::Aligned)
    }
}

/// What was found between the first copy and the last.
struct Found {
    copies: u32,
    between: (u32, u32),
    voices: u32,
}

impl Found {
    fn of(pairing: &Pairing<'_>) -> Found {
        let copies: Vec<(u32, u32)> = pairing
            .links()
            .map(|link| (link.a, link.b))
            .filter(|(a, _)| is_substance(pairing.a.row(*a)))
            .collect();
        let mut voices = (BTreeSet::new(), BTreeSet::new());
        for (a, b) in &copies {
            voices.0.insert(pairing.a.row(*a).label);
            voices.1.insert(pairing.b.row(*b).label);
        }
        let voices = voices.0.len().min(voices.1.len());
        let whole = (
            between(pairing.a.rows, copies.iter().map(|copy| copy.0)),
            between(pairing.b.rows, copies.iter().map(|copy| copy.1)),
        );
        let absent = absent(pairing, &copies);
        Found {
            copies: count(copies.len()),
            between: (
                whole.0.saturating_sub(absent.0),
                whole.1.saturating_sub(absent.1),
            ),
            voices: count(voices),
        }
    }

    /// Returns the share of copies in the fuller of the two, in percent.
    fn percent(&self) -> u64 {
        let fuller = self.between.0.max(self.between.1);
        u64::from(self.copies) * 100 / u64::from(fuller.max(1))
    }
}

/// Returns how many messages lie from the first of some rows to the last.
fn between(rows: &[Row], places: impl Iterator<Item = u32> + Clone) -> u32 {
    let (Some(first), Some(last)) = (places.clone().min(), places.max()) else {
        return 0;
    };
    let rows = &rows[first as usize..=last as usize];
    count(rows.iter().filter(|row| is_substance(row)).count())
}

/// Returns how many messages of each export lie in stretches that the other does not have at all:
/// somebody left and came back, or cleared the chat. A stretch counts only with many copies on
/// both sides of it, or every two texts that were sent to two conversations would make one.
fn absent(pairing: &Pairing<'_>, copies: &[(u32, u32)]) -> (u32, u32) {
    let alone_a = Alone::of(pairing.a.rows, &pairing.of_a);
    let alone_b = Alone::of(pairing.b.rows, &pairing.of_b);
    let mut gaps = Vec::new();
    for (place, pair) in copies.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let in_a = alone_a.between(before.0, after.0);
        let in_b = alone_b.between(before.1, after.1);
        if in_a.max(in_b) >= ABSENT && in_a.min(in_b) * 10 <= in_a.max(in_b) {
            gaps.push((count(place + 1), in_a, in_b));
        }
    }
    let mut absent = (0, 0);
    let ends: Vec<u32> = gaps.iter().map(|gap| gap.0).collect();
    for (index, (place, in_a, in_b)) in gaps.into_iter().enumerate() {
        let before = index.checked_sub(1).map_or(0, |before| ends[before]);
        let after = ends.get(index + 1).copied().unwrap_or(count(copies.len()));
        if place - before >= AROUND && after - place >= AROUND {
            match in_a > in_b {
                true => absent.0 += in_a,
                false => absent.1 += in_b,
            }
        }
    }
    absent
}

/// How many messages before each row have no copy.
struct Alone(Vec<u32>);

impl Alone {
    fn of(rows: &[Row], fates: &[Fate]) -> Alone {
        let mut so_far = 0;
        let before = rows.iter().zip(fates).map(|(row, fate)| {
            let before = so_far;
            so_far += u32::from(is_substance(row) && !matches!(fate, Fate::To(_)));
            before
        });
        Alone(before.collect())
    }

    /// Returns how many lie between two rows that have copies; none where they are not in order.
    fn between(&self, from: u32, to: u32) -> u32 {
        self.0[to as usize].saturating_sub(self.0[from as usize])
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a conversation has fewer than 2^32 messages")
}
