//! Sheets of a sample that is replayed: they go out and come back without a file between.

use std::num::NonZeroUsize;

use super::ask::asked_of;
use super::sample::population;
use super::{ActError, Answering, Asking, Doing, Loaded, SheetBack, StepAnswer, answer, ask};
use crate::fixity::sha256;
use crate::journal::Purpose;
use crate::message::MessageId;
use crate::review::{Decisions, Sheets};
use crate::selection::Effect;
use crate::sheet::{AnswerRow, Answers};

/// Draws a sample.
pub(super) fn draw_sample(
    n: usize,
    seed: &str,
    doing: &Doing,
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<(), ActError> {
    let asking = Asking::Sample {
        n,
        given: Some(seed.to_owned()),
        random: String::new(),
    };
    ask(loaded, &asking, doing, threads)?;
    Ok(())
}

/// Answers the sample that is out: rightly not selected, but for those that are named.
pub(super) fn answer_sample(
    wrong: &[StepAnswer],
    doing: &Doing,
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<(), ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let drawn_from = population(&appraisal, &loaded.inputs.policy).next();
    if drawn_from.is_none() {
        // Nothing was drawn, because there was nothing to draw.
        return Ok(());
    }
    let same = |_: &MessageId| Some(Effect::NotSelected);
    let back = filled_in(loaded, Purpose::Sample, &same, wrong)?;
    let answering = Answering::default();
    answer(
        loaded,
        &back,
        &[Purpose::Sample],
        &answering,
        doing,
        threads,
    )?;
    Ok(())
}

/// Looks again at what was decided, and agrees but for what is named.
pub(super) fn look_again(
    seed: &str,
    because: &str,
    differ: &[StepAnswer],
    doing: &Doing,
    loaded: &mut Loaded,
    threads: NonZeroUsize,
) -> Result<(), ActError> {
    let asking = Asking::SecondLook {
        seed: seed.to_owned(),
    };
    ask(loaded, &asking, doing, threads)?;
    let effective = Decisions::of(loaded.journal.entries())?.effective();
    let same = |id: &MessageId| Some(effective.get(id)?.decision);
    let back = filled_in(loaded, Purpose::SecondLook, &same, differ)?;
    let answering = Answering {
        because: because.to_owned(),
        second: None,
    };
    answer(
        loaded,
        &back,
        &[Purpose::SecondLook],
        &answering,
        doing,
        threads,
    )?;
    Ok(())
}

/// Returns the sheet that is out, as if it came back filled in with `same` but for `others`.
fn filled_in(
    loaded: &Loaded,
    purpose: Purpose,
    same: &dyn Fn(&MessageId) -> Option<Effect>,
    others: &[StepAnswer],
) -> Result<SheetBack, ActError> {
    let sheets = Sheets::of(loaded.journal.entries()).for_purpose(purpose);
    let mut out = sheets.iter().rev().filter(|sheet| sheet.answered.is_none());
    let Some(out) = out.next() else {
        return Err(ActError::Asked(format!(
            "no sheet for {} is out; acts.jsonl answers one that was not written",
            purpose.word()
        )));
    };
    let sheet = out.asked.sheet.clone();
    let mut rows = Vec::new();
    let mut take = |id: String, decision: &str, because: &str| {
        rows.push(AnswerRow {
            number: rows.len() as u64 + 2,
            cells: vec![sheet.clone(), id, decision.to_owned(), because.to_owned()],
        });
    };
    for (id, _) in asked_of(&loaded.inputs.batch, out.asked)? {
        let text = id.to_string();
        if !others.iter().any(|other| other.id == text) {
            take(text, same(&id).map_or("", Effect::word), "");
        }
    }
    for other in others {
        take(other.id.clone(), other.decision.word(), &other.because);
    }
    let columns = ["sheet", "id", "decision", "because"].map(str::to_owned);
    let said: String = rows.iter().map(|row| row.cells.join("\n") + "\n").collect();
    Ok(SheetBack {
        file: "acts.jsonl".to_owned(),
        sha256: sha256(said.as_bytes()),
        answers: Answers {
            columns: columns.to_vec(),
            rows,
        },
    })
}
