//! What a deposit manifest may hold. `schemas/deposit-manifest.xsd` is written from this table.

use super::{NAMESPACE, VERSION};
use crate::format::Basis;
use crate::xml::schema::{
    CODE, CUT, Content, DAY, Element, INSTANT, PATH, SHA256, SHA512, SOURCE, Schema, Value, YES_NO,
    any, maybe, one, optional, required, some,
};

const CLOSED_TOO: Value = Value::OneOf(&[
    (
        "Yes",
        "It is closed; an alternate is published in its place.",
    ),
    ("No", "It is published as it stands."),
]);
const PLAIN: Content = Content::Text(Value::Words);
const ANY_TEXT: Content = Content::Text(Value::Text);

/// The schema of deposit manifests.
pub static SCHEMA: Schema = Schema {
    namespace: NAMESPACE,
    version: VERSION,
    root: "depositManifest",
    title: "Deposit manifest: what a package holds, who decided it, and when each record is due under the 20-year rule.",
    elements: ELEMENTS,
};

const fn leaf(name: &'static str, doc: &'static str, content: Content) -> Element {
    Element {
        name,
        doc,
        attributes: &[],
        content,
    }
}

const ELEMENTS: &[Element] = &[
    Element {
        name: "depositManifest",
        doc: "The manifest of one package.",
        attributes: &[
            required(
                "version",
                Value::OneOf(&[(VERSION, "The version whose rules this file follows.")]),
                "The version of this schema.",
            ),
            required("package", PATH, "The name of the package."),
            required(
                "profile",
                Value::Words,
                "The dated rules that the package is held to.",
            ),
        ],
        content: Content::Children(&[
            maybe(&["demonstration"]),
            one(&["transfer"]),
            one(&["agent"]),
            one(&["custody"]),
            one(&["law"]),
            one(&["arrangement"]),
            maybe(&["group"]),
            one(&["signOffs"]),
            one(&["sources"]),
            one(&["counts"]),
            one(&["equations"]),
            one(&["records"]),
        ]),
    },
    leaf(
        "demonstration",
        "There where the acts of the batch were played back from a sample: the package is to show how one is made, and is not to be transferred.",
        PLAIN,
    ),
    leaf(
        "transfer",
        "Who transfers what.",
        Content::Children(&[
            one(&["title"]),
            one(&["transferringBody"]),
            one(&["creator"]),
            one(&["legalStatus"]),
            maybe(&["series"]),
            one(&["batchReference"]),
            maybe(&["consignmentReference"]),
            one(&["contact"]),
            maybe(&["marking"]),
        ]),
    ),
    leaf("title", "What it is, in a phrase.", PLAIN),
    leaf("transferringBody", "The public body that transfers.", PLAIN),
    leaf("creator", "The office whose records they are.", PLAIN),
    leaf("legalStatus", "The legal status of the records.", PLAIN),
    leaf(
        "series",
        "The series reference that The National Archives gave.",
        PLAIN,
    ),
    leaf("batchReference", "The department's own reference.", PLAIN),
    leaf(
        "consignmentReference",
        "The reference of the transfer that The National Archives gave.",
        PLAIN,
    ),
    leaf("contact", "The mailbox to write to.", PLAIN),
    leaf("marking", "The protective marking of the batch.", PLAIN),
    Element {
        name: "agent",
        doc: "The program that made the package.",
        attributes: &[
            required("name", Value::Words, "Its name."),
            required("version", Value::Words, "Its version."),
        ],
        content: Content::Empty,
    },
    leaf(
        "custody",
        "How the exports came to be, and where custody lies.",
        Content::Children(&[one(&["statement"]), any(&["event"])]),
    ),
    leaf("statement", "A statement in words.", PLAIN),
    Element {
        name: "event",
        doc: "An event of the custodial history; its text describes it.",
        attributes: &[
            required(
                "type",
                Value::OneOf(&[
                    (
                        "cap",
                        "Capture: the conversation was exported from the app.",
                    ),
                    ("tra", "Transfer: the export was copied into the batch."),
                ]),
                "PREMIS event type: capture or transfer.",
            ),
            required("date", Value::Words, "When, or that it is not known."),
            required("source", SOURCE, "Of which source."),
            required(
                "by",
                Value::Words,
                "Which post did it, or that it is not known.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "law",
        doc: "The duty that is met, and how its dates were counted.",
        attributes: &[
            required("act", Value::Words, "The Act and section."),
            required("asAt", DAY, "The day at which the dates are judged."),
            required(
                "agreed",
                Value::OneOf(&[("not stated", "Nobody stated it.")]),
                "Whether the way of counting was agreed with The National Archives.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "arrangement",
        doc: "How the records are arranged.",
        attributes: &[
            required("cut", CUT, "By what conversations are cut into parts."),
            required(
                "furtherParts",
                Value::OneOf(&[("not stated", "Nobody stated it.")]),
                "Whether more of these conversations is to come.",
            ),
        ],
        content: PLAIN,
    },
    Element {
        name: "group",
        doc: "The packages that one batch was split into, where it passed what one may hold. Every package of the group lists them all.",
        attributes: &[
            required("id", PATH, "The name of the group, as in bag-info.txt."),
            required(
                "number",
                Value::Count,
                "Which of them this package is, from 1.",
            ),
            required("of", Value::Count, "How many there are."),
        ],
        content: Content::Children(&[some(&["member"])]),
    },
    Element {
        name: "member",
        doc: "One package of the group.",
        attributes: &[
            required("number", Value::Count, "Its number, from 1."),
            required("package", PATH, "Its name."),
            required("records", Value::Count, "How many records it holds."),
            required("bytes", Value::Count, "How many bytes its records have."),
            required("messages", Value::Count, "How many messages it transfers."),
            required(
                "payload",
                SHA256,
                "The SHA-256 of its manifest-sha256.txt, which lists its records with their digests.",
            ),
        ],
        content: Content::Empty,
    },
    leaf(
        "signOffs",
        "Who signed what. A statement recorded, not an electronic signature.",
        Content::Children(&[some(&["signOff"])]),
    ),
    Element {
        name: "signOff",
        doc: "A sign-off; its text is the statement.",
        attributes: &[
            required(
                "of",
                Value::OneOf(&[
                    (
                        "selection",
                        "Which messages are selected, and which are not.",
                    ),
                    (
                        "sensitivity",
                        "Which records are open, and which are closed or kept back.",
                    ),
                ]),
                "What was signed.",
            ),
            required("by", Value::Words, "The post that signed."),
            optional("second", Value::Words, "The post that signed second."),
            required("at", INSTANT, "When."),
            required("replayed", YES_NO, "Whether it was replayed from a sample."),
        ],
        content: PLAIN,
    },
    leaf(
        "sources",
        "The exports from which the records were made, by neutral names.",
        Content::Children(&[some(&["source"])]),
    ),
    Element {
        name: "source",
        doc: "One export.",
        attributes: &[
            required("ref", SOURCE, "Its name here."),
            required("format", CODE, "Its format."),
            required(
                "hmac",
                SHA256,
                "An HMAC of its digest, under a key that the department keeps.",
            ),
            required(
                "messages",
                Value::Count,
                "How many messages were read from it.",
            ),
        ],
        content: Content::Children(&[any(&["gap"])]),
    },
    Element {
        name: "gap",
        doc: "What is known or suspected to be missing from it; its text explains the code.",
        attributes: &[
            required("code", CODE, "Its code."),
            required("count", Value::Count, "How often."),
        ],
        content: PLAIN,
    },
    Element {
        name: "counts",
        doc: "What became of the messages that were read. Not selected does not mean destroyed.",
        attributes: &[
            required("read", Value::Count, "Messages read."),
            required("select", Value::Count, "Selected."),
            required("context", Value::Count, "Kept to understand another."),
            required(
                "refer",
                Value::Count,
                "Referred to a person and not decided.",
            ),
            required(
                "outside",
                Value::Count,
                "Outside transfer: appears personal or party-political.",
            ),
            required("notSelected", Value::Count, "Not selected."),
            required(
                "held",
                Value::Count,
                "Of the selected and context messages: held back by a hold.",
            ),
            required(
                "retained",
                Value::Count,
                "Of the selected and context messages: retained under section 3(4).",
            ),
            required("transferred", Value::Count, "Transferred in this package."),
            optional(
                "elsewhere",
                Value::Count,
                "Of a package of a group: transferred in the other packages of the group.",
            ),
            optional(
                "copies",
                Value::Count,
                "Of the transferred in this package: copies of others in it, from another export of the conversation.",
            ),
            required(
                "attachmentsReferenced",
                Value::Count,
                "Attachments that transferred messages carry or name.",
            ),
            required(
                "attachmentsPresent",
                Value::Count,
                "Present in this package.",
            ),
            required("attachmentsOmitted", Value::Count, "Left out by the app."),
            required(
                "attachmentsMissing",
                Value::Count,
                "Named, but not in the export.",
            ),
            required(
                "attachmentsWithheld",
                Value::Count,
                "Kept back by the transferring body.",
            ),
        ],
        content: Content::Empty,
    },
    leaf(
        "equations",
        "The sums that were checked.",
        Content::Children(&[some(&["equation"])]),
    ),
    Element {
        name: "equation",
        doc: "One sum; its text says what must be equal.",
        attributes: &[
            required("name", Value::Pattern("E[1-8]"), "Its name."),
            required("holds", YES_NO, "Whether it holds."),
            optional(
                "sum",
                Value::Words,
                "The figures, where they say nothing of a message that is not transferred.",
            ),
        ],
        content: PLAIN,
    },
    leaf(
        "records",
        "Every record in data/.",
        Content::Children(&[any(&["record"])]),
    ),
    Element {
        name: "record",
        doc: "One record: a file in data/.",
        attributes: &[
            required("path", PATH, "Its path in the package."),
            required(
                "role",
                Value::OneOf(&[
                    ("transcript", "The messages of one part of a conversation."),
                    ("attachment", "A file that a message carries."),
                    (
                        "participants",
                        "Under which labels and numbers an export knows those whom a transcript names.",
                    ),
                ]),
                "What it is.",
            ),
            required("size", Value::Count, "Its size in bytes."),
            required("sha256", SHA256, "Its SHA-256."),
            required("sha512", SHA512, "Its SHA-512."),
            required(
                "rights",
                Value::OneOf(&[
                    (
                        "Crown",
                        "Crown copyright; The National Archives has two words for it.",
                    ),
                    ("Crown copyright", "The other of the two."),
                    ("Third party", "Somebody else's."),
                    ("UK Parliament", "Parliamentary copyright."),
                    (
                        "Open Parliament Licence",
                        "Parliamentary copyright, under the Open Parliament Licence.",
                    ),
                    ("Unknown", "Not known."),
                ]),
                "Whose copyright it is.",
            ),
            required("language", Value::Words, "Its languages, joined by ;."),
            required(
                "messages",
                Value::Count,
                "How many messages it holds; of an attachment, how many carry it; of a file of participants, how many its transcript holds.",
            ),
            required(
                "formatBasis",
                Value::OneOf(&[
                    (Basis::Signature.word(), "Its bytes show it."),
                    (Basis::Extension.word(), "Its extension alone says it."),
                    (Basis::Written.word(), "consign wrote it."),
                    (Basis::NotIdentified.word(), "It is not known."),
                ]),
                "How its format is known: its bytes show it, its extension alone says it, consign wrote it, or it is not known.",
            ),
            optional(
                "puid",
                Value::Pattern("(x-)?fmt/[0-9]+"),
                "Its format in PRONOM, where it is known.",
            ),
            optional(
                "root",
                SHA256,
                "Of a transcript: the root of its messages' digests.",
            ),
        ],
        content: Content::Children(&[
            one(&["description"]),
            maybe(&["originalName"]),
            one(&["dates"]),
            one(&["closure"]),
            any(&["relationship"]),
        ]),
    },
    leaf("description", "What it is, in a sentence.", ANY_TEXT),
    leaf(
        "originalName",
        "Of an attachment: what the file was called in the export; left out where the file name is closed.",
        ANY_TEXT,
    ),
    Element {
        name: "dates",
        doc: "The covering dates of a record and when it is due, by three readings.",
        attributes: &[
            required("first", DAY, "The local date of its first message."),
            required(
                "record",
                DAY,
                "The date of the record: the local date of its last message.",
            ),
            required(
                "dueByStatute",
                DAY,
                "Twenty years to the day after the date of the record; records created before 2003 are due by the transition of S.I. 2012/3028.",
            ),
            required(
                "dueByPractice",
                DAY,
                "31 December of the twentieth year after, as The National Archives counts; of the year of the transition before 2003.",
            ),
            required(
                "historicalFrom",
                DAY,
                "1 January of the twenty-first year after (Freedom of Information Act 2000, section 62).",
            ),
            required(
                "firstDue",
                DAY,
                "Twenty years to the day after its first message.",
            ),
            required(
                "duty",
                Value::OneOf(&[
                    ("legacy", "It was due in a year before that of law/@asAt."),
                    ("current", "It is due in that year."),
                    ("forecast", "It is due in the year after."),
                    ("early", "It is due later."),
                ]),
                "Whether it was due in a year before that of law/@asAt, is due in it, in the next, or later.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "closure",
        doc: "The outcome of the sensitivity review.",
        attributes: &[
            required(
                "status",
                Value::OneOf(&[
                    ("Open", "Open to the public once it is transferred."),
                    (
                        "Closed",
                        "Transferred, and closed to the public for a time.",
                    ),
                ]),
                "Open or closed.",
            ),
            required("decidedBy", Value::Words, "The post that decided."),
            required("decidedOn", DAY, "When."),
            optional("codes", Value::Words, "FOI exemption codes, joined by ;."),
            optional(
                "periods",
                Value::Words,
                "Closure periods in years, one for each code, joined by ;.",
            ),
            optional("start", DAY, "When the closure begins."),
            optional(
                "scheduleDate",
                DAY,
                "The date of the Advisory Council's schedule.",
            ),
            optional("openingDate", DAY, "The first day on which it is open."),
            optional(
                "titleClosed",
                CLOSED_TOO,
                "Whether the file name is closed.",
            ),
            optional(
                "descriptionClosed",
                CLOSED_TOO,
                "Whether the description is closed.",
            ),
        ],
        content: Content::Empty,
    },
    Element {
        name: "relationship",
        doc: "How a record belongs to another.",
        attributes: &[
            required(
                "type",
                Value::OneOf(&[
                    (
                        "attachment-of",
                        "It is a file that a message of the other carries.",
                    ),
                    (
                        "copy-of",
                        "Some of its messages are copies of messages of the other.",
                    ),
                    ("next-part", "The other is the part after it."),
                    ("participants-of", "It lists those whom the other names."),
                ]),
                "An attachment of, with copies of messages of, the next part, or the file of participants of.",
            ),
            required("target", PATH, "The path of the other record."),
            optional(
                "messages",
                Value::Count,
                "Of copy-of: how many of the messages here have a copy there.",
            ),
            optional(
                "package",
                Value::Words,
                "Of copy-of: the package of the group in which the other record lies, where it is not this one.",
            ),
        ],
        content: Content::Empty,
    },
];
