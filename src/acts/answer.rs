//! A sheet comes back: its answers are held to what was asked, and recorded as one act or not at
//! all.
//!
//! Blank answers stay unanswered; a later sheet asks for them again. A sheet is answered once: to
//! take its answers back, its line is undone, and then it may come back once more.
//!
//! A message that stands on several telephones is asked about once, and what is decided about one
//! copy holds for all. Where people had decided otherwise about another copy before, the answer is
//! recorded of that copy too: else the two decisions would stand against each other for ever.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::ask::{asked_of, bindings};
use super::barred::{agreed_by_another, may_sign, same_post};
use super::decide::{DECIDE, remark};
use super::decided_copies::decided_copies;
use super::replies::{Replies, Reply, RowFaults};
use super::sample::is_drawn_from;
use super::{ActError, Doing, Loaded};
use crate::appraisal::Appraisal;
use crate::fixity::Sha256Digest;
use crate::journal::{Act, Answered, Asked, Decision, Entry, Purpose};
use crate::message::MessageId;
use crate::review::{Decisions, Effective, Sheets};
use crate::selection::{Effect, Outcome, Policy, Settled};
use crate::sheet::Answers;

/// What is stated when a sheet comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answering {
    /// The reason of every answer whose row gives none; empty where none is stated.
    pub because: String,
    /// A second post, needed to move selected messages to less.
    pub second: Option<String>,
}

/// A sheet as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetBack {
    /// The name of its file, for messages.
    pub file: String,
    /// The SHA-256 of the file.
    pub sha256: Sha256Digest,
    /// What it says.
    pub answers: Answers,
}

/// A sheet whose answers were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAnswered {
    /// What it is for.
    pub purpose: Purpose,
    /// What was recorded.
    pub answered: Answered,
    /// The journal's line.
    pub line: u64,
}

/// What answers are held to.
struct Held<'a> {
    asked: &'a Asked,
    /// The line with which the sheet went out.
    line: u64,
    /// The messages that it asks about, in its order, with the HMACs of their bytes.
    list: &'a [(MessageId, Sha256Digest)],
    /// What is effectively decided now.
    effective: BTreeMap<MessageId, Effective>,
    /// What becomes of the messages that the sheet names.
    settled: BTreeMap<MessageId, Settled>,
    /// The policy.
    policy: &'a Policy,
    /// The HMACs of the messages that are answered, and of those copies, as they are read now.
    bytes: BTreeMap<MessageId, Sha256Digest>,
    /// Of the messages that are answered, the other copies about which people decided.
    copies: BTreeMap<MessageId, Vec<MessageId>>,
}

/// Takes the answers of a sheet. `purposes` are those that the command at hand is for.
///
/// # Errors
/// When the sheet is not one of this batch as it stands, came back before, or a row is wrong:
/// then nothing is changed, and the error names the rows.
pub fn answer(
    loaded: &mut Loaded,
    back: &SheetBack,
    purposes: &[Purpose],
    answering: &Answering,
    doing: &Doing,
    threads: NonZeroUsize,
) -> Result<SheetAnswered, ActError> {
    let replies = Replies::of(&back.file, &back.answers)?;
    let (line, asked) = sheet_of(loaded, &replies.sheet, &back.file, purposes)?;
    let list = asked_of(&loaded.inputs.batch, &asked)?;
    let appraisal = loaded.appraisal(threads)?;
    let effective = Decisions::of(loaded.journal.entries())?.effective();
    let mut copies = BTreeMap::new();
    if asked.purpose != Purpose::SecondLook {
        copies = decided_copies(&appraisal, replies.replies.keys(), &effective);
    }
    let answered = replies.replies.keys().chain(copies.values().flatten());
    let answered: Vec<MessageId> = answered.cloned().collect();
    let held = Held {
        asked: &asked,
        line,
        list: &list,
        effective,
        settled: settled(
            &appraisal,
            replies.rows.keys().chain(replies.replies.keys()),
        ),
        policy: &loaded.inputs.policy,
        bytes: bindings(loaded, &appraisal, &answered)?,
        copies,
    };
    held.check(&replies, back, answering, doing)?;
    if let Some(second) = answering
        .second
        .as_deref()
        .filter(|post| !post.trim().is_empty())
    {
        may_sign(loaded, &appraisal, second, DECIDE)?;
    }
    let answered = recorded(loaded, &held, &replies, back, answering)?;
    let entry = loaded.journal.append(
        doing.at,
        &doing.by,
        doing.replayed,
        Act::Answered(answered.clone()),
    )?;
    let line = entry.n;
    loaded.decide_again()?;
    Ok(SheetAnswered {
        purpose: asked.purpose,
        answered,
        line,
    })
}

