//! The matcher against an evaluator that does everything the slow and plain way.

use chrono::NaiveDate;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::facts::{Facts, Person};
use super::super::query::tests::{lists, query};
use super::super::query::{Field, Has, Lists, Query, Term, Test, parse};
use super::super::words::fold;
use super::{Matcher, Program, Truth};
use crate::message::{Attachment, AttachmentState, EventCode, Kind};

fn plain_words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let folded = fold(text);
    let segments: Vec<&str> = folded.split_word_bounds().collect();
    for segment in segments {
        let characters: Vec<char> = segment.chars().collect();
        for (at, c) in characters.iter().enumerate() {
            let digit = |at: Option<usize>| {
                at.and_then(|at| characters.get(at))
                    .is_some_and(|c| c.is_numeric())
            };
            let parts = matches!(c, '_' | ':' | '"')
                || (*c == '.' && !(digit(at.checked_sub(1)) && digit(Some(at + 1))));
            spaced.push(if parts { '\n' } else { *c });
        }
        spaced.push('\n');
    }
    let word = |line: &str| {
        line.trim_start_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    spaced
        .lines()
        .map(word)
        .filter(|word| !word.is_empty())
        .collect()
}

fn plain_term(term: &Term, text: &str) -> bool {
    let words = plain_words(text);
    let fits = |window: &[String]| {
        window
            .iter()
            .zip(term.words())
            .all(|(word, wanted)| wanted.matches(word))
    };
    words.windows(term.words().len()).any(fits)
}

fn plain_names(facts: &Facts<'_>, field: Field) -> Vec<String> {
    let names: Vec<&str> = match field {
        Field::Text => vec![facts.text],
        Field::From => facts
            .sender
            .map(|person| person.names.to_vec())
            .unwrap_or_default(),
        Field::Chat => facts.conversation.to_vec(),
    };
    names.into_iter().map(str::to_owned).collect()
}

/// Whether a query matches; `None` where that depends on the date of an undated message.
fn plain(query: &Query, facts: &Facts<'_>, lists: &Lists) -> Option<bool> {
    match query {
        Query::And(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| plain(part, facts, lists)).collect();
            if parts.contains(&Some(false)) {
                Some(false)
            } else if parts.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Query::Or(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| plain(part, facts, lists)).collect();
            if parts.contains(&Some(true)) {
                Some(true)
            } else if parts.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Query::Not(part) => plain(part, facts, lists).map(|truth| !truth),
        Query::Test(Test::Words(field, term)) => Some(
            plain_names(facts, *field)
                .iter()
                .any(|name| plain_term(term, name)),
        ),
        Query::Test(Test::List(field, list)) => {
            Some(plain_names(facts, *field).iter().any(|name| {
                lists
                    .get(list)
                    .unwrap()
                    .iter()
                    .any(|term| plain_term(term, name))
            }))
        }
        Query::Test(Test::Group(group)) => Some(
            facts
                .sender
                .is_some_and(|person| person.group == Some(group.as_str())),
        ),
        Query::Test(Test::Date(days)) => facts.date.map(|date| days.contains(date)),
        Query::Test(Test::Length(count)) => Some(count.contains(plain_words(facts.text).len())),
        Query::Test(Test::Has(has)) => Some(match has {
            Has::Attachment => !facts.attachments.is_empty(),
            Has::Media => facts
                .attachments
                .iter()
                .any(|a| a.media != Some("document")),
            Has::Link => facts.text.to_lowercase().contains("https://"),
            Has::Edited => facts.edited,
        }),
        Query::Test(Test::Kind(kind)) => Some(
            kind.word() == facts.kind.word()
                || facts.event.is_some_and(|event| event.word() == kind.word()),
        ),
    }
}

fn attachment(media: Option<&'static str>) -> Attachment<'static> {
    Attachment {
        name: None,
        media,
        state: AttachmentState::Omitted,
        entry: None,
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "agreed",
        "Decided",
        "decid",
        "decidedly",
        "sign",
        "off",
        "signed",
        "offer",
        "lobby",
        "see",
        "you",
        "B",
        "and",
        "Café",
        "cafe\u{301}",
        "10:30",
        "\u{2069}",
        "_",
        ".",
        " ",
        " ",
        " ",
        "\n",
        "’",
        "👍",
        "https://gov.uk",
    ]);
    proptest::collection::vec((piece, proptest::sample::select(vec!["", " ", " "])), 0..10)
        .prop_map(|pieces| {
            pieces
                .into_iter()
                .flat_map(|(piece, gap)| [piece, gap])
                .collect()
        })
}

