//! When a record opens, in an order: what a record says of another is known when it is open itself.

use chrono::NaiveDate;

use crate::xml::Node;

/// When a record opens, the earliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opens {
    /// It is open on transfer.
    OnTransfer,
    /// It is closed until this day.
    On(NaiveDate),
    /// It is closed, and no day is known.
    NotKnown,
}

impl Opens {
    /// Returns when a record of a deposit manifest opens.
    pub fn of(record: &Node) -> Opens {
        let closure = record.child("closure");
        let says = |attribute| closure.map_or("", |closure| closure.attribute(attribute));
        match says("status") {
            "Open" => Opens::OnTransfer,
            _ => Opens::closed_until(says("openingDate").parse().ok()),
        }
    }

    /// Returns when a closed record opens.
    pub fn closed_until(day: Option<NaiveDate>) -> Opens {
        day.map_or(Opens::NotKnown, Opens::On)
    }

    /// Tells whether a record that opens then may tell what stands in another: not before that is
    /// open too.
    pub fn may_tell_of(self, other: Opens) -> bool {
        other <= self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_of_a_record_before_it_opens() {
        let on = |day: &str| Opens::closed_until(day.parse().ok());
        let in_order = [
            Opens::OnTransfer,
            on("2041-01-01"),
            on("2061-01-01"),
            on(""),
        ];
        for (at, one) in in_order.iter().enumerate() {
            for (other_at, other) in in_order.iter().enumerate() {
                assert_eq!(one.may_tell_of(*other), other_at <= at, "{one:?} {other:?}");
            }
        }
    }
}