/// Returns the line with which a sheet went out, and what it asks.
fn sheet_of(
    loaded: &Loaded,
    sheet: &str,
    file: &str,
    purposes: &[Purpose],
) -> Result<(u64, Asked), ActError> {
    let entries = loaded.journal.entries();
    let refused = |why: String| Err(RowFaults::whole(file, why).into());
    let Some(out) = Sheets::of(entries).get(sheet) else {
        return refused(format!(
            "the sheet {} did not go out from this batch; go into the batch that it came from, or name it with --batch",
            crate::shown::shown(sheet)
        ));
    };
    if !purposes.contains(&out.asked.purpose) {
        let command = match out.asked.purpose {
            Purpose::Sample => "consign draw --from",
            Purpose::Review | Purpose::SecondLook => "consign review --from",
        };
        return refused(format!(
            "{sheet} is a sheet for {}; bring it in with {command}",
            out.asked.purpose.word()
        ));
    }
    if let Some((Entry { n, by, .. }, _)) = out.answered {
        return refused(format!(
            "{sheet} came back before, from {} (journal line {n}); what it left blank is asked by a new sheet, and what it decided is taken back with consign review --undo {n}",
            crate::shown::shown(by)
        ));
    }
    let now = loaded.binds(out.asked.binds.ledger);
    if let Some(changed) = super::sign::difference(&out.asked.binds, &now) {
        return refused(format!(
            "{changed} changed after {sheet} went out, so its answers may be to other questions; write a new sheet and copy over what still holds"
        ));
    }
    Ok((out.entry.n, out.asked.clone()))
}

/// Returns what becomes of those of some messages that there are.
fn settled<'a>(
    appraisal: &Appraisal,
    ids: impl Iterator<Item = &'a MessageId>,
) -> BTreeMap<MessageId, Settled> {
    let found = ids.filter_map(|id| {
        let mut sources = appraisal.sources.iter();
        let source = sources.find(|source| source.source.id == id.source)?;
        let row = source.row_at(id.offset)?;
        Some((id.clone(), source.rows[row as usize].settled))
    });
    found.collect()
}

