//! Fills in the report of a batch: for the department, and for whoever opens the package.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::plan::Plan;
use super::tags::source_name;
use crate::appraisal::{Appraisal, Inputs, Row, SourceAppraised, Tally, tally};
use crate::batch::{RecordRow, Sensitivity};
use crate::journal::{Act, Entry};
use crate::manifest::reconcile::{SELECTION_SIGNED, SENSITIVITY_SIGNED};
use crate::manifest::{Counts, Equation, RecordDates, grouped};
use crate::report::{
    Acts, Audience, BatchReport, ConversationRow, Due, EvidenceRow, GapRow, MonthRow, RecordsCount,
    ReviewFigures, SourceRow,
};
use crate::source::{DateOrder, registry};

/// What a report is filled in from.
pub struct Reporting<'a> {
    /// Whom it is for.
    pub audience: Audience,
    /// The inputs of the appraisal.
    pub inputs: &'a Inputs,
    /// The appraisal.
    pub appraisal: &'a Appraisal,
    /// The plan of the package.
    pub plan: &'a Plan,
    /// The records, as far as they are reviewed.
    pub records: &'a [RecordRow],
    /// What became of the messages.
    pub counts: Counts,
    /// The sums that were checked.
    pub equations: Vec<Equation>,
    /// The name of the package.
    pub package: String,
    /// The day at which dates are judged; empty before a sign-off.
    pub as_at: String,
    /// The acts up to now, or up to the last sign-off.
    pub acts: &'a [Entry],
    /// How people reviewed the messages; for the department only.
    pub review: Option<ReviewFigures>,
    /// What a person has to do.
    pub to_do: Vec<String>,
    /// What a reviewer should know of the records.
    pub remarks: Vec<String>,
    /// The foot of the report.
    pub foot: Vec<String>,
}

/// Fills in the report of a batch.
pub fn batch_report(from: Reporting<'_>) -> BatchReport {
    let settings = &from.inputs.settings;
    let plan = from.plan;
    BatchReport {
        audience: from.audience,
        title: settings.title.clone(),
        reference: settings.reference.clone(),
        transferring_body: settings.transferring_body.clone(),
        creator: settings.creator.clone(),
        series: settings.series.clone(),
        marking: settings.marking.clone(),
        sentence: sentence(&from.counts, from.appraisal),
        records: records_count(from.records),
        months: months(from.appraisal),
        conversations: conversations(&from, plan),
        sources: sources(&from),
        due: due(plan),
        acts: acts(from.acts),
        signed: match from.audience {
            Audience::Package => signed(from.acts),
            // A sign-off may have been voided since: what stands is told by `status`.
            Audience::Department => Vec::new(),
        },
        package: from.package,
        counts: from.counts,
        equations: from.equations,
        review: from.review,
        to_do: from.to_do,
        remarks: from.remarks,
        as_at: from.as_at,
        foot: from.foot,
    }
}

fn sentence(counts: &Counts, appraisal: &Appraisal) -> String {
    let plural = |n: u64, one: &str, many: &str| {
        format!("{} {}", grouped(n), if n == 1 { one } else { many })
    };
    let gone = counts.transferred.saturating_add(counts.elsewhere);
    let stay = counts.read - gone.min(counts.read);
    let elsewhere = match counts.elsewhere {
        0 => String::new(),
        n => format!(" The other packages of the group transfer {}.", grouped(n)),
    };
    let sentence = format!(
        "Of the {} read from {}, {} transferred: {} selected for permanent preservation and {} kept to understand them, less {} held or retained. The other {} with the department.",
        plural(counts.read, "message", "messages"),
        plural(appraisal.sources.len() as u64, "export", "exports"),
        plural(counts.transferred, "is", "are"),
        grouped(counts.select),
        grouped(counts.context),
        grouped(counts.held + counts.retained),
        plural(stay, "stays", "stay"),
    );
    let copies = match appraisal.copies.count() {
        0 => String::new(),
        n => format!(
            " Of the messages read {}, from another export of the same conversation: nothing was merged, and copies share their decision.",
            plural(n, "is a copy of another", "are copies of others"),
        ),
    };
    sentence + &elsewhere + &copies
}

fn records_count(rows: &[RecordRow]) -> RecordsCount {
    let mut count = RecordsCount::default();
    for row in rows {
        count.all += 1;
        match row.role.as_str() {
            "transcript" => count.transcripts += 1,
            "participants" => count.participants += 1,
            _ => count.attachments += 1,
        }
        match row.sensitivity {
            Sensitivity::Open => count.open += 1,
            Sensitivity::Closed => count.closed += 1,
            Sensitivity::Retained => count.retained += 1,
            Sensitivity::NotReviewed | Sensitivity::Consult => count.undecided += 1,
        }
    }
    count
}

