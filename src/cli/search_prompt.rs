//! `search` without arguments at a terminal: one query after the other, over a batch that is read
//! once. It looks and writes nothing; what is to be answered is asked again as a command.

use super::args::Shared;
use super::count::counted;
use super::exit::Failure;
use super::prompt::Prompt;
use super::story::tell;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{ActError, Answer, Loaded, Rows, Searching, search};
use crate::appraisal::explain;
use crate::message::MessageId;
use crate::search::{Asked, Request, Role, ScheduleRow};
use crate::shown::shown;

/// How many messages are listed at a time.
const PAGE: usize = 10;
/// How many characters of a text are listed of each.
const WIDTH: usize = 70;
/// How many messages around one that was found are shown.
const AROUND: usize = 3;

const HELP: &str = "\
  QUERY         look for it, in the language of the rules: depot, decid*, \"sign off\", a OR b,
                from:p01 AND date:2021-03, NOT kind:system
  more          the next that were found
  context N     number N with what stands around it
  explain N     the whole story of number N, or of an id
  quit          leave; so does Ctrl+D
To look for one of these words write it as text:more.";

/// What was found last.
struct Last {
    typed: String,
    answer: Answer,
    listed: usize,
}

/// Answers queries until whoever asks has no more.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    prompt: &mut dyn Prompt,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let messages: usize = appraisal
        .sources
        .iter()
        .map(|source| source.rows.len())
        .sum();
    terminal.result(format!(
        "{} in {}. Type a query, or help.",
        counted(messages as u64, "message", "messages"),
        counted(appraisal.sources.len() as u64, "source", "sources"),
    ));
    drop(appraisal);
    let (mut last, mut asked) = (None, 0_u64);
    loop {
        terminal.flush();
        let Some(line) = prompt.line("search> ") else {
            break;
        };
        let line = line.trim();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let done = match (word, rest.trim()) {
            ("", _) => Ok(()),
            ("quit" | "exit", "") => break,
            ("help", "") => {
                terminal.result(HELP);
                Ok(())
            }
            ("more", "") => {
                more(&mut last, terminal);
                Ok(())
            }
            ("context", number) if is_number(number) => around(last.as_ref(), number, terminal),
            ("explain", which) if is_number(which) || which.parse::<MessageId>().is_ok() => {
                story(&mut loaded, last.as_ref(), which, shared, world, terminal)
            }
            _ => {
                asked += 1;
                look(&mut loaded, line, shared, world).map(|answer| {
                    let mut found = Last {
                        typed: line.to_owned(),
                        answer,
                        listed: 0,
                    };
                    told(&mut found, terminal);
                    last = Some(found);
                })
            }
        };
        if let Err(failure) = done {
            terminal.failure(&failure);
        }
    }
    if let Some(last) = &last {
        leave(last, terminal);
    }
    Ok(Done::well().and("queries", asked))
}

/// Says how what was looked for is answered.
fn leave(last: &Last, terminal: &mut Terminal<'_>) {
    terminal.note("Nothing was written. For a certificate and a schedule:");
    terminal.note(format!(
        "  consign search '{}' --request REFERENCE --by \"POST\"",
        shown(&last.typed)
    ));
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn look(
    loaded: &mut Loaded,
    line: &str,
    shared: &Shared,
    world: &World,
) -> Result<Answer, Failure> {
    let searching = Searching {
        asked: vec![Request {
            reference: String::new(),
            asked: Asked {
                query: line.to_owned(),
                ..Asked::default()
            },
        }],
        by: String::new(),
        at: world.now,
        context: AROUND,
        rows: Rows::Wanted,
    };
    let mut answers = search(loaded, &searching, shared.threads(world))?;
    Ok(answers.remove(0))
}

fn told(last: &mut Last, terminal: &mut Terminal<'_>) {
    let certificate = &last.answer.certificate;
    terminal.result(certificate.result());
    let sources = certificate.sources.iter();
    for source in sources.filter(|source| source.found > 0) {
        terminal.result(format!(
            "  {} {}: {}",
            source.id,
            shown(&source.chat),
            counted(source.found, "message", "messages")
        ));
    }
    list(last, terminal);
}

fn found(answer: &Answer) -> Vec<&ScheduleRow> {
    let rows = answer.schedule.iter().flat_map(|schedule| &schedule.rows);
    rows.filter(|row| row.role != Role::Context).collect()
}

/// Lists the next page.
fn list(last: &mut Last, terminal: &mut Terminal<'_>) {
    let found = found(&last.answer);
    let end = (last.listed + PAGE).min(found.len());
    for row in found.get(last.listed..end).unwrap_or_default() {
        terminal.result(line(row));
    }
    if end < found.len() {
        terminal.result(format!("  and {} more: type more", found.len() - end));
    }
    last.listed = end;
}

fn line(row: &ScheduleRow) -> String {
    let number = row
        .number
        .map_or(String::new(), |number| number.to_string());
    let sender = match row.sender.as_str() {
        "" => "(the app)",
        sender => sender,
    };
    format!(
        "{number:>5}  {}  {}  {}  {}",
        row.id,
        row.sent_local,
        shown(sender),
        row.line(WIDTH)
    )
}

fn more(last: &mut Option<Last>, terminal: &mut Terminal<'_>) {
    match last {
        Some(last) if last.listed < found(&last.answer).len() => list(last, terminal),
        Some(_) => terminal.result("That was all."),
        None => terminal.result("Nothing was looked for yet."),
    }
}

fn none(number: &str) -> Failure {
    ActError::Asked(format!("nothing that was found has the number {number}")).into()
}

/// Shows a message with what stands around it.
fn around(last: Option<&Last>, number: &str, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let schedule = last.and_then(|last| last.answer.schedule.as_ref());
    let rows = schedule.map_or(&[][..], |schedule| &schedule.rows);
    let is_it = |row: &ScheduleRow| row.number.is_some_and(|n| n.to_string() == number);
    let at = rows.iter().position(is_it).ok_or_else(|| none(number))?;
    let near = rows.iter().enumerate();
    let near =
        near.filter(|(index, row)| index.abs_diff(at) <= AROUND && row.source == rows[at].source);
    for (_, row) in near {
        terminal.result(line(row));
    }
    Ok(())
}

/// Tells the whole story of a message.
fn story(
    loaded: &mut Loaded,
    last: Option<&Last>,
    which: &str,
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let id: MessageId = match which.parse() {
        Ok(id) => id,
        Err(_) => {
            let rows = last.map(|last| found(&last.answer)).unwrap_or_default();
            let mut rows = rows.into_iter();
            let row = rows.find(|row| row.number.is_some_and(|n| n.to_string() == which));
            let row = row.ok_or_else(|| none(which))?;
            row.id.parse().map_err(ActError::Id)?
        }
    };
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let unknown = || ActError::Asked(format!("there is no message {id} in this batch"));
    let mut sources = appraisal.sources.iter();
    let source = sources.find(|source| source.source.id == id.source);
    let source = source.ok_or_else(unknown)?;
    let explained = explain(&loaded.inputs, source, &id)?;
    tell(&explained.ok_or_else(unknown)?, terminal);
    Ok(())
}
