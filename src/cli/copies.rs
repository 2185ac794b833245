//! `copies`: which sources are of one conversation, and what their phones show differently.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{StatingCopies, state_copies};
use crate::align::Kind;
use crate::appraisal::{PairDifference, PairTold};
use crate::batch::write_whole;
use crate::journal::SaidOfSources;
use crate::manifest::grouped;
use crate::message::SourceId;
use crate::shown::{shown, shown_path};

/// What `copies` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write every difference into this .csv; it stays in the department
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// State that two sources are of one conversation
    #[arg(
        long,
        value_names = ["SOURCE", "SOURCE"],
        num_args = 2,
        requires = "because",
        conflicts_with_all = ["not_same", "to"]
    )]
    same: Option<Vec<SourceId>>,
    /// State that they are not
    #[arg(
        long,
        value_names = ["SOURCE", "SOURCE"],
        num_args = 2,
        requires = "because",
        conflicts_with = "to"
    )]
    not_same: Option<Vec<SourceId>>,
    /// Why it is stated; it stays in the department
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// The post that states it
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
    /// A second post, needed where a selected message becomes less by it
    #[arg(long, value_name = "POST")]
    second: Option<String>,
}

/// Runs `copies`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let stated = [
        (&args.same, SaidOfSources::Same),
        (&args.not_same, SaidOfSources::NotTheSame),
    ];
    for (sources, says) in stated {
        if let Some([first, second]) = sources.as_deref() {
            let stating = StatingCopies {
                first: first.clone(),
                second: second.clone(),
                says,
                because: args.because.clone().unwrap_or_default(),
                second_post: args.second.clone(),
            };
            return state(shared, args, &stating, world, terminal);
        }
    }
    let mut loaded = shared.load(world)?;
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let pairs: Vec<PairTold> = appraisal.pairs_told().collect();
    for pair in &pairs {
        tell(pair, terminal);
        terminal.object("pair", pair);
    }
    let copies = appraisal.copies.count();
    terminal.result(match pairs.len() {
        0 => "No two sources have enough in common to be compared.".to_owned(),
        _ => format!(
            "{} of others, in {} compared",
            counted(copies, "message is a copy", "messages are copies"),
            counted(pairs.len() as u64, "pair of sources", "pairs of sources")
        ),
    });
    if let Some(path) = &args.to {
        write_whole(path, &differences_csv(&pairs))?;
        terminal.result(format!("Differences   {}", shown_path(path)));
    }
    terminal.note("Nothing is merged: every source has its transcripts, and unsure is not a copy.");
    terminal.next("consign select");
    Ok(Done::well().and("pairs", pairs.len()).and("copies", copies))
}

fn state(
    shared: &Shared,
    args: &Args,
    stating: &StatingCopies,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, &args.by)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    state_copies(&mut loaded, stating, &doing, shared.threads(world))?;
    let (first, second) = (&stating.first, &stating.second);
    terminal.result(format!(
        "{first} and {second}: {}, as stated by {}, journal line {}",
        stating.says.in_words(),
        shown(&doing.by),
        loaded.journal.entries().len()
    ));
    terminal.note("consign review --undo LINE takes it back.");
    terminal.next("consign copies, to see what it links; then consign select");
    Ok(Done::well()
        .and("first", first.to_string())
        .and("second", second.to_string()))
}

