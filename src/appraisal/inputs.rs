//! What an appraisal is a function of.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::align;
use crate::batch::{AddedSource, Batch, Capture, Settings};
use crate::container::Budget;
use crate::fixity::Sha256Digest;
use crate::ledger::LedgerKey;
use crate::message::{MessageId, SourceId};
use crate::people::People;
use crate::selection::{Effect, Policy};
use crate::source::Stated;

/// What an appraisal is a function of.
pub struct Inputs {
    /// Where the sources lie.
    pub batch: Batch,
    /// The settings.
    pub settings: Settings,
    /// The selection policy.
    pub policy: Policy,
    /// The register of people.
    pub people: People,
    /// The key that binds decisions to bytes.
    pub key: LedgerKey,
    /// The day at which dates are judged: a hold that is released on a later day still holds.
    pub as_at: NaiveDate,
    /// What an export may unpack to.
    pub budget: Budget,
    /// The sources, with what people stated of them.
    pub sources: Vec<SourceInput>,
    /// What people decided of single messages.
    pub decisions: BTreeMap<MessageId, PersonDecision>,
    /// What people stated of two sources, the smaller id first: whether they are of one
    /// conversation.
    pub stated: BTreeMap<(SourceId, SourceId), align::Stated>,
}

/// A source, with what people stated of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInput {
    /// The source as it lies in the batch.
    pub source: AddedSource,
    /// What its reader is told.
    pub stated: Stated,
    /// How its export was made.
    pub capture: Capture,
}

/// A person's decision about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDecision {
    /// What was decided.
    pub decision: Effect,
    /// The HMAC of the bytes for which it was decided.
    pub bytes: Sha256Digest,
    /// Who decided, and where that is recorded.
    pub person: Person,
    /// Whether this refers a message because two reviewers disagree.
    pub disagrees: bool,
}

/// Who decided, and where that is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The post.
    pub post: String,
    /// The number of the journal's line.
    pub act: u64,
}