impl Held<'_> {
    /// Returns a message and those copies of it about which people decided.
    fn with_copies<'h>(&'h self, id: &'h MessageId) -> impl Iterator<Item = &'h MessageId> {
        std::iter::once(id).chain(self.copies.get(id).into_iter().flatten())
    }

    fn outcome(&self, id: &MessageId) -> Option<Outcome> {
        self.settled.get(id).map(|settled| settled.outcome)
    }

    fn is_drawn_from(&self, id: &MessageId) -> bool {
        let settled = self.settled.get(id);
        settled.is_some_and(|settled| is_drawn_from(*settled, self.policy))
    }

    fn check(
        &self,
        replies: &Replies,
        back: &SheetBack,
        answering: &Answering,
        doing: &Doing,
    ) -> Result<(), RowFaults> {
        let mut faults = RowFaults::none(&back.file);
        let asked: BTreeMap<&MessageId, &Sha256Digest> =
            self.list.iter().map(|(id, hmac)| (id, hmac)).collect();
        for (id, row) in &replies.rows {
            if !self.settled.contains_key(id) {
                faults.add(
                    *row,
                    format!("there is no message {id} in this batch; put the id back as it was"),
                );
            }
        }
        for (id, reply) in &replies.replies {
            match asked.get(id) {
                _ if !self.settled.contains_key(id) => {}
                None => faults.add(
                    reply.row,
                    format!("{id} is context and was not asked; take its answer out, or decide it with consign review {id}"),
                ),
                Some(hmac) => {
                    if let Err(why) = self.one(id, reply, hmac, answering, doing) {
                        faults.add(reply.row, why);
                    }
                }
            }
        }
        if self.asked.purpose == Purpose::Sample {
            self.all_answered(replies, &mut faults);
        }
        if replies.replies.is_empty() && faults.faults.is_empty() {
            faults = RowFaults::whole(
                &back.file,
                "no row has an answer in the column \"decision\"",
            );
        }
        faults.settled()
    }

    /// Holds one answer to the message as it is now.
    fn one(
        &self,
        id: &MessageId,
        reply: &Reply,
        hmac: &Sha256Digest,
        answering: &Answering,
        doing: &Doing,
    ) -> Result<(), String> {
        if self.bytes.get(id) != Some(hmac) {
            return Err(format!(
                "the bytes of {id} are others than when it was asked; write a new sheet"
            ));
        }
        self.not_decided_since(id, reply)?;
        if self.asked.purpose == Purpose::SecondLook
            && let Some(first) = self.effective.get(id)
            && same_post(&first.by, &doing.by)
        {
            return Err(format!(
                "{id} was decided by {} first, and another post must look again; give that post with --by",
                crate::shown::shown(&first.by)
            ));
        }
        if !self.agrees(id, reply)
            && reply.because.is_empty()
            && answering.because.trim().is_empty()
        {
            return Err(format!(
                "{id} has no reason; write it in the column \"because\", or give one for all with --because"
            ));
        }
        let is_less = reply.decision != Effect::Select && self.asked.purpose != Purpose::SecondLook;
        if self.outcome(id) == Some(Outcome::Select) && is_less {
            let second = answering.second.as_deref().unwrap_or_default();
            let what = format!("{id} is selected; to move it to less");
            agreed_by_another(&what, &doing.by, second)?;
        }
        Ok(())
    }

    /// Refuses an answer to a message that was decided otherwise after the sheet went out.
    fn not_decided_since(&self, id: &MessageId, reply: &Reply) -> Result<(), String> {
        let decided = self.with_copies(id).filter_map(|id| self.effective.get(id));
        let mut otherwise = decided
            .filter(|now| now.line > self.line)
            .filter(|now| self.asked.purpose != Purpose::Review || now.decision != reply.decision);
        if let Some(now) = otherwise.next() {
            return Err(format!(
                "{id} was decided after the sheet went out ({}, journal line {}); take its answer out, or take that line back with consign review --undo {}",
                now.decision.word(),
                now.line,
                now.line
            ));
        }
        if self.asked.purpose == Purpose::Sample && !self.is_drawn_from(id) {
            return Err(format!(
                "{id} no longer belongs to what the sample was drawn from; draw again with {}",
                super::sample::DRAW
            ));
        }
        if self.asked.purpose == Purpose::SecondLook && !self.effective.contains_key(id) {
            return Err(format!(
                "what was decided of {id} was taken back after the sheet went out; take its answer out"
            ));
        }
        Ok(())
    }

    /// A sample proves something only when all of it was looked at.
    fn all_answered(&self, replies: &Replies, faults: &mut RowFaults) {
        for (id, _) in self.list {
            match (replies.replies.contains_key(id), replies.rows.get(id)) {
                (true, _) => {}
                (false, Some(row)) => faults.add(
                    *row,
                    format!("{id} has no answer; every message of a sample needs one: not-selected where that is right"),
                ),
                (false, None) => faults.faults.push((
                    None,
                    format!("{id} was asked and is not in the sheet; put its row back"),
                )),
            }
        }
    }

    /// Tells whether an answer says of a message of a sample that it is rightly where it is.
    fn agrees(&self, id: &MessageId, reply: &Reply) -> bool {
        self.asked.purpose == Purpose::Sample
            && self.outcome(id) == Some(Outcome::from(reply.decision))
    }
}

/// Keeps the reasons, and returns what the journal records.
fn recorded(
    loaded: &Loaded,
    held: &Held<'_>,
    replies: &Replies,
    back: &SheetBack,
    answering: &Answering,
) -> Result<Answered, ActError> {
    let (mut answers, mut copies) = (Vec::new(), Vec::new());
    let mut agreed = 0;
    for (id, hmac) in held.list {
        let Some(reply) = replies.replies.get(id) else {
            continue;
        };
        if held.agrees(id, reply) {
            agreed += 1;
            continue;
        }
        let reason = match reply.because.as_str() {
            "" => answering.because.trim(),
            because => because,
        };
        let answer = Decision {
            id: id.to_string(),
            decision: reply.decision,
            bytes: *hmac,
            because: remark(&loaded.inputs.batch, reason)?,
            second: answering.second.clone().unwrap_or_default(),
        };
        let others = held.copies.get(id).into_iter().flatten();
        let otherwise = others.filter(|copy| {
            let before = held.effective.get(copy);
            before.is_some_and(|before| before.decision != reply.decision)
        });
        copies.extend(otherwise.filter_map(|copy| {
            Some(Decision {
                id: copy.to_string(),
                bytes: *held.bytes.get(copy)?,
                ..answer.clone()
            })
        }));
        answers.push(answer);
    }
    Ok(Answered {
        sheet: held.asked.sheet.clone(),
        file: back.sha256,
        unanswered: (held.list.len() - replies.replies.len()) as u64,
        answers,
        copies,
        agreed,
    })
}
