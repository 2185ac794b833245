//! Copies share one decision and one hold: what people decided about one of them holds for all,
//! the strongest of what rules come to wins, and a hold on one holds every one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Copies, Member};
use crate::appraisal::{Inputs, PersonDecision, SourceAppraised};
use crate::selection::{Basis, Effect, Elsewhere, Outcome, Settled, Shared, Together, together};

/// Settles the messages that have copies, or in whose place another phone shows something else.
/// Every source was settled by itself before.
pub(in crate::appraisal) fn share(
    sources: &mut [SourceAppraised],
    copies: &Copies,
    inputs: &Inputs,
) {
    if copies.is_empty() {
        return;
    }
    let rulings = rulings(sources, copies, inputs);
    let linked: Vec<usize> = copies.linked().collect();
    for place in &linked {
        settle_as_people_decided(*place, &mut sources[*place], copies, &rulings, inputs);
    }
    for (group, members) in copies.groups() {
        if !rulings.contains_key(&group) {
            settle_together(sources, members);
        }
    }
    refer_opposites(sources, copies, &rulings);
    hold_together(sources, copies);
}

/// What people decided about a message and its copies, taken together.
struct Ruling {
    effect: Effect,
    /// The decision that holds for all; `None` where people decided otherwise about one copy than
    /// about another.
    by: Option<Elsewhere>,
    /// The copies about which people decided, each with what they decided.
    decided: Vec<(Elsewhere, Effect)>,
}

impl Ruling {
    /// Returns what decides about a copy; `None` where that is the decision about it itself.
    fn basis(&self, at: Elsewhere) -> Option<Basis> {
        match self.by {
            Some(by) if by == at || self.decided.contains(&(at, self.effect)) => None,
            Some(copy) => Some(Basis::CopyOf {
                copy,
                by: Shared::Person,
            }),
            None => {
                let own = self.decided.iter().find(|(decided, _)| *decided == at);
                let mut others = self.decided.iter();
                let other = others.find(|(_, effect)| own.is_none_or(|(_, own)| own != effect));
                other.map(|(other, _)| Basis::CopiesDiffer(*other))
            }
        }
    }
}

/// A message about which a person decided, what, and the decision as it was recorded.
type Decided<'a> = (Elsewhere, Effect, Option<&'a PersonDecision>);

/// Returns what people decided about messages that have copies, by the group of copies.
fn rulings(sources: &[SourceAppraised], copies: &Copies, inputs: &Inputs) -> BTreeMap<u32, Ruling> {
    let mut decided: BTreeMap<u32, Vec<Decided<'_>>> = BTreeMap::new();
    for (source, place) in sources.iter().zip(0..) {
        for (row, effect) in &source.decided {
            let at = Elsewhere {
                source: place,
                row: *row,
            };
            if let Some(group) = copies.group_of(at) {
                let decision = inputs.decisions.get(&source.id_of(*row));
                decided
                    .entry(group)
                    .or_default()
                    .push((at, *effect, decision));
            }
        }
    }
    let ruled = decided.into_iter();
    ruled
        .map(|(group, decided)| (group, ruling(&decided)))
        .collect()
}

/// Returns what decisions about copies come to: of one post the last decision counts, and where
/// two posts differ the message goes back to a person.
fn ruling(decided: &[Decided<'_>]) -> Ruling {
    let act = |decision: &Option<&PersonDecision>| decision.map_or(0, |d| d.person.act);
    let post = |decision: &Option<&PersonDecision>| decision.map(|d| d.person.post.clone());
    let is_last = |one: &&Decided<'_>| {
        let mut others = decided.iter();
        !others.any(|other| post(&other.2) == post(&one.2) && act(&other.2) > act(&one.2))
    };
    let last: Vec<_> = decided.iter().filter(is_last).collect();
    let effects: BTreeSet<Effect> = last.iter().map(|(_, effect, _)| *effect).collect();
    let latest = last
        .iter()
        .rev()
        .max_by_key(|(_, _, decision)| act(decision));
    match (effects.len(), latest) {
        (1, Some((at, effect, _))) => Ruling {
            effect: *effect,
            by: Some(*at),
            decided: decided
                .iter()
                .map(|(at, effect, _)| (*at, *effect))
                .collect(),
        },
        _ => Ruling {
            effect: Effect::Refer,
            by: None,
            decided: last.iter().map(|(at, effect, _)| (*at, *effect)).collect(),
        },
    }
}

