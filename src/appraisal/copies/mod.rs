//! Copies: which messages of a batch stand on several phones, with the evidence, and what two
//! phones show differently. Nothing is merged: copies share one decision and one hold.

mod find;
mod share;
mod taken;
mod told;

pub(super) use find::find;
pub(super) use share::share;
pub(super) use taken::Sketching;
pub use told::{AliasTold, ClockTold, PairDifference, PairTold};

use crate::align::{Alias, Aligned, Cause, Difference, Evidence, Kind, Stretch, Verdict};
use crate::message::{MessageId, SourceId};
use crate::selection::Elsewhere;

/// The copies of a batch.
#[derive(Debug, Default)]
pub struct Copies {
    /// The pairs of sources that were worth comparing, in their order.
    pub pairs: Vec<Pair>,
    /// The ids of the sources.
    ids: Vec<SourceId>,
    /// The messages of which there are copies, group after group, the lead of each first.
    members: Vec<Member>,
    /// Where each group begins among them.
    starts: Vec<u32>,
    /// By source, the group of each row; nothing of a source that has no copies.
    of_row: Vec<Vec<u32>>,
    /// Messages in whose place another phone shows something else, by source and row.
    opposites: Vec<Opposite>,
}

/// The group of a row that has no copies.
const ALONE: u32 = u32::MAX;

/// Two sources that were compared.
#[derive(Debug)]
pub struct Pair {
    /// The place of the first among the sources.
    pub a: usize,
    /// The place of the second, which is greater.
    pub b: usize,
    /// Whether they are of one conversation, and why.
    pub verdict: Verdict,
    /// How many messages are linked.
    pub links: u64,
    /// How far the clocks are apart.
    pub stretches: Vec<Stretch>,
    /// Which label is which, for a person to confirm.
    pub aliases: Vec<Alias>,
    /// What the two show differently.
    pub differences: Vec<Difference>,
}

impl Pair {
    fn of(a: usize, b: usize, aligned: Aligned) -> Pair {
        Pair {
            a,
            b,
            verdict: aligned.verdict,
            links: aligned.links.len() as u64,
            stretches: aligned.stretches,
            aliases: aligned.aliases,
            differences: aligned.differences,
        }
    }
}

/// A message of which there are copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Where it stands.
    pub at: Elsewhere,
    /// The first byte of its header in the chat file.
    pub offset: u64,
    /// How it is known to be a copy of the lead of its group; `None` of the lead itself. Where it
    /// is known through a third phone, this is the weaker of the two links.
    pub evidence: Option<Evidence>,
    /// Which of the wordings that its group has it has, from 1; 0 where it has no words. What
    /// alignment takes for one text can be written in several ways.
    pub wording: u32,
}

impl Member {
    /// Returns how two messages of one group are known to be copies: of two that are not its lead,
    /// as surely as the one that is the less sure copy of it.
    pub fn evidence_with(&self, other: &Member) -> Option<Evidence> {
        self.evidence.max(other.evidence)
    }
}

/// A message in whose place another phone shows something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opposite {
    /// Where it stands.
    pub at: Elsewhere,
    /// The first byte of its header in the chat file.
    pub offset: u64,
    /// What stands in its place.
    pub other: Elsewhere,
    /// How they differ.
    pub kind: Kind,
    /// What may have made it so.
    pub causes: &'static [Cause],
}

impl Copies {
    /// Tells whether there are neither copies nor anything that phones show differently.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.opposites.is_empty()
    }

    /// Returns how many messages are copies of others: of each group, all but its lead.
    pub fn count(&self) -> u64 {
        (self.members.len() - self.starts.len()) as u64
    }

    /// Returns the group of a message, its lead first; nothing where it has no copies.
    pub fn of(&self, at: Elsewhere) -> &[Member] {
        self.group_of(at).map_or(&[], |group| self.group(group))
    }

    /// Tells whether people are asked about a message: about one that has no copies, and of copies
    /// about the lead, for all of them. The lead is the fullest: it has its file where another
    /// lacks it, and seconds where another has minutes.
    pub fn is_lead(&self, at: Elsewhere) -> bool {
        self.of(at).first().is_none_or(|lead| lead.at == at)
    }

    /// Returns a message and how it is known to be a copy, where it has copies.
    pub fn member(&self, at: Elsewhere) -> Option<&Member> {
        self.of(at).iter().find(|member| member.at == at)
    }

    /// Returns what other phones show in the place of a message.
    pub fn opposites_of(&self, at: Elsewhere) -> &[Opposite] {
        let from = self.opposites.partition_point(|o| o.at < at);
        let to = self.opposites.partition_point(|o| o.at <= at);
        self.opposites.get(from..to).unwrap_or_default()
    }

    /// Returns what other phones show differently of a message, or do not show, each with the
    /// place of the source of that phone.
    pub fn differences_of(&self, at: Elsewhere) -> impl Iterator<Item = (u32, &Difference)> {
        let place = at.source as usize;
        let number = |place| u32::try_from(place).expect("fewer than 2^32 sources");
        let pairs = self
            .pairs
            .iter()
            .filter(move |p| p.a == place || p.b == place);
        pairs.flat_map(move |pair| {
            let other = number(if pair.a == place { pair.b } else { pair.a });
            let here = pair.differences.iter().filter(move |difference| {
                let own = if pair.a == place {
                    &difference.a
                } else {
                    &difference.b
                };
                own.contains(&at.row)
            });
            here.map(move |difference| (other, difference))
        })
    }

    /// Returns the id of a message that has copies, or in whose place another phone shows
    /// something else; `None` of any other.
    pub fn id_of(&self, at: Elsewhere) -> Option<MessageId> {
        let member = self.member(at).map(|member| member.offset);
        let opposite = || self.opposites_of(at).first().map(|o| o.offset);
        Some(MessageId {
            source: self.source(at.source)?.clone(),
            offset: member.or_else(opposite)?,
        })
    }

    /// Returns among how many sources copies were looked for.
    pub(super) fn sources(&self) -> usize {
        self.ids.len()
    }

    /// Returns the id of a source.
    pub fn source(&self, place: u32) -> Option<&SourceId> {
        self.ids.get(place as usize)
    }

    fn group_of(&self, at: Elsewhere) -> Option<u32> {
        let of_row = self.of_row.get(at.source as usize)?;
        let group = of_row.get(at.row as usize).copied()?;
        (group != ALONE).then_some(group)
    }

    fn group(&self, group: u32) -> &[Member] {
        let group = group as usize;
        let start = |group: usize| self.starts.get(group).map(|start| *start as usize);
        let end = start(group + 1).unwrap_or(self.members.len());
        let members = start(group).and_then(|start| self.members.get(start..end));
        members.unwrap_or_default()
    }

    fn groups(&self) -> impl Iterator<Item = (u32, &[Member])> {
        (0..)
            .zip(&self.starts)
            .map(|(group, _)| (group, self.group(group)))
    }

    /// Returns the places of the sources that have copies, or show something differently.
    pub(super) fn linked(&self) -> impl Iterator<Item = usize> {
        let differs = |place: usize| {
            let here = |o: &Opposite| o.at.source as usize == place;
            self.opposites.iter().any(here)
        };
        let sources = self.of_row.iter().enumerate();
        sources
            .filter(move |(place, rows)| !rows.is_empty() || differs(*place))
            .map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_with_copies_takes_24_bytes() {
        // With the row of 32 bytes that alignment is given and what it works out beside it, this
        // stays within 64 bytes a message.
        assert_eq!(size_of::<Member>(), 24);
    }
}
