//! Measures whole commands of the finished program, as a person runs them.
//!
//! ```text
//! cargo bench --bench whole_commands                       all, at their usual sizes
//! cargo bench --bench whole_commands -- inspect 100000000  exports of so many bytes
//! cargo bench --bench whole_commands -- chat 40000         one chat of so many messages, inspected
//! cargo bench --bench whole_commands -- copies 100000      a chat of so many on two telephones
//! cargo bench --bench whole_commands -- run 1000000        a sample of so many messages
//! ```
//!
//! What is short is the best of some rounds, because other programs are running too. A folder as
//! third argument keeps what was made; the sample of `run` is used again when it is there.

#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

mod generate;
mod measure;

use std::path::{Path, PathBuf};
use std::process::Command;

use generate::Form;
use measure::{Took, best};

const CONSIGN: &str = env!("CARGO_BIN_EXE_consign");

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let size = arguments.get(1).and_then(|text| text.parse().ok());
    let scratch = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = arguments
        .get(2)
        .map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    println!(
        "{:<24} {:>10} {:>8} {:>8} {:>9} {:>12}",
        "", "messages", "wall s", "CPU s", "peak MiB", "messages/s"
    );
    match arguments.first().map(String::as_str) {
        Some("inspect") => inspect(&folder, size.unwrap_or(100_000_000)),
        Some("chat") => chat(&folder, size.unwrap_or(40_000)),
        Some("copies") => copies(&folder, size.unwrap_or(100_000)),
        Some("run") => run(&folder, size.unwrap_or(100_000)),
        Some(other) => panic!("{other} is none of inspect, chat, copies and run"),
        None => {
            inspect(&folder, 100_000_000);
            chat(&folder, 40_000);
            copies(&folder, 100_000);
            run(&folder, 100_000);
        }
    }
}

/// How often a short command is run.
const ROUNDS: usize = 10;

const FORMS: [(&str, Form); 2] = [("Android", Form::Android), ("Apple", Form::Apple)];

fn inspect(folder: &Path, bytes: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, form) in FORMS {
        let path = folder.join(format!("{name}.txt"));
        let messages = generate::export(&path, form, bytes);
        let took = (0..ROUNDS).map(|_| inspected(&path));
        tell(&format!("inspect, {name}"), messages, best(took));
    }
}

/// Measures what a person waits for who looks at one chat.
fn chat(folder: &Path, messages: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, form) in FORMS {
        let path = folder.join(format!("{name} chat.txt"));
        let messages = generate::export_of(&path, form, messages);
        let took = (0..5 * ROUNDS).map(|_| inspected(&path));
        tell(&format!("one chat, {name}"), messages, best(took));
    }
}

fn inspected(export: &Path) -> Took {
    let mut command = Command::new(CONSIGN);
    command.arg("inspect").arg(export);
    measure::run(command)
}

/// Measures the alignment of a chat on two telephones, and of one twice as long: the difference
/// tells how much memory a message takes.
fn copies(folder: &Path, said: usize) {
    let mut peaks = Vec::new();
    for said in [said, 2 * said] {
        let home = folder.join(format!("copies-{said}"));
        if home.exists() {
            std::fs::remove_dir_all(&home).expect("what an earlier measurement left can go");
        }
        std::fs::create_dir_all(&home).expect("the folder can be made");
        let phones = generate::phones::write(&home, said);
        let mut peak = |name: &str, exports: &[PathBuf], messages| {
            let took = copies_of(&home.join(name), exports);
            tell(&format!("copies, {name}"), messages, took);
            peaks.push((messages, took.peak));
        };
        peak("one phone", &phones.exports[..1], phones.messages / 2);
        peak("two phones", &phones.exports, phones.messages);
    }
    for (name, at) in [("one phone", 0), ("two phones", 1)] {
        let ((few, low), (many, high)) = (peaks[at], peaks[at + 2]);
        if let Some((low, high)) = low.zip(high) {
            let bytes = (high - low) * 1024.0 * 1024.0 / (many - few) as f64;
            println!("copies, {name}: {bytes:.0} bytes for each further message");
        }
    }
}

fn copies_of(batch: &Path, exports: &[PathBuf]) -> Took {
    let ours = || {
        let mut command = Command::new(CONSIGN);
        command.arg("-C").arg(batch);
        command
    };
    let mut init = ours();
    init.args(["init", "--reference", "bench", "--title", "Two telephones"])
        .args(["--transferring-body", "Example Department"])
        .args(["--creator", "Example Department"])
        .args(["--contact", "records@example.gov.uk"]);
    measure::run(init);
    let mut add = ours();
    add.arg("add").args(exports);
    measure::run(add);
    best((0..ROUNDS / 3).map(|_| {
        let mut copies = ours();
        copies.arg("copies");
        measure::run(copies)
    }))
}

fn run(folder: &Path, messages: usize) {
    let sample = folder.join(format!("sample-{messages}"));
    let batch = folder.join("batch");
    for old in [&batch, &folder.join("scratch")] {
        if old.exists() {
            std::fs::remove_dir_all(old).expect("what an earlier measurement left can go");
        }
    }
    if !sample.join("records.csv").exists() {
        generate::sample(&sample, messages, &folder.join("scratch"));
    }
    let mut command = Command::new(CONSIGN);
    command.arg("run").arg(&sample).arg("--into").arg(&batch);
    tell("run", messages, measure::run(command));
}

/// Prints what a command took.
fn tell(name: &str, messages: usize, took: Took) {
    let or_not = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    println!(
        "{name:<24} {messages:>10} {:>8.2} {:>8} {:>9} {:>12.0}",
        took.wall,
        or_not(took.cpu),
        or_not(took.peak),
        messages as f64 / took.wall
    );
}
