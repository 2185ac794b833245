//! `review --to`, `--from` and `--undo`: many decisions at a time, and decisions taken back.

use std::path::Path;

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::Failure;
use super::review::Args;
use super::terminal::Terminal;
use super::{Done, World, sheet_file};
use crate::acts::{
    ActError, Answering, Asking, Loaded, SheetAnswered, Undoing, answer, ask, spreadsheet, undo,
};
use crate::appraisal::tally;
use crate::fixity::Sha256Digest;
use crate::journal::Purpose;
use crate::review::Decisions;
use crate::selection::{Effect, Outcome};
use crate::shown::{shown, shown_path};

/// What is said of copies where any are in the batch.
pub(super) const COPIES_ONCE: &str = "A message that stands on several telephones is asked about once, and its answer holds for all copies.";

/// Writes a sheet for people to fill in.
pub(super) fn to(
    shared: &Shared,
    args: &Args,
    path: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by())?;
    let kind = sheet_file::kind_of_new(path)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let asking = match args.second_look {
        true => Asking::SecondLook {
            seed: Sha256Digest(world.random).to_string(),
        },
        false => Asking::Review(args.of.unwrap_or(Outcome::Refer)),
    };
    let Some(asked) = ask(&mut loaded, &asking, &doing, threads)? else {
        terminal.result(match args.second_look {
            true => "No message has to be looked at again.".to_owned(),
            false => {
                let of = args.of.unwrap_or(Outcome::Refer).word();
                format!("No message is {of}: there is nothing to ask.")
            }
        });
        terminal.next("consign status");
        return Ok(Done::well().and("asked", 0));
    };
    let sheet = spreadsheet(&mut loaded, &asked, args.context, threads)?;
    let appraisal = loaded.appraisal(threads)?;
    sheet_file::write(path, kind, &sheet, &asked)?;
    terminal.result(format!(
        "Sheet {} asks about {}: {}, {} with what stands around them",
        asked.id,
        counted(asked.ids.len() as u64, "message", "messages"),
        shown_path(path),
        counted(sheet.rows.len() as u64, "row", "rows")
    ));
    terminal.note("Fill in the columns decision and because; leave blank what is not decided yet.");
    if appraisal.copies.count() > 0 {
        terminal.note(COPIES_ONCE);
    }
    terminal.note("It holds messages that may not leave the department.");
    let by = if args.second_look {
        "ANOTHER POST"
    } else {
        "POST"
    };
    terminal.next(format!(
        "consign review --from {} --by \"{by}\", when it is filled in",
        shown_path(path)
    ));
    Ok(Done::well()
        .and("sheet", asked.id)
        .and("purpose", asked.purpose.word())
        .and("file", path.display().to_string())
        .and("asked", asked.ids.len())
        .and("rows", sheet.rows.len()))
}

/// Takes the answers of a sheet.
pub(super) fn from(
    shared: &Shared,
    args: &Args,
    path: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by())?;
    let back = sheet_file::read_back(path)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let answering = Answering {
        because: args.because.clone(),
        second: args.second.clone(),
    };
    let purposes = [Purpose::Review, Purpose::SecondLook];
    let taken = answer(&mut loaded, &back, &purposes, &answering, &doing, threads)?;
    let answered = &taken.answered;
    terminal.result(format!(
        "Sheet {}: {} by {}, journal line {}: {}",
        answered.sheet,
        counted(answered.answers.len() as u64, "answer", "answers"),
        shown(&doing.by),
        taken.line,
        by_word(&taken)
    ));
    if answered.unanswered > 0 {
        terminal.note(format!(
            "{} left blank; a new sheet asks for them again.",
            counted(answered.unanswered, "message was", "messages were")
        ));
    }
    let mut done = Done::well()
        .and("sheet", answered.sheet.clone())
        .and("line", taken.line)
        .and("answers", answered.answers.len())
        .and("unanswered", answered.unanswered);
    if taken.purpose == Purpose::SecondLook {
        let decisions = Decisions::of(loaded.journal.entries()).map_err(ActError::from)?;
        let agreement = decisions.agreement();
        if let Some(words) = agreement.in_words() {
            terminal.result(words);
        }
        let json = serde_json::to_value(agreement).unwrap_or_default();
        done = done.and("agreement", json);
    }
    Ok(done.and("waiting", next(&mut loaded, shared, world, terminal)?))
}

/// Says what comes next, and returns how many messages wait.
fn next(
    loaded: &mut Loaded,
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<u64, Failure> {
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let waiting = tally(&appraisal).0.outcomes.refer;
    match waiting {
        0 => terminal.next("consign status"),
        waiting => {
            terminal.note(format!(
                "{} for a person.",
                counted(waiting, "message waits", "messages wait")
            ));
            terminal.next("consign review");
        }
    }
    Ok(waiting)
}

fn by_word(taken: &SheetAnswered) -> String {
    let words = Effect::ALL.iter().filter_map(|effect| {
        let answers = taken.answered.answers.iter();
        match answers.filter(|a| a.decision == *effect).count() {
            0 => None,
            count => Some(format!("{count} {}", effect.word())),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Takes back what a line of the journal decided.
pub(super) fn take_back(
    shared: &Shared,
    args: &Args,
    line: u64,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by())?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let undoing = Undoing {
        line,
        because: args.because.clone(),
        second: args.second.clone(),
    };
    let other = undo(&mut loaded, &undoing, &doing, shared.threads(world))?;
    terminal.result(format!(
        "Line {line} of the journal was taken back by {}: {} decided otherwise now",
        shown(&doing.by),
        counted(other, "message is", "messages are")
    ));
    let waiting = next(&mut loaded, shared, world, terminal)?;
    Ok(Done::well()
        .and("undone", line)
        .and("messages", other)
        .and("waiting", waiting))
}
