//! What line ends say about where messages begin.
//!
//! Some telephones end messages with CR LF and the lines within them with LF alone. In such a file
//! a line behind LF alone begins no message, however much it looks like one: it is pasted.

use super::feed::LineEnd;
use super::order::grouped;

/// How many lines stand behind each kind of line end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Endings {
    lf: u64,
    cr_lf: u64,
}

/// Where messages can begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Boundary {
    /// On any line.
    #[default]
    AnyLine,
    /// Behind CR LF alone. So many lines like headers stand behind LF.
    CrLf(u64),
}

/// With fewer, an editor may have left a stray line end.
const ENOUGH: u64 = 3;

impl Endings {
    /// Counts a line behind such a line end.
    pub(super) fn count(&mut self, ending: LineEnd) {
        match ending {
            LineEnd::None => {}
            LineEnd::Short => self.lf += 1,
            LineEnd::Long => self.cr_lf += 1,
        }
    }

    /// Returns where messages can begin, if these are the headers among `all` lines.
    pub(super) fn boundary(self, all: Endings) -> Boundary {
        let within = Endings {
            lf: all.lf - self.lf,
            cr_lf: all.cr_lf - self.cr_lf,
        };
        let few = |some: u64, others: u64| some * 20 <= others;
        let headers = self.cr_lf >= ENOUGH && self.lf * 2 < self.cr_lf;
        let lines = within.lf >= ENOUGH && few(within.cr_lf, within.lf);
        match headers && lines {
            true => Boundary::CrLf(self.lf),
            false => Boundary::AnyLine,
        }
    }
}

impl Boundary {
    /// Tells whether a message can begin behind such a line end.
    pub(super) fn may_follow(self, ending: LineEnd) -> bool {
        self == Boundary::AnyLine || ending != LineEnd::Short
    }
}

/// Returns what the line ends decided, as a clause for people.
pub(super) fn words(boundary: Boundary) -> String {
    let Boundary::CrLf(within) = boundary else {
        return String::new();
    };
    let pasted = match within {
        0 => String::new(),
        1 => "; 1 line like a header behind LF is text".to_owned(),
        _ => format!(
            "; {} lines like headers behind LF are text",
            grouped(within)
        ),
    };
    format!("; messages end with CR LF, the lines within them with LF{pasted}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_parts_messages_from_lines_says_anything() {
        let of = |cr_lf, lf| Endings { lf, cr_lf };
        assert_eq!(of(10, 0).boundary(of(10, 5)), Boundary::CrLf(0));
        assert_eq!(of(10, 2).boundary(of(10, 9)), Boundary::CrLf(2));
        // Saved again on Windows: every line ends so.
        assert_eq!(of(10, 0).boundary(of(20, 0)), Boundary::AnyLine);
        assert_eq!(of(0, 10).boundary(of(0, 20)), Boundary::AnyLine);
        assert_eq!(of(10, 8).boundary(of(10, 12)), Boundary::AnyLine);
        assert!(!Boundary::CrLf(0).may_follow(LineEnd::Short));
        assert!(Boundary::CrLf(0).may_follow(LineEnd::None));
        assert!(Boundary::AnyLine.may_follow(LineEnd::Short));
    }
}
