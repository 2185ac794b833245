//! `ledger`: verify the account of every message, and prove what became of one.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Agreement, Loaded, Proved, prove, verify_ledger};
use crate::appraisal::{Searched, Sighted};
use crate::error::IoAt;
use crate::ledger::RowRead;
use crate::manifest::grouped;
use crate::shown::shown;

/// The most bytes of a message that somebody holds.
const MESSAGE_LIMIT: u64 = 64 << 20;

/// What `ledger` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Apply rules and acts over the sources again, and hold ledger.csv to what follows and to what
    /// was signed
    Verify,
    /// Say whether a message was among those read, and what became of it
    Prove {
        /// A file with the bytes of the message, as explain ID --original prints them, or with its
        /// words; - reads standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Runs `ledger`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    match &args.what {
        What::Verify => verify(shared, world, terminal),
        What::Prove { file } => {
            let bytes = message_bytes(file)?;
            let mut loaded = shared.load(world)?;
            prove_message(shared, &mut loaded, &bytes, world, terminal)
        }
    }
}

fn verify(shared: &Shared, world: &World, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let verified = verify_ledger(&mut loaded, shared.threads(world))?;
    for check in &verified.checks {
        let mark = match check.agreement {
            Agreement::Same => "[same]       ",
            Agreement::Differs => "[differs]    ",
            Agreement::NotChecked => "[not checked]",
        };
        // A message of the library may hold line ends of its own making; it has escaped the rest.
        terminal.result(format!(
            "{mark} {:<11} {}",
            shown(&check.what).to_string(),
            check.words
        ));
        terminal.object("check", check);
    }
    if let Some(difference) = &verified.difference {
        terminal.object("difference", difference);
    }
    if verified.since > 0 {
        terminal.note(format!(
            "Since line {} of the journal there {}: this ledger shows nothing of it. consign select writes the ledger as it follows now.",
            verified.line,
            match verified.since {
                1 => "is 1 act that changes what follows".to_owned(),
                many => format!("are {} acts that change what follows", grouped(many)),
            }
        ));
    }
    let mut agreements = verified.checks.iter().map(|check| check.agreement);
    let same = agreements.all(|agreement| agreement == Agreement::Same);
    let (exit, words) = match (same, verified.source_changed) {
        (true, _) => (Exit::Done, "All the same."),
        (false, true) => (
            Exit::Incomplete,
            "A source is not what was added, so not everything could be checked (exit code 3).",
        ),
        (false, false) => (Exit::No, "Not all the same (exit code 1)."),
    };
    terminal.result(words);
    Ok(Done::with(exit)
        .and("same", same)
        .and("rows", verified.rows)
        .and("journal_line", verified.line)
        .and("acts_since", verified.since))
}

fn message_bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        let stdin = std::io::stdin().lock();
        let read = stdin.take(MESSAGE_LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(IoAt::at("read", Path::new("standard input")))?;
    } else {
        let opened = std::fs::File::open(file).map_err(IoAt::at("open", file))?;
        let read = opened.take(MESSAGE_LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(IoAt::at("read", file))?;
    }
    if bytes.is_empty() || bytes.len() as u64 > MESSAGE_LIMIT {
        return Err(Failure::new(
            Exit::AskedWrongly,
            format!(
                "a message to be proved has 1 byte to {} MiB",
                MESSAGE_LIMIT >> 20
            ),
        ));
    }
    Ok(bytes)
}

fn prove_message(
    shared: &Shared,
    loaded: &mut Loaded,
    bytes: &[u8],
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    match prove(loaded, bytes, shared.threads(world))? {
        Proved::Read { rows, count, line } => {
            for row in &rows {
                terminal.result(read_words(loaded, row));
                terminal.object("read", row);
            }
            more(count, rows.len(), terminal);
            terminal.note(format!(
                "By the ledger of line {line} of the journal; no source was read."
            ));
            Ok(Done::well().and("read", true).and("rows", count))
        }
        Proved::NotRead { words, rows, line } => {
            terminal.result("no message with these bytes was ever in a source of this batch");
            terminal.note(format!(
                "Compared with the HMAC of each of the {} in the ledger of line {line} of the journal.",
                counted(rows, "message", "messages")
            ));
            by_words(words.as_ref(), terminal)
        }
    }
}

/// Returns what became of a message, in a line.
fn read_words(loaded: &Loaded, row: &RowRead) -> String {
    let held = match row.held_by.as_str() {
        "" => String::new(),
        holds => format!("; caught by hold {holds}"),
    };
    format!(
        "read, id {}, {}, {} {}{}; HMAC matches",
        shown(&row.id),
        shown(&row.local),
        shown(&row.outcome),
        shown(&decided_by(loaded, row)),
        shown(&held)
    )
}

/// Returns what decided about a row of the ledger: by whom, by which rule, or as whose context.
fn decided_by(loaded: &Loaded, row: &RowRead) -> String {
    let mut rules = loaded.inputs.policy.rules().iter();
    let rule = match rules.find(|rule| rule.id == row.decided_by) {
        Some(rule) => format!("rule {} ({})", rule.id, rule.title),
        None => format!("rule {}", row.decided_by),
    };
    match row.basis.as_str() {
        "rule" => format!("by {rule}"),
        "context" => format!("of {}, by {rule}", row.context_of),
        "context-over-rule" => format!("as context of {}, over {rule}", row.context_of),
        "person" => format!("by a person, {}", row.decided_by),
        "copy" => format!("as its copy {}", row.decided_by),
        "copies-differ" => format!(
            "because its copy {} comes to something else",
            row.decided_by
        ),
        "differs" => format!(
            "because another phone shows {} in its place",
            row.decided_by
        ),
        _ => "because no rule speaks to it".to_owned(),
    }
}

/// Tells of the messages that have the same words and no others.
fn by_words(words: Option<&Searched>, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let done = |exit, count: u64| Done::with(exit).and("read", false).and("same_words", count);
    let Some(words) = words.filter(|words| words.count > 0) else {
        terminal.result("nor is this text the whole of any message's words");
        terminal.next("consign explain --text \"…\" finds messages that hold a text among others");
        return Ok(done(Exit::No, 0));
    };
    terminal.result(format!(
        "but this text is the whole of the words of {}, but for case, quotes and spaces:",
        counted(words.count, "message", "messages")
    ));
    list(&words.found, terminal);
    more(words.count, words.found.len(), terminal);
    terminal.note("The words are shown to have been read, not who sent them or when.");
    Ok(done(Exit::Done, words.count))
}

/// Lists messages with what became of them.
pub(super) fn list(found: &[Sighted], terminal: &mut Terminal<'_>) {
    for sighted in found {
        terminal.result(format!(
            "  {}  {}  {}: {}, by {}{}",
            sighted.id,
            sighted.sent_local,
            shown(&sighted.sender),
            sighted.outcome,
            shown(&sighted.decided_by),
            if sighted.held { "; held" } else { "" }
        ));
        terminal.object("found", sighted);
    }
}

/// Says how many there are beyond those that were listed.
pub(super) fn more(count: u64, listed: usize, terminal: &mut Terminal<'_>) {
    let rest = count.saturating_sub(listed as u64);
    if rest > 0 {
        terminal.result(format!("  and {} more", grouped(rest)));
    }
}
