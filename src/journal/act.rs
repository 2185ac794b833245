//! The acts that a journal records.

use chrono::{DateTime, NaiveDate, Utc};

use crate::batch::DateOrderStated;
use crate::fixity::Sha256Digest;
use crate::message::SourceId;
use crate::selection::Effect;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number, from 1.
    pub n: u64,
    /// The SHA-256 of the line before, line end included; zeros in the first.
    pub prev: Sha256Digest,
    /// When the act was done.
    #[serde(with = "to_the_second")]
    pub at: DateTime<Utc>,
    /// The post that did it.
    pub by: String,
    /// Whether it was replayed from a sample.
    pub replayed: bool,
    /// What was done.
    pub act: Act,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The batch was begun.
    Begun {
        /// Its reference.
        reference: String,
    },
    /// An export was added.
    SourceAdded {
        /// The source as it lies in the batch.
        source: crate::batch::AddedSource,
        /// The date order that a person stated, where one was needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date_order: Option<DateOrderStated>,
        /// The SHA-256 of its `capture.toml`.
        capture: Sha256Digest,
        /// How many messages were read.
        messages: u64,
        /// How many pieces could not be understood.
        residue: u64,
    },
    /// The rules were applied.
    Selected {
        /// The SHA-256 of `rules.toml`.
        rules: Sha256Digest,
        /// The SHA-256 of `people.csv`.
        people: Sha256Digest,
        /// The SHA-256 of `ledger.csv`.
        ledger: Sha256Digest,
    },
    /// A person decided about a message.
    Decided(Decision),
    /// A sheet went out, for people to fill in.
    Asked(Asked),
    /// A sheet came back. However many answers it has, it is one act.
    Answered(Answered),
    /// A person stated whether two sources are of one conversation.
    CopiesStated {
        /// One of them.
        first: SourceId,
        /// The other.
        second: SourceId,
        /// What was stated.
        says: SaidOfSources,
        /// The SHA-256 of the reason, which lies in `remarks/`.
        because: Sha256Digest,
        /// A second post, needed where a selected message becomes less by it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        second_post: String,
    },
    /// What a line decided was taken back: earlier decisions of the same messages apply again.
    Undone {
        /// The number of the line.
        line: u64,
        /// The SHA-256 of the reason, which lies in `remarks/`.
        because: Sha256Digest,
        /// A second post, needed where a message that a person selected becomes less by it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        second: String,
    },
    /// The selection was signed off.
    SelectionSigned {
        /// The post that signed second.
        second: String,
        /// The hashes of what was signed.
        binds: Binds,
        /// How many messages are signed as not selected.
        not_selected: u64,
        /// How many messages are signed as outside transfer.
        outside: u64,
        /// The day at which dates are judged.
        as_at: NaiveDate,
        /// The sample on which it rests, where any message is not selected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sample: Option<SampleSigned>,
    },
    /// The sensitivity review was signed off.
    SensitivitySigned {
        /// The hashes of what was signed.
        binds: Binds,
        /// The SHA-256 of `records.csv`.
        records: Sha256Digest,
        /// The day at which dates are judged.
        as_at: NaiveDate,
    },
    /// The signed copy of a sign-off's sheet was taken in.
    EvidenceKept {
        /// The number of the journal's line with the sign-off.
        of: u64,
        /// The SHA-256 of the signed copy, by which it is named in `evidence/`.
        file: Sha256Digest,
        /// The extension of its name, such as `pdf`; empty where it has none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        extension: String,
    },
    /// A package was published, or a group of them.
    Built {
        /// The name of the package; of a group, of the first.
        package: String,
        /// The SHA-256 of its ZIP.
        sha256: Sha256Digest,
        /// The other packages of the group, in order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<BuiltOther>,
        /// The most bytes that the records of one package were to have, where there was a bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_size: Option<u64>,
        /// The most records that one package was to have, where there was a bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_records: Option<u64>,
    },
}

/// What a person states of two sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SaidOfSources {
    /// They are of one conversation.
    Same,
    /// They are not.
    NotTheSame,
}

