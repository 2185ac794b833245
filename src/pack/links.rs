//! What transcripts say of each other's messages: copies, and what another export shows
//! differently. Only what is packed is named, and nothing that opens later than what names it.

use std::collections::BTreeMap;

use super::assemble::BuildInputs;
use super::plan::{ChatPlan, PartPlan};
use super::render::AttachmentFixity;
use super::tags::opens;
use crate::align::Kind as Found;
use crate::appraisal::{AttachmentRow, Member, Row, SourceAppraised};
use crate::batch::Sensitivity;
use crate::fixity::Sha256Digest;
use crate::manifest::{Opens, Related, Relationship};
use crate::message::{AttachmentState, Kind};
use crate::selection::Elsewhere;
use crate::transcript::{CopyWritten, DifferenceWritten, Differs, File, Shown, differences};

/// What transcripts say of each other's messages.
pub struct Links<'a> {
    build: &'a BuildInputs<'a>,
    /// The attachments that are packed, by path.
    attachments: AttachmentFixity<'a>,
    /// By source, what is planned of its conversation.
    chats: Vec<Option<&'a ChatPlan>>,
    /// The transcripts that are packed, by path, and when each opens.
    opens: BTreeMap<&'a str, Opens>,
    /// Messages in whose place another export shows something that is no copy, sorted.
    opposites: Vec<(Elsewhere, Elsewhere, Differs)>,
    /// What each transcript names, by path; nothing of one that names nothing.
    naming: BTreeMap<&'a str, Naming<'a>>,
}

/// What a transcript names.
#[derive(Debug, Default)]
pub struct Naming<'a> {
    /// How many of its messages have copies that it names.
    pub copies: u64,
    /// How many of them have differences.
    pub differences: u64,
    /// By path of another transcript, how many of its messages have a copy there.
    to: BTreeMap<&'a str, u64>,
    /// How many of its messages have copies in these transcripts, which stand before it in the
    /// order of paths.
    before: BTreeMap<Vec<&'a str>, u64>,
}

/// A message that is packed.
#[derive(Clone, Copy)]
struct Standing<'a> {
    part: &'a PartPlan,
    n: u64,
    source: &'a SourceAppraised,
    row: &'a Row,
    index: usize,
}

/// What a message names.
#[derive(Debug, Default)]
pub struct Linked {
    /// Its copies, in the order of transcripts.
    pub copies: Vec<CopyWritten>,
    /// What differs, in the same order.
    pub differences: Vec<DifferenceWritten>,
}

impl<'a> Links<'a> {
    /// Finds what the transcripts of a package, or of a group of packages, name.
    pub fn of(build: &'a BuildInputs<'a>, attachments: AttachmentFixity<'a>) -> Links<'a> {
        let mut links = Links {
            build,
            attachments,
            chats: vec![None; build.appraisal.sources.len()],
            opens: BTreeMap::new(),
            opposites: Vec::new(),
            naming: BTreeMap::new(),
        };
        if build.appraisal.copies.is_empty() {
            return links;
        }
        for chat in &build.plan.chats {
            links.chats[chat.source] = Some(chat);
        }
        let packed = build
            .records
            .iter()
            .filter(|row| matches!(row.sensitivity, Sensitivity::Open | Sensitivity::Closed));
        links.opens = packed
            .map(|row| (row.record.as_str(), opens(row)))
            .collect();
        links.opposites = opposites(build);
        for chat in &build.plan.chats {
            for row in (0..).zip(&chat.numbers).filter(|(_, n)| **n > 0) {
                links.count(Elsewhere {
                    source: number(chat.source),
                    row: row.0,
                });
            }
        }
        links
    }

    /// Returns what a transcript names, if it names anything.
    pub fn naming(&self, transcript: &str) -> Option<&Naming<'a>> {
        self.naming.get(transcript)
    }

    /// Returns what the message at a row of a source names.
    pub fn linked(&self, source: usize, row: usize) -> Linked {
        let at = Elsewhere {
            source: number(source),
            row: number(row),
        };
        self.linked_at(at).unwrap_or_default()
    }

