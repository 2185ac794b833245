//! How like two texts are: the share of their runs of three words that both have.
//!
//! This is the Jaccard index of the sets of word shingles, in whole per cent, rounded down. Words are
//! compared as queries compare them. A text of fewer than three words is one run.

use std::collections::{BTreeMap, BTreeSet};

use crate::selection::Folded;

/// How many words stand in a run.
const RUN: usize = 3;
/// From how many per cent on a text is nearly another, where that is what is looked for.
pub const NEARLY: u8 = 60;
/// From how many per cent on two texts that were found are taken for one text sent again.
pub const SENT_AGAIN: u8 = 80;
/// The fewest words of a text that can be one sent again: short answers are often alike.
const FEWEST_WORDS: usize = 5;

/// The runs of words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles {
    runs: BTreeSet<String>,
    words: usize,
}

impl Shingles {
    /// Returns the runs of a text.
    pub fn of(text: &str) -> Shingles {
        let folded = Folded::of(text);
        let words: Vec<&str> = folded.words().collect();
        let runs = match words.len() {
            0 => BTreeSet::new(),
            1..RUN => BTreeSet::from([words.join(" ")]),
            _ => words.windows(RUN).map(|run| run.join(" ")).collect(),
        };
        Shingles {
            runs,
            words: words.len(),
        }
    }

    /// Tells whether there is no word at all: such a text is like no other.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Returns how like another text is, in per cent.
    pub fn likeness(&self, other: &Shingles) -> u8 {
        let both = self.runs.intersection(&other.runs).count();
        per_cent(both, self.runs.len() + other.runs.len() - both)
    }
}

fn per_cent(part: usize, whole: usize) -> u8 {
    match whole {
        0 => 0,
        whole => u8::try_from(part * 100 / whole).expect("a part is no more than the whole"),
    }
}

/// Returns for each text the first that it is nearly the same as, by its index; nothing where it is
/// the first of its kind.
pub fn sent_again<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Option<usize>> {
    let mut firsts: Vec<(usize, Shingles)> = Vec::new();
    let mut by_run: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut all = Vec::new();
    for (index, text) in texts.enumerate() {
        let shingles = Shingles::of(text);
        if shingles.words < FEWEST_WORDS {
            all.push(None);
            continue;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for first in shingles
            .runs
            .iter()
            .filter_map(|run| by_run.get(run))
            .flatten()
        {
            *shared.entry(*first).or_default() += 1;
        }
        let like = shared.into_iter().find(|(first, both)| {
            let whole = firsts[*first].1.runs.len() + shingles.runs.len() - both;
            per_cent(*both, whole) >= SENT_AGAIN
        });
        all.push(like.map(|(first, _)| firsts[first].0));
        if like.is_none() {
            for run in &shingles.runs {
                by_run.entry(run.clone()).or_default().push(firsts.len());
            }
            firsts.push((index, shingles));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(one: &str, other: &str) -> u8 {
        Shingles::of(one).likeness(&Shingles::of(other))
    }

    #[test]
    fn likeness_is_the_share_of_common_runs_of_words() {
        let chain = "Please pass on: the bridge at Crossbill is shut until noon";
        assert_eq!(likeness(chain, &chain.to_uppercase()), 100);
        assert_eq!(likeness(chain, "Something else altogether here"), 0);
        // 9 runs in the one, one more in the other.
        assert_eq!(likeness(chain, &format!("{chain} tomorrow")), 90);
        assert_eq!(likeness("agreed", "Agreed!"), 100);
        assert_eq!(likeness("", ""), 0);
    }

    #[test]
    fn a_text_sent_again_names_the_first() {
        let chain = "Please pass on: the bridge at Crossbill is shut until noon today";
        let again = format!("Fwd {chain}");
        let texts = [
            "Agreed",
            chain,
            "Agreed",
            &again,
            "Other words that are not like it",
            chain,
        ];
        assert_eq!(
            sent_again(texts.into_iter()),
            [None, None, None, Some(1), None, Some(1)]
        );
    }

    proptest! {
        #[test]
        fn whatever_is_sent_again_is_like_the_first(
            texts in proptest::collection::vec("(a|b|c|d)( (a|b|c|d)){4,8}", 0..12)
        ) {
            let again = sent_again(texts.iter().map(String::as_str));
            for (index, first) in again.iter().enumerate() {
                match first {
                    Some(first) => {
                        prop_assert!(again[*first].is_none() && *first < index);
                        prop_assert!(likeness(&texts[*first], &texts[index]) >= SENT_AGAIN);
                    }
                    None => for earlier in (0..index).filter(|earlier| again[*earlier].is_none()) {
                        prop_assert!(likeness(&texts[earlier], &texts[index]) < SENT_AGAIN);
                    },
                }
            }
        }
    }
}
