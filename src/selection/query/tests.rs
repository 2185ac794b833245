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
        ["0..9: a group of posts can only send: write from:@…"]
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
    assert_eq!(
        faults("a NEAR(6) b")
            .iter()
            .filter(|f| f.contains("NEAR"))
            .count(),
        1
    );
    assert_eq!(faults("👍"), ["0..4: \"👍\" holds no word to look for"]);
    assert_eq!(faults("https://gov.uk").len(), 1);
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
        "b",
        "\"and\"",
        "café",
        "10:30",
    ])
    .prop_map(|entry| Term::entry(entry).unwrap())
}

fn test() -> impl Strategy<Value = Test> {
    let field =
        || proptest::sample::select(vec![Field::Text, Field::Text, Field::From, Field::Chat]);
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
        1 => proptest::sample::select(vec!["minister", "spad"]).prop_map(|g| Test::Group(g.to_owned())),
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
                "#decide", "@spad", "*", "words:<", "5", "x:", "\u{301}", "NEAR", "not ",
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
