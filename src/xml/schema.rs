//! A schema as a table: what elements there are, what they mean, and what they may hold.

use super::characters::{BYTE, CHARACTER};

/// A document type: one namespace, one root, one definition for each element name.
pub struct Schema {
    /// The namespace of every element.
    pub namespace: &'static str,
    /// The value of the root's `version` attribute.
    pub version: &'static str,
    /// The root element.
    pub root: &'static str,
    /// The name of the document type, for people.
    pub title: &'static str,
    /// Every element.
    pub elements: &'static [Element],
}

impl Schema {
    /// Returns the definition of an element.
    pub fn element(&self, name: &str) -> Option<&'static Element> {
        self.elements.iter().find(|element| element.name == name)
    }
}

/// A word that a value can be, and what it means, in a sentence.
pub type Word = (&'static str, &'static str);

/// An element.
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
    /// What stands in it.
    pub content: Content,
}

/// An attribute.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// What values it takes.
    pub value: Value,
    /// Whether it must be there.
    pub presence: Presence,
}

/// Whether an attribute must be there. There are no defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// What stands in an element.
pub enum Content {
    /// Nothing.
    Empty,
    /// Text of a type.
    Text(Value),
    /// Any text, mixed with these elements in any number and order.
    Mixed(&'static [&'static str]),
    /// Elements, in this order; white space between them means nothing.
    Children(&'static [Particle]),
}

/// A place in a sequence of elements: one of some elements, so many times.
pub struct Particle {
    /// The elements that may stand here.
    pub any_of: &'static [&'static str],
    /// How many at least.
    pub min: u32,
    /// How many at most; `None` is any number.
    pub max: Option<u32>,
}

/// What values a text or an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Any text.
    Text,
    /// Any text but none.
    Words,
    /// One of these words.
    OneOf(&'static [Word]),
    /// A whole number from 0, without leading zeros.
    Count,
    /// A text that matches this pattern as a whole; a pattern that means the same in XML Schema
    /// and in Rust's `regex`.
    Pattern(&'static str),
}

/// Exactly one.
pub const fn one(any_of: &'static [&'static str]) -> Particle {
    Particle {
        any_of,
        min: 1,
        max: Some(1),
    }
}

/// One or none.
pub const fn maybe(any_of: &'static [&'static str]) -> Particle {
    Particle {
        any_of,
        min: 0,
        max: Some(1),
    }
}

/// Any number, none included.
pub const fn any(any_of: &'static [&'static str]) -> Particle {
    Particle {
        any_of,
        min: 0,
        max: None,
    }
}

/// At least one.
pub const fn some(any_of: &'static [&'static str]) -> Particle {
    Particle {
        any_of,
        min: 1,
        max: None,
    }
}

/// An attribute that must be there.
pub const fn required(name: &'static str, value: Value, doc: &'static str) -> Attribute {
    Attribute {
        name,
        doc,
        value,
        presence: Presence::Required,
    }
}

/// An attribute that may be there.
pub const fn optional(name: &'static str, value: Value, doc: &'static str) -> Attribute {
    Attribute {
        name,
        doc,
        value,
        presence: Presence::Optional,
    }
}

/// The pattern of a SHA-256 digest.
pub const SHA256: Value = Value::Pattern("[0-9a-f]{64}");
/// The pattern of a SHA-512 digest.
pub const SHA512: Value = Value::Pattern("[0-9a-f]{128}");
/// The pattern of a day.
pub const DAY: Value = Value::Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}");
/// The pattern of a local time to the minute or the second.
pub const LOCAL: Value = Value::Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?");
/// The pattern of no instant, one or two, to the minute or the second.
pub const INSTANTS: Value = Value::Pattern(
    "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z( [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z)?)?",
);
/// The pattern of an instant to the second.
pub const INSTANT: Value = Value::Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
/// Yes or no.
pub const YES_NO: Value = Value::OneOf(&[("yes", "It is so."), ("no", "It is not so.")]);
/// By what conversations are cut into parts.
pub const CUT: Value = Value::OneOf(&[
    ("day", "A part for each day of local time."),
    ("month", "A part for each month."),
    ("year", "A part for each year."),
    ("whole", "Not cut: the whole conversation is one part."),
]);
/// A path below a folder: ASCII names with `/` between them, as consign gives them.
pub const PATH: Value = Value::Pattern("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
/// The pattern of a code, or of the key of a person.
pub const CODE: Value = Value::Pattern("[a-z][a-z0-9-]*");
/// The pattern of the number of a conversation.
pub const CHAT: Value = Value::Pattern("chat-[0-9]{3,}");
/// The pattern of the number of an export.
pub const SOURCE: Value = Value::Pattern("source-[0-9]+");
/// The pattern of a part of a conversation: a year, month or day of local time, or the whole.
pub const PART: Value = Value::Pattern("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|whole");

/// Text from an export, which may hold what XML cannot: the two elements below stand for that, and
/// a schema with such text must list them.
pub const TEXT: Content = Content::Mixed(&[CHARACTER, BYTE]);
/// The element that stands for a character.
pub const CHARACTER_ELEMENT: Element = Element {
    name: CHARACTER,
    doc: "A character that XML cannot hold, by its code point in hexadecimal.",
    attributes: &[required(
        "code",
        Value::Pattern("[0-9A-F]{4}"),
        "The code point.",
    )],
    content: Content::Empty,
};
/// The element that stands for a byte.
pub const BYTE_ELEMENT: Element = Element {
    name: BYTE,
    doc: "A byte that is not UTF-8, in hexadecimal.",
    attributes: &[required(
        "value",
        Value::Pattern("[0-9A-F]{2}"),
        "The byte.",
    )],
    content: Content::Empty,
};
