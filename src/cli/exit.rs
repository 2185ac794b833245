//! The exit codes, and which failure goes where. All bad news meets the user here.

use std::fmt;

/// How consign ends. The numbers are part of its interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// Done, valid.
    Done,
    /// Done, and the answer is no: invalid, not a chat, no match, differs.
    No,
    /// Asked wrongly: arguments, settings, rules. Nothing was changed.
    AskedWrongly,
    /// Finished, but some input could not be read or understood, changed, or passed a limit.
    Incomplete,
    /// A person must act first: undecided, unreviewed, unsigned, undecidable date order.
    NeedsPerson,
    /// Could not write: disk full, locked, output exists.
    CannotWrite,
    /// Our own fault.
    Internal,
}

impl Exit {
    /// Every code, in the order of the table.
    pub const ALL: [Exit; 7] = [
        Exit::Done,
        Exit::No,
        Exit::AskedWrongly,
        Exit::Incomplete,
        Exit::NeedsPerson,
        Exit::CannotWrite,
        Exit::Internal,
    ];

    /// Returns the number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::AskedWrongly => 2,
            Exit::Incomplete => 3,
            Exit::NeedsPerson => 4,
            Exit::CannotWrite => 5,
            Exit::Internal => 70,
        }
    }

    /// Returns what it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done, valid",
            Exit::No => "done, and the answer is no: invalid, not a chat, no match, differs",
            Exit::AskedWrongly => "asked wrongly: arguments, settings, rules; nothing was changed",
            Exit::Incomplete => {
                "finished, but some input could not be read or understood, changed, or passed a limit"
            }
            Exit::NeedsPerson => {
                "a person must act first: undecided, unreviewed, unsigned, undecidable date order"
            }
            Exit::CannotWrite => "could not write: disk full, locked, output exists",
            Exit::Internal => "our own fault",
        }
    }

    /// Returns the worse of two, by the order 70, 5, 3, 1, 4.
    pub fn worst(self, other: Exit) -> Exit {
        let rank = |exit| match exit {
            Exit::Done => 0,
            Exit::NeedsPerson => 1,
            Exit::No => 2,
            Exit::Incomplete => 3,
            Exit::AskedWrongly => 4,
            Exit::CannotWrite => 5,
            Exit::Internal => 6,
        };
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }
}

/// Why a command did not do what it was asked, as the user is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What was being done, to what, and what is wrong.
    pub message: String,
    /// What to do now; empty where the message says it.
    pub next: String,
}

impl Failure {
    /// Returns a failure that says what is wrong.
    pub fn new(exit: Exit, message: impl fmt::Display) -> Failure {
        Failure {
            exit,
            message: message.to_string(),
            next: String::new(),
        }
    }

    /// Adds what to do now.
    pub fn next(self, next: impl Into<String>) -> Failure {
        Failure {
            next: next.into(),
            ..self
        }
    }
}

/// Returns the exit table as text, for `--help`.
pub fn table() -> String {
    let mut out = String::from("Exit codes:\n");
    for exit in Exit::ALL {
        out += &format!("  {:>3}  {}\n", exit.code(), exit.meaning());
    }
    out + "  129, 130, 143  hung up, interrupted, terminated\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_many_is_by_the_table() {
        use Exit::{CannotWrite, Done, Incomplete, Internal, NeedsPerson, No};
        for (better, worse) in [
            (Done, NeedsPerson),
            (NeedsPerson, No),
            (No, Incomplete),
            (Incomplete, CannotWrite),
            (CannotWrite, Internal),
        ] {
            assert_eq!(better.worst(worse), worse);
            assert_eq!(worse.worst(better), worse);
        }
    }
}
