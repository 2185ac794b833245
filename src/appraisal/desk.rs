//! The desk at which messages arrive: they are examined, counted into a row, and let go.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::copies::Sketching;
use super::known::Labels;
use super::rows::{AttachmentRow, NO_LABEL, Row, SourceAppraised, SourceCopies};
use super::settled::Decided;
use super::sight::Sight;
use super::{AppraisalError, Inputs, SourceInput};
use crate::batch::{AddedSource, Capture, hash_file};
use crate::container::{self, Container};
use crate::message::{Conversation, ConversationKind, Message, MessageId, Zone};
use crate::selection::{Basis, Examiner, HitSets, Outcome, Settled};
use crate::source::{
    Account, Evidence, FirstPass, Flow, Intake, ReadError, Residue, SourceFormat, Stated, registry,
};

/// Reads and appraises the source at `index` of the inputs.
pub(super) fn appraise(inputs: &Inputs, index: usize) -> Result<SourceAppraised, AppraisalError> {
    let SourceInput {
        source,
        stated,
        capture,
    } = &inputs.sources[index];
    check_unchanged(inputs, source)?;
    let path = source.path(&inputs.batch);
    let failed = |error| AppraisalError::Read {
        id: source.id.clone(),
        error: Box::new(error),
    };
    let export =
        container::open(&path, inputs.budget).map_err(|error| failed(ReadError::Open(error)))?;
    let format = format_of(source)?;
    let first = format.first_pass(export.as_ref(), stated).map_err(failed)?;
    let mut roll = Roll::default();
    if inputs.policy.asks_for_conversation() {
        // Who is in a conversation is only known when all of it has been read.
        format
            .read_after(&first, export.as_ref(), stated, &mut roll)
            .map_err(failed)?;
    }
    let sight = Sight::of(inputs, source, capture, roll.labels);
    let mut desk = Desk::new(inputs, source, sight);
    let account = format
        .read_after(&first, export.as_ref(), stated, &mut desk)
        .map_err(failed)?;
    let read = Read {
        first,
        account,
        zone: zone_of(stated),
    };
    let mut appraised = desk.finish(read, capture.clone(), export.as_ref());
    appraised.settle_alone(&inputs.policy, inputs.as_at);
    Ok(appraised)
}

/// Holds the file of a source to the SHA-256 with which it was added.
///
/// # Errors
/// When it is another, or cannot be read.
pub fn check_unchanged(inputs: &Inputs, source: &AddedSource) -> Result<(), AppraisalError> {
    let (_, found) = hash_file(&source.path(&inputs.batch))?;
    if found == source.sha256 {
        return Ok(());
    }
    Err(AppraisalError::Changed {
        id: source.id.clone(),
        name: source.name.clone(),
        expected: source.sha256,
        found,
    })
}

fn format_of(source: &AddedSource) -> Result<&'static dyn SourceFormat, AppraisalError> {
    registry::by_id(&source.format).ok_or_else(|| AppraisalError::Format {
        id: source.id.clone(),
        format: source.format.clone(),
    })
}

fn zone_of(stated: &Stated) -> Zone {
    stated
        .zone
        .as_ref()
        .map(|zone| zone.value)
        .or(stated.assumed_zone)
        .expect("the settings always give a zone to assume")
}

/// A first light reading: the labels of everybody known in the conversation.
#[derive(Default)]
struct Roll {
    labels: Labels,
}

impl Intake for Roll {
    fn conversation(&mut self, conversation: &Conversation) -> Flow {
        self.labels.take_title(conversation);
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, _evidence: &Evidence) -> Flow {
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        for label in message.sender.iter().chain(&message.attributed_to) {
            self.labels.take(label);
        }
        ControlFlow::Continue(())
    }

    fn residue(&mut self, _residue: &Residue) -> Flow {
        ControlFlow::Continue(())
    }
}

/// What was read of a source beside its messages.
struct Read {
    first: FirstPass,
    account: Account,
    zone: Zone,
}

struct Desk<'a> {
    source: &'a AddedSource,
    sight: Sight<'a>,
    examiner: Examiner<'a>,
    decided: Decided<'a>,
    /// Nothing of a batch of one source, which has no copies.
    sketching: Option<Sketching>,
    conversation: Conversation,
    evidence: Vec<Evidence>,
    labels: Vec<String>,
    label_index: BTreeMap<String, u32>,
    hit_sets: HitSets,
    rows: Vec<Row>,
    attributed: Vec<(u32, String)>,
    attachments: Vec<AttachmentRow>,
}

