//! In which order day, month and year stand: decided by evidence, or not at all.

use super::asked::{ask, ask_between, contradiction};
use super::considered;
use super::elimination::{Left, eliminate, eliminated, is_contradicted};
use super::form::{Gap, Month, YearPlace};
use super::header::Header;
use super::sample::Sample;
use super::survey::FormSurvey;
use crate::shown::shown;
use crate::source::EvidenceKind::{
    Chronology, Elimination, MediaNames, Statement, Structure, UpperBound,
};
use crate::source::{DateOrder, Evidence, EvidenceKind, Level, Question, Stated};

/// What the headers of a file say about one order.
#[derive(Debug, Default)]
pub(super) struct OrderCount {
    /// Headers whose date exists in this order.
    pub(super) possible: u64,
    /// Headers whose date does not exist in this order, and does in another.
    pub(super) impossible: u64,
    /// The first of these.
    pub(super) first_impossible: Option<Sample>,
    /// Steps back in time from one header to the next.
    pub(super) backward: u64,
    /// Headers later than the day of the export.
    pub(super) late: u64,
    /// Headers whose own media name, with the moment in it, confirms this order against another.
    pub(super) media: u64,
    /// Headers whose own media name, with a day in it that may be a later one, agrees with this
    /// order and not with another.
    pub(super) media_days: u64,
    /// The moment of the last header.
    pub(super) last: u64,
}

/// Why an order could not be decided, or was not.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Undecided {
    /// A person must say it: the line, and the question.
    Ask(u64, String),
    /// What was stated, or the file itself, contradicts itself: the line, and why.
    Refuse(u64, String),
}

/// Decides the order of the dates of a file. The evidence tells of every kind that was considered.
///
/// # Errors
/// When a person must say it, or what they said cannot be.
pub(super) fn decide(
    survey: &FormSurvey,
    stated: &Stated,
) -> Result<(DateOrder, Evidence), Undecided> {
    let (order, kind, mut evidence) = decided(survey, stated)?;
    evidence.considered = considered::all(survey, stated, kind);
    Ok((order, evidence))
}

/// The order, what decided it, and the evidence as far as it did.
pub(super) type Answer = (DateOrder, EvidenceKind, Evidence);

fn decided(survey: &FormSurvey, stated: &Stated) -> Result<Answer, Undecided> {
    if survey.form.shape.month == Month::Name {
        let because = "the month is written as a word".to_owned();
        return Ok(answer(DateOrder::Dmy, Structure, Level::Certain, because));
    }
    let left = eliminate(survey);
    if let Some(said) = &stated.date_order {
        refuse_the_impossible(survey, &left, said.value)?;
        return Ok(answer(
            said.value,
            Statement,
            Level::Stated,
            format!("{} stated it", shown(&said.by)),
        ));
    }
    if survey.form.year == YearPlace::First {
        let because = match survey.form.shape.era {
            1 if survey
                .first
                .header()
                .is_some_and(|first| first.widths[0] == 3) =>
            {
                "every date begins with a year of three digits".to_owned()
            }
            1 => "every date begins with a year of four digits".to_owned(),
            _ => "every date begins with the name of an era".to_owned(),
        };
        return Ok(answer(DateOrder::Ymd, Structure, Level::Certain, because));
    }
    if let Some(decided) = year_first(survey, stated) {
        return decided;
    }
    match left {
        Left::One(order, proofs, against) if !is_contradicted(survey, order, proofs) => {
            return Ok(eliminated(survey, order, proofs, against));
        }
        Left::One(..) => return Err(ask(survey)),
        Left::Contradiction => return Err(contradiction(survey)),
        Left::Both => {}
    }
    if survey.first_ambiguous.is_none() {
        let because = "every date reads the same, day or month first".to_owned();
        return Ok(answer(DateOrder::Dmy, Elimination, Level::Certain, because));
    }
    by_structure(survey)
        .or_else(|| by_export_day(survey, stated))
        .or_else(|| by_media(survey))
        .or_else(|| by_media_days(survey))
        .or_else(|| by_chronology(survey))
        .ok_or_else(|| ask(survey))
}