/// Settles a source once more, with what people decided about copies of its messages.
fn settle_as_people_decided(
    place: usize,
    source: &mut SourceAppraised,
    copies: &Copies,
    rulings: &BTreeMap<u32, Ruling>,
    inputs: &Inputs,
) {
    let mut people: BTreeMap<u32, Effect> = source.decided.iter().copied().collect();
    let mut bases: Vec<(u32, Basis)> = Vec::new();
    for (group, ruling) in rulings {
        let members = copies.group(*group).iter();
        for member in members.filter(|member| member.at.source as usize == place) {
            people.insert(member.at.row, ruling.effect);
            bases.extend(ruling.basis(member.at).map(|basis| (member.at.row, basis)));
        }
    }
    let people: Vec<(u32, Effect)> = people.into_iter().collect();
    source.settle(&people, &inputs.policy, inputs.as_at);
    for (row, basis) in bases {
        source.rows[row as usize].settled.basis = basis;
    }
}

/// Settles copies about which nobody decided.
fn settle_together(sources: &mut [SourceAppraised], members: &[Member]) {
    let settled = |at: Elsewhere| sources[at.source as usize].rows[at.row as usize].settled;
    let first = members.first().map(|member| settled(member.at).outcome);
    if (members.iter()).all(|member| Some(settled(member.at).outcome) == first) {
        return;
    }
    let all: Vec<Settled> = members.iter().map(|member| settled(member.at)).collect();
    let Some(together) = together(&all) else {
        return;
    };
    for (place, member) in members.iter().enumerate() {
        let now = match together {
            Together::As(winner) if all[place].outcome == all[winner].outcome => all[place],
            Together::As(winner) => Settled {
                outcome: all[winner].outcome,
                basis: Basis::CopyOf {
                    copy: members[winner].at,
                    by: all[winner].basis.shared(),
                },
            },
            Together::Differ(one, other) => Settled {
                outcome: Outcome::Refer,
                basis: Basis::CopiesDiffer(members[if place == one { other } else { one }].at),
            },
        };
        row(sources, member.at).settled = now;
    }
}

fn row(sources: &mut [SourceAppraised], at: Elsewhere) -> &mut crate::appraisal::Row {
    &mut sources[at.source as usize].rows[at.row as usize]
}

/// Refers what is not selected where another phone shows something else in its place that is: a
/// mark of deletion, another wording, another file. What a person decided stays.
fn refer_opposites(
    sources: &mut [SourceAppraised],
    copies: &Copies,
    rulings: &BTreeMap<u32, Ruling>,
) {
    let is_selected =
        |settled: Settled| matches!(settled.outcome, Outcome::Select | Outcome::Context);
    for opposite in &copies.opposites {
        let (now, other) = (
            row(sources, opposite.at).settled,
            row(sources, opposite.other).settled,
        );
        let group = copies.group_of(opposite.at);
        let by_person =
            now.basis == Basis::Person || group.is_some_and(|group| rulings.contains_key(&group));
        let is_left = matches!(now.outcome, Outcome::Outside | Outcome::NotSelected);
        if by_person || !is_left || !is_selected(other) {
            continue;
        }
        let referred = Settled {
            outcome: Outcome::Refer,
            basis: Basis::DiffersFrom(opposite.other),
        };
        row(sources, opposite.at).settled = referred;
        for member in group.map_or(&[][..], |group| copies.group(group)) {
            row(sources, member.at).settled = referred;
        }
    }
}

/// Holds every copy of a held message, and what carries the files of a held one, until nothing
/// more is caught.
fn hold_together(sources: &mut [SourceAppraised], copies: &Copies) {
    loop {
        let mut caught: BTreeSet<usize> = BTreeSet::new();
        for (_, members) in copies.groups() {
            let Some(holder) = members.iter().find(|member| row(sources, member.at).held) else {
                continue;
            };
            for member in members {
                let source = &mut sources[member.at.source as usize];
                let row = &mut source.rows[member.at.row as usize];
                if !row.held {
                    row.held = true;
                    source.held_as_copy.push((member.at.row, holder.at));
                    caught.insert(member.at.source as usize);
                }
            }
        }
        if caught.is_empty() {
            return;
        }
        for place in caught {
            sources[place].held_as_copy.sort_unstable();
            sources[place].hold_carriers();
        }
    }
}
