//! `init`: begin a batch.

mod policies;

use super::args::{Shared, doing};
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Beginning, begin};
use crate::batch::{Lock, Settings};
use crate::error::IoAt;
use crate::ledger::LedgerKey;
use crate::shown::shown_path;
use policies::StartingPolicy;

/// What `init` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The department's own reference: small letters, digits and hyphens; part of file names
    #[arg(long, value_name = "TEXT")]
    reference: String,
    /// What the batch is, in a phrase
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The public body that transfers
    #[arg(long, value_name = "TEXT")]
    transferring_body: String,
    /// The office whose records they are
    #[arg(long, value_name = "TEXT")]
    creator: String,
    /// The mailbox to write to about the batch
    #[arg(long, value_name = "TEXT")]
    contact: String,
    /// The series reference, when The National Archives has given one
    #[arg(
        long,
        value_name = "TEXT",
        hide_default_value = true,
        default_value = ""
    )]
    series: String,
    /// The time zone to assume for telephones, by its IANA name
    #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
    time_zone: String,
    /// The ready-made selection policy to begin with; who is not sure takes private-office, which
    /// suits the messages of a minister and those around one
    #[arg(
        long,
        value_name = "POLICY",
        value_enum,
        default_value = "private-office"
    )]
    policy: StartingPolicy,
    /// The post that begins the batch
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
}

/// Runs `init`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let batch = shared.batch();
    let doing = doing(world, &args.by)?;
    let beginning = Beginning {
        settings: settings(args),
        rules: args.policy.rules(),
        people: None,
        key: LedgerKey::from_random(world.random),
    };
    // Before a folder is made or a lock taken: what is asked wrongly leaves nothing behind.
    Settings::parse("batch.toml", &beginning.settings).map_err(crate::acts::ActError::from)?;
    std::fs::create_dir_all(batch.root()).map_err(IoAt::at("create", batch.root()))?;
    let _lock = Lock::take(&batch)?;
    begin(&batch, &beginning, &doing)?;
    let place = match batch.root() == std::path::Path::new(".") {
        true => "this folder".to_owned(),
        false => shown_path(batch.root()).to_string(),
    };
    terminal.result(format!(
        "Created batch.toml, rules.toml, people.csv, journal.jsonl and ledger.key in {place}"
    ));
    terminal.note("Nothing has been read yet. Originals are never changed or deleted.");
    terminal
        .note("The rules are a starting point: make rules.toml your department's before you sign.");
    if args.policy != StartingPolicy::Blank {
        terminal.note("What the department has to choose is marked DECIDE in it.");
    }
    terminal.note("Keep ledger.key in the department: it is never packaged.");
    terminal.next("consign inspect EXPORT, to look at an export before it is added");
    Ok(Done::well().and("batch", batch.root().display().to_string()))
}

/// Returns `batch.toml` with what was given.
fn settings(args: &Args) -> String {
    let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
    format!(
        "# The settings of this batch. Unknown keys are errors; consign config shows every value.

[batch]
reference             = {}   # part of file names, which are public
title                 = {}
transferring_body     = {}
creator               = {}
series                = {}   # given by The National Archives
consignment_reference = \"\"   # given by The National Archives' transfer service
contact               = {}
marking               = \"OFFICIAL\"
legal_status          = \"Public Record(s)\"

[dates]
time_zone = {}   # assumed for telephones where nobody stated another
parts     = \"month\"   # day, month, year or whole: by what conversations are cut

[review]
second_look_percent = 10   # of the messages that people decided; another post looks again

[package]
profile = \"{}\"
fixity  = [\"sha256\", \"sha512\"]
# max_size = \"5GB\"   # the most bytes of records in one package; what is more is split
",
        text(&args.reference),
        text(&args.title),
        text(&args.transferring_body),
        text(&args.creator),
        text(&args.series),
        text(&args.contact),
        text(&args.time_zone),
        crate::package::OWN_PROFILE,
    )
}
