//! Settles what becomes of each message of a conversation: exactly one outcome, with its basis.
//!
//! `person > select > refer > outside > not-selected > otherwise`. Of several rules of the
//! winning effect the one with the smallest id is named.
//!
//! Context spreads once, from messages that a rule selects, never from messages it reached. It
//! does not spread from what a person alone selected, nor from a message that a person took out
//! of a rule's selection; a person who confirms a rule leaves its context in place. It reaches so
//! many messages before and after, all of the same day, and, over one link alone, the message that
//! is replied to and those that reply. It turns
//! messages that no rule touched, or that are not selected, into context; one that a rule
//! referred or put outside is referred. What a person decided stays.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::hits::{HitSet, HitSets};
use super::policy::{Context, Effect, Otherwise, Policy, RuleIndex};

/// A message as it is settled, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The rules that hit it.
    pub hits: HitSet,
    /// What a person decided, if one did.
    pub person: Option<Effect>,
    /// Its local day; `None` where it is undated.
    pub day: Option<NaiveDate>,
    /// The place in the rows of the message that it replies to, counted from 0; `None` where it
    /// replies to none, or the export does not say.
    pub replies_to: Option<u32>,
}

/// What becomes of a message. No outcome destroys anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Selected for permanent preservation.
    Select,
    /// Selected to understand another.
    Context,
    /// Referred to a person.
    Refer,
    /// Outside transfer: it appears personal or party-political.
    Outside,
    /// Not selected.
    NotSelected,
}

impl Outcome {
    /// Returns the word for this outcome in files.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Context => "context",
            Outcome::Select => Effect::Select.word(),
            Outcome::Refer => Effect::Refer.word(),
            Outcome::Outside => Effect::Outside.word(),
            Outcome::NotSelected => Effect::NotSelected.word(),
        }
    }
}

impl From<Effect> for Outcome {
    fn from(effect: Effect) -> Outcome {
        match effect {
            Effect::Select => Outcome::Select,
            Effect::Refer => Outcome::Refer,
            Effect::Outside => Outcome::Outside,
            Effect::NotSelected => Outcome::NotSelected,
        }
    }
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A person.
    Person,
    /// A rule: of those of the winning effect the one with the smallest id.
    Rule(RuleIndex),
    /// It is context of another message.
    ContextOf(Parent),
    /// Context reached it although a rule referred it or put it outside: so a person decides.
    ContextOver {
        /// The message whose context it is.
        parent: Parent,
        /// The rule that referred it or put it outside.
        over: RuleIndex,
    },
    /// No rule spoke to it: what the policy says for such messages.
    Otherwise,
    /// It shares the decision on a copy of it.
    CopyOf {
        /// The copy.
        copy: Elsewhere,
        /// What decided on the copy.
        by: Shared,
    },
    /// A copy of it comes to something else, and neither wins: so a person decides.
    CopiesDiffer(Elsewhere),
    /// It is not selected, and what another phone shows in its place is: so a person decides.
    DiffersFrom(Elsewhere),
}

/// A message of another source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elsewhere {
    /// The place of its source among the sources of the batch, counted from 0.
    pub source: u32,
    /// Its place in the rows of that source, counted from 0.
    pub row: u32,
}

/// What decided on a message whose decision its copies share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// A person.
    Person,
    /// A rule.
    Rule(RuleIndex),
    /// It is context of another message on its phone, by this rule.
    Context(RuleIndex),
    /// No rule spoke to it: what the policy says for such messages.
    Otherwise,
}

impl Basis {
    /// Returns this as what copies share.
    pub fn shared(self) -> Shared {
        match self {
            Basis::Person => Shared::Person,
            Basis::Rule(rule) | Basis::ContextOver { over: rule, .. } => Shared::Rule(rule),
            Basis::ContextOf(parent) => Shared::Context(parent.rule),
            Basis::CopyOf { by, .. } => by,
            Basis::Otherwise | Basis::CopiesDiffer(_) | Basis::DiffersFrom(_) => Shared::Otherwise,
        }
    }
}

/// The nearest message whose context reaches this one; of two equally near, the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parent {
    /// Its place in the rows, counted from 0.
    pub message: u32,
    /// The rule that selects it and whose context reaches: of several, the one with the smallest id.
    pub rule: RuleIndex,
}

