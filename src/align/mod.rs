//! Alignment: which messages of two exports of one conversation are copies of one another.
//!
//! Nothing here reads, prints or knows a batch: rows go in, links come out. A copy is never
//! deleted and never merged, it is *linked*, with the evidence for it. Unsure means not a copy,
//! because a false copy can lose a record and a missed one costs a reader a second.
//!
//! # How it is done
//!
//! 1. *Anchors*: texts of twenty characters and more that occur once in each export, and files of
//!    the same bytes that do, whatever was written below them.
//! 2. *Clock*: the commonest difference between the stamps of anchors, for a stretch of messages,
//!    so that summer time and travel show as steps. Anchors that do not agree are none.
//! 3. *Aliases*: anchors vote on which label of one phone is which of the other.
//! 4. *Alignment in order* between one anchor and the next: the heaviest run of pairs of the same
//!    words within two minutes, by senders against whom nothing speaks. Then its links vote on
//!    labels too, and it is done again.
//! 5. *Second pass*: what is left, in any order, within two minutes, by senders for whom something
//!    speaks, and only where nothing else comes into question.
//! 6. *The verdict*. Unless both exports are clearly of one conversation, nothing is linked.
//!    Else the rest stays separate, and what is *different* is listed with its possible causes.
//!
//! Two exports of one phone are told by rows that are the same to the letter. Their clocks are one,
//! their labels mean the same, stamps must agree wholly, and only messages and files that were
//! added or lost in between differ.
//!
//! # What to call
//!
//! ```text
//! every source, one reading   Fingerprints::of_text → Row, Label, Media → Sketch::of
//! the whole batch             candidates(&sketches) → pairs worth comparing
//! each of those pairs         align(&a, &b, stated) → Aligned
//! all pairs of one group      groups(&sizes, &links) → who is whose copy on all phones
//! a group                     Fullness::of(&row) → which copy is shown first
//! ```
//!
//! A [`Row`] takes 32 bytes, and what is worked out beside it some 20 more, so one group of
//! conversations stays within 64 bytes a message; rows are let go when links are found. The key of
//! [`Fingerprints`] is best drawn from that of the ledger: the same batch then has the same
//! fingerprints, and nothing of them is written.
//!
//! Titles are not asked for, so a group that was renamed is found; nor whether two labels look
//! alike, so "You" is whoever's phone it is. One person of two numbers agrees with both. Who joined
//! late, left and came back, or cleared the chat lacks a stretch, which counts against nobody where
//! many copies stand before it and after it.
//!
//! A [`Difference`] that names rows of both exports (a deletion, an edit, another file) is no copy:
//! each of the two is a record. Who decides on one should see the other, though, so selection may
//! spread over them as it does over copies.
//!
//! Which of the two exports is named first never matters: [`align`] puts them in an order of its
//! own and turns the answer round.

mod alias;
mod anchor;
mod clock;
mod differ;
mod fold;
mod group;
mod index;
mod order;
mod owner;
mod pairing;
mod row;
mod same;
mod second;
mod sketch;
#[cfg(test)]
mod tests;
mod verdict;

pub use alias::{Alias, Level};
pub use clock::Stretch;
pub use differ::{Cause, Difference, Kind};
pub use fold::{Fingerprint, Fingerprints};
pub use group::{Between, Fullness, Groups, Member, groups};
pub use owner::speaks_to_the_owner;
pub use row::{Content, Edit, Held, Label, Media, NO_SENDER, Row, Side};
pub use sketch::{Candidate, Sketch, candidates};
pub use verdict::{Sameness, Stated, Verdict, Why};

use alias::Phones;
use clock::Clock;
use pairing::Pairing;

/// How it is known that two messages are copies, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A long text or a file that occurs once in each export, at one time, by one sender.
    Anchor,
    /// The same words in their place between the same others.
    Aligned,
    /// The same words at one time by one sender, in another order.
    SecondPass,
}

impl Evidence {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Evidence::Anchor => "anchor",
            Evidence::Aligned => "aligned",
            Evidence::SecondPass => "second-pass",
        }
    }
}

/// Two messages that are copies of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The row in the first export.
    pub a: u32,
    /// The row in the second.
    pub b: u32,
    /// How it is known.
    pub evidence: Evidence,
    /// By how many seconds the stamp of the second is later, as written: what the clocks of the
    /// [stretch](Stretch) are apart, and what is left beyond that.
    pub seconds: i64,
}

