//! Text from an export, made safe to show: what controls a terminal or reorders a line
//! is spelt out as `\u{…}`. Whatever a message holds, it cannot act on the reader's screen.

use std::fmt;
use std::path::Path;

/// Text that is escaped when it is displayed.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a>(&'a [u8], Lines);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

/// Returns `text`, safe to print on one line.
pub fn shown(text: &str) -> Shown<'_> {
    Shown(text.as_bytes(), Lines::One)
}

/// Returns `text`, safe to print; its line feeds stay line feeds.
pub fn shown_lines(text: &str) -> Shown<'_> {
    Shown(text.as_bytes(), Lines::Many)
}

/// Returns `bytes`, safe to show; its line feeds stay line feeds, and what is not UTF-8 is spelt as
/// `\xNN`.
pub fn shown_lines_bytes(bytes: &[u8]) -> Shown<'_> {
    Shown(bytes, Lines::Many)
}

/// Returns `bytes`, safe to print on one line; what is not UTF-8 is spelt as `\xNN`.
pub fn shown_bytes(bytes: &[u8]) -> Shown<'_> {
    Shown(bytes, Lines::One)
}

/// Returns `path`, safe to print on one line, without a `./` that says nothing.
pub fn shown_path(path: &Path) -> Shown<'_> {
    let path = match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest,
        _ => path,
    };
    Shown(path.as_os_str().as_encoded_bytes(), Lines::One)
}

/// Tells whether a character acts on a terminal or on the order of a line, or cannot be seen.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for chunk in self.0.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\n' if self.1 == Lines::Many => f.write_char(c)?,
                    '\n' => f.write_str("\\n")?,
                    '\r' => f.write_str("\\r")?,
                    '\t' => f.write_str("\\t")?,
                    // A joiner inside an emoji family is part of how the text reads.
                    '\u{200d}' => f.write_char(c)?,
                    c if acts(c) => write!(f, "\\u{{{:04X}}}", u32::from(c))?,
                    c => f.write_char(c)?,
                }
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02X}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_spelt_out() {
        assert_eq!(
            shown("a\u{1b}[31mred\u{202e}\n").to_string(),
            "a\\u{001B}[31mred\\u{202E}\\n"
        );
        assert_eq!(shown_lines("a\n\u{7}").to_string(), "a\n\\u{0007}");
        assert_eq!(shown_path(Path::new("./a")).to_string(), "a");
        assert_eq!(shown_path(Path::new(".")).to_string(), ".");
        assert_eq!(shown_bytes(b"caf\xe9").to_string(), "caf\\xE9");
        assert_eq!(shown("Élodie 👨‍👩‍👧").to_string(), "Élodie 👨‍👩‍👧");
    }
}
