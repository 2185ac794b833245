//! Batches that are more than one package may hold: split between parts, whole together, and bad in
//! every way that only the packages together show.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;

use consign::check::{self, Member};
use consign::package::Form::{Folder, Zip};
use consign::package::{Limits, Opened};

use crate::bench::consign::{Bench, entries};
use crate::bench::package::{
    FIRST_PHONE, MEMBERS, NOVEMBER, OCTOBER, Package, SECOND_PHONE, codes, told,
};

const MANIFEST: &str = "deposit-manifest.xml";

/// A bad group: it is named after its code, and gives the whole list of findings.
struct BadGroup {
    name: &'static str,
    how: fn() -> Vec<Package>,
    findings: &'static [&'static str],
}

/// Returns the names of the bad groups: the codes that only packages together can have.
pub fn names() -> impl Iterator<Item = &'static str> {
    BAD.iter().map(|bad| bad.name)
}

fn whole() -> Vec<Package> {
    (1..=MEMBERS).map(Package::member).collect()
}

/// Changes the deposit manifest of one package.
fn manifest(number: usize, from: &str, to: &str) -> Vec<Package> {
    let mut group = whole();
    let package = group.remove(number - 1);
    group.insert(number - 1, package.replace(MANIFEST, from, to).retag());
    group
}

/// Changes a transcript of one package, and what vouches for it.
fn transcript(number: usize, path: &str, from: &str, to: &str) -> Vec<Package> {
    let mut group = whole();
    let package = group.remove(number - 1);
    let changed = package.replace(path, from, to).redigest(path).reseal();
    group.insert(number - 1, changed);
    group
}

const BAD: &[BadGroup] = &[
    BadGroup {
        name: "GRP-002",
        how: || {
            let mut group = whole();
            group.remove(1);
            group
        },
        findings: &["GRP-002"],
    },
    BadGroup {
        name: "GRP-003",
        how: || {
            let mut group = whole();
            group.push(Package::member(2));
            group
        },
        findings: &["GRP-003"],
    },
    BadGroup {
        name: "GRP-004",
        how: || manifest(2, "number=\"3\" package", "number=\"4\" package"),
        findings: &["GRP-004"],
    },
    BadGroup {
        name: "GRP-005",
        how: || manifest(2, "<title>", "<title>Another "),
        findings: &["GRP-005"],
    },
    BadGroup {
        name: "GRP-006",
        how: || manifest(2, NOVEMBER, OCTOBER),
        findings: &["GRP-006"],
    },
    BadGroup {
        name: "GRP-007",
        how: || {
            let group = whole().into_iter();
            let more = |package: Package| {
                package
                    .replace(MANIFEST, " select=\"7\"", " select=\"8\"")
                    .retag()
            };
            group.map(more).collect()
        },
        findings: &["GRP-007"],
    },
    BadGroup {
        name: "GRP-008",
        how: || transcript(2, NOVEMBER, "previous=\"2021-10\"", "previous=\"2021-09\""),
        findings: &["GRP-008"],
    },
    BadGroup {
        name: "GRP-009",
        how: || {
            let gap = "code=\"attachments-omitted\" count";
            let (from, to) = (format!("{gap}=\"1\""), format!("{gap}=\"2\""));
            transcript(2, NOVEMBER, &from, &to)
        },
        findings: &["GRP-009"],
    },
    BadGroup {
        name: "GRP-011",
        how: || {
            let mut group = Package::group_of_copies();
            let copy = "evidence=\"anchor\" n=\"2\"";
            let first = group.remove(0);
            let changed = first
                .replace(FIRST_PHONE, copy, &copy.replace("anchor", "aligned"))
                .redigest(FIRST_PHONE)
                .reseal();
            group.insert(0, changed);
            group
        },
        // The copy in another package names it by other evidence.
        findings: &["GRP-011", "GRP-011"],
    },
];

fn member(package: Package) -> Member {
    let written = package.write(Zip);
    let opened = Opened::open(&written.path, Limits::default(), NonZeroUsize::MIN).unwrap();
    let (_, member) = check::run_of_many(&opened, None).unwrap();
    member.expect("it says that it belongs to a group")
}

