//! Writes a transcript: head, messages one by one, and the digests at the end.

use std::io::{self, Write};

use super::linked::{self, CopyWritten, DifferenceWritten};
use super::{Covering, NAMESPACE, VERSION, how_to_read};
use crate::fixity::{Sha256Digest, sha256};
use crate::message::{
    ConversationKind, DeletedBy, EventCode, Kind, MarkerBasis, SenderBasis, Warning,
};
use crate::people::participant;
use crate::source::{Evidence, Gap};
use crate::xml::Writer;

/// What stands before the messages.
#[derive(Debug, Clone)]
pub struct Head {
    /// The department's reference of the batch.
    pub batch: String,
    /// The conversation, such as `chat-001`.
    pub conversation: String,
    /// The part, such as `2021-03`.
    pub part: String,
    /// The part before, of which messages are transferred too.
    pub previous: Option<String>,
    /// The part after, of which messages are transferred too.
    pub next: Option<String>,
    /// The public body that transfers the records.
    pub transferring_body: String,
    /// The office whose records they are.
    pub creator: String,
    /// The archive's series reference; empty where there is none yet.
    pub series: String,
    /// The export, as the deposit manifest numbers it.
    pub source: String,
    /// Two people, a group, or not known.
    pub kind: ConversationKind,
    /// The app.
    pub platform: String,
    /// The description that the transferring body approved.
    pub description: String,
    /// The local time of the earliest message transferred, in ISO 8601.
    pub first: String,
    /// The local time of the latest message transferred, in ISO 8601.
    pub last: String,
    /// How many messages are transferred.
    pub messages: u64,
    /// How many messages of this part are not.
    pub not_transferred: u64,
    /// How many of its messages have copies in other transcripts.
    pub copies: u64,
    /// How many of its messages differ from what stands in other transcripts.
    pub differences: u64,
    /// `day`, `month`, `year` or `whole`.
    pub cut: String,
    /// The time zone in which local times were read.
    pub zone: String,
    /// How the export was made.
    pub capture: Vec<Statement>,
    /// What was decided about the export, and why.
    pub evidence: Vec<Evidence>,
    /// What this kind of export never contains, as code and words.
    pub never_exported: &'static [(&'static str, &'static str)],
    /// What is missing from the whole export.
    pub gaps: Vec<Gap>,
    /// Who wrote the messages.
    pub participants: Vec<ParticipantSeen>,
}

/// A statement about the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is about, as a code.
    pub about: String,
    /// The value; empty where it is not known.
    pub value: String,
    /// "stated by …" or "not known".
    pub basis: String,
}

/// A person who wrote a message that is transferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantSeen {
    /// The key that messages carry.
    pub key: String,
    /// The name to display.
    pub name: String,
    /// The post held at the time; empty where none is known.
    pub post: String,
    /// How many messages of theirs are transferred.
    pub messages: u64,
}

/// A message, ready to be written.
#[derive(Debug, Clone)]
pub struct MessageWritten<'a> {
    /// What it is.
    pub kind: Kind,
    /// The key of its sender.
    pub from: Option<&'a str>,
    /// The key of the person under whose name the app put its own words.
    pub attributed_to: Option<&'a str>,
    /// How the sender is known.
    pub sender_basis: SenderBasis,
    /// The date and time exactly as written.
    pub written: &'a str,
    /// The local time in ISO 8601.
    pub local: String,
    /// `minute` or `second`.
    pub precision: &'static str,
    /// The instants it stands for, in ISO 8601.
    pub utc: Vec<String>,
    /// The app's text in front of the body.
    pub before: &'a [u8],
    /// What was written.
    pub body: &'a [u8],
    /// The app's text behind the body.
    pub after: &'a [u8],
    /// How the app's text is known.
    pub marker: Option<MarkerBasis>,
    /// The files it carries or names.
    pub attachments: Vec<AttachmentWritten>,
    /// What a notice reports.
    pub event: Option<EventCode>,
    /// Who deleted it.
    pub deleted: Option<DeletedBy>,
    /// Whether it was edited.
    pub edited: bool,
    /// Why it is here.
    pub decision: DecisionWritten<'a>,
    /// Its copies in other transcripts.
    pub copies: Vec<CopyWritten>,
    /// How what stands in other transcripts differs.
    pub differences: Vec<DifferenceWritten>,
    /// What is in doubt.
    pub warnings: &'a [Warning],
}

