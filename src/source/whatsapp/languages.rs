//! In which languages the app speaks in an export.

use std::collections::BTreeMap;

use super::app_words::APP_WORDS;
use super::learned::name_and_brackets;
use super::marker::bare;
use super::marks::{begins_with_app_mark, is_mark};
use super::phrases::PHRASES;
use super::text::first_line;
use crate::message::{MarkerBasis, Message};
use crate::source::{AppLanguage, AppWords};

/// Languages of the table: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Languages(u64);

impl Languages {
    /// Returns the one language with this place in the table.
    pub(super) fn only(place: usize) -> Languages {
        Languages(1 << place)
    }

    /// Returns these languages and others.
    pub(super) fn and(self, other: Languages) -> Languages {
        Languages(self.0 | other.0)
    }

    /// Tells whether there is none.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Tells whether the language with this place in the table is one of them.
    pub(super) fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }
}

/// How often the app spoke, by the languages its words may be in.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    times: BTreeMap<Languages, u64>,
    by_mark: u64,
    by_form: u64,
}

impl Spoken {
    /// Counts what the app wrote into a message; `notice` are the languages of its words, where
    /// it speaks for itself.
    pub(super) fn note(&mut self, message: &Message<'_>, notice: Languages) {
        let Some(basis) = message.marker else {
            return;
        };
        let languages = match message.event {
            Some(_) => notice,
            None => {
                of_marker(message.lead)
                    .and(of_marker(message.tail))
                    .and(match message.sender {
                        Some(_) => Languages::default(),
                        None => of_words(message.body),
                    })
            }
        };
        match basis {
            _ if !languages.is_empty() => *self.times.entry(languages).or_default() += 1,
            MarkerBasis::Mark => self.by_mark += 1,
            MarkerBasis::Structure | MarkerBasis::TextMatch => self.by_form += 1,
        }
    }

    /// Returns the languages that explain the most, in the order of how much each explains
    /// that those before it do not.
    pub(super) fn told(mut self) -> AppWords {
        let mut told = AppWords {
            languages: Vec::new(),
            by_mark: self.by_mark,
            by_form: self.by_form,
        };
        while !self.times.is_empty() {
            let explained = |place: usize| -> u64 {
                let of = self.times.iter().filter(|(l, _)| l.has(place));
                of.map(|(_, times)| times).sum()
            };
            let places = 0..APP_WORDS.languages.len();
            let most = places.clone().map(explained).max().unwrap_or_default();
            let best: Vec<usize> = places.filter(|place| explained(*place) == most).collect();
            told.languages.push(AppLanguage {
                codes: best
                    .iter()
                    .map(|at| APP_WORDS.languages[*at].code)
                    .collect(),
                names: best
                    .iter()
                    .map(|at| APP_WORDS.languages[*at].name)
                    .collect(),
                times: most,
            });
            self.times
                .retain(|languages, _| !best.iter().any(|place| languages.has(*place)));
        }
        told
    }
}

fn of_words(text: &[u8]) -> Languages {
    bare(text).map_or(Languages::default(), |words| PHRASES.spoken(&words))
}

/// Returns the languages of the app's words in a marker, which may stand beside the name of a
/// file, in brackets, or behind a person's words.
fn of_marker(text: &[u8]) -> Languages {
    let line = first_line(text);
    let Some(words) = bare(line).filter(|words| !words.is_empty()) else {
        return Languages::default();
    };
    let words = words.trim();
    let mut found = PHRASES.spoken(words);
    if let Some((_, inner)) = name_and_brackets(line) {
        found = found.and(PHRASES.spoken(inner));
    }
    let inner = words
        .strip_suffix('>')
        .and_then(|words| words.rsplit_once('<'))
        .map(|(_, inner)| inner.trim_matches(is_mark));
    if let Some(inner) = inner.filter(|_| found.is_empty()) {
        let before = inner.split([':', '：']).next().unwrap_or(inner);
        let behind = inner.rsplit(' ').next().unwrap_or(inner);
        for words in [inner, before.trim_end(), behind] {
            found = found.and(PHRASES.spoken(words));
        }
    }
    let marked = memchr::memrchr_iter(0xE2, line).find(|&at| begins_with_app_mark(&line[at..]));
    if let Some(mark) = marked.filter(|_| found.is_empty()) {
        found = of_words(&line[mark..]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> usize {
        let mut languages = APP_WORDS.languages.iter();
        languages.position(|known| known.code == code).unwrap()
    }

    fn names(languages: Languages) -> Vec<&'static str> {
        let known = APP_WORDS.languages.iter().enumerate();
        let of = known.filter(|(at, _)| languages.has(*at));
        of.map(|(_, language)| language.code).collect()
    }

    #[test]
    fn the_words_in_a_marker_tell_its_language() {
        for (marker, codes) in [
            ("\u{200e}Bild weggelassen", vec!["de"]),
            ("\u{200e}GIF omitido", vec!["es", "pt"]),
            ("IMG-20240201-WA0001.jpg (bestand bijgevoegd)\n", vec!["nl"]),
            ("\u{200e}<Anhang: 00000001-Plan.pdf>", vec!["de"]),
            ("\u{200e}<附件：00000001-Plan.pdf>", vec!["zh-Hans"]),
            ("\u{200e}<00000001-Plan.pdf eklendi>", vec!["tr"]),
            (" \u{200e}<This message was edited.>", vec!["en"]),
            (
                "Plan.pdf • \u{200e}2 pages \u{200e}document omitted",
                vec!["en"],
            ),
            ("\u{200e}άγνωστες λέξεις", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(of_marker(marker.as_bytes())), codes, "{marker}");
        }
    }

    #[test]
    fn the_languages_that_explain_most_are_told_and_no_more() {
        let [es, pt, en] = ["es", "pt", "en"].map(|code: &str| Languages::only(place(code)));
        let told = |times: &[(Languages, u64)]| {
            let spoken = Spoken {
                times: times.iter().copied().collect(),
                ..Spoken::default()
            };
            let told = spoken.told().languages.into_iter();
            told.map(|l| (l.codes.join(" or "), l.times))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(&[(es, 4), (es.and(pt), 3), (en, 1)]),
            [("es".to_owned(), 7), ("en".to_owned(), 1)]
        );
        assert_eq!(told(&[(es.and(pt), 3)]), [("es or pt".to_owned(), 3)]);
        assert_eq!(told(&[]), []);
    }
}
