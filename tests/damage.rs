//! Damage of every kind to a small package: no bit of it can change unnoticed.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;

use crate::bench::package::Package;
use consign::check::{self, Check, OF_THE_BYTES};
use consign::package::{Form, Limits, Opened};
use consign::platform::write_all_at;
use proptest::prelude::*;

/// What a reader of a package says of it.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Valid,
    Invalid,
    /// It could not even be looked at.
    Error,
}

/// The checks that vouch for every byte, alone: they need no help from those that know what a
/// package of ours says.
fn of_the_bytes() -> impl Iterator<Item = &'static Check> {
    OF_THE_BYTES.iter().copied().flatten()
}

fn judge(path: &Path) -> Verdict {
    let opened = Opened::open(path, Limits::default(), NonZeroUsize::MIN);
    match opened.and_then(|package| check::run_these(&package, of_the_bytes())) {
        Ok(checked) if checked.findings.any_errors() => Verdict::Invalid,
        Ok(_) => Verdict::Valid,
        Err(_) => Verdict::Error,
    }
}

/// Does `work` on all numbers below `end`, on two threads.
fn all(end: usize, work: impl Fn(usize) + Sync) {
    std::thread::scope(|scope| {
        for start in 0..2 {
            let work = &work;
            scope.spawn(move || (start..end).step_by(2).for_each(work));
        }
    });
}

#[test]
fn every_bit_of_a_zip_is_checked() {
    let written = Package::shell().write(Form::Zip);
    let bytes = std::fs::read(&written.path).unwrap();
    let home = tempfile::tempdir().unwrap();
    all(bytes.len(), |at| {
        let path = home.path().join(format!("{}.zip", at % 2));
        if at < 2 {
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(judge(&path), Verdict::Valid);
        }
        let file = File::options().write(true).open(&path).unwrap();
        for bit in 0..8 {
            write_all_at(&file, &[bytes[at] ^ 1 << bit], at as u64).unwrap();
            assert_eq!(judge(&path), Verdict::Invalid, "byte {at}, bit {bit}");
        }
        write_all_at(&file, &[bytes[at]], at as u64).unwrap();
    });
}

#[test]
fn every_byte_that_is_missing_or_one_too_many_is_noticed() {
    let written = Package::shell().write(Form::Zip);
    let bytes = std::fs::read(&written.path).unwrap();
    let home = tempfile::tempdir().unwrap();
    all(bytes.len(), |at| {
        let path = home.path().join(format!("{}.zip", at % 2));
        let (before, after) = bytes.split_at(at);
        let without = [before, &after[1..]].concat();
        let with = [before, b"x", after].concat();
        for (what, damaged) in [
            ("deleted", &without[..]),
            ("inserted", &with),
            ("cut", before),
        ] {
            std::fs::write(&path, damaged).unwrap();
            assert_ne!(judge(&path), Verdict::Valid, "byte {at} {what}");
        }
    });
}

#[test]
fn every_bit_of_a_folder_is_checked() {
    let written = Package::shell().write(Form::Folder);
    let mut bits = 0;
    for item in walkdir::WalkDir::new(&written.path).sort_by_file_name() {
        let item = item.unwrap();
        if !item.file_type().is_file() {
            continue;
        }
        let bytes = std::fs::read(item.path()).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            // One bit of each byte, another one each time; in a ZIP all are tried.
            damaged[at] ^= 1 << (at % 8);
            std::fs::write(item.path(), damaged).unwrap();
            let verdict = judge(&written.path);
            assert_eq!(
                verdict,
                Verdict::Invalid,
                "{} byte {at}",
                item.path().display()
            );
            bits += 1;
        }
        std::fs::write(item.path(), bytes).unwrap();
    }
    assert!(bits > 1500, "{bits}");
    assert_eq!(judge(&written.path), Verdict::Valid);
}

proptest! {
    #[test]
    fn no_damage_makes_the_checks_panic_or_passes(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        tail in prop::collection::vec(any::<u8>(), 0..40),
        is_cut in any::<bool>(),
    ) {
        let written = Package::shell().write(Form::Zip);
        let whole = std::fs::read(&written.path).unwrap();
        let mut bytes = whole.clone();
        for (at, byte) in changes {
            // Most of what a program can trip over is in the directory, the last part.
            let at = at.index(bytes.len());
            bytes[if byte % 3 == 0 { at } else { whole.len() - 1 - at % 900 }] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(whole.len()));
            bytes.extend(tail);
        }
        std::fs::write(&written.path, &bytes).unwrap();
        prop_assert_eq!(judge(&written.path) == Verdict::Valid, bytes == whole);
    }
}
