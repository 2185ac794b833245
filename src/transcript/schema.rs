//! What a transcript may hold. `schemas/transcript.xsd` is written from this table.

use super::codes;
use super::{NAMESPACE, REDACTED, VERSION};
use crate::xml::characters::{BYTE, CHARACTER};
use crate::xml::schema::{
    BYTE_ELEMENT, CHARACTER_ELEMENT, CHAT, CODE, CUT, Content, DAY, Element, INSTANTS, LOCAL, PART,
    PATH, SHA256, SOURCE, Schema, TEXT, Value, YES_NO, any, maybe, one, optional, required, some,
};

const BODY: Content = Content::Mixed(&[CHARACTER, BYTE, REDACTED]);
const TRANSCRIPT: Value =
    Value::Pattern("chat-[0-9]{3,}_([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|whole)_transcript[.]xml");
const PLAIN: Content = Content::Text(Value::Words);

/// The schema of transcripts.
pub static SCHEMA: Schema = Schema {
    namespace: NAMESPACE,
    version: VERSION,
    root: "transcript",
    title: "Transcript: the messages of one part of one conversation that are transferred for permanent preservation.",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    Element {
        name: "transcript",
        doc: "One part of one conversation, as one source gives it.",
        attributes: &[
            required(
                "version",
                Value::OneOf(&[(VERSION, "The version whose rules this file follows.")]),
                "The version of this schema.",
            ),
            required(
                "batch",
                Value::Words,
                "The department's reference of the batch.",
            ),
            required(
                "conversation",
                CHAT,
                "The conversation, by number: its title may be personal.",
            ),
            required(
                "part",
                PART,
                "The part: a day, month or year of local time, or the whole.",
            ),
            optional(
                "previous",
                PART,
                "The part before, of which messages are transferred too.",
            ),
            optional(
                "next",
                PART,
                "The part after, of which messages are transferred too.",
            ),
        ],
        content: Content::Children(&[
            one(&["howToRead"]),
            one(&["origin"]),
            one(&["conversation"]),
            one(&["covering"]),
            one(&["capture"]),
            one(&["evidence"]),
            one(&["neverExported"]),
            one(&["gaps"]),
            one(&["participants"]),
            one(&["messages"]),
            one(&["fixity"]),
        ]),
    },
    Element {
        name: "howToRead",
        doc: "What this is and how to read it, in plain sentences.",
        attributes: &[],
        content: Content::Children(&[some(&["p"])]),
    },
    Element {
        name: "p",
        doc: "A paragraph.",
        attributes: &[],
        content: PLAIN,
    },
    Element {
        name: "origin",
        doc: "Whose records these are, and where they stand among others of the same transfer.",
        attributes: &[
            required(
                "transferringBody",
                Value::Words,
                "The public body that transfers them.",
            ),
            required(
                "creator",
                Value::Words,
                "The office whose records they are.",
            ),
            optional("series", Value::Words, "The archive's series reference."),
            required(
                "source",
                SOURCE,
                "The export from which they were read, as the deposit manifest numbers it.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "conversation",
        doc: "What kind of conversation it is; its text is the description that the transferring body approved.",
        attributes: &[
            required(
                "kind",
                Value::OneOf(codes::CONVERSATION_KINDS),
                "Two people, a group, or not known.",
            ),
            required("platform", Value::Words, "The app."),
        ],
        content: Content::Text(Value::Text),
    },
    Element {
        name: "covering",
        doc: "The dates and numbers of this part.",
        attributes: &[
            required(
                "first",
                LOCAL,
                "The local time of the earliest message transferred.",
            ),
            required(
                "last",
                LOCAL,
                "The local time of the latest message transferred.",
            ),
            required(
                "messages",
                Value::Count,
                "How many messages are transferred.",
            ),
            required(
                "notTransferred",
                Value::Count,
                "How many messages of this part are not.",
            ),
            optional(
                "copies",
                Value::Count,
                "How many of the messages here have copies in other transcripts, where any has.",
            ),
            optional(
                "differences",
                Value::Count,
                "How many of the messages here differ from what stands in other transcripts, where any does.",
            ),
            required(
                "cut",
                CUT,
                "By what the conversation is cut into parts, at midnight of local time.",
            ),
            required(
                "zone",
                Value::Words,
                "The time zone in which local times were read.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "capture",
        doc: "How the export was made, as people stated it.",
        attributes: &[],
        content: Content::Children(&[any(&["statement"])]),
    },
    Element {
        name: "statement",
        doc: "One statement about the export; its text is the value.",
        attributes: &[
            required("about", CODE, "What it is about."),
            required(
                "basis",
                Value::Words,
                "Who stated it, or that it is not known.",
            ),
        ],
        content: Content::Text(Value::Text),
    },
    Element {
        name: "evidence",
        doc: "What was decided about the whole export, and why.",
        attributes: &[],
        content: Content::Children(&[some(&["answer"])]),
    },
    Element {
        name: "answer",
        doc: "An answer; its text says why.",
        attributes: &[
            required(
                "question",
                Value::OneOf(codes::QUESTIONS),
                "What was asked.",
            ),
            required("is", Value::Words, "The answer."),
            required("level", Value::OneOf(codes::LEVELS), "How firm it is."),
        ],
        content: PLAIN,
    },
    Element {
        name: "neverExported",
        doc: "What this kind of export never contains: its absence here says nothing.",
        attributes: &[],
        content: Content::Children(&[any(&["never"])]),
    },
    Element {
        name: "never",
        doc: "One thing that is never exported.",
        attributes: &[required("code", CODE, "Its code.")],
        content: PLAIN,
    },
    Element {
        name: "gaps",
        doc: "What is known or suspected to be missing from the whole export.",
        attributes: &[],
        content: Content::Children(&[any(&["gap"])]),
    },
    Element {
        name: "gap",
        doc: "One kind of gap; its text explains the code.",
        attributes: &[
            required("code", CODE, "Its code."),
            required(
                "count",
                Value::Count,
                "How often it occurs in the whole export.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "participants",
        doc: "Who wrote the messages transferred here. People who only read are not in an export.",
        attributes: &[],
        content: Content::Children(&[any(&["participant"])]),
    },
    Element {
        name: "participant",
        doc: "A person, by key, with the name that the transferring body approved.",
        attributes: &[
            required("key", CODE, "The key that messages carry."),
            required("name", Value::Words, "The name to display."),
            optional("post", Value::Words, "The post held at the time."),
            required(
                "messages",
                Value::Count,
                "How many messages of theirs are transferred here.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "messages",
        doc: "The messages, in the order of the export, and where others lay between them.",
        attributes: &[],
        content: Content::Children(&[any(&["message", "notTransferred"])]),
    },
    Element {
        name: "notTransferred",
        doc: "Messages of this part that lay here and are not transferred: how many.",
        attributes: &[required("count", Value::Count, "How many.")],
        content: Content::Empty,
    },
    Element {
        name: "message",
        doc: "A message. Written in its Exclusive Canonical XML form.",
        attributes: &[
            required("n", Value::Count, "Its number in this transcript, from 1."),
            required("kind", Value::OneOf(codes::KINDS), "What it is."),
            optional(
                "from",
                CODE,
                "The key of the sender; absent where the app speaks.",
            ),
            optional(
                "attributedTo",
                CODE,
                "The key of the person under whose name the app put its own words; they did not write them, as far as can be told.",
            ),
            required(
                "senderBasis",
                Value::OneOf(codes::SENDER_BASES),
                "How the sender is known.",
            ),
            required(
                "decision",
                Value::OneOf(codes::DECISIONS),
                "Selected, or kept to understand another.",
            ),
        ],
        content: Content::Children(&[
            one(&["time"]),
            maybe(&["before"]),
            one(&["body"]),
            maybe(&["after"]),
            any(&["attachment"]),
            maybe(&["notice"]),
            maybe(&["deleted"]),
            maybe(&["edited"]),
            one(&["because"]),
            any(&["copy"]),
            any(&["difference"]),
            any(&["warning"]),
        ]),
    },
    Element {
        name: "time",
        doc: "The time that the telephone shows beside the message, as written and as read; whether of sending or of arrival the export does not say.",
        attributes: &[
            required(
                "written",
                Value::Words,
                "The date and time exactly as the export writes them.",
            ),
            required(
                "local",
                LOCAL,
                "The local time, no finer than it was written.",
            ),
            required(
                "precision",
                Value::OneOf(codes::PRECISIONS),
                "How fine it is.",
            ),
            required(
                "utc",
                INSTANTS,
                "The instant in UTC; two where the clocks went back, none where they went forward over it.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "before",
        doc: "Text of the app's own in front of the body.",
        attributes: &[required(
            "basis",
            Value::OneOf(codes::MARKER_BASES),
            "How it is known to be the app's.",
        )],
        content: TEXT,
    },
    Element {
        name: "body",
        doc: "What was written, character for character.",
        attributes: &[],
        content: BODY,
    },
    Element {
        name: "after",
        doc: "Text of the app's own behind the body.",
        attributes: &[required(
            "basis",
            Value::OneOf(codes::MARKER_BASES),
            "How it is known to be the app's.",
        )],
        content: TEXT,
    },
    CHARACTER_ELEMENT,
    BYTE_ELEMENT,
    Element {
        name: REDACTED,
        doc: "Reserved for redacted copies: words that were taken out here. What was taken out, and how long it was, is not told.",
        attributes: &[
            required(
                "ground",
                Value::Words,
                "The exemption by which they are closed, such as 40(2).",
            ),
            required(
                "label",
                Value::Words,
                "What stands in their place for a reader.",
            ),
            required("decidedByPost", Value::Words, "The post that decided it."),
            required("date", DAY, "The day of the decision."),
            required(
                "authority",
                Value::Words,
                "On whose authority, such as a schedule of the Advisory Council.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "attachment",
        doc: "A file that the message carries or names.",
        attributes: &[
            required(
                "state",
                Value::OneOf(codes::ATTACHMENT_STATES),
                "Present in this package, left out by the app, named but not in the export, or kept back by the transferring body.",
            ),
            optional(
                "media",
                Value::Words,
                "What sort of thing it is, where the export says.",
            ),
            optional("file", PATH, "Its file, beside this one."),
            optional("size", Value::Count, "Its size in bytes."),
            optional("sha256", SHA256, "Its SHA-256."),
        ],
        content: Content::Empty,
    },
    Element {
        name: "notice",
        doc: "What a notice of the app reports.",
        attributes: &[required(
            "event",
            Value::OneOf(codes::EVENTS),
            "A code; the words are in the body.",
        )],
        content: Content::Empty,
    },
    Element {
        name: "deleted",
        doc: "The message was deleted; only its place is left.",
        attributes: &[required(
            "by",
            Value::OneOf(codes::DELETED_BY),
            "By whom, where the export tells.",
        )],
        content: Content::Empty,
    },
    Element {
        name: "edited",
        doc: "The message was edited after it was sent.",
        attributes: &[required(
            "priorText",
            Value::OneOf(&[(
                "not in export",
                "The export has only the words as they were last.",
            )]),
            "Where the earlier words are.",
        )],
        content: Content::Empty,
    },
    Element {
        name: "because",
        doc: "Why it is transferred, in the words of the policy that may be published.",
        attributes: &[
            required(
                "basis",
                Value::OneOf(codes::DECIDED_BY),
                "Who or what decided.",
            ),
            optional(
                "with",
                Value::Count,
                "The number of the message that it helps to understand, where that is transferred.",
            ),
            optional(
                "part",
                PART,
                "The part in which that message stands, where it is not this one.",
            ),
            optional("by", Value::Words, "The post of the person who decided."),
            optional(
                "copy",
                TRANSCRIPT,
                "The file name of the transcript with the copy that is kept to understand another, and this message with it.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "copy",
        doc: "The same message in the transcript of another export.",
        attributes: &[
            required(
                "transcript",
                TRANSCRIPT,
                "The file name of that transcript, which lies in the folder of its conversation.",
            ),
            required("n", Value::Count, "Its number there."),
            required(
                "evidence",
                Value::OneOf(&[
                    (
                        "anchor",
                        "A long text that occurs once in each export, at one time, by one sender.",
                    ),
                    (
                        "aligned",
                        "The same words in their place between the same others.",
                    ),
                    (
                        "second-pass",
                        "The same words at one time by one sender, in another order.",
                    ),
                ]),
                "How it is known to be the same, the surest first.",
            ),
            optional(
                "clockMinutes",
                Value::Pattern("-?[1-9][0-9]*"),
                "By how many minutes the local time there is later; absent where it is the same minute.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "difference",
        doc: "How a copy differs, or what stands in the place of the message in the transcript of another export and is no copy; its text tells the possible causes.",
        attributes: &[
            required(
                "transcript",
                TRANSCRIPT,
                "The file name of that transcript, which lies in the folder of its conversation.",
            ),
            required("n", Value::Count, "The number of the message there."),
            required(
                "kind",
                Value::OneOf(&[
                    (
                        "other-sender",
                        "Two copies, under labels that stand for two people.",
                    ),
                    (
                        "other-wording",
                        "Two copies, whose words are not the same to the letter.",
                    ),
                    (
                        "caption-on-one",
                        "Two copies, of which one has a caption and the other has not.",
                    ),
                    (
                        "file-on-one",
                        "Two copies, of which one has its file and the other has not.",
                    ),
                    (
                        "other-file",
                        "Two files in one place, or two copies with files, that are not the same.",
                    ),
                    (
                        "deleted-on-one",
                        "A message here or there, and in its place in the other the mark of a deletion.",
                    ),
                    (
                        "edited-differently",
                        "Two texts in one place, one of which at least is marked as edited.",
                    ),
                    (
                        "notice-in-other-words",
                        "Notices of the app in one place, in other words.",
                    ),
                ]),
                "How they differ: copies in the first five ways; what is no copy as other-file, or in the last three.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "warning",
        doc: "A doubt about the message.",
        attributes: &[required("code", Value::OneOf(codes::WARNINGS), "Its code.")],
        content: Content::Empty,
    },
    Element {
        name: "fixity",
        doc: "The digest of every message, in order, and of the list of them.",
        attributes: &[
            required(
                "algorithm",
                Value::OneOf(&[("SHA-256", "FIPS 180-4, in hexadecimal.")]),
                "The algorithm.",
            ),
            required(
                "root",
                SHA256,
                "The SHA-256 of the digests below, each followed by a line feed.",
            ),
            required(
                "complete",
                YES_NO,
                "Whether every message has its digest here.",
            ),
        ],
        content: Content::Children(&[any(&["digest"])]),
    },
    Element {
        name: "digest",
        doc: "The SHA-256 of the bytes of a message, from <message to </message>.",
        attributes: &[required("n", Value::Count, "The number of the message.")],
        content: Content::Text(SHA256),
    },
];