#[test]
fn every_bad_group_has_exactly_its_findings() {
    let mut wrong = Vec::new();
    for bad in BAD {
        let members: Vec<Member> = (bad.how)().into_iter().map(member).collect();
        let checked = check::run_group(&members);
        if codes(&checked) != bad.findings {
            wrong.push(format!("{}:\n  {}", bad.name, told(&checked)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_package_of_a_group_is_valid_alone_with_a_note_and_all_together_without() {
    for number in 1..=MEMBERS {
        for form in [Folder, Zip] {
            let checked = Package::member(number).check(form);
            assert_eq!(codes(&checked), ["GRP-001"], "package {number} as {form:?}");
            assert!(!checked.findings.any_errors());
        }
    }
    let members: Vec<Member> = whole().into_iter().map(member).collect();
    assert_eq!(codes(&check::run_group(&members)), [""; 0]);
    // In whatever order they are named.
    let members: Vec<Member> = whole().into_iter().rev().map(member).collect();
    assert_eq!(codes(&check::run_group(&members)), [""; 0]);
}

#[test]
fn copies_in_other_packages_are_named_and_compared() {
    let group = Package::group_of_copies;
    assert_eq!(group().len(), 4);
    for package in group() {
        assert_eq!(codes(&package.check(Zip)), ["GRP-001"]);
    }
    let members: Vec<Member> = group().into_iter().map(member).collect();
    assert_eq!(codes(&check::run_group(&members)), [""; 0]);
    let tie = |messages: u32, target: &str, package: &str| {
        format!(
            "<relationship messages=\"{messages}\" package=\"{package}\" target=\"{target}\" type=\"copy-of\">"
        )
    };
    let first = group().remove(0);
    let told = tie(11, SECOND_PHONE, "MOCK1-123-winter-003");
    let manifest = first.text(MANIFEST);
    assert!(manifest.contains(&told), "{manifest}");
    let premis = first.text("metadata/premis.xml");
    assert!(premis.contains("holds copies of messages of"), "{premis}");
    assert!(
        premis.contains(&format!("MOCK1-123-winter-003/{SECOND_PHONE}")),
        "{premis}"
    );
    // Another package than the one in which it lies: only together they tell.
    let wrong = || {
        let (from, to) = ("winter-003\" target", "winter-002\" target");
        group().remove(0).replace(MANIFEST, from, to).retag()
    };
    assert_eq!(codes(&wrong().check(Zip)), ["GRP-001"]);
    let rest = group().into_iter().skip(1);
    let members: Vec<Member> = std::iter::once(wrong()).chain(rest).map(member).collect();
    assert_eq!(codes(&check::run_group(&members)), ["GRP-011"]);
}

/// Returns the names of the ZIPs in the batch's folder of packages.
fn zips(bench: &Bench, folder: &str) -> Vec<String> {
    let files = bench.files(folder).into_keys();
    files.filter(|name| name.ends_with(".zip")).collect()
}

/// How many records a package may hold so that the sample is three of them.
const MOST: &str = "9";

const THREE: [&str; 3] = [
    "MOCK1-123-winter-planning-001.zip",
    "MOCK1-123-winter-planning-002.zip",
    "MOCK1-123-winter-planning-003.zip",
];

#[test]
fn the_sample_is_split_between_parts_and_nothing_is_lost() {
    let bench = Bench::sample();
    let whole = entries(&bench.package("batch/out"));
    fs::remove_dir_all(bench.at("batch/out")).unwrap();
    bench
        .consign(["build", "--max-records", MOST])
        .ends(0)
        .says(["Group    3 packages", "as a group, before any got its name"]);
    assert_eq!(zips(&bench, "batch/out"), THREE);
    let records = |all: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let records = all.iter().filter(|(path, _)| path.starts_with("data/"));
        records
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    let mut together = BTreeMap::new();
    for (number, zip) in (1..).zip(THREE) {
        let all = entries(&bench.at("batch/out").join(zip));
        let info = String::from_utf8(all["bag-info.txt"].clone()).unwrap();
        assert!(info.contains("Bag-Group-Identifier: MOCK1-123-winter-planning\n"));
        assert!(
            info.contains(&format!("Bag-Count: {number} of 3\n")),
            "{info}"
        );
        let own = records(&all);
        assert!((1..=MOST.parse().unwrap()).contains(&own.len()));
        // A part stays together.
        let part = |path: &String| path.rsplit_once('_').unwrap().0.to_owned();
        let parts: BTreeSet<String> = own.keys().map(part).collect();
        let elsewhere: BTreeSet<String> = together.keys().map(part).collect();
        assert!(parts.is_disjoint(&elsewhere));
        for (path, bytes) in own {
            assert_eq!(together.insert(path, bytes), None);
        }
    }
    assert_eq!(together, records(&whole));
    let out = bench.at("batch/out");
    let ledger = bench.ledger();
    let transferred = ledger.iter().filter(|row| row["transferred"] == "yes");
    bench
        .run(["validate", out.to_str().unwrap()])
        .ends(0)
        .says([
            "MOCK1-123-winter-planning, 3 of 3 packages",
            &format!("{} = ", transferred.count()),
        ]);
    bench
        .consign(["build", "--max-records", MOST])
        .ends(0)
        .says(["The same packages are there already"]);
    bench
        .consign(["status"])
        .says(["-001.zip and 2 more of its group"]);
    // Another way of splitting is another build: nothing is put beside the packages of this one.
    bench.consign(["build"]).ends(5).says(["move it away"]);
    assert_eq!(zips(&bench, "batch/out"), THREE);
}

#[test]
fn a_missing_package_is_an_error_and_one_alone_a_note() {
    let bench = Bench::sample();
    fs::remove_dir_all(bench.at("batch/out")).unwrap();
    bench.consign(["build", "--max-records", MOST]).ends(0);
    let at = |name: &str| {
        bench
            .at("batch/out")
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    };
    let [one, two, _] = THREE.map(at);
    bench
        .run(["validate", &two])
        .ends(0)
        .says(["GRP-001", "2 of 3"]);
    let reports = bench.at("reports");
    let reports = reports.to_str().unwrap();
    bench
        .run(["validate", &one, &two, "--report-dir", reports])
        .ends(1)
        .says([
            "GRP-002",
            "MOCK1-123-winter-planning-003",
            "This group is not valid",
        ]);
    let written = bench.files("reports");
    assert!(written.contains_key("MOCK1-123-winter-planning-group.validation.html"));
    let ran = bench.run(["--json", "validate", &one, &two]).ends(1);
    let summary = ran.objects().pop().unwrap();
    assert_eq!(
        summary["verdicts"],
        serde_json::json!(["PASS", "PASS", "FAIL"])
    );
}

#[test]
fn a_run_that_was_killed_between_two_names_is_taken_up_by_the_next() {
    let bench = Bench::sample();
    fs::remove_dir_all(bench.at("batch/out")).unwrap();
    let journal = ["journal.jsonl", "journal.head"].map(|name| {
        let path = bench.at("batch").join(name);
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    });
    bench.consign(["build", "--max-records", MOST]).ends(0);
    let built = bench.files("batch/out");
    for left in 0..=2 {
        // As it is when the last `left` packages have their names, and the journal knows nothing.
        for (path, bytes) in &journal {
            fs::write(path, bytes).unwrap();
        }
        for name in &THREE[..3 - left] {
            let zip = bench.at("batch/out").join(name);
            fs::rename(&zip, zip.with_extension("zip.partial")).unwrap();
        }
        let out = bench.at("batch/out");
        if left > 1 {
            // Nobody takes it for whole.
            bench
                .run(["validate", out.to_str().unwrap()])
                .ends(1)
                .says(["GRP-002", "MOCK1-123-winter-planning-001"]);
        }
        bench.consign(["build", "--max-records", MOST]).ends(0);
        let again = bench.files("batch/out");
        let packages = |files: &BTreeMap<String, _>| -> Vec<_> {
            let kept = files.iter().filter(|(name, _)| name.contains(".zip"));
            kept.map(|(name, digest)| (name.clone(), *digest)).collect()
        };
        assert_eq!(packages(&again), packages(&built), "{left} had their names");
    }
}

#[test]
fn a_part_that_is_more_than_one_package_may_hold_is_refused_and_named() {
    let bench = Bench::sample();
    fs::remove_dir_all(bench.at("batch/out")).unwrap();
    bench
        .consign(["build", "--max-records", "3"])
        .ends(2)
        .says([
            "chat-001_2020-11_transcript.xml and what belongs to it are 5 records",
            "a part is never torn apart",
            "Cut conversations into smaller parts",
        ]);
    bench
        .consign(["build", "--max-size", "20kB"])
        .ends(2)
        .says([
            "one package may hold 20,000 bytes",
            "alone has",
            "tdr@nationalarchives.gov.uk",
        ]);
    bench
        .consign(["build", "--max-size", "big"])
        .ends(2)
        .says(["is not a size", "5GB"]);
    assert_eq!(zips(&bench, "batch/out"), [""; 0]);
    assert!(!bench.at("batch/out/.spool").exists());
}

#[test]
fn the_bounds_of_the_batch_are_in_force_and_config_prints_them() {
    let bench = Bench::begun();
    bench.edit("batch/batch.toml", |text| {
        text.replace(
            "# max_size = \"5GB\"",
            "max_size = \"4 GB\"\nmax_records = 2",
        )
    });
    bench.consign(["config"]).ends(0).says([
        "package.max_size              4,000,000,000 bytes of records a package     batch.toml",
        "package.max_records           2 records a package                          batch.toml",
    ]);
    let chat = "\
24/11/2020, 09:00 - Press Officer: The line for the morning is ready
24/12/2020, 09:05 - Director Winter Planning: Agreed, go with it
25/01/2021, 10:00 - Press Officer: Noted
";
    let export = bench.write("WhatsApp Chat with Press Officer.txt", chat);
    bench.consign(["add", &export]).ends(0);
    bench.sign();
    bench.consign(["build"]).ends(0);
    // The files of participants stay behind here, so that a part is one record.
    assert_eq!(
        zips(&bench, "batch/out"),
        ["winter-001.zip", "winter-002.zip"]
    );
    bench.edit("batch/batch.toml", |text| {
        text.replace("bag-zip-0.1", "tdr-2026-06")
    });
    bench.consign(["config"]).ends(0).says(["tdr-2026-06"]);
}
