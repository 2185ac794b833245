//! A document as plain text that is also Markdown, for whoever copies it into a report of their own.

use super::{Block, Column, Document, Piece, Said, Table};
use crate::shown::shown;

/// Returns a document as text.
pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}: {}\n", document.caption, escaped(&document.title));
    if !document.marking.is_empty() {
        paragraph(&mut out, &escaped(&document.marking));
    }
    let lead = format!("{} {}", escaped(&document.lead), document.gaps_words());
    paragraph(&mut out, &lead);
    for section in &document.sections {
        paragraph(&mut out, &format!("## {}", escaped(&section.heading)));
        if let Some(why) = section.unpublished {
            paragraph(&mut out, &format!("> Not for publication: {why}."));
        }
        section
            .blocks
            .iter()
            .for_each(|block| write_block(&mut out, block));
    }
    if !document.foot.is_empty() {
        paragraph(&mut out, "## How this document was made");
        let lines = document.foot.iter().map(|line| escaped(line));
        list(&mut out, lines);
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(heading) => paragraph(out, &format!("### {}", escaped(heading))),
        Block::Sentences(said) => paragraph(out, &words(said)),
        Block::List(items) => list(out, items.iter().map(words)),
        Block::Facts(facts) => list(
            out,
            facts
                .iter()
                .map(|(name, said)| format!("{}: {}", escaped(name), words(said))),
        ),
        Block::Table(table) => write_table(out, table),
    }
}

fn paragraph(out: &mut String, text: &str) {
    out.push('\n');
    out.push_str(text);
    out.push('\n');
}

fn list(out: &mut String, items: impl Iterator<Item = String>) {
    out.push('\n');
    for item in items {
        out.push_str("- ");
        out.push_str(&item);
        out.push('\n');
    }
}

fn write_table(out: &mut String, table: &Table) {
    paragraph(out, &escaped(&table.caption));
    out.push('\n');
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let names = table.columns.iter().map(|column| column.name().to_owned());
    out.push_str(&row(names.collect()));
    let rules = table.columns.iter().map(|column| match column {
        Column::Words(_) => "---".to_owned(),
        Column::Numbers(_) => "---:".to_owned(),
    });
    out.push_str(&row(rules.collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(words).collect()));
    }
}

/// Returns what is said, gaps in bold type.
fn words(said: &Said) -> String {
    let pieces = said.0.iter().map(|piece| match piece {
        Piece::Words(words) => escaped(words),
        Piece::Gap(what) => format!("**[to be completed: {}]**", escaped(what)),
    });
    pieces.collect()
}

/// Returns a text in which nothing acts on a screen and nothing is taken for markup.
fn escaped(text: &str) -> String {
    let text = shown(text).to_string();
    let mut out = String::with_capacity(text.len());
    // "1. " at the start of a line begins a numbered list.
    let mut digits = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let always = "\\`*_<>[]|&";
        let first = at == 0 && "#+-=~".contains(c);
        let next = characters.peek().map(|(_, next)| *next);
        let ends = next.is_none_or(|next| !next.is_ascii_digit());
        if always.contains(c) || first || (digits && ends && ".)".contains(c)) {
            out.push('\\');
        }
        digits = c.is_ascii_digit() && (digits || at == 0);
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_markdown_would_take_for_markup_is_escaped() {
        for (text, expected) in [
            ("1. Name", "1\\. Name"),
            ("1.1 Team", "1.1 Team"),
            ("12) x", "12\\) x"),
            ("44.9 %", "44.9 %"),
            ("page 1. Next", "page 1. Next"),
            ("- a", "\\- a"),
            ("a - b", "a - b"),
            ("#list", "\\#list"),
            ("a_b*c", "a\\_b\\*c"),
            ("é1.", "é1."),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
