//! The command line: flat verbs on a batch folder. Only what lies below here prints, exits, reads
//! the clock or draws randomness.

mod accounted;
mod add;
mod answers;
mod args;
mod build;
mod config;
mod copies;
mod count;
mod draw;
mod evidence;
mod exit;
mod explain;
mod failure;
mod groups;
mod init;
mod inside;
mod inspect;
mod ledger;
mod people;
mod preview;
mod prompt;
mod records;
mod report;
mod review;
mod review_sheet;
mod rules;
mod run;
mod schema;
mod search;
mod search_files;
mod search_prompt;
mod select;
mod sheet_file;
mod signoff;
mod status;
mod story;
mod terminal;
mod validate;

pub use exit::{Exit, Failure};
pub use prompt::{LineEditor, Prompt};
pub use terminal::{Style, Terminal, flush};

use std::io::Write;
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};
use clap::{CommandFactory as _, Parser};
use serde_json::{Map, Value};

use args::Shared;

/// What the world outside is at this moment. It comes in as an argument, so that the same command
/// in the same world gives the same bytes.
#[derive(Debug, Clone)]
pub struct World {
    /// The time.
    pub now: DateTime<Utc>,
    /// Randomness for a key.
    pub random: [u8; 32],
    /// How many threads the machine can run.
    pub threads: NonZeroUsize,
}

/// Select messages for permanent preservation, package them for The National Archives, and
/// validate the packages that arrive.
#[derive(Debug, Parser)]
#[command(name = "consign", version, max_term_width = 100, after_help = exit::table())]
#[command(after_long_help = long_help(), disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Begin a batch: a folder with settings, rules and a journal
    Init(init::Args),
    /// Look at an export: what it is, how its dates were read, what is missing. Changes nothing
    Inspect(inspect::Args),
    /// Add an export to the batch: copied byte for byte, hashed, never changed
    Add(add::Args),
    /// Propose who is who, for people to complete in people.csv
    People,
    /// Show which exports are of one conversation, and what their phones show differently
    Copies(copies::Args),
    /// Check the rules, test them by their examples, or see what others would change
    Rules(rules::Args),
    /// Apply the selection rules and write the ledger
    Select(select::Args),
    /// List the messages that wait for a person, and decide them, one by one or in a spreadsheet
    Review(review::Args),
    /// Draw a random sample of what is not selected, and record what a person made of it
    Draw(draw::Args),
    /// List the records of the package, for people to review in records.csv or a spreadsheet
    Records(records::Args),
    /// Show what the public would read of the records as they stand: names, descriptions, labels
    Preview(preview::Args),
    /// Sign off the selection, or the sensitivity review
    Signoff(signoff::Args),
    /// Build the transfer package, validate it, and only then give it its name
    Build(build::Args),
    /// Check packages: ours, and anybody's BagIt bags. Never writes into them
    Validate(validate::Args),
    /// Explain a message of the batch, or a code of a finding
    Explain(explain::Args),
    /// Verify the account of every message, or prove what became of one
    Ledger(ledger::Args),
    /// Find messages for a request under Freedom of Information, with a certificate of what was searched
    Search(search::Args),
    /// Say where the batch stands and what comes next
    Status,
    /// Write the report of the batch, as HTML and JSON; with --annex also drafts to complete
    Report(report::Args),
    /// Do all steps up to the first that needs a person; replays a sample
    Run(run::Args),
    /// Print each setting and where it comes from
    Config,
    /// Print the XML schema of a file that consign writes
    Schema(schema::Args),
}

impl Command {
    fn name(&self) -> &'static str {
        match self {
            Command::Init(_) => "init",
            Command::Inspect(_) => "inspect",
            Command::Add(_) => "add",
            Command::People => "people",
            Command::Copies(_) => "copies",
            Command::Rules(_) => "rules",
            Command::Select(_) => "select",
            Command::Review(_) => "review",
            Command::Draw(_) => "draw",
            Command::Records(_) => "records",
            Command::Preview(_) => "preview",
            Command::Signoff(_) => "signoff",
            Command::Build(_) => "build",
            Command::Validate(_) => "validate",
            Command::Explain(_) => "explain",
            Command::Ledger(_) => "ledger",
            Command::Search(_) => "search",
            Command::Status => "status",
            Command::Report(_) => "report",
            Command::Run(_) => "run",
            Command::Config => "config",
            Command::Schema(_) => "schema",
        }
    }
}

fn long_help() -> String {
    format!(
        "{}
Prepare:  init, inspect, add, people,     Package:  signoff, build, report
          copies
Decide:   rules, select, review, draw,    Receive:  validate, explain
          records, preview                Inquiry:  search, explain, ledger
Any time: status, run, config, schema

consign destroys nothing and never uses a network. Results go to standard output, messages to
standard error; with --json every line of output is one JSON object, the last a summary.
",
        exit::table()
    )
}

