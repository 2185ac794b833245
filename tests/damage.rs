//! Damage of every kind to a small package: no bit of it can change unnoticed.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::bench::package::{Package, places};
use crate::bench::share::Share;
use consign::check::{self, Check, OF_THE_BYTES};
use consign::package::{Form, Limits, Opened};
use consign::platform::write_all_at;
use proptest::prelude::*;
use tempfile::TempDir;

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

/// A place of its own for a ZIP that is damaged again and again.
struct Damaged {
    home: TempDir,
}

impl Damaged {
    fn new() -> Damaged {
        let home = tempfile::tempdir().unwrap();
        Damaged { home }
    }

    /// Writes a ZIP and returns where it lies.
    fn write(&self, bytes: &[u8]) -> PathBuf {
        let path = self.home.path().join("damaged.zip");
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

#[test]
fn every_bit_of_a_zip_is_checked() {
    let written = Package::shell().write(Form::Zip);
    assert_eq!(judge(&written.path), Verdict::Valid);
    let bytes = std::fs::read(&written.path).unwrap();
    Share::WHOLE.each(
        "bytes of a small ZIP",
        bytes.len(),
        Damaged::new,
        |place, at| {
            let path = place.write(&bytes);
            let file = File::options().write(true).open(&path).unwrap();
            for bit in 0..8 {
                write_all_at(&file, &[bytes[at] ^ 1 << bit], at as u64).unwrap();
                assert_eq!(judge(&path), Verdict::Invalid, "byte {at}, bit {bit}");
            }
        },
    );
}

#[test]
fn every_byte_that_is_missing_or_one_too_many_is_noticed() {
    let written = Package::shell().write(Form::Zip);
    let bytes = std::fs::read(&written.path).unwrap();
    Share::WHOLE.each(
        "bytes of a small ZIP",
        bytes.len(),
        Damaged::new,
        |place, at| {
            let (before, after) = bytes.split_at(at);
            let without = [before, &after[1..]].concat();
            let with = [before, b"x", after].concat();
            for (what, damaged) in [
                ("deleted", &without[..]),
                ("inserted", &with),
                ("cut", before),
            ] {
                let path = place.write(damaged);
                assert_ne!(judge(&path), Verdict::Valid, "byte {at} {what}");
            }
        },
    );
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

/// Judges a package by every check there is, as `validate` does.
fn judge_all(path: &Path) -> Verdict {
    let opened = Opened::open(path, Limits::default(), NonZeroUsize::MIN);
    match opened.and_then(|package| check::run(&package)) {
        Ok(checked) if checked.findings.any_errors() => Verdict::Invalid,
        Ok(_) => Verdict::Valid,
        Err(_) => Verdict::Error,
    }
}

/// Where the contents of records lie in a ZIP of ours; all other bytes are structure or tag files.
fn records(zip: &[u8]) -> Vec<std::ops::Range<usize>> {
    let package = Package::ours();
    let of_records = package
        .paths()
        .into_iter()
        .filter(|path| path.starts_with("data/"));
    of_records
        .map(|path| {
            let bytes = package.bytes(&path);
            let at = places(zip, bytes)[0];
            at..at + bytes.len()
        })
        .collect()
}

/// A way to damage one byte.
#[derive(Debug, Clone, Copy)]
enum Way {
    Bit(u8),
    Deleted,
    Doubled,
}

impl Way {
    fn damage(self, bytes: &[u8], at: usize) -> Vec<u8> {
        let (before, after) = bytes.split_at(at);
        match self {
            Way::Bit(bit) => [before, &[after[0] ^ 1 << bit], &after[1..]].concat(),
            Way::Deleted => [before, &after[1..]].concat(),
            Way::Doubled => [before, &after[..1], after].concat(),
        }
    }
}

/// Returns every way to damage a byte: each bit of the structure and of the tag files, and the byte
/// gone and doubled; one bit of a byte of a record, which the same digests cover all alike.
fn ways(at: usize, in_record: bool) -> Vec<Way> {
    if in_record {
        return vec![Way::Bit((at % 8) as u8)];
    }
    let bits = (0..8).map(Way::Bit);
    bits.chain([Way::Deleted, Way::Doubled]).collect()
}

/// Damages a ZIP of ours in a share of all ways.
fn damage_a_whole_zip(share: Share) {
    let written = Package::ours().write(Form::Zip);
    assert_eq!(judge_all(&written.path), Verdict::Valid);
    let bytes = std::fs::read(&written.path).unwrap();
    let records = records(&bytes);
    let in_record = |at| records.iter().any(|range| range.contains(&at));
    let trials: Vec<(usize, Way)> = (0..bytes.len())
        .flat_map(|at| {
            ways(at, in_record(at))
                .into_iter()
                .map(move |way| (at, way))
        })
        .collect();
    share.each(
        "damage to a ZIP",
        trials.len(),
        Damaged::new,
        |place, number| {
            let (at, way) = trials[number];
            let path = place.write(&way.damage(&bytes, at));
            assert_ne!(judge_all(&path), Verdict::Valid, "byte {at}: {way:?}");
        },
    );
}

/// Damages a folder of ours in one bit of a share of all bytes of its files.
fn damage_a_whole_folder(share: Share) {
    let ours = Package::ours();
    let bytes = |path: String| (ours.bytes(&path).to_vec(), path);
    let files: Vec<(Vec<u8>, String)> = ours.paths().into_iter().map(bytes).collect();
    let trials: Vec<_> = files
        .iter()
        .flat_map(|(bytes, path)| (0..bytes.len()).map(move |at| (bytes, path, at)))
        .collect();
    let whole = || {
        let written = Package::ours().write(Form::Folder);
        assert_eq!(judge_all(&written.path), Verdict::Valid);
        written
    };
    share.each(
        "damage to a folder",
        trials.len(),
        whole,
        |folder, number| {
            let (bytes, path, at) = trials[number];
            let place = folder.path.join(path);
            let damaged = Way::Bit((at % 8) as u8).damage(bytes, at);
            std::fs::write(&place, damaged).unwrap();
            assert_ne!(judge_all(&folder.path), Verdict::Valid, "{path}, byte {at}");
            std::fs::write(&place, bytes).unwrap();
        },
    );
}

#[test]
fn a_sample_of_the_damage_to_a_whole_package_is_noticed() {
    damage_a_whole_zip(Share::one_in(4001));
    damage_a_whole_folder(Share::one_in(6007));
}

#[test]
#[ignore = "takes long in a release build: .ci/closed runs it"]
fn damage_to_a_whole_zip_is_noticed() {
    damage_a_whole_zip(Share::asked());
}

#[test]
#[ignore = "takes long in a release build: .ci/closed runs it"]
fn damage_to_a_whole_folder_is_noticed() {
    damage_a_whole_folder(Share::asked());
}

/// Returns a package of ours with each file, and each manifest's algorithm, gone, moved or weakened.
fn without_a_piece() -> Vec<(String, Package)> {
    let paths = Package::ours().paths();
    let mut broken = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let other = &paths[(at + 1) % paths.len()];
        let swapped = || {
            let (one, two) = (
                Package::ours().bytes(path).to_vec(),
                Package::ours().bytes(other).to_vec(),
            );
            Package::ours().add_file(path, two).add_file(other, one)
        };
        broken.extend([
            (format!("{path} dropped"), Package::ours().drop_file(path)),
            (
                format!("{path} dropped, sealed"),
                Package::ours().drop_file(path).remanifest(),
            ),
            (
                format!("{path} renamed"),
                Package::ours().rename(path, &format!("{path}x")),
            ),
            (
                format!("{path} renamed, sealed"),
                Package::ours()
                    .rename(path, &format!("{path}x"))
                    .remanifest(),
            ),
            (
                format!("{path} emptied"),
                Package::ours().add_file(path, ""),
            ),
            (
                format!("{path} beside"),
                Package::ours()
                    .add_file(&format!("{path}.bak"), "x")
                    .remanifest(),
            ),
            (format!("{path} and {other} swapped"), swapped()),
            (
                format!("{path} and {other} swapped, sealed"),
                swapped().remanifest(),
            ),
        ]);
    }
    for algorithm in ["sha256", "sha512"] {
        let (payload, tags) = (
            format!("manifest-{algorithm}.txt"),
            format!("tagmanifest-{algorithm}.txt"),
        );
        let weak =
            |package: Package, from: &str| package.rename(from, &from.replace(algorithm, "md5"));
        broken.extend([
            (
                format!("{algorithm} taken out"),
                Package::ours()
                    .drop_file(&payload)
                    .drop_file(&tags)
                    .remanifest(),
            ),
            (
                format!("{algorithm} made md5"),
                weak(weak(Package::ours(), &payload), &tags).retag(),
            ),
        ]);
    }
    // Manifests that are swapped and sealed are made again as they were.
    broken.retain(|(_, package)| !is_whole(package));
    broken
}

/// Tells whether a package has the files of ours, bit for bit.
fn is_whole(package: &Package) -> bool {
    let ours = Package::ours();
    let paths = ours.paths();
    let same = |path: &String| package.bytes(path) == ours.bytes(path);
    package.paths() == paths && paths.iter().all(same)
}

#[test]
fn whatever_is_dropped_swapped_renamed_or_weakened_is_noticed() {
    let broken = without_a_piece();
    assert!(broken.len() > 150, "{}", broken.len());
    for (number, (what, package)) in broken.into_iter().enumerate() {
        // A package without its deposit manifest is a bag, and anybody's: nothing of ours is asked
        // of it. Where the bag itself still holds together, nothing can be missed but the name.
        // The words of the published policy are the department's: nothing inside vouches for them.
        let is_the_policy = what.starts_with("selection-policy.html") && what.ends_with("sealed");
        let is_another_bag = what.starts_with("deposit-manifest.xml") && what.ends_with("sealed");
        let form = if number % 2 == 0 {
            Form::Zip
        } else {
            Form::Folder
        };
        let written = package.write(form);
        let verdict = judge_all(&written.path);
        assert!(
            verdict != Verdict::Valid || is_another_bag || is_the_policy,
            "{what} as {form:?}"
        );
    }
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
