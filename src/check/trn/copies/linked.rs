//! What stays in memory of messages that name messages of other transcripts: some 60 bytes each,
//! and nothing of their words.

use crate::align::Evidence;
use crate::check::few::Few;
use crate::check::trn::counts::Local;
use crate::fixity::{Sha256Digest, sha256};
use crate::transcript::{Differs, File, MessageRead, Shown};
use crate::xml::Node;

/// The most that is taken of what one message names: there are not as many exports.
const MOST: usize = 1000;

/// What the messages of a transcript say of those of others.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// The file names of the transcripts that are named.
    names: Vec<String>,
    /// The keys of senders.
    senders: Vec<String>,
    /// Every copy that is named, in the order of the messages.
    pub copies: Vec<Copy>,
    /// Every difference, in the order of the messages.
    pub differing: Vec<Differing>,
    /// The messages that name any, in their order.
    seen: Vec<(u32, Seen)>,
}

/// A copy that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The number of the message.
    pub n: u32,
    /// The number of the copy in its transcript.
    pub there: u32,
    /// The minutes by which the time there is said to be later.
    pub minutes: i32,
    /// The line.
    pub line: u32,
    to: u16,
    /// How it is said to be known.
    pub evidence: Evidence,
}

/// A difference that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The number of the message.
    pub n: u32,
    /// The number of the other in its transcript.
    pub there: u32,
    /// The line.
    pub line: u32,
    to: u16,
    /// How they are said to differ.
    pub kind: Differs,
}

/// What sort of message it is, as far as what stands in its place can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Words,
    Notice,
    Deleted,
    Media,
}

/// Whether the app marks a message as edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Marked,
    Unmarked,
}

/// Whether a message is selected, or context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Select,
    Context,
}

/// Stands for a time that cannot be read.
const NO_MINUTE: i32 = i32::MIN;
/// Stands for no sender.
const NO_SENDER: u16 = u16::MAX;

/// What a message shows that others name.
#[derive(Debug, Clone)]
struct Seen {
    /// Its local minute since 1970, or [`NO_MINUTE`].
    minute: i32,
    /// The place of its sender among the keys, or [`NO_SENDER`].
    sender: u16,
    words: Option<[u8; 16]>,
    file: File<[u8; 8]>,
    sort: Sort,
    edit: Edit,
    decision: Decision,
}

/// What a message shows, to be compared with another.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Its local minute since 1970; `None` where its time cannot be read.
    pub minute: Option<i32>,
    /// What copies of it can differ in.
    pub shown: Shown<&'a str, [u8; 16], [u8; 8]>,
    /// What sort of message it is.
    pub sort: Sort,
    /// Whether the app marks it as edited.
    pub edit: Edit,
    /// What was decided on it.
    pub decision: Decision,
}

impl Linked {
    /// Returns the file name of the transcript that a copy stands in.
    pub fn of_copy(&self, copy: &Copy) -> &str {
        self.name(copy.to)
    }

    /// Returns the file name of the transcript that a message differs from.
    pub fn of_difference(&self, differing: &Differing) -> &str {
        self.name(differing.to)
    }

    fn name(&self, index: u16) -> &str {
        self.names
            .get(usize::from(index))
            .map_or("", String::as_str)
    }

    /// Returns the copies that a message names.
    pub fn copies_of(&self, n: u32) -> &[Copy] {
        let from = self.copies.partition_point(|copy| copy.n < n);
        let to = self.copies.partition_point(|copy| copy.n <= n);
        self.copies.get(from..to).unwrap_or_default()
    }

    /// Returns the differences that a message names.
    pub fn differing_of(&self, n: u32) -> &[Differing] {
        let from = self.differing.partition_point(|differing| differing.n < n);
        let to = self.differing.partition_point(|differing| differing.n <= n);
        self.differing.get(from..to).unwrap_or_default()
    }

