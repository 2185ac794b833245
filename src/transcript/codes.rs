//! The words of a transcript that stand for something, each with what it means. They are part of the
//! schema, so that whoever has the schema alone can read every code.

use crate::xml::schema::Word;

/// What kind of thing a message is.
pub const KINDS: &[Word] = &[
    ("text", "Words that a person wrote."),
    (
        "media",
        "A picture, film, voice note or document, with or without words.",
    ),
    ("deleted", "What is left of a message that was deleted."),
    ("system", "A notice by the app itself."),
    ("call", "A voice or video call."),
    ("poll", "A poll, with its question and options."),
    ("location", "A place on a map."),
    ("contact", "A contact card."),
    ("event", "An appointment made inside the app."),
    ("sticker", "A sticker."),
    (
        "unknown",
        "Something that the program did not know; the body has its words.",
    ),
];

/// How the sender of a message is known.
pub const SENDER_BASES: &[Word] = &[
    ("header", "The export names the sender."),
    ("app", "The app wrote it: the export names nobody."),
    (
        "app-attributed",
        "The app wrote it, although the export puts it under the name of a person or of the group.",
    ),
    ("uncertain", "The name can be read in more than one way."),
];

/// Why a message is transferred.
pub const DECISIONS: &[Word] = &[
    ("select", "Selected for permanent preservation."),
    (
        "context",
        "Kept to understand another message that is selected.",
    ),
];

/// Who or what decided.
pub const DECIDED_BY: &[Word] = &[
    ("rule", "A rule of the selection policy."),
    (
        "context",
        "Its place near a message that is selected; nobody judged its meaning.",
    ),
    ("person", "A person, whose post is given."),
    (
        "policy",
        "No rule applied, and the policy selects such messages.",
    ),
];

/// How it is known that text is the app's.
pub const MARKER_BASES: &[Word] = &[
    (
        "mark",
        "An invisible mark that the app puts before text of its own.",
    ),
    (
        "structure",
        "The shape of the text, such as a file name that the app gives.",
    ),
    (
        "text-match",
        "The words alone: a person could have typed them.",
    ),
];

/// How fine a time was written.
pub const PRECISIONS: &[Word] = &[
    ("minute", "To the minute: the seconds are not known."),
    ("second", "To the second."),
];

/// Where an attachment is.
pub const ATTACHMENT_STATES: &[Word] = &[
    ("present", "Its file is beside this one."),
    (
        "omitted",
        "The app left it out when the export was made, and says so.",
    ),
    ("missing", "The export names it, and does not hold it."),
    ("withheld", "The transferring body keeps it back."),
];

/// What a notice of the app reports.
pub const EVENTS: &[Word] = &[
    ("encryption", "Messages are encrypted end to end."),
    ("group-created", "A group was created."),
    (
        "group-changed",
        "The subject, icon, description or settings of a group were changed.",
    ),
    ("joined", "Somebody joined, or was added."),
    ("left", "Somebody left, or was removed."),
    ("number-changed", "Somebody changed their telephone number."),
    (
        "security-code-changed",
        "Somebody's security code changed: often a new telephone, or the app installed anew.",
    ),
    (
        "timer-changed",
        "The timer after which messages disappear was switched on, off or changed.",
    ),
    (
        "pinned",
        "A message was pinned to the top of the conversation.",
    ),
    (
        "unknown",
        "A notice that the program did not know; its words are in the body.",
    ),
];

/// Who deleted a message.
pub const DELETED_BY: &[Word] = &[
    (
        "exporter",
        "The person on whose telephone the export was made.",
    ),
    ("administrator", "An administrator of the group."),
    ("unknown", "The export does not say."),
];

