//! `config`: each setting and where it comes from.

use super::args::Shared;
use super::exit::Failure;
use super::terminal::Terminal;
use super::{Done, World};
use crate::batch::{OWN_PROFILE, Settings, read_text};
use crate::manifest::grouped;
use crate::package::Bounds;
use crate::shown::shown;

/// Runs `config`.
pub(super) fn run(
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let batch = shared.batch();
    // Loads all of it first, so that what is printed is what every other command would use.
    let loaded = shared.load(world)?;
    let text = read_text(&batch.settings()).map_err(crate::acts::ActError::from)?;
    let written: toml::Table = text.parse().unwrap_or_default();
    for (table, key, value) in values(&loaded.inputs.settings) {
        let is_written = written
            .get(table)
            .and_then(|table| table.get(key))
            .is_some();
        let from = match (is_written, key) {
            (true, _) => "batch.toml",
            (false, "max_size" | "max_records")
                if loaded.inputs.settings.profile != OWN_PROFILE =>
            {
                "profile"
            }
            (false, _) => "built in",
        };
        terminal.result(format!(
            "{:<29} {:<44} {from}",
            format!("{table}.{key}"),
            shown(&value).to_string()
        ));
        terminal.object(
            "setting",
            &serde_json::json!({"key": format!("{table}.{key}"), "value": value, "from": from}),
        );
    }
    let threads = shared.threads(world);
    let from = if shared.threads.is_some() {
        "--threads"
    } else {
        "this machine"
    };
    terminal.result(format!("{:<29} {threads:<44} {from}", "threads"));
    terminal.object(
        "setting",
        &serde_json::json!({"key": "threads", "value": threads.to_string(), "from": from}),
    );
    Ok(Done::well())
}

fn values(settings: &Settings) -> Vec<(&'static str, &'static str, String)> {
    let bounds = settings.bounds(Bounds::default());
    let fixity: Vec<_> = settings.fixity.iter().map(|a| a.bagit_name()).collect();
    vec![
        ("batch", "reference", settings.reference.clone()),
        ("batch", "title", settings.title.clone()),
        (
            "batch",
            "transferring_body",
            settings.transferring_body.clone(),
        ),
        ("batch", "creator", settings.creator.clone()),
        ("batch", "series", settings.series.clone()),
        (
            "batch",
            "consignment_reference",
            settings.consignment_reference.clone(),
        ),
        ("batch", "contact", settings.contact.clone()),
        ("batch", "marking", settings.marking.clone()),
        ("batch", "legal_status", settings.legal_status.clone()),
        ("dates", "time_zone", settings.time_zone.to_string()),
        ("dates", "parts", settings.parts.word().to_owned()),
        (
            "review",
            "second_look_percent",
            settings.second_look_percent.to_string(),
        ),
        ("package", "profile", settings.profile.clone()),
        ("package", "fixity", fixity.join(", ")),
        (
            "package",
            "max_size",
            bound(bounds.bytes, "bytes of records"),
        ),
        ("package", "max_records", bound(bounds.records, "records")),
    ]
}

/// Returns what one package may hold, in words.
fn bound(most: Option<u64>, of: &str) -> String {
    match most {
        None => "no limit".to_owned(),
        Some(most) => format!("{} {of} a package", grouped(most)),
    }
}
