//! Every kind of evidence for the order of dates, and what it says: that which decides nothing too.

use super::elimination::{Left, eliminate};
use super::form::{Gap, Month, YearPlace};
use super::order::grouped;
use super::survey::FormSurvey;
use crate::source::{Considered, DateOrder, EvidenceKind, Stated};

/// What a kind of evidence says: for which order, on how many lines, and what was counted.
type Said = (Option<DateOrder>, u64, String);

/// Returns what each kind says, in the order in which they count, of which `decided` decided.
pub(super) fn all(survey: &FormSurvey, stated: &Stated, decided: EvidenceKind) -> Vec<Considered> {
    let kinds = [
        (EvidenceKind::Structure, structure(survey)),
        (EvidenceKind::Elimination, elimination(survey)),
        (EvidenceKind::UpperBound, upper_bound(survey, stated)),
        (EvidenceKind::MediaNames, media_names(survey)),
        (EvidenceKind::Chronology, chronology(survey)),
        (EvidenceKind::Padding, padding(survey)),
        (EvidenceKind::Statement, statement(stated)),
    ];
    let considered = kinds.map(|(kind, (says, count, what))| Considered {
        kind,
        count,
        says,
        decided: kind == decided,
        what,
    });
    considered.into()
}

fn structure(survey: &FormSurvey) -> Said {
    let (form, lines) = (survey.form, survey.lines);
    let (says, what) = match (form.shape.month, form.year, form.separator) {
        (Month::Name, ..) => (Some(DateOrder::Dmy), "the month is a word"),
        (_, YearPlace::First, _) => (Some(DateOrder::Ymd), "the year comes first"),
        _ if form.shape.gap == Gap::SpacedToTheEnd => {
            (Some(DateOrder::Ymd), "a dot and a space follow each number")
        }
        (_, _, b'.') => (Some(DateOrder::Dmy), "dots part the numbers"),
        (_, YearPlace::Last, b'-') => (
            Some(DateOrder::Dmy),
            "hyphens part the numbers, and the year comes last",
        ),
        _ => (None, "dates of this form are written in several orders"),
    };
    (says, says.map_or(0, |_| lines), what.to_owned())
}

fn elimination(survey: &FormSurvey) -> Said {
    let [dmy, mdy, _] = &survey.orders;
    let (says, count) = match eliminate(survey) {
        // The year is told by its digits, and eliminates nothing.
        Left::One(..) if survey.form.year == YearPlace::First => (None, 0),
        Left::One(order, proofs, _) => (Some(order), proofs),
        Left::Both | Left::Contradiction => (None, dmy.impossible + mdy.impossible),
    };
    let what = format!(
        "{} cannot be read with the month first, {} not with the day first, {} only with the year \
         first",
        grouped(mdy.impossible),
        grouped(dmy.impossible),
        grouped(survey.only_year_first)
    );
    (says, count, what)
}

fn upper_bound(survey: &FormSurvey, stated: &Stated) -> Said {
    let Some(exported) = stated.exported_on else {
        return (None, 0, "the day of the export is not stated".to_owned());
    };
    let [dmy, mdy, ymd] = survey.orders.each_ref().map(|count| count.late);
    let says = match (dmy, mdy) {
        (0, 1..) => Some(DateOrder::Dmy),
        (1.., 0) => Some(DateOrder::Mdy),
        _ => None,
    };
    let what = format!(
        "after {}: {} with the day first, {} with the month first, {} with the year first",
        exported.format("%-d %B %Y"),
        grouped(dmy),
        grouped(mdy),
        grouped(ymd)
    );
    (says, dmy.max(mdy), what)
}

fn media_names(survey: &FormSurvey) -> Said {
    let [dmy, mdy, _] = &survey.orders;
    let more = |day: u64, month: u64| match day.cmp(&month) {
        std::cmp::Ordering::Greater => Some((DateOrder::Dmy, day)),
        std::cmp::Ordering::Less => Some((DateOrder::Mdy, month)),
        std::cmp::Ordering::Equal => None,
    };
    let says = more(dmy.media, mdy.media).or_else(|| more(dmy.media_days, mdy.media_days));
    let all = dmy.media + mdy.media + dmy.media_days + mdy.media_days;
    let what = format!(
        "the moment in the name agrees on {} with the day first, on {} with the month first; the \
         day in it on {} and {}{}",
        grouped(dmy.media),
        grouped(mdy.media),
        grouped(dmy.media_days),
        grouped(mdy.media_days),
        match dmy.impossible + mdy.impossible {
            0 => "",
            _ => ", looked at until a number decided",
        }
    );
    let (says, count) = says.map_or((None, all), |(order, count)| (Some(order), count));
    (says, count, what)
}

fn chronology(survey: &FormSurvey) -> Said {
    let [dmy, mdy, ymd] = survey.orders.each_ref();
    let (says, fewer) = match (dmy.possible, mdy.possible) {
        (0, 0) => (None, ymd.backward),
        _ if dmy.backward < mdy.backward => (Some(DateOrder::Dmy), mdy.backward),
        _ if mdy.backward < dmy.backward => (Some(DateOrder::Mdy), dmy.backward),
        _ => (None, dmy.backward),
    };
    let what = format!(
        "steps back in time: {} with the day first, {} with the month first, {} with the year \
         first",
        grouped(dmy.backward),
        grouped(mdy.backward),
        grouped(ymd.backward)
    );
    (says, fewer, what)
}

fn padding(survey: &FormSurvey) -> Said {
    let (padded, unpadded) = (survey.padded, survey.unpadded);
    let says = match (survey.form.separator, padded, unpadded) {
        (b'/', 1.., 0) => Some(DateOrder::Dmy),
        (b'/', 0, 1..) => Some(DateOrder::Mdy),
        _ => None,
    };
    let what = format!(
        "{} numbers below ten with a leading zero, {} without; a habit, which never decides",
        grouped(padded),
        grouped(unpadded)
    );
    (says, padded + unpadded, what)
}

fn statement(stated: &Stated) -> Said {
    match &stated.date_order {
        Some(said) => (Some(said.value), 1, "stated by a person".to_owned()),
        None => (None, 0, "nobody stated it".to_owned()),
    }
}
