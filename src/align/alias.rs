//! Which label of one export is which of the other: copies vote, and a person confirms.

use std::collections::BTreeMap;

use super::row::{Label, NO_SENDER, Side};

/// How sure it is that two labels are one person, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// People stated it.
    Stated,
    /// Three votes at least, and four of five of those of one of the two labels.
    Agreed,
    /// One vote or two, and none of either label for another.
    Likely,
    /// Votes are too few, or too divided, to tell.
    Open,
    /// No vote, and one of the two has votes enough for another.
    Unlikely,
    /// Both have votes enough for others.
    Against,
}

impl Level {
    /// Returns the word for this level in files.
    pub fn word(self) -> &'static str {
        match self {
            Level::Stated => "stated",
            Level::Agreed => "agreed",
            Level::Likely => "likely",
            Level::Open => "open",
            Level::Unlikely => "unlikely",
            Level::Against => "against",
        }
    }
}

/// A line of the table of labels that a person confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    /// The index of the label in the first export.
    pub a: u32,
    /// The index of the label in the second.
    pub b: u32,
    /// How many copies say that they are one.
    pub votes_for: u32,
    /// How many say that one of them is somebody else: an error, or one person of two numbers.
    pub votes_against: u32,
    /// How sure it is.
    pub level: Level,
}

/// How many votes are enough.
const ENOUGH: u32 = 3;

/// The votes, label against label.
#[derive(Debug, Clone, Default)]
pub(super) struct Votes {
    stated: Vec<(u32, u32)>,
    pairs: BTreeMap<(u32, u32), u32>,
    of_a: BTreeMap<u32, u32>,
    of_b: BTreeMap<u32, u32>,
}

impl Votes {
    /// Returns no votes, but what people stated; and the same names where both exports are of one
    /// phone, whose address book has one name for one person.
    pub fn none(a: &Side<'_>, b: &Side<'_>, phones: Phones) -> Votes {
        let same = |a: &Label, b: &Label| match phones {
            _ if a.person.is_some() && a.person == b.person => true,
            Phones::One => a.name == b.name,
            Phones::Two => false,
        };
        let mut stated = Vec::new();
        for (index_a, label_a) in (0..).zip(a.labels) {
            for (index_b, label_b) in (0..).zip(b.labels) {
                if same(label_a, label_b) {
                    stated.push((index_a, index_b));
                }
            }
        }
        Votes {
            stated,
            ..Votes::default()
        }
    }

    /// Counts the votes of copies, and forgets those before.
    pub fn count(&mut self, a: &Side<'_>, b: &Side<'_>, copies: impl Iterator<Item = (u32, u32)>) {
        self.pairs.clear();
        self.of_a.clear();
        self.of_b.clear();
        for (in_a, in_b) in copies {
            let (label_a, label_b) = (a.row(in_a).label, b.row(in_b).label);
            if label_a != NO_SENDER && label_b != NO_SENDER {
                *self.pairs.entry((label_a, label_b)).or_default() += 1;
                *self.of_a.entry(label_a).or_default() += 1;
                *self.of_b.entry(label_b).or_default() += 1;
            }
        }
    }

    /// Tells how sure it is that two labels are one person; the app is the app.
    pub fn level(&self, a: u32, b: u32) -> Level {
        match (a == NO_SENDER, b == NO_SENDER) {
            (true, true) => return Level::Stated,
            (false, false) => (),
            _ => return Level::Against,
        }
        if self.stated.binary_search(&(a, b)).is_ok() {
            return Level::Stated;
        }
        let count = |votes: Option<&u32>| votes.copied().unwrap_or(0);
        let of_a = count(self.of_a.get(&a));
        let of_b = count(self.of_b.get(&b));
        let votes = count(self.pairs.get(&(a, b)));
        let (most, least) = (of_a.max(of_b), of_a.min(of_b));
        match votes {
            0 if least >= ENOUGH => Level::Against,
            0 if most >= ENOUGH => Level::Unlikely,
            0 => Level::Open,
            _ if votes >= ENOUGH && votes * 5 >= least * 4 => Level::Agreed,
            _ if votes == most => Level::Likely,
            _ if votes * 5 < least => Level::Against,
            _ => Level::Open,
        }
    }

