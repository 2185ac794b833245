//! Makes the answer to one thing that was asked: the schedule, numbered, and the certificate.

use std::collections::BTreeSet;

use super::gather::Found;
use super::insides::Insides;
use super::not_searched::{insides_asked, not_searched};
use super::{Answer, Rows, Searching};
use crate::acts::Loaded;
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::fixity::{Sha256Digest, sha256};
use crate::search::{
    CAUTION, CERTIFICATE_FORMAT, Certificate, Counts, RULES, Request, Role, SCHEDULE_FORMAT,
    Schedule, ScheduleRow, SourceSearched, TERMS, Understood, sent_again,
};

/// What was searched for one request.
pub(super) struct Searched<'a> {
    pub loaded: &'a Loaded,
    pub appraisal: &'a Appraisal,
    /// What the attachments of each source hold.
    pub insides: &'a [Insides],
    pub searching: &'a Searching,
    pub request: &'a Request,
    pub understood: Understood,
    /// Whether more was found than a schedule is made of.
    pub over: bool,
    /// What was found in each source.
    pub found: Vec<Found>,
}

/// Returns the answer to a request from what was found in each source.
pub(super) fn answer(searched: Searched<'_>) -> Answer {
    let Searched {
        loaded,
        appraisal,
        insides,
        searching,
        request,
        understood,
        over,
        mut found,
    } = searched;
    let rows = found
        .iter_mut()
        .flat_map(|found| std::mem::take(&mut found.rows));
    let rows = rows.collect();
    let schedule =
        (searching.rows == Rows::Wanted && !over).then(|| schedule(request, &understood, rows));
    let counts = counts(appraisal, insides, &found, schedule.as_ref());
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
        understood: understood.said(),
        in_words: understood.words,
        notes: understood.notes,
        rules: RULES.to_vec(),
        counts,
        sources: sources(appraisal, &found),
        sources_sha256: sha256(digests.concat().as_bytes()).to_string(),
        settings: vec![
            file("people.csv", loaded.people),
            file("rules.toml", loaded.rules),
            file("batch.toml", loaded.settings),
            ("journal.jsonl, its head", loaded.journal.head().to_string()),
        ],
        not_searched: not_searched(appraisal, insides),
        saved: None,
        files: Vec::new(),
    };
    Answer {
        certificate,
        schedule,
    }
}

fn schedule(request: &Request, understood: &Understood, mut rows: Vec<ScheduleRow>) -> Schedule {
    let is_found = |row: &&mut ScheduleRow| row.role != Role::Context;
    let texts = rows.iter().filter(|row| row.role != Role::Context);
    let again = sent_again(texts.map(|row| row.text.as_str()));
    for ((number, row), again) in (1..).zip(rows.iter_mut().filter(is_found)).zip(again) {
        row.number = Some(number);
        row.sent_again = again.map(|first| first as u64 + 1);
    }
    Schedule {
        format: SCHEDULE_FORMAT,
        request: request.reference.clone(),
        understood: understood.said(),
        caution: CAUTION,
        rows,
    }
}

fn counts(
    appraisal: &Appraisal,
    insides: &[Insides],
    found: &[Found],
    schedule: Option<&Schedule>,
) -> Counts {
    let sum = |count: fn(&Found) -> u64| found.iter().map(count).sum::<u64>();
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
        names: found.iter().map(|found| found.names).sum(),
        insides: insides_asked(appraisal, insides),
        matched: sum(|found| found.matched),
        perhaps: sum(|found| found.perhaps),
        copies: {
            let leads = || found.iter().flat_map(|found| &found.leads);
            (leads().count() - leads().collect::<BTreeSet<_>>().len()) as u64
        },
        conversations: found
            .iter()
            .filter(|found| found.matched + found.perhaps > 0)
            .count() as u64,
        in_schedule: schedule.map(Schedule::numbered).unwrap_or_default(),
        different_texts: schedule.map(|schedule| {
            let rows = schedule.rows.iter();
            let different = |row: &&ScheduleRow| row.number.is_some() && row.sent_again.is_none();
            rows.filter(different).count() as u64
        }),
        context: schedule.map(Schedule::context).unwrap_or_default(),
        decisions: words.iter().map(decided).collect(),
        held: sum(|found| found.held),
    }
}

fn sources(appraisal: &Appraisal, found: &[Found]) -> Vec<SourceSearched> {
    let sources = appraisal.sources.iter().zip(found);
    let one = |(source, found): (&SourceAppraised, &Found)| {
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
