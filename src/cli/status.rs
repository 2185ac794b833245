//! `status`: where the batch stands, and what comes next.

use super::args::Shared;
use super::count::counted;
use super::draw::words;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{
    ActError, Loaded, SampleStanding, SignOff, check_copies, ready, sample_standing, second_look,
    signed_copies,
};
use crate::align::Sameness;
use crate::appraisal::{Appraisal, Pair, Tally, tally};
use crate::journal::Act;
use crate::manifest::grouped;
use crate::review::Decisions;
use crate::shown::shown;

/// A step on the way to a package.
struct Step {
    name: &'static str,
    done: bool,
    words: String,
    next: String,
}

/// Runs `status`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let settings = &loaded.inputs.settings;
    let series = match settings.series.as_str() {
        "" => "no series reference yet",
        series => series,
    };
    terminal.result(format!(
        "{}   {}   {}",
        settings.reference,
        shown(series),
        shown(&settings.transferring_body)
    ));
    if loaded.journal.set_aside().is_some() {
        terminal.note("The journal's last line has no end: it was never acknowledged, and is set aside when the next act is recorded.");
    }
    let steps = steps(shared, &mut loaded, world)?;
    for step in &steps {
        let mark = if step.done { "[done]  " } else { "[to do] " };
        terminal.result(format!("{mark} {:<20} {}", step.name, step.words));
        terminal.object(
            "step",
            &serde_json::json!({"name": step.name, "done": step.done, "words": step.words}),
        );
    }
    let next = steps.iter().find(|step| !step.done);
    if let Some(step) = next
        && !step.next.is_empty()
    {
        terminal.next(&step.next);
    }
    let exit = match next {
        Some(_) => Exit::NeedsPerson,
        None => Exit::Done,
    };
    Ok(Done::with(exit).and("next", next.map_or("", |step| step.next.as_str())))
}

fn steps(shared: &Shared, loaded: &mut Loaded, world: &World) -> Result<Vec<Step>, Failure> {
    let threads = shared.threads(world);
    let sources = loaded.inputs.sources.len();
    let mut steps = vec![Step {
        name: "Sources",
        done: sources > 0,
        words: format!("{sources} added"),
        next: "consign add EXPORT".to_owned(),
    }];
    if sources == 0 {
        return Ok(steps);
    }
    let appraisal = loaded.appraisal(threads)?;
    if let Some(added) = steps.first_mut() {
        added.words.push_str(&copies_in_words(&appraisal));
    }
    steps.push(people(loaded, &appraisal));
    steps.push(selection(&tally(&appraisal).0));
    steps.extend(second_look_step(loaded, &appraisal)?);
    steps.extend(sample(loaded, &appraisal)?);
    drop(appraisal);
    let signed_at = match ready(loaded, threads).map_err(Failure::from) {
        Ok(ready) => Ok(ready.selection.n.max(ready.sensitivity.n)),
        Err(failure) => Err(failure),
    };
    steps.push(Step {
        name: "Sign-offs",
        done: signed_at.is_ok(),
        words: match &signed_at {
            Ok(_) => format!("both hold; {}", signed_copies_in_words(loaded)),
            Err(failure) if signed_copies(loaded).is_empty() => failure.message.clone(),
            Err(failure) => format!("{}; {}", failure.message, signed_copies_in_words(loaded)),
        },
        next: signed_at
            .as_ref()
            .map_or_else(|failure| failure.next.clone(), |_| String::new()),
    });
    steps.push(package(loaded, signed_at.ok()));
    Ok(steps)
}

/// Says of which sign-offs a signed copy was taken in, and whether it is still what was given.
/// Returns how many messages are copies of others, and of which sources that cannot be told.
fn copies_in_words(appraisal: &Appraisal) -> String {
    let mut words = match appraisal.copies.count() {
        0 => String::new(),
        copies => format!(
            "; {} of others on another phone",
            counted(copies, "message is a copy", "messages are copies")
        ),
    };
    let is_unsure = |pair: &&Pair| pair.verdict.sameness == Sameness::Unsure;
    for pair in appraisal.copies.pairs.iter().filter(is_unsure) {
        let id = |place: usize| &appraisal.sources[place].source.id;
        words.push_str(&format!(
            "; whether {} and {} are of one conversation cannot be told",
            id(pair.a),
            id(pair.b)
        ));
    }
    words
}

