//! The sentences of a deposit manifest that are the same in every package of its version: whoever
//! writes one and whoever checks one take them from here.

use crate::source::GapCode;

/// What is said of a package whose acts were played back from a sample.
pub const DEMONSTRATION: &str = "This is a demonstration, and not to be transferred. Its decisions and sign-offs were played back from a sample: nobody decided or signed anything.";
/// What is said of custody.
pub const CUSTODY: &str =
    "Custody has not transferred by this package. It transfers when The National Archives says so.";
/// The law.
pub const ACT: &str = "Public Records Act 1958, section 3(4)";
/// What the law asks for.
pub const LAW: &str = "Records selected for permanent preservation are transferred not later than 20 years after their creation. A part of a conversation is dated by its last message here. Three readings of the duty are given for each record.";
/// How the records are arranged.
pub const ARRANGEMENT: &str = "A folder for each conversation; in it a transcript for each part, and the attachments of its messages.";
/// The statement that the Departmental Records Officer makes on the selection, as TNA's transfer
/// service asks.
pub const SELECTION_STATEMENT: &str =
    "The Departmental Records Officer has signed off the appraisal and selection decision.";
/// The statement on the sensitivity review.
pub const SENSITIVITY_STATEMENT: &str =
    "The Departmental Records Officer has signed off the sensitivity review.";

/// Returns what an event of the custodial history was, by its code: `cap` or `tra`.
pub fn custody_words(code: &str) -> &'static str {
    match code {
        "cap" => "The conversation was exported from the app.",
        _ => "The export was copied into the batch, byte for byte, and its digest recorded.",
    }
}

/// Returns the statement that goes with a sign-off: of the `selection`, or of the sensitivity
/// review.
pub fn statement(of: &str) -> String {
    let statement = match of {
        "selection" => SELECTION_STATEMENT,
        _ => SENSITIVITY_STATEMENT,
    };
    format!("{statement} Statement recorded; not an electronic signature.")
}

/// Returns what the code of a gap means, if it is one.
pub fn gap_words(code: &str) -> Option<&'static str> {
    let mut all = GapCode::ALL.into_iter();
    all.find(|gap| gap.word() == code).map(GapCode::words)
}