/// Why a message is transferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionWritten<'a> {
    /// `select` or `context`.
    pub outcome: &'static str,
    /// `rule`, `context`, `person` or `policy`.
    pub basis: &'static str,
    /// The number of the message that it helps to understand.
    pub with: Option<u64>,
    /// The part in which that message stands, where it is another.
    pub part: Option<&'a str>,
    /// The file name of the transcript with the copy whose decision it shares.
    pub copy: Option<&'a str>,
    /// The post of the person who decided.
    pub by: Option<&'a str>,
    /// The reason, in words that may be published.
    pub words: &'a str,
}

/// An attachment, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentWritten {
    /// `present`, `omitted`, `missing` or `withheld`.
    pub state: &'static str,
    /// What sort of thing it is.
    pub media: Option<&'static str>,
    /// Its file name, size and SHA-256, when it is present.
    pub file: Option<(String, u64, Sha256Digest)>,
}

/// What a finished transcript is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The SHA-256 of the list of digests.
    pub root: Sha256Digest,
    /// How many messages were written.
    pub messages: u64,
}

/// A transcript being written.
pub struct TranscriptWriter<W> {
    to: Writer<W>,
    digests: Vec<Sha256Digest>,
    one: Vec<u8>,
}

impl<W: Write> TranscriptWriter<W> {
    /// Writes the head of a transcript.
    ///
    /// # Errors
    /// When `to` fails.
    pub fn begin(to: W, head: &Head) -> io::Result<TranscriptWriter<W>> {
        let mut xml = Writer::new(to);
        xml.declaration()?;
        let mut attributes = vec![
            ("xmlns", NAMESPACE),
            ("version", VERSION),
            ("batch", &head.batch),
            ("conversation", &head.conversation),
            ("part", &head.part),
        ];
        if let Some(previous) = &head.previous {
            attributes.push(("previous", previous));
        }
        if let Some(next) = &head.next {
            attributes.push(("next", next));
        }
        xml.open("transcript", &attributes)?;
        write_head(&mut xml, head)?;
        xml.line(0)?;
        xml.open("messages", &[])?;
        Ok(TranscriptWriter {
            to: xml,
            digests: Vec::new(),
            one: Vec::new(),
        })
    }

    /// Returns the number that the next message will have.
    pub fn next_number(&self) -> u64 {
        self.digests.len() as u64 + 1
    }

    /// Writes a message and returns its number.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn message(&mut self, message: &MessageWritten<'_>) -> io::Result<u64> {
        let n = self.next_number();
        self.one.clear();
        write_message(&mut Writer::new(&mut self.one), message, n)?;
        self.digests.push(sha256(&self.one));
        self.to.line(0)?;
        self.to.raw(&self.one)?;
        Ok(n)
    }

    /// Writes that some messages lay here that are not transferred.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn not_transferred(&mut self, count: u64) -> io::Result<()> {
        self.to.line(0)?;
        let count = count.to_string();
        self.to.leaf("notTransferred", &[("count", &count)], b"")
    }

    /// Writes the digests and the end, and returns the writer below.
    ///
    /// # Errors
    /// When the writer below fails.
    pub fn finish(mut self) -> io::Result<(W, Sealed)> {
        let list: String = self.digests.iter().map(|d| format!("{d}\n")).collect();
        let root = sha256(list.as_bytes());
        let xml = &mut self.to;
        xml.line(0)?;
        xml.close("messages")?;
        xml.line(0)?;
        let root_text = root.to_string();
        xml.open(
            "fixity",
            &[
                ("algorithm", "SHA-256"),
                ("complete", "yes"),
                ("root", &root_text),
            ],
        )?;
        for (index, digest) in self.digests.iter().enumerate() {
            xml.line(1)?;
            let n = (index + 1).to_string();
            xml.leaf("digest", &[("n", &n)], digest.to_string().as_bytes())?;
        }
        xml.line(0)?;
        xml.close("fixity")?;
        xml.line(0)?;
        xml.close("transcript")?;
        xml.line(0)?;
        let messages = self.digests.len() as u64;
        Ok((self.to.into_inner(), Sealed { root, messages }))
    }
}

