//! Whether a file is a chat, from its beginning: a log, a table or prose with dates is none.

use super::dialect::Dialect;
use super::encoding;
use super::feed::Line;
use super::form::{Form, Frame, YearPlace};
use super::header::{Header, Look, look};
use super::marks::{find_app_mark, is_mark};
use super::media::file_name;
use super::title;
use super::weekday;
use super::{notice, sender};
use crate::container::Container;
use crate::message::Precision;
use crate::source::{ReadError, Sighting};

/// How many lines may stand before the first message, where the app gives the file its name.
const PREAMBLE_LINES: u64 = 5;
/// How many may where it does not: source code and letters quote chats behind a few lines.
const PREAMBLE_LINES_UNNAMED: u64 = 2;
/// A chat has at least one header in so many lines.
const LINES_PER_HEADER: u64 = 50;

/// What stands where a name would in logs and lists of changes.
const NO_NAMES: &[&str] = &[
    "info",
    "warn",
    "warning",
    "error",
    "debug",
    "trace",
    "fatal",
    "notice",
    "critical",
    "alert",
    "emergency",
    "severe",
    "verbose",
    "err",
    "crit",
    "fix",
    "fixed",
    "added",
    "changed",
    "removed",
    "deprecated",
    "security",
    "feat",
    "chore",
    "docs",
];

/// What the beginning of a file shows.
#[derive(Debug, Default)]
struct Glance {
    /// Lines with something on them.
    lines: u64,
    /// Lines that cannot be read as headers and look like some.
    odd: u64,
    /// The form of the first header, and how many lines have it.
    form: Option<Form>,
    headers: u64,
    other_headers: u64,
    /// Lines with something on them before the first header, or the first odd line.
    before: u64,
    /// Headers with a name, and among them those that are no person's.
    named: u64,
    no_names: u64,
    persons: u64,
    /// Marks and notices of the app.
    app: u64,
}

/// Says whether the entry at `index` is a chat.
///
/// # Errors
/// When it cannot be read.
pub(super) fn sight(export: &dyn Container, index: usize) -> Result<Sighting, ReadError> {
    let entry = &export.entries()[index].name;
    let named_so = title::is_of_a_chat(file_name(entry)) || title::is_of_a_chat(export.name());
    let dialect = Dialect::default();
    let glance = match glance(export, index, &dialect)? {
        glance if glance.form.is_none() && glance.odd == 0 => {
            // Few telephones begin a header with a word.
            self::glance(export, index, &dialect.worded())?
        }
        glanced => glanced,
    };
    Ok(glance.judge(named_so))
}

/// Looks at the beginning of an entry.
fn glance(export: &dyn Container, index: usize, dialect: &Dialect) -> Result<Glance, ReadError> {
    let mut feed = encoding::glance(export, index)?;
    let start = feed.start()?;
    let reach = start.len() as u64;
    if start.starts_with(encoding::BYTE_ORDER_MARK) {
        feed.pass(encoding::BYTE_ORDER_MARK.len());
    }
    let whole = feed.is_whole();
    let mut glance = Glance::default();
    while let Some(line) = feed.line()? {
        // The first line with something on it is looked at however long it is.
        if glance.lines > 0 && (line.end > reach || (line.end == reach && !whole)) {
            break;
        }
        glance.take(line, feed.bytes(line.start, line.text_end), dialect);
        feed.let_go();
    }
    Ok(glance)
}

fn no(why: &str) -> Sighting {
    Sighting::No {
        why: why.to_owned(),
    }
}

impl Glance {
    fn take(&mut self, line: Line, text: &[u8], dialect: &Dialect) {
        if line.is_empty() {
            return;
        }
        self.lines += 1;
        match look(text, dialect) {
            Look::Header(header) => self.take_header(&header, &text[header.end..]),
            Look::Odd(_) => self.odd += 1,
            Look::Text => self.odd += u64::from(weekday::look(text).is_some()),
        }
        if self.form.is_none() && self.odd == 0 {
            self.before += 1;
        }
    }

    fn take_header(&mut self, header: &Header, rest: &[u8]) {
        let form = self.form.get_or_insert(header.form);
        if !form.admits(header.form) && !header.form.admits(*form) {
            self.other_headers += 1;
            return;
        }
        self.headers += 1;
        self.app += u64::from(find_app_mark(rest).is_some());
        match sender::shortest(rest, header.form.frame.name_end()) {
            Some(label) => {
                self.named += 1;
                let label = label.trim_matches(is_mark);
                self.no_names += u64::from(is_no_name(label));
                self.persons += u64::from(!is_no_name(label) && may_be_a_person(label));
            }
            None => self.app += u64::from(notice::is_known(rest)),
        }
    }

    fn judge(&self, named_so: bool) -> Sighting {
        let certain = |why: &str| Sighting::Certain {
            why: why.to_owned(),
        };
        let plausible = |why: &str| Sighting::Plausible {
            why: why.to_owned(),
        };
        if self.lines == 0 {
            return no("it is empty");
        }
        if self.form.is_none() && self.odd == 0 {
            return no("no line begins with a date and a time as WhatsApp writes them");
        }
        let preamble = match named_so {
            true => PREAMBLE_LINES,
            false => PREAMBLE_LINES_UNNAMED,
        };
        if self.before > preamble {
            return no("it does not begin with a message");
        }
        let Some(form) = self.form else {
            let enough = self.odd * LINES_PER_HEADER >= self.lines && (named_so || self.odd >= 2);
            return match enough {
                true => plausible("its lines begin like messages, in a form not read yet"),
                false => no("too few lines begin like messages"),
            };
        };
        let alone = self.lines == 1;
        if (self.headers < 2 && !alone && !named_so)
            || self.headers * LINES_PER_HEADER < self.lines
            || self.other_headers > self.headers
        {
            return no("too few lines begin with a date and a time as WhatsApp writes them");
        }
        if self.no_names * 2 > self.named && self.no_names > 0 {
            return no("it is a log: words such as ERROR stand where names would");
        }
        if self.app > 0 {
            return certain("its lines begin as WhatsApp writes them, and the app speaks in it");
        }
        if named_so && self.named > 0 {
            return certain("its lines begin as WhatsApp writes them, and its name says so");
        }
        if self.persons == 0 || self.named * 4 < self.headers {
            return no("its lines begin with dates, but nobody speaks in it");
        }
        let like_a_log = form.separator == b'-'
            && form.year == YearPlace::First
            && (form.precision == Precision::Second || form.frame == Frame::Brackets);
        if like_a_log {
            return plausible("its lines begin with a date, a time and a name; so do some logs");
        }
        certain("its lines begin with a date, a time and a name as WhatsApp writes them")
    }
}

fn is_no_name(label: &str) -> bool {
    let last = label.rsplit(['.', ' ']).next().unwrap_or(label);
    let bare = last.trim_matches(|c: char| !c.is_alphanumeric());
    NO_NAMES.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// Names of programs are written small, with brackets or slashes.
fn may_be_a_person(label: &str) -> bool {
    let machine = label.contains(['[', '/', '=', '{', '<', '|', '_']);
    let first = label
        .trim_start_matches(['~', ' ', '\u{202f}', '\u{a0}'])
        .chars()
        .next();
    !machine && first.is_some_and(|c| c == '+' || !c.is_ascii() || c.is_ascii_uppercase())
}
