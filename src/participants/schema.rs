//! What a file of participants may hold. `schemas/participants.xsd` is written from this table.

use super::{NAMESPACE, VERSION};
use crate::xml::schema::{
    BYTE_ELEMENT, CHARACTER_ELEMENT, CHAT, CODE, Content, DAY, Element, PART, Schema, TEXT, Value,
    any, one, optional, required, some,
};

/// The schema of files of participants.
pub static SCHEMA: Schema = Schema {
    namespace: NAMESPACE,
    version: VERSION,
    root: "participants",
    title: "Participants: under which labels and telephone numbers an export knows the people whom the transcript of the same part names.",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    Element {
        name: "participants",
        doc: "The people whom one transcript names.",
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
            required("conversation", CHAT, "The conversation, by number."),
            required(
                "part",
                PART,
                "The part: a day, month or year of local time, or the whole.",
            ),
        ],
        content: Content::Children(&[
            one(&["howToRead"]),
            one(&["source"]),
            one(&["covering"]),
            any(&["participant"]),
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
        content: Content::Text(Value::Words),
    },
    Element {
        name: "source",
        doc: "The export that the labels are from.",
        attributes: &[
            required(
                "ref",
                Value::Pattern("source-[1-9][0-9]*"),
                "The neutral name that the deposit manifest gives it.",
            ),
            required("platform", Value::Words, "The app."),
        ],
        content: Content::Empty,
    },
    Element {
        name: "covering",
        doc: "The dates and the number of the messages of the transcript.",
        attributes: &[
            required(
                "first",
                DAY,
                "The local date of the earliest message transferred.",
            ),
            required(
                "last",
                DAY,
                "The local date of the latest message transferred.",
            ),
            required(
                "messages",
                Value::Count,
                "How many messages are transferred.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "participant",
        doc: "A person whom the transcript names, by key.",
        attributes: &[
            required("key", CODE, "The key that messages carry."),
            required(
                "name",
                Value::Words,
                "The name that the transferring body approved for display.",
            ),
            optional("post", Value::Words, "The post held at the time."),
            required(
                "messages",
                Value::Count,
                "How many messages of theirs are transferred.",
            ),
        ],
        content: Content::Children(&[some(&["label"])]),
    },
    Element {
        name: "label",
        doc: "What the export calls the person, character for character: an entry of an address book, or a telephone number.",
        attributes: &[
            required(
                "from",
                DAY,
                "The local date of the first message transferred here that bears it.",
            ),
            required("to", DAY, "The local date of the last."),
            required(
                "messages",
                Value::Count,
                "How many messages transferred here are under it; 0 where the app only put a notice of its own under it.",
            ),
        ],
        content: TEXT,
    },
    CHARACTER_ELEMENT,
    BYTE_ELEMENT,
];
