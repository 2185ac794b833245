//! Finds copies: which sources are worth comparing, what each pair of them has in common, and who
//! is whose copy on all phones. Of the messages nothing but links is left when this returns.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use super::taken::{Taken, sketch};
use super::{ALONE, Copies, Member, Opposite, Pair};
use crate::align::{
    self, Aligned, Between, Evidence, Fullness, Kind, Sketch, Stated, align, candidates, groups,
};
use crate::appraisal::{AppraisalError, Inputs, SourceAppraised};
use crate::message::SourceId;
use crate::parallel::try_map;
use crate::selection::{Elsewhere, fold};
use crate::source::EntryRole;

/// Finds the copies of a batch. A batch of one source has none, and nothing is done.
///
/// # Errors
/// When a source cannot be read again.
pub(in crate::appraisal) fn find(
    inputs: &Inputs,
    sources: &mut [SourceAppraised],
    threads: NonZeroUsize,
) -> Result<Copies, AppraisalError> {
    let mut copies = Copies {
        ids: sources.iter().map(|s| s.source.id.clone()).collect(),
        of_row: vec![Vec::new(); sources.len()],
        ..Copies::default()
    };
    if sources.len() < 2 {
        return Ok(copies);
    }
    let without = (0..sources.len()).filter(|place| sources[*place].sketch.is_none());
    let without: Vec<usize> = without.collect();
    let made = try_map(without.clone(), threads, |place| {
        sketch(inputs, &sources[place])
    })?;
    for (place, sketch) in without.into_iter().zip(made) {
        sources[place].sketch = Some(sketch);
    }
    for pairs in connected(&worth_comparing(inputs, sources)) {
        Connected::read(inputs, sources, &pairs, threads)?.add_to(&mut copies, sources);
    }
    copies.pairs.sort_by_key(|pair| (pair.a, pair.b));
    copies.opposites.sort_by_key(|o| (o.at, o.other));
    Ok(copies)
}

/// Returns the pairs of sources that are worth comparing, in their order: those that share long
/// texts or files, those of which people stated something, and those that have one title and most
/// labels in common, because a chat of short messages has no long text.
fn worth_comparing(inputs: &Inputs, sources: &[SourceAppraised]) -> BTreeSet<Places> {
    let sketches = sources.iter().map(|s| s.sketch.clone().unwrap_or_default());
    let sketches: Vec<Sketch> = sketches.collect();
    let found = candidates(&sketches).into_iter();
    let mut pairs: BTreeSet<Places> = found.map(|found| (found.a, found.b)).collect();
    let mut titled: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, source) in sources.iter().enumerate() {
        let title = fold(source.conversation.title.trim()).into_owned();
        if !title.is_empty() {
            titled.entry(title).or_default().push(place);
        }
    }
    for places in titled.values() {
        for (index, a) in places.iter().enumerate() {
            let others = places[index + 1..].iter();
            let alike = others.filter(|b| most_labels_agree(&sources[*a], &sources[**b]));
            pairs.extend(alike.map(|b| (*a, *b)));
        }
    }
    pairs.extend(sharing_files(sources));
    let place = |id: &SourceId| sources.iter().position(|source| source.source.id == *id);
    for (first, second) in inputs.stated.keys() {
        if let (Some(first), Some(second)) = (place(first), place(second)) {
            pairs.insert((first.min(second), first.max(second)));
        }
    }
    pairs
}

/// How many files two sources must share to be worth comparing for it: some are sent to everybody.
const FILES: usize = 3;

