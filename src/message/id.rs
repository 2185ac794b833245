//! Ids: unique, short enough to type, and resolving to the exact bytes of the export.
//! They stay in the department; inside a transcript messages are numbered.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The id of a source in its batch, such as `wa1`: letters, then a number. It stands in the id of
/// every message, so copies share their text.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct SourceId(Arc<str>);

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not {wanted}", crate::shown::shown(.text))]
pub struct BadId {
    /// What was given.
    pub text: String,
    /// What was wanted, with an example.
    pub wanted: &'static str,
}

impl SourceId {
    /// Returns the id `<prefix><number>`; `prefix` is the app's, in lower-case ASCII letters.
    pub fn numbered(prefix: &str, number: usize) -> SourceId {
        SourceId(format!("{prefix}{number}").into())
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SourceId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<SourceId, BadId> {
        let number = text.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let fits = number.len() < text.len()
            && !number.is_empty()
            && !number.starts_with('0')
            && number.bytes().all(|b| b.is_ascii_digit());
        if fits && text.len() <= 16 {
            Ok(SourceId(text.into()))
        } else {
            Err(BadId {
                text: text.to_owned(),
                wanted: "the id of a source, such as wa1",
            })
        }
    }
}

impl TryFrom<String> for SourceId {
    type Error = BadId;

    fn try_from(text: String) -> Result<SourceId, BadId> {
        text.parse()
    }
}

impl From<SourceId> for String {
    fn from(id: SourceId) -> String {
        id.as_str().to_owned()
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of a message: its source and the byte at which it starts, such as `wa1-2841`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId {
    /// The source it was read from.
    pub source: SourceId,
    /// The first byte of its header in the file that holds the conversation.
    pub offset: u64,
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.source, self.offset)
    }
}

impl FromStr for MessageId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<MessageId, BadId> {
        let bad = || BadId {
            text: text.to_owned(),
            wanted: "the id of a message, such as wa1-2841",
        };
        let (source, offset) = text.rsplit_once('-').ok_or_else(bad)?;
        let canonical = offset == "0" || !offset.starts_with(['0', '+']);
        match (source.parse(), offset.parse()) {
            (Ok(source), Ok(offset)) if canonical => Ok(MessageId { source, offset }),
            _ => Err(bad()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id: MessageId = "wa1-2841".parse().unwrap();
        assert_eq!(id.to_string(), "wa1-2841");
        for bad in [
            "wa1", "wa1-", "wa1-02", "wa01-2", "1-2", "wa-2", "WA1-2", "wa1-+2",
        ] {
            assert!(bad.parse::<MessageId>().is_err(), "{bad}");
        }
    }
}