/// What was found out about two exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Whether they are of one conversation, and why.
    pub verdict: Verdict,
    /// The copies, in the order of the first export; none unless the verdict is sure. No message
    /// is in two.
    pub links: Vec<Link>,
    /// How far the clocks are apart, stretch by stretch, in the order of the first export.
    pub stretches: Vec<Stretch>,
    /// Which label is which, for a person to confirm; given even where nothing is linked.
    pub aliases: Vec<Alias>,
    /// What the two show differently; nothing unless the verdict is sure.
    pub differences: Vec<Difference>,
}

/// How often the aligned messages vote on labels before the last alignment.
const VOTES: usize = 2;
/// How long the words of an aligned message must be for a vote: nobody is told by an "ok".
const VOTING: u8 = 6;

/// Finds out which messages of two exports are copies of one another.
pub fn align(a: &Side<'_>, b: &Side<'_>, stated: Stated) -> Aligned {
    if a.compare(b).is_gt() {
        return in_this_order(*b, *a, stated).turned();
    }
    in_this_order(*a, *b, stated)
}

fn in_this_order(a: Side<'_>, b: Side<'_>, stated: Stated) -> Aligned {
    let identical = same::identical(&a, &b);
    let shared = anchor::anchors(&a, &b);
    let clock = match identical.phones {
        Phones::One => Clock::one(identical.ends, identical.rows),
        Phones::Two => Clock::of(&a, &b, &shared),
    };
    let mut pairing = Pairing::new(a, b, identical.phones, clock);
    let agreeing = agreeing(&mut pairing, &shared);
    let chain = anchor::in_order(&agreeing);
    for round in 0..=VOTES {
        for (in_a, in_b) in &agreeing {
            pairing.link(*in_a, *in_b, Evidence::Anchor);
        }
        order::align(&mut pairing, &chain);
        vote(&mut pairing);
        if round < VOTES {
            pairing.unlink();
        }
    }
    second::link_rest(&mut pairing);
    vote(&mut pairing);
    let count =
        |length| u32::try_from(length).expect("a conversation has fewer than 2^32 messages");
    let counts = (count(shared.len()), count(agreeing.len()), identical.rows);
    let verdict = Verdict::of(&pairing, stated, counts);
    let (links, differences) = match verdict.links() {
        true => (pairing.links().collect(), differ::differences(&pairing)),
        false => (Vec::new(), Vec::new()),
    };
    Aligned {
        verdict,
        links,
        aliases: pairing.votes.table(),
        stretches: pairing.clock.stretches,
        differences,
    }
}

/// Returns the anchors that agree with the clock and with each other about senders. They have
/// voted when this returns.
fn agreeing(pairing: &mut Pairing<'_>, shared: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let (a, b) = (pairing.a, pairing.b);
    let in_time = |pairing: &Pairing<'_>, pair: &(u32, u32)| {
        let off = pairing.clock.off(&a, &b, *pair);
        off.is_some_and(|off| off <= pairing.most_off())
    };
    let mut agreeing = shared.to_vec();
    agreeing.retain(|pair| in_time(pairing, pair));
    pairing.votes.count(&a, &b, agreeing.iter().copied());
    let votes = &pairing.votes;
    agreeing.retain(|(in_a, in_b)| {
        let level = votes.level(a.row(*in_a).label, b.row(*in_b).label);
        !matches!(level, Level::Against)
    });
    pairing.votes.count(&a, &b, agreeing.iter().copied());
    agreeing
}

/// Lets what is linked vote on labels.
fn vote(pairing: &mut Pairing<'_>) {
    let (a, b) = (pairing.a, pairing.b);
    let tells = |row: &Row| row.content == Content::Words && row.length >= VOTING;
    let links: Vec<(u32, u32)> = pairing
        .links()
        .filter(|link| tells(a.row(link.a)))
        .map(|link| (link.a, link.b))
        .collect();
    pairing.votes.count(&a, &b, links.into_iter());
}

impl Aligned {
    /// Returns the same, with the second export named first.
    fn turned(mut self) -> Aligned {
        for link in &mut self.links {
            *link = Link {
                a: link.b,
                b: link.a,
                seconds: -link.seconds,
                ..*link
            };
        }
        self.links.sort_unstable();
        for alias in &mut self.aliases {
            (alias.a, alias.b) = (alias.b, alias.a);
        }
        self.aliases
            .sort_unstable_by_key(|alias| (alias.a, alias.b));
        let mut differences: Vec<Difference> = self
            .differences
            .into_iter()
            .map(Difference::turned)
            .collect();
        differences.sort_by_key(|d| (d.a.start, d.a.end, d.b.start, d.b.end, d.kind));
        let mut stretches: Vec<Stretch> = self.stretches.into_iter().map(Stretch::turned).collect();
        stretches.sort_by_key(|stretch| stretch.first);
        Aligned {
            verdict: self.verdict.turned(),
            differences,
            stretches,
            ..self
        }
    }
}