/// What becomes of a message, and what decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Settled {
    /// What becomes of it.
    pub outcome: Outcome,
    /// What decided.
    pub basis: Basis,
}

/// What follows from each set of hits, worked out once for all messages that have it.
#[derive(Debug)]
pub struct Settling {
    otherwise: Otherwise,
    verdicts: Vec<Verdict>,
}

/// What the rules of one set of hits come to.
#[derive(Debug)]
struct Verdict {
    /// The winning effect and the rule that is named for it.
    decided: Option<(Effect, RuleIndex)>,
    /// The contexts of the selecting rules, in the order of their ids.
    contexts: Vec<(RuleIndex, Context)>,
    /// The widest of each.
    widest: Context,
}

impl Policy {
    /// Returns what settles conversations whose hits are numbered in `sets`.
    pub fn settling(&self, sets: &HitSets) -> Settling {
        let verdict = |rules: &[RuleIndex]| {
            let effects = rules.iter().map(|index| (self.rule(*index).effect, *index));
            let contexts = rules
                .iter()
                .filter_map(|i| self.rule(*i).context.map(|c| (*i, c)));
            let contexts: Vec<(RuleIndex, Context)> = contexts.collect();
            let widest = contexts
                .iter()
                .fold(Context::default(), |widest, (_, context)| Context {
                    before: widest.before.max(context.before),
                    after: widest.after.max(context.after),
                    replies: widest.replies || context.replies,
                    same_day: widest.same_day || context.same_day,
                });
            Verdict {
                decided: effects.min(),
                contexts,
                widest,
            }
        };
        Settling {
            otherwise: self.about().otherwise,
            verdicts: sets.iter().map(|(_, hits)| verdict(&hits.rules)).collect(),
        }
    }
}

impl Settling {
    /// Settles the messages of one conversation, in the order of the file. Takes time in
    /// proportion to the messages, however wide the contexts are, and eight bytes a message.
    pub fn settle(&self, rows: &[Row]) -> impl Iterator<Item = Settled> {
        let nearest = self.nearest(rows).into_iter();
        let rows_and_nearest = rows.iter().zip(nearest).enumerate();
        rows_and_nearest.map(|(index, (row, nearest))| {
            let parent = nearest.map(|parent| self.parent(rows, parent, index));
            self.one(row, parent)
        })
    }

    fn verdict(&self, row: &Row) -> &Verdict {
        &self.verdicts[row.hits.number()]
    }

    fn one(&self, row: &Row, parent: Option<Parent>) -> Settled {
        if let Some(effect) = row.person {
            return Settled {
                outcome: effect.into(),
                basis: Basis::Person,
            };
        }
        let (outcome, basis) = match (self.verdict(row).decided, parent) {
            (Some((Effect::Select, rule)), _) => (Outcome::Select, Basis::Rule(rule)),
            (Some((Effect::Refer | Effect::Outside, over)), Some(parent)) => {
                (Outcome::Refer, Basis::ContextOver { parent, over })
            }
            (_, Some(parent)) => (Outcome::Context, Basis::ContextOf(parent)),
            (Some((effect, rule)), None) => (effect.into(), Basis::Rule(rule)),
            (None, None) => match self.otherwise {
                Otherwise::Refer => (Outcome::Refer, Basis::Otherwise),
                Otherwise::Select => (Outcome::Select, Basis::Otherwise),
            },
        };
        Settled { outcome, basis }
    }

    /// Returns how far the context of a message spreads; nothing where it does not.
    fn spread(&self, row: &Row) -> Option<Context> {
        let verdict = self.verdict(row);
        let by_rule = matches!(verdict.decided, Some((Effect::Select, _)));
        let stands = matches!(row.person, None | Some(Effect::Select));
        let spreads = by_rule && stands && !verdict.contexts.is_empty();
        spreads.then_some(verdict.widest)
    }

