//! `report`: the report of the batch, as HTML and JSON, and drafts that a person completes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::args::Shared;
use super::count::counted;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, annexing, reporting};
use crate::batch::write_whole;
use crate::error::IoAt;
use crate::report::{
    BatchReport, appraisal_annex, batch_html, batch_json, reconcile_text, transparency_record,
};
use crate::shown::shown_path;

/// What `report` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Also write two drafts for a person to complete, as HTML and as plain text: an annex to the
    /// appraisal report, and an algorithmic transparency record
    #[arg(long)]
    annex: bool,
}

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
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let threads = shared.threads(world);
    let written = write(&mut loaded, threads, "consign report")?;
    let drafts = match args.annex {
        true => write_drafts(&mut loaded, threads)?,
        false => Vec::new(),
    };
    terminal.result(reconcile_text(&written.data).trim_end());
    terminal.result("");
    terminal.result(format!("Report   {}", shown_path(&written.html)));
    for (what, path, gaps) in &drafts {
        terminal.result(format!("{what:<9}{}", shown_path(path)));
        terminal.note(format!(
            "{} to be completed in it, and the same as text beside it.",
            counted(*gaps, "place is", "places are")
        ));
    }
    terminal.object("report", &written.data);
    let done = Done::well().and("report", written.html.display().to_string());
    Ok(drafts.iter().fold(done, |done, (what, path, _)| {
        done.and(&what.to_lowercase(), path.display().to_string())
    }))
}

/// Writes the drafts, and returns what each is, where its page is, and how many gaps it has.
fn write_drafts(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<Vec<(&'static str, PathBuf, u64)>, Failure> {
    let annex = annexing(loaded, threads, "consign report --annex")?;
    let out = loaded.inputs.batch.out();
    let reference = &loaded.inputs.settings.reference;
    let drafts = [
        ("Annex", "appraisal-annex", appraisal_annex(&annex)),
        ("Record", "transparency-record", transparency_record(&annex)),
    ];
    let mut written = Vec::new();
    for (what, name, document) in drafts {
        let html = out.join(format!("{reference}.{name}.html"));
        write_whole(&html, document.html().as_bytes())?;
        let text = out.join(format!("{reference}.{name}.md"));
        write_whole(&text, document.markdown().as_bytes())?;
        written.push((what, html, document.gaps().len() as u64));
    }
    Ok(written)
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
