//! A container in memory, for tests.

use std::io::Read;

use super::{Container, Entry, OpenError};

/// Named bytes in memory.
#[derive(Default)]
pub struct Memory {
    entries: Vec<Entry>,
    bytes: Vec<Vec<u8>>,
}

impl Memory {
    /// Returns a container that holds one entry.
    pub fn of(name: &str, bytes: impl Into<Vec<u8>>) -> Memory {
        Memory::default().with(name, bytes)
    }

    /// Adds an entry.
    pub fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Memory {
        let bytes = bytes.into();
        self.entries.push(Entry {
            name: name.to_owned(),
            size: bytes.len() as u64,
        });
        self.bytes.push(bytes);
        self
    }
}

impl Container for Memory {
    fn name(&self) -> &str {
        "memory"
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        Ok(Box::new(self.bytes[index].as_slice()))
    }
}