fn write_origin<W: Write>(xml: &mut Writer<W>, head: &Head) -> io::Result<()> {
    let mut attributes = vec![
        ("transferringBody", head.transferring_body.as_str()),
        ("creator", &head.creator),
        ("source", &head.source),
    ];
    if !head.series.is_empty() {
        attributes.push(("series", &head.series));
    }
    xml.leaf("origin", &attributes, b"")
}

fn write_head<W: Write>(xml: &mut Writer<W>, head: &Head) -> io::Result<()> {
    let covering = Covering {
        cut: &head.cut,
        zone: &head.zone,
        messages: head.messages,
        not_transferred: head.not_transferred,
        copies: head.copies,
        differences: head.differences,
    };
    group(xml, "howToRead", how_to_read(&covering), |xml, sentence| {
        xml.leaf("p", &[], sentence.as_bytes())
    })?;
    xml.line(0)?;
    write_origin(xml, head)?;
    xml.line(0)?;
    let attributes = [("kind", head.kind.word()), ("platform", &head.platform)];
    xml.leaf("conversation", &attributes, head.description.as_bytes())?;
    xml.line(0)?;
    write_covering(xml, head)?;
    group(xml, "capture", &head.capture, |xml, statement| {
        let attributes = [
            ("about", statement.about.as_str()),
            ("basis", &statement.basis),
        ];
        xml.leaf("statement", &attributes, statement.value.as_bytes())
    })?;
    group(xml, "evidence", &head.evidence, |xml, answer| {
        let attributes = [
            ("question", answer.question.word()),
            ("is", &answer.answer),
            ("level", answer.level.word()),
        ];
        xml.leaf("answer", &attributes, answer.because.as_bytes())
    })?;
    group(xml, "neverExported", head.never_exported, |xml, never| {
        xml.leaf("never", &[("code", never.0)], never.1.as_bytes())
    })?;
    group(xml, "gaps", &head.gaps, |xml, gap| {
        let count = gap.count.to_string();
        let attributes = [("code", gap.code.word()), ("count", &count)];
        xml.leaf("gap", &attributes, gap.code.words().as_bytes())
    })?;
    group(xml, "participants", &head.participants, |xml, person| {
        let messages = person.messages.to_string();
        let attributes = participant(&person.key, &person.name, &messages, &person.post);
        xml.leaf("participant", &attributes, b"")
    })
}

/// Writes the dates and numbers of the part.
fn write_covering<W: Write>(xml: &mut Writer<W>, head: &Head) -> io::Result<()> {
    let (messages, not) = (head.messages.to_string(), head.not_transferred.to_string());
    let linked = [
        ("copies", head.copies.to_string()),
        ("differences", head.differences.to_string()),
    ];
    let mut attributes = vec![
        ("first", head.first.as_str()),
        ("last", &head.last),
        ("messages", &messages),
        ("notTransferred", &not),
        ("cut", &head.cut),
        ("zone", &head.zone),
    ];
    let linked = linked.iter().filter(|(_, count)| count != "0");
    attributes.extend(linked.map(|(name, count)| (*name, count.as_str())));
    xml.leaf("covering", &attributes, b"")
}

