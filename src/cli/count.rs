//! Numbers with their noun.

use crate::manifest::grouped;

/// Returns a number with its noun: `1 message`, `1,204 messages`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one() {
        assert_eq!(counted(1, "step", "steps"), "1 step");
        assert_eq!(counted(0, "step", "steps"), "0 steps");
        assert_eq!(counted(1204, "step", "steps"), "1,204 steps");
    }
}
