//! The same batch gives the same bytes, on any machine, at any time, with any number of threads.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use crate::bench::consign::{Bench, SAMPLE, files};

fn run_sample(bench: &Bench, into: &str, threads: &str) {
    let into = bench.at(into);
    bench
        .run([
            "--threads",
            threads,
            "run",
            SAMPLE,
            "--into",
            into.to_str().unwrap(),
        ])
        .ends(0)
        .says(["PASS", "Keep the originals."]);
}

#[test]
fn clock_randomness_and_threads_change_no_byte() {
    let mut bench = Bench::new();
    let mut packages = Vec::new();
    for (index, threads) in ["1", "2", "3"].into_iter().enumerate() {
        let number = u8::try_from(index).unwrap();
        bench.world.now += chrono::Duration::days(400 * i64::from(number));
        bench.world.random = [number; 32];
        bench.world.threads = NonZeroUsize::MIN;
        run_sample(&bench, threads, threads);
        packages.push(fs::read(bench.package(&format!("{threads}/out"))).unwrap());
    }
    assert!(packages[0].len() > 100_000);
    assert!(packages[0] == packages[1] && packages[0] == packages[2]);
}

#[test]
fn a_second_run_resumes_and_changes_nothing() {
    let mut bench = Bench::new();
    let sample = files(Path::new(SAMPLE));
    run_sample(&bench, "batch", "2");
    let first = bench.files("batch");
    bench.world.now += chrono::Duration::days(40);
    bench.world.random = [9; 32];
    let into = bench.at("batch");
    let again = bench
        .run(["run", SAMPLE, "--into", into.to_str().unwrap()])
        .ends(0);
    let again = again.says(["Resumed", "there already", "PASS"]);
    assert!(!again.err.contains("Added"), "{}", again.err);
    assert_eq!(bench.files("batch"), first);
    assert_eq!(files(Path::new(SAMPLE)), sample);
    assert!(first.contains_key("journal.jsonl") && sample.contains_key("acts.jsonl"));
}

#[test]
fn every_act_can_be_the_last_before_a_crash() {
    let bench = Bench::new();
    run_sample(&bench, "whole", "2");
    let package = fs::read(bench.package("whole/out")).unwrap();
    let journal = fs::read_to_string(bench.at("whole/journal.jsonl")).unwrap();
    let lines = journal.lines().count();
    // A crash leaves the journal with fewer lines, the last one perhaps without its end, and
    // whatever the next act had begun to write.
    for kept in 1..lines {
        let into = format!("cut-{kept}");
        copy(&bench.at("whole"), &bench.at(&into));
        let mut cut: Vec<&str> = journal.split_inclusive('\n').take(kept).collect();
        cut.push("{\"n\":");
        // Between a line and the head that names it, at every second act.
        let named = kept - kept % 2;
        let head = bench.at(&into).join("journal.head");
        match named.checked_sub(1).and_then(|last| cut.get(last)) {
            None => fs::remove_file(head).unwrap(),
            Some(last) => {
                let hash = consign::fixity::sha256(last.as_bytes());
                fs::write(head, format!("{named} {hash}\n")).unwrap();
            }
        }
        fs::write(bench.at(&into).join("journal.jsonl"), cut.concat()).unwrap();
        run_sample(&bench, &into, "2");
        let journal_again = fs::read_to_string(bench.at(&into).join("journal.jsonl")).unwrap();
        assert_eq!(journal_again, journal, "after {kept} lines");
        let again = fs::read(bench.package(&format!("{into}/out"))).unwrap();
        assert!(again == package, "after {kept} lines");
    }
}

fn copy(from: &Path, to: &Path) {
    for name in files(from).keys() {
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(name), target).unwrap();
    }
}

#[test]
fn a_package_lies_beside_its_digest_and_the_report_of_its_validation() {
    let bench = Bench::new();
    run_sample(&bench, "batch", "2");
    let out: Vec<String> = bench.files("batch/out").into_keys().collect();
    let name = "MOCK1-123-winter-planning-001";
    let expected = [
        format!("{name}.retained-for-the-department.csv"),
        format!("{name}.validation.html"),
        format!("{name}.validation.json"),
        format!("{name}.zip"),
        format!("{name}.zip.sha256"),
        "winter-planning.report.html".to_owned(),
        "winter-planning.report.json".to_owned(),
    ];
    assert_eq!(out, expected);
    let zip = bench.package("batch/out");
    let digest = consign::fixity::sha256(&fs::read(&zip).unwrap()).to_string();
    for ending in [".zip.sha256", ".validation.html", ".validation.json"] {
        let beside = bench.at("batch/out").join(format!("{name}{ending}"));
        assert!(
            fs::read_to_string(&beside).unwrap().contains(&digest),
            "{ending}"
        );
    }
    bench
        .run(["validate", zip.to_str().unwrap()])
        .ends(0)
        .says(["PASS"]);
}
