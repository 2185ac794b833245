//! Reads a document piece by piece: small elements whole, large ones child by child, so that a
//! file of any size is read in little memory.

use std::io::BufRead;

use super::characters::stands_for;
use super::read::{Event, Reader, XmlError};
use super::schema::Schema;
use super::validate::{Validator, Violation};

/// A small element, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its attributes, in their order.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Node>,
    /// Its own text, as bytes: what `char` and `byte` elements stand for is put back.
    pub text: Vec<u8>,
    /// The line of its start tag.
    pub line: u64,
}

impl Node {
    /// Returns the value of an attribute; empty where there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// Returns the first child with this name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns the children with this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns the text, where it is UTF-8 (it is, unless `byte` elements stand in it).
    pub fn string(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}

/// What is handed over.
#[derive(Debug)]
pub enum Piece<'a> {
    /// The start of an element whose children follow one by one.
    Open(Node),
    /// An element, with the bytes of the file from its start tag to its end tag.
    Node(&'a mut Node, &'a [u8]),
}

/// Something that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is not well formed: nothing after this place was read.
    Malformed(XmlError),
    /// It does not follow the schema.
    Violation {
        /// The line.
        line: u64,
        /// What is wrong, and in which element.
        violation: Violation,
    },
}

/// The most violations that are kept: a document with more is simply not of this kind.
const MAX_VIOLATIONS: usize = 100;

