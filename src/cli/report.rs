//! `report`: the report of the batch, as HTML and JSON.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::args::Shared;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, reporting};
use crate::batch::write_whole;
use crate::error::IoAt;
use crate::report::{BatchReport, batch_html, batch_json, reconcile_text};
use crate::shown::shown_path;

/// A report that was written.
pub(super) struct Written {
    /// What it says.
    pub data: BatchReport,
    /// Where the page is.
    pub html: PathBuf,
}

/// Runs `report`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let written = write(&mut loaded, shared.threads(world), "consign report")?;
    terminal.result(reconcile_text(&written.data).trim_end());
    terminal.result("");
    terminal.result(format!("Report   {}", shown_path(&written.html)));
    terminal.object("report", &written.data);
    Ok(Done::well().and("report", written.html.display().to_string()))
}

/// Writes the report of a batch that is locked, as it stands.
pub(super) fn write(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
    command: &str,
) -> Result<Written, Failure> {
    let data = reporting(loaded, threads, command)?;
    let out = loaded.inputs.batch.out();
    std::fs::create_dir_all(&out).map_err(IoAt::at("create", &out))?;
    let name = format!("{}.report", loaded.inputs.settings.reference);
    let html = out.join(format!("{name}.html"));
    write_whole(&html, batch_html(&data).as_bytes())?;
    write_whole(
        &out.join(format!("{name}.json")),
        batch_json(&data).as_bytes(),
    )?;
    Ok(Written { data, html })
}
