//! The text inside an attachment, where it can be had reliably; and why not, where it cannot.

mod html;
mod mail;
mod office;

/// The most bytes of an attachment that are read: whoever sends more than this as text sends a
/// machine's output, and memory is a fixed budget.
pub const MOST_INSIDE: u64 = 16 << 20;

/// What an attachment holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inside {
    /// Text, which is searched.
    Searched(String),
    /// Something else, or text that cannot be had, and why.
    NotSearched(&'static str),
}

/// How the text of a file is to be had, as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Text as it stands: `.txt`, `.csv`, `.vcf` and their like.
    Plain,
    /// A web page: its text without the tags.
    Html,
    /// An e-mail: its headers for people, and the texts of its parts.
    Mail,
    /// A document of a word processor: text, notes, headers and comments.
    Word,
    /// A presentation: its slides and notes.
    Slides,
    /// A spreadsheet: the cells of every tab.
    Cells,
}

/// Tells how the text of a file is to be had by its name.
///
/// # Errors
/// Why it cannot be had.
pub fn may_hold_text(name: &str) -> Result<TextKind, &'static str> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "txt" | "text" | "csv" | "tsv" | "vcf" | "md" | "ics" | "log" => Ok(TextKind::Plain),
        "html" | "htm" | "xhtml" => Ok(TextKind::Html),
        "eml" => Ok(TextKind::Mail),
        "docx" | "docm" => Ok(TextKind::Word),
        "pptx" | "pptm" => Ok(TextKind::Slides),
        "xlsx" | "xlsm" => Ok(TextKind::Cells),
        "pdf" => Err("the text of a PDF cannot be had reliably"),
        _ => Err("the text of this kind of file is not read"),
    }
}

/// Returns the text inside a file of which these are the bytes, all of them or more than
/// [`MOST_INSIDE`].
pub fn inside(kind: TextKind, bytes: &[u8]) -> Inside {
    if bytes.len() as u64 > MOST_INSIDE {
        return Inside::NotSearched("it is longer than 16 MiB");
    }
    match kind {
        TextKind::Plain => plain(bytes).map_or_else(Inside::NotSearched, Inside::Searched),
        TextKind::Html => plain(bytes).map_or_else(Inside::NotSearched, |page| {
            Inside::Searched(html::text(&page))
        }),
        TextKind::Mail => mail::text(bytes),
        TextKind::Word => office::word(bytes),
        TextKind::Slides => office::slides(bytes),
        TextKind::Cells => office::cells(bytes),
    }
}

fn plain(bytes: &[u8]) -> Result<String, &'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text")?;
    match text.contains('\0') {
        true => Err("it is not text"),
        false => Ok(text.to_owned()),
    }
}

/// How many characters are shown around what was found inside a file.
const AROUND: usize = 40;
/// How many places inside a file are shown.
const MOST_SHOWN: usize = 5;

/// Returns the first places that were found in a long text, each with what stands around it.
pub fn snippets(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<String> {
    let shown = ranges.iter().take(MOST_SHOWN).filter_map(|range| {
        let before = text.get(..range.start)?;
        let found = text.get(range.clone())?;
        let after = text.get(range.end..)?;
        let start = before.char_indices().rev().nth(AROUND - 1);
        let end = after.char_indices().nth(AROUND);
        let (start, more) = start.map_or((0, ""), |(start, _)| (start, "…"));
        let (end, rest) = end.map_or((after.len(), ""), |(end, _)| (end, "…"));
        let around = [
            more,
            before.get(start..)?,
            "«",
            found,
            "»",
            after.get(..end)?,
            rest,
        ]
        .concat();
        Some(around.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    let mut all: Vec<String> = shown.collect();
    if ranges.len() > MOST_SHOWN {
        all.push(format!("and {} more places", ranges.len() - MOST_SHOWN));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_inside_is_shown_with_what_stands_around() {
        let one = |text: &str, range| snippets(text, std::slice::from_ref(&range));
        assert_eq!(one("The depot\nis shut", 4..9), ["The «depot» is shut"]);
        let long = format!("{}depot{}", "é".repeat(100), " x".repeat(100));
        let [shown] = one(&long, 200..205).try_into().unwrap();
        assert!(shown.starts_with("…é") && shown.contains("é«depot» x") && shown.ends_with('…'));
        assert_eq!(snippets("a", &vec![0..1; 7]).len(), 6);
    }
}