    fn linked_at(&self, at: Elsewhere) -> Option<Linked> {
        let members = self.build.appraisal.copies.of(at);
        let opposites = self.opposites_of(at);
        if members.is_empty() && opposites.is_empty() {
            return None;
        }
        let own = self.standing(at)?;
        let mut linked = Linked::default();
        for (one, other, there) in self.copies_of(at, members) {
            if !self.may_name(own, there) {
                continue;
            }
            let evidence = one.evidence_with(other);
            let evidence = evidence.expect("of two copies one at least is not the lead");
            linked.copies.push(CopyWritten {
                transcript: file_name(there).to_owned(),
                n: there.n,
                evidence: evidence.word(),
                clock_minutes: minute(there.row) - minute(own.row),
            });
            let shown = |standing, member| self.shown(standing, member);
            for kind in differences(&shown(own, one), &shown(there, other)) {
                linked.differences.push(difference(there, kind));
            }
        }
        // What is a copy by way of a third export is compared as one.
        let is_copy = |other: &Elsewhere| members.iter().any(|member| member.at == *other);
        for (_, other, kind) in opposites.iter().filter(|(_, other, _)| !is_copy(other)) {
            let there = self.standing(*other);
            let there = there.filter(|there| self.may_name(own, *there));
            // That two files are not the same is told where anybody can see both.
            let seen = |there: &Standing<'_>| {
                *kind != Differs::OtherFile || self.has_its_file(own) && self.has_its_file(*there)
            };
            linked
                .differences
                .extend(there.filter(seen).map(|there| difference(there, *kind)));
        }
        linked
            .copies
            .sort_by(|a, b| a.transcript.cmp(&b.transcript));
        let key = |d: &DifferenceWritten| (d.transcript.clone(), d.n, d.kind);
        linked.differences.sort_by_key(key);
        Some(linked)
    }

    /// Returns the transcript with a copy that a message names, and the number of the copy there.
    pub fn copy(&self, part: &PartPlan, copy: Elsewhere) -> Option<(&'a str, u64)> {
        let there = self.standing(copy)?;
        let opens = self.opens.get(part.transcript.as_str())?;
        let may = opens.may_tell_of(*self.opens.get(there.part.transcript.as_str())?);
        may.then(|| (file_name(there), there.n))
    }

    /// Returns how many of the messages of some transcripts are copies of others in them: of
    /// copies all but the first.
    pub fn copies_in(&self, packed: impl Fn(&str) -> bool) -> u64 {
        let here = self.naming.iter().filter(|(path, _)| packed(path));
        let before = here.flat_map(|(_, naming)| &naming.before);
        let counted = before.filter(|(others, _)| others.iter().any(|other| packed(other)));
        counted.map(|(_, count)| count).sum()
    }

    /// Returns the relationships of a transcript with those that hold copies of its messages.
    pub fn relationships(&self, transcript: &str) -> impl Iterator<Item = Relationship> {
        let to = self.naming(transcript).map(|naming| &naming.to);
        to.into_iter()
            .flatten()
            .map(|(other, messages)| Relationship {
                kind: Related::CopyOf,
                target: format!("data/{other}"),
                messages: Some(*messages),
                package: None,
            })
    }

    fn count(&mut self, at: Elsewhere) {
        let members = self.build.appraisal.copies.of(at);
        if members.is_empty() && self.opposites_of(at).is_empty() {
            return;
        }
        let Some(own) = self.standing(at) else {
            return;
        };
        let (mut to, mut before) = (Vec::new(), Vec::new());
        for (_, _, there) in self.copies_of(at, members) {
            let path = there.part.transcript.as_str();
            if self.may_name(own, there) {
                to.push(path);
            }
            if path < own.part.transcript.as_str() {
                before.push(path);
            }
        }
        let differs = self
            .linked_at(at)
            .is_some_and(|linked| !linked.differences.is_empty());
        if to.is_empty() && before.is_empty() && !differs {
            return;
        }
        before.sort_unstable();
        let naming = self.naming.entry(&own.part.transcript).or_default();
        naming.copies += u64::from(!to.is_empty());
        naming.differences += u64::from(differs);
        for path in to {
            *naming.to.entry(path).or_default() += 1;
        }
        if !before.is_empty() {
            *naming.before.entry(before).or_default() += 1;
        }
    }

    /// Returns the copies of a message that are packed, each with the message itself as one of
    /// their group.
    fn copies_of<'m>(
        &self,
        at: Elsewhere,
        members: &'m [Member],
    ) -> impl Iterator<Item = (&'m Member, &'m Member, Standing<'a>)> {
        let own = members.iter().find(|member| member.at == at);
        let others = members.iter().filter(move |member| member.at != at);
        others.filter_map(move |other| Some((own?, other, self.standing(other.at)?)))
    }

    fn opposites_of(&self, at: Elsewhere) -> &[(Elsewhere, Elsewhere, Differs)] {
        let from = self.opposites.partition_point(|(one, ..)| *one < at);
        let to = self.opposites.partition_point(|(one, ..)| *one <= at);
        self.opposites.get(from..to).unwrap_or_default()
    }

    /// Returns where a message stands that is packed; `None` of any other.
    fn standing(&self, at: Elsewhere) -> Option<Standing<'a>> {
        let (place, index) = (at.source as usize, at.row as usize);
        let chat = (*self.chats.get(place)?)?;
        let n = chat.numbers.get(index).copied().filter(|n| *n > 0)?;
        let source = self.build.appraisal.sources.get(place)?;
        let row = source.rows.get(index)?;
        let part = self.build.inputs.settings.parts.part(row.date());
        let part = chat.parts.get(&part)?;
        let standing = Standing {
            part,
            n: n.into(),
            source,
            row,
            index,
        };
        self.opens
            .contains_key(part.transcript.as_str())
            .then_some(standing)
    }

    fn may_name(&self, own: Standing<'_>, there: Standing<'_>) -> bool {
        let opens = |standing: Standing<'_>| self.opens.get(standing.part.transcript.as_str());
        opens(own)
            .zip(opens(there))
            .is_some_and(|(own, there)| own.may_tell_of(*there))
    }

    /// Returns what the transcript of a message shows of it.
    fn shown(&self, standing: Standing<'a>, member: &Member) -> Shown<&'a str, u32, Sha256Digest> {
        let Standing {
            source, row, index, ..
        } = standing;
        let people = &self.build.inputs.people;
        let person = source.label(row).and_then(|label| {
            let person = people.on(&source.source.id, label, row.date())?;
            Some(person.key.as_str())
        });
        Shown {
            sender: person,
            words: Some(member.wording).filter(|wording| *wording > 0),
            file: self.file(standing.part, row, source.attachments_of(index)),
        }
    }

    /// Tells whether the file that a message carries is packed.
    fn has_its_file(&self, standing: Standing<'_>) -> bool {
        let files = standing.source.attachments_of(standing.index);
        let file = self.file(standing.part, standing.row, files);
        matches!(file, File::Present(_))
    }

    /// Returns what a message carries: of several files the first counts.
    fn file(
        &self,
        part: &PartPlan,
        row: &Row,
        attachments: &[AttachmentRow],
    ) -> File<Sha256Digest> {
        let first = attachments.first();
        match (row.kind, first.map(|file| file.state)) {
            (_, Some(AttachmentState::Present)) => {
                let planned = first.and_then(|file| part.attachments.get(&file.entry?));
                let packed = planned.and_then(|planned| self.attachments.get(&planned.path));
                packed.map_or(File::Withheld, |fixity| File::Present(fixity.sha256))
            }
            (Kind::Media | Kind::Sticker, _) | (_, Some(_)) => File::NotThere,
            _ => File::None,
        }
    }
}

