//! The tag files of a package: everything outside `data/`.

use std::collections::BTreeMap;

use super::assemble::{BuildInputs, Packed};
use super::equations::equations;
use super::events::events_csv;
use super::ledger::ledger_csv;
use super::links::Links;
use super::package_report::package_report;
use super::publish::BuildError;
use super::share::{Records, Share, payload_manifest};
use super::tdr::metadata_csv;
use crate::bag::{self, Declaration, ManifestKind, ManifestName, Oxum};
use crate::batch::{RecordRow, Sensitivity};
use crate::fixity::{Algorithm, Fixity};
use crate::journal::{Act, Entry};
use crate::manifest::{
    self, ClosureWritten, Counts, CustodyEvent, Holds, Manifest, Opens, RecordDates, RecordWritten,
    SignOffWritten, SourceWritten, opening_date, words,
};
use crate::package::{BagInfo, OWN_PROFILE, formats_csv, how_to_verify, layout};
use crate::premis::premis;
use crate::report::{self, PublishedPolicy};
use crate::{participants, transcript, xml};

/// Returns every tag file by its path, BagIt's own included.
pub(super) fn tag_files(
    build: &BuildInputs<'_>,
    links: &Links<'_>,
    share: &Share<'_>,
    counts: Counts,
) -> Result<BTreeMap<String, Vec<u8>>, BuildError> {
    let records = &share.records;
    let mut tags = BTreeMap::new();
    let mut add = |path: &str, bytes: Vec<u8>| tags.insert(path.to_owned(), bytes);
    let manifest = deposit_manifest(build, share, counts);
    let failing = manifest.equations.iter().find(|e| e.holds == Holds::No);
    if let Some(equation) = failing {
        return Err(BuildError::Sums(format!(
            "{}, {}: {}",
            equation.name, equation.says, equation.sum
        )));
    }
    let written = manifest::write(Vec::new(), &manifest).map_err(BuildError::Manifest)?;
    // Made of the manifest as it is read, which is how it is made again when it is checked.
    let read = manifest::read(written.as_slice());
    add(layout::PREMIS, premis(&read));
    add(layout::FORMATS, formats_csv(&read));
    add(layout::DEPOSIT_MANIFEST, written);
    add(layout::EVENTS, events_csv(build.acts, build.head));
    let packed = |path: &str| records.contains_key(path);
    add(layout::LEDGER, ledger_csv(build, links, packed));
    let policy = PublishedPolicy::of(&build.inputs.policy, build.rules.to_string());
    add(layout::POLICY, report::policy_html(&policy).into_bytes());
    let packed = records.values().map(|record| record.row);
    add(layout::TDR_METADATA, metadata_csv(packed));
    let report = package_report(build, &manifest, records);
    add(layout::REPORT, report::batch_html(&report).into_bytes());
    let caution = manifest.demonstration.then_some(words::DEMONSTRATION);
    add(
        layout::HOW_TO_VERIFY,
        how_to_verify(&share.name, share.group.as_ref(), caution).into_bytes(),
    );
    for (file, schema) in [
        (transcript::SCHEMA_FILE, &transcript::SCHEMA),
        (participants::SCHEMA_FILE, &participants::SCHEMA),
        (manifest::SCHEMA_FILE, &manifest::SCHEMA),
    ] {
        add(&format!("schemas/{file}"), xml::xsd(schema).into_bytes());
    }
    add(bag::DECLARATION, Declaration::WRITTEN.as_bytes().to_vec());
    add("bag-info.txt", bag_info(build, share)?.into_bytes());
    add_manifests(&mut tags, records);
    Ok(tags)
}

/// Adds the payload manifests, then the tag manifests, which list everything but themselves.
fn add_manifests(tags: &mut BTreeMap<String, Vec<u8>>, records: &Records<'_>) {
    for algorithm in Algorithm::ALL {
        let name = ManifestName::new(ManifestKind::Payload, algorithm).to_string();
        tags.insert(name, payload_manifest(algorithm, records).into_bytes());
    }
    let fixities: Vec<(String, Fixity)> = tags
        .iter()
        .map(|(path, bytes)| (path.clone(), Fixity::of(bytes)))
        .collect();
    for algorithm in Algorithm::ALL {
        let listed = fixities
            .iter()
            .map(|(path, fixity)| (path.as_str(), fixity));
        let name = ManifestName::new(ManifestKind::Tag, algorithm).to_string();
        tags.insert(name, bag::manifest::write(algorithm, listed).into_bytes());
    }
}

fn bag_info(build: &BuildInputs<'_>, share: &Share<'_>) -> Result<String, BuildError> {
    let records = &share.records;
    let settings = &build.inputs.settings;
    let oxum = Oxum {
        octets: records.values().map(|record| record.fixity.size).sum(),
        files: records.len() as u64,
    };
    let info = BagInfo {
        transferring_body: &settings.transferring_body,
        contact: &settings.contact,
        title: &settings.title,
        signed_on: build.signed_on(),
        series: &settings.series,
        reference: &settings.reference,
        creator: &settings.creator,
        group: share
            .group
            .as_ref()
            .map(|group| (group.id.as_str(), group.number, group.of)),
        oxum,
    };
    info.text().map_err(BuildError::BagInfo)
}

