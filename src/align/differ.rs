//! What two phones show differently: of a message that is on both, and of one that is on one.
//! A difference names its possible causes and decides for none of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::alias::Level;
use super::clock::OFF;
use super::pairing::{Fate, Pairing, held, is_substance};
use super::row::{Content, Edit, Held, Row};

/// How two phones differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A message on one, and in its place on the other the mark of a deletion.
    DeletedOnOne,
    /// Two texts in one place, one of which at least is marked as edited. Both are kept.
    EditedDifferently,
    /// Two copies, of which one has its file and the other has not.
    FileOnOne,
    /// Two copies, of which one has a caption and the other has not.
    CaptionOnOne,
    /// Two files in one place that are not the same.
    OtherFile,
    /// Notices of the app in one place, in other words.
    NoticeInOtherWords,
    /// Messages that are the same as others near them, more on one phone than on the other: which
    /// is whose copy cannot be told, so none is.
    Repeated,
    /// Messages on one phone alone.
    OnOneAlone,
}

impl Kind {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Kind::DeletedOnOne => "deleted-on-one",
            Kind::EditedDifferently => "edited-differently",
            Kind::FileOnOne => "file-on-one",
            Kind::CaptionOnOne => "caption-on-one",
            Kind::OtherFile => "other-file",
            Kind::NoticeInOtherWords => "notice-in-other-words",
            Kind::Repeated => "repeated",
            Kind::OnOneAlone => "on-one-alone",
        }
    }
}

/// What may have made a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It was deleted for everyone, or edited, after one export was made.
    ChangedAfterExport,
    /// It was deleted for everyone, or edited, and one phone did not hear of it in time.
    ChangeNotReceived,
    /// It was deleted on one phone, for its owner alone.
    DeletedForOne,
    /// It never reached one phone.
    NeverDelivered,
    /// A timer removed it on one phone before the export.
    Disappeared,
    /// It is on both, and stamps, words or senders differ too much to say so.
    NotRecognised,
    /// The owner of one phone was not in the group.
    NotInGroup,
    /// The chat was cleared on one phone.
    Cleared,
    /// One export was made without media.
    ExportedWithoutMedia,
    /// The file was never loaded to one phone, or was removed from it.
    FileNotOnPhone,
    /// The app left the caption out with the file.
    CaptionLeftOut,
    /// One phone holds the file as it was, and the other as the app made it smaller.
    MadeSmaller,
    /// They are two messages, each on one phone.
    TwoMessages,
    /// The app words its notices for the owner of the phone.
    WordedForOwner,
    /// The same words were sent again, and one of the messages is on one phone alone.
    SentAgain,
}

impl Cause {
    /// Returns the word for this in files.
    pub fn word(self) -> &'static str {
        match self {
            Cause::ChangedAfterExport => "changed-after-export",
            Cause::ChangeNotReceived => "change-not-received",
            Cause::DeletedForOne => "deleted-for-one",
            Cause::NeverDelivered => "never-delivered",
            Cause::Disappeared => "disappeared",
            Cause::NotRecognised => "not-recognised",
            Cause::NotInGroup => "not-in-group",
            Cause::Cleared => "cleared",
            Cause::ExportedWithoutMedia => "exported-without-media",
            Cause::FileNotOnPhone => "file-not-on-phone",
            Cause::CaptionLeftOut => "caption-left-out",
            Cause::MadeSmaller => "made-smaller",
            Cause::TwoMessages => "two-messages",
            Cause::WordedForOwner => "worded-for-owner",
            Cause::SentAgain => "sent-again",
        }
    }
}

/// Something that two phones show differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rows of the first export; empty, at the place where they would stand, where it has
    /// nothing of it.
    pub a: Range<u32>,
    /// The rows of the second.
    pub b: Range<u32>,
    /// How they differ.
    pub kind: Kind,
    /// What may have made it so, in no order of likelihood.
    pub causes: &'static [Cause],
}

impl Difference {
    pub(super) fn turned(self) -> Difference {
        Difference {
            a: self.b,
            b: self.a,
            ..self
        }
    }
}

/// Among how many messages at one time something in one place is looked for. Among more nobody
/// could say that nothing else comes into question.
const LOOKED_AT: usize = 64;
/// How many messages on one phone alone are a stretch.
const STRETCH: u32 = 30;