impl<'a> Desk<'a> {
    fn new(inputs: &'a Inputs, source: &'a AddedSource, sight: Sight<'a>) -> Desk<'a> {
        Desk {
            source,
            sight,
            examiner: inputs.policy.examiner(),
            decided: Decided::of(inputs, &source.id),
            sketching: (inputs.sources.len() > 1).then(|| Sketching::of(inputs)),
            conversation: Conversation {
                title: String::new(),
                kind: ConversationKind::Unknown,
                entry: String::new(),
                entry_index: 0,
            },
            evidence: Vec::new(),
            labels: Vec::new(),
            label_index: BTreeMap::new(),
            hit_sets: HitSets::default(),
            rows: Vec::new(),
            attributed: Vec::new(),
            attachments: Vec::new(),
        }
    }

    fn label(&mut self, label: Option<&str>) -> u32 {
        let Some(label) = label else {
            return NO_LABEL;
        };
        if let Some(&index) = self.label_index.get(label) {
            return index;
        }
        let index = u32::try_from(self.labels.len()).expect("fewer labels than messages");
        self.labels.push(label.to_owned());
        self.label_index.insert(label.to_owned(), index);
        index
    }

    /// Returns the source as it was examined; nothing of it is settled yet.
    fn finish(self, read: Read, capture: Capture, export: &dyn Container) -> SourceAppraised {
        SourceAppraised {
            holds_of_rest: self.sight.holds_of_rest(&self.conversation),
            source: self.source.clone(),
            capture,
            zone: read.zone,
            first: read.first,
            conversation: self.conversation,
            evidence: self.evidence,
            account: read.account,
            makeup: export.makeup(),
            entries: export.entries().iter().map(|e| e.name.clone()).collect(),
            labels: self.labels,
            rows: self.rows,
            attributed: self.attributed,
            attachments: self.attachments,
            hit_sets: self.hit_sets,
            decided: self.decided.by_row,
            stale: self.decided.stale,
            held_with: Vec::new(),
            held_as_copy: Vec::new(),
            copies: SourceCopies::default(),
            sketch: self.sketching.map(Sketching::finish),
        }
    }
}

impl Intake for Desk<'_> {
    fn conversation(&mut self, conversation: &Conversation) -> Flow {
        self.conversation = conversation.clone();
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, evidence: &Evidence) -> Flow {
        self.sight.evidence(evidence);
        self.evidence.push(evidence.clone());
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        let row = u32::try_from(self.rows.len()).expect("fewer than 2^32 messages");
        self.decided.take(row, message.offset, message.original);
        let (examiner, hit_sets) = (&mut self.examiner, &mut self.hit_sets);
        let hits = self.sight.of_message(message, &self.conversation, |facts| {
            hit_sets.intern(examiner.examine(facts))
        });
        if let Some(sketching) = &mut self.sketching {
            sketching.take(message);
        }
        let label = self.label(message.sender);
        if let Some(name) = message.attributed_to {
            self.attributed.push((row, name.to_owned()));
        }
        for attachment in &message.attachments {
            self.attachments.push(AttachmentRow {
                row,
                state: attachment.state,
                media: attachment.media,
                entry: attachment.entry.and_then(|entry| u32::try_from(entry).ok()),
            });
        }
        self.rows.push(Row {
            offset: message.offset,
            length: u32::try_from(message.length).expect("a reader refuses longer messages"),
            local: message.stamp.local.and_utc().timestamp(),
            label,
            hits,
            // Until all of the conversation is read, nothing is decided.
            settled: Settled {
                outcome: Outcome::Refer,
                basis: Basis::Otherwise,
            },
            kind: message.kind,
            precision: message.stamp.precision,
            held: true,
        });
        ControlFlow::Continue(())
    }

    fn residue(&mut self, _residue: &Residue) -> Flow {
        // The account has it; it belongs to no message.
        ControlFlow::Continue(())
    }
}

/// Reads a source that was appraised once more, and hands over each message with its row.
///
/// # Errors
/// When the source cannot be read, gives other messages than before, or `each` breaks off.
pub fn read_again(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    each: &mut dyn FnMut(usize, &Row, &Message<'_>) -> Flow,
) -> Result<(), AppraisalError> {
    let source = &appraised.source;
    let failed = |error| AppraisalError::Read {
        id: source.id.clone(),
        error: Box::new(error),
    };
    let path = source.path(&inputs.batch);
    let export =
        container::open(&path, inputs.budget).map_err(|error| failed(ReadError::Open(error)))?;
    let input = inputs
        .sources
        .iter()
        .find(|input| input.source.id == source.id)
        .expect("an appraised source is one of the inputs");
    let mut reader = Again {
        appraised,
        next: 0,
        unsteady: false,
        each,
    };
    let account = format_of(source)?
        .read_after(
            &appraised.first,
            export.as_ref(),
            &input.stated,
            &mut reader,
        )
        .map_err(failed)?;
    if reader.unsteady || account != appraised.account {
        return Err(AppraisalError::Unsteady {
            id: source.id.clone(),
        });
    }
    Ok(())
}

/// Reads the raw bytes of one message again.
///
/// # Errors
/// When the source cannot be read again; `None` where there is no such message.
pub fn find_message<T>(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    id: &MessageId,
    then: impl FnOnce(usize, &Row, &Message<'_>) -> T,
) -> Result<Option<T>, AppraisalError> {
    let mut then = Some(then);
    let mut found = None;
    let read = read_again(inputs, appraised, &mut |index, row, message| {
        if message.offset == id.offset {
            found = then.take().map(|then| then(index, row, message));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    match (found, read) {
        (Some(found), _) => Ok(Some(found)),
        (None, Ok(())) => Ok(None),
        (None, Err(error)) => Err(error),
    }
}

struct Again<'a> {
    appraised: &'a SourceAppraised,
    next: usize,
    unsteady: bool,
    each: &'a mut dyn FnMut(usize, &Row, &Message<'_>) -> Flow,
}

impl Intake for Again<'_> {
    fn conversation(&mut self, _conversation: &Conversation) -> Flow {
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, _evidence: &Evidence) -> Flow {
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        let index = self.next;
        self.next += 1;
        match self.appraised.rows.get(index) {
            Some(row) if row.offset == message.offset => (self.each)(index, row, message),
            _ => {
                self.unsteady = true;
                ControlFlow::Break(())
            }
        }
    }

    fn residue(&mut self, _residue: &Residue) -> Flow {
        ControlFlow::Continue(())
    }
}
