//! `rules`: what a policy says, does, and would change. Nothing is recorded.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, check_rules, diff_rules, load_judged_by};
use crate::batch::read_bytes;
use crate::selection::policy::{PolicyFault, Tested};
use crate::selection::{Found, Policy, PolicyError};
use crate::shown::{shown, shown_path};

/// What `rules` takes.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Read a policy, and say what in it is wrong or hits nothing in this batch
    Check {
        /// The policy; rules.toml of the batch where not given
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Run the examples of the rules, or ask the rules about a text
    Test {
        /// The policy; rules.toml of the batch where not given
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Say which rules would hit this text
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
    },
    /// List every message of the batch of which two policies make different things
    Diff {
        /// The policy before
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The policy after
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
}

/// Runs `rules`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let own = shared.batch().rules();
    match &args.what {
        What::Check { file } => check(shared, file.as_ref().unwrap_or(&own), world, terminal),
        What::Test { file, text } => {
            let policy = read(file.as_ref().unwrap_or(&own))?;
            match text {
                Some(text) => ask(&told(policy, terminal)?, text, terminal),
                None => test(policy, terminal),
            }
        }
        What::Diff { old, new } => diff(shared, [old, new], world, terminal),
    }
}

/// Reads a policy: the inner error is what is wrong with it.
fn read(path: &Path) -> Result<Result<Policy, PolicyError>, Failure> {
    let bytes = read_bytes(path)?;
    Ok(Policy::read(&path.display().to_string(), &bytes))
}

/// Returns the policy, or tells everything that is wrong with it.
fn told(
    policy: Result<Policy, PolicyError>,
    terminal: &mut Terminal<'_>,
) -> Result<Policy, Failure> {
    policy.map_err(|error| faulty(&error, terminal))
}

/// Tells everything that is wrong with a policy.
fn faulty(error: &PolicyError, terminal: &mut Terminal<'_>) -> Failure {
    for problem in &error.problems {
        terminal.object(
            "fault",
            &json!({
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.column,
                "what": problem.fault.to_string(),
                "meant": problem.meant,
            }),
        );
    }
    let faults = counted(error.problems.len() as u64, "fault", "faults");
    Failure::new(Exit::AskedWrongly, error).next(format!(
        "correct the policy ({faults}), then consign rules check"
    ))
}

fn check(
    shared: &Shared,
    file: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let policy = told(read(file)?, terminal)?;
    terminal.result(format!(
        "{}: {}, {}, {}",
        shown_path(file),
        shown(&policy.about().title),
        counted(policy.rules().len() as u64, "rule", "rules"),
        counted(policy.holds().len() as u64, "hold", "holds")
    ));
    for note in policy.notes() {
        terminal.result(format!("  note: {note}"));
        terminal.object("note", &json!({ "message": note.to_string() }));
    }
    let notes = policy.notes().len();
    let mut warnings = 0;
    if shared.batch().exists() {
        let mut loaded = judged_by(shared, file, world)?;
        warnings = against(&mut loaded, shared, world, terminal)?;
    } else {
        terminal.note("There is no batch here, so the policy was asked about no message.");
    }
    terminal.next("consign rules test, then consign select --dry-run");
    Ok(Done::well()
        .and("rules", policy.rules().len())
        .and("holds", policy.holds().len())
        .and("notes", notes)
        .and("warnings", warnings))
}

fn judged_by(shared: &Shared, file: &Path, world: &World) -> Result<Loaded, Failure> {
    let as_at = world.now.date_naive();
    Ok(load_judged_by(
        &shared.batch(),
        file,
        as_at,
        shared.budget(),
    )?)
}

