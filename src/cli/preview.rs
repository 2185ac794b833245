//! `preview`: what the public will read of the records, before it does.

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::preview_public;
use crate::shown::shown;

/// What `preview` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Every name, description, note and label, as the public would see it
    #[arg(long, required = true)]
    public: bool,
}

/// Runs `preview`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    // There is nothing else to preview yet; the word says what is meant.
    debug_assert!(args.public, "clap asks for it");
    let mut loaded = shared.load(world)?;
    let texts = preview_public(&mut loaded, shared.threads(world))?;
    let mut wrong = 0_u64;
    for text in &texts {
        wrong += u64::from(!text.marks.is_empty());
        terminal.result(format!("{:<18} {}", text.what, shown(&text.text)));
        terminal.result(format!("{:<18}   from {}", "", shown(&text.from)));
        for mark in &text.marks {
            terminal.result(format!("{:<18} ! {mark}", ""));
        }
        terminal.object(
            "public",
            &serde_json::json!({
                "what": text.what,
                "text": text.text,
                "from": text.from,
                "marks": text.marks,
            }),
        );
    }
    let done = |exit| {
        Done::with(exit)
            .and("texts", texts.len())
            .and("marked", wrong)
    };
    if wrong == 0 {
        terminal.note(format!(
            "{} would be public besides the words of open transcripts and attachments. Nothing looks like personal data; names are not looked for, so read them.",
            counted(texts.len() as u64, "text", "texts")
        ));
        return Ok(done(Exit::Done));
    }
    terminal.note(format!(
        "{} like personal data, or like a label of a telephone (exit code 1); each is marked with !. Change it where it comes from, or close the record and give an alternate.",
        counted(wrong, "text looks", "texts look")
    ));
    Ok(done(Exit::No))
}
