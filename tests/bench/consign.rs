//! Runs consign from outside, in a world that stands still.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use consign::batch::{RecordRow, Sensitivity, parse_records, write_records};
use consign::cli::{self, World};
use consign::fixity::{Sha256Digest, sha256};
use consign::shown::acts;
use serde_json::Value;
use tempfile::TempDir;

use super::sheets;

/// Where the sample lies.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/winter-planning");
/// The sample's group, exported with media.
pub const GROUP: &str = "exports/WhatsApp Chat - Winter planning.zip";
/// The sample's chat of two, exported without.
pub const TWO: &str = "exports/WhatsApp Chat with Permanent Secretary.txt";
/// The sample's group once more, exported from a second telephone.
pub const AGAIN: &str = "exports/WhatsApp Chat with Winter planning.zip";

/// A small chat whose dates can be read in one way only.
pub const CHAT: &str = "\
24/11/2020, 09:00 - Press Officer: The line for the morning is ready
24/11/2020, 09:05 - Director Winter Planning: Agreed, go with it
25/11/2020, 10:00 - Press Officer: Noted
";

/// A policy that selects all of it.
const SELECT_ALL: &str = r#"format = "selection-rules/1"
id = "ALL-1"
title = "All of it"
authority = "Appraisal report 1"
owner = "Departmental Records Officer"
otherwise = "select"
"#;

/// What a run of consign gave.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub exit: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Returns the run, which ended with this exit code and printed nothing that acts on a
    /// terminal.
    #[track_caller]
    pub fn ends(self, exit: u8) -> Ran {
        assert_eq!(
            self.exit, exit,
            "standard output:\n{}\nstandard error:\n{}",
            self.out, self.err
        );
        for text in [&self.out, &self.err] {
            let raw = text
                .chars()
                .find(|&c| acts(c) && c != '\n' && c != '\u{200d}');
            assert_eq!(raw, None, "{text:?}");
        }
        self
    }

    /// Returns the run, whose messages hold each of these texts.
    #[track_caller]
    pub fn says<const N: usize>(self, texts: [&str; N]) -> Ran {
        for text in texts {
            assert!(
                self.err.contains(text) || self.out.contains(text),
                "nothing says {text:?}:\n{}\n{}",
                self.out,
                self.err
            );
        }
        self
    }

    /// Returns every line of standard output as the object it is.
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line:?}")))
            .collect()
    }
}

/// A place of its own for a test, and a world for consign.
pub struct Bench {
    home: TempDir,
    /// The world.
    pub world: World,
}

impl Bench {
    /// Returns a fresh bench.
    pub fn new() -> Bench {
        Bench {
            home: tempfile::tempdir().unwrap(),
            world: World {
                now: "2026-03-20T10:00:00Z".parse::<DateTime<Utc>>().unwrap(),
                random: [7; 32],
                threads: NonZeroUsize::new(2).unwrap(),
            },
        }
    }

    /// Returns a bench with an empty batch that selects everything.
    pub fn begun() -> Bench {
        let bench = Bench::new();
        bench.begin("batch").ends(0);
        fs::write(bench.at("batch/rules.toml"), SELECT_ALL).unwrap();
        bench
    }

    /// Returns a bench with a batch of one chat, ready to be built.
    pub fn signed(chat: &str) -> Bench {
        let bench = Bench::begun();
        let export = bench.write("WhatsApp Chat with Press Officer.txt", chat);
        bench.consign(["add", &export]).ends(0);
        bench.sign();
        bench
    }

    /// Returns a bench with the sample as a batch: everything signed, and built.
    pub fn sample() -> Bench {
        let bench = Bench::new();
        let into = bench.at("batch");
        bench
            .run(["run", SAMPLE, "--into", into.to_str().unwrap()])
            .ends(0);
        bench
    }

    /// Begins a batch in a folder.
    pub fn begin(&self, folder: &str) -> Ran {
        let at = self.at(folder);
        self.run([
            "-C",
            at.to_str().unwrap(),
            "init",
            "--reference",
            "winter",
            "--title",
            "Messages of a winter",
            "--transferring-body",
            "Example Department",
            "--creator",
            "Private Office",
            "--contact",
            "records@example.gov.uk",
        ])
    }

    /// Names the people, reviews the records as open, and signs twice.
    pub fn sign(&self) {
        self.name_people();
        self.sign_selection().ends(0);
        self.review_records(|_| {});
        self.sign_sensitivity().ends(0);
    }

    /// Fills in who is who.
    pub fn name_people(&self) {
        self.consign(["people"]).ends(0);
    }

    /// Draws a sample of what is not selected, and finds nothing wrong in it.
    pub fn draw_clean(&self) {
        let sheet = self.at("sample.csv");
        let path = sheet.to_str().unwrap();
        self.consign(["draw", "--to", path, "--seed", "1"]).ends(0);
        sheets::fill(&sheet, sheets::agree);
        self.consign(["draw", "--from", path, "--by", "Head of Knowledge"])
            .ends(0);
    }

