//! Measures packages against other programs, on the same files and in the same run.
//!
//! ```text
//! cargo bench --bench package                    all three, at their full sizes
//! cargo bench --bench package -- bytes           2 GiB in 200 files
//! cargo bench --bench package -- entries         100,000 files of 4 KiB
//! cargo bench --bench package -- transcripts     the transcripts of 200,000 messages
//! ```
//!
//! The others are `xmllint` and the `bagit` of PyPI, as `.ci/install` puts it into
//! `target/witnesses`. Everything lies in the cache: the figures are those of computing, and what
//! the disk takes to flush a package is told apart. Each figure is the best of three rounds.

#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

mod bag;
// Both are shared with another measurement, and neither uses all of them.
#[expect(dead_code, reason = "exports alone are for other measurements")]
mod generate;
mod measure;

use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use consign::check;
use consign::package::{Limits, Opened};
use consign::transcript;
use measure::{Took, best};

const CONSIGN: &str = env!("CARGO_BIN_EXE_consign");
const ROUNDS: usize = 3;
/// What is allowed of memory: so many MiB, and so many for each entry.
const MEMORY: (f64, f64) = (64.0, 0.5 / 1024.0);

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => {
            bytes();
            entries();
            transcripts();
        }
        ["bytes"] => bytes(),
        ["entries"] => entries(),
        ["transcripts"] => transcripts(),
        // What is measured runs in a process of its own, so that its memory can be told.
        ["build", folder, zip, threads] => {
            build(Path::new(folder), Path::new(zip), number(threads));
        }
        ["write", folder, zip] => write(Path::new(folder), Path::new(zip), number("2")),
        ["read", files @ ..] => read(files),
        other => panic!("{other:?} is none of bytes, entries and transcripts"),
    }
}

fn number(text: &str) -> NonZeroUsize {
    text.parse().expect("a number of threads")
}

fn bytes() {
    against_bagit("2 GiB in 200 files", 200, (2 << 30) / 200, [1.5, 1.15]);
}

fn entries() {
    against_bagit("100,000 files of 4 KiB", 100_000, 4 << 10, [0.3, 0.1]);
}

/// Measures building and validating a package of so many files of so many bytes, and what `bagit`
/// takes for the same files; `targets` are the ratios to stay below.
fn against_bagit(what: &str, files: usize, size: usize, targets: [f64; 2]) {
    let home = tempfile::tempdir().expect("a folder for temporary files");
    let folder = home.path().join("files");
    let zip = home.path().join("bag.zip");
    media(&folder, files, size);
    println!("\n{what}: consign, and bagit 1.9 with --processes 2");
    let mut ours = [const { Vec::new() }; 3];
    let mut theirs = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for (threads, took) in ["1", "2"].iter().zip(&mut ours) {
            took.push(build_apart(&folder, &zip, threads));
        }
        theirs[0].push(bagit(&folder, &["--sha256", "--sha512"]));
        theirs[1].push(bagit(&folder, &["--validate"]));
        let mut command = Command::new(CONSIGN);
        command.arg("validate").arg(&zip);
        ours[2].push(measure::run(command));
        unbag(&folder);
    }
    let [one, two, validated] = ours.map(best);
    let [created, checked] = theirs.map(best);
    line("consign: written and read back, 1 thread", one);
    line("consign: written and read back, 2 threads", two);
    line("consign validate, in the ZIP", validated);
    line("bagit: created", created);
    line("bagit: validated, in the folder", checked);
    let flush = (0..ROUNDS).map(|_| flushed(&folder, &zip));
    let flush = flush.fold(f64::INFINITY, f64::min);
    println!(
        "{:<44} {flush:>8.2} s",
        "flushed to disk, right after it was written"
    );
    let both = Took {
        wall: created.wall + checked.wall,
        cpu: created.cpu.zip(checked.cpu).map(|(a, b)| a + b),
        peak: None,
    };
    ratio("build, read-back included, to bagit", two, both, targets[0]);
    ratio("validate to bagit", validated, checked, targets[1]);
    ratio("two threads to one", two, one, 0.65);
    for (name, took) in [("build", two), ("validate", validated)] {
        let allowed = MEMORY.0 + MEMORY.1 * files as f64;
        let peak = took.peak.unwrap_or(f64::NAN);
        println!("{name}: memory {peak:.1} MiB; at most {allowed:.1}");
    }
}

/// Measures the strict reader on the transcripts of a package, and `xmllint` on the same.
fn transcripts() {
    let home = tempfile::tempdir().expect("a folder for temporary files");
    let (sample, batch) = (home.path().join("sample"), home.path().join("batch"));
    generate::sample(&sample, 200_000, &home.path().join("scratch"));
    let mut command = Command::new(CONSIGN);
    command.arg("run").arg(&sample).arg("--into").arg(&batch);
    measure::run(command);
    let files = unpacked_transcripts(&batch.join(generate::PACKAGE), home.path());
    let size: u64 = files
        .iter()
        .map(|file| file.metadata().map_or(0, |m| m.len()))
        .sum();
    println!("\n{} transcripts, {size} bytes", files.len());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut command = ourselves();
        command.arg("read").args(&files);
        ours.push(measure::run(command));
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/transcript.xsd");
        let mut command = Command::new("xmllint");
        command.args(["--nonet", "--stream", "--noout", "--schema"]);
        command.arg(schema).args(&files);
        theirs.push(measure::run(command));
    }
    let (ours, theirs) = (best(ours), best(theirs));
    line("consign: read, and held to the schema", ours);
    line("xmllint --stream --schema", theirs);
    ratio("transcript check to xmllint", ours, theirs, 0.4);
}

