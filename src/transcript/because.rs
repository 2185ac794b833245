//! The words of a reason, where they follow from what was decided. Those of a rule are its label.

/// Returns the words with which a message is kept to understand another, which has this number
/// where it stands in the same transcript.
pub fn because_of_context(with: Option<u64>) -> String {
    match with {
        Some(n) => format!("Kept to understand message {n}"),
        None => "Kept to understand a message outside this transcript".to_owned(),
    }
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