/// What a command did.
pub(crate) struct Done {
    /// How it ends.
    exit: Exit,
    /// What the JSON summary says.
    summary: Map<String, Value>,
}

impl Done {
    /// Returns that a command did what it was asked.
    fn well() -> Done {
        Done::with(Exit::Done)
    }

    /// Returns that a command ends in some way.
    fn with(exit: Exit) -> Done {
        Done {
            exit,
            summary: Map::new(),
        }
    }

    /// Adds a member to the JSON summary.
    fn and(mut self, name: &str, value: impl Into<Value>) -> Done {
        self.summary.insert(name.to_owned(), value.into());
        self
    }
}

/// Runs consign with these arguments, in this world, and returns the exit code. Nobody sits at a
/// terminal.
pub fn run(
    arguments: &[std::ffi::OsString],
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    run_at(None, arguments, world, out, err)
}

/// Runs consign as [`run()`] does, with somebody who can be asked where there is a prompt.
pub fn run_at(
    prompt: Option<&mut dyn Prompt>,
    arguments: &[std::ffi::OsString],
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return asked_wrongly(&error, arguments, out, err),
    };
    let style = cli.shared.style();
    let name = cli.command.name();
    let mut terminal = Terminal::new(out, err, style);
    let done = dispatch(&cli.shared, cli.command, world, prompt, &mut terminal);
    let (exit, summary) = match done {
        Ok(done) => (done.exit, done.summary),
        Err(failure) => {
            terminal.failure(&failure);
            (failure.exit, why(&failure))
        }
    };
    terminal.summary(name, exit, summary);
    if terminal.is_lost() {
        exit.worst(Exit::CannotWrite)
    } else {
        exit
    }
}

/// Returns what the summary of a command that failed says: there may be no other line.
fn why(failure: &Failure) -> Map<String, Value> {
    let mut summary = Map::new();
    summary.insert("error".to_owned(), failure.message.clone().into());
    summary
}

fn dispatch(
    shared: &Shared,
    command: Command,
    world: &World,
    prompt: Option<&mut dyn Prompt>,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    match command {
        Command::Init(args) => init::run(shared, &args, world, terminal),
        Command::Inspect(args) => inspect::run(&args, shared.budget(), terminal),
        Command::Add(args) => add::run(shared, &args, world, terminal),
        Command::People => people::run(shared, world, terminal),
        Command::Copies(args) => copies::run(shared, &args, world, terminal),
        Command::Rules(args) => rules::run(shared, &args, world, terminal),
        Command::Select(args) => select::run(shared, &args, world, terminal),
        Command::Review(args) => review::run(shared, &args, world, terminal),
        Command::Draw(args) => draw::run(shared, &args, world, terminal),
        Command::Records(args) => records::run(shared, &args, world, terminal),
        Command::Preview(args) => preview::run(shared, &args, world, terminal),
        Command::Signoff(args) => signoff::run(shared, &args, world, terminal),
        Command::Build(args) => build::run(shared, &args, world, terminal),
        Command::Validate(args) => validate::run(shared, &args, world, terminal),
        Command::Explain(args) => explain::run(shared, &args, world, terminal),
        Command::Ledger(args) => ledger::run(shared, &args, world, terminal),
        Command::Search(args) => search::run(shared, &args, world, prompt, terminal),
        Command::Status => status::run(shared, world, terminal),
        Command::Report(args) => report::run(shared, &args, world, terminal),
        Command::Run(args) => run::run(shared, &args, world, terminal),
        Command::Config => config::run(shared, world, terminal),
        Command::Schema(args) => schema::run(&args, terminal),
    }
}

/// Shows help, the version, or what is wrong with the arguments.
fn asked_wrongly(
    error: &clap::Error,
    arguments: &[std::ffi::OsString],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let given = |flags: [&str; 2]| {
        let mut arguments = arguments.iter();
        arguments.any(|argument| flags.iter().any(|flag| argument == flag))
    };
    let style = match (given(["--json"; 2]), given(["--quiet", "-q"])) {
        (false, _) => Style::Text,
        (true, false) => Style::Json,
        (true, true) => Style::JsonQuiet,
    };
    let exit = match error.exit_code() {
        0 => Exit::Done,
        _ => Exit::AskedWrongly,
    };
    let text = error.render().to_string();
    let mut terminal = Terminal::new(out, err, style);
    match exit {
        Exit::Done => terminal.help(text.trim_end()),
        _ if terminal.is_json() => {
            let failure = Failure::new(exit, text.trim());
            terminal.failure(&failure);
            terminal.summary("", exit, why(&failure));
        }
        _ => terminal.note(text.trim_end()),
    }
    exit
}

/// Returns the definition of the command line, for tests and the documentation.
pub fn definition() -> clap::Command {
    Cli::command()
}
