//! The matcher against an evaluator that does everything the slow and plain way.

use chrono::NaiveDate;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::facts::{Facts, Person};
use super::super::query::tests::{lists, query};
use super::super::query::{Field, Has, Lists, Query, Term, Test, parse};
use super::super::query::{Near, Side};
use super::super::words::fold;
use super::{Around, Matcher, Program, Surroundings, Truth};
use crate::message::{Attachment, AttachmentState, EventCode, Kind};

fn plain_words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let folded = fold(text);
    let segments: Vec<&str> = folded.split_word_bounds().collect();
    for segment in segments {
        if !segment.chars().any(char::is_alphanumeric) && segment.contains('👍') {
            spaced.push_str(segment);
            spaced.push('\n');
            continue;
        }
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
        line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '👍')
            .to_owned()
    };
    spaced
        .lines()
        .map(word)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The places of a term: its first word, and the one behind its last. Emoji are stepped over
/// between words.
fn plain_places(term: &Term, words: &[String]) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for first in 0..words.len() {
        let mut at = first;
        let mut fits = true;
        for (number, wanted) in term.words().iter().enumerate() {
            while number > 0 && !wanted.is_sign() && words.get(at).is_some_and(|w| w.contains('👍'))
            {
                at += 1;
            }
            fits &= words.get(at).is_some_and(|word| wanted.matches(word));
            at += 1;
        }
        if fits {
            places.push((first, at));
        }
    }
    places
}

fn plain_term(term: &Term, text: &str) -> bool {
    !plain_places(term, &plain_words(text)).is_empty()
}

fn plain_names(facts: &Facts<'_>, field: Field) -> Vec<String> {
    let names: Vec<&str> = match field {
        Field::Text => vec![facts.text],
        Field::Chat => facts.conversation.to_vec(),
        _ => unreachable!("asked of people, in plain_people"),
    };
    names.into_iter().map(str::to_owned).collect()
}

/// Somebody as these tests know them: names, and a group.
type Known = (&'static [&'static str], Option<&'static str>);

/// Who is around in these tests, beside what the matcher was told of them.
struct There {
    members: Vec<Known>,
    sender: Option<usize>,
    custodian: Option<Vec<Known>>,
    reply_to: Option<Known>,
}

impl There {
    /// Returns those whom a field asks about; `None` where that is not known.
    fn people(&self, field: Field) -> Option<Vec<Known>> {
        let members = self.members.iter().enumerate();
        Some(match field {
            Field::From => self.sender.map(|at| self.members[at]).into_iter().collect(),
            Field::To => members
                .filter(|(at, _)| Some(*at) != self.sender)
                .map(|(_, k)| *k)
                .collect(),
            Field::ChatHas => self.members.clone(),
            Field::Custodian => return self.custodian.clone(),
            Field::ReplyTo => self.reply_to.into_iter().collect(),
            Field::Text | Field::Chat => unreachable!("not of people"),
        })
    }
}

fn plain_side(side: &Side, words: &[String], lists: &Lists) -> Vec<(usize, usize)> {
    let terms = match side {
        Side::Words(term) => vec![term.clone()],
        Side::List(list) => lists.get(list).unwrap().to_vec(),
    };
    let places = terms.iter().flat_map(|term| plain_places(term, words));
    places.collect()
}

fn plain_near(near: &Near, text: &str, lists: &Lists) -> bool {
    let words = plain_words(text);
    let (left, right) = (
        plain_side(&near.left, &words, lists),
        plain_side(&near.right, &words, lists),
    );
    let between = |(_, end): (usize, usize), (start, _): (usize, usize)| {
        start >= end && start - end <= near.within as usize
    };
    left.iter()
        .any(|a| right.iter().any(|b| between(*a, *b) || between(*b, *a)))
}

