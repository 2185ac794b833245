//! A document that a person completes and files: headings, sentences, facts and tables, the same as
//! a page and as plain text, with marked gaps for what consign cannot know.

mod markdown;

use askama::Template;

use super::page::Page;
use crate::manifest::grouped;

/// A document that a person completes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What kind of document it is.
    pub caption: &'static str,
    /// What it is about.
    pub title: String,
    /// The protective marking; empty where there is none.
    pub marking: String,
    /// What must be known of it before it is read.
    pub lead: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The foot, line by line.
    pub foot: Vec<String>,
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Why it must not be published, where it must not.
    pub unpublished: Option<&'static str>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading below that of the section.
    Heading(String),
    /// Sentences.
    Sentences(Said),
    /// A list.
    List(Vec<Said>),
    /// Facts, each by its name.
    Facts(Vec<(String, Said)>),
    /// A table.
    Table(Table),
}

/// A table: its first column names the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as long as there are columns.
    pub rows: Vec<Vec<Said>>,
}

impl Table {
    /// Returns the cells of a row with their columns.
    fn cells<'t>(&'t self, row: &'t [Said]) -> impl Iterator<Item = (Column, &'t Said)> {
        self.columns.iter().copied().zip(row)
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Words.
    Words(&'static str),
    /// Numbers.
    Numbers(&'static str),
}

impl Column {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Column::Words(name) | Column::Numbers(name) => name,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Column::Words(_) => "",
            Column::Numbers(_) => "number",
        }
    }
}

/// What is said: words, and gaps that a person fills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// What a person is to write here.
    Gap(String),
}

impl Said {
    /// Returns a gap: what a person is to write here.
    pub fn gap(what: impl Into<String>) -> Said {
        Said(vec![Piece::Gap(what.into())])
    }

    /// Returns this with more words behind it.
    pub fn and(mut self, words: impl Into<String>) -> Said {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// Returns this with a gap behind it.
    pub fn and_gap(mut self, what: impl Into<String>) -> Said {
        self.0.push(Piece::Gap(what.into()));
        self
    }

    /// Returns this with what else is said behind it.
    pub fn then(mut self, other: Said) -> Said {
        self.0.extend(other.0);
        self
    }

    fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Returns words, or where there are none a gap.
    pub fn or_gap(words: &str, what: &str) -> Said {
        if words.is_empty() {
            Said::gap(what)
        } else {
            words.into()
        }
    }
}

impl From<&str> for Said {
    fn from(words: &str) -> Said {
        Said(vec![Piece::Words(words.to_owned())])
    }
}

impl From<String> for Said {
    fn from(words: String) -> Said {
        Said(vec![Piece::Words(words)])
    }
}

impl From<u64> for Said {
    fn from(number: u64) -> Said {
        grouped(number).into()
    }
}

impl Section {
    /// Returns a section that may be published as far as consign knows.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Section {
        Section {
            heading: heading.into(),
            unpublished: None,
            blocks,
        }
    }

    /// Returns the section as one that must not be published, and why.
    pub fn unpublished(mut self, why: &'static str) -> Section {
        self.unpublished = Some(why);
        self
    }
}

impl Document {
    /// Returns what a person has to write, gap by gap.
    pub fn gaps(&self) -> Vec<&str> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let said = blocks.flat_map(|block| -> Vec<&Said> {
            match block {
                Block::Heading(_) => Vec::new(),
                Block::Sentences(said) => vec![said],
                Block::List(items) => items.iter().collect(),
                Block::Facts(facts) => facts.iter().map(|(_, said)| said).collect(),
                Block::Table(table) => table.rows.iter().flatten().collect(),
            }
        });
        let pieces = said.flat_map(|said| &said.0);
        pieces
            .filter_map(|piece| match piece {
                Piece::Gap(what) => Some(what.as_str()),
                Piece::Words(_) => None,
            })
            .collect()
    }

    /// Returns how many gaps there are, in words.
    fn gaps_words(&self) -> String {
        match self.gaps().len() {
            0 => "Nothing is left to be completed.".to_owned(),
            1 => "One place is to be completed.".to_owned(),
            many => format!("{many} places are to be completed."),
        }
    }

    /// Returns the document as a page.
    pub fn html(&self) -> String {
        let page = DocumentPage {
            page: Page {
                title: format!("{}: {}", self.caption, self.title),
                marking: &self.marking,
                foot: &self.foot,
            },
            document: self,
        };
        page.render().expect("writing to memory does not fail")
    }

    /// Returns the document as plain text that is also Markdown (CommonMark with tables).
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    page: Page<'a>,
    document: &'a Document,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            caption: "Draft",
            title: "Winter | <planning>".to_owned(),
            marking: "OFFICIAL".to_owned(),
            lead: "A draft.".to_owned(),
            sections: vec![
                Section::new(
                    "First",
                    vec![
                        Block::Sentences(Said::from("Agreed on ").and_gap("the day").and(".")),
                        Block::Facts(vec![("Owner".to_owned(), Said::or_gap("", "the post"))]),
                    ],
                ),
                Section::new(
                    "Second",
                    vec![Block::Table(Table {
                        caption: "Counts".to_owned(),
                        columns: vec![Column::Words("What"), Column::Numbers("How many")],
                        rows: vec![vec!["a|b\n*c*".into(), 1_234_u64.into()]],
                    })],
                )
                .unpublished("it names"),
            ],
            foot: vec!["# consign".to_owned()],
        }
    }

    #[test]
    fn gaps_are_found_and_counted() {
        assert_eq!(document().gaps(), ["the day", "the post"]);
        assert!(document().html().contains("2 places are to be completed."));
    }

    #[test]
    fn the_text_says_what_the_page_says_and_no_value_is_taken_for_markup() {
        let expected = "\
# Draft: Winter \\| \\<planning\\>

OFFICIAL

A draft. 2 places are to be completed.

## First

Agreed on **[to be completed: the day]**.

- Owner: **[to be completed: the post]**

## Second

> Not for publication: it names.

Counts

| What | How many |
| --- | ---: |
| a\\|b\\\\n\\*c\\* | 1,234 |

## How this document was made

- \\# consign
";
        assert_eq!(document().markdown(), expected);
        let html = document().html();
        assert!(html.contains("<mark>[to be completed: the day]</mark>"));
        assert!(html.contains("Winter | &#60;planning&#62;"));
        assert!(html.contains("Not for publication: it names."));
    }
}
