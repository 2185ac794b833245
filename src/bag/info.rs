//! `bag-info.txt`, the metadata of a bag (RFC 8493, 2.2.2).

use std::fmt;
use std::str::FromStr;

use super::text::Text;
use super::{At, Encoding, TagLimits, TextFault, Version};

/// A field of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    label: String,
    value: String,
    line: u64,
}

/// A field that cannot be written so that it is read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadField {
    /// The label is empty, has a colon or a line end, or starts or ends with a blank.
    #[error("a label of bag-info.txt has no colon, no line end, and no blank at its ends: {0:?}")]
    Label(String),
    /// The value has a carriage return, or a line of it starts with a blank.
    #[error(
        "a value of bag-info.txt has no carriage return, and no line that starts with a blank: {0:?}"
    )]
    Value(String),
}

impl Field {
    /// Returns a field to be written.
    ///
    /// # Errors
    /// When it would not be read back as it is.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Result<Field, BadField> {
        let (label, value) = (label.into(), value.into());
        let edge = |c: char| c.is_whitespace() || c == '\u{feff}';
        if label.is_empty()
            || label.contains([':', '\r', '\n'])
            || label.trim_matches(edge) != label
        {
            return Err(BadField::Label(label));
        }
        if value.contains('\r')
            || value
                .split('\n')
                .skip(1)
                .any(|line| line.starts_with([' ', '\t']))
        {
            return Err(BadField::Value(value));
        }
        let line = 0;
        Ok(Field { label, value, line })
    }

    /// Returns the label as written.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns the value, with a line feed where it was continued.
    pub fn value(&self) -> &str {
        &self.value
    }

    fn is(&self, label: &str) -> bool {
        self.label.eq_ignore_ascii_case(label)
    }

    /// Returns the line it started on, counted from 1, or 0 if it was not read.
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// What can be wrong with a line of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InfoFault {
    /// It is not text, too long, or one too many.
    Text(TextFault),
    /// It has no colon and continues nothing.
    NotAField(String),
    /// Its label starts or ends with a blank.
    BlankLabel(String),
    /// No blank follows its colon.
    NoBlank(String),
}

/// The metadata of a bag: the fields in their order, repeats and all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Info {
    /// The fields.
    pub fields: Vec<Field>,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<At<InfoFault>>,
}

impl Info {
    /// Reads the metadata, by the rules of the bag's version.
    pub fn parse(bytes: &[u8], encoding: Encoding, version: Version, limits: TagLimits) -> Info {
        let mut info = Info::default();
        let text = Text::decode(bytes, encoding);
        if text.has_mark {
            info.fault(1, InfoFault::Text(TextFault::ByteOrderMark));
        }
        for line in text.lines(limits) {
            match line.text {
                Err(fault) => info.fault(line.number, InfoFault::Text(fault)),
                Ok(text) => info.line(line.number, text, version),
            }
        }
        info
    }

    fn fault(&mut self, line: u64, fault: InfoFault) {
        self.faults.push(At { line, fault });
    }

    fn line(&mut self, number: u64, text: &str, version: Version) {
        if let (true, Some(field)) = (text.starts_with([' ', '\t']), self.fields.last_mut()) {
            field.value.push('\n');
            field.value.push_str(text.trim_start_matches([' ', '\t']));
            return;
        }
        if text.is_empty() && version != Version::V1_0 {
            return;
        }
        let Some((label, value)) = text.split_once(':') else {
            self.fault(number, InfoFault::NotAField(text.to_owned()));
            return;
        };
        let trimmed = label.trim();
        if trimmed.is_empty() {
            self.fault(number, InfoFault::NotAField(text.to_owned()));
            return;
        }
        let value = if version == Version::V1_0 {
            if trimmed != label {
                self.fault(number, InfoFault::BlankLabel(label.to_owned()));
            }
            let rest = value.strip_prefix([' ', '\t']);
            if rest.is_none() {
                self.fault(number, InfoFault::NoBlank(text.to_owned()));
            }
            rest.unwrap_or(value)
        } else {
            value.trim()
        };
        self.fields.push(Field {
            label: trimmed.to_owned(),
            value: value.to_owned(),
            line: number,
        });
    }

