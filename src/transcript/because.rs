//! The words of a reason, where they follow from what was decided. Those of a rule are its label.

/// Returns the words with which a message is kept to understand another: its number, and its part
/// where that is not the same. Neither is told of a message that is not transferred.
pub fn because_of_context(with: Option<u64>, part: Option<&str>) -> String {
    match (with, part) {
        (Some(n), None) => format!("Kept to understand message {n}"),
        (Some(n), Some(part)) => format!("Kept to understand message {n} of part {part}"),
        (None, _) => "Kept to understand a message outside this transcript".to_owned(),
    }
}

/// Returns the words with which a message is kept because a copy of it is, which helps to understand
/// another on its own telephone: the copy's number, and its transcript.
pub fn because_of_copy(n: u64, transcript: &str) -> String {
    format!("Kept as its copy is, message {n} of {transcript}")
}

/// Returns the words of a decision that no rule made and no other message, by its basis: `person`
/// or `policy`; nothing for any other.
pub fn because(basis: &str, decision: &str) -> Option<&'static str> {
    match (basis, decision) {
        ("person", "context") => Some("A person decided to keep it, to understand others"),
        ("person", _) => Some("A person decided to select it"),
        ("policy", _) => Some("No rule applied, and the policy selects such messages"),
        _ => None,
    }
}
