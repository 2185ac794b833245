//! Files of participants: each is read once, and held to its schema and to the transcript whose
//! people it lists.

mod form;
mod labels;
mod people;
mod place;
mod words;

use std::io::{BufReader, Read as _};

use super::inside::Inside;
use super::trn::Transcript;
use super::{Check, Findings};
use crate::package::{Opened, PackageFile};
use crate::participants;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    form::CHECK,
    place::CHECK,
    people::CHECK,
    labels::CHECK,
    words::CHECK,
];

/// What is kept of a file of participants: nothing of its labels.
pub struct Participants {
    /// Its path in the package.
    path: String,
    /// The neutral name of the export that it says its labels are from, and the line.
    source: Option<(String, u64)>,
    found: Found,
}

/// What each check found, when the file was read.
struct Found {
    form: Findings,
    place: Findings,
    people: Findings,
    labels: Findings,
    words: Findings,
}

impl Participants {
    /// Reads a file of participants, which lists those of a transcript; nothing where it cannot be
    /// opened. Without a transcript that is whole there is nothing to compare it with.
    pub fn read(
        package: &Opened,
        file: &PackageFile,
        of: Option<&Transcript>,
    ) -> Option<Participants> {
        let from = package.open_content(file).ok()?;
        // One that is longer than every limit is cut here, and is malformed then.
        let from = from.take(package.limits().tag.file);
        let read = participants::read(BufReader::with_capacity(64 << 10, from));
        let is_whole = read.wrong.is_empty();
        let source = read.head("source").filter(|_| is_whole);
        // Of one that does not follow its schema, that is the finding.
        let of = of.filter(|_| is_whole);
        Some(Participants {
            path: file.path.clone(),
            source: source.map(|node| (node.attribute("ref").to_owned(), node.line)),
            found: Found {
                form: form::findings(&file.path, &read),
                place: place::findings(&file.path, &read, of),
                people: people::findings(&file.path, &read, of),
                labels: labels::findings(&file.path, &read, of),
                words: words::findings(&file.path, &read),
            },
        })
    }
}

/// Adds what a check found in each file when it was read.
fn report(inside: &Inside<'_>, findings: &mut Findings, of: fn(&Found) -> &Findings) {
    for file in &inside.participants {
        for finding in of(&file.found).iter() {
            findings.push(finding.clone());
        }
    }
}
