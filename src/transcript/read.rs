//! Reads a transcript strictly, message by message, and re-computes every digest.

use std::io::BufRead;

use super::SCHEMA;
use crate::fixity::{Sha256Digest, sha256};
use crate::xml::{Node, Piece, Wrong, pieces};

/// What a transcript says, but for its messages.
#[derive(Debug, Default)]
pub struct TranscriptRead {
    /// The attributes of the root, without children.
    pub root: Node,
    /// Every child of the root but `messages` and `fixity`, in order.
    pub head: Vec<Node>,
    /// The digests that the file states, with the numbers of their messages.
    pub stated: Vec<(u64, String)>,
    /// The root of the digests that the file states.
    pub stated_root: String,
    /// The digests of the messages as they stand in the file.
    pub computed: Vec<Sha256Digest>,
    /// The sum of the counts of messages that are not transferred.
    pub not_transferred: u64,
    /// What is wrong with the form of the file.
    pub wrong: Vec<Wrong>,
}

/// A message as it stands in the file.
#[derive(Debug)]
pub struct MessageRead<'a> {
    /// Its element.
    pub node: &'a Node,
    /// Its number, as the file gives it; 0 where it gives none.
    pub n: u64,
}

impl TranscriptRead {
    /// Returns the head's element with this name.
    pub fn head(&self, name: &str) -> Option<&Node> {
        self.head.iter().find(|node| node.name == name)
    }

    /// Returns the root of the digests of the messages as they stand in the file.
    pub fn computed_root(&self) -> Sha256Digest {
        let list: String = self.computed.iter().map(|d| format!("{d}\n")).collect();
        sha256(list.as_bytes())
    }
}

/// Reads a transcript to its end, handing over each message; what is wrong with its form is in
/// [`TranscriptRead::wrong`].
pub fn read(from: impl BufRead, each: &mut dyn FnMut(MessageRead<'_>)) -> TranscriptRead {
    let mut transcript = TranscriptRead::default();
    let streamed = ["transcript", "messages", "fixity"];
    let wrong = pieces(from, &SCHEMA, &streamed, &mut |piece| match piece {
        Piece::Open(node) if node.name == "transcript" => transcript.root = node,
        Piece::Open(node) if node.name == "fixity" => {
            node.attribute("root")
                .clone_into(&mut transcript.stated_root);
        }
        Piece::Open(_) => {}
        Piece::Node(node, written) => match node.name.as_str() {
            "message" => {
                transcript.computed.push(sha256(written));
                let n = node.attribute("n").parse().unwrap_or_default();
                each(MessageRead { node: &node, n });
            }
            "notTransferred" => {
                let count: u64 = node.attribute("count").parse().unwrap_or_default();
                transcript.not_transferred = transcript.not_transferred.saturating_add(count);
            }
            "digest" => {
                let n = node.attribute("n").parse().unwrap_or_default();
                transcript.stated.push((n, node.string()));
            }
            _ => transcript.head.push(node),
        },
    });
    transcript.wrong = wrong;
    transcript
}
