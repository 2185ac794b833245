//! A sheet goes out: which messages it asks about is settled, recorded, and bound to their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};

use super::sample::population;
use super::second_look::to_look_at;
use super::{ActError, Doing, Loaded};
use crate::appraisal::{Appraisal, SourceAppraised, read_raw};
use crate::batch::{Batch, read_bytes, write_whole};
use crate::error::IoAt;
use crate::fixity::{Sha256Digest, sha256};
use crate::journal::{Act, Asked, Drawn, Purpose};
use crate::message::MessageId;
use crate::review::{Sheets, digest_of, drawn_first};
use crate::selection::{Outcome, Settled};

/// What a sheet is to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// The messages with an outcome, for a person to decide.
    Review(Outcome),
    /// A share of the messages that people decided, for another person to decide again. The seed
    /// is taken when none was recorded before.
    SecondLook {
        /// What the drawing begins with.
        seed: String,
    },
    /// A sample of the messages that are not selected.
    Sample {
        /// How many; all of them where there are fewer.
        n: usize,
        /// What the drawing begins with, where a person gave it.
        given: Option<String>,
        /// What it begins with otherwise.
        random: String,
    },
}

/// A sheet that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAsked {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it first went out.
    pub at: DateTime<Utc>,
    /// The messages that it asks about, in its order.
    pub ids: Vec<MessageId>,
    /// How they were drawn, where they were.
    pub drawn: Option<Drawn>,
}

/// Records that a sheet goes out, unless the same sheet is out already: then it goes out again as
/// it was. Nothing is returned where there is nothing to ask.
///
/// # Errors
/// When the sources cannot be read or were changed, or the sheet came back before.
pub fn ask(
    loaded: &mut Loaded,
    asking: &Asking,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<Option<SheetAsked>, ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let (purpose, ids, drawn) = chosen(loaded, &appraisal, asking)?;
    if ids.is_empty() {
        return Ok(None);
    }
    let ledger = loaded.ledger(threads)?;
    let seed = drawn.as_ref().map_or("", |drawn| drawn.seed.as_str());
    let id = sheet_id(purpose, ledger, seed, &ids);
    if let Some(out) = Sheets::of(loaded.journal.entries()).get(&id) {
        if let Some((entry, _)) = out.answered {
            return Err(ActError::Asked(format!(
                "this sheet, {id}, came back before (journal line {}), and nothing has changed since; nothing was written",
                entry.n
            )));
        }
        let at = out.entry.at;
        return Ok(Some(SheetAsked {
            id,
            purpose,
            at,
            ids,
            drawn,
        }));
    }
    let list = list_of(&ids, &bindings(loaded, &appraisal, &ids)?);
    let path = loaded.inputs.batch.sheet(&id);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(IoAt::at("create", folder))?;
    }
    write_whole(&path, list.as_bytes())?;
    let binds = loaded.binds(ledger);
    loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Asked(Asked {
            sheet: id.clone(),
            purpose,
            binds,
            rows: ids.len() as u64,
            asked: sha256(list.as_bytes()),
            drawn: drawn.clone(),
        }),
    )?;
    Ok(Some(SheetAsked {
        id,
        purpose,
        at: doing.at,
        ids,
        drawn,
    }))
}

/// Returns which messages are asked about, in the order of the sheet.
fn chosen(
    loaded: &Loaded,
    appraisal: &Appraisal,
    asking: &Asking,
) -> Result<(Purpose, Vec<MessageId>, Option<Drawn>), ActError> {
    match asking {
        Asking::Review(outcome) => {
            let ids = settled_so(appraisal, |settled| settled.outcome == *outcome);
            Ok((Purpose::Review, ids.collect(), None))
        }
        Asking::SecondLook { seed } => {
            let (ids, drawn) = to_look_at(loaded, appraisal, seed)?;
            Ok((Purpose::SecondLook, ids, Some(drawn)))
        }
        Asking::Sample { n, given, random } => {
            let population: Vec<MessageId> = population(appraisal, &loaded.inputs.policy).collect();
            let of = digest_of(&population);
            let seed = match given {
                Some(seed) => seed.clone(),
                None => seed_that_is_out(loaded, of, *n).unwrap_or_else(|| random.clone()),
            };
            let ids = drawn_first(&population, &seed, *n);
            let drawn = Drawn {
                seed,
                population: population.len() as u64,
                ids: of,
            };
            Ok((Purpose::Sample, ids, Some(drawn)))
        }
    }
}