proptest! {
    #[test]
    fn the_matcher_agrees_with_the_plain_evaluator(
        queries in proptest::collection::vec(query(), 1..5),
        messages in proptest::collection::vec((text(), 0..4usize, 0..4usize, any::<bool>(), 0..4usize), 1..6),
    ) {
        let lists = lists();
        let program = Program::compile(&queries, &lists);
        let mut matcher = Matcher::new(&program);
        let names: [&[&str]; 4] = [&["Lobby", "agreed b"], &["Sign Off"], &["see", "you"], &[]];
        for (text, sender, chat, edited, rest) in &messages {
            let attachments = [attachment(None), attachment(Some("document"))];
            let facts = Facts {
                text,
                sender: (*sender < 3).then(|| Person {
                    names: names[*sender],
                    group: [Some("minister"), Some("spad"), None][*sender],
                }),
                conversation: names[*chat],
                date: [None, NaiveDate::from_ymd_opt(2021, 1, 4), NaiveDate::from_ymd_opt(2020, 6, 1), None][*rest],
                kind: [Kind::Text, Kind::Media, Kind::System, Kind::Unknown][*rest],
                event: [None, None, Some(EventCode::Left), Some(EventCode::Unknown)][*rest],
                attachments: &attachments[..rest % 3],
                edited: *edited,
            };
            for (index, query) in queries.iter().enumerate() {
                let expected = match plain(query, &facts, &lists) {
                    Some(false) => Truth::No,
                    None => Truth::Unknown,
                    Some(true) => Truth::Yes,
                };
                prop_assert_eq!(matcher.look(&facts).truth(index), expected, "{} on {:?}", query, facts);
                let places = matcher.look(&facts).places(index, text);
                prop_assert!(places.iter().all(|place| text.get(place.clone()).is_some_and(|s| !s.is_empty())));
            }
        }
    }
}

fn places(query: &str, text: &str) -> Vec<String> {
    let lists = lists();
    let query = parse(query, &lists).unwrap();
    let program = Program::compile([&query], &lists);
    let mut matcher = Matcher::new(&program);
    let places = matcher.look_at_text(text).places(0, text);
    places
        .into_iter()
        .map(|place| text.get(place).unwrap().to_owned())
        .collect()
}

#[test]
fn the_places_are_what_made_it_match() {
    assert_eq!(
        places(
            "#decide AND NOT #meet",
            "We DECIDED, “signed” and sign  off"
        ),
        ["DECIDED", "sign  off"]
    );
    assert_eq!(places("(agreed AND lobby) OR yes", "Agreed? Yes."), ["Yes"]);
    assert_eq!(places("NOT NOT agreed", "agreed"), ["agreed"]);
    assert_eq!(places("from:@minister AND agreed", "agreed"), ["agreed"]);
    assert_eq!(places("NOT agreed", "agreed"), Vec::<String>::new());
}

#[test]
fn starts_of_starts_are_all_found() {
    let text = "decisively";
    for start in ["d*", "de*", "decis*", "decisively*"] {
        assert_eq!(
            places(
                &format!("d* OR de* OR decis* OR decisively* OR dz* OR {start}"),
                text
            ),
            [text]
        );
        let query = format!("(d* OR decl* OR decisi* OR decision*) AND {start}");
        assert_eq!(places(&query, text), [text], "{start}");
    }
}

#[test]
fn of_an_example_only_the_text_is_known() {
    let lists = Lists::default();
    let truth = |query: &str| {
        let query = parse(query, &lists).unwrap();
        let program = Program::compile([&query], &lists);
        Matcher::new(&program)
            .look_at_text("See https://gov.uk")
            .truth(0)
    };
    assert_eq!(truth("from:a"), Truth::Unknown);
    assert_eq!(
        truth("see AND NOT has:media AND chat:x AND kind:text AND date:2020"),
        Truth::Unknown
    );
    assert_eq!(truth("absent AND from:a"), Truth::No);
    assert_eq!(truth("see OR from:a"), Truth::Yes);
    assert_eq!(truth("has:link AND words:4"), Truth::Yes);
}
