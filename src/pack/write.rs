//! Writes one package under its temporary name.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use super::assemble::{BuildInputs, Made, Packed};
use super::links::Links;
use super::media::Media;
use super::publish::BuildError;
use super::share::Share;
use super::tags::tag_files;
use crate::canonical::{self, Member, Supply};
use crate::container::Container;
use crate::error::IoAt;
use crate::manifest::Counts;

/// Writes the ZIP: the layout of the records is known before a byte of them is read; the tag
/// files come after them, and their layout changes nothing before it.
///
/// Returns how many files it has, and how many bytes.
///
/// # Errors
/// When a record is not what it was when it was hashed, or the package cannot be written.
pub(super) fn write(
    build: &BuildInputs<'_>,
    links: &Links<'_>,
    exports: &[Box<dyn Container>],
    share: &Share<'_>,
    partial: &Path,
    attachments: &BTreeMap<String, Media>,
    counts: Counts,
) -> Result<(u64, u64), BuildError> {
    let (name, records) = (&share.name, &share.records);
    let in_zip = |path: &str| format!("{name}/{path}");
    let mut members: Vec<Member> = records
        .iter()
        .map(|(path, record)| Member {
            name: in_zip(&format!("data/{path}")),
            size: record.fixity.size,
            date: record.row.last,
        })
        .collect();
    canonical::sort(&mut members);
    let data = canonical::Plan::new(members.clone())?;
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(partial)
        .map_err(IoAt::at("create", partial))?;
    let supplies = records.iter().map(|(path, record)| {
        let member = data
            .find(&in_zip(&format!("data/{path}")))
            .expect("every record was planned");
        supply(exports, member, record, attachments.get(*path))
    });
    let written = data.write_members(&file, supplies.collect(), build.threads)?;
    for ((path, record), fixity) in records.iter().zip(&written) {
        if *fixity != record.fixity {
            return Err(BuildError::Unsteady((*path).to_owned()));
        }
    }
    let tags = tag_files(build, links, share, counts)?;
    members.extend(tags.iter().map(|(path, bytes)| Member {
        name: in_zip(path),
        size: bytes.len() as u64,
        date: build.signed_on(),
    }));
    canonical::sort(&mut members);
    let whole = canonical::Plan::new(members)?;
    let mut crc32s: BTreeMap<usize, u32> = BTreeMap::new();
    for (path, record) in records {
        let member = whole.find(&in_zip(&format!("data/{path}")));
        crc32s.insert(member.expect("it was planned"), record.fixity.crc32);
    }
    for (path, bytes) in &tags {
        let member = whole.find(&in_zip(path)).expect("it was planned");
        let fixity = whole.write_member(&file, member, &mut bytes.as_slice())?;
        crc32s.insert(member, fixity.crc32);
    }
    let crc32s: Vec<u32> = crc32s.into_values().collect();
    whole.finish(&file, &crc32s)?;
    file.sync_all().map_err(IoAt::at("flush", partial))?;
    Ok((whole.members().len() as u64, whole.size()))
}

fn supply<'a>(
    exports: &'a [Box<dyn Container>],
    member: usize,
    record: &'a Packed<'_>,
    media: Option<&'a Media>,
) -> Supply<'a> {
    match (&record.made, media) {
        (Made::Transcript(rendered), _) => {
            Supply::new(member, move || File::open(&rendered.spooled))
        }
        (Made::Participants(listed), _) => Supply::new(member, move || File::open(&listed.spooled)),
        (Made::Attachment, Some(media)) => Supply::new(member, move || {
            let export = &exports[media.source];
            export.open(media.entry).map_err(std::io::Error::other)
        }),
        (Made::Attachment, None) => Supply::bytes(member, &[]),
    }
}
