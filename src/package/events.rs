//! The kinds of acts that `events.csv` tells of: a code, what happened in words, and what its
//! number counts. Whoever writes the file and whoever checks it use this one table.

/// The columns of `events.csv`, in order.
pub const COLUMNS: [&str; 8] = [
    "event",
    "what",
    "by",
    "second_signatory",
    "at",
    "value",
    "unit",
    "replayed",
];

/// A kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Its code.
    pub code: &'static str,
    /// What happened, for somebody who knows nothing of the tool.
    pub what: &'static str,
    /// What its value counts.
    pub unit: &'static str,
}

/// Declares the kinds of acts, and the list of all of them.
macro_rules! events {
    ($($name:ident = ($code:literal, $unit:literal, $what:literal);)*) => {
        $(
            #[doc = $what]
            pub const $name: Event = Event { code: $code, what: $what, unit: $unit };
        )*
        /// All kinds of acts, but for the end of the journal.
        pub const ALL: &[Event] = &[$($name),*];
    };
}

events! {
    BATCH_BEGUN = ("batch-begun", "batches", "The department began the batch.");
    SOURCE_ADDED = ("source-added", "messages", "An export of an app was copied into the batch, byte for byte.");
    RULES_APPLIED = ("rules-applied", "times", "The rules of the selection policy were applied to every message.");
    MESSAGE_DECIDED = ("message-decided", "messages", "A person decided about messages one by one.");
    REVIEW_SHEET_WRITTEN = ("review-sheet-written", "messages", "Messages that no rule decides went out for review.");
    REVIEW_SHEET_ANSWERED = ("review-sheet-answered", "messages", "A person decided about messages of a review sheet.");
    SECOND_LOOK_DRAWN = ("second-look-drawn", "messages", "Messages that a person had decided were drawn for a second person to look at.");
    SECOND_LOOK_ANSWERED = ("second-look-answered", "messages", "A second person decided about messages without seeing the first decision.");
    SAMPLE_DRAWN = ("sample-drawn", "messages", "A random sample of the messages not selected was drawn.");
    SAMPLE_ANSWERED = ("sample-answered", "messages", "A person looked at every message of the sample.");
    SAMPLE_WRONG = ("sample-wrong", "messages", "Messages of the sample that should have been selected.");
    COPIES_STATED = ("copies-stated", "pairs", "A person stated whether two exports are of one conversation.");
    DECISION_UNDONE = ("decision-undone", "acts", "An earlier decision was undone.");
    SELECTION_SIGNED = ("selection-signed", "messages", "The selection was signed; the number is of the messages outside transfer or not selected, which were signed as such.");
    SENSITIVITY_SIGNED = ("sensitivity-signed", "sign-offs", "The sensitivity review of the records was signed.");
    SIGNED_COPY_KEPT = ("signed-copy-kept", "copies", "A signed copy of a sign-off was kept in the department.");
    PACKAGE_BUILT = ("package-built", "packages", "A package was built.");
}

/// The last row: the end of the department's journal, in which every act is a line that holds the
/// SHA-256 of the line before it.
pub const JOURNAL_HEAD: Event = Event {
    code: "journal-head",
    what: "The last line of the department's journal of acts, up to the sign-off of the sensitivity review.",
    unit: "SHA-256",
};
