//! How people reviewed the messages of a batch, for the department's report.

use super::{ActError, Loaded, second_look};
use crate::appraisal::Appraisal;
use crate::manifest::grouped;
use crate::report::{ReviewFigures, SampleRow};
use crate::review::{Agreement, Decisions, sample_in_words, samples};

/// Returns how people reviewed the messages.
///
/// # Errors
/// When the journal holds an id that is none.
pub(super) fn review_figures(
    loaded: &Loaded,
    appraisal: &Appraisal,
) -> Result<ReviewFigures, ActError> {
    let entries = loaded.journal.entries();
    let look = second_look(loaded, appraisal)?;
    let agreement = Decisions::of(entries)?.agreement();
    let sampled: Vec<_> = samples(entries).iter().map(|s| s.signed()).collect();
    let mut words = vec![match look.decided {
        0 => "People decided about no message one by one.".to_owned(),
        decided => format!(
            "People decided about {}; {} to be looked at again by another post.",
            plural(decided, "message", "messages"),
            plural(look.wanted, "of them is", "of them are"),
        ),
    }];
    words.extend(agreement.in_words().map(|words| format!("{words}.")));
    for sample in &sampled {
        words.push(format!(
            "Sample {} of what is not selected: {}.",
            sample.sheet,
            sample_in_words(sample)
        ));
    }
    let Agreement {
        looked_twice,
        agreed,
        kappa,
    } = agreement;
    Ok(ReviewFigures {
        decided: look.decided,
        second_look_wanted: look.wanted,
        looked_twice,
        agreed,
        kappa: kappa.map(|kappa| format!("{kappa:.2}")),
        samples: sampled
            .into_iter()
            .map(|sample| SampleRow {
                sheet: sample.sheet,
                n: sample.n,
                wrong: sample.wrong,
                population: sample.population,
                seed: sample.seed,
                at_most_percent: sample.at_most_percent,
            })
            .collect(),
        words,
    })
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}
