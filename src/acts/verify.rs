//! Holds `ledger.csv` to what follows again from sources, settings and acts, and to what was signed.

use std::fs::File;
use std::io::BufReader;
use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::load::decisions;
use super::{ActError, Loaded};
use crate::appraisal::{check_unchanged, write_ledger};
use crate::batch::hash_file;
use crate::error::IoAt;
use crate::fixity::Sha256Digest;
use crate::journal::{Act, Binds};
use crate::ledger::{Compared, Comparing, RowDifference};
use crate::review::stated_of_sources;
use crate::shown::shown_path;

/// How something compares with what the journal says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// It is the same.
    Same,
    /// It is another.
    Differs,
    /// It cannot be told, because of something else that differs.
    NotChecked,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LedgerCheck {
    /// What was checked.
    pub what: String,
    /// How it compares.
    pub agreement: Agreement,
    /// With what it was compared, and what was found.
    pub words: String,
}

/// What verifying a ledger gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerVerified {
    /// Everything that was checked, in order.
    pub checks: Vec<LedgerCheck>,
    /// The first row that differs.
    pub difference: Option<RowDifference>,
    /// Whether a source is not what was added, so that not everything could be checked.
    pub source_changed: bool,
    /// How many rows the ledger has; 0 when they were not compared.
    pub rows: u64,
    /// The number of the journal's line whose ledger it should be.
    pub line: u64,
    /// How many acts since then add a source or decide about a message: this ledger shows none.
    pub since: u64,
}

/// The act that the ledger on disk should be of: the last selection or its sign-off.
pub(super) struct Basis {
    /// The number of the journal's line.
    pub line: u64,
    /// The SHA-256 of the ledger.
    pub ledger: Sha256Digest,
    /// The day at which dates were judged.
    as_at: NaiveDate,
}

/// Returns the act that the ledger on disk should be of.
///
/// # Errors
/// When the rules were never applied.
pub(super) fn basis(loaded: &Loaded) -> Result<Basis, ActError> {
    let entries = loaded.journal.entries().iter().rev();
    let found = entries.into_iter().find_map(|entry| match &entry.act {
        Act::Selected { ledger, .. } => Some(Basis {
            line: entry.n,
            ledger: *ledger,
            as_at: entry.at.date_naive(),
        }),
        Act::SelectionSigned { binds, as_at, .. } => Some(Basis {
            line: entry.n,
            ledger: binds.ledger,
            as_at: *as_at,
        }),
        _ => None,
    });
    found.ok_or_else(|| {
        ActError::person(
            "there is no ledger yet: the rules have not been applied",
            "consign select",
        )
    })
}

/// Holds `ledger.csv` to the SHA-256 that the journal's line `line` gives.
///
/// # Errors
/// When it is another, is missing or cannot be read.
pub(super) fn ledger_on_disk(
    loaded: &Loaded,
    line: u64,
    expected: Sha256Digest,
) -> Result<(), ActError> {
    let path = loaded.inputs.batch.ledger();
    if !path.exists() {
        return Err(ActError::Missing(format!(
            "{} is missing. Put it back from a copy, or let consign select write it again from the sources",
            shown_path(&path)
        )));
    }
    let (_, found) = hash_file(&path)?;
    if found == expected {
        return Ok(());
    }
    Err(ActError::LedgerChanged {
        line,
        expected,
        found,
    })
}

/// Holds `ledger.csv` to the last sign-off of the selection, where there is one.
///
/// # Errors
/// As [`ledger_on_disk`].
pub(super) fn signed_ledger_on_disk(loaded: &Loaded) -> Result<(), ActError> {
    match loaded
        .sign_offs()
        .selection
        .map(|entry| (entry.n, &entry.act))
    {
        Some((line, Act::SelectionSigned { binds, .. })) => {
            ledger_on_disk(loaded, line, binds.ledger)
        }
        _ => Ok(()),
    }
}

