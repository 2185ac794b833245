//! `status`: where the batch stands, and what comes next.

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, ready};
use crate::appraisal::tally;
use crate::journal::Act;
use crate::manifest::grouped;
use crate::shown::shown;

/// A step on the way to a package.
struct Step {
    name: &'static str,
    done: bool,
    words: String,
    next: &'static str,
}

/// Runs `status`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let settings = &loaded.inputs.settings;
    terminal.result(format!(
        "{}   {}   {}",
        settings.reference,
        shown(&settings.series),
        shown(&settings.transferring_body)
    ));
    if loaded.journal.set_aside().is_some() {
        terminal.note("The journal's last line has no end: it was never acknowledged, and is set aside when the next act is recorded.");
    }
    let steps = steps(shared, &mut loaded, world)?;
    for step in &steps {
        let mark = if step.done { "[done]  " } else { "[to do] " };
        terminal.result(format!("{mark} {:<20} {}", step.name, step.words));
    }
    let next = steps.iter().find(|step| !step.done);
    if let Some(step) = next {
        terminal.next(step.next);
    }
    let exit = match next {
        Some(_) => Exit::NeedsPerson,
        None => Exit::Done,
    };
    Ok(Done::with(exit).and("next", next.map_or("", |step| step.next)))
}

fn steps(shared: &Shared, loaded: &mut Loaded, world: &World) -> Result<Vec<Step>, Failure> {
    let threads = shared.threads(world);
    let sources = loaded.inputs.sources.len();
    let mut steps = vec![Step {
        name: "Sources",
        done: sources > 0,
        words: format!("{sources} added"),
        next: "consign add <export>",
    }];
    if sources == 0 {
        return Ok(steps);
    }
    let appraisal = loaded.appraisal(threads)?;
    let unknown = appraisal
        .labels()
        .iter()
        .filter(|label| !loaded.inputs.people.knows(label))
        .count();
    steps.push(Step {
        name: "People",
        done: unknown == 0,
        words: format!("{unknown} labels not in people.csv"),
        next: "consign people",
    });
    let (whole, _) = tally(&appraisal);
    let outcomes = whole.outcomes;
    steps.push(Step {
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
        next: "consign review",
    });
    let sign_offs = loaded.sign_offs();
    let (selection, sensitivity) = (
        sign_offs.selection.is_some(),
        sign_offs.sensitivity.is_some(),
    );
    let holds = match ready(loaded, threads) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::from(error)),
    };
    let (holding, why) = match &holds {
        Ok(()) => (true, "both hold".to_owned()),
        Err(failure) => (false, failure.message.clone()),
    };
    steps.push(Step {
        name: "Sign-offs",
        done: holding,
        words: why,
        next: match (selection, sensitivity) {
            (true, false) => "consign records, then consign signoff --sensitivity",
            _ => "consign signoff --selection",
        },
    });
    let built = loaded.journal.entries().iter().rev();
    let built = built.map(|entry| &entry.act).find_map(|act| match act {
        Act::Built { package, .. } => Some(package.clone()),
        _ => None,
    });
    steps.push(Step {
        name: "Package",
        done: holding && built.is_some(),
        words: built.map_or("not built".to_owned(), |package| format!("{package}.zip")),
        next: "consign build",
    });
    Ok(steps)
}
