//! Where in the file something stands, also inside a TOML string.

use std::ops::Range;

/// The starts of the lines of a file.
pub(super) struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

/// A line of a file.
pub(super) struct Line<'s> {
    /// Counted from 1.
    pub number: u64,
    /// Its first byte in the file.
    pub start: usize,
    /// The line without its line end.
    pub text: &'s str,
}

impl<'s> Lines<'s> {
    pub fn of(source: &'s str) -> Lines<'s> {
        let after = source.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after).collect();
        Lines { source, starts }
    }

    /// Returns the line that holds a byte.
    pub fn at(&self, byte: usize) -> Line<'s> {
        let number = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts[number - 1];
        let end = self
            .starts
            .get(number)
            .copied()
            .unwrap_or(self.source.len());
        let text = self.source.get(start..end).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        Line {
            number: number as u64,
            start,
            text: text.strip_suffix('\r').unwrap_or(text),
        }
    }
}

/// Returns the bytes of the file that hold `part` of a TOML string, given the bytes of the string
/// with its quotation marks. Never outside these, whatever the string holds.
pub(super) fn inside(source: &str, token: &Range<usize>, part: &Range<usize>) -> Range<usize> {
    let Some(written) = source.get(token.clone()) else {
        return token.clone();
    };
    let marks = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|marks| written.starts_with(marks));
    let Some(marks) = marks else {
        return token.clone();
    };
    let body = written.get(marks.len()..).unwrap_or_default();
    let body = body.strip_suffix(marks).unwrap_or(body);
    let first = token.start + marks.len();
    // A line end directly after three marks is not part of the text.
    let text = match marks.len() {
        3 => body
            .strip_prefix("\r\n")
            .or_else(|| body.strip_prefix('\n'))
            .unwrap_or(body),
        _ => body,
    };
    let first = first + (body.len() - text.len());
    let escapes = marks.starts_with('"');
    let start = first + written_offset(text, escapes, part.start);
    let end = first + written_offset(text, escapes, part.end);
    start..end
}

/// Returns where the byte `wanted` of the text that a string stands for is written in it.
fn written_offset(body: &str, escapes: bool, wanted: usize) -> usize {
    let mut decoded = 0;
    let mut characters = body.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let goes_on = escapes && c == '\\' && next.is_some_and(char::is_whitespace);
        if decoded >= wanted && !goes_on {
            return at;
        }
        if c != '\\' || !escapes {
            decoded += c.len_utf8();
            continue;
        }
        let Some((_, escape)) = characters.next() else {
            break;
        };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c if c.is_whitespace() => {
                // The line goes on: this and the white space after it stand for nothing.
                while characters.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                continue;
            }
            _ => 0,
        };
        let mut code = 0_u32;
        for _ in 0..digits {
            let digit = characters.next_if(|(_, c)| c.is_ascii_hexdigit());
            let digit = digit.and_then(|(_, c)| c.to_digit(16)).unwrap_or(0);
            code = code.wrapping_mul(16).wrapping_add(digit);
        }
        decoded += char::from_u32(code).map_or(1, char::len_utf8);
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns what of a TOML string is marked for the part of its text that reads `part`.
    fn marked<'s>(written: &'s str, part: &str) -> &'s str {
        let source = format!("k = {written}");
        let table = toml::de::DeTable::parse(&source).unwrap();
        let value = table.get_ref().values().next().unwrap();
        let text = value.get_ref().as_str().unwrap();
        let start = text.find(part).unwrap();
        let range = inside(&source, &value.span(), &(start..start + part.len()));
        written.get(range.start - 4..range.end - 4).unwrap()
    }

    #[test]
    fn a_part_of_a_string_is_found_in_every_way_to_write_one() {
        assert_eq!(marked("'text:#decid OR b'", "#decid"), "#decid");
        assert_eq!(
            marked(r#""a \"b c\" \u00e9\U0001F600 #decid é""#, "#decid"),
            "#decid"
        );
        assert_eq!(marked(r#""\tgr\u00fcn*x""#, "grün"), r"gr\u00fcn");
        assert_eq!(marked("'''\na OR\n#decid'''", "#decid"), "#decid");
        assert_eq!(
            marked("\"\"\"\na OR \\\n   #decid\"\"\"", "#decid"),
            "#decid"
        );
    }

    proptest! {
        #[test]
        fn no_string_and_no_part_leads_outside(
            source in proptest::collection::vec(proptest::sample::select(
                vec!["\"", "'", "\\", "u00", "é", "\n", "\r\n", "a", " ", "x", "U"]), 0..16),
            token in (0..24usize, 0..24usize),
            part in (0..40usize, 0..40usize),
        ) {
            let source = source.concat();
            let token = token.0.min(token.1).min(source.len())..token.0.max(token.1).min(source.len());
            let found = inside(&source, &token, &(part.0.min(part.1)..part.0.max(part.1)));
            prop_assert!(token.start <= found.start && found.start <= found.end && found.end <= token.end);
        }
    }
}
