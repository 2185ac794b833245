//! Settles what becomes of the messages of a source, and settles it again when a person decided
//! or the day changed at which holds are judged: what the rules hit stays what it was.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::NaiveDate;

use super::carried::held_with;
use super::copies::{find, share};
use super::desk::appraise;
use super::raw::read_raw;
use super::rows::{SourceAppraised, SourceCopies};
use super::{Appraisal, AppraisalError, Inputs, PersonDecision};
use crate::message::{MessageId, SourceId};
use crate::parallel::try_map;
use crate::selection::{self, Effect, HitSet, HitSets, Policy, Settled};

/// What an appraisal that was brought up to date has of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpToDate {
    /// Everything: it was up to date.
    Already,
    /// Everything but what becomes of some messages, because people decided.
    But(ChangedRows),
    /// It is another.
    Changed,
}

/// The rows in which what becomes of a message, or who decided it, may have changed: by the place
/// of the source among the sources of the appraisal.
pub type ChangedRows = BTreeMap<usize, BTreeSet<u32>>;

/// What people decided of the messages of a source, as its messages come by.
pub(super) struct Decided<'a> {
    inputs: &'a Inputs,
    decisions: BTreeMap<u64, &'a PersonDecision>,
    /// What was decided, by row.
    pub by_row: Vec<(u32, Effect)>,
    /// The messages whose bytes are not those for which it was decided.
    pub stale: Vec<u64>,
}

impl<'a> Decided<'a> {
    pub fn of(inputs: &'a Inputs, source: &SourceId) -> Decided<'a> {
        let decisions = inputs.decisions.iter();
        Decided {
            inputs,
            decisions: decisions
                .filter(|(id, _)| id.source == *source)
                .map(|(id, decision)| (id.offset, decision))
                .collect(),
            by_row: Vec::new(),
            stale: Vec::new(),
        }
    }

    /// Notes what a person decided of the message at `row`. A decision for other bytes sends the
    /// message back to a person.
    pub fn take(&mut self, row: u32, offset: u64, raw: &[u8]) {
        let Some(decision) = self.decisions.get(&offset) else {
            return;
        };
        let effect = if decision.bytes == self.inputs.key.bind(raw) {
            decision.decision
        } else {
            self.stale.push(offset);
            Effect::Refer
        };
        self.by_row.push((row, effect));
    }
}

impl SourceAppraised {
    /// Settles what becomes of each message by itself, and which are held on the day `as_at`.
    /// Returns the rows of which something else becomes than before.
    pub(super) fn settle_alone(&mut self, policy: &Policy, as_at: NaiveDate) -> BTreeSet<u32> {
        let people = std::mem::take(&mut self.decided);
        let changed = self.settle(&people, policy, as_at);
        self.decided = people;
        changed
    }

    /// Does the same, with what people decided by index of the row.
    pub(super) fn settle(
        &mut self,
        people: &[(u32, Effect)],
        policy: &Policy,
        as_at: NaiveDate,
    ) -> BTreeSet<u32> {
        let mut people = people.iter().peekable();
        let to_settle: Vec<selection::Row> = self
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| selection::Row {
                hits: row.hits,
                person: people
                    .next_if(|(decided, _)| *decided as usize == index)
                    .map(|(_, effect)| *effect),
                day: Some(row.date()),
                // No export that is read today says what a message replies to.
                replies_to: None,
            })
            .collect();
        let settling = policy.settling(&self.hit_sets);
        let settled = settling.settle(&to_settle);
        let mut changed = BTreeSet::new();
        for ((row, settled), index) in self.rows.iter_mut().zip(settled).zip(0..) {
            if row.settled != settled {
                row.settled = settled;
                changed.insert(index);
            }
        }
        self.hold(&holding(&self.hit_sets, policy, as_at));
        changed
    }

    fn hold(&mut self, holding: &BTreeMap<HitSet, bool>) {
        for row in &mut self.rows {
            row.held = holding.get(&row.hits).copied().unwrap_or(true);
        }
        self.held_with.clear();
        self.held_as_copy.clear();
        self.hold_carriers();
    }

    /// Holds the messages that carry a file which a held message carries too.
    pub(super) fn hold_carriers(&mut self) {
        let carriers = self.attachments.iter().map(|file| file.row);
        let held = carriers.filter(|row| self.rows[*row as usize].held);
        let mut held: BTreeSet<u32> = held.collect();
        for (row, _) in &self.held_with {
            held.remove(row);
        }
        self.held_with = held_with(&held, &self.attachments);
        for (row, _) in &self.held_with {
            self.rows[*row as usize].held = true;
        }
    }
}

/// Tells of each set of hits whether its holds keep a message back on a day.
fn holding(hit_sets: &HitSets, policy: &Policy, as_at: NaiveDate) -> BTreeMap<HitSet, bool> {
    let sets = hit_sets.iter();
    sets.map(|(set, hits)| (set, !policy.holding(hits, as_at).may_transfer))
        .collect()
}

impl Appraisal {
    /// Tells whether this is the appraisal of inputs of which sources, decisions or the day may
    /// have changed since.
    pub fn is_of(&self, inputs: &Inputs) -> bool {
        self.as_at == inputs.as_at
            && self.sources.len() == inputs.sources.len()
            && self.decisions == inputs.decisions
            && self.stated == inputs.stated
    }

