//! What a query means, and what is said of one that means nothing.

use proptest::prelude::*;

use super::*;
use crate::message::{EventCode, Kind};

pub(crate) fn lists() -> Lists {
    let mut lists = Lists::default();
    let terms = |entries: &[&str]| entries.iter().map(|e| Term::entry(e).unwrap()).collect();
    lists.insert("decide", terms(&["decid*", "agreed", "\"sign off\""]));
    lists.insert("meet", terms(&["lobby", "\"see you\""]));
    lists
}

fn understood(text: &str) -> String {
    match parse(text, &lists()) {
        Ok(query) => query.to_string(),
        Err(errors) => panic!("{text}: {errors:?}"),
    }
}

/// The faults of a query, each as `bytes: what is wrong`.
fn faults(text: &str) -> Vec<String> {
    let errors = parse(text, &lists()).expect_err(text);
    let at = |error: &QueryError| format!("{}..{}: {error}", error.range.start, error.range.end);
    errors.iter().map(at).collect()
}

#[test]
fn operators_bind_as_in_logic() {
    assert_eq!(
        understood("a AND b OR NOT c"),
        "text:a AND text:b OR NOT text:c"
    );
    assert_eq!(
        understood("a AND (b OR c)"),
        "text:a AND (text:b OR text:c)"
    );
    assert_eq!(understood("NOT (a AND b)"), "NOT (text:a AND text:b)");
}

#[test]
fn fields_distribute_over_parentheses() {
    assert_eq!(
        understood("from:(@minister OR \"Private Office\" OR NOT pps)"),
        "from:@minister OR from:\"private office\" OR NOT from:pps"
    );
    assert_eq!(
        understood("kind:(deleted OR timer-changed OR left OR number-changed) OR text:#decide"),
        "(kind:deleted OR kind:timer-changed OR kind:left OR kind:number-changed) OR text:#decide"
    );
    assert_eq!(
        understood("date:(2020 OR 2022-02..)"),
        "date:2020-01-01..2020-12-31 OR date:2022-02-01.."
    );
    assert_eq!(
        understood("words:<=25 AND has:link"),
        "words:<=25 AND has:link"
    );
}

#[test]
fn terms_are_words() {
    assert_eq!(understood("\u{201c}Sign Off\u{201d}"), "text:\"sign off\"");
    assert_eq!(understood("10:30"), "text:\"10 30\"");
    assert_eq!(understood("O’Neill"), "text:\"o'neill\"");
    assert_eq!(
        understood("👍🏽 OR agreed👍"),
        "text:\"👍\" OR text:\"agreed 👍\""
    );
    assert_eq!(
        understood("\"and\" OR \"a AND b\""),
        "text:\"and\" OR text:\"a and b\""
    );
}

#[test]
fn every_fault_has_its_bytes() {
    assert_eq!(faults("txet:a"), ["0..5: there is no field \"txet:\""]);
    assert_eq!(
        faults("a b"),
        ["2..3: two terms stand side by side: write AND or OR between them"]
    );
    assert_eq!(faults("a NOT b").len(), 1);
    assert_eq!(
        faults("a and b"),
        ["2..5: \"and\" is an ordinary word here"]
    );
    assert_eq!(
        faults("a AND"),
        ["2..5: AND needs something to look for after it"]
    );
    assert_eq!(
        faults("OR a"),
        ["0..2: OR needs something to look for before it"]
    );
    assert_eq!(
        faults("NOT"),
        ["0..3: NOT needs something to look for after it"]
    );
    assert_eq!(faults("a AND AND b").len(), 1);
    assert_eq!(
        faults("(a OR b"),
        ["0..1: this parenthesis is never closed"]
    );
    assert_eq!(faults("a) OR b").len(), 2);
    assert_eq!(
        faults("()"),
        ["0..2: there is nothing between these parentheses"]
    );
    assert_eq!(faults(" "), ["0..1: there is nothing to look for"]);
    assert_eq!(
        faults("text:\"sign off"),
        ["5..14: this quotation mark is never closed"]
    );
    assert_eq!(
        faults("text:de*d"),
        ["7..8: a * may stand only at the end of a word"]
    );
    assert_eq!(
        faults("“a *b”"),
        ["5..6: a * may stand only at the end of a word"]
    );
    assert_eq!(
        faults("text:#decid"),
        ["5..11: there is no list \"#decid\""]
    );
    assert_eq!(
        faults("has:(media OR question)"),
        ["14..22: \"question\" is nothing that a message can have"]
    );
    assert_eq!(faults("from:(a OR date:2020)").len(), 1);
    assert_eq!(
        faults("text: a").first().unwrap(),
        "0..5: \"text:\" needs its value directly after the colon"
    );
    assert_eq!(
        faults("@minister"),
        [
            "0..9: a group of posts can only be asked of people: write from:@…, to:@…, chat-has:@…, custodian:@… or reply-to:@…"
        ]
    );
    assert_eq!(
        faults("date:#decide"),
        ["5..12: \"date:\" takes no list of words"]
    );
    assert_eq!(
        faults("text:#"),
        ["5..6: # needs a name of letters, digits, - and _ directly after it"]
    );
    assert_eq!(faults("date:2021-13"), ["5..12: \"2021-13\" is not a date"]);
    assert_eq!(faults("…"), ["0..3: \"…\" holds no word to look for"]);
    assert_eq!(faults("https://gov.uk").len(), 1);
}

