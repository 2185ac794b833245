//! The report that travels in the package: the sender's account, without a verdict.

use std::collections::BTreeMap;

use super::assemble::{BuildInputs, Packed};
use super::batch_report::{Reporting, batch_report};
use crate::bag;
use crate::manifest::{Manifest, Related};
use crate::package::layout::record_name;
use crate::report::{Audience, BatchReport};

/// Returns the report that travels in the package.
pub(super) fn package_report(
    build: &BuildInputs<'_>,
    manifest: &Manifest,
    records: &BTreeMap<&str, Packed<'_>>,
) -> BatchReport {
    let packed: Vec<_> = records.values().map(|record| record.row.clone()).collect();
    let mut report = batch_report(Reporting {
        audience: Audience::Package,
        inputs: build.inputs,
        appraisal: build.appraisal,
        plan: build.plan,
        records: &packed,
        counts: manifest.counts,
        equations: manifest.equations.clone(),
        package: manifest.package.clone(),
        as_at: manifest.as_at.to_string(),
        acts: build.acts,
        review: None,
        to_do: Vec::new(),
        remarks: Vec::new(),
        foot: vec![
            format!(
                "Made by consign {} from the batch as it was signed off.",
                manifest.agent_version
            ),
            format!(
                "There is no verdict on this package in it: that is in the report of its validation, {}.validation.html, which its maker and its receiver each keep beside it.",
                manifest.package
            ),
            "Keep the originals. Validated is not accepted; custody has not transferred."
                .to_owned(),
        ],
    });
    for conversation in &mut report.conversations {
        conversation.copies = copies(&conversation.name, records);
    }
    report
}

/// Returns the other conversations with copies of messages of one, as far as its transcripts name
/// them, and how many.
fn copies(chat: &str, records: &BTreeMap<&str, Packed<'_>>) -> Vec<(String, u64)> {
    let chat_of = |path| record_name(path).map(|name| name.chat);
    let own = records
        .iter()
        .filter(|(path, _)| chat_of(path) == Some(chat));
    let mut copies: BTreeMap<String, u64> = BTreeMap::new();
    for related in own.flat_map(|(_, record)| &record.relationships) {
        let target = related.target.strip_prefix(bag::PAYLOAD);
        let there = target
            .and_then(chat_of)
            .filter(|_| related.kind == Related::CopyOf);
        if let (Some(there), Some(messages)) = (there, related.messages) {
            *copies.entry(there.to_owned()).or_default() += messages;
        }
    }
    copies.into_iter().collect()
}
