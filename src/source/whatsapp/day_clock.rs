//! Local times against a zone, one day at a time: on most days no hour is missing or occurs twice.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::date::Day;
use super::header::Header;
use crate::message::{Instants, Warning, Zone};

/// Remembers the last day, because most messages share it with the one before.
pub(super) struct DayClock {
    zone: Zone,
    last: Option<(Day, NaiveDateTime, Change)>,
}

/// Whether the clocks change on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Some,
}

impl DayClock {
    /// Returns a clock for a zone.
    pub(super) fn new(zone: Zone) -> DayClock {
        DayClock { zone, last: None }
    }

    /// Returns the local time of a header on its day, and what is in doubt about it.
    pub(super) fn local(&mut self, day: Day, header: &Header) -> (NaiveDateTime, Option<Warning>) {
        let (midnight, change) = match self.last {
            Some((last, midnight, change)) if last == day => (midnight, change),
            _ => {
                let midnight = day.naive().and_time(NaiveTime::MIN);
                let change = self.change(midnight);
                self.last = Some((day, midnight, change));
                (midnight, change)
            }
        };
        let [hour, minute, second] = [header.hour, header.minute, header.second].map(u32::from);
        let time = NaiveTime::from_hms_opt(hour, minute, second);
        let local = midnight
            .date()
            .and_time(time.expect("a header has a time that a clock shows"));
        let doubt = match change {
            Change::None => None,
            Change::Some => match self.zone.instants(local) {
                Instants::One(_) => None,
                Instants::Two(..) => Some(Warning::RepeatedHour),
                Instants::None => Some(Warning::MissingHour),
            },
        };
        (local, doubt)
    }

    fn change(&self, midnight: NaiveDateTime) -> Change {
        let day = TimeDelta::days(1);
        match (
            self.zone.instants(midnight),
            self.zone.instants(midnight + day),
        ) {
            (Instants::One(start), Instants::One(end)) if end - start == day => Change::None,
            _ => Change::Some,
        }
    }
}
