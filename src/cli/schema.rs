//! `schema`: the XML schemas that this version writes by.

use super::Done;
use super::exit::Failure;
use super::terminal::Terminal;
use crate::{manifest, participants, transcript, xml};

/// What `schema` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which schema
    #[arg(value_enum)]
    which: Which,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Which {
    /// Transcripts
    Transcript,
    /// Files of participants
    Participants,
    /// Deposit manifests
    DepositManifest,
}

/// Runs `schema`.
pub(super) fn run(args: &Args, terminal: &mut Terminal<'_>) -> Result<Done, Failure> {
    let schema = match args.which {
        Which::Transcript => &transcript::SCHEMA,
        Which::Participants => &participants::SCHEMA,
        Which::DepositManifest => &manifest::SCHEMA,
    };
    let xsd = xml::xsd(schema);
    terminal.result(xsd.trim_end());
    terminal.object("schema", &serde_json::json!({ "xsd": xsd }));
    Ok(Done::well().and("namespace", schema.namespace))
}
