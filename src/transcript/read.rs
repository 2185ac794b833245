//! Reads a transcript strictly, piece by piece, and computes every digest again. Nothing of a
//! message is kept.

use std::io::{self, BufRead};

use memchr::memmem;

use super::{REDACTED, SCHEMA};
use crate::fixity::{Sha256Digest, sha256};
use crate::xml::{Node, Piece, Writer, Wrong, pieces};

/// What a transcript says, but for its messages and their digests.
#[derive(Debug, Default)]
pub struct TranscriptRead {
    /// The attributes of the root, without children.
    pub root: Node,
    /// Every child of the root but `messages` and `fixity`, in order.
    pub head: Vec<Node>,
    /// The attributes of `fixity`, without children.
    pub fixity: Node,
    /// What is wrong with the form of the file.
    pub wrong: Vec<Wrong>,
}

/// What is handed over while a transcript is read.
#[derive(Debug)]
pub enum Item<'a> {
    /// Everything that stands before the messages; handed over before the first of them.
    Head(&'a TranscriptRead),
    /// A message.
    Message(MessageRead<'a>),
    /// Messages that are not transferred.
    NotTransferred {
        /// How many.
        count: u64,
        /// The line.
        line: u64,
    },
    /// A digest that the file states.
    Digest {
        /// The number of its message.
        n: u64,
        /// The digest; `None` where it is none.
        stated: Option<Sha256Digest>,
        /// The line.
        line: u64,
    },
}

/// A message as it stands in the file.
#[derive(Debug)]
pub struct MessageRead<'a> {
    /// Its element.
    pub node: &'a Node,
    /// Its number, as the file gives it; 0 where it gives none.
    pub n: u64,
    /// The SHA-256 of its bytes in the file.
    pub digest: Sha256Digest,
    /// Its bytes in the file, from its start tag to its end tag.
    pub written: &'a [u8],
}

impl MessageRead<'_> {
    /// Tells whether its bytes are those that consign writes for what they say: one message has
    /// one form, which is its Exclusive Canonical XML with a line to each element.
    pub fn is_canonical(&self) -> bool {
        match self.redactions().next() {
            None => form(self.node).is_some_and(|form| form == self.written),
            Some(_) => self.is_canonical_but_for_redactions().unwrap_or(false),
        }
    }

    /// Returns what stands in its body where words were taken out.
    pub fn redactions(&self) -> impl Iterator<Item = &Node> {
        let body = self.node.child("body").map(|body| &body.children);
        body.into_iter()
            .flatten()
            .filter(|child| child.name == REDACTED)
    }

    /// Tells the same of a message with redactions: each stands between two pieces of text in its
    /// one form, and without them the rest has its one form. Where they stand does not matter to
    /// this: no text can be taken for one, because its `<` is always escaped.
    fn is_canonical_but_for_redactions(&self) -> Option<bool> {
        let mut rest = self.written;
        let mut without = Vec::with_capacity(rest.len());
        for redaction in self.redactions() {
            let form = form(redaction)?;
            let at = memmem::find(rest, &form)?;
            without.extend_from_slice(rest.get(..at)?);
            rest = rest.get(at + form.len()..)?;
        }
        without.extend_from_slice(rest);
        let mut node = self.node.clone();
        for child in &mut node.children {
            child.children.retain(|child| child.name != REDACTED);
        }
        Some(form(&node)? == without)
    }
}

/// Returns an element in its one form; nothing where a value is one that no attribute can hold.
fn form(node: &Node) -> Option<Vec<u8>> {
    let mut to = Writer::new(Vec::new());
    write(&mut to, node).ok()?;
    Some(to.into_inner())
}

/// Writes an element in its one form.
fn write(to: &mut Writer<Vec<u8>>, node: &Node) -> io::Result<()> {
    let attributes = node.attributes.iter();
    let attributes: Vec<_> = attributes.map(|(k, v)| (k.as_str(), v.as_str())).collect();
    to.open(&node.name, &attributes)?;
    if node.children.is_empty() {
        to.text(&node.text)?;
    } else {
        for child in &node.children {
            to.line(0)?;
            write(to, child)?;
        }
        to.line(0)?;
    }
    to.close(&node.name)
}

impl TranscriptRead {
    /// Returns the head's element with this name.
    pub fn head(&self, name: &str) -> Option<&Node> {
        self.head.iter().find(|node| node.name == name)
    }
}

/// Reads a transcript to its end, handing over its parts as they come; what is wrong with its form
/// is in [`TranscriptRead::wrong`].
pub fn read(from: impl BufRead, each: &mut dyn FnMut(Item<'_>)) -> TranscriptRead {
    let mut transcript = TranscriptRead::default();
    let streamed = ["transcript", "messages", "fixity"];
    let number = |node: &Node, name: &str| node.attribute(name).parse().unwrap_or_default();
    let wrong = pieces(from, &SCHEMA, &streamed, &mut |piece| match piece {
        Piece::Open(node) => match node.name.as_str() {
            "transcript" => transcript.root = node,
            "messages" => each(Item::Head(&transcript)),
            _ => transcript.fixity = node,
        },
        Piece::Node(node, written) => match node.name.as_str() {
            "message" => each(Item::Message(MessageRead {
                n: number(node, "n"),
                digest: sha256(written),
                written,
                node,
            })),
            "notTransferred" => each(Item::NotTransferred {
                count: number(node, "count"),
                line: node.line,
            }),
            "digest" => each(Item::Digest {
                n: number(node, "n"),
                stated: str::from_utf8(&node.text)
                    .ok()
                    .and_then(|text| text.parse().ok()),
                line: node.line,
            }),
            _ => transcript.head.push(std::mem::take(node)),
        },
    });
    transcript.wrong = wrong;
    transcript
}
