//! Writes any files as a bag in a canonical ZIP, the way a builder does: lay out, write the payload,
//! then what depends on it. There is no deposit manifest, so it is a bag as anybody's.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;

use chrono::NaiveDate;
use consign::bag::{self, Declaration, ManifestKind, ManifestName};
use consign::canonical::{Member, Plan, Supply, sort};
use consign::fixity::{Algorithm, Fixity};

/// The folder of the bag in its ZIP, with its slash.
const BAG: &str = "bag/";

/// A file of the payload: its path below the bag's folder, and its size in bytes.
pub type Payload = (String, u64);

/// Writes the bag of `payload`, in the order of its paths, to `zip`; `open` gives the content of
/// the file at an index.
pub fn write<R: Read>(
    zip: &Path,
    payload: &[Payload],
    open: impl Fn(usize) -> io::Result<R> + Sync,
    threads: NonZeroUsize,
) {
    assert!(payload.is_sorted(), "the payload stands in order");
    let tags = tag_files(payload);
    let plan = plan(payload, &tags);
    let file = File::create(zip).expect("the ZIP can be made");
    let open = &open;
    let supplies = (0..payload.len()).map(|index| Supply::new(index, move || open(index)));
    let fixities = plan
        .write_members(&file, supplies.collect(), threads)
        .expect("the payload can be written");
    let mut of_tags: Vec<(String, Fixity)> = Vec::new();
    for (path, _) in &tags {
        let algorithm = Algorithm::ALL
            .into_iter()
            .find(|algorithm| path.ends_with(&format!("-{}.txt", algorithm.bagit_name())));
        let text = match algorithm {
            None => Declaration::WRITTEN.to_owned(),
            Some(algorithm) if path.starts_with("tag") => {
                let files = of_tags.iter().filter(|(path, _)| !path.starts_with("tag"));
                bag::manifest::write(algorithm, files.map(|(path, fixity)| (&**path, fixity)))
            }
            Some(algorithm) => {
                let paths = payload.iter().map(|(path, _)| path.as_str());
                bag::manifest::write(algorithm, paths.zip(&fixities))
            }
        };
        let member = plan.find(&format!("{BAG}{path}")).expect("it is planned");
        let written = plan.write_member(&file, member, &mut text.as_bytes());
        of_tags.push((path.clone(), written.expect("a tag file can be written")));
    }
    let all = fixities
        .iter()
        .chain(of_tags.iter().map(|(_, fixity)| fixity));
    let crc32s: Vec<u32> = all.map(|fixity| fixity.crc32).collect();
    plan.finish(&file, &crc32s)
        .expect("the directory can be written");
}

/// Returns the tag files in the order of a canonical ZIP, which is one in which each can be written
/// after those that it speaks of.
fn tag_files(payload: &[Payload]) -> Vec<Payload> {
    let mut tags = vec![(
        bag::DECLARATION.to_owned(),
        Declaration::WRITTEN.len() as u64,
    )];
    for algorithm in Algorithm::ALL {
        let listed = payload.iter().map(|(path, _)| path.as_str());
        let name = ManifestName::new(ManifestKind::Payload, algorithm);
        tags.push((name.to_string(), bag::manifest::size(algorithm, listed)));
    }
    let listed: Vec<String> = tags.iter().map(|(path, _)| path.clone()).collect();
    for algorithm in Algorithm::ALL {
        let listed = listed.iter().map(String::as_str);
        let name = ManifestName::new(ManifestKind::Tag, algorithm);
        tags.push((name.to_string(), bag::manifest::size(algorithm, listed)));
    }
    tags
}

fn plan(payload: &[Payload], tags: &[Payload]) -> Plan {
    let date = NaiveDate::from_ymd_opt(2021, 3, 9).expect("a day");
    let member = |(path, size): &Payload| Member {
        name: format!("{BAG}{path}"),
        size: *size,
        date,
    };
    let mut members: Vec<_> = payload.iter().chain(tags).map(member).collect();
    sort(&mut members);
    Plan::new(members).expect("the files have a canonical ZIP")
}