/// Returns the seed of a sample of the same messages that is out: nobody shall draw until a sample
/// pleases, nor lose one that is being looked at.
fn seed_that_is_out(loaded: &Loaded, of: Sha256Digest, n: usize) -> Option<String> {
    let sheets = Sheets::of(loaded.journal.entries()).for_purpose(Purpose::Sample);
    let mut out = sheets
        .into_iter()
        .rev()
        .filter(|sheet| sheet.answered.is_none());
    out.find_map(|sheet| {
        let drawn = sheet.asked.drawn.as_ref()?;
        let rows = drawn.population.min(n as u64);
        (drawn.ids == of && sheet.asked.rows == rows).then(|| drawn.seed.clone())
    })
}

/// Returns the messages that are settled in some way, in the order of the ledger: of copies, which
/// share what becomes of them, the lead alone.
pub(super) fn settled_so<'a>(
    appraisal: &'a Appraisal,
    is_meant: impl Fn(Settled) -> bool + Copy + 'a,
) -> impl Iterator<Item = MessageId> + 'a {
    each_settled_so(appraisal, is_meant)
        .filter(|(source, row, _)| source.copies.is_lead(*row))
        .map(|(_, _, id)| id)
}

/// Returns the messages that are settled in some way, in the order of the ledger, every copy too.
pub(super) fn each_settled_so<'a>(
    appraisal: &'a Appraisal,
    is_meant: impl Fn(Settled) -> bool + Copy + 'a,
) -> impl Iterator<Item = (&'a SourceAppraised, usize, MessageId)> + 'a {
    let sources = appraisal.sources.iter();
    sources.flat_map(move |source| {
        let rows = source.rows.iter().enumerate();
        let rows = rows.filter(move |(_, row)| is_meant(row.settled));
        rows.map(move |(index, row)| {
            let id = MessageId {
                source: source.source.id.clone(),
                offset: row.offset,
            };
            (source, index, id)
        })
    })
}

/// Returns the id of a sheet: it follows from what is asked, and of which ledger.
fn sheet_id(purpose: Purpose, ledger: Sha256Digest, seed: &str, ids: &[MessageId]) -> String {
    let ids = digest_of(ids);
    let text = format!("{}\n{ledger}\n{seed}\n{ids}\n", purpose.word());
    let digits: String = sha256(text.as_bytes())
        .to_string()
        .chars()
        .take(10)
        .collect();
    format!("S-{digits}")
}

/// Reads messages of an appraisal again, and returns the HMACs of their bytes.
pub(super) fn bindings(
    loaded: &Loaded,
    appraisal: &Appraisal,
    ids: &[MessageId],
) -> Result<BTreeMap<MessageId, Sha256Digest>, ActError> {
    let mut found = BTreeMap::new();
    for source in &appraisal.sources {
        let here = ids.iter().filter(|id| id.source == source.source.id);
        let rows: BTreeSet<u32> = here.filter_map(|id| source.row_at(id.offset)).collect();
        read_raw(&loaded.inputs, source, &rows, &mut |row, raw| {
            found.insert(source.id_of(row), loaded.inputs.key.bind(raw));
        })?;
    }
    Ok(found)
}

/// The columns of `sheets/<sheet>.csv`.
const LIST_COLUMNS: &str = "id,hmac";

fn list_of(ids: &[MessageId], bindings: &BTreeMap<MessageId, Sha256Digest>) -> String {
    let mut list = format!("{LIST_COLUMNS}\n");
    for id in ids {
        let hmac = bindings
            .get(id)
            .expect("every message of an appraisal is read again");
        list += &format!("{id},{hmac}\n");
    }
    list
}

/// Reads the list of the messages that a sheet asks about, with the HMACs of their bytes.
///
/// # Errors
/// When the list is missing, or is not the one that was written.
pub(super) fn asked_of(
    batch: &Batch,
    asked: &Asked,
) -> Result<Vec<(MessageId, Sha256Digest)>, ActError> {
    let path = batch.sheet(&asked.sheet);
    if !path.exists() {
        return Err(ActError::Missing(format!(
            "{} is missing: it lists what the sheet {} asks. Put it back from a copy of the batch",
            crate::shown::shown_path(&path),
            asked.sheet
        )));
    }
    let bytes = read_bytes(&path)?;
    let changed = || {
        ActError::Missing(format!(
            "{} was changed after it was written; put it back from a copy of the batch",
            crate::shown::shown_path(&path)
        ))
    };
    if sha256(&bytes) != asked.asked {
        return Err(changed());
    }
    let text = String::from_utf8(bytes).map_err(|_| changed())?;
    let rows = text.lines().skip(1).map(|line| {
        let (id, hmac) = line.split_once(',').ok_or_else(changed)?;
        Ok((id.parse()?, hmac.parse().map_err(|_| changed())?))
    });
    rows.collect()
}
