//! A policy is read whole, or refused with everything that is wrong with it.

use proptest::prelude::*;

use super::*;

/// A policy that is right in all its parts.
pub(crate) const POLICY: &str = r#"
format    = "selection-rules/1"
id        = "DXX-CHAT-2026"
title     = "Selection of messaging-app records"
authority = "Appraisal report AR-2026-014"
owner     = "Departmental Records Officer"
in_force  = { from = 2026-03-02 }
otherwise = "refer"

[list]
decide = ["decid*", "agreed", '"sign off"']
meet   = ['"see you"', "lobby"]
family = ["dentist"]
party  = ["canvass*"]

[[rule]]
id      = "K2"
title   = "Decisions, whoever sends them"
when    = 'text:#decide'
effect  = "select"
label   = "decision"
because = "Evidence of a decision and of how it was reached"
context = { before = 2, after = 1 }
example = { yes = ["PM agreed, go with option B"], no = ["that will be decisive"] }

[[rule]]
id      = "D1"
title   = "Logistics only"
when    = 'text:#meet AND words:<=25 AND NOT has:media'
unless  = 'text:#decide OR from:@minister'
effect  = "not-selected"
because = "Confirms a time or place"
example = { yes = ["See you in the lobby at 6"], no = ["See you at 6, and agreed"] }

[[rule]]
id      = "S1"
title   = "Party business"
when    = 'text:#party'
effect  = "outside"
because = "Not held for the department"

[[hold]]
id        = "H1"
title     = "Public inquiry"
authority = "Notice of 28 April 2023"
because   = "Relevance is for the chair"
when      = 'date:2020-01-01..2022-02-24'
transfer  = "agreed: INQ-7"

[[hold]]
id        = "H2"
title     = "Litigation"
authority = "Letter of claim"
because   = "Disclosure"
when      = 'chat:winter'
released  = { on = 2026-05-01, letter = "L-9", by = ["Departmental Records Officer", "Legal Adviser"] }
"#;

fn read(text: &str) -> Result<Policy, PolicyError> {
    Policy::read("rules.toml", text.as_bytes())
}

/// Reads the right policy with one thing changed.
fn changed(from: &str, to: &str) -> Result<Policy, PolicyError> {
    assert_eq!(POLICY.matches(from).count(), 1, "{from}");
    read(&POLICY.replace(from, to))
}

/// The one problem of the right policy with one thing changed: its fault and what is marked.
fn wrong(from: &str, to: &str) -> (String, String) {
    let error = changed(from, to).expect_err(to);
    assert_eq!(error.problems.len(), 1, "{error}");
    let problem = &error.problems[0];
    let marked = problem.source_line.get(problem.marked.clone()).unwrap();
    (problem.fault.to_string(), marked.to_owned())
}

#[test]
fn a_right_policy_is_read_in_the_order_of_its_ids() {
    let policy = read(POLICY).unwrap_or_else(|error| panic!("{error}"));
    let ids: Vec<&str> = policy.rules().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["D1", "K2", "S1"]);
    let rule = policy.rule(RuleIndex(1));
    assert_eq!(rule.label.as_deref(), Some("decision"));
    let context = Context {
        before: 2,
        after: 1,
        replies: false,
        same_day: false,
    };
    assert_eq!(rule.context, Some(context));
    assert_eq!(policy.about().otherwise, Otherwise::Refer);
    let from = policy.about().in_force.and_then(|time| time.from);
    assert_eq!(from, NaiveDate::from_ymd_opt(2026, 3, 2));
    let hold = policy.hold(HoldIndex(0));
    assert_eq!(hold.transfer_agreed.as_deref(), Some("INQ-7"));
    let release = policy.holds()[1].released.as_ref().unwrap();
    assert_eq!(release.by[1], "Legal Adviser");
    assert_eq!(
        policy.groups().into_iter().collect::<Vec<_>>(),
        ["minister"]
    );
    let notes: Vec<String> = policy.notes().iter().map(Note::to_string).collect();
    assert_eq!(
        notes,
        [
            "rule S1 has no example to test it by",
            "list family is used by nothing"
        ]
    );
}

