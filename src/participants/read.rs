//! Reads a file of participants strictly, person by person.

use std::io::BufRead;

use super::SCHEMA;
use crate::xml::{Node, Piece, Wrong, pieces};

/// What a file of participants says.
#[derive(Debug, Default)]
pub struct ParticipantsRead {
    /// The attributes of the root, without children.
    pub root: Node,
    /// What stands before the people, in order.
    pub head: Vec<Node>,
    /// Every `participant`, in order.
    pub people: Vec<Node>,
    /// What is wrong with the form of the file.
    pub wrong: Vec<Wrong>,
}

impl ParticipantsRead {
    /// Returns the head's element with this name.
    pub fn head(&self, name: &str) -> Option<&Node> {
        self.head.iter().find(|node| node.name == name)
    }
}

/// Reads a file of participants to its end; what is wrong with its form is in
/// [`ParticipantsRead::wrong`].
pub fn read(from: impl BufRead) -> ParticipantsRead {
    let mut file = ParticipantsRead::default();
    let wrong = pieces(from, &SCHEMA, &["participants"], &mut |piece| match piece {
        Piece::Open(node) => file.root = node,
        Piece::Node(node, _) if node.name == "participant" => {
            file.people.push(std::mem::take(node))
        }
        Piece::Node(node, _) => file.head.push(std::mem::take(node)),
    });
    file.wrong = wrong;
    file
}