fn tell(pair: &PairTold, terminal: &mut Terminal<'_>) {
    let words = |code: &str| code.replace('-', " ");
    let (first, second) = (&pair.first, &pair.second);
    terminal.result(format!(
        "{first} and {second}: {} ({})",
        words(pair.verdict),
        words(pair.why)
    ));
    terminal.result(format!(
        "  {} linked; of {} that both have, {} agree about clocks and senders",
        counted(pair.copies, "message", "messages"),
        counted(
            pair.long_texts.into(),
            "long text or file",
            "long texts and files"
        ),
        grouped(pair.agreeing.into())
    ));
    for clock in &pair.clocks {
        let later = match clock.minutes {
            0 => "the clocks agree".to_owned(),
            minutes if minutes < 0 => {
                format!("{second} is {} min behind {first}", -minutes)
            }
            minutes => format!("{second} is {minutes} min ahead of {first}"),
        };
        terminal.result(format!(
            "  clock  {} to {}: {later}, by {}",
            clock.from,
            clock.to,
            counted(clock.texts.into(), "text or file", "texts and files")
        ));
    }
    tell_ends(pair, terminal);
    tell_differences(pair, terminal);
    for label in &pair.labels {
        terminal.result(format!(
            "  label  \"{}\" is \"{}\": {}, {} for and {} against",
            shown(&label.first),
            shown(&label.second),
            label.level,
            grouped(label.votes_for.into()),
            grouped(label.votes_against.into())
        ));
    }
}

/// Tells what only one telephone has, because it begins earlier or goes on for longer.
fn tell_ends(pair: &PairTold, terminal: &mut Terminal<'_>) {
    let ends = [
        (
            "before the first copy",
            pair.before,
            "joined later, a new telephone, an export that was cut",
        ),
        (
            "after the last copy",
            pair.after,
            "left the group, exported earlier",
        ),
    ];
    for (place, (of_first, of_second), causes) in ends {
        if of_first + of_second > 0 {
            terminal.result(format!(
                "  {place}: {} of {}, {} of {}; possible causes: {causes}",
                counted(of_first, "message", "messages"),
                pair.first,
                grouped(of_second),
                pair.second
            ));
        }
    }
}

/// How many places of one kind of difference are named; `--to` lists all.
const NAMED: usize = 3;

fn tell_differences(pair: &PairTold, terminal: &mut Terminal<'_>) {
    let words = |code: &str| code.replace('-', " ");
    let mut kinds: BTreeMap<Kind, Vec<&PairDifference>> = BTreeMap::new();
    for difference in &pair.differences {
        kinds.entry(difference.order).or_default().push(difference);
    }
    for (kind, places) in kinds {
        let causes = places.first().map_or(&[][..], |place| &place.causes);
        let causes: Vec<String> = causes.iter().map(|cause| words(cause)).collect();
        terminal.result(format!(
            "  differs: {}, {}; possible causes: {}",
            words(kind.word()),
            counted(places.len() as u64, "place", "places"),
            causes.join(", ")
        ));
        let mut named: Vec<String> = places.iter().take(NAMED).map(|d| place(d)).collect();
        match places.len().saturating_sub(NAMED) {
            0 => {}
            more => named.push(format!("and {} more", grouped(more as u64))),
        }
        terminal.result(format!("    {}", named.join("; ")));
    }
}

/// Names the messages that a difference is about.
fn place(difference: &PairDifference) -> String {
    let ends = |(first, last): &(String, String)| match first == last {
        true => first.clone(),
        false => format!("{first} to {last}"),
    };
    let sides = [&difference.first, &difference.second];
    let sides: Vec<String> = sides.into_iter().flatten().map(ends).collect();
    sides.join(" and ")
}

/// Returns every difference as a CSV, of ids and fixed words alone.
fn differences_csv(pairs: &[PairTold]) -> Vec<u8> {
    const INFALLIBLE: &str = "a CSV in memory can be written";
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns = [
        "first_source",
        "first_from",
        "first_to",
        "second_source",
        "second_from",
        "second_to",
        "kind",
        "messages",
        "possible_causes",
    ];
    csv.write_record(columns).expect(INFALLIBLE);
    for pair in pairs {
        for difference in &pair.differences {
            let ends = |ends: &Option<(String, String)>| ends.clone().unwrap_or_default();
            let (first, second) = (ends(&difference.first), ends(&difference.second));
            csv.write_record([
                &pair.first,
                &first.0,
                &first.1,
                &pair.second,
                &second.0,
                &second.1,
                difference.kind,
                &difference.messages.to_string(),
                &difference.causes.join(" | "),
            ] as [&str; 9])
                .expect(INFALLIBLE);
        }
    }
    csv.into_inner().expect(INFALLIBLE)
}