/// Returns an answer.
pub(super) fn answer(
    order: DateOrder,
    kind: EvidenceKind,
    level: Level,
    because: String,
) -> Answer {
    let evidence = Evidence {
        question: Question::DateOrder,
        answer: order.to_string(),
        level,
        because,
        considered: Vec::new(),
    };
    (order, kind, evidence)
}

/// Returns a number with commas, as people write it: `1,904`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns so many lines as the subject of a clause.
pub(super) fn lines_have(number: u64) -> String {
    match number {
        1 => "1 line has".to_owned(),
        _ => format!("{} lines have", grouped(number)),
    }
}

fn refuse_the_impossible(
    survey: &FormSurvey,
    left: &Left,
    said: DateOrder,
) -> Result<(), Undecided> {
    let excluded = match left {
        Left::One(order, ..) => *order != said,
        Left::Both | Left::Contradiction => survey.order(said).possible == 0,
    };
    if !excluded {
        return Ok(());
    }
    let sample = survey
        .order(said)
        .first_impossible
        .as_ref()
        .unwrap_or(&survey.first);
    let date = sample.written();
    Err(Undecided::Refuse(
        sample.line,
        format!(
            "the date order was stated as {said} ({}), and \"{}\" cannot be read so; state \
             another order, or none",
            said.words(),
            shown(&date)
        ),
    ))
}

/// Decides whether two digits that come first are a year, where every date can be read so.
///
/// Such dates are Korean, and some Basque and Canadian ones. Others may look the same: `24-03-13`.
fn year_first(survey: &FormSurvey, stated: &Stated) -> Option<Result<Answer, Undecided>> {
    let [dmy, mdy, ymd] = &survey.orders;
    if survey.form.year != YearPlace::TwoDigits || ymd.impossible > 0 || ymd.possible == 0 {
        return None;
    }
    if survey.form.shape.gap == Gap::SpacedToTheEnd {
        let because = "dates with a dot and a space behind each number begin with the year";
        let because = because.to_owned();
        return Some(Ok(answer(
            DateOrder::Ymd,
            Structure,
            Level::Certain,
            because,
        )));
    }
    // Where the year may also come last, what else there is must speak for one of the two.
    if dmy.impossible > 0 || mdy.impossible == 0 {
        return None;
    }
    let rivals = [DateOrder::Ymd, DateOrder::Dmy];
    let otherwise = by_bound(survey, stated, rivals).or_else(|| by_steps(survey, rivals));
    match otherwise {
        Some(decided) => Some(Ok(decided)),
        // Hyphens are both Dutch and Canadian; with other signs the year comes first in Basque alone.
        None if survey.form.separator == b'-' => {
            Some(Err(ask_between(survey, &survey.first, rivals)))
        }
        None => None,
    }
}

fn by_structure(survey: &FormSurvey) -> Option<Answer> {
    let because = match (survey.form.separator, survey.form.year) {
        (b'.', _) => "dates written with dots begin with the day",
        (b'-', YearPlace::Last) => {
            "dates written with hyphens and the year last begin with the day"
        }
        _ => return None,
    };
    Some(answer(
        DateOrder::Dmy,
        Structure,
        Level::Certain,
        because.to_owned(),
    ))
}

fn by_media(survey: &FormSurvey) -> Option<Answer> {
    let [dmy, mdy, _] = &survey.orders;
    let (order, proofs) = match (dmy.media, mdy.media) {
        (1.., 0) => (DateOrder::Dmy, dmy.media),
        (0, 1..) => (DateOrder::Mdy, mdy.media),
        _ => return None,
    };
    let because = format!(
        "{} the name of a file that repeats the date and time of its message",
        lines_have(proofs)
    );
    Some(answer(order, MediaNames, Level::Certain, because))
}

