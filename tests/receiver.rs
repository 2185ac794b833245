//! What a receiver takes beyond what a package is, and the folder that is made for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use consign::check;
use consign::package::Form::{self, Folder, Zip};
use consign::package::{Limits, Opened, Profile, TDR_2026_06};

use crate::bench::consign::{Bench, entries, files};
use crate::bench::package::{PHOTO, Package, codes, told};

/// A package that the receiver refuses: it is named after its code, and gives the whole list of
/// findings.
struct Refused {
    name: &'static str,
    how: fn() -> Package,
    form: Form,
    rules: fn(&Package) -> Profile,
    findings: &'static [&'static str],
}

/// Returns the names of what is refused: the codes that only the rules of a receiver can give.
pub fn names() -> impl Iterator<Item = &'static str> {
    REFUSED.iter().map(|refused| refused.name)
}

fn as_they_are(_: &Package) -> Profile {
    TDR_2026_06
}

fn refused(name: &'static str, how: fn() -> Package, findings: &'static [&'static str]) -> Refused {
    Refused {
        name,
        how,
        form: Folder,
        rules: as_they_are,
        findings,
    }
}

static REFUSED: std::sync::LazyLock<Vec<Refused>> = std::sync::LazyLock::new(|| {
    vec![
        Refused {
            form: Zip,
            ..refused("TDR-010", Package::ours, &["TDR-010"])
        },
        Refused {
            rules: |_| Profile {
                files: 4,
                ..TDR_2026_06
            },
            ..refused("TDR-011", Package::ours, &["TDR-011"])
        },
        Refused {
            rules: |package| Profile {
                bytes: package.payload_bytes() - 1,
                ..TDR_2026_06
            },
            ..refused("TDR-012", Package::ours, &["TDR-012"])
        },
        refused(
            "TDR-013",
            || {
                let gzip = b"\x1f\x8b\x08 packed";
                crate::inside::photo(gzip, "signature", " puid=\"x-fmt/266\"")
            },
            &["TDR-013", "TDR-007"],
        ),
        refused(
            "TDR-014",
            || {
                let package = Package::foreign().add_file("data/b/plan_R.jpg", "x");
                package.remanifest()
            },
            &["TDR-014"],
        ),
        refused(
            "TDR-015",
            || {
                let package = Package::foreign().add_file("data/b/mark.txt", "\u{feff}");
                package.remanifest()
            },
            &["TDR-015"],
        ),
        refused(
            "TDR-016",
            || {
                let package = Package::foreign().add_file("data/c/x.txt", "x");
                package.remanifest()
            },
            &["TDR-016"],
        ),
        refused(
            "TDR-017",
            || Package::ours().date(PHOTO, NaiveDate::from_ymd_opt(2021, 10, 30).unwrap()),
            &["TDR-017"],
        ),
    ]
});

#[test]
fn everything_that_a_receiver_refuses_has_exactly_its_findings() {
    let mut wrong = Vec::new();
    for refused in REFUSED.iter() {
        let package = (refused.how)();
        let profile = (refused.rules)(&package);
        let written = package.write(refused.form);
        let opened = Opened::open(&written.path, Limits::default(), NonZeroUsize::MIN).unwrap();
        let checked = check::run_held_to(&opened, Some(&profile)).unwrap();
        let all: Vec<_> = check::checks().map(|check| check.name).collect();
        let ran: Vec<_> = checked.ran.iter().map(|ran| ran.name).collect();
        assert_eq!(ran, all, "every check ran");
        if codes(&checked) != refused.findings {
            wrong.push(format!("{}:\n  {}", refused.name, told(&checked)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_package_of_ours_in_a_folder_can_be_uploaded_and_a_profile_only_raises_the_bar() {
    let written = Package::ours().write(Folder);
    let opened = Opened::open(&written.path, Limits::default(), NonZeroUsize::MIN).unwrap();
    let checked = check::run_held_to(&opened, Some(&TDR_2026_06)).unwrap();
    assert_eq!(codes(&checked), [""; 0]);
    let broken = Package::ours().flip_byte(PHOTO, 6).write(Folder);
    let opened = Opened::open(&broken.path, Limits::default(), NonZeroUsize::MIN).unwrap();
    let without = check::run(&opened).unwrap();
    let with = check::run_held_to(&opened, Some(&TDR_2026_06)).unwrap();
    for finding in without.findings.iter() {
        assert!(with.findings.iter().any(|found| found == finding));
    }
}

const FOLDER: &str = "batch/out/MOCK1-123-winter-planning-001-tdr";

fn day_of(path: &Path) -> String {
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    DateTime::<Utc>::from(modified).date_naive().to_string()
}

#[test]
fn the_folder_to_upload_has_the_records_alone_and_the_dates_of_the_metadata() {
    let bench = Bench::sample();
    let zip = bench.package("batch/out");
    let ran = bench.consign(["build", "--for", "tdr"]).ends(0).says([
        "Upload   ",
        "-001-tdr/data/winter-planning",
        "-001-tdr/metadata/tdr-metadata.csv",
        "held to tdr-2026-06",
        "This is a demonstration, and not to be transferred.",
        "What is uploaded is published.",
    ]);
    assert!(ran.out.trim_end().ends_with("PASS"), "{}", ran.out);
    let packed = entries(&zip);
    let folder = bench.at(FOLDER);
    let laid: BTreeMap<_, _> = files(&folder);
    assert_eq!(
        laid.keys().collect::<Vec<_>>(),
        packed.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &packed {
        assert_eq!(&fs::read(folder.join(path)).unwrap(), bytes, "{path}");
    }
    let tops = files(&folder.join("data")).into_keys();
    let tops: BTreeSet<String> = tops
        .map(|path| path.split('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(tops.len(), 1, "one folder to choose in the browser");
    let csv = fs::read(folder.join("metadata/tdr-metadata.csv")).unwrap();
    let mut csv = csv::Reader::from_reader(&csv[3..]);
    let mut rows = 0;
    for row in csv.records() {
        let row = row.unwrap();
        assert_eq!(
            row[2],
            day_of(&folder.join("data").join(&row[0])),
            "{}",
            &row[0]
        );
        rows += 1;
    }
    assert_eq!(rows, files(&folder.join("data")).len());
    assert!(!bench.at(&format!("{FOLDER}.partial")).exists());
    let path = folder.to_str().unwrap();
    bench
        .run(["validate", "--profile", "tdr-2026-06", path])
        .ends(0)
        .says(["Held to tdr-2026-06"]);
    let zip = zip.to_str().unwrap();
    bench
        .run(["validate", "--profile", "tdr-2026-06", zip])
        .ends(1)
        .says(["TDR-010"]);
}

#[test]
fn a_folder_that_is_there_is_validated_again_and_never_overwritten() {
    let bench = Bench::sample();
    // What a killed run left behind.
    bench.write(&format!("{FOLDER}.partial/data/left"), "half");
    let json = bench.consign(["--json", "build", "--for", "tdr"]).ends(0);
    let summary = json.objects().pop().unwrap();
    let uploads = summary["uploads"].as_array().unwrap();
    assert!(
        uploads[0]
            .as_str()
            .unwrap()
            .ends_with("-001-tdr/data/winter-planning")
    );
    let made = bench.files(FOLDER);
    bench
        .consign(["build", "--for", "tdr"])
        .ends(0)
        .says(["There already, and validated again"]);
    assert_eq!(bench.files(FOLDER), made);
    let photo = bench
        .at(FOLDER)
        .join("data/winter-planning/chat-001/chat-001_2020-11_a0001.jpg");
    let copied: DateTime<Utc> = "2026-03-20T10:00:00Z".parse().unwrap();
    let file = File::options().write(true).open(&photo).unwrap();
    file.set_modified(copied.into()).unwrap();
    bench
        .consign(["build", "--for", "tdr"])
        .ends(1)
        .says(["was changed since it was made", "TDR-017"]);
    assert_eq!(day_of(&photo), "2026-03-20", "nothing in it was touched");
    fs::remove_dir_all(bench.at(FOLDER)).unwrap();
    bench.write(&format!("{FOLDER}/notes.txt"), "somebody's");
    bench
        .consign(["build", "--for", "tdr"])
        .ends(5)
        .says(["move it away"]);
    assert_eq!(bench.files(FOLDER).len(), 1);
}

#[test]
fn each_package_of_a_group_gets_its_folder() {
    let bench = Bench::sample();
    fs::remove_dir_all(bench.at("batch/out")).unwrap();
    bench
        .consign(["build", "--for", "tdr", "--max-records", "6"])
        .ends(0);
    for number in 1..=3 {
        let folder = bench.at(&format!(
            "batch/out/MOCK1-123-winter-planning-00{number}-tdr"
        ));
        let path = folder.to_str().unwrap();
        bench
            .run(["validate", "--profile", "tdr-2026-06", path])
            .ends(0)
            .says(["GRP-001"]);
    }
}
