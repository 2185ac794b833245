//! `draw`: a random sample of what is not selected, out and in, and where it stands.

use std::path::{Path, PathBuf};

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::review_sheet::COPIES_ONCE;
use super::terminal::Terminal;
use super::{Done, World, sheet_file};
use crate::acts::{Answering, Asking, SampleStanding, answer, ask, sample_standing, spreadsheet};
use crate::appraisal::tally;
use crate::fixity::Sha256Digest;
use crate::journal::Purpose;
use crate::manifest::grouped;
use crate::review::{Sampled, copies_count_once, sample_in_words, samples};
use crate::shown::{shown, shown_path};

/// What `draw` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Draw a sample of the messages that are not selected into this .csv or .xlsx
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    to: Option<PathBuf>,
    /// Take the answers of a sample that was looked at
    #[arg(long, value_name = "FILE", requires = "by")]
    from: Option<PathBuf>,
    /// How many messages to draw; all of them where there are fewer
    #[arg(long, value_name = "N", default_value = "300", requires = "to")]
    n: std::num::NonZeroUsize,
    /// What the drawing begins with, to draw the same again; random where not given
    #[arg(long, value_name = "TEXT", requires = "to")]
    seed: Option<String>,
    /// How many messages to show before and after each
    #[arg(long, value_name = "N", default_value_t = 3, requires = "to")]
    context: usize,
    /// The post that looked at the sample, or draws it
    #[arg(long, value_name = "POST")]
    by: Option<String>,
    /// Why, for answers whose row gives no reason
    #[arg(
        long,
        value_name = "TEXT",
        hide_default_value = true,
        default_value = ""
    )]
    because: String,
}

/// Runs `draw`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    match (&args.to, &args.from) {
        (Some(path), _) => to(shared, args, path, world, terminal),
        (None, Some(path)) => from(shared, args, path, world, terminal),
        (None, None) => stands(shared, world, terminal),
    }
}

fn to(
    shared: &Shared,
    args: &Args,
    path: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by.as_deref().unwrap_or("Records Manager"))?;
    let is_seed = |seed: &str| !seed.is_empty() && !seed.chars().any(crate::shown::acts);
    if args.seed.as_deref().is_some_and(|seed| !is_seed(seed)) {
        return Err(Failure::new(
            Exit::AskedWrongly,
            "the seed is empty or holds a character that cannot be seen",
        )
        .next("give another with --seed, or none"));
    }
    let kind = sheet_file::kind_of_new(path)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let asking = Asking::Sample {
        n: args.n.get(),
        given: args.seed.clone(),
        random: Sha256Digest(world.random).to_string(),
    };
    let Some(asked) = ask(&mut loaded, &asking, &doing, threads)? else {
        terminal.result("Every message is selected or outside transfer: there is nothing to draw.");
        terminal.next("consign status");
        return Ok(Done::well().and("asked", 0));
    };
    let sheet = spreadsheet(&mut loaded, &asked, args.context, threads)?;
    sheet_file::write(path, kind, &sheet, &asked)?;
    let drawn = asked.drawn.as_ref();
    let (population, seed) = drawn.map_or((0, ""), |drawn| (drawn.population, &drawn.seed));
    terminal.result(format!(
        "Sample {}: {} of {} not selected, drawn with seed {}: {}",
        asked.id,
        grouped(asked.ids.len() as u64),
        grouped(population),
        shown(seed),
        shown_path(path)
    ));
    terminal.note("In random order: those with the smallest SHA-256 of SEED:ID. Answer every one: not-selected where that is right.");
    if loaded.appraisal(threads)?.copies.count() > 0 {
        terminal.note(COPIES_ONCE);
    }
    terminal.note("It holds messages that may not leave the department.");
    terminal.next(format!(
        "consign draw --from {} --by \"POST\", when it is filled in",
        shown_path(path)
    ));
    Ok(Done::well()
        .and("sheet", asked.id.clone())
        .and("file", path.display().to_string())
        .and("asked", asked.ids.len())
        .and("population", population)
        .and("seed", seed)
        .and("rows", sheet.rows.len()))
}