/// Whether a query matches; `None` where that depends on the date of an undated message.
fn plain(query: &Query, facts: &Facts<'_>, there: &There, lists: &Lists) -> Option<bool> {
    match query {
        Query::And(parts) => {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| plain(part, facts, there, lists))
                .collect();
            if parts.contains(&Some(false)) {
                Some(false)
            } else if parts.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Query::Or(parts) => {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| plain(part, facts, there, lists))
                .collect();
            if parts.contains(&Some(true)) {
                Some(true)
            } else if parts.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Query::Not(part) => plain(part, facts, there, lists).map(|truth| !truth),
        Query::Test(Test::Words(field, term)) if field.is_of_people() => {
            let people = there.people(*field)?;
            Some(
                people
                    .iter()
                    .any(|(names, _)| names.iter().any(|name| plain_term(term, name))),
            )
        }
        Query::Test(Test::List(field, list)) if field.is_of_people() => {
            let (people, terms) = (there.people(*field)?, lists.get(list).unwrap());
            let mut names = people.iter().flat_map(|(names, _)| names.iter());
            Some(names.any(|name| terms.iter().any(|term| plain_term(term, name))))
        }
        Query::Test(Test::Group(field, group)) => Some(
            there
                .people(*field)?
                .iter()
                .any(|(_, held)| *held == Some(group.as_str())),
        ),
        Query::Test(Test::Near(near)) => Some(plain_near(near, facts.text, lists)),
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
        Query::Test(Test::Date(days)) => facts.date.map(|date| days.contains(date)),
        Query::Test(Test::Length(count)) => Some(
            count.contains(
                plain_words(facts.text)
                    .iter()
                    .filter(|w| !w.contains('👍'))
                    .count(),
            ),
        ),
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
        messages in proptest::collection::vec(
            ((text(), 0..4usize, 0..4usize, any::<bool>(), 0..4usize),
             (proptest::collection::vec(0..4usize, 0..4), proptest::option::of(0..4usize), 0..4usize)), 1..6),
    ) {
        let lists = lists();
        let program = Program::compile(&queries, &lists);
        let mut matcher = Matcher::new(&program);
        let names: [&[&str]; 4] = [&["Lobby", "agreed b"], &["Sign Off"], &["see", "you"], &[]];
        let groups = [Some("minister"), Some("spad"), None, Some("official")];
        for ((text, sender, chat, edited, rest), (others, custodian, reply_to)) in &messages {
            let attachments = [attachment(None), attachment(Some("document"))];
            let known = |index: usize| (names[index], groups[index]);
            let sender = (*sender < 3).then_some(*sender);
            let there = There {
                members: sender.iter().chain(others).map(|index| known(*index)).collect(),
                sender: sender.map(|_| 0),
                custodian: custodian.map(|index| vec![known(index)]),
                reply_to: (*reply_to < 3).then(|| known(*reply_to)),
            };
            let person = |(names, group): Known| Person { names, group };
            let members: Vec<_> = there.members.iter().copied().map(person).collect();
            let custodians: Option<Vec<_>> = custodian.map(|index| vec![person(known(index))]);
            let around = Around::of(&program, &Surroundings {
                members: &members,
                doubtful: &[],
                custodian: custodians.as_deref(),
            });
            let facts = Facts {
                text,
                source: "wa1",
                sender: sender.map(|index| person(known(index))),
                member: there.sender,
                around: Some(&around),
                reply_to: there.reply_to.map(person),
                other_date: None,
                conversation: names[*chat],
                date: [None, NaiveDate::from_ymd_opt(2021, 1, 4), NaiveDate::from_ymd_opt(2020, 6, 1), None][*rest],
                kind: [Kind::Text, Kind::Media, Kind::System, Kind::Unknown][*rest],
                event: [None, None, Some(EventCode::Left), Some(EventCode::Unknown)][*rest],
                attachments: &attachments[..rest % 3],
                edited: *edited,
            };
            for (index, query) in queries.iter().enumerate() {
                let expected = match plain(query, &facts, &there, &lists) {
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
fn of_near_the_places_are_those_that_are_near() {
    let text = "Agreed. One two three four: the budget, and one more budget";
    assert_eq!(places("agreed NEAR(5) budget", text), ["Agreed", "budget"]);
    assert_eq!(places("budget NEAR(5) agreed", text), ["Agreed", "budget"]);
    assert_eq!(places("agreed NEAR(4) budget", text), Vec::<String>::new());
    assert_eq!(places("#decide NEAR(0) one", text), ["Agreed", "One"]);
    assert_eq!(
        places("\"two three\" NEAR(1) bud* OR four NEAR(1) bud*", text),
        ["four", "budget"]
    );
    // No word is near itself.
    assert_eq!(places("agreed NEAR(9) agr*", text), Vec::<String>::new());
    assert_eq!(places("NOT agreed NEAR(9) one", text), Vec::<String>::new());
}

#[test]
fn emoji_are_found_and_hide_no_phrase() {
    assert_eq!(places("👍", "Yes 👍🏽👍"), ["👍🏽", "👍"]);
    assert_eq!(places("\"sign off\"", "Sign 👍 off"), ["Sign 👍 off"]);
    assert_eq!(places("\"ok 👍\" AND words:=1", "OK👍"), ["OK👍"]);
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
