//! `signoff`, on paper: the sheet that is printed, and the signed copy that comes back.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::args::{Shared, doing};
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, SignOff, keep_evidence, signoff_sheet};
use crate::batch::write_whole;
use crate::error::IoAt;
use crate::report::signoff_html;
use crate::shown::shown_path;

/// Takes in the signed copy of a sign-off's sheet; where none is named, that of the last sign-off.
pub(super) fn run(
    shared: &Shared,
    file: &Path,
    which: Option<SignOff>,
    by: &str,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, by)?;
    let (_lock, mut loaded) = shared.load_locked(world)?;
    let which = match which.or_else(|| last(&loaded)) {
        Some(which) => which,
        None => {
            return Err(Failure::new(
                Exit::NeedsPerson,
                "nothing has been signed off, so there is no sheet to keep a signed copy of",
            )
            .next("consign signoff --selection --by \"POST\" --second \"ANOTHER POST\""));
        }
    };
    let kept = keep_evidence(&mut loaded, which, file, &doing, shared.threads(world))?;
    terminal.result(kept.sentence());
    terminal.result(format!("Copy     {}", shown_path(&kept.path)));
    terminal.note("Keep the paper too: the hash shows that a copy is this one, not who signed it.");
    Ok(Done::well()
        .and("sign_off", which.word())
        .and("journal_line", kept.of)
        .and("sha256", kept.file.to_string()))
}

fn last(loaded: &Loaded) -> Option<SignOff> {
    let sign_offs = loaded.sign_offs();
    let selection = sign_offs
        .selection
        .map(|entry| (entry.n, SignOff::Selection));
    let sensitivity = sign_offs
        .sensitivity
        .map(|entry| (entry.n, SignOff::Sensitivity));
    let last = selection.into_iter().chain(sensitivity);
    last.max_by_key(|(n, _)| *n).map(|(_, which)| which)
}

/// Writes the sheet of a sign-off to print, and says where it is.
pub(super) fn write_sheet(
    loaded: &mut Loaded,
    which: SignOff,
    threads: NonZeroUsize,
    terminal: &mut Terminal<'_>,
) -> Result<PathBuf, Failure> {
    let sheet = signoff_sheet(loaded, which, threads)?;
    let out = loaded.inputs.batch.out();
    std::fs::create_dir_all(&out).map_err(IoAt::at("create", &out))?;
    let path = out.join(format!("{}.signoff-{}.html", sheet.package, which.word()));
    write_whole(&path, signoff_html(&sheet).as_bytes())?;
    terminal.result(format!("Sheet to print  {}", shown_path(&path)));
    Ok(path)
}
