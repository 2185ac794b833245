//! How long it takes to write a package of 1 GiB in 100 files, and to read it back.
//!
//! `cargo bench --bench package` writes into the folder for temporary files, once for each number
//! of threads, and prints a line for each. The file is still in the cache when it is read back,
//! so the figures are those of hashing, not of the disk.
#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use consign::bag::{self, Declaration, ManifestKind, ManifestName};
use consign::canonical::{Member, Plan, Supply, sort};
use consign::check;
use consign::fixity::{Algorithm, Fixity};
use consign::package::{Limits, Opened};

const FILES: u64 = 100;
const TOTAL: u64 = 1 << 30;

/// Bytes that no two files share and no disk can guess, at next to no cost.
struct Media {
    state: u64,
    left: u64,
}

impl Read for Media {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = into
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        for chunk in into[..wanted].chunks_mut(8) {
            self.state = self
                .state
                .wrapping_mul(0x5851_f42d_4c95_7f2d)
                .wrapping_add(1);
            let bytes = self.state.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        self.left -= wanted as u64;
        Ok(wanted)
    }
}

fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for threads in [1, 2].map(|n| NonZeroUsize::new(n).expect("not zero")) {
        let path = home.path().join(format!("{threads}.zip"));
        let start = Instant::now();
        write(&path, threads);
        let written = start.elapsed();
        let start = Instant::now();
        let package = Opened::open(&path, Limits::default(), threads).expect("a package");
        let checked = check::run(&package).expect("a look at it");
        let read = start.elapsed();
        assert!(checked.findings.is_empty(), "{:?}", checked.findings);
        println!(
            "{threads} threads: written in {written:.2?}, read back and checked in {read:.2?}"
        );
    }
}

fn payload() -> impl Iterator<Item = String> {
    (0..FILES).map(|n| format!("data/b/chat-001_a{n:04}.mp4"))
}

/// Writes a bag the way a builder does: lay out, write the payload, then what depends on it.
fn write(path: &Path, threads: NonZeroUsize) {
    let paths: Vec<_> = payload().collect();
    let mut sizes: BTreeMap<String, u64> = paths
        .iter()
        .map(|path| (path.clone(), TOTAL / FILES))
        .collect();
    sizes.insert(
        bag::DECLARATION.to_owned(),
        Declaration::WRITTEN.len() as u64,
    );
    for algorithm in Algorithm::ALL {
        let name = ManifestName::new(ManifestKind::Payload, algorithm).to_string();
        let listed = paths.iter().map(String::as_str);
        sizes.insert(name, bag::manifest::size(algorithm, listed));
    }
    let tags: Vec<_> = sizes
        .keys()
        .filter(|path| !path.starts_with("data/"))
        .cloned()
        .collect();
    for algorithm in Algorithm::ALL {
        let name = ManifestName::new(ManifestKind::Tag, algorithm).to_string();
        let listed = tags.iter().map(String::as_str);
        sizes.insert(name, bag::manifest::size(algorithm, listed));
    }
    let date = NaiveDate::from_ymd_opt(2021, 3, 9).expect("a day");
    let member = |(path, size): (&String, &u64)| Member {
        name: format!("bench/{path}"),
        size: *size,
        date,
    };
    let mut members: Vec<_> = sizes.iter().map(member).collect();
    sort(&mut members);
    let plan = Plan::new(members).expect("a plan");
    let file = File::create(path).expect("a file");
    let mut fixities = BTreeMap::new();
    let supplies = paths.iter().zip(1..).map(|(path, state)| {
        let left = TOTAL / FILES;
        Supply::new(index(&plan, path), move || Ok(Media { state, left }))
    });
    let written = plan
        .write_members(&file, supplies.collect(), threads)
        .expect("the payload");
    fixities.extend(paths.iter().cloned().zip(written));
    put(
        &plan,
        &file,
        bag::DECLARATION,
        Declaration::WRITTEN,
        &mut fixities,
    );
    manifests(&plan, &file, ManifestKind::Payload, &mut fixities);
    manifests(&plan, &file, ManifestKind::Tag, &mut fixities);
    let crc32s: Vec<_> = plan
        .members()
        .iter()
        .map(|member| fixities[member.name.trim_start_matches("bench/")].crc32)
        .collect();
    plan.finish(&file, &crc32s).expect("the directory");
}

fn index(plan: &Plan, path: &str) -> usize {
    plan.find(&format!("bench/{path}"))
        .expect("it is in the plan")
}

fn put(plan: &Plan, file: &File, path: &str, text: &str, fixities: &mut BTreeMap<String, Fixity>) {
    let written = plan.write_member(file, index(plan, path), &mut text.as_bytes());
    fixities.insert(path.to_owned(), written.expect("a tag file"));
}

fn manifests(
    plan: &Plan,
    file: &File,
    kind: ManifestKind,
    fixities: &mut BTreeMap<String, Fixity>,
) {
    let of_kind = |path: &str| path.starts_with("data/") == (kind == ManifestKind::Payload);
    let listed: BTreeMap<String, Fixity> = fixities
        .iter()
        .filter(|(path, _)| of_kind(path))
        .map(|(path, fixity)| (path.clone(), *fixity))
        .collect();
    for algorithm in Algorithm::ALL {
        let files = listed.iter().map(|(path, fixity)| (path.as_str(), fixity));
        let text = bag::manifest::write(algorithm, files);
        let name = ManifestName::new(kind, algorithm).to_string();
        put(plan, file, &name, &text, fixities);
    }
}