/// Returns the pairs of sources whose messages carry the same files, by size and CRC-32.
fn sharing_files(sources: &[SourceAppraised]) -> impl Iterator<Item = Places> {
    let mut holders: BTreeMap<(u64, u32), BTreeSet<usize>> = BTreeMap::new();
    for (place, source) in sources.iter().enumerate() {
        for entry in &source.account.entries {
            if let (EntryRole::Attachment, Some(crc32)) = (entry.role, entry.crc32) {
                holders
                    .entry((entry.size, crc32))
                    .or_default()
                    .insert(place);
            }
        }
    }
    let mut shared: BTreeMap<Places, usize> = BTreeMap::new();
    for places in holders.into_values() {
        for (index, a) in places.iter().enumerate() {
            for b in places.iter().skip(index + 1) {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let enough = shared.into_iter().filter(|(_, files)| *files >= FILES);
    enough.map(|(pair, _)| pair)
}

fn most_labels_agree(a: &SourceAppraised, b: &SourceAppraised) -> bool {
    let of_a: BTreeSet<&String> = a.labels.iter().collect();
    let same = b.labels.iter().filter(|label| of_a.contains(label)).count();
    same * 2 > a.labels.len().min(b.labels.len())
}

/// The places of two sources.
type Places = (usize, usize);

/// Returns pairs by what hangs together through them, so that no more than that is in memory.
fn connected(pairs: &BTreeSet<Places>) -> Vec<Vec<Places>> {
    let mut together: Vec<(BTreeSet<usize>, Vec<Places>)> = Vec::new();
    for pair in pairs {
        let touched = |(places, _): &(BTreeSet<usize>, _)| {
            places.contains(&pair.0) || places.contains(&pair.1)
        };
        let (joined, apart): (Vec<_>, Vec<_>) = together.into_iter().partition(touched);
        let mut one = (BTreeSet::from([pair.0, pair.1]), vec![*pair]);
        for (places, pairs) in joined {
            one.0.extend(places);
            one.1.extend(pairs);
        }
        together = apart;
        together.push(one);
    }
    let sorted = together.into_iter().map(|(_, mut pairs)| {
        pairs.sort_unstable();
        pairs
    });
    let mut sorted: Vec<_> = sorted.collect();
    sorted.sort_unstable();
    sorted
}

/// Sources that hang together, with what was found out about each pair.
struct Connected {
    /// The places of the sources, in order; what follows counts in these.
    places: Vec<usize>,
    /// By source, what is left of its rows.
    left: Vec<Left>,
    aligned: BTreeMap<Places, Aligned>,
}

/// What is left of the rows of a source once copies are found.
struct Left {
    /// By row, how much each message holds.
    fullness: Vec<Fullness>,
    /// By row, what stands for the body of each message; 0 where it has none.
    bodies: Vec<u64>,
}

impl Left {
    fn of(taken: Taken) -> Left {
        Left {
            fullness: taken.rows.iter().map(Fullness::of).collect(),
            bodies: taken.bodies,
        }
    }

    /// Returns what stands for the body of a message; `None` where it has none.
    fn body(&self, row: u32) -> Option<u64> {
        let body = self.bodies.get(row as usize).copied();
        body.filter(|body| *body > 0)
    }
}

impl Connected {
    fn read(
        inputs: &Inputs,
        sources: &[SourceAppraised],
        pairs: &[Places],
        threads: NonZeroUsize,
    ) -> Result<Connected, AppraisalError> {
        let places: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let places: Vec<usize> = places.into_iter().collect();
        let taken = try_map(places.clone(), threads, |place| {
            Taken::of(inputs, &sources[place])
        })?;
        let id = |place: usize| sources[place].source.id.clone();
        let stated = |(a, b): Places| {
            let (a, b) = (id(a), id(b));
            let pair = if a < b { (a, b) } else { (b, a) };
            inputs.stated.get(&pair).copied().unwrap_or(Stated::Nothing)
        };
        let stated: Vec<Stated> = pairs.iter().map(|pair| stated(*pair)).collect();
        let index = |place| places.partition_point(|known| *known < place);
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| (index(*a), index(*b))).collect();
        let to_align = pairs.iter().copied().zip(stated).collect();
        let aligned = try_map(to_align, threads, |((a, b), stated)| {
            let aligned = align(&taken[a].side(), &taken[b].side(), stated);
            Ok::<_, AppraisalError>(aligned)
        })?;
        Ok(Connected {
            places,
            left: taken.into_iter().map(Left::of).collect(),
            aligned: pairs.into_iter().zip(aligned).collect(),
        })
    }

    fn add_to(self, copies: &mut Copies, sources: &[SourceAppraised]) {
        let sizes = self.left.iter().map(|left| number(left.fullness.len()));
        let sizes: Vec<u32> = sizes.collect();
        let between = self.aligned.iter().map(|((a, b), aligned)| Between {
            a: number(*a),
            b: number(*b),
            links: &aligned.links,
        });
        let found = groups(&sizes, &between.collect::<Vec<_>>());
        copies.members.reserve_exact(found.members());
        copies.starts.reserve_exact(found.all().len());
        for group in found.all() {
            let number_of_group = number(copies.starts.len());
            copies.starts.push(number(copies.members.len()));
            let mut bodies = Vec::new();
            for (member, evidence) in self.led(group) {
                let place = self.places[member.export as usize];
                let of_row = &mut copies.of_row[place];
                if of_row.is_empty() {
                    of_row.resize(sources[place].rows.len(), ALONE);
                }
                of_row[member.row as usize] = number_of_group;
                copies.members.push(Member {
                    at: self.elsewhere(member),
                    offset: sources[place].rows[member.row as usize].offset,
                    evidence,
                    wording: self.left[member.export as usize]
                        .body(member.row)
                        .map_or(0, |body| wording(&mut bodies, body)),
                });
            }
        }
        for ((a, b), aligned) in &self.aligned {
            self.add_opposites(copies, sources, (*a, *b), aligned);
        }
        let pairs = self.aligned.into_iter();
        let places = &self.places;
        let pairs = pairs.map(|((a, b), aligned)| Pair::of(places[a], places[b], aligned));
        copies.pairs.extend(pairs);
    }

    fn elsewhere(&self, member: align::Member) -> Elsewhere {
        Elsewhere {
            source: number(self.places[member.export as usize]),
            row: member.row,
        }
    }

    /// Returns a group with its lead first, and of the others how each is known to be a copy: by
    /// the surest way of links from the lead, which is as sure as the weakest of them.
    fn led(&self, group: &[align::Member]) -> Vec<(align::Member, Option<Evidence>)> {
        let fullness = |member: &&align::Member| {
            self.left[member.export as usize].fullness[member.row as usize]
        };
        let mut rest = group.to_vec();
        // Of copies that hold the same the earlier source leads: `max_by_key` would take the last.
        let lead = rest.iter().rev().max_by_key(fullness);
        let Some(lead) = lead.copied() else {
            return Vec::new();
        };
        rest.retain(|member| *member != lead);
        let mut reached = vec![(lead, None)];
        while !rest.is_empty() {
            let ways = rest.iter().enumerate().flat_map(|(place, member)| {
                let from = reached.iter().filter_map(|(known, evidence)| {
                    let link = self.evidence(*known, *member)?;
                    Some(evidence.map_or(link, |evidence: Evidence| evidence.max(link)))
                });
                from.map(move |evidence| (evidence, place))
            });
            let surest = ways.min();
            let (evidence, place) = surest.expect("a group hangs together by its links");
            reached.push((rest.remove(place), Some(evidence)));
        }
        reached[1..].sort_unstable_by_key(|(member, _)| *member);
        reached
    }

    fn evidence(&self, one: align::Member, other: align::Member) -> Option<Evidence> {
        let (a, b) = (one.min(other), one.max(other));
        let aligned = self.aligned.get(&(a.export as usize, b.export as usize))?;
        let links = &aligned.links;
        let link = links.get(links.partition_point(|link| link.a < a.row))?;
        ((link.a, link.b) == (a.row, b.row)).then_some(link.evidence)
    }

    /// Notes the messages in whose place the other phone shows something else.
    fn add_opposites(
        &self,
        copies: &mut Copies,
        sources: &[SourceAppraised],
        (a, b): Places,
        aligned: &Aligned,
    ) {
        let is_two_sided = |kind| {
            matches!(
                kind,
                Kind::DeletedOnOne | Kind::EditedDifferently | Kind::OtherFile
            )
        };
        let found = aligned.differences.iter();
        for difference in found.filter(|difference| is_two_sided(difference.kind)) {
            for (row_a, row_b) in difference.a.clone().zip(difference.b.clone()) {
                let at = |side: usize, row| Elsewhere {
                    source: number(self.places[side]),
                    row,
                };
                for (at, other) in [(at(a, row_a), at(b, row_b)), (at(b, row_b), at(a, row_a))] {
                    copies.opposites.push(Opposite {
                        at,
                        offset: sources[at.source as usize].rows[at.row as usize].offset,
                        other,
                        kind: difference.kind,
                        causes: difference.causes,
                    });
                }
            }
        }
    }
}

/// Returns the number of a wording among those of a group, which is remembered.
fn wording(known: &mut Vec<u64>, body: u64) -> u32 {
    let place = known.iter().position(|known| *known == body);
    let place = place.unwrap_or_else(|| {
        known.push(body);
        known.len() - 1
    });
    number(place + 1)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a batch has fewer than 2^32 messages")
}
