//! Writing the members of a [`Plan`] into its file: each byte read once, and hashed as it is written.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::num::NonZeroUsize;

use super::Plan;
use crate::fixity::{Fixity, Hasher};
use crate::parallel::try_map;
use crate::platform::write_all_at;
use crate::shown::shown;

/// How many bytes are read, hashed and written at a time.
const CHUNK: usize = 256 << 10;

/// Gives the content of one member, once.
pub struct Supply<'a> {
    member: usize,
    open: Box<dyn FnOnce() -> io::Result<Box<dyn Read + 'a>> + Send + 'a>,
}

impl<'a> Supply<'a> {
    /// Returns the supply of the member at `member`, opened when its turn comes.
    pub fn new<R: Read + 'a>(
        member: usize,
        open: impl FnOnce() -> io::Result<R> + Send + 'a,
    ) -> Supply<'a> {
        Supply {
            member,
            open: Box::new(move || Ok(Box::new(open()?))),
        }
    }

    /// Returns the supply of a member whose content lies in memory.
    pub fn bytes(member: usize, bytes: &'a [u8]) -> Supply<'a> {
        Supply::new(member, move || Ok(bytes))
    }
}

/// Why a member could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The content could not be read.
    #[error("cannot read {} to package it: {source}", shown(.name))]
    Read {
        /// The member.
        name: String,
        /// What its reader said.
        source: io::Error,
    },
    /// The content is not as long as it was when the package was laid out.
    #[error("{} was changed while it was being read: {declared} bytes were announced, {found}; build again when nothing writes to it", shown(.name))]
    Changed {
        /// The member.
        name: String,
        /// Its size in the plan.
        declared: u64,
        /// What was met instead.
        found: Found,
    },
    /// The package could not be written.
    #[error("cannot write {} into the package: {source}", shown(.name))]
    Write {
        /// The member, or the directory of the ZIP.
        name: String,
        /// What the operating system said.
        source: io::Error,
    },
}

/// How long a content was that is not as long as was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It ended after so many bytes.
    Fewer(u64),
    /// It went on.
    More,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Found::Fewer(bytes) => write!(f, "{bytes} were there"),
            Found::More => f.write_str("more were there"),
        }
    }
}

impl Plan {
    /// Writes members into their places in `file`, up to `threads` at a time, and returns their
    /// fixity in the order of `supplies`. The bytes do not depend on the number of threads.
    ///
    /// # Errors
    /// That of the earliest supply that fails: unreadable, of another size, or not writable.
    ///
    /// # Panics
    /// When a supply is for a member that is not in the plan.
    pub fn write_members(
        &self,
        file: &File,
        supplies: Vec<Supply<'_>>,
        threads: NonZeroUsize,
    ) -> Result<Vec<Fixity>, WriteError> {
        try_map(supplies, threads, |supply| {
            let name = || self.members()[supply.member].name.clone();
            let mut content = (supply.open)().map_err(|source| WriteError::Read {
                name: name(),
                source,
            })?;
            self.write_member(file, supply.member, &mut content)
        })
    }

