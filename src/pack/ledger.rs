//! The package's ledger: every message that is transferred, with its decision and the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::BuildInputs;
use super::describe::{Reason, Reasons};
use super::links::Links;
use super::part_names::PartNames;
use crate::batch::Sensitivity;

const INFALLIBLE: &str = "a CSV in memory can be written";

/// Returns `ledger.csv` of a package: the messages of the transcripts that `packed` tells of, by
/// the path below `data/`, in the order of these paths.
pub(super) fn ledger_csv(
    build: &BuildInputs<'_>,
    links: &Links<'_>,
    packed: impl Fn(&str) -> bool,
) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["record", "n", "decision", "basis", "because"])
        .expect(INFALLIBLE);
    let mut whole = csv.into_inner().expect(INFALLIBLE);
    let mut transcripts: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    // Of a group, what another package holds is transferred too.
    let of_the_batch = build.records.iter();
    let of_the_batch = of_the_batch
        .filter(|row| matches!(row.sensitivity, Sensitivity::Open | Sensitivity::Closed))
        .map(|row| row.record.as_str());
    let of_the_batch: BTreeSet<&str> = of_the_batch.collect();
    for chat in &build.plan.chats {
        let reasons = Reasons {
            inputs: build.inputs,
            appraised: &build.appraisal.sources[chat.source],
            chat,
            links,
            is_packed: &|name| {
                let part = chat.parts.get(name);
                part.is_some_and(|part| of_the_batch.contains(part.transcript.as_str()))
            },
        };
        let mut open: BTreeMap<&str, csv::Writer<Vec<u8>>> = BTreeMap::new();
        let mut names = PartNames::of(build.inputs.settings.parts);
        let rows = reasons.appraised.rows.iter().zip(&chat.numbers);
        for (row, number) in rows.filter(|(_, number)| **number > 0) {
            let name = names.part(row.date());
            let part = chat.parts.get(name).expect("what is numbered is planned");
            if packed(&part.transcript) {
                let csv = open.entry(&part.transcript).or_insert_with(headless);
                write_row(csv, &part.transcript, *number, &reasons.because(name, row));
            }
        }
        let done = open.into_iter();
        transcripts.extend(done.map(|(path, csv)| (path, csv.into_inner().expect(INFALLIBLE))));
    }
    // Taken one by one, so that the rows are not held twice.
    while let Some((_, rows)) = transcripts.pop_first() {
        whole.extend(rows);
    }
    whole
}

fn headless() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .buffer_capacity(1 << 10)
        .from_writer(Vec::new())
}

fn write_row(csv: &mut csv::Writer<Vec<u8>>, transcript: &str, number: u32, reason: &Reason) {
    csv.write_record([
        &format!("data/{transcript}"),
        &number.to_string(),
        reason.outcome,
        reason.basis,
        reason.words.as_ref(),
    ] as [&str; 5])
        .expect(INFALLIBLE);
}
