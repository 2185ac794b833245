//! Where in a file something stands, in the words a person uses to go there.

use std::fmt;

use crate::shown::shown;

/// A place in a file: the file, and the line and byte where they are known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
pub struct Place {
    /// The file or the entry of a container, with `/` between its segments.
    pub file: String,
    /// The line, counted from 1 as an editor counts.
    pub line: Option<u64>,
    /// The byte, counted from 0.
    pub byte: Option<u64>,
}

impl Place {
    /// Returns the place that is a whole file.
    pub fn file(file: impl Into<String>) -> Place {
        Place {
            file: file.into(),
            line: None,
            byte: None,
        }
    }

    /// Returns the place that is a line of a file, counted from 1.
    pub fn line(file: impl Into<String>, line: u64) -> Place {
        Place {
            file: file.into(),
            line: Some(line),
            byte: None,
        }
    }

    /// Adds the byte, counted from 0, to a place.
    pub fn at_byte(self, byte: u64) -> Place {
        Place {
            byte: Some(byte),
            ..self
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(byte) = self.byte {
            write!(f, ", byte {byte}")?;
        }
        Ok(())
    }
}