#[test]
fn near_is_understood_in_one_way_only() {
    assert_eq!(
        understood("NOT budget NEAR(6) #decide AND \"sign off\" NEAR(0) pap*"),
        "NOT text:budget NEAR(6) text:#decide AND text:\"sign off\" NEAR(0) text:pap*"
    );
    assert_eq!(
        understood("text:(a NEAR(6) b OR c)"),
        "text:a NEAR(6) text:b OR text:c"
    );
    for (text, fault) in [
        ("a NEAR b", "2..6: NEAR needs a number"),
        ("a NEAR (6) b", "2..6: NEAR needs a number"),
        ("a NEAR(x) b", "2..9: NEAR needs a number"),
        ("a NEAR() b", "2..8: NEAR needs a number"),
        ("a NEAR(101) b", "2..11: NEAR needs a number"),
        (
            "a NEAR(6)",
            "2..9: NEAR needs something to look for after it",
        ),
        (
            "NEAR(6) b",
            "0..7: NEAR needs something to look for before it",
        ),
        (
            "a AND NEAR(6) b",
            "6..13: NEAR needs something to look for before it",
        ),
        (
            "a NEAR(6) AND b",
            "2..9: NEAR needs something to look for after it",
        ),
        (
            "a NEAR(6) (b OR c)",
            "10..11: NEAR takes a word, a phrase or a #list",
        ),
        (
            "(a OR b) NEAR(6) c",
            "9..16: NEAR takes a word, a phrase or a #list",
        ),
        (
            "from:a NEAR(6) b",
            "7..14: NEAR looks for words of the text, not of \"from:\"",
        ),
        (
            "date:(2020 NEAR(6) 2021)",
            "11..18: NEAR looks for words of the text, not of \"date:\"",
        ),
        (
            "a NEAR(6) chat:b",
            "2..9: NEAR looks for words of the text, not of \"chat:\"",
        ),
        (
            "a NEAR(6) b NEAR(6) c",
            "2..9: NEAR joins two things, not three",
        ),
    ] {
        let faults = faults(text);
        assert!(
            faults.len() == 1 && faults[0].starts_with(fault),
            "{text}: {faults:?}"
        );
    }
    // What is no NEAR with its parentheses is two terms.
    assert_eq!(faults("a NEAR(6 b").len(), 2);
    assert_eq!(understood("\"near\" OR nearly"), "text:near OR text:nearly");
}

#[test]
fn people_are_asked_for_in_five_fields() {
    assert_eq!(
        understood(
            "to:(@minister OR pps) AND chat-has:#meet AND custodian:\"Private Office\" AND reply-to:@spad"
        ),
        "(to:@minister OR to:pps) AND chat-has:#meet AND custodian:\"private office\" AND reply-to:@spad"
    );
    let error = &parse("chathas:a", &lists()).unwrap_err()[0];
    assert_eq!(error.meant.as_deref(), Some("Did you mean chat-has:?"));
    assert_eq!(faults("chat:@minister").len(), 1);
}

