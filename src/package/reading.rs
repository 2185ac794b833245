//! Reading the files of a package: a failure is data, and what was read before it counts.

use std::fmt;
use std::io::{self, Read};

use crate::container::{BrokenPromise, OpenError};
use crate::fixity::{Fixity, Hasher};
use crate::format::{Identified, Sampler, identify};

/// How many bytes are read and hashed at a time.
const CHUNK: usize = 256 << 10;

/// Why a file of a package could not be read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// It was read, and is not what the ZIP's directory promises.
    Promise(BrokenPromise),
    /// The container or the system failed.
    Failed(String),
    /// It is larger than the limit, in bytes, and was not read.
    TooLarge(u64),
    /// It is one manifest more than the limit, and was not read.
    TooMany(usize),
}

impl From<io::Error> for ReadFault {
    fn from(error: io::Error) -> ReadFault {
        BrokenPromise::of(&error)
            .map_or_else(|| ReadFault::Failed(error.to_string()), ReadFault::Promise)
    }
}

impl From<OpenError> for ReadFault {
    fn from(error: OpenError) -> ReadFault {
        ReadFault::Failed(error.to_string())
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadFault::Promise(broken) => write!(f, "{broken}"),
            ReadFault::Failed(why) => f.write_str(why),
            ReadFault::TooLarge(limit) => write!(
                f,
                "it is larger than {limit} bytes, which is what the limit leaves for it"
            ),
            ReadFault::TooMany(limit) => write!(f, "there are more than {limit} manifests"),
        }
    }
}

/// The size and digests of a file, and its format, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digested {
    /// The fixity of all bytes, if they were read to the end. It is there even if the ZIP's
    /// directory promises another CRC-32.
    pub fixity: Option<Fixity>,
    /// The format that the bytes show, where it was asked for and they were read to the end.
    pub format: Option<Identified>,
    /// What went wrong.
    pub fault: Option<ReadFault>,
}

impl Digested {
    /// Reads to the end. The size is what the container gives, and may be wrong. The format is
    /// told of a file whose name is given.
    pub(super) fn of(
        opened: Result<Box<dyn Read + Send + '_>, OpenError>,
        size: u64,
        name: Option<&str>,
    ) -> Digested {
        let mut sampled = name.map(|name| (name, Sampler::new(size)));
        let mut from = match opened {
            Ok(from) => from,
            Err(error) => return Digested::failed(error.into()),
        };
        let size = usize::try_from(size).unwrap_or(CHUNK);
        let mut chunk = vec![0; size.clamp(1, CHUNK)];
        let mut hasher = Hasher::new();
        loop {
            match from.read(&mut chunk) {
                Ok(0) => return Digested::stopped(None, hasher, sampled),
                Ok(read) => {
                    let bytes = chunk.get(..read).unwrap_or_default();
                    hasher.update(bytes);
                    if let Some((_, sampler)) = &mut sampled {
                        sampler.update(bytes);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Digested::stopped(Some(error.into()), hasher, sampled),
            }
        }
    }

    fn stopped(
        fault: Option<ReadFault>,
        hasher: Hasher,
        sampled: Option<(&str, Sampler)>,
    ) -> Digested {
        // Only a wrong CRC-32 comes after the last byte.
        let crc = ReadFault::Promise(BrokenPromise::Crc);
        let whole = fault.as_ref().is_none_or(|fault| *fault == crc);
        let sampled = sampled.filter(|_| whole);
        Digested {
            fixity: whole.then(|| hasher.finish()),
            format: sampled.map(|(name, sampler)| identify(&sampler.finish(), name)),
            fault,
        }
    }

    fn failed(fault: ReadFault) -> Digested {
        Digested {
            fixity: None,
            format: None,
            fault: Some(fault),
        }
    }
}

/// Reads to the end of a file, whatever CRC-32 the ZIP promises.
pub(super) struct Content<R>(pub(super) R);

impl<R: Read> Read for Content<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into) {
            // It is told at the end, after the last byte.
            Err(error) if BrokenPromise::of(&error) == Some(BrokenPromise::Crc) => Ok(0),
            read => read,
        }
    }
}

/// The bytes of a file, as far as they could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SoFar {
    /// The bytes before the fault, or all. There are none if the file is too large.
    pub bytes: Vec<u8>,
    /// Why there are not more, or why they are not to be trusted.
    pub fault: Option<ReadFault>,
}

impl SoFar {
    /// Reads up to `limit` bytes.
    pub(super) fn of(opened: Result<Box<dyn Read + Send + '_>, OpenError>, limit: u64) -> SoFar {
        let mut read = SoFar::default();
        let from = match opened {
            Ok(from) => from,
            Err(error) => {
                read.fault = Some(error.into());
                return read;
            }
        };
        let mut from = from.take(limit.saturating_add(1));
        if let Err(error) = from.read_to_end(&mut read.bytes) {
            read.fault = Some(error.into());
        }
        if read.bytes.len() as u64 > limit {
            read = SoFar::too_large(limit);
        }
        read
    }

    /// Returns what is read of a file that is too large: nothing.
    pub(super) fn too_large(limit: u64) -> SoFar {
        SoFar {
            bytes: Vec::new(),
            fault: Some(ReadFault::TooLarge(limit)),
        }
    }
}

/// A tag file, read and understood as far as that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagFile<T> {
    /// Its path from the bag's folder.
    pub path: String,
    /// What it says.
    pub content: T,
    /// Why it could not be read to its end.
    pub fault: Option<ReadFault>,
}

impl<T> TagFile<T> {
    /// Tells whether nothing of it was read, so that nothing may be concluded from what it lacks.
    pub fn is_unread(&self) -> bool {
        matches!(
            self.fault,
            Some(ReadFault::TooLarge(_) | ReadFault::TooMany(_))
        )
    }
}
