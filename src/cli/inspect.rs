//! `inspect`: look at an export, and at every message as it was understood.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::Done;
use super::accounted::{app_words, entry_lines, not_accounted, row, summary_lines};
use super::answers::{considered_line, evidence_line};
use super::exit::{Exit, Failure};
use super::terminal::{Style, Terminal};
use crate::container::{self, Budget};
use crate::manifest::grouped;
use crate::message::{
    Conversation, Kind, Message, SenderBasis, SourceId, Warning, Zone, written_local,
};
use crate::shown::{shown, shown_bytes, shown_path};
use crate::source::{
    Account, DateOrder, Evidence, Flow, Intake, Residue, Sighting, SourceFormat, Stated, StatedBy,
    TextEncoding, registry,
};

/// What `inspect` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The export: a file as the app made it (.zip or .txt), or a folder
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    /// Print every message as it was understood, one a line
    #[arg(long)]
    messages: bool,
    /// Show all evidence for the order of dates, that which did not decide too
    #[arg(long)]
    evidence: bool,
    /// The order of day, month and year, where the export leaves it open: DMY, MDY or YMD
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DateOrder>,
    /// The day on which the export was made, where it is known, as YYYY-MM-DD: no message is later
    #[arg(long, value_name = "DATE")]
    exported_on: Option<chrono::NaiveDate>,
    /// How the text is encoded, where that is not UTF-8: utf-16le, windows-1252, gb18030 and the like
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<TextEncoding>,
    /// Which chat to read, where the export holds several: its number in the order of the export
    #[arg(long, value_name = "NUMBER")]
    chat: Option<usize>,
    /// The time zone of the telephone, where it is known, by its IANA name
    #[arg(long, value_name = "ZONE")]
    zone: Option<Zone>,
    /// The time zone to assume where it is not
    #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
    assume_zone: Zone,
}

/// Runs `inspect`.
pub(super) fn run(
    args: &Args,
    budget: Budget,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let export = container::open(&args.export, budget)?;
    let (format, sighting) = registry::detect(export.as_ref())?;
    let stated = stated(args);
    let zone = args.zone.unwrap_or(args.assume_zone);
    let mut window = Window {
        terminal,
        each: args.messages,
        id: SourceId::numbered(format.prefix(), 1),
        zone,
        conversation: None,
        evidence: Vec::new(),
        covering: Covering::default(),
        labels: Labels::default(),
    };
    let account = format.read(export.as_ref(), &stated, &mut window)?;
    let seen = Seen {
        conversation: window.conversation,
        evidence: window.evidence,
        covering: window.covering,
        labels: window.labels.count,
        all_evidence: args.evidence,
    };
    for evidence in &seen.evidence {
        terminal.object("evidence", evidence);
    }
    tell(format, &sighting, &seen, &account, terminal);
    terminal.object("account", &account);
    terminal.note("Nothing was changed.");
    terminal.next(format!(
        "consign add {}{}",
        quoted(&args.export),
        said_again(args)
    ));
    let unaccounted = not_accounted(export.unaccounted());
    if let Some(told) = &unaccounted {
        terminal.note(told);
    }
    let exit = match account.residue.is_empty() && unaccounted.is_none() {
        true => Exit::Done,
        false => Exit::Incomplete,
    };
    Ok(Done::with(exit)
        .and("format", format.id())
        .and("messages", account.messages)
        .and("notices", account.notices)
        .and("residue", account.residue.len())
        .and("backward_steps", account.backward_steps))
}

/// Returns what was stated on the command line.
fn stated(args: &Args) -> Stated {
    fn here<T>(value: T) -> StatedBy<T> {
        StatedBy {
            value,
            by: "whoever ran this command".to_owned(),
        }
    }
    Stated {
        date_order: args.date_order.map(here),
        zone: args.zone.map(here),
        assumed_zone: Some(args.assume_zone),
        exported_on: args.exported_on,
        encoding: args.encoding.map(here),
        chat: args.chat.map(here),
    }
}

/// What is told of an export as a whole.
struct Seen {
    conversation: Option<Conversation>,
    evidence: Vec<Evidence>,
    covering: Covering,
    labels: u64,
    all_evidence: bool,
}

/// Tells of an export as a whole.
fn tell(
    format: &dyn SourceFormat,
    sighting: &Sighting,
    seen: &Seen,
    account: &Account,
    terminal: &mut Terminal<'_>,
) {
    let (certainty, why) = match sighting {
        Sighting::Certain { why } => ("certain", why),
        Sighting::Plausible { why } => ("plausible", why),
        Sighting::No { why } => ("no", why),
    };
    terminal.result(format!("{}   {certainty}: {}", format.title(), shown(why)));
    if let Some(conversation) = &seen.conversation {
        let title = match conversation.title.as_str() {
            "" => "not given in the export".to_owned(),
            title => shown(title).to_string(),
        };
        terminal.result(row(
            "Conversation",
            &format!("{title} ({})", conversation.kind.word()),
        ));
    }
    for evidence in &seen.evidence {
        terminal.result(evidence_line(evidence));
        for considered in evidence.considered.iter().filter(|_| seen.all_evidence) {
            terminal.result(considered_line(considered));
        }
    }
    if let Some((first, last)) = seen.covering.0 {
        let (first, last) = (
            written_local(first.0, first.1),
            written_local(last.0, last.1),
        );
        terminal.result(row(
            "First to last",
            &format!("{first} to {last}, local time"),
        ));
    }
    terminal.result(row("Senders", &grouped(seen.labels)));
    terminal.result(row("App's words", &app_words(&account.app_words)));
    tell_account(format, account, terminal);
}