#[test]
fn every_problem_is_told_at_its_place() {
    let error = read(
        &POLICY
            .replace("'text:#decide'", "'text:#decid AND chat:\"x'")
            .replace("effect  = \"outside\"", "effect  = \"outsdie\"")
            .replace(
                "[[hold]]\nid        = \"H1\"",
                "[[hold]]\nid        = \"D1\"\nrelase    = 1",
            ),
    )
    .unwrap_err();
    let expected = r##"rules.toml, line 19, column 17: there is no list "#decid"
  19 | when    = 'text:#decid AND chat:"x'
     |                 ^^^^^^
     Did you mean #decide?

rules.toml, line 19, column 33: this quotation mark is never closed
  19 | when    = 'text:#decid AND chat:"x'
     |                                 ^^

rules.toml, line 39, column 11: "effect" cannot be "outsdie"
  39 | effect  = "outsdie"
     |           ^^^^^^^^^
     Did you mean "outside"?

rules.toml, line 43, column 13: "D1" is the id of another, in line 27
  43 | id        = "D1"
     |             ^^^^

rules.toml, line 44, column 1: a [[hold]] has no key "relase"
  44 | relase    = 1
     | ^^^^^^
     Did you mean "released"?"##;
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_not_understood_is_refused() {
    let said = |what: &str, marked: &str| (what.to_owned(), marked.to_owned());
    for (from, to, what, marked) in [
        (
            "otherwise = \"refer\"",
            "otherwise = \"not-selected\"",
            "what no rule speaks to is never left out unseen",
            "\"not-selected\"",
        ),
        (
            "otherwise = \"refer\"",
            "otherwise = \"refer\"\npeople = \"x\"",
            "the policy has no key \"people\"",
            "people",
        ),
        (
            "rules/1",
            "rules/2",
            "\"format\" cannot be \"selection-rules/2\"",
            "\"selection-rules/2\"",
        ),
        (
            "[\"dentist\"]",
            "[]",
            "the list \"family\" is empty",
            "family",
        ),
        (
            "[\"dentist\"]",
            "\"dentist\"",
            "\"family\" must be a list of texts, not string",
            "\"dentist\"",
        ),
        (
            "[\"dentist\"]",
            "[\"den*ist\"]",
            "a * may stand only at the end of a word",
            "*",
        ),
        (
            "[\"dentist\"]",
            "[7]",
            "\"family\" must be a list of texts, not integer",
            "7",
        ),
        (
            "family = ",
            "\"fam ily\" = ",
            "\"fam ily\" cannot be the name of a list",
            "\"fam ily\"",
        ),
        (
            "id      = \"K2\"",
            "id      = \"D1\"",
            "\"D1\" is the id of another, in line 17",
            "\"D1\"",
        ),
        (
            "id      = \"K2\"",
            "id      = \"K 2\"",
            "\"K 2\" cannot be an id",
            "\"K 2\"",
        ),
        (
            "'text:#party'",
            "'text:#party)'",
            "this parenthesis closes nothing",
            ")",
        ),
        (
            "'text:#party'",
            "\"text:\\u0023partei\"",
            "there is no list \"#partei\"",
            "\\u0023partei",
        ),
        ("'text:#party'", "''", "\"when\" says nothing", "''"),
        (
            "label   = \"decision\"\n",
            "",
            "a rule that selects needs a \"label\"",
            "[[rule]]",
        ),
        (
            "before = 2",
            "before = -2",
            "\"before\" must be a number of messages, from 0 to 4294967295",
            "-2",
        ),
        (
            "before = 2",
            "befor = 2",
            "a context has no key \"befor\"",
            "befor",
        ),
        (
            "before = 2",
            "same_day = 2",
            "\"same_day\" must be true or false, not integer",
            "2",
        ),
        (
            "because = \"Not held",
            "context = {}\nbecause = \"Not held",
            "only a rule that selects can have a context",
            "context",
        ),
        (
            "because = \"Not held",
            "example = { maybe = [\"x\"] }\nbecause = \"Not held",
            "an example has no key \"maybe\"",
            "maybe",
        ),
        (
            "agreed: INQ-7",
            "agreed",
            "\"agreed\" names no agreement",
            "\"agreed\"",
        ),
        (
            "\"Legal Adviser\"",
            "\"departmental records officer\"",
            "a release is recorded by two different posts",
            "[\"Departmental Records Officer\", \"departmental records officer\"]",
        ),
        (
            ", \"Legal Adviser\"",
            "",
            "a release is recorded by two different posts",
            "[\"Departmental Records Officer\"]",
        ),
        (
            "letter = \"L-9\", ",
            "",
            "a release needs \"letter\"",
            "{ on = 2026-05-01, by = [\"Departmental Records Officer\", \"Legal Adviser\"] }",
        ),
        (
            "2026-05-01",
            "2026-05-01T10:00:00Z",
            "\"on\" must be a date such as 2026-03-02, not datetime",
            "2026-05-01T10:00:00Z",
        ),
        (
            "{ from = 2026-03-02 }",
            "{ from = 2026-03-02, to = 2026-03-01 }",
            "this ends before it starts",
            "{ from = 2026-03-02, to = 2026-03-01 }",
        ),
        (
            "effect  = \"outside\"",
            "effect  = \"hold\"",
            "\"effect\" cannot be \"hold\"",
            "\"hold\"",
        ),
        (
            "when      = 'chat:winter'\n",
            "",
            "this hold names nothing to hold",
            "[[hold]]",
        ),
        (
            "when      = 'chat:winter'",
            "sources = ['WA 1']",
            "\"WA 1\" cannot be the id of a source",
            "'WA 1'",
        ),
        (
            "when      = 'chat:winter'",
            "people = []",
            "\"people\" names nothing",
            "[]",
        ),
        (
            "when      = 'chat:winter'",
            "custodians = ['@a b']",
            "@ needs a name of letters, digits, - and _ directly after it",
            "@a b",
        ),
        (
            "when      = 'chat:winter'",
            "conversations = ['!']",
            "\"!\" holds no word to look for",
            "!",
        ),
        (
            "when      = 'chat:winter'",
            "dates = {}",
            "\"dates\" names nothing",
            "{}",
        ),
        (
            "when      = 'chat:winter'",
            "dates = { from = 2021-02-01, to = 2021-01-01 }",
            "this ends before it starts",
            "{ from = 2021-02-01, to = 2021-01-01 }",
        ),
        (
            "because = \"Not held",
            "needs = \"two nams\"\nbecause = \"Not held",
            "\"needs\" cannot be \"two nams\"",
            "\"two nams\"",
        ),
        (
            "label   = \"decision\"",
            "label   = \"decision\"\nneeds = \"two names\"",
            "only a rule that proposes outside or not-selected can need something",
            "needs",
        ),
        (
            "before = 2",
            "replies = 'yes'",
            "\"replies\" must be true or false, not string",
            "'yes'",
        ),
    ] {
        assert_eq!(wrong(from, to), said(what, marked), "{to}");
    }
}

#[test]
fn a_rule_whose_own_examples_fail_is_refused() {
    assert_eq!(
        wrong("go with option B\"]", "go\", \"no, option B\"]").0,
        "rule K2 does not hit this example"
    );
    let error = changed("\"decid*\"", "\"deci*\"").unwrap_err();
    let problem = &error.problems[0];
    assert_eq!(
        problem.fault.to_string(),
        "rule K2 hits this example, and should not"
    );
    assert_eq!(
        problem.meant.as_deref(),
        Some("What hits it is \"decisive\".")
    );
    // What an example cannot tell is taken as satisfied, and an unless that turns on it as not reached.
    assert!(
        changed(
            "when    = 'text:#decide'",
            "when    = 'text:#decide AND from:@minister'"
        )
        .is_ok()
    );
    assert!(changed("unless  = 'text:#decide OR", "unless  = 'text:#decide AND").is_err());
}

#[test]
fn broken_toml_is_told_with_the_rest() {
    let error = changed("title   = \"Party business\"", "title   = \"Party business").unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    assert!(
        error
            .to_string()
            .starts_with("rules.toml, line 37, column "),
        "{error}"
    );
    let both = POLICY
        .replace("= \"Party business\"", "= \"Party business")
        .replace("#decide OR from", "#decid OR from");
    assert_eq!(read(&both).unwrap_err().problems.len(), 2);
    let twice = changed("owner     =", "owner = \"x\"\nowner     =").unwrap_err();
    assert!(twice.to_string().contains("line 7"), "{twice}");
    let error = Policy::read("rules.toml", b"id = \"caf\xe9\"\n").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("line 1, column 10: this is not UTF-8 text"),
        "{error}"
    );
    assert!(read("").unwrap_err().problems.len() > 3);
    assert!(read(&POLICY.replace('\n', "\r\n")).is_ok());
    assert!(read(&format!("\u{feff}{POLICY}")).is_ok());
}