impl Kind {
    /// Returns what may make such a difference; `rows` are those on one phone alone.
    fn causes(self, rows: u32) -> &'static [Cause] {
        match self {
            Kind::DeletedOnOne | Kind::EditedDifferently => {
                &[Cause::ChangedAfterExport, Cause::ChangeNotReceived]
            }
            Kind::FileOnOne => &[Cause::ExportedWithoutMedia, Cause::FileNotOnPhone],
            Kind::CaptionOnOne => &[Cause::CaptionLeftOut],
            Kind::OtherFile => &[Cause::MadeSmaller, Cause::TwoMessages],
            Kind::NoticeInOtherWords => &[Cause::WordedForOwner],
            Kind::Repeated => &[
                Cause::SentAgain,
                Cause::DeletedForOne,
                Cause::NeverDelivered,
                Cause::Disappeared,
            ],
            Kind::OnOneAlone if rows >= STRETCH => {
                &[Cause::NotInGroup, Cause::Cleared, Cause::Disappeared]
            }
            Kind::OnOneAlone => &[
                Cause::DeletedForOne,
                Cause::NeverDelivered,
                Cause::Disappeared,
                Cause::NotRecognised,
            ],
        }
    }

    fn between(self, a: Range<u32>, b: Range<u32>) -> Difference {
        let rows = (a.end - a.start).max(b.end - b.start);
        Difference {
            a,
            b,
            kind: self,
            causes: self.causes(rows),
        }
    }
}

/// Returns what two exports show differently from the first copy to the last, in the order of the
/// first export. Before and after, one of them may just begin later or end earlier.
pub(super) fn differences(pairing: &Pairing<'_>) -> Vec<Difference> {
    let Some(stretch) = Stretch::of(pairing) else {
        return Vec::new();
    };
    let mut found = of_copies(pairing);
    let in_one_place = in_one_place(pairing, &stretch);
    let one = |row: u32| row..row + 1;
    found.extend(
        in_one_place
            .iter()
            .map(|(a, b, kind)| kind.between(one(*a), one(*b))),
    );
    let (mut told_a, mut told_b): (Vec<u32>, Vec<u32>) =
        in_one_place.iter().map(|(a, b, _)| (*a, *b)).unzip();
    told_a.sort_unstable();
    told_b.sort_unstable();
    for (kind, rows, place) in alone(&pairing.of_a, &stretch.a, &told_a) {
        found.push(kind.between(rows, place..place));
    }
    for (kind, rows, place) in alone(&pairing.of_b, &stretch.b, &told_b) {
        found.push(kind.between(place..place, rows));
    }
    found.sort_by_key(|d| (d.a.start, d.a.end, d.b.start, d.b.end, d.kind));
    found
}

/// The rows from the first copy to the last.
struct Stretch {
    a: Range<u32>,
    b: Range<u32>,
}

impl Stretch {
    fn of(pairing: &Pairing<'_>) -> Option<Stretch> {
        let ends = |fates: &[Fate]| {
            let linked = |fate: &Fate| matches!(fate, Fate::To(_));
            let first = fates.iter().position(linked)?;
            let last = fates.iter().rposition(linked)?;
            let number = |n: usize| u32::try_from(n).ok();
            Some(number(first)?..number(last)? + 1)
        };
        Some(Stretch {
            a: ends(&pairing.of_a)?,
            b: ends(&pairing.of_b)?,
        })
    }
}

/// Returns how copies differ.
fn of_copies(pairing: &Pairing<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    for link in pairing.links() {
        let (row_a, row_b) = (pairing.a.row(link.a), pairing.b.row(link.b));
        let (Some(file_a), Some(file_b)) = (held(row_a), held(row_b)) else {
            continue;
        };
        let mut push = |kind: Kind| {
            found.push(kind.between(link.a..link.a + 1, link.b..link.b + 1));
        };
        if (file_a == Held::Present) != (file_b == Held::Present) {
            push(Kind::FileOnOne);
        }
        if (row_a.length == 0) != (row_b.length == 0) {
            push(Kind::CaptionOnOne);
        }
    }
    found
}

