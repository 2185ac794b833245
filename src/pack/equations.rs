//! The sums of a package, computed from what was read, decided, signed and written.

use super::assemble::BuildInputs;
use super::share::Records;
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::journal::Act;
use crate::manifest::{Counts, Equation, Holds};

/// Returns E1 to E8 of a package.
pub(super) fn equations(
    build: &BuildInputs<'_>,
    records: &Records<'_>,
    counts: &Counts,
) -> Vec<Equation> {
    let signed = match &build.selection.act {
        Act::SelectionSigned {
            not_selected,
            outside,
            ..
        } => not_selected + outside,
        _ => 0,
    };
    let mut equations = source_equations(build.appraisal);
    equations.extend(Equation::of_counts(
        counts,
        Some(signed),
        Some(transcribed(build, records)),
    ));
    equations
}

/// Returns how many messages of the appraisal stand in parts that are packed, counted from the
/// rows and not from what was rendered.
fn transcribed(build: &BuildInputs<'_>, records: &Records<'_>) -> u64 {
    let parts = build.plan.chats.iter().flat_map(|chat| chat.parts.values());
    parts
        .filter(|part| records.contains_key(part.transcript.as_str()))
        .map(|part| part.messages)
        .sum()
}

/// Returns E1, E2 and E3, which are about the sources alone.
pub fn source_equations(appraisal: &Appraisal) -> Vec<Equation> {
    let sources = &appraisal.sources;
    let chat_bytes: u64 = sources.iter().map(|s| s.account.bytes).sum();
    // A ZIP is accounted for twice: its own bytes by their parts, and the chat inside it.
    let zips = sources.iter().filter(|s| !s.makeup.is_empty());
    let zip_bytes: u64 = zips.map(|source| source.source.bytes).sum();
    let mut items: Vec<(&str, u64)> = Vec::new();
    let of_zips = sources.iter().flat_map(|s| s.makeup.iter().copied());
    let of_chats = sources.iter().flat_map(|s| &s.account.spans);
    for (what, bytes) in of_zips.chain(of_chats.map(|(span, n)| (span.words(), *n))) {
        match items.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += bytes,
            None => items.push((what, bytes)),
        }
    }
    let mut lines = crate::source::Lines::default();
    for source in sources {
        let l = source.account.lines;
        lines.total += l.total;
        lines.first += l.first;
        lines.continued += l.continued;
        lines.blank += l.blank;
        lines.preamble += l.preamble;
        lines.residue += l.residue;
    }
    let messages: u64 = sources.iter().map(|s| s.account.messages).sum();
    let distinct = |source: &SourceAppraised| {
        let rows = 0..source.rows.len();
        rows.filter(|row| source.copies.lead_of(*row).is_none())
            .count() as u64
    };
    let distinct: u64 = sources.iter().map(distinct).sum();
    let mut e1 = Equation::of_items("E1", zip_bytes + chat_bytes, &items);
    // Text exports are their own chat file: its size on disk is what was read.
    let plain = sources.iter().filter(|s| s.makeup.is_empty());
    if plain
        .clone()
        .map(|s| s.source.bytes)
        .ne(plain.map(|s| s.account.bytes))
    {
        e1.holds = Holds::No;
    }
    vec![
        e1,
        Equation::of_items(
            "E2",
            lines.total,
            &[
                ("first lines", lines.first),
                ("continued", lines.continued),
                ("blank", lines.blank),
                ("before the first message", lines.preamble),
                ("not understood", lines.residue),
            ],
        ),
        Equation::of("E3", messages, &[distinct, appraisal.copies.count()]),
    ]
}