/// The day in the name that Android gives is that of receipt, or of a later download: it counts
/// only as a clear majority.
fn by_media_days(survey: &FormSurvey) -> Option<Answer> {
    let [dmy, mdy, _] = &survey.orders;
    let clear = |fewer: u64, more: u64| more >= 3 && more >= fewer * 3;
    let (order, more, fewer) = match (dmy.media_days, mdy.media_days) {
        (day, month) if clear(month, day) => (DateOrder::Dmy, day, month),
        (day, month) if clear(day, month) => (DateOrder::Mdy, month, day),
        _ => return None,
    };
    let because = format!(
        "{} the name of a file with its day in it if read as {}, and {} if read otherwise",
        lines_have(more),
        order.words(),
        grouped(fewer)
    );
    Some(answer(order, MediaNames, Level::Strong, because))
}

const DAY_OR_MONTH: [DateOrder; 2] = [DateOrder::Dmy, DateOrder::Mdy];

fn by_export_day(survey: &FormSurvey, stated: &Stated) -> Option<Answer> {
    by_bound(survey, stated, DAY_OR_MONTH)
}

fn by_bound(survey: &FormSurvey, stated: &Stated, [one, other]: [DateOrder; 2]) -> Option<Answer> {
    let exported = stated.exported_on?;
    let (order, late, other) = match (survey.order(one).late, survey.order(other).late) {
        (0, late @ 1..) => (one, late, other),
        (late @ 1.., 0) => (other, late, one),
        _ => return None,
    };
    let because = format!(
        "read as {}, {} a date after the day of the export, {}",
        other.words(),
        lines_have(late),
        exported.format("%-d %B %Y")
    );
    Some(answer(order, UpperBound, Level::Strong, because))
}

fn by_chronology(survey: &FormSurvey) -> Option<Answer> {
    by_steps(survey, DAY_OR_MONTH)
}

fn by_steps(survey: &FormSurvey, [one, other]: [DateOrder; 2]) -> Option<Answer> {
    let steps = |order| survey.order(order).backward;
    let clear = |fewer: u64, more: u64| more >= fewer * 3 && more >= fewer + 2;
    let (order, other) = if clear(steps(one), steps(other)) {
        (one, other)
    } else if clear(steps(other), steps(one)) {
        (other, one)
    } else {
        return None;
    };
    let because = format!(
        "read as {}, time steps back {} times; as {}, {} times",
        order.words(),
        grouped(steps(order)),
        other.words(),
        grouped(steps(other))
    );
    Some(answer(order, Chronology, Level::Strong, because))
}

/// Counts one header for every order.
///
/// Returns whether the date exists in any of them.
pub(super) fn count(survey: &mut FormSurvey, header: &Header, sample: impl Fn() -> Sample) -> bool {
    let days = survey.days.of(header);
    if days == [None; 3] {
        return false;
    }
    let [dmy, mdy, ymd] = days;
    survey.only_year_first += u64::from(dmy.is_none() && mdy.is_none());
    let exported = survey.exported;
    for (count, day) in survey.orders.iter_mut().zip(days) {
        let Some(day) = day else {
            // An order that puts the year first is not held against the two that do not.
            let rival = dmy
                .or(mdy)
                .or(ymd.filter(|_| header.form.year == YearPlace::First));
            if rival.is_some() {
                count.impossible += 1;
                count.first_impossible.get_or_insert_with(&sample);
            }
            continue;
        };
        count.possible += 1;
        let moment = day.moment(header);
        count.backward += u64::from(moment < count.last);
        count.last = moment;
        if exported.is_some_and(|exported| day > exported) {
            count.late += 1;
        }
    }
    if dmy != mdy && dmy.is_some() && mdy.is_some() {
        survey.first_ambiguous.get_or_insert_with(&sample);
    }
    for place in 0..2 {
        match (header.date[place], header.widths[place]) {
            (1..=9, 2) => survey.padded += 1,
            (1..=9, 1) => survey.unpadded += 1,
            _ => {}
        }
    }
    true
}
