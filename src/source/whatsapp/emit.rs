//! The second pass: every message is handed over as it stands in the file.

use std::ops::{ControlFlow, RangeInclusive};

use chrono::NaiveDateTime;

use super::carried::attachments;
use super::date::Day;
use super::day_clock::DayClock;
use super::dialect::Dialect;
use super::encoding;
use super::feed::{Feed, Line, LineEnd, MESSAGE_LIMIT};
use super::form::Form;
use super::header::{Header, Look, look};
use super::learned::Learned;
use super::marker::{Habit, Ways};
use super::media::Files;
use super::pasted;
use super::said;
use super::sender::{Senders, Voice};
use super::survey::Decodable;
use super::tally::Tally;
use super::text::{self, Makeup};
use crate::message::{Message, Stamp, Warning, Zone};
use crate::place::Place;
use crate::source::{DateOrder, Intake, ReadError, Residue, Span};

/// What was decided about a file before its messages are handed over.
pub(super) struct Decided<'a> {
    pub(super) form: Form,
    pub(super) dialect: Dialect,
    pub(super) order: DateOrder,
    pub(super) zone: Zone,
    pub(super) habit: Habit,
    pub(super) decodable: Decodable,
    pub(super) suspected: &'a [RangeInclusive<u64>],
    pub(super) senders: &'a Senders,
    pub(super) files: &'a Files<'a>,
    pub(super) learned: &'a Learned,
}

impl<'a> Decided<'a> {
    /// Returns by what the app's words in a text are told.
    fn ways(&self) -> Ways<'a> {
        Ways {
            habit: self.habit,
            files: self.files,
            learned: self.learned,
        }
    }

    /// Returns the doubts whether a message begins where its header stands.
    fn doubts(&self, opened: &Opened) -> [Option<Warning>; 2] {
        let in_body = opened.header_in_body == HeaderInBody::Yes;
        let pasted = in_body || pasted::is_suspected(self.suspected, opened.first.start);
        [
            in_body.then_some(Warning::HeaderInBody),
            pasted.then_some(Warning::SuspectPasted),
        ]
    }
}

/// A message whose end has not been found yet.
struct Opened {
    first: Line,
    last: Line,
    header: Header,
    day: Day,
    voice: Voice,
    header_in_body: HeaderInBody,
}

