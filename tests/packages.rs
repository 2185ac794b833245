//! Packages that must pass: ours and others', in a folder and in a ZIP.

use std::num::NonZeroUsize;

use crate::bench::package::{
    ATTACHMENT, NOVEMBER, OCTOBER, PHOTO, Package, TRANSCRIPT, check, codes,
};
use consign::package::{Form, Limits, Opened};

const FORMS: [Form; 2] = [Form::Folder, Form::Zip];

#[test]
fn a_valid_package_has_no_finding_in_either_form() {
    for form in FORMS {
        for package in [Package::ours(), Package::foreign()] {
            let checked = package.check(form);
            assert_eq!(codes(&checked), [""; 0], "{:?}", checked.findings);
            let ran: Vec<_> = checked.ran.iter().map(|ran| ran.name).collect();
            let all: Vec<_> = crate::codes::not_asked_for()
                .map(|check| check.name)
                .collect();
            assert_eq!(ran, all);
        }
    }
}

#[test]
fn a_bag_with_one_manifest_and_no_metadata_is_valid() {
    let package = || {
        Package::foreign()
            .drop_file("manifest-sha256.txt")
            .drop_file("tagmanifest-sha256.txt")
            .drop_file("bag-info.txt")
            .remanifest()
    };
    assert_eq!(codes(&package().check(Form::Folder)), [""; 0]);
    let bare = package().drop_file("tagmanifest-sha512.txt");
    let checked = bare.check(Form::Folder);
    assert!(!checked.findings.any_errors(), "{:?}", checked.findings);
    assert_eq!(codes(&checked), ["BAG-063"]);
}

#[test]
fn line_ends_capitals_and_blanks_are_free_in_others_bags() {
    let manifest = "manifest-sha256.txt";
    let package = Package::foreign()
        .edit(manifest, |bytes| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let lines = text.lines().rev().map(|line| {
                let (digest, path) = line.split_once("  ").unwrap();
                format!("{} \t {path}", digest.to_uppercase())
            });
            *bytes = lines.collect::<Vec<_>>().join("\r\n").into_bytes();
        })
        .replace("bagit.txt", "\n", "\r")
        .retag();
    assert_eq!(codes(&package.check(Form::Zip)), [""; 0]);
}

#[test]
fn names_that_must_be_encoded_are_found_again() {
    let package = Package::foreign()
        .add_file("data/line\nend.txt", "x")
        .add_file("data/100%.txt", "y")
        .add_file("data/%0A.txt", "z")
        .remanifest();
    let checked = package.check(Form::Folder);
    // Windows cannot hold a line feed in a name; all else is right.
    assert_eq!(codes(&checked), ["BAG-092"], "{:?}", checked.findings);
}

#[test]
fn old_bags_are_judged_by_their_own_rules() {
    for version in ["0.93", "0.94", "0.95", "0.96", "0.97"] {
        let package = Package::foreign()
            .replace("bagit.txt", "1.0", version)
            // One manifest is enough for a file before 1.0, and blanks around colons are free.
            .edit("manifest-sha512.txt", |bytes| {
                bytes.truncate(bytes.len() / 2)
            })
            .edit("manifest-sha512.txt", |bytes| {
                let whole = bytes
                    .iter()
                    .rposition(|&byte| byte == b'\n')
                    .map_or(0, |at| at + 1);
                bytes.truncate(whole);
            })
            .replace("bag-info.txt", ": ", " :  ")
            .retag();
        let checked = package.check(Form::Folder);
        assert_eq!(
            codes(&checked),
            ["BAG-007"],
            "{version}: {:?}",
            checked.findings
        );
    }
}

#[test]
fn a_corrupt_file_is_named_even_when_the_count_is_off_too() {
    let package = Package::foreign()
        .flip_byte(TRANSCRIPT, 3)
        .edit(ATTACHMENT, |bytes| bytes.push(0))
        .add_file("data/b/added.txt", "x")
        .check(Form::Zip);
    let named: Vec<_> = package
        .findings
        .iter()
        .map(|finding| (finding.code.id, finding.place.file.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("BAG-051", "data/b/added.txt"),
            ("BAG-074", "bag-info.txt"),
            ("FIX-001", TRANSCRIPT),
            ("FIX-001", TRANSCRIPT),
            ("FIX-001", ATTACHMENT),
            ("FIX-001", ATTACHMENT),
        ]
    );
}

#[test]
fn findings_do_not_depend_on_the_number_of_threads() {
    let broken = Package::ours()
        .flip_byte(OCTOBER, 3000)
        .flip_byte(NOVEMBER, 3000)
        .flip_byte(PHOTO, 6)
        .write(Form::Zip);
    let one = check(&broken.path, Limits::default());
    let threads = NonZeroUsize::new(4).unwrap();
    let package = Opened::open(&broken.path, Limits::default(), threads).unwrap();
    assert_eq!(consign::check::run(&package).unwrap(), one);
    let about_digests = codes(&one)
        .iter()
        .filter(|&&code| code == "FIX-001")
        .count();
    assert_eq!(about_digests, 6);
}

#[test]
fn a_file_that_is_no_zip_is_an_answer_and_a_file_that_is_not_there_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("letter.zip");
    std::fs::write(&path, "Dear archivist").unwrap();
    assert_eq!(codes(&check(&path, Limits::default())), ["ZIP-001"]);
    let missing = home.path().join("missing.zip");
    assert!(Opened::open(&missing, Limits::default(), NonZeroUsize::MIN).is_err());
}

#[test]
fn one_line_of_many_megabytes_is_a_finding() {
    let package = Package::foreign()
        .edit("bag-info.txt", |bytes| bytes.resize(20 << 20, b'x'))
        .retag();
    let checked = package.check(Form::Folder);
    let findings: Vec<_> = checked.findings.iter().map(ToString::to_string).collect();
    assert_eq!(codes(&checked), ["BAG-022"], "{findings:?}");
    assert!(findings[0].len() < 1000);
}

/// What a bag can not prove by itself: whoever changes a record and writes every manifest again
/// makes another valid bag. Only a digest kept outside the package tells the two apart.
#[test]
fn a_record_changed_together_with_all_manifests_makes_another_valid_bag() {
    let changed = Package::ours()
        .replace(OCTOBER, "Approved, forty.", "Approved, fifty.")
        .redigest(OCTOBER)
        .reseal();
    assert_eq!(codes(&changed.check(Form::Zip)), [""; 0]);
}

#[test]
fn many_small_manifests_are_as_limited_as_a_large_one() {
    let mut package = Package::foreign();
    for n in 0..40 {
        package = package.add_file(
            &format!("manifest-x{n:02}.txt"),
            format!("00  {TRANSCRIPT}\n"),
        );
    }
    let many = package.retag().check(Form::Zip);
    let unread = many
        .findings
        .iter()
        .filter(|finding| finding.code.id == "BAG-022");
    assert_eq!(unread.count(), 44 - Limits::default().tag.manifests);
    let lines = Package::foreign().limits(|limits| limits.tag.lines = 5);
    let lines = lines.check(Form::Folder);
    let text: Vec<_> = lines.findings.iter().map(ToString::to_string).collect();
    assert!(codes(&lines).contains(&"BAG-022"), "{text:?}");
}
