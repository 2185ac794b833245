//! Packages beyond what a ZIP could hold before ZIP64: more than 65,535 entries, and an entry of
//! more than 4 GiB.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;

use consign::canonical::{Verdict, verify};
use consign::check;
use consign::fixity::sha256_of;
use consign::package::{Layout, Limits, Opened};

#[path = "../benches/bag/mod.rs"]
mod bag;

/// The size of an entry that 32 bits cannot count, with something behind the last zero.
const LARGE: u64 = 5 << 30;

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Validates a package as whoever receives it does, and returns how many files it has.
fn validated(zip: &Path) -> usize {
    let package = Opened::open(zip, Limits::default(), threads()).unwrap();
    let checked = check::run(&package).unwrap();
    assert!(!checked.findings.any_errors(), "{:?}", checked.findings);
    assert!(matches!(package.layout(), Some(Layout::Canonical(_))));
    let (_, whole) = sha256_of(&mut File::open(zip).unwrap()).unwrap();
    assert_eq!(package.sha256().unwrap(), Some(whole));
    package.files().len()
}

/// Writes a bag of so many files of a few bytes each.
fn many(zip: &Path, files: usize) {
    let content = |n: usize| format!("file {n}\n").into_bytes();
    let payload: Vec<_> = (0..files)
        .map(|n| (format!("data/m/{n:06}.txt"), content(n).len() as u64))
        .collect();
    let open = |n: usize| Ok(io::Cursor::new(content(n)));
    bag::write(zip, &payload, open, threads());
}

/// Writes a bag with a large file of zeros between two small ones: the second lies beyond 4 GiB.
fn large(zip: &Path) {
    let payload = [
        ("data/l/a.txt".to_owned(), 6),
        ("data/l/b.mp4".to_owned(), LARGE),
        ("data/l/c.txt".to_owned(), 6),
    ];
    let open = |n: usize| {
        let (zeros, end) = match n {
            1 => (LARGE - 6, "large\n"),
            _ => (0, "small\n"),
        };
        Ok(io::repeat(0).take(zeros).chain(end.as_bytes()))
    };
    bag::write(zip, &payload, open, threads());
}

#[test]
fn more_entries_than_16_bits_can_count() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("many.zip");
    many(&zip, 70_000);
    assert!(matches!(
        verify(&File::open(&zip).unwrap(), threads()).unwrap(),
        Verdict::Canonical { plan, .. } if plan.members().len() == 70_005
    ));
    let mut others = zip::ZipArchive::new(File::open(&zip).unwrap()).unwrap();
    assert_eq!(others.len(), 70_005);
    let mut last = String::new();
    let mut file = others.by_name("bag/data/m/069999.txt").unwrap();
    file.read_to_string(&mut last).unwrap();
    assert_eq!(last, "file 69999\n");
}

/// Writes both for other programs to judge, and validates them: `.ci/large` calls it.
#[test]
#[ignore = "it writes more than 5 GB"]
fn writes_them_for_other_programs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/large");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, write, files) in [
        ("large.zip", &large as &dyn Fn(&Path), 3),
        ("many.zip", &|zip| many(zip, 70_000), 70_000),
    ] {
        let zip = folder.join(name);
        write(&zip);
        assert_eq!(validated(&zip), files + 5, "{name}");
        let mut others = zip::ZipArchive::new(File::open(&zip).unwrap()).unwrap();
        assert_eq!(others.len(), files + 5, "{name}");
        let index = others.len() - 6;
        let mut end = Vec::new();
        let mut file = others.by_index(index).unwrap();
        file.read_to_end(&mut end).unwrap();
        let wanted: &[u8] = if files == 3 {
            b"small\n"
        } else {
            b"file 69999\n"
        };
        assert_eq!(end, wanted, "{name}");
    }
}
