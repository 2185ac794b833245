//! How many messages have which outcome.

use super::Outcome;

/// Messages by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct OutcomeCounts {
    /// Selected.
    pub select: u64,
    /// Kept to understand another.
    pub context: u64,
    /// Referred to a person.
    pub refer: u64,
    /// Outside transfer.
    pub outside: u64,
    /// Not selected.
    pub not_selected: u64,
}

impl OutcomeCounts {
    /// Counts one more message with this outcome.
    pub fn take(&mut self, outcome: Outcome) {
        let slot = match outcome {
            Outcome::Select => &mut self.select,
            Outcome::Context => &mut self.context,
            Outcome::Refer => &mut self.refer,
            Outcome::Outside => &mut self.outside,
            Outcome::NotSelected => &mut self.not_selected,
        };
        *slot += 1;
    }

    /// Returns how many messages there are.
    pub fn total(&self) -> u64 {
        self.select + self.context + self.refer + self.outside + self.not_selected
    }
}
