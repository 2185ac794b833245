//! `add`: take an export into the batch.

use std::path::PathBuf;

use super::accounted::{not_accounted, summary_lines};
use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Adding, add};
use crate::batch::{ABOUT, Capture, CaptureStatement, DateOrderStated};
use crate::shown::{shown, shown_path};
use crate::source::{DateOrder, TextEncoding};

/// What `add` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The exports: files as the app made them (.zip or .txt)
    #[arg(required = true, value_name = "EXPORT")]
    exports: Vec<PathBuf>,
    /// The post that adds them, and that states what is stated below
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
    /// The order of day, month and year, where the export leaves it open: DMY, MDY or YMD
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DateOrder>,
    /// Why that order is stated; "not known, assumed because …" is an answer
    #[arg(
        long,
        value_name = "TEXT",
        hide_default_value = true,
        default_value = "",
        requires = "date_order"
    )]
    because: String,
    /// How the text is encoded, where that is not UTF-8: utf-16le, windows-1252, gb18030 and the like
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<TextEncoding>,
    /// Which chat to add, where the export holds several: its number in the order of the export
    #[arg(long, value_name = "NUMBER")]
    chat: Option<usize>,
    /// How the export was made, as WHAT=VALUE; may be given several times.
    /// WHAT is one of: device-of, device, app, exported-by, exported-on, with-media, zone,
    /// disappearing-timer, why, encoding, chat
    #[arg(long = "state", value_name = "WHAT=VALUE", value_parser = statement)]
    statements: Vec<(String, String)>,
}

fn statement(text: &str) -> Result<(String, String), String> {
    let (about, value) = text
        .split_once('=')
        .ok_or_else(|| "write it as WHAT=VALUE, such as zone=Europe/London".to_owned())?;
    if ABOUT.iter().any(|(code, _)| *code == about) {
        Ok((about.to_owned(), value.to_owned()))
    } else {
        let codes: Vec<_> = ABOUT.iter().map(|(code, _)| *code).collect();
        Err(format!("\"{about}\" is not one of: {}", codes.join(", ")))
    }
}

/// Returns what the post `by` states.
fn capture(args: &Args, by: &str) -> Capture {
    let mut capture = Capture::default();
    let encoding = args
        .encoding
        .map(|encoding| ("encoding", encoding.name().to_owned()));
    let chat = args.chat.map(|chat| ("chat", chat.to_string()));
    let options = encoding.into_iter().chain(chat);
    let options = options.map(|(about, value)| (about.to_owned(), value));
    for (about, value) in args.statements.iter().cloned().chain(options) {
        let statement = CaptureStatement {
            value,
            stated_by: by.to_owned(),
        };
        capture.statements.insert(about, statement);
    }
    capture
}

/// Runs `add`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, &args.by)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let adding = Adding {
        date_order: args.date_order.map(|order| DateOrderStated {
            order,
            because: args.because.clone(),
        }),
        capture: capture(args, &doing.by),
    };
    let mut exit = Exit::Done;
    let mut ids = Vec::new();
    for path in &args.exports {
        let added = add(&mut loaded, path, &adding, &doing)?;
        let source = &added.source;
        terminal.result(format!(
            "{}  {}  {}  SHA-256 {}  copied and read back",
            source.id,
            shown(&source.name),
            counted(source.bytes, "byte", "bytes"),
            source.sha256
        ));
        for line in summary_lines(&added.account) {
            for line in line.lines() {
                terminal.result(format!("     {line}"));
            }
        }
        terminal.object("source", source);
        if !added.account.residue.is_empty() {
            exit = exit.worst(Exit::Incomplete);
            for place in &added.account.residue {
                terminal.note(format!("Not understood: {place}"));
            }
        }
        if let Some(told) = not_accounted(added.unaccounted) {
            exit = exit.worst(Exit::Incomplete);
            terminal.note(told);
        }
        ids.push(source.id.to_string());
    }
    if exit == Exit::Incomplete {
        terminal
            .note("Not everything was understood (exit code 3). What was not is kept and counted.");
    }
    terminal.note(format!(
        "How the export was made is in capture.toml under {}; what is empty there is not known.",
        shown_path(&loaded.inputs.batch.root().join("sources"))
    ));
    terminal.next("consign people");
    Ok(Done::with(exit).and("sources", ids))
}
