//! `explain`: why a message became what it is, or what a code means.

use base64::Engine as _;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::story::{explain_text, tell, tell_acts};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::Loaded;
use crate::appraisal::{explain, find_message};
use crate::check::{self, Code};
use crate::message::MessageId;
use crate::report::codes_html;
use crate::shown::shown;
use crate::source::Question;

/// What `explain` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A message of the batch (wa1-2841), or a code of a finding (BAG-014)
    #[arg(value_name = "ID-OR-CODE", required_unless_present_any = ["all", "text"])]
    what: Option<String>,
    /// Print the bytes of the message exactly as they stand in the export
    #[arg(long)]
    original: bool,
    /// Find the messages that hold a text, and say what became of each
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["what", "original", "all"])]
    text: Option<String>,
    /// List every code
    #[arg(long, conflicts_with = "what")]
    all: bool,
    /// Print the list as a page, with all explanations
    #[arg(long, requires = "all")]
    html: bool,
}

/// Runs `explain`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    if let Some(text) = &args.text {
        return explain_text(shared, text, world, terminal);
    }
    if args.html {
        let page = codes_html();
        terminal.result(page.trim_end());
        terminal.object("page", &serde_json::json!({ "html": page }));
        return Ok(Done::well());
    }
    let Some(what) = &args.what else {
        for code in check::codes() {
            terminal.result(format!(
                "{}  {:<7}  {}",
                code.id,
                code.severity.word(),
                code.title
            ));
            terminal.object("code", &code_object(code));
        }
        return Ok(Done::well());
    };
    if let Some(code) = check::code(what) {
        return Ok(explain_code(code, terminal));
    }
    let id: MessageId = what.parse().map_err(|_| {
        Failure::new(
            Exit::AskedWrongly,
            format!(
                "\"{}\" is neither a code (BAG-014) nor the id of a message (wa1-2841)",
                shown(what)
            ),
        )
        .next("consign explain --all lists the codes")
    })?;
    let mut loaded = shared.load(world)?;
    explain_message(&mut loaded, &id, args, shared, world, terminal)
}

fn code_object(code: &Code) -> serde_json::Value {
    serde_json::json!({
        "code": code.id,
        "severity": code.severity.word(),
        "clause": code.clause,
        "title": code.title,
        "explanation": code.explanation,
        "remedy": code.remedy,
    })
}

fn explain_code(code: &Code, terminal: &mut Terminal<'_>) -> Done {
    terminal.result(format!("{}  {}", code.id, code.severity.word()));
    terminal.result(code.title);
    terminal.result(format!("\n{}", code.explanation));
    terminal.result(format!("\nRule        {}", code.clause));
    terminal.result(format!("What to do  {}", code.remedy));
    terminal.object("code", &code_object(code));
    Done::well().and("code", code.id)
}

fn explain_message(
    loaded: &mut Loaded,
    id: &MessageId,
    args: &Args,
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let unknown = || {
        Failure::new(Exit::No, format!("there is no message {id} in this batch"))
            .next("consign review lists the messages that wait; ledger.csv lists them all")
    };
    let source = appraisal
        .sources
        .iter()
        .find(|source| source.source.id == id.source)
        .ok_or_else(unknown)?;
    if args.original {
        let bytes = find_message(&loaded.inputs, source, id, |_, _, message| {
            (message.original.to_vec(), message.raw.to_vec())
        })?;
        let (original, text) = bytes.ok_or_else(unknown)?;
        let mut evidence = source.evidence.iter();
        let stated = evidence.find(|known| known.question == Question::Encoding);
        let encoding = stated.map_or("UTF-8", |known| known.answer.as_str());
        tell_original(id, &original, &text, encoding, terminal);
        return Ok(Done::well().and("id", id.to_string()));
    }
    let explained = explain(&loaded.inputs, source, id)?.ok_or_else(unknown)?;
    tell(&explained, terminal);
    let acts = tell_acts(loaded, id, terminal)?;
    terminal.object("explanation", &explained);
    Ok(Done::well()
        .and("journal_lines", acts)
        .and("journal_checked", loaded.journal.entries().len())
        .and("id", id.to_string())
        .and("outcome", explained.outcome))
}

/// Prints the bytes of a message as they stand in the export; where they are not UTF-8, it says so.
fn tell_original(
    id: &MessageId,
    original: &[u8],
    text: &[u8],
    encoding: &str,
    terminal: &mut Terminal<'_>,
) {
    if terminal.is_json() {
        terminal.object(
            "original",
            &serde_json::json!({
                "id": id.to_string(),
                "encoding": encoding,
                "text": std::str::from_utf8(text).ok(),
                "base64": base64::engine::general_purpose::STANDARD.encode(original),
            }),
        );
        return;
    }
    terminal.bytes(original);
    if encoding != "UTF-8" {
        terminal.note(format!(
            "These are the bytes of the export, which is in {encoding}, as was stated."
        ));
    }
}