    /// Returns the fields with this label, in either case, in their order.
    pub fn all<'a>(&'a self, label: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.is(label))
    }

    /// Returns the value of the first field with this label, in either case.
    pub fn get(&self, label: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.is(label))?;
        Some(field.value())
    }
}

/// Returns the bytes of `bag-info.txt` with these fields in this order. Lines are not folded:
/// a line end in a value is the writer's own.
pub fn write(fields: &[Field]) -> String {
    let mut text = String::new();
    for field in fields {
        text.push_str(&field.label);
        text.push_str(": ");
        text.push_str(&field.value.replace('\n', "\n "));
        text.push('\n');
    }
    text
}

/// The value of `Payload-Oxum`: how many bytes and files the payload has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oxum {
    /// The bytes of all payload files together.
    pub octets: u64,
    /// How many payload files there are.
    pub files: u64,
}

/// A text that is not `octets.files`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a Payload-Oxum is two whole numbers with a full stop between them")]
pub struct BadOxum;

impl FromStr for Oxum {
    type Err = BadOxum;

    fn from_str(text: &str) -> Result<Oxum, BadOxum> {
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain).ok_or(BadOxum)
        };
        let (octets, files) = text.split_once('.').ok_or(BadOxum)?;
        Ok(Oxum {
            octets: number(octets)?,
            files: number(files)?,
        })
    }
}

impl fmt::Display for Oxum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.octets, self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str, version: Version) -> Info {
        let limits = TagLimits::default();
        Info::parse(text.as_bytes(), Encoding::Utf8, version, limits)
    }

    #[test]
    fn order_repeats_and_continued_values_are_kept() {
        let info = parse(
            "Contact-Name: A\ncontact-name: B\n \tmore\nX:  y \n",
            Version::V1_0,
        );
        assert_eq!(info.faults, []);
        let names: Vec<_> = info.all("CONTACT-NAME").map(Field::value).collect();
        assert_eq!(names, ["A", "B\nmore"]);
        assert_eq!(info.get("X"), Some(" y "));
        assert_eq!(info.fields[2].line(), 4);
    }

    #[test]
    fn faults_have_their_lines_and_old_versions_their_own_rules() {
        let text = "A : b\nC:d\nnothing\n\n";
        let lines: Vec<_> = parse(text, Version::V1_0)
            .faults
            .iter()
            .map(|at| at.line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        let old = parse(text, Version::V0_97);
        assert_eq!(old.faults.len(), 1);
        assert_eq!(old.get("a"), Some("b"));
    }

    #[test]
    fn an_oxum_is_two_plain_numbers() {
        assert_eq!(
            "58.2".parse(),
            Ok(Oxum {
                octets: 58,
                files: 2
            })
        );
        for bad in [
            "58",
            "58.",
            ".2",
            "+58.2",
            "58.2.1",
            "eleven",
            " 58.2",
            "99999999999999999999.1",
        ] {
            assert_eq!(bad.parse::<Oxum>(), Err(BadOxum), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_can_be_written_is_read_back(
            label in prop::collection::vec(any::<char>(), 0..8),
            value in prop::collection::vec(prop_oneof![any::<char>(), Just('\n'), Just(' '), Just(':')], 0..20),
        ) {
            let label: String = label.into_iter().collect();
            let value: String = value.into_iter().collect();
            if let Ok(field) = Field::new(label.clone(), value.clone()) {
                let info = parse(&write(&[field]), Version::V1_0);
                prop_assert_eq!(&info.faults, &[]);
                prop_assert_eq!(info.fields.len(), 1);
                prop_assert_eq!(info.fields[0].label(), label);
                prop_assert_eq!(info.fields[0].value(), value);
            }
        }
    }
}
