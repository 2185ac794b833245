//! `validate`: check packages, ours and anybody's.

use std::path::{Path, PathBuf};

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::inside::lies_inside;
use super::terminal::{Style, Terminal};
use super::{Done, World};
use crate::batch::write_whole;
use crate::check;
use crate::package::{Limits, Opened};
use crate::report::{
    ValidationReport, Verdict, validation_html, validation_json, validation_of, validation_text,
};
use crate::shown::shown_path;

/// What `validate` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The packages: folders or .zip files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
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
    for path in &args.paths {
        match validate_one(shared, args, path, world, terminal) {
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
    Ok(Done::with(exit).and("verdicts", verdicts))
}

fn validate_one(
    shared: &Shared,
    args: &Args,
    path: &Path,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Verdict, Failure> {
    let report = check_package(shared, path, world)?;
    if terminal.style() == Style::Json {
        for finding in &report.findings {
            terminal.object("finding", finding);
        }
        terminal.object("validation", &report);
    }
    terminal.result(validation_text(&report).trim_end());
    if let Some(folder) = &args.report_dir {
        if lies_inside(folder, path) {
            return Err(Failure::new(
                Exit::AskedWrongly,
                format!(
                    "{} lies inside the package; reports are never written into one",
                    shown_path(folder)
                ),
            ));
        }
        std::fs::create_dir_all(folder).map_err(crate::error::IoAt::at("create", folder))?;
        let beside = |ending: &str| folder.join(format!("{}.validation.{ending}", report.package));
        write_whole(&beside("html"), validation_html(&report).as_bytes())?;
        write_whole(&beside("json"), validation_json(&report).as_bytes())?;
        terminal.note(format!("Report   {}", shown_path(&beside("html"))));
    }
    Ok(report.verdict)
}

/// Runs every check on the package at `path`.
pub(super) fn check_package(
    shared: &Shared,
    path: &Path,
    world: &World,
) -> Result<ValidationReport, Failure> {
    let limits = Limits {
        container: shared.budget(),
        ..Limits::default()
    };
    let opened = Opened::open(path, limits, shared.threads(world))?;
    let checked = check::run(&opened)?;
    let sha256 = opened.sha256()?;
    let sha256 = sha256.map(|digest| digest.to_string()).unwrap_or_default();
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let foot = vec![
        format!(
            "consign {} validate, {}",
            env!("CARGO_PKG_VERSION"),
            world.now.format("%Y-%m-%dT%H:%M:%SZ")
        ),
        "Network used: none. The package was not changed.".to_owned(),
    ];
    Ok(validation_of(&opened, &checked, &name, &sha256, foot))
}