/// Tells what the policy does in the batch, and returns how many warnings there are.
fn against(
    loaded: &mut Loaded,
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<usize, Failure> {
    let checked = check_rules(loaded, shared.threads(world))?;
    let policy = &loaded.inputs.policy;
    for (rule, hits) in policy.rules().iter().zip(&checked.rules) {
        terminal.result(format!(
            "  {:<12} {:<12} hits {}",
            rule.id,
            rule.effect.word(),
            counted(*hits, "message", "messages")
        ));
        let effect = rule.effect.word();
        terminal.object(
            "rule",
            &json!({"id": rule.id, "effect": effect, "hits": hits}),
        );
    }
    for (hold, catches) in policy.holds().iter().zip(&checked.holds) {
        terminal.result(format!(
            "  {:<12} {:<12} catches {}",
            hold.id,
            "hold",
            counted(*catches, "message", "messages")
        ));
        terminal.object("hold", &json!({"id": hold.id, "catches": catches}));
    }
    if loaded.inputs.sources.is_empty() {
        terminal.note("The batch has no source yet, so the policy was asked about no message.");
    }
    for warning in &checked.warnings {
        terminal.result(format!("  warning: {warning}"));
        let message = warning.to_string();
        terminal.object(
            "warning",
            &json!({"code": warning.word(), "message": message}),
        );
    }
    Ok(checked.warnings.len())
}

/// Tells how every rule stands to its examples.
fn test(policy: Result<Policy, PolicyError>, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let tested: &[Tested] = match &policy {
        Ok(policy) => policy.tested(),
        Err(error) => &error.tested,
    };
    let (mut run, mut failed, mut without) = (0, 0, 0);
    for rule in tested {
        run += rule.yes + rule.no;
        failed += rule.yes + rule.no - rule.yes_passed - rule.no_passed;
        terminal.object("rule", rule);
        if rule.yes + rule.no == 0 {
            without += 1;
            terminal.result(format!("  {:<12} no example", rule.rule));
            continue;
        }
        terminal.result(format!(
            "  {:<12} hits {} of {} that it should, passes by {} of {} that it should not hit",
            rule.rule, rule.yes_passed, rule.yes, rule.no_passed, rule.no
        ));
    }
    terminal.result(format!(
        "{}: {} failed; {} without",
        counted(run, "example", "examples"),
        failed,
        counted(without, "rule", "rules")
    ));
    let is_example = |fault: &PolicyFault| {
        matches!(
            fault,
            PolicyFault::ExampleMissed { .. } | PolicyFault::ExampleHit { .. }
        )
    };
    let exit = match policy {
        Ok(_) => Exit::Done,
        Err(error)
            if error
                .problems
                .iter()
                .all(|problem| is_example(&problem.fault)) =>
        {
            terminal.note(error.to_string());
            Exit::No
        }
        Err(error) => return Err(faulty(&error, terminal)),
    };
    terminal.next(match exit {
        Exit::Done => "consign rules test --text \"TEXT\" asks the rules about a text",
        _ => "change the rule or the example; a policy whose examples fail is not used",
    });
    Ok(Done::with(exit)
        .and("examples", run)
        .and("failed", failed)
        .and("without", without))
}

/// Tells which rules would hit a text.
fn ask(policy: &Policy, text: &str, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let mut explainer = policy.explainer();
    let explanation = explainer.explain_text(text);
    let mut tell = |kind: &str, id: &str, does: &str, words: &[Found<'_>], certain: bool| {
        let words: Vec<&str> = words.iter().map(|found| found.text).collect();
        let by = match words.is_empty() {
            true => String::new(),
            false => format!(": {}", shown(&words.join(", "))),
        };
        let surely = match certain {
            true => "",
            false => " if who sent it, when, where and what it carries fit",
        };
        terminal.result(format!("  {id:<12} {does:<12}{surely}{by}"));
        terminal.object(
            kind,
            &json!({"id": id, "effect": does, "certain": certain, "words": words}),
        );
    };
    for hit in &explanation.rules {
        let rule = policy.rule(hit.by);
        tell(
            "rule",
            &rule.id,
            rule.effect.word(),
            &hit.words,
            hit.certain,
        );
    }
    for hit in &explanation.holds {
        let hold = policy.hold(hit.by);
        tell("hold", &hold.id, "hold", &hit.words, hit.certain);
    }
    let (rules, holds) = (explanation.rules.len(), explanation.holds.len());
    if rules == 0 {
        terminal.result(format!(
            "No rule hits this text. What becomes of it then: {}",
            policy.about().otherwise.word()
        ));
    }
    terminal.next("consign rules diff OLD NEW shows what a changed policy changes");
    let exit = match rules + holds {
        0 => Exit::No,
        _ => Exit::Done,
    };
    Ok(Done::with(exit).and("rules", rules).and("holds", holds))
}

fn diff(
    shared: &Shared,
    files: [&Path; 2],
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    for file in files {
        told(read(file)?, terminal)?;
    }
    let mut before = judged_by(shared, files[0], world)?;
    let mut after = judged_by(shared, files[1], world)?;
    let diff = diff_rules(&mut before, &mut after, shared.threads(world))?;
    let mut differ = 0;
    for ((before, after), count) in &diff.counts {
        differ += count;
        let change = format!("{before} -> {after}");
        terminal.result(format!(
            "  {change:<40} {}",
            counted(*count, "message", "messages")
        ));
        terminal.object(
            "change",
            &json!({"before": before, "after": after, "count": count}),
        );
    }
    for one in diff.differences() {
        terminal.result(format!(
            "{:<14} {} ({}) -> {} ({})",
            one.id, one.before, one.before_by, one.after, one.after_by
        ));
        terminal.object("difference", &one);
    }
    let exit = match differ {
        0 => {
            terminal.result("The two policies make the same of every message.");
            Exit::Done
        }
        _ => Exit::No,
    };
    terminal.note("Nothing was changed.");
    terminal.next("put the policy that you want in the place of rules.toml, then consign select");
    Ok(Done::with(exit).and("differ", differ))
}