    /// Returns the table: every two labels for which something speaks, in their order. What people
    /// stated is in it where messages speak for it or against it. That one of two labels is another
    /// of the same person too does not: somebody who changed numbers has one before and one after.
    pub fn table(&self) -> Vec<Alias> {
        let mut pairs: Vec<(u32, u32)> = self.pairs.keys().copied().collect();
        pairs.extend(&self.stated);
        pairs.sort_unstable();
        pairs.dedup();
        let count = |votes: Option<&u32>| votes.copied().unwrap_or(0);
        let line = |(a, b)| {
            let votes_for = count(self.pairs.get(&(a, b)));
            let of_either = count(self.of_a.get(&a)) + count(self.of_b.get(&b));
            let level = self.level(a, b);
            let votes_against = match level {
                Level::Stated => self.votes_for_others(a, b),
                _ => of_either - 2 * votes_for,
            };
            Alias {
                a,
                b,
                votes_for,
                votes_against,
                level,
            }
        };
        let lines = pairs.into_iter().map(line);
        lines
            .filter(|line| line.votes_for + line.votes_against > 0)
            .collect()
    }

    /// Returns how many votes there are of either label for somebody who was not stated.
    fn votes_for_others(&self, a: u32, b: u32) -> u32 {
        let others = self.pairs.iter().filter(|((in_a, in_b), _)| {
            let of_one = (*in_a == a) != (*in_b == b);
            of_one && self.stated.binary_search(&(*in_a, *in_b)).is_err()
        });
        others.map(|(_, votes)| votes).sum()
    }
}

/// Whether two exports are of one phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phones {
    /// They are, as far as can be seen.
    One,
    /// They are not.
    Two,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(pairs: &[(u32, u32, u32)]) -> Votes {
        let mut votes = Votes::default();
        for (a, b, count) in pairs {
            *votes.pairs.entry((*a, *b)).or_default() += count;
            *votes.of_a.entry(*a).or_default() += count;
            *votes.of_b.entry(*b).or_default() += count;
        }
        votes
    }

    #[test]
    fn one_person_of_two_numbers_agrees_with_both() {
        let votes = votes(&[(0, 0, 50), (0, 1, 30), (1, 2, 40)]);
        assert_eq!(votes.level(0, 0), Level::Agreed);
        assert_eq!(votes.level(0, 1), Level::Agreed);
        assert_eq!(votes.level(0, 2), Level::Against);
        assert_eq!(votes.table()[1].votes_against, 50);
    }

    #[test]
    fn what_was_stated_is_told_where_messages_speak_of_it() {
        // One person of two numbers, on both phones.
        let table = |pairs: &[(u32, u32, u32)]| -> Vec<(u32, u32, u32, u32)> {
            let mut votes = votes(pairs);
            votes.stated = vec![(0, 0), (0, 1), (1, 0), (1, 1)];
            let lines = votes.table().into_iter();
            lines
                .map(|line| (line.a, line.b, line.votes_for, line.votes_against))
                .collect()
        };
        let stated = [(0, 0, 1), (1, 1, 4)];
        assert_eq!(table(&stated), [(0, 0, 1, 0), (1, 1, 4, 0)]);
        // Somebody else's messages under a label that was stated speak against it.
        let table = table(&[stated[0], stated[1], (1, 2, 3)]);
        assert!(table.contains(&(1, 1, 4, 3)));
        assert!(table.contains(&(1, 0, 0, 3)));
    }

    #[test]
    fn few_votes_are_likely_and_stray_ones_are_not() {
        let votes = votes(&[(0, 0, 50), (1, 1, 60), (0, 1, 2), (2, 2, 1)]);
        assert_eq!(votes.level(2, 2), Level::Likely);
        assert_eq!(votes.level(0, 1), Level::Against);
        assert_eq!(votes.level(0, 2), Level::Unlikely);
        assert_eq!(votes.level(0, 9), Level::Unlikely);
        assert_eq!(votes.level(8, 9), Level::Open);
    }

    #[test]
    fn the_app_is_nobody() {
        let votes = Votes::default();
        assert_eq!(votes.level(NO_SENDER, NO_SENDER), Level::Stated);
        assert_eq!(votes.level(NO_SENDER, 0), Level::Against);
    }
}