fn signed_copies_in_words(loaded: &Loaded) -> String {
    let copies = signed_copies(loaded);
    if let Err(error) = check_copies(&copies) {
        return error.to_string();
    }
    let of = |which| copies.iter().filter(|copy| copy.which == which).count();
    match (of(SignOff::Selection), of(SignOff::Sensitivity)) {
        (0, 0) => "no signed copy of either".to_owned(),
        (selection, sensitivity) => format!(
            "signed copies: {selection} of the selection's, {sensitivity} of the sensitivity review's"
        ),
    }
}

fn people(loaded: &Loaded, appraisal: &Appraisal) -> Step {
    let people = &loaded.inputs.people;
    let labels = appraisal.sources.iter().flat_map(|source| {
        let unknown = |label: &&String| !people.knows(&source.source.id, label);
        source.labels.iter().filter(unknown)
    });
    let unknown = labels.collect::<std::collections::BTreeSet<_>>().len();
    let mut words = format!("{unknown} labels not in people.csv");
    let rows = people.rows().iter();
    let unnamed = rows.filter(|row| row.display_name.is_empty()).count();
    if unnamed > 0 {
        words +=
            &format!("; {unnamed} without a display name (transcripts show the key in its place)");
    }
    Step {
        name: "People",
        done: unknown == 0,
        words,
        next: "consign people".to_owned(),
    }
}

fn selection(whole: &Tally) -> Step {
    let outcomes = whole.outcomes;
    Step {
        name: "Selection",
        done: outcomes.refer == 0,
        words: format!(
            "{} select, {} context, {} outside, {} not selected, {} waiting for a person",
            grouped(outcomes.select),
            grouped(outcomes.context),
            grouped(outcomes.outside),
            grouped(outcomes.not_selected),
            grouped(outcomes.refer)
        ),
        next: "consign review".to_owned(),
    }
}

/// The second look, where any was made or is wanted.
fn second_look_step(loaded: &Loaded, appraisal: &Appraisal) -> Result<Option<Step>, Failure> {
    let look = second_look(loaded, appraisal)?;
    if look.wanted == 0 && look.looked == 0 {
        return Ok(None);
    }
    let decisions = Decisions::of(loaded.journal.entries()).map_err(ActError::from)?;
    let agreement = decisions.agreement();
    Ok(Some(Step {
        name: "Second look",
        done: look.missing() == 0,
        words: format!(
            "{} of {} wanted, of {} that people decided. {}",
            grouped(look.looked),
            grouped(look.wanted),
            grouped(look.decided),
            agreement
                .in_words()
                .unwrap_or_else(|| "nobody has looked again yet".to_owned())
        ),
        next: "consign review --second-look --to second-look.xlsx".to_owned(),
    }))
}

/// The sample of what is not selected, where anything is.
fn sample(loaded: &Loaded, appraisal: &Appraisal) -> Result<Option<Step>, Failure> {
    let standing = sample_standing(loaded, appraisal)?;
    if standing == SampleStanding::NotNeeded {
        return Ok(None);
    }
    Ok(Some(Step {
        name: "Sample",
        done: matches!(standing, SampleStanding::Clean(_)),
        words: words(&standing),
        next: match standing {
            SampleStanding::Out { .. } => "consign draw --from FILE --by \"POST\"",
            _ => "consign draw --to sample.xlsx",
        }
        .to_owned(),
    }))
}

/// The package counts when it was built after the last sign-off, whose line is given.
fn package(loaded: &Loaded, signed_at: Option<u64>) -> Step {
    let built = loaded.journal.entries().iter().rev();
    let built = built.into_iter().find_map(|entry| match &entry.act {
        Act::Built {
            package, others, ..
        } => Some((entry.n, package_names(package, others.len()))),
        _ => None,
    });
    let current = |n: u64| signed_at.is_some_and(|signed| n > signed);
    Step {
        name: "Package",
        done: built.as_ref().is_some_and(|(n, _)| current(*n)),
        words: match built {
            None => "not built".to_owned(),
            Some((n, names)) if current(n) => names,
            Some((_, names)) => format!("{names} was built before the last sign-off"),
        },
        next: "consign build".to_owned(),
    }
}

/// Returns the name of a package, or of the first of a group with how many more there are.
fn package_names(first: &str, others: usize) -> String {
    match others {
        0 => format!("{first}.zip"),
        others => format!("{first}.zip and {others} more of its group"),
    }
}
