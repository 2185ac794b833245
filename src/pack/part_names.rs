//! The names of parts, for messages one after the other.

use chrono::NaiveDate;

use crate::package::Cut;

/// Names the part of each message. Most messages share the day, and so the name, of the one before.
pub struct PartNames {
    cut: Cut,
    last: Option<(NaiveDate, String)>,
}

impl PartNames {
    /// Returns what names the parts of a cut.
    pub fn of(cut: Cut) -> PartNames {
        PartNames { cut, last: None }
    }

    /// Returns the name of the part that a local date belongs to.
    pub fn part(&mut self, date: NaiveDate) -> &str {
        let name = match self.last.take() {
            Some((day, name)) if day == date => name,
            _ => self.cut.part(date),
        };
        &self.last.insert((date, name)).1
    }
}
