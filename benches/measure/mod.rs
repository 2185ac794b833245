//! Runs a program to its end and tells what it took: wall time, CPU time and peak memory.
//!
//! CPU time and memory are read from `/proc`; where there is none, they are not measured.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a program took.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    /// Seconds from its start to its end.
    pub wall: f64,
    /// Seconds of CPU, in user and system, of it and of what it started.
    pub cpu: Option<f64>,
    /// The most memory that it held at a time, in MiB, without that of what it started.
    pub peak: Option<f64>,
}

/// Runs a command, which must succeed.
pub fn run(mut command: Command) -> Took {
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
    assert!(status.success(), "{command:?} ended with {status}");
    Took {
        wall,
        cpu: children_cpu()
            .zip(before)
            .map(|(after, before)| after - before),
        peak: peak.map(|kib| kib as f64 / 1024.0),
    }
}

/// Returns the least of each figure, and the most memory.
pub fn best(rounds: impl IntoIterator<Item = Took>) -> Took {
    let pick = |a: Option<f64>, b: Option<f64>, of: fn(f64, f64) -> f64| Some(of(a?, b?));
    let fewer = |a: Took, b: Took| Took {
        wall: a.wall.min(b.wall),
        cpu: pick(a.cpu, b.cpu, f64::min),
        peak: pick(a.peak, b.peak, f64::max),
    };
    rounds.into_iter().reduce(fewer).expect("a round")
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