proptest! {
    #[test]
    fn no_file_makes_reading_panic(
        cut in 0..POLICY.len(),
        length in 0..60usize,
        put in proptest::collection::vec(prop_oneof![
            proptest::char::any().prop_map(String::from),
            proptest::sample::select(vec!["\"", "'''", "[[rule]]", "\\", "=", "{", "]", "\n", "\u{1b}[2J"]).prop_map(String::from),
        ], 0..6),
    ) {
        let end = (cut + length).min(POLICY.len());
        let text = format!("{}{}{}", POLICY.get(..cut).unwrap(), put.concat(), POLICY.get(end..).unwrap());
        if let Err(error) = read(&text) {
            prop_assert!(!error.problems.is_empty());
            let shown = error.to_string();
            let escape = shown.contains('\u{1b}');
            prop_assert!(!escape);
        }
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(Policy::read("rules.toml", &bytes).is_err());
    }
}

#[test]
fn what_a_rule_needs_and_what_a_hold_names_is_read() {
    let needing = |needs: &str| {
        let policy = changed(
            "because = \"Not held",
            &format!("needs = \"{needs}\"\nbecause = \"Not held"),
        );
        let policy = policy.unwrap_or_else(|error| panic!("{error}"));
        let sampled = |rule: &Rule| rule.needs_sample();
        let sampled: Vec<bool> = policy.rules().iter().map(sampled).collect();
        (policy.rule(RuleIndex(2)).needs, sampled)
    };
    // D1 proposes not-selected, which always is; K2 selects, which never is.
    assert_eq!(
        needing("two names"),
        (Some(Needs::TwoNames), vec![true, false, false])
    );
    assert_eq!(
        needing("clean sample"),
        (Some(Needs::CleanSample), vec![true, false, true])
    );
    assert_eq!(
        needing("two names and a clean sample"),
        (Some(Needs::Both), vec![true, false, true])
    );
    let policy = changed(
        "when      = 'chat:winter'",
        "sources = ['wa1', 'wa12']\nconversations = ['Winter planning']\ncustodians = ['@spad', 'Press Officer']\npeople = ['p03']\ndates = { to = 2021-01-31 }\nwhen = 'reply-to:@fire'",
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let hold = policy.hold(HoldIndex(1));
    assert_eq!(hold.scope.sources, ["wa1", "wa12"]);
    assert_eq!(
        hold.scope.custodians[0],
        crate::selection::Named::Group("spad".to_owned())
    );
    assert_eq!(
        hold.scope.dates.unwrap().to,
        NaiveDate::from_ymd_opt(2021, 1, 31)
    );
    assert!(policy.groups().contains("spad") && policy.groups().contains("fire"));
    let asker = "H2".to_owned();
    assert!(policy.notes().contains(&Note::NoReplies { asker }));
    assert!(policy.asks_for_conversation() && policy.asks_for_custodian());
    let plain = read(POLICY).unwrap();
    assert!(!plain.asks_for_conversation() && !plain.asks_for_custodian());
}

#[test]
fn a_policy_is_in_force_on_its_days() {
    let on = |policy: &Policy, day: &str| policy.is_in_force(day.parse().unwrap());
    let policy = changed(
        "{ from = 2026-03-02 }",
        "{ from = 2026-03-02, to = 2026-03-31 }",
    )
    .unwrap();
    assert!(!on(&policy, "2026-03-01") && on(&policy, "2026-03-02"));
    assert!(on(&policy, "2026-03-31") && !on(&policy, "2026-04-01"));
    assert_eq!(
        policy.about().in_force.unwrap().words(),
        "from 2026-03-02 to 2026-03-31"
    );
    let always = changed("in_force  = { from = 2026-03-02 }\n", "").unwrap();
    assert!(on(&always, "0001-01-01"));
}

#[test]
fn every_rule_tells_how_it_stands_to_its_examples() {
    let policy = read(POLICY).unwrap();
    let counts = |tested: &[Tested]| {
        let counts = tested
            .iter()
            .map(|t| (t.rule.clone(), t.yes_passed, t.yes, t.no_passed, t.no));
        counts.collect::<Vec<_>>()
    };
    let expected = |k2_no| {
        vec![
            ("D1".to_owned(), 1, 1, 1, 1),
            ("K2".to_owned(), 1, 1, k2_no, 1),
            ("S1".to_owned(), 0, 0, 0, 0),
        ]
    };
    assert_eq!(counts(policy.tested()), expected(1));
    let error = changed("\"decid*\"", "\"deci*\"").unwrap_err();
    assert_eq!(counts(&error.tested), expected(0));
}
