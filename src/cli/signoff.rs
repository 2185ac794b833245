//! `signoff`: the two sign-offs, which are never one button.

use std::path::PathBuf;

use super::args::{Shared, doing};
use super::count::counted;
use super::evidence;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{SelectionSigned, SelectionSigning, SignOff, sign_selection, sign_sensitivity};
use crate::batch::RecordRow;
use crate::manifest::grouped;
use crate::pack::{SELECTION_STATEMENT, SENSITIVITY_STATEMENT};
use crate::review::{copies_count_once, sample_in_words};
use crate::shown::shown;

/// What `signoff` takes.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true)))]
pub(super) struct Args {
    /// Sign off the appraisal and selection
    #[arg(long, group = "what", conflicts_with = "sensitivity")]
    selection: bool,
    /// Sign off the sensitivity review
    #[arg(long, group = "what")]
    sensitivity: bool,
    /// The post that signs
    #[arg(long, value_name = "POST", required = true)]
    by: String,
    /// The post that signs second; another than the first
    #[arg(long, value_name = "POST")]
    second: Option<String>,
    /// Take in the signed copy of a sign-off's sheet, such as a scan: of the last sign-off, or of
    /// the one that is named
    #[arg(long, group = "what", value_name = "FILE", conflicts_with = "second")]
    evidence: Option<PathBuf>,
}

impl Args {
    fn which(&self) -> Option<SignOff> {
        match (self.selection, self.sensitivity) {
            (true, _) => Some(SignOff::Selection),
            (_, true) => Some(SignOff::Sensitivity),
            _ => None,
        }
    }
}

/// Runs `signoff`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    if let Some(file) = &args.evidence {
        return evidence::run(shared, file, args.which(), &args.by, world, terminal);
    }
    let doing = doing(world, &args.by)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    if args.selection {
        let second = args.second.clone().unwrap_or_default();
        let signing = SelectionSigning { second };
        let signed = sign_selection(&mut loaded, &signing, &doing, threads)?;
        tell_selection(&signed, &doing.by, &signing.second, terminal);
    } else {
        let rows = sign_sensitivity(&mut loaded, &doing, threads)?;
        tell_sensitivity(&rows, &doing.by, terminal);
    }
    let which = match args.selection {
        true => SignOff::Selection,
        false => SignOff::Sensitivity,
    };
    evidence::write_sheet(&mut loaded, which, threads, terminal)?;
    terminal.note(
        "Statement recorded; not an electronic signature. Any change to what was signed voids it.",
    );
    terminal.next(match args.selection {
        true => "consign records, then consign signoff --sensitivity",
        false => "consign build",
    });
    Ok(Done::well()
        .and("signed", which.word())
        .and("journal_head", loaded.journal.head().to_string()))
}

fn tell_selection(
    signed: &SelectionSigned,
    first: &str,
    second: &str,
    terminal: &mut Terminal<'_>,
) {
    let outcomes = signed.selected.tally.outcomes;
    terminal.result(SELECTION_STATEMENT);
    terminal.result(format!(
        "{}: {} select, {} context; {} outside and {} not selected, signed as such. Not selected does not mean destroyed.",
        counted(outcomes.total(), "message", "messages"),
        grouped(outcomes.select),
        grouped(outcomes.context),
        grouped(outcomes.outside),
        grouped(outcomes.not_selected)
    ));
    if let Some(sample) = &signed.sample {
        terminal.result(format!(
            "Sample of what is not selected: {}",
            sample_in_words(sample)
        ));
        if let Some(why) = copies_count_once(sample, outcomes.not_selected) {
            terminal.result(why);
        }
        terminal.object("sample", sample);
    }
    terminal.result(format!("Signed by {} and {}", shown(first), shown(second)));
}

fn tell_sensitivity(rows: &[RecordRow], by: &str, terminal: &mut Terminal<'_>) {
    terminal.result(SENSITIVITY_STATEMENT);
    let with = |word: &str| {
        rows.iter()
            .filter(|row| row.sensitivity.word() == word)
            .count()
    };
    terminal.result(format!(
        "{}: {} open, {} closed, {} retained under section 3(4)",
        counted(rows.len() as u64, "record", "records"),
        with("open"),
        with("closed"),
        with("retained-3(4)")
    ));
    terminal.result(format!("Signed by {}", shown(by)));
}
