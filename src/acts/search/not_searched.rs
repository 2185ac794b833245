//! What was not searched, counted: an officer must be able to say so before somebody else does.

use super::insides::Insides;
use crate::appraisal::{Appraisal, AttachmentRow, SourceAppraised};
use crate::message::{AttachmentState, Kind};
use crate::search::NotSearched;
use crate::source::{EntryRole, GapCode};

/// Returns how many attachments had the text inside them asked.
pub(super) fn insides_asked(appraisal: &Appraisal, insides: &[Insides]) -> u64 {
    files(appraisal, insides)
        .filter(|(_, searched)| *searched)
        .count() as u64
}

/// Returns the attachments of all messages, each with whether the text inside it was asked.
fn files<'a>(
    appraisal: &'a Appraisal,
    insides: &'a [Insides],
) -> impl Iterator<Item = (&'a AttachmentRow, bool)> {
    let sources = appraisal.sources.iter().zip(insides);
    sources.flat_map(|(source, insides)| {
        let files = source.attachments.iter();
        files.map(|file| (file, is_searched(file, insides)))
    })
}

fn is_searched(file: &AttachmentRow, insides: &Insides) -> bool {
    let entry = file.entry.and_then(|entry| usize::try_from(entry).ok());
    entry.is_some_and(|entry| insides.searched(entry))
}

/// Says what was not searched, nought where there is none: an empty place would say nothing.
pub(super) fn not_searched(appraisal: &Appraisal, insides: &[Insides]) -> Vec<NotSearched> {
    let mut all = attachments(appraisal, insides);
    all.extend(lines(appraisal));
    all.extend(may_be_gone(appraisal));
    all.extend(BEYOND.map(|(what, why)| NotSearched::beyond(what, why)));
    all
}

/// What lies outside what was read, of which nobody here can know how much there is.
const BEYOND: [(&str, &str); 3] = [
    (
        "What these exports never hold",
        "Earlier wordings of edited messages, messages deleted without a trace or seen once, reactions, receipts, and people who never wrote.",
    ),
    (
        "Other telephones, accounts and apps",
        "A copy of the same chat on another telephone may hold more. Nothing was searched that is not listed as a source.",
    ),
    (
        "Other batches, and the department's other systems",
        "Search them separately.",
    ),
];

/// Says what of the attachments was not searched.
fn attachments(appraisal: &Appraisal, insides: &[Insides]) -> Vec<NotSearched> {
    let count = |is: &dyn Fn(&AttachmentRow) -> bool| {
        let files = files(appraisal, insides);
        let not = files.filter(|(file, searched)| !searched && is(file));
        not.count() as u64
    };
    let present = |sorts: &[Option<&str>]| {
        count(&|file| file.state == AttachmentState::Present && sorts.contains(&file.media))
    };
    let state = |state| count(&|file| file.state == state);
    vec![
        NotSearched::of(
            "Voice notes and other sound",
            present(&[Some("audio")]),
            "What is said in them is not written down. A person must listen.",
        ),
        NotSearched::of(
            "Pictures, stickers and animations",
            present(&[Some("image"), Some("sticker"), Some("gif")]),
            "Words in a picture, such as a screenshot, are not read. A person must look.",
        ),
        NotSearched::of(
            "Films",
            present(&[Some("video"), Some("video-note")]),
            "Neither what is seen nor what is said is read. A person must watch.",
        ),
        NotSearched::of(
            "Text inside documents and other files",
            present(&[Some("document"), Some("contact"), None]),
            "The names of these files were searched; what is written in them was not. The schedule says why of each that it lists. A person must open them.",
        ),
        NotSearched::of(
            "Attachments that the app left out",
            state(AttachmentState::Omitted),
            "The export was made without them. They may still be on the telephone.",
        ),
        NotSearched::of(
            "Attachments that are named and not there",
            state(AttachmentState::Missing),
            "Their names were searched where the export gives one.",
        ),
    ]
}

/// Says what of the chats themselves was not searched.
fn lines(appraisal: &Appraisal) -> [NotSearched; 6] {
    let gaps = |code| {
        let gaps = appraisal
            .sources
            .iter()
            .flat_map(|source| &source.account.gaps);
        let of_code = gaps.filter(|gap| gap.code == code);
        of_code.map(|gap| gap.count).sum()
    };
    let sum = |count: fn(&SourceAppraised) -> u64| appraisal.sources.iter().map(count).sum();
    [
        NotSearched::of(
            "Lines that could not be understood",
            sum(|source| source.account.lines.residue),
            "Such as lines whose date cannot be read. They belong to no message. consign explain --text \"…\" looks through them.",
        ),
        NotSearched::of(
            "Lines before the first message",
            sum(|source| source.account.lines.preamble),
            "They have no date and belong to no message. consign explain --text \"…\" looks through them.",
        ),
        NotSearched::of(
            "Files in an export that no message names",
            sum(|source| {
                let entries = source.account.entries.iter();
                let unnamed = entries.filter(|entry| entry.role == EntryRole::Unnamed);
                unnamed.count() as u64
            }),
            "Nobody can tell from the export who sent them.",
        ),
        NotSearched::of(
            "Words of messages that were deleted",
            sum(|source| {
                let rows = source.rows.iter();
                rows.filter(|row| row.kind == Kind::Deleted).count() as u64
            }),
            "Only the place of such a message is left in an export; the place was searched.",
        ),
        NotSearched::of(
            "Words damaged before the export was received",
            gaps(GapCode::DamagedBefore),
            "So many messages hold characters that were lost earlier; the rest of their words was searched.",
        ),
        NotSearched::of(
            "Words with bytes that are no text",
            gaps(GapCode::UndecodableBytes),
            "So many messages hold bytes that are not text in the encoding of the export; the rest of their words was searched.",
        ),
    ]
}

/// Says of which sources something may be gone without a trace.
fn may_be_gone(appraisal: &Appraisal) -> Vec<NotSearched> {
    let told = [GapCode::StartMayBeCut, GapCode::DisappearingMessages];
    let mut gone = Vec::new();
    for source in &appraisal.sources {
        let gaps = source.account.gaps.iter();
        for gap in gaps.filter(|gap| told.contains(&gap.code)) {
            let what = format!("What may be gone from {}", source.source.id);
            gone.push(NotSearched::beyond(&what, gap.code.words()));
        }
    }
    gone
}