fn from(
    shared: &Shared,
    args: &Args,
    path: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, args.by.as_deref().unwrap_or_default())?;
    let back = sheet_file::read_back(path)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let answering = Answering {
        because: args.because.clone(),
        second: None,
    };
    let taken = answer(
        &mut loaded,
        &back,
        &[Purpose::Sample],
        &answering,
        &doing,
        threads,
    )?;
    let sampled = samples(loaded.journal.entries());
    let Some(sampled) = sampled.iter().find(|sampled| sampled.line == taken.line) else {
        return Err(Failure::new(
            Exit::Internal,
            "the sample that was recorded is not there",
        ));
    };
    terminal.result(format!(
        "Sample {}, looked at by {}, journal line {}: {}",
        sampled.sheet,
        shown(&doing.by),
        taken.line,
        sample_in_words(&sampled.signed())
    ));
    let appraisal = loaded.appraisal(threads)?;
    let waiting = tally(&appraisal).0.outcomes.refer;
    let (exit, next) = match sample_standing(&loaded, &appraisal)? {
        _ if waiting > 0 => (Exit::NeedsPerson, "consign review"),
        SampleStanding::Clean(_) | SampleStanding::NotNeeded => (Exit::Done, "consign status"),
        _ => {
            terminal.note("A sample with wrong ones in it proves that there are more: look at the rules that did not select them, or decide the rest with consign review --of not-selected, and draw again (exit code 4).");
            (
                Exit::NeedsPerson,
                "consign select, then consign draw --to another.xlsx",
            )
        }
    };
    terminal.next(next);
    Ok(of_sample(Done::with(exit), sampled))
}

fn of_sample(done: Done, sampled: &Sampled) -> Done {
    let signed = sampled.signed();
    done.and("sheet", signed.sheet)
        .and("line", signed.line)
        .and("n", signed.n)
        .and("wrong", signed.wrong)
        .and("population", signed.population)
        .and("seed", signed.seed)
        .and("at_most_percent", signed.at_most_percent)
}

/// Says where the sample stands.
fn stands(shared: &Shared, world: &World, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let not_selected = tally(&appraisal).0.outcomes.not_selected;
    for sampled in samples(loaded.journal.entries()) {
        terminal.object("sample", &sampled.signed());
    }
    let standing = sample_standing(&loaded, &appraisal)?;
    terminal.result(match not_selected {
        0 => "No message is not selected: there is nothing to draw a sample of.".to_owned(),
        count => format!(
            "{} not selected. {}",
            counted(count, "message is", "messages are"),
            words(&standing)
        ),
    });
    if let SampleStanding::Clean(sampled) = &standing
        && let Some(why) = copies_count_once(&sampled.signed(), not_selected)
    {
        terminal.result(why);
    }
    let (exit, next) = match &standing {
        SampleStanding::NotNeeded | SampleStanding::Clean(_) => (Exit::Done, "consign status"),
        SampleStanding::Out { .. } => (Exit::NeedsPerson, "consign draw --from FILE --by \"POST\""),
        SampleStanding::NotDrawn | SampleStanding::DoesNotHold(_) => {
            (Exit::NeedsPerson, "consign draw --to sample.xlsx")
        }
    };
    terminal.next(next);
    let done = Done::with(exit).and("not_selected", not_selected);
    Ok(match standing {
        SampleStanding::NotNeeded => done.and("standing", "not-needed"),
        SampleStanding::NotDrawn => done.and("standing", "not-drawn"),
        SampleStanding::Out { sheet, n } => {
            done.and("standing", "out").and("sheet", sheet).and("n", n)
        }
        SampleStanding::DoesNotHold(sampled) => {
            of_sample(done.and("standing", "does-not-hold"), &sampled)
        }
        SampleStanding::Clean(sampled) => of_sample(done.and("standing", "clean"), &sampled),
    })
}

/// Says where a sample stands, in a sentence.
pub(super) fn words(standing: &SampleStanding) -> String {
    match standing {
        SampleStanding::NotNeeded => "No sample is needed".to_owned(),
        SampleStanding::NotDrawn => "No sample was drawn".to_owned(),
        SampleStanding::Out { sheet, n } => format!(
            "The sample {sheet} of {} has not come back",
            counted(*n, "message", "messages")
        ),
        SampleStanding::DoesNotHold(sampled) => format!(
            "The last sample does not hold for them: {}",
            sample_in_words(&sampled.signed())
        ),
        SampleStanding::Clean(sampled) => {
            format!(
                "The sample is clean: {}",
                sample_in_words(&sampled.signed())
            )
        }
    }
}