    /// Writes one member into its place in `file` and returns its fixity.
    ///
    /// # Errors
    /// When the content cannot be read, has another size than announced, or cannot be written.
    ///
    /// # Panics
    /// When the plan has no such member.
    pub fn write_member(
        &self,
        file: &File,
        member: usize,
        content: &mut dyn Read,
    ) -> Result<Fixity, WriteError> {
        let Some(planned) = self.members().get(member) else {
            panic!(
                "the plan has {} members, not {member}",
                self.members().len()
            );
        };
        let unwritable = |source| WriteError::Write {
            name: planned.name.clone(),
            source,
        };
        let changed = |found| WriteError::Changed {
            name: planned.name.clone(),
            declared: planned.size,
            found,
        };
        let mut chunk = vec![
            0;
            CHUNK
                .min(usize::try_from(planned.size).unwrap_or(CHUNK))
                .max(1)
        ];
        let mut hasher = Hasher::new();
        let mut written = 0;
        loop {
            let read = match content.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(source) => {
                    let name = planned.name.clone();
                    return Err(WriteError::Read { name, source });
                }
            };
            // Checked before the write: a file that grew never runs into its neighbour.
            if read as u64 > planned.size - written {
                return Err(changed(Found::More));
            }
            let bytes = chunk.get(..read).unwrap_or_default();
            hasher.update(bytes);
            write_all_at(file, bytes, self.data_at(member) + written).map_err(unwritable)?;
            written += read as u64;
        }
        if written < planned.size {
            return Err(changed(Found::Fewer(written)));
        }
        let fixity = hasher.finish();
        let header = self.header(member, fixity.crc32);
        write_all_at(file, &header, self.header_at(member)).map_err(unwritable)?;
        Ok(fixity)
    }

    /// Writes the directory and the end records, from the CRC-32s of all members in order.
    ///
    /// # Errors
    /// When the file cannot be written.
    ///
    /// # Panics
    /// When there are not as many CRC-32s as members.
    pub fn finish(&self, file: &File, crc32s: &[u32]) -> Result<(), WriteError> {
        assert_eq!(crc32s.len(), self.members().len(), "one CRC-32 a member");
        let unwritable = |source| WriteError::Write {
            name: "the directory of the ZIP".to_owned(),
            source,
        };
        let mut at = self.directory_at();
        let mut buffer = Vec::with_capacity(CHUNK);
        for (member, &crc32) in crc32s.iter().enumerate() {
            buffer.extend(self.directory_record(member, crc32));
            if buffer.len() >= CHUNK {
                write_all_at(file, &buffer, at).map_err(unwritable)?;
                at += buffer.len() as u64;
                buffer.clear();
            }
        }
        buffer.extend(self.end());
        write_all_at(file, &buffer, at).map_err(unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Member, Verdict, verify};
    use super::*;
    use chrono::NaiveDate;

    fn plan(contents: &[(&str, &[u8])]) -> Plan {
        let date = NaiveDate::from_ymd_opt(2021, 3, 9).unwrap();
        let member = |(name, content): &(&str, &[u8])| Member {
            name: (*name).to_owned(),
            size: content.len() as u64,
            date,
        };
        Plan::new(contents.iter().map(member).collect()).unwrap()
    }

    fn write(contents: &[(&str, &[u8])], threads: usize) -> Vec<u8> {
        let plan = plan(contents);
        let file = tempfile::NamedTempFile::new().unwrap();
        let supplies = contents.iter().enumerate();
        let supplies = supplies.map(|(index, (_, bytes))| Supply::bytes(index, bytes));
        let threads = NonZeroUsize::new(threads).unwrap();
        let fixities = plan.write_members(file.as_file(), supplies.collect(), threads);
        let crc32s: Vec<_> = fixities
            .unwrap()
            .iter()
            .map(|fixity| fixity.crc32)
            .collect();
        plan.finish(file.as_file(), &crc32s).unwrap();
        let verdict = verify(file.as_file(), threads).unwrap();
        assert_eq!(verdict, Verdict::Canonical { plan, crc32s });
        std::fs::read(file.path()).unwrap()
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_number_of_threads() {
        let large = vec![7; 600_000];
        let contents: &[(&str, &[u8])] = &[
            ("b/data/a", b"hello"),
            ("b/data/b", &large),
            ("b/data/c", b""),
            ("b/data/é", b"x"),
            ("b/bagit.txt", b"y"),
        ];
        let one = write(contents, 1);
        assert_eq!(one, write(contents, 2));
        assert_eq!(one, write(contents, 9));
    }

    #[test]
    fn an_empty_list_is_an_empty_zip() {
        assert_eq!(write(&[], 1).len(), 22);
    }

    #[test]
    fn content_of_another_size_is_refused_and_never_touches_its_neighbour() {
        let plan = plan(&[("b/data/a", b"hello"), ("b/data/b", b"there")]);
        let file = tempfile::NamedTempFile::new().unwrap();
        plan.write_member(file.as_file(), 1, &mut &b"there"[..])
            .unwrap();
        let longer = plan.write_member(file.as_file(), 0, &mut &b"hello!"[..]);
        let shorter = plan.write_member(file.as_file(), 0, &mut &b"hell"[..]);
        assert!(matches!(
            longer,
            Err(WriteError::Changed {
                found: Found::More,
                ..
            })
        ));
        let error = shorter.unwrap_err().to_string();
        assert!(
            error.contains("5 bytes were announced, 4 were there"),
            "{error}"
        );
        let bytes = std::fs::read(file.path()).unwrap();
        assert!(bytes.ends_with(b"there"));
    }

    #[test]
    fn the_earliest_failure_names_its_member() {
        let plan = plan(&[("b/data/a", b"hello"), ("b/data/b", b"there")]);
        let file = tempfile::NamedTempFile::new().unwrap();
        let supplies = vec![
            Supply::new(0, || Err::<&[u8], _>(io::Error::other("gone"))),
            Supply::bytes(1, b"x"),
        ];
        let threads = NonZeroUsize::new(2).unwrap();
        let error = plan
            .write_members(file.as_file(), supplies, threads)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot read b/data/a to package it: gone"
        );
    }
}
