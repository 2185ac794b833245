//! Measures whole commands of the finished program, as a person runs them.
//!
//! ```text
//! cargo bench --bench whole_commands                       both, at their usual sizes
//! cargo bench --bench whole_commands -- inspect 100000000  exports of so many bytes
//! cargo bench --bench whole_commands -- run 1000000        a sample of so many messages
//! ```
//!
//! A folder as third argument keeps what was made, and is used again when it is there.

#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

mod generate;
mod measure;

use std::path::{Path, PathBuf};
use std::process::Command;

use generate::Form;

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
        Some("run") => run(&folder, size.unwrap_or(100_000)),
        Some(other) => panic!("{other} is neither inspect nor run"),
        None => {
            inspect(&folder, 100_000_000);
            run(&folder, 100_000);
        }
    }
}

fn inspect(folder: &Path, bytes: usize) {
    for (name, form) in [("Android", Form::Android), ("Apple", Form::Apple)] {
        let path = folder.join(format!("{name}.txt"));
        std::fs::create_dir_all(folder).expect("the folder can be made");
        let messages = generate::export(&path, form, bytes);
        let mut command = Command::new(CONSIGN);
        command.arg("inspect").arg(&path);
        measure(&format!("inspect, {name}"), messages, command);
    }
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
    measure("run", messages, command);
}

/// Runs a command to its end and prints what it took.
fn measure(name: &str, messages: usize, command: Command) {
    let took = measure::run(command);
    let or_not = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    println!(
        "{name:<24} {messages:>10} {:>8.2} {:>8} {:>9} {:>12.0}",
        took.wall,
        or_not(took.cpu),
        or_not(took.peak),
        messages as f64 / took.wall
    );
}
