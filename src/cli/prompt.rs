//! Lines that a person types at a terminal, one after the other.

use std::io::IsTerminal as _;

use rustyline::config::Config;
use rustyline::history::MemHistory;
use rustyline::{Editor, error::ReadlineError};

/// Where lines are typed.
pub trait Prompt {
    /// Returns the next line; nothing when whoever types has no more to say.
    fn line(&mut self, before: &str) -> Option<String>;
}

/// A terminal, with a history of what was typed since it was opened. Nothing of it is kept: what is
/// asked about people stays out of files that nobody looks after.
pub struct LineEditor(Option<Editor<(), MemHistory>>);

impl LineEditor {
    /// Returns the terminal at which somebody sits; nothing where nobody does.
    pub fn at_terminal() -> Option<LineEditor> {
        let both = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        // The terminal is left alone until something is asked.
        both.then_some(LineEditor(None))
    }
}

impl Prompt for LineEditor {
    fn line(&mut self, before: &str) -> Option<String> {
        let editor = match &mut self.0 {
            Some(editor) => editor,
            none => none.insert(Editor::with_history(Config::default(), MemHistory::new()).ok()?),
        };
        match editor.readline(before) {
            Ok(line) => {
                // A line that cannot be remembered was typed all the same.
                match editor.add_history_entry(line.as_str()) {
                    Ok(_) | Err(_) => Some(line),
                }
            }
            Err(ReadlineError::Interrupted) => Some(String::new()),
            Err(_) => None,
        }
    }
}