impl SaidOfSources {
    /// Returns what is stated, as it follows the names of the two.
    pub fn in_words(self) -> &'static str {
        match self {
            SaidOfSources::Same => "of one conversation",
            SaidOfSources::NotTheSame => "not of one conversation",
        }
    }
}

/// A package of a group that was published with the first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltOther {
    /// Its name.
    pub package: String,
    /// The SHA-256 of its ZIP.
    pub sha256: Sha256Digest,
}

/// A person's decision about one message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The id of the message.
    pub id: String,
    /// What was decided.
    pub decision: Effect,
    /// The HMAC of the message's bytes: the decision holds for these bytes and no others.
    pub bytes: Sha256Digest,
    /// The SHA-256 of the reason, which lies in `remarks/`.
    pub because: Sha256Digest,
    /// A second post, needed to move a selected message to less.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub second: String,
}

/// A sheet that went out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its id, such as `S-0123456789`, which stands in each of its rows.
    pub sheet: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The hashes of what it was made from.
    pub binds: Binds,
    /// How many messages it asks about.
    pub rows: u64,
    /// The SHA-256 of `sheets/<sheet>.csv`, which lists them with the HMACs of their bytes.
    pub asked: Sha256Digest,
    /// How the messages were drawn, where they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
}

/// What a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A person decides.
    Review,
    /// Another person decides again, without knowing what the first decided.
    SecondLook,
    /// A person looks at a sample of what is not selected.
    Sample,
}

impl Purpose {
    /// Returns the word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Review => "review",
            Purpose::SecondLook => "second-look",
            Purpose::Sample => "sample",
        }
    }
}

/// How messages were drawn: those with the smallest SHA-256 of `seed:id`, in that order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The seed.
    pub seed: String,
    /// How many messages there were to draw from.
    pub population: u64,
    /// The SHA-256 of their ids, a line each, in the order of the ledger.
    pub ids: Sha256Digest,
}

/// A sheet that came back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Its id.
    pub sheet: String,
    /// The SHA-256 of the file that came back.
    pub file: Sha256Digest,
    /// What was decided. Of a sample these are the messages that were wrongly not selected.
    pub answers: Vec<Decision>,
    /// Copies of these messages, about which people had decided otherwise: a message is asked about
    /// once, and its answer takes the place of what was decided about each copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Decision>,
    /// Of a sample: how many messages are rightly not selected.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub agreed: u64,
    /// How many messages were left blank, and stay as they were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unanswered: u64,
}

// Serde gives a reference to what may be left out.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The sample on which a sign-off rests.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleSigned {
    /// The id of its sheet.
    pub sheet: String,
    /// The journal's line with its answers.
    pub line: u64,
    /// How many messages were looked at.
    pub n: u64,
    /// How many of them were wrong; they were put right since.
    pub wrong: u64,
    /// From how many messages they were drawn.
    pub population: u64,
    /// The seed with which they were drawn.
    pub seed: String,
    /// The upper bound of the share that is wrong in per cent, one-sided with 95 % confidence, to
    /// two decimals; 0.00 where every message was looked at.
    pub at_most_percent: String,
}

/// The hashes that a sign-off binds. When one of them changes, the sign-off is void.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binds {
    /// The SHA-256 of `batch.toml`.
    pub settings: Sha256Digest,
    /// The SHA-256 of `rules.toml`.
    pub rules: Sha256Digest,
    /// The SHA-256 of `people.csv`.
    pub people: Sha256Digest,
    /// The SHA-256 of `ledger.csv`.
    pub ledger: Sha256Digest,
}

mod to_the_second {
    use chrono::{DateTime, NaiveDateTime, Utc};
    use serde::{Deserialize as _, Deserializer, Serializer};

    const FORM: &str = "%Y-%m-%dT%H:%M:%SZ";

    pub fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&at.format(FORM))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(from)?;
        NaiveDateTime::parse_from_str(&text, FORM)
            .map(|at| at.and_utc())
            .map_err(serde::de::Error::custom)
    }
}
