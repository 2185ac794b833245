//! Reads one source again and gathers what is found in it, with what stands around.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fates::Fates;
use super::insides::Insides;
use super::{Rows, Searching};
use crate::appraisal::{Appraisal, AppraisalError, Inputs, Row, SourceAppraised, ask_again};
use crate::message::Message;
use crate::search::{
    AttachmentLine, Hit, Looker, Matched, NEARLY, Place, Prefilled, Role, ScheduleRow, Shingles,
};
use crate::selection::Elsewhere;
use crate::selection::matcher::Program;

/// The most messages, those around them included, that a schedule is made of: nobody can read more
/// at a time, and memory is a fixed budget. Past it everything is still counted.
pub const MOST_ROWS: u64 = 20_000;
/// The most bytes of text in a schedule.
const MOST_BYTES: u64 = 32 << 20;

/// What the schedule of one query holds so far, of all sources together.
#[derive(Debug, Default)]
pub(super) struct Filled {
    rows: AtomicU64,
    bytes: AtomicU64,
}

impl Filled {
    fn add(&self, rows: &[ScheduleRow]) {
        let bytes = rows.iter().map(|row| row.text.len() as u64).sum();
        self.rows.fetch_add(rows.len() as u64, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Tells whether there is more than a schedule is made of. In the end that does not depend on
    /// the order in which the sources were read.
    pub fn is_over(&self) -> bool {
        self.rows.load(Ordering::Relaxed) > MOST_ROWS
            || self.bytes.load(Ordering::Relaxed) > MOST_BYTES
    }
}

/// What is asked of every source.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub inputs: &'a Inputs,
    pub appraisal: &'a Appraisal,
    pub searching: &'a Searching,
    pub program: &'a Program,
    /// The texts whose near-duplicates are looked for, query by query.
    pub like: &'a [Option<Shingles>],
    pub fates: &'a Fates,
    /// What the schedules hold so far, query by query.
    pub filled: &'a [Filled],
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
    /// Of both, those that have copies on other telephones: the first of each one's copies.
    pub leads: Vec<Elsewhere>,
    /// Names of files that were asked.
    pub names: u64,
    /// The messages, with those around them; not numbered yet.
    pub rows: Vec<ScheduleRow>,
    /// How many more of the next messages stand beside the last that was found.
    after: usize,
    /// The row behind the last that was taken in.
    next: usize,
}

/// A message that is read, without its row.
struct Read<'m> {
    index: usize,
    kind: &'static str,
    text: &'m str,
    attachments: &'m dyn Fn() -> Vec<AttachmentLine>,
}

/// A message that was just read, in case the next is found.
struct Before {
    index: usize,
    kind: &'static str,
    text: String,
    attachments: Vec<AttachmentLine>,
}

struct Gathering<'a> {
    asking: Asking<'a>,
    source: usize,
    appraised: &'a SourceAppraised,
    before: VecDeque<Before>,
    found: Vec<Found>,
}

/// Gathers what every query finds in the source at `source` of the appraisal.
pub(super) fn gather(
    asking: Asking<'_>,
    source: usize,
    insides: &Insides,
) -> Result<Vec<Found>, AppraisalError> {
    let appraised = &asking.appraisal.sources[source];
    let mut gathering = Gathering {
        asking,
        source,
        appraised,
        before: VecDeque::new(),
        found: (0..asking.program.len())
            .map(|_| Found::default())
            .collect(),
    };
    let mut looker = Looker::new(asking.program);
    let mut hits = Vec::new();
    let mut names = 0;
    let program = asking.program;
    let lead = |index: usize| {
        let place = |number: usize| u32::try_from(number).ok();
        let at = Elsewhere {
            source: place(source)?,
            row: place(index)?,
        };
        asking.appraisal.copies.of(at).first().map(|lead| lead.at)
    };
    ask_again(
        asking.inputs,
        appraised,
        program,
        &mut |index, row, message, facts| {
            if message.attachments.is_empty() {
                looker.look(facts, &[], &mut hits);
            } else {
                let named = message
                    .attachments
                    .iter()
                    .filter(|file| file.name.is_some());
                names += named.count() as u64;
                looker.look(facts, &insides.beside(message), &mut hits);
            }
            hits.retain(|hit| match &asking.like[hit.query] {
                Some(like) => like.likeness(&Shingles::of(facts.text)) >= NEARLY,
                None => true,
            });
            for hit in &hits {
                gathering.found[hit.query].count(row, hit.matched);
                gathering.found[hit.query].leads.extend(lead(index));
            }
            if asking.searching.rows == Rows::Wanted {
                let read = Read {
                    index,
                    kind: message.kind.word(),
                    text: facts.text,
                    attachments: &|| files(message, insides),
                };
                gathering.take(&read, &hits);
            }
            ControlFlow::Continue(())
        },
    )?;
    let mut found = gathering.found;
    found.iter_mut().for_each(|found| found.names = names);
    Ok(found)
}

