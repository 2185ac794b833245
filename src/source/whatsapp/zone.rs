//! The zone of the telephone when the export was made: no file says it, so a person must.

use super::sample::Sample;
use crate::message::Zone;
use crate::place::Place;
use crate::shown::shown;
use crate::source::{Evidence, Level, Question, ReadError, Stated};

/// Returns the zone, and how it is known.
///
/// # Errors
/// When nobody stated one and none is to be assumed.
pub(super) fn decide(
    stated: &Stated,
    name: &str,
    first: &Sample,
) -> Result<(Zone, Evidence), ReadError> {
    let (zone, level, because) = match (&stated.zone, stated.assumed_zone) {
        (Some(said), _) => (
            said.value,
            Level::Stated,
            format!("{} stated it", shown(&said.by)),
        ),
        (None, Some(zone)) => (
            zone,
            Level::Assumed,
            "the export does not state a zone".to_owned(),
        ),
        (None, None) => {
            return Err(ReadError::Undecided {
                at: Place::line(name, first.line),
                question: format!(
                    "the export does not state a time zone, and \"{}\" is another moment in each; \
                     ask where the telephone was when the export was made, and state its zone, \
                     such as Europe/London",
                    shown(&first.written())
                ),
            });
        }
    };
    let evidence = Evidence {
        question: Question::Zone,
        answer: zone.to_string(),
        level,
        because,
        considered: Vec::new(),
    };
    Ok((zone, evidence))
}
