//! `search`: what a request under Freedom of Information asks for, with a certificate and a schedule.

use std::path::PathBuf;

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::prompt::Prompt;
use super::search_files::{Written, folder, write};
use super::terminal::Terminal;
use super::{Done, World, search_prompt};
use crate::acts::{
    Answer, Loaded, MOST_ROWS, Rows, Searching, compare, may_save, read_saved, save, search,
};
use crate::batch::read_text;
use crate::manifest::grouped;
use crate::search::{
    Asked, CAUTION, Difference, Request, Role, Saved, ScheduleRow, parse_requests,
};
use crate::shown::{shown, shown_path};

/// The most messages that are listed on a terminal: the schedule has them all.
const MOST: usize = 10;
/// How many characters of a text are listed of each.
const WIDTH: usize = 70;

/// What `search` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to look for, in the language of the rules: depot, decid*, "sign off", a OR b, a NEAR(6) b
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// Messages of this day and later: 2021-03-04, 2021-03 or 2021
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Messages of this day and earlier, or up to the end of this month or year
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Words of the title of a conversation, or the number of a source (wa1)
    #[arg(long, value_name = "CHAT")]
    chat: Vec<String>,
    /// Who sent it: a name, key or number of people.csv, meaning all that person's labels; given
    /// twice, the messages between the two
    #[arg(long, value_name = "PERSON")]
    person: Vec<String>,
    /// The post that sent it, as held on the day; or a group of posts (@minister)
    #[arg(long, value_name = "POST")]
    post: Vec<String>,
    /// A kind of message, such as media, deleted, call or system
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Messages whose text is nearly that of this one, such as what was forwarded again
    #[arg(long, value_name = "ID")]
    near_duplicates_of: Option<String>,
    /// Ask everything in a table, a row each: request, query, from, to, chat, person, post, kind
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "from", "to", "chat", "person", "post", "kind", "near_duplicates_of", "request", "save", "run"])]
    queries: Option<PathBuf>,
    /// Keep the search under this name, to be asked again
    #[arg(long, value_name = "NAME", conflicts_with = "run")]
    save: Option<String>,
    /// Ask a search that was kept, and say what is new and what is gone since the time before
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "from", "to", "chat", "person", "post", "kind", "near_duplicates_of", "context"])]
    run: Option<String>,
    /// How many messages to show before and after each that is found
    #[arg(long, value_name = "N", default_value_t = 3)]
    context: usize,
    /// The reference of the request that is answered
    #[arg(
        long,
        value_name = "REF",
        hide_default_value = true,
        default_value = ""
    )]
    request: String,
    /// The post that searches, as the certificate names it
    #[arg(
        long,
        value_name = "POST",
        hide_default_value = true,
        default_value = ""
    )]
    by: String,
    /// The folder to write to, which must be new or empty; a new one below out/search where not given
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

impl Args {
    fn asked(&self) -> Asked {
        Asked {
            query: self.query.clone().unwrap_or_default(),
            from: self.from.clone().unwrap_or_default(),
            to: self.to.clone().unwrap_or_default(),
            chat: self.chat.clone(),
            person: self.person.clone(),
            post: self.post.clone(),
            kind: self.kind.clone(),
            near_duplicates_of: self.near_duplicates_of.clone().unwrap_or_default(),
        }
    }
}

/// Runs `search`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    prompt: Option<&mut dyn Prompt>,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let asks_nothing =
        args.asked() == Asked::default() && args.queries.is_none() && args.run.is_none();
    if let Some(prompt) = prompt.filter(|_| asks_nothing && !terminal.is_json()) {
        return search_prompt::run(shared, world, prompt, terminal);
    }
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let saved = match &args.run {
        Some(name) => Some(read_saved(&loaded.inputs.batch, name)?),
        None => None,
    };
    if let Some(name) = &args.save {
        may_save(&loaded.inputs.batch, name)?;
    }
    let searching = Searching {
        asked: requests(args, saved.as_ref())?,
        by: args.by.trim().to_owned(),
        at: world.now,
        context: saved.as_ref().map_or(args.context, |saved| saved.context),
        rows: Rows::Wanted,
    };
    let answers = search(&mut loaded, &searching, shared.threads(world))?;
    let mut worst = Done::well();
    for answer in answers {
        let done = written(&loaded, args, saved.clone(), answer, world, terminal)?;
        let exit = worst.exit.worst(done.exit);
        worst = Done { exit, ..done };
    }
    Ok(match searching.asked.len() {
        1 => worst,
        many => Done::with(worst.exit).and("searches", many),
    })
}

/// Returns what is asked: in the table, by the saved search, or by the options.
fn requests(args: &Args, saved: Option<&Saved>) -> Result<Vec<Request>, Failure> {
    if let Some(path) = &args.queries {
        let text = read_text(path).map_err(crate::acts::ActError::File)?;
        let requests = parse_requests(&path.display().to_string(), &text);
        return requests.map_err(|fault| Failure::new(Exit::AskedWrongly, fault));
    }
    Ok(vec![Request {
        reference: args.request.trim().to_owned(),
        asked: saved.map_or_else(|| args.asked(), |saved| saved.asked.clone()),
    }])
}