    /// Returns what a message shows, if it names another.
    pub fn facts(&self, n: u32) -> Option<Facts<'_>> {
        let found = self.seen.binary_search_by_key(&n, |(seen, _)| *seen).ok()?;
        let (_, seen) = self.seen.get(found)?;
        let sender = self.senders.get(usize::from(seen.sender));
        Some(Facts {
            minute: Some(seen.minute).filter(|minute| *minute != NO_MINUTE),
            shown: Shown {
                sender: sender.map(String::as_str),
                words: seen.words,
                file: seen.file,
            },
            sort: seen.sort,
            edit: seen.edit,
            decision: seen.decision,
        })
    }

    /// Takes in a message; a difference in other words than its own is told to `few` under `code`.
    pub fn take(
        &mut self,
        message: &MessageRead<'_>,
        local: Option<Local>,
        code: &'static crate::check::Code,
        few: &mut Few,
    ) {
        let n = clamped(message.n);
        let before = (self.copies.len(), self.differing.len());
        let named = message.node.children.iter();
        let named = named.filter(|node| ["copy", "difference"].contains(&node.name.as_str()));
        for (count, node) in named.enumerate() {
            if count == MOST {
                few.on_line(code, node.line, |finding| {
                    finding.found(format!(
                        "more than {MOST} copies and differences of message {n}"
                    ))
                });
                break;
            }
            match node.name.as_str() {
                "copy" => self.take_copy(n, node),
                _ => self.take_difference(n, node, code, few),
            }
        }
        if before != (self.copies.len(), self.differing.len()) {
            let seen = self.seen(message.node, local);
            // Numbers go up by one; where they do not, that is a finding of its own.
            if self.seen.last().is_none_or(|(last, _)| *last < n) {
                self.seen.push((n, seen));
            }
        }
    }

    fn take_copy(&mut self, n: u32, node: &Node) {
        let copy = Copy {
            n,
            there: number(node),
            minutes: match node.attribute("clockMinutes") {
                "" => 0,
                minutes => minutes.parse().unwrap_or(i32::MAX),
            },
            line: clamped(node.line),
            to: index_of(&mut self.names, node.attribute("transcript")),
            evidence: evidence(node.attribute("evidence")),
        };
        self.copies.push(copy);
    }

    fn take_difference(
        &mut self,
        n: u32,
        node: &Node,
        code: &'static crate::check::Code,
        few: &mut Few,
    ) {
        // One of another kind does not follow the schema, and has a finding of its own.
        let Some(kind) = Differs::of_word(node.attribute("kind")) else {
            return;
        };
        if node.text != kind.words().as_bytes() {
            few.on_line(code, node.line, |finding| {
                let finding = finding.expected(kind.words()).found(node.string());
                finding.detail(format!("message {n}"))
            });
        }
        let to = index_of(&mut self.names, node.attribute("transcript"));
        self.differing.push(Differing {
            n,
            there: number(node),
            line: clamped(node.line),
            to,
            kind,
        });
    }

    fn seen(&mut self, node: &Node, local: Option<Local>) -> Seen {
        let minute = local.map(|(time, _)| time.and_utc().timestamp().div_euclid(60));
        let body = node.child("body").map_or(&[][..], |body| &body.text);
        let sort = match node.attribute("kind") {
            "system" | "call" => Sort::Notice,
            "deleted" => Sort::Deleted,
            "media" | "sticker" => Sort::Media,
            _ => Sort::Words,
        };
        Seen {
            minute: minute
                .and_then(|minute| i32::try_from(minute).ok())
                .unwrap_or(NO_MINUTE),
            sender: match node.attribute("from") {
                "" => NO_SENDER,
                key => index_of(&mut self.senders, key),
            },
            words: (!body.is_empty()).then(|| half(body)),
            file: file(node, sort),
            sort,
            edit: match node.child("edited") {
                Some(_) => Edit::Marked,
                None => Edit::Unmarked,
            },
            decision: match node.attribute("decision") {
                "context" => Decision::Context,
                _ => Decision::Select,
            },
        }
    }
}

/// Returns what a message carries: of several files the first counts.
fn file(node: &Node, sort: Sort) -> File<[u8; 8]> {
    let Some(attachment) = node.child("attachment") else {
        return match sort {
            Sort::Media => File::NotThere,
            _ => File::None,
        };
    };
    match attachment.attribute("state") {
        "present" => {
            let digest: Option<Sha256Digest> = attachment.attribute("sha256").parse().ok();
            let mut begins = [0; 8];
            if let Some(digest) = digest {
                begins.copy_from_slice(&digest.0[..8]);
            }
            File::Present(begins)
        }
        "withheld" => File::Withheld,
        _ => File::NotThere,
    }
}

fn half(body: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&sha256(body).0[..16]);
    half
}

/// Returns the place of a name among those that were met, which are few.
fn index_of(names: &mut Vec<String>, name: &str) -> u16 {
    let found = names.iter().rposition(|known| known == name);
    let place = found.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// Returns a number that a file gives; of one that no transcript has, the greatest.
fn number(node: &Node) -> u32 {
    node.attribute("n").parse().unwrap_or(u32::MAX)
}

fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns how a copy is said to be known; another word than the schema's is a finding elsewhere.
fn evidence(word: &str) -> Evidence {
    let all = [Evidence::Anchor, Evidence::Aligned];
    let found = all.into_iter().find(|evidence| evidence.word() == word);
    found.unwrap_or(Evidence::SecondPass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_with_a_copy_takes_64_bytes_at_most() {
        assert!(size_of::<(u32, Seen)>() + size_of::<Copy>() <= 64);
    }
}