/// Applies rules and acts over the sources again, up to the last selection, and compares.
///
/// # Errors
/// When the rules were never applied, or a file cannot be read.
pub fn verify_ledger(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<LedgerVerified, ActError> {
    let basis = basis(loaded)?;
    let since = go_back_to(loaded, &basis)?;
    let mut checks = vec![LedgerCheck {
        what: "journal".to_owned(),
        agreement: Agreement::Same,
        words: format!(
            "the chain of {} lines holds, and ends as journal.head says",
            loaded.journal.entries().len()
        ),
    }];
    checks.extend(settings(loaded));
    let sources = sources(loaded)?;
    let source_changed = sources
        .iter()
        .any(|check| check.agreement == Agreement::Differs);
    checks.extend(sources);
    let compared = match source_changed {
        true => None,
        false => compare(loaded, threads)?,
    };
    checks.extend(digests(loaded, compared.as_ref())?);
    let difference = compared.as_ref().and_then(|c| c.difference.clone());
    checks.push(rows(compared.as_ref(), source_changed));
    Ok(LedgerVerified {
        checks,
        difference,
        source_changed,
        rows: compared.map_or(0, |compared| compared.found_rows),
        line: basis.line,
        since,
    })
}

/// Takes from the inputs what came after the act that the ledger is of, and returns how many acts
/// that were.
fn go_back_to(loaded: &mut Loaded, basis: &Basis) -> Result<u64, ActError> {
    let entries = loaded.journal.entries();
    let (before, after) = entries.split_at(entries.partition_point(|entry| entry.n <= basis.line));
    let since = after
        .iter()
        .filter(|entry| changes_the_ledger(&entry.act))
        .count();
    let added: Vec<_> = before
        .iter()
        .filter_map(|entry| match &entry.act {
            Act::SourceAdded { source, .. } => Some(source.id.clone()),
            _ => None,
        })
        .collect();
    loaded.inputs.decisions = decisions(before)?;
    loaded.inputs.stated = stated_of_sources(before.iter());
    let sources = &mut loaded.inputs.sources;
    sources.retain(|input| added.contains(&input.source.id));
    loaded.inputs.as_at = basis.as_at;
    Ok(since as u64)
}

/// Tells whether an act changes the ledger that follows. Whoever adds an act that decides about
/// messages names it here.
fn changes_the_ledger(act: &Act) -> bool {
    matches!(
        act,
        Act::SourceAdded { .. }
            | Act::Decided(_)
            | Act::Answered(_)
            | Act::CopiesStated { .. }
            | Act::Undone { .. }
    )
}

/// Compares rules, people and settings with what was signed; before a sign-off, with what the rules
/// were applied to.
fn settings(loaded: &Loaded) -> Vec<LedgerCheck> {
    let signed = loaded.sign_offs().selection;
    let selected = loaded.journal.entries().iter().rev();
    let selected = selected.into_iter().find_map(|entry| match &entry.act {
        Act::Selected { rules, people, .. } => Some((entry.n, *rules, *people)),
        _ => None,
    });
    let mut compare = Vec::new();
    match (signed.map(|entry| (entry.n, &entry.act)), selected) {
        (Some((n, Act::SelectionSigned { binds, .. })), _) => {
            let was = format!("was signed (journal line {n})");
            compare.push(("batch.toml", loaded.settings, binds.settings, was.clone()));
            compare.push(("rules.toml", loaded.rules, binds.rules, was.clone()));
            compare.push(("people.csv", loaded.people, binds.people, was));
        }
        (_, Some((n, rules, people))) => {
            let was = format!("the rules were applied with (journal line {n})");
            compare.push(("rules.toml", loaded.rules, rules, was.clone()));
            compare.push(("people.csv", loaded.people, people, was));
        }
        _ => {}
    }
    let checks = compare.into_iter();
    checks
        .map(|(what, found, expected, was)| digest(what, found, expected, &was))
        .collect()
}

fn digest(what: &str, found: Sha256Digest, expected: Sha256Digest, was: &str) -> LedgerCheck {
    let (agreement, words) = match found == expected {
        true => (Agreement::Same, format!("is what {was}")),
        false => (
            Agreement::Differs,
            format!("is not what {was}: its SHA-256 is {found}, and was {expected}"),
        ),
    };
    LedgerCheck {
        what: what.to_owned(),
        agreement,
        words,
    }
}

fn sources(loaded: &Loaded) -> Result<Vec<LedgerCheck>, ActError> {
    let mut checks = Vec::new();
    for input in &loaded.inputs.sources {
        let (agreement, words) = match check_unchanged(&loaded.inputs, &input.source) {
            Ok(()) => (Agreement::Same, "is what was added".to_owned()),
            Err(error @ crate::appraisal::AppraisalError::Changed { .. }) => {
                (Agreement::Differs, error.to_string())
            }
            Err(error) => return Err(error.into()),
        };
        checks.push(LedgerCheck {
            what: input.source.id.to_string(),
            agreement,
            words,
        });
    }
    Ok(checks)
}

/// Writes the ledger again, to nowhere but against the one on disk; nothing where there is none.
fn compare(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<Option<Compared>, ActError> {
    let path = loaded.inputs.batch.ledger();
    if !path.exists() {
        return Ok(None);
    }
    let appraisal = loaded.appraisal(threads)?;
    let file = File::open(&path).map_err(IoAt::at("open", &path))?;
    let comparing = Comparing::with(BufReader::with_capacity(1 << 16, file));
    let comparing = write_ledger(&loaded.inputs, &appraisal, comparing)?;
    let compared = comparing.finish();
    Ok(Some(compared.map_err(IoAt::at("read", &path))?))
}

/// Compares the digest of the ledger on disk with that of the last selection, and of its sign-off.
fn digests(loaded: &Loaded, compared: Option<&Compared>) -> Result<Vec<LedgerCheck>, ActError> {
    let path = loaded.inputs.batch.ledger();
    let found = match compared {
        Some(compared) => compared.found,
        None if path.exists() => hash_file(&path)?.1,
        None => {
            return Ok(vec![LedgerCheck {
                what: "ledger.csv".to_owned(),
                agreement: Agreement::Differs,
                words: "is missing; consign select writes it again from the sources".to_owned(),
            }]);
        }
    };
    let mut checks = Vec::new();
    let mut entries = loaded.journal.entries().iter().rev();
    let selected = entries.find_map(|entry| match &entry.act {
        Act::Selected { ledger, .. } => Some((entry.n, *ledger)),
        _ => None,
    });
    if let Some((n, ledger)) = selected {
        let was = format!("the rules gave (journal line {n})");
        checks.push(digest("ledger.csv", found, ledger, &was));
    }
    let signed = loaded.sign_offs().selection;
    if let Some((n, Binds { ledger, .. })) = signed.and_then(|entry| match &entry.act {
        Act::SelectionSigned { binds, .. } => Some((entry.n, binds)),
        _ => None,
    }) {
        let was = format!("was signed (journal line {n})");
        checks.push(digest("ledger.csv", found, *ledger, &was));
    }
    Ok(checks)
}

fn rows(compared: Option<&Compared>, source_changed: bool) -> LedgerCheck {
    let (agreement, words) = match compared {
        None if source_changed => (
            Agreement::NotChecked,
            "rules and acts can be applied again only over the sources as they were added"
                .to_owned(),
        ),
        None => (
            Agreement::NotChecked,
            "there is no ledger to compare".to_owned(),
        ),
        Some(Compared {
            difference: Some(difference),
            expected_rows,
            found_rows,
            ..
        }) => (
            Agreement::Differs,
            format!(
                "{difference}. {expected_rows} rows follow from rules and acts, {found_rows} are there"
            ),
        ),
        Some(compared) => (
            Agreement::Same,
            format!(
                "rules and acts, applied again over the sources, give the same {} rows, byte for byte",
                compared.found_rows
            ),
        ),
    };
    LedgerCheck {
        what: "rows".to_owned(),
        agreement,
        words,
    }
}
