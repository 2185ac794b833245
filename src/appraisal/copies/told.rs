//! What was found out about two sources, as a person and a program read it.

use std::ops::Range;

use super::Pair;
use crate::align::{Difference, Kind, NO_SENDER};
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::selection::Elsewhere;

/// Two sources that were compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PairTold {
    /// The first source.
    pub first: String,
    /// The second.
    pub second: String,
    /// Whether they are of one conversation.
    pub verdict: &'static str,
    /// Why.
    pub why: &'static str,
    /// How many messages are linked.
    pub copies: u64,
    /// How many long texts and files occur once in each.
    pub long_texts: u32,
    /// How many of them agree about clocks and senders.
    pub agreeing: u32,
    /// How many messages are the same to the letter.
    pub identical: u32,
    /// How many messages each has from the first copy to the last.
    pub between: (u32, u32),
    /// How many messages each has before the first copy: one telephone may have joined late, or be
    /// new, or its export be cut.
    pub before: (u64, u64),
    /// How many messages each has after the last copy.
    pub after: (u64, u64),
    /// How far the clocks are apart, stretch by stretch.
    pub clocks: Vec<ClockTold>,
    /// Which label is which, for a person to confirm.
    pub labels: Vec<AliasTold>,
    /// What the two show differently.
    pub differences: Vec<PairDifference>,
}

/// How far two clocks are apart.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ClockTold {
    /// From when, by the first clock, in ISO 8601.
    pub from: String,
    /// Until when.
    pub to: String,
    /// By how many minutes the second clock is later.
    pub minutes: i64,
    /// How many long texts and files say so.
    pub texts: u32,
}

/// Which label is which.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AliasTold {
    /// The label of the first source.
    pub first: String,
    /// That of the second.
    pub second: String,
    /// How sure it is that both are one person.
    pub level: &'static str,
    /// How many copies say so.
    pub votes_for: u32,
    /// How many say that one of them is somebody else.
    pub votes_against: u32,
}

/// What two sources show differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PairDifference {
    /// How.
    pub kind: &'static str,
    /// The same, to be put in order by: a deletion before a caption.
    #[serde(skip)]
    pub order: Kind,
    /// The first message and the last of the first source; nothing where it has none of it.
    pub first: Option<(String, String)>,
    /// Those of the second.
    pub second: Option<(String, String)>,
    /// How many messages it is about, on the side that has more.
    pub messages: u32,
    /// What may have made it so, in no order of likelihood.
    pub causes: Vec<&'static str>,
}

impl Appraisal {
    /// Tells of every pair of sources that was compared.
    pub fn pairs_told(&self) -> impl Iterator<Item = PairTold> {
        self.copies.pairs.iter().map(|pair| self.told(pair))
    }

    fn told(&self, pair: &Pair) -> PairTold {
        let (a, b) = (&self.sources[pair.a], &self.sources[pair.b]);
        let at = |row: u32| a.rows[row as usize].local_iso();
        let clocks = pair.stretches.iter().map(|stretch| ClockTold {
            from: at(stretch.first.0),
            to: at(stretch.last.0),
            minutes: stretch.minutes,
            texts: stretch.anchors,
        });
        let label = |source: &SourceAppraised, label: u32| match label {
            NO_SENDER => "(the app)".to_owned(),
            label => source.labels[label as usize].clone(),
        };
        let labels = pair.aliases.iter().map(|alias| AliasTold {
            first: label(a, alias.a),
            second: label(b, alias.b),
            level: alias.level.word(),
            votes_for: alias.votes_for,
            votes_against: alias.votes_against,
        });
        let verdict = &pair.verdict;
        let (ends_a, ends_b) = (self.ends(pair.a, pair.b), self.ends(pair.b, pair.a));
        PairTold {
            first: a.source.id.to_string(),
            second: b.source.id.to_string(),
            verdict: verdict.sameness.word(),
            why: verdict.why.word(),
            copies: pair.links,
            long_texts: verdict.anchors,
            agreeing: verdict.agreeing,
            identical: verdict.identical,
            between: verdict.between,
            before: (ends_a.0, ends_b.0),
            after: (ends_a.1, ends_b.1),
            clocks: clocks.collect(),
            labels: labels.collect(),
            differences: pair
                .differences
                .iter()
                .map(|d| difference(a, b, d))
                .collect(),
        }
    }
}

impl Appraisal {
    /// Returns how many messages a source has before its first copy of one of another source, and
    /// after its last; none where it has no copy.
    fn ends(&self, source: usize, other: usize) -> (u64, u64) {
        let number = |place| u32::try_from(place).expect("fewer than 2^32 sources");
        let (source, other) = (number(source), number(other));
        let rows = number(self.sources[source as usize].rows.len());
        let is_copy = |row: &u32| {
            let at = Elsewhere { source, row: *row };
            let members = self.copies.of(at).iter();
            members.map(|member| member.at.source).any(|of| of == other)
        };
        let mut copies = (0..rows).filter(is_copy);
        let Some(first) = copies.next() else {
            return (0, 0);
        };
        let last = copies.next_back().unwrap_or(first);
        (u64::from(first), u64::from(rows - last - 1))
    }
}

fn difference(a: &SourceAppraised, b: &SourceAppraised, found: &Difference) -> PairDifference {
    let ends = |source: &SourceAppraised, rows: &Range<u32>| {
        let last = rows.clone().next_back()?;
        let id = |row| source.id_of(row).to_string();
        Some((id(rows.start), id(last)))
    };
    PairDifference {
        kind: found.kind.word(),
        order: found.kind,
        first: ends(a, &found.a),
        second: ends(b, &found.b),
        messages: (found.a.end - found.a.start).max(found.b.end - found.b.start),
        causes: found.causes.iter().map(|cause| cause.word()).collect(),
    }
}
