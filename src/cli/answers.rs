//! What was decided about an export as a whole and why, in lines for a terminal.

use super::accounted::row;
use crate::manifest::grouped;
use crate::shown::shown;
use crate::source::{Considered, DateOrder, Evidence};

/// Returns an answer about an export, how firm it is, and why.
pub(super) fn evidence_line(evidence: &Evidence) -> String {
    row(
        evidence.question.words(),
        &format!(
            "{} ({}), because {}",
            answer_words(evidence),
            evidence.level.word(),
            shown(&evidence.because)
        ),
    )
}

fn answer_words(evidence: &Evidence) -> String {
    match evidence.answer.parse::<DateOrder>() {
        Ok(order) => order.words().to_owned(),
        Err(_) => shown(&evidence.answer).to_string(),
    }
}

/// Returns what one kind of evidence says, whether or not it decided.
pub(super) fn considered_line(considered: &Considered) -> String {
    let says = match considered.says {
        Some(order) => order.words(),
        None => "says nothing",
    };
    let said = format!(
        "{}: {says}, count {} ({}){}",
        considered.kind.word(),
        grouped(considered.count),
        shown(&considered.what),
        if considered.decided {
            "; this decided"
        } else {
            ""
        }
    );
    row("", &said)
}