/// Returns every month from the first to the last message, those without messages too.
fn months(appraisal: &Appraisal) -> Vec<MonthRow> {
    let (_, by_month) = tally(appraisal);
    let month = |text: &str| format!("{text}-01").parse::<NaiveDate>().ok();
    let (Some(first), Some(last)) = (
        by_month.keys().next().and_then(|text| month(text)),
        by_month.keys().next_back().and_then(|text| month(text)),
    ) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut at = first;
    while at <= last {
        let name = at.format("%Y-%m").to_string();
        let counts = by_month.get(&name).copied().unwrap_or_default();
        rows.push(MonthRow {
            month: name,
            counts,
        });
        let next = match at.month() {
            12 => NaiveDate::from_ymd_opt(at.year() + 1, 1, 1),
            month => NaiveDate::from_ymd_opt(at.year(), month + 1, 1),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    rows
}

fn conversations(from: &Reporting<'_>, plan: &Plan) -> Vec<ConversationRow> {
    let retained: BTreeSet<&str> = from
        .records
        .iter()
        .filter(|row| row.sensitivity == Sensitivity::Retained)
        .map(|row| row.record.as_str())
        .collect();
    let left_behind: BTreeMap<&str, u64> = plan
        .chats
        .iter()
        .flat_map(|chat| chat.parts.values())
        .filter(|part| retained.contains(part.transcript.as_str()))
        .map(|part| (part.transcript.as_str(), part.messages))
        .collect();
    let rows = from.appraisal.sources.iter().enumerate();
    rows.map(|(index, source)| {
        let chat = plan.chats.iter().find(|chat| chat.source == index);
        let tally = Tally::of(source);
        let retained: u64 = chat.map_or(0, |chat| {
            let parts = chat.parts.values();
            parts
                .filter_map(|part| left_behind.get(part.transcript.as_str()))
                .sum()
        });
        let number = chat.map_or("not in the package", |chat| chat.name.as_str());
        let name = match from.audience {
            Audience::Package => number.to_owned(),
            Audience::Department => {
                format!(
                    "{number}: {} ({})",
                    source.conversation.title, source.source.id
                )
            }
        };
        let (first, last) = covering(source, from.audience);
        let format = registry::by_id(&source.source.format);
        ConversationRow {
            name,
            kind: source.conversation.kind.word().to_owned(),
            platform: format.map_or("unknown", |format| format.app()).to_owned(),
            first,
            last,
            counts: tally.outcomes,
            transferred: tally.transferable - retained,
            held: tally.held,
            copies: match from.audience {
                Audience::Department => copies(from.appraisal, index),
                // Of those that are transferred the records tell.
                Audience::Package => Vec::new(),
            },
        }
    })
    .collect()
}

/// Returns the other sources with copies of the messages of one, and how many.
fn copies(appraisal: &Appraisal, source: usize) -> Vec<(String, u64)> {
    let id = |place: usize| appraisal.sources[place].source.id.to_string();
    let pairs = appraisal.copies.pairs.iter().filter(|pair| pair.links > 0);
    let others = pairs.filter_map(|pair| match source {
        source if source == pair.a => Some((id(pair.b), pair.links)),
        source if source == pair.b => Some((id(pair.a), pair.links)),
        _ => None,
    });
    others.collect()
}

/// Returns the first and the last day of a conversation. Whoever opens the package is told of the
/// messages in it alone.
fn covering(source: &SourceAppraised, audience: Audience) -> (String, String) {
    let told = |row: &&Row| match audience {
        Audience::Department => true,
        Audience::Package => row.is_transferable(),
    };
    let days = || source.rows.iter().filter(told).map(Row::date);
    let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    (text(days().min()), text(days().max()))
}

fn platform(source: &SourceAppraised) -> String {
    registry::by_id(&source.source.format)
        .map_or(source.source.format.as_str(), |format| format.title())
        .to_owned()
}

fn sources(from: &Reporting<'_>) -> Vec<SourceRow> {
    let rows = from.appraisal.sources.iter().enumerate();
    rows.map(|(index, source)| {
        let (name, digest) = match from.audience {
            Audience::Department => (
                format!("{}, {}", source.source.id, source.source.name),
                source.source.sha256.to_string(),
            ),
            Audience::Package => (
                source_name(index),
                from.inputs.key.bind(&source.source.sha256.0).to_string(),
            ),
        };
        SourceRow {
            name,
            format: platform(source),
            digest,
            messages: source.account.messages,
            evidence: source
                .evidence
                .iter()
                .map(|evidence| EvidenceRow {
                    question: evidence.question.words().to_owned(),
                    answer: answer_words(&evidence.answer),
                    level: evidence.level.word().to_owned(),
                    because: evidence.because.clone(),
                })
                .collect(),
            gaps: source
                .account
                .gaps
                .iter()
                .map(|gap| GapRow {
                    code: gap.code.word().to_owned(),
                    count: gap.count,
                    words: gap.code.words().to_owned(),
                })
                .collect(),
            account: match from.audience {
                Audience::Department => account(source),
                Audience::Package => Vec::new(),
            },
        }
    })
    .collect()
}

/// Returns an answer as people say it: the order of dates is a code in files.
fn answer_words(answer: &str) -> String {
    answer
        .parse::<DateOrder>()
        .map_or_else(|_| answer.to_owned(), |order| order.words().to_owned())
}

/// Returns the bytes and lines of a source by what they are.
fn account(source: &SourceAppraised) -> Vec<(String, u64)> {
    let mut rows: Vec<(String, u64)> = source
        .makeup
        .iter()
        .map(|(what, bytes)| (format!("Bytes of the file: {what}"), *bytes))
        .collect();
    for (span, bytes) in &source.account.spans {
        rows.push((format!("Bytes of the chat: {}", span.words()), *bytes));
    }
    rows.push(("Bytes of the chat, all".to_owned(), source.account.bytes));
    let lines = source.account.lines;
    for (what, count) in [
        ("that begin a message", lines.first),
        ("that continue one", lines.continued),
        ("that are empty", lines.blank),
        ("before the first message", lines.preamble),
        ("not understood", lines.residue),
    ] {
        rows.push((format!("Lines {what}"), count));
    }
    rows.push(("Lines, all".to_owned(), lines.total));
    rows.push((
        "Steps back in time, kept as they are".to_owned(),
        source.account.backward_steps,
    ));
    rows
}

/// Returns by when the records of the plan are due.
fn due(plan: &Plan) -> Option<Due> {
    let parts = || plan.chats.iter().flat_map(|chat| chat.parts.values());
    let transcripts = parts().map(|part| (part.first.0.date(), part.last.0.date()));
    let attachments = parts().flat_map(|part| part.attachments.values());
    let attachments = attachments.map(|attachment| (attachment.first, attachment.last));
    let dates: Vec<RecordDates> = transcripts
        .chain(attachments)
        .map(|(first, last)| RecordDates::of(first, last))
        .collect();
    let earliest = |of: fn(&RecordDates) -> NaiveDate| dates.iter().map(of).min();
    let last = dates.iter().map(|dates| dates.due_by_practice).max();
    Some(Due {
        by_statute: earliest(|dates| dates.due_by_statute)?.to_string(),
        by_practice: earliest(|dates| dates.due_by_practice)?.to_string(),
        by_practice_last: last?.to_string(),
        by_first_message: earliest(|dates| dates.first_due)?.to_string(),
    })
}

/// Tells whether any of the acts was played back.
fn acts(entries: &[Entry]) -> Acts {
    if entries.iter().any(|entry| entry.replayed) {
        Acts::Replayed
    } else {
        Acts::Recorded
    }
}

/// Returns the sign-offs that stand last, in words.
fn signed(entries: &[Entry]) -> Vec<(String, String)> {
    let day = |entry: &Entry| entry.at.format("%-d %B %Y").to_string();
    let last = |what: &str, told: fn(&Entry) -> Option<String>| {
        let found = entries
            .iter()
            .rev()
            .find_map(|entry| Some((entry, told(entry)?)));
        found.map(|(entry, by)| (what.to_owned(), format!("{}, by {by}", day(entry))))
    };
    let selection = last(SELECTION_SIGNED, |entry| match &entry.act {
        Act::SelectionSigned { second, .. } => Some(format!("{} and {second}", entry.by)),
        _ => None,
    });
    let sensitivity = last(SENSITIVITY_SIGNED, |entry| match &entry.act {
        Act::SensitivitySigned { .. } => Some(entry.by.clone()),
        _ => None,
    });
    selection.into_iter().chain(sensitivity).collect()
}
