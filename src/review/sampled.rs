//! What samples of messages that are not selected gave.

use super::{Sheets, at_most};
use crate::fixity::Sha256Digest;
use crate::journal::{Drawn, Entry, Purpose, SampleSigned};
use crate::manifest::grouped;
use crate::shown::shown;

/// A sample that was drawn, and all of which was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// The id of its sheet.
    pub sheet: String,
    /// The journal's line with the answers.
    pub line: u64,
    /// The post that looked.
    pub by: String,
    /// How it was drawn.
    pub drawn: Drawn,
    /// The SHA-256 of `sheets/<sheet>.csv`, which lists the messages.
    pub asked: Sha256Digest,
    /// How many messages were looked at.
    pub n: u64,
    /// The ids of those that were wrongly not selected.
    pub wrong: Vec<String>,
}

impl Sampled {
    /// Tells whether every message was looked at.
    pub fn is_census(&self) -> bool {
        self.n >= self.drawn.population
    }

    /// Returns the upper bound of the share of messages wrongly not selected, as they were when
    /// the sample was drawn; 0 where every message was looked at, because the wrong ones were put
    /// right by their answers.
    pub fn at_most(&self) -> f64 {
        match self.is_census() {
            true => 0.0,
            false => at_most(self.n, self.wrong.len() as u64),
        }
    }

    /// Returns what a sign-off that rests on this sample records of it.
    pub fn signed(&self) -> SampleSigned {
        SampleSigned {
            sheet: self.sheet.clone(),
            line: self.line,
            n: self.n,
            wrong: self.wrong.len() as u64,
            population: self.drawn.population,
            seed: self.drawn.seed.clone(),
            at_most_percent: format!("{:.2}", self.at_most() * 100.0),
        }
    }
}

/// Says why a sample was drawn from fewer messages than are not selected, where it was: copies of a
/// message on several telephones are one message.
pub fn copies_count_once(sample: &SampleSigned, not_selected: u64) -> Option<&'static str> {
    let fewer = sample.population < not_selected;
    fewer.then_some("Copies of a message on several telephones count once in it.")
}

/// Returns what a sample proves, in words for people.
pub fn sample_in_words(sample: &SampleSigned) -> String {
    let SampleSigned {
        n,
        wrong,
        population,
        seed,
        at_most_percent,
        ..
    } = sample;
    let drawn = format!("drawn with seed {}", shown(seed));
    let (n, of) = (grouped(*n), grouped(*population));
    let census = sample.n >= sample.population;
    match (census, wrong) {
        (true, 0) => format!("all {of} looked at, {drawn}, none wrong: nothing is unseen"),
        (true, wrong) => format!(
            "all {of} looked at, {drawn}, {} wrong and decided by their answers: nothing is unseen",
            grouped(*wrong)
        ),
        (false, wrong) => {
            let wrong = match wrong {
                0 => "none".to_owned(),
                wrong => grouped(*wrong),
            };
            format!(
                "{n} of {of} {drawn}, {wrong} wrong: at most {at_most_percent} % are wrong, 95 % confidence"
            )
        }
    }
}

/// Returns the samples that were answered, in the order in which they were drawn.
pub fn samples(entries: &[Entry]) -> Vec<Sampled> {
    let sheets = Sheets::of(entries).for_purpose(Purpose::Sample);
    let sampled = sheets.into_iter().filter_map(|sheet| {
        let (entry, answered) = sheet.answered?;
        Some(Sampled {
            sheet: sheet.asked.sheet.clone(),
            line: entry.n,
            by: entry.by.clone(),
            drawn: sheet.asked.drawn.clone()?,
            asked: sheet.asked.asked,
            n: answered.agreed + answered.answers.len() as u64,
            wrong: answered.answers.iter().map(|a| a.id.clone()).collect(),
        })
    });
    sampled.collect()
}
