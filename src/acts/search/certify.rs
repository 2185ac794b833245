//! Makes the answer to one thing that was asked: the schedule, numbered, and the certificate.

use super::gather::Found;
use super::{Answer, Request, Rows, Searching};
use crate::acts::Loaded;
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::fixity::{Sha256Digest, sha256};
use crate::message::{AttachmentState, Kind};
use crate::search::{
    CAUTION, CERTIFICATE_FORMAT, Certificate, Counts, NotSearched, RULES, SCHEDULE_FORMAT,
    Schedule, SourceSearched, TERMS, Understood,
};
use crate::source::{EntryRole, GapCode};

/// Returns the answer to a request from what was found in each source.
pub(super) fn answer(
    loaded: &Loaded,
    appraisal: &Appraisal,
    searching: &Searching,
    request: &Request,
    understood: Understood,
    found: &[&Found],
) -> Answer {
    let too_many = found.iter().any(|found| found.too_many);
    let schedule = (searching.rows == Rows::Wanted && !too_many)
        .then(|| schedule(request, &understood, found));
    let counts = counts(appraisal, found, schedule.as_ref());
    let settings = &loaded.inputs.settings;
    let digests: Vec<String> = appraisal
        .sources
        .iter()
        .map(|source| format!("{}\n", source.source.sha256))
        .collect();
    let file = |name: &'static str, digest: Sha256Digest| (name, digest.to_string());
    let certificate = Certificate {
        format: CERTIFICATE_FORMAT,
        request: request.reference.clone(),
        terms: TERMS,
        batch: settings.reference.clone(),
        batch_title: settings.title.clone(),
        transferring_body: settings.transferring_body.clone(),
        marking: settings.marking.clone(),
        by: searching.by.clone(),
        at: searching.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        version: env!("CARGO_PKG_VERSION"),
        typed: request.asked.typed(),
        asked: request.asked.clone(),
        understood: understood.query.to_string(),
        in_words: understood.words,
        notes: understood.notes,
        rules: RULES.to_vec(),
        counts,
        sources: sources(appraisal, found),
        sources_sha256: sha256(digests.concat().as_bytes()).to_string(),
        settings: vec![
            file("people.csv", loaded.people),
            file("rules.toml", loaded.rules),
            file("batch.toml", loaded.settings),
            ("journal.jsonl, its head", loaded.journal.head().to_string()),
        ],
        not_searched: not_searched(appraisal),
        files: Vec::new(),
    };
    Answer {
        certificate,
        schedule,
    }
}

fn schedule(request: &Request, understood: &Understood, found: &[&Found]) -> Schedule {
    let mut rows: Vec<_> = found.iter().flat_map(|found| found.rows.clone()).collect();
    let is_found = |row: &&mut crate::search::ScheduleRow| row.role != crate::search::Role::Context;
    for (number, row) in (1..).zip(rows.iter_mut().filter(is_found)) {
        row.number = Some(number);
    }
    Schedule {
        format: SCHEDULE_FORMAT,
        request: request.reference.clone(),
        understood: understood.query.to_string(),
        caution: CAUTION,
        rows,
    }
}

fn counts(appraisal: &Appraisal, found: &[&Found], schedule: Option<&Schedule>) -> Counts {
    let sum = |count: fn(&Found) -> u64| found.iter().map(|found| count(found)).sum::<u64>();
    let messages = appraisal
        .sources
        .iter()
        .map(|source| source.rows.len() as u64);
    let messages: u64 = messages.sum();
    let words = ["select", "context", "refer", "outside", "not-selected"];
    let decided = |word: &&'static str| {
        let counts = found.iter().filter_map(|found| found.decisions.get(word));
        (*word, counts.sum::<u64>())
    };
    Counts {
        messages,
        // Every source was read to its end, or there would be no certificate.
        searched: messages,
        names: sum(|found| found.names),
        insides: sum(|found| found.insides),
        matched: sum(|found| found.matched),
        perhaps: sum(|found| found.perhaps),
        conversations: found
            .iter()
            .filter(|found| found.matched + found.perhaps > 0)
            .count() as u64,
        in_schedule: schedule.map(Schedule::numbered).unwrap_or_default(),
        context: schedule.map(Schedule::context).unwrap_or_default(),
        decisions: words.iter().map(decided).collect(),
        held: sum(|found| found.held),
    }
}