/// Writes an answer, keeps the search where that is wanted, and tells of it.
fn written(
    loaded: &Loaded,
    args: &Args,
    saved: Option<Saved>,
    mut answer: Answer,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let batch = &loaded.inputs.batch;
    if let Some(saved) = &saved {
        compare(batch, saved, &mut answer)?;
    }
    let request = answer.certificate.request.clone();
    let below = batch.out().join("search");
    // A table has a folder for each of its rows.
    let folder = match (&args.into, &args.queries) {
        (Some(into), Some(_)) => folder(None, into, &request)?,
        (into, _) => folder(into.as_deref(), &below, &request)?,
    };
    let written = write(&mut answer, &folder, world.now)?;
    if let Some(name) = args.save.as_ref().or(args.run.as_ref()) {
        save(batch, name, saved, args.context, &answer)?;
    }
    let done = told(&answer, &written, terminal);
    if let Some(name) = &args.save {
        terminal.result(format!(
            "Saved        searches/{name}.toml; consign search --run {name} asks it again"
        ));
    }
    terminal.note(CAUTION);
    if done.exit == Exit::Done {
        terminal.next("consign explain ID tells the whole story of one");
    }
    Ok(done)
}

/// Tells how what was found differs from the time before.
fn told_difference(difference: &Difference, terminal: &mut Terminal<'_>) {
    terminal.result(format!(
        "Since        {}: {} new, {} gone, {} the same",
        difference.since,
        difference.new.len(),
        difference.gone.len(),
        difference.same
    ));
    for (sign, ids) in [("new", &difference.new), ("gone", &difference.gone)] {
        for id in ids.iter().take(MOST) {
            terminal.result(format!("  {sign:<4} {}", shown(id)));
        }
    }
}

/// Tells what was searched and found, and where it is written.
fn told(answer: &Answer, written: &Written, terminal: &mut Terminal<'_>) -> Done {
    let certificate = &answer.certificate;
    let counts = &certificate.counts;
    terminal.result(format!("Understood   {}", shown(&certificate.understood)));
    for note in &certificate.notes {
        terminal.result(format!("             {}", shown(note)));
    }
    terminal.result(format!(
        "Searched     {} in {}, and {} of attachments",
        counted(counts.searched, "message", "messages"),
        counted(certificate.sources.len() as u64, "source", "sources"),
        counted(counts.names, "name", "names"),
    ));
    terminal.result(format!("Found        {}", certificate.result()));
    if let Some(difference) = &certificate.saved {
        told_difference(difference, terminal);
    }
    if let Some(schedule) = &answer.schedule {
        list(&schedule.rows, counts.in_schedule, terminal);
    }
    let missing = certificate.not_searched.iter().filter_map(|one| {
        let count = one.count.filter(|count| *count > 0)?;
        Some(format!("{} {count}", one.what.to_lowercase()))
    });
    let missing: Vec<String> = missing
        .chain(["whatever is not in this batch".to_owned()])
        .collect();
    let missing = missing.join("; ");
    let mut lines = textwrap::wrap(&missing, 87).into_iter();
    let first = lines.next().unwrap_or_default();
    terminal.result(format!("Not searched {first}"));
    lines.for_each(|line| terminal.result(format!("             {line}")));
    terminal.result(format!("Certificate  {}", shown_path(&written.certificate)));
    match &written.schedule {
        Some(schedule) => terminal.result(format!("Schedule     {}", shown_path(schedule))),
        None => terminal.result(
            format!("Schedule     none: it would have more than {} messages; ask for less at a time, or with a smaller --context", grouped(MOST_ROWS)),
        ),
    }
    terminal.object("certificate", certificate);
    let found = counts.matched + counts.perhaps;
    let exit = match (found, &answer.schedule) {
        (0, _) => Exit::No,
        (_, Some(_)) => Exit::Done,
        (_, None) => Exit::Incomplete,
    };
    Done::with(exit)
        .and("searched", counts.searched)
        .and("matched", counts.matched)
        .and("perhaps", counts.perhaps)
        .and("certificate", written.certificate.display().to_string())
}

/// Lists the first of the messages that were found.
fn list(rows: &[ScheduleRow], all: u64, terminal: &mut Terminal<'_>) {
    let found = || rows.iter().filter(|row| row.role != Role::Context);
    for row in found() {
        terminal.object("hit", row);
    }
    for row in found().take(MOST) {
        let perhaps = match row.role {
            Role::Perhaps => " (may match)",
            Role::Match | Role::Context => "",
        };
        let sender = match row.sender.as_str() {
            "" => "(the app)",
            sender => sender,
        };
        terminal.result(format!(
            "  {}  {}  {}{perhaps}  {}",
            row.id,
            row.sent_local,
            shown(sender),
            row.line(WIDTH)
        ));
    }
    let more = all.saturating_sub(MOST as u64);
    if more > 0 {
        terminal.result(format!("  and {} more, in the schedule", grouped(more)));
    }
}
