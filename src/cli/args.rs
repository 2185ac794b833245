//! What every command takes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::World;
use super::exit::{Exit, Failure};
use super::terminal::Style;
use crate::acts::{Doing, Loaded, load};
use crate::batch::{Batch, Lock};
use crate::container::Budget;
use crate::journal::Replayed;

/// What every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Shared {
    /// The folder of the batch
    #[arg(
        long,
        short = 'C',
        global = true,
        value_name = "DIR",
        default_value = "."
    )]
    pub batch: PathBuf,
    /// Print one JSON object a line instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// Print results only; with --json the summary only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// How many threads to use; the result does not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// The most bytes that an export or package may unpack to; 64 GiB where not given
    #[arg(
        long,
        global = true,
        value_name = "BYTES",
        hide_default_value = true,
        default_value_t = Budget::default().bytes
    )]
    pub max_unpacked: u64,
}

impl Shared {
    /// Returns how to print.
    pub fn style(&self) -> Style {
        match (self.json, self.quiet) {
            (false, false) => Style::Text,
            (false, true) => Style::Quiet,
            (true, false) => Style::Json,
            (true, true) => Style::JsonQuiet,
        }
    }

    /// Returns the batch.
    pub fn batch(&self) -> Batch {
        Batch::at(&self.batch)
    }

    /// Returns how many threads to use.
    pub fn threads(&self, world: &World) -> NonZeroUsize {
        self.threads.unwrap_or(world.threads)
    }

    /// Returns what an export or a package may unpack to.
    pub fn budget(&self) -> Budget {
        Budget {
            bytes: self.max_unpacked,
            ..Budget::default()
        }
    }

    /// Loads the batch for reading.
    pub fn load(&self, world: &World) -> Result<Loaded, Failure> {
        Ok(load(&self.batch(), world.now.date_naive(), self.budget())?)
    }

    /// Loads the batch for writing: nobody else writes while the lock lives.
    pub fn load_locked(&self, world: &World) -> Result<(Lock, Loaded), Failure> {
        let batch = self.batch();
        if !batch.exists() {
            // Says that it is no batch, without leaving a lock file in somebody's folder.
            self.load(world)?;
        }
        let lock = Lock::take(&batch)?;
        Ok((lock, self.load(world)?))
    }
}

/// Returns who does something now.
pub(crate) fn doing(world: &World, by: &str) -> Result<Doing, Failure> {
    let by = by.trim();
    if by.is_empty() || by.chars().any(char::is_control) {
        return Err(Failure::new(
            Exit::AskedWrongly,
            "the post that does this is empty or holds a control character",
        )
        .next("name it with --by, such as --by \"Records Manager\""));
    }
    Ok(Doing {
        at: world.now,
        by: by.to_owned(),
        replayed: Replayed::No,
    })
}