fn sources(appraisal: &Appraisal, found: &[&Found]) -> Vec<SourceSearched> {
    let sources = appraisal.sources.iter().zip(found);
    let one = |(source, found): (&SourceAppraised, &&Found)| {
        let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        let dates = || source.rows.iter().map(crate::appraisal::Row::date);
        SourceSearched {
            id: source.source.id.to_string(),
            name: source.source.name.clone(),
            chat: source.conversation.title.clone(),
            device: source.custodian().unwrap_or_default(),
            first: day(dates().min()),
            last: day(dates().max()),
            messages: source.rows.len() as u64,
            found: found.matched + found.perhaps,
            sha256: source.source.sha256.to_string(),
        }
    };
    sources.map(one).collect()
}

/// Says what was not searched, nought where there is none: an empty place would say nothing.
fn not_searched(appraisal: &Appraisal) -> Vec<NotSearched> {
    let files = || {
        appraisal
            .sources
            .iter()
            .flat_map(|source| &source.attachments)
    };
    let present = |sorts: &[Option<&str>]| {
        files()
            .filter(|file| file.state == AttachmentState::Present && sorts.contains(&file.media))
            .count() as u64
    };
    let state = |state| files().filter(|file| file.state == state).count() as u64;
    let sum = |count: fn(&SourceAppraised) -> u64| appraisal.sources.iter().map(count).sum::<u64>();
    let deleted = |source: &SourceAppraised| {
        source
            .rows
            .iter()
            .filter(|row| row.kind == Kind::Deleted)
            .count() as u64
    };
    let unnamed = |source: &SourceAppraised| {
        let entries = source.account.entries.iter();
        entries
            .filter(|entry| entry.role == EntryRole::Unnamed)
            .count() as u64
    };
    let mut all = vec![
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
            "The names of these files were searched; what is written in them was not. A person must open them.",
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
        NotSearched::of(
            "Messages without a date",
            0,
            "Every message that was read has a date.",
        ),
        NotSearched::of(
            "Lines that could not be understood",
            sum(|source| source.account.lines.residue),
            "They belong to no message. consign explain --text \"…\" looks through them.",
        ),
        NotSearched::of(
            "Lines before the first message",
            sum(|source| source.account.lines.preamble),
            "They belong to no message. consign explain --text \"…\" looks through them.",
        ),
        NotSearched::of(
            "Files in an export that no message names",
            sum(unnamed),
            "Nobody can tell from the export who sent them.",
        ),
        NotSearched::of(
            "Words of messages that were deleted",
            sum(deleted),
            "Only the place of such a message is left in an export; the place was searched.",
        ),
    ];
    for source in &appraisal.sources {
        let told = [GapCode::StartMayBeCut, GapCode::DisappearingMessages];
        for gap in source
            .account
            .gaps
            .iter()
            .filter(|gap| told.contains(&gap.code))
        {
            let what = format!("What may be gone from {}", source.source.id);
            all.push(NotSearched::beyond(&what, gap.code.words()));
        }
    }
    all.extend([
        NotSearched::beyond("What these exports never hold",
            "Earlier wordings of edited messages, messages deleted without a trace or seen once, reactions, receipts, and people who never wrote."),
        NotSearched::beyond("Other telephones, accounts and apps",
            "A copy of the same chat on another telephone may hold more. Nothing was searched that is not listed as a source."),
        NotSearched::beyond("Other batches, and the department's other systems",
            "Search them separately."),
    ]);
    all
}