/// Returns the messages in whose place another export shows something that is no copy, from both
/// sides.
fn opposites(build: &BuildInputs<'_>) -> Vec<(Elsewhere, Elsewhere, Differs)> {
    let mut opposites = Vec::new();
    for pair in &build.appraisal.copies.pairs {
        for difference in &pair.differences {
            let kind = match difference.kind {
                Found::DeletedOnOne => Differs::DeletedOnOne,
                Found::EditedDifferently => Differs::EditedDifferently,
                Found::OtherFile => Differs::OtherFile,
                Found::NoticeInOtherWords => Differs::NoticeInOtherWords,
                // Copies are compared as their transcripts show them. Of what is on one phone alone
                // nothing is told: what the other lacks may only not be transferred.
                Found::FileOnOne | Found::CaptionOnOne => continue,
                Found::Repeated | Found::OnOneAlone => continue,
            };
            for (a, b) in difference.a.clone().zip(difference.b.clone()) {
                let at = |source, row| Elsewhere {
                    source: number(source),
                    row,
                };
                let (a, b) = (at(pair.a, a), at(pair.b, b));
                opposites.extend([(a, b, kind), (b, a, kind)]);
            }
        }
    }
    opposites.sort_unstable();
    opposites
}

fn difference(there: Standing<'_>, kind: Differs) -> DifferenceWritten {
    DifferenceWritten {
        transcript: file_name(there).to_owned(),
        n: there.n,
        kind,
    }
}

/// Returns the file name of the transcript of a message.
fn file_name(standing: Standing<'_>) -> &str {
    let path = standing.part.transcript.as_str();
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the local minute of a message since 1970.
fn minute(row: &Row) -> i64 {
    row.local.div_euclid(60)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a batch has fewer than 2^32 messages")
}