    /// Brings the appraisal up to date with inputs of which only this has changed: sources were
    /// added, people decided, the day is another. What has not changed is not read again.
    ///
    /// # Errors
    /// When a source cannot be read, or a new one changed since it was added.
    pub fn bring_up_to_date(
        &mut self,
        inputs: &Inputs,
        threads: NonZeroUsize,
    ) -> Result<UpToDate, AppraisalError> {
        let (mut is_another, mut changed) = (false, ChangedRows::new());
        let before = self.settled_with_copies();
        for source in &mut self.sources {
            let now = holding(&source.hit_sets, &inputs.policy, inputs.as_at);
            if now != holding(&source.hit_sets, &inputs.policy, self.as_at) {
                source.hold(&now);
                is_another = true;
            }
        }
        self.as_at = inputs.as_at;
        for id in differing(&self.decisions, &inputs.decisions) {
            let mut sources = self.sources.iter_mut().zip(0..);
            if let Some((source, place)) = sources.find(|(source, _)| source.source.id == id) {
                changed.insert(place, decide_again(source, inputs)?);
            }
        }
        self.decisions.clone_from(&inputs.decisions);
        let new: Vec<usize> = (self.sources.len()..inputs.sources.len()).collect();
        if !new.is_empty() {
            let new = try_map(new, threads, |index| appraise(inputs, index))?;
            self.sources.extend(new);
            is_another = true;
        }
        if self.copies_may_differ(inputs) {
            // What is linked no longer is settled by itself again.
            for place in self.copies.linked() {
                self.sources[place].settle_alone(&inputs.policy, inputs.as_at);
            }
            self.find_copies(inputs, threads)?;
            self.stated.clone_from(&inputs.stated);
            is_another = true;
        }
        if is_another || !changed.is_empty() {
            share(&mut self.sources, &self.copies, inputs);
        }
        for (place, before) in before {
            let now = self.sources[place].rows.iter().zip(before).zip(0..);
            let other = now.filter(|((now, before), _)| now.settled != *before);
            let other: Vec<u32> = other.map(|(_, row)| row).collect();
            if !other.is_empty() {
                changed.entry(place).or_default().extend(other);
            }
        }
        Ok(match (is_another, changed.is_empty()) {
            (true, _) => UpToDate::Changed,
            (false, true) => UpToDate::Already,
            (false, false) => UpToDate::But(changed),
        })
    }
}

impl Appraisal {
    /// Finds which messages are copies of one another, and lets every source know.
    pub(super) fn find_copies(
        &mut self,
        inputs: &Inputs,
        threads: NonZeroUsize,
    ) -> Result<(), AppraisalError> {
        self.copies = Arc::new(find(inputs, &mut self.sources, threads)?);
        for (source, place) in self.sources.iter_mut().zip(0..) {
            source.copies = SourceCopies {
                place,
                all: Arc::clone(&self.copies),
            };
        }
        Ok(())
    }

    /// Tells whether sources were added since copies were looked for, or people stated something.
    fn copies_may_differ(&self, inputs: &Inputs) -> bool {
        self.stated != inputs.stated || self.copies.sources() != self.sources.len()
    }

    /// Returns what became of the messages of each source in which a decision about another
    /// source may change something.
    fn settled_with_copies(&self) -> Vec<(usize, Vec<Settled>)> {
        let settled = |place: usize| {
            let rows = self.sources[place].rows.iter();
            (place, rows.map(|row| row.settled).collect())
        };
        match self.copies.is_empty() {
            true => Vec::new(),
            false => self.copies.linked().map(settled).collect(),
        }
    }
}

/// Returns the sources of whose messages people decided otherwise.
fn differing(
    before: &BTreeMap<MessageId, PersonDecision>,
    now: &BTreeMap<MessageId, PersonDecision>,
) -> BTreeSet<SourceId> {
    let other = |a: &BTreeMap<MessageId, PersonDecision>,
                 b: &BTreeMap<MessageId, PersonDecision>| {
        a.iter()
            .filter(|&(id, decision)| b.get(id) != Some(decision))
            .map(|(id, _)| id.source.clone())
            .collect::<Vec<_>>()
    };
    [other(before, now), other(now, before)]
        .concat()
        .into_iter()
        .collect()
}

/// Applies people's decisions to a source whose messages were examined before, and returns the rows
/// of which something else becomes or that people decided, then or now.
fn decide_again(
    source: &mut SourceAppraised,
    inputs: &Inputs,
) -> Result<BTreeSet<u32>, AppraisalError> {
    let mut decided = Decided::of(inputs, &source.source.id);
    let offsets = decided.decisions.keys();
    let rows: BTreeSet<u32> = offsets.filter_map(|at| source.row_at(*at)).collect();
    read_raw(inputs, source, &rows, &mut |row, raw| {
        decided.take(row, source.rows[row as usize].offset, raw);
    })?;
    let before = std::mem::replace(&mut source.decided, decided.by_row);
    source.stale = decided.stale;
    let mut changed = source.settle_alone(&inputs.policy, inputs.as_at);
    changed.extend(before.iter().chain(&source.decided).map(|(row, _)| *row));
    Ok(changed)
}