fn unpacked_transcripts(package: &Path, into: &Path) -> Vec<PathBuf> {
    let package = File::open(package).expect("the package");
    let mut package = zip::ZipArchive::new(package).expect("a ZIP");
    let mut files = Vec::new();
    for index in 0..package.len() {
        let mut entry = package.by_index(index).expect("an entry");
        if entry
            .name()
            .is_ok_and(|name| name.ends_with("_transcript.xml"))
        {
            let path = into.join(format!("{index}.xml"));
            let mut file = File::create(&path).expect("a file");
            std::io::copy(&mut entry, &mut file).expect("a transcript");
            files.push(path);
        }
    }
    files
}

fn read(files: &[&str]) {
    for file in files {
        let from = BufReader::with_capacity(64 << 10, File::open(file).expect("a transcript"));
        let read = transcript::read(from, &mut |_| {});
        assert!(read.wrong.is_empty(), "{file}: {:?}", read.wrong);
    }
}

/// Makes files that no two of them share and no disk can guess.
fn media(folder: &Path, files: usize, size: usize) {
    let mut state = 1_u64;
    let mut bytes = vec![0; size];
    for n in 0..files {
        for chunk in bytes.chunks_mut(8) {
            state = state
                .wrapping_mul(0x5851_f42d_4c95_7f2d)
                .wrapping_add(1_442_695_040_888_963_407);
            let word = state.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        let path = folder.join(name(n));
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        let written = File::create(path).and_then(|mut file| file.write_all(&bytes));
        written.expect("a file can be written");
    }
}

fn name(n: usize) -> String {
    format!(
        "chat-{:03}/chat-{:03}_2021-03_a{n:06}.mp4",
        n / 1000,
        n / 1000
    )
}

fn ourselves() -> Command {
    Command::new(std::env::current_exe().expect("this program"))
}

fn build_apart(folder: &Path, zip: &Path, threads: &str) -> Took {
    let mut command = ourselves();
    command.arg("build").arg(folder).arg(zip).arg(threads);
    measure::run(command)
}

/// Returns the seconds that the disk takes for a package that was written a moment ago. After the
/// package was read back there would be little left to flush: the system does not wait so long. Nor
/// would there be of one that was written over another, which some file systems flush when it is
/// closed.
fn flushed(folder: &Path, zip: &Path) -> f64 {
    fs::remove_file(zip).expect("the package of the round before can go");
    let mut command = ourselves();
    command.arg("write").arg(folder).arg(zip);
    measure::run(command);
    let start = Instant::now();
    let written = File::open(zip).and_then(|file| file.sync_all());
    written.expect("the package can be flushed");
    start.elapsed().as_secs_f64()
}

/// Writes a bag of the folder's files, reads it back with every check, and hashes the ZIP.
fn build(folder: &Path, zip: &Path, threads: NonZeroUsize) {
    write(folder, zip, threads);
    let package = Opened::open(zip, Limits::default(), threads).expect("the package");
    let checked = check::run(&package).expect("a look at it");
    assert!(!checked.findings.any_errors(), "{:?}", checked.findings);
    package.sha256().expect("its digest");
}

/// Writes a bag of the folder's files.
fn write(folder: &Path, zip: &Path, threads: NonZeroUsize) {
    let mut payload = Vec::new();
    for n in 0.. {
        let Ok(file) = fs::metadata(folder.join(name(n))) else {
            break;
        };
        payload.push((format!("data/{}", name(n)), file.len()));
    }
    let open = |n: usize| File::open(folder.join(name(n)));
    bag::write(zip, &payload, open, threads);
}

/// Runs the `bagit` of PyPI on a folder.
fn bagit(folder: &Path, arguments: &[&str]) -> Took {
    let witnesses = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/witnesses");
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", witnesses);
    command.args(["-m", "bagit", "--quiet", "--processes", "2"]);
    command.args(arguments).arg(folder);
    measure::run(command)
}

/// Makes a bag a folder of files again.
fn unbag(folder: &Path) {
    let data = folder.with_extension("data");
    let moved = fs::rename(folder.join("data"), &data)
        .and_then(|()| fs::remove_dir_all(folder))
        .and_then(|()| fs::rename(&data, folder));
    moved.expect("the bag can be made a folder again");
}

fn line(name: &str, took: Took) {
    let (cpu, peak) = (took.cpu.unwrap_or(f64::NAN), took.peak.unwrap_or(f64::NAN));
    let wall = took.wall;
    println!("{name:<44} {wall:>8.2} s {cpu:>8.2} s of CPU {peak:>8.1} MiB");
}

fn ratio(name: &str, ours: Took, theirs: Took, target: f64) {
    let wall = ours.wall / theirs.wall;
    let cpu = ours.cpu.zip(theirs.cpu).map_or(f64::NAN, |(a, b)| a / b);
    println!("{name}: {wall:.2} by the clock, {cpu:.2} of CPU; at most {target}");
}
