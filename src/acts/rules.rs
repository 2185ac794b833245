//! Looks at what a policy does, or would do, over the sources of a batch. Nothing is recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::select::in_force;
use super::{ActError, Loaded};
use crate::appraisal::{Appraisal, Row, decided_by};
use crate::message::MessageId;
use crate::selection::{HoldIndex, Outcome, RuleIndex, fold};
use crate::shown::shown;

/// What a policy does over the sources of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesChecked {
    /// How many messages each rule hits, in the order of the rules.
    pub rules: Vec<u64>,
    /// How many messages each hold catches, in the order of the holds.
    pub holds: Vec<u64>,
    /// What is probably not meant.
    pub warnings: Vec<RulesWarning>,
}

/// Something about a policy that is probably not meant, as the batch shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesWarning {
    /// A rule hits no message.
    HitsNothing {
        /// The id of the rule.
        rule: String,
    },
    /// A hold catches no message.
    CatchesNothing {
        /// The id of the hold.
        hold: String,
    },
    /// A group that nobody in the register belongs to.
    NobodyIn {
        /// The group.
        group: String,
    },
    /// A source of which nobody stated whose device it was, and a rule or a hold asks.
    CustodianNotStated {
        /// The source.
        source: String,
    },
    /// The policy is not in force on the day.
    NotInForce {
        /// Why, in a sentence.
        why: String,
    },
}

impl RulesWarning {
    /// Returns the code of this warning in files.
    pub fn word(&self) -> &'static str {
        match self {
            RulesWarning::HitsNothing { .. } => "hits-nothing",
            RulesWarning::CatchesNothing { .. } => "catches-nothing",
            RulesWarning::NobodyIn { .. } => "nobody-in-group",
            RulesWarning::CustodianNotStated { .. } => "custodian-not-stated",
            RulesWarning::NotInForce { .. } => "not-in-force",
        }
    }
}

impl fmt::Display for RulesWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RulesWarning::HitsNothing { rule } => write!(f, "rule {rule} hits no message"),
            RulesWarning::CatchesNothing { hold } => write!(f, "hold {hold} catches no message"),
            RulesWarning::NobodyIn { group } => {
                write!(f, "nobody in people.csv is of the group @{}", shown(group))
            }
            RulesWarning::CustodianNotStated { source } => write!(
                f,
                "nobody stated whose device source {source} was exported on: no rule that asks for the custodian hits, and every hold that does catches"
            ),
            RulesWarning::NotInForce { why } => f.write_str(why),
        }
    }
}

/// Asks the policy of a batch about all of its sources; about none where there is none yet.
///
/// # Errors
/// When a source cannot be read or was changed, or a hold names one that the batch does not have.
pub fn check_rules(loaded: &mut Loaded, threads: NonZeroUsize) -> Result<RulesChecked, ActError> {
    let mut checked = RulesChecked {
        rules: Vec::new(),
        holds: Vec::new(),
        warnings: Vec::new(),
    };
    if let Err(why) = in_force(loaded) {
        let why = why.to_string();
        checked.warnings.push(RulesWarning::NotInForce { why });
    }
    let people = loaded.inputs.people.rows().iter();
    let held: BTreeSet<_> = people.map(|row| fold(&row.group)).collect();
    let groups = loaded.inputs.policy.groups().into_iter();
    let empty = groups.filter(|group| !held.contains(&fold(group)));
    checked.warnings.extend(empty.map(|group| {
        let group = group.to_owned();
        RulesWarning::NobodyIn { group }
    }));
    if loaded.inputs.sources.is_empty() {
        return Ok(checked);
    }
    let appraisal = loaded.appraisal(threads)?;
    let policy = &loaded.inputs.policy;
    (checked.rules, checked.holds) = hit(&appraisal, policy.rules().len(), policy.holds().len());
    for (rule, hits) in policy.rules().iter().zip(&checked.rules) {
        if *hits == 0 {
            let rule = rule.id.clone();
            checked.warnings.push(RulesWarning::HitsNothing { rule });
        }
    }
    for (hold, catches) in policy.holds().iter().zip(&checked.holds) {
        if *catches == 0 {
            let hold = hold.id.clone();
            checked.warnings.push(RulesWarning::CatchesNothing { hold });
        }
    }
    if policy.asks_for_custodian() {
        let unknown = appraisal.sources.iter().filter(|s| s.custodian().is_none());
        checked.warnings.extend(unknown.map(|source| {
            let source = source.source.id.to_string();
            RulesWarning::CustodianNotStated { source }
        }));
    }
    Ok(checked)
}