/// Writes an element with one child a line.
fn group<W: Write, T>(
    xml: &mut Writer<W>,
    element: &str,
    items: impl IntoIterator<Item = T>,
    each: impl Fn(&mut Writer<W>, T) -> io::Result<()>,
) -> io::Result<()> {
    xml.line(0)?;
    xml.open(element, &[])?;
    for item in items {
        xml.line(1)?;
        each(xml, item)?;
    }
    xml.line(0)?;
    xml.close(element)
}

fn write_message<W: Write>(
    xml: &mut Writer<W>,
    message: &MessageWritten<'_>,
    n: u64,
) -> io::Result<()> {
    let n = n.to_string();
    let mut attributes = vec![
        ("xmlns", NAMESPACE),
        ("n", &n),
        ("kind", message.kind.word()),
        ("senderBasis", message.sender_basis.word()),
        ("decision", message.decision.outcome),
    ];
    if let Some(from) = message.from {
        attributes.push(("from", from));
    }
    if let Some(key) = message.attributed_to {
        attributes.push(("attributedTo", key));
    }
    xml.open("message", &attributes)?;
    xml.line(0)?;
    let utc = message.utc.join(" ");
    let attributes = [
        ("written", message.written),
        ("local", &message.local),
        ("precision", message.precision),
        ("utc", &utc),
    ];
    xml.leaf("time", &attributes, b"")?;
    let basis = message.marker.map_or("structure", MarkerBasis::word);
    if !message.before.is_empty() {
        xml.line(0)?;
        xml.leaf("before", &[("basis", basis)], message.before)?;
    }
    xml.line(0)?;
    xml.leaf("body", &[], message.body)?;
    if !message.after.is_empty() {
        xml.line(0)?;
        xml.leaf("after", &[("basis", basis)], message.after)?;
    }
    write_particulars(xml, message)?;
    xml.line(0)?;
    xml.close("message")
}

/// Writes what follows the body of a message.
fn write_particulars<W: Write>(
    xml: &mut Writer<W>,
    message: &MessageWritten<'_>,
) -> io::Result<()> {
    for attachment in &message.attachments {
        xml.line(0)?;
        let mut attributes = vec![("state", attachment.state)];
        if let Some(media) = attachment.media {
            attributes.push(("media", media));
        }
        let (size, digest);
        if let Some((file, bytes, sha256)) = &attachment.file {
            (size, digest) = (bytes.to_string(), sha256.to_string());
            attributes.extend([
                ("file", file.as_str()),
                ("size", &size),
                ("sha256", &digest),
            ]);
        }
        xml.leaf("attachment", &attributes, b"")?;
    }
    if let Some(event) = message.event {
        xml.line(0)?;
        xml.leaf("notice", &[("event", event.word())], b"")?;
    }
    if let Some(by) = message.deleted {
        xml.line(0)?;
        xml.leaf("deleted", &[("by", by.word())], b"")?;
    }
    if message.edited {
        xml.line(0)?;
        xml.leaf("edited", &[("priorText", "not in export")], b"")?;
    }
    xml.line(0)?;
    let with = message.decision.with.map(|n| n.to_string());
    let mut attributes = vec![("basis", message.decision.basis)];
    if let Some(with) = &with {
        attributes.push(("with", with));
    }
    let decision = &message.decision;
    let told = [
        ("part", decision.part),
        ("by", decision.by),
        ("copy", decision.copy),
    ];
    for (name, value) in told {
        attributes.extend(value.map(|value| (name, value)));
    }
    xml.leaf("because", &attributes, message.decision.words.as_bytes())?;
    linked::write(xml, &message.copies, &message.differences)?;
    for warning in message.warnings {
        xml.line(0)?;
        xml.leaf("warning", &[("code", warning.word())], b"")?;
    }
    Ok(())
}