    /// Returns for each message the nearest other one whose context reaches it.
    fn nearest(&self, rows: &[Row]) -> Vec<Option<u32>> {
        let last = rows.len().saturating_sub(1);
        let spread = |index: usize| self.spread(&rows[index]);
        let day = |index: usize| rows[index].day;
        let mut nearest = vec![None; rows.len()];
        let mut earlier = Sweep::default();
        for (index, nearest) in nearest.iter_mut().enumerate() {
            *nearest = earlier.reaching(index, day(index)).map(number);
            earlier.pass(
                index,
                spread(index).map(|c| (c.after, c.same_day)),
                day(index),
            );
        }
        // The same from the other end, with places counted from there.
        let mut later = Sweep::default();
        for (index, nearest) in nearest.iter_mut().enumerate().rev() {
            let mirrored = last - index;
            if let Some(found) = later.reaching(mirrored, day(index)) {
                let found = last - found;
                let nearer = |earlier: u32| found - index < index - earlier as usize;
                if nearest.is_none_or(nearer) {
                    *nearest = Some(number(found));
                }
            }
            later.pass(
                mirrored,
                spread(index).map(|c| (c.before, c.same_day)),
                day(index),
            );
        }
        self.nearest_replies(rows, &mut nearest);
        nearest
    }

    /// Puts a message that replies, or is replied to, in the place of one that is farther away.
    fn nearest_replies(&self, rows: &[Row], nearest: &mut [Option<u32>]) {
        let spreads = |index: usize| self.spread(&rows[index]).is_some_and(|c| c.replies);
        for (index, row) in rows.iter().enumerate() {
            let Some(other) = replied_to(row, index, rows.len()) else {
                continue;
            };
            for (parent, reached) in [(index, other), (other, index)] {
                let far = |parent: usize| (parent.abs_diff(reached), parent);
                let nearer = |now: u32| far(parent) < far(now as usize);
                if spreads(parent) && nearest[reached].is_none_or(nearer) {
                    nearest[reached] = Some(number(parent));
                }
            }
        }
    }

    /// Names the rule by which the context of one message reaches another.
    fn parent(&self, rows: &[Row], message: u32, reached: usize) -> Parent {
        let parent = message as usize;
        let same_day = rows[parent].day.is_some() && rows[parent].day == rows[reached].day;
        let replies = |from: usize, to| replied_to(&rows[from], from, rows.len()) == Some(to);
        let linked = replies(parent, reached) || replies(reached, parent);
        let reaches = |context: &Context| {
            let window = if parent < reached {
                context.after
            } else {
                context.before
            };
            parent.abs_diff(reached) <= window as usize
                || (context.same_day && same_day)
                || (context.replies && linked)
        };
        let contexts = &self.verdict(&rows[parent]).contexts;
        let rule = contexts.iter().find(|(_, context)| reaches(context));
        Parent {
            message,
            rule: rule
                .expect("the sweep named a message whose context reaches")
                .0,
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a conversation has fewer than 2^32 messages")
}

/// Returns the place of the message that one replies to, where that is another of these rows.
fn replied_to(row: &Row, own: usize, rows: usize) -> Option<usize> {
    let other = row.replies_to? as usize;
    (other != own && other < rows).then_some(other)
}

/// Goes through a conversation in one direction and knows the last message whose context reaches
/// the present one.
#[derive(Debug, Default)]
struct Sweep {
    /// Messages passed and the last place that their window reaches: nearest last, and each
    /// reaching less far than the one before it, since one that is farther away and reaches no
    /// farther is never the nearest again. So each message enters and leaves once.
    windows: Vec<(usize, usize)>,
    /// The last message passed whose context is its day.
    days: HashMap<NaiveDate, usize>,
}

impl Sweep {
    /// Returns the last message passed that reaches this one.
    fn reaching(&mut self, index: usize, day: Option<NaiveDate>) -> Option<usize> {
        while self.windows.last().is_some_and(|(_, end)| *end < index) {
            self.windows.pop();
        }
        let window = self.windows.last().map(|(passed, _)| *passed);
        window.max(day.and_then(|day| self.days.get(&day).copied()))
    }

    /// Passes a message, with the reach of its context if it spreads.
    fn pass(&mut self, index: usize, spread: Option<(u32, bool)>, day: Option<NaiveDate>) {
        let Some((window, same_day)) = spread else {
            return;
        };
        let end = index.saturating_add(window as usize);
        while self.windows.last().is_some_and(|(_, other)| *other <= end) {
            self.windows.pop();
        }
        self.windows.push((index, end));
        if same_day && let Some(day) = day {
            self.days.insert(day, index);
        }
    }
}