/// Returns messages that are no copies, and stand in one place: by one sender, at one time, and
/// nothing else comes into question for either.
fn in_one_place(pairing: &Pairing<'_>, stretch: &Stretch) -> Vec<(u32, u32, Kind)> {
    let free = |row: &u32| pairing.is_free_in_b(*row);
    let mut rest: Vec<u32> = stretch.b.clone().filter(free).collect();
    let minute = |row: &u32| pairing.b.row(*row).minute();
    rest.sort_unstable_by_key(|row| (minute(row), *row));
    let mut pairs = Vec::new();
    let mut counts: (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = Default::default();
    for a in stretch.a.clone().filter(|a| pairing.is_free_in_a(*a)) {
        let mut seen = Vec::new();
        for minutes in pairing.clock.minutes(a) {
            let middle = pairing.a.row(a).minute() + minutes;
            let from = rest.partition_point(|row| minute(row) < middle - OFF);
            let to = rest.partition_point(|row| minute(row) <= middle + OFF);
            seen.extend(rest[from..to].iter().take(LOOKED_AT + 1));
        }
        seen.sort_unstable();
        seen.dedup();
        if seen.len() > LOOKED_AT {
            continue;
        }
        for b in seen {
            if let Some(kind) = kind_of(pairing, a, b) {
                pairs.push((a, b, kind));
            }
        }
    }
    leave_nearest_notices(pairing, &mut pairs);
    for (a, b, _) in &pairs {
        *counts.0.entry(*a).or_default() += 1;
        *counts.1.entry(*b).or_default() += 1;
    }
    pairs.retain(|(a, b, _)| counts.0[a] == 1 && counts.1[b] == 1);
    pairs
}

/// Of notices that could stand in the place of several others leaves those that are nearest in
/// time: a group that is renamed and named back within two minutes has two of them on each phone.
fn leave_nearest_notices(pairing: &Pairing<'_>, pairs: &mut Vec<(u32, u32, Kind)>) {
    let off = |a: u32, b: u32| pairing.clock.off(&pairing.a, &pairing.b, (a, b));
    let is_notice = |kind: Kind| kind == Kind::NoticeInOtherWords;
    let mut least: (BTreeMap<u32, i64>, BTreeMap<u32, i64>) = Default::default();
    for (a, b, _) in pairs.iter().filter(|(_, _, kind)| is_notice(*kind)) {
        let Some(off) = off(*a, *b) else {
            continue;
        };
        for nearest in [
            least.0.entry(*a).or_insert(off),
            least.1.entry(*b).or_insert(off),
        ] {
            *nearest = off.min(*nearest);
        }
    }
    pairs.retain(|(a, b, kind)| {
        let is_nearest = |least: &BTreeMap<u32, i64>, row| least.get(row).copied() == off(*a, *b);
        !is_notice(*kind) || (is_nearest(&least.0, a) && is_nearest(&least.1, b))
    });
}

/// Returns how two messages in one place differ; `None` where they have nothing to do with each
/// other.
fn kind_of(pairing: &Pairing<'_>, a: u32, b: u32) -> Option<Kind> {
    let (row_a, row_b) = (pairing.a.row(a), pairing.b.row(b));
    let level = pairing.votes.level(row_a.label, row_b.label);
    if level > Level::Likely {
        return None;
    }
    let edited = |row: &Row| row.edit == Edit::Marked;
    match (row_a.content, row_b.content) {
        (Content::Deleted, _) if is_substance(row_b) => Some(Kind::DeletedOnOne),
        (_, Content::Deleted) if is_substance(row_a) => Some(Kind::DeletedOnOne),
        (Content::Words, Content::Words) => {
            let differ = row_a.text != row_b.text && (edited(row_a) || edited(row_b));
            differ.then_some(Kind::EditedDifferently)
        }
        // What both tell their owners in the same words happened to two people.
        (Content::NoticeToOwner, Content::NoticeToOwner) if row_a.text == row_b.text => None,
        (Content::Notice | Content::NoticeToOwner, Content::Notice | Content::NoticeToOwner) => {
            Some(Kind::NoticeInOtherWords)
        }
        (Content::Media(_), Content::Media(_)) => {
            let same = pairing.both_know(a, b, |media| media.bytes);
            (same == Some(false)).then_some(Kind::OtherFile)
        }
        _ => None,
    }
}

/// Returns the runs of rows that one export has alone, and the place in the other where they
/// would stand.
fn alone(fates: &[Fate], stretch: &Range<u32>, told: &[u32]) -> Vec<(Kind, Range<u32>, u32)> {
    let mut runs: Vec<(Kind, Range<u32>, u32)> = Vec::new();
    let mut place = 0;
    for row in stretch.clone() {
        let kind = match fates[row as usize] {
            Fate::To(other) => {
                place = other + 1;
                continue;
            }
            Fate::Apart => Kind::Repeated,
            Fate::Free if told.binary_search(&row).is_ok() => continue,
            Fate::Free => Kind::OnOneAlone,
        };
        match runs.last_mut() {
            Some((last, rows, at)) if *last == kind && rows.end == row && *at == place => {
                rows.end += 1;
            }
            _ => runs.push((kind, row..row + 1, place)),
        }
    }
    runs
}
