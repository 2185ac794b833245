//! Holds a document to a schema table while it streams by.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::Regex;

use super::read::Event;
use super::schema::{Content, Element, Presence, Schema, Value};
use crate::shown::shown;

/// A place where a document does not follow its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The element in which it was met.
    pub element: String,
    /// What is wrong.
    pub why: String,
}

/// A validator: give it every event of a document in turn.
pub struct Validator {
    schema: &'static Schema,
    stack: Vec<Level>,
}

struct Level {
    element: &'static Element,
    /// For children: which particle is being filled, and how often it was met.
    particle: usize,
    met: u32,
    text: String,
}

impl Validator {
    /// Returns a validator at the start of a document.
    pub fn new(schema: &'static Schema) -> Validator {
        Validator {
            schema,
            stack: Vec::new(),
        }
    }

    /// Takes the next event and adds to `violations` what it breaks.
    pub fn take(&mut self, event: &Event<'_>, violations: &mut Vec<Violation>) {
        match event {
            Event::Start { name, attributes } => self.start(name, attributes, violations),
            Event::End { .. } => self.end(violations),
            Event::Text(text) => self.text(text, violations),
        }
    }

    fn start(
        &mut self,
        name: &str,
        attributes: &[(String, String)],
        violations: &mut Vec<Violation>,
    ) {
        let mut wrong = |element: &str, why: String| {
            violations.push(Violation {
                element: element.to_owned(),
                why,
            });
        };
        match self.stack.last_mut() {
            Some(level) => {
                if let Err(why) = level.admit(name) {
                    wrong(level.element.name, why);
                }
            }
            None if name != self.schema.root => {
                wrong(
                    name,
                    format!("the root element is not {}", self.schema.root),
                );
            }
            None => {}
        }
        let Some(element) = self.schema.element(name) else {
            wrong(name, format!("there is no element {}", shown(name)));
            // An unknown element is held to nothing more; its content is passed over as text.
            self.stack.push(Level::new(&UNKNOWN));
            return;
        };
        for (key, value) in attributes {
            if key == "xmlns" {
                if value != self.schema.namespace {
                    wrong(name, format!("the namespace is {}", shown(value)));
                }
                continue;
            }
            match element.attributes.iter().find(|a| a.name == key) {
                Some(attribute) => {
                    if let Err(why) = fits(attribute.value, value) {
                        wrong(name, format!("the attribute {key} {why}"));
                    }
                }
                None => wrong(name, format!("there is no attribute {}", shown(key))),
            }
        }
        for attribute in element.attributes {
            let is_there = attributes.iter().any(|(key, _)| key == attribute.name);
            if attribute.presence == Presence::Required && !is_there {
                wrong(name, format!("the attribute {} is missing", attribute.name));
            }
        }
        let declares = attributes.iter().any(|(key, _)| key == "xmlns");
        if self.stack.is_empty() && !declares {
            wrong(name, "the namespace is missing".to_owned());
        }
        self.stack.push(Level::new(element));
    }

    fn text(&mut self, text: &str, violations: &mut Vec<Violation>) {
        let Some(level) = self.stack.last_mut() else {
            return;
        };
        match level.element.content {
            Content::Text(Value::Text) | Content::Mixed(_) => {}
            Content::Text(_) => level.text.push_str(text),
            Content::Children(_) if text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')) => {
            }
            Content::Children(_) | Content::Empty => violations.push(Violation {
                element: level.element.name.to_owned(),
                why: "holds text, where there may be none".to_owned(),
            }),
        }
    }

    fn end(&mut self, violations: &mut Vec<Violation>) {
        let Some(level) = self.stack.pop() else {
            return;
        };
        let mut wrong = |why: String| {
            violations.push(Violation {
                element: level.element.name.to_owned(),
                why,
            });
        };
        match level.element.content {
            Content::Text(value) if value != Value::Text => {
                if let Err(why) = fits(value, &level.text) {
                    wrong(format!("its text {why}"));
                }
            }
            Content::Children(particles) => {
                for (at, particle) in particles.iter().enumerate().skip(level.particle) {
                    let met = if at == level.particle { level.met } else { 0 };
                    if met < particle.min {
                        wrong(format!("{} is missing", particle.any_of.join(" or ")));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Stands for an element that the schema does not know.
static UNKNOWN: Element = Element {
    name: "?",
    doc: "",
    attributes: &[],
    content: Content::Mixed(&[]),
};

impl Level {
    fn new(element: &'static Element) -> Level {
        Level {
            element,
            particle: 0,
            met: 0,
            text: String::new(),
        }
    }

    /// Moves on to the particle that admits a child, or says why none does.
    fn admit(&mut self, child: &str) -> Result<(), String> {
        let particles = match self.element.content {
            Content::Children(particles) => particles,
            Content::Mixed(names) if names.contains(&child) => return Ok(()),
            Content::Mixed(_) if std::ptr::eq(self.element, &UNKNOWN) => return Ok(()),
            _ => return Err(format!("{} may not stand in it", shown(child))),
        };
        let mut at = self.particle;
        let mut met = self.met;
        while let Some(particle) = particles.get(at) {
            let room = particle.max.is_none_or(|max| met < max);
            if particle.any_of.contains(&child) && room {
                (self.particle, self.met) = (at, met + 1);
                return Ok(());
            }
            if met < particle.min {
                return Err(format!(
                    "{} stands where {} is missing",
                    shown(child),
                    particle.any_of.join(" or ")
                ));
            }
            at += 1;
            met = 0;
        }
        Err(format!("{} may not stand here", shown(child)))
    }
}

/// Tells whether a text is of a type, or says why not.
fn fits(value: Value, text: &str) -> Result<(), String> {
    let fits = match value {
        Value::Text => true,
        Value::Words => !text.is_empty(),
        Value::OneOf(words) => words.iter().any(|(word, _)| *word == text),
        Value::Count => {
            text == "0"
                || (!text.starts_with('0')
                    && !text.is_empty()
                    && text.bytes().all(|b| b.is_ascii_digit()))
        }
        Value::Pattern(pattern) => matches(pattern, text),
    };
    if fits {
        return Ok(());
    }
    let text: String = text.chars().take(60).collect();
    Err(match value {
        Value::OneOf(words) => {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            format!("is \"{}\", not one of: {}", shown(&text), words.join(", "))
        }
        Value::Words => "is empty".to_owned(),
        _ => format!("is \"{}\", which has not the right form", shown(&text)),
    })
}

/// Tells whether a whole text matches a pattern. Each pattern is compiled once for each thread.
fn matches(pattern: &'static str, text: &str) -> bool {
    thread_local! {
        static COMPILED: RefCell<BTreeMap<(usize, usize), Regex>> = const { RefCell::new(BTreeMap::new()) };
    }
    COMPILED.with_borrow_mut(|compiled| {
        // Where a pattern stands in the program is compared faster than what it says.
        let place = (pattern.as_ptr().addr(), pattern.len());
        let regex = compiled.entry(place).or_insert_with(|| {
            Regex::new(&format!("^(?:{pattern})$")).expect("the patterns of our schemas compile")
        });
        regex.is_match(text)
    })
}
