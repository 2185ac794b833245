//! Fills in the drafts that a person completes: what each rule did, what people decided, who signed.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use super::report::reporting;
use super::sign::difference;
use super::{ActError, Loaded};
use crate::appraisal::{Appraisal, SourceAppraised};
use crate::batch::read_bytes;
use crate::fixity::sha256;
use crate::journal::{Act, Binds, Entry};
use crate::message::MessageId;
use crate::report::{
    Annex, DecidedBy, HoldUsed, NeverExported, PublishedPolicy, RuleUsed, SignedOff,
};
use crate::selection::policy::{Hold, HoldIndex};
use crate::selection::{Basis, Effect, Outcome, Policy};
use crate::source::registry;

/// Returns what the drafts are filled in from. `command` is named in their foot.
///
/// # Errors
/// When there is no source, a source cannot be read or was changed, or `records.csv` is wrong.
pub fn annexing(
    loaded: &mut Loaded,
    threads: NonZeroUsize,
    command: &str,
) -> Result<Annex, ActError> {
    let batch = reporting(loaded, threads, command)?;
    let ledger = loaded.ledger(threads)?;
    let appraisal = loaded.appraisal(threads)?;
    let policy = &loaded.inputs.policy;
    let basis = |is: fn(&Basis) -> bool| {
        let rows = appraisal.sources.iter().flat_map(|source| &source.rows);
        rows.filter(|row| is(&row.settled.basis)).count() as u64
    };
    Ok(Annex {
        batch,
        policy: PublishedPolicy::of(policy, loaded.rules.to_string()),
        rules: rules(policy, &appraisal),
        lists: lists(policy),
        holds: holds(loaded, &appraisal),
        no_rule: basis(|basis| matches!(basis, Basis::Otherwise)),
        context_over: basis(|basis| matches!(basis, Basis::ContextOver { .. })),
        people: people(loaded),
        stale: appraisal
            .sources
            .iter()
            .map(|source| source.stale.len() as u64)
            .sum(),
        sign_offs: sign_offs(loaded, &loaded.binds(ledger))?,
        never_exported: never_exported(&appraisal),
    })
}

fn rules(policy: &Policy, appraisal: &Appraisal) -> Vec<RuleUsed> {
    let mut used: Vec<RuleUsed> = policy.rules().iter().map(RuleUsed::of).collect();
    for source in &appraisal.sources {
        for row in &source.rows {
            for rule in &source.hit_sets.get(row.hits).rules {
                used[rule.number()].hit += 1;
            }
            if let Basis::Rule(rule) = row.settled.basis {
                used[rule.number()].decided += 1;
            }
        }
        for (rule, effect) in decided(source) {
            if policy.rules()[rule].effect != effect {
                used[rule].against += 1;
            }
        }
    }
    used
}

/// Returns each rule that hit a message of which a person decided, with what the person decided.
fn decided(source: &SourceAppraised) -> impl Iterator<Item = (usize, Effect)> {
    source.decided.iter().flat_map(|(row, effect)| {
        let hits = source.hit_sets.get(source.rows[*row as usize].hits);
        hits.rules.iter().map(|rule| (rule.number(), *effect))
    })
}

fn lists(policy: &Policy) -> Vec<(String, String)> {
    let lists = policy.lists();
    let names = lists.names();
    names
        .map(|name| {
            let terms = lists.get(name).unwrap_or_default().iter();
            let terms: Vec<String> = terms.map(ToString::to_string).collect();
            (name.to_owned(), terms.join(", "))
        })
        .collect()
}

fn holds(loaded: &Loaded, appraisal: &Appraisal) -> Vec<HoldUsed> {
    let policy = &loaded.inputs.policy;
    let caught = |number: usize| {
        let rows = appraisal.sources.iter().flat_map(|source| {
            source
                .rows
                .iter()
                .map(|row| (row, &source.hit_sets.get(row.hits).holds))
        });
        rows.filter(move |(_, holds)| holds.iter().any(|hold: &HoldIndex| hold.number() == number))
    };
    let holds = policy.holds().iter().enumerate();
    holds
        .map(|(number, hold)| HoldUsed {
            id: hold.id.clone(),
            state: state(hold, loaded),
            caught: caught(number).count() as u64,
            kept_back: caught(number)
                .filter(|(row, _)| {
                    let outcome = row.settled.outcome;
                    row.held && matches!(outcome, Outcome::Select | Outcome::Context)
                })
                .count() as u64,
        })
        .collect()
}

fn state(hold: &Hold, loaded: &Loaded) -> &'static str {
    match (hold.holds_on(loaded.inputs.as_at), &hold.transfer_agreed) {
        (false, _) => "released",
        (true, Some(_)) => "holds; transfer is agreed",
        (true, None) => "holds, and forbids transfer",
    }
}

/// Returns what people decided: of several decisions of one message the last one.
fn people(loaded: &Loaded) -> Vec<DecidedBy> {
    let mut posts: BTreeMap<&str, [u64; 4]> = BTreeMap::new();
    let decisions: &BTreeMap<MessageId, _> = &loaded.inputs.decisions;
    for decision in decisions.values() {
        let counts = posts.entry(&decision.person.post).or_default();
        let effect = Effect::ALL
            .iter()
            .position(|effect| *effect == decision.decision);
        counts[effect.expect("every effect is among all of them")] += 1;
    }
    let posts = posts.into_iter();
    posts
        .map(|(post, counts)| DecidedBy {
            post: post.to_owned(),
            counts,
        })
        .collect()
}

fn sign_offs(loaded: &Loaded, now: &Binds) -> Result<Vec<SignedOff>, ActError> {
    let sign_offs = loaded.sign_offs();
    let mut signed = Vec::new();
    for entry in [sign_offs.selection, sign_offs.sensitivity]
        .into_iter()
        .flatten()
    {
        signed.extend(signed_off(loaded, entry, now)?);
    }
    Ok(signed)
}

/// Returns a sign-off, and whether what it binds is still what it was; nothing for another act.
fn signed_off(loaded: &Loaded, entry: &Entry, now: &Binds) -> Result<Option<SignedOff>, ActError> {
    let (of, by, changed) = match &entry.act {
        Act::SelectionSigned { second, binds, .. } => (
            "Selection",
            format!("{}, and {second}", entry.by),
            difference(binds, now),
        ),
        Act::SensitivitySigned { binds, records, .. } => {
            let path = loaded.inputs.batch.records();
            let same = path.exists() && sha256(&read_bytes(&path)?) == *records;
            let records = (!same).then_some("records.csv");
            let changed = difference(binds, now).or(records);
            ("Sensitivity review", entry.by.clone(), changed)
        }
        _ => return Ok(None),
    };
    Ok(Some(SignedOff {
        of,
        by,
        on: entry.at.date_naive().to_string(),
        standing: match changed {
            Some(changed) => format!("void: {changed} changed after it"),
            None => "stands".to_owned(),
        },
    }))
}

fn never_exported(appraisal: &Appraisal) -> Vec<NeverExported> {
    let sources = appraisal.sources.iter();
    let formats: BTreeSet<&str> = sources.map(|s| s.source.format.as_str()).collect();
    let formats = formats.into_iter().filter_map(registry::by_id);
    formats
        .map(|format| NeverExported {
            format: format.title().to_owned(),
            what: format
                .never_exported()
                .iter()
                .map(|(_, what)| *what)
                .collect(),
        })
        .collect()
}
