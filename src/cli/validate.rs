//! `validate`: check packages, ours and anybody's.

use std::path::{Path, PathBuf};

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::groups::{GroupReport, Groups};
use super::inside::lies_inside;
use super::terminal::{Style, Terminal};
use super::{Done, World};
use crate::batch::write_whole;
use crate::check::{self, Member};
use crate::package::{Limits, Opened, Profile, TDR_2026_06, packages_in};
use crate::report::{
    ValidationReport, Verdict, validation_html, validation_json, validation_of, validation_text,
};
use crate::shown::shown_path;

/// What `validate` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The packages: folders or .zip files, or a folder in which several lie. Packages of one group
    /// that are named together are also validated as a group
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Hold the packages to the rules of a receiver besides: tdr-2026-06, those of The National
    /// Archives' transfer service for the folder that build --for tdr makes
    #[arg(long, value_name = "PROFILE", value_parser = [TDR_2026_06.name])]
    profile: Option<String>,
    /// A folder for the reports, as HTML and JSON; never the package itself
    #[arg(long, value_name = "DIR")]
    report_dir: Option<PathBuf>,
}

/// Runs `validate`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let mut exit = Exit::Done;
    let mut verdicts = Vec::new();
    let paths = gathered(&args.paths)?;
    for path in &paths {
        refuse_inside(args, path)?;
    }
    let seen = Seen::of(&paths);
    let profile = args.profile.as_deref().and_then(Profile::named);
    let mut groups = Groups::default();
    for path in &paths {
        let checked = check_package(shared, path, seen, profile, world);
        let told = checked.and_then(|(report, member)| {
            groups.add(member);
            tell(args, &report, &report.package, terminal)?;
            Ok(report.verdict)
        });
        match told {
            Ok(verdict) => {
                verdicts.push(verdict.word());
                if verdict == Verdict::Fail {
                    exit = exit.worst(Exit::No);
                }
            }
            // One package that cannot be looked at does not hide the others.
            Err(failure) => {
                terminal.failure(&failure);
                verdicts.push("NOT LOOKED AT");
                exit = exit.worst(failure.exit);
            }
        }
    }
    for GroupReport { id, report } in groups.reports(world) {
        terminal.result("");
        tell(args, &report, &format!("{id}-group"), terminal)?;
        verdicts.push(report.verdict.word());
        if report.verdict == Verdict::Fail {
            exit = exit.worst(Exit::No);
        }
    }
    Ok(Done::with(exit).and("verdicts", verdicts))
}

/// Returns the packages that were named: each path, or what lies in it where it is a folder of
/// packages.
fn gathered(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        match packages_in(path)? {
            packages if packages.is_empty() => all.push(path.clone()),
            packages => all.extend(packages),
        }
    }
    Ok(all)
}

/// Refuses to write reports into a package.
fn refuse_inside(args: &Args, path: &Path) -> Result<(), Failure> {
    match &args.report_dir {
        Some(folder) if lies_inside(folder, path) => Err(Failure::new(
            Exit::AskedWrongly,
            format!(
                "{} lies inside the package; reports are never written into one",
                shown_path(folder)
            ),
        )),
        _ => Ok(()),
    }
}

/// Prints a report, and writes it where that was asked for.
fn tell(
    args: &Args,
    report: &ValidationReport,
    name: &str,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    if terminal.style() == Style::Json {
        for finding in &report.findings {
            terminal.object("finding", finding);
        }
        terminal.object("validation", report);
    }
    terminal.result(validation_text(report).trim_end());
    if let Some(folder) = &args.report_dir {
        std::fs::create_dir_all(folder).map_err(crate::error::IoAt::at("create", folder))?;
        let beside = |ending: &str| folder.join(format!("{name}.validation.{ending}"));
        write_whole(&beside("html"), validation_html(report).as_bytes())?;
        write_whole(&beside("json"), validation_json(report).as_bytes())?;
        terminal.note(format!("Report   {}", shown_path(&beside("html"))));
    }
    Ok(())
}

/// Runs every check on packages, and on the groups that they make.
pub(super) fn check_all(
    shared: &Shared,
    paths: &[PathBuf],
    world: &World,
) -> Result<Vec<ValidationReport>, Failure> {
    let seen = Seen::of(paths);
    let mut reports = Vec::new();
    let mut groups = Groups::default();
    for path in paths {
        let (report, member) = check_package(shared, path, seen, None, world)?;
        reports.push(report);
        groups.add(member);
    }
    reports.extend(groups.reports(world).into_iter().map(|group| group.report));
    Ok(reports)
}

/// Whether a package was named alone. With others, its group is looked at with them.
#[derive(Clone, Copy)]
enum Seen {
    Alone,
    WithOthers,
}

impl Seen {
    fn of(paths: &[PathBuf]) -> Seen {
        match paths.len() {
            1 => Seen::Alone,
            _ => Seen::WithOthers,
        }
    }
}

/// Runs every check on the package at `path`. Of one that was named with others, what its group needs
/// to know of it is returned too.
fn check_package(
    shared: &Shared,
    path: &Path,
    seen: Seen,
    profile: Option<&Profile>,
    world: &World,
) -> Result<(ValidationReport, Option<Member>), Failure> {
    let limits = Limits {
        container: shared.budget(),
        ..Limits::default()
    };
    let opened = Opened::open(path, limits, shared.threads(world))?;
    let (checked, member) = match seen {
        Seen::Alone => (check::run_held_to(&opened, profile)?, None),
        Seen::WithOthers => check::run_of_many(&opened, profile)?,
    };
    let sha256 = opened.sha256()?;
    let sha256 = sha256.map(|digest| digest.to_string()).unwrap_or_default();
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut report = validation_of(&opened, &checked, &name, &sha256, foot(world));
    report
        .rules
        .extend(profile.map(|profile| profile.name.to_owned()));
    Ok((report, member))
}

/// Returns the foot of a report.
pub(super) fn foot(world: &World) -> Vec<String> {
    vec![
        format!(
            "consign {} validate, {}",
            env!("CARGO_PKG_VERSION"),
            world.now.format("%Y-%m-%dT%H:%M:%SZ")
        ),
        "Network used: none. The package was not changed.".to_owned(),
    ]
}
