//! Measures whole commands of the finished program, as a person runs them.
//!
//! ```text
//! cargo bench --bench whole_commands                       both, at their usual sizes
//! cargo bench --bench whole_commands -- inspect 100000000  exports of so many bytes
//! cargo bench --bench whole_commands -- run 1000000        a sample of so many messages
//! ```
//!
//! A folder as third argument keeps what was made, and is used again when it is there.
//! CPU time and peak memory are read from `/proc`; where there is none, they are not measured.

#![expect(clippy::print_stdout, reason = "a measurement is for a person to read")]

mod generate;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
fn measure(name: &str, messages: usize, mut command: Command) {
    let before = children_cpu();
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started");
    let mut peak = None;
    let status = loop {
        // The kernel keeps the high-water mark; it is lost only for the last moment of a process.
        peak = peak_kib(child.id()).max(peak);
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let wall = start.elapsed().as_secs_f64();
    let cpu = children_cpu()
        .zip(before)
        .map(|(after, before)| after - before);
    assert!(status.success(), "{name} ended with {status}");
    let or_not = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    println!(
        "{name:<24} {messages:>10} {wall:>8.2} {:>8} {:>9} {:>12.0}",
        or_not(cpu),
        or_not(peak.map(|kib| kib as f64 / 1024.0)),
        messages as f64 / wall
    );
}

/// Returns the peak resident memory of a process.
fn peak_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Returns the seconds of CPU, in user and system, of all children that have ended.
fn children_cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold spaces; what follows it is fields 3 and on.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(13).map(str::parse::<u32>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    // Linux tells programs of a hundred ticks a second, whatever it counts itself.
    Some(f64::from(user + system) / 100.0)
}
