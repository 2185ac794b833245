//! Adds up the rows of an appraisal.

use std::collections::BTreeMap;

use super::{Appraisal, Row, SourceAppraised};
use crate::selection::{Outcome, OutcomeCounts};

/// What became of the messages of one or more sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// By outcome.
    pub outcomes: OutcomeCounts,
    /// Of the selected and context messages: held back by a hold.
    pub held: u64,
    /// Of the selected and context messages: not held.
    pub transferable: u64,
}

/// The messages of a month, by outcome.
pub type MonthTally = BTreeMap<String, OutcomeCounts>;

impl Tally {
    fn take(&mut self, row: &Row) {
        self.outcomes.take(row.settled.outcome);
        match row.settled.outcome {
            Outcome::Select | Outcome::Context if row.held => self.held += 1,
            Outcome::Select | Outcome::Context => self.transferable += 1,
            _ => {}
        }
    }

    /// Returns the tally of one source.
    pub fn of(source: &SourceAppraised) -> Tally {
        let mut tally = Tally::default();
        source.rows.iter().for_each(|row| tally.take(row));
        tally
    }
}

/// Adds up all sources: as a whole, and by month of local time.
pub fn tally(appraisal: &Appraisal) -> (Tally, MonthTally) {
    let mut whole = Tally::default();
    let mut days: BTreeMap<i64, OutcomeCounts> = BTreeMap::new();
    for source in &appraisal.sources {
        for row in &source.rows {
            whole.take(row);
            // By day first: days are numbers, and there are far fewer of them than messages.
            let day = days.entry(row.local.div_euclid(86_400)).or_default();
            day.take(row.settled.outcome);
        }
    }
    let mut months = MonthTally::new();
    for (day, counts) in days {
        let date = chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap_or_default();
        let month = months.entry(date.format("%Y-%m").to_string()).or_default();
        month.select += counts.select;
        month.context += counts.context;
        month.refer += counts.refer;
        month.outside += counts.outside;
        month.not_selected += counts.not_selected;
    }
    (whole, months)
}
