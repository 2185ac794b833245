//! Reads XML strictly, by what a file of ours may hold and nothing else.
//!
//! `quick-xml` splits the file into tags and text; it accepts much that is not XML. What it leaves
//! open is closed here: one root, no document type, no comment, no processing instruction, no
//! CDATA, only the five entities and character references, only characters that XML can hold, no
//! raw carriage return (a parser would change it), no prefix, no attribute twice, limits on depth
//! and size. The bytes of the file stay available, so that a digest can be taken of exactly what
//! is written.

use std::io::{self, BufRead, Read};

use quick_xml::events::{BytesRef, BytesStart, Event as Raw};

use super::characters::first_not_xml;

const MAX_DEPTH: usize = 64;
const MAX_ATTRIBUTES: usize = 64;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A start tag.
    Start {
        /// The element.
        name: String,
        /// The attributes in their order, `xmlns` included.
        attributes: Vec<(String, String)>,
    },
    /// An end tag, or the second half of an empty-element tag.
    End {
        /// The element.
        name: String,
    },
    /// Text, with references resolved. Neighbouring pieces may come apart.
    Text(String),
}

/// A document that is not well formed, or holds what is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct XmlError {
    /// The line, counted from 1.
    pub line: u64,
    /// The byte, counted from 0.
    pub byte: u64,
    /// What is wrong.
    pub why: String,
}

/// A strict reader.
pub struct Reader<R: BufRead> {
    inner: quick_xml::Reader<Recorder<R>>,
    buffer: Vec<u8>,
    open: Vec<String>,
    pending_end: bool,
    begun: Begun,
}

#[derive(PartialEq, Eq)]
enum Begun {
    Nothing,
    Declaration,
    Root,
    Done,
}

impl<R: BufRead> Reader<R> {
    /// Returns a reader at the start of a document.
    pub fn new(from: R) -> Reader<R> {
        let mut inner = quick_xml::Reader::from_reader(Recorder::new(from));
        inner.config_mut().enable_all_checks(true);
        Reader {
            inner,
            buffer: Vec::new(),
            open: Vec::new(),
            pending_end: false,
            begun: Begun::Nothing,
        }
    }

    /// Returns the byte behind the last event, counted from 0.
    pub fn byte(&self) -> u64 {
        self.inner.buffer_position()
    }

    /// Returns the line behind the last event, counted from 1.
    pub fn line(&self) -> u64 {
        self.inner.get_ref().lines + 1
    }

    /// Forgets the bytes before `from`, so that [`written`](Reader::written) has only later ones.
    pub fn forget_before(&mut self, from: u64) {
        self.inner.get_mut().forget_before(from);
    }

    /// Returns the bytes of the file from `from` to behind the last event.
    pub fn written(&self, from: u64) -> &[u8] {
        self.inner.get_ref().written(from, self.byte())
    }

    /// Returns the next event, or `None` at the end of a complete document.
    ///
    /// # Errors
    /// When the document is not well formed or holds what is not allowed, or reading fails.
    pub fn next_event(&mut self) -> Result<Option<Event>, XmlError> {
        if self.pending_end {
            self.pending_end = false;
            return Ok(Some(self.end()));
        }
        loop {
            self.buffer.clear();
            let mut buffer = std::mem::take(&mut self.buffer);
            let taken = match self.inner.read_event_into(&mut buffer) {
                Ok(event) => self.take(event),
                Err(error) => return Err(self.wrong(error.to_string())),
            };
            self.buffer = buffer;
            match taken? {
                Taken::Event(event) => return Ok(Some(event)),
                Taken::Nothing => {}
                Taken::TheEnd => return Ok(None),
            }
        }
    }

