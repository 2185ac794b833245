//! Whether a message is held. An axis of its own: it neither changes nor is changed by an outcome.

use chrono::NaiveDate;

use super::hits::Hits;
use super::policy::{HoldIndex, Policy};

/// Which holds hold a message on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// The holds that catch it and are not released, in the order of their ids.
    pub holds: Vec<HoldIndex>,
    /// Whether it may be transferred all the same: no hold holds it, or each says that this is
    /// agreed.
    pub may_transfer: bool,
}

impl Holding {
    /// Tells whether any hold holds the message: it must not be disposed of.
    pub fn is_held(&self) -> bool {
        !self.holds.is_empty()
    }
}

impl Policy {
    /// Returns which of the holds that catch a message hold it on a day: the day that dates are
    /// judged at. A release takes effect on its day and not before.
    pub fn holding(&self, hits: &Hits, on: NaiveDate) -> Holding {
        let holds = hits.holds.iter().copied();
        let holds: Vec<HoldIndex> = holds.filter(|hold| self.hold(*hold).holds_on(on)).collect();
        let agreed = |hold: &HoldIndex| self.hold(*hold).transfer_agreed.is_some();
        Holding {
            may_transfer: holds.iter().all(agreed),
            holds,
        }
    }
}
