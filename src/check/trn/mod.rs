//! Transcripts: each is read once, message by message, and held to its schema, its digests, its
//! own counts, and what stands beside it.

mod attachments;
pub mod copies;
mod counts;
mod digests;
mod form;
mod people;
mod place;
mod reasons;
mod redactions;
mod times;
mod words;

use std::collections::BTreeMap;
use std::io::BufReader;

use chrono::NaiveDate;

pub use people::Named;
pub use words::sentences;

use super::inside::Inside;
use super::{Check, Findings};
use crate::fixity::{Sha256Digest, sha256};
use crate::package::{Opened, PackageFile};
use crate::transcript::{self, Item, MessageRead};
use crate::xml::Node;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    form::CHECK,
    place::CHECK,
    digests::CHECK,
    counts::CHECK,
    times::CHECK,
    people::CHECK,
    reasons::CHECK,
    attachments::CHECK,
    words::CHECK,
    redactions::CHECK,
    copies::CHECK,
];

/// What is kept of a transcript: nothing of its words, and 16 bytes of each message, with some 60
/// more of one that names a copy.
pub struct Transcript {
    /// Its path in the package.
    pub path: String,
    /// Whether it is well formed and follows its schema.
    pub is_whole: bool,
    /// The attributes of its root.
    pub root: Node,
    /// The app that it says the conversation is from.
    pub platform: String,
    /// Whom it names, by key.
    pub named: BTreeMap<String, Named>,
    /// By what it says that the conversation is cut.
    pub cut: String,
    /// What it says of its export and itself that the deposit manifest says too.
    pub told: words::Told,
    /// Which of its messages are selected, and which name a message of another part.
    pub decided: reasons::Decided,
    /// A digest of what it says of its whole conversation and its export.
    pub provenance: Sha256Digest,
    /// How many messages it holds.
    pub messages: u64,
    /// The local dates of its earliest and latest message.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// The root of the digests of its messages, as they stand in the file.
    pub digests_root: Sha256Digest,
    /// How many attachments its messages have, by state.
    pub attachments: BTreeMap<&'static str, u64>,
    /// The attachments that it says are present, by file name.
    pub carried: BTreeMap<String, Carried>,
    /// What its messages say of those of other transcripts.
    pub linked: copies::Linked,
    /// What decided on each message, in order.
    pub reasons: Vec<Reason>,
    found: Found,
}

/// The messages that carry an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The local date of the first of them.
    pub first: NaiveDate,
    /// The local date of the last of them.
    pub last: NaiveDate,
    /// How often the attachment is named.
    pub times: u64,
}

/// Decision, basis and reason of a message, as 16 bytes that are equal when these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason([u8; 16]);

impl Reason {
    /// Returns what stands for a decision, its basis and its reason in words.
    pub fn of(decision: &str, basis: &str, because: &str) -> Reason {
        let digest = sha256(format!("{decision}\n{basis}\n{because}").as_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&digest.0[..16]);
        Reason(half)
    }

    fn of_message(message: &MessageRead<'_>) -> Reason {
        let because = message.node.child("because");
        let text = because.map(Node::string).unwrap_or_default();
        let basis = because.map_or("", |because| because.attribute("basis"));
        Reason::of(message.node.attribute("decision"), basis, &text)
    }
}

/// What each check found, when the transcript was read.
#[derive(Default)]
struct Found {
    form: Findings,
    place: Findings,
    digests: Findings,
    counts: Findings,
    times: Findings,
    people: Findings,
    reasons: Findings,
    attachments: Findings,
    words: Findings,
    redactions: Findings,
    copies: Findings,
}

impl Transcript {
    /// Reads a transcript; nothing where it cannot be opened.
    pub fn read(package: &Opened, file: &PackageFile) -> Option<Transcript> {
        let from = package.open_content(file).ok()?;
        let mut digests = digests::Watch::new(&file.path);
        let mut counts = counts::Watch::new(&file.path);
        let mut times = times::Watch::new(&file.path);
        let mut people = people::Watch::new(&file.path);
        let mut of_decisions = reasons::Watch::new(&file.path);
        let mut attachments = attachments::Watch::new(package, &file.path);
        let mut words = words::Watch::new(&file.path);
        let mut redactions = redactions::Watch::new(&file.path);
        let mut copies = copies::Watch::new(&file.path);
        let mut reasons = Vec::new();
        let read =
            transcript::read(
                BufReader::with_capacity(64 << 10, from),
                &mut |item| match &item {
                    Item::Head(head) => {
                        times.head(head);
                        people.head(head);
                        words.head(head);
                    }
                    Item::Message(message) => {
                        let local = times.message(message);
                        counts.message(message, local);
                        copies.message(message, local);
                        people.message(message, local.map(|(time, _)| time.date()));
                        of_decisions.message(message);
                        words.message(message);
                        redactions.message(message);
                        attachments.message(message, local.map(|(time, _)| time.date()));
                        reasons.push(Reason::of_message(message));
                        digests.message(message);
                    }
                    Item::NotTransferred { count, line } => counts.not_transferred(*count, *line),
                    Item::Digest { n, stated, line } => digests.stated(*n, *stated, *line),
                },
            );
        let covering = read.head("covering");
        let dates = counts.dates();
        let (attachment_counts, carried) = attachments.tallies();
        let messages = digests.messages();
        let digests_root = digests.root();
        let (of_reasons, decided) = of_decisions.end();
        let (of_copies, linked) = copies.end();
        Some(Transcript {
            path: file.path.clone(),
            is_whole: read.wrong.is_empty(),
            platform: place::platform(&read),
            named: people.named(),
            cut: covering.map_or("", |c| c.attribute("cut")).to_owned(),
            told: words::told(&read),
            decided,
            provenance: place::provenance(&read),
            messages,
            dates,
            digests_root,
            attachments: attachment_counts,
            carried,
            linked,
            reasons,
            found: Found {
                form: form::findings(&file.path, &read),
                place: place::findings(&file.path, &read),
                digests: digests.end(&read),
                counts: counts.end(&read),
                times: times.end(),
                people: people.end(),
                reasons: of_reasons,
                attachments: attachments.end(),
                words: words.end(),
                redactions: redactions.end(),
                copies: of_copies,
            },
            root: read.root,
        })
    }
}

/// Adds what a check found in each transcript when it was read.
fn report(inside: &Inside<'_>, findings: &mut Findings, of: fn(&Found) -> &Findings) {
    for transcript in &inside.transcripts {
        for finding in of(&transcript.found).iter() {
            findings.push(finding.clone());
        }
    }
}
