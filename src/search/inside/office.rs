//! The words of documents in Office Open XML: a ZIP of XML, whose text stands in few elements.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Inside;
use crate::container::inner_entries;
use crate::sheet::xlsx_text;

/// The most bytes that a document may unpack to.
const MOST_UNPACKED: u64 = 64 << 20;

/// Returns the words of a document of a word processor.
pub fn word(bytes: &[u8]) -> Inside {
    parts(bytes, &|name| {
        let part = name
            .strip_prefix("word/")
            .and_then(|name| name.strip_suffix(".xml"));
        part.is_some_and(|part| {
            let starts = [
                "document",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
            ];
            !part.contains('/') && starts.iter().any(|start| part.starts_with(start))
        })
    })
}

/// Returns the words of a presentation.
pub fn slides(bytes: &[u8]) -> Inside {
    parts(bytes, &|name| {
        let folders = [
            "ppt/slides/slide",
            "ppt/notesSlides/notesSlide",
            "ppt/comments/",
        ];
        name.ends_with(".xml") && folders.iter().any(|folder| name.starts_with(folder))
    })
}

/// Returns the words of a spreadsheet.
pub fn cells(bytes: &[u8]) -> Inside {
    if let Err(why) = inner_entries(bytes, MOST_UNPACKED, &|_| false) {
        return Inside::NotSearched(why);
    }
    xlsx_text(bytes).map_or(
        Inside::NotSearched("it is no spreadsheet that can be read"),
        Inside::Searched,
    )
}

/// Returns the words of the parts of a document that are wanted, of which there must be one.
fn parts(bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> Inside {
    let parts = match inner_entries(bytes, MOST_UNPACKED, wanted) {
        Ok(parts) if !parts.is_empty() => parts,
        Ok(_) => return Inside::NotSearched("it is not the document that its name says"),
        Err(why) => return Inside::NotSearched(why),
    };
    let mut text = String::new();
    for (_, part) in parts {
        if words_of(&part, &mut text).is_none() {
            return Inside::NotSearched("its XML cannot be read");
        }
        text.push('\n');
    }
    Inside::Searched(text)
}

/// Adds the words of a part: what stands in `t` elements, deleted text that is still there too, with
/// a line for each paragraph and a space for each tab and break. Nothing where it is no XML.
fn words_of(part: &[u8], text: &mut String) -> Option<()> {
    let mut reader = Reader::from_reader(part);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                inside = matches!(tag.local_name().as_ref(), "t" | "delText" | "text")
            }
            Event::Empty(tag) => {
                if matches!(tag.local_name().as_ref(), "tab" | "br" | "cr") {
                    text.push(' ');
                }
            }
            Event::End(tag) => {
                inside = false;
                if tag.local_name().as_ref() == "p" {
                    text.push('\n');
                }
            }
            Event::Text(words) if inside => text.push_str(&words),
            Event::GeneralRef(reference) if inside => match reference.resolve_char_ref().ok()? {
                Some(c) => text.push(c),
                None => {
                    let name: &str = &reference;
                    text.push_str(quick_xml::escape::resolve_xml_entity(name)?);
                }
            },
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn searched(inside: Inside) -> String {
        match inside {
            Inside::Searched(text) => text,
            Inside::NotSearched(why) => panic!("{why}"),
        }
    }

    #[test]
    fn runs_of_a_document_are_one_text_and_paragraphs_are_lines() {
        let document = "<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>The de</w:t></w:r><w:r><w:t xml:space=\"preserve\">pot &amp; caf&#xE9;</w:t><w:tab/><w:t>7</w:t></w:r></w:p><w:p><w:r><w:delText>struck out</w:delText><w:instrText>HYPERLINK</w:instrText></w:r></w:p></w:body></w:document>";
        let bytes = zip(&[
            ("[Content_Types].xml", "<x/>"),
            ("word/document.xml", document),
            ("word/footnotes.xml", "<w:p><w:t>A note</w:t></w:p>"),
            ("word/theme/document.xml", "<w:t>no</w:t>"),
        ]);
        let text = searched(word(&bytes));
        assert_eq!(text, "The depot & café 7\nstruck out\n\nA note\n\n");
    }

    #[test]
    fn slides_and_their_notes_are_read() {
        let bytes = zip(&[
            (
                "ppt/slides/slide1.xml",
                "<a:p><a:r><a:t>Options</a:t></a:r></a:p>",
            ),
            (
                "ppt/notesSlides/notesSlide1.xml",
                "<a:p><a:t>Say this</a:t></a:p>",
            ),
        ]);
        assert_eq!(searched(slides(&bytes)), "Options\n\nSay this\n\n");
    }

    #[test]
    fn cells_of_every_tab_are_read() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "depot").unwrap();
        let tab = book.add_worksheet();
        tab.set_name("Salt").unwrap();
        tab.write_number(5, 5, 1.5).unwrap();
        let text = searched(cells(&book.save_to_buffer().unwrap()));
        assert_eq!(text, "Sheet1\ndepot\nSalt\n1.5\n");
    }

    #[test]
    fn what_is_no_document_is_said_to_be_none() {
        for inside in [
            word(b"no zip"),
            slides(b""),
            cells(b"x"),
            word(&zip(&[("a", "b")])),
        ] {
            assert!(matches!(inside, Inside::NotSearched(_)));
        }
        let broken = zip(&[("word/document.xml", "<w:t>&nosuch;</w:t>")]);
        assert_eq!(word(&broken), Inside::NotSearched("its XML cannot be read"));
    }
}
