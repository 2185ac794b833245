//! Copies on more than two phones: pairs of copies become groups, in each of which no export has
//! two messages.

use super::row::{Content, Held, Row};
use super::{Evidence, Link};
use crate::message::Precision;

/// A message of one of several exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// The index of the export.
    pub export: u32,
    /// The index of the message's row.
    pub row: u32,
}

/// The links between two of several exports.
#[derive(Debug, Clone, Copy)]
pub struct Between<'a> {
    /// The index of the first export.
    pub a: u32,
    /// The index of the second.
    pub b: u32,
    /// Their links.
    pub links: &'a [Link],
}

/// The copies of messages on several phones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// The messages of which there are copies, group after group.
    members: Vec<Member>,
    /// Where each group begins among them.
    starts: Vec<u32>,
    /// Links that were not followed, because two messages of one export would have been copies of
    /// each other.
    pub refused: Vec<(Member, Member)>,
}

impl Groups {
    /// Returns each message of which there are copies with all of its copies, in order. No export
    /// is in one group twice.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &[Member]> {
        (0..self.starts.len()).map(|group| {
            let next = self.starts.get(group + 1);
            let end = next.map_or(self.members.len(), |next| *next as usize);
            &self.members[self.starts[group] as usize..end]
        })
    }

    /// Returns how many messages are in groups.
    pub fn members(&self) -> usize {
        self.members.len()
    }
}

/// Joins links to groups, the surest first: what is a copy of a copy is a copy. `sizes` are the
/// numbers of messages of the exports. The order in which the links are given does not matter.
pub fn groups(sizes: &[u32], between: &[Between<'_>]) -> Groups {
    let mut joined = Joined::alone(sizes);
    let count = between.iter().map(|pair| pair.links.len()).sum();
    let mut links: Vec<(Evidence, Member, Member)> = Vec::with_capacity(count);
    for pair in between {
        links.extend(pair.links.iter().map(|link| {
            let a = Member {
                export: pair.a,
                row: link.a,
            };
            let b = Member {
                export: pair.b,
                row: link.b,
            };
            (link.evidence, a.min(b), a.max(b))
        }));
    }
    links.sort_unstable();
    let mut refused = Vec::new();
    for (_, a, b) in links {
        if joined.join(a, b) == Join::Refused {
            refused.push((a, b));
        }
    }
    let mut groups = joined.groups();
    groups.refused = refused;
    groups
}

/// Whether two messages are of one group now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Done,
    Refused,
}

/// Messages joined so far: of each the first of its group, and the next of its group in a ring.
struct Joined {
    /// Where the messages of each export begin among all.
    starts: Vec<usize>,
    first: Vec<u32>,
    next: Vec<u32>,
}

impl Joined {
    fn alone(sizes: &[u32]) -> Joined {
        let mut all = 0;
        let mut starts = Vec::with_capacity(sizes.len());
        for size in sizes {
            starts.push(all);
            all += *size as usize;
        }
        let alone: Vec<u32> = (0..u32::try_from(all).expect("fewer than 2^32 messages")).collect();
        Joined {
            starts,
            first: alone.clone(),
            next: alone,
        }
    }

    fn place(&self, member: Member) -> usize {
        self.starts[member.export as usize] + member.row as usize
    }

    fn member(&self, place: usize) -> Member {
        let export = self.starts.partition_point(|start| *start <= place) - 1;
        let number = |n: usize| u32::try_from(n).expect("fewer than 2^32 messages");
        Member {
            export: number(export),
            row: number(place - self.starts[export]),
        }
    }

    /// Returns the places of a message's group.
    fn ring(&self, place: usize) -> Vec<usize> {
        let mut ring = vec![place];
        let mut at = self.next[place] as usize;
        while at != place {
            ring.push(at);
            at = self.next[at] as usize;
        }
        ring
    }

    fn join(&mut self, a: Member, b: Member) -> Join {
        let (a, b) = (self.place(a), self.place(b));
        if self.first[a] == self.first[b] {
            return Join::Done;
        }
        let (ring_a, ring_b) = (self.ring(a), self.ring(b));
        let exports = |ring: &[usize]| -> Vec<u32> {
            ring.iter()
                .map(|place| self.member(*place).export)
                .collect()
        };
        let of_a = exports(&ring_a);
        if exports(&ring_b).iter().any(|export| of_a.contains(export)) {
            return Join::Refused;
        }
        let first = self.first[a].min(self.first[b]);
        for place in ring_a.into_iter().chain(ring_b) {
            self.first[place] = first;
        }
        self.next.swap(a, b);
        Join::Done
    }

    fn groups(&self) -> Groups {
        let is_joined = |place: &usize| self.next[*place] as usize != *place;
        let is_lead = |place: &usize| is_joined(place) && self.first[*place] as usize == *place;
        let places = || 0..self.first.len();
        // There are as many as messages, so not one more than is needed.
        let mut groups = Groups {
            members: Vec::with_capacity(places().filter(is_joined).count()),
            starts: Vec::with_capacity(places().filter(is_lead).count()),
            refused: Vec::new(),
        };
        for place in places().filter(is_lead) {
            let start = groups.members.len();
            groups
                .starts
                .push(u32::try_from(start).expect("fewer than 2^32 messages"));
            let ring = self.ring(place).into_iter();
            groups.members.extend(ring.map(|at| self.member(at)));
            groups.members[start..].sort_unstable();
        }
        groups
    }
}

/// How much a copy holds, the fuller greater: a file that is there before one that is not, a time
/// to the second before one to the minute, a caption before none. Copies are never merged; this
/// says only which is shown first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fullness {
    file: u8,
    seconds: bool,
    words: bool,
}

impl Fullness {
    /// Returns how much a copy holds.
    pub fn of(row: &Row) -> Fullness {
        Fullness {
            file: match row.content {
                Content::Media(Held::Present) => 3,
                Content::Media(Held::Missing) => 2,
                Content::Media(Held::Omitted) => 1,
                _ => 0,
            },
            seconds: row.precision == Precision::Second,
            words: row.length > 0,
        }
    }
}