/// Reads a document to its end. The children of the elements named in `streamed` are handed over
/// one by one; every other element is handed over whole.
///
/// Returns what is wrong with it: not well formed, or not following `schema`.
pub fn pieces(
    from: impl BufRead,
    schema: &'static Schema,
    streamed: &[&str],
    each: &mut dyn FnMut(Piece<'_>),
) -> Vec<Wrong> {
    let mut reader = Reader::new(from);
    let mut validator = Validator::new(schema);
    let mut wrong = Vec::new();
    let mut violations = Vec::new();
    let mut building: Vec<Node> = Vec::new();
    let mut spare = Spare::default();
    let mut from = 0;
    loop {
        let before = reader.byte();
        let event = match reader.next_event() {
            Ok(Some(event)) => event,
            Ok(None) => return wrong,
            Err(error) => {
                wrong.push(Wrong::Malformed(error));
                return wrong;
            }
        };
        validator.take(&event, &mut violations);
        let starts = match event {
            Event::Start { name, attributes } => Some(spare.node(name, attributes)),
            Event::Text(text) => {
                if let Some(node) = building.last_mut() {
                    node.text.extend_from_slice(text.as_bytes());
                }
                None
            }
            Event::End { .. } => {
                if let Some(mut node) = building.pop() {
                    match building.last_mut() {
                        Some(parent) => close(parent, node, &mut spare),
                        None => {
                            each(Piece::Node(&mut node, reader.written(from)));
                            spare.take(node);
                        }
                    }
                }
                None
            }
        };
        for violation in violations.drain(..) {
            if wrong.len() < MAX_VIOLATIONS {
                let line = reader.line();
                wrong.push(Wrong::Violation { line, violation });
            }
        }
        if let Some(mut node) = starts {
            node.line = reader.line();
            if building.is_empty() && streamed.contains(&node.name.as_str()) {
                each(Piece::Open(node));
                continue;
            }
            if building.is_empty() {
                reader.forget_before(before);
                from = before;
            }
            building.push(node);
        }
    }
}

/// Elements that are done with, and their attributes: the next are written into their memory.
#[derive(Default)]
struct Spare {
    nodes: Vec<Node>,
    attributes: Vec<(String, String)>,
}

/// How many elements, and how many attributes, are kept to be written over.
const SPARE: usize = 256;
/// The longest text of theirs whose memory is kept.
const SPARE_TEXT: usize = 4 << 10;

impl Spare {
    fn node(&mut self, name: &str, attributes: &[(String, String)]) -> Node {
        let mut node = self.nodes.pop().unwrap_or_default();
        node.name.push_str(name);
        for (key, value) in attributes {
            let mut copy = self.attributes.pop().unwrap_or_default();
            copy.0.push_str(key);
            copy.1.push_str(value);
            node.attributes.push(copy);
        }
        node
    }

    fn take(&mut self, mut node: Node) {
        for child in node.children.drain(..) {
            self.take(child);
        }
        for (mut key, mut value) in node.attributes.drain(..) {
            if self.attributes.len() < SPARE && value.capacity() <= SPARE_TEXT {
                key.clear();
                value.clear();
                self.attributes.push((key, value));
            }
        }
        if self.nodes.len() < SPARE && node.text.capacity() <= SPARE_TEXT {
            node.name.clear();
            node.text.clear();
            self.nodes.push(node);
        }
    }
}

/// Puts a finished element into its parent: as the text it stands for, or as a child.
fn close(parent: &mut Node, node: Node, spare: &mut Spare) {
    match stands_for(&node.name, &node.attributes) {
        Some(bytes) => {
            parent.text.extend_from_slice(&bytes);
            spare.take(node);
        }
        None => parent.children.push(node),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Writer;
    use super::super::schema::{BYTE_ELEMENT, CHARACTER_ELEMENT, Content, Element, TEXT, some};
    use super::*;

    static SCHEMA: Schema = Schema {
        namespace: "urn:x-test",
        version: "1",
        root: "r",
        title: "test",
        elements: &[
            Element {
                name: "r",
                doc: "",
                attributes: &[],
                content: Content::Children(&[some(&["t"])]),
            },
            Element {
                name: "t",
                doc: "",
                attributes: &[],
                content: TEXT,
            },
            CHARACTER_ELEMENT,
            BYTE_ELEMENT,
        ],
    };

    /// Writes texts, reads them back, and returns them with what was wrong.
    fn through_xml(texts: &[Vec<u8>]) -> (Vec<Vec<u8>>, Vec<Wrong>) {
        let mut writer = Writer::new(Vec::new());
        writer.declaration().unwrap();
        writer.open("r", &[("xmlns", SCHEMA.namespace)]).unwrap();
        for text in texts {
            writer.leaf("t", &[], text).unwrap();
        }
        writer.close("r").unwrap();
        let written = writer.into_inner();
        let mut read = Vec::new();
        let wrong = pieces(written.as_slice(), &SCHEMA, &["r"], &mut |piece| {
            if let Piece::Node(node, _) = piece {
                read.push(node.text.clone());
            }
        });
        (read, wrong)
    }

    proptest! {
        #[test]
        fn any_characters_come_back(characters in prop::collection::vec(any::<char>(), 0..200)) {
            let text: String = characters.into_iter().collect();
            let texts = vec![text.into_bytes()];
            prop_assert_eq!(through_xml(&texts), (texts, vec![]));
        }

        #[test]
        fn control_characters_and_markup_come_back(
            characters in prop::collection::vec(
                prop_oneof![
                    prop::char::range('\0', '\u{9f}'),
                    prop::sample::select(vec!['&', '<', '>', '"', '\r', '\n', ']', '\u{fffe}', '\u{ffff}', '\u{2028}', '\u{feff}']),
                ],
                0..200,
            )
        ) {
            let text: String = characters.into_iter().collect();
            let texts = vec![text.into_bytes(), Vec::new()];
            prop_assert_eq!(through_xml(&texts), (texts, vec![]));
        }

        #[test]
        fn any_bytes_come_back(texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..100), 1..4)) {
            prop_assert_eq!(through_xml(&texts), (texts, vec![]));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut document = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:x-test\">".to_vec();
            document.extend(bytes);
            pieces(document.as_slice(), &SCHEMA, &["r"], &mut |_| {});
        }
    }

    #[test]
    fn a_document_is_held_to_its_schema() {
        let read = |body: &str| {
            let document = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:x-test\">{body}</r>"
            );
            pieces(document.as_bytes(), &SCHEMA, &["r"], &mut |_| {}).len()
        };
        assert_eq!(read("<t>x</t> <t></t>"), 0);
        for bad in [
            "",
            "text<t/>",
            "<u/><t/>",
            "<t a=\"1\"/>",
            "<t><char code=\"1b\"/></t>",
            "<t><char/></t>",
            "<t><t/></t>",
            "<char code=\"001B\"/>",
        ] {
            assert!(read(bad) > 0, "{bad}");
        }
    }
}
