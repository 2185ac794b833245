//! The only place that writes to standard output and standard error.
//!
//! Results go to standard output, progress and messages to standard error. With `--json`, one
//! object a line goes to standard output, `summary` last. A reader that goes away is no failure.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::exit::{Exit, Failure};
use crate::shown::{acts, shown_lines};

/// What is asked of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text for people.
    Text,
    /// Text for people, results only.
    Quiet,
    /// One object a line.
    Json,
    /// The summary object only.
    JsonQuiet,
}

/// Where a command talks to.
pub struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    style: Style,
    lost: bool,
}

impl<'a> Terminal<'a> {
    /// Returns a terminal over the two streams.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, style: Style) -> Terminal<'a> {
        Terminal {
            out,
            err,
            style,
            lost: false,
        }
    }

    /// Returns what is asked of the output.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Tells whether objects are wanted.
    pub fn is_json(&self) -> bool {
        matches!(self.style, Style::Json | Style::JsonQuiet)
    }

    /// Tells whether output was lost, other than by a reader that went away.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    fn out(&mut self, line: &str) {
        let written = write_line(self.out, line);
        self.note_loss(written);
    }

    fn err(&mut self, line: &str) {
        let line = shown_lines(line).to_string();
        // Results first: on a terminal both streams are read together.
        let written = self.out.flush().and_then(|()| write_line(self.err, &line));
        self.note_loss(written);
    }

    fn note_loss(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.lost |= error.kind() != io::ErrorKind::BrokenPipe;
        }
    }

    /// Writes bytes exactly as they are, for a person who asked for just that.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let written = self.out.write_all(bytes);
        self.note_loss(written);
    }

    /// Lets a person see all that was written, before they are asked something.
    pub fn flush(&mut self) {
        let flushed = self.out.flush();
        self.note_loss(flushed);
    }

    /// Writes help or the version, whatever the style.
    pub fn help(&mut self, text: &str) {
        self.out(text);
    }

    /// Writes a line of the result. Nothing with `--json`: objects carry the result there.
    pub fn result(&mut self, line: impl AsRef<str>) {
        if !self.is_json() {
            // Whoever made the line has escaped what is not ours; this is the second lock.
            self.out(&shown_lines(line.as_ref()).to_string());
        }
    }

    /// Writes a message about the work.
    pub fn note(&mut self, line: impl AsRef<str>) {
        if self.style == Style::Text {
            self.err(line.as_ref());
        }
    }

    /// Writes that a step of the work is done; an object with `--json`.
    pub fn progress(&mut self, line: impl AsRef<str>) {
        self.object("progress", &json!({ "message": line.as_ref() }));
        self.note(line);
    }

    /// Writes what to do next.
    pub fn next(&mut self, command: impl AsRef<str>) {
        self.note(format!("Next: {}", command.as_ref()));
    }

    /// Writes an object of a type: `message`, `finding`, `progress` and so on.
    pub fn object(&mut self, kind: &str, object: &impl Serialize) {
        if self.style != Style::Json {
            return;
        }
        let mut line = Map::new();
        line.insert("type".to_owned(), json!(kind));
        match serde_json::to_value(object) {
            Ok(Value::Object(members)) => line.extend(members),
            Ok(other) => {
                line.insert("value".to_owned(), other);
            }
            Err(error) => {
                line.insert("error".to_owned(), json!(error.to_string()));
            }
        }
        self.json(&Value::Object(line).to_string());
    }

    /// Writes an object that names its own type first. For the many: it is not copied.
    pub fn line(&mut self, object: &impl Serialize) {
        if self.style == Style::Json
            && let Ok(line) = serde_json::to_string(object)
        {
            self.json(&line);
        }
    }

    /// Writes why a command failed.
    pub fn failure(&mut self, failure: &Failure) {
        if self.is_json() {
            self.object(
                "error",
                &json!({
                    "message": failure.message,
                    "next": failure.next,
                    "exit_code": failure.exit.code(),
                }),
            );
            return;
        }
        self.err(&format!("consign: {}", failure.message));
        if !failure.next.is_empty() {
            self.err(&format!("Next: {}", failure.next));
        }
    }

    /// Writes the last object.
    pub fn summary(&mut self, command: &str, exit: Exit, members: Map<String, Value>) {
        if !self.is_json() {
            return;
        }
        let mut line = Map::new();
        line.insert("type".to_owned(), json!("summary"));
        line.insert("command".to_owned(), json!(command));
        line.extend(members);
        line.insert("exit_code".to_owned(), json!(exit.code()));
        self.json(&Value::Object(line).to_string());
    }

    /// Writes a line of JSON. JSON escapes few of the characters that act on a terminal; here all
    /// are, which changes nothing for whoever parses it: they stand inside strings only.
    fn json(&mut self, line: &str) {
        if !line.chars().any(acts) {
            return self.out(line);
        }
        let mut escaped = String::with_capacity(line.len() + 32);
        for c in line.chars() {
            if acts(c) {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    escaped += &format!("\\u{unit:04x}");
                }
            } else {
                escaped.push(c);
            }
        }
        self.out(&escaped);
    }
}

fn write_line(to: &mut dyn Write, line: &str) -> io::Result<()> {
    to.write_all(line.as_bytes())?;
    to.write_all(b"\n")
}

/// Flushes both streams.
///
/// # Errors
/// When a stream fails other than by being closed.
pub fn flush(out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    for flushed in [out.flush(), err.flush()] {
        match flushed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
