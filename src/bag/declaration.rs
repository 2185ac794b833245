//! `bagit.txt`, the bag declaration (RFC 8493, 2.1.1).

use std::fmt;

use super::text::Text;
use super::{At, Encoding, TagLimits};

/// A version of BagIt that consign reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 0.93.
    V0_93,
    /// 0.94.
    V0_94,
    /// 0.95.
    V0_95,
    /// 0.96.
    V0_96,
    /// 0.97.
    V0_97,
    /// 1.0, RFC 8493: the one that is written.
    V1_0,
}

impl Version {
    /// All versions, from the oldest.
    pub const ALL: [Version; 6] = [
        Version::V0_93,
        Version::V0_94,
        Version::V0_95,
        Version::V0_96,
        Version::V0_97,
        Version::V1_0,
    ];

    /// Returns the version as `bagit.txt` has it.
    pub fn number(self) -> &'static str {
        match self {
            Version::V0_93 => "0.93",
            Version::V0_94 => "0.94",
            Version::V0_95 => "0.95",
            Version::V0_96 => "0.96",
            Version::V0_97 => "0.97",
            Version::V1_0 => "1.0",
        }
    }

    /// Returns the name of the file with the bag's metadata: it was another one before 0.96.
    pub fn info_file(self) -> &'static str {
        if self < Version::V0_96 {
            "package-info.txt"
        } else {
            "bag-info.txt"
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

/// What can be wrong with a bag declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclarationFault {
    /// It starts with a byte order mark.
    ByteOrderMark,
    /// A line is not text, or is too long.
    NotText,
    /// The first line is not `BagIt-Version: M.N`.
    FirstLine(String),
    /// The second line is not `Tag-File-Character-Encoding: ENCODING`.
    SecondLine(String),
    /// There is a line too many.
    ExtraLine(String),
    /// There is a line too few.
    MissingLine,
    /// The version is none that consign knows.
    UnknownVersion(String),
    /// The encoding is none that consign reads.
    UnknownEncoding(String),
}

/// A bag declaration, as far as it could be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// The version, where it is a known one.
    pub version: Option<Version>,
    /// The encoding of the tag files, where it is one that consign reads.
    pub encoding: Option<Encoding>,
    /// The encoding as it was written, where a second line was understood.
    pub encoding_name: Option<String>,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<At<DeclarationFault>>,
}

impl Declaration {
    /// The whole of `bagit.txt` as consign writes it.
    pub const WRITTEN: &'static str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    /// Reads a bag declaration.
    pub fn parse(bytes: &[u8]) -> Declaration {
        let mut read = Declaration::default();
        let text = Text::decode(bytes, Encoding::Utf8);
        if text.has_mark {
            read.fault(1, DeclarationFault::ByteOrderMark);
        }
        let limits = TagLimits {
            line: 1 << 10,
            lines: 16,
            ..TagLimits::default()
        };
        let mut lines = 0;
        for line in text.lines(limits) {
            lines = line.number;
            match (line.text, line.number) {
                (Err(_), number) => read.fault(number, DeclarationFault::NotText),
                (Ok(text), 1) => read.first(text),
                (Ok(text), 2) => read.second(text),
                (Ok(text), number) => {
                    read.fault(number, DeclarationFault::ExtraLine(text.to_owned()));
                }
            }
        }
        if lines < 2 {
            read.fault(lines + 1, DeclarationFault::MissingLine);
        }
        read
    }

    fn fault(&mut self, line: u64, fault: DeclarationFault) {
        self.faults.push(At { line, fault });
    }

    fn first(&mut self, text: &str) {
        let number = value(text, "BagIt-Version");
        if number.as_ref().is_none_or(|value| !value.exact) {
            self.fault(1, DeclarationFault::FirstLine(text.to_owned()));
        }
        let Some(number) = number else { return };
        let known = Version::ALL.into_iter().find(|v| v.number() == number.text);
        self.version = known;
        if known.is_none() {
            let number = number.text.to_owned();
            self.fault(1, DeclarationFault::UnknownVersion(number));
        }
    }

    fn second(&mut self, text: &str) {
        let name = value(text, "Tag-File-Character-Encoding");
        if name.as_ref().is_none_or(|value| !value.exact) {
            self.fault(2, DeclarationFault::SecondLine(text.to_owned()));
        }
        let Some(name) = name else { return };
        self.encoding = Encoding::named(name.text);
        self.encoding_name = Some(name.text.to_owned());
        if self.encoding.is_none() {
            let name = name.text.to_owned();
            self.fault(2, DeclarationFault::UnknownEncoding(name));
        }
    }
}

struct Value<'a> {
    text: &'a str,
    exact: bool,
}

/// Returns the value of a line, also where the blanks are wrong.
fn value<'a>(line: &'a str, label: &str) -> Option<Value<'a>> {
    let (found, rest) = line.split_once(':')?;
    let text = rest.trim();
    let exact = found == label && rest.strip_prefix(' ') == Some(text) && !text.is_empty();
    (found.trim() == label).then_some(Value { text, exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_without_a_fault() {
        let read = Declaration::parse(Declaration::WRITTEN.as_bytes());
        assert_eq!(read.faults, []);
        assert_eq!(read.version, Some(Version::V1_0));
        assert_eq!(read.encoding, Some(Encoding::Utf8));
    }

    #[test]
    fn every_fault_is_told_and_what_can_be_understood_is() {
        let faults = |text: &[u8]| -> Vec<_> {
            let read = Declaration::parse(text);
            read.faults.into_iter().map(|at| at.fault).collect()
        };
        let swapped = b"Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n";
        assert!(matches!(
            faults(swapped)[..],
            [
                DeclarationFault::FirstLine(_),
                DeclarationFault::SecondLine(_)
            ]
        ));
        let blanks = b"BagIt-Version : 1.0 \nTag-File-Character-Encoding:UTF-8\n";
        let read = Declaration::parse(blanks);
        assert_eq!((read.version, read.faults.len()), (Some(Version::V1_0), 2));
        assert_eq!(faults(b""), [DeclarationFault::MissingLine]);
        assert!(matches!(
            faults(b"BagIt-Version: 9.7\nTag-File-Character-Encoding: UTF-7\nx\n")[..],
            [
                DeclarationFault::UnknownVersion(_),
                DeclarationFault::UnknownEncoding(_),
                DeclarationFault::ExtraLine(_)
            ]
        ));
    }
}