fn deposit_manifest(build: &BuildInputs<'_>, share: &Share<'_>, counts: Counts) -> Manifest {
    let (settings, records) = (&build.inputs.settings, &share.records);
    Manifest {
        package: share.name.clone(),
        // The batch's own profile only adds to it.
        profile: OWN_PROFILE.to_owned(),
        demonstration: build.acts.iter().any(|entry| entry.replayed),
        transfer: vec![
            ("title", settings.title.clone()),
            ("transferringBody", settings.transferring_body.clone()),
            ("creator", settings.creator.clone()),
            ("legalStatus", settings.legal_status.clone()),
            ("series", settings.series.clone()),
            ("batchReference", settings.reference.clone()),
            (
                "consignmentReference",
                settings.consignment_reference.clone(),
            ),
            ("contact", settings.contact.clone()),
            ("marking", settings.marking.clone()),
        ],
        agent_version: env!("CARGO_PKG_VERSION").to_owned(),
        custody: custody(build),
        as_at: as_at(build),
        cut: settings.parts.word(),
        group: share.group.clone(),
        sign_offs: vec![
            sign_off("selection", build.selection),
            sign_off("sensitivity", build.sensitivity),
        ],
        sources: sources(build),
        counts,
        equations: equations(build, records, &counts),
        records: records
            .iter()
            .map(|(path, record)| record_written(path, record))
            .collect(),
    }
}

fn as_at(build: &BuildInputs<'_>) -> chrono::NaiveDate {
    match &build.sensitivity.act {
        Act::SensitivitySigned { as_at, .. } => *as_at,
        _ => build.signed_on(),
    }
}

fn sign_off(of: &'static str, entry: &Entry) -> SignOffWritten {
    let second = match &entry.act {
        Act::SelectionSigned { second, .. } => Some(second.clone()),
        _ => None,
    };
    SignOffWritten {
        of,
        by: entry.by.clone(),
        second,
        at: entry.at,
        replayed: entry.replayed,
        statement: words::statement(of),
    }
}

/// Returns the neutral name of the source at an index.
pub(super) fn source_name(index: usize) -> String {
    format!("source-{}", index + 1)
}

fn sources(build: &BuildInputs<'_>) -> Vec<SourceWritten> {
    let sources = build.appraisal.sources.iter().enumerate();
    sources
        .map(|(index, source)| SourceWritten {
            name: source_name(index),
            format: source.source.format.clone(),
            hmac: build.inputs.key.bind(&source.source.sha256.0),
            messages: source.account.messages,
            gaps: source.account.gaps.clone(),
        })
        .collect()
}

/// Returns when each export was made, and when it was taken over into the batch.
fn custody(build: &BuildInputs<'_>) -> Vec<CustodyEvent> {
    let or_not_known = |text: String| match text.is_empty() {
        true => "not known".to_owned(),
        false => text,
    };
    let mut events = Vec::new();
    for (index, source) in build.appraisal.sources.iter().enumerate() {
        events.push(CustodyEvent {
            code: "cap",
            date: or_not_known(source.capture.about("exported-on").value),
            source: source_name(index),
            by: or_not_known(source.capture.about("exported-by").value),
            words: words::custody_words("cap").to_owned(),
        });
        let added = build.acts.iter().find(|entry| {
            matches!(&entry.act, Act::SourceAdded { source: added, .. } if added.id == source.source.id)
        });
        if let Some(added) = added {
            events.push(CustodyEvent {
                code: "tra",
                date: added.at.date_naive().to_string(),
                source: source_name(index),
                by: added.by.clone(),
                words: words::custody_words("tra").to_owned(),
            });
        }
    }
    events
}

fn record_written(path: &str, record: &Packed<'_>) -> RecordWritten {
    let row = record.row;
    RecordWritten {
        path: format!("data/{path}"),
        role: record.made.role().word(),
        fixity: record.fixity,
        rights: row.rights.clone(),
        language: row.language.clone(),
        messages: row.messages,
        format: record.format,
        root: record.made.transcript().map(|rendered| rendered.root),
        description: row.description.clone(),
        original_name: original_name(record),
        dates: RecordDates::of(row.first, row.last),
        closure: closure(row),
        relationships: record.relationships.clone(),
    }
}

/// Returns what an attachment was called, unless its file name is closed. A character that no XML
/// can hold is escaped.
fn original_name(record: &Packed<'_>) -> Option<String> {
    let name = record.original_name.as_deref()?;
    (record.row.title_closed != "Yes").then(|| crate::shown::shown(name).to_string())
}

/// Returns when a record that is packed opens.
pub(super) fn opens(row: &RecordRow) -> Opens {
    if row.sensitivity == Sensitivity::Open {
        return Opens::OnTransfer;
    }
    let periods = row.closure_periods.split(';');
    let longest = periods.filter_map(|period| period.parse().ok()).max();
    let start = row.closure_start.parse().ok();
    Opens::closed_until(
        start
            .zip(longest)
            .map(|(day, years)| opening_date(day, years)),
    )
}

fn closure(row: &RecordRow) -> ClosureWritten {
    let closed = row.sensitivity == Sensitivity::Closed;
    let opening = match opens(row) {
        Opens::On(day) => day.to_string(),
        Opens::OnTransfer | Opens::NotKnown => String::new(),
    };
    let only_closed = |text: &str| {
        if closed {
            text.to_owned()
        } else {
            String::new()
        }
    };
    ClosureWritten {
        attributes: vec![
            ("status", if closed { "Closed" } else { "Open" }.to_owned()),
            ("decidedBy", row.decided_by.clone()),
            ("decidedOn", row.decided_on.clone()),
            ("codes", only_closed(&row.foi_codes)),
            ("periods", only_closed(&row.closure_periods)),
            ("start", only_closed(&row.closure_start)),
            ("scheduleDate", only_closed(&row.foi_schedule_date)),
            ("openingDate", only_closed(&opening)),
            ("titleClosed", only_closed(&row.title_closed)),
            ("descriptionClosed", only_closed(&row.description_closed)),
        ],
    }
}