    fn take(&mut self, event: Raw<'_>) -> Result<Taken, XmlError> {
        match event {
            Raw::Decl(declaration) => {
                // A byte order mark in front would be passed over without a word.
                let at_byte_0 = self.inner.get_ref().kept.starts_with(b"<?xml ");
                let is_first = self.begun == Begun::Nothing && at_byte_0;
                let encoding = declaration.encoding().and_then(Result::ok);
                let version = declaration.version().ok();
                self.begun = Begun::Declaration;
                if is_first
                    && encoding.as_deref() == Some("UTF-8")
                    && version.as_deref() == Some("1.0")
                {
                    Ok(Taken::Nothing)
                } else {
                    Err(self.wrong("the XML declaration must come first and say version 1.0 and encoding UTF-8"))
                }
            }
            Raw::Start(start) => Ok(Taken::Event(self.start(&start)?)),
            Raw::Empty(start) => {
                self.pending_end = true;
                Ok(Taken::Event(self.start(&start)?))
            }
            Raw::End(end) => {
                let matches = self
                    .open
                    .last()
                    .is_some_and(|name| name == end.name().as_ref());
                if matches {
                    Ok(Taken::Event(self.end()))
                } else {
                    Err(self.wrong("an end tag has no start tag"))
                }
            }
            Raw::Text(text) => {
                let text = text.into_inner().into_owned();
                self.text(text)
            }
            Raw::GeneralRef(reference) => {
                let c = self.reference(&reference)?;
                self.text_resolved(c.to_string())
            }
            Raw::Eof => match self.begun {
                Begun::Done => Ok(Taken::TheEnd),
                _ => Err(self.wrong("the file ends before the document does")),
            },
            Raw::DocType(_) => Err(self.wrong("a document type is not allowed")),
            Raw::Comment(_) => Err(self.wrong("a comment is not allowed")),
            Raw::CData(_) => Err(self.wrong("a CDATA section is not allowed")),
            Raw::PI(_) => Err(self.wrong("a processing instruction is not allowed")),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Event, XmlError> {
        match self.begun {
            Begun::Declaration => self.begun = Begun::Root,
            Begun::Root => {}
            Begun::Nothing => {
                return Err(self.wrong("the file does not begin with the XML declaration"));
            }
            Begun::Done => return Err(self.wrong("there is a second root element")),
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.wrong(format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        let name = self.checked_name(start.name().as_ref())?;
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            let key = self.checked_name(attribute.key.as_ref())?;
            let value = self.attribute_value(&attribute.value)?;
            attributes.push((key, value));
            if attributes.len() > MAX_ATTRIBUTES {
                return Err(self.wrong(format!(
                    "an element has more than {MAX_ATTRIBUTES} attributes"
                )));
            }
        }
        self.open.push(name.clone());
        Ok(Event::Start { name, attributes })
    }

    fn end(&mut self) -> Event {
        let name = self.open.pop().unwrap_or_default();
        if self.open.is_empty() {
            self.begun = Begun::Done;
        }
        Event::End { name }
    }

    fn text(&mut self, text: String) -> Result<Taken, XmlError> {
        if text.contains('\r') {
            return Err(self.wrong("a raw carriage return; it must be written as &#xD;"));
        }
        // In XML, `]]>` may not stand in text.
        if text.contains("]]>") {
            return Err(self.wrong("the characters ]]> in text"));
        }
        self.text_resolved(text)
    }

    fn text_resolved(&mut self, text: String) -> Result<Taken, XmlError> {
        if let Some(c) = first_not_xml(&text) {
            return Err(self.wrong(format!("U+{:04X}, which XML cannot hold", u32::from(c))));
        }
        if !self.open.is_empty() {
            return Ok(Taken::Event(Event::Text(text)));
        }
        let is_space = text.chars().all(|c| matches!(c, ' ' | '\t' | '\n'));
        if is_space && self.begun != Begun::Nothing {
            Ok(Taken::Nothing)
        } else {
            Err(self.wrong("text outside the root element"))
        }
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Result<char, XmlError> {
        if reference.is_char_ref() {
            return match reference.resolve_char_ref() {
                Ok(Some(c)) => Ok(c),
                _ => Err(self.wrong("a character reference that stands for no character")),
            };
        }
        entity(&reference.xml10_content())
            .ok_or_else(|| self.wrong("an entity that XML does not define"))
    }

    fn attribute_value(&self, raw: &str) -> Result<String, XmlError> {
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((plain, behind)) = rest.split_once('&') {
            value.push_str(plain);
            let (name, behind) = behind
                .split_once(';')
                .ok_or_else(|| self.wrong("an & without its ;"))?;
            let c = match name.strip_prefix('#') {
                Some(_) => match BytesRef::new(name).resolve_char_ref() {
                    Ok(Some(c)) => c,
                    _ => {
                        return Err(
                            self.wrong("a character reference that stands for no character")
                        );
                    }
                },
                None => {
                    entity(name).ok_or_else(|| self.wrong("an entity that XML does not define"))?
                }
            };
            value.push(c);
            rest = behind;
        }
        value.push_str(rest);
        if raw.contains(['\t', '\n', '\r', '<']) {
            return Err(self.wrong("a raw tab, line end or < in an attribute"));
        }
        match first_not_xml(&value) {
            Some(c) => Err(self.wrong(format!("U+{:04X}, which XML cannot hold", u32::from(c)))),
            None => Ok(value),
        }
    }

    fn checked_name(&self, name: &str) -> Result<String, XmlError> {
        let mut characters = name.chars();
        let first = characters.next().is_some_and(|c| c.is_ascii_alphabetic());
        let rest = characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if first && rest {
            Ok(name.to_owned())
        } else {
            Err(self.wrong(format!("the name {}", crate::shown::shown(name))))
        }
    }

    fn wrong(&self, why: impl Into<String>) -> XmlError {
        XmlError {
            line: self.line(),
            byte: self.byte(),
            why: why.into(),
        }
    }
}

enum Taken {
    Event(Event),
    Nothing,
    TheEnd,
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Keeps the bytes that pass, from a point that can be moved on, and counts their lines.
struct Recorder<R> {
    inner: R,
    kept: Vec<u8>,
    kept_from: u64,
    lines: u64,
}

impl<R: BufRead> Recorder<R> {
    fn new(inner: R) -> Recorder<R> {
        Recorder {
            inner,
            kept: Vec::new(),
            kept_from: 0,
            lines: 0,
        }
    }

    fn forget_before(&mut self, from: u64) {
        let behind = usize::try_from(from.saturating_sub(self.kept_from)).unwrap_or(usize::MAX);
        self.kept.drain(..behind.min(self.kept.len()));
        self.kept_from = self.kept_from.max(from);
    }

    fn written(&self, from: u64, to: u64) -> &[u8] {
        let at = |byte: u64| usize::try_from(byte.saturating_sub(self.kept_from)).ok();
        at(from)
            .zip(at(to))
            .and_then(|(from, to)| self.kept.get(from..to))
            .unwrap_or_default()
    }
}

impl<R: BufRead> Read for Recorder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(into.len());
        into[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Recorder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        if let Ok(available) = self.inner.fill_buf() {
            let passed = available.get(..length).unwrap_or(available);
            self.lines += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.kept.extend_from_slice(passed);
        }
        self.inner.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Result<Vec<Event>, XmlError> {
        let mut reader = Reader::new(document.as_bytes());
        let mut events = Vec::new();
        while let Some(event) = reader.next_event()? {
            events.push(event);
        }
        Ok(events)
    }

    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    #[test]
    fn references_are_resolved_and_nothing_else_changes() {
        let events = read(&format!(
            "{HEAD}<a b=\"&quot;&#x9;\">Tom &amp; Jerry&#xD;\n</a>\n"
        ))
        .unwrap();
        let text: String = events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(text, "Tom & Jerry\r\n");
        let Event::Start { attributes, .. } = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(attributes[0], ("b".to_owned(), "\"\t".to_owned()));
    }

    #[test]
    fn what_is_not_a_document_of_ours_is_refused() {
        for body in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>text",
            "<!DOCTYPE a><a/>",
            "<a><!-- x --></a>",
            "<a><![CDATA[x]]></a>",
            "<a><?pi?></a>",
            "<a>&unknown;</a>",
            "<a>&#0;</a>",
            "<a>\u{1}</a>",
            "<a>\r\n</a>",
            "<a>]]></a>",
            "<a b=\"1\" b=\"2\"/>",
            "<a b=\"<\"/>",
            "<x:a/>",
            "<a b=\"&#xFFFE;\"/>",
        ] {
            assert!(read(&format!("{HEAD}{body}")).is_err(), "{body:?}");
        }
        assert!(read("<a/>").is_err());
        assert!(read(&format!(" {HEAD}<a/>")).is_err());
        assert!(read(&format!("\u{feff}{HEAD}<a/>")).is_err());
        assert!(read(&format!("{HEAD}<a/>")).is_ok());
    }

    #[test]
    fn the_bytes_of_an_element_stay_available() {
        let document = format!("{HEAD}<a>\n<b c=\"1\">x&amp;y</b>\n</a>");
        let mut reader = Reader::new(document.as_bytes());
        let mut from = 0;
        loop {
            let before = reader.byte();
            match reader.next_event().unwrap() {
                Some(Event::Start { name, .. }) if name == "b" => {
                    from = before;
                    reader.forget_before(from);
                }
                Some(Event::End { name }) if name == "b" => {
                    assert_eq!(reader.written(from), b"<b c=\"1\">x&amp;y</b>");
                    assert_eq!(reader.line(), 3);
                    break;
                }
                Some(_) => {}
                None => panic!("no b"),
            }
        }
    }
}