impl Opened {
    /// Returns where its words begin.
    fn words(&self) -> usize {
        match self.voice {
            Voice::App | Voice::Unclear => self.header.end,
            Voice::Labelled { words, .. } => self.header.end + words,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeaderInBody {
    No,
    Yes,
}

/// What one line of the file is.
enum Role {
    Opens(Header, Day, Voice),
    Continues,
    LooksLikeAHeader,
}

/// Hands over the messages of a file.
pub(super) struct Emission<'a, 'r> {
    name: &'a str,
    feed: Feed<'r>,
    decided: Decided<'a>,
    clock: DayClock,
    previous: Option<NaiveDateTime>,
    tally: Tally,
    scratch: String,
}

impl<'a, 'r> Emission<'a, 'r> {
    /// Returns an emission that has handed over nothing yet.
    pub(super) fn new(name: &'a str, feed: Feed<'r>, decided: Decided<'a>, entries: usize) -> Self {
        Emission {
            name,
            feed,
            clock: DayClock::new(decided.zone),
            tally: Tally::new(entries),
            previous: None,
            scratch: String::new(),
            decided,
        }
    }

    /// Reads the file to its end.
    ///
    /// # Errors
    /// When it cannot be read, a message passes the limit, or the intake asks to stop.
    pub(super) fn run(mut self, intake: &mut dyn Intake) -> Result<Tally, ReadError> {
        if self.feed.start()?.starts_with(encoding::BYTE_ORDER_MARK) {
            let length = encoding::BYTE_ORDER_MARK.len();
            let bytes = self.feed.pass(length);
            self.tally.bytes(Span::ByteOrderMark, bytes);
        }
        let mut open: Option<Opened> = None;
        let mut ending = LineEnd::None;
        while let Some(line) = self.feed.line()? {
            self.tally.account.lines.total += 1;
            let role = self.role(line, ending);
            ending = line.ending;
            match (role, &mut open) {
                (Role::Opens(header, day, voice), _) => {
                    if let Some(opened) = &open {
                        self.close(opened, intake)?;
                    }
                    self.tally.account.lines.first += 1;
                    self.feed.keep_from(line);
                    open = Some(Opened {
                        first: line,
                        last: line,
                        header,
                        day,
                        voice,
                        header_in_body: HeaderInBody::No,
                    });
                }
                (role, Some(opened)) => self.continue_with(opened, line, &role)?,
                (role, None) => self.before_the_first(line, &role, intake)?,
            }
        }
        if let Some(opened) = open.take() {
            self.close(&opened, intake)?;
        }
        self.tally.account.bytes = self.feed.read_so_far();
        Ok(self.tally)
    }

    fn role(&self, line: Line, before: LineEnd) -> Role {
        let text = self.feed.bytes(line.start, line.text_end);
        let header = match look(text, &self.decided.dialect) {
            Look::Text => return Role::Continues,
            Look::Header(header)
                if self.decided.form.admits(header.form)
                    && self.decided.dialect.boundary.may_follow(before) =>
            {
                header
            }
            Look::Header(_) | Look::Odd(_) => return Role::LooksLikeAHeader,
        };
        let Some(day) = Day::read(self.decided.order, &header) else {
            return Role::LooksLikeAHeader;
        };
        let rest = &text[header.end..];
        let voice = self.decided.senders.voice(rest);
        match voice {
            // A header is text in UTF-8 up to the end of the name, or it is none.
            Voice::Labelled { label_end, .. }
                if self.decided.decodable == Decodable::Mostly
                    && std::str::from_utf8(&rest[..label_end]).is_err() =>
            {
                Role::LooksLikeAHeader
            }
            _ => Role::Opens(header, day, voice),
        }
    }

    fn continue_with(
        &mut self,
        opened: &mut Opened,
        line: Line,
        role: &Role,
    ) -> Result<(), ReadError> {
        match line.is_empty() {
            true => self.tally.account.lines.blank += 1,
            false => self.tally.account.lines.continued += 1,
        }
        if matches!(role, Role::LooksLikeAHeader) {
            opened.header_in_body = HeaderInBody::Yes;
        }
        opened.last = line;
        if line.text_end - opened.first.start > MESSAGE_LIMIT {
            return Err(self.feed.too_long(opened.first.start, opened.first.number));
        }
        Ok(())
    }

    fn before_the_first(
        &mut self,
        line: Line,
        role: &Role,
        intake: &mut dyn Intake,
    ) -> Result<(), ReadError> {
        let bytes = line.end - line.start;
        self.feed.let_go();
        if !matches!(role, Role::LooksLikeAHeader) {
            self.tally.account.lines.preamble += 1;
            self.tally.bytes(Span::Preamble, bytes);
            return Ok(());
        }
        let at = Place::line(self.name, line.number).at_byte(line.start);
        self.tally.account.lines.residue += 1;
        self.tally.bytes(Span::Residue, bytes);
        self.tally.account.residue.push(at.clone());
        let residue = Residue {
            at,
            bytes,
            why: "before the first message, a line that looks like one in another form",
        };
        flow(intake.residue(&residue))
    }

    fn close(&mut self, opened: &Opened, intake: &mut dyn Intake) -> Result<(), ReadError> {
        let Emission {
            feed,
            decided,
            clock,
            previous,
            tally,
            scratch,
            ..
        } = self;
        let raw = feed.bytes(opened.first.start, opened.last.text_end);
        let (local, doubt) = clock.local(opened.day, &opened.header);
        let is_back = previous.is_some_and(|previous| local < previous);
        *previous = Some(local);
        let stepped = is_back.then_some(Warning::BackwardStep).into_iter();
        let doubts = decided.doubts(opened).into_iter().flatten();
        let mut warnings: Vec<Warning> = stepped.chain(doubt).chain(doubts).collect();
        let head = head(raw, opened);
        let words = opened.words();
        let makeup = Makeup::of(&raw[words..]);
        // Whatever stands behind the header up to the colon is the label, if the header names one.
        let label = head.get(opened.header.end..).unwrap_or_default();
        let words_made = (&raw[words..], makeup);
        let said = said::attribute(opened.voice, label, words_made, &decided.ways(), scratch);
        text::warn(&raw[words..], makeup, decided.decodable, &mut warnings);
        if said.is_in_doubt() {
            warnings.push(Warning::UncertainSender);
        }
        let (attachments, several) = attachments(&said.reading, decided.files);
        warnings.extend(several);
        let message = Message {
            seq: tally.account.messages + 1,
            offset: opened.first.start,
            length: opened.last.text_end - opened.first.start,
            line: opened.first.number,
            raw,
            original: feed.original(opened.first.start, opened.last.text_end),
            header: &raw[..words],
            lead: &raw[words..words + said.reading.body],
            body: &raw[words + said.reading.body..words + said.reading.tail],
            tail: &raw[words + said.reading.tail..],
            marker: said.reading.marker,
            stamp: stamp(head, &opened.header, local),
            sender: said.sender,
            sender_basis: said.basis,
            attributed_to: said.attributed_to,
            kind: said.reading.kind,
            event: said.event,
            edited: said.reading.edited,
            deleted: said.reading.deleted,
            attachments,
            warnings,
        };
        let header = feed.length_of(opened.first.start, words);
        tally.message(&message, header, opened.last.end - opened.last.text_end);
        tally.spoken.note(&message, said.languages);
        flow(intake.message(&message))
    }
}

fn flow(flow: ControlFlow<()>) -> Result<(), ReadError> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(ReadError::Stopped),
    }
}

/// Returns the header of a message as text: up to the end of the name, if it has one.
fn head<'m>(raw: &'m [u8], opened: &Opened) -> &'m str {
    let end = match opened.voice {
        Voice::App | Voice::Unclear => opened.header.written_to,
        Voice::Labelled { label_end, .. } => opened.header.end + label_end,
    };
    std::str::from_utf8(&raw[..end]).expect("a header that is not UTF-8 opens no message")
}

fn stamp<'m>(head: &'m str, header: &Header, local: NaiveDateTime) -> Stamp<'m> {
    let written = head.get(header.written_from..header.written_to);
    Stamp {
        written: written.expect("a header matches whole characters only"),
        local,
        precision: header.form.precision,
    }
}