impl Gathering<'_> {
    fn take(&mut self, read: &Read<'_>, hits: &[Hit]) {
        let mut hits = hits.iter().peekable();
        for query in 0..self.found.len() {
            match hits.next_if(|hit| hit.query == query) {
                Some(_) if self.is_over(query) => {}
                Some(hit) => self.hit(read, hit),
                None if self.found[query].after > 0 => self.behind(query, read),
                None => {}
            }
        }
        if self.asking.searching.context > 0 {
            self.keep(read);
        }
    }

    /// Tells whether no schedule can be made any more; then what it would be made of is let go.
    fn is_over(&mut self, query: usize) -> bool {
        let over = self.asking.filled[query].is_over();
        if over {
            let found = &mut self.found[query];
            found.rows = Vec::new();
            found.after = 0;
        }
        over
    }

    /// Keeps a message in case the next is found; the buffers of the oldest are used again.
    fn keep(&mut self, read: &Read<'_>) {
        let oldest = match self.before.len() >= self.asking.searching.context {
            true => self.before.pop_front(),
            false => None,
        };
        let mut text = oldest.map(|oldest| oldest.text).unwrap_or_default();
        text.clear();
        text.push_str(read.text);
        self.before.push_back(Before {
            index: read.index,
            kind: read.kind,
            text,
            attachments: (read.attachments)(),
        });
    }

    /// Takes in a message that was found, and those before it.
    fn hit(&mut self, read: &Read<'_>, hit: &Hit) {
        let next = self.found[hit.query].next;
        let before = self.before.iter().filter(|before| before.index >= next);
        let mut rows: Vec<ScheduleRow> = before
            .map(|before| {
                let files = before.attachments.clone();
                self.row(before.index, before.kind, &before.text, files)
            })
            .collect();
        let mut row = self.row(read.index, read.kind, read.text, (read.attachments)());
        row.role = hit.matched.into();
        let appraised = &self.appraised.rows[read.index];
        let fate = self
            .asking
            .fates
            .of_message(self.source, read.index, appraised);
        row.prefilled = fate.prefilled;
        let like = self.asking.like[hit.query].as_ref();
        row.likeness = like.map(|like| like.likeness(&Shingles::of(read.text)));
        for found in &hit.found {
            match found.place {
                Place::Message => row.found.clone_from(&found.ranges),
                Place::Name(number) => row.attachments[number].found.clone_from(&found.ranges),
                Place::Inside(number) => {
                    let file = &mut row.attachments[number];
                    file.found_inside.clone_from(&found.words);
                }
            }
        }
        rows.push(row);
        self.asking.filled[hit.query].add(&rows);
        let found = &mut self.found[hit.query];
        found.rows.append(&mut rows);
        found.next = read.index + 1;
        found.after = self.asking.searching.context;
    }

    /// Takes in a message that stands behind one that was found.
    fn behind(&mut self, query: usize, read: &Read<'_>) {
        let row = self.row(read.index, read.kind, read.text, (read.attachments)());
        self.asking.filled[query].add(std::slice::from_ref(&row));
        let found = &mut self.found[query];
        found.rows.push(row);
        found.after -= 1;
        found.next = read.index + 1;
    }

    /// Returns a message as it stands beside one that was found.
    fn row(
        &self,
        index: usize,
        kind: &'static str,
        text: &str,
        attachments: Vec<AttachmentLine>,
    ) -> ScheduleRow {
        let appraised = self.appraised;
        let row = &appraised.rows[index];
        let number = u32::try_from(index).expect("fewer than 2^32 messages");
        let fate = self.asking.fates.of_message(self.source, index, row);
        let sender = appraised.label(row).unwrap_or_default();
        let people = &self.asking.inputs.people;
        let known = people.on(&appraised.source.id, sender, row.date());
        let instants = appraised.zone.instants(row.local_time());
        ScheduleRow {
            number: None,
            role: Role::Context,
            id: appraised.id_of(number).to_string(),
            source: appraised.source.id.to_string(),
            chat: appraised.conversation.title.clone(),
            sent_local: row.local_iso(),
            zone: appraised.zone.to_string(),
            utc: instants.iso(row.precision),
            sender: sender.to_owned(),
            post: known.map(|row| row.post.clone()).unwrap_or_default(),
            kind,
            text: text.to_owned(),
            found: Vec::new(),
            likeness: None,
            sent_again: None,
            attachments,
            decision: row.settled.outcome.word(),
            held: row.held,
            record: fate.record,
            sensitivity: fate.sensitivity,
            prefilled: Prefilled::default(),
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

fn files(message: &Message<'_>, insides: &Insides) -> Vec<AttachmentLine> {
    let files = message.attachments.iter().map(|file| AttachmentLine {
        name: file.name.unwrap_or_default().to_owned(),
        found: Vec::new(),
        state: file.state.word(),
        inside: insides.said(file),
        found_inside: Vec::new(),
    });
    files.collect()
}
