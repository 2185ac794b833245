//! `build`: make the package.

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::records::tell_refused;
use super::terminal::Terminal;
use super::validate::check_package;
use super::{Done, World};
use crate::acts::{BuildOutcome, Loaded, build, ready, retained_list};
use crate::batch::Sensitivity;
use crate::report::{Verdict, reconcile_text};
use crate::shown::shown_path;

/// The sentence with which every build ends.
const KEEP: &str = "Keep the originals. Validated is not accepted; custody has not transferred. Do not delete until The National Archives says the records are preserved.";

/// What `build` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Say what would be built, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// The post that builds
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
}

/// Runs `build`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    if args.dry_run {
        return dry_run(shared, world, terminal);
    }
    let (_lock, mut loaded) = shared.load_locked(world)?;
    build_and_tell(shared, &args.by, &mut loaded, world, terminal)
}

fn dry_run(shared: &Shared, world: &World, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let ready = ready(&mut loaded, shared.threads(world))?;
    let packed = ready
        .records
        .iter()
        .filter(|row| matches!(row.sensitivity, Sensitivity::Open | Sensitivity::Closed))
        .count();
    terminal.result(format!(
        "Would build {}.zip with {}; both sign-offs hold. Nothing was written.",
        loaded.inputs.settings.package_name(),
        counted(packed as u64, "record", "records")
    ));
    Ok(Done::well().and("records", packed))
}

/// Builds the package of a batch that is locked, and tells of it.
pub(super) fn build_and_tell(
    shared: &Shared,
    by: &str,
    loaded: &mut Loaded,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, by)?;
    let threads = shared.threads(world);
    let outcome = build(loaded, &doing, threads)?;
    let (zip, sha256, how, verdict) = match outcome {
        BuildOutcome::Built(published) => {
            terminal.note(format!(
                "Built {}, {}, and validated them before the package got its name.",
                counted(published.assembled.files, "file", "files"),
                counted(published.assembled.bytes, "byte", "bytes")
            ));
            tell_refused(&published.assembled.refused, terminal);
            let verdict = published.validation.verdict;
            (published.zip.clone(), published.sha256, "built", verdict)
        }
        BuildOutcome::Already { zip, sha256 } => {
            terminal.note("The same package is there already; it was validated again.");
            let verdict = check_package(shared, &zip, world)?.verdict;
            (zip, sha256, "already there", verdict)
        }
    };
    let report = super::report::write(loaded, threads, "consign build")?;
    terminal.result(reconcile_text(&report.data).trim_end());
    terminal.result("");
    terminal.result(format!("Package  {}", shown_path(&zip)));
    terminal.result(format!("SHA-256  {sha256}"));
    terminal.result(format!("Report   {}", shown_path(&report.html)));
    terminal.result(verdict.word());
    let retained = retained_list(&loaded.inputs.batch, &loaded.inputs.settings);
    if retained.exists() {
        terminal.note(format!(
            "Retained under section 3(4), left behind, and listed for the department: {}",
            shown_path(&retained)
        ));
    }
    terminal.note(KEEP);
    let exit = match verdict {
        Verdict::Pass => Exit::Done,
        Verdict::Fail => Exit::No,
    };
    Ok(Done::with(exit)
        .and("package", zip.display().to_string())
        .and("sha256", sha256.to_string())
        .and("how", how)
        .and("verdict", verdict.word()))
}
