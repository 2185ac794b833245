//! The acts that a journal records.

use chrono::{DateTime, NaiveDate, Utc};

use crate::batch::DateOrderStated;
use crate::fixity::Sha256Digest;
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
    /// A package was published.
    Built {
        /// The name of the package.
        package: String,
        /// The SHA-256 of the ZIP.
        sha256: Sha256Digest,
    },
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
