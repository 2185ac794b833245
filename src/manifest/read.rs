//! Reads a deposit manifest strictly, record by record.

use std::io::BufRead;

use super::{Attachments, Counts, SCHEMA};
use crate::xml::{Node, Piece, Wrong, pieces};

/// What a deposit manifest says.
#[derive(Debug, Default)]
pub struct ManifestRead {
    /// The attributes of the root, without children.
    pub root: Node,
    /// Every child of the root but `records`, in order.
    pub parts: Vec<Node>,
    /// Every `record`, in order.
    pub records: Vec<Node>,
    /// What is wrong with the form of the file.
    pub wrong: Vec<Wrong>,
}

impl ManifestRead {
    /// Returns the part with this name.
    pub fn part(&self, name: &str) -> Option<&Node> {
        self.parts.iter().find(|node| node.name == name)
    }

    /// Returns a number of `counts`; 0 where it is not there.
    pub fn count(&self, name: &str) -> u64 {
        self.part("counts")
            .and_then(|counts| counts.attribute(name).parse().ok())
            .unwrap_or_default()
    }
}

impl Counts {
    /// Returns the counts of a deposit manifest; 0 for each that is not there.
    pub fn read(manifest: &ManifestRead) -> Counts {
        let count = |name| manifest.count(name);
        Counts {
            read: count("read"),
            select: count("select"),
            context: count("context"),
            refer: count("refer"),
            outside: count("outside"),
            not_selected: count("notSelected"),
            held: count("held"),
            retained: count("retained"),
            transferred: count("transferred"),
            elsewhere: count("elsewhere"),
            copies: count("copies"),
            attachments: Attachments {
                referenced: count("attachmentsReferenced"),
                present: count("attachmentsPresent"),
                omitted: count("attachmentsOmitted"),
                missing: count("attachmentsMissing"),
                withheld: count("attachmentsWithheld"),
            },
        }
    }
}

/// Reads a deposit manifest to its end; what is wrong with its form is in [`ManifestRead::wrong`].
pub fn read(from: impl BufRead) -> ManifestRead {
    let mut manifest = ManifestRead::default();
    let streamed = ["depositManifest", "records"];
    let wrong = pieces(from, &SCHEMA, &streamed, &mut |piece| match piece {
        Piece::Open(node) if node.name == "depositManifest" => manifest.root = node,
        Piece::Open(_) => {}
        Piece::Node(node, _) if node.name == "record" => {
            manifest.records.push(std::mem::take(node))
        }
        Piece::Node(node, _) => manifest.parts.push(std::mem::take(node)),
    });
    manifest.wrong = wrong;
    manifest
}
