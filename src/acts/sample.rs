//! Where the sample of what is not selected stands, and whether a sign-off can rest on it.

use std::collections::BTreeSet;

use super::ask::{asked_of, each_settled_so, settled_so};
use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::journal::{Purpose, SampleSigned};
use crate::message::MessageId;
use crate::review::{Sampled, Sheets, digest_of, samples};
use crate::selection::{Basis, Outcome, Policy, Settled};

/// The command that draws a sample.
pub(super) const DRAW: &str = "consign draw --to sample.xlsx";

/// Where the sample of what is not selected stands.
#[derive(Debug, Clone, PartialEq)]
pub enum SampleStanding {
    /// No message is not selected: there is nothing to draw.
    NotNeeded,
    /// No sample was drawn of the messages that are not selected now.
    NotDrawn,
    /// A sample is out, and has not come back.
    Out {
        /// The id of its sheet.
        sheet: String,
        /// How many messages it asks about.
        n: u64,
    },
    /// The last sample does not hold: of other messages, or with wrong ones in it.
    DoesNotHold(Box<Sampled>),
    /// A clean sample.
    Clean(Box<Sampled>),
}

/// Returns the messages that samples are drawn from, in the order of the ledger. A message that
/// stands on several telephones is one: drawn as often as it was exported it would count for more
/// than others, and who looks at the same words twice learns nothing the second time, so that the
/// bound of what is wrong would promise too much.
pub(super) fn population<'a>(
    appraisal: &'a Appraisal,
    policy: &'a Policy,
) -> impl Iterator<Item = MessageId> + 'a {
    settled_so(appraisal, |settled| is_drawn_from(settled, policy))
}

/// Tells whether samples are drawn from a message: one that is not selected, by a rule or by a
/// person, held or not, or one that a rule puts outside which says that it needs a clean sample.
/// This is the one place that decides it: whoever looks agrees by answering with the outcome that
/// a message has.
pub(super) fn is_drawn_from(settled: Settled, policy: &Policy) -> bool {
    match settled.outcome {
        Outcome::NotSelected => true,
        Outcome::Outside => {
            matches!(settled.basis, Basis::Rule(rule) if policy.rule(rule).needs_sample())
        }
        _ => false,
    }
}

/// Returns where the sample stands.
///
/// # Errors
/// When the list of a sheet is missing or was changed.
pub fn sample_standing(loaded: &Loaded, appraisal: &Appraisal) -> Result<SampleStanding, ActError> {
    let now: Vec<MessageId> = population(appraisal, &loaded.inputs.policy).collect();
    if now.is_empty() {
        return Ok(SampleStanding::NotNeeded);
    }
    let digest = digest_of(&now);
    // Samples were once drawn from every copy. One that was looked at still holds for what it was
    // drawn from.
    let drawn_from = |settled| is_drawn_from(settled, &loaded.inputs.policy);
    let of_every_copy = match appraisal.copies.count() {
        0 => digest,
        _ => {
            let every_copy = each_settled_so(appraisal, drawn_from).map(|(_, _, id)| id);
            digest_of(&every_copy.collect::<Vec<_>>())
        }
    };
    let entries = loaded.journal.entries();
    let answered = samples(entries);
    for sampled in answered.iter().rev() {
        let same = [digest, of_every_copy].contains(&sampled.drawn.ids) && sampled.wrong.is_empty();
        if same || is_census_of(loaded, sampled, &now)? {
            return Ok(SampleStanding::Clean(Box::new(sampled.clone())));
        }
    }
    let sheets = Sheets::of(entries).for_purpose(Purpose::Sample);
    let out = sheets.iter().rev().find(|sheet| {
        let drawn = sheet.asked.drawn.as_ref();
        sheet.answered.is_none() && drawn.is_some_and(|drawn| drawn.ids == digest)
    });
    Ok(match (out, answered.into_iter().next_back()) {
        (Some(out), _) => SampleStanding::Out {
            sheet: out.asked.sheet.clone(),
            n: out.asked.rows,
        },
        (None, Some(sampled)) => SampleStanding::DoesNotHold(Box::new(sampled)),
        (None, None) => SampleStanding::NotDrawn,
    })
}

/// Tells whether a sample looked at every message there was, and so at every one there is now, and
/// none of those it found wrong is not selected still.
fn is_census_of(loaded: &Loaded, sampled: &Sampled, now: &[MessageId]) -> Result<bool, ActError> {
    if !sampled.is_census() {
        return Ok(false);
    }
    let entries = loaded.journal.entries();
    let Some(sheet) = Sheets::of(entries).get(&sampled.sheet) else {
        return Ok(false);
    };
    let asked = asked_of(&loaded.inputs.batch, sheet.asked)?;
    let asked: BTreeSet<&MessageId> = asked.iter().map(|(id, _)| id).collect();
    let wrong: BTreeSet<&str> = sampled.wrong.iter().map(String::as_str).collect();
    Ok(now
        .iter()
        .all(|id| asked.contains(id) && !wrong.contains(id.to_string().as_str())))
}

/// Returns the sample on which a sign-off rests, where one is needed.
///
/// # Errors
/// When it is needed and there is no clean one.
pub(super) fn resting_on(
    loaded: &Loaded,
    appraisal: &Appraisal,
) -> Result<Option<SampleSigned>, ActError> {
    let not_selected = population(appraisal, &loaded.inputs.policy).count();
    let messages = match not_selected {
        1 => "1 message is not selected".to_owned(),
        many => format!(
            "{} messages are not selected",
            crate::manifest::grouped(many as u64)
        ),
    };
    let needs = |why: String, next: &str| {
        let why = format!("{messages}, and {why}, so the selection cannot be signed off");
        Err(ActError::person(why, next))
    };
    match sample_standing(loaded, appraisal)? {
        SampleStanding::NotNeeded => Ok(None),
        SampleStanding::NotDrawn => needs("no sample of them has been looked at".to_owned(), DRAW),
        SampleStanding::Out { sheet, .. } => needs(
            format!("the sample of them, {sheet}, has not come back"),
            "consign draw --from sample.xlsx --by \"POST\"",
        ),
        SampleStanding::DoesNotHold(sampled) => needs(
            match sampled.wrong.len() {
                0 => "the last sample is of other messages than these".to_owned(),
                wrong => format!(
                    "the last sample was not clean: {wrong} of {} were wrong",
                    sampled.n
                ),
            },
            DRAW,
        ),
        SampleStanding::Clean(sampled) => Ok(Some(sampled.signed())),
    }
}
