//! Measures search: the reading of a batch, and queries over it after that.
//!
//! `cargo bench --bench search`, or with the number of messages: `… --bench search -- 1000000`. A
//! folder as second argument keeps what was made, and is used again when it is there.

#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

#[expect(dead_code, reason = "only exports are needed here")]
mod generate;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use consign::acts::{Rows, Searching, load, search};
use consign::batch::Batch;
use consign::cli::{self, World};
use consign::container::Budget;
use consign::search::{Asked, Request};

/// How many exports a batch has.
const EXPORTS: usize = 10;
/// How many bytes of an export a message takes, about.
const BYTES: usize = 105;

/// Queries, from the lightest to those that ask for all that can be asked.
const QUERIES: [&str; 6] = [
    "helicopter",
    "decid* OR agreed OR approv*",
    "\"happy to\" OR draft NEAR(6) minister",
    "to:@minister AND (paper OR figures) AND date:2016..2018",
    "words:>=0",
    "NOT (the OR a OR of) AND has:attachment OR kind:deleted",
];

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let messages = arguments.first().and_then(|text| text.parse().ok());
    let scratch = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = arguments
        .get(1)
        .map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let batch = folder.join("batch");
    let world = World {
        now: "2026-03-20T10:00:00Z".parse().expect("this is a time"),
        random: [7; 32],
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    };
    if !batch.exists() {
        make(&folder, &batch, messages.unwrap_or(112_000), &world);
    }
    measure(&batch, &world);
    whole_command(&batch, &world);
}

fn make(folder: &Path, batch: &Path, messages: usize, world: &World) {
    let consign = |arguments: &[&str]| {
        let start = ["consign", "-C", batch.to_str().expect("UTF-8"), "--quiet"];
        let all = start.iter().chain(arguments).map(OsString::from);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = cli::run(&all.collect::<Vec<_>>(), world, &mut out, &mut err);
        assert_eq!(exit.code(), 0, "{}", String::from_utf8_lossy(&err));
    };
    consign(&[
        "init",
        "--policy",
        "private-office",
        "--reference",
        "bench",
        "--title",
        "Bench",
        "--transferring-body",
        "Example Department",
        "--creator",
        "Private Office",
        "--contact",
        "records@example.gov.uk",
    ]);
    for number in 0..EXPORTS {
        let path = folder.join(format!("WhatsApp Chat with Group {number}.txt"));
        // No two are alike: an export is added once.
        let bytes = messages / EXPORTS * BYTES + number * 1_000;
        generate::export(&path, generate::Form::Android, bytes);
        let name = path.to_str().expect("UTF-8");
        consign(&[
            "add",
            name,
            "--by",
            "Records Manager",
            "--date-order",
            "DMY",
        ]);
        std::fs::remove_file(&path).expect("it was made just now");
    }
    consign(&["people"]);
    // The first is a minister, so that something can be asked of groups of posts.
    let path = batch.join("people.csv");
    let people = std::fs::read_to_string(&path).expect("it was written just now");
    let people = people.replacen(",p01,,,,", ",p01,,,minister,", 1);
    std::fs::write(&path, people).expect("it can be written");
}

fn measure(batch: &Path, world: &World) {
    let start = Instant::now();
    let today = world.now.date_naive();
    let mut loaded =
        load(&Batch::at(batch), today, Budget::default()).expect("the batch was made just now");
    let appraisal = loaded.appraisal(world.threads).expect("it can be read");
    let messages: usize = appraisal
        .sources
        .iter()
        .map(|source| source.rows.len())
        .sum();
    drop(appraisal);
    println!(
        "{messages} messages on {} threads; read and appraised in {:.3} s, peak {:.0} MiB",
        world.threads,
        start.elapsed().as_secs_f64(),
        peak()
    );
    for query in QUERIES {
        for rows in [Rows::Counted, Rows::Wanted] {
            let request = Request {
                reference: String::new(),
                asked: Asked {
                    query: query.to_owned(),
                    ..Asked::default()
                },
            };
            let searching = Searching {
                asked: vec![request],
                by: String::new(),
                at: world.now,
                context: 3,
                rows,
            };
            let start = Instant::now();
            let mut answers = search(&mut loaded, &searching, world.threads)
                .unwrap_or_else(|error| panic!("{error}"));
            let answer = answers.remove(0);
            println!(
                "  {:.3} s  {:>8} found, {}, peak {:.0} MiB  {query}",
                start.elapsed().as_secs_f64(),
                answer.certificate.counts.matched,
                match (rows, answer.schedule) {
                    (Rows::Counted, _) => "counted only".to_owned(),
                    (Rows::Wanted, None) => "too many for a schedule".to_owned(),
                    (Rows::Wanted, Some(schedule)) => format!("{} rows", schedule.rows.len()),
                },
                peak()
            );
        }
    }
}

/// Measures the command as a person runs it: the batch is read, asked, and the answer written.
fn whole_command(batch: &Path, world: &World) {
    let start = Instant::now();
    let folder = batch.to_str().expect("UTF-8");
    let arguments = [
        "consign",
        "-C",
        folder,
        "--quiet",
        "search",
        "decid* OR agreed",
    ];
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(&arguments, world, &mut out, &mut err);
    println!(
        "  {:.3} s, exit code {}, peak {:.0} MiB  consign search, with all that it writes",
        start.elapsed().as_secs_f64(),
        exit.code(),
        peak()
    );
}

/// Returns the peak memory of this process in MiB; nought where it cannot be known.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}
