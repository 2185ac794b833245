//! Reads one source again and gathers what is found in it, with what stands around.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;

use super::Searching;
use super::fates::Fates;
use crate::appraisal::{Appraisal, AppraisalError, Inputs, Row, SourceAppraised, ask_again};
use crate::message::Message;
use crate::search::{AttachmentLine, Hit, Looker, Matched, Place, Role, ScheduleRow};
use crate::selection::matcher::Program;

/// The most messages of one source that a schedule is made of: nobody can read more, and memory
/// is a fixed budget. Past it everything is still counted.
pub const MOST_FOUND: usize = 50_000;

/// Whether the messages themselves are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// They are.
    Wanted,
    /// They are only counted.
    Counted,
}

/// What one query found in one source.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Messages that match.
    pub matched: u64,
    /// Messages that may match.
    pub perhaps: u64,
    /// Of both: by what becomes of them.
    pub decisions: BTreeMap<&'static str, u64>,
    /// Of both: how many are held.
    pub held: u64,
    /// Names of attachments that were asked.
    pub names: u64,
    /// Texts inside attachments that were asked.
    pub insides: u64,
    /// The messages, with those around them; not numbered yet.
    pub rows: Vec<ScheduleRow>,
    /// Whether there were more than a schedule is made of.
    pub too_many: bool,
    /// How many more of the next messages stand beside the last that was found.
    after: usize,
    /// The row behind the last that was taken in.
    next: usize,
}

/// A message that was just read, in case the next is found.
struct Before {
    index: usize,
    kind: &'static str,
    text: String,
    attachments: Vec<AttachmentLine>,
}

struct Gathering<'a> {
    inputs: &'a Inputs,
    appraised: &'a SourceAppraised,
    source: usize,
    fates: &'a Fates,
    context: usize,
    rows: Rows,
    before: VecDeque<Before>,
    found: Vec<Found>,
}

/// Gathers what every query of a program finds in the source at `source` of the appraisal.
pub(super) fn gather(
    inputs: &Inputs,
    appraisal: &Appraisal,
    source: usize,
    program: &Program,
    searching: &Searching,
    fates: &Fates,
) -> Result<Vec<Found>, AppraisalError> {
    let appraised = &appraisal.sources[source];
    let mut gathering = Gathering {
        inputs,
        appraised,
        source,
        fates,
        context: searching.context,
        rows: searching.rows,
        before: VecDeque::new(),
        found: (0..program.len()).map(|_| Found::default()).collect(),
    };
    let mut looker = Looker::new(program);
    let mut hits = Vec::new();
    let mut names = 0;
    ask_again(
        inputs,
        appraised,
        program,
        &mut |index, row, message, facts| {
            let mut beside = Vec::new();
            for (number, file) in message.attachments.iter().enumerate() {
                if let Some(name) = file.name {
                    names += 1;
                    beside.push((Place::Name(number), name));
                }
            }
            looker.look(facts, &beside, &mut hits);
            gathering.take(index, row, message, facts.text, &hits);
            ControlFlow::Continue(())
        },
    )?;
    for found in &mut gathering.found {
        found.names = names;
    }
    Ok(gathering.found)
}

impl Gathering<'_> {
    fn take(&mut self, index: usize, row: &Row, message: &Message<'_>, text: &str, hits: &[Hit]) {
        for hit in hits {
            self.found[hit.query].count(row, hit.matched);
        }
        if self.rows == Rows::Counted {
            return;
        }
        let mut hits = hits.iter().peekable();
        for query in 0..self.found.len() {
            match hits.next_if(|hit| hit.query == query) {
                Some(hit) => self.hit(index, message, text, hit),
                None => self.no_hit(query, index, message, text),
            }
        }
        if self.context > 0 {
            let spent = match self.before.len() == self.context {
                true => self.before.pop_front(),
                false => None,
            };
            let mut room = spent.map(|before| before.text).unwrap_or_default();
            room.clear();
            room.push_str(text);
            self.before.push_back(Before {
                index,
                kind: message.kind.word(),
                text: room,
                attachments: files(message),
            });
        }
    }

    /// Takes in a message that was found, and those before it.
    fn hit(&mut self, index: usize, message: &Message<'_>, text: &str, hit: &Hit) {
        let found = &self.found[hit.query];
        if found.too_many || found.rows.len() >= MOST_FOUND {
            let found = &mut self.found[hit.query];
            found.too_many = true;
            found.rows = Vec::new();
            return;
        }
        let next = found.next;
        let before = self.before.iter().filter(|before| before.index >= next);
        let mut rows: Vec<ScheduleRow> = before
            .map(|before| {
                let files = before.attachments.clone();
                self.row(before.index, before.kind, before.text.clone(), files)
            })
            .collect();
        let mut row = self.row(index, message.kind.word(), text.to_owned(), files(message));
        row.role = hit.matched.into();
        for found in &hit.found {
            match found.place {
                Place::Message => row.found.clone_from(&found.ranges),
                Place::Name(number) => row.attachments[number].found.clone_from(&found.ranges),
                Place::Inside(_) => {}
            }
        }
        rows.push(row);
        let found = &mut self.found[hit.query];
        found.rows.append(&mut rows);
        found.next = index + 1;
        found.after = self.context;
    }

    /// Takes in a message that stands behind one that was found.
    fn no_hit(&mut self, query: usize, index: usize, message: &Message<'_>, text: &str) {
        if self.found[query].after == 0 || self.found[query].too_many {
            return;
        }
        let row = self.row(index, message.kind.word(), text.to_owned(), files(message));
        let found = &mut self.found[query];
        found.rows.push(row);
        found.after -= 1;
        found.next = index + 1;
    }

    /// Returns a message as it stands beside one that was found.
    fn row(
        &self,
        index: usize,
        kind: &'static str,
        text: String,
        attachments: Vec<AttachmentLine>,
    ) -> ScheduleRow {
        let appraised = self.appraised;
        let row = &appraised.rows[index];
        let number = u32::try_from(index).expect("fewer than 2^32 messages");
        let (sensitivity, prefilled) = self.fates.of_message(self.source, index, row);
        let sender = appraised.label(row).unwrap_or_default();
        let people = &self.inputs.people;
        let known = people.on(&appraised.source.id, sender, row.date());
        ScheduleRow {
            number: None,
            role: Role::Context,
            id: appraised.id_of(number).to_string(),
            chat: appraised.conversation.title.clone(),
            sent_local: row.local_iso(),
            zone: appraised.zone.to_string(),
            utc: appraised.zone.instants(row.local_time()).iso(row.precision),
            sender: sender.to_owned(),
            post: known.map(|row| row.post.clone()).unwrap_or_default(),
            kind,
            text,
            found: Vec::new(),
            attachments,
            decision: row.settled.outcome.word(),
            held: row.held,
            sensitivity,
            prefilled,
        }
    }
}

impl Found {
    fn count(&mut self, row: &Row, matched: Matched) {
        match matched {
            Matched::Yes => self.matched += 1,
            Matched::Perhaps => self.perhaps += 1,
        }
        *self
            .decisions
            .entry(row.settled.outcome.word())
            .or_default() += 1;
        self.held += u64::from(row.held);
    }
}

fn files(message: &Message<'_>) -> Vec<AttachmentLine> {
    let files = message.attachments.iter().map(|file| AttachmentLine {
        name: file.name.unwrap_or_default().to_owned(),
        found: Vec::new(),
        state: file.state.word(),
        inside: String::new(),
        found_inside: Vec::new(),
    });
    files.collect()
}