/// Counts the messages that each rule hits and each hold catches.
fn hit(appraisal: &Appraisal, rules: usize, holds: usize) -> (Vec<u64>, Vec<u64>) {
    let (mut by_rule, mut by_hold) = (vec![0; rules], vec![0; holds]);
    for source in &appraisal.sources {
        let mut rows = BTreeMap::new();
        for row in &source.rows {
            *rows.entry(row.hits).or_insert(0_u64) += 1;
        }
        for (set, count) in rows {
            let hits = source.hit_sets.get(set);
            for rule in hits.rules.iter().copied().map(RuleIndex::number) {
                by_rule[rule] += count;
            }
            for hold in hits.holds.iter().copied().map(HoldIndex::number) {
                by_hold[hold] += count;
            }
        }
    }
    (by_rule, by_hold)
}

/// What becomes of a message, as far as two policies are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fate {
    /// What becomes of it.
    pub outcome: Outcome,
    /// Whether a hold keeps it back.
    pub held: bool,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = if self.held { ", held" } else { "" };
        write!(f, "{}{held}", self.outcome.word())
    }
}

/// A message of which two policies make different things.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The id of the message.
    pub id: String,
    /// What becomes of it by the first policy.
    pub before: Fate,
    /// What decides that: a rule, a person, context, or the policy's otherwise.
    pub before_by: String,
    /// What becomes of it by the second.
    pub after: Fate,
    /// What decides that.
    pub after_by: String,
}

/// Two policies over the sources of one batch.
pub struct RulesDiff<'l> {
    loaded: [&'l Loaded; 2],
    appraisals: [Arc<Appraisal>; 2],
    /// How many messages go from one fate to another.
    pub counts: BTreeMap<(Fate, Fate), u64>,
}

/// Compares what two policies make of the messages of one batch, which was loaded once for each.
///
/// # Errors
/// When a source cannot be read or was changed, or a hold names one that the batch does not have.
pub fn diff_rules<'l>(
    before: &'l mut Loaded,
    after: &'l mut Loaded,
    threads: NonZeroUsize,
) -> Result<RulesDiff<'l>, ActError> {
    let appraisals = [before.appraisal(threads)?, after.appraisal(threads)?];
    let mut counts = BTreeMap::new();
    for (_, _, fates) in changed(&appraisals) {
        *counts.entry(fates).or_insert(0) += 1;
    }
    Ok(RulesDiff {
        loaded: [before, after],
        appraisals,
        counts,
    })
}

impl RulesDiff<'_> {
    /// Returns every message of which the policies make different things, in the order of the
    /// sources and their files.
    pub fn differences(&self) -> impl Iterator<Item = Difference> {
        let by = |which: usize, source: usize, row: usize| {
            let source = &self.appraisals[which].sources[source];
            let row = &source.rows[row];
            let id = MessageId {
                source: source.source.id.clone(),
                offset: row.offset,
            };
            let (basis, by, _) = decided_by(&self.loaded[which].inputs, source, row);
            let by = match by.as_str() {
                "" => basis.to_owned(),
                by => format!("{basis} {by}"),
            };
            (id.to_string(), by)
        };
        changed(&self.appraisals).map(move |(source, row, (before, after))| {
            let (id, before_by) = by(0, source, row);
            let (_, after_by) = by(1, source, row);
            Difference {
                id,
                before,
                before_by,
                after,
                after_by,
            }
        })
    }
}

/// Returns the messages whose fates differ: the numbers of source and row, and both fates.
fn changed(
    [before, after]: &[Arc<Appraisal>; 2],
) -> impl Iterator<Item = (usize, usize, (Fate, Fate))> {
    let fate = |row: &Row| Fate {
        outcome: row.settled.outcome,
        held: row.held,
    };
    let sources = before.sources.iter().zip(&after.sources).enumerate();
    sources.flat_map(move |(source, (before, after))| {
        let rows = before.rows.iter().zip(&after.rows).enumerate();
        rows.filter_map(move |(row, (before, after))| {
            let fates = (fate(before), fate(after));
            (fates.0 != fates.1).then_some((source, row, fates))
        })
    })
}
