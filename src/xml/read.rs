//! Reads XML strictly, by what a file of ours may hold and nothing else.
//!
//! `quick-xml` splits the file into tags and text; it accepts much that is not XML. What it leaves
//! open is closed here: one root, no document type, no comment, no processing instruction, no
//! CDATA, only the five entities and character references, only characters that XML can hold, no
//! raw carriage return (a parser would change it), no prefix, no attribute twice, limits on depth
//! and size. The bytes of the file stay available, so that a digest can be taken of exactly what
//! is written.

use std::io::BufRead;

use quick_xml::events::{BytesRef, BytesStart, Event as Raw};

use super::characters::{DOUBTFUL_FROM, first_not_xml};
use super::recorder::Recorder;

const MAX_DEPTH: usize = 64;
const MAX_ATTRIBUTES: usize = 64;
const NO_CHARACTER: &str = "a character reference that stands for no character";

/// A piece of a document. It is read into memory that the next piece takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// A start tag.
    Start {
        /// The element.
        name: &'a str,
        /// The attributes in their order, `xmlns` included.
        attributes: &'a [(String, String)],
    },
    /// An end tag, or the second half of an empty-element tag.
    End {
        /// The element.
        name: &'a str,
    },
    /// Text, with references resolved. Neighbouring pieces may come apart.
    Text(&'a str),
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
    now: Now,
    open: Open,
    pending_end: bool,
    begun: Begun,
}

/// What the last event says. Everything is written over by the next.
#[derive(Default)]
struct Now {
    name: String,
    attributes: Vec<(String, String)>,
    /// How many of the attributes are those of this event; the others are left over.
    attribute_count: usize,
    text: String,
}

/// The elements that are open, their names one behind the other.
#[derive(Default)]
struct Open {
    names: String,
    starts: Vec<usize>,
}

impl Open {
    fn last(&self) -> &str {
        let start = self.starts.last().copied().unwrap_or_default();
        self.names.get(start..).unwrap_or_default()
    }

    fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    fn pop(&mut self) {
        self.names.truncate(self.starts.pop().unwrap_or_default());
    }
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
            now: Now::default(),
            open: Open::default(),
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
        self.inner.get_ref().line_ends() + 1
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
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, XmlError> {
        let taken = self.advance()?;
        let now = &self.now;
        Ok(match taken {
            Taken::Start => Some(Event::Start {
                name: &now.name,
                attributes: &now.attributes[..now.attribute_count],
            }),
            Taken::End => Some(Event::End { name: &now.name }),
            Taken::Text => Some(Event::Text(&now.text)),
            Taken::Nothing | Taken::TheEnd => None,
        })
    }