/// Tells the sums of an export, and what is not in it.
fn tell_account(format: &dyn SourceFormat, account: &Account, terminal: &mut Terminal<'_>) {
    for line in summary_lines(account)
        .into_iter()
        .chain(entry_lines(account))
    {
        terminal.result(line);
    }
    for gap in &account.gaps {
        terminal.result(row(
            "Gap",
            &format!(
                "{} × {}: {}",
                grouped(gap.count),
                gap.code.word(),
                gap.code.words()
            ),
        ));
    }
    let never: Vec<_> = format
        .never_exported()
        .iter()
        .map(|(_, words)| *words)
        .collect();
    terminal.result(row(
        "Never exported",
        &format!("{} (that they are absent says nothing)", never.join(", ")),
    ));
    for place in &account.residue {
        terminal.result(row("Not understood", &place.to_string()));
    }
}

/// Returns what was stated of the export itself, as the options of `add`.
fn said_again(args: &Args) -> String {
    let order = args
        .date_order
        .map(|order| format!(" --date-order {order}"));
    let encoding = args
        .encoding
        .map(|encoding| format!(" --encoding {encoding}"));
    let chat = args.chat.map(|chat| format!(" --chat {chat}"));
    [order, encoding, chat].into_iter().flatten().collect()
}

fn quoted(path: &std::path::Path) -> String {
    let text = shown_path(path).to_string();
    if text.contains(' ') {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// Shows messages as they come, and keeps what is told of the export as a whole.
struct Window<'a, 'b> {
    terminal: &'a mut Terminal<'b>,
    each: bool,
    id: SourceId,
    zone: Zone,
    conversation: Option<Conversation>,
    evidence: Vec<Evidence>,
    covering: Covering,
    labels: Labels,
}

/// A message as `inspect --messages --json` prints it. The keys are stable.
#[derive(serde::Serialize)]
struct Shown<'a> {
    r#type: &'static str,
    id: String,
    seq: u64,
    conversation: &'a str,
    kind: Kind,
    sender: Option<&'a str>,
    sender_basis: SenderBasis,
    sent_written: &'a str,
    sent_local: String,
    precision: crate::message::Precision,
    utc: Vec<String>,
    body: std::borrow::Cow<'a, str>,
    attachments: Vec<ShownAttachment<'a>>,
    edited: bool,
    deleted: bool,
    offset: u64,
    length: u64,
    warnings: &'a [Warning],
}

#[derive(serde::Serialize)]
struct ShownAttachment<'a> {
    name: Option<&'a str>,
    state: crate::message::AttachmentState,
}

impl Window<'_, '_> {
    fn show(&mut self, message: &Message<'_>) {
        let conversation = self.conversation.as_ref().map_or("", |c| c.title.as_str());
        let id = format!("{}-{}", self.id, message.offset);
        if self.terminal.style() == Style::Json {
            let shown = Shown {
                r#type: "message",
                id,
                seq: message.seq,
                conversation,
                kind: message.kind,
                sender: message.sender,
                sender_basis: message.sender_basis,
                sent_written: message.stamp.written,
                sent_local: message.stamp.local_iso(),
                precision: message.stamp.precision,
                utc: self
                    .zone
                    .instants(message.stamp.local)
                    .iso(message.stamp.precision),
                body: String::from_utf8_lossy(message.body),
                attachments: message
                    .attachments
                    .iter()
                    .map(|attachment| ShownAttachment {
                        name: attachment.name,
                        state: attachment.state,
                    })
                    .collect(),
                edited: message.edited,
                deleted: message.deleted.is_some(),
                offset: message.offset,
                length: message.length,
                warnings: &message.warnings,
            };
            self.terminal.line(&shown);
            return;
        }
        let sender = message
            .sender
            .map_or("(the app)".to_owned(), |s| shown(s).to_string());
        self.terminal.result(format!(
            "{id}  {}  {}  {sender}: {}",
            message.stamp.local_iso(),
            message.kind.word(),
            shown_bytes(message.body)
        ));
    }
}

impl Intake for Window<'_, '_> {
    fn conversation(&mut self, conversation: &Conversation) -> Flow {
        self.conversation = Some(conversation.clone());
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, evidence: &Evidence) -> Flow {
        self.evidence.push(evidence.clone());
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        if self.each {
            self.show(message);
        }
        if let Some(label) = message.sender {
            self.labels.take(label);
        }
        self.covering.take(&message.stamp);
        ControlFlow::Continue(())
    }

    fn residue(&mut self, residue: &Residue) -> Flow {
        self.terminal.object(
            "residue",
            &serde_json::json!({
                "at": residue.at,
                "bytes": residue.bytes,
                "why": residue.why,
            }),
        );
        ControlFlow::Continue(())
    }
}

/// The labels of senders, by their lengths first: those are sooner compared than words.
#[derive(Default)]
struct Labels {
    of_length: BTreeMap<usize, BTreeSet<String>>,
    count: u64,
}

impl Labels {
    fn take(&mut self, label: &str) {
        let alike = self.of_length.entry(label.len()).or_default();
        if !alike.contains(label) {
            alike.insert(label.to_owned());
            self.count += 1;
        }
    }
}

/// The earliest and the latest local time, each no finer than it is known.
#[derive(Default)]
struct Covering(Option<(Time, Time)>);

type Time = (chrono::NaiveDateTime, crate::message::Precision);

impl Covering {
    fn take(&mut self, stamp: &crate::message::Stamp<'_>) {
        let time = (stamp.local, stamp.precision);
        match &mut self.0 {
            None => self.0 = Some((time, time)),
            // Nearly every message is the latest until then.
            Some((_, last)) if time > *last => *last = time,
            Some((first, _)) => *first = time.min(*first),
        }
    }
}
