//! The certificate: what was searched, how, by whom and when, what was found, and what was not
//! searched. It claims no more than that.

use super::asked::Asked;
use super::saved::Difference;

/// The form of a certificate as JSON.
pub const CERTIFICATE_FORMAT: &str = "consign-search-certificate/1";

/// All that a certificate claims.
pub const TERMS: &str = "This certifies that every message read from the sources listed here was asked the query below, and what was found. It says nothing of other telephones, accounts, apps or batches, nor of what the exports never held.";

/// How texts are compared.
pub const RULES: [&str; 8] = [
    "Every message was asked, whatever was decided about it: selected, context, referred, outside transfer, not selected, held or retained. There is no index: each was read from the export as it was received, and compared.",
    "Words are compared after Unicode NFKC and case folding, with straight quotation marks and apostrophes and without invisible characters: capital letters, ligatures and curly quotes make no difference. Words are those of Unicode Standard Annex 29; an underscore, a colon and a full stop between letters also part words. An emoji is a word.",
    "A word matches the whole word only: \"decide\" does not find \"decided\", decid* finds both. Nothing is stemmed, corrected, translated or taken for a synonym. A phrase is words side by side, whatever punctuation stands between them.",
    "People are found by what the telephone called them, and by the key, display name and post that people.csv gives for the day of the message. An export names nobody who was there in silence.",
    "Dates are the local dates of the telephone, both ends included. A message whose day and month can be read in two ways is listed as \"perhaps\" where the other reading would match; so is one that turns on whose device it was, where nobody stated that.",
    "The names of attachments, and the text inside those that are listed as searched, are asked each on its own in the place of the message's words, and count where words of the query stand in them.",
    "Two texts that were found are taken for one text sent again where 80 of 100 of the runs of three words that they have are in both, and each has five words at least. Both are listed; the later names the earlier.",
    "The numbers in the schedule follow the order of the sources and of each file. Copies of one message on two telephones are listed each, and counted once where it says so; what is a copy is decided by evidence, and what is unsure counts as none.",
];

/// The certificate of one search.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Certificate {
    /// The form of this file.
    pub format: &'static str,
    /// The reference of the request; empty where none was given.
    pub request: String,
    /// What the certificate claims.
    pub terms: &'static str,
    /// The reference of the batch.
    pub batch: String,
    /// Its title.
    pub batch_title: String,
    /// The public body whose batch it is.
    pub transferring_body: String,
    /// The protective marking.
    pub marking: String,
    /// The post that searched; empty where none was given.
    pub by: String,
    /// When, in UTC, as RFC 3339.
    pub at: String,
    /// The version of consign.
    pub version: &'static str,
    /// What was typed.
    pub asked: Asked,
    /// What was typed, as a line.
    pub typed: String,
    /// The query that every message was asked, in the language of the rules.
    pub understood: String,
    /// The same in words, line by line.
    pub in_words: Vec<String>,
    /// Who is meant by each person that was named, and what else deserves a look.
    pub notes: Vec<String>,
    /// How texts were compared.
    pub rules: Vec<&'static str>,
    /// What was counted.
    pub counts: Counts,
    /// What was searched.
    pub sources: Vec<SourceSearched>,
    /// A SHA-256 over the SHA-256 of each source, in their order, a line each.
    pub sources_sha256: String,
    /// The SHA-256 of what the query may turn on, by file.
    pub settings: Vec<(&'static str, String)>,
    /// What was not searched.
    pub not_searched: Vec<NotSearched>,
    /// Of a saved search: how what was found differs from the time before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Difference>,
    /// The files that were written beside, with the SHA-256 of each.
    pub files: Vec<(String, String)>,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Messages in the batch.
    pub messages: u64,
    /// Messages that were asked.
    pub searched: u64,
    /// Names of attachments that were asked.
    pub names: u64,
    /// Attachments whose text was asked.
    pub insides: u64,
    /// Messages that match.
    pub matched: u64,
    /// Messages that may match.
    pub perhaps: u64,
    /// Of both, how many are copies on another telephone of one that is counted too.
    pub copies: u64,
    /// Conversations in which either stands.
    pub conversations: u64,
    /// Messages in the schedule that match or may.
    pub in_schedule: u64,
    /// How many different texts these have, texts sent again counted once; none where there is no
    /// schedule.
    pub different_texts: Option<u64>,
    /// Messages in the schedule that stand beside one of those.
    pub context: u64,
    /// What became of the matches in the selection: a decision and how many.
    pub decisions: Vec<(&'static str, u64)>,
    /// How many of the matches are held.
    pub held: u64,
}

/// A source that was searched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceSearched {
    /// Its id.
    pub id: String,
    /// The name of the export as it was received.
    pub name: String,
    /// The title of its conversation.
    pub chat: String,
    /// Whose device it was, where somebody stated that.
    pub device: String,
    /// The local date of its first message; empty where there is none.
    pub first: String,
    /// The local date of its last message; empty where there is none.
    pub last: String,
    /// Messages that were asked.
    pub messages: u64,
    /// Messages that match or may.
    pub found: u64,
    /// Its SHA-256, checked again when it was searched.
    pub sha256: String,
}

/// Something that was not searched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NotSearched {
    /// What.
    pub what: String,
    /// How many; nothing where nobody can know.
    pub count: Option<u64>,
    /// Why, and what to do about it.
    pub why: String,
}

impl NotSearched {
    /// Returns how much of a sort was not searched, nought too.
    pub fn of(what: &str, count: u64, why: &str) -> NotSearched {
        NotSearched {
            what: what.to_owned(),
            count: Some(count),
            why: why.to_owned(),
        }
    }

    /// Returns what is outside the batch, which nobody here can count.
    pub fn beyond(what: &str, why: &str) -> NotSearched {
        NotSearched {
            what: what.to_owned(),
            count: None,
            why: why.to_owned(),
        }
    }
}

impl Certificate {
    /// Says in a sentence what was found.
    pub fn result(&self) -> String {
        let grouped = crate::manifest::grouped;
        let messages = |count: u64| match count {
            1 => "1 message".to_owned(),
            many => format!("{} messages", grouped(many)),
        };
        let searched = messages(self.counts.searched);
        match (self.counts.matched, self.counts.perhaps) {
            (0, 0) => format!("None of the {searched} searched matches."),
            (matched, 0) => format!(
                "{} of the {} searched {}.",
                messages(matched),
                grouped(self.counts.searched),
                if matched == 1 { "matches" } else { "match" }
            ),
            (matched, perhaps) => format!(
                "{} of the {} searched {}, and {} more may.",
                messages(matched),
                grouped(self.counts.searched),
                if matched == 1 { "matches" } else { "match" },
                grouped(perhaps)
            ),
        }
    }
}

impl Asked {
    /// Returns what was typed in one line, as on the command line.
    pub fn typed(&self) -> String {
        let mut typed = Vec::new();
        if !self.query.is_empty() {
            typed.push(self.query.clone());
        }
        let many = [
            ("--person", &self.person),
            ("--post", &self.post),
            ("--chat", &self.chat),
            ("--kind", &self.kind),
        ];
        for (option, values) in many {
            typed.extend(values.iter().map(|value| format!("{option} \"{value}\"")));
        }
        let one = [
            ("--from", &self.from),
            ("--to", &self.to),
            ("--near-duplicates-of", &self.near_duplicates_of),
        ];
        for (option, value) in one {
            if !value.is_empty() {
                typed.push(format!("{option} {value}"));
            }
        }
        typed.join(" ")
    }
}
