//! An intake that keeps everything, as owned values: for tests and small exports.

use std::ops::ControlFlow;

use chrono::NaiveDateTime;

use super::{Evidence, Flow, Intake, Question, Residue};
use crate::message::{
    AttachmentState, Conversation, DeletedBy, EventCode, Kind, MarkerBasis, Message, Precision,
    SenderBasis, Warning,
};

/// Everything that a reader handed over, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// The decisions about the whole export.
    pub evidence: Vec<Evidence>,
    /// The messages.
    pub messages: Vec<CollectedMessage>,
    /// The pieces that could not be understood.
    pub residue: Vec<Residue>,
}

/// A [`Message`] that owns its bytes. The fields are those of the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedMessage {
    /// The place in its conversation, from 1.
    pub seq: u64,
    /// The first byte of `raw` in its file.
    pub offset: u64,
    /// The line on which it starts, from 1.
    pub line: u64,
    /// All its bytes, without the line end that closes it.
    pub raw: Vec<u8>,
    /// The part before the text.
    pub header: Vec<u8>,
    /// The app's text before the body.
    pub lead: Vec<u8>,
    /// The body.
    pub body: Vec<u8>,
    /// The app's text behind the body.
    pub tail: Vec<u8>,
    /// How the app's text is known.
    pub marker: Option<MarkerBasis>,
    /// The time as written.
    pub written: String,
    /// The time as read.
    pub local: NaiveDateTime,
    /// How fine the time is.
    pub precision: Precision,
    /// The label of the sender.
    pub sender: Option<String>,
    /// How the sender is known.
    pub sender_basis: SenderBasis,
    /// The label to which the app attributes its notice.
    pub attributed_to: Option<String>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What a notice reports.
    pub event: Option<EventCode>,
    /// Whether it is marked as edited.
    pub edited: bool,
    /// Who deleted it.
    pub deleted: Option<DeletedBy>,
    /// The files it carries.
    pub attachments: Vec<CollectedAttachment>,
    /// What is in doubt about it.
    pub warnings: Vec<Warning>,
}

/// An [`Attachment`](crate::message::Attachment) that owns its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedAttachment {
    /// The name as written.
    pub name: Option<String>,
    /// What sort of thing it is.
    pub media: Option<&'static str>,
    /// Where its bytes are.
    pub state: AttachmentState,
    /// The entry that holds it.
    pub entry: Option<usize>,
}

impl Collected {
    /// Returns the answer to a question about the whole export, if one was given.
    pub fn answer(&self, question: Question) -> Option<&Evidence> {
        self.evidence
            .iter()
            .find(|evidence| evidence.question == question)
    }
}

impl CollectedMessage {
    /// Returns a message that owns what `message` borrows.
    pub fn of(message: &Message<'_>) -> CollectedMessage {
        let attachments = message
            .attachments
            .iter()
            .map(|attachment| CollectedAttachment {
                name: attachment.name.map(str::to_owned),
                media: attachment.media,
                state: attachment.state,
                entry: attachment.entry,
            });
        CollectedMessage {
            seq: message.seq,
            offset: message.offset,
            line: message.line,
            raw: message.raw.to_owned(),
            header: message.header.to_owned(),
            lead: message.lead.to_owned(),
            body: message.body.to_owned(),
            tail: message.tail.to_owned(),
            marker: message.marker,
            written: message.stamp.written.to_owned(),
            local: message.stamp.local,
            precision: message.stamp.precision,
            sender: message.sender.map(str::to_owned),
            sender_basis: message.sender_basis,
            attributed_to: message.attributed_to.map(str::to_owned),
            kind: message.kind,
            event: message.event,
            edited: message.edited,
            deleted: message.deleted,
            attachments: attachments.collect(),
            warnings: message.warnings.clone(),
        }
    }

    /// Returns the body as text; bytes that are not UTF-8 are shown as U+FFFD.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Intake for Collected {
    fn conversation(&mut self, conversation: &Conversation) -> Flow {
        self.conversations.push(conversation.clone());
        ControlFlow::Continue(())
    }

    fn evidence(&mut self, evidence: &Evidence) -> Flow {
        self.evidence.push(evidence.clone());
        ControlFlow::Continue(())
    }

    fn message(&mut self, message: &Message<'_>) -> Flow {
        self.messages.push(CollectedMessage::of(message));
        ControlFlow::Continue(())
    }

    fn residue(&mut self, residue: &Residue) -> Flow {
        self.residue.push(residue.clone());
        ControlFlow::Continue(())
    }
}
