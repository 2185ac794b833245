//! What a person is asked when nothing in a file decides the order of its dates.

use super::date::Day;
use super::form::{Clock, YearPlace};
use super::order::{OrderCount, Undecided};
use super::sample::Sample;
use super::survey::FormSurvey;
use crate::shown::shown;
use crate::source::DateOrder;

/// Returns the question whether day or month comes first.
pub(super) fn ask(survey: &FormSurvey) -> Undecided {
    match &survey.first_ambiguous {
        Some(sample) => ask_between(survey, sample, [DateOrder::Dmy, DateOrder::Mdy]),
        None => contradiction(survey),
    }
}

/// Returns the question which of two orders it is. It gives the date of a line, never its text.
pub(super) fn ask_between(
    survey: &FormSurvey,
    sample: &Sample,
    orders: [DateOrder; 2],
) -> Undecided {
    let [one, other] = orders;
    let question = format!(
        "{} Nothing in the file decides it; ask whose telephone it was, and state --date-order \
         {one} or --date-order {other}.{}",
        both_readings(sample, orders),
        habit(survey)
    );
    Undecided::Ask(sample.line, question)
}

/// Returns what telephones do mostly: only a person can say whether this one did.
fn habit(survey: &FormSurvey) -> &'static str {
    let form = survey.form;
    match (form.separator, survey.padded, survey.unpadded, form.clock) {
        (b'/', 1.., 0, Clock::Lower) => {
            " (The leading zeros and the small am and pm suggest the day first, but that is only a \
             habit.)"
        }
        (b'/', 0, 1.., Clock::Upper) if form.year == YearPlace::TwoDigits => {
            " (The missing zeros, the capital AM and PM and the short years suggest the month \
             first, but that is only a habit.)"
        }
        (b'/', 1.., 0, _) => {
            " (The leading zeros suggest the day first, but that is only a habit.)"
        }
        (b'/', 0, 1.., _) => {
            " (The missing zeros suggest the month first, but that is only a habit.)"
        }
        _ => "",
    }
}

fn both_readings(sample: &Sample, [one, other]: [DateOrder; 2]) -> String {
    let Some(header) = sample.header() else {
        return String::new();
    };
    let words = |order| Day::read(order, &header).map_or_else(String::new, Day::words);
    format!(
        "{} is {} if {}, {} if {}.",
        shown(&sample.date(&header)),
        words(one),
        one.words(),
        words(other),
        other.words()
    )
}

/// Returns why dates that exclude each other cannot be read.
pub(super) fn contradiction(survey: &FormSurvey) -> Undecided {
    let [dmy, mdy, _] = &survey.orders;
    let first = |count: &OrderCount| match &count.first_impossible {
        Some(sample) => format!("line {} (\"{}\")", sample.line, shown(&sample.written())),
        None => "none".to_owned(),
    };
    let line = dmy
        .first_impossible
        .as_ref()
        .map_or(survey.first.line, |sample| sample.line);
    Undecided::Refuse(
        line,
        format!(
            "the dates contradict each other: {} cannot be day/month/year and {} cannot be \
             month/day/year; it may be two exports in one file, which have to be given apart",
            first(dmy),
            first(mdy)
        ),
    )
}