    /// Signs the selection.
    pub fn sign_selection(&self) -> Ran {
        self.consign([
            "signoff",
            "--selection",
            "--by",
            "Departmental Records Officer",
            "--second",
            "Head of Knowledge",
        ])
    }

    /// Lists the records and fills in that they are open, but that the labels of participants stay
    /// with the department, and but for what `change` changes.
    pub fn review_records(&self, change: impl Fn(&mut RecordRow)) {
        let listed = self.consign(["records"]);
        assert!([0, 4].contains(&listed.exit), "{listed:?}");
        let path = self.at("batch/records.csv");
        let text = fs::read_to_string(&path).unwrap();
        let mut rows = parse_records("records.csv", &text).unwrap();
        for row in &mut rows {
            row.description = "Messages of a winter.".to_owned();
            row.language = "English".to_owned();
            row.rights = "Crown".to_owned();
            row.sensitivity = Sensitivity::Open;
            row.decided_by = "Sensitivity Reviewer".to_owned();
            row.decided_on = "2026-03-12".to_owned();
            if row.role == "participants" {
                stay_behind(row);
            }
            change(row);
        }
        fs::write(&path, write_records(&rows)).unwrap();
    }

    /// Signs the sensitivity review.
    pub fn sign_sensitivity(&self) -> Ran {
        self.consign([
            "signoff",
            "--sensitivity",
            "--by",
            "Departmental Records Officer",
        ])
    }

    /// Returns a path below this bench's home.
    pub fn at(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    /// Writes a file below this bench's home, and returns its path.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes a ZIP of stored entries below this bench's home, and returns its path.
    pub fn write_zip(&self, path: &str, entries: &[(&str, &[u8])]) -> String {
        self.write(path, zip_of(entries))
    }

    /// Changes a file in its place.
    pub fn edit(&self, path: &str, change: impl FnOnce(String) -> String) {
        let path = self.at(path);
        let text = fs::read_to_string(&path).unwrap();
        let changed = change(text.clone());
        assert_ne!(text, changed, "{} was not changed", path.display());
        fs::write(&path, changed).unwrap();
    }

    /// Runs consign on the batch of this bench.
    pub fn consign<const N: usize>(&self, arguments: [&str; N]) -> Ran {
        let batch = self.at("batch");
        let mut all = vec!["-C", batch.to_str().unwrap()];
        all.extend(arguments);
        self.run(all)
    }

    /// Runs consign with just these arguments.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let program = std::iter::once("consign");
        let arguments: Vec<OsString> = program.chain(arguments).map(OsString::from).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = cli::run(&arguments, &self.world, &mut out, &mut err);
        Ran {
            exit: exit.code(),
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// Returns the digest of every file below a folder, by its path.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Sha256Digest> {
        files(&self.at(folder))
    }

    /// Returns the rows of the batch's ledger, each by the names of its columns.
    pub fn ledger(&self) -> Vec<BTreeMap<String, String>> {
        let mut csv = csv::Reader::from_path(self.at("batch/ledger.csv")).unwrap();
        csv.deserialize().map(Result::unwrap).collect()
    }

    /// Returns the one package in a folder.
    pub fn package(&self, folder: &str) -> PathBuf {
        let found = self.files(folder);
        let mut zips = found.keys().filter(|name| name.ends_with(".zip"));
        let zip = zips.next().expect("there is a package");
        assert_eq!(zips.next(), None);
        self.at(folder).join(zip)
    }
}

/// Fills in that a record is retained.
pub fn stay_behind(row: &mut RecordRow) {
    row.sensitivity = Sensitivity::Retained;
    row.rights = String::new();
    row.retention_instrument = "RI-2026-01".to_owned();
    row.retention_signed = "2026-02-20".to_owned();
    row.retention_ground = "6".to_owned();
}

/// Returns the digest of every file below a folder, by its path.
pub fn files(folder: &Path) -> BTreeMap<String, Sha256Digest> {
    let mut files = BTreeMap::new();
    for item in walkdir::WalkDir::new(folder) {
        let item = item.unwrap();
        if item.file_type().is_file() {
            let name = item.path().strip_prefix(folder).unwrap();
            let bytes = fs::read(item.path()).unwrap();
            files.insert(name.to_str().unwrap().to_owned(), sha256(&bytes));
        }
    }
    files
}

/// Returns the bytes of a ZIP of stored entries.
pub fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Returns every file of a package, by its path in the bag.
pub fn entries(zip: &Path) -> BTreeMap<String, Vec<u8>> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap();
        let (_, path) = name.split_once('/').unwrap();
        entries.insert(path.to_owned(), bytes);
    }
    entries
}
