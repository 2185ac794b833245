//! The bytes of single messages, read again from where they stand: nothing else of the source is
//! understood a second time.

use std::collections::BTreeSet;
use std::io::{self, Read};

use super::rows::SourceAppraised;
use super::{AppraisalError, Inputs};
use crate::container;
use crate::place::Place;
use crate::source::ReadError;

/// Reads the bytes of the messages at some rows again, in the order of the file, and hands over
/// each with the index of its row.
///
/// # Errors
/// When the source cannot be read, or ends before a message does.
pub fn read_raw(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    rows: &BTreeSet<u32>,
    each: &mut dyn FnMut(u32, &[u8]),
) -> Result<(), AppraisalError> {
    if rows.is_empty() {
        return Ok(());
    }
    let source = &appraised.source;
    let failed = |error: ReadError| AppraisalError::Read {
        id: source.id.clone(),
        error: Box::new(error),
    };
    let export = container::open(&source.path(&inputs.batch), inputs.budget)
        .map_err(|error| failed(error.into()))?;
    let name = appraised.conversation.entry.as_str();
    let chat = appraised.conversation.entry_index;
    if export
        .entries()
        .get(chat)
        .is_none_or(|entry| entry.name != name)
    {
        return Err(AppraisalError::Unsteady {
            id: source.id.clone(),
        });
    }
    let mut from = export.open(chat).map_err(|error| failed(error.into()))?;
    let mut at = 0;
    let mut bytes = Vec::new();
    for &index in rows {
        let row = &appraised.rows[index as usize];
        let read = pass(&mut from, row.offset - at).and_then(|()| {
            bytes.resize(row.length as usize, 0);
            from.read_exact(&mut bytes)
        });
        read.map_err(|source| {
            failed(ReadError::Io {
                at: Place::file(name).at_byte(row.offset),
                source,
            })
        })?;
        at = row.offset + u64::from(row.length);
        each(index, &bytes);
    }
    Ok(())
}

fn pass(from: &mut dyn Read, bytes: u64) -> io::Result<()> {
    match io::copy(&mut from.take(bytes), &mut io::sink())? == bytes {
        true => Ok(()),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
