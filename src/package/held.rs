//! What a package lies in: a folder, a ZIP that is laid out in the canonical way, or any other ZIP.
//!
//! The canonical layout is looked for first. Where every byte of the structure is the one that it
//! demands, nothing else has to be asked of the ZIP: its entries are where the layout says, and no
//! two programs can read two different things from it.

use std::path::Path;

use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::opened::Form;
use crate::canonical::{self, Difference, Verdict};
use crate::container::{
    Budget, Container, Entry, Folder, OpenError, PositionedFile, StoredPlace, StoredZip, Trouble,
    ZipFile,
};
use crate::error::IoAt;

/// How a ZIP is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Every byte that is not content is the one that the canonical ZIP has there. These are the
    /// dates of its entries, in their order.
    Canonical(Vec<NaiveDate>),
    /// It is another one, and this is the first difference.
    Differs(Difference),
}

/// What a package lies in.
pub(super) enum Held {
    /// A folder.
    Folder(Folder),
    /// A canonical ZIP, and by what it passes the limits.
    Canonical(StoredZip, Vec<Trouble>, Layout),
    /// Any other ZIP.
    Zip(ZipFile, Layout),
}

impl Held {
    /// Opens the folder or ZIP at `path`.
    pub fn open(path: &Path, budget: Budget, threads: NonZeroUsize) -> Result<Held, OpenError> {
        let kind = std::fs::symlink_metadata(path)
            .map_err(IoAt::at("look at", path))?
            .file_type();
        if kind.is_dir() {
            return Ok(Held::Folder(Folder::open(path)?));
        }
        if !kind.is_file() {
            return Err(OpenError::NotAFile(path.display().to_string()));
        }
        let file = PositionedFile::open(path)?;
        let verdict = canonical::verify(file.file(), threads);
        Ok(match verdict.map_err(IoAt::at("read", path))? {
            Verdict::Canonical { plan, crc32s } => canonical(path, file, budget, plan, &crc32s),
            Verdict::Differs(difference) => {
                let zip = ZipFile::of(path, file, budget)?;
                Held::Zip(zip, Layout::Differs(difference))
            }
        })
    }

    pub fn container(&self) -> &dyn Container {
        match self {
            Held::Folder(folder) => folder,
            Held::Canonical(zip, _, _) => zip,
            Held::Zip(zip, _) => zip,
        }
    }

    pub fn form(&self) -> Form {
        match self {
            Held::Folder(_) => Form::Folder,
            Held::Canonical(..) | Held::Zip(..) => Form::Zip,
        }
    }

    pub fn troubles(&self) -> &[Trouble] {
        match self {
            Held::Folder(_) => &[],
            Held::Canonical(_, troubles, _) => troubles,
            Held::Zip(zip, _) => zip.troubles(),
        }
    }

    pub fn layout(&self) -> Option<&Layout> {
        match self {
            Held::Folder(_) => None,
            Held::Canonical(_, _, layout) | Held::Zip(_, layout) => Some(layout),
        }
    }

    /// Returns the names of links, devices and the like.
    pub fn special(&self) -> &[String] {
        match self {
            Held::Folder(folder) => folder.special(),
            Held::Canonical(..) | Held::Zip(..) => &[],
        }
    }

    /// Returns the names of the folders that have an entry of their own.
    pub fn folders(&self) -> &[String] {
        match self {
            Held::Folder(folder) => folder.folders(),
            // In a canonical ZIP no folder has.
            Held::Canonical(..) => &[],
            Held::Zip(zip, _) => zip.folders(),
        }
    }

    /// Returns a reader of the ZIP as a whole.
    pub fn raw(&self) -> Option<PositionedFile> {
        match self {
            Held::Folder(_) => None,
            Held::Canonical(zip, _, _) => Some(zip.raw()),
            Held::Zip(zip, _) => Some(zip.raw()),
        }
    }
}

fn canonical(
    path: &Path,
    file: PositionedFile,
    budget: Budget,
    plan: canonical::Plan,
    crc32s: &[u32],
) -> Held {
    let members = plan.members();
    if let Some(trouble) = budget.too_many(members.len()) {
        let zip = StoredZip::new(path, file, Vec::new(), Vec::new());
        return Held::Canonical(zip, vec![trouble], Layout::Canonical(Vec::new()));
    }
    let bytes = members.iter().map(|member| u128::from(member.size)).sum();
    let places = crc32s.iter().enumerate();
    let places = places.map(|(member, &crc32)| StoredPlace {
        at: plan.data_at(member),
        crc32,
    });
    let places = places.collect();
    let dates = members.iter().map(|member| member.date).collect();
    let entries = plan.into_members().into_iter().map(|member| Entry {
        name: member.name,
        size: member.size,
    });
    let zip = StoredZip::new(path, file, entries.collect(), places);
    let troubles = budget.too_large(bytes).into_iter().collect();
    Held::Canonical(zip, troubles, Layout::Canonical(dates))
}