    /// Moves on to the next event, which is then in `now`.
    fn advance(&mut self) -> Result<Taken, XmlError> {
        if self.pending_end {
            self.pending_end = false;
            return Ok(self.end());
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
                Taken::Nothing => {}
                taken => return Ok(taken),
            }
        }
    }

    fn take(&mut self, event: Raw<'_>) -> Result<Taken, XmlError> {
        match event {
            Raw::Decl(declaration) => {
                // A byte order mark in front would be passed over without a word.
                let at_byte_0 = self.inner.get_ref().starts_with(b"<?xml ");
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
            Raw::Start(start) => self.start(&start),
            Raw::Empty(start) => {
                self.pending_end = true;
                self.start(&start)
            }
            Raw::End(end) => {
                if !self.open.starts.is_empty() && self.open.last() == end.name().as_ref() {
                    Ok(self.end())
                } else {
                    Err(self.wrong("an end tag has no start tag"))
                }
            }
            Raw::Text(text) => self.text(&text.into_inner()),
            Raw::GeneralRef(reference) => {
                let c = self.reference(&reference)?;
                self.text_resolved(c.encode_utf8(&mut [0; 4]))
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

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Taken, XmlError> {
        match self.begun {
            Begun::Declaration => self.begun = Begun::Root,
            Begun::Root => {}
            Begun::Nothing => {
                return Err(self.wrong("the file does not begin with the XML declaration"));
            }
            Begun::Done => return Err(self.wrong("there is a second root element")),
        }
        if self.open.starts.len() >= MAX_DEPTH {
            return Err(self.wrong(format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        let name = start.name();
        self.check_name(name.as_ref())?;
        // What is left of the event before is written over, so that little has to be allocated.
        let mut attributes = std::mem::take(&mut self.now.attributes);
        let mut count = 0;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            self.check_name(attribute.key.as_ref())?;
            if count == attributes.len() {
                attributes.push((String::new(), String::new()));
            }
            let (key, value) = &mut attributes[count];
            key.clear();
            key.push_str(attribute.key.as_ref());
            value.clear();
            self.attribute_value(&attribute.value, value)?;
            count += 1;
            if count > MAX_ATTRIBUTES {
                return Err(self.wrong(format!(
                    "an element has more than {MAX_ATTRIBUTES} attributes"
                )));
            }
        }
        self.now.attributes = attributes;
        self.now.attribute_count = count;
        self.open.push(name.as_ref());
        self.now.name.clear();
        self.now.name.push_str(name.as_ref());
        Ok(Taken::Start)
    }

    fn end(&mut self) -> Taken {
        self.now.name.clear();
        self.now.name.push_str(self.open.last());
        self.open.pop();
        if self.open.starts.is_empty() {
            self.begun = Begun::Done;
        }
        Taken::End
    }

    fn text(&mut self, text: &str) -> Result<Taken, XmlError> {
        if memchr::memchr2(b'\r', b']', text.as_bytes()).is_none() {
            return self.text_resolved(text);
        }
        if text.contains('\r') {
            return Err(self.wrong("a raw carriage return; it must be written as &#xD;"));
        }
        // In XML, `]]>` may not stand in text.
        if text.contains("]]>") {
            return Err(self.wrong("the characters ]]> in text"));
        }
        self.text_resolved(text)
    }

    fn text_resolved(&mut self, text: &str) -> Result<Taken, XmlError> {
        if let Some(c) = first_not_xml(text) {
            return Err(self.wrong(format!("U+{:04X}, which XML cannot hold", u32::from(c))));
        }
        if !self.open.starts.is_empty() {
            self.now.text.clear();
            self.now.text.push_str(text);
            return Ok(Taken::Text);
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
                _ => Err(self.wrong(NO_CHARACTER)),
            };
        }
        entity(&reference.xml10_content())
            .ok_or_else(|| self.wrong("an entity that XML does not define"))
    }

    /// Adds to `value` what an attribute says.
    fn attribute_value(&self, raw: &str, value: &mut String) -> Result<(), XmlError> {
        // Most say what is written.
        let is_special = |byte: &u8| *byte < b' ' || matches!(*byte, b'&' | b'<' | DOUBTFUL_FROM);
        if !raw
            .as_bytes()
            .iter()
            .fold(false, |is, byte| is | is_special(byte))
        {
            value.push_str(raw);
            return Ok(());
        }
        let mut rest = raw;
        while let Some((plain, behind)) = rest.split_once('&') {
            value.push_str(plain);
            let (name, behind) = behind
                .split_once(';')
                .ok_or_else(|| self.wrong("an & without its ;"))?;
            let c = match name.strip_prefix('#') {
                Some(_) => match BytesRef::new(name).resolve_char_ref() {
                    Ok(Some(c)) => c,
                    _ => return Err(self.wrong(NO_CHARACTER)),
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
        match first_not_xml(value) {
            Some(c) => Err(self.wrong(format!("U+{:04X}, which XML cannot hold", u32::from(c)))),
            None => Ok(()),
        }
    }

    fn check_name(&self, name: &str) -> Result<(), XmlError> {
        let mut bytes = name.bytes();
        let first = bytes.next().is_some_and(|b| b.is_ascii_alphabetic());
        let rest = bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if first && rest {
            Ok(())
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

/// What was taken from the file.
enum Taken {
    Start,
    End,
    Text,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text of a document, and the attributes of its root.
    fn read(document: &str) -> Result<(String, Vec<(String, String)>), XmlError> {
        let mut reader = Reader::new(document.as_bytes());
        let (mut read, mut of_root) = (String::new(), None);
        while let Some(event) = reader.next_event()? {
            match event {
                Event::Start { attributes, .. } => {
                    of_root.get_or_insert_with(|| attributes.to_vec());
                }
                Event::Text(text) => read.push_str(text),
                Event::End { .. } => {}
            }
        }
        Ok((read, of_root.unwrap_or_default()))
    }

    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    #[test]
    fn references_are_resolved_and_nothing_else_changes() {
        let (text, attributes) = read(&format!(
            "{HEAD}<a b=\"&quot;&#x9;\">Tom &amp; Jerry&#xD;\n<c d=\"\" e=\"&lt;é\"/><f/></a>\n"
        ))
        .unwrap();
        assert_eq!(text, "Tom & Jerry\r\n");
        assert_eq!(attributes, [("b".to_owned(), "\"\t".to_owned())]);
    }

    #[test]
    fn nothing_is_left_over_from_the_event_before() {
        let document = format!("{HEAD}<a b=\"long\" c=\"2\"><d e=\"&amp;\"/><f/></a>");
        let mut reader = Reader::new(document.as_bytes());
        let mut starts = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            if let Event::Start { name, attributes } = event {
                starts.push(format!("{name} {attributes:?}"));
            }
        }
        let wanted = [
            "a [(\"b\", \"long\"), (\"c\", \"2\")]",
            "d [(\"e\", \"&\")]",
            "f []",
        ];
        assert_eq!(starts, wanted);
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
                Some(Event::Start { name: "b", .. }) => {
                    from = before;
                    reader.forget_before(from);
                }
                Some(Event::End { name: "b" }) => {
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