/// What may be in doubt about a message.
pub const WARNINGS: &[Word] = &[
    (
        "backward-step",
        "Its time is before that of the message right before it in the export.",
    ),
    (
        "repeated-hour",
        "Its local time occurs twice, because the clocks went back: two instants are given.",
    ),
    (
        "missing-hour",
        "Its local time does not exist, because the clocks went forward over it: no instant is given.",
    ),
    (
        "undecodable-bytes",
        "The body holds bytes that are no characters; each stands in an element byte.",
    ),
    (
        "damaged-before",
        "The body holds the sign for a character that could not be read: words were damaged before the export was received.",
    ),
    (
        "header-in-body",
        "A line of the body looks like the beginning of another message, and was left where it stands.",
    ),
    (
        "suspect-pasted",
        "It is, or holds, what may have been pasted from another conversation: then other people wrote it, at other times than it says.",
    ),
    (
        "uncertain-sender",
        "The name of the sender holds a colon, or what follows could belong to the name.",
    ),
    (
        "control-characters",
        "The body holds control characters; each that XML cannot hold stands in an element char.",
    ),
    (
        "several-files",
        "More than one file of the export could be the one that it names; none was taken.",
    ),
];

/// What was asked about a whole export.
pub const QUESTIONS: &[Word] = &[
    (
        "date-order",
        "In which order day, month and year are written.",
    ),
    ("zone", "To which time zone the telephone was set."),
    (
        "platform",
        "On which kind of telephone the export was made.",
    ),
    ("header-form", "Which shape the beginning of a message has."),
    (
        "encoding",
        "How the text is encoded, where a person stated it.",
    ),
];

/// How firm an answer is.
pub const LEVELS: &[Word] = &[
    ("certain", "It cannot be otherwise."),
    ("strong", "Evidence speaks for it, and little against it."),
    ("assumed", "Only what is usual speaks for it."),
    ("stated", "A person said so."),
];

/// What kind of conversation it is.
pub const CONVERSATION_KINDS: &[Word] = &[
    ("direct", "Two people."),
    ("group", "A group."),
    ("unknown", "The export does not tell."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{
        AttachmentState, ConversationKind, DeletedBy, EventCode, Kind, MarkerBasis, Precision,
        SenderBasis, Warning,
    };
    use crate::source::{Level, Question};

    /// Returns the words of a table.
    fn of(table: &[Word]) -> Vec<&'static str> {
        table.iter().map(|(word, _)| *word).collect()
    }

    #[test]
    fn every_word_that_the_model_has_is_in_its_table() {
        assert_eq!(of(KINDS), Kind::ALL.map(Kind::word));
        assert_eq!(of(EVENTS), EventCode::ALL.map(EventCode::word));
        assert_eq!(of(WARNINGS), Warning::ALL.map(Warning::word));
        let questions = [
            Question::DateOrder,
            Question::Zone,
            Question::Platform,
            Question::HeaderForm,
            Question::Encoding,
        ];
        assert_eq!(of(QUESTIONS), questions.map(Question::word));
        let levels = [Level::Certain, Level::Strong, Level::Assumed, Level::Stated];
        assert_eq!(of(LEVELS), levels.map(Level::word));
        let bases = [
            SenderBasis::Header,
            SenderBasis::App,
            SenderBasis::AppAttributed,
            SenderBasis::Uncertain,
        ];
        assert_eq!(of(SENDER_BASES), bases.map(SenderBasis::word));
        let bases = [
            MarkerBasis::Mark,
            MarkerBasis::Structure,
            MarkerBasis::TextMatch,
        ];
        assert_eq!(of(MARKER_BASES), bases.map(MarkerBasis::word));
        let precisions = [Precision::Minute, Precision::Second];
        assert_eq!(of(PRECISIONS), precisions.map(Precision::word));
        let by = [
            DeletedBy::Exporter,
            DeletedBy::Administrator,
            DeletedBy::Unknown,
        ];
        assert_eq!(of(DELETED_BY), by.map(DeletedBy::word));
        let kinds = [
            ConversationKind::Direct,
            ConversationKind::Group,
            ConversationKind::Unknown,
        ];
        assert_eq!(of(CONVERSATION_KINDS), kinds.map(ConversationKind::word));
        let states = [
            AttachmentState::Present,
            AttachmentState::Omitted,
            AttachmentState::Missing,
        ];
        assert_eq!(
            of(ATTACHMENT_STATES)[..3],
            states.map(AttachmentState::word)
        );
    }
}
