//! Of the annex: how the exports were read, and what they do not hold.

use super::super::document::{Block, Column, Said, Section, Table};
use super::{Annex, BatchReport, fact};
use crate::manifest::grouped;

pub(super) fn evidence(batch: &BatchReport) -> Section {
    let mut blocks = Vec::new();
    for source in &batch.sources {
        blocks.push(Block::Heading(source.name.clone()));
        blocks.push(Block::Facts(vec![
            fact("Format", source.format.as_str()),
            fact("SHA-256", source.digest.as_str()),
            fact("Messages read", source.messages),
        ]));
        let rows = source.evidence.iter().map(|row| {
            [&row.question, &row.answer, &row.level, &row.because]
                .map(|words| Said::from(words.as_str()))
                .into()
        });
        blocks.push(Block::Table(Table {
            caption: "What was decided about this export, and why".to_owned(),
            columns: ["Question", "Answer", "How firm", "Because"]
                .map(Column::Words)
                .into(),
            rows: rows.collect(),
        }));
    }
    Section::new("How dates and times were read", blocks)
        .unpublished("names of conversations and of files can name people")
}

pub(super) fn missing(annex: &Annex) -> Section {
    let mut blocks = vec![Block::Sentences(
        "That something is not in an export does not mean that it was not in the conversation."
            .into(),
    )];
    for app in &annex.never_exported {
        blocks.push(Block::Heading(format!(
            "{}: what it never holds",
            app.format
        )));
        blocks.push(Block::List(
            app.what.iter().map(|what| Said::from(*what)).collect(),
        ));
    }
    for source in &annex.batch.sources {
        if source.gaps.is_empty() {
            continue;
        }
        let gaps = source.gaps.iter();
        blocks.push(Block::Heading(format!("Missing from {}", source.name)));
        blocks.push(Block::List(
            gaps.map(|gap| format!("{} ({})", gap.words, grouped(gap.count)).into())
                .collect(),
        ));
    }
    blocks.push(Block::Sentences(
        Said::from("What else is known to be lost: ")
            .and_gap("telephones that were lost, replaced or wiped; timers; conversations that were asked for and not given"),
    ));
    Section::new("What the exports do not hold", blocks)
        .unpublished("names of files can name people, and gaps can be read as an accusation")
}
