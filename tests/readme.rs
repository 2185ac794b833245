//! The transcripts of the README are what consign prints: a test runs every command in them, in
//! order, in one folder, and compares. `BLESS=1` writes the README anew, to be read and approved.
//!
//! A transcript is a `console` block behind the line `<!-- transcript -->`. Each command begins
//! with `$ `. What a person does in between, in a spreadsheet or an editor, is told by a line
//! `<!-- by hand: NAME -->` in front of the block, and done here by the function of that name.

use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use consign::cli::{self, World};

use crate::bench::consign::{AGAIN, GROUP, SAMPLE, TWO};
use crate::bench::sheets::{Filling, agree, fill};

const MARK: &str = "<!-- transcript -->";
const BY_HAND: &str = "<!-- by hand: ";

/// What a person and a program have in front of them while a transcript goes on.
struct Desk {
    /// The folder in which it all takes place.
    root: tempfile::TempDir,
    /// Where in it the person stands.
    here: PathBuf,
    /// The time, a quarter of an hour later with every command.
    now: DateTime<Utc>,
}

/// Output and errors, in the order in which a terminal would show them.
#[derive(Clone, Default)]
struct Screen(Rc<RefCell<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Desk {
    fn new() -> Desk {
        let root = tempfile::tempdir().unwrap();
        for export in [GROUP, TWO, AGAIN] {
            let name = Path::new(export).file_name().unwrap();
            fs::copy(Path::new(SAMPLE).join(export), root.path().join(name)).unwrap();
        }
        Desk {
            here: root.path().to_owned(),
            root,
            now: "2026-03-03T09:30:00Z".parse().unwrap(),
        }
    }

    /// Does what a line says and returns what the terminal shows.
    fn run(&mut self, command: &str) -> String {
        let words = shell_words::split(command).unwrap();
        match words[0].as_str() {
            "cd" => {
                self.here.push(&words[1]);
                String::new()
            }
            "consign" => self.consign(&words),
            other => panic!("the README has no business with {other}"),
        }
    }

    /// Runs consign as if it stood in this folder.
    fn consign(&mut self, words: &[String]) -> String {
        let mut arguments: Vec<std::ffi::OsString> = Vec::new();
        let before = std::iter::once("").chain(words.iter().map(String::as_str));
        for (before, word) in before.zip(words) {
            let path = self.here.join(word);
            // What names a file or a folder is named from the root: tests share one process.
            let names_a_file = before == "-C" || path.exists() || is_file_name(word);
            arguments.push(match names_a_file && !word.starts_with('-') {
                true => path.into(),
                false => word.into(),
            });
        }
        if !words.iter().any(|word| word == "-C") {
            arguments.extend(["-C".into(), self.here.clone().into()]);
        }
        let world = World {
            now: self.now,
            random: [7; 32],
            threads: NonZeroUsize::MIN,
        };
        self.now += TimeDelta::minutes(15);
        let screen = Screen::default();
        let (mut out, mut err) = (screen.clone(), screen.clone());
        cli::run(&arguments, &world, &mut out, &mut err);
        let text = String::from_utf8(screen.0.take()).unwrap();
        let here = format!("{}/", self.here.display());
        let root = format!("{}/", self.root.path().display());
        elided(&text.replace(&here, "").replace(&root, "../"))
    }
}

/// Leaves out the middle of a long output, and says how much.
fn elided(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (first, last) = (12, 5);
    let shown = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    match lines.len().checked_sub(first + last) {
        None | Some(0..=3) => shown(&lines),
        Some(more) => format!(
            "{}… {more} more lines …\n{}",
            shown(&lines[..first]),
            shown(&lines[first + last + more - last..])
        ),
    }
}

fn is_file_name(word: &str) -> bool {
    let endings = [".csv", ".xlsx", ".zip", ".txt", ".toml", ".pdf", ".html"];
    endings.iter().any(|ending| word.ends_with(ending))
}

/// Does by hand what a person does between two commands.
fn by_hand(name: &str, desk: &Desk) {
    let at = |name: &str| desk.here.join(name);
    match name {
        // The register as the sample has it.
        "people" => {
            fs::copy(Path::new(SAMPLE).join("people.csv"), at("people.csv")).unwrap();
        }
        // The authority is named; the rules stay as they were chosen.
        "rules" => {
            let rules = fs::read_to_string(at("rules.toml")).unwrap();
            let named = rules.replace(
                "Not agreed yet: name the appraisal report and when The National Archives agreed it",
                "Appraisal report EXD-AR-2026-004, agreed with The National Archives on 2 March 2026",
            );
            assert_ne!(rules, named);
            fs::write(at("rules.toml"), named).unwrap();
        }
        "review" | "review again" => fill(&at("review.xlsx"), |row| review(row, "select")),
        "second-look" => fill(&at("second-look.xlsx"), |row| review(row, "select")),
        "sample" => fill(&at("sample.xlsx"), agree),
        "records" => fill(&at("records.xlsx"), reviewed),
        other => panic!("nobody knows how to do {other} by hand"),
    }
}

/// Answers what is asked in a row: private talk stays outside, everything else is as said.
fn review(row: &mut Filling<'_>, otherwise: &str) {
    if row.cell("row") != "asked" {
        return;
    }
    let text = row.cell("text").to_lowercase();
    let private = [
        "nan",
        "dad",
        "school",
        "dinner",
        "leaflet",
        "association",
        "birthday",
    ];
    let (decision, because) = match private.iter().any(|word| text.contains(word)) {
        true => ("outside", "Private or party-political"),
        false => (otherwise, "Shows how the matter was handled"),
    };
    row.write("decision", decision);
    row.write("because", because);
}

/// Fills in the review of a record.
fn reviewed(row: &mut Filling<'_>) {
    for (column, word) in [
        ("language", "English"),
        ("rights", "Crown"),
        ("sensitivity", "open"),
        ("decided_by", "Sensitivity Reviewer"),
        ("decided_on", "2026-02-25"),
    ] {
        row.write(column, word);
    }
    // Labels and telephone numbers are closed, though their transcripts are open.
    if row.cell("role") == "participants" {
        let year = row.cell("last").chars().take(4).collect::<String>();
        for (column, word) in [
            ("sensitivity", "closed"),
            ("foi_codes", "40(2)"),
            ("closure_periods", "80"),
            ("closure_start", &format!("{year}-12-31")),
            ("foi_schedule_date", "2026-02-26"),
        ] {
            row.write(column, word);
        }
    }
    if row.cell("description").is_empty() {
        row.write("description", "A picture sent in the conversation.");
    }
}

/// Runs a README and returns it with the output that its commands have.
fn written_anew(readme: &str) -> (String, usize) {
    let mut desk = Desk::new();
    let mut anew = String::new();
    let mut commands = 0;
    let mut lines = readme.lines().peekable();
    while let Some(line) = lines.next() {
        anew += line;
        anew.push('\n');
        if let Some(name) = line.strip_prefix(BY_HAND) {
            by_hand(name.trim_end_matches(" -->"), &desk);
        }
        if line != MARK {
            continue;
        }
        anew += lines.next().unwrap_or_default();
        anew.push('\n');
        for line in lines.by_ref() {
            if let Some(command) = line.strip_prefix("$ ") {
                commands += 1;
                anew += line;
                anew.push('\n');
                anew += &desk.run(command);
            }
            if line == "```" {
                anew += "```\n";
                break;
            }
        }
    }
    (anew, commands)
}

#[test]
fn its_transcripts_are_what_consign_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (anew, commands) = written_anew(&readme);
    #[expect(clippy::disallowed_methods, reason = "how a person blesses new texts")]
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &anew).unwrap();
        return;
    }
    let differing = readme.lines().zip(anew.lines()).find(|(a, b)| a != b);
    assert_eq!(differing, None, "look at it, and bless it with BLESS=1");
    assert_eq!(readme, anew);
    assert!(commands > 10, "{commands} commands");
}