#[test]
fn all_faults_are_told_together_and_none_twice() {
    assert_eq!(
        faults("txet:(a b) AND text:#decid OR de*d AND kind:delted").len(),
        4
    );
    let error = &parse("text:#decid", &lists()).unwrap_err()[0];
    assert_eq!(error.meant.as_deref(), Some("Did you mean #decide?"));
}

#[test]
fn depth_is_limited_before_the_stack_is() {
    let deep = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(60), &lists()).is_ok());
    assert!(parse(&deep(100_000), &lists()).is_err());
    assert!(parse(&"NOT ".repeat(100_000), &lists()).is_err());
    assert!(parse(&"(NOT ".repeat(100_000), &lists()).is_err());
}

fn term() -> impl Strategy<Value = Term> {
    proptest::sample::select(vec![
        "agreed",
        "decid*",
        "\"sign off\"",
        "\"sign* off*\"",
        "lobby",
        "👍",
        "\"ok 👍\"",
        "b",
        "\"and\"",
        "café",
        "10:30",
    ])
    .prop_map(|entry| Term::entry(entry).unwrap())
}

fn test() -> impl Strategy<Value = Test> {
    let field = || {
        prop_oneof![
            Just(Field::Text),
            proptest::sample::select(Field::ALL.to_vec())
        ]
    };
    let people = proptest::sample::select(
        Field::ALL
            .into_iter()
            .filter(|field| field.is_of_people())
            .collect::<Vec<_>>(),
    );
    let side = || {
        prop_oneof![
            term().prop_map(Side::Words),
            proptest::sample::select(vec!["decide", "meet"]).prop_map(|l| Side::List(l.to_owned())),
        ]
    };
    let list = proptest::sample::select(vec!["decide", "meet"]);
    let value = proptest::sample::select(vec![
        "2020",
        "..2021-01-03",
        "2021-01-02..2021-02",
        "2021-01-04..",
    ]);
    let count = proptest::sample::select(vec!["<=3", "=2", ">4", "2..5", "0"]);
    prop_oneof![
        4 => (field(), term()).prop_map(|(field, term)| Test::Words(field, term)),
        2 => (field(), list).prop_map(|(field, list)| Test::List(field, list.to_owned())),
        2 => (people, proptest::sample::select(vec!["minister", "spad"]))
            .prop_map(|(field, group)| Test::Group(field, group.to_owned())),
        2 => (side(), side(), 0..4u32)
            .prop_map(|(left, right, within)| Test::Near(Near { left, right, within })),
        1 => value.prop_map(|text| Test::Date(Days::parse(text).unwrap())),
        1 => count.prop_map(|text| Test::Length(Count::parse(text).unwrap())),
        1 => proptest::sample::select(vec!["attachment", "media", "link", "edited"])
            .prop_map(|text| Test::Has(Has::parse(text).unwrap())),
        1 => proptest::sample::select(
            Kind::ALL.map(Kind::word).into_iter().chain(EventCode::ALL.map(EventCode::word)).collect::<Vec<_>>()
        ).prop_map(|text| Test::Kind(KindWord::parse(text).unwrap())),
    ]
}

/// Any query that can be written.
pub(crate) fn query() -> impl Strategy<Value = Query> {
    test()
        .prop_map(Query::Test)
        .prop_recursive(4, 16, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
                proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
                inner.prop_map(|query| Query::Not(Box::new(query))),
            ]
        })
}

proptest! {
    #[test]
    fn a_printed_query_is_understood_the_same(query in query()) {
        prop_assert_eq!(parse(&query.to_string(), &lists()), Ok(query));
    }

    #[test]
    fn reading_any_text_ends_with_a_query_or_with_faults_in_it(
        text in proptest::collection::vec(prop_oneof![
            proptest::char::any().prop_map(String::from),
            proptest::sample::select(vec![
                "a", " ", "AND ", "OR ", "NOT ", "(", ")", "\"", "“", "text:", "from:", "date:", "2021", "..",
                "#decide", "@spad", "*", "words:<", "5", "x:", "\u{301}", "NEAR", "NEAR(", "NEAR(3) ", "to:", "chat-has:", "not ",
            ]).prop_map(String::from),
        ], 0..20)
    ) {
        let text = text.concat();
        match parse(&text, &lists()) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string(), &lists()), Ok(query)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.range.start <= error.range.end && error.range.end <= text.len());
                }
            }
        }
    }
}
